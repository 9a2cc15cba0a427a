// Every table and view x role, with SQL alone (R4): whose rows of the demo
// partnership an account of each role reads, with half of a spoke's records
// restricted to nobody named. No more than the reviewed
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
CREATE TEMPORARY TABLE restricted AS
  SELECT p.id AS person_id FROM casework.person p, reference.spoke s
   WHERE s.code = '${OWN}' AND s.id = ANY (p.spoke_ids) AND cardinality(p.spoke_ids) = 1
   ORDER BY md5(p.id::text) LIMIT (SELECT count(*) / 2 FROM casework.person p, reference.spoke s WHERE s.code = '${OWN}' AND s.id = ANY (p.spoke_ids));
INSERT INTO casework.restriction (spoke_id, person_id, named_only, reason, review_on)
SELECT s.id, r.person_id, true, 'other', access.today() + 30 FROM restricted r, reference.spoke s
 WHERE s.code = '${OWN}' AND NOT EXISTS (SELECT FROM casework.restriction x WHERE x.person_id = r.person_id AND x.ended_at IS NULL);
DELETE FROM restricted r WHERE NOT EXISTS (SELECT FROM casework.restriction x WHERE x.person_id = r.person_id AND x.ended_at IS NULL AND x.named_only);
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

const readOf = (table, role) => found.get(table).get(role).split('+').filter((each) => !['-', 'never'].includes(each));
const within = (reviewed, table, role) => readOf(table, role).every((each) => reviewed.split('+').includes(each));

test('nobody reads more than is reviewed', async (t) => {
  const tables = [...found.keys()].sort();
  // What holds stays as somebody decided it.
  const before = process.env.UPDATE_MATRIX ? await readMatrix('tables') : null;
  const fresh = (table, role) => {
    const was = before.get(table)?.get(role);
    if (was && within(was, table, role)) return was;
    return found.get(table).get('all') === '-' ? 'no rows' : found.get(table).get(role);
  };
  if (process.env.UPDATE_MATRIX)
    await writeMatrix('tables', [['table', ...ROLES], ...tables.map((table) =>
      [table, ...ROLES.map((role) => fresh(table, role))])]);
  const reviewed = await readMatrix('tables');
  assert.deepEqual([...reviewed.keys()].sort(), tables, 'tables without a reviewed row, and rows without a table');
  for (const table of tables)
    await t.test(table, () => {
      for (const role of ROLES) {
        const may = reviewed.get(table).get(role);
        assert.ok(within(may, table, role), `${role} reads ${readOf(table, role)} of ${table}, reviewed is ${may}`);
      }
    });
});

test('the demo partnership shows what it can', () => {
  const shown = [...found.values()].filter((reads) => reads.get('all') !== '-');
  assert.ok(shown.length > 90, `${shown.length} of ${found.size} tables have rows`);
});
