// ./run bench: fills a throw-away PostgreSQL, measures, and says which targets
// hold. Environment (see run.sh): PERSONS, ROUNDS, SECONDS_EACH, IDLE,
// SHARED_BUFFERS, BENCH_VAR, BENCH_ONLY; PROGRAM and FOLDER come from run.sh.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { checkAgreement } from './agreement.mjs';
import { Cluster, psql } from '../support/cluster.mjs';
import { generate } from './generate.mjs';
import { endChildren } from './load.mjs';
import { skipped } from './measure.mjs';
import { idle, memory, overload } from './measures/connections.mjs';
import { journey, unchanged } from './measures/journey.mjs';
import { list } from './measures/list.mjs';
import { longest, search, size, start } from './measures/moments.mjs';
import { beside, report } from './measures/report.mjs';
import { log, scope } from './measures/rules.mjs';
import { contact, mixed } from './measures/write.mjs';
import { choosePeople, EMAIL, signIn, sweep, tagFile } from './people.mjs';
import { endPrograms } from './programs.mjs';
import { circumstances, table, writeReport } from './report.mjs';
import { PERSONS, scaleBench } from './scale.mjs';

const here = fileURLToPath(new URL('./', import.meta.url));
const MEASURES = { journey, unchanged, list, contact, mixed, scope, log, memory, idle, overload, start, search, longest, size, report, beside };
const FULL = { persons: 200000, rounds: 5, seconds: 4 };
const SMALL = 10000;
const PAGE = 25;

const number = (name, otherwise) => {
  const value = Number(process.env[name] || otherwise);
  if (!Number.isInteger(value) || value < 1) throw new Error(`${name} is a whole number`);
  return value;
};
const say = (text) => console.log(text);

function peerVersions() {
  if (Number(process.versions.node.split('.')[0]) < 20 || !existsSync(`${here}node_modules/fastify`)) return null;
  return Object.fromEntries(['fastify', 'pg'].map((name) =>
    [name, JSON.parse(readFileSync(`${here}node_modules/${name}/package.json`, 'utf8')).version]));
}

// A database of that many people: the one there is, or a new one.
async function fill(cluster, program, name, persons, shape = 'deep') {
  const admin = cluster.conninfo('postgres', 'postgres');
  const owner = cluster.conninfo('postgres', name);
  const there = psql(admin, ['-c', `SELECT count(*) FROM pg_database WHERE datname = '${name}'`]) === '1';
  const made = there && psql(owner, ['-c', `SELECT to_regclass('bench.made') IS NOT NULL`]) === 't' &&
    Number(psql(owner, ['-c', 'SELECT persons FROM bench.made'])) === persons;
  if (made) return;
  psql(admin, ['-c', `DROP DATABASE IF EXISTS ${name}`, '-c', `CREATE DATABASE ${name}`]);
  say(`Filling ${name}...`);
  say(`  ${(await generate({ owner, program, persons, say, shape })).toFixed(0)} s`);
}

// What a measure needs to know of one database.
function databaseOf(cluster, program, name, persons, folder) {
  const owner = cluster.conninfo('postgres', name);
  psql(owner, ['-f', `${here}sql/variants.sql`, '-c', 'CALL bench.variant(NULL)']);
  execFileSync(program, ['migrate'], { stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, THROUGHLINE_ADMIN_DATABASE: owner, THROUGHLINE_DATA_ROOT: `${here}../..` } });
  const files = `${folder}/${name}`;
  execFileSync('mkdir', ['-p', files]);
  return { owner, server: cluster.conninfo('throughline_server', name), persons, folder: files,
    peerEnvironment: { PGHOST: cluster.socket, PGUSER: 'throughline_server', PGDATABASE: name },
    token: signIn(owner), email: EMAIL, ...choosePeople(owner, persons, files) };
}

async function measureAll(bench) {
  const wanted = process.env.BENCH_ONLY ? process.env.BENCH_ONLY.split(',') : Object.keys(MEASURES);
  const rows = [];
  for (const name of wanted) {
    if (!MEASURES[name]) throw new Error(`there is no measure ${name}: ${Object.keys(MEASURES).join(' ')}`);
    say(`Measuring: ${name}...`);
    const began = Date.now();
    rows.push(...await MEASURES[name](bench));
    say(`  ${((Date.now() - began) / 1000).toFixed(0)} s`);
  }
  if (!process.env.BENCH_ONLY) {
    rows.push(skipped('TLS v. plain', 'not measured: TLS ends in the proxy'));
  }
  return rows;
}

async function main(folder, program, cluster) {
  if (process.env.BENCH_ONLY === 'scale') {
    await scaleBench({ folder, program, cluster, say, persons: number('PERSONS', PERSONS), rounds: number('ROUNDS', 3),
      seconds: number('SECONDS_EACH', FULL.seconds), fill: (...what) => fill(cluster, program, ...what) });
    return;
  }
  const persons = number('PERSONS', FULL.persons);
  cluster.make();
  cluster.start({ filling: true });
  await fill(cluster, program, 'bench', persons);
  if (persons > SMALL) await fill(cluster, program, 'bench_small', SMALL);
  cluster.stop();
  cluster.start();
  const bench = { ...databaseOf(cluster, program, 'bench', persons, folder), bin: cluster.bin, program,
    settings: cluster.settings, rounds: number('ROUNDS', FULL.rounds), seconds: number('SECONDS_EACH', FULL.seconds),
    idle: number('IDLE', 10000), page: PAGE, listPath: `/api/v1/referrals?spoke=bristol&limit=${PAGE}`, peer: peerVersions() };
  if (persons > SMALL) {
    bench.small = { ...bench, ...databaseOf(cluster, program, 'bench_small', SMALL, folder) };
  }
  bench.tagFile = (server) => tagFile(bench, server);
  bench.events = await checkAgreement(bench);
  say('The product, REF and the peer give the same answers.');
  let rows;
  try {
    rows = await measureAll(bench);
  } finally {
    psql(bench.owner, ['-c', 'CALL bench.variant(NULL)']);
  }
  sweep(bench.owner);
  say('');
  for (const [name, text] of circumstances(bench)) say(`${name}: ${text}`);
  say(`\n${table(rows)}`);
  const full = bench.rounds >= FULL.rounds && bench.seconds >= FULL.seconds && persons >= FULL.persons && !process.env.BENCH_ONLY;
  if (full) writeReport(`${here}latest.md`, bench, rows);
  say(full ? '\nWritten to tests/bench/latest.md.' : '\nNot a full run: tests/bench/latest.md stays as it is.');
}

const cluster = new Cluster(process.env.FOLDER, process.env.SHARED_BUFFERS || '1GB');
function end(code) {
  endChildren();
  endPrograms();
  try {
    cluster.stop();
  } catch (error) {
    console.error(error.message);
  }
  process.exit(code);
}
process.on('SIGINT', () => end(130));
process.on('SIGTERM', () => end(143));
main(process.env.FOLDER, process.env.PROGRAM, cluster).then(() => end(0), (error) => {
  console.error(error.stack);
  end(1);
});
