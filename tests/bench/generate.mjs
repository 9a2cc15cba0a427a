// Fills the benchmark's database: schema by `throughline migrate`, then the
// files of generate/, two at a time, with the plain indexes made afterwards.
import { execFileSync, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { psql } from '../support/cluster.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const files = fileURLToPath(new URL('./generate/', import.meta.url));

const FIRST = '10_people';
const THEN = ['20_referrals', '30_contacts', '31_work', '32_meetings', '33_access_log'];

// Runs psql without holding up the event loop, so that Ctrl-C is heard.
function psqlWait(conninfo, args) {
  return new Promise((resolve, reject) => {
    const child = spawn('psql', ['-X', '-q', '-v', 'ON_ERROR_STOP=1', '-d', conninfo, ...args],
      { cwd: root, stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.stderr.on('data', (data) => { said += data; });
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve()
      : reject(new Error(`psql ${args.join(' ').slice(0, 120)}: ${said.slice(0, 2000)}`))));
  });
}

async function twoAtATime(jobs, work) {
  const left = [...jobs];
  const lane = async () => {
    for (let job = left.shift(); job !== undefined; job = left.shift()) await work(job);
  };
  await Promise.all([lane(), lane()]);
}

// Indexes that no constraint needs, largest tables first.
function plainIndexes(conninfo) {
  return JSON.parse(psql(conninfo, ['-c', `
    SELECT coalesce(json_agg(json_build_object('name', i.indexrelid::regclass::text,
               'definition', pg_get_indexdef(i.indexrelid))
               ORDER BY i.indrelid::regclass::text), '[]')
      FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
     WHERE c.relnamespace IN ('casework'::regnamespace, 'audit'::regnamespace)
       AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid)`]));
}

export async function generate({ owner, program, persons, say }) {
  const started = Date.now();
  execFileSync(program, ['migrate'], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, THROUGHLINE_ADMIN_DATABASE: owner, THROUGHLINE_DATA_ROOT: root } });
  const indexes = plainIndexes(owner);
  for (const { name } of indexes) psql(owner, ['-c', `DROP INDEX ${name}`]);
  say(`  ${persons.toLocaleString('en')} young people...`);
  await psqlWait(owner, ['-v', `persons=${persons}`, '-f', `${files}${FIRST}.sql`]);
  say('  their referrals, contacts, sessions, meetings...');
  await twoAtATime(THEN, (name) => psqlWait(owner, ['-f', `${files}${name}.sql`]));
  say('  indexes and statistics...');
  await twoAtATime(indexes, ({ definition }) => psqlWait(owner, ['-c', definition]));
  await twoAtATime(['(ANALYZE) casework.contact', '(ANALYZE) casework.session',
    '(ANALYZE) casework.state_change', '(ANALYZE) audit.access_log'],
  (what) => psqlWait(owner, ['-c', `VACUUM ${what}`]));
  await psqlWait(owner, ['-c', 'VACUUM (ANALYZE)']);
  await psqlWait(owner, ['-c', `CREATE TABLE bench.made AS SELECT ${persons} AS persons, now() AS at`]);
  return (Date.now() - started) / 1000;
}
