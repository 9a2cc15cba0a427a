// Restricted records over HTTP: for whoever is blocked, the record answers
// exactly as one that does not exist, and no list counts it.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { accountsOf } from '../support/api.mjs';
import { dateIn, makeCase } from '../support/meeting.mjs';
import { useServer } from '../support/server.mjs';

let server, people, coordinator, project, police, lead, ids;

before(async () => {
  server = await useServer();
  people = accountsOf(server);
  coordinator = await people.as('spoke_coordinator', 'bristol');
  project = await people.as('project_officer', 'bristol');
  police = await people.as('eit_officer', 'bristol');
  lead = await people.as('ig_lead');
  ids = Object.fromEntries(await Promise.all([['coordinator', coordinator], ['project', project], ['police', police]]
    .map(async ([name, who]) => [name, (await who.get('/api/v1/session')).body.user.id])));
});
after(() => server?.stop());

const ok = (answer, status = 200) => {
  assert.equal(answer.status, status, answer.text);
  return answer;
};
const faultsOf = (answer) => Object.fromEntries(answer.body.errors.map((e) => [e.pointer, e.detail]));
const restrict = async (person, fields = {}) => ok(await coordinator.post(`/api/v1/people/${person.id}/restrictions`,
  { spoke: 'bristol', named_only: false, reason: 'knows_family', review_on: dateIn(60), ...fields }), 201).body;
const etag = async (id) => (await coordinator.get(`/api/v1/restrictions/${id}`)).etag;
const put = async (id, user_id, entry = 'blocked') =>
  coordinator.post(`/api/v1/restrictions/${id}/users`, { user_id, entry, reason: 'Invented aunt' }, await etag(id));
// What differs between two requests for any two ids.
const bare = ({ status, body }) => ({ status, body: { ...body, instance: null, request_id: null } });

test('blocked: each address of the record answers as that of one that does not exist', async () => {
  const { person, episode } = await makeCase(coordinator, 'bristol', 'active_monitoring', 'high');
  const note = ok(await coordinator.post(`/api/v1/episodes/${episode.id}/notes`,
    { kind: 'general', text: 'Invented note', happened_at: new Date().toISOString() }), 201).body;
  const addresses = (p, e, n) => [`/people/${p}`, `/people/${p}/journey`, `/episodes/${e}`, `/episodes/${e}/notes`,
    `/episodes/${e}/risk-assessments`, `/episodes/${e}/actions`, `/episodes/${e}/disclosures`, `/notes/${n}`,
    `/associations?person_id=${p}`];
  for (const path of addresses(person.id, episode.id, note.id)) ok(await police.get(`/api/v1${path}`));
  const made = await restrict(person);
  ok(await put(made.id, ids.police));
  const nowhere = addresses(randomUUID(), randomUUID(), randomUUID());
  for (const [n, path] of addresses(person.id, episode.id, note.id).entries())
    assert.deepEqual(bare(await police.get(`/api/v1${path}`)), bare(await police.get(`/api/v1${nowhere[n]}`)), path);
  assert.deepEqual(bare(await police.post('/api/v1/contacts', { person_id: person.id, type: 'home_visit', seen: true,
    happened_at: new Date().toISOString() })), bare(await police.post('/api/v1/contacts', { person_id: randomUUID(),
    type: 'home_visit', seen: true, happened_at: new Date().toISOString() })));
  for (const path of addresses(person.id, episode.id, note.id)) ok(await project.get(`/api/v1${path}`));
  assert.equal(ok(await project.get(`/api/v1/people/${person.id}`)).body.restricted, true);
});

test('no search, match or list shows them to whoever is blocked', async () => {
  const { person, episode } = await makeCase(coordinator, 'bristol', 'active_monitoring');
  const search = async (who) => ok(await who.get(`/api/v1/search?q=${encodeURIComponent(person.name)}`)).body.items
    .some((each) => JSON.stringify(each).includes(person.id));
  const listed = async (who) => ok(await who.get('/api/v1/episodes?spoke=bristol&limit=5')).body.items.some((each) => each.id === episode.id);
  assert.ok(await search(police));
  assert.ok(await listed(police));
  ok(await put((await restrict(person)).id, ids.police));
  assert.ok(!(await search(police)));
  assert.ok(!(await listed(police)));
  assert.ok(await search(project));
});

test('only those named, and the coordinator', async () => {
  const { person } = await makeCase(coordinator, 'bristol', 'active_monitoring');
  const made = await restrict(person, { named_only: true, reason: 'high_profile' });
  const open = async (who) => (await who.get(`/api/v1/people/${person.id}`)).status;
  assert.deepEqual(await Promise.all([coordinator, project, police].map(open)), [200, 404, 404]);
  const listed = ok(await put(made.id, ids.project, 'named')).body;
  assert.deepEqual(listed.users.map((each) => [each.user.id, each.entry]), [[ids.project, 'named']]);
  assert.deepEqual(await Promise.all([coordinator, project, police].map(open)), [200, 200, 404]);
  ok(await coordinator.post(`/api/v1/restrictions/${made.id}/users/${listed.users[0].id}/end`, { reason: 'Left' }, await etag(made.id)));
  assert.equal(await open(project), 404);
  ok(await coordinator.post(`/api/v1/restrictions/${made.id}/lift`, { reason: 'The trial is over' }, await etag(made.id)));
  assert.deepEqual(await Promise.all([project, police].map(open)), [200, 200]);
  ok(await put(made.id, ids.police), 409);
  assert.equal(ok(await coordinator.get(`/api/v1/people/${person.id}/restrictions`)).body.items[0].end_reason, 'The trial is over');
});

test('there is never nobody, and nobody puts themselves on the list', async () => {
  const { person } = await makeCase(coordinator, 'bristol', 'active_monitoring');
  const made = await restrict(person, { named_only: true });
  assert.ok('/user_id' in faultsOf(ok(await put(made.id, ids.coordinator), 422)));
  ok(await coordinator.post(`/api/v1/people/${person.id}/restrictions`, { spoke: 'bristol', named_only: true, reason: 'other',
    review_on: dateIn(9) }), 409);
});

test('every fault is told; the list of restrictions holds no case', async () => {
  const { person } = await makeCase(coordinator, 'bristol', 'active_monitoring');
  assert.deepEqual(Object.keys(faultsOf(ok(await coordinator.post(`/api/v1/people/${person.id}/restrictions`, {}), 422))).sort(),
    ['/named_only', '/reason', '/review_on', '/spoke']);
  assert.ok('/review_on' in faultsOf(ok(await coordinator.post(`/api/v1/people/${person.id}/restrictions`,
    { spoke: 'bristol', named_only: true, reason: 'other', review_on: dateIn(900) }), 422)));
  const made = await restrict(person, { note: 'Invented words' });
  assert.deepEqual(Object.keys(faultsOf(ok(await coordinator.post(`/api/v1/restrictions/${made.id}/users`, {}, await etag(made.id)), 422))).sort(),
    ['/entry', '/reason', '/user_id']);
  const seen = ok(await lead.get(`/api/v1/restrictions/${made.id}`)).body;
  assert.deepEqual([seen.person, seen.note], [null, null]);
  ok(await project.get('/api/v1/restrictions'), 403);
});
