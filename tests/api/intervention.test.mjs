// The catalogue over HTTP: who adds to it, what may change, and its places.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { accountsOf } from '../support/api.mjs';
import { bringTo, makeAllocation, makeIntervention, tryMove } from '../support/delivery.mjs';
import { useServer } from '../support/server.mjs';

const PATH = '/api/v1/interventions';
let server, people, coordinator, neighbour;

before(async () => {
  server = await useServer();
  people = accountsOf(server);
  coordinator = await people.as('spoke_coordinator', 'bristol');
  neighbour = await people.as('spoke_coordinator', 'northsom');
});
after(() => server?.stop());

const faultsOf = (answer) => answer.body.errors.map((e) => e.pointer).sort();
const one = async (id) => (await coordinator.get(`${PATH}/${id}`)).body;

test('what is added can be read by everybody who is signed in', async () => {
  const made = await makeIntervention(coordinator, { min_age: 10, max_age: 17, capacity: 2, approach: 'mentoring' });
  assert.match(made.code, /^invented_help_[0-9a-f_]+$/);
  assert.equal(made.impact, 'moderate');
  assert.deepEqual(made.spokes, ['bristol']);
  for (const role of ['referrer', 'hub_analyst', 'hub_grant_officer', 'ig_lead', 'provider_worker', 'panel_member'])
    assert.equal((await (await people.as(role)).get(`${PATH}/${made.id}`)).status, 200, role);
  assert.equal((await people.nobody.get(PATH)).status, 401);
});

test('the catalogue says what is measured and how it is evaluated', async () => {
  const made = await makeIntervention(coordinator, { outcome_measures: ['swemwbs', 'safe_area'], evaluation_status: 'planned' });
  assert.deepEqual([made.outcome_measures, made.evaluation_status], [['swemwbs', 'safe_area'], 'planned']);
  const path = `${PATH}/${made.id}`;
  const bad = await coordinator.patch(path, { outcome_measures: ['height'] }, `"${made.version}"`);
  assert.deepEqual(bad.body.errors.map((each) => each.pointer), ['/outcome_measures']);
  const none = await coordinator.patch(path, { outcome_measures: [], evaluation_status: null }, `"${made.version}"`);
  assert.deepEqual([none.body.outcome_measures, none.body.evaluation_status], [[], null]);
});

test('what may do harm says so', async () => {
  const made = await makeIntervention(coordinator, { approach: 'boot_camps' });
  assert.equal(made.impact, 'harmful');
  assert.match(made.caution, /harm/);
});

test('the catalogue is filtered', async () => {
  const made = await makeIntervention(coordinator, { approach: 'cbt', prevention_level: 'tertiary',
    active_from: '2020-01-01', active_to: '2020-12-31' });
  const lists = async (query) => (await coordinator.get(`${PATH}?${query}`)).body.items.some((i) => i.id === made.id);
  assert.equal(await lists('spoke=bristol&approach=cbt&level=tertiary'), true);
  assert.equal(await lists('spoke=northsom'), false);
  assert.equal(await lists('approach=mentoring'), false);
  assert.equal(await lists('level=primary'), false);
  assert.equal(await lists('current=true'), false);
  assert.equal(await lists('current=false'), true);
  assert.equal((await coordinator.get(`${PATH}?spoke=atlantis`)).status, 422);
});

test('all that is missing is told at once, and codes are of their lists', async () => {
  const empty = await coordinator.post(PATH, {});
  assert.deepEqual(faultsOf(empty), ['/mode', '/name', '/prevention_level', '/provider', '/spokes', '/targeting']);
  const wrong = { name: 'Invented', provider: 'openhand_martial_arts', spokes: ['bristol'],
    prevention_level: 'secondary', targeting: 'targeted', mode: 'one_to_one' };
  assert.deepEqual(faultsOf(await coordinator.post(PATH, { ...wrong, mode: 'by_owl' })), ['/mode']);
  assert.equal((await coordinator.post(PATH, { ...wrong, provider: 'nobody_at_all' })).status, 422);
  assert.deepEqual(faultsOf(await coordinator.post(PATH, { ...wrong, min_age: 12, max_age: 11 })), ['/max_age']);
});

test('a code is given once', async () => {
  const made = await makeIntervention(coordinator, {});
  const again = await coordinator.post(PATH, { code: made.code, name: 'Other', provider: 'openhand_martial_arts',
    spokes: ['bristol'], prevention_level: 'secondary', targeting: 'targeted', mode: 'one_to_one' });
  assert.equal(again.status, 409);
});

test('only coordinators write it, each for their own spoke', async () => {
  const body = { name: 'Invented', provider: 'openhand_martial_arts', spokes: ['bristol'],
    prevention_level: 'secondary', targeting: 'targeted', mode: 'one_to_one' };
  for (const role of ['project_officer', 'eit_officer', 'provider_worker', 'hub_grant_officer', 'system_admin'])
    assert.equal((await (await people.as(role)).post(PATH, body)).status, 403, role);
  assert.equal((await neighbour.post(PATH, body)).status, 403);
  assert.equal((await coordinator.post(PATH, { ...body, spokes: ['bristol', 'northsom'] })).status, 403);
  assert.equal((await coordinator.post(PATH, { ...body, spokes: ['atlantis'] })).status, 422);
});

test('what runs is changed, what it is stays', async () => {
  const made = await coordinator.get(`${PATH}/${(await makeIntervention(coordinator)).id}`);
  const path = `${PATH}/${made.body.id}`;
  assert.equal((await coordinator.patch(path, { capacity: 3 })).status, 428);
  const changed = await coordinator.patch(path, { capacity: 3, active_to: '2099-01-01', description: 'New' }, made.etag);
  assert.deepEqual([changed.status, changed.body.capacity, changed.body.places_left], [200, 3, 3]);
  assert.equal((await coordinator.patch(path, { capacity: 4 }, made.etag)).status, 412);
  assert.deepEqual(faultsOf(await coordinator.patch(path, { mode: 'group' }, changed.etag)), ['/mode']);
  // The row as a whole is looked at, not only what was sent.
  assert.deepEqual(faultsOf(await coordinator.patch(path, { active_from: '2099-02-01' }, changed.etag)), ['/active_to']);
  assert.equal((await neighbour.patch(path, { capacity: 9 }, changed.etag)).status, 403);
  const emptied = await coordinator.patch(path, { capacity: null, description: null }, changed.etag);
  assert.deepEqual([emptied.body.capacity, emptied.body.description], [null, null]);
});

test('places are counted as they are taken and left', async () => {
  const it = await makeIntervention(coordinator, { capacity: 1 });
  const counted = async () => { const { places_taken: t, waiting: w, places_left: l } = await one(it.id); return [t, w, l]; };
  const { allocation } = await makeAllocation(coordinator, 'bristol', it);
  assert.deepEqual(await counted(), [0, 0, 1]);
  await bringTo(coordinator, allocation.id, 'waiting_list');
  assert.deepEqual(await counted(), [0, 1, 1]);
  await tryMove(coordinator, allocation.id, 'start');
  assert.deepEqual(await counted(), [1, 0, 0]);
  // The same number for all who allocate; none for those who see no allocations.
  assert.equal((await neighbour.get(`${PATH}/${it.id}`)).body.places_taken, 1);
  assert.equal((await (await people.as('hub_analyst')).get(`${PATH}/${it.id}`)).body.places_taken, null);
  await tryMove(coordinator, allocation.id, 'pause', { reason: 'exams' });
  assert.deepEqual(await counted(), [1, 0, 0]);
});

test('what no longer runs is not proposed', async () => {
  const over = await makeIntervention(coordinator, { active_from: '2020-01-01', active_to: '2020-12-31' });
  await assert.rejects(makeAllocation(coordinator, 'bristol', over), /intervention_id.*no longer runs/);
});
