// Two records of one young person over HTTP: found, compared, made one and
// parted; and what one coordinator alone may not do.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { accountsOf, inventedName } from '../support/api.mjs';
import { expectStatus } from '../support/meeting.mjs';
import { useServer } from '../support/server.mjs';

const SPOKE = 'bristol';
let server;
let anna;
let petra;
let nora;

before(async () => {
  server = await useServer();
  const people = accountsOf(server);
  anna = await people.as('spoke_coordinator', SPOKE);
  petra = await people.as('project_officer', SPOKE);
  nora = await people.as('spoke_coordinator', 'northsom');
});
after(() => server?.stop());

const pathOf = (person, rest = '') => `/api/v1/people/${person.id}${rest}`;
const show = async (person, client = anna) => expectStatus(await client.get(pathOf(person)), 200).body;
const merge = (survivor, other, client = anna) => client.post(pathOf(survivor, '/merge'),
  { other_id: other.id, reason: 'Same mother, same school' });
const part = (survivor, other, client = anna) => client.post(pathOf(survivor, '/unmerge'),
  { other_id: other.id, reason: 'They are cousins' });
const make = async (client, spoke, fields) =>
  expectStatus(await client.post('/api/v1/people', { spoke, born_precision: 'exact', born_on: '2010-05-04', ...fields }), 201).body;
const write = async (person, client = anna, spoke = SPOKE) => {
  const episode = expectStatus(await client.post('/api/v1/episodes', { spoke, person_id: person.id, state: 'listed' }), 201).body;
  expectStatus(await client.post(`/api/v1/episodes/${episode.id}/notes`, { kind: 'general', text: `Of ${person.name}` }), 201);
  return episode;
};

// Two records of one human being, the second found by a slip of the keyboard.
async function pair(client = anna, spoke = SPOKE) {
  const name = inventedName();
  const one = await make(client, spoke, name);
  const two = await make(client, spoke, { ...name, given_name: `${name.given_name}s`, born_on: '2010-04-05' });
  return { one, two };
}

describe('duplicates', () => {
  it('are candidates with their reasons, until somebody says they are not, and again when it is taken back', async () => {
    const { one, two } = await pair();
    const list = async () => expectStatus(await anna.get(pathOf(one, '/duplicates')), 200).body;
    const found = (await list()).candidates.find(({ id }) => id === two.id);
    assert.ok(found, 'the other record');
    assert.ok(found.reasons.includes('day_month_swapped'), found.reasons.join());
    expectStatus(await anna.post(pathOf(one, '/distinct'), { other_id: two.id, reason: 'Cousins' }), 200);
    let now = await list();
    assert.ok(!now.candidates.some(({ id }) => id === two.id));
    assert.deepEqual(now.distinct.map(({ id, reason }) => [id, reason]), [[two.id, 'Cousins']]);
    assert.equal((await anna.get(pathOf(two, '/duplicates'))).body.distinct[0].id, one.id);
    assert.equal((await merge(one, two)).status, 409);
    now = expectStatus(await anna.post(pathOf(one, '/distinct/undo'), { other_id: two.id }), 200).body;
    assert.deepEqual(now.distinct, []);
    assert.ok(now.candidates.some(({ id }) => id === two.id));
    assert.equal((await anna.post(pathOf(one, '/distinct/undo'), { other_id: two.id })).status, 404);
    const log = await server.psql(`SELECT count(*) FROM audit.access_log WHERE record_kind = 'person_distinct' AND person_id = '${two.id}'`);
    assert.equal(log.trim(), '2', 'said and taken back');
  });

  it('are whoever has the same identifier, first, and another spoke is only to be asked', async () => {
    const value = `5100/${String(Date.now()).slice(-9)}/26`;
    const add = async (person, said, client = anna) => expectStatus(
      await client.post(pathOf(person, '/identifiers'), { code: 'niche_reference', value: said }), 201).body;
    const { one, two } = await pair();
    const other = await make(anna, SPOKE, { ...inventedName(), born_on: '2003-01-29' });
    const theirs = await make(nora, 'northsom', { ...inventedName(), born_on: '2001-12-01' });
    assert.deepEqual((await add(one, value)).warnings, []);
    const again = await add(other, value.replaceAll('/', ' '));
    assert.deepEqual(again.warnings.map(({ pointer, code }) => [pointer, code]), [['/value', 'also_held']]);
    assert.match(again.warnings[0].detail, /Niche reference/);
    assert.ok(!JSON.stringify(again.warnings).includes(one.name), 'never whose');
    assert.deepEqual((await add(theirs, value, nora)).warnings, []);
    const { candidates, ask } = expectStatus(await anna.get(pathOf(one, '/duplicates')), 200).body;
    assert.deepEqual(candidates.map(({ id }) => id), [other.id, two.id]);
    assert.equal(candidates[0].reasons[0], 'same_niche_reference');
    assert.deepEqual(ask, ['North Somerset']);
    const known = async (client, query) => expectStatus(await client.get(`/api/v1/people/matches?${new URLSearchParams(query)}`), 200).body.items;
    const told = await known(anna, { identifier: value.replaceAll('/', '') });
    assert.deepEqual(told.map(({ person_id }) => person_id).sort(), [one.id, other.id, null].sort());
    assert.deepEqual(told.filter((each) => !each.person_id).map(({ ask_spoke, name, reasons }) => [ask_spoke, name, reasons]),
      [['North Somerset', null, null]]);
    assert.deepEqual((await known(nora, { given_name: 'Nobody', person_id: one.id })).filter(({ person_id }) => person_id === theirs.id), []);
    const none = await anna.get('/api/v1/people/matches');
    assert.equal(none.status, 422, none.text);
    // Struck, it counts no more.
    expectStatus(await anna.post(`${pathOf(other)}/facts/${again.id}/in-error`, { reason: 'wrong_person' }, `"${again.version}"`), 200);
    assert.deepEqual((await anna.get(pathOf(one, '/duplicates'))).body.candidates.map(({ id }) => id), [two.id]);
  });

  it('find a year or a month typed one off', async () => {
    const name = inventedName();
    const one = await make(anna, SPOKE, name);
    const two = await make(anna, SPOKE, { ...name, born_on: '2011-05-04', not_same_as: [one.id], not_same_reason: 'x' });
    expectStatus(await anna.post(pathOf(one, '/distinct/undo'), { other_id: two.id }), 200);
    const { candidates } = (await anna.get(pathOf(one, '/duplicates'))).body;
    assert.ok(candidates.find(({ id }) => id === two.id)?.reasons.includes('near_dob'));
  });

  it('of another spoke are only somebody to ask about', async () => {
    const name = inventedName();
    const one = await make(anna, SPOKE, name);
    const theirs = await make(nora, 'northsom', name);
    const answer = await anna.get(pathOf(one, '/duplicates'));
    assert.deepEqual(answer.body.ask, ['North Somerset']);
    assert.ok(!answer.text.includes(theirs.id));
    assert.equal((await anna.get(pathOf(one, `/compare/${theirs.id}`))).status, 404);
    assert.equal((await merge(one, theirs)).status, 404);
    assert.equal((await anna.get(pathOf(theirs, '/duplicates'))).status, 404);
  });
});

describe('merging', () => {
  it('takes both together, answers the old id with the survivor, and is undone exactly', async () => {
    const { one, two } = await pair();
    const first = await write(one);
    const second = await write(two);
    const side = expectStatus(await anna.get(pathOf(one, `/compare/${two.id}`)), 200).body;
    assert.equal(side.hindered, null);
    assert.equal(side.may, true);
    assert.deepEqual([side.survivor.notes, side.merged.notes], [1, 1]);
    const before = { one: await show(one), two: await show(two) };

    expectStatus(await merge(one, two), 200);
    const now = await show(one);
    assert.deepEqual(now.episodes.map(({ id }) => id).sort(), [first.id, second.id].sort());
    assert.deepEqual(now.merged_from.map(({ id, reason }) => [id, reason]), [[two.id, 'Same mother, same school']]);
    const old = await show(two);
    assert.equal(old.id, one.id);
    assert.equal(old.merged_into, one.id);
    for (const id of [one.id, two.id]) {
      const journey = (await anna.get(`/api/v1/people/${id}/journey`)).body;
      assert.equal(journey.person.id, one.id);
      assert.deepEqual(journey.events.filter(({ kind }) => kind === 'note').map(({ summary }) => summary).sort(),
        [`Of ${one.name}`, `Of ${two.name}`].sort());
    }
    const hits = (await anna.get(`/api/v1/search?q=${encodeURIComponent(two.names.find((n) => n.kind === 'legal').given_name)}`)).body.items;
    assert.ok(hits.some(({ id }) => id === one.id));
    assert.ok(!hits.some(({ id }) => id === two.id));
    assert.ok(!(await anna.get(pathOf(one, '/duplicates'))).body.candidates.some(({ id }) => id === two.id));

    expectStatus(await part(one, two), 200);
    const plain = ({ version, updated_at, ...rest }) => rest;
    assert.deepEqual(plain(await show(one)), plain(before.one));
    assert.deepEqual(plain(await show(two)), plain(before.two));
    assert.deepEqual((await anna.get(`/api/v1/people/${one.id}/journey?kind=note`)).body.events.map(({ summary }) => summary), [`Of ${one.name}`]);
  });

  it('shows what was said of either: associations, who was linked to a delivery, letters', async () => {
    const { one, two } = await pair();
    const other = await make(anna, SPOKE, inventedName());
    expectStatus(await anna.post('/api/v1/associations', { person_id: two.id, other_id: other.id, kind: 'conflict', certainty: 'confirmed',
      basis: 'seen', source: 'School', known_on: new Date(Date.now() - 864e5).toISOString().slice(0, 10) }), 201);
    const linked = await server.psql(`INSERT INTO casework.delivery_person (delivery_id, spoke_id, person_id, age_band)
      SELECT d.id, d.spoke_id, '${two.id}', 'not_known' FROM casework.delivery d
       WHERE d.spoke_id = reference.spoke_id('${SPOKE}') AND d.under_18 > 5 AND d.in_error_at IS NULL LIMIT 1 RETURNING delivery_id`);
    const delivery = linked.trim().split('\n')[0];
    const of = async (person) => expectStatus(await anna.get(`/api/v1/associations?person_id=${person.id}`), 200).body.items;
    const rivals = async (id) => server.psql(`SELECT '${other.id}' = ANY (casework.rivals_of('${id}'))`);
    assert.deepEqual((await of(one)).length, 0);
    assert.equal((await rivals(one.id)).trim(), 'f');
    expectStatus(await merge(one, two), 200);
    for (const who of [one, two])
      assert.deepEqual((await of(who)).map((each) => [each.person.id, each.other.id]), [[one.id, other.id]]);
    assert.deepEqual((await of(other)).map((each) => [each.other.id, each.other.name]), [[one.id, one.name]]);
    assert.equal((await rivals(one.id)).trim(), 't');
    const { people } = expectStatus(await anna.get(`/api/v1/deliveries/${delivery}`), 200).body;
    assert.ok(people.some((each) => each.person.id === one.id && each.person.name === one.name));
    assert.ok(!people.some((each) => each.person.id === two.id));
    expectStatus(await part(one, two), 200);
    assert.equal((await of(one)).length, 0);
    assert.equal((await of(two)).length, 1);
  });

  it('tells a journey it knows apart from the one before and after', async () => {
    const { one, two } = await pair();
    const tag = async () => (await anna.get(`/api/v1/people/${one.id}/journey`)).etag;
    const tags = [await tag()];
    expectStatus(await merge(one, two), 200);
    tags.push(await tag());
    await write(two);
    tags.push(await tag());
    expectStatus(await part(one, two), 200);
    tags.push(await tag());
    assert.equal(new Set(tags).size, 4, tags.join('\n'));
  });

  it('leaves decided referrals as they are', async () => {
    const { one, two } = await pair();
    const referral = await server.psql(`WITH r AS (SELECT id FROM casework.referral WHERE state = 'declined' LIMIT 1) SELECT id FROM r`);
    assert.match(referral.trim(), /^[0-9a-f-]{36}$/);
    const count = async () => (await server.psql(`SELECT md5(string_agg(r::text, '' ORDER BY id)) FROM casework.referral r WHERE decided_at IS NOT NULL`)).trim();
    const was = await count();
    expectStatus(await merge(one, two), 200);
    assert.equal(await count(), was);
    expectStatus(await part(one, two), 200);
  });

  it('keeps to one open episode a spoke, to one change at the survivor, and to one level', async () => {
    const { one, two } = await pair();
    await write(two);
    expectStatus(await merge(one, two), 200);
    assert.equal((await anna.post('/api/v1/episodes', { spoke: SPOKE, person_id: one.id })).status, 409);
    const version = await server.psql(`SELECT version FROM casework.person WHERE id = '${two.id}'`);
    assert.equal((await anna.patch(pathOf(two), { phone: '0117 000000' }, `"${version.trim()}"`)).status, 409);
    const third = await make(anna, SPOKE, inventedName());
    assert.equal((await merge(third, two)).status, 409, 'merged already');
    assert.equal((await merge(third, one)).status, 409, 'holds another');
    expectStatus(await merge(one, third), 200);
    assert.equal((await merge(one, one)).status, 404);
    assert.equal((await show(one)).merged_from.length, 2);
  });

  it('is the coordinator\'s, and asks for a reason', async () => {
    const { one, two } = await pair();
    assert.equal((await merge(one, two, petra)).status, 403);
    const bare = await anna.post(pathOf(one, '/merge'), { other_id: two.id });
    assert.deepEqual(bare.body.errors.map(({ pointer }) => pointer), ['/reason']);
    expectStatus(await merge(one, two), 200);
    assert.equal((await part(one, two, petra)).status, 403);
    assert.equal((await part(one, two, nora)).status, 404);
    assert.equal((await merge(one, two)).status, 409);
    expectStatus(await part(one, two), 200);
    assert.equal((await part(one, two)).status, 404);
  });

  it('asks the coordinator of every spoke that knows either', async () => {
    const { one, two } = await pair();
    await server.psql(`INSERT INTO casework.person_spoke (person_id, spoke_id) VALUES ('${two.id}', reference.spoke_id('northsom'))`);
    const side = (await anna.get(pathOf(one, `/compare/${two.id}`))).body;
    assert.match(side.hindered, /^North Somerset also know this young person: ask/);
    const answer = await merge(one, two);
    assert.equal(answer.status, 409);
    assert.match(answer.body.detail, /North Somerset/);
  });
});
