// Every operation x role x own and other spoke (R5): what is answered is what
// the reviewed cells say. An operation without cells fails, and so does a cell
// without its operation or without one of the twelve roles.
import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { after, before, test } from 'node:test';

import { accountsOf, signIn } from '../support/api.mjs';
import { ROLES } from '../support/matrix.mjs';
import { useServer } from '../support/server.mjs';
import { fixtureOf } from './fixture.mjs';

const OWN = 'bristol';
const OTHER = 'northsom';
// A version nobody has: who may write gets 412, and nothing changes.
const NO_VERSION = '"0"';

const server = await useServer();
const people = accountsOf(server);
const cells = [];
for (const file of (await readdir(new URL('cells/', import.meta.url))).sort())
  cells.push(...(await import(`./cells/${file}`)).default);

const operations = new Map();
{
  const answer = await fetch(new URL('/api/v1/openapi.json', server.baseUrl));
  for (const [path, methods] of Object.entries((await answer.json()).paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      if (operation.operationId)
        operations.set(operation.operationId, { ...operation, method: method.toUpperCase(), path });
    }
  }
}

after(async () => server.stop());

test('every operation that is not public has its cells, and every cell its operation', () => {
  const needed = [...operations].filter(([id, o]) => o['x-permission'] !== 'public' && id !== 'session.delete').map(([id]) => id);
  const have = new Set(cells.map((cell) => cell.route));
  assert.deepEqual(needed.filter((id) => !have.has(id)), [], 'operations without cells');
  assert.deepEqual([...have].filter((id) => !operations.has(id)), [], 'cells without an operation');
});

test('every cell names all twelve roles', () => {
  for (const cell of cells)
    assert.deepEqual(Object.keys(cell.expect).sort(), [...ROLES].sort(), cell.route);
});

const fixtures = new Map();
before(async () => {
  for (const role of ROLES) {
    const account = people.accountOf(role, OWN).email;
    fixtures.set(role, [await fixtureOf(server, role, account, OWN), await fixtureOf(server, null, account, OTHER)]);
  }
});

async function ask(cell, operation, role, fixture) {
  const client = await people.as(role, OWN);
  const path = cell.path(fixture);
  if (path.includes('undefined') || path.includes('null'))
    throw new Error(`${cell.route}: the fixture of ${role} in ${fixture.spoke} lacks what ${path} needs`);
  const write = operation.method !== 'GET';
  if (operation['x-recent-sign-in']) await client.confirmed();
  return client.send(operation.method, path, {
    body: write && cell.body ? cell.body(fixture) : undefined,
    etag: write ? NO_VERSION : undefined,
  });
}

for (const cell of cells) {
  const operation = operations.get(cell.route);
  if (!operation) continue;
  for (const role of ROLES) {
    test(`${cell.route}: ${role} in own and other spoke`, async () => {
      const [own, other] = fixtures.get(role);
      // A role refused everywhere may be asked about any record.
      const near = cell.expect[role][0] === 403 ? { ...other, ...own, spoke: own.spoke } : own;
      const usable = Object.fromEntries(Object.entries(near).map(([k, v]) => [k, v ?? other[k]]));
      const answers = [await ask(cell, operation, role, usable), await ask(cell, operation, role, other)];
      assert.deepEqual(answers.map((answer) => answer.status), cell.expect[role],
        answers.map((answer) => answer.text.slice(0, 300)).join('\n'));
    });
  }
}

// R20: with a sign-in of longer ago, who may is asked to confirm, and who may
// not is told no more than before.
for (const cell of cells) {
  const operation = operations.get(cell.route);
  if (!operation?.['x-recent-sign-in']) continue;
  test(`${cell.route}: nobody who signed in too long ago`, async () => {
    for (const role of ROLES) {
      const { email, password } = people.accountOf(role, OWN);
      const client = await signIn(server, email, password);
      await server.psql(`UPDATE access.session SET confirmed_at = now() - interval '301 seconds'
        WHERE token_hash = sha256(convert_to('${/throughline=([^;]+)/.exec(client.cookie)[1]}', 'UTF8'))`);
      const [own] = fixtures.get(role);
      const [, other] = fixtures.get(role);
      const fixture = Object.fromEntries(Object.entries(own).map(([k, v]) => [k, v ?? other[k]]));
      const write = operation.method !== 'GET';
      const answer = await client.send(operation.method, cell.path(fixture), {
        body: write && cell.body ? cell.body(fixture) : undefined, etag: write ? NO_VERSION : undefined });
      assert.equal(answer.status, 403, `${role}: ${answer.text}`);
      assert.equal(answer.body.type, cell.expect[role][0] === 403 ? '/problems/not-entitled' : '/problems/recent-sign-in-needed', role);
    }
  });
}

// R6: another spoke's record answers exactly as one that does not exist.
for (const cell of cells) {
  const operation = operations.get(cell.route);
  const expected = cell.expect.spoke_coordinator;
  if (!operation || expected?.[1] !== 404) continue;
  test(`${cell.route}: another spoke's record is as one that does not exist`, async () => {
    const [, other] = fixtures.get('spoke_coordinator');
    const nowhere = Object.fromEntries(Object.entries(other).map(([kind, id]) =>
      [kind, /^[0-9a-f-]{36}$/.test(id ?? '') ? '00000000-0000-4000-8000-000000000000' : id]));
    const there = await ask(cell, operation, 'spoke_coordinator', other);
    const gone = await ask(cell, operation, 'spoke_coordinator', nowhere);
    const plain = (answer) => ({ status: answer.status, title: answer.body?.title, detail: answer.body?.detail, errors: answer.body?.errors });
    assert.deepEqual(plain(there), plain(gone));
  });
}
