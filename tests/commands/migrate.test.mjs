// `throughline migrate`: in order, once, never a changed history, and not in
// the way of a server that runs. Each test has a database and a folder of
// migrations of its own.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cleanEnvironment, programPath, root, runSql, useServer } from '../support/server.mjs';

let server;
const folders = [];
const databases = [];
before(async () => { server = await useServer(); });
after(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
  for (const name of databases) await server.psql(`DROP DATABASE ${name} WITH (FORCE)`);
  await server.stop();
});

// A new database, and a folder holding these files (and an empty config).
async function place(files) {
  const folder = await mkdtemp(join(tmpdir(), 'throughline-migrate-'));
  folders.push(folder);
  const name = `migrate_test_${process.pid}_${folders.length}`;
  databases.push(name);
  await server.psql(`CREATE DATABASE ${name}`);
  for (const sub of ['migrations/functions', 'migrations/policies', 'config/reference',
    'config/partnership', 'config/access', 'config/governance'])
    await mkdir(join(folder, sub), { recursive: true });
  await writeFile(join(folder, 'config/partnership/order.txt'), '');
  const it = {
    folder,
    conninfo: server.conninfo.replace('dbname=throughline', `dbname=${name}`),
    put: (path, text) => writeFile(join(folder, path), text),
    remove: (path) => rm(join(folder, path)),
    sql: (text) => runSql(it.conninfo, text),
    migrate: () => migrate(it),
  };
  for (const [path, text] of Object.entries(files)) await it.put(path, text);
  return it;
}

function migrate({ folder, conninfo }) {
  const child = spawn(programPath(), ['migrate'], {
    cwd: root,
    env: cleanEnvironment({ THROUGHLINE_ADMIN_DATABASE: conninfo,
      THROUGHLINE_DATA_ROOT: folder }),
  });
  let output = '';
  child.stdout.on('data', (data) => { output += data; });
  child.stderr.on('data', (data) => { output += data; });
  return new Promise((resolve) => {
    child.on('exit', (code) => resolve({ code, output }));
  });
}

async function good(it, expected) {
  const { code, output } = await it.migrate();
  assert.equal(code, 0, output);
  if (expected) assert.match(output, expected);
}

async function refused(it, expected) {
  const { code, output } = await it.migrate();
  assert.equal(code, 1, output);
  assert.match(output, expected);
}

const TWO = {
  'migrations/0001_first.sql': 'CREATE TABLE one (n int);',
  'migrations/0002_second.sql': 'INSERT INTO one VALUES (1); INSERT INTO one VALUES (2);',
};

test('applies in order, once', async () => {
  const it = await place(TWO);
  await good(it, /^2 of 2 migrations applied now/);
  await good(it, /^0 of 2 migrations applied now; functions and policies as they were/);
  assert.equal(await it.sql('SELECT sum(n) FROM one'), '3');
  assert.equal(await it.sql("SELECT string_agg(name || length(sha256), ',' ORDER BY name) "
    + "FROM throughline_migration WHERE kind = 'migration'"),
  '0001_first.sql64,0002_second.sql64');
  await it.put('migrations/0003_third.sql', 'INSERT INTO one VALUES (4);');
  await good(it, /^1 of 3/);
  assert.equal(await it.sql('SELECT sum(n) FROM one'), '7');
});

test('a failed migration leaves nothing of itself, and tells file and line', async () => {
  const it = await place({ ...TWO,
    'migrations/0003_wrong.sql': 'CREATE TABLE two (n int);\n\nSELECT no_such_column\n  FROM one;' });
  await refused(it, /0003_wrong\.sql, line 3: ERROR: +column "no_such_column"/);
  assert.equal(await it.sql("SELECT to_regclass('two') IS NULL"), 't');
  assert.equal(await it.sql("SELECT count(*) FROM throughline_migration"), '2');
  await it.put('migrations/0003_wrong.sql', 'CREATE TABLE two (n int);');
  await good(it, /^1 of 3/);
});

test('refuses a changed, a missing and a belated migration', async () => {
  const it = await place(TWO);
  await good(it);
  await it.put('migrations/0001_first.sql', 'CREATE TABLE one (n int); ');
  await refused(it, /migration 0001_first\.sql was changed after this database took it/);
  await it.put('migrations/0001_first.sql', TWO['migrations/0001_first.sql']);
  await it.remove('migrations/0002_second.sql');
  await refused(it, /has taken migration 0002_second\.sql, which this program does not have/);
  await it.put('migrations/0002_second.sql', TWO['migrations/0002_second.sql']);
  await good(it, /^0 of 2/);
});

test('refuses names that do not count up; a number not landed yet is no fault', async () => {
  for (const [name, expected] of [['1_x.sql', /not named NNNN_name/], ['x.sql', /not named/],
    ['0000_x.sql', /wrong number/]]) {
    const it = await place({ [`migrations/${name}`]: 'SELECT 1;' });
    await refused(it, expected);
  }
  await refused(await place({ ...TWO, 'migrations/0002_twin.sql': 'SELECT 1;' }), /wrong number/);
  const it = await place({ ...TWO, 'migrations/0007_seventh.sql': 'INSERT INTO one VALUES (7);' });
  await good(it, /^3 of 3/);
  await it.put('migrations/0005_late.sql', 'INSERT INTO one VALUES (5);');
  await refused(it, /0005_late\.sql comes before 0007_seventh\.sql/);
});

test('refuses a migration that ends its own transaction', async () => {
  const it = await place({ 'migrations/0001_x.sql': 'CREATE TABLE one (n int); COMMIT;' });
  await refused(it, /0001_x\.sql must not begin or end a transaction/);
});

test('each file starts with the same role and search_path', async () => {
  const it = await place({
    'migrations/0001_x.sql': "SET LOCAL ROLE pg_monitor; SET LOCAL search_path = '';",
    'migrations/functions/a.sql': "SET LOCAL ROLE pg_monitor; SET LOCAL search_path = '';",
    'migrations/functions/b.sql': 'CREATE TABLE IF NOT EXISTS made_by AS SELECT current_user;',
  });
  await good(it);
  assert.equal(await it.sql('SELECT * FROM public.made_by'), 'postgres');
});

test('functions and policies are renewed together when one changes, functions first', async () => {
  const it = await place({ ...TWO,
    'migrations/functions/b.sql': 'INSERT INTO one VALUES (10);',
    'migrations/functions/a.sql': 'INSERT INTO one VALUES (20);',
    'migrations/policies/a.sql': 'INSERT INTO one SELECT sum(n) FROM one;' });
  const all = () => it.sql("SELECT string_agg(n::text, ',') FROM (SELECT n FROM one ORDER BY ctid) s");
  await good(it, /renewed/);
  assert.equal(await all(), '1,2,20,10,33');
  await good(it, /as they were/);
  assert.equal(await all(), '1,2,20,10,33');
  await it.put('migrations/functions/b.sql', 'INSERT INTO one VALUES (11);');
  await good(it, /renewed/);
  assert.equal(await all(), '1,2,20,10,33,20,11,97');
  await it.remove('migrations/functions/a.sql');
  await good(it, /renewed/);
  await it.put('migrations/functions/b.sql', 'SELECT 1/0;');
  await refused(it, /b\.sql: ERROR: +division by zero/);
});

test('two migrators at once: one does it, the other finds it done', async () => {
  const it = await place({ ...TWO,
    'migrations/0003_slow.sql': 'SELECT pg_sleep(1); INSERT INTO one VALUES (4);' });
  const both = await Promise.all([it.migrate(), it.migrate()]);
  assert.deepEqual(both.map(({ code }) => code), [0, 0], JSON.stringify(both));
  assert.deepEqual(both.map(({ output }) => output.slice(0, 6)).sort(), ['0 of 3', '3 of 3']);
  assert.equal(await it.sql('SELECT sum(n) FROM one'), '7');
});

test('waits for a lock only shortly, so that others get on, and tries again', async () => {
  const it = await place(TWO);
  await good(it);
  await it.put('migrations/0003_alter.sql', 'ALTER TABLE one ADD COLUMN m int;');
  const reader = it.sql('BEGIN; SELECT count(*) FROM one; SELECT pg_sleep(8); COMMIT');
  await new Promise((resolve) => setTimeout(resolve, 500));
  const migration = it.migrate();
  await new Promise((resolve) => setTimeout(resolve, 5500));
  // By now it has given its place in the queue up at least once.
  const began = Date.now();
  await it.sql('SELECT count(*) FROM one');
  assert.ok(Date.now() - began < 2500, `a reader waited ${Date.now() - began} ms`);
  await reader;
  const { code, output } = await migration;
  assert.equal(code, 0, output);
  assert.match(output, /"event":"migrate\.waiting"/);
});

test('this repository migrates an empty database, twice', async () => {
  const it = await place({});
  await cp(join(root, 'migrations'), join(it.folder, 'migrations'), { recursive: true });
  await cp(join(root, 'config'), join(it.folder, 'config'), { recursive: true });
  await good(it, /^(\d+) of \1 migrations applied now; functions and policies renewed; [1-9]\d* lists loaded/);
  await good(it, /^0 of \d+ migrations applied now; functions and policies as they were; 0 lists loaded/);
});

// --- the partnership's lists ---------------------------------------------------

const TERMS = 'code,label,position,active_from,active_to,note\n';

async function withLists(files) {
  const it = await place(files);
  await it.put('migrations/0001_reference.sql', `CREATE SCHEMA reference;
    CREATE TABLE reference.term (vocabulary text, code text, label text, position int,
      active_from date, active_to date, detail jsonb, PRIMARY KEY (vocabulary, code));
    CREATE TABLE reference.spoke (code text PRIMARY KEY, name text);
    CREATE FUNCTION reference.load_spokes(rows jsonb) RETURNS void LANGUAGE sql AS $$
      INSERT INTO reference.spoke SELECT r.code, r.name
        FROM jsonb_to_recordset(rows) AS r(code text, name text)
      ON CONFLICT (code) DO UPDATE SET name = excluded.name $$;`);
  return it;
}

test('a cluster that was filled from a dump is refused until its counter is set', async () => {
  const it = await place({});
  it.folder = root;
  await good(it, /migrations applied now/);
  const checkpoint = (xid) => it.sql(`SET session_replication_role = replica; TRUNCATE audit.checkpoint;
    INSERT INTO audit.checkpoint (size, root, frontier, sealed_xid, sealed_id, at, key, signature)
    VALUES (1, repeat('r', 32)::bytea, repeat('f', 32)::bytea, ${xid}, 1, now(), repeat('k', 32)::bytea, repeat('s', 64)::bytea)`);
  await checkpoint("'1099511627776'::xid8");
  await refused(it, /sealed up to transaction 1099511627776, .* filled from a dump\..*docs\/operations\.md/);
  await checkpoint('pg_current_xact_id()');
  await good(it, /migrations/);
});

test('a vocabulary is loaded, further columns into detail', async () => {
  const it = await withLists({ 'config/reference/colour.csv':
    `${TERMS}red,"Red, deep",1,2024-01-01,,warm\nblue,Blue,2,,2025-12-31,\n` });
  await good(it, /1 lists loaded/);
  assert.equal(await it.sql(`SELECT string_agg(concat_ws('|', vocabulary, code, label, position,
    active_from, active_to, detail), E'\\n' ORDER BY position) FROM reference.term`),
  'colour|red|Red, deep|1|2024-01-01|{"note": "warm"}\ncolour|blue|Blue|2|2025-12-31|{}');
});

test('only a changed file is loaded again; a code that left stays', async () => {
  const it = await withLists({
    'config/reference/colour.csv': `${TERMS}red,Red,1,,,\nblue,Blue,2,,,\n`,
    'config/partnership/spokes.csv': 'code,name\na,Alpha\n',
    'config/partnership/order.txt': '# first\nspokes  # the local authorities\n' });
  await good(it, /2 lists loaded/);
  await it.sql("UPDATE reference.spoke SET name = 'Changed on the pages'");
  await it.put('config/reference/colour.csv', `${TERMS}red,Crimson,1,,,\n`);
  await good(it, /1 lists loaded/);
  assert.equal(await it.sql("SELECT string_agg(label, ',' ORDER BY code) FROM reference.term"),
    'Blue,Crimson');
  assert.equal(await it.sql('SELECT name FROM reference.spoke'), 'Changed on the pages');
});

test('faults name file and line, and nothing is loaded', async () => {
  const faults = [
    [`${TERMS}red,Red,1,,\n`, /reference\/colour\.csv, line 2: 5 fields, the header has 6/],
    [`${TERMS}red,Red,1,,,\n\nblue,Blue,2,,,\n`, /colour\.csv, line 3: an empty line/],
    [`${TERMS}Red,Red,1,,,\n`, /colour\.csv, line 2: code: lower case letters/],
    [`${TERMS}red,,1,,,\n`, /colour\.csv, line 2: label is empty/],
    [`${TERMS}red,Red,one,,,\n`, /colour\.csv, line 2: position is not a whole number/],
    [`${TERMS}red,Red,1,,,\nred,Rot,2,,,\n`, /colour\.csv, line 3: this code stands further up/],
    ['code,label\nred,Red\n', /colour\.csv, line 1: the header does not begin with/],
    [`${TERMS}red,Red,1,yesterday week,,\n`, /colour\.csv: ERROR: +invalid input syntax for type date/],
  ];
  const it = await withLists({ 'config/reference/animal.csv': `${TERMS}cat,Cat,1,,,\n` });
  for (const [text, expected] of faults) {
    await it.put('config/reference/colour.csv', text);
    await refused(it, expected);
  }
  assert.equal(await it.sql('SELECT count(*) FROM reference.term'), '0');
});

test('order.txt and the files beside it must agree', async () => {
  const it = await withLists({ 'config/partnership/spokes.csv': 'code,name\na,Alpha\n' });
  await refused(it, /partnership\/spokes\.csv is not named in partnership\/order\.txt/);
  await it.put('config/partnership/order.txt', 'spokes\nagencies\n');
  await refused(it, /order\.txt names agencies, but there is no partnership\/agencies\.csv/);
});
