// A whole Throughline for a test file: the one tests/run-tests.sh has running
// (THROUGHLINE_BASE_URL and its like), or one of its own when the file is run
// alone: `node --test tests/api/x.test.mjs` after `./run test` or a build.
//
//   const server = await useServer();
//   server.baseUrl    'http://127.0.0.1:40123'
//   server.accounts   as in demo-accounts.json
//   server.psql(sql)  runs SQL as the database's owner, gives the output
//   await server.stop()   ends it, if it is this file's own
import { execFile, spawn } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export const root = fileURLToPath(new URL('../../', import.meta.url));

const READY = /^Throughline is ready: (http:\S+)/m;

// The program under test: the sanitized build where there is one.
export function programPath() {
  const places = [process.env.THROUGHLINE_PROGRAM,
    join(root, 'build-test/throughline'), join(root, 'build/throughline')];
  const found = places.find((place) => place && existsSync(place));
  if (!found) throw new Error('no throughline to test: build it first');
  return found;
}

// The environment without what is meant for the tests themselves.
export function cleanEnvironment(more = {}) {
  const kept = Object.entries(process.env)
    .filter(([name]) => !name.startsWith('THROUGHLINE_') &&
                        name !== 'PORT' && name !== 'VAR');
  return { ...Object.fromEntries(kept), ...more };
}

export async function runSql(conninfo, sql) {
  const { stdout } = await promisify(execFile)('psql',
    ['-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', '-d', conninfo, '-c', sql],
    { maxBuffer: 64 * 1024 * 1024 });
  return stdout.trim();
}

// A folder that the database's account can walk into, too.
export async function makeStateFolder() {
  const folder = await mkdtemp(join(tmpdir(), 'throughline-'));
  await chmod(folder, 0o755);
  return folder;
}

// Starts `throughline demo`. `output()` is all it said so far; `ended` settles
// with its exit code (or signal).
export function spawnDemo(variables) {
  const child = spawn(programPath(), ['demo'],
    { cwd: root, env: cleanEnvironment({ PORT: '0', ...variables }) });
  let output = '';
  child.stdout.on('data', (data) => { output += data; });
  child.stderr.on('data', (data) => { output += data; });
  const ended = new Promise((resolve) => {
    child.on('exit', (code, signal) => resolve(code ?? signal));
  });
  return { child, ended, output: () => output };
}

// Waits until it serves; throws with what it said if it ends before.
export async function demoReady(demo, seconds = 300) {
  let over = false;
  demo.ended.then(() => { over = true; });
  for (let waited = 0; waited < seconds * 10; waited++) {
    const ready = READY.exec(demo.output());
    if (ready) return ready[1];
    if (over) break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`the server did not become ready:\n${demo.output()}`);
}

async function describe(baseUrl, accountsPath, conninfo, stop) {
  return {
    baseUrl,
    conninfo,
    accounts: JSON.parse(await readFile(accountsPath, 'utf8')),
    psql: (sql) => runSql(conninfo, sql),
    stop,
  };
}

// A server of this file's own.
export async function startServer(variables = {}) {
  const folder = await makeStateFolder();
  const demo = spawnDemo({ VAR: folder, ...variables });
  const stop = async () => {
    demo.child.kill('SIGTERM');
    const code = await demo.ended;
    await rm(folder, { recursive: true, force: true });
    if (code !== 0) throw new Error(`the server ended with ${code}:\n${demo.output()}`);
  };
  try {
    const baseUrl = await demoReady(demo);
    const conninfo = (await readFile(join(folder, 'conninfo'), 'utf8')).trim();
    const server = await describe(baseUrl, join(folder, 'demo-accounts.json'),
      conninfo, stop);
    return { ...server, folder, demo };
  } catch (error) {
    demo.child.kill('SIGKILL');
    throw error;
  }
}

// The shared one, or one of this file's own.
export async function useServer() {
  const { THROUGHLINE_BASE_URL: baseUrl, THROUGHLINE_ACCOUNTS: accounts,
    THROUGHLINE_PSQL: conninfo } = process.env;
  if (!baseUrl) return startServer();
  return describe(baseUrl, accounts, conninfo, async () => {});
}
