// Who has how much to do, and work that changes hands.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { accountsOf } from '../support/api.mjs';
import { dateIn, expectStatus, makeCase } from '../support/meeting.mjs';
import { useServer } from '../support/server.mjs';

const SPOKE = 'bristol';
const server = await useServer();
const people = accountsOf(server);
let coordinator, officer, eit, neighbour, ids, leaver;

before(async () => {
  coordinator = await people.as('spoke_coordinator', SPOKE);
  officer = await people.as('project_officer', SPOKE);
  eit = await people.as('eit_officer', SPOKE);
  neighbour = await people.as('spoke_coordinator', 'northsom');
  const me = async (client) => (await client.get('/api/v1/session')).body.user.id;
  ids = { coordinator: await me(coordinator), officer: await me(officer), eit: await me(eit), neighbour: await me(neighbour) };
  // Somebody of the youth justice service, who leaves below.
  const email = `leaver.${Date.now()}@demo.throughline.example`;
  leaver = String(await server.psql(`SELECT access.admin_user_add('${email}', 'Lee Ver', 'bristol_youth_justice',
    '${'00'.repeat(16)}:${'11'.repeat(32)}')`)).trim();
  await server.psql(`SELECT access.admin_role_grant('${email}', 'project_officer', '${SPOKE}')`);
});
after(() => server.stop());

async function workOf(user, count = 1) {
  const { person, episode } = await makeCase(coordinator, SPOKE, 'active_monitoring', 'high');
  const at = `/api/v1/episodes/${episode.id}`;
  const { etag } = await coordinator.get(at);
  expectStatus(await coordinator.patch(at, { lead_user_id: user }, etag), 200);
  const actions = [];
  for (let n = 0; n < count; n += 1)
    actions.push(expectStatus(await coordinator.post(`${at}/actions`,
      { description: `Ring the school ${n}`, due_on: dateIn(-3 + n), owner_user_id: user }), 201).body);
  return { person, episode, actions };
}
const items = async (query, client = coordinator) =>
  expectStatus(await client.get(`/api/v1/workload/items?spoke=${SPOKE}&limit=200&${query}`), 200).body.items;
const load = async () => expectStatus(await coordinator.get(`/api/v1/workload?spoke=${SPOKE}`), 200).body;
const rowOf = async (user) => (await load()).workers.find((each) => each.user.id === user);
const pick = (list) => list.map(({ kind, id, version }) => ({ kind, id, version }));
const give = (list, to, reason = 'Lee left the service', client = coordinator) =>
  client.post('/api/v1/workload/reassign', { items: pick(list), to_user_id: to, reason });

test('each worker and agency has their figures', async () => {
  await workOf(leaver, 3);
  const row = await rowOf(leaver);
  assert.equal(row.cases, 1);
  assert.equal(row.high, 1);
  assert.equal(row.actions, 3);
  assert.equal(row.actions_overdue, 3);
  assert.equal(row.oldest_overdue_on, dateIn(-3));
  assert.equal(row.left, false);
  const agency = (await load()).agencies.find((each) => each.agency.code === 'bristol_youth_justice');
  assert.ok(agency.actions >= 3);
  const list = await items(`user_id=${leaver}`);
  assert.deepEqual(list.map((each) => each.kind), ['episode', 'action', 'action', 'action']);
  assert.ok(list[1].overdue);
  const byAgency = await items('agency=bristol_youth_justice');
  assert.ok(byAgency.every((each) => each.kind === 'action'));
  assert.ok(list.slice(1).every((each) => byAgency.some((other) => other.id === each.id)));
});

test('somebody left: it shows, it is chased with the agency, and goes to others in one go', async () => {
  await server.psql(`UPDATE access.user_account SET disabled_at = now() WHERE id = '${leaver}'`);
  assert.equal((await rowOf(leaver)).left, true);
  const before_ = await items(`user_id=${leaver}`);
  assert.ok(before_.every((each) => each.holder_left));
  const action = before_.find((each) => each.kind === 'action');
  assert.equal((await coordinator.get(`/api/v1/actions/${action.id}`)).body.owner_left, true);
  const agency = (await load()).agencies.find((each) => each.agency.code === 'bristol_youth_justice');
  assert.ok(agency.owner_left >= 3);
  const chased = (await coordinator.get('/api/v1/tasks?limit=200')).body.items;
  assert.ok(chased.some((task) => task.kind === 'action_chase' && task.id === action.id && /Bristol/.test(task.title)));
  assert.ok(chased.some((task) => task.kind === 'episode_lead' && task.id === before_[0].id));

  const answer = expectStatus(await give(before_, ids.officer), 200).body;
  assert.equal(answer.moved.length, 4);
  assert.deepEqual(answer.not_moved, []);
  assert.deepEqual(await items(`user_id=${leaver}`), []);
  assert.equal(await rowOf(leaver), undefined);
  const shown = (await coordinator.get(`/api/v1/actions/${action.id}`)).body;
  assert.equal(shown.owner.id, ids.officer);
  assert.equal(shown.history[0].verb, 'reassign');
  assert.match(shown.history[0].note, /^From Lee Ver.* to .*\. Lee left the service$/);
  const journey = (await coordinator.get(`/api/v1/people/${before_[0].person.id}/journey`)).body.events;
  const told = journey.filter((event) => /another owner|Another lead/.test(event.title));
  assert.equal(told.length, 4);
  const logged = await server.psql(`SELECT count(*) FROM audit.access_log WHERE action = 'change'
    AND record_id = '${action.id}' AND user_id = '${ids.coordinator}'`);
  assert.ok(Number(logged) >= 1, 'each row has its line in the access log');
});

test('what cannot go is listed with why, and the rest goes', async () => {
  const one = await workOf(ids.officer, 3);
  const [mine, closed, changed] = one.actions;
  const list = await items(`user_id=${ids.officer}`);
  const at = (id) => list.find((each) => each.id === id);
  expectStatus(await coordinator.patch(`/api/v1/actions/${changed.id}`, { due_on: dateIn(9) }, `"${changed.version}"`), 200);
  expectStatus(await coordinator.post(`/api/v1/actions/${closed.id}/cancel`, { reason: 'unsafe' }, `"${closed.version}"`), 200);
  const elsewhere = await makeCase(neighbour, 'northsom');
  const chosen = [at(mine.id), at(closed.id), at(changed.id),
    { kind: 'episode', id: elsewhere.episode.id, version: 1 }, at(one.episode.id)];
  const answer = expectStatus(await give(chosen, ids.eit), 200).body;
  assert.deepEqual(answer.moved.map((each) => each.id).sort(), [mine.id, one.episode.id].sort());
  const why = Object.fromEntries(answer.not_moved.map((each) => [each.id, each.why]));
  assert.match(why[closed.id], /closed/);
  assert.match(why[changed.id], /changed it since/);
  assert.match(why[elsewhere.episode.id], /not found/);
  const [left] = await items(`user_id=${ids.officer}`);
  const stranger = expectStatus(await give([left], ids.neighbour), 200).body;
  assert.match(stranger.not_moved[0].why, /do not work in its spoke/);
  const same = expectStatus(await give([left], ids.officer), 200).body;
  assert.match(same.not_moved[0].why, /theirs already/);
});

test('it is for the spoke team, and all that is missing is said at once', async () => {
  const faults = expectStatus(await coordinator.post('/api/v1/workload/reassign', {}), 422).body.errors;
  assert.deepEqual(faults.map((fault) => fault.pointer).sort(), ['/items', '/reason', '/to_user_id']);
  assert.equal((await give([], ids.eit, 'x', eit)).status, 403);
  assert.equal((await eit.get(`/api/v1/workload?spoke=${SPOKE}`)).status, 403);
  assert.deepEqual((await neighbour.get(`/api/v1/workload?spoke=${SPOKE}`)).body.workers, []);
  const both = await coordinator.get(`/api/v1/workload/items?spoke=${SPOKE}&user_id=${leaver}&agency=opcc_hub`);
  assert.equal(both.status, 422);
});

test('who has died is in no list and no reminder', async () => {
  const one = await workOf(ids.officer, 1);
  assert.ok((await items(`user_id=${ids.officer}`)).some((each) => each.id === one.episode.id));
  const tasks = async () => (await officer.get('/api/v1/tasks?limit=200')).body.items.map((task) => task.id);
  assert.ok((await tasks()).includes(one.actions[0].id));
  await server.psql(`UPDATE casework.person SET died_on = current_date WHERE id = '${one.person.id}'`);
  assert.ok(!(await items(`user_id=${ids.officer}`)).some((each) => each.person.id === one.person.id));
  assert.ok(!(await tasks()).includes(one.actions[0].id));
});

test('reminders: turning 18 or 25 within six months, closed without outcomes', async () => {
  const inMonths = (months, years) => {
    const day = new Date();
    return new Date(Date.UTC(day.getUTCFullYear() - years, day.getUTCMonth() + months, 1)).toISOString().slice(0, 10);
  };
  const tasks = async (client) => (await client.get('/api/v1/tasks?limit=200')).body.items;
  const kindsOf = (list, id) => list.filter((task) => task.id === id).map((task) => task.kind).sort();
  const born = (id, day) => server.psql(`UPDATE casework.person SET born_on = '${day}', born_precision = 'exact' WHERE id = '${id}'`);
  const one = await workOf(ids.eit);
  await born(one.person.id, inMonths(3, 18));
  const two = await workOf(ids.eit);
  await born(two.person.id, inMonths(3, 25));
  const later = await workOf(ids.eit);
  await born(later.person.id, inMonths(8, 18));
  const unled = await makeCase(coordinator, SPOKE, 'active_monitoring');
  await born(unled.person.id, inMonths(2, 18));
  const mine = await tasks(eit);
  assert.deepEqual(kindsOf(mine, one.episode.id), ['turning_18']);
  assert.deepEqual(kindsOf(mine, two.episode.id), ['turning_25']);
  assert.deepEqual(kindsOf(mine, later.episode.id), []);
  assert.deepEqual(kindsOf(mine, unled.episode.id), []);
  assert.deepEqual(kindsOf(await tasks(coordinator), unled.episode.id), ['turning_18'], 'nobody leads it: who shares out the work');

  for (const action of one.actions)
    expectStatus(await coordinator.post(`/api/v1/actions/${action.id}/cancel`, { reason: 'unsafe' }, `"${action.version}"`), 200);
  const at = `/api/v1/episodes/${one.episode.id}`;
  const { etag } = await coordinator.get(at);
  expectStatus(await coordinator.post(`${at}/close`, { closure_reason: 'risk_reduced', closing_risk_level: 'low', closure_summary: 'Settled.',
    outcomes_recorded: false, young_person_told_on: dateIn(0), referrer_not_told: 'Left', re_referral_route: 'any_agency' }, etag), 200);
  assert.deepEqual(kindsOf(await tasks(eit), one.episode.id), ['closed_outcome']);
});
