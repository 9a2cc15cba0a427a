// The wordings of db/<room>/constraints.h fit the schema there is.
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { root, useServer } from '../support/server.mjs';

let server;
let worded;

before(async () => {
  server = await useServer();
  const rooms = (await readdir(join(root, 'db'), { recursive: true })).filter((path) => /\/constraints\.h$/.test(path));
  worded = (await Promise.all(rooms.map(wordingsOf))).flat();
});

async function wordingsOf(room) {
  const text = await readFile(join(root, 'db', room), 'utf8');
  const found = [...text.matchAll(/^\{"([a-z0-9_]+)", "((?:\/[a-z0-9_]+)*)?", "[a-z_]+",\s+"(.+)"\},$/gm)]
    .map(([, name, pointer, detail]) => ({ name, pointer, detail, room }));
  assert.equal(found.length, text.match(/^\{"/gm).length, `every line of ${room} has the four parts`);
  return found;
}

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
  for (const room of new Set(worded.map((line) => line.room))) {
    const order = worded.filter((line) => line.room === room).map(({ name }) => name);
    assert.deepEqual(order, [...order].sort(), room);
  }
  assert.equal(new Set(worded.map(({ name }) => name)).size, worded.length);
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
