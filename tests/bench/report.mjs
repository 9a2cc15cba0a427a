// The table on the terminal, and latest.md from a full run.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, release, totalmem } from 'node:os';

import { psql } from '../support/cluster.mjs';

const said = (command, ...args) => {
  try {
    return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch (error) {
    return String(error.stdout ?? '').trim(); // wrk -v ends with 1
  }
};

const rowsOf = (bench, name) => Number(psql(bench.owner, ['-c', `SELECT count(*) FROM casework.${name}`])).toLocaleString('en');
const sizeOf = (bench) => psql(bench.owner, ['-c', 'SELECT pg_size_pretty(pg_database_size(current_database()))']);

export function table(rows) {
  const wide = Math.max(...rows.map(({ goal }) => goal.length));
  const head = `${'Goal'.padEnd(wide)}  ${'Target'.padStart(11)}  ${'Measured'.padStart(10)}         Figures`;
  return [head, ...rows.map(({ goal, target, value, verdict, figures }) =>
    `${goal.padEnd(wide)}  ${target.padStart(11)}  ${value.padStart(10)}  ${verdict.padEnd(5)}  ${figures}`)].join('\n');
}

export function circumstances(bench, shape = 'deep') {
  const changed = said('git', 'status', '--porcelain', '--', 'server', 'db', 'migrations') ? ', with changes' : '';
  return [
    ['Commit', `${said('git', 'rev-parse', '--short', 'HEAD')}${changed}`],
    ['Machine', `${cpus().length} cores (${cpus()[0].model.trim()}), ${Math.round(totalmem() / 2 ** 30)} GB, Linux ${release()}; load generator, servers and PostgreSQL share it`],
    ['PostgreSQL', `${psql(bench.owner, ['-c', 'SHOW server_version'])}: ${Object.entries(bench.settings)
      .map(([name, value]) => `${name} ${value}`).join(', ')}; fsync on`],
    ['Data', shape === 'deep' ? `${bench.persons.toLocaleString('en')} people, ${rowsOf(bench, 'contact')} contacts, ${sizeOf(bench)}; a hot set of ${bench.ids.length} people, journeys of ${bench.events.toFixed(0)} events`
      : `${bench.persons.toLocaleString('en')} people in five spokes, ${['session', 'contact', 'referral', 'allocation', 'outcome', 'discussion', 'group_session', 'delivery']
        .map((name) => `${rowsOf(bench, name)} ${name.replace('_', ' ')}s`).join(', ').replace('deliverys', 'deliveries')}, ${sizeOf(bench)}`],
    ['Server', 'throughline serve, release build, default settings: 3 read and 8 write workers, one row of access log for each read and write'],
    ...(shape === 'deep' ? [
      ['Peer', bench.peer ? `Fastify ${bench.peer.fastify} and pg ${bench.peer.pg} on Node ${process.versions.node}, one process, a pool of 8` : 'none: Node 20 or newer is needed'],
      ['Load', `${said('wrk', '-v').split(' Copyright')[0]}, 32 connections where nothing else is said, one thread; pgbench -M prepared, one pipeline a transaction; ${bench.rounds} alternating rounds of ${bench.seconds} s; medians of the ratios within a round`],
    ] : [['Load', `one reader at a time, each asked for once and then ${bench.rounds} times more: the median; the load of the machine by others when it began: ${loadavg()[0].toFixed(1)}`]]),
  ];
}

// The same as lines of a document.
export function markdown(about, rows) {
  const cell = (text) => text.replaceAll('|', '\\|');
  return [...about.map(([name, text]) => `- ${name}: ${text}`), '',
    '| Goal | Target | Measured | | Figures |', '|---|---|---|---|---|',
    ...rows.map(({ goal, target, value, verdict, figures }) =>
      `| ${[goal, target, value, verdict, figures].map(cell).join(' | ')} |`)];
}

// What is kept below it is of another run (scale.mjs).
export function writeReport(path, bench, rows) {
  const below = existsSync(path) ? readFileSync(path, 'utf8').split('\n# ').slice(1).map((part) => `# ${part}`) : [];
  writeFileSync(path, ['# The last full run of `./run bench`', '',
    `${new Date().toISOString().slice(0, 10)}. Absolute figures are of this machine and hour; the ratios are what counts.`, '',
    ...markdown(circumstances(bench), rows), '', ...below].join('\n'));
}
