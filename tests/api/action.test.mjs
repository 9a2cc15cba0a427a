// Actions and tasks over HTTP.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { accountsOf, inventedName, signIn } from '../support/api.mjs';
import { dateIn, expectStatus, makeCase, makeReady } from '../support/meeting.mjs';
import { whole } from '../support/referral.mjs';
import { useServer } from '../support/server.mjs';

const SPOKE = 'bristol';
let server;
let people;
let coordinator;
let officer;
let eit;
let elsewhere;
const ids = {};

const me = async (client) => {
  const { body } = await client.get('/api/v1/session');
  return body.user?.id ?? body.id;
};

before(async () => {
  server = await useServer();
  people = accountsOf(server);
  coordinator = await people.as('spoke_coordinator', SPOKE);
  officer = await people.as('project_officer', SPOKE);
  eit = await people.as('eit_officer', SPOKE);
  elsewhere = await people.as('spoke_coordinator', 'northsom');
  [ids.coordinator, ids.officer, ids.eit] = await Promise.all([coordinator, officer, eit].map(me));
});
after(() => server?.stop());

const pointers = (answer) => answer.body.errors.map((each) => each.pointer).sort();
const set = async (episode, fields = {}, client = coordinator) => client.post(`/api/v1/episodes/${episode.id}/actions`,
  { description: 'Ring school', due_on: dateIn(5), owner_user_id: ids.eit, ...fields });
const made = async (fields) => expectStatus(await set((await makeCase(coordinator, SPOKE)).episode, fields), 201);
const path = (action, rest = '') => `/api/v1/actions/${action.body.id}${rest}`;
const listed = async (client, query) => expectStatus(await client.get(`/api/v1/actions?${query}`), 200).body.items;

describe('setting an action', () => {
  it('names what, by whom and until when', async () => {
    const { episode, person } = await makeCase(coordinator, SPOKE);
    const answer = await set(episode, { priority: 'high' });
    assert.equal(answer.status, 201, answer.text);
    assert.equal(answer.location, `/api/v1/actions/${answer.body.id}`);
    assert.equal(answer.body.state, 'open');
    assert.equal(answer.body.person.id, person.id);
    assert.equal(answer.body.episode.reference, episode.reference);
    assert.equal(answer.body.owner.id, ids.eit);
    assert.ok(answer.body.owner_agency.code, 'the owner brings their agency');
    assert.equal(answer.body.overdue, false);
    assert.deepEqual(answer.body.history.map(({ verb }) => verb), ['set']);
  });

  it('takes somebody without an account, with their agency', async () => {
    const { episode } = await makeCase(coordinator, SPOKE);
    const answer = await set(episode, { owner_user_id: undefined, owner_name: 'Sam Okafor', owner_agency: 'opcc_hub' });
    assert.equal(answer.status, 201, answer.text);
    assert.equal(answer.body.owner, null);
    assert.equal(answer.body.owner_name, 'Sam Okafor');
    assert.equal(answer.body.owner_agency.code, 'opcc_hub');
  });

  it('says every fault at once', async () => {
    const { episode } = await makeCase(coordinator, SPOKE);
    const bare = await coordinator.post(`/api/v1/episodes/${episode.id}/actions`, {});
    assert.deepEqual(pointers(bare), ['/description', '/due_on', '/owner_agency', '/owner_user_id']);
    assert.deepEqual(pointers(await set(episode, { owner_name: 'Sam' })), ['/owner_name']);
    assert.deepEqual(pointers(await set(episode, { priority: 'huge' })), ['/priority']);
  });

  it('is for the spoke team, in its own spoke', async () => {
    const { episode } = await makeCase(coordinator, SPOKE);
    assert.equal((await set(episode, {}, eit)).status, 403);
    assert.equal((await set(episode, {}, elsewhere)).status, 404);
    assert.equal((await elsewhere.get(`/api/v1/episodes/${episode.id}/actions`)).status, 404);
  });
});

describe('how it goes', () => {
  it('is said by its owner: begun, done, with what was done', async () => {
    const action = await made();
    assert.deepEqual((await eit.get(path(action))).body.moves, ['complete', 'start']);
    const begun = await eit.post(path(action, '/start'), {}, action.etag);
    assert.equal(begun.body.state, 'in_progress', begun.text);
    assert.deepEqual(pointers(await eit.post(path(action, '/complete'), {}, begun.etag)), ['/note']);
    const done = await eit.post(path(action, '/complete'), { note: 'Rang; school will keep the place' }, begun.etag);
    assert.equal(done.body.state, 'done', done.text);
    assert.equal(done.body.done_on, dateIn(0));
    assert.equal(done.body.history[0].note, 'Rang; school will keep the place');
    assert.equal(done.body.history[0].by.id, ids.eit);
    assert.deepEqual(done.body.moves, []);
  });

  it('is not said by those it is not for', async () => {
    const action = await made({ owner_user_id: ids.coordinator });
    const answer = await eit.post(path(action, '/start'), {}, action.etag);
    assert.equal(answer.status, 409);
    assert.match(answer.body.detail, /by its owner/);
    assert.equal((await eit.post(path(action, '/cancel'), { reason: 'unsafe' }, action.etag)).status, 403);
    assert.equal((await elsewhere.post(path(action, '/start'), {}, action.etag)).status, 404);
  });

  it('ends with a reason, or opens again', async () => {
    const action = await made();
    assert.deepEqual(pointers(await officer.post(path(action, '/cancel'), {}, action.etag)), ['/reason']);
    assert.deepEqual(pointers(await officer.post(path(action, '/cancel'), { reason: 'bored' }, action.etag)), ['/reason']);
    const off = await officer.post(path(action, '/cancel'), { reason: 'unsafe', note: 'Threats' }, action.etag);
    assert.equal(off.body.state, 'cancelled', off.text);
    assert.equal(off.body.state_reason, 'unsafe');
    assert.equal((await officer.post(path(action, '/reopen'), { note: 'x' }, off.etag)).status, 409);
    const second = await made();
    const over = await officer.post(path(second, '/supersede'), { note: 'A joint visit' }, second.etag);
    assert.equal(over.body.state, 'superseded', over.text);
    const third = await made();
    const done = await officer.post(path(third, '/complete'), { note: 'Done' }, third.etag);
    const again = await officer.post(path(third, '/reopen'), { note: 'Not quite' }, done.etag);
    assert.equal(again.body.state, 'open', again.text);
    assert.equal(again.body.done_on, null);
  });

  it('moves on the version that was read', async () => {
    const action = await made();
    assert.equal((await eit.post(path(action, '/start'), {})).status, 428);
    expectStatus(await eit.post(path(action, '/start'), {}, action.etag), 200);
    const stale = await officer.post(path(action, '/cancel'), { reason: 'unsafe' }, action.etag);
    assert.equal(stale.status, 412);
    assert.equal(stale.body.current.state, 'in_progress');
  });
});

describe('changing', () => {
  it('gives it to somebody else, and takes the name or the account away', async () => {
    const action = await made();
    const named = await officer.patch(path(action), { owner_name: 'Sam Okafor', owner_agency: 'opcc_hub' }, action.etag);
    assert.equal(named.status, 200, named.text);
    assert.equal(named.body.owner, null);
    assert.equal(named.body.owner_agency.code, 'opcc_hub');
    const mine = await officer.patch(path(action), { owner_user_id: ids.officer, due_on: dateIn(9), priority: 'low' }, named.etag);
    assert.equal(mine.body.owner.id, ids.officer);
    assert.equal(mine.body.owner_name, null);
    assert.notEqual(mine.body.owner_agency.code, 'opcc_hub');
    assert.equal(mine.body.due_on, dateIn(9));
    assert.equal((await eit.patch(path(action), { due_on: dateIn(20) }, mine.etag)).status, 403);
    assert.equal((await officer.patch(path(action), { due_on: dateIn(20) }, action.etag)).status, 412);
    assert.deepEqual(pointers(await officer.patch(path(action), { owner_user_id: null }, mine.etag)), ['/owner_user_id']);
  });

  it('not once it has ended', async () => {
    const action = await made();
    const done = await officer.post(path(action, '/complete'), { note: 'Done' }, action.etag);
    const late = await officer.patch(path(action), { due_on: dateIn(20) }, done.etag);
    assert.equal(late.status, 409);
    assert.match(late.body.detail, /is done/);
  });
});

describe('lists', () => {
  it('show what is left to do, soonest first, and what is overdue', async () => {
    const late = await made({ due_on: dateIn(-400) });
    const soon = await made({ due_on: dateIn(1) });
    assert.equal(late.body.overdue, true);
    const open = await listed(coordinator, `spoke=${SPOKE}&limit=200`);
    const dates = open.map((each) => each.due_on);
    assert.deepEqual(dates, [...dates].sort());
    assert.ok(open.every(({ state }) => ['open', 'in_progress'].includes(state)));
    const at = (action, items) => items.findIndex(({ id }) => id === action.body.id);
    assert.ok(at(late, open) >= 0 && at(late, open) < at(soon, open));
    const overdue = await listed(coordinator, `spoke=${SPOKE}&overdue=true&limit=200`);
    assert.ok(at(late, overdue) >= 0);
    assert.equal(at(soon, overdue), -1);
    assert.equal(at(late, await listed(coordinator, `spoke=${SPOKE}&state=in_progress&limit=200`)), -1);
  });

  it('show mine, an agency’s, and what is over', async () => {
    const action = await made();
    const mine = async (client, query) => (await listed(client, query)).some(({ id }) => id === action.body.id);
    const agency = action.body.owner_agency.code;
    assert.equal(await mine(eit, 'mine=true&limit=200'), true);
    assert.equal(await mine(eit, `mine=true&spoke=${SPOKE}&state=open&agency=${agency}&limit=200`), true);
    assert.equal(await mine(officer, 'mine=true&limit=200'), false);
    assert.equal(await mine(officer, `spoke=${SPOKE}&agency=${agency}&limit=200`), true);
    assert.equal(await mine(officer, `spoke=${SPOKE}&agency=opcc_hub&limit=200`), false);
    expectStatus(await eit.post(path(action, '/complete'), { note: 'Done' }, action.etag), 200);
    assert.equal(await mine(eit, 'mine=true&limit=200'), false);
    assert.equal(await mine(eit, `mine=true&spoke=${SPOKE}&state=done&limit=5`), true);
    assert.equal(await mine(officer, `spoke=${SPOKE}&state=all&limit=200`), true);
    assert.equal((await eit.get('/api/v1/actions?mine=true&state=done')).status, 422);
    assert.equal((await eit.get('/api/v1/actions')).status, 422);
    assert.deepEqual(await listed(eit, 'spoke=northsom'), []);
  });

  it('go on by cursor, either way round', async () => {
    const { episode } = await makeCase(coordinator, SPOKE);
    for (let i = 0; i < 5; i++) expectStatus(await set(episode, { owner_user_id: ids.officer, due_on: '2019-01-01' }), 201);
    for (const query of [`spoke=${SPOKE}`, `spoke=${SPOKE}&state=all`, 'mine=true']) {
      const seen = [];
      let address = `/api/v1/actions?${query}&limit=3`;
      for (let page = 0; page < 4 && address; page++) {
        const { body } = expectStatus(await officer.get(address), 200);
        seen.push(...body.items.map(({ id }) => id));
        address = body.next && `/api/v1/actions?${query}&limit=3&cursor=${body.next}`;
      }
      assert.equal(new Set(seen).size, seen.length, query);
      assert.ok(seen.length > 3, query);
    }
  });
});

describe('tasks', () => {
  const tasks = async (client, kind) => {
    const found = [];
    let address = '/api/v1/tasks?limit=200';
    while (address) {
      const { body } = expectStatus(await client.get(address), 200);
      found.push(...body.items);
      address = body.next && `/api/v1/tasks?limit=200&cursor=${body.next}`;
    }
    const order = found.map((each) => each.due_on);
    assert.deepEqual(order, [...order].sort());
    return found.filter((each) => each.kind === kind);
  };

  it('are my open actions, by when they are due', async () => {
    const due = { overdue: -2, today: 0, this_week: 3, later: 30 };
    const actions = {};
    for (const [group, days] of Object.entries(due)) actions[group] = await made({ owner_user_id: ids.officer, due_on: dateIn(days) });
    const mine = await tasks(officer, 'action');
    for (const [group, action] of Object.entries(actions)) {
      const task = mine.find(({ id }) => id === action.body.id);
      assert.equal(task.group, group);
      assert.equal(task.overdue, group === 'overdue');
      assert.equal(task.href, `/actions/${task.id}`);
      assert.equal(task.person_name, action.body.person.name);
    }
    expectStatus(await officer.post(path(actions.today, '/complete'), { note: 'Done' }, actions.today.etag), 200);
    assert.ok(!(await tasks(officer, 'action')).some(({ id }) => id === actions.today.body.id));
    assert.ok(!(await tasks(eit, 'action')).some(({ id }) => id === actions.later.body.id));
  });

  it('are referrals to triage, and questions to answer', async () => {
    const referrer = await people.as('referrer', SPOKE);
    const referral = expectStatus(await referrer.post('/api/v1/referrals', {
      spoke: SPOKE, ...inventedName(), born_on: '2010-05-04', concerns: [{ concern: 'weapon_carrying' }],
      primary_concern: 'weapon_carrying', concern_on: dateIn(-1), narrative: 'He showed a knife', family_informed: 'informed',
      support_agreement: 'agreed', sharing_gateway: 'pcsc_2022', urgency: 'urgent', source: 'school', submit: true }), 201);
    const address = `/api/v1/referrals/${referral.body.id}`;
    const triage = async (client) => (await tasks(client, 'referral_triage')).find(({ id }) => id === referral.body.id);
    const task = await triage(coordinator);
    assert.equal(task.title, `Triage referral ${referral.body.reference}`);
    const shown = (await coordinator.get(address));
    assert.equal(task.due_on, shown.body.triage_due_on);
    assert.equal(await triage(eit), undefined);
    assert.equal(await triage(elsewhere), undefined);
    assert.ok(!(await tasks(referrer, 'referral_question')).some(({ id }) => id === referral.body.id));
    const taken = expectStatus(await coordinator.post(`${address}/triage`, {}, shown.etag), 200);
    expectStatus(await coordinator.post(`${address}/request-information`, { question: 'Which school?' }, taken.etag), 200);
    assert.equal(await triage(coordinator), undefined, 'the clock stands still');
    const asked = (await tasks(referrer, 'referral_question')).find(({ id }) => id === referral.body.id);
    assert.equal(asked.href, `/referrals/${referral.body.id}`);
  });

  it('are episodes I lead with a review due within the week', async () => {
    const { episode } = await makeCase(coordinator, SPOKE);
    const lead = async (days, etag) => expectStatus(await coordinator.patch(`/api/v1/episodes/${episode.id}`,
      { lead_user_id: ids.officer, next_review_on: dateIn(days) }, etag), 200).etag;
    const review = async () => (await tasks(officer, 'episode_review')).find(({ id }) => id === episode.id);
    const etag = await lead(6, '"1"');
    assert.equal((await review()).title, `Review ${episode.reference}`);
    assert.equal((await tasks(coordinator, 'episode_review')).some(({ id }) => id === episode.id), false);
    await lead(20, etag);
    assert.equal(await review(), undefined);
  });

  it('are minutes I chair, to check and then to sign', async () => {
    const ready = await makeReady(coordinator, SPOKE, { meetingFields: { chair_user_id: ids.coordinator } });
    const task = (await tasks(coordinator, 'meeting_minutes')).find(({ id }) => id === ready.meeting.id);
    assert.match(task.title, /^Sign off the minutes: /);
    const { etag } = await coordinator.get(`/api/v1/meetings/${ready.meeting.id}`);
    expectStatus(await coordinator.post(`/api/v1/meetings/${ready.meeting.id}/sign-off`, {}, etag), 200);
    assert.ok(!(await tasks(coordinator, 'meeting_minutes')).some(({ id }) => id === ready.meeting.id));
  });

  it('are a provider’s sessions to log and outcomes to record, of its own', async () => {
    const rows = JSON.parse(await server.psql(`SELECT json_agg(x) FROM (
      SELECT u.email, a.id, a.spoke_id, a.person_id, a.provider_agency_id FROM access.user_account u
        JOIN access.role_grant g ON g.user_id = u.id AND g.role = 'provider_worker'
        JOIN casework.allocation a ON a.provider_agency_id = u.agency_id AND a.state = 'active' AND a.spoke_id = g.spoke_id) x`));
    const [own] = rows;
    const account = server.accounts.find(({ email }) => email === own.email);
    const provider = await signIn(server, account.email, account.password);
    const session = await server.psql(`INSERT INTO casework.session (spoke_id, person_id, allocation_id, provider_agency_id, planned_at)
      VALUES (${own.spoke_id}, '${own.person_id}', '${own.id}', ${own.provider_agency_id}, now() - interval '2 days') RETURNING id`);
    const task = (await tasks(provider, 'session_log')).find(({ id }) => id === session);
    assert.equal(task.href, `/allocations/${own.id}`);
    assert.equal(task.overdue, true);
    const other = rows.find((each) => each.provider_agency_id !== own.provider_agency_id);
    const rival = server.accounts.find(({ email }) => email === other.email);
    const theirs = await tasks(await signIn(server, rival.email, rival.password), 'session_log');
    assert.ok(!theirs.some(({ id }) => id === session));
    const kinds = new Set((await provider.get('/api/v1/tasks?limit=200')).body.items.map((each) => each.kind));
    for (const kind of ['referral_triage', 'episode_review', 'meeting_minutes']) assert.ok(!kinds.has(kind));
  });

  it('are nobody’s who is not signed in', async () => {
    assert.equal((await people.nobody.get('/api/v1/tasks')).status, 401);
    assert.equal((await people.nobody.get('/api/v1/tasks/changes')).status, 401);
  });
});

describe('what changed since I was last here', () => {
  it('is what others did to my work, not what I did', async () => {
    // The visit before this one: since then.
    const account = people.accountOf('project_officer', SPOKE);
    await signIn(server, account.email, account.password);
    const now = await signIn(server, account.email, account.password);
    const { episode } = await makeCase(coordinator, SPOKE, 'referred');
    expectStatus(await coordinator.patch(`/api/v1/episodes/${episode.id}`, { lead_user_id: ids.officer }, '"1"'), 200);
    expectStatus(await coordinator.post(`/api/v1/episodes/${episode.id}/triage`, { note: 'x' }, '"2"'), 200);
    expectStatus(await officer.post(`/api/v1/episodes/${episode.id}/list`, { note: 'x' }, '"3"'), 200);
    const { body } = expectStatus(await now.get('/api/v1/tasks/changes?limit=100'), 200);
    assert.ok(body.since <= body.items.at(-1).at);
    const moves = body.items.filter(({ href }) => href === `/episodes/${episode.id}`);
    assert.deepEqual(moves.map(({ title }) => title), ['Triage', 'Episode opened']);
    assert.ok(moves[0].who);
    const nothing = expectStatus(await elsewhere.get('/api/v1/tasks/changes?limit=100'), 200).body.items;
    assert.ok(!nothing.some(({ href }) => href === `/episodes/${episode.id}`));
  });

  it('says to a referrer, who opens no record, which of their referrals it is about', async () => {
    const { email, password } = people.accountOf('referrer', SPOKE);
    await signIn(server, email, password);
    const now = await signIn(server, email, password);
    const { body: one } = expectStatus(await now.post('/api/v1/referrals', whole({ submit: true })), 201);
    const { etag } = await coordinator.get(`/api/v1/referrals/${one.id}`);
    expectStatus(await coordinator.post(`/api/v1/referrals/${one.id}/triage`, {}, etag), 200);
    const { items } = expectStatus(await now.get('/api/v1/tasks/changes?limit=100'), 200).body;
    const change = items.find(({ href }) => href === `/referrals/${one.id}`);
    assert.equal(change.person_name, `${one.given_name} ${one.family_name}`);
  });
});
