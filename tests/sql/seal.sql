-- Who may seal, and that sealing is all they may (R23, R24).
BEGIN;
SELECT plan(16);

SELECT is((SELECT rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb FROM pg_roles WHERE rolname = 'throughline_sealer'),
    false, 'the sealer''s login has no special rights');
SELECT is_empty($$SELECT roleid::regrole FROM pg_auth_members WHERE member = 'throughline_sealer'::regrole$$,
    'it is a member of nothing');
SELECT set_eq($$
    SELECT table_schema::text COLLATE "C", table_name::text COLLATE "C", string_agg(privilege_type::text COLLATE "C", ' ' ORDER BY privilege_type::text COLLATE "C")
      FROM information_schema.role_table_grants WHERE grantee = 'throughline_sealer' GROUP BY 1, 2 ORDER BY 1, 2$$,
    $$VALUES ('audit', 'access_log', 'SELECT'), ('audit', 'checkpoint', 'INSERT SELECT'), ('audit', 'leaf', 'INSERT SELECT')$$,
    'it reads the log and adds leaves and checkpoints: nothing else');
SELECT is_empty($$
    SELECT p.oid::regprocedure FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
     WHERE n.nspname IN ('reference', 'access', 'audit', 'casework', 'reporting')
       AND has_function_privilege('throughline_sealer', p.oid, 'EXECUTE')$$, 'it runs none of our functions');
SELECT is_empty($$
    SELECT table_name FROM information_schema.role_table_grants
     WHERE grantee IN ('throughline_server', 'throughline_definer') AND table_schema = 'audit'
       AND table_name IN ('leaf', 'checkpoint') AND grantee = 'throughline_server'$$,
    'the server''s role does not see the seal');

SELECT count(*) AS next FROM audit.leaf \gset
PREPARE leaf AS INSERT INTO audit.leaf (position, log_id, salt, hash)
    VALUES ($1, $2, decode(repeat('00', $3), 'hex'), decode(repeat('00', $4), 'hex'));
SET LOCAL ROLE throughline_sealer;
SELECT throws_ok('EXECUTE leaf(-1, 1, 16, 32)', '23514', NULL, 'no leaf before the first');
SELECT throws_ok('EXECUTE leaf(0, 1, 15, 32)', '23514', NULL, 'a salt is 16 bytes');
SELECT throws_ok('EXECUTE leaf(0, 1, 16, 31)', '23514', NULL, 'a hash is 32 bytes');
SELECT lives_ok(format('EXECUTE leaf(%s, 9000001, 16, 32)', :next), 'the next leaf');
SELECT throws_ok(format('EXECUTE leaf(%s, 9000001, 16, 32)', :next + 1), '23505', NULL, 'a row is sealed once');
SELECT throws_ok('UPDATE audit.leaf SET log_id = 1', '42501', NULL, 'it changes no leaf');
SELECT throws_ok('DELETE FROM audit.leaf', '42501', NULL, 'and removes none');
SELECT throws_ok('UPDATE audit.access_log SET purpose = NULL', '42501', NULL, 'it changes no row of the log');
SELECT throws_ok('SELECT count(*) FROM casework.person', '42501', NULL, 'it sees no young people');
RESET ROLE;
SET CONSTRAINTS ALL IMMEDIATE;
SELECT throws_ok(format('EXECUTE leaf(%s, 9000002, 16, 32)', :next + 5), '23503', NULL, 'leaves have no gap');
SELECT throws_ok($$INSERT INTO audit.checkpoint (size, root, frontier, sealed_xid, sealed_id, at, key, signature)
    VALUES ((SELECT count(*) FROM audit.leaf) + 1, decode(repeat('00', 32), 'hex'), '', '1', 1, now(),
            decode(repeat('00', 32), 'hex'), decode(repeat('00', 64), 'hex'))$$, '23503', NULL,
    'a checkpoint is of leaves there are');

SELECT * FROM finish();
ROLLBACK;
