// Users and roles over HTTP: who may invite whom, what takes two persons, and
// that what ends bites on the next request (R9, R19).
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { accountsOf, Client, signIn } from '../support/api.mjs';
import { dateIn, expectStatus as expectAnswer } from '../support/meeting.mjs';
import { useServer } from '../support/server.mjs';

const SPOKE = 'bristol';
const PASSWORD = 'a decent long password 7';
let server, people, admin, coordinator, stranger, lead, nobody;
let made = 0;

before(async () => {
  server = await useServer();
  people = accountsOf(server);
  [admin, coordinator, stranger, lead] = await Promise.all([people.as('system_admin'),
    people.as('spoke_coordinator', SPOKE), people.as('spoke_coordinator', 'northsom'), people.as('ig_lead')]);
  nobody = new Client(server.baseUrl);
});
after(() => server?.stop());

const expectStatus = async (asked, status) => expectAnswer(await asked, status);
const address = () => `user-${process.pid}-${Date.now()}-${made += 1}@test.example`;
const person = (fields = {}) => ({ email: address(), name: 'Tess Testing', agency: 'bristol_spoke_team',
  role: 'referrer', spoke: SPOKE, reason: 'Starts on Monday', ...fields });
const invite = async (client, fields) => (await expectStatus(client.post('/api/v1/users', person(fields)), 201)).body;
const accept = (token, password = PASSWORD) => nobody.post('/api/v1/account-links/accept', { token, password });
const signedIn = async (user) => signIn(server, user.email, PASSWORD);
const of = async (client, user) => (await expectStatus(client.get(`/api/v1/users/${user.id}`), 200)).body;
// What is done to an account is done to it as it stands.
const act = async (client, user, path, body = {}) => {
  const { version } = (await admin.get(`/api/v1/users/${user.id}`)).body;
  return client.post(path, body, `"${version}"`);
};
const give = (client, user, body) => act(client, user, `/api/v1/users/${user.id}/grants`, { reason: 'Covers for a colleague', ...body });
const asMember = async (fields) => {
  const user = await invite(coordinator, fields);
  await expectStatus(accept(user.token), 200);
  return { user, client: await signedIn(user) };
};
const me = async (client) => (await client.get('/api/v1/session')).body;
const sql = (text) => server.psql(text);
// Rows that are never changed are made older behind their guards.
const behind = (text) => sql(`SET session_replication_role = replica; ${text}`);

describe('an invitation', () => {
  it('makes an account whose link is shown once, kept as a hash, and sets the password once', async () => {
    const user = await invite(coordinator);
    assert.equal(user.state, 'invited');
    assert.match(user.token, /^[\w-]{43}$/);
    assert.equal((await of(coordinator, user)).token, undefined);
    const kept = await sql(`SELECT row_to_json(l) FROM access.account_link l WHERE user_id = '${user.id}'`);
    assert.ok(!kept.includes(user.token));
    assert.equal(await sql(`SELECT expires_at - made_at = '24 hours' FROM access.account_link WHERE user_id = '${user.id}'`), 't');
    assert.deepEqual((await expectStatus(accept(user.token), 200)).body, { email: user.email });
    const client = await signedIn(user);
    assert.deepEqual((await me(client)).roles.map((r) => [r.role, r.spoke]), [['referrer', SPOKE]]);
    const again = await expectStatus(accept(user.token), 422);
    const unknown = await expectStatus(accept('x'.repeat(43)), 422);
    assert.deepEqual(again.body.errors, unknown.body.errors, 'used and never made are told alike');
    assert.deepEqual((await of(coordinator, user)).history.map((h) => h.what),
      ['password_set', 'link_used', 'invited', 'granted', 'made'], 'what was done to it');
  });

  it('asks for a password as good as any other, and stays open meanwhile', async () => {
    const user = await invite(coordinator);
    for (const weak of ['short', 'passwordpassword', 'aaaaaaaaaaaaaaa', user.email]) {
      const answer = await expectStatus(accept(user.token, weak), 422);
      assert.equal(answer.body.errors[0].pointer, '/password', weak);
    }
    await expectStatus(accept(user.token), 200);
  });

  it('is won by one of twenty who hold its link', { timeout: 120000 }, async () => {
    const user = await invite(coordinator);
    const tries = Array.from({ length: 20 }, (_, n) => `a decent long password ${n} of 20`);
    const answers = await Promise.all(tries.map((password) => accept(user.token, password)));
    const won = answers.map((a, n) => [a.status, n]).filter(([status]) => status === 200);
    assert.equal(won.length, 1, answers.map((a) => a.status).join(' '));
    assert.ok(answers.every((a) => [200, 422, 503].includes(a.status)));
    await signIn(server, user.email, tries[won[0][1]]);
  });

  it('is over after its time, when another was made, and with the account', async () => {
    const user = await invite(coordinator);
    const other = (await expectStatus(act(coordinator, user, `/api/v1/users/${user.id}/link`), 200)).body.token;
    await expectStatus(accept(user.token), 422);
    await behind(`UPDATE access.account_link SET made_at = made_at - interval '2 days', expires_at = expires_at - interval '2 days'
      WHERE user_id = '${user.id}'`);
    await expectStatus(accept(other), 422);
    const third = (await expectStatus(act(coordinator, user, `/api/v1/users/${user.id}/link`), 200)).body.token;
    await expectStatus(act(admin, user, `/api/v1/users/${user.id}/disable`, { reason: 'Never came' }), 200);
    await expectStatus(accept(third), 422);
  });

  it('is not kept for an Idempotency-Key', async () => {
    const key = crypto.randomUUID();
    const body = person();
    const first = await coordinator.post('/api/v1/users', body, undefined, { 'Idempotency-Key': key });
    assert.equal(first.status, 201);
    const kept = await sql(`SELECT count(*) FROM access.idempotency i WHERE i::text LIKE '%${first.body.token}%'`);
    assert.equal(kept, '0');
    const again = await coordinator.send('POST', '/api/v1/users', { body, headers: { 'Idempotency-Key': key } });
    assert.ok(!again.text.includes(first.body.token));
  });

  it('tells of every fault at once, and of an address that is taken', async () => {
    const answer = await expectStatus(coordinator.post('/api/v1/users', { valid_from: dateIn(9), valid_to: dateIn(3) }), 422);
    assert.deepEqual(answer.body.errors.map((e) => e.pointer).sort(), ['/agency', '/email', '/name', '/reason', '/role', '/valid_to']);
    const user = await invite(coordinator);
    const twice = await expectStatus(coordinator.post('/api/v1/users', person({ email: user.email.toUpperCase() })), 409);
    assert.match(twice.body.detail, /already/);
    for (const [fields, pointer] of [[{ role: 'no_such' }, '/role'], [{ spoke: 'nowhere' }, '/spoke'], [{ agency: 'nobody' }, '/agency'],
      [{ valid_from: dateIn(-3) }, '/valid_from']])
      assert.equal((await expectStatus(coordinator.post('/api/v1/users', person(fields)), 422)).body.errors[0].pointer, pointer);
  });
});

describe('a coordinator', () => {
  it('sees and serves the users of their own spoke only', async () => {
    const user = await invite(coordinator);
    await expectStatus(stranger.get(`/api/v1/users/${user.id}`), 404);
    await expectStatus(give(stranger, user, { role: 'referrer', spoke: 'northsom' }), 404);
    await expectStatus(act(stranger, user, `/api/v1/role-grants/${user.grants[0].id}/end`, { reason: 'x' }), 404);
    const listed = async (client) => (await client.get(`/api/v1/users?q=${encodeURIComponent(user.email)}`)).body.items.length;
    assert.deepEqual([await listed(coordinator), await listed(stranger), await listed(admin)], [1, 0, 1]);
    await expectStatus(coordinator.post('/api/v1/users', person({ spoke: 'northsom' })), 403);
    await expectStatus(coordinator.post('/api/v1/users', person({ role: 'ig_lead', spoke: undefined })), 403);
    await expectStatus(act(coordinator, user, `/api/v1/users/${user.id}/disable`, { reason: 'x' }), 403);
  });

  it('proposes a wider role, which gives nothing until the administrator confirms it, and ends on the next request', async () => {
    const { user, client } = await asMember();
    await expectStatus(give(coordinator, user, { role: 'project_officer', spoke: SPOKE }), 200);
    const [proposal] = (await of(coordinator, user)).proposals;
    assert.equal(proposal.state, 'waiting');
    await expectStatus(client.get(`/api/v1/overdue/counts?spoke=${SPOKE}`), 403);
    const mine = await expectStatus(act(coordinator, user, `/api/v1/grant-proposals/${proposal.id}/confirm`), 409);
    assert.match(mine.body.detail, /somebody else/);
    await expectStatus(act(stranger, user, `/api/v1/grant-proposals/${proposal.id}/confirm`), 404);
    await expectStatus(act(admin, user, `/api/v1/grant-proposals/${proposal.id}/confirm`), 200);
    await expectStatus(client.get(`/api/v1/overdue/counts?spoke=${SPOKE}`), 200);
    await expectStatus(act(admin, user, `/api/v1/grant-proposals/${proposal.id}/confirm`), 409);
    const held = (await of(admin, user)).grants.find((g) => g.role === 'project_officer');
    assert.ok(held.confirmed_by && held.granted_by.name !== held.confirmed_by.name);
    await expectStatus(act(coordinator, user, `/api/v1/role-grants/${held.id}/end`, { reason: 'Back to their desk' }), 200);
    await expectStatus(client.get(`/api/v1/overdue/counts?spoke=${SPOKE}`), 403);
    const ended = (await of(coordinator, user)).grants.find((g) => g.id === held.id);
    assert.deepEqual([ended.state, ended.end_reason], ['ended', 'Back to their desk']);
    await expectStatus(act(coordinator, user, `/api/v1/role-grants/${held.id}/end`, { reason: 'Again' }), 409);
    await expectStatus(give(coordinator, user, { role: 'project_officer', spoke: SPOKE }), 200);
  });

  it('may refuse what another proposes for their spoke, and take back what they proposed', async () => {
    const { user } = await asMember();
    const propose = async () => {
      await expectStatus(give(coordinator, user, { role: 'eit_officer', spoke: SPOKE }), 200);
      return (await of(coordinator, user)).proposals[0];
    };
    let proposal = await propose();
    await expectStatus(give(coordinator, user, { role: 'eit_officer', spoke: SPOKE }), 409);
    await expectStatus(act(coordinator, user, `/api/v1/grant-proposals/${proposal.id}/refuse`, { note: 'A mistake' }), 200);
    assert.equal((await of(coordinator, user)).proposals[0].state, 'withdrawn');
    proposal = await propose();
    await expectStatus(act(lead, user, `/api/v1/grant-proposals/${proposal.id}/refuse`), 422);
    await expectStatus(act(lead, user, `/api/v1/grant-proposals/${proposal.id}/refuse`, { note: 'Not vetted yet' }), 200);
    assert.equal((await of(coordinator, user)).proposals[0].state, 'refused');
  });

  it('sends a new link to those of narrow roles in their spoke only', async () => {
    const { user, client } = await asMember();
    const answer = await expectStatus(act(coordinator, user, `/api/v1/users/${user.id}/link`), 200);
    assert.equal((await me(client)).user.id, user.id, 'a link alone ends nothing');
    await expectStatus(accept(answer.body.token, 'another decent password 8'), 200);
    await expectStatus(client.get('/api/v1/session'), 401);
    assert.equal(await sql(`SELECT max(expires_at - made_at) = '30 minutes' FROM access.account_link WHERE user_id = '${user.id}' AND NOT invites`), 't');
    const officer = { id: (await me(await people.as('project_officer', SPOKE))).user.id };
    await expectStatus(act(coordinator, officer, `/api/v1/users/${officer.id}/link`), 403);
  });
});

describe('the administrator', () => {
  it('gives nothing to themselves, and nothing of a case to an account of their own making', async () => {
    const own = (await me(admin)).user;
    const refused = await expectStatus(give(admin, own, { role: 'hub_analyst' }), 409);
    assert.match(refused.body.detail, /yourself/);
    await expectStatus(act(admin, own, `/api/v1/users/${own.id}/link`), 409);
    const second = await invite(admin, { role: 'project_officer' });
    assert.deepEqual([second.grants.length, second.proposals.length], [0, 1]);
    assert.equal(second.token, undefined, 'the link is for whoever confirms the role');
    await expectStatus(act(admin, second, `/api/v1/grant-proposals/${second.proposals[0].id}/confirm`), 409);
    await expectStatus(give(admin, second, { role: 'provider_worker', spoke: SPOKE }), 200);
    assert.equal((await of(admin, second)).grants.length, 0);
    await expectStatus(act(coordinator, second, `/api/v1/grant-proposals/${second.proposals[0].id}/confirm`), 200);
    assert.equal((await of(admin, second)).grants.length, 1);
    const { link_request: asked } = await of(coordinator, second);
    await expectStatus(act(admin, second, `/api/v1/link-requests/${asked.id}/confirm`), 409);
    const made = await expectStatus(act(coordinator, second, `/api/v1/link-requests/${asked.id}/confirm`), 200);
    await expectStatus(accept(made.body.token, 'a decent password 9'), 200);
  });

  it('cannot use a password it could know: a role with records makes the password void', async () => {
    const { user, client } = await asMember();
    await expectStatus(act(coordinator, user, `/api/v1/role-grants/${(await of(coordinator, user)).grants[0].id}/end`, { reason: 'Left' }), 200);
    const link = await expectStatus(act(admin, user, `/api/v1/users/${user.id}/link`), 200);
    await expectStatus(accept(link.body.token, 'known to two, sadly 1'), 200);
    await expectStatus(give(admin, user, { role: 'eit_officer', spoke: SPOKE }), 200);
    assert.equal((await of(admin, user)).state, 'invited');
    await expectStatus(client.get('/api/v1/session'), 401);
  });

  it('grants a spoke role to somebody else\'s account alone, a hub-wide one with another', async () => {
    const { user, client } = await asMember();
    await expectStatus(give(admin, user, { role: 'eit_officer', spoke: 'northsom' }), 200);
    assert.equal((await of(admin, user)).grants.length, 2);
    assert.equal((await of(coordinator, user)).grants.length, 1, 'another spoke\'s role is not theirs to see');
    for (const [role, fields] of [['hub_analyst', {}], ['project_officer', { valid_to: dateIn(30) }]])
      await expectStatus(give(admin, user, { role, ...fields }), 200);
    const waiting = (await of(admin, user)).proposals;
    assert.deepEqual(waiting.map((p) => [p.role, p.spoke, p.state]).sort(),
      [['hub_analyst', null, 'waiting'], ['project_officer', null, 'waiting']]);
    assert.ok(!(await me(client)).roles.some((r) => r.spoke === null), 'proposed is not given');
    const hub = waiting.find((p) => p.role === 'hub_analyst');
    await expectStatus(act(coordinator, user, `/api/v1/grant-proposals/${hub.id}/confirm`), 404);
    await expectStatus(act(admin, user, `/api/v1/grant-proposals/${hub.id}/confirm`), 409);
    await expectStatus(act(lead, user, `/api/v1/grant-proposals/${hub.id}/confirm`), 200);
    assert.ok((await me(client)).roles.some((r) => r.role === 'hub_analyst'));
    const all = waiting.find((p) => p.role === 'project_officer');
    await behind(`UPDATE access.grant_proposal SET proposed_at = proposed_at - interval '8 days', expires_at = expires_at - interval '8 days'
      WHERE id = '${all.id}'`);
    const late = await expectStatus(act(lead, user, `/api/v1/grant-proposals/${all.id}/confirm`), 409);
    assert.match(late.body.detail, /seven days/);
    await expectStatus(give(admin, user, { role: 'project_officer', valid_to: dateIn(30) }), 200);
  });

  it('administers or reads, not both with one account; and one remains', async () => {
    const email = address();
    await sql(`SELECT access.admin_user_add('${email}', 'Ada Second', 'opcc_hub', repeat('00', 16) || ':' || repeat('00', 32))`);
    const id = await sql(`SELECT id FROM access.user_account WHERE email = '${email}'`);
    await sql(`SELECT access.admin_role_grant('${email}', 'system_admin', NULL)`);
    const both = await expectStatus(give(admin, { id }, { role: 'project_officer', spoke: SPOKE }), 409);
    assert.match(both.body.detail, /one account/);
    const second = (await of(admin, { id })).grants[0];
    await expectStatus(act(admin, { id }, `/api/v1/role-grants/${second.id}/end`, { reason: 'Test is over' }), 200);
    const own = await of(admin, (await me(admin)).user);
    const others = await sql(`SELECT count(*) FROM access.role_grant g JOIN access.user_account u ON u.id = g.user_id
      WHERE g.role = 'system_admin' AND g.valid_to IS NULL AND u.disabled_at IS NULL`);
    assert.equal(others, '1');
    const held = own.grants.find((g) => g.role === 'system_admin');
    for (const body of [{ reason: 'Enough' }, { reason: 'Enough', last_day: dateIn(20) }])
      assert.match((await expectStatus(act(admin, own, `/api/v1/role-grants/${held.id}/end`, body), 409)).body.detail, /last administrator/);
    await expectStatus(act(admin, own, `/api/v1/users/${own.id}/disable`, { reason: 'x' }), 409);
    await assert.rejects(sql(`SELECT access.admin_user_disable('${own.email}')`), /last administrator/);
  });

  it('changes what an account says; the page one saw counts', async () => {
    const user = await invite(coordinator);
    const stale = await admin.patch(`/api/v1/users/${user.id}`, { job_title: 'Nurse' }, '"0"');
    assert.equal(stale.status, 412);
    const changed = await expectStatus(admin.patch(`/api/v1/users/${user.id}`, { job_title: 'Nurse', name: 'Tess Tested' }, `"${user.version}"`), 200);
    assert.deepEqual([changed.body.name, changed.body.job_title], ['Tess Tested', 'Nurse']);
    const empty = await expectStatus(admin.patch(`/api/v1/users/${user.id}`, { name: null }, changed.etag), 422);
    assert.equal(empty.body.errors[0].pointer, '/name');
    assert.equal(changed.body.history[0].what, 'changed');
  });

  it('disables at once and enables again; a coordinator cannot', async () => {
    const { user, client } = await asMember();
    await expectStatus(act(admin, user, `/api/v1/users/${user.id}/disable`), 422);
    await expectStatus(act(admin, user, `/api/v1/users/${user.id}/disable`, { reason: 'Phone lost' }), 200);
    await expectStatus(client.get('/api/v1/session'), 401);
    await assert.rejects(signedIn(user), /401/);
    await expectStatus(act(admin, user, `/api/v1/users/${user.id}/link`), 409);
    await expectStatus(give(admin, user, { role: 'referrer', spoke: 'northsom' }), 409);
    await expectStatus(act(admin, user, `/api/v1/users/${user.id}/enable`), 200);
    await signedIn(user);
  });

  it('finds by state, role and how long ago; reading is logged', async () => {
    const word = `findable${process.pid}${Date.now()}`;
    const name = `Quilla ${word}`;
    const user = await invite(coordinator, { name });
    const names = async (query) => (await expectStatus(admin.get(`/api/v1/users?${query}`), 200)).body.items.map((u) => u.name);
    assert.ok((await names(`state=invited&q=${word}`)).includes(name));
    assert.deepEqual(await names(`state=disabled&q=${word}`), []);
    assert.deepEqual(await names(`role=referrer&spoke=bristol&q=${word}`), [name]);
    assert.deepEqual(await names('q=%25'), []);
    assert.ok(!(await names('unseen=true&limit=200')).includes(name));
    const first = await expectStatus(admin.get('/api/v1/users?limit=3'), 200);
    const next = await expectStatus(admin.get(`/api/v1/users?limit=3&cursor=${encodeURIComponent(first.body.next)}`), 200);
    assert.equal(new Set([...first.body.items, ...next.body.items].map((u) => u.id)).size, 6);
    await of(admin, user);
    assert.equal(await sql(`SELECT count(*) > 0 FROM audit.access_log WHERE record_kind = 'user' AND action = 'view' AND record_id = '${user.id}'`), 't');
  });

  it('reads each role in words', async () => {
    const roles = (await expectStatus(admin.get('/api/v1/roles'), 200)).body.items;
    assert.equal(roles.length, 12);
    const administrator = roles.find((r) => r.role === 'system_admin');
    assert.ok(!administrator.case_content && !administrator.permissions.some((p) => /^(scope|person|journey|note)\./.test(p.code)));
  });
});

describe('a link for the password of somebody who reads records the asker may not', () => {
  const ask = (client, user, reason = 'Rang from the number on file') => act(client, user, `/api/v1/users/${user.id}/link`, { reason });
  const waiting = async (user) => (await of(admin, user)).link_request;
  const decide = (client, user, request, verb = 'confirm', body = {}) => act(client, user, `/api/v1/link-requests/${request.id}/${verb}`, body);

  it('is asked for by the administrator, and made and seen by a second person only', async () => {
    const { user } = await asMember();
    const missing = await expectStatus(act(admin, user, `/api/v1/users/${user.id}/link`), 422);
    assert.equal(missing.body.errors[0].pointer, '/reason');
    const asked = (await expectStatus(ask(admin, user), 200)).body;
    assert.equal(asked.token, undefined);
    assert.equal(await sql(`SELECT count(*) FROM access.account_link WHERE user_id = '${user.id}' AND used_at IS NULL`), '0');
    const request = await waiting(user);
    await expectStatus(ask(admin, user), 409);
    await expectStatus(decide(admin, user, request), 409);
    await expectStatus(decide(stranger, user, request), 404);
    assert.ok((await lead.get('/api/v1/link-requests')).body.items.some((item) => item.id === request.id && item.may_decide));
    const made = (await expectStatus(decide(lead, user, request), 200)).body;
    assert.match(made.token, /^[\w-]{43}$/);
    await expectStatus(decide(lead, user, request), 409);
    await expectStatus(accept(made.token, `${PASSWORD} anew`), 200);
    await signIn(server, user.email, `${PASSWORD} anew`);
    assert.ok((await of(admin, user)).history.some((line) => line.what === 'link_agreed'));
  });

  it('is refused, taken back, or over after a day', async () => {
    const { user } = await asMember();
    await expectStatus(ask(admin, user), 200);
    await expectStatus(decide(coordinator, user, await waiting(user), 'refuse', { note: 'Did not ask' }), 200);
    await expectStatus(ask(admin, user), 200);
    await expectStatus(decide(admin, user, await waiting(user), 'refuse', { note: 'Found it' }), 200);
    await expectStatus(ask(admin, user), 200);
    const request = await waiting(user);
    await behind(`UPDATE access.link_request SET asked_at = asked_at - interval '2 days', expires_at = expires_at - interval '2 days' WHERE id = '${request.id}'`);
    await expectStatus(decide(coordinator, user, request), 409);
    assert.equal(await waiting(user), null);
  });

  it('is the coordinator\'s alone where they see all that the account does', async () => {
    const { user } = await asMember();
    assert.match((await expectStatus(act(coordinator, user, `/api/v1/users/${user.id}/link`), 200)).body.token, /^[\w-]{43}$/);
  });
});
