-- API keys in the database itself, with SQL alone under the server's login:
-- what a key's session opens, who is shown one, and what is impossible.
BEGIN;
SELECT plan(62);
\ir ../support/sessions.sql

SELECT pg_temp.signed_in('carla', 'spoke_coordinator', 'bristol') AS carla, pg_temp.signed_in('nora', 'spoke_coordinator', 'northsom') AS nora,
       pg_temp.signed_in('sam', 'system_admin', NULL) AS sam, pg_temp.signed_in('sue', 'system_admin', NULL) AS sue,
       pg_temp.signed_in('iris', 'ig_lead', NULL) AS iris, pg_temp.signed_in('rita', 'referrer', 'bristol') AS rita,
       pg_temp.signed_in('olga', 'project_officer', 'bristol') AS olga \gset
CREATE FUNCTION pg_temp.secret(name text) RETURNS text LANGUAGE sql AS $$ SELECT 'tlk_' || rpad(name, 43, '-') $$;
CREATE FUNCTION pg_temp.key_id(name text) RETURNS uuid LANGUAGE sql AS $$ SELECT md5(name)::uuid $$;
CREATE FUNCTION pg_temp.asked(by text, name text, role text DEFAULT 'referrer', spoke text DEFAULT 'bristol', read_only boolean DEFAULT false,
                              days integer DEFAULT 90) RETURNS text LANGUAGE sql AS $$
    SELECT pg_temp.outcome(by, format('SELECT access.key_make(%L, %L, %L)', pg_temp.key_id(name), jsonb_build_object('name', name,
        'agency', 'opcc_hub', 'role', role, 'spoke', spoke, 'read_only', read_only, 'expires_on', access.today() + days, 'reason', 'r'), pg_temp.secret(name))) $$;
CREATE FUNCTION pg_temp.done(by text, verb text, name text, rest text) RETURNS text LANGUAGE sql AS $$
    SELECT pg_temp.outcome(by, format('SELECT access.key_%s(%L, NULL, %s)', verb, pg_temp.key_id(name), rest)) $$;
-- A request made with a key: what access.enter() says and, if it lets it in,
-- what the query gives.
CREATE FUNCTION pg_temp.with_key(name text, permission text, operation text, query text DEFAULT 'SELECT ''in''') RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    came text;
BEGIN
    BEGIN
        PERFORM set_config('session_authorization', 'throughline_server', true);
        PERFORM access.enter(pg_temp.secret(name), permission, gen_random_uuid(), operation, NULL, false);
        EXECUTE query INTO came;
    EXCEPTION WHEN OTHERS THEN
        came := SQLSTATE;
    END;
    PERFORM set_config('session_authorization', current_setting('tap.owner'), true), set_config('throughline.token', '', true);
    RETURN came;
END $$;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA pg_temp TO PUBLIC;

-- 1. Who makes one, and whose works.
SELECT is(pg_temp.asked('carla', 'one'), '1', 'a coordinator makes a key of their spoke');
SELECT alike(pg_temp.asked(who, who), 'TL403%', who || ' makes none') FROM unnest('{nora,olga,rita,iris}'::text[]) AS who;
SELECT is(pg_temp.asked('sam', 'asked'), '1', 'an administrator asks for one');
SELECT is(pg_temp.with_key('one', 'referral.read', 'referral.list'), 'in', 'the one works');
SELECT is(pg_temp.with_key('asked', 'referral.read', 'referral.list'), 'TL401', 'the other does not');
SELECT is((SELECT count(*) FROM access.session WHERE key_id = pg_temp.key_id('asked')), 0::bigint, 'there is no secret to find');
SELECT alike(pg_temp.asked('carla', 'x', r), 'TL422%', 'no key is ' || r) FROM unnest('{spoke_coordinator,panel_member,system_admin,hub_analyst}'::text[]) AS r;
SELECT alike(pg_temp.asked('carla', 'y', days => d), 'TL422%', format('nor lasts %s days', d)) FROM unnest('{0,-1,367}'::integer[]) AS d;
SELECT is_empty($$SELECT m.role, m.permission FROM access.key_permission m LEFT JOIN access.role_permission p USING (role, permission)
    WHERE p.role IS NULL$$, 'what a key may do, its role may');
SELECT is_empty($$SELECT * FROM access.key_permission WHERE permission ~ '^(user|key|access_log|import|job|setting|restriction|break_glass|person\.search|person\.write)'$$,
    'and nothing of administering, searching or exporting');

-- 2. What is shown, and to whom.
SELECT alike(pg_temp.done(who, 'confirm', 'asked', quote_literal(pg_temp.secret('asked'))), expected, who || ' does not confirm it')
  FROM (VALUES ('sam', 'TL409%'), ('sue', 'TL403%'), ('iris', 'TL403%'), ('nora', 'TL404%'), ('olga', 'TL404%'), ('rita', 'TL404%')) AS t(who, expected);
SELECT is(pg_temp.done('carla', 'confirm', 'asked', quote_literal(pg_temp.secret('asked'))), '1', 'the coordinator does');
SELECT is(pg_temp.with_key('asked', 'referral.read', 'referral.list'), 'in', 'and it works');
SELECT alike(pg_temp.done('sam', 'renew', 'one', quote_literal('{"expires_on": "2030-01-01", "at_once": true}') || ', ' || quote_literal(pg_temp.secret('stolen'))), 'TL403%',
    'an administrator gets no new secret');
SELECT is(pg_temp.seen('sam', format('SELECT object ? ''key'' FROM access.key_load(%L, %L)', pg_temp.key_id('one'), pg_temp.secret('guess'))), 'false', 'nor the old');
SELECT is(pg_temp.seen(who, format('SELECT count(*) FROM access.key_load(%L, NULL)', pg_temp.key_id('one'))), n, who || ' sees the key')
  FROM (VALUES ('carla', '1'), ('sam', '1'), ('iris', '1'), ('nora', '0'), ('rita', '0')) AS t(who, n);
SELECT is(pg_temp.seen('nora', 'SELECT count(*) FROM access.partner_key'), '0', 'another spoke''s coordinator reads no row');

-- 3. What a key opens.
SELECT is(pg_temp.with_key('one', permission, operation), 'TLK03', permission || ' is not for it, ' || operation) FROM (VALUES
    ('signed_in', 'session.show'), ('signed_in', 'profile.show'), ('signed_in', NULL), ('public', 'session.create'),
    ('person.read', 'person.show'), ('user.write', 'user.create'), ('key.write', 'partner_key.create')) AS t(permission, operation);
SELECT is(pg_temp.with_key('one', 'signed_in', 'partner_key.own', 'SELECT access.key_own() ->> ''spoke'''), 'bristol', 'it may ask what it is');
SELECT is(pg_temp.with_key('one', 'referral.read', 'x', 'SELECT array_length(access.spokes_with(''referral.write''), 1)'), '1', 'one spoke');
SELECT is(pg_temp.with_key('one', 'referral.read', 'x', 'SELECT access.demand_recent()'), 'TLK03', 'never a recent sign-in, fresh as it is');
SELECT is(pg_temp.with_key('one', 'referral.read', 'x', 'SELECT access.recently_confirmed()'), 'false', 'however asked');
SELECT is(pg_temp.asked('carla', 'reads', read_only => true), '1', 'one that reads only');
SELECT is(pg_temp.with_key('reads', 'referral.write', 'referral.create'), 'TLK03', 'does not write');
SELECT is(pg_temp.with_key('reads', 'referral.read', 'x', 'SELECT access.has(''referral.write'')'), 'false', 'at all');
SELECT is(pg_temp.with_key('one', 'referral.read', 'x', $$INSERT INTO access.session (token_hash) VALUES (sha256('x')) RETURNING 'made'$$), '42501', 'and makes no session');

-- 4. What is impossible, whoever tries.
CREATE FUNCTION pg_temp.account(name text) RETURNS uuid LANGUAGE sql AS $$ SELECT account_id FROM access.partner_key WHERE id = pg_temp.key_id(name) $$;
SELECT throws_ok(format('UPDATE access.user_account SET password_salt = %L, password_verifier = %L WHERE id = %L', '\x00112233445566778899001122334455'::bytea,
    sha256('x'), pg_temp.account('one')), '23514', NULL, 'a key''s account gets no password');
SELECT throws_ok(format('INSERT INTO access.role_grant (user_id, role, spoke_id, valid_to) VALUES (%L, %L, %s, current_date + 9)',
    pg_temp.account('one'), r, s), 'TL409', NULL, format('no %s in %s', r, s))
  FROM (VALUES ('spoke_coordinator', 'reference.spoke_id(''bristol'')'), ('referrer', 'reference.spoke_id(''northsom'')'), ('referrer', 'NULL')) AS t(r, s);
SELECT throws_ok(format('INSERT INTO access.session (token_hash, user_id, idle_until, absolute_until) VALUES (sha256(%L), %L, now(), now())', 'x', pg_temp.account('one')),
    'TL409', NULL, 'no session but the key''s');
SELECT throws_ok(format('UPDATE access.session SET absolute_until = absolute_until + ''1 day'', idle_until = absolute_until + ''1 day'' WHERE key_id = %L', pg_temp.key_id('one')),
    'TL409', NULL, 'which lasts no longer');
SELECT throws_ok(format('UPDATE access.partner_key SET role = ''provider_worker'' WHERE id = %L', pg_temp.key_id('one')), 'TL409', NULL, 'a key does not change what it may do');
SELECT throws_ok(format('DELETE FROM access.partner_key WHERE id = %L', pg_temp.key_id('one')), 'TL409', NULL, 'nor go');

-- 5. How it ends.
SELECT is(pg_temp.done('iris', 'revoke', 'one', '''lost'''), '1', 'the governance lead revokes it');
SELECT is(pg_temp.with_key('one', 'referral.read', 'referral.list'), 'TL401', 'and it opens nothing');
SELECT throws_ok(format('UPDATE access.session SET ended_at = NULL WHERE key_id = %L', pg_temp.key_id('one')), 'TL409', NULL, 'it does not come back');
SELECT throws_ok(format('UPDATE access.partner_key SET revoked_at = NULL, revoke_reason = NULL WHERE id = %L', pg_temp.key_id('one')), 'TL409', NULL, 'ever');
SELECT is((SELECT string_agg(action, ' ' ORDER BY id) FROM audit.access_log WHERE record_kind = 'partner_key' AND record_id = pg_temp.key_id('one') AND action <> 'view'),
    'create change remove', 'the log has it all');

SELECT * FROM finish();
ROLLBACK;
