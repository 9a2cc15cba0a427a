// Fills the benchmark's database: schema by `throughline migrate`, then the
// files of generate/, four at a time, with the plain indexes made afterwards.
import { execFileSync, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { psql } from '../support/cluster.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const files = fileURLToPath(new URL('./generate/', import.meta.url));

const FIRST = '10_people';
const THEN = ['31_sessions', '20_referrals', '32_meetings', '34_work', '30_contacts', '33_access_log'];
const LAST = '40_groups'; // needs an index of 31_sessions

// What of each young person there is. `deep`: much of everybody, most of it
// going on, for what a worker asks for. `wide`: 1.4 million people and 7.5
// million sessions, nearly all of it over, for what is counted; its texts are
// short, and it fits in 25 GB.
export const SHAPES = {
  deep: { text: 1000, staff: 1, ago: 210, closed: 30, contacts_least: 5, contacts_more: 11, sessions: 6, sessions_more: 0,
    second: 4, moves_of: 1, notes: 4, of_support: false, talks_of: 1, seated: false, logged: 5, grouped: false },
  wide: { text: 30, staff: 10, ago: 100, closed: 98, contacts_least: 1, contacts_more: 3, sessions: 5, sessions_more: 5,
    second: 400, moves_of: 3, notes: 1, of_support: true, talks_of: 4, seated: true, logged: 1, grouped: true },
};

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

async function sideBySide(jobs, work) {
  const left = [...jobs];
  const lane = async () => {
    for (let job = left.shift(); job !== undefined; job = left.shift()) await work(job);
  };
  await Promise.all([lane(), lane(), lane(), lane()]);
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

export async function generate({ owner, program, persons, say, shape = 'deep' }) {
  const set = Object.entries({ persons, ...SHAPES[shape] }).flatMap(([name, value]) => ['-v', `${name}=${value}`]);
  const fill = (name) => psqlWait(owner, [...set, '-f', `${files}${name}.sql`]);
  const started = Date.now();
  execFileSync(program, ['migrate'], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, THROUGHLINE_ADMIN_DATABASE: owner, THROUGHLINE_DATA_ROOT: root } });
  const indexes = plainIndexes(owner);
  for (const { name } of indexes) psql(owner, ['-c', `DROP INDEX ${name}`]);
  say(`  ${persons.toLocaleString('en')} young people...`);
  await fill(FIRST);
  say('  their referrals, contacts, sessions, meetings...');
  await sideBySide(THEN, fill);
  say('  indexes and statistics...');
  await sideBySide(indexes, ({ definition }) => psqlWait(owner, ['-c', definition]));
  await fill(LAST);
  await sideBySide(['(ANALYZE) casework.contact', '(ANALYZE) casework.session',
    '(ANALYZE) casework.state_change', '(ANALYZE) audit.access_log'],
  (what) => psqlWait(owner, ['-c', `VACUUM ${what}`]));
  await psqlWait(owner, ['-c', 'VACUUM (ANALYZE)']);
  await psqlWait(owner, ['-c', `CREATE TABLE bench.made AS SELECT ${persons} AS persons, now() AS at`]);
  return (Date.now() - started) / 1000;
}
