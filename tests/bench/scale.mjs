// BENCH_ONLY=scale ./run bench: what people wait for over 1.4 million young
// people and 7.5 million sessions. Not part of a full run: filling it takes
// half an hour of two cores, and 25 GB.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { Cluster, psql } from '../support/cluster.mjs';
import { choosePeople, sweep } from './people.mjs';
import { scale } from './measures/scale.mjs';
import { circumstances, markdown, table } from './report.mjs';

const here = fileURLToPath(new URL('./', import.meta.url));
const NAME = 'bench_scale';
export const PERSONS = 1400000;
const HEADING = '# At 1.4 million people';

// The accounts that ask: the hub's and the governing ones are made here.
const ACCOUNTS = {
  coordinator: { email: 'bristol.co.1@bench.test' },
  analyst: { email: 'analyst@bench.test', role: 'hub_analyst' },
  grants: { email: 'grants@bench.test', role: 'hub_grant_officer' },
  auditor: { email: 'auditor@bench.test', role: 'hub_auditor' },
  governance: { email: 'governance@bench.test', role: 'ig_lead' },
};

function signInAll(owner) {
  const tokens = {};
  psql(owner, ['-c', 'DELETE FROM access.session']);
  for (const [who, { email, role }] of Object.entries(ACCOUNTS)) {
    tokens[who] = `bench-${who}`.padEnd(43, '-');
    if (role) {
      psql(owner, ['-c', `SELECT access.admin_user_add('${email}', '${who}', 'opcc_hub', repeat('00', 16) || ':' || encode(sha256('\\x01'), 'hex')),
        access.admin_role_grant('${email}', '${role}', NULL) WHERE NOT EXISTS (SELECT FROM access.user_account WHERE email = '${email}')`]);
    }
    const signed = psql(owner, ['-c', `SELECT access.sign_in('${email}', '01', '${tokens[who]}', '127.0.0.1', 'bench', 'bench')`]);
    if (!signed) throw new Error(`${email} cannot sign in`);
  }
  return tokens;
}

// Beside the figures of the last full run, in the file that holds both.
function keep(lines) {
  const path = `${here}latest.md`;
  const [full] = readFileSync(path, 'utf8').split(`\n${HEADING}`);
  writeFileSync(path, [full.trimEnd(), '', HEADING, '', ...lines, ''].join('\n'));
}

export async function scaleBench({ folder, program, cluster, fill, persons, rounds, seconds, say }) {
  cluster.make();
  cluster.start({ filling: true });
  await fill(NAME, persons, 'wide');
  cluster.stop();
  cluster.start();
  const owner = cluster.conninfo('postgres', NAME);
  execFileSync(program, ['migrate'], { stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, THROUGHLINE_ADMIN_DATABASE: owner, THROUGHLINE_DATA_ROOT: `${here}../..` } });
  const files = `${folder}/${NAME}`;
  mkdirSync(files, { recursive: true });
  const bench = { owner, server: cluster.conninfo('throughline_server', NAME), persons, folder: files, program, bin: cluster.bin,
    settings: cluster.settings, postmaster: cluster.pid(), patience: 60, rounds, seconds, tokens: signInAll(owner), say,
    ...choosePeople(owner, persons, files) };
  const about = circumstances(bench, 'wide');
  const rows = await scale(bench);
  sweep(owner);
  for (const [name, text] of about) say(`${name}: ${text}`);
  say(`\n${table(rows)}`);
  if (persons < PERSONS || process.env.SCALE_ONLY) {
    say('\nNot a full run: tests/bench/latest.md stays as it is.');
    return;
  }
  keep(markdown(about, rows));
  say('\nWritten to tests/bench/latest.md.');
}
