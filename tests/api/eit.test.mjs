// The Early Intervention Team's work beyond a visit: who is not on the system
// yet, school inputs, follow-ups, what the sergeant keeps back, contacts
// struck or moved, and the team's numbers, each of which opens its rows.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { accountsOf } from '../support/api.mjs';
import { makeCase, makePerson } from '../support/meeting.mjs';
import { useServer } from '../support/server.mjs';

const PATH = '/api/v1/contacts';
let server, officer, sergeant, coordinator, neighbour;

before(async () => {
  server = await useServer();
  const people = accountsOf(server);
  officer = await people.as('eit_officer', 'bristol');
  sergeant = await people.as('eit_sergeant', 'bristol');
  coordinator = await people.as('spoke_coordinator', 'bristol');
  neighbour = await people.as('spoke_coordinator', 'northsom');
});
after(() => server?.stop());

const ok = (answer, status = 200) => {
  assert.equal(answer.status, status, answer.text);
  return answer;
};
const faultsOf = (answer) => Object.fromEntries(answer.body.errors.map((e) => [e.pointer, e.detail]));
const ago = (minutes) => new Date(Date.now() - minutes * 60000).toISOString();
const day = (days) => new Date(Date.now() + days * 86400000).toISOString().slice(0, 10);
const log = (who, body) => who.post(PATH, { type: 'home_visit', happened_at: ago(5), seen: true, ...body });
const journeyOf = async (who, person) => ok(await who.get(`/api/v1/people/${person.id}/journey`)).body.events;

test('somebody not on the system is written down, counted, met again and linked', async () => {
  const word = `Zk${Date.now().toString(36)}`;
  const first = ok(await log(officer, { about: 'identified', type: 'hotspot_engagement',
    identified: { given_name: word, family_name: 'Quillfeather', age_about: 14, description: 'Red coat' }, note: 'By the shops' }), 201).body;
  assert.equal(first.person, null);
  assert.equal(first.identified.name, `${word} Quillfeather`);
  const path = `/api/v1/identified/${first.identified.id}`;
  ok(await log(officer, { identified_id: first.identified.id, seen: false, outcomes: ['no_answer'] }), 201);
  const somebody = ok(await coordinator.get(path));
  assert.deepEqual([somebody.body.contacts, somebody.body.person, somebody.body.made.length], [2, null, 2]);
  ok(await neighbour.get(path), 404);
  assert.ok(ok(await coordinator.get('/api/v1/identified?spoke=bristol&limit=200')).body.items.some((i) => i.given_name === word));
  // Known to us? The same look as before a record is made.
  const person = ok(await officer.post('/api/v1/people', { spoke: 'bristol', given_name: word, family_name: 'Quillfeather' }), 201).body;
  const matches = ok(await officer.get(`${path}/matches`)).body.items;
  assert.ok(matches.some((m) => m.person_id === person.id && m.reasons.length > 0), JSON.stringify(matches));
  const theirs = await makePerson(neighbour, 'northsom');
  assert.equal(faultsOf(ok(await officer.post(`${path}/link`, { person_id: theirs.id }, somebody.etag), 422))['/person_id'],
    'Choose a young person known in this spoke');
  const linked = ok(await officer.post(`${path}/link`, { person_id: person.id, note: 'Her tutor said' }, somebody.etag));
  assert.equal(linked.body.person.id, person.id);
  assert.equal((await journeyOf(coordinator, person)).filter((e) => e.kind === 'contact').length, 2);
  ok(await officer.post(`${path}/link`, { person_id: person.id }, linked.etag), 409);
  const undone = ok(await officer.post(`${path}/unlink`, { note: 'Her cousin' }, linked.etag));
  assert.equal(undone.body.person, null);
  assert.equal((await journeyOf(coordinator, person)).filter((e) => e.kind === 'contact').length, 0);
});

test('whoever is written down has a name or a description', async () => {
  assert.ok(faultsOf(ok(await log(officer, { about: 'identified', identified: { age_about: 14 } }), 422))['/identified/given_name']);
  assert.ok(faultsOf(ok(await log(officer, { about: 'identified' }), 422))['/identified/given_name']);
  const made = ok(await log(officer, { about: 'identified', identified: { description: 'Tall, green parka' } }), 201).body;
  assert.equal(made.identified.name, 'Tall, green parka');
});

test('whom the police identified and hold back is theirs until released', async () => {
  const word = `Held${Date.now().toString(36)}`;
  const made = ok(await log(officer, { about: 'identified', identified: { given_name: word }, held: true }), 201);
  const path = `/api/v1/identified/${made.body.identified.id}`;
  ok(await coordinator.get(path), 404);
  ok(await coordinator.post(`${path}/link`, { person_id: made.body.id }, '"1"'), 404);
  assert.ok(!ok(await coordinator.get('/api/v1/identified?spoke=bristol&limit=200')).text.includes(word));
  ok(await sergeant.post(`${made.location}/release`, {}, made.etag));
  assert.equal(ok(await coordinator.get(path)).body.name, word);
});

test('a school input is about a school, how many and which years', async () => {
  const input = { about: 'group', type: 'school_input' };
  assert.deepEqual(Object.keys(faultsOf(ok(await log(officer, input), 422))).sort(), ['/headcount', '/school']);
  const made = ok(await log(officer, { ...input, school: 'Tap School', headcount: 31, year_groups: ['year_8', 'year_9'] }), 201);
  assert.deepEqual([made.body.person, made.body.identified, made.body.headcount, made.body.year_groups], [null, null, 31, ['year_8', 'year_9']]);
  assert.ok(faultsOf(ok(await log(officer, { ...input, school: 'x', headcount: 3, year_groups: ['year_99'] }), 422))['/year_groups']);
  assert.equal(faultsOf(ok(await log(officer, { about: 'group', type: 'home_visit' }), 422))['/person_id'], 'Choose the young person');
  ok(await coordinator.get(made.location));
  ok(await neighbour.get(made.location), 404);
});

test('who else was there, and what is to follow up by when', async () => {
  const person = await makePerson(officer, 'bristol');
  const other = (await officer.get('/api/v1/colleagues?spoke=bristol&permission=contact.release')).body.items[0];
  const body = { person_id: person.id, colleagues: [other.id], follow_up: 'Ring his mother', follow_up_on: day(1) };
  assert.ok(faultsOf(ok(await log(officer, { person_id: person.id, follow_up_on: day(1) }), 422))['/follow_up']);
  assert.ok(faultsOf(ok(await log(officer, { ...body, colleagues: [person.id] }), 422))['/colleagues']);
  const made = ok(await log(officer, body), 201);
  assert.deepEqual(made.body.colleagues.map((c) => c.name), [other.name]);
  // It is a task of the officer's until it is done.
  const tasks = async () => (await officer.get('/api/v1/tasks?limit=200')).body.items.filter((t) => t.id === made.body.id);
  assert.deepEqual((await tasks()).map((t) => [t.kind, t.title]), [['contact_follow_up', 'Ring his mother']]);
  const done = ok(await officer.post(`${made.location}/follow-up`, { done_on: day(0) }, made.etag));
  assert.equal(done.body.follow_up_done_on, day(0));
  assert.equal(done.body.versions, 0, 'doing it corrects nothing');
  assert.deepEqual(await tasks(), []);
  const none = ok(await log(officer, { person_id: person.id }), 201);
  ok(await officer.post(`${none.location}/follow-up`, { done_on: day(0) }, none.etag), 409);
});

test('recorded in error: out of lists, counts and journey, and still on the record', async () => {
  const { person } = await makeCase(coordinator, 'bristol', 'listed');
  const made = ok(await log(officer, { person_id: person.id, note: 'Twice' }), 201);
  assert.equal(faultsOf(ok(await officer.post(`${made.location}/in-error`, {}, made.etag), 422))['/reason'],
    'Select why it was recorded in error');
  ok(await neighbour.post(`${made.location}/in-error`, { reason: 'duplicate' }, made.etag), 404);
  const struck = ok(await officer.post(`${made.location}/in-error`, { reason: 'duplicate', note: 'Sent twice' }, made.etag));
  assert.deepEqual([struck.body.in_error.reason, struck.body.in_error.note, struck.body.may_change], ['duplicate', 'Sent twice', false]);
  assert.deepEqual((await officer.get(`${PATH}?person_id=${person.id}`)).body.items, []);
  assert.equal((await journeyOf(coordinator, person)).filter((e) => e.kind === 'contact').length, 0);
  assert.equal(ok(await coordinator.get(made.location)).body.note, 'Twice');
  ok(await officer.patch(made.location, { note: 'x', reason: 'typing_error' }, struck.etag), 409);
  ok(await officer.post(`${made.location}/in-error`, { reason: 'duplicate' }, struck.etag), 409);
});

test('a contact on the wrong young person moves, and both journeys say so', async () => {
  const [wrong, right] = [await makePerson(officer, 'bristol'), await makePerson(officer, 'bristol')];
  const made = ok(await log(officer, { person_id: wrong.id }), 201);
  assert.ok(faultsOf(ok(await officer.patch(made.location, { person_id: right.id, reason: 'typing_error' }, made.etag), 422))['/reason']);
  ok(await officer.patch(made.location, { person_id: right.id, reason: 'wrong_person' }, made.etag));
  assert.equal((await journeyOf(officer, wrong)).filter((e) => e.kind === 'contact').length, 0);
  assert.equal((await journeyOf(officer, right)).filter((e) => e.kind === 'contact').length, 1);
  const [was] = ok(await officer.get(`${made.location}/versions`)).body.items;
  assert.equal(was.was.person.id, wrong.id);
});

test('the sergeant\'s queue: release, or keep with a reason', async () => {
  const person = await makePerson(officer, 'bristol');
  const made = ok(await log(officer, { person_id: person.id, held: true, happened_at: '2019-05-06T10:00:00Z' }), 201);
  const queue = async (query = '') => ok(await sergeant.get(`${PATH}/held?spoke=bristol&limit=200${query}`)).body.items.map((c) => c.id);
  assert.ok((await queue()).includes(made.body.id));
  for (const who of [officer, coordinator]) ok(await who.get(`${PATH}/held`), 403);
  ok(await officer.post(`${made.location}/keep`, { reason: 'x' }, made.etag), 403);
  assert.ok(faultsOf(ok(await sergeant.post(`${made.location}/keep`, {}, made.etag), 422))['/reason']);
  const kept = ok(await sergeant.post(`${made.location}/keep`, { reason: 'Live enquiry', until: day(9) }, made.etag));
  assert.deepEqual([kept.body.held, kept.body.kept_reason], [true, 'Live enquiry']);
  assert.ok(!(await queue()).includes(made.body.id));
  assert.ok((await queue('&kept=true')).includes(made.body.id));
  // The day comes, and it waits again.
  const again = ok(await sergeant.post(`${made.location}/keep`, { reason: 'Until today', until: day(0) }, kept.etag));
  assert.ok((await queue()).includes(made.body.id));
  ok(await coordinator.get(made.location), 404);
  const released = ok(await sergeant.post(`${made.location}/release`, {}, again.etag));
  ok(await coordinator.get(made.location));
  ok(await sergeant.post(`${made.location}/keep`, { reason: 'x' }, released.etag), 409);
});

test('the team\'s numbers, each the count of its rows', async () => {
  const period = 'spoke=bristol&from=2018-02-01&to=2018-02-28';
  const at = (d) => `2018-02-${d}T10:00:00Z`;
  const measures = ['identified', 'discussed', 'referred', 'engaged', 'seen', 'not_seen', 'inputs'];
  const counts = async (who) => ok(await who.get(`${PATH}/counts?${period}`)).body.counts;
  const before_ = await counts(sergeant);
  const [one, two] = [await makePerson(officer, 'bristol'), await makePerson(officer, 'bristol')];
  ok(await log(officer, { person_id: one.id, happened_at: '2018-01-09T10:00:00Z' }), 201); // identified in January
  ok(await log(officer, { person_id: one.id, happened_at: at('02'), outcomes: ['seen_engaged'] }), 201);
  ok(await log(officer, { person_id: one.id, happened_at: at('03'), outcomes: ['seen_engaged'] }), 201);
  ok(await log(officer, { person_id: two.id, happened_at: at('04'), seen: false, outcomes: ['not_in'] }), 201);
  ok(await log(officer, { about: 'identified', identified: { known_as: 'Counted' }, happened_at: at('05') }), 201);
  const struck = ok(await log(officer, { person_id: two.id, happened_at: at('06'), outcomes: ['seen_engaged'] }), 201);
  ok(await officer.post(`${struck.location}/in-error`, { reason: 'duplicate' }, struck.etag));
  ok(await log(officer, { about: 'group', type: 'school_input', school: 'S', headcount: 12, happened_at: at('07') }), 201);
  ok(await log(officer, { person_id: two.id, held: true, happened_at: at('08'), outcomes: ['seen_engaged'] }), 201);
  const now = await counts(sergeant);
  const more = (all) => measures.map((m) => all[m] - before_[m]);
  assert.deepEqual(more(now), [2, 0, 0, 2, 4, 1, 1]);
  // The coordinator's numbers hold nothing they may not see.
  const hers = await counts(coordinator);
  assert.equal(now.engaged - hers.engaged >= 1, true);
  for (const [who, numbers] of [[sergeant, now], [coordinator, hers]])
    for (const measure of measures) {
      const rows = ok(await who.get(`${PATH}/counted?${period}&measure=${measure}&limit=200`)).body.items;
      assert.equal(rows.length, numbers[measure], measure);
    }
  ok(await coordinator.get(`${PATH}/counts?spoke=northsom`), 404);
  assert.deepEqual(ok(await coordinator.get(`${PATH}/counted?spoke=northsom&measure=seen`)).body.items, []);
  ok(await officer.get(`${PATH}/counts?spoke=bristol`), 403);
  assert.ok(faultsOf(ok(await sergeant.get(`${PATH}/counts?spoke=bristol&from=2018-03-01&to=2018-02-01`), 422))['/to']);
});

test('two records of one young person are counted as one', async () => {
  const counts = async () => ok(await sergeant.get(`${PATH}/counts?spoke=bristol&from=2017-05-01&to=2017-05-31`)).body.counts;
  const was = await counts();
  const [one, two] = [await makePerson(officer, 'bristol'), await makePerson(officer, 'bristol')];
  for (const [who, date] of [[one, '03'], [two, '04']])
    ok(await log(officer, { person_id: who.id, happened_at: `2017-05-${date}T10:00:00Z`, outcomes: ['seen_engaged'] }), 201);
  const more = async () => { const now = await counts(); return ['identified', 'engaged', 'seen'].map((m) => now[m] - was[m]); };
  assert.deepEqual(await more(), [2, 2, 2]);
  ok(await coordinator.post(`/api/v1/people/${one.id}/merge`, { other_id: two.id, reason: 'Same mother' }));
  assert.deepEqual(await more(), [1, 1, 2], 'one young person, two contacts');
  ok(await coordinator.post(`/api/v1/people/${one.id}/unmerge`, { other_id: two.id, reason: 'Cousins' }));
  assert.deepEqual(await more(), [2, 2, 2]);
});

test('discussed and referred are the team\'s', async () => {
  const { person, episode } = await makeCase(coordinator, 'bristol', 'listed');
  const spoke = 'bristol', today = day(0), measure = 'discussed';
  const rows = async (m) => ok(await sergeant.get(`${PATH}/counted?spoke=${spoke}&from=${today}&to=${today}&measure=${m}&limit=200`)).body.items;
  const has = async (m) => (await rows(m)).some((r) => r.person_id === person.id);
  await server.psql(`WITH m AS (INSERT INTO casework.meeting (spoke_id, type, title, starts_at, state)
      SELECT spoke_id, 'operational_panel', 'EIT count', now(), 'planned' FROM casework.episode WHERE id = '${episode.id}' RETURNING id, spoke_id),
    i AS (INSERT INTO casework.agenda_item (spoke_id, meeting_id, person_id, episode_id, kind, position)
      SELECT m.spoke_id, m.id, '${person.id}', '${episode.id}', 'review', 1 FROM m RETURNING *)
    INSERT INTO casework.discussion (spoke_id, meeting_id, agenda_item_id, person_id, episode_id, happened_at)
      SELECT i.spoke_id, i.meeting_id, i.id, i.person_id, i.episode_id, now() FROM i`);
  assert.equal(await has(measure), false, 'without a contact before it, it is not the team\'s');
  ok(await log(officer, { person_id: person.id, happened_at: ago(60) }), 201);
  assert.equal(await has(measure), true);
});
