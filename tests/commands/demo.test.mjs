// The life of `throughline demo`: one at a time, nothing left running, found
// again as it was left.
import { after, afterEach, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { chown, mkdir, readFile, readdir, readlink, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execFileSync, spawn } from 'node:child_process';
import { accountsOf } from '../support/api.mjs';
import { manifestOf, settled, take } from '../support/exports.mjs';
import { until } from '../support/imports.mjs';
import { demoReady, makeStateFolder, runSql, spawnDemo } from '../support/server.mjs';

let folder;
before(async () => { folder = await makeStateFolder(); });
after(() => rm(folder, { recursive: true, force: true }));

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

// Processes whose working folder is the cluster's data folder.
async function postgresProcesses(state = folder) {
  const data = join(state, 'postgres/data');
  const found = [];
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const cwd = await readlink(`/proc/${pid}/cwd`).catch(() => '');
    if (cwd === data) found.push(Number(pid));
  }
  return found;
}

async function noneLeft(state) {
  for (let i = 0; i < 100; i++) {
    if ((await postgresProcesses(state)).length === 0) return;
    await pause(100);
  }
  assert.fail(`PostgreSQL is still running: ${await postgresProcesses(state)}`);
}

// What a failed test left running must not fail the next one.
const started = [];
afterEach(async () => {
  for (const demo of started.splice(0)) {
    demo.child.kill('SIGKILL');
    await demo.ended;
  }
});

async function start(variables = {}) {
  const demo = spawnDemo({ VAR: folder, ...variables });
  started.push(demo);
  demo.baseUrl = await demoReady(demo);
  return demo;
}

async function stopped(demo, signal) {
  demo.child.kill(signal);
  assert.equal(await demo.ended, 0, demo.output());
}

const conninfo = async () => (await readFile(join(folder, 'conninfo'), 'utf8')).trim();

test('a first start serves, and Ctrl-C stops all of it with exit code 0', async () => {
  const demo = await start();
  assert.equal((await fetch(`${demo.baseUrl}/healthz`)).status, 200);
  assert.ok((await postgresProcesses()).length > 1);
  await stopped(demo, 'SIGINT');
  assert.match(demo.output(), /Stopped\. The data stays in/);
  await noneLeft();
  await assert.rejects(fetch(`${demo.baseUrl}/healthz`));
});

test('the next start finds accounts and data as they were left, within 3 seconds', async () => {
  const accounts = await readFile(join(folder, 'demo-accounts.json'), 'utf8');
  const began = Date.now();
  const demo = await start();
  assert.ok(Date.now() - began < 3000, `took ${Date.now() - began} ms`);
  assert.doesNotMatch(demo.output(), /Loading the demo|Making passwords/);
  assert.equal(await readFile(join(folder, 'demo-accounts.json'), 'utf8'), accounts);
  await stopped(demo, 'SIGTERM');
});

test('the accounts file tells e-mail, password, name and roles of each account', async () => {
  const accounts = JSON.parse(await readFile(join(folder, 'demo-accounts.json'), 'utf8'));
  assert.ok(accounts.length >= 12, 'one account at least for each role');
  for (const account of accounts) {
    assert.deepEqual(Object.keys(account).sort(), ['email', 'name', 'password', 'roles']);
    assert.match(account.password, /^[a-z]+-[a-z]+-[a-z]+$/);
    assert.ok(account.roles.length > 0);
    for (const role of account.roles)
      assert.deepEqual(Object.keys(role).sort(), ['role', 'spoke']);
  }
  assert.equal((await stat(join(folder, 'demo-accounts.json'))).mode & 0o777, 0o644);
});

test('the database has no TCP port and a socket only its account can reach', async () => {
  const demo = await start();
  const sql = (text) => conninfo().then((info) => runSql(info, text));
  assert.equal(await sql('SHOW listen_addresses'), '');
  assert.equal(await sql('SHOW data_checksums'), 'on');
  // The column's name is another one from PostgreSQL 17 on.
  const database = JSON.parse(await sql("SELECT to_json(d) FROM pg_database d "
    + "WHERE datname = 'throughline'"));
  assert.equal(database.datlocprovider, 'i');
  assert.equal(database.daticulocale ?? database.datlocale, 'en-GB');
  assert.equal((await stat(join(folder, 'postgres'))).mode & 0o777, 0o700);
  assert.notEqual((await stat(join(folder, 'postgres/data'))).uid, 0);
  const status = await readFile(`/proc/${demo.child.pid}/status`, 'utf8');
  assert.doesNotMatch(status, /^Uid:\t0\t|^Uid:\t\d+\t0\t/m, 'the server is not root');
  await stopped(demo, 'SIGTERM');
});

test('a second start beside a running one says so and leaves it alone', async () => {
  const demo = await start();
  const second = spawnDemo({ VAR: folder });
  assert.equal(await second.ended, 1);
  assert.match(second.output(), /already running from .* \(process \d+\)/);
  assert.equal((await fetch(`${demo.baseUrl}/healthz`)).status, 200);
  await stopped(demo, 'SIGTERM');
});

test('kill -9 leaves nothing running, and the next start recovers what was committed', async () => {
  const demo = await start();
  const info = await conninfo();
  await runSql(info, 'CREATE TABLE public.kept_by_test (n int)');
  await runSql(info, 'INSERT INTO public.kept_by_test VALUES (42)');
  demo.child.kill('SIGKILL');
  await demo.ended;
  const next = await start();
  assert.equal(await runSql(await conninfo(), 'TABLE public.kept_by_test'), '42');
  await runSql(await conninfo(), 'DROP TABLE public.kept_by_test');
  next.child.kill('SIGKILL');
  await next.ended;
  await noneLeft();
});

test('kill -9 in the middle of a file: the next start takes it up again, and makes it once', async (t) => {
  const demo = await start();
  const accounts = JSON.parse(await readFile(join(folder, 'demo-accounts.json'), 'utf8'));
  const info = await conninfo();
  const look = (id) => runSql(info, `SELECT e.state || ' ' || j.state || ' ' || j.attempts FROM jobs.export e JOIN jobs.job j USING (id) WHERE id = '${id}'`);
  // Held at the very end: when it is put by, all of it has been written and packed.
  const holder = spawn('psql', ['-X', '-q', '-d', info], { stdio: ['pipe', 'ignore', 'ignore'] });
  holder.stdin.on('error', () => {});
  t.after(() => holder.kill());
  holder.stdin.write('BEGIN; LOCK TABLE jobs.export_chunk IN ACCESS EXCLUSIVE MODE;\n');
  const locks = (granted) => async () => Number(await runSql(info,
    `SELECT count(*) FROM pg_locks WHERE relation = 'jobs.export_chunk'::regclass AND granted = ${granted}`)) > 0;
  await until(locks(true), (yes) => yes, 'the lock');
  const analyst = await accountsOf({ baseUrl: demo.baseUrl, accounts }).as('hub_analyst');
  const asked = await analyst.post('/api/v1/exports', { kind: 'extract', study_title: 'A drill', reason: 'The server is killed meanwhile' });
  assert.equal(asked.status, 201, asked.text);
  const { id } = asked.body;
  await until(locks(false), (yes) => yes, 'the worker at the lock');
  assert.equal(await look(id), 'making running 1', 'it is in the middle');
  demo.child.kill('SIGKILL');
  await demo.ended;

  const next = await start({ THROUGHLINE_JOB_LEASE_SECONDS: '5' });
  const again = await accountsOf({ baseUrl: next.baseUrl, accounts }).as('hub_analyst');
  assert.equal((await settled(again, id)).state, 'ready');
  assert.equal(await look(id), 'ready done 2', 'taken up once more');
  const file = await take(again, id);
  assert.equal(file.status, 200);
  assert.ok(manifestOf(file.files).files.length > 3);
  assert.equal(await runSql(info, `SELECT count(*) FROM audit.access_log WHERE record_id = '${id}' AND detail ->> 'step' = 'made'`), '1');
  assert.equal(await runSql(info, `SELECT count(*) FROM jobs.export_part WHERE export_id = '${id}'`), '0', 'nothing of the first try is left');
  await stopped(next, 'SIGTERM');
});

test('a stale postmaster.pid that names a living stranger does not stop a start', async () => {
  const demo = await start();
  const pidFile = join(folder, 'postgres/data/postmaster.pid');
  const lines = (await readFile(pidFile, 'utf8')).split('\n');
  await stopped(demo, 'SIGTERM');
  const { uid, gid } = await stat(join(folder, 'postgres/data'));
  const stranger = spawn('sleep', ['60'], { uid, gid });
  await writeFile(pidFile, [stranger.pid, ...lines.slice(1)].join('\n'));
  await chown(pidFile, uid, gid);
  try {
    await stopped(await start(), 'SIGTERM');
    assert.equal(stranger.exitCode, null, 'the stranger was left alone');
  } finally {
    stranger.kill();
  }
});

test('PostgreSQL ending by itself ends the server, with a word on where to look', async () => {
  const demo = await start();
  const [postmaster] = (await readFile(join(folder, 'postgres/data/postmaster.pid'), 'utf8'))
    .split('\n');
  process.kill(Number(postmaster), 'SIGQUIT');
  assert.equal(await demo.ended, 1);
  assert.match(demo.output(), /PostgreSQL ended by itself: see .*postgres\.log/);
});

test('a database of another major version is explained and left untouched', async () => {
  const version = join(folder, 'postgres/data/PG_VERSION');
  const was = await readFile(version, 'utf8');
  await writeFile(version, '9\n');
  const demo = spawnDemo({ VAR: folder });
  assert.equal(await demo.ended, 1);
  assert.match(demo.output(), /made by PostgreSQL 9, which is not installed/);
  await writeFile(version, was);
  await stopped(await start(), 'SIGTERM');
});

test('a port in use is said plainly, and nothing stays behind', async () => {
  const demo = await start();
  const other = await makeStateFolder();
  const second = spawnDemo({ VAR: other, PORT: new URL(demo.baseUrl).port });
  assert.equal(await second.ended, 1);
  assert.match(second.output(), /port \d+/i);
  await noneLeft(other);
  await rm(other, { recursive: true, force: true });
  await stopped(demo, 'SIGTERM');
});

test('a state folder with spaces, quotes, a comma and a very long path works', async () => {
  const outer = await makeStateFolder();
  const deep = join(outer, `it's "far", away ${'x'.repeat(120)}`);
  await mkdir(deep);
  // What the tests above have left serves: loading the demo again takes long.
  execFileSync('cp', ['-a', join(folder, 'postgres'), join(folder, 'demo-accounts.json'), deep]);
  const demo = spawnDemo({ VAR: deep });
  started.push(demo);
  const baseUrl = await demoReady(demo);
  assert.equal((await fetch(`${baseUrl}/healthz`)).status, 200);
  const info = (await readFile(join(deep, 'conninfo'), 'utf8')).trim();
  assert.match(info, /\/tmp\/throughline-/);
  assert.equal(await runSql(info, 'SELECT 1'), '1');
  await stopped(demo, 'SIGTERM');
  await rm(outer, { recursive: true, force: true });
});

test('a wrong PORT is refused before anything starts', async () => {
  for (const PORT of ['http', '70000', '-1', '80x']) {
    const demo = spawnDemo({ VAR: folder, PORT });
    assert.equal(await demo.ended, 1);
    assert.match(demo.output(), /PORT is a number/);
  }
});
