// R20: what needs a recent sign-in asks for the password again, in the corridor
// once for all rooms; confirming renews the session under a new token.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { randomUUID } from 'node:crypto';
import { Client, accountsOf, inventedName, signIn } from '../support/api.mjs';
import { useServer } from '../support/server.mjs';

const server = await useServer();
after(() => server.stop());
const accounts = accountsOf(server);
const { email, password } = accounts.accountOf('spoke_coordinator', 'bristol');

const tokenOf = (client) => /__Host-throughline=([^;]+)/.exec(client.cookie)[1];
const signedInAgo = (client, ago) => server.psql(`UPDATE access.session SET confirmed_at = now() - interval '${ago}'
  WHERE token_hash = sha256(convert_to('${tokenOf(client)}', 'UTF8'))`);

async function twoPeople(client) {
  const made = [];
  for (let n = 0; n < 2; n += 1) {
    const answer = await client.post('/api/v1/people', { spoke: 'bristol', born_on: '2010-05-0' + (n + 1), ...inventedName() });
    assert.equal(answer.status, 201, answer.text);
    made.push(answer.body.id);
  }
  return made;
}

test('too long ago: refused, confirmed, done with the same key', async () => {
  const client = await signIn(server, email, password);
  const [survivor, other] = await twoPeople(client);
  const key = randomUUID();
  const merge = () => client.post(`/api/v1/people/${survivor}/merge`,
    { other_id: other, reason: 'The same young person' }, undefined, { 'Idempotency-Key': key });
  await signedInAgo(client, '301 seconds');
  const refused = await merge();
  assert.equal(refused.status, 403);
  assert.equal(refused.body.type, '/problems/recent-sign-in-needed');
  assert.match(refused.body.detail, /password/);

  const before = new Client(server.baseUrl, client.cookie);
  const wrong = await client.confirm('not-the-password');
  assert.equal(wrong.status, 422);
  assert.deepEqual(wrong.body.errors.map((fault) => fault.pointer), ['/password']);
  assert.equal((await merge()).status, 403);

  const right = await client.confirm(password);
  assert.equal(right.status, 200);
  assert.equal(right.body.user.email, email);
  assert.match(right.headers.getSetCookie().join(), /^__Host-throughline=[\w-]{43}; Path=\/; Secure; HttpOnly; SameSite=Lax$/);
  assert.equal((await before.get('/api/v1/session')).status, 401, 'the old token is worth nothing');
  const done = await merge();
  assert.ok([200, 201].includes(done.status), done.text);
});

// The first to be right makes the token of the others an old one while they are
// still at work: that is a session that ended, not a wrong password.
test('confirmed several times at once: one goes on, the others are signed out, and nothing falls', async () => {
  for (let round = 0; round < 3; round += 1) {
    const client = await signIn(server, email, password);
    const twins = Array.from({ length: 5 }, () => new Client(server.baseUrl, client.cookie));
    const answers = await Promise.all(twins.map((twin) => twin.confirm(password)));
    const statuses = answers.map((answer) => answer.status).sort();
    assert.deepEqual(statuses, [200, 401, 401, 401, 401], answers.map((answer) => answer.text).join('\n'));
    const winner = twins[answers.findIndex((answer) => answer.status === 200)];
    assert.equal((await winner.get('/api/v1/session')).status, 200);
  }
});

test('signed out while it is confirmed, or while another password is set: told so', async () => {
  const writes = [(client) => client.confirm(password),
    (client) => client.post('/api/v1/account/password', { password: 'not the one', new_password: 'long enough to be taken' })];
  for (const write of [...writes, ...writes, ...writes]) {
    const client = await signIn(server, email, password);
    const writing = write(new Client(server.baseUrl, client.cookie));
    const out = client.delete('/api/v1/session');
    const answer = await writing;
    assert.ok([200, 401, 422].includes(answer.status), answer.text);
    assert.equal((await out).status, 204);
  }
  await server.psql(`DELETE FROM access.sign_in_attempt WHERE NOT succeeded AND email_hash = sha256(convert_to('${email}', 'UTF8'))`);
});

test('what is wrong with the body is told only after', async () => {
  const client = await signIn(server, email, password);
  await signedInAgo(client, '6 minutes');
  const answer = await client.post(`/api/v1/people/${randomUUID()}/merge`, { nonsense: 1 });
  assert.equal(answer.body.type, '/problems/recent-sign-in-needed');
  // Who may not do it at all is not asked for a password first.
  const officer = accounts.accountOf('project_officer', 'bristol');
  const other = await signIn(server, officer.email, officer.password);
  await signedInAgo(other, '6 minutes');
  assert.equal((await other.post(`/api/v1/people/${randomUUID()}/merge`, {})).body.type, '/problems/not-entitled');
});

test('nothing made from a password is kept under an Idempotency-Key', async () => {
  const client = await signIn(server, email, password);
  const key = randomUUID();
  const answer = await client.post('/api/v1/session/confirm', { password: 'wrong password' }, undefined, { 'Idempotency-Key': key });
  assert.equal(answer.status, 422);
  assert.equal(await server.psql(`SELECT count(*) FROM access.idempotency WHERE key = '${key}'`), '0');
});

test('wrong passwords are throttled as those of signing in', async () => {
  // Of another address book than the other tests: their failures count.
  const account = accounts.accountOf('hub_grant_officer');
  const client = await signIn(server, account.email, account.password);
  let answer;
  for (let n = 0; n < 11; n += 1) answer = await client.confirm(`wrong password ${n}`);
  assert.equal(answer.status, 429);
  assert.ok(Number(answer.headers.get('retry-after')) > 0);
  assert.equal((await client.confirm(account.password)).status, 429);
  await server.psql(`DELETE FROM access.sign_in_attempt WHERE email_hash = sha256(convert_to('${account.email}', 'UTF8'))`);
  assert.equal((await client.confirm(account.password)).status, 200);
});

test('without scripts: a page that says where to confirm', async () => {
  const client = await signIn(server, email, password);
  await signedInAgo(client, '6 minutes');
  const answer = await client.form(`/api/v1/people/${randomUUID()}/merge`, { reason: 'Typed at length' });
  assert.equal(answer.status, 403);
  assert.match(answer.text, /href="\/confirm"/);
  assert.match(answer.text, /Typed at length/);
});

test('the OpenAPI document says which', async () => {
  const { body } = await accounts.nobody.get('/api/v1/openapi.json');
  const merge = body.paths['/api/v1/people/{id}/merge'].post;
  assert.equal(merge['x-recent-sign-in'], true);
  assert.match(merge.description, /session\/confirm/);
  const confirm = body.paths['/api/v1/session/confirm'].post;
  assert.equal(confirm['x-recent-sign-in'], undefined);
  assert.deepEqual(confirm.parameters, [], 'and takes no Idempotency-Key');
});
