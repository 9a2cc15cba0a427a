// What somebody gains who could slip SQL of their own into the server's
// connection, or has stolen the password of its role: nothing (R2, R3, R23).
// The statements here are no part of the product: they are sent as the role
// throughline_server, as an injection would be.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';

import { ask } from '../faults/support/ask.mjs';
import { Place, SPOKES } from '../faults/support/place.mjs';
import { runSql } from '../support/server.mjs';

let place, token, ids;
const SCHEMAS = "'access', 'audit', 'casework', 'public'";

// The answer, or the refusal's text.
async function inject(sql) {
  try {
    return { rows: await runSql(place.server, sql), refused: null };
  } catch (error) {
    return { rows: '', refused: error.stderr ?? String(error) };
  }
}

async function assertNothing(sql, what = sql) {
  const { rows, refused } = await inject(sql);
  assert.ok(refused !== null || rows === '' || rows === '0', `${what} gave ${rows.slice(0, 200)}`);
}

async function assertRefused(sql) {
  const { rows, refused } = await inject(sql);
  assert.ok(refused !== null, `${sql} was done: ${rows.slice(0, 200)}`);
  assert.match(refused, /ERROR:/);
}

test('an injected statement gains nothing', async (t) => {
  place = new Place(t);
  await place.cluster.startBeside();
  const server = await place.serve();
  await server.ready('/readyz');
  const cookies = {};
  ids = {};
  for (const spoke of SPOKES) {
    cookies[spoke] = await place.signIn(server, spoke);
    const made = await ask(server.url, 'POST', '/api/v1/people', { cookie: cookies[spoke],
      body: { spoke, given_name: 'Invented', family_name: `Secret${spoke}` } });
    ids[spoke] = made.body.id;
  }
  token = /__Host-throughline=([^;]+)/.exec(cookies.bristol)[1];
  const tables = (await place.sql(`SELECT format('%I.%I', schemaname, tablename) FROM pg_tables
    WHERE schemaname IN (${SCHEMAS}) ORDER BY 1`)).split('\n');
  assert.ok(tables.length > 60);

  await t.test('without a session no table with anybody in it gives a row', async () => {
    for (const table of tables.filter((name) => /^casework\.|^audit\./.test(name) && !/state_move/.test(name)))
      await assertNothing(`SELECT count(*) FROM ${table}`);
    for (const table of ['access.user_account', 'access.session', 'access.secret', 'access.known_device'])
      await assertNothing(`SELECT count(*) FROM ${table}`);
  });
  await t.test('to name another user, or to make up a session, changes nothing', async () => {
    const user = await place.sql("SELECT id FROM access.user_account WHERE email = 'somerset@drill.test'");
    for (const setting of ['throughline.user_id', 'throughline.user', 'access.user_id', 'throughline.me', 'throughline.token', 'role.user'])
      for (const value of [user, '1', 'true', 'x'.repeat(43), randomUUID()])
        await assertNothing(`SELECT set_config('${setting}', '${value}', false) IS NULL; SELECT count(*) FROM casework.person`
          .replace(/^SELECT (set_config.*?) IS NULL;/, 'DO $$ BEGIN PERFORM $1; END $$;'), `${setting} = ${value}`);
  });
  await t.test("with one user's session it is that user's scope, whatever is asked", async () => {
    const mine = (sql) => inject(`BEGIN; DO $$ BEGIN PERFORM set_config('throughline.token', '${token}', true); END $$; ${sql}; COMMIT`);
    assert.equal((await mine('SELECT count(*) FROM casework.person')).rows, '1');
    assert.equal((await mine('SELECT string_agg(family_name, $$,$$) FROM casework.person_name')).rows, 'Secretbristol');
    for (const spoke of SPOKES.filter((each) => each !== 'bristol'))
      for (const sql of [`SELECT count(*) FROM casework.person WHERE id = '${ids[spoke]}' OR true AND id = '${ids[spoke]}'`,
        `SELECT count(*) FROM casework.person_name WHERE family_name = 'Secret${spoke}'`,
        `SELECT count(*) FROM (SELECT * FROM casework.person UNION ALL SELECT * FROM casework.person) x WHERE id = '${ids[spoke]}'`])
        assert.equal((await mine(sql)).rows, '0', sql);
    const changed = await mine("UPDATE casework.person SET phone = '0' WHERE true RETURNING id");
    assert.ok(changed.refused !== null || !SPOKES.some((spoke) => spoke !== 'bristol' && changed.rows.includes(ids[spoke])));
  });
  await t.test('no role, no file, no program, no function, no table of one\'s own', async () => {
    for (const sql of ['SET ROLE postgres', 'SET SESSION AUTHORIZATION postgres', 'SET ROLE throughline_owner',
      'ALTER ROLE throughline_server BYPASSRLS', 'ALTER ROLE throughline_server SUPERUSER', 'CREATE ROLE other LOGIN',
      "COPY (SELECT 1) TO PROGRAM 'true'", "COPY (SELECT 1) TO '/tmp/x'", "SELECT pg_read_file('postgresql.conf')",
      "SELECT lo_import('/etc/passwd')", 'SELECT pg_ls_dir($$.$$)', 'CREATE EXTENSION dblink', 'CREATE TABLE public.x (a int)',
      'CREATE TABLE casework.x (a int)', 'CREATE FUNCTION public.x() RETURNS int LANGUAGE sql AS $$SELECT 1$$',
      "CREATE FUNCTION pg_temp.x() RETURNS int LANGUAGE c AS '/lib/x86_64-linux-gnu/libc.so.6', 'system'",
      'ALTER TABLE casework.person DISABLE ROW LEVEL SECURITY', 'DROP POLICY IF EXISTS person_select ON casework.person; DROP TABLE casework.person',
      'SELECT rolpassword FROM pg_authid', 'LOAD $$x$$', 'ALTER SYSTEM SET log_statement = $$all$$', 'SET session_replication_role = replica',
      'SELECT pg_reload_conf()', 'SECURITY LABEL ON TABLE casework.person IS NULL', 'REASSIGN OWNED BY postgres TO throughline_server'])
      await assertRefused(sql);
    // Row security cannot be switched off: the query fails instead.
    await assertRefused('SET row_security = off; SELECT count(*) FROM casework.person');
  });
  await t.test('the access log cannot be read at large, changed or emptied', async () => {
    for (const sql of ["UPDATE audit.access_log SET action = 'view'", 'DELETE FROM audit.access_log', 'TRUNCATE audit.access_log',
      'UPDATE audit.leaf SET position = 1', 'DELETE FROM audit.checkpoint', 'DROP TABLE audit.access_log'])
      await assertRefused(sql);
  });
  await t.test('no session can be made without the password\'s derived key', async () => {
    const { rows } = await inject(`SELECT access.sign_in('bristol@drill.test', repeat('00', 32), repeat('x', 43), '127.0.0.1', '', '')`);
    assert.equal(rows, '');
    await assertRefused("INSERT INTO access.session (token_hash, user_id) SELECT sha256('x'), gen_random_uuid()");
    await assertRefused("UPDATE access.user_account SET password_verifier = sha256('x')");
    await assertRefused("INSERT INTO access.role_grant (user_id, role) SELECT gen_random_uuid(), 'system_admin'");
  });
  await t.test('functions that were not meant for the server are not for it', async () => {
    const operators = `FROM pg_proc WHERE pronamespace = 'access'::regnamespace AND proname LIKE 'admin\\_%'`;
    assert.ok(Number(await place.sql(`SELECT count(*) ${operators}`)) > 3);
    assert.equal(await place.sql(`SELECT count(*) ${operators} AND has_function_privilege('throughline_server', oid, 'EXECUTE')`), '0');
  });
  await server.stop();
});
