// Young people over HTTP: known to us first, the record, its names, the caseload.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import { accountsOf } from '../support/api.mjs';
import { expectStatus, makeCase } from '../support/meeting.mjs';
import { useServer } from '../support/server.mjs';

const SPOKE = 'bristol';
let server;
let anna; // coordinator
let ewan; // EIT officer of the same spoke
let nora; // coordinator of another

before(async () => {
  server = await useServer();
  const people = accountsOf(server);
  anna = await people.as('spoke_coordinator', SPOKE);
  ewan = await people.as('eit_officer', SPOKE);
  nora = await people.as('spoke_coordinator', 'northsom');
});
after(() => server?.stop());

// Names that neither look nor sound like one another's.
const PARTS = ['ba', 'ke', 'mi', 'do', 'lu', 'fra', 'gwi', 'zo', 'ty', 'ven', 'shu', 'pli', 'chor', 'nax', 'quir', 'jem'];
const word = () => Array.from({ length: 5 }, () => PARTS[Math.floor(Math.random() * PARTS.length)]).join('');
const title = (text) => text[0].toUpperCase() + text.slice(1);
const unlike = () => ({ given_name: title(word()), family_name: title(word()) });
const birthday = () => new Date(Date.UTC(2007, 0, 1 + Math.floor(Math.random() * 2500))).toISOString().slice(0, 10);

const make = async (client, spoke, more = {}) =>
  expectStatus(await client.post('/api/v1/people', { spoke, ...unlike(), born_on: birthday(), ...more }), 201).body;
const show = async (client, id) => expectStatus(await client.get(`/api/v1/people/${id}`), 200);
const matches = async (client, query) =>
  expectStatus(await client.get(`/api/v1/people/matches?${new URLSearchParams(query)}`), 200).body.items;
const pointers = (answer) => answer.body.errors.map((each) => each.pointer);
const nameOf = ({ given_name, family_name }) => ({ given_name, family_name });

describe('a new record', () => {
  it('is made with what was said of them', async () => {
    const said = unlike();
    const answer = await anna.post('/api/v1/people', {
      spoke: SPOKE, ...said, known_as: 'Zig', born_on: '2009-03-14', born_precision: 'month', sex: 'female',
      safe_to_phone: 'no', contact_safety: 'Not after 8pm', ethnicity: 'w1', communication_needs: ['easy_read'],
      other_names: [{ kind: 'street', given_name: 'Pebble', source: 'school' }] });
    assert.equal(answer.status, 201, answer.text);
    assert.equal(answer.location, `/api/v1/people/${answer.body.id}`);
    const { body, etag } = await show(anna, answer.body.id);
    assert.equal(etag, `"${body.version}"`);
    assert.equal(body.name, `Zig ${said.family_name}`);
    assert.equal(body.born_on, '2009-03-14');
    assert.equal(body.born_precision, 'month');
    assert.equal(body.safe_to_phone, 'no');
    assert.equal(body.safe_to_text, 'not_asked'); // is not no
    assert.deepEqual(body.spokes, [SPOKE]);
    assert.equal(body.detail.ethnicity, 'w1');
    assert.deepEqual(body.names.map((each) => each.kind).sort(), ['known_as', 'legal', 'street']);
    assert.equal(body.names[0].kind, 'legal');
  });

  it('says all that is missing at once', async () => {
    const answer = await anna.post('/api/v1/people', { born_precision: 'exact', sex: 'x y' });
    assert.equal(answer.status, 422);
    assert.deepEqual(pointers(answer).sort(), ['/born_on', '/given_name', '/sex', '/spoke'].sort());
  });

  it('is refused in a spoke that is not the maker\'s', async () => {
    assert.equal((await anna.post('/api/v1/people', { spoke: 'northsom', ...unlike() })).status, 403);
    assert.equal((await anna.post('/api/v1/people', { spoke: 'atlantis', ...unlike() })).status, 422);
  });

  it('cannot be given spokes, a version or a maker', async () => {
    for (const member of ['spoke_ids', 'spokes', 'version', 'created_by', 'display_name', 'id']) {
      const answer = await anna.post('/api/v1/people', { spoke: SPOKE, ...unlike(), [member]: 1 });
      assert.equal(answer.status, 422, member);
      assert.deepEqual(pointers(answer), [`/${member}`]);
    }
  });

  it('comes back the same for the same key', async () => {
    const body = { spoke: SPOKE, ...unlike() };
    const key = { 'Idempotency-Key': `person-${Math.random()}` };
    const first = await anna.post('/api/v1/people', body, undefined, key);
    const second = await anna.post('/api/v1/people', body, undefined, key);
    assert.equal(first.status, 201);
    assert.deepEqual([second.status, second.body.id], [201, first.body.id]);
  });

  it('works as a form without scripts', async () => {
    const said = unlike();
    const answer = await anna.form('/api/v1/people', { spoke: SPOKE, ...said, 'born_on-day': '9', 'born_on-month': '11', 'born_on-year': '2010' });
    assert.equal(answer.status, 303, answer.text);
    const id = answer.location.match(/^\/people\/([0-9a-f-]{36})$/)[1];
    assert.equal((await show(anna, id)).body.born_on, '2010-11-09');
  });
});

describe('a name written down wrongly', () => {
  const at = (one, name) => `/api/v1/people/${one.id}/names/${name.id}`;
  const named = async (one, said) => {
    const made = expectStatus(await anna.post(`/api/v1/people/${one.id}/names`, said), 201).body;
    return made.names.find((each) => each.given_name === said.given_name);
  };

  it('is corrected with the reason, and what it said stays', async () => {
    const one = await make(anna, SPOKE);
    const [legal] = one.names;
    const right = unlike();
    const show = expectStatus(await anna.get(at(one, legal)), 200);
    for (const [body, status] of [[{ ...right }, 422], [{ given_name: null, family_name: null, reason: 'typing_error' }, 422],
      [{ ...right, reason: 'no_such' }, 422], [{ ...right, valid_to: '2031-01-01', reason: 'typing_error' }, 422]])
      assert.equal((await anna.patch(at(one, legal), body, show.etag)).status, status, JSON.stringify(body));
    assert.equal((await anna.patch(at(one, legal), { ...right, reason: 'typing_error' }, '"99"')).status, 412);
    const mended = expectStatus(await anna.patch(at(one, legal), { ...right, reason: 'typing_error' }, show.etag), 200).body;
    assert.deepEqual(nameOf(mended), right);
    assert.equal(mended.amendments.length, 1);
    assert.equal(mended.amendments[0].reason, 'typing_error');
    assert.deepEqual(nameOf(mended.amendments[0].before), nameOf(legal));
    const person = expectStatus(await anna.get(`/api/v1/people/${one.id}`), 200).body;
    assert.equal(person.name, `${right.given_name} ${right.family_name}`);
    assert.deepEqual(await matches(anna, { ...nameOf(legal) }), []);
    assert.equal((await matches(anna, right))[0].person_id, one.id);
    const changes = expectStatus(await anna.get(`/api/v1/people/${one.id}/amendments`), 200).body.items;
    assert.deepEqual([changes[0].topic, changes[0].name_id], ['name', legal.id]);
  });

  it('is struck: nobody is found by it, and the record keeps it', async () => {
    const one = await make(anna, SPOKE);
    const alias = await named(one, { kind: 'alias', ...unlike() });
    const strike = async (name, body = { reason: 'wrong_person' }, client = anna) =>
      client.post(`${at(one, name)}/in-error`, body, (await anna.get(at(one, name))).etag);
    assert.equal((await strike(alias, {})).status, 422);
    assert.equal((await strike(alias, undefined, nora)).status, 404);
    const struck = expectStatus(await strike(alias), 200).body;
    assert.equal(struck.in_error_reason, 'wrong_person');
    assert.equal(struck.amendments[0].before.given_name, alias.given_name);
    assert.equal((await strike(alias)).status, 409);
    assert.equal((await strike(one.names[0])).status, 409); // the only one left
    const person = expectStatus(await anna.get(`/api/v1/people/${one.id}`), 200).body;
    assert.deepEqual(person.names.map((each) => each.id), [one.names[0].id]);
    assert.deepEqual(await matches(anna, nameOf(alias)), []);
  });
});

describe('known to us?', () => {
  it('tells who may be the same, and why', async () => {
    const one = await make(anna, SPOKE, { born_on: '2010-04-06' });
    const [legal] = one.names;
    const [found] = await matches(anna, { ...nameOf(legal), born_on: '2010-04-06' });
    assert.equal(found.person_id, one.id);
    assert.deepEqual(found.reasons, ['same_name', 'same_dob']);
    assert.equal(found.score, 100);
    assert.deepEqual(found.spokes, [SPOKE]);
    const [swapped] = await matches(ewan, { ...nameOf(legal), born_on: '2010-06-04' });
    assert.deepEqual(swapped.reasons, ['same_name', 'day_month_swapped']);
  });

  it('stops a second record until the first was looked at', async () => {
    const born_on = birthday();
    const one = await make(anna, SPOKE, { born_on });
    const query = { ...nameOf(one.names[0]), born_on };
    const sure = async (more) => (await matches(anna, { ...query, ...more })).filter((each) => each.score >= 80).map((each) => each.person_id);
    const refused = await ewan.post('/api/v1/people', { spoke: SPOKE, ...query });
    assert.equal(refused.status, 409);
    assert.match(refused.body.detail, /known to you/);
    const made = await ewan.post('/api/v1/people', { spoke: SPOKE, ...query, not_same_as: [one.id], not_same_reason: 'Twins' });
    assert.equal(made.status, 201, made.text);
    // Remembered: neither is offered beside the other again.
    assert.deepEqual((await sure({})).sort(), [one.id, made.body.id].sort());
    assert.deepEqual(await sure({ person_id: one.id }), []);
    assert.deepEqual(await sure({ person_id: made.body.id }), []);
  });

  it('stops somebody whose number is known, whatever the name', async () => {
    const number = `N${Math.floor(Math.random() * 1e9)}`;
    const said = { spoke: SPOKE, born_on: birthday(), identifier_kind: 'niche_reference', identifier: number };
    const one = expectStatus(await anna.post('/api/v1/people', { ...said, ...unlike() }), 201).body;
    const { topics } = expectStatus(await anna.get(`/api/v1/people/${one.id}/facts`), 200).body;
    assert.deepEqual(topics.identifier.map((each) => [each.code, each.value]), [['niche_reference', number]]);
    const other = { ...said, ...unlike(), born_on: birthday(), identifier: number.toLowerCase() };
    const [found] = await matches(ewan, { ...nameOf(other), identifier: other.identifier });
    assert.deepEqual([found.person_id, found.reasons[0]], [one.id, 'same_niche_reference']);
    assert.equal((await ewan.post('/api/v1/people', other)).status, 409);
    const made = expectStatus(await ewan.post('/api/v1/people', { ...other, not_same_as: [one.id], not_same_reason: 'Typed from the wrong file' }), 201);
    assert.ok(made.body.id);
    for (const [wrong, pointer] of [[{ identifier: number }, '/identifier_kind'], [{ identifier_kind: 'upn' }, '/identifier']]) {
      const answer = await anna.post('/api/v1/people', { spoke: SPOKE, ...unlike(), ...wrong, not_same_as: [one.id, made.body.id] });
      assert.deepEqual([answer.status, pointers(answer)], [422, [pointer]], JSON.stringify(wrong));
    }
  });

  it('keeps a number that cannot be right, with the doubt', async () => {
    const one = await make(anna, SPOKE, { identifier_kind: 'nhs_number', identifier: '943 476 5918' });
    const { topics } = expectStatus(await anna.get(`/api/v1/people/${one.id}/facts`), 200).body;
    assert.equal(topics.identifier[0].warnings[0].code, 'doubtful');
  });

  it('tells of another spoke only that it may be asked, and only near certainty', async () => {
    const born_on = birthday();
    const far = await make(nora, 'northsom', { born_on });
    const legal = far.names[0];
    const told = await matches(anna, { ...nameOf(legal), born_on });
    assert.ok(!told.some((each) => each.person_id === far.id));
    const asked = told.filter((each) => each.ask_spoke);
    assert.deepEqual(asked.map((each) => each.ask_spoke), ['North Somerset']);
    const { ask_spoke, ...rest } = asked[0];
    assert.deepEqual(Object.values(rest).filter((value) => value !== null), []);
    for (const weaker of [nameOf(legal), { ...nameOf(legal), born_on: '2001-01-01' },
      { given_name: legal.given_name, family_name: word(), born_on },
      { given_name: word(), family_name: legal.family_name, born_on }]) {
      const query = Object.fromEntries(Object.entries(weaker).filter(([, value]) => value));
      assert.deepEqual((await matches(anna, query)).filter((each) => each.ask_spoke), [], JSON.stringify(query));
    }
    // And it stops nobody: that spoke decides whether they are the same.
    assert.equal((await anna.post('/api/v1/people', { spoke: SPOKE, ...nameOf(legal), born_on })).status, 201);
  });

  it('names every spoke that must be asked', async () => {
    const born_on = birthday();
    const far = await make(nora, 'northsom', { born_on });
    await server.psql(`INSERT INTO casework.person_spoke (person_id, spoke_id)
      SELECT '${far.id}', id FROM reference.spoke WHERE code IN ('somerset', 'bathnes')`);
    const asked = await matches(anna, { ...nameOf(far.names[0]), born_on });
    assert.deepEqual(asked.map((each) => each.ask_spoke).filter(Boolean).sort(),
      ['Bath and North East Somerset', 'North Somerset', 'Somerset']);
  });

  it('needs a name to look for', async () => {
    const answer = await anna.get('/api/v1/people/matches?born_on=2010-01-01');
    assert.equal(answer.status, 422);
    assert.deepEqual(pointers(answer), ['/given_name']);
  });

  it('remembers that two records are two people', async () => {
    const [one, other] = [await make(anna, SPOKE), await make(anna, SPOKE)];
    const far = await make(nora, 'northsom');
    const path = `/api/v1/people/${one.id}/distinct`;
    for (let times = 0; times < 2; times++)
      assert.equal((await anna.post(path, { other_id: other.id, reason: 'Another school' })).status, 200);
    for (const unseen of [far.id, '00000000-0000-4000-8000-000000000000', one.id])
      assert.deepEqual(pointers(await anna.post(path, { other_id: unseen, reason: 'x' })), ['/other_id']);
    assert.equal((await anna.post(`/api/v1/people/${far.id}/distinct`, { other_id: one.id, reason: 'x' })).status, 404);
  });
});

describe('the record', () => {
  it('changes what is sent and nothing else', async () => {
    const one = await make(anna, SPOKE, { phone: '07700 900123', contact_safety: 'Mum only' });
    const answer = await anna.patch(`/api/v1/people/${one.id}`,
      { trauma_guidance: 'Offer a drink', sen_status: 'sen_support' }, `"${one.version}"`);
    assert.equal(answer.status, 200, answer.text);
    assert.equal(answer.body.phone, '07700 900123');
    assert.equal(answer.body.contact_safety, 'Mum only');
    assert.equal(answer.body.trauma_guidance, 'Offer a drink');
    assert.equal(answer.body.detail.sen_status, 'sen_support');
    const emptied = await anna.patch(`/api/v1/people/${one.id}`, { phone: null }, answer.etag);
    assert.equal(emptied.body.phone, null);
    assert.equal(emptied.body.detail.sen_status, 'sen_support');
  });

  it('tells yours and theirs apart', async () => {
    const one = await make(anna, SPOKE);
    const path = `/api/v1/people/${one.id}`;
    assert.equal((await anna.patch(path, { phone: '1' })).status, 428);
    assert.equal((await ewan.patch(path, { phone: '2' }, `"${one.version}"`)).status, 200);
    const stale = await anna.patch(path, { phone: '3' }, `"${one.version}"`);
    assert.equal(stale.status, 412);
    assert.equal(stale.body.current.phone, '2');
    assert.equal((await show(anna, one.id)).body.phone, '2');
  });

  it('keeps a birthday and its exactness together', async () => {
    const one = await make(anna, SPOKE, { born_on: '2010-05-01' });
    const path = `/api/v1/people/${one.id}`;
    const year = await anna.patch(path, { born_precision: 'year' }, `"${one.version}"`);
    assert.deepEqual([year.body.born_on, year.body.born_precision], ['2010-05-01', 'year']);
    const unknown = await anna.patch(path, { born_precision: 'unknown' }, year.etag);
    assert.deepEqual([unknown.body.born_on, unknown.body.born_precision, unknown.body.age], [null, 'unknown', null]);
    const known = await anna.patch(path, { born_on: '2011-01-02' }, unknown.etag);
    assert.deepEqual([known.body.born_on, known.body.born_precision], ['2011-01-02', 'exact']);
    assert.deepEqual(pointers(await anna.patch(path, { died_on: '2010-01-01' }, known.etag)), ['/born_on']);
    assert.equal((await anna.patch(path, { died_on: '2026-01-01' }, known.etag)).body.died_on, '2026-01-01');
  });

  it('takes as much of a birthday as is known, and says how much that is', async () => {
    const one = await make(anna, SPOKE, { born_on: '2010-05' });
    assert.deepEqual([one.born_on, one.born_precision], ['2010-05-01', 'month']);
    const path = `/api/v1/people/${one.id}`;
    const year = await anna.patch(path, { born_on: '2011' }, `"${one.version}"`);
    assert.deepEqual([year.body.born_on, year.body.born_precision], ['2011-01-01', 'year']);
    const guess = await anna.patch(path, { born_on: '2012', born_precision: 'estimated' }, year.etag);
    assert.deepEqual([guess.body.born_on, guess.body.born_precision], ['2012-01-01', 'estimated']);
    const without = await anna.patch(path, { born_on: null, born_precision: 'estimated' }, guess.etag);
    assert.deepEqual(without.body.errors.map((each) => each.detail),
      ['Enter the year of birth, even roughly, or leave out how exact it is']);
    const none = await anna.patch(path, { born_on: null }, guess.etag);
    assert.deepEqual([none.body.born_on, none.body.born_precision], [null, 'unknown']);
  });

  it('holds text about violence as it was written', async () => {
    const text = '<script>alert("knife")</script> \'); DROP TABLE person;--\nÆ 🔪 \\ %s {{x}}';
    const one = await make(anna, SPOKE, { contact_safety: text });
    assert.equal((await show(anna, one.id)).body.contact_safety, text);
  });

  it('is nothing to another spoke', async () => {
    const one = await make(anna, SPOKE);
    const nobody = '00000000-0000-4000-8000-000000000000';
    for (const path of ['', '/journey']) {
      const hidden = await nora.get(`/api/v1/people/${one.id}${path}`);
      const missing = await nora.get(`/api/v1/people/${nobody}${path}`);
      assert.deepEqual([hidden.status, hidden.body.title, hidden.body.detail],
        [missing.status, missing.body.title, missing.body.detail]);
      assert.equal(hidden.status, 404);
    }
    assert.equal((await nora.patch(`/api/v1/people/${one.id}`, { phone: '1' }, '"1"')).status, 404);
    assert.equal((await nora.post(`/api/v1/people/${one.id}/names`, { kind: 'alias', given_name: 'X' })).status, 404);
    const listed = await nora.get(`/api/v1/people?spoke=${SPOKE}`);
    assert.deepEqual([listed.status, listed.body.items], [200, []]);
    const found = (await nora.get(`/api/v1/search?q=${one.names[0].family_name}`)).body.items;
    assert.ok(!found.some((each) => each.id === one.id));
  });

  it('shows what has changed around it, whatever the reader holds', async () => {
    const { person, episode } = await makeCase(anna, SPOKE);
    const before_ = await show(anna, person.id);
    expectStatus(await anna.post(`/api/v1/episodes/${episode.id}/risk-assessments`,
      { risk_to: 'high', risk_from: 'low', practitioner_level: 'high', rationale: 'A fight.' }), 201);
    const now = await anna.get(`/api/v1/people/${person.id}`, { 'If-None-Match': before_.etag });
    assert.equal(now.status, 200);
    assert.equal(now.body.episodes[0].risk_level, 'high');
  });
});

describe('names', () => {
  it('are added and ended, and stay in the record', async () => {
    const one = await make(anna, SPOKE);
    const path = `/api/v1/people/${one.id}/names`;
    const added = await ewan.post(path, { kind: 'street', given_name: 'Pebble', source: 'brother', valid_from: '2025-01-01' });
    assert.equal(added.status, 201, added.text);
    const pebble = added.body.names.find((each) => each.given_name === 'Pebble');
    const ended = await anna.post(`${path}/${pebble.id}/end`);
    assert.equal(ended.status, 200, ended.text);
    const kept = ended.body.names.find((each) => each.id === pebble.id);
    assert.match(kept.valid_to, /^\d{4}-\d{2}-\d{2}$/);
    assert.equal(kept.source, 'brother');
    assert.equal((await anna.post(`${path}/${pebble.id}/end`)).status, 200); // as it is already
  });

  it('leave one that counts', async () => {
    const one = await make(anna, SPOKE);
    const answer = await anna.post(`/api/v1/people/${one.id}/names/${one.names[0].id}/end`);
    assert.equal(answer.status, 409);
    assert.match(answer.body.detail, /only name/);
  });

  it('follow a new legal name', async () => {
    const one = await make(anna, SPOKE);
    const answer = await anna.post(`/api/v1/people/${one.id}/names`,
      { kind: 'legal', given_name: 'Nova', family_name: 'Quist', source: 'deed poll' });
    assert.equal(answer.status, 201, answer.text);
    assert.equal(answer.body.name, 'Nova Quist');
    assert.equal(answer.body.names.filter((each) => each.kind === 'legal' && !each.valid_to).length, 1);
    assert.ok(answer.body.names.find((each) => each.id === one.names[0].id).valid_to);
  });

  it('of others cannot be ended through one\'s own', async () => {
    const [one, far] = [await make(anna, SPOKE), await make(nora, 'northsom')];
    assert.equal((await anna.post(`/api/v1/people/${one.id}/names/${far.names[0].id}/end`)).status, 404);
    assert.equal((await anna.post(`/api/v1/people/${far.id}/names/${far.names[0].id}/end`)).status, 404);
    assert.equal((await show(nora, far.id)).body.names[0].valid_to, null);
  });
});

describe('the caseload', () => {
  const all = async (client, query) => {
    const items = [];
    let cursor = null;
    do {
      const answer = await client.get(`/api/v1/people?${query}&limit=7${cursor ? `&cursor=${cursor}` : ''}`);
      assert.equal(answer.status, 200, answer.text);
      items.push(...answer.body.items);
      cursor = answer.body.next;
      assert.equal(Boolean(answer.headers.get('link')), Boolean(cursor));
    } while (cursor);
    return items;
  };
  const RANK = { low: 1, medium: 2, high: 3, very_high: 4 };
  const keys = {
    name: (item) => item.name.toLowerCase(),
    risk: (item) => -(RANK[item.episode.risk_level] ?? 0),
    review: (item) => item.episode.next_review_on ?? '9',
    contact: (item) => item.last_contact_on ?? '0',
  };

  it('shows risk, last contact, next review and lead', async () => {
    const { person } = await makeCase(anna, SPOKE, 'listed', 'high');
    const [item] = (await all(anna, `spoke=${SPOKE}`)).filter((each) => each.id === person.id);
    assert.equal(item.episode.risk_level, 'high');
    assert.equal(item.episode.overdue, false);
    assert.equal(item.episode.spoke, SPOKE);
    assert.deepEqual([item.last_contact_on, item.days_since_contact], [null, null]);
  });

  it('comes whole in every order, a page at a time', async () => {
    const [first] = await all(anna, `spoke=${SPOKE}`);
    assert.ok(first);
    const count = new Set((await all(anna, `spoke=${SPOKE}`)).map((item) => item.episode.id)).size;
    for (const [sort, key] of Object.entries(keys))
      for (const sign of ['', '-']) {
        const items = await all(anna, `spoke=${SPOKE}&sort=${sign}${sort}`);
        assert.equal(items.length, count, sign + sort);
        assert.equal(new Set(items.map((item) => item.episode.id)).size, count, sign + sort);
        const values = items.map(key);
        for (let i = 1; i < values.length; i++)
          assert.ok(sign ? values[i - 1] >= values[i] : values[i - 1] <= values[i], `${sign}${sort} ${values[i - 1]} ${values[i]}`);
      }
  });

  it('is filtered by risk, state and who leads', async () => {
    await makeCase(anna, SPOKE, 'active_monitoring', 'very_high');
    for (const item of await all(anna, `spoke=${SPOKE}&risk=very_high`)) assert.equal(item.episode.risk_level, 'very_high');
    for (const item of await all(anna, `spoke=${SPOKE}&state=active_monitoring`)) assert.equal(item.episode.state, 'active_monitoring');
    for (const item of await all(anna, 'state=closed&sort=name')) assert.equal(item.episode.state, 'closed');
    const me = (await anna.get('/api/v1/session')).body.user.name;
    for (const item of await all(anna, 'mine=true')) assert.equal(item.lead, me);
    assert.equal((await anna.get('/api/v1/people?sort=phone')).status, 422);
  });

  it('takes no cursor of another list', async () => {
    const { body } = await anna.get('/api/v1/people?limit=1');
    assert.equal((await anna.get(`/api/v1/people?limit=1&sort=name&cursor=${body.next}`)).status, 400);
  });

  it('is written down: who looked, at whom', async () => {
    const { person } = await makeCase(anna, SPOKE);
    await show(anna, person.id);
    await anna.get('/api/v1/people?limit=3');
    await anna.get(`/api/v1/people/matches?family_name=${word()}`);
    const log = JSON.parse(await server.psql(`SELECT json_agg(operation) FROM (
      SELECT operation FROM audit.access_log ORDER BY id DESC LIMIT 40) l`));
    for (const operation of ['person.show', 'person.list', 'person.matches'])
      assert.ok(log.includes(operation), operation);
    assert.ok(Number(await server.psql(`SELECT count(*) FROM audit.access_log
      WHERE person_id = '${person.id}' AND action = 'view'`)) > 0);
  });
});
