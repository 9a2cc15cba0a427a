// R27: sqlmap and wapiti find nothing in the product, and do find what is wrong
// with tests/security/flawed.mjs, which is there for that alone.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { Place } from '../faults/support/place.mjs';
import { ask } from '../faults/support/ask.mjs';

const flawed = fileURLToPath(new URL('./flawed.mjs', import.meta.url));
const FOUND = /is vulnerable|identified the following injection point/;
const MINUTES = 20;

function run(program, args) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, HOME: process.env.SCAN_HOME } });
    let said = '';
    const late = setTimeout(() => child.kill('SIGKILL'), MINUTES * 60000);
    child.stdout.on('data', (piece) => { said += piece; });
    child.stderr.on('data', (piece) => { said += piece; });
    child.on('exit', () => { clearTimeout(late); resolve(said); });
  });
}

const sqlmap = (...args) => run('sqlmap', ['--batch', '--disable-coloring', '--flush-session', '--dbms=PostgreSQL',
  '--technique=BEUS', '--threads=2', '--output-dir', join(process.env.SCAN_HOME, 'sqlmap'), ...args]);

// What wapiti tells, by kind; kinds about what a proxy does (TLS, HSTS) are
// not asked.
async function wapiti(url, ...args) {
  const report = join(process.env.SCAN_HOME, `wapiti-${Math.random()}.json`);
  const said = await run('wapiti', ['-u', url, '-m', 'sql,timesql,xss,exec,file,crlf,redirect,ssrf', '-f', 'json', '-o', report,
    '--flush-session', '--max-scan-time', '240', '-d', '3', '--store-session', process.env.SCAN_HOME, ...args]);
  let kinds;
  try {
    kinds = JSON.parse(readFileSync(report, 'utf8')).vulnerabilities;
  } catch {
    throw new Error(`wapiti left no report: ${said.slice(-2000)}`);
  }
  return Object.entries(kinds).filter(([, found]) => found.length > 0).map(([kind]) => kind);
}

test('scanners', async (t) => {
  process.env.SCAN_HOME = mkdtempSync(join(tmpdir(), 'throughline-scan-'));
  t.after(() => rmSync(process.env.SCAN_HOME, { recursive: true, force: true }));
  const place = new Place(t);
  await place.cluster.startBeside();
  const server = await place.serve({ THROUGHLINE_QUEUE_LENGTH: '1000' });
  await server.ready('/readyz');
  const cookie = await place.signIn(server, 'bristol');
  const made = await ask(server.url, 'POST', '/api/v1/people', { cookie,
    body: { spoke: 'bristol', given_name: 'Invented', family_name: 'Scanned' } });
  await place.sql("CREATE TABLE public.flawed (word text); INSERT INTO public.flawed VALUES ('apple'); CREATE ROLE flawed LOGIN; " +
    'GRANT USAGE ON SCHEMA public TO flawed; GRANT SELECT ON public.flawed TO flawed');
  const control = spawn(process.execPath, [flawed, place.cluster.conninfo('flawed', 'drill')], { stdio: ['ignore', 'pipe', 'inherit'] });
  t.after(() => control.kill('SIGKILL'));
  const port = await new Promise((resolve) => { control.stdout.once('data', (data) => resolve(String(data).trim())); });
  const flawedUrl = `http://127.0.0.1:${port}`;

  await t.test('sqlmap finds the flaw that is there', async () => {
    const said = await sqlmap('-u', `${flawedUrl}/words?q=apple`, '-p', 'q');
    assert.match(said, FOUND, said.slice(-2000));
  });
  const headers = `Cookie: ${cookie}\nSec-Fetch-Site: same-origin`;
  for (const [what, path, more] of [
    ['search', '/api/v1/search?q=scanned*', []],
    ['people', '/api/v1/people?spoke=bristol*&limit=5', []],
    ['matches', '/api/v1/people/matches?family_name=Scanned*', []],
    ['an id in the path', `/api/v1/people/${made.body.id}*`, []],
    ['signing in', '/api/v1/session', ['--data', '{"email":"bristol@drill.test*","password":"not the password"}', '--method', 'POST']],
    ['a new person', '/api/v1/people', ['--data', '{"spoke":"bristol","given_name":"A*","family_name":"Scannedtwo"}', '--method', 'POST']],
  ]) {
    await t.test(`sqlmap finds nothing in ${what}`, async () => {
      const data = more.length ? ['--headers', `${headers}\nContent-Type: application/json`, ...more] : ['--headers', headers];
      const said = await sqlmap('-u', `${server.url}${path}`, '--ignore-code', '401,404,422,429', ...data);
      assert.doesNotMatch(said, FOUND, said.slice(-3000));
      assert.match(said, /do(es)? not (seem|appear) to be injectable/, said.slice(-3000));
    });
  }
  await t.test('wapiti finds the flaws that are there', async () => {
    const found = await wapiti(`${flawedUrl}/`);
    assert.ok(found.some((kind) => /SQL/.test(kind)), String(found));
    assert.ok(found.some((kind) => /Cross Site Scripting/.test(kind)), String(found));
  });
  await t.test('wapiti finds nothing in the product', async () => {
    const urls = ['/', '/sign-in', '/api/v1/search?q=scanned', '/api/v1/people?spoke=bristol&limit=5',
      '/api/v1/people/matches?family_name=Scanned', `/api/v1/people/${made.body.id}/journey?kind=note`];
    const found = await wapiti(`${server.url}/`, '-H', `Cookie: ${cookie}`, ...urls.flatMap((path) => ['-s', `${server.url}${path}`]));
    assert.deepEqual(found, []);
  });
  assert.equal((await ask(server.url, 'GET', '/readyz')).status, 200);
  assert.equal(await place.sql("SELECT count(*) FROM casework.person_name WHERE family_name = 'Scanned'"), '1');
  await server.stop();
});
