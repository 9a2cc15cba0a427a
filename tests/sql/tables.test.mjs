// Every table and view of casework x role, with SQL alone (R4): whose rows of
// the demo partnership an account of each role reads. No more than the reviewed
// file, config/access/tables.csv, says; less where the demo has no such row
// today. UPDATE_MATRIX=yes writes what is found.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';

import { accountsOf } from '../support/api.mjs';
import { ROLES, readMatrix, writeMatrix } from '../support/matrix.mjs';
import { root, useServer } from '../support/server.mjs';

const OWN = 'bristol';
const found = new Map(); // table -> role -> what is read
let server;

const nameOf = (email) => email.split('@')[0];

before(async () => {
  server = await useServer();
  const people = accountsOf(server);
  const readers = ROLES.map((role) => [role, `'${nameOf(people.accountOf(role, OWN).email)}'`]);
  const child = promisify(execFile)('psql', ['-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', '-d', server.conninfo, '-f', '-'],
    { maxBuffer: 16 * 1024 * 1024 });
  child.child.stdin.end(`
BEGIN;
\\ir ${join(root, 'tests/support/sessions.sql')}
\\ir ${join(root, 'tests/support/table_scope.sql')}
INSERT INTO access.session (token_hash, user_id, idle_until, absolute_until)
SELECT sha256(convert_to(rpad(split_part(email, '@', 1), 43, '-'), 'UTF8')), id, now() + '1 hour', now() + '1 hour'
  FROM access.user_account WHERE NOT is_key;
${[...readers, ['all', 'NULL']].map(([role, who]) => `SELECT '${role}', t.* FROM pg_temp.table_scope(${who}, '${OWN}') t;`).join('\n')}
ROLLBACK;`);
  const { stdout } = await child;
  for (const line of stdout.split('\n').filter((each) => each.includes('|'))) {
    const [role, table, reads] = line.split('|');
    if (!found.has(table)) found.set(table, new Map());
    found.get(table).set(role, reads);
  }
});

after(async () => server?.stop());

test('nobody reads more than is reviewed', async (t) => {
  const tables = [...found.keys()].sort();
  if (process.env.UPDATE_MATRIX)
    await writeMatrix('tables', [['table', ...ROLES], ...tables.map((table) =>
      [table, ...ROLES.map((role) => (found.get(table).get('all') === '-' ? 'no rows' : found.get(table).get(role)))])]);
  const reviewed = await readMatrix('tables');
  assert.deepEqual([...reviewed.keys()].sort(), tables, 'tables without a reviewed row, and rows without a table');
  for (const table of tables)
    await t.test(table, () => {
      for (const role of ROLES) {
        const may = reviewed.get(table).get(role).split('+');
        const does = found.get(table).get(role).split('+').filter((each) => !['-', 'never'].includes(each));
        assert.deepEqual(does.filter((each) => !may.includes(each)), [], `${role} reads of ${table}`);
      }
    });
});

test('the demo partnership shows what it can', () => {
  const shown = [...found.values()].filter((reads) => reads.get('all') !== '-');
  assert.ok(shown.length > 90, `${shown.length} of ${found.size} tables have rows`);
});
