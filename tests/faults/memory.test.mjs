// R34: for every operation each allocation in turn finds no memory, in the
// server's own code and in all its libraries. The server goes on, keeps
// nothing, and never answers somebody better for it than it would have.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { Agent } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';

import { fixtureOf } from '../access/fixture.mjs';
import { accountsOf } from '../support/api.mjs';
import { endPrograms, startServer as startProgram } from '../support/programs.mjs';
import { programPath, useServer } from '../support/server.mjs';
import { ask, pause } from './support/ask.mjs';
import { Injector } from './support/memory.mjs';

const QUICK_OPERATIONS = 12;
const SETTLE_MS = 8000;
const REPEATS = 12;
const HARMLESS = [0, 500, 503]; // no answer, or one that says so
// Who is entitled to most of it, and who is to hardly anything.
const ROLES = ['spoke_coordinator', 'system_admin'];

const demo = await useServer();
const folder = mkdtempSync(join(tmpdir(), 'throughline-memory-'));
const people = accountsOf(demo);
const injector = new Injector(folder);
const server = await startProgram({ program: programPath(), folder,
  server: demo.conninfo.replace('user=postgres', 'user=throughline_server') },
{ ...injector.environment, THROUGHLINE_READ_WORKERS: '1', THROUGHLINE_WRITE_WORKERS: '1', THROUGHLINE_PASSWORD_WORKERS: '1' });
after(async () => {
  await server.stop();
  await demo.stop();
  rmSync(folder, { recursive: true });
});
for (const signal of ['SIGINT', 'SIGTERM'])
  process.once(signal, () => {
    endPrograms();
    demo.demo?.child.kill('SIGTERM'); // it takes its database with it
    process.exit(1);
  });
await server.ready('/readyz');
const agent = new Agent({ keepAlive: true, maxSockets: 1 });

async function operationsOf() {
  const { body } = await ask(server.url, 'GET', '/api/v1/openapi.json');
  const methods = new Map();
  for (const [, each] of Object.entries(body.paths))
    for (const [method, { operationId }] of Object.entries(each)) methods.set(operationId, method.toUpperCase());
  const cellFolder = new URL('../access/cells/', import.meta.url);
  const cells = [];
  for (const file of (await readdir(cellFolder)).sort()) cells.push(...(await import(new URL(file, cellFolder))).default);
  const first = cells.filter((cell, i) => cells.findIndex(({ route }) => route === cell.route) === i);
  return first.map((cell) => ({ ...cell, method: methods.get(cell.route) }));
}

function send({ method, path, body }, cookie) {
  const write = method !== 'GET';
  return ask(server.url, method, path, { cookie, agent, body: write ? body ?? {} : undefined,
    headers: write ? { 'If-Match': '"0"' } : {} });
}

// What an answer consists of, without the values, some of which are new each
// time: the keys of an object, the number in a list.
function shape(value) {
  if (Array.isArray(value)) return [value.length];
  if (value === null || typeof value !== 'object') return typeof value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, shape(each)]));
}
const plain = ({ text, body }) => (body ? JSON.stringify(shape(body)) : text);

// Asks until it is answered as usual; gives the blocks still held then.
async function settled(asked, cookie, usual) {
  let answer;
  for (const until = performance.now() + SETTLE_MS; performance.now() < until;) {
    answer = await send(asked, cookie);
    if (usual.statuses.has(answer.status)) return injector.read().held;
    await pause(20);
  }
  throw new Error(`it does not recover: ${answer.status} ${answer.text}`);
}

async function usualOf(asked, cookie) {
  const usual = { statuses: new Set(), texts: new Set() };
  for (let i = 0; i < 3; i++) {
    const answer = await send(asked, cookie);
    assert.notEqual(answer.status, 0);
    usual.statuses.add(answer.status);
    usual.texts.add(plain(answer));
  }
  return usual;
}

// The nth allocation fails once: what is wrong with what came of it, or null.
async function strike(n, asked, cookie, usual) {
  injector.arm(n);
  const answer = await send(asked, cookie);
  const { struck } = injector.disarm();
  if (server.over) return 'the server ended';
  if (HARMLESS.includes(answer.status)) return { struck };
  if (!usual.statuses.has(answer.status)) return `answered ${answer.status}: ${answer.text.slice(0, 200)}`;
  if (asked.method === 'GET' && answer.status === 200 && !usual.texts.has(plain(answer)))
    return `answered something else: ${answer.text.slice(0, 200)}`;
  return { struck };
}

// True if what the nth failure leaves behind grows each time.
async function leaks(n, asked, cookie, usual) {
  const before = await settled(asked, cookie, usual);
  for (let i = 0; i < REPEATS; i++) {
    await strike(n, asked, cookie, usual);
    await settled(asked, cookie, usual);
  }
  return await settled(asked, cookie, usual) - before >= REPEATS;
}

async function every(asked, cookie, faults) {
  const usual = await usualOf(asked, cookie);
  injector.arm(0);
  await send(asked, cookie);
  const { count } = injector.disarm();
  const suspects = [];
  let held = await settled(asked, cookie, usual);
  for (let n = 1; n <= count; n++) {
    const wrong = await strike(n, asked, cookie, usual);
    if (typeof wrong === 'string') faults.push(`${asked.route}, allocation ${n} of ${count}: ${wrong}`);
    const now = await settled(asked, cookie, usual);
    if (now > held) suspects.push(n);
    held = Math.max(held, now);
  }
  for (const n of suspects.slice(0, 20))
    if (await leaks(n, asked, cookie, usual) && await leaks(n, asked, cookie, usual)) faults.push(`${asked.route}, allocation ${n} of ${count}: leaks`);
  return count;
}

const operations = await operationsOf();
const wanted = process.env.QUICK ? operations.filter((_, i) => i % Math.ceil(operations.length / QUICK_OPERATIONS) === 0)
  : operations.slice(0, Number(process.env.COUNT || operations.length));
let total = 0;

for (const role of ROLES) {
  const { email, password } = people.accountOf(role, 'bristol');
  const { cookie } = await people.as(role, 'bristol');
  const fixture = await fixtureOf(demo, 'spoke_coordinator', people.accountOf('spoke_coordinator', 'bristol').email, 'bristol');
  for (const cell of [...wanted, { route: 'session.create', method: 'POST', path: () => '/api/v1/session',
    body: () => ({ email, password }) }]) {
    test(`${role}: ${cell.route}`, async (t) => {
      const faults = [];
      const count = await every({ route: cell.route, method: cell.method, path: cell.path(fixture), body: cell.body?.(fixture) },
        cookie, faults);
      total += count;
      t.diagnostic(`${count} allocations, each failed once`);
      assert.deepEqual(faults, []);
    });
  }
}

test('all together', (t) => {
  t.diagnostic(`${total} failed allocations in ${wanted.length + 1} operations of ${ROLES.length} roles`);
  assert.ok(total > 0 && injector.read().struck > 0);
  injector.close();
});
