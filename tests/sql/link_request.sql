-- The link that sets a password, with SQL alone under the server's login: none
-- comes about for who reads records but by two persons.
BEGIN;
SELECT no_plan();
\ir ../support/sessions.sql

SELECT pg_temp.signed_in('carla', 'spoke_coordinator', 'bristol') AS carla, pg_temp.signed_in('nora', 'spoke_coordinator', 'northsom') AS nora,
       pg_temp.signed_in('sam', 'system_admin', NULL) AS sam, pg_temp.signed_in('sue', 'system_admin', NULL) AS sue,
       pg_temp.signed_in('iris', 'ig_lead', NULL) AS iris, pg_temp.signed_in('olga', 'project_officer', 'bristol') AS olga,
       pg_temp.signed_in('rita', 'referrer', 'bristol') AS rita, pg_temp.signed_in('hugo', 'hub_grant_officer', NULL) AS hugo \gset
CREATE FUNCTION pg_temp.asked(by text, for_ text, reason text DEFAULT 'r') RETURNS text LANGUAGE sql AS $$
    SELECT pg_temp.outcome(by, format('SELECT access.user_link_ask(%L, NULL, %L, %L)', pg_temp.user_id(for_), rpad(by || for_, 43, 'x'), reason)) $$;
CREATE FUNCTION pg_temp.decided(by text, for_ text, accept boolean) RETURNS text LANGUAGE sql AS $$
    SELECT pg_temp.outcome(by, format('SELECT access.link_decide(%L, NULL, %L, ''n'', %L)', (SELECT q.id FROM access.link_request q
        WHERE q.user_id = pg_temp.user_id(for_) ORDER BY q.asked_at DESC LIMIT 1), accept, rpad(by || for_, 43, 'y'))) $$;
CREATE FUNCTION pg_temp.links(for_ text) RETURNS bigint LANGUAGE sql AS $$
    SELECT count(*) FROM access.account_link l WHERE l.user_id = pg_temp.user_id(for_) $$;

SELECT is(pg_temp.asked('sam', 'hugo'), '1', 'for who reads no records the administrator makes it');
SELECT is(pg_temp.links('hugo'), 1::bigint, 'alone');
SELECT is(pg_temp.asked('carla', 'rita'), '1', 'and the coordinator for who sees less than they do');
SELECT is(pg_temp.links('rita'), 1::bigint, 'alone');
SELECT alike(pg_temp.asked('sam', 'olga', NULL), 'TL422%', 'of a case worker it takes a reason');
SELECT is(pg_temp.asked('sam', 'olga'), '1', 'and is asked for');
SELECT is(pg_temp.links('olga'), 0::bigint, 'there is no link');
SELECT alike(pg_temp.outcome('sam', format('SELECT access.user_link(%L, NULL, repeat(''z'', 43))', pg_temp.user_id('olga'))), 'TL403%', 'nor by another way');
SELECT alike(pg_temp.decided(who, 'olga', true), expected, who || ' is no second person')
  FROM (VALUES ('sam', 'TL409%'), ('olga', 'TL404%'), ('nora', 'TL404%'), ('rita', 'TL404%')) AS t(who, expected);
SELECT is(pg_temp.links('olga'), 0::bigint, 'there is no link yet');
SELECT is(pg_temp.decided('sue', 'olga', true), '1', 'another administrator is');
SELECT is((SELECT made_by FROM access.account_link WHERE user_id = pg_temp.user_id('olga')), pg_temp.user_id('sue'), 'and theirs it is');
SELECT alike(pg_temp.decided('iris', 'olga', true), 'TL409%', 'once');
SELECT throws_ok(format('UPDATE access.link_request SET accepted = false WHERE user_id = %L', pg_temp.user_id('olga')), 'TL409', NULL, 'for good');
SELECT throws_ok(format('INSERT INTO access.link_request (user_id, reason, asked_by, decided_at, decided_by, accepted) VALUES (%L, ''r'', %L, now(), %L, true)',
    pg_temp.user_id('carla'), pg_temp.user_id('sam'), pg_temp.user_id('sam')), '23514', NULL, 'nobody is two persons');
SELECT alike(pg_temp.outcome('sam', 'UPDATE access.link_request SET accepted = true'), '42501%', 'and the server''s login changes none');

-- Nobody reads records with a password that an administrator could have set: not
-- through an account that had no role when they made its link.
INSERT INTO access.user_account (id, email, name, agency_id) VALUES
    ('5a5a5a5a-0000-4000-8000-000000000001', 'paul@tap.test', 'Paul', reference.agency_id('opcc_hub')),
    ('5a5a5a5a-0000-4000-8000-000000000002', 'pia@tap.test', 'Pia', reference.agency_id('opcc_hub'));
SELECT is(pg_temp.outcome('sam', $$SELECT access.user_link_ask('5a5a5a5a-0000-4000-8000-000000000001', NULL, repeat('p', 43), NULL)$$), '1',
    'the administrator makes the link of an account without a role');
SELECT is(access.link_accept(repeat('p', 43), repeat('00', 16) || ':' || repeat('00', 32)), 'paul@tap.test', 'and whoever has it sets the password');
INSERT INTO access.session (token_hash, user_id, idle_until, absolute_until)
VALUES (sha256('paul'), '5a5a5a5a-0000-4000-8000-000000000001', now() + '1 hour', now() + '1 hour');
SELECT is(pg_temp.outcome('sam', $$SELECT access.user_grant('5a5a5a5a-0000-4000-8000-000000000001', NULL,
    '{"role": "eit_officer", "spoke": "bristol", "reason": "r"}')$$), '1', 'the same administrator gives it a role with records');
SELECT is((SELECT password_verifier IS NULL FROM access.user_account WHERE email = 'paul@tap.test'), true, 'that password is void');
SELECT is((SELECT count(*) FROM access.session WHERE user_id = '5a5a5a5a-0000-4000-8000-000000000001' AND ended_at IS NULL), 0::bigint, 'and its sessions ended');
SELECT is((SELECT array_agg(asked_by) FROM access.link_request WHERE user_id = '5a5a5a5a-0000-4000-8000-000000000001' AND decided_at IS NULL),
    ARRAY[pg_temp.user_id('sam')], 'a second person is asked for a new link');
SELECT alike(pg_temp.outcome('sam', $$SELECT access.user_link('5a5a5a5a-0000-4000-8000-000000000001', NULL, repeat('q', 43))$$), 'TL403%',
    'which the administrator does not get');
SELECT is(pg_temp.outcome('iris', format('SELECT access.link_decide(%L, NULL, true, NULL, repeat(''r'', 43))', (SELECT id FROM access.link_request
    WHERE user_id = '5a5a5a5a-0000-4000-8000-000000000001'))), '1', 'but the information governance lead');
SELECT is(pg_temp.outcome('sue', $$SELECT access.user_grant('5a5a5a5a-0000-4000-8000-000000000001', NULL,
    '{"role": "project_officer", "spoke": "bristol", "reason": "r"}')$$), '1', 'a further role');
SELECT is(access.link_open(repeat('r', 43)), 'paul@tap.test', 'leaves the link of two persons open');
-- An open link is withdrawn.
SELECT is(pg_temp.outcome('sam', $$SELECT access.user_link_ask('5a5a5a5a-0000-4000-8000-000000000002', NULL, repeat('s', 43), NULL)$$), '1', 'a link not used yet');
SELECT is(pg_temp.outcome('sue', $$SELECT access.user_grant('5a5a5a5a-0000-4000-8000-000000000002', NULL,
    '{"role": "eit_officer", "spoke": "bristol", "reason": "r"}')$$), '1', 'another administrator gives a role');
SELECT is(access.link_open(repeat('s', 43)), NULL, 'the link is withdrawn');

SELECT * FROM finish();
ROLLBACK;
