// `throughline import` and `export`: progress in the terminal, every fault at
// once, called off by Ctrl-C, followed up after kill -9, and out again as it
// came in.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '../support/imports.mjs';
import { cleanEnvironment, programPath, root, useServer } from '../support/server.mjs';

const folder = mkdtempSync(join(tmpdir(), 'throughline-import-'));
const partnership = `Terminal ${process.pid}`;
const HEADER = 'spoke,intervention,mode,prevention_level,young_people';
let server, settings, analyst;

before(async () => {
  server = await useServer();
  analyst = server.accounts.find((account) => account.roles.some((role) => role.role === 'hub_analyst')).email;
  settings = { THROUGHLINE_ADMIN_DATABASE: server.conninfo, THROUGHLINE_JOB_LEASE_SECONDS: '3',
    THROUGHLINE_JOB_DATABASE: server.conninfo.replace('user=postgres', 'user=throughline_worker') };
});
after(async () => {
  await server.psql(`SELECT reporting.import_move(id, 'withdrawn', 'Probe') FROM reporting.import
    WHERE partnership = '${partnership}' AND state IN ('ready', 'faulty', 'stopped', 'committed')`);
  rmSync(folder, { recursive: true, force: true });
  await server.stop();
});

const environment = (more = {}) => cleanEnvironment({ ...settings, ...more });
const run = (args, more) => spawnSync(programPath(), args, { cwd: root, encoding: 'utf8', env: environment(more), maxBuffer: 1 << 26 });
const write = (name, text) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const flags = (period) => ['--as', analyst, '--period', period, '--partnership', partnership];
const rowsOf = (count) => `${HEADER}\n${Array.from({ length: count }, (_, n) => `ely,Probe ${n},group,primary,${n}`).join('\n')}\n`;
const stateOf = (period) => server.psql(`SELECT state FROM reporting.import WHERE partnership = '${partnership}' AND period = '${period}'
  ORDER BY made_at DESC LIMIT 1`);

test('called wrongly it says how', () => {
  for (const args of [['import'], ['import', 'totals_year'], ['import', 'totals_year', 'x.csv'], ['import', 'a', 'b', 'c', '--as', 'd'],
    ['export'], ['export', 'totals_year', '--replace'], ['import', 'totals_year', 'x.csv', '--as', 'd', '--sideways']]) {
    const { status, stderr } = run(args);
    assert.equal(status, 2, args.join(' '));
    assert.match(stderr, new RegExp(`^usage: throughline ${args[0]} KIND`));
  }
  assert.match(run(['import', 'totals_year', write('a.csv', 'x\n'), '--as', 'nobody@example.org', '--period', '2050-51']).stderr,
    /^throughline: there is no such account\n$/);
  assert.match(run(['import', 'totals_year', join(folder, 'none.csv'), '--as', analyst]).stderr, /none\.csv/);
  assert.match(run(['import', 'totals_year', write('latin.csv', Buffer.from([0xa3, 0x0a])), ...flags('2050-51')]).stderr, /is not UTF-8: .*CSV UTF-8/);
});

test('what is wrong with a file is told at once, and nothing is taken in', async () => {
  const { status, stdout, stderr } = run(['import', 'interventions_year',
    write('bad.csv', `${HEADER}\nely,,group,primary,1\nely,Boxing,solo,primary,many\n`), ...flags('2051-52')]);
  assert.equal(status, 1);
  assert.equal(stdout, '');
  assert.match(stderr, /^row 2, intervention: Fill in: Intervention$/m);
  assert.match(stderr, /^row 3, mode: “solo” is not in the list: /m);
  assert.match(stderr, /^row 3, young_people: Enter a whole number/m);
  assert.match(stderr, /^throughline: bad\.csv: 3 things to put right\. Nothing was taken in\.$/m);
  assert.equal(await stateOf('2051-52'), 'faulty');
});

test('a preview takes nothing in; then it is taken in, once, and replaced only if one says so', async () => {
  const file = write('good.csv', rowsOf(300));
  const preview = run(['import', 'interventions_year', file, ...flags('2052-53'), '--preview']);
  assert.equal(preview.stdout, 'good.csv: 300 rows, all good: take them in.\n', preview.stderr);
  assert.equal(await stateOf('2052-53'), 'ready');
  const { status, stdout, stderr } = run(['import', 'interventions_year', file, ...flags('2052-53')]);
  assert.equal(status, 0, stderr);
  assert.equal(stdout, 'good.csv: 300 rows taken in.\n');
  assert.match(stderr, /^Taking rows in: 250 of 301$/m);
  assert.match(run(['import', 'interventions_year', file, ...flags('2052-53')]).stderr, /This very file was handed in .*nothing to do\./);
  const other = write('other.csv', rowsOf(2));
  assert.match(run(['import', 'interventions_year', other, ...flags('2052-53')]).stderr, /good\.csv is in force already.*--replace/);
  assert.equal(run(['import', 'interventions_year', other, ...flags('2052-53'), '--replace']).status, 0);
  assert.equal(await server.psql(`SELECT string_agg(state || rows, ' ' ORDER BY made_at) FROM reporting.import
    WHERE partnership = '${partnership}' AND period = '2052-53'`), 'replaced300 committed2');
});

test('without a worker of its own it waits for the server\'s', async () => {
  const { status, stdout, stderr } = run(['import', 'interventions_year', write('served.csv', rowsOf(3)), ...flags('2053-54')],
    { THROUGHLINE_JOB_DATABASE: '' });
  assert.equal(status, 0, stderr);
  assert.equal(stdout, 'served.csv: 3 rows taken in.\n');
});

// Starts one that takes a while, and comes back when it is under way.
async function started(period, count) {
  const child = spawn(programPath(), ['import', 'interventions_year', write(`${period}.csv`, rowsOf(count)), ...flags(period)],
    { cwd: root, env: environment() });
  let said = '';
  child.stderr.on('data', (data) => { said += data; });
  const ended = new Promise((resolve) => child.on('exit', (code, signal) => resolve(code ?? signal)));
  await until(async () => said, (text) => /Checking rows: \d+ of/.test(text), `progress of ${period}`, 120);
  return { child, ended, said: () => said };
}

test('Ctrl-C calls it off, and nothing of it stays', async () => {
  const { child, ended, said } = await started('2054-55', 9000);
  child.kill('SIGINT');
  assert.equal(await ended, 130, said());
  assert.match(said(), /Cancelled\. Nothing was changed\./);
  assert.equal(await stateOf('2054-55'), 'stopped');
  assert.equal(await server.psql(`SELECT count(*) FROM reporting.import_row r JOIN reporting.import i ON i.id = r.import_id
    WHERE i.partnership = '${partnership}' AND i.period = '2054-55'`), '0');
});

test('kill -9 in the middle: the server goes on where it was, and every row is there once', async () => {
  const { child, ended } = await started('2055-56', 6000);
  child.kill('SIGKILL');
  assert.equal(await ended, 'SIGKILL');
  assert.equal(await stateOf('2055-56'), 'checking', 'it was in the middle');
  await until(() => stateOf('2055-56'), (state) => state === 'committed', 'the rest of the work', 180);
  assert.equal(await server.psql(`SELECT i.rows || ' ' || count(p.id) || ' ' || count(DISTINCT p.line) || ' ' || count(DISTINCT p.subject)
     FROM reporting.import i JOIN reporting.published_row p ON p.import_id = i.id
    WHERE i.partnership = '${partnership}' AND i.period = '2055-56' GROUP BY i.rows`), '6000 6000 6000 6000');
  assert.equal(await server.psql(`SELECT j.attempts || ' ' || j.state FROM jobs.job j JOIN reporting.import i ON i.id = j.id
    WHERE i.partnership = '${partnership}' AND i.period = '2055-56'`), '2 done');
});

test('what went in comes out as it was, and no cell is a formula', async () => {
  const cells = (text) => text.replaceAll('\r\n', '\n').replaceAll('"', '').trim();
  for (const [kind, name] of [['interventions_year', 'interventions'], ['finance_year', 'finance'], ['totals_year', 'totals']]) {
    const { status, stdout, stderr } = run(['export', kind, '--period', '2023-24']);
    assert.equal(status, 0, stderr);
    const as = cells(readFileSync(join(root, `config/figures/${name}-2023-24.csv`), 'utf8'));
    assert.equal(cells(stdout).replace(/\.\d\d?(?=,|$)/gm, (part) => Number(part).toFixed(2).slice(1)),
      as.replace(/\.\d\d?(?=,|$)/gm, (part) => Number(part).toFixed(2).slice(1)).replaceAll('.00,', ','), kind);
  }
  const spoke = run(['export', 'interventions_year', '--period', '2023-24', '--spoke', 'somerset']).stdout.trim().split('\r\n');
  assert.deepEqual(spoke.slice(1).map((line) => line.split(',')[0]), ['somerset', 'somerset', 'somerset']);
  const file = write('formula.csv', `${HEADER},published_wording\nely,"=cmd|'/c calc'!A0",group,primary,1,-1+1\n`);
  assert.equal(run(['import', 'interventions_year', file, ...flags('2056-57')]).status, 0);
  const out = run(['export', 'interventions_year', '--period', '2056-57', '--partnership', partnership]).stdout;
  assert.match(out, /^ely,"'=cmd\|'\/c calc'!A0",group,primary,1,,,,"'-1\+1"\r$/m);
  const lines = run(['export', 'reconciliation', '--period', '2023-24']).stdout.trim().split('\r\n');
  assert.equal(lines.length, 25);
  assert.match(lines[1], /^interventions_delivered,foreword; finance summary,56/);
  assert.match(run(['export', 'nonsense']).stderr, /nothing of that kind/);
});
