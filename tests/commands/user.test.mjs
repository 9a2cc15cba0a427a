// `throughline user`: accounts from the shell, and what bites at once.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cleanEnvironment, programPath, root, useServer } from '../support/server.mjs';

const email = `user-command-${process.pid}@test.example`;
const folder = mkdtempSync(join(tmpdir(), 'throughline-user-'));
let server, agency;

before(async () => {
  server = await useServer();
  agency = await server.psql('SELECT code FROM reference.agency ORDER BY code LIMIT 1');
});
after(async () => {
  rmSync(folder, { recursive: true, force: true });
  await server.stop();
});

function user(...args) {
  const { status, stdout, stderr } = spawnSync(programPath(), ['user', ...args], {
    cwd: root, encoding: 'utf8',
    env: cleanEnvironment({ THROUGHLINE_ADMIN_DATABASE: server.conninfo }),
  });
  return { status, stdout, stderr };
}

async function signIn(password) {
  const response = await fetch(`${server.baseUrl}/api/v1/session`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Sec-Fetch-Site': 'same-origin',
      'Idempotency-Key': crypto.randomUUID() },
    body: JSON.stringify({ email, password }),
  });
  const cookie = response.headers.getSetCookie()
    .find((text) => text.startsWith('__Host-throughline='))?.split(';')[0];
  return { status: response.status, cookie };
}

const whoAmI = async (cookie) => (await fetch(`${server.baseUrl}/api/v1/session`,
  { headers: { Cookie: cookie } })).status;

let password, cookie;

test('add prints a random password once, and it signs in', async () => {
  const { status, stdout, stderr } = user('add', email, 'Test Person', agency,
    'referrer:bristol', 'ig_lead');
  assert.equal(status, 0, stderr);
  assert.match(stdout, /^([a-z]+-){5}[a-z]+\n$/);
  password = stdout.trim();
  const session = await signIn(password);
  assert.equal(session.status, 201);
  cookie = session.cookie;
  assert.equal(await whoAmI(cookie), 200);
  assert.equal(await server.psql(`SELECT string_agg(concat_ws(':', g.role, s.code), ','
    ORDER BY g.role) FROM access.role_grant g JOIN access.user_account u ON u.id = g.user_id
    LEFT JOIN reference.spoke s ON s.id = g.spoke_id WHERE u.email = '${email}'`),
  'ig_lead,referrer:bristol');
});

test('reset ends the sessions; the old password is gone', async () => {
  const file = join(folder, 'password');
  writeFileSync(file, 'a quite long chosen one 7\n');
  const { status, stdout, stderr } = user('reset', email, '--password-file', file);
  assert.equal(status, 0, stderr);
  assert.equal(stdout, '', 'a given password is not printed');
  assert.equal(await whoAmI(cookie), 401);
  assert.equal((await signIn(password)).status, 401);
  const session = await signIn('a quite long chosen one 7');
  assert.equal(session.status, 201);
  cookie = session.cookie;
});

test('disable bites on the next request', async () => {
  assert.equal(await whoAmI(cookie), 200);
  assert.equal(user('disable', email).status, 0);
  assert.equal(await whoAmI(cookie), 401);
  assert.equal((await signIn('a quite long chosen one 7')).status, 401);
});

test('what cannot be done is refused, and nothing half done', async () => {
  const other = `other-${email}`;
  assert.match(user('add', other, 'X', 'no_such_agency', 'referrer').stderr, /no agency of that code/);
  assert.match(user('add', other, 'X', agency, 'referrer:nowhere').stderr, /no such spoke/);
  assert.equal(user('add', other, 'X', agency, 'no_such_role').status, 1);
  assert.equal(await server.psql(`SELECT count(*) FROM access.user_account WHERE email = '${other}'`), '0');
  assert.match(user('disable', other).stderr, /no such account/);
  assert.match(user('reset', other).stderr, /no such account/);
  const short = join(folder, 'short');
  writeFileSync(short, 'short\n');
  assert.equal(user('reset', email, '--password-file', short).status, 1);
  for (const args of [[], ['add'], ['add', email, 'X', agency], ['drop', email], ['disable']])
    assert.equal(user(...args).status, 2);
});
