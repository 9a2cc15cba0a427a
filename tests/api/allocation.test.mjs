// Allocations and their sessions over HTTP: every move allowed and refused,
// what a provider may see and do, and the three facts of a session.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { accountsOf } from '../support/api.mjs';
import { agencyOf, BODY_OF, bringTo, END, makeAllocation, makeIntervention, tryMove, WAY_TO } from '../support/delivery.mjs';
import { makeCase } from '../support/meeting.mjs';
import { useServer } from '../support/server.mjs';

const PATH = '/api/v1/allocations';
let server, people, coordinator, officer, provider, rival, police, neighbour, help;

before(async () => {
  server = await useServer();
  people = accountsOf(server);
  coordinator = await people.as('spoke_coordinator', 'bristol');
  officer = await people.as('project_officer', 'bristol');
  provider = await people.as('provider_worker', 'bristol');
  rival = await people.as('provider_worker', 'northsom');
  police = await people.as('eit_officer', 'bristol');
  neighbour = await people.as('spoke_coordinator', 'northsom');
  help = await makeIntervention(coordinator, { provider: await agencyOf(provider) });
});
after(() => server?.stop());

const ok = (answer, status = 200) => {
  assert.equal(answer.status, status, answer.text);
  return answer;
};
const faultsOf = (answer) => Object.fromEntries(answer.body.errors.map((e) => [e.pointer, e.detail]));
const fresh = async (state = 'proposed', fields) => {
  const made = await makeAllocation(coordinator, 'bristol', help, fields);
  await bringTo(coordinator, made.allocation.id, state);
  return made;
};
const read = async (who, id) => ok(await who.get(`${PATH}/${id}`));
const dayFromNow = (days) => new Date(Date.now() + days * 86400000).toISOString();

/* ---- proposing ---- */

test('a proposal takes the intervention\'s usual dosage, unless told otherwise', async () => {
  const { allocation, person, episode } = await fresh();
  assert.equal(allocation.state, 'proposed');
  assert.deepEqual([allocation.planned_sessions, allocation.planned_hours], [8, 12]);
  assert.equal(allocation.person.id, person.id);
  assert.equal(allocation.episode_id, episode.id);
  assert.deepEqual(allocation.moves, ['offer', 'unsuitable', 'withdraw']);
  const { allocation: other } = await fresh('proposed', { planned_sessions: 3, planned_hours: 4.5 });
  assert.deepEqual([other.planned_sessions, other.planned_hours], [3, 4.5]);
});

test('the same intervention is open once', async () => {
  const { allocation, episode } = await fresh();
  const body = { episode_id: episode.id, intervention_id: help.id };
  const again = await coordinator.post(PATH, body);
  assert.equal(again.status, 409);
  assert.match(again.body.detail, /already allocated/);
  ok(await tryMove(coordinator, allocation.id, 'withdraw', END));
  ok(await coordinator.post(PATH, body), 201);
});

test('an episode one may not see is as one that is not there', async () => {
  const elsewhere = await makeCase(neighbour, 'northsom', 'listed');
  const answers = await Promise.all([elsewhere.episode.id, '00000000-0000-4000-8000-000000000000']
    .map((episode_id) => coordinator.post(PATH, { episode_id, intervention_id: help.id })));
  for (const answer of answers) {
    assert.equal(answer.status, 422);
    assert.equal(faultsOf(answer)['/episode_id'], 'Choose the young person\'s episode');
  }
});

test('only what the spoke delivers, for an open episode, with a worker who may', async () => {
  const { episode } = await makeCase(coordinator, 'bristol', 'listed');
  const theirs = await makeIntervention(neighbour, { spokes: ['northsom'] });
  const refused = async (more) => {
    const answer = ok(await coordinator.post(PATH, { episode_id: episode.id, intervention_id: help.id, ...more }), 422);
    return Object.keys(faultsOf(answer));
  };
  assert.deepEqual(await refused({ intervention_id: theirs.id }), ['/intervention_id']);
  assert.deepEqual(await refused({ intervention_id: episode.id }), ['/intervention_id']);
  assert.deepEqual(await refused({ worker_user_id: (await neighbour.get('/api/v1/session')).body.user.id }), ['/worker_user_id']);
  assert.deepEqual(await refused({ discussion_id: episode.id }), ['/discussion_id']);
  ok(await coordinator.post(PATH, { episode_id: episode.id, intervention_id: help.id,
    worker_user_id: (await provider.get('/api/v1/session')).body.user.id }), 201);
});

test('who proposes: coordinators and project officers of the spoke', async () => {
  const { episode } = await makeCase(coordinator, 'bristol', 'listed');
  const body = { episode_id: episode.id, intervention_id: help.id };
  for (const who of [provider, police, await people.as('panel_member', 'bristol'), await people.as('referrer', 'bristol')])
    ok(await who.post(PATH, body), 403);
  ok(await neighbour.post(PATH, body), 422);
  ok(await officer.post(PATH, body), 201);
});

/* ---- moves ---- */

const ALLOWED = {
  offer: ['proposed'], agree: ['offered'], wait: ['agreed'], start: ['agreed', 'waiting_list'],
  pause: ['active'], resume: ['paused'], complete: ['active'], disengage: ['active', 'paused'],
  withdraw: ['proposed', 'offered', 'agreed', 'waiting_list', 'active', 'paused'],
  decline: ['offered', 'agreed', 'waiting_list'],
  unsuitable: ['proposed', 'offered', 'agreed', 'waiting_list'],
  'provider-decline': ['offered', 'agreed', 'waiting_list'],
  'never-started': ['agreed', 'waiting_list'],
};

for (const state of Object.keys(WAY_TO)) {
  test(`from ${state}: each verb is allowed or refused as the table says`, async () => {
    let { allocation } = await fresh(state);
    assert.equal((await read(coordinator, allocation.id)).body.state, state);
    for (const [verb, from] of Object.entries(ALLOWED)) {
      if (from.includes(state)) continue;
      const refused = await tryMove(coordinator, allocation.id, verb, BODY_OF[verb]);
      assert.equal(refused.status, 409, `${verb}: ${refused.text}`);
      assert.match(refused.body.detail, /^[A-Z].*\.$/);
    }
    assert.equal((await read(coordinator, allocation.id)).body.state, state);
    const open = Object.keys(ALLOWED).filter((verb) => ALLOWED[verb].includes(state));
    assert.deepEqual((await read(coordinator, allocation.id)).body.moves,
      open.map((verb) => verb.replace('-', '_')).sort());
    for (const verb of open) {
      ok(await tryMove(coordinator, allocation.id, verb, BODY_OF[verb]));
      ({ allocation } = await fresh(state));
    }
  });
}

test('it cannot start before it is agreed, and is told so', async () => {
  const { allocation } = await fresh('offered');
  const answer = ok(await tryMove(coordinator, allocation.id, 'start'), 409);
  assert.equal(answer.body.detail, 'Only an agreed or waiting intervention can be started.');
});

test('an end says why, and what has changed', async () => {
  const { allocation } = await fresh('active');
  const empty = ok(await tryMove(coordinator, allocation.id, 'complete'), 422);
  assert.deepEqual(Object.keys(faultsOf(empty)).sort(), ['/exit_reason', '/exit_summary']);
  const unlike = ok(await tryMove(coordinator, allocation.id, 'complete', { ...END }), 422);
  assert.deepEqual(Object.keys(faultsOf(unlike)), ['/exit_reason']);
  const early = ok(await tryMove(coordinator, allocation.id, 'complete',
    { ...BODY_OF.complete, on: '2020-01-01' }), 422);
  assert.equal(faultsOf(early)['/on'], 'The end date must be the same as or after the start date');
  const done = ok(await tryMove(coordinator, allocation.id, 'complete', BODY_OF.complete));
  assert.equal(done.body.exit_reason, 'completed_planned');
  assert.ok(done.body.ended_on);
  assert.deepEqual(done.body.moves, []);
  assert.equal(ok(await coordinator.patch(`${PATH}/${allocation.id}`, { goals: 'x' }, done.etag), 409).body.detail,
    'This intervention has ended: its plan no longer changes.');
});

test('a pause says why, with a reason of its own', async () => {
  const { allocation } = await fresh('active');
  assert.deepEqual(Object.keys(faultsOf(ok(await tryMove(coordinator, allocation.id, 'pause'), 422))), ['/reason']);
  assert.deepEqual(Object.keys(faultsOf(ok(await tryMove(coordinator, allocation.id, 'pause', { reason: 'no_capacity' }), 422))), ['/reason']);
  assert.deepEqual(Object.keys(faultsOf(ok(await tryMove(coordinator, allocation.id, 'pause', { reason: 'by_owl' }), 422))), ['/reason']);
  const paused = ok(await tryMove(coordinator, allocation.id, 'pause', { reason: 'exams', note: 'Until June' }));
  assert.deepEqual([paused.body.state_reason, paused.body.state_note], ['exams', 'Until June']);
  const resumed = ok(await tryMove(coordinator, allocation.id, 'resume'));
  assert.equal(resumed.body.state_reason, null);
});

test('each move is a row: who, when, why', async () => {
  const { allocation } = await fresh('paused');
  const { items } = ok(await coordinator.get(`${PATH}/${allocation.id}/history`)).body;
  assert.deepEqual(items.map((m) => m.verb), ['propose', 'offer', 'agree', 'start', 'pause']);
  assert.equal(items[4].reason, 'exams');
  assert.ok(items.every((m) => m.by && m.agency && m.at));
});

test('a move names the version it starts from', async () => {
  const { allocation } = await fresh();
  const path = `${PATH}/${allocation.id}/offer`;
  ok(await coordinator.post(path, {}), 428);
  const now = await read(coordinator, allocation.id);
  ok(await coordinator.post(path, {}, now.etag));
  const stale = ok(await officer.post(path, {}, now.etag), 412);
  assert.equal(stale.body.current.state, 'offered');
});

test('the plan is changed by the spoke', async () => {
  const { allocation } = await fresh('active');
  const now = await read(coordinator, allocation.id);
  const changed = ok(await officer.patch(now.location ?? `${PATH}/${allocation.id}`,
    { goals: 'A calm week', need_to_know: null }, now.etag));
  assert.deepEqual([changed.body.goals, changed.body.need_to_know, changed.body.planned_sessions], ['A calm week', null, 8]);
  ok(await provider.patch(`${PATH}/${allocation.id}`, { goals: 'Ours' }, changed.etag), 403);
  ok(await neighbour.patch(`${PATH}/${allocation.id}`, { goals: 'Ours' }, changed.etag), 404);
});

/* ---- the provider ---- */

test('a provider sees what was offered, with what they need to know, and nothing else', async () => {
  const { allocation, person, episode } = await fresh('proposed');
  const path = `${PATH}/${allocation.id}`;
  const sees = async (who) => (await who.get(path)).status;
  const lists = async (query = '') => (await provider.get(`${PATH}?limit=200${query}`)).body.items.some((i) => i.id === allocation.id);
  assert.equal(await sees(provider), 404);
  assert.equal(await lists(), false);
  ok(await provider.get(`/api/v1/people/${person.id}`), 404);
  for (const part of ['/sessions', '/history']) ok(await provider.get(path + part), 404);
  await bringTo(coordinator, allocation.id, 'offered');
  const seen = (await read(provider, allocation.id)).body;
  assert.equal(seen.need_to_know, 'Likes boxing');
  assert.equal(seen.person.name, person.name);
  assert.deepEqual(seen.person.episodes, []);
  assert.equal(seen.person.consent, null);
  assert.deepEqual(seen.moves, ['agree', 'decline', 'provider_decline']);
  assert.equal(await lists(), true);
  assert.equal(await lists('&provider_only=true&state=offered'), true);
  assert.equal(await lists('&state=active'), false);
  ok(await provider.get(`/api/v1/people/${person.id}`));
  assert.equal((await provider.get(`${path}/history`)).body.items.length, 2);
  ok(await provider.get(`/api/v1/episodes/${episode.id}`), 403);
  assert.equal(await sees(rival), 404);
  assert.equal(await sees(neighbour), 404);
});

test('what was withdrawn before it was offered the provider never sees', async () => {
  for (const verb of ['withdraw', 'unsuitable']) {
    const { allocation, person } = await fresh();
    ok(await tryMove(coordinator, allocation.id, verb, BODY_OF[verb]));
    ok(await provider.get(`${PATH}/${allocation.id}`), 404);
    ok(await provider.get(`/api/v1/people/${person.id}`), 404);
    const { items } = (await provider.get(`${PATH}?state=all&limit=200`)).body;
    assert.ok(!items.some((i) => i.id === allocation.id));
  }
});

test('a provider delivers; the spoke decides', async () => {
  const { allocation } = await fresh('offered');
  for (const verb of ['offer', 'withdraw', 'unsuitable'])
    ok(await tryMove(provider, allocation.id, verb, BODY_OF[verb]), 403);
  for (const verb of ['agree', 'wait', 'start', 'pause', 'resume'])
    ok(await tryMove(provider, allocation.id, verb, BODY_OF[verb]));
  const started = (await read(coordinator, allocation.id)).body;
  assert.equal(started.worker.name, (await provider.get('/api/v1/session')).body.user.name);
  const ended = ok(await tryMove(provider, allocation.id, 'complete', BODY_OF.complete));
  assert.equal(ended.body.state, 'completed');
  for (const verb of ['decline', 'provider-decline', 'never-started', 'disengage']) {
    const { allocation: other } = await fresh(verb === 'disengage' ? 'active' : 'agreed');
    ok(await tryMove(rival, other.id, verb, BODY_OF[verb], coordinator), 404);
    ok(await tryMove(provider, other.id, verb, BODY_OF[verb]));
  }
});

test('a provider ends it no earlier than it can still see', async () => {
  const { allocation } = await fresh('agreed');
  const longAgo = dayFromNow(-60).slice(0, 10);
  ok(await tryMove(provider, allocation.id, 'start', { on: longAgo }));
  const answer = ok(await tryMove(provider, allocation.id, 'complete', { ...BODY_OF.complete, on: dayFromNow(-40).slice(0, 10) }), 422);
  assert.equal(faultsOf(answer)['/on'], 'The date it ended must be in the last 4 weeks');
  ok(await tryMove(coordinator, allocation.id, 'complete', { ...BODY_OF.complete, on: dayFromNow(-40).slice(0, 10) }));
  ok(await provider.get(`${PATH}/${allocation.id}`), 404);
});

test('the police of the spoke read, and move nothing', async () => {
  const { allocation } = await fresh('agreed');
  assert.deepEqual((await read(police, allocation.id)).body.moves, []);
  for (const verb of Object.keys(ALLOWED)) ok(await tryMove(police, allocation.id, verb, BODY_OF[verb]), 403);
});

/* ---- lists ---- */

test('lists: open ones, one state, all, of an episode; page by page', async () => {
  const { allocation, episode } = await fresh('agreed');
  const { allocation: ended } = await fresh('completed');
  const ids = async (query) => (await coordinator.get(`${PATH}?${query}`)).body.items.map((i) => i.id);
  const open = await ids('spoke=bristol&limit=200');
  assert.ok(open.includes(allocation.id) && !open.includes(ended.id));
  assert.ok((await ids('state=completed&limit=200')).includes(ended.id));
  assert.ok((await ids('state=all&limit=200')).includes(ended.id));
  assert.ok(!(await ids('state=agreed&limit=200')).includes(ended.id));
  assert.deepEqual(await ids(`episode_id=${episode.id}`), [allocation.id]);
  assert.deepEqual(await ids('spoke=northsom'), []);
  assert.deepEqual(await ids('state=nonsense'), []);
  const first = (await coordinator.get(`${PATH}?state=all&limit=2`)).body;
  const second = (await coordinator.get(`${PATH}?state=all&limit=2&cursor=${encodeURIComponent(first.next)}`)).body;
  const both = [...first.items, ...second.items];
  assert.equal(new Set(both.map((i) => i.id)).size, 4);
  assert.deepEqual(both.map((i) => i.updated_at), both.map((i) => i.updated_at).sort().reverse());
});

/* ---- sessions ---- */

const sessions = (id) => `${PATH}/${id}/sessions`;

test('a session is planned only on what is agreed and has not ended', async () => {
  const wanted = { planned_at: dayFromNow(3), mode: 'face_to_face', minutes: 60 };
  for (const state of Object.keys(WAY_TO)) {
    const { allocation } = await fresh(state);
    const answer = await coordinator.post(sessions(allocation.id), wanted);
    if (['agreed', 'waiting_list', 'active', 'paused'].includes(state)) ok(answer, 201);
    else assert.match(ok(answer, 409).body.detail, ['proposed', 'offered'].includes(state)
      ? /once the provider has agreed/ : /has ended/, state);
  }
});

test('a planned session is logged: the three facts', async () => {
  const { allocation } = await fresh('active');
  const planned = ok(await provider.post(sessions(allocation.id), { planned_at: dayFromNow(-1) }), 201);
  assert.match(planned.location, /^\/api\/v1\/sessions\//);
  assert.deepEqual([planned.body.happened, planned.body.attendance, planned.body.to_log], [null, null, true]);
  assert.equal((await read(provider, allocation.id)).body.dosage.to_log, 1);
  const path = `/api/v1/sessions/${planned.body.id}`;
  const log = (body, etag) => provider.patch(path, body, etag);
  assert.deepEqual(Object.keys(faultsOf(ok(await log({ happened: false, attendance: 'attended' }, planned.etag), 422))), ['/attendance']);
  // One half of the fact alone: the row as it would stand is refused.
  assert.deepEqual(Object.keys(faultsOf(ok(await log({ happened: true }, planned.etag), 422))), ['/attendance']);
  assert.deepEqual(Object.keys(faultsOf(ok(await log({ engagement: 'engaged' }, planned.etag), 422))), ['/engagement']);
  const logged = ok(await log({ happened: true, attendance: 'late', engagement: 'engaged', minutes: 45,
    note: 'Came late, stayed', young_person_voice: 'It was alright' }, planned.etag));
  assert.equal(logged.body.to_log, false);
  const { dosage } = (await read(provider, allocation.id)).body;
  assert.deepEqual([dosage.sessions, dosage.attended, dosage.hours_attended, dosage.missed, dosage.to_log], [1, 1, 0.75, 0, 0]);
  assert.equal(dosage.days_offer_to_first_attended <= 0, true);
  // Corrected: who did not come was not engaged, and the row still says so.
  assert.deepEqual(Object.keys(faultsOf(ok(await log({ attendance: 'did_not_attend' }, logged.etag), 422))), ['/engagement']);
  const corrected = ok(await log({ attendance: 'did_not_attend', engagement: null }, logged.etag));
  assert.equal(corrected.body.note, 'Came late, stayed');
  assert.equal((await read(provider, allocation.id)).body.dosage.missed, 1);
  ok(await log({ note: 'x' }, logged.etag), 412);
});

test('what the provider cancels never counts against the young person', async () => {
  const { allocation } = await fresh('active');
  const add = (attendance) => provider.post(sessions(allocation.id), { planned_at: dayFromNow(-2), minutes: 60, happened: false, attendance });
  for (const attendance of ['cancelled_provider', 'not_brought', 'cancelled_family', 'unsuccessful_attempt', 'did_not_attend', 'refused_at_door'])
    ok(await add(attendance), 201);
  const { dosage } = (await read(provider, allocation.id)).body;
  assert.deepEqual([dosage.missed, dosage.cancelled_by_provider, dosage.hours_offered, dosage.attended], [2, 1, 5, 0]);
});

test('what lies ahead has not happened', async () => {
  const { allocation } = await fresh('active');
  const answer = ok(await provider.post(sessions(allocation.id),
    { planned_at: dayFromNow(2), happened: true, attendance: 'attended' }), 422);
  assert.deepEqual(Object.keys(faultsOf(answer)), ['/planned_at']);
  ok(await provider.post(sessions(allocation.id), { planned_at: dayFromNow(2), happened: false, attendance: 'cancelled_family' }), 201);
});

test('a session is its spoke\'s and its provider\'s', async () => {
  const { allocation } = await fresh('active');
  const made = ok(await provider.post(sessions(allocation.id), { planned_at: dayFromNow(-1) }), 201);
  const path = `/api/v1/sessions/${made.body.id}`;
  for (const who of [coordinator, officer, police, provider]) ok(await who.get(path));
  for (const who of [rival, neighbour]) {
    ok(await who.get(path), 404);
    ok(await who.get(sessions(allocation.id)), 404);
    ok(await who.post(sessions(allocation.id), { planned_at: dayFromNow(1) }), 404);
    ok(await who.patch(path, { note: 'x' }, made.etag), 404);
  }
  ok(await police.post(sessions(allocation.id), { planned_at: dayFromNow(1) }), 403);
  ok(await police.patch(path, { note: 'x' }, made.etag), 403);
});

test('sessions are listed latest first, page by page', async () => {
  const { allocation } = await fresh('active');
  for (const days of [-3, -1, 2]) ok(await provider.post(sessions(allocation.id), { planned_at: dayFromNow(days) }), 201);
  const first = (await provider.get(`${sessions(allocation.id)}?limit=2`)).body;
  const second = (await provider.get(`${sessions(allocation.id)}?limit=2&cursor=${encodeURIComponent(first.next)}`)).body;
  const times = [...first.items, ...second.items].map((s) => s.planned_at);
  assert.equal(times.length, 3);
  assert.deepEqual(times, [...times].sort().reverse());
  assert.equal(second.next, null);
});

test('the journey shows the moves and the sessions', async () => {
  const { allocation, person } = await fresh('active');
  ok(await provider.post(sessions(allocation.id), { planned_at: dayFromNow(-1), happened: true, attendance: 'attended', note: 'Good start' }), 201);
  const { events } = ok(await coordinator.get(`/api/v1/people/${person.id}/journey`)).body;
  assert.equal(events.filter((e) => e.kind === 'allocation').length, 4);
  assert.equal(events.find((e) => e.kind === 'session').summary, 'Good start');
});
