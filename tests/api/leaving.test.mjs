// A leaving spoke's whole record: asked for by its coordinator, agreed to by the
// information governance lead, complete, and of nobody else.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { accountsOf } from '../support/api.mjs';
import { manifestOf, settled, take } from '../support/exports.mjs';
import { until } from '../support/imports.mjs';
import { cleanEnvironment, programPath, root, useServer } from '../support/server.mjs';
import { unzip } from '../support/zip.mjs';

const SPOKE = 'northsom';
const REASON = 'The authority moves to a system of its own';
const folder = mkdtempSync(join(tmpdir(), 'throughline-leaving-'));
let server, people, coordinator, lead, asked, made, files, own;

const ask = (who, spoke = SPOKE) => who.post('/api/v1/exports', { kind: 'leaving', spoke, reason: REASON });
// A byte of a zip that says nothing of what is in it, such as a time.
function sameFiles(bytes) {
  const given = unzip(bytes);
  return given.size === files.size && [...files].every(([name, content]) => given.get(name)?.equals(content));
}
const rowsOf = (name) => files.get(`data/${name}.ndjson`).toString().split('\n').filter(Boolean).map((line) => JSON.parse(line));

before(async () => {
  server = await useServer();
  people = accountsOf(server);
  coordinator = await people.as('spoke_coordinator', SPOKE);
  lead = await people.as('ig_lead');
  own = Number(await server.psql(`SELECT id FROM reference.spoke WHERE code = '${SPOKE}'`));
  const answer = await ask(coordinator);
  assert.equal(answer.status, 201, answer.text);
  asked = answer.body;
});
after(async () => {
  rmSync(folder, { recursive: true, force: true });
  await server?.stop();
});

test('it waits for the information governance lead, and nobody else agrees', async () => {
  assert.deepEqual([asked.state, asked.moves, asked.job], ['asked', ['remove'], null]);
  const waiting = (await lead.get('/api/v1/exports?asked=true')).body.items;
  assert.ok(waiting.some((each) => each.id === asked.id && each.title === 'A spoke\'s whole record, North Somerset'));
  assert.equal((await coordinator.post(`/api/v1/exports/${asked.id}/approve`, undefined, `"${asked.version}"`)).status, 403);
  assert.equal((await (await people.as('spoke_coordinator', 'bristol')).get(`/api/v1/exports/${asked.id}`)).status, 404);
  assert.equal((await ask(await people.as('spoke_coordinator', 'bristol'))).status, 403, 'nobody asks for another spoke\'s');
  assert.equal((await ask(await people.as('project_officer', SPOKE))).status, 403);
});

test('refused, it is not made', async () => {
  const { body } = await ask(coordinator);
  const refused = await lead.post(`/api/v1/exports/${body.id}/refuse`, { note: 'Not yet agreed with the hub' }, `"${body.version}"`);
  assert.equal(refused.status, 200, refused.text);
  const { body: told } = await coordinator.get(`/api/v1/exports/${body.id}`);
  assert.deepEqual([told.state, told.decided_note], ['refused', 'Not yet agreed with the hub']);
});

test('agreed to, it is made, for who asked alone', async () => {
  const agreed = await lead.post(`/api/v1/exports/${asked.id}/approve`, undefined, `"${asked.version}"`);
  assert.equal(agreed.status, 200, agreed.text);
  const ready = await settled(coordinator, asked.id);
  assert.equal(ready.state, 'ready', JSON.stringify(ready));
  assert.equal((await take(lead, asked.id)).status, 404, 'who agreed does not get it');
  made = await take(coordinator, asked.id);
  assert.equal(made.status, 200);
  files = made.files;
});

test('it is whole: each table has as many rows as the spoke has, and a schema that fits', async () => {
  const manifest = manifestOf(files);
  assert.equal(manifest.agreed_by, await server.psql(`SELECT name FROM access.user_account WHERE email = '${lead.account.email}'`));
  const counts = new Map(manifest.files.map((file) => [file.name, file.rows]));
  const tables = (await server.psql("SELECT name || ' ' || rule FROM jobs.leaving_tables()")).split('\n').map((line) => line.split(' '));
  for (const [table, rule] of tables) {
    assert.ok(counts.has(`data/${table}.ndjson`), table);
    assert.equal(rowsOf(table).length, counts.get(`data/${table}.ndjson`), table);
    const schema = JSON.parse(files.get(`schema/${table}.schema.json`));
    for (const row of rowsOf(table).slice(0, 50)) {
      assert.deepEqual(Object.keys(row).sort(), Object.keys(schema.properties).sort(), table);
      for (const [name, value] of Object.entries(row)) {
        const types = [schema.properties[name].type].flat().filter(Boolean);
        const is = value === null ? 'null' : Array.isArray(value) ? 'array' : Number.isInteger(value) ? 'integer' : typeof value;
        assert.ok(types.length === 0 || types.includes(is) || is === 'integer' && types.includes('number'), `${table}.${name} is ${is}`);
      }
    }
    if (rule === 'spoke') assert.deepEqual([...new Set(rowsOf(table).map((row) => row.spoke_id))].filter((id) => id !== own), [], table);
  }
  // What grows while it is made is left aside; what the police hold is not in it.
  for (const table of ['casework.referral', 'casework.episode', 'casework.session', 'casework.note', 'casework.person_spoke', 'casework.risk_assessment'])
    assert.equal(counts.get(`data/${table}.ndjson`), Number(await server.psql(`SELECT count(*) FROM ${table}
      WHERE spoke_id = ${own} AND coalesce(${table === 'casework.person_spoke' ? 'since' : 'created_at'} <= '${asked.asked_at}', true)`)), table);
  assert.equal(counts.get('data/casework.contact.ndjson'),
    Number(await server.psql(`SELECT count(*) FROM casework.contact WHERE spoke_id = ${own} AND NOT held`)));
});

test('nothing of another spoke is in it', async () => {
  const known = new Set(rowsOf('casework.person_spoke').map((row) => row.person_id));
  const persons = rowsOf('casework.person');
  assert.ok(persons.length > 20);
  for (const person of persons) assert.ok(known.has(person.id));
  for (const table of ['casework.person_name', 'casework.person_detail', 'casework.person_fact'])
    for (const row of rowsOf(table)) assert.ok(known.has(row.person_id), table);
  const text = [...files].filter(([name]) => name.startsWith('data/')).map(([, bytes]) => bytes.toString()).join('');
  assert.ok(text.includes('Northcott'), 'their own are');
  const others = (await server.psql(`SELECT p.id FROM casework.person p WHERE NOT ${own} = ANY (p.spoke_ids)`)).split('\n');
  assert.ok(others.length > 100);
  assert.deepEqual(others.filter((id) => text.includes(id)), []);
});

// Rows are locked one by one and read late: what is changed in a table after
// another was read must not be in the file.
test('every table is as it stood at one moment, whatever people write meanwhile', async () => {
  const [person, session] = (await server.psql(`SELECT person_id || ' ' || id FROM casework.session WHERE spoke_id = ${own} LIMIT 1`)).split(' ');
  const { body: wanted } = await ask(coordinator);
  // Held so that the reading waits in the middle: casework.session comes after
  // casework.note, and what is written while it waits belongs to neither.
  const holder = spawn('psql', ['-X', '-q', '-d', server.conninfo], { stdio: ['pipe', 'ignore', 'inherit'] });
  const ended = new Promise((resolve) => holder.on('exit', resolve));
  holder.stdin.write('BEGIN; LOCK TABLE casework.session IN ACCESS EXCLUSIVE MODE;\n');
  const waits = (what, sql) => until(() => server.psql(sql), (n) => Number(n) > 0, what);
  await waits('the lock', `SELECT count(*) FROM pg_locks WHERE relation = 'casework.session'::regclass AND mode = 'AccessExclusiveLock' AND granted`);
  try {
    await lead.post(`/api/v1/exports/${wanted.id}/approve`, undefined, `"${wanted.version}"`);
    await waits('the worker at the lock', `SELECT count(*) FROM pg_locks l JOIN pg_stat_activity a USING (pid)
      WHERE l.relation = 'casework.session'::regclass AND NOT l.granted AND a.usename = 'throughline_worker'`);
    holder.stdin.write(`SET session_replication_role = replica; UPDATE casework.session SET updated_at = updated_at + interval '1 second',
      version = version + 1000 WHERE id = '${session}';\n`);
  } finally {
    holder.stdin.end('COMMIT;\n');
    await ended;
  }
  try {
    assert.equal((await settled(coordinator, wanted.id)).state, 'ready');
    const got = await take(coordinator, wanted.id);
    manifestOf(got.files);
    const rows = got.files.get('data/casework.session.ndjson').toString().trim().split('\n').map((line) => JSON.parse(line));
    const row = rows.find((each) => each.id === session);
    assert.equal(row.person_id, person);
    assert.ok(row.version < 1000, 'what was written while another table was read is not in it');
    const log = got.files.get('data/audit.access_log.ndjson').toString().trim().split('\n').map((line) => JSON.parse(line));
    assert.equal(new Set(log.map((each) => each.id)).size, log.length, 'each row of the log once');
    const cut = /stood at one moment, (\S+Z):/.exec(got.files.get('README.txt').toString())[1];
    assert.deepEqual(log.filter((each) => new Date(each.at) > new Date(new Date(cut).getTime() + 60000)), [], 'the log ends there, too');
    assert.ok(log.length > 100);
  } finally {
    await server.psql(`SET session_replication_role = replica; UPDATE casework.session SET version = version - 1000,
      updated_at = updated_at - interval '1 second' WHERE id = '${session}' AND version >= 1000`);
  }
});

test('its signature holds by the terminal, and whatever is changed shows', async () => {
  const path = join(folder, 'northsom.zip');
  const verify = (...more) => spawnSync(programPath(), ['export', 'verify', path, ...more], { cwd: root, encoding: 'utf8', env: cleanEnvironment({}) });
  writeFileSync(path, made.bytes);
  const { key } = JSON.parse(files.get('manifest.sig'));
  const good = verify('--key', key);
  assert.equal(good.status, 0, good.stderr);
  assert.match(good.stdout, /is as it was made: \d+ rows; signed by [0-9a-f]{64}\.$/m);
  assert.match(verify('--key', '0'.repeat(64)).stderr, /manifest\.sig is of another key/);
  for (let i = 1; i <= 20; i += 1) {
    const changed = Buffer.from(made.bytes);
    changed[Math.floor((changed.length - 5000) * i / 21)] ^= 1;
    writeFileSync(path, changed);
    assert.ok(verify('--key', key).status === 1 || sameFiles(changed), `byte ${i}`);
  }
  writeFileSync(path, 'no zip');
  assert.equal(verify().status, 1);
});

test('the operator makes it in the terminal, in a coordinator\'s name', async () => {
  const settings = { THROUGHLINE_ADMIN_DATABASE: server.conninfo, THROUGHLINE_EXPORT_KEY_FILE: join(folder, 'export.key'),
    THROUGHLINE_JOB_DATABASE: server.conninfo.replace('user=postgres', 'user=throughline_worker') };
  const run = (...args) => spawnSync(programPath(), ['export', ...args], { cwd: root, encoding: 'utf8', env: cleanEnvironment(settings) });
  const path = join(folder, 'terminal.zip');
  const as = ['--as', coordinator.account.email, '--reason', REASON];
  assert.equal(run('spoke', SPOKE).status, 2);
  assert.match(run('spoke', 'atlantis', path, ...as).stderr, /atlantis/);
  assert.match(run('spoke', 'bristol', path, ...as).stderr, /nobody with that address is a coordinator of that spoke/);
  assert.match(run('spoke', SPOKE, path, '--as', 'nobody@example.org', '--reason', REASON).stderr, /there is no such account/);
  const done = run('spoke', SPOKE, path, ...as);
  assert.equal(done.status, 0, done.stderr);
  assert.match(done.stdout, /^[0-9a-f]{64}  /);
  assert.match(done.stderr, /Read every table[^]*Writing the access log/, 'it says how far it is');
  const key = run('key').stdout.trim();
  assert.match(run('verify', path, '--key', key).stdout, /signed by/);
  assert.match(run('spoke', SPOKE, path, ...as).stderr, /is there already/);
});
