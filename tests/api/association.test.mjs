// Associations over HTTP: what is said of two young people, from either side,
// by whom it may be read, until when it stands and how it ends.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { accountsOf } from '../support/api.mjs';
import { makePerson } from '../support/meeting.mjs';
import { useServer } from '../support/server.mjs';

const PATH = '/api/v1/associations';
let server, people, coordinator, police, neighbour;

before(async () => {
  server = await useServer();
  people = accountsOf(server);
  coordinator = await people.as('spoke_coordinator', 'bristol');
  police = await people.as('eit_officer', 'bristol');
  neighbour = await people.as('spoke_coordinator', 'northsom');
});
after(() => server?.stop());

const ok = (answer, status = 200) => {
  assert.equal(answer.status, status, answer.text);
  return answer;
};
const faultsOf = (answer) => Object.fromEntries(answer.body.errors.map((e) => [e.pointer, e.detail]));
const day = (days) => new Date(Date.now() + days * 86400000).toISOString().slice(0, 10);
const two = async () => [await makePerson(coordinator, 'bristol'), await makePerson(coordinator, 'bristol')];
const said = (one, other, fields = {}) => ({ person_id: one.id, other_id: other.id, kind: 'friend',
  certainty: 'confirmed', basis: 'seen', source: 'Detached youth worker', known_on: day(-5), ...fields });
const listOf = async (who, person) => ok(await who.get(`${PATH}?person_id=${person.id}`)).body.items;
const patch = async (id, body) => coordinator.patch(`${PATH}/${id}`, body, (await coordinator.get(`${PATH}/${id}`)).etag);
const end = async (id, body) => coordinator.post(`${PATH}/${id}/end`, body, (await coordinator.get(`${PATH}/${id}`)).etag);

test('it is read from either side, each in its own words', async () => {
  const [one, other] = await two();
  const made = ok(await coordinator.post(PATH, said(one, other, { kind: 'exploiter', certainty: 'suspected' })), 201).body;
  assert.deepEqual([made.kind_label, made.rival, made.stands, made.due], ['Exploited by', true, true, false]);
  assert.equal(made.spoke, 'bristol');
  const [here] = await listOf(coordinator, one);
  assert.equal(here.other.id, other.id);
  const [there] = await listOf(police, other);
  assert.deepEqual([there.other.id, there.kind_label, there.id], [one.id, 'Named as exploiting', made.id]);
});

test('those of the spoke who work with cases read it, and nobody else', async () => {
  const [one, other] = await two();
  const made = ok(await coordinator.post(PATH, said(one, other)), 201).body;
  ok(await neighbour.get(`${PATH}/${made.id}`), 404);
  ok(await neighbour.get(`${PATH}?person_id=${one.id}`), 404);
  for (const role of ['panel_member', 'provider_worker', 'referrer'])
    ok(await (await people.as(role, 'bristol')).get(`${PATH}/${made.id}`), 403);
  for (const role of ['ig_lead', 'system_admin', 'hub_analyst'])
    ok(await (await people.as(role)).get(`${PATH}/${made.id}`), 403);
});

test('nothing is inferred, nobody is their own associate, and every fault is told', async () => {
  const [one, other] = await two();
  assert.deepEqual(Object.keys(faultsOf(ok(await coordinator.post(PATH, {}), 422))).sort(),
    ['/basis', '/certainty', '/kind', '/known_on', '/other_id', '/person_id', '/source']);
  assert.deepEqual(faultsOf(ok(await coordinator.post(PATH, said(one, one, { basis: 'inferred', expires_on: day(-6) })), 422)), {
    '/basis': 'Record only what somebody said or saw, not what it may mean',
    '/other_id': 'Choose another young person',
    '/expires_on': 'The date it runs out must be after the date it was known' });
  assert.ok(faultsOf(ok(await coordinator.post(PATH, said(one, other, { kind: 'gang_member' })), 422))['/kind']);
  assert.ok(faultsOf(ok(await coordinator.post(PATH, said(one, other, { expires_on: day(500) })), 422))['/expires_on']);
});

test('somebody the spoke does not know cannot be named', async () => {
  const [one] = await two();
  const theirs = await makePerson(neighbour, 'northsom');
  const answers = await Promise.all([theirs, { id: '00000000-0000-4000-8000-000000000000' }]
    .map((other) => coordinator.post(PATH, said(one, other))));
  for (const answer of answers)
    assert.deepEqual(faultsOf(ok(answer, 422)), { '/other_id': 'Choose a young person known in this spoke' });
});

test('the same of the same two stands once, from whichever side', async () => {
  const [one, other] = await two();
  const made = ok(await coordinator.post(PATH, said(one, other)), 201).body;
  assert.match(ok(await coordinator.post(PATH, said(other, one)), 409).body.detail, /recorded of the two of them already/);
  ok(await end(made.id, { reason: 'They fell out' }));
  ok(await coordinator.post(PATH, said(other, one)), 201);
});

test('it is confirmed again, ends with a reason, and then no longer changes', async () => {
  const [one, other] = await two();
  const made = ok(await coordinator.post(PATH, said(one, other, { expires_on: day(10) })), 201).body;
  assert.equal(made.due, true);
  const again = ok(await patch(made.id, { certainty: 'confirmed', expires_on: day(200) })).body;
  assert.deepEqual([again.due, again.expires_on], [false, day(200)]);
  assert.deepEqual(Object.keys(faultsOf(ok(await end(made.id, {}), 422))), ['/reason']);
  const ended = ok(await end(made.id, { reason: 'Moved away' })).body;
  assert.deepEqual([ended.stands, ended.end_reason, ended.may_change], [false, 'Moved away', false]);
  ok(await patch(made.id, { certainty: 'suspected' }), 409);
  ok(await end(made.id, { reason: 'Once more' }), 409);
});

test('what was recorded in error is struck from view, and from the journey', async () => {
  const [one, other] = await two();
  const made = ok(await coordinator.post(PATH, said(one, other)), 201).body;
  const kinds = async (who) => ok(await coordinator.get(`/api/v1/people/${who.id}/journey?kind=association`)).body.events;
  const [event] = await kinds(other);
  assert.equal(event.title, 'Association: Friend');
  assert.ok(!JSON.stringify(event).includes(one.name), 'the other is not named in the journey');
  ok(await end(made.id, { reason: 'The wrong child', in_error: true }));
  assert.deepEqual(await listOf(coordinator, one), []);
  assert.deepEqual(await kinds(one), []);
});

test('each reading is in the access log', async () => {
  const [one, other] = await two();
  const made = ok(await coordinator.post(PATH, said(one, other)), 201).body;
  ok(await coordinator.get(`${PATH}/${made.id}`));
  await listOf(coordinator, other);
  const logged = await server.psql(`SELECT string_agg(DISTINCT action, ',' ORDER BY action) FROM audit.access_log
    WHERE record_kind = 'association' AND (record_id = '${made.id}' OR detail::text LIKE '%${made.id}%')`);
  assert.equal(logged, 'create,list,view');
});
