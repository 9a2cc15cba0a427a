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
  it('keeps what it said, with the reason', async () => {
    const { episode } = await makeCase(coordinator, SPOKE);
    const made = await record(episode, { value: 2, note: 'Quiet' });
    const path = `/api/v1/outcomes/${made.body.id}`;
    const amend = (body, etag, client = coordinator) => client.post(`${path}/amend`, { reason: 'typing_error', ...body }, etag);
    assert.equal((await amend({ value: 3 })).status, 428);
    assert.deepEqual(pointers(await coordinator.post(`${path}/amend`, { value: 3 }, made.etag)), ['/reason']);
    assert.deepEqual(pointers(await amend({ value: 3, reason: 'mood' }, made.etag)), ['/reason']);
    const changed = await amend({ value: 3, reason_note: 'Misread' }, made.etag);
    assert.equal(changed.status, 200, changed.text);
    assert.deepEqual([changed.body.value, changed.body.note, changed.body.correction_reason], [3, null, 'typing_error']);
    const [before_] = changed.body.earlier;
    assert.deepEqual([before_.version, before_.reason, before_.note, before_.was.value, before_.was.note], [1, 'typing_error', 'Misread', 2, 'Quiet']);
    assert.equal((await amend({ value: 4 }, made.etag)).status, 412);
    const gone = await amend({ not_measured: 'not_known' }, changed.etag);
    assert.deepEqual([gone.body.value, gone.body.not_measured], [null, 'not_known']);
    const back = await amend({ value: 1 }, gone.etag);
    assert.deepEqual([back.body.value, back.body.not_measured], [1, null]);
    assert.deepEqual(back.body.earlier.map((each) => each.was.value), [null, 3, 2]);
    assert.deepEqual(pointers(await amend({}, back.etag)), ['/value']);
    assert.deepEqual(pointers(await amend({ value: 9 }, back.etag)), ['/value']);
    assert.deepEqual(pointers(await amend({ value: 2, point: 'exit' }, back.etag)), ['/point']);
    assert.equal((await amend({ value: 4 }, back.etag, eit)).status, 403);
    assert.equal((await amend({ value: 4 }, back.etag, elsewhere)).status, 404);
    assert.deepEqual((await eit.get(path)).body.earlier, back.body.earlier, 'who reads it reads its history');
  });

  it('strikes what was recorded in error, and makes room for what is right', async () => {
    const { episode } = await makeCase(coordinator, SPOKE);
    const made = await record(episode, { value: 2 });
    const path = `/api/v1/outcomes/${made.body.id}`;
    const struck = await coordinator.post(`${path}/in-error`, { reason: 'wrong_person' }, made.etag);
    assert.equal(struck.status, 200, struck.text);
    assert.equal(struck.body.in_error, true);
    assert.equal((await coordinator.post(`${path}/amend`, { reason: 'typing_error', value: 3 }, struck.etag)).status, 409);
    assert.deepEqual((await coordinator.get(pathOf(episode, 'outcomes'))).body.items, []);
    assert.equal((await coordinator.get(pathOf(episode, 'outcomes?all_versions=true'))).body.items.length, 1);
    assert.deepEqual((await distance(episode)).items, []);
    expectStatus(await record(episode, { value: 5 }), 201);
  });
});

describe('scores', () => {
  it('are worked out from the items, and never typed beside them', async () => {
    const { episode } = await makeCase(coordinator, SPOKE);
    const sad = await record(episode, { measure: 'swemwbs', items: [3, 3, 3, 3, 3, 3, 2] });
    assert.equal(sad.status, 201, sad.text);
    assert.deepEqual([sad.body.value, sad.body.items, sad.body.band], [18.59, [3, 3, 3, 3, 3, 3, 2], null]);
    assert.deepEqual(pointers(await record(episode, { measure: 'swemwbs', point: 'mid', items: [3, 3, 3, 3, 3, 3] })), ['/items']);
    assert.deepEqual(pointers(await record(episode, { measure: 'swemwbs', point: 'mid', items: [3, 3, 3, 3, 3, 3, 6] })), ['/items']);
    assert.deepEqual(pointers(await record(episode, { measure: 'swemwbs', point: 'mid', items: [3, 3, 3, 3, 3, 3, 3], value: 20 })), ['/value']);
    assert.deepEqual(pointers(await record(episode, { measure: 'swemwbs', point: 'mid', value: 20 })), ['/value']);
    assert.deepEqual(pointers(await record(episode, { measure: 'gbo', point: 'mid', items: [2] })), ['/items']);
    const told = await record(episode, { measure: 'sdq_total', informant: 'parent_carer', items: [5, 4, 4, 4, 9] });
    assert.deepEqual([told.body.value, told.body.band], [17, 'High']);
    const self = await record(episode, { measure: 'sdq_total', items: [5, 4, 4, 4, 9] });
    assert.deepEqual([self.body.value, self.body.band], [17, 'Borderline']);
    const better = await coordinator.post(`/api/v1/outcomes/${told.body.id}/amend`,
      { items: [3, 3, 4, 4, 9], reason: 'typing_error' }, told.etag);
    assert.deepEqual([better.body.value, better.body.band, better.body.earlier[0].was.items], [14, 'Borderline', [5, 4, 4, 4, 9]]);
  });

  it('of goals are kept apart by their names', async () => {
    const { episode } = await makeCase(coordinator, SPOKE);
    for (const [scale, first, last] of [['Sleep at home', 2, 8], ['Finish college', 5, 4]]) {
      expectStatus(await record(episode, { measure: 'gbo', scale, value: first, measured_on: dateIn(-40) }), 201);
      expectStatus(await record(episode, { measure: 'gbo', scale, point: 'exit', value: last }), 201);
    }
    const far = await distance(episode);
    assert.deepEqual([far.compared, far.better, far.worse], [2, 1, 1]);
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
    expectStatus(await client.post(`${first.location}/amend`, { value: 3, reason: 'typing_error' }, first.etag), 200);
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

describe('for a group', () => {
  it('counts pairs, better and worse, and who is missing', async () => {
    const { id, spoke } = JSON.parse(await server.psql(`SELECT json_build_object('id', a.intervention_id, 'spoke', '${SPOKE}')
      FROM casework.allocation a JOIN casework.outcome o ON o.allocation_id = a.id AND o.point = 'exit' AND o.value IS NOT NULL
     WHERE a.spoke_id = (SELECT id FROM reference.spoke WHERE code = '${SPOKE}') LIMIT 1`));
    const path = `/api/v1/interventions/${id}/distance-travelled`;
    const { body } = expectStatus(await coordinator.get(`${path}?spoke=${spoke}`), 200);
    assert.ok(body.items.length > 0);
    for (const item of body.items) {
      assert.equal(item.better + item.same + item.worse, item.paired);
      assert.ok(item.paired <= item.baseline && item.baseline <= item.began, JSON.stringify(item));
      assert.equal(item.missing_percent, Math.round((1000 * item.missing) / item.began) / 10);
    }
    // One measure by hand, from the rows themselves.
    const [item] = body.items.filter((each) => each.paired > 0);
    const rows = JSON.parse(await server.psql(`SELECT json_agg(json_build_object('a', o.allocation_id, 'point', o.point, 'on', o.measured_on,
        'place', p.position, 'value', o.value)) FROM casework.outcome o JOIN casework.allocation a ON a.id = o.allocation_id
        JOIN reference.outcome_point p ON p.code = o.point
      WHERE a.intervention_id = '${id}' AND a.started_on IS NOT NULL AND a.spoke_id = (SELECT id FROM reference.spoke WHERE code = '${SPOKE}')
        AND o.measure = '${item.measure}' AND o.informant = '${item.informant}' AND o.value IS NOT NULL AND o.in_error_at IS NULL`));
    const changes = [...new Set(rows.map((row) => row.a))].flatMap((a) => {
      const own = rows.filter((row) => row.a === a);
      const first = own.find((row) => row.point === 'baseline');
      const last = own.filter((row) => row.point !== 'baseline' && first && row.on >= first.on)
        .sort((x, y) => (x.on < y.on ? -1 : x.on > y.on ? 1 : x.place - y.place)).at(-1);
      return first && last ? [last.value - first.value] : [];
    });
    assert.equal(changes.length, item.paired);
    assert.ok(Math.abs(changes.reduce((sum, each) => sum + each, 0) / changes.length - item.mean_change) < 0.01);
    const none = expectStatus(await elsewhere.get(`${path}?spoke=${spoke}`), 200).body;
    assert.deepEqual(none.items, [], 'another spoke counts none of them');
    assert.deepEqual(pointers(await coordinator.get(`${path}?from=2026-02-01&to=2026-01-01`)), ['/to']);
    assert.equal((await panel.get(path)).status, 403);
  });
});

describe('outcomes to log', () => {
  it('names the point, soonest due first, and is gone once measured', async () => {
    const { body } = expectStatus(await coordinator.get(`/api/v1/outcomes-due?spoke=${SPOKE}`), 200);
    assert.ok(body.items.length > 0);
    const dates = body.items.map((each) => each.due_on);
    assert.deepEqual(dates, [...dates].sort());
    assert.ok(body.items.some((each) => ['three_months', 'six_months'].includes(each.point)), 'follow-ups are asked for');
    const [one] = body.items;
    expectStatus(await coordinator.post(`/api/v1/allocations/${one.allocation_id}/outcomes`,
      { measure: 'trusted_adult', point: one.point, informant: 'worker', value: 1 }), 201);
    const left = (await coordinator.get(`/api/v1/outcomes-due?spoke=${SPOKE}`)).body.items;
    assert.ok(!left.some((each) => each.allocation_id === one.allocation_id && each.point === one.point));
    assert.deepEqual((await elsewhere.get(`/api/v1/outcomes-due?spoke=${SPOKE}`)).body.items, []);
    assert.equal((await eit.get(`/api/v1/outcomes-due?spoke=${SPOKE}`)).status, 403);
  });
});
