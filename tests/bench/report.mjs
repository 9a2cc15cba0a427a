// The table on the terminal, and latest.md from a full run.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';

import { psql } from '../support/cluster.mjs';

const said = (command, ...args) => {
  try {
    return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch (error) {
    return String(error.stdout ?? '').trim(); // wrk -v ends with 1
  }
};

export function table(rows) {
  const wide = Math.max(...rows.map(({ goal }) => goal.length));
  const head = `${'Goal'.padEnd(wide)}  ${'Target'.padStart(11)}  ${'Measured'.padStart(10)}         Figures`;
  return [head, ...rows.map(({ goal, target, value, verdict, figures }) =>
    `${goal.padEnd(wide)}  ${target.padStart(11)}  ${value.padStart(10)}  ${verdict.padEnd(5)}  ${figures}`)].join('\n');
}

export function circumstances(bench) {
  const changed = said('git', 'status', '--porcelain', '--', 'server', 'db', 'migrations') ? ', with changes' : '';
  return [
    ['Commit', `${said('git', 'rev-parse', '--short', 'HEAD')}${changed}`],
    ['Machine', `${cpus().length} cores (${cpus()[0].model.trim()}), ${Math.round(totalmem() / 2 ** 30)} GB, Linux ${release()}; load generator, servers and PostgreSQL share it`],
    ['PostgreSQL', `${psql(bench.owner, ['-c', 'SHOW server_version'])}: ${Object.entries(bench.settings)
      .map(([name, value]) => `${name} ${value}`).join(', ')}; fsync on`],
    ['Data', `${bench.persons.toLocaleString('en')} people, ${Number(psql(bench.owner, ['-c', 'SELECT count(*) FROM casework.contact'])).toLocaleString('en')} contacts, ${psql(bench.owner, ['-c', 'SELECT pg_size_pretty(pg_database_size(current_database()))'])}; a hot set of ${bench.ids.length} people, journeys of ${bench.events.toFixed(0)} events`],
    ['Server', 'throughline serve, release build, default settings: 3 read and 8 write workers, one row of access log for each read and write'],
    ['Peer', bench.peer ? `Fastify ${bench.peer.fastify} and pg ${bench.peer.pg} on Node ${process.versions.node}, one process, a pool of 8` : 'none: Node 20 or newer is needed'],
    ['Load', `${said('wrk', '-v').split(' Copyright')[0]}, 32 connections where nothing else is said, one thread; pgbench -M prepared, one pipeline a transaction; ${bench.rounds} alternating rounds of ${bench.seconds} s; medians of the ratios within a round`],
  ];
}

export function writeReport(path, bench, rows) {
  const cell = (text) => text.replaceAll('|', '\\|');
  writeFileSync(path, ['# The last full run of `./run bench`', '',
    `${new Date().toISOString().slice(0, 10)}. Absolute figures are of this machine and hour; the ratios are what counts.`, '',
    ...circumstances(bench).map(([name, text]) => `- ${name}: ${text}`), '',
    '| Goal | Target | Measured | | Figures |', '|---|---|---|---|---|',
    ...rows.map(({ goal, target, value, verdict, figures }) =>
      `| ${[goal, target, value, verdict, figures].map(cell).join(' | ')} |`), ''].join('\n'));
}
