// The wording of db/sqlstate_constraints.h fits the schema there is.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { root, useServer } from '../support/server.mjs';

let server;
let worded;

before(async () => {
  server = await useServer();
  const table = await readFile(join(root, 'db/sqlstate_constraints.h'), 'utf8');
  worded = [...table.matchAll(/^\{"([a-z0-9_]+)", "((?:\/[a-z0-9_]+)*)?", "[a-z_]+",\s+"(.+)"\},$/gm)]
    .map(([, name, pointer, detail]) => ({ name, pointer, detail }));
  const lines = table.match(/^\{"/gm).length;
  assert.equal(worded.length, lines, 'every line has the four parts');
});

after(async () => server?.stop());

const names = async (sql) => (await server.psql(sql)).split('\n').filter(Boolean);

test('every worded constraint or unique index is there', async () => {
  const known = new Set(await names(`
    SELECT conname FROM pg_constraint
    UNION SELECT relname FROM pg_class JOIN pg_index ON indexrelid = pg_class.oid
           WHERE indisunique`));
  assert.deepEqual(worded.map((line) => line.name).filter((name) => !known.has(name)), []);
});

test('each is worded once, in the order of their names', () => {
  const order = worded.map((line) => line.name);
  assert.deepEqual(order, [...new Set(order)].sort());
});

// A single column's key is worded from its name; these cannot be.
test('a foreign key over several columns has its wording', async () => {
  const several = await names(`
    SELECT conname FROM pg_constraint
      JOIN pg_namespace n ON n.oid = connamespace
     WHERE contype = 'f' AND cardinality(conkey) > 1 AND conparentid = 0
       AND nspname IN ('casework', 'access', 'reporting')`);
  const have = new Set(worded.map((line) => line.name));
  assert.ok(several.length > 0);
  assert.deepEqual(several.filter((name) => !have.has(name)), []);
});

test('the wording says what to do, without a full stop', () => {
  for (const { name, detail } of worded) {
    assert.match(detail, /^[A-Z].*[a-z0-9]$/, name);
  }
});
