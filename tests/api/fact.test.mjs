// What is known of a young person: added, doubted, corrected, ended, struck,
// and who sees how much of it.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import { accountsOf } from '../support/api.mjs';
import { expectStatus } from '../support/meeting.mjs';
import { useServer } from '../support/server.mjs';

const SPOKE = 'bristol';
let server;
let anna; // coordinator
let ewan; // EIT officer of the same spoke
let nora; // coordinator of another
let one; // a young person
let path;

const WORDS = ['bex', 'dun', 'fal', 'gri', 'hol', 'jam', 'kes', 'lor', 'mup', 'nev', 'ost', 'pry', 'qua', 'rud'];
const word = () => Array.from({ length: 5 }, () => WORDS[Math.floor(Math.random() * WORDS.length)]).join('');
const make = async (more = {}) => expectStatus(await anna.post('/api/v1/people',
  { spoke: SPOKE, given_name: word(), family_name: word(), ...more }), 201).body;

before(async () => {
  server = await useServer();
  const people = accountsOf(server);
  anna = await people.as('spoke_coordinator', SPOKE);
  ewan = await people.as('eit_officer', SPOKE);
  nora = await people.as('spoke_coordinator', 'northsom');
  one = await make();
  path = `/api/v1/people/${one.id}`;
});
after(() => server?.stop());

const add = async (collection, body, client = anna) => expectStatus(await client.post(`${path}/${collection}`, body), 201).body;
const facts = async (client = anna, id = one.id) => expectStatus(await client.get(`/api/v1/people/${id}/facts`), 200).body;
const at = (fact) => `${path}/facts/${fact.id}`;
const pointers = (answer) => answer.body.errors.map((each) => each.pointer);
const person = async () => expectStatus(await anna.get(path), 200).body;

describe('an identifier', () => {
  it('is taken as it is, and doubted where it cannot be right', async () => {
    const right = await anna.post(`${path}/identifiers`, { code: 'nhs_number', value: '943 476 5919', source: 'GP letter' });
    assert.equal(right.status, 201, right.text);
    assert.deepEqual(right.body.warnings, []);
    assert.equal(right.location, `${path}/facts/${right.body.id}`);
    assert.equal((await anna.get(right.location)).body.value, '943 476 5919');
    const doubted = await add('identifiers', { code: 'upn', value: 'A801200005001' });
    assert.deepEqual(doubted.warnings.map(({ pointer, code }) => [pointer, code]), [['/value', 'doubtful']]);
    // Corrected, the doubt is gone; half a correction keeps what it does not say.
    const mended = await anna.patch(at(doubted), { value: 'B801200005001', reason: 'typing_error' }, `"${doubted.version}"`);
    assert.equal(mended.status, 200, mended.text);
    assert.deepEqual([mended.body.warnings, mended.body.code], [[], 'upn']);
  });

  it('is there once at a time, however it is written', async () => {
    await add('identifiers', { code: 'pnc_id', value: '2003/0062845E' });
    const again = await anna.post(`${path}/identifiers`, { code: 'pnc_id', value: '20030062845e' });
    assert.equal(again.status, 409);
    assert.match(again.body.detail, /already/);
  });

  it('is of a kind, and says something', async () => {
    assert.deepEqual(pointers(await anna.post(`${path}/identifiers`, {})).sort(), ['/code', '/value']);
    assert.deepEqual(pointers(await anna.post(`${path}/identifiers`, { code: 'no_such', value: '1' })), ['/code']);
    assert.deepEqual(pointers(await anna.post(`${path}/identifiers`, { code: 'upn', value: '1', postcode: 'BS1' })), ['/postcode']);
  });
});

describe('an address', () => {
  it('says where, from when, and whose it is to answer for', async () => {
    const bad = await anna.post(`${path}/addresses`, { code: 'home', valid_from: '2024-05-01', valid_to: '2024-04-01' });
    assert.deepEqual(pointers(bad).sort(), ['/lines', '/valid_to']);
    const home = await add('addresses', { code: 'home', lines: '1 Invented Row\nBristol', postcode: 'BS1 1AA', uprn: '12345678901234',
      resident_authority: 'Bristol', responsible_authority: 'Somerset', valid_from: '2024-05-01' });
    assert.deepEqual(home.warnings.map((each) => each.pointer), ['/uprn']);
    const next = await add('addresses', { code: 'placement', postcode: 'TA1 1AA', valid_from: '2025-01-09', replaces_current: true });
    const { address } = (await facts()).topics;
    assert.deepEqual(address.map(({ id, current, valid_to }) => [id, current, valid_to ?? null]),
      [[next.id, true, null], [home.id, false, '2025-01-09']]);
  });

  it('that is confidential is for casework, and others are told that there is one', async () => {
    const refuge = await add('addresses', { code: 'refuge', postcode: 'BS9 9ZZ', confidential: true });
    const others = await facts(ewan);
    assert.ok(!others.topics.address.some((each) => each.id === refuge.id));
    assert.deepEqual(others.withheld, { address: 1 });
    assert.equal((await ewan.get(at(refuge))).status, 404);
    assert.equal((await ewan.patch(at(refuge), { note: 'x', reason: 'typing_error' }, '"1"')).status, 404);
    assert.deepEqual((await facts()).withheld, {});
    // Whoever wrote it down sees what they wrote.
    const own = await add('addresses', { code: 'family', postcode: 'BS8 8ZZ', confidential: true }, ewan);
    assert.ok((await facts(ewan)).topics.address.some((each) => each.id === own.id));
  });
});

describe('those around them', () => {
  it('are told with parental responsibility, and whether we may contact them', async () => {
    const mother = await add('carers', { code: 'mother', name: 'Ama Invented', phone: '07700 900123', parental_responsibility: 'yes',
      lives_with: 'declined_to_say', may_contact: 'not_asked' });
    assert.deepEqual([mother.parental_responsibility, mother.lives_with, mother.may_contact], ['yes', 'declined_to_say', 'not_asked']);
    assert.deepEqual(pointers(await anna.post(`${path}/carers`, { code: 'father', name: 'X', lives_with: 'perhaps' })), ['/lives_with']);
  });

  it('have one lead professional among them', async () => {
    const lead = await add('professionals', { code: 'social_worker', name: 'Sal Invented', is_lead: true, organisation: 'Bristol City Council' });
    assert.equal((await person()).lead_professional, 'Sal Invented');
    const second = await anna.post(`${path}/professionals`, { code: 'youth_worker', name: 'Kit Invented', is_lead: true });
    assert.equal(second.status, 409);
    assert.match(second.body.detail, /lead/);
    expectStatus(await anna.post(`${at(lead)}/end`, { ended_on: '2026-01-05', end_reason: 'Changed team' }, `"${lead.version}"`), 200);
    await add('professionals', { code: 'youth_worker', name: 'Kit Invented', is_lead: true });
    assert.equal((await person()).lead_professional, 'Kit Invented');
  });
});

describe('care and education', () => {
  it('are histories; the record says what holds today', async () => {
    await add('care-statuses', { code: 'child_in_need', valid_from: '2025-02-01' });
    await add('care-statuses', { code: 'looked_after_s20', valid_from: '2025-06-01', placing_authority: 'Bristol', host_authority: 'Swindon', replaces_current: true });
    assert.equal((await person()).detail.care_status, 'looked_after_s20');
    const { care_status } = (await facts()).topics;
    assert.deepEqual(care_status.map(({ code, valid_to }) => [code, valid_to ?? null]),
      [['looked_after_s20', null], ['child_in_need', '2025-06-01']]);
    const school = await add('education-statuses', { code: 'reduced_timetable', year_group: 'year_10', attendance_percent: 43.5, urn: '12', valid_from: '2025-09-01' });
    assert.equal(school.attendance_percent, 43.5);
    assert.deepEqual(school.warnings.map((each) => each.pointer), ['/urn']);
    assert.deepEqual(pointers(await anna.post(`${path}/education-statuses`, { code: 'neet', attendance_percent: 101 })), ['/attendance_percent']);
    // Struck: never so, and so not what holds.
    expectStatus(await anna.post(`${at(school)}/in-error`, { reason: 'wrong_person' }, `"${school.version}"`), 200);
    assert.equal((await person()).detail.education_status, null);
  });

  it('begin with what a new record says', async () => {
    const made = await make({ care_status: 'early_help', education_status: 'mainstream' });
    const { topics } = await facts(anna, made.id);
    assert.deepEqual([topics.care_status[0].code, topics.education_status[0].code], ['early_help', 'mainstream']);
    assert.equal(made.detail.care_status, 'early_help');
    // A change is a fact with its own date, not a field to overwrite.
    assert.deepEqual(pointers(await anna.patch(`/api/v1/people/${made.id}`, { care_status: 'none' }, `"${made.version}"`)), ['/care_status']);
  });

  it('are events of the journey', async () => {
    const { events } = (await anna.get(`${path}/journey?kind=status`)).body;
    const told = events.map(({ at: day, title }) => `${day} ${title}`);
    assert.ok(told.includes('2025-02-01 Care: Child in need plan'), told.join('\n'));
    assert.ok(told.includes('2025-06-01 Care ended: Child in need plan'), told.join('\n'));
    assert.ok(!told.some((each) => /Reduced timetable/.test(each)));
  });
});

describe('a warning marker', () => {
  it('has a review, whether they know, and stands in the header', async () => {
    assert.deepEqual(pointers(await anna.post(`${path}/markers`, {})).sort(), ['/code', '/person_knows', '/review_on']);
    const marker = await add('markers', { code: 'dog_at_address', note: 'Large', review_on: '2026-01-01', person_knows: 'yes' });
    const [shown] = (await person()).warnings;
    assert.deepEqual([shown.marker, shown.note, shown.review_overdue, shown.person_knows], ['dog_at_address', 'Large', true, 'yes']);
    const unsaid = await anna.post(`${at(marker)}/end`, {}, `"${marker.version}"`);
    assert.deepEqual(pointers(unsaid), ['/end_reason']);
    const ended = await anna.post(`${at(marker)}/end`, { end_reason: 'The dog has gone' }, `"${marker.version}"`);
    assert.equal(ended.status, 200, ended.text);
    assert.deepEqual((await person()).warnings, []);
    assert.equal((await anna.post(`${at(marker)}/end`, { end_reason: 'x' }, ended.etag)).status, 409);
  });
});

describe('contact safety', () => {
  it('is advice with its own words, and yes, no and three ways of no answer', async () => {
    await add('contact-safety', { code: 'must_not_be_told', note: 'Stepfather' });
    await add('contact-safety', { code: 'safe_times', note: 'After 4pm' });
    assert.deepEqual((await person()).safety, [{ code: 'must_not_be_told', note: 'Stepfather' }, { code: 'safe_times', note: 'After 4pm' }]);
    const now = await person();
    assert.equal(now.safe_to_phone, 'not_asked');
    const changed = await anna.patch(path, { safe_to_phone: 'declined_to_say', safe_to_text: 'not_known', safe_to_write: 'no' }, `"${now.version}"`);
    assert.equal(changed.status, 200, changed.text);
    assert.deepEqual([changed.body.safe_to_phone, changed.body.safe_to_text, changed.body.safe_to_write], ['declined_to_say', 'not_known', 'no']);
    assert.deepEqual(pointers(await anna.patch(path, { safe_to_phone: 'perhaps' }, changed.etag)), ['/safe_to_phone']);
  });
});

describe('a correction', () => {
  it('says why, and keeps what was there', async () => {
    const fact = await add('disabilities', { code: 'adhd', diagnosis_status: 'suspected' });
    assert.equal((await anna.patch(at(fact), { note: 'x', reason: 'typing_error' })).status, 428);
    assert.deepEqual(pointers(await anna.patch(at(fact), { diagnosis_status: 'diagnosed' }, `"${fact.version}"`)), ['/reason']);
    const mended = await anna.patch(at(fact), { diagnosis_status: 'diagnosed', reason: 'new_information' }, `"${fact.version}"`);
    assert.equal(mended.status, 200, mended.text);
    const [kept] = mended.body.amendments;
    assert.deepEqual([kept.reason, kept.before, kept.after],
      ['new_information', { diagnosis_status: 'suspected' }, { diagnosis_status: 'diagnosed' }]);
    const stale = await ewan.patch(at(fact), { diagnosis_status: null, reason: 'disputed' }, `"${fact.version}"`);
    assert.equal(stale.status, 412);
    assert.equal(stale.body.current.diagnosis_status, 'diagnosed');
    // What is not of this topic is refused by the database.
    assert.equal((await anna.patch(at(fact), { postcode: 'BS1', reason: 'typing_error' }, mended.etag)).status, 422);
    expectStatus(await anna.post(`${at(fact)}/in-error`, { reason: 'wrong_person' }, mended.etag), 200);
    assert.ok(!(await facts()).topics.disability?.some((each) => each.id === fact.id));
    const struck = expectStatus(await anna.get(at(fact)), 200);
    assert.equal(struck.body.in_error_reason, 'wrong_person');
    assert.equal((await anna.patch(at(fact), { note: 'x', reason: 'typing_error' }, struck.etag)).status, 409);
    assert.equal((await anna.post(`${at(fact)}/end`, {}, struck.etag)).status, 409);
  });

  it('of the record itself is kept too', async () => {
    const now = await person();
    expectStatus(await anna.patch(path, { contact_safety: 'Ring the school first' }, `"${now.version}"`), 200);
    const { items } = expectStatus(await anna.get(`${path}/amendments?limit=2`), 200).body;
    assert.equal(items.length, 2);
    assert.deepEqual([items[0].topic, items[0].before, items[0].after],
      [null, { contact_safety: null }, { contact_safety: 'Ring the school first' }]);
  });
});

describe('another spoke', () => {
  it('sees and changes nothing of it', async () => {
    const fact = await add('markers', { code: 'medical', note: 'Asthma', review_on: '2030-01-01', person_knows: 'yes' });
    for (const answer of [await nora.get(`${path}/facts`), await nora.get(at(fact)), await nora.get(`${path}/amendments`),
      await nora.post(`${path}/markers`, { code: 'medical', review_on: '2030-01-01', person_knows: 'yes' }),
      await nora.post(`${at(fact)}/end`, { end_reason: 'x' }, '"1"')])
      assert.equal(answer.status, 404, answer.text);
    // A fact of one young person is not reached through another.
    const other = await make();
    assert.equal((await anna.get(`/api/v1/people/${other.id}/facts/${fact.id}`)).status, 404);
    assert.equal((await anna.post(`/api/v1/people/${other.id}/facts/${fact.id}/end`, { end_reason: 'x' }, '"1"')).status, 404);
  });

  it('and every reading is in the access log', async () => {
    const seen = async () => Number(await server.psql(
      `SELECT count(*) FROM audit.access_log WHERE person_id = '${one.id}' AND record_kind = 'person_fact' AND action IN ('view', 'list')`));
    const before_ = await seen();
    await facts();
    assert.ok(await seen() > before_);
  });
});
