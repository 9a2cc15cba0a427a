-- What must hold of every table, view, function and role there is (R1, R2, R7).
BEGIN;
SELECT plan(17);

CREATE TEMPORARY VIEW ours AS
SELECT c.oid, n.nspname || '.' || c.relname AS name, c.relkind, c.relrowsecurity, c.relforcerowsecurity,
       c.relowner::regrole::text AS owner, c.reloptions
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE n.nspname IN ('reference', 'access', 'audit', 'casework', 'jobs', 'reporting');

SELECT cmp_ok((SELECT count(*) FROM ours WHERE relkind IN ('r', 'p')), '>', 60::bigint, 'there are tables to look at');
SELECT is_empty($$SELECT name FROM ours WHERE relkind IN ('r', 'p') AND NOT (relrowsecurity AND relforcerowsecurity)$$,
    'R1: every table has row security enabled and forced');
SELECT is_empty($$SELECT name FROM ours WHERE relkind IN ('r', 'p') AND owner <> 'throughline_owner'$$,
    'every table is owned by the owner nobody signs in as');
SELECT is_empty($$SELECT name FROM ours WHERE relkind = 'v' AND NOT coalesce(reloptions::text LIKE '%security_invoker=true%', false)$$,
    'R7: every view asks as its reader');
SELECT is_empty($$SELECT name FROM ours WHERE relkind = 'm' AND has_table_privilege('throughline_server', oid, 'SELECT')$$,
    'R7: no materialised view is readable');
SELECT is_empty($$SELECT polname, polrelid::regclass FROM pg_policy p JOIN ours o ON o.oid = p.polrelid
    WHERE polroles = '{0}'$$, 'no policy is for everybody');

SELECT is_empty($$
    SELECT p.oid::regprocedure FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
     WHERE n.nspname IN ('reference', 'access', 'audit', 'casework', 'jobs', 'reporting') AND p.prosecdef
       AND NOT coalesce(p.proconfig::text LIKE '%search_path=%', false)$$,
    'R7: every definer function pins its search path');
SELECT is_empty($$
    SELECT p.oid::regprocedure FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
     WHERE n.nspname IN ('reference', 'access', 'audit', 'casework', 'jobs', 'reporting')
       AND EXISTS (SELECT FROM aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
                    WHERE a.grantee = 0 AND a.privilege_type = 'EXECUTE')$$,
    'R7: no function is for everybody to run');
SELECT is_empty($$
    SELECT p.oid::regprocedure FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
     WHERE n.nspname IN ('reference', 'access', 'audit', 'casework', 'jobs', 'reporting') AND p.prosecdef
       AND p.proowner::regrole::text <> 'throughline_definer'
       -- The two that erase have an owner of their own, for whom triggers stand aside.
       AND NOT (p.proowner::regrole::text = 'throughline_disposer' AND p.proname IN ('disposal_carry_out', 'disposal_aside'))$$,
    'definer functions run as the definer, never as who migrated');

SELECT is((SELECT rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb FROM pg_roles WHERE rolname = 'throughline_server'),
    false, 'R2: the server''s login has no special rights');
SELECT is_empty($$SELECT roleid::regrole FROM pg_auth_members WHERE member = 'throughline_server'::regrole$$,
    'R2: it is a member of nothing');
SELECT is((SELECT rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb FROM pg_roles WHERE rolname = 'throughline_worker'),
    false, 'R2: nor has the worker''s');
SELECT is_empty($$SELECT roleid::regrole FROM pg_auth_members WHERE member = 'throughline_worker'::regrole
    AND roleid <> 'throughline_server'::regrole$$, 'R2: the worker sees what the server sees, nothing more');
SELECT is_empty($$
    SELECT privilege_type FROM information_schema.role_table_grants
     WHERE grantee = 'throughline_server' AND table_schema = 'audit' AND privilege_type <> 'SELECT'$$,
    'R23: it writes the access log only through audit.record()');
SELECT is_empty($$
    SELECT table_name, privilege_type FROM information_schema.role_table_grants
     WHERE grantee IN ('throughline_server', 'throughline_definer')
       AND table_name IN ('access_log', 'state_change') AND privilege_type IN ('UPDATE', 'DELETE', 'TRUNCATE')$$,
    'R23: nobody it can become changes the access log or a recorded move');

-- Codes are looked up where no partition needs to be locked.
INSERT INTO reference.term (vocabulary, code, label, position) VALUES
    ('urgency', 'code_to_rename', 'Renamed', 900), ('urgency', 'code_to_remove', 'Removed', 901);
UPDATE reference.term SET code = 'code_renamed' WHERE vocabulary = 'urgency' AND code = 'code_to_rename';
DELETE FROM reference.urgency WHERE code = 'code_to_remove';
SELECT set_eq('SELECT vocabulary, code FROM reference.known_code', 'SELECT vocabulary, code FROM reference.term',
    'the codes known are those of the terms');
SELECT is((SELECT array_agg(code) FROM reference.known_code WHERE vocabulary = 'urgency' AND code LIKE 'code%'),
    '{code_renamed}', 'also after terms were made, renamed and removed');

SELECT * FROM finish();
ROLLBACK;
