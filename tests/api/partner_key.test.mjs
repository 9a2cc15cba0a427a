// API keys of partner systems over HTTP: what they open and what not, who is
// shown one, how one ends, and what somebody tries who has found half of one.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { accountsOf, Client } from '../support/api.mjs';
import { dateIn } from '../support/meeting.mjs';
import { PATH as REFERRALS, whole } from '../support/referral.mjs';
import { useServer } from '../support/server.mjs';

const KEYS = '/api/v1/admin/keys';
const SPOKE = 'bristol';
let server, coordinator, neighbour, admin, lead;
let made = 0;

before(async () => {
  server = await useServer();
  const people = accountsOf(server);
  [coordinator, neighbour, admin, lead] = await Promise.all([people.as('spoke_coordinator', SPOKE),
    people.as('spoke_coordinator', 'northsom'), people.as('system_admin'), people.as('ig_lead')]);
});
after(() => server?.stop());

const ok = async (asked, status = 200) => {
  const answer = await asked;
  assert.equal(answer.status, status, answer.text);
  return answer;
};
const form = (fields = {}) => ({ name: `Test system ${process.pid}-${made += 1}`, agency: 'wharfreach_academy', spoke: SPOKE,
  role: 'referrer', read_only: false, expires_on: dateIn(90), reason: 'Sends referrals', ...fields });
const make = async (fields, who = coordinator) => (await ok(who.post(KEYS, form(fields)), 201)).body;
const load = async (key, who = coordinator) => (await ok(who.get(`${KEYS}/${key.id}`))).body;
const act = async (who, key, verb, body) => who.post(`${KEYS}/${key.id}/${verb}`, body, `"${(await load(key, lead)).version}"`);
// As a program sends it: no cookie, and nothing a browser would say.
const send = async (secret, method, path, body, headers = {}) => {
  const response = await fetch(new URL(path, server.baseUrl), { method, body: body && JSON.stringify(body),
    headers: { ...(secret && { Authorization: `Bearer ${secret}` }), ...(body && { 'Content-Type': 'application/json' }), ...headers } });
  const text = await response.text();
  return { status: response.status, text, headers: response.headers, body: text && JSON.parse(text), type: text && JSON.parse(text).type };
};
const refused = async (asked, status, type) => {
  const answer = await asked;
  assert.equal(answer.status, status, answer.text);
  assert.equal(answer.type, `/problems/${type}`);
};
const gone = (secret) => refused(send(secret, 'GET', '/api/v1/key'), 401, 'key-not-valid');
const sql = (text) => server.psql(text);
const behind = (text) => sql(`SET session_replication_role = replica; ${text}`);

describe('a key', () => {
  it('is shown once, to the coordinator who made it, and kept as a hash', async () => {
    const idempotency = crypto.randomUUID();
    const answer = await ok(coordinator.post(KEYS, form(), undefined, { 'Idempotency-Key': idempotency }), 201);
    const { key, ...rest } = answer.body;
    assert.match(key, /^tlk_[\w-]{43}$/);
    assert.equal(rest.prefix, key.slice(0, 12));
    assert.equal(rest.state, 'live');
    for (const table of ['access.partner_key', 'access.session', 'access.idempotency', 'audit.access_log'])
      assert.equal(await sql(`SELECT count(*) FROM ${table} t WHERE t::text LIKE '%${key}%'`), '0', table);
    for (const path of [KEYS, `${KEYS}/${rest.id}`]) assert.ok(!(await coordinator.get(path)).text.includes(key.slice(12)));
    assert.equal(rest.last_used_at, null);
    const own = await ok(send(key, 'GET', '/api/v1/key'));
    assert.deepEqual([own.body.name, own.body.spoke, own.body.role, own.body.read_only], [rest.name, SPOKE, 'referrer', false]);
    assert.ok(own.body.permissions.some((p) => p.code === 'referral.write'));
    assert.ok((await load(rest)).last_used_at);
  });

  it('tells of every fault at once, and of what only the database knows', async () => {
    const nothing = await ok(coordinator.post(KEYS, {}), 422);
    assert.deepEqual(nothing.body.errors.map((e) => e.pointer).sort(),
      ['/agency', '/expires_on', '/name', '/read_only', '/reason', '/role', '/spoke']);
    for (const [fields, pointer] of [[{ role: 'spoke_coordinator' }, '/role'], [{ agency: 'nobody' }, '/agency'], [{ spoke: 'nowhere' }, '/spoke'],
      [{ expires_on: dateIn(0) }, '/expires_on'], [{ expires_on: dateIn(400) }, '/expires_on']])
      assert.equal((await ok(coordinator.post(KEYS, form(fields)), 422)).body.errors[0].pointer, pointer, JSON.stringify(fields));
    await ok(coordinator.post(KEYS, form({ spoke: 'northsom' })), 403);
  });

  it('sends a referral and follows it, under its own name', async () => {
    const key = await make();
    const sent = await ok(send(key.key, 'POST', REFERRALS, whole({ submit: true })), 201);
    const seen = await ok(send(key.key, 'GET', `${REFERRALS}/${sent.body.id}`));
    assert.equal(seen.body.state, 'submitted');
    assert.deepEqual((await ok(send(key.key, 'GET', REFERRALS))).body.items.map((r) => r.id), [sent.body.id]);
    const inside = await ok(coordinator.get(`${REFERRALS}/${sent.body.id}`));
    assert.deepEqual([inside.body.referred_by.name, inside.body.agency.code], [`${key.name} (API key)`, 'wharfreach_academy']);
    const log = await ok(coordinator.get(`/api/v1/access-log?user_id=${key.account_id}`));
    const entry = log.body.items.find((e) => e.action === 'create');
    assert.equal(entry.user.name, `${key.name} (API key)`);
    assert.ok(entry.user.agency.length > 3 && entry.user.agency === inside.body.agency.name);
  });

  it('opens nothing else: not another\'s referral, not another spoke, no page of a person', async () => {
    const key = await make();
    const other = await sql(`SELECT id FROM casework.referral WHERE spoke_id = reference.spoke_id('${SPOKE}') AND state <> 'draft' LIMIT 1`);
    const away = await sql("SELECT id FROM casework.referral WHERE spoke_id = reference.spoke_id('northsom') AND state <> 'draft' LIMIT 1");
    const none = await send(key.key, 'GET', `${REFERRALS}/${crypto.randomUUID()}`);
    for (const id of [other, away]) {
      const answer = await send(key.key, 'GET', `${REFERRALS}/${id}`);
      assert.deepEqual([answer.status, answer.body.title, answer.body.detail], [404, none.body.title, none.body.detail]);
    }
    assert.equal((await send(key.key, 'POST', REFERRALS, whole({ spoke: 'northsom' }))).status, 403);
    for (const [method, path, body] of [['GET', `/api/v1/people?spoke=${SPOKE}`], ['GET', '/api/v1/search?q=jayden'], ['GET', '/api/v1/users'],
      ['GET', KEYS], ['POST', KEYS, form()], ['GET', '/api/v1/session'], ['DELETE', '/api/v1/session'], ['GET', '/api/v1/account'],
      ['POST', '/api/v1/session/confirm', { password: 'x' }], ['POST', '/api/v1/session', { email: 'a@b.example', password: 'x' }],
      ['POST', '/api/v1/account/second-factor'], ['GET', '/api/v1/tasks'], ['GET', '/api/v1/colleagues'], ['GET', '/api/v1/drafts'],
      ['POST', `${REFERRALS}/${other}/triage`, {}], ['GET', '/api/v1/access-log'], ['POST', '/api/v1/prints', { kind: 'case' }]]) {
      const answer = await send(key.key, method, path, body, { 'If-Match': '"0"' });
      assert.deepEqual([answer.status, answer.type], [403, '/problems/not-for-this-key'], `${method} ${path}: ${answer.text}`);
    }
    for (const path of ['/api/v1/reference/concern', '/api/v1/spokes', '/api/v1/agencies']) await ok(send(key.key, 'GET', path));
  });

  it('that only reads does not write, and a provider\'s sees its own young people only', async () => {
    const key = await make({ agency: 'rookwise_mentoring', role: 'provider_worker', read_only: true });
    const { body } = await ok(send(key.key, 'GET', '/api/v1/allocations'));
    assert.ok(body.items.length > 0);
    const theirs = await sql(`SELECT count(*) FROM casework.allocation WHERE provider_agency_id = reference.agency_id('rookwise_mentoring')
      AND id IN (${body.items.map((a) => `'${a.id}'`).join()})`);
    assert.equal(Number(theirs), body.items.length);
    const answer = await send(key.key, 'POST', `/api/v1/allocations/${body.items[0].id}/sessions`, { planned_at: new Date().toISOString(), minutes: 30 });
    assert.deepEqual([answer.status, answer.type], [403, '/problems/not-for-this-key']);
    const reader = await make({ read_only: true });
    assert.equal((await send(reader.key, 'POST', REFERRALS, whole())).status, 403);
  });

  it('does not stop where its role comes to need a second factor', async () => {
    const key = await make();
    try {
      await sql("UPDATE access.role SET second_factor = true WHERE code = 'referrer'");
      await ok(send(key.key, 'GET', REFERRALS));
    } finally {
      await sql("UPDATE access.role SET second_factor = false WHERE code = 'referrer'");
    }
  });
});

describe('the end of a key', () => {
  it('bites on the next request when it is revoked, and is for good', async () => {
    const key = await make();
    await ok(send(key.key, 'GET', '/api/v1/key'));
    await ok(act(neighbour, key, 'revoke', { reason: 'x' }), 404);
    const answer = await ok(act(lead, key, 'revoke', { reason: 'It was in a public repository' }));
    assert.deepEqual([answer.body.state, answer.body.revoke_reason], ['revoked', 'It was in a public repository']);
    await gone(key.key);
    await ok(act(coordinator, key, 'renew', { expires_on: dateIn(30), at_once: true }), 409);
    await ok(act(coordinator, key, 'revoke', { reason: 'again' }), 409);
  });

  it('comes with its last day, and with the end of its role', async () => {
    const key = await make();
    await behind(`UPDATE access.session SET idle_until = now(), absolute_until = now() WHERE key_id = '${key.id}'`);
    await gone(key.key);
    const other = await make();
    await sql(`UPDATE access.role_grant SET valid_to = valid_from - 1, ended_at = now(), end_reason = 'Ended' WHERE user_id = '${other.account_id}'`);
    await refused(send(other.key, 'GET', REFERRALS), 403, 'not-for-this-key');
  });

  it('is put off by renewing: the old one goes on for a week, or ends now', async () => {
    const key = await make({ expires_on: dateIn(60) });
    const renewed = (await ok(act(coordinator, key, 'renew', { expires_on: dateIn(200), at_once: false }))).body;
    assert.ok(renewed.key && renewed.key !== key.key && renewed.old_until);
    for (const secret of [key.key, renewed.key]) await ok(send(secret, 'GET', '/api/v1/key'));
    const until = new Date((await send(key.key, 'GET', '/api/v1/key')).body.works_until);
    assert.ok(until - Date.now() <= 7 * 86400e3);
    const lost = (await ok(act(coordinator, key, 'renew', { expires_on: dateIn(100), at_once: true }))).body;
    await gone(key.key);
    await gone(renewed.key);
    await ok(send(lost.key, 'GET', REFERRALS));
    assert.equal((await ok(act(coordinator, key, 'renew', { expires_on: dateIn(400), at_once: true }), 422)).body.errors[0].pointer, '/expires_on');
  });
});

describe('an administrator', () => {
  it('asks for a key, is never shown one, and the coordinator alone makes it work', async () => {
    const asked = await make({}, admin);
    assert.deepEqual([asked.state, asked.key, asked.prefix], ['waiting', undefined, null]);
    assert.equal(await sql(`SELECT count(*) FROM access.session WHERE key_id = '${asked.id}'`), '0');
    for (const who of [admin, lead]) await ok(act(who, asked, 'confirm', {}), 403);
    await ok(act(neighbour, asked, 'confirm', {}), 404);
    await ok(act(admin, asked, 'renew', { expires_on: dateIn(30), at_once: true }), 403);
    const confirmed = (await ok(act(coordinator, asked, 'confirm', {}))).body;
    assert.deepEqual([confirmed.state, confirmed.secret_by.id === confirmed.made_by.id], ['live', false]);
    await ok(send(confirmed.key, 'GET', REFERRALS));
    await ok(act(coordinator, asked, 'confirm', {}), 409);
    assert.equal((await load(asked, admin)).key, undefined);
  });

  it('is told no, or takes it back', async () => {
    const asked = await make({}, admin);
    assert.equal((await ok(act(coordinator, asked, 'revoke', { reason: 'Not ours' }))).body.state, 'refused');
    const other = await make({}, admin);
    assert.equal((await ok(act(admin, other, 'revoke', { reason: 'Mistake' }))).body.state, 'refused');
    await ok(act(coordinator, other, 'confirm', {}), 409);
  });

  it('finds no account behind it to take over', async () => {
    const key = await make();
    const user = `/api/v1/users/${key.account_id}`;
    assert.equal((await admin.get(user)).status, 404);
    for (const [path, body] of [['/link', {}], ['/grants', { role: 'referrer', spoke: SPOKE, reason: 'x' }], ['/disable', { reason: 'x' }]])
      assert.equal((await admin.post(user + path, body, '"1"')).status, 404, path);
    const named = async (path) => (await admin.get(path)).text.includes(key.name);
    assert.equal(await named(`/api/v1/users?q=${encodeURIComponent(key.name)}`), false);
    assert.ok(!(await coordinator.get(`/api/v1/colleagues?spoke=${SPOKE}`)).text.includes(key.name));
  });
});

describe('whoever has found something', () => {
  it('gets nowhere with a key where it does not belong', async () => {
    const { key } = await make();
    const path = '/api/v1/key';
    for (const name of ['key', 'access_token', 'api_key', 'token'])
      assert.equal((await send(null, 'GET', `${REFERRALS}?${name}=${key}`)).status, 401, name);
    for (const headers of [{ Cookie: `__Host-throughline=${key}` }, { 'X-API-Key': key }, { Authorization: `Basic ${btoa(`x:${key}`)}` },
      { Authorization: `Bearer ${key}x` }, { Authorization: `Bearer ${key.slice(0, 12)}` }, { Authorization: `Bearer ${key.toUpperCase()}` }])
      assert.equal((await send(null, 'GET', path, undefined, headers)).status, 401, JSON.stringify(headers));
    const session = coordinator.cookie.match(/__Host-throughline=([^;]+)/)[1];
    await refused(send(session, 'GET', '/api/v1/session'), 401, 'key-not-valid');
    await refused(send(key, 'GET', path, undefined, { Cookie: coordinator.cookie }), 400, 'bad-request');
    const both = await send(key, 'POST', REFERRALS, whole(), { Cookie: coordinator.cookie });
    assert.equal(both.status, 403, 'a cookie is a browser: it says where it comes from');
    await ok(send(key, 'GET', path));
  });

  it('waits after ten wrong ones, and whoever has a right one does not', async () => {
    const { key } = await make();
    await ok(send(key, 'GET', '/api/v1/key'));
    const wrong = `tlk_${'w'.repeat(35)}${String(Date.now()).slice(-8)}`;
    for (let i = 0; i < 10; i++) await gone(wrong);
    const answer = await send(wrong, 'GET', '/api/v1/key');
    assert.equal(answer.status, 429);
    assert.ok(Number(answer.headers.get('retry-after')) > 0);
    await ok(send(key, 'GET', '/api/v1/key'));
    assert.equal((await new Client(server.baseUrl).get('/api/v1/key')).status, 401, 'without a key: nobody is signed in');
  });

  it('is told the scheme, and never sees a key in what the document shows', async () => {
    const document = await (await fetch(new URL('/api/v1/openapi.json', server.baseUrl))).json();
    assert.equal(document.components.securitySchemes.bearer.scheme, 'bearer');
    assert.match(document.components.securitySchemes.bearer.description, /tlk_/);
  });
});
