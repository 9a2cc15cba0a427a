-- Users and roles in the database itself, with nothing but SQL under the
-- server's login: who sees and does what, what takes two persons, what ends and
-- never comes back.
BEGIN;
SELECT plan(98);
\ir ../support/sessions.sql

CREATE TEMPORARY TABLE role_sees (role text, accounts text);
INSERT INTO role_sees VALUES
    ('spoke_coordinator', 'own'), ('project_officer', 'none'), ('eit_officer', 'none'), ('eit_sergeant', 'none'),
    ('panel_member', 'none'), ('referrer', 'none'), ('provider_worker', 'none'), ('hub_auditor', 'none'),
    ('hub_analyst', 'none'), ('hub_grant_officer', 'none'), ('ig_lead', 'all'), ('system_admin', 'all');
SELECT count(pg_temp.signed_in('x' || role, role, CASE WHEN r.of_hub THEN NULL ELSE 'bristol' END)) = 12 AS ready
  FROM role_sees JOIN access.role r ON r.code = role_sees.role \gset
SELECT pg_temp.signed_in('sam', 'system_admin', NULL) AS sam,
       pg_temp.signed_in('nora', 'spoke_coordinator', 'northsom') AS nora,
       pg_temp.signed_in('rita', 'referrer', 'bristol') AS rita,
       pg_temp.signed_in('noel', 'referrer', 'northsom') AS noel \gset
CREATE FUNCTION pg_temp.id_of(who text) RETURNS text LANGUAGE sql AS $$ SELECT quote_literal(pg_temp.user_id(who)) || '::uuid' $$;
-- A role given or proposed by somebody, as the room's statement does it.
CREATE FUNCTION pg_temp.given(by text, to_ text, role text, spoke text, until date DEFAULT NULL) RETURNS text LANGUAGE sql AS $$
    SELECT pg_temp.outcome(by, format('SELECT access.user_grant(%s, NULL, %L)', pg_temp.id_of(to_),
        jsonb_strip_nulls(jsonb_build_object('role', role, 'spoke', spoke, 'valid_to', until, 'reason', 'r')))) $$;
CREATE FUNCTION pg_temp.held(who text, role_ text) RETURNS bigint LANGUAGE sql AS $$
    SELECT count(*) FROM access.role_grant g WHERE g.user_id = pg_temp.user_id(who) AND g.role = role_
       AND access.today() BETWEEN g.valid_from AND coalesce(g.valid_to, 'infinity') $$;
CREATE FUNCTION pg_temp.proposal(who text, role_ text) RETURNS text LANGUAGE sql AS $$
    SELECT quote_literal(p.id) || '::uuid' FROM access.grant_proposal p
     WHERE p.user_id = pg_temp.user_id(who) AND p.role = role_ AND p.decided_at IS NULL $$;
CREATE FUNCTION pg_temp.decided(by text, proposal text, accept boolean) RETURNS text LANGUAGE sql AS $$
    SELECT pg_temp.outcome(by, format('SELECT access.proposal_decide(%s, NULL, %L, ''n'')', proposal, accept)) $$;

-- 1. Who sees whom.
SELECT is(pg_temp.seen('x' || role, 'SELECT (access.user_object(' || pg_temp.id_of('rita') || ')).version IS NOT NULL'),
    CASE accounts WHEN 'none' THEN NULL ELSE 'true' END, role || ' and an account of Bristol') FROM role_sees;
SELECT is(pg_temp.seen('x' || role, 'SELECT (access.user_object(' || pg_temp.id_of('noel') || ')).version IS NOT NULL'),
    CASE accounts WHEN 'all' THEN 'true' END, role || ' and one of North Somerset') FROM role_sees;
SELECT is(pg_temp.seen('xspoke_coordinator', 'SELECT count(*) FROM access.role_grant WHERE spoke_id = reference.spoke_id(''northsom'')'),
    '0', 'a coordinator reads no role of another spoke');
SELECT is(pg_temp.outcome(NULL, 'SELECT FROM access.user_page(NULL, NULL, NULL, NULL, NULL, NULL, NULL, 50)'), '0', 'nobody sees nobody');
SELECT alike(pg_temp.outcome('sam', statement), '42501%', statement) FROM (VALUES
    ('SELECT email FROM access.user_account'), ('SELECT password_verifier FROM access.user_account'),
    ('SELECT token_hash FROM access.account_link'),
    ('INSERT INTO access.role_grant (user_id, role) SELECT access.me(), ''project_officer'''),
    ('UPDATE access.role_grant SET valid_to = NULL'), ('DELETE FROM access.role_grant'),
    ('UPDATE access.grant_proposal SET accepted = true'), ('UPDATE access.user_account SET disabled_at = NULL'),
    ('INSERT INTO access.account_link (user_id, invites, token_hash, expires_at) SELECT access.me(), false, sha256(''x''), now()'),
    ('UPDATE access.role SET case_content = false'), ('INSERT INTO access.role_permission VALUES (''system_admin'', ''scope.case'')'),
    ('SELECT access.password_put(access.me(), ''00:00'')'), ('SELECT access.admin_role_grant(''a'', ''b'', NULL)')
  ) AS t(statement);

-- 2. Nobody else gives a role, nobody gives one to themselves.
SELECT alike(pg_temp.given('x' || role, 'rita', 'panel_member', 'bristol'),
    CASE role WHEN 'ig_lead' THEN 'TL403%' ELSE 'TL404%' END, role || ' gives nothing')
  FROM role_sees WHERE role NOT IN ('spoke_coordinator', 'system_admin');
SELECT alike(pg_temp.given('sam', 'sam', r, s), 'TL409%yourself%', 'the administrator gives themselves no ' || r)
  FROM (VALUES ('project_officer', 'bristol'), ('hub_auditor', NULL)) AS t(r, s);
SELECT alike(pg_temp.given('nora', 'rita', 'panel_member', 'northsom'), 'TL404%', 'nor does another spoke''s coordinator');
SELECT alike(pg_temp.given('xspoke_coordinator', 'rita', r, s), 'TL403%', format('a coordinator gives no %s in %s', r, s))
  FROM (VALUES ('referrer', 'northsom'), ('ig_lead', NULL), ('project_officer', NULL)) AS t(r, s);
SELECT is(pg_temp.given('xspoke_coordinator', 'rita', 'panel_member', 'bristol'), '1', 'but the narrow ones of their own');
SELECT is(pg_temp.held('rita', 'panel_member'), 1::bigint, 'and they hold');

-- 3. Two persons.
SELECT is(pg_temp.given('xspoke_coordinator', 'rita', 'project_officer', 'bristol'), '1', 'a wider one is proposed');
SELECT is(pg_temp.held('rita', 'project_officer'), 0::bigint, 'which gives nothing');
SELECT is(pg_temp.seen('rita', 'SELECT access.has(''scope.case'')'), 'false', 'nothing at all');
SELECT alike(pg_temp.decided(who, pg_temp.proposal('rita', 'project_officer'), true), expected, who || ' does not confirm it')
  FROM (VALUES ('xspoke_coordinator', 'TL409%somebody else%'), ('rita', 'TL404%'), ('nora', 'TL404%'), ('xproject_officer', 'TL404%')) AS t(who, expected);
SELECT is(pg_temp.decided('sam', pg_temp.proposal('rita', 'project_officer'), true), '1', 'an administrator does');
SELECT is(pg_temp.seen('rita', 'SELECT access.has(''scope.case'')'), 'true', 'and it gives what it gives, to the session there is');
SELECT is(pg_temp.given('sam', 'rita', 'hub_analyst', NULL), '1', 'a role of the hub is proposed');
SELECT is(pg_temp.given('sam', 'rita', 'eit_officer', NULL, current_date + 9), '1', 'and one of a spoke for all of them');
SELECT is(pg_temp.held('rita', 'hub_analyst') + pg_temp.held('rita', 'eit_officer'), 0::bigint, 'neither holds');
SELECT alike(pg_temp.decided('xspoke_coordinator', pg_temp.proposal('rita', 'hub_analyst'), true), 'TL404%', 'a coordinator confirms nothing of the hub');
SELECT is(pg_temp.decided('xig_lead', pg_temp.proposal('rita', 'hub_analyst'), true), '1', 'the governance lead does');
SET LOCAL session_replication_role = replica;
UPDATE access.grant_proposal SET proposed_at = now() - interval '8 days', expires_at = now() - interval '1 day' WHERE role = 'eit_officer';
SET LOCAL session_replication_role = origin;
SELECT alike(pg_temp.decided('xig_lead', pg_temp.proposal('rita', 'eit_officer'), true), 'TL409%seven days%', 'after seven days it is over');
-- An account of one's own making.
SELECT is(pg_temp.outcome('sam', $$SELECT access.user_invite('aaaaaaaa-0000-4000-8000-000000000001',
    '{"email": "Twin@tap.test", "name": "Twin", "agency": "opcc_hub", "role": "provider_worker", "spoke": "bristol", "reason": "r"}', repeat('t', 43))$$), '1', 'an administrator invites');
SELECT is((SELECT count(*) FROM access.role_grant WHERE user_id = 'aaaaaaaa-0000-4000-8000-000000000001'), 0::bigint, 'and alone gives it nothing of a case');
SELECT alike(pg_temp.outcome('sam', $$SELECT access.user_invite(gen_random_uuid(), '{"email": "twin@tap.test", "name": "T", "agency": "opcc_hub", "role": "referrer", "spoke": "bristol", "reason": "r"}', repeat('u', 43))$$), '23505 user_account_email_key%', 'an address is one account''s');

-- 4. Administering and reading do not go together.
SELECT throws_ok($$SELECT access.admin_role_grant('sam@tap.test', 'referrer', 'bristol')$$, 'TL409', NULL, 'not even by the operator');
SELECT throws_ok($$SELECT access.admin_role_grant('rita@tap.test', 'system_admin', NULL)$$, 'TL409', NULL, 'either way round');
SELECT is_empty($$SELECT r.code, p.permission FROM access.role r JOIN access.role_permission p ON p.role = r.code
    WHERE NOT r.case_content AND p.permission ~ '^(scope|person|journey|referral|episode|note|contact|risk|meeting|voice|outcome)\.'$$,
    'a role said to read no cases has no permission to');

-- 5. What ends.
SELECT is(pg_temp.outcome('xspoke_coordinator', format('SELECT access.grant_end(id, NULL, ''{"reason": "r"}'') FROM access.role_grant WHERE user_id = %s AND role = ''panel_member''', pg_temp.id_of('rita'))), '1', 'a role ends at once');
SELECT is(pg_temp.held('rita', 'panel_member'), 0::bigint, 'on the day on which it began');
SELECT alike(pg_temp.outcome('xspoke_coordinator', format('SELECT access.grant_end(id, NULL, ''{"reason": "r"}'') FROM access.role_grant WHERE user_id = %s AND role = ''panel_member''', pg_temp.id_of('rita'))), 'TL409%already%', 'once');
SELECT alike(pg_temp.outcome('xspoke_coordinator', format('SELECT access.grant_end(id, NULL, ''{"reason": "r"}'') FROM access.role_grant WHERE user_id = %s', pg_temp.id_of('xspoke_coordinator'))), 'TL403%', 'a coordinator''s is the administrator''s to end');
SELECT is(pg_temp.given('xspoke_coordinator', 'rita', 'panel_member', 'bristol'), '1', 'and may be given again the same day');
SELECT throws_ok($$DELETE FROM access.role_grant$$, 'TL409', NULL, 'no role is deleted, not by the owner');
SELECT throws_ok($$DELETE FROM access.user_account$$, NULL, NULL, 'nor an account');
SELECT throws_ok($$UPDATE access.grant_proposal SET reason = 'x' WHERE decided_at IS NOT NULL$$, 'TL409', NULL, 'nor a decision changed');

-- 6. One administrator remains.
SELECT is(pg_temp.outcome('sam', format('SELECT access.user_switch(%s, NULL, true, ''r'')', pg_temp.id_of('xsystem_admin'))), '1', 'one of two is disabled');
SELECT is(pg_temp.outcome('xsystem_admin', 'SELECT'), 'TL401: no live session', 'and their session ends at once');
SELECT alike(pg_temp.outcome('sam', 'SELECT access.grant_end(id, NULL, ''{"reason": "r"}'') FROM access.role_grant WHERE user_id = access.me()'), 'TL409%last administrator%', 'the other stays');
SELECT throws_ok($$SELECT access.admin_user_disable('sam@tap.test')$$, 'TL409', NULL, 'whatever the operator says');

-- 7. A link: once, in time, for whom it is.
SELECT is(pg_temp.outcome('xspoke_coordinator', format('SELECT access.user_link(%s, NULL, repeat(''l'', 43))', pg_temp.id_of(who))), expected, 'a link for ' || who)
  FROM (VALUES ('rita', 'TL403: not entitled'), ('xreferrer', '1'), ('noel', 'TL404: no such user')) AS t(who, expected);
SELECT alike(pg_temp.outcome('sam', format('SELECT access.user_link(%s, NULL, repeat(''m'', 43))', pg_temp.id_of('sam'))), 'TL409%own account%', 'not for oneself');
SELECT is(pg_temp.seen(NULL, 'SELECT email FROM access.link_accept(repeat(''l'', 43), repeat(''11'', 16) || '':'' || repeat(''22'', 32)) AS email'), 'xreferrer@tap.test', 'it sets the password');
SELECT is(pg_temp.seen(NULL, 'SELECT count(*) FROM access.link_accept(repeat(''l'', 43), repeat(''11'', 16) || '':'' || repeat(''33'', 32))'), '0', 'once');
SELECT is(pg_temp.outcome('xreferrer', 'SELECT'), 'TL401: no live session', 'all sessions end');
SELECT is((SELECT count(*) FROM audit.access_log WHERE record_kind = 'user' AND record_id = pg_temp.user_id('xreferrer')
              AND detail ->> 'what' IN ('reset_made', 'link_used', 'password_set')), 3::bigint, 'and the log has it all');

SELECT * FROM finish();
ROLLBACK;
