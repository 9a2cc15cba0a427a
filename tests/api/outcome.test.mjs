// Outcomes over HTTP: recorded, corrected, and the distance travelled.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { accountsOf, signIn } from '../support/api.mjs';
import { dateIn, expectStatus, makeCase } from '../support/meeting.mjs';
import { useServer } from '../support/server.mjs';

const SPOKE = 'bristol';
let server;
let coordinator;
let eit;
let panel;
let elsewhere;

before(async () => {
  server = await useServer();
  const people = accountsOf(server);
  coordinator = await people.as('spoke_coordinator', SPOKE);
  eit = await people.as('eit_officer', SPOKE);
  panel = await people.as('panel_member', SPOKE);
  elsewhere = await people.as('spoke_coordinator', 'northsom');
});
after(() => server?.stop());

const pathOf = (episode, rest) => `/api/v1/episodes/${episode.id}/${rest}`;
const record = (episode, fields, client = coordinator) => client.post(pathOf(episode, 'outcomes'),
  { measure: 'safe_home', point: 'baseline', informant: 'young_person', ...fields });
const pointers = (answer) => answer.body.errors.map((each) => each.pointer).sort();
const distance = async (episode, client = coordinator) =>
  expectStatus(await client.get(pathOf(episode, 'distance-travelled')), 200).body;

describe('recording', () => {
  it('keeps what was measured, when in the work and who told', async () => {
    const { episode } = await makeCase(coordinator, SPOKE);
    const answer = await record(episode, { value: 2, measured_on: dateIn(-30), note: 'Quiet today' });
    assert.equal(answer.status, 201, answer.text);
    assert.equal(answer.location, `/api/v1/outcomes/${answer.body.id}`);
    assert.equal(answer.etag, '"1"');
    assert.equal(answer.body.value, 2);
    assert.equal(answer.body.words, null);
    assert.equal(answer.body.measured_on, dateIn(-30));
    const shown = await eit.get(answer.location);
    assert.deepEqual(shown.body, answer.body);
    const listed = expectStatus(await eit.get(pathOf(episode, 'outcomes')), 200).body;
    assert.deepEqual(listed.items.map(({ id }) => id), [answer.body.id]);
  });

  it('gives a score its words', async () => {
    const { episode } = await makeCase(coordinator, SPOKE);
    assert.equal((await record(episode, { measure: 'risk_to', value: 4, informant: 'worker' })).body.words, 'Very high');
    assert.equal((await record(episode, { measure: 'trusted_adult', value: 1 })).body.words, 'Yes');
  });

  it('takes a reason in place of a value, not both, not neither', async () => {
    const { episode } = await makeCase(coordinator, SPOKE);
    const without = await record(episode, { not_measured: 'declined_to_say' });
    assert.equal(without.status, 201, without.text);
    assert.equal(without.body.value, null);
    assert.deepEqual(pointers(await record(episode, { point: 'exit' })), ['/value']);
    assert.deepEqual(pointers(await record(episode, { point: 'exit', value: 1, not_measured: 'not_asked' })), ['/not_measured']);
  });

  it('refuses a value its measure cannot give, in words', async () => {
    const { episode } = await makeCase(coordinator, SPOKE);
    const wordsOf = async (fields) => {
      const answer = await record(episode, fields);
      assert.equal(answer.status, 422, answer.text);
      assert.deepEqual(pointers(answer), ['/value']);
      return answer.body.errors[0].detail;
    };
    assert.equal(await wordsOf({ value: 6 }), 'Feeling safe at home must be between 1 and 5');
    assert.equal(await wordsOf({ value: 2.5 }), 'Feeling safe at home must be a whole number');
    assert.equal(await wordsOf({ measure: 'attendance_percent', value: 100.01 }), 'School attendance (%) must be between 0 and 100');
    expectStatus(await record(episode, { measure: 'attendance_percent', value: 93.25 }), 201);
    assert.deepEqual(pointers(await record(episode, { measure: 'luck', value: 1 })), ['/measure']);
    assert.deepEqual(pointers(await record(episode, { measured_on: dateIn(9), value: 1 })), ['/measured_on']);
  });

  it('has one value a measure, point and informant', async () => {
    const { episode } = await makeCase(coordinator, SPOKE);
    expectStatus(await record(episode, { value: 2 }), 201);
    assert.equal((await record(episode, { value: 3 })).status, 409);
    expectStatus(await record(episode, { value: 3, informant: 'parent_carer' }), 201);
    expectStatus(await record(episode, { value: 3, point: 'mid' }), 201);
  });

  it('is not for those who only read, or do not see the episode', async () => {
    const { episode } = await makeCase(coordinator, SPOKE);
    assert.equal((await record(episode, { value: 2 }, eit)).status, 403);
    assert.equal((await record(episode, { value: 2 }, panel)).status, 403);
    assert.equal((await record(episode, { value: 2 }, elsewhere)).status, 404);
    assert.equal((await elsewhere.get(pathOf(episode, 'outcomes'))).status, 404);
    assert.equal((await elsewhere.get(pathOf(episode, 'distance-travelled'))).status, 404);
  });
});

describe('correcting', () => {
  it('changes value, date and note on the version that was read', async () => {
    const { episode } = await makeCase(coordinator, SPOKE);
    const made = await record(episode, { value: 2 });
    const path = `/api/v1/outcomes/${made.body.id}`;
    assert.equal((await coordinator.patch(path, { value: 3 })).status, 428);
    const changed = await coordinator.patch(path, { value: 3, note: 'Misread' }, made.etag);
    assert.equal(changed.status, 200, changed.text);
    assert.equal(changed.body.value, 3);
    assert.equal((await coordinator.patch(path, { value: 4 }, made.etag)).status, 412);
    const gone = await coordinator.patch(path, { not_measured: 'not_known' }, changed.etag);
    assert.deepEqual([gone.body.value, gone.body.not_measured], [null, 'not_known']);
    const back = await coordinator.patch(path, { value: 1 }, gone.etag);
    assert.deepEqual([back.body.value, back.body.not_measured], [1, null]);
    assert.deepEqual(pointers(await coordinator.patch(path, { value: null }, back.etag)), ['/value']);
    assert.deepEqual(pointers(await coordinator.patch(path, { value: 9 }, back.etag)), ['/value']);
    assert.deepEqual(pointers(await coordinator.patch(path, { point: 'exit' }, back.etag)), ['/point']);
    assert.equal((await eit.patch(path, { value: 4 }, back.etag)).status, 403);
    assert.equal((await elsewhere.patch(path, { value: 4 }, back.etag)).status, 404);
  });
});

describe('distance travelled', () => {
  it('is the last less the first, better or worse by the measure', async () => {
    const { episode } = await makeCase(coordinator, SPOKE);
    const tell = async (measure, point, day, value, informant = 'young_person') => expectStatus(await record(episode,
      { measure, point, informant, measured_on: dateIn(day), value }), 201);
    await tell('safe_home', 'baseline', -90, 2);
    await tell('safe_home', 'mid', -50, 5);
    await tell('safe_home', 'exit', -10, 4);
    await tell('conflict', 'baseline', -90, 2);
    await tell('conflict', 'exit', -10, 4);
    await tell('trusted_adult', 'baseline', -90, 1);
    await tell('trusted_adult', 'exit', -10, 1);
    await tell('safe_home', 'exit', -10, 1, 'parent_carer');
    await tell('wellbeing', 'baseline', -90, 3);
    expectStatus(await record(episode, { measure: 'wellbeing', point: 'exit', not_measured: 'declined_to_say' }), 201);
    const far = await distance(episode, eit);
    assert.deepEqual([far.compared, far.better, far.same, far.worse, far.not_compared], [3, 1, 1, 1, 2]);
    const rows = Object.fromEntries(far.items.map((each) => [`${each.measure}/${each.informant}`, each]));
    const told = ({ status, direction, change }) => [status, direction, change];
    assert.deepEqual(told(rows['safe_home/young_person']), ['compared', 'better', 2]);
    assert.equal(rows['safe_home/young_person'].latest.point, 'exit');
    assert.equal(rows['safe_home/young_person'].outcomes.length, 3);
    assert.deepEqual(told(rows['conflict/young_person']), ['compared', 'worse', 2]);
    assert.deepEqual(told(rows['trusted_adult/young_person']), ['compared', 'same', 0]);
    assert.deepEqual(told(rows['safe_home/parent_carer']), ['no_baseline', null, null]);
    assert.deepEqual(told(rows['wellbeing/young_person']), ['no_later_value', null, null]);
    assert.equal(rows['wellbeing/young_person'].outcomes[1].not_measured, 'declined_to_say');
  });

  it('of nothing is nothing', async () => {
    const { episode } = await makeCase(coordinator, SPOKE);
    assert.deepEqual(await distance(episode), { compared: 0, better: 0, same: 0, worse: 0, not_compared: 0, items: [] });
  });
});

// A provider's worker with an allocation under way, and one of another's.
async function delivery() {
  const rows = JSON.parse(await server.psql(`SELECT json_agg(x) FROM (
    SELECT u.email, a.id, a.episode_id, a.provider_agency_id FROM access.user_account u
      JOIN access.role_grant g ON g.user_id = u.id AND g.role = 'provider_worker'
      JOIN casework.allocation a ON a.provider_agency_id = u.agency_id AND a.state = 'active' AND a.spoke_id = g.spoke_id
     WHERE u.disabled_at IS NULL) x`));
  const own = rows[0];
  const others = rows.find((each) => each.provider_agency_id !== own.provider_agency_id);
  const account = server.accounts.find(({ email }) => email === own.email);
  return { client: await signIn(server, account.email, account.password), own, others };
}

describe('a provider', () => {
  it('records and reads what it delivers, and nothing else', async () => {
    const { client, own, others } = await delivery();
    const path = `/api/v1/allocations/${own.id}`;
    const version = `t${Date.now()}`;
    const told = { measure: 'gbo', informant: 'worker', instrument_version: version };
    const first = await client.post(`${path}/outcomes`, { ...told, point: 'baseline', value: 2, measured_on: dateIn(-1) });
    assert.equal(first.status, 201, first.text);
    assert.equal(first.body.allocation_id, own.id);
    assert.equal(first.body.episode_id, own.episode_id);
    expectStatus(await client.post(`${path}/outcomes`, { ...told, point: 'mid', value: 7 }), 201);
    const far = expectStatus(await client.get(`${path}/distance-travelled`), 200).body;
    const row = far.items.find((each) => each.instrument_version === version);
    assert.deepEqual([row.status, row.direction, row.change], ['compared', 'better', 5]);
    const listed = expectStatus(await client.get(`${path}/outcomes`), 200).body.items;
    assert.ok(listed.every((each) => each.allocation_id === own.id));
    expectStatus(await client.patch(first.location, { value: 3 }, first.etag), 200);
    assert.equal((await client.get(`/api/v1/episodes/${own.episode_id}/outcomes`)).status, 404);
    assert.equal((await client.get(`/api/v1/allocations/${others.id}/outcomes`)).status, 404);
    assert.equal((await client.post(`/api/v1/allocations/${others.id}/outcomes`, { ...told, point: 'exit', value: 1 })).status, 404);
    assert.deepEqual(pointers(await client.post(`${path}/outcomes`, { ...told, point: 'exit', value: 1, allocation_id: others.id })), ['/allocation_id']);
  });

  it('an outcome is of an intervention of its own episode', async () => {
    const { own } = await delivery();
    const { episode } = await makeCase(coordinator, SPOKE);
    const answer = await record(episode, { value: 2, allocation_id: own.id });
    assert.equal(answer.status, 422);
    assert.deepEqual(pointers(answer), ['/allocation_id']);
  });
});
