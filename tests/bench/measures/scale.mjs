// What people wait for over 1.4 million young people: each report, dashboard
// and list over HTTP as its reader asks for it, once cold and then warm, and
// the work it is for the database in seconds of processor. A figure of others
// beside it: how long the slowest of a hundred journeys takes meanwhile.
import { readdirSync, readFileSync } from 'node:fs';
import { request } from 'node:http';

import { line, median } from '../measure.mjs';
import { psql } from '../../support/cluster.mjs';
import { pgbench, wrk } from '../load.mjs';
import { get, startServer } from '../programs.mjs';
import { sessionScript, contactScript } from '../scripts.mjs';

const BOARDS = ['flow', 'waiting', 'decisions', 'declines', 'risk', 'dosage', 'completion', 'outcomes', 'equity', 'attendance', 'eit', 'places', 'key_measures'];
const TICKS = 100; // of /proc, a second

// Seconds of processor that PostgreSQL has used, by its processes that live and
// by those it has seen the end of.
function processor(pid) {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).reduce((sum, name) => {
    try {
      const fields = readFileSync(`/proc/${name}/stat`, 'utf8').split(') ')[1].split(' ');
      const own = Number(fields[1]) === pid ? Number(fields[11]) + Number(fields[12]) : 0;
      const ended = Number(name) === pid ? Number(fields[13]) + Number(fields[14]) : 0;
      return sum + (own + ended) / TICKS;
    } catch {
      return sum; // ended meanwhile
    }
  }, 0);
}

async function timed(bench, ask) {
  const before = processor(bench.postmaster);
  const began = performance.now();
  const said = await ask();
  return { said, seconds: (performance.now() - began) / 1000, work: processor(bench.postmaster) - before };
}

const said = (goal, first, later, most, more = '') => line(goal, median(later.map(({ seconds }) => seconds)), { at_most: most, unit: ' s',
  figures: `first ${first.seconds.toFixed(2)} s; processor ${median(later.map(({ work }) => work)).toFixed(2)} s${more && `; ${more}`}` });

// One page's call: first, then as often as the rounds say.
async function page(bench, goal, who, path, most = 5) {
  const ask = async () => {
    const { status, body } = await get(bench.url, path, { token: bench.tokens[who] });
    return { status, size: body.length, body };
  };
  const first = await timed(bench, ask);
  if (first.said.status !== 200) return { goal, target: '', value: '-', verdict: '', figures: `${first.said.status} after ${first.seconds.toFixed(1)} s: ${first.said.body.slice(0, 120)}` };
  const later = [];
  for (let n = 0; n < bench.rounds; n++) later.push(await timed(bench, ask));
  bench.say(`  ${goal}: ${median(later.map(({ seconds }) => seconds)).toFixed(2)} s`);
  return said(goal, first, later, most);
}

// A return of each spoke of the last five quarters that are over, kept as the
// worker keeps them.
function keepReturns(bench) {
  psql(bench.owner, ['-c', `
    INSERT INTO reporting.quarterly_return (id, spoke_id, quarter)
    SELECT gen_random_uuid(), s.id, q::date FROM reference.spoke s,
           generate_series(date_trunc('quarter', now()) - interval '15 months', date_trunc('quarter', now()) - interval '3 months', interval '3 months') AS q
    ON CONFLICT DO NOTHING`]);
  return timed(bench, () => psql(bench.owner, ['-c', 'DO $$ BEGIN WHILE reporting.figures_keep() LOOP COMMIT; END LOOP; END $$']));
}

async function returns(bench) {
  const kept = await keepReturns(bench);
  const many = Number(psql(bench.owner, ['-c', 'SELECT count(*) FROM reporting.figures_kept']));
  const [id, quarter] = psql(bench.owner, ['-c', `SELECT id || ' ' || quarter FROM reporting.quarterly_return
    WHERE spoke_id = reference.spoke_id('bristol') ORDER BY quarter LIMIT 1 OFFSET 3`]).split(' ');
  const count = (from, until) => () => psql(bench.owner, ['-c', `SELECT count(*) FROM reporting.counted(reference.spoke_id('bristol'), '${from}', ${until})`]);
  const sql = async (goal, ask) => {
    const first = await timed(bench, ask);
    const later = [];
    for (let n = 0; n < bench.rounds; n++) later.push(await timed(bench, ask));
    return said(goal, first, later, 5, `${first.said} figures`);
  };
  return [
    await page(bench, 'Returns: the list', 'grants', '/api/v1/returns'),
    await page(bench, 'Return: figures kept', 'coordinator', `/api/v1/returns/${id}/figures`, 0.2),
    await sql('Return: a quarter counted from the rows', count(quarter, `('${quarter}'::date + interval '3 months')::date`)),
    await sql('Return: a year counted from the rows', count('2025-04-01', "'2026-04-01'")),
    line('Return: kept by the worker, each', kept.seconds / Math.max(1, many), { unit: ' s', figures: `${many} of them in ${kept.seconds.toFixed(0)} s` }),
  ];
}

async function dashboards(bench) {
  const rows = [];
  const { body } = await get(bench.url, '/api/v1/dashboards', { token: bench.tokens.analyst });
  const quarter = JSON.parse(body).periods.find(({ code }) => code.includes('q')).code;
  for (const board of BOARDS) {
    rows.push(await page(bench, `Spoke, 13 weeks: ${board}`, 'coordinator', `/api/v1/dashboards/${board}?spoke=bristol&period=13w`));
    rows.push(await page(bench, `Spoke, a year: ${board}`, 'coordinator', `/api/v1/dashboards/${board}?spoke=bristol&period=2025`));
    rows.push(await page(bench, `Hub, a quarter: ${board}`, 'analyst', `/api/v1/dashboards/${board}?period=${quarter}`));
    rows.push(await page(bench, `Hub, a year: ${board}`, 'analyst', `/api/v1/dashboards/${board}?period=2025`));
  }
  return rows;
}

async function lists(bench) {
  const rows = [];
  for (const [who, goal, path] of [
    ['coordinator', 'Home: tasks', '/api/v1/tasks'],
    ['coordinator', 'Home: what changed', '/api/v1/tasks/changes'],
    ['coordinator', 'Late: counts', '/api/v1/overdue/counts?spoke=bristol'],
    ['coordinator', 'Late: the list', '/api/v1/overdue?spoke=bristol'],
    ['coordinator', 'Team workload', '/api/v1/workload?spoke=bristol'],
    ['coordinator', 'Referrals', '/api/v1/referrals?spoke=bristol'],
    ['coordinator', 'Episodes', '/api/v1/episodes?spoke=bristol'],
    ['coordinator', 'Allocations', '/api/v1/allocations?spoke=bristol'],
    ['coordinator', 'Actions', '/api/v1/actions?spoke=bristol'],
    ['coordinator', 'Contacts', '/api/v1/contacts?spoke=bristol'],
    ['coordinator', 'Meetings', '/api/v1/meetings?spoke=bristol'],
    ['coordinator', 'Search by name', '/api/v1/people?q=Smith'],
    ['governance', 'Governance: access log', '/api/v1/access-log?spoke=bristol'],
    ['governance', 'Governance: unusual access', '/api/v1/access-log/unusual?spoke=bristol'],
    ['governance', 'Governance: register of sharings', '/api/v1/disclosures'],
    ['governance', 'Governance: retention due', '/api/v1/retention'],
    ['governance', 'Governance: restrictions', '/api/v1/restrictions'],
    ['governance', 'Governance: who may do what', '/api/v1/access-matrix'],
    ['governance', 'Governance: requests about data', '/api/v1/subject-access'],
    ['auditor', 'Hub: journey audits in figures', '/api/v1/journey-audits/report'],
    ['analyst', 'Hub: reconciliation', '/api/v1/reconciliation'],
  ]) rows.push(await page(bench, goal, who, path));
  return rows;
}

const post = (bench, who, path, body) => new Promise((resolve, reject) => {
  const text = JSON.stringify(body);
  const sent = request(new URL(path, bench.url), { method: 'POST', headers: { Cookie: `__Host-throughline=${bench.tokens[who]}`,
    'Sec-Fetch-Site': 'same-origin', 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) } }, (answer) => {
    let said_ = '';
    answer.on('data', (piece) => { said_ += piece; });
    answer.on('end', () => (answer.statusCode < 300 ? resolve(JSON.parse(said_ || 'null')) : reject(new Error(`${path}: ${answer.statusCode} ${said_}`))));
  });
  sent.on('error', reject);
  sent.end(text);
});

// The analyst's extract of one spoke, for a minute of it.
async function extract(bench) {
  const { id } = await post(bench, 'analyst', '/api/v1/exports', { kind: 'extract', study_title: 'Measured', spokes: ['bristol'],
    reason: 'How many rows a second are written' });
  const written = () => Number(psql(bench.owner, ['-c', `SELECT coalesce(sum(rows), 0) FROM jobs.export_part WHERE export_id = '${id}'`]));
  const state = () => psql(bench.owner, ['-c', `SELECT j.state || ' ' || coalesce(j.message, '') FROM jobs.job j WHERE j.id = '${id}'`]);
  const began = performance.now();
  let rows = 0;
  let first = 0;
  while (performance.now() - began < bench.patience * 1000 && !/^(done|failed|cancelled)/.test(state())) {
    await new Promise((resolve) => { setTimeout(resolve, 500); });
    const now = written();
    if (now > 0 && !first) first = performance.now();
    rows = Math.max(rows, now);
  }
  const seconds = (performance.now() - (first || began)) / 1000;
  const how = state();
  if (!/^done/.test(how)) await post(bench, 'analyst', `/api/v1/jobs/${id}/cancel`, {}).catch(() => null);
  return [line('Extract of a spoke: rows', rows / Math.max(1, seconds), { unit: '/s', digits: 0,
    figures: `${rows.toLocaleString('en')} in ${seconds.toFixed(0)} s after ${(((first || performance.now()) - began) / 1000).toFixed(0)} s of drawing the snapshot; ${how}` })];
}

// Journeys of eight connections alone, and while hub and spoke look at a year.
async function beside(bench) {
  const load = () => wrk({ url: bench.url, script: 'journey', seconds: bench.seconds, connections: 8, args: [bench.tokens.coordinator, bench.hotFile] });
  const together = async () => {
    let going = true;
    const reports = (async () => {
      let many = 0;
      for (let n = 0; going; n++, many++) await get(bench.url, `/api/v1/dashboards/${BOARDS[n % BOARDS.length]}?period=2025`, { token: bench.tokens.analyst });
      return many;
    })();
    const journeys = await load();
    going = false;
    return { ...journeys, reports: await reports };
  };
  await load();
  const rounds = [];
  for (let n = 0; n < bench.rounds; n++) rounds.push([await load(), await together()]);
  const [alone, with_] = [0, 1].map((side) => median(rounds.map((pair) => pair[side].p99)));
  return [line('Journey p99 beside reports, 8 connections', median(rounds.map(([a, b]) => b.p99 / a.p99)), { at_most: 1.5,
    figures: `${with_.toFixed(0)} v. ${alone.toFixed(0)} ms; ${median(rounds.map(([, b]) => b.rate)).toFixed(0)}/s v. ${median(rounds.map(([a]) => a.rate)).toFixed(0)}/s` })];
}

// What casework writes are there, for a before and after side by side.
async function writes(bench) {
  const rows = [];
  const token = bench.tokens.coordinator;
  for (const [goal, script] of [['Contact writes', contactScript({ ...bench, token })], ['Session writes', sessionScript({ ...bench, token })]]) {
    const rates = [];
    for (let n = 0; n <= bench.rounds; n++) rates.push((await pgbench({ bin: bench.bin, conninfo: bench.server, script, clients: 4, seconds: bench.seconds })).rate);
    rows.push(line(goal, median(rates.slice(1)), { unit: '/s', digits: 0, figures: 'pgbench -c 4 on the product\'s own SQL' }));
  }
  return rows;
}

export async function scale(given) {
  const server = await startServer({ ...given, token: given.tokens.coordinator });
  await server.ready('/healthz');
  const bench = { ...given, url: server.url };
  const wanted = process.env.SCALE_ONLY ? process.env.SCALE_ONLY.split(',') : ['returns', 'dashboards', 'lists', 'extract', 'beside', 'writes'];
  const parts = { returns, dashboards, lists, extract, beside, writes };
  const rows = [];
  try {
    for (const name of wanted) rows.push(...await parts[name](bench));
  } finally {
    await server.stop();
  }
  return rows;
}
