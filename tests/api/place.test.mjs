// Places with their plans, and critical incidents: who opens them, that each
// opening says what for, and that the journey tells nobody else.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { accountsOf } from '../support/api.mjs';
import { makeCase, makePerson } from '../support/meeting.mjs';
import { useServer } from '../support/server.mjs';

let server, people, coordinator, officer, sergeant, project, neighbour;
before(async () => {
  server = await useServer();
  people = accountsOf(server);
  coordinator = await people.as('spoke_coordinator', 'bristol');
  project = await people.as('project_officer', 'bristol');
  officer = await people.as('eit_officer', 'bristol');
  sergeant = await people.as('eit_sergeant', 'bristol');
  neighbour = await people.as('spoke_coordinator', 'northsom');
});
after(() => server?.stop());

const ok = (answer, status = 200) => {
  assert.equal(answer.status, status, answer.text);
  return answer;
};
const faultsOf = (answer) => Object.fromEntries(answer.body.errors.map((e) => [e.pointer, e.detail]));
const kindsIn = async (who, person, kind) => ok(await who.get(`/api/v1/people/${person.id}/journey`)).body.events.filter((e) => e.kind === kind);
const PLACE = { spoke: 'bristol', name: 'Tap Park', type: 'park', source: 'police', concern: 'Groups after dark', location: 'North gate' };
const INCIDENT = { spoke: 'bristol', kind: 'critically_harmed', title: 'Serious injury', happened_at: '2026-03-02T15:00:00Z', summary: 'Injured on the way home' };
const makePlace = async (more) => ok(await officer.post('/api/v1/places', { ...PLACE, ...more }), 201);
const makeIncident = async (more) => ok(await coordinator.post('/api/v1/critical-incidents', { ...INCIDENT, ...more }), 201);
const opened = (who, location, purpose = 'safeguarding') => who.get(`${location}?purpose=${purpose}`);

test('a place: every fault at once, then what was typed', async () => {
  assert.deepEqual(Object.keys(faultsOf(ok(await officer.post('/api/v1/places', {}), 422))).sort(),
    ['/concern', '/name', '/source', '/spoke', '/type']);
  assert.ok(faultsOf(ok(await officer.post('/api/v1/places', { ...PLACE, type: 'moon' }), 422))['/type']);
  const made = await makePlace();
  assert.deepEqual([made.body.name, made.body.status, made.body.location, made.body.people], ['Tap Park', 'emerging', 'North gate', []]);
  ok(await neighbour.get(made.location), 404);
  assert.ok(ok(await project.get('/api/v1/places?spoke=bristol&limit=200')).body.items.some((p) => p.id === made.body.id));
});

test('a place changes, closes, and keeps what it said', async () => {
  const made = await makePlace();
  const active = ok(await officer.patch(made.location, { status: 'active', concern: 'Groups by day' }, made.etag));
  assert.deepEqual(active.body.changes.map((c) => c.was), [{ status: 'emerging', concern: 'Groups after dark' }]);
  const closed = ok(await officer.patch(made.location, { status: 'closed' }, active.etag));
  assert.ok(closed.body.closed_on);
  assert.ok(!ok(await officer.get('/api/v1/places?spoke=bristol&limit=200')).body.items.some((p) => p.id === made.body.id));
  const again = ok(await officer.patch(made.location, { status: 'active' }, closed.etag));
  assert.equal(again.body.closed_on, null);
  ok(await officer.patch(made.location, { name: 'x' }, made.etag), 412);
});

test('young people and contacts are linked to it; the journey shows it', async () => {
  const { person } = await makeCase(coordinator, 'bristol', 'listed');
  const made = await makePlace();
  const linked = ok(await officer.post(`${made.location}/people`, { person_id: person.id, note: 'Waits there' }));
  assert.deepEqual(linked.body.people.map((l) => [l.person.id, l.note]), [[person.id, 'Waits there']]);
  ok(await officer.post(`${made.location}/people`, { person_id: person.id }), 409);
  const theirs = await makePerson(neighbour, 'northsom');
  assert.ok(faultsOf(ok(await officer.post(`${made.location}/people`, { person_id: theirs.id }), 422))['/person_id']);
  const [event] = await kindsIn(coordinator, person, 'place');
  assert.deepEqual([event.ref.id, event.summary], [made.body.id, 'Waits there']);
  const ended = ok(await officer.post(`${made.location}/people/${linked.body.people[0].id}/end`, {}));
  assert.ok(ended.body.people[0].until);
  const contact = ok(await officer.post('/api/v1/contacts', { person_id: person.id, type: 'hotspot_engagement', seen: true,
    happened_at: '2026-03-02T15:00:00Z' }), 201).body;
  assert.deepEqual(ok(await officer.post(`${made.location}/contacts`, { contact_id: contact.id })).body.contacts.map((c) => c.id), [contact.id]);
  ok(await neighbour.post(`${made.location}/contacts`, { contact_id: contact.id }), 404);
});

test('a plan goes through its stages, with actions, and keeps what it said', async () => {
  const made = await makePlace();
  const path = `${made.location}/plans`;
  assert.ok(faultsOf(ok(await officer.post(path, {}), 422))['/objective']);
  assert.equal(faultsOf(ok(await officer.post(path, { objective: 'Safe home' }), 422))['/owner_name'],
    'Choose who owns the plan, or enter their name');
  const plan = ok(await officer.post(path, { objective: 'Safe home', owner_name: 'Jo Bloggs', review_on: '2026-04-01' }), 201);
  assert.match(plan.location, /^\/api\/v1\/plans\//);
  assert.deepEqual([plan.body.stage, plan.body.owner, plan.body.review_overdue], ['objective', 'Jo Bloggs', true]);
  const next = ok(await officer.patch(plan.location, { stage: 'analysis', analysis: 'One stop for three schools' }, plan.etag));
  assert.deepEqual(next.body.changes[0].was, { stage: 'objective', analysis: null });
  const withAction = ok(await officer.post(`${plan.location}/actions`, { description: 'Light it', owner_name: 'Operator', due_on: '2026-04-01' }));
  const [action] = withAction.body.actions;
  assert.deepEqual([action.description, action.overdue], ['Light it', true]);
  const done = ok(await officer.post(`${plan.location}/actions/${action.id}/done`, { done_on: '2026-03-30' }));
  assert.deepEqual([done.body.actions[0].done_on, done.body.actions[0].overdue], ['2026-03-30', false]);
  const now = ok(await officer.get(plan.location));
  assert.ok(faultsOf(ok(await officer.patch(plan.location, { ended_on: '2026-04-02' }, now.etag), 422))['/assessment'], 'assessed before it ends');
  ok(await officer.patch(plan.location, { ended_on: '2026-04-02', assessment: 'No reports in a term' }, now.etag));
  ok(await neighbour.get(plan.location), 404);
  assert.equal(ok(await officer.get(path)).body.items.length, 1);
});

test('a critical incident is its coordinator\'s and of those named on it', async () => {
  const made = await makeIncident();
  const path = made.location;
  ok(await opened(coordinator, path));
  for (const who of [project, officer, sergeant, neighbour]) ok(await opened(who, path), 404);
  const me = (await sergeant.get('/api/v1/session')).body.user;
  assert.ok(faultsOf(ok(await coordinator.post(`${path}/access`, {}), 422))['/reason']);
  const let_in = ok(await coordinator.post(`${path}/access`, { user_id: me.id, reason: 'Leads for police' }));
  ok(await opened(sergeant, path));
  assert.ok(ok(await sergeant.get('/api/v1/critical-incidents?spoke=bristol')).body.items.some((i) => i.id === made.body.id));
  assert.ok(!ok(await officer.get('/api/v1/critical-incidents?spoke=bristol')).body.items.some((i) => i.id === made.body.id));
  // Named ones add to the chronology, and change nothing.
  assert.equal(ok(await sergeant.post(`${path}/entries`, { happened_at: '2026-03-02T16:00:00Z', text: 'Family told' })).body.entries.length, 1);
  ok(await officer.post(`${path}/entries`, { happened_at: '2026-03-02T16:00:00Z', text: 'x' }), 404);
  ok(await sergeant.patch(path, { title: 'x' }, made.etag), 403);
  ok(await coordinator.post(`${path}/access/${let_in.body.access[0].id}/end`));
  ok(await opened(sergeant, path), 404);
  const provider = server.accounts.find((a) => a.roles.every((r) => r.role === 'provider_worker'));
  const id = await server.psql(`SELECT id FROM access.user_account WHERE email = '${provider.email}'`);
  assert.equal(faultsOf(ok(await coordinator.post(`${path}/access`, { user_id: id.trim(), reason: 'x' }), 422))['/user_id'],
    'Choose a colleague or panel member');
});

test('each opening says what for, and stands in the access log', async () => {
  const { person } = await makeCase(coordinator, 'bristol', 'listed');
  const { location, body } = await makeIncident();
  ok(await coordinator.post(`${location}/people`, { person_id: person.id, role: 'victim' }));
  assert.equal(faultsOf(ok(await coordinator.get(location), 422))['/purpose'], 'Select why you open it');
  assert.ok(faultsOf(ok(await opened(coordinator, location, 'curiosity'), 422))['/purpose']);
  ok(await opened(coordinator, location, 'supervision'));
  const logged = await server.psql(`SELECT string_agg(DISTINCT record_kind || ' ' || coalesce(person_id::text, '-'), ',' ORDER BY record_kind || ' ' || coalesce(person_id::text, '-'))
    FROM audit.access_log WHERE purpose = 'supervision' AND (record_id = '${body.id}' OR person_id = '${person.id}')`);
  assert.equal(logged.trim(), `critical_incident -,critical_incident_person ${person.id}`);
});

test('people in it: twice where it was two parts, ended where it was otherwise; the journey is for those who may open it', async () => {
  const { person } = await makeCase(coordinator, 'bristol', 'listed');
  const { location, body } = await makeIncident();
  const link = (more) => coordinator.post(`${location}/people`, more);
  assert.ok(faultsOf(ok(await link({ role: 'victim' }), 422))['/person_id']);
  assert.ok(faultsOf(ok(await link({ role: 'victim', name: 'x', person_id: person.id }), 422))['/name']);
  ok(await link({ role: 'victim', person_id: person.id }));
  ok(await link({ role: 'victim', person_id: person.id }), 409);
  const both = ok(await link({ role: 'suspect', person_id: person.id }));
  assert.deepEqual(both.body.people.map((p) => p.role), ['victim', 'suspect']);
  ok(await link({ role: 'sibling', name: 'His sister' }));
  assert.deepEqual((await kindsIn(coordinator, person, 'incident')).map((e) => e.detail.role).sort(), ['suspect', 'victim']);
  assert.deepEqual(await kindsIn(sergeant, person, 'incident'), []);
  const me = (await sergeant.get('/api/v1/session')).body.user;
  ok(await coordinator.post(`${location}/access`, { user_id: me.id, reason: 'Leads' }));
  assert.equal((await kindsIn(sergeant, person, 'incident')).length, 2, 'at once, whatever the page remembers');
  const suspect = both.body.people.find((p) => p.role === 'suspect');
  const ended = ok(await coordinator.post(`${location}/people/${suspect.id}/end`, { note: 'He was elsewhere' }));
  assert.equal(ended.body.people.find((p) => p.id === suspect.id).end_note, 'He was elsewhere');
  assert.deepEqual((await kindsIn(coordinator, person, 'incident')).map((e) => e.detail.role), ['victim']);
  const place = await makePlace();
  ok(await coordinator.post(`${location}/places`, { place_id: place.body.id }));
  assert.deepEqual(ok(await coordinator.get(place.location)).body.incidents.map((i) => i.id), [body.id]);
  assert.deepEqual(ok(await officer.get(place.location)).body.incidents, [], 'a place does not tell');
});

test('the joint assessment has its reason; what it said before is kept', async () => {
  assert.deepEqual(Object.keys(faultsOf(ok(await coordinator.post('/api/v1/critical-incidents', { ...INCIDENT, risk_level: 'high', retaliation_level: 'high' }), 422))).sort(),
    ['/assessed_on', '/retaliation_rationale', '/risk_rationale']);
  const made = await makeIncident();
  const assessed = ok(await coordinator.patch(made.location, { risk_level: 'high', risk_rationale: 'Not known who', assessed_on: '2026-03-03' }, made.etag));
  assert.deepEqual(assessed.body.changes[0].was, { risk_level: null, risk_rationale: null, assessed_on: null });
  assert.ok(faultsOf(ok(await coordinator.patch(made.location, { ended_on: '2026-03-09' }, assessed.etag), 422))['/review']);
});
