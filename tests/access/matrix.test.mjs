// Every operation x role x own, other spoke, other agency, restricted and
// police-origin record, over HTTP (R5): what is answered is what the reviewed
// file says, config/access/operations.csv. An operation without its rows fails,
// and so does a row without its operation. What is asked stands in cells/;
// UPDATE_MATRIX=yes writes what is found, for whoever reviews the difference.
import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { after, before, test } from 'node:test';

import { accountsOf, signIn } from '../support/api.mjs';
import { ROLES, readOperations, writeOperations } from '../support/matrix.mjs';
import { useServer } from '../support/server.mjs';
import { CODES, codeOf, within } from './answers.mjs';
import { ABSENT, NARROW } from './fixture.mjs';
import { ALL_SCOPES, OWN, scopesFor, scopesOf, unrestrict } from './scopes.mjs';

// A version nobody has: who may write gets 412, and nothing changes.
const NO_VERSION = '"0"';
const UPDATE = Boolean(process.env.UPDATE_MATRIX);

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

const { found: fixtures, kinds } = await scopesOf(server, ROLES, (role) => people.accountOf(role, OWN).email);
const reviewed = await readOperations();
const keyOf = (cell, scope) => [cell.route, cell.about ?? '', scope].join(',');
const plans = cells.filter((cell) => operations.has(cell.route))
  .map((cell) => ({ cell, operation: operations.get(cell.route), ...scopesFor(cell, operations.get(cell.route), { kinds, narrow: NARROW }) }));
// Who sees the record that a scope is about: the young person, or what the
// police have of them.
const seen = new Map();
for (const role of ROLES) {
  for (const scope of ALL_SCOPES.slice(2)) {
    const fixture = fixtures.get(role)[scope];
    const path = scope.startsWith('police') ? `/api/v1/contacts/${fixture.contact}` : `/api/v1/people/${fixture.person}`;
    seen.set(`${role},${scope}`, (await (await people.as(role, OWN)).get(path)).status === 200);
  }
}
const sees = (role, scope) => seen.get(`${role},${scope}`) ?? false;
const answers = new Map(); // key -> role -> code
let asked = 0;

after(async () => {
  await unrestrict(server);
  if (UPDATE) await writeOperations(plans, answers, reviewed, keyOf);
  await server.stop();
});

test('every operation that is not public has its cells, and every cell its operation', () => {
  const needed = [...operations].filter(([id, o]) => o['x-permission'] !== 'public' && id !== 'session.delete').map(([id]) => id);
  const have = new Set(cells.map((cell) => cell.route));
  assert.deepEqual(needed.filter((id) => !have.has(id)), [], 'operations without cells');
  assert.deepEqual([...have].filter((id) => !operations.has(id)), [], 'cells without an operation');
  const names = cells.map((cell) => keyOf(cell, ''));
  assert.deepEqual(names.filter((name, i) => names.indexOf(name) !== i), [], 'cells that need an `about` of their own');
});

test('every row says in words what the operation does', { skip: UPDATE }, () => {
  for (const [key, row] of reviewed)
    assert.equal(row.get('summary'), operations.get(key.split(',')[0])?.summary, `${key}: as the route says (UPDATE_MATRIX=yes writes it)`);
});

test('every row of config/access/operations.csv is there, and whole', { skip: UPDATE }, () => {
  const needed = new Set(plans.flatMap(({ cell, scopes }) => scopes.map((scope) => keyOf(cell, scope))));
  assert.deepEqual([...needed].filter((key) => !reviewed.has(key)), [],
    'not reviewed yet: run UPDATE_MATRIX=yes node --test tests/access/matrix.test.mjs, and read what it wrote');
  assert.deepEqual([...reviewed.keys()].filter((key) => !needed.has(key)), [], 'rows of nothing that can be asked');
  for (const [key, row] of reviewed)
    for (const role of ROLES) assert.ok(CODES.includes(row.get(role)), `${key}: ${role} has '${row.get(role)}'`);
  assert.ok([...needed].every((key) => ALL_SCOPES.includes(key.split(',')[2])));
});

function bodyOf({ cell, operation }, role, scope, fixture) {
  if (operation.method === 'GET') return {};
  const may = reviewed.get(keyOf(cell, scope))?.get(role);
  // Sent whole where nothing may come of it, and else as the cell says.
  const meant = Boolean(cell.elsewhere) && !['any', 'own'].includes(scope) && may !== 'yes' && !sees(role, scope);
  return { meant, body: (meant ? cell.elsewhere : cell.body)?.(fixture) };
}

async function ask(plan, role, scope, fixture) {
  const client = await people.as(role, OWN);
  const told = plan.cell.path(fixture);
  const path = told.replaceAll(/undefined|null/g, ABSENT);
  if (plan.operation['x-recent-sign-in']) await client.confirmed();
  const { meant, body } = bodyOf(plan, role, scope, fixture);
  const answer = await client.send(plan.operation.method, path, { body, etag: plan.operation.method === 'GET' ? undefined : NO_VERSION });
  asked++;
  const code = codeOf(answer,
    { ...plan, scope, fixture, meant, sees: sees(role, scope), sideDoor: plan.sideDoor(scope) });
  return { ...answer, meant, code: path !== told && code !== '-' ? 'no record' : code };
}

// A role refused everywhere may be asked about any record.
function fixtureFor(role, scope, may) {
  const own = fixtures.get(role).own;
  const other = fixtures.get(role)['other spoke'];
  const one = fixtures.get(role)[scope] ?? own;
  if (scope === 'other spoke') return one;
  const fallback = may === '-' || scope !== 'own' ? { ...own, ...one } : one;
  return { ...other, ...Object.fromEntries(Object.entries(fallback).filter(([, value]) => value !== null)),
    ...(scope === 'own' || scope === 'any' ? {} : Object.fromEntries([...kinds, 'identified'].filter((kind) => one[kind] === null).map((kind) => [kind, undefined]))) };
}

for (const plan of plans) {
  const name = [plan.cell.route, plan.cell.about].filter(Boolean).join(', ');
  for (const role of ROLES) {
    test(`${name}: ${role}`, async () => {
      const wrong = [];
      await Promise.all(plan.scopes.map(async (scope) => {
        const key = keyOf(plan.cell, scope);
        const may = reviewed.get(key)?.get(role);
        const use = plan.sideDoor(scope) ? { ...fixtureFor(role, 'own', may), hidden: fixtures.get(role)[scope].hidden } : fixtureFor(role, scope, may);
        const answer = await ask(plan, role, scope, use);
        if (!answers.has(key)) answers.set(key, new Map());
        // What a test cannot find today, somebody has decided.
        answers.get(key).set(role, may && within(answer.code, may, scope) ? may : answer.code);
        if (!UPDATE && !(may && within(answer.code, may, scope)))
          wrong.push(`${scope}: reviewed '${may}', found '${answer.code}' (${answer.status} ${answer.text?.slice(0, 300)})`);
      }));
      assert.deepEqual(wrong, []);
    });
  }
}

// R20: with a sign-in of longer ago, who may is asked to confirm, and who may
// not is told no more than before.
for (const plan of plans.filter(({ operation }) => operation['x-recent-sign-in'])) {
  test(`${plan.cell.route}: nobody who signed in too long ago`, { skip: UPDATE }, async () => {
    const scope = plan.scopes[0];
    for (const role of ROLES) {
      const { email, password } = people.accountOf(role, OWN);
      const client = await signIn(server, email, password);
      await server.psql(`UPDATE access.session SET confirmed_at = now() - interval '301 seconds'
        WHERE token_hash = sha256(convert_to('${/throughline=([^;]+)/.exec(client.cookie)[1]}', 'UTF8'))`);
      const may = reviewed.get(keyOf(plan.cell, scope)).get(role);
      const fixture = fixtureFor(role, scope, '-');
      const { body } = bodyOf(plan, role, scope, fixture);
      const answer = await client.send(plan.operation.method, plan.cell.path(fixture),
        { body, etag: plan.operation.method === 'GET' ? undefined : NO_VERSION });
      assert.equal(answer.status, 403, `${role}: ${answer.text}`);
      assert.equal(answer.body.type, may === '-' ? '/problems/not-entitled' : '/problems/recent-sign-in-needed', role);
    }
  });
}

// R6: another spoke's record answers exactly as one that does not exist.
for (const plan of plans) {
  if (reviewed.get(keyOf(plan.cell, 'other spoke'))?.get('spoke_coordinator') !== 'not found') continue;
  test(`${plan.cell.route}: another spoke's record is as one that does not exist`, async () => {
    const other = fixtures.get('spoke_coordinator')['other spoke'];
    const nowhere = Object.fromEntries(Object.entries(other).map(([kind, id]) =>
      [kind, /^[0-9a-f-]{36}$/.test(id ?? '') ? ABSENT : id]));
    const there = await ask(plan, 'spoke_coordinator', 'other spoke', other);
    const gone = await ask(plan, 'spoke_coordinator', 'other spoke', nowhere);
    const plain = (answer) => ({ status: answer.status, title: answer.body?.title, detail: answer.body?.detail, errors: answer.body?.errors });
    assert.deepEqual(plain(there), plain(gone));
  });
}

test('how much of the matrix was asked', (t) => {
  const rows = plans.reduce((sum, { scopes }) => sum + scopes.length, 0);
  t.diagnostic(`${operations.size} operations, ${rows} rows x ${ROLES.length} roles = ${rows * ROLES.length} cells, ${asked} requests`);
  assert.ok(asked > 10000, `${asked} requests`);
});
