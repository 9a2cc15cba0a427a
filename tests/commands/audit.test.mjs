// `throughline audit`: the access log sealed, and what a superuser does to it
// afterwards found (R24). TAMPERINGS=1000 for as many as security.md asks.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { createHash, generateKeyPairSync } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cleanEnvironment, programPath, root, runSql, useServer } from '../support/server.mjs';

const TAMPERINGS = Number(process.env.TAMPERINGS ?? 40);
const folder = mkdtempSync(join(tmpdir(), 'throughline-audit-'));
const name = `audit_test_${process.pid}`;
let server, owner, sealer;

function program(command, args, settings = {}) {
  const { status, stdout, stderr } = spawnSync(programPath(), [command, ...args], {
    cwd: root, encoding: 'utf8',
    env: cleanEnvironment({ THROUGHLINE_SEAL_DATABASE: sealer, THROUGHLINE_ADMIN_DATABASE: owner,
      THROUGHLINE_SEAL_KEY_FILE: join(folder, 'seal.key'), THROUGHLINE_DATA_ROOT: root, ...settings }),
  });
  return { status, stdout, stderr, said: stdout + stderr };
}
const audit = (...args) => program('audit', args);
const sql = (text) => runSql(owner, text);

function sealed() {
  const { status, said } = audit('seal', '--once');
  assert.equal(status, 0, said);
}
function sound(...args) {
  const { status, said } = audit('verify', ...args);
  assert.equal(status, 0, said);
  assert.match(said, /^The access log is as it was sealed: /);
  return said;
}
function found(why, ...args) {
  const { status, said } = audit('verify', ...args);
  assert.equal(status, 1, `not found: ${why}\n${said}`);
  assert.match(said, /^throughline: the access log was tampered with: /, why);
  return said;
}

// Rows as the rooms make them, some of each kind.
const rows = (count) => sql(`INSERT INTO audit.access_log (at, request_id, user_id, operation, action,
    record_kind, record_id, person_id, spoke_id, purpose, detail)
  SELECT now() - n * interval '1 minute', gen_random_uuid(), gen_random_uuid(), 'person.journey',
         (ARRAY['view', 'list', 'create', 'change'])[1 + n % 4], 'person', gen_random_uuid(),
         CASE WHEN n % 3 > 0 THEN gen_random_uuid() END, 1 + n % 5,
         CASE WHEN n % 7 = 0 THEN 'Called about "the knife" – Zoë' END,
         CASE WHEN n % 4 = 1 THEN jsonb_build_object('ids', jsonb_build_array(n)) END
    FROM generate_series(1, ${count}) AS n`);

before(async () => {
  server = await useServer();
  await server.psql(`CREATE DATABASE ${name}`);
  owner = server.conninfo.replace('dbname=throughline', `dbname=${name}`);
  sealer = owner.replace('user=postgres', 'user=throughline_sealer');
  const { status, said } = program('migrate', []);
  assert.equal(status, 0, said);
});
after(async () => {
  rmSync(folder, { recursive: true, force: true });
  await server.psql(`DROP DATABASE ${name} WITH (FORCE)`);
  await server.stop();
});

const kept = (label) => join(folder, `${label}.json`);
function keep(label) {
  const { status, stdout, said } = audit('checkpoint');
  assert.equal(status, 0, said);
  writeFileSync(kept(label), stdout);
  return JSON.parse(stdout);
}

test('it says what is wrong with how it is called', () => {
  assert.equal(audit().status, 2);
  assert.equal(audit('seal', 'twice').status, 2);
  assert.equal(audit('verify', '--key').status, 2);
  assert.match(audit('verify', '--key', 'abc').said, /64 hexadecimal digits/);
  assert.match(program('audit', ['verify'], { THROUGHLINE_SEAL_DATABASE: '' }).said, /seal_database/);
  assert.match(program('audit', ['seal'], { THROUGHLINE_SEAL_KEY_FILE: '' }).said, /seal_key_file/);
  assert.match(audit('checkpoint').said, /nothing has been sealed yet/);
  writeFileSync(join(folder, 'no.key'), 'no key\n');
  assert.match(program('audit', ['seal', '--once'], { THROUGHLINE_SEAL_KEY_FILE: join(folder, 'no.key') }).said,
    /is not a key/);
});

test('what is sealed verifies, and grows', async () => {
  await sql('DELETE FROM audit.access_log');
  await rows(100);
  sealed();
  assert.equal(statSync(join(folder, 'seal.key')).mode & 0o777, 0o600);
  const first = keep('first');
  assert.equal(first.size, 100);
  await rows(130);
  assert.match(sound(kept('first')), /100 rows, 2 signed checkpoints with those kept; 130 rows are not sealed yet/);
  sealed();
  sealed();
  assert.equal(keep('second').size, 230);
  assert.match(sound(kept('first'), kept('second')), /230 rows, 4 signed checkpoints .* 0 rows/);
  assert.match(sound('--key', first.key), /230 rows/);
});

// The leaf as migrations/0020_seal.sql and db/seal.h describe it, made here
// once more.
function leafOf(salt, fields) {
  const hash = createHash('sha256').update(Buffer.from([0])).update(salt);
  for (const field of fields) {
    if (field === null) { hash.update(Buffer.from([0])); continue; }
    const text = Buffer.from(field);
    const head = Buffer.alloc(5);
    head[0] = 1;
    head.writeUInt32BE(text.length, 1);
    hash.update(head).update(text);
  }
  return hash.digest('hex');
}

test('a leaf is what is written down of it', async () => {
  const leaves = JSON.parse(await sql(`SELECT json_agg(json_build_array(encode(f.salt, 'hex'), encode(f.hash, 'hex'),
      jsonb_build_array(l.id::text, ((extract(epoch FROM l.at) * 1000000)::bigint)::text, l.xid::text, l.request_id,
        l.user_id, l.operation, l.action, l.record_kind, l.record_id, l.person_id, l.spoke_id::text, l.purpose,
        l.detail::text))) FROM audit.leaf f JOIN audit.access_log l ON l.id = f.log_id`));
  assert.equal(leaves.length, 230);
  assert.equal(new Set(leaves.map(([salt]) => salt)).size, 230);
  for (const [salt, hash, fields] of leaves) assert.equal(leafOf(Buffer.from(salt, 'hex'), fields), hash);
});

test('a transaction that is open holds back only what comes after it', async () => {
  const open = spawnOpen(`BEGIN; INSERT INTO audit.access_log (action, record_kind) VALUES ('view', 'person');
    SELECT pg_sleep(2); COMMIT`);
  await new Promise((resolve) => setTimeout(resolve, 700));
  await rows(5);
  sealed();
  assert.match(sound(), /230 rows.*; 5 rows are not sealed yet/);
  await open;
  sealed();
  assert.match(sound(kept('second')), /236 rows.*; 0 rows/);
});
const spawnOpen = (text) => runSql(owner, text);

test('a checkpoint of each day is left in the folder', async () => {
  await rows(3);
  const { status, said } = program('audit', ['seal', '--once'], { THROUGHLINE_SEAL_FOLDER: folder });
  assert.equal(status, 0, said);
  const day = readdirSync(folder).filter((file) => /^\d{4}-\d\d-\d\d\.json$/.test(file));
  assert.equal(day.length, 1);
  assert.equal(JSON.parse(readFileSync(join(folder, day[0]), 'utf8')).size, 239);
  sound(join(folder, day[0]));
});

// --- tampering ------------------------------------------------------------------

const random = (list) => list[Math.floor(Math.random() * list.length)];
const anyRow = '(SELECT id FROM audit.access_log ORDER BY random() LIMIT 1)';
const CHANGES = ["at = at + interval '1 microsecond'", 'request_id = gen_random_uuid()', 'user_id = gen_random_uuid()',
  "operation = operation || ' '", "action = CASE action WHEN 'view' THEN 'list' ELSE 'view' END",
  "record_kind = 'episode'", 'record_id = gen_random_uuid()', 'person_id = gen_random_uuid()',
  'spoke_id = coalesce(spoke_id, 0) + 1', "purpose = coalesce(purpose, '') || 'x'", "detail = '{\"ids\": []}'",
  'user_id = NULL', 'xid = (xid::text::bigint + 1)::text::xid8'];
const KINDS = {
  'a row was changed': () => `UPDATE audit.access_log SET ${random(CHANGES)} WHERE id =
    (SELECT id FROM audit.access_log WHERE user_id IS NOT NULL AND operation IS NOT NULL ORDER BY random() LIMIT 1)`,
  'a row was removed': () => `DELETE FROM audit.access_log WHERE id = ${anyRow}`,
  'a row and its leaf were removed': () => `WITH gone AS (DELETE FROM audit.access_log WHERE id = ${anyRow} RETURNING id)
    DELETE FROM audit.leaf USING gone WHERE log_id = gone.id`,
  'a row was slipped in': () => `INSERT INTO audit.access_log (action, record_kind, xid)
    SELECT 'view', 'person', xid FROM audit.access_log WHERE id = ${anyRow}`,
  'a row was slipped in at the end': () => `INSERT INTO audit.access_log (action, record_kind, xid)
    SELECT 'view', 'person', max(xid) FROM audit.access_log`,
  'two rows changed places': () => `WITH two AS (SELECT array_agg(id) AS ids FROM (SELECT id FROM audit.access_log
      WHERE user_id IS NOT NULL ORDER BY random() LIMIT 2) AS x)
    UPDATE audit.access_log l SET user_id = o.user_id, record_id = o.record_id FROM two, audit.access_log o
     WHERE l.id = ANY (ids) AND o.id = ANY (ids) AND o.id <> l.id`,
  'two leaves changed places': () => `WITH two AS (SELECT array_agg(position) AS at FROM (SELECT position FROM audit.leaf
      ORDER BY random() LIMIT 2) AS x)
    UPDATE audit.leaf f SET hash = o.hash, salt = o.salt FROM two, audit.leaf o
     WHERE f.position = ANY (at) AND o.position = ANY (at) AND o.position <> f.position`,
  'a leaf was changed': () => `UPDATE audit.leaf SET ${random(['hash = sha256(hash)', 'salt = substr(sha256(salt), 1, 16)'])}
    WHERE position = (SELECT position FROM audit.leaf ORDER BY random() LIMIT 1)`,
  'a row was changed and its leaf made anew': () => `WITH row AS (UPDATE audit.access_log SET user_id = NULL, person_id = NULL,
        request_id = NULL, operation = NULL, record_id = NULL, spoke_id = NULL, purpose = NULL, detail = NULL,
        action = 'sign_out' WHERE id = ${anyRow} RETURNING *)
    UPDATE audit.leaf SET hash = sha256('\\x00'::bytea || salt ||
        ${['id::text', '((extract(epoch FROM at) * 1000000)::bigint)::text', 'xid::text'].map(field).join(' || ')} ||
        '\\x000000'::bytea || ${field('action')} || ${field('record_kind')} || '\\x0000000000'::bytea)
      FROM row WHERE log_id = row.id`,
  'the end was cut off': () => `WITH cut AS (SELECT (random() * 100)::int + 100 AS size)
    , leaves AS (DELETE FROM audit.leaf USING cut WHERE position >= cut.size RETURNING log_id)
    , checkpoints AS (DELETE FROM audit.checkpoint c USING cut WHERE c.size > cut.size)
    DELETE FROM audit.access_log l USING leaves WHERE l.id = leaves.log_id`,
  'all was emptied': () => 'TRUNCATE audit.access_log, audit.leaf, audit.checkpoint',
  'a checkpoint was changed': () => `UPDATE audit.checkpoint SET ${random(['root = sha256(root)', 'size = size - 1',
    "at = at + interval '1 hour'", 'signature = signature || substr(signature, 1, 0)::bytea || \'\'::bytea, key = sha256(key)',
    'sealed_id = sealed_id - 1', 'frontier = sha256(frontier)'])} WHERE size = (SELECT max(size) FROM audit.checkpoint)`,
};
function field(column) {
  return `'\\x01'::bytea || int4send(octet_length(${column})) || convert_to(${column}, 'UTF8')`;
}

// The superuser is not held up by triggers, keys or what is generated.
const asSuperuser = (text) => sql(`SET session_replication_role = replica; ${text}`);

test('the leaf a tamperer makes anew fits its row', async () => {
  await sql('CREATE SCHEMA kept');
  for (const table of ['access_log', 'leaf', 'checkpoint']) await sql(`CREATE TABLE kept.${table} AS TABLE audit.${table}`);
  await asSuperuser(KINDS['a row was changed and its leaf made anew']());
  assert.match(found('made anew'), /the checkpoint of \d+ rows has another root/);
  await restore();
  sound(kept('second'));
});
async function restore() {
  await asSuperuser(`TRUNCATE audit.access_log, audit.leaf, audit.checkpoint;
    INSERT INTO audit.access_log OVERRIDING SYSTEM VALUE TABLE kept.access_log;
    INSERT INTO audit.leaf (position, log_id, salt, hash) SELECT position, log_id, salt, hash FROM kept.leaf;
    INSERT INTO audit.checkpoint (size, root, frontier, sealed_xid, sealed_id, at, key, signature)
    SELECT size, root, frontier, sealed_xid, sealed_id, at, key, signature FROM kept.checkpoint`);
}

test('a row added to the transaction sealed last is found, and is not sealed later', async () => {
  await asSuperuser(KINDS['a row was slipped in at the end']());
  assert.match(found('at the end'), /was slipped in/);
  sealed();
  assert.match(found('at the end, and the sealer came by'), /was slipped in/);
  await restore();
});

test(`${TAMPERINGS} random tamperings are all found`, async () => {
  const count = {};
  for (let n = 0; n < TAMPERINGS; n++) {
    const why = random(Object.keys(KINDS));
    const text = KINDS[why]();
    await asSuperuser(text);
    found(`${why}: ${text}`, kept('second'), kept('first'));
    count[why] = (count[why] ?? 0) + 1;
    await restore();
  }
  sound(kept('second'), kept('first'));
  console.log(`# ${Object.entries(count).map(([why, times]) => `${why} ${times}`).join(', ')}`);
});

test('the whole tree made again with another key is found', async () => {
  await asSuperuser(`UPDATE audit.access_log SET user_id = NULL WHERE id = ${anyRow}; TRUNCATE audit.leaf, audit.checkpoint`);
  const { status, said } = program('audit', ['seal', '--once'], { THROUGHLINE_SEAL_KEY_FILE: join(folder, 'other.key') });
  assert.equal(status, 0, said);
  sound(); // by itself it is consistent: this is why partners keep checkpoints
  assert.match(found('another tree', kept('second')), /kept checkpoint of 230 rows|another key/);
  const { key } = JSON.parse(readFileSync(kept('first'), 'utf8'));
  assert.match(found('another key', '--key', key), /was signed with another key/);
  await restore();
});

test('a kept checkpoint that somebody wrote himself is no evidence', async () => {
  const forged = JSON.parse(readFileSync(kept('first'), 'utf8'));
  const { publicKey } = generateKeyPairSync('ed25519');
  forged.key = publicKey.export({ type: 'spki', format: 'der' }).subarray(-32).toString('hex');
  writeFileSync(kept('forged'), JSON.stringify(forged));
  assert.match(found('forged', kept('forged')), /signature that does not hold/);
  writeFileSync(kept('torn'), '{"size": 5');
  assert.match(audit('verify', kept('torn')).said, /torn\.json is not a checkpoint/);
});
