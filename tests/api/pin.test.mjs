// Young people at hand: pinned, opened last, and never one whom the reader may
// no longer see.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { accountsOf } from '../support/api.mjs';
import { dateIn, makeCase } from '../support/meeting.mjs';
import { useServer } from '../support/server.mjs';

let server, anna, petra, nora;

before(async () => {
  server = await useServer();
  const people = accountsOf(server);
  anna = await people.as('spoke_coordinator', 'bristol');
  petra = await people.as('project_officer', 'bristol');
  nora = await people.as('spoke_coordinator', 'northsom');
});
after(() => server?.stop());

const ok = (answer, status = 200) => {
  assert.equal(answer.status, status, answer.text);
  return answer.body;
};
const pins = async (who) => ok(await who.get('/api/v1/pins')).items;
const find = async (who, { id }) => (await pins(who)).find((each) => each.id === id);
const open = async (who, { id }) => ok(await who.get(`/api/v1/people/${id}`));
const fresh = async (...more) => (await makeCase(anna, 'bristol', ...more)).person;

test('who is opened is at hand, newest first; who is pinned stays above them', async () => {
  const [one, two] = [await fresh(), await fresh('active_monitoring', 'high')];
  await open(petra, one);
  await open(petra, two);
  const recent = (await pins(petra)).filter((each) => !each.pinned).slice(0, 2);
  assert.deepEqual(recent.map((each) => each.name), [two.name, one.name]);
  assert.equal(recent[0].episode.risk_level, 'high');

  assert.deepEqual(ok(await petra.put(`/api/v1/pins/${one.id}`)), { person_id: one.id, pinned: true });
  assert.deepEqual(ok(await petra.put(`/api/v1/pins/${one.id}`)), { person_id: one.id, pinned: true }, 'twice is once');
  assert.equal((await pins(petra))[0].id, one.id);
  assert.equal((await pins(petra)).filter((each) => each.id === one.id).length, 1, 'once, not among the opened too');
  assert.equal((await open(petra, one)).pinned, true);
  assert.equal((await open(petra, two)).pinned, false);
  assert.equal((await open(anna, one)).pinned, false, 'for whoever pinned them alone');
  assert.equal((await find(anna, one)).pinned, false);

  assert.deepEqual(ok(await petra.delete(`/api/v1/pins/${one.id}`)), { person_id: one.id, pinned: false });
  assert.equal((await find(petra, one)).pinned, false);
});

test('another spoke’s young person is as one that does not exist', async () => {
  const one = await fresh();
  for (const ask of ['put', 'delete'])
    for (const id of [one.id, randomUUID()]) assert.equal((await nora[ask](`/api/v1/pins/${id}`)).status, 404, ask);
  assert.equal(await find(nora, one), undefined);
});

test('a record withheld since is not at hand any more, pinned or opened; nor is a draft about it', async () => {
  const { person, episode } = await makeCase(anna, 'bristol');
  const me = ok(await petra.get('/api/v1/session')).user.id;
  await open(petra, person);
  ok(await petra.put(`/api/v1/pins/${person.id}`));
  const draft = ok(await petra.post('/api/v1/drafts', { user_id: me, form: 'note', subject: `/episodes/${episode.id}/notes`,
    title: `Notes: ${person.name}`, content: [{ name: 'text', value: 'Typed before' }] }), 201);
  const held = ok(await anna.post(`/api/v1/people/${person.id}/restrictions`,
    { spoke: 'bristol', named_only: false, reason: 'knows_family', review_on: dateIn(60) }), 201);
  ok(await anna.post(`/api/v1/restrictions/${held.id}/users`, { user_id: me, entry: 'blocked', reason: 'Invented aunt' }, '"1"'));
  for (const path of ['/api/v1/pins', '/api/v1/drafts?limit=200', `/api/v1/drafts?subject=/episodes/${episode.id}/notes`])
    assert.ok(!(await petra.get(path)).text.includes(person.name), path);
  assert.equal((await petra.get(`/api/v1/drafts/${draft.id}`)).status, 404);
  assert.equal((await petra.delete(`/api/v1/pins/${person.id}`)).status, 404);
});

test('a merged record is at hand as the one that stands for both', async () => {
  const [one, two] = [await fresh(), await fresh()];
  for (const each of [one, two]) ok(await anna.put(`/api/v1/pins/${each.id}`));
  const { etag } = await anna.get(`/api/v1/people/${one.id}`);
  ok(await anna.post(`/api/v1/people/${one.id}/merge`, { other_id: two.id, reason: 'Invented: the same' }, etag));
  assert.equal((await pins(anna)).filter((each) => [one.id, two.id].includes(each.id)).length, 1);
  assert.equal((await find(anna, one)).pinned, true);
  assert.equal(ok(await anna.delete(`/api/v1/pins/${one.id}`)).pinned, false, 'unpinned is both');
});

test('their names in the list are logged as a list, with whose they are', async () => {
  const one = await fresh();
  ok(await anna.put(`/api/v1/pins/${one.id}`));
  const before = await server.psql('SELECT max(id) FROM audit.access_log');
  await pins(anna);
  assert.equal(await server.psql(`SELECT count(*) FROM audit.access_log WHERE id > ${before} AND operation = 'pin.list'
    AND action = 'list' AND record_kind = 'person' AND detail -> 'ids' ? '${one.id}'`), '1');
});
