-- The link that sets a password, with SQL alone under the server's login: none
-- comes about for who reads records but by two persons.
BEGIN;
SELECT plan(19);
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

SELECT * FROM finish();
ROLLBACK;
