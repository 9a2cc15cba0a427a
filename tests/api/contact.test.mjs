// Contacts over HTTP: four things are enough, "not in" is one of them, and
// what the police hold back is theirs until a sergeant lets it go.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { accountsOf } from '../support/api.mjs';
import { makeCase, makePerson } from '../support/meeting.mjs';
import { useServer } from '../support/server.mjs';

const PATH = '/api/v1/contacts';
let server, people, officer, sergeant, coordinator, neighbour;

before(async () => {
  server = await useServer();
  people = accountsOf(server);
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
const visit = (person, more = {}) =>
  ({ person_id: person.id, type: 'home_visit', happened_at: ago(5), seen: false, ...more });
const log = async (who, person, more) => ok(await who.post(PATH, visit(person, more)), 201);

test('four things are enough: who, what kind, when, seen or not', async () => {
  const person = await makePerson(officer, 'bristol');
  const made = await log(officer, person, { outcomes: ['not_in', 'repeat_visit_needed'] });
  assert.equal(made.location, `${PATH}/${made.body.id}`);
  assert.equal(made.body.spoke, 'bristol');
  assert.deepEqual([made.body.seen, made.body.outcomes, made.body.held], [false, ['not_in', 'repeat_visit_needed'], false]);
  assert.equal(made.body.agency.code, 'avon_somerset_police');
  assert.equal(made.body.officer.name, (await officer.get('/api/v1/session')).body.user.name);
  const empty = ok(await officer.post(PATH, {}), 422);
  assert.deepEqual(Object.keys(faultsOf(empty)).sort(), ['/happened_at', '/person_id', '/seen', '/type']);
});

test('what was typed comes back as it was typed', async () => {
  const person = await makePerson(officer, 'bristol');
  const note = `Said "knife" 🔪; '); DROP TABLE contact; -- <b>x</b>`;
  const all = { type: 'visit_after_arrest', seen: true, outcomes: ['seen_engaged', 'weapon_surrendered'], minutes: 25,
    place: 'Skate park', joint_with: 'Youth worker', trigger: 'Arrest', force_reference: '5226123456',
    presentation: 'Calm', note, follow_up: 'Ring on Monday' };
  const made = await log(officer, person, all);
  const { body } = ok(await coordinator.get(made.location));
  for (const [field, value] of Object.entries(all)) assert.deepEqual(body[field], value, field);
});

test('a form without scripts does the same', async () => {
  const person = await makePerson(officer, 'bristol');
  const day = new Date(Date.now() - 86400000);
  const sent = await officer.form(PATH, { person_id: person.id, type: 'home_visit', seen: 'false', outcomes: 'not_in',
    'happened_at-day': day.getUTCDate(), 'happened_at-month': day.getUTCMonth() + 1, 'happened_at-year': day.getUTCFullYear(), 'happened_at-time': '9:30' });
  assert.equal(sent.status, 303);
  assert.match(sent.location, /^\/contacts\/[0-9a-f-]{36}$/);
  ok(await officer.get(`/api/v1${sent.location}`));
});

test('the same attempt sent twice is one contact', async () => {
  const person = await makePerson(officer, 'bristol');
  const body = visit(person);
  const key = { 'Idempotency-Key': `"${crypto.randomUUID()}"` };
  const [first, second] = [await officer.post(PATH, body, null, key), await officer.post(PATH, body, null, key)];
  assert.equal(ok(first, 201).body.id, ok(second, 201).body.id);
  assert.equal((await officer.get(`${PATH}?person_id=${person.id}`)).body.items.length, 1);
});

test('seen or not, and what came of it, agree', async () => {
  const person = await makePerson(officer, 'bristol');
  const refused = async (more) => faultsOf(ok(await officer.post(PATH, visit(person, more)), 422));
  assert.equal((await refused({ seen: true, outcomes: ['not_in'] }))['/outcomes'], 'You saw them: take away “Not in”');
  assert.equal((await refused({ seen: false, outcomes: ['seen_engaged'] }))['/outcomes'],
    'You did not see them: take away “Seen and engaged”');
  assert.ok((await refused({ outcomes: ['by_owl'] }))['/outcomes']);
  assert.ok((await refused({ type: 'by_owl' }))['/type']);
  assert.ok((await refused({ happened_at: new Date(Date.now() + 86400000).toISOString() }))['/happened_at']);
  assert.ok((await refused({ officer_id: person.id }))['/officer_id']);
});

test('somebody only another spoke knows cannot be chosen', async () => {
  const theirs = await makePerson(neighbour, 'northsom');
  const answers = await Promise.all([theirs, { id: '00000000-0000-4000-8000-000000000000' }]
    .map((person) => officer.post(PATH, visit(person))));
  for (const answer of answers)
    assert.equal(faultsOf(ok(answer, 422))['/person_id'], 'Choose a young person known in this spoke');
  ok(await officer.post(PATH, visit(theirs, { spoke: 'northsom' })), 403);
  ok(await officer.post(PATH, visit(theirs, { spoke: 'atlantis' })), 422);
});

test('who logs contacts', async () => {
  const person = await makePerson(officer, 'bristol');
  for (const who of [officer, sergeant, coordinator, await people.as('project_officer', 'bristol')]) await log(who, person);
  for (const role of ['panel_member', 'referrer', 'provider_worker', 'hub_auditor', 'system_admin', 'ig_lead'])
    ok(await (await people.as(role)).post(PATH, visit(person)), 403);
  ok(await neighbour.get(`${PATH}?person_id=${person.id}`));
  assert.deepEqual((await neighbour.get(`${PATH}?person_id=${person.id}`)).body.items, []);
});

test('a contact is corrected, as a whole', async () => {
  const person = await makePerson(officer, 'bristol');
  const made = await log(officer, person, { outcomes: ['not_in'], note: 'Nobody' });
  const path = made.location;
  ok(await officer.patch(path, { note: 'x' }), 428);
  const reason = 'typing_error';
  assert.equal(faultsOf(ok(await officer.patch(path, { note: 'Other' }, made.etag), 422))['/reason'], 'Select why it is corrected');
  // Seen after all: the outcome kept would not fit.
  assert.ok(faultsOf(ok(await officer.patch(path, { seen: true, reason }, made.etag), 422))['/outcomes']);
  const changed = ok(await officer.patch(path, { reason, reason_note: 'I mixed up two visits', seen: true, outcomes: ['seen_brief'], note: null }, made.etag));
  assert.deepEqual([changed.body.seen, changed.body.outcomes, changed.body.note, changed.body.type], [true, ['seen_brief'], null, 'home_visit']);
  ok(await officer.patch(path, { note: 'x' }, made.etag), 412);
  ok(await officer.patch(path, { held: true }, changed.etag), 422);
  ok(await neighbour.patch(path, { note: 'x' }, changed.etag), 404);
  // What it said before is there, with who changed it and why.
  assert.equal(changed.body.versions, 1);
  const [was] = ok(await coordinator.get(`${path}/versions`)).body.items;
  assert.deepEqual([was.was.seen, was.was.outcomes, was.was.note, was.reason, was.note],
    [false, ['not_in'], 'Nobody', reason, 'I mixed up two visits']);
  ok(await neighbour.get(`${path}/versions`), 404);
  assert.deepEqual(ok(await officer.patch(path, { outcomes: [], reason }, changed.etag)).body.outcomes, []);
});

test('what the police hold is theirs until a sergeant releases it', async () => {
  const { person } = await makeCase(coordinator, 'bristol', 'listed');
  const word = `firearm${Date.now()}`;
  const note = `Source says a ${word}`;
  const held = await log(officer, person, { seen: true, held: true, note });
  const path = held.location;
  assert.deepEqual([held.body.held, held.body.may_release], [true, false]);
  ok(await sergeant.get(path));
  for (const who of [coordinator, await people.as('project_officer', 'bristol'), neighbour]) ok(await who.get(path), 404);
  assert.deepEqual((await coordinator.get(`${PATH}?person_id=${person.id}`)).body.items, []);
  assert.ok(!(await coordinator.get(`${PATH}?spoke=bristol&limit=200`)).text.includes(word));
  // Others know only that there is something, and whom to ask.
  const journey = async (who) => ok(await who.get(`/api/v1/people/${person.id}/journey`));
  const hint = (await journey(coordinator)).body.events.find((e) => e.kind === 'held');
  assert.equal(hint.title, 'Avon and Somerset Police hold information: ask');
  assert.ok(!(await journey(coordinator)).text.includes(word));
  assert.ok(!(await journey(coordinator)).text.includes(held.body.id));
  assert.equal((await journey(officer)).body.events.find((e) => e.kind === 'contact').summary, note);
  // Only a sergeant lets it go.
  ok(await coordinator.post(`${path}/release`, {}, held.etag), 403);
  ok(await officer.post(`${path}/release`, {}, held.etag), 403);
  ok(await sergeant.post(`${path}/release`, {}), 428);
  ok(await sergeant.post(`${path}/release`, {}, '"9"'), 412);
  const released = ok(await sergeant.post(`${path}/release`, {}, held.etag));
  assert.equal(released.body.held, false);
  assert.equal(released.body.released_by.name, (await sergeant.get('/api/v1/session')).body.user.name);
  assert.ok(released.body.released_at);
  assert.equal(ok(await coordinator.get(path)).body.note, note);
  assert.equal((await journey(coordinator)).body.events.filter((e) => e.kind === 'held').length, 0);
  assert.match(ok(await sergeant.post(`${path}/release`, {}, released.etag), 409).body.detail, /not held back/);
});

test('only police hold back', async () => {
  const person = await makePerson(coordinator, 'bristol');
  const answer = ok(await coordinator.post(PATH, visit(person, { held: true })), 422);
  assert.match(answer.body.detail, /Only police/);
});

test('lists: mine, a young person\'s, the spoke\'s; latest first, page by page', async () => {
  const person = await makePerson(officer, 'bristol');
  for (const minutes of [300, 100, 200]) await log(officer, person, { happened_at: ago(minutes) });
  await log(coordinator, person, { happened_at: ago(50) });
  const items = async (query) => (await officer.get(`${PATH}?${query}`)).body.items;
  const own = await items(`person_id=${person.id}`);
  assert.equal(own.length, 4);
  assert.deepEqual(own.map((c) => c.happened_at), own.map((c) => c.happened_at).sort().reverse());
  assert.equal((await items(`person_id=${person.id}&mine=true`)).length, 3);
  const mine = await items('mine=true&limit=200');
  assert.ok(mine.filter((c) => c.person?.id === person.id).length === 3);
  assert.ok((await items('limit=200')).some((c) => c.person?.id === person.id));
  const first = (await officer.get(`${PATH}?person_id=${person.id}&limit=3`)).body;
  const second = (await officer.get(`${PATH}?person_id=${person.id}&limit=3&cursor=${encodeURIComponent(first.next)}`)).body;
  assert.deepEqual([...first.items, ...second.items].map((c) => c.id), own.map((c) => c.id));
});

test('whoever works in two spokes says which, where both know the young person', async () => {
  const two = server.accounts.find((account) =>
    new Set(account.roles.filter((r) => r.role === 'eit_officer').map((r) => r.spoke)).size > 1);
  assert.ok(two, 'the demo has an officer of two spokes');
  const [home] = two.roles.map((r) => r.spoke);
  const { signIn } = await import('../support/api.mjs');
  const roaming = await signIn(server, two.email, two.password);
  const person = await makePerson(roaming, home);
  assert.equal((await log(roaming, person)).body.spoke, home);
  const other = two.roles.map((r) => r.spoke).find((spoke) => spoke !== home);
  await server.psql(`INSERT INTO casework.person_spoke (person_id, spoke_id)
    SELECT '${person.id}', id FROM reference.spoke WHERE code = '${other}'`);
  assert.equal(faultsOf(ok(await roaming.post(PATH, visit(person)), 422))['/spoke'], 'Select the spoke');
  assert.equal((await log(roaming, person, { spoke: other })).body.spoke, other);
});
