-- R20: what needs a recent sign-in, in the database: the moment is the
-- session's own, five minutes count, and nobody else's password renews it.
BEGIN;
SELECT plan(15);
\ir ../support/sessions.sql
SELECT pg_temp.signed_in('anna', 'spoke_coordinator', 'bristol') AS anna,
       pg_temp.signed_in('petra', 'project_officer', 'bristol') AS petra \gset

CREATE FUNCTION pg_temp.signed_in_ago(who text, ago interval) RETURNS void LANGUAGE sql AS $$
    UPDATE access.session SET confirmed_at = now() - ago WHERE user_id = pg_temp.user_id(who) $$;
CREATE FUNCTION pg_temp.token_of(who text) RETURNS text LANGUAGE sql AS $$
    SELECT encode(token_hash, 'hex') FROM access.session WHERE user_id = pg_temp.user_id(who) $$;

SELECT is(pg_temp.seen('anna', 'SELECT access.recently_confirmed()'), 'true', 'just signed in');
SELECT pg_temp.signed_in_ago('anna', '4 minutes 59 seconds');
SELECT is(pg_temp.seen('anna', 'SELECT access.recently_confirmed()'), 'true', 'five minutes count');
SELECT pg_temp.signed_in_ago('anna', '5 minutes');
SELECT is(pg_temp.seen('anna', 'SELECT access.recently_confirmed()'), 'false', 'and no longer');
SELECT is(pg_temp.outcome('anna', 'SELECT access.demand_recent()'), 'TLR03: signed in too long ago', 'the corridor is told so');
SELECT is(pg_temp.seen(NULL, 'SELECT access.recently_confirmed()'), 'false', 'nobody has shown who they are');
SELECT ok(access.recently_confirmed(), 'the owner loads without');

-- A merge made behind the corridor's back.
INSERT INTO casework.person (id, spoke_ids, display_name, born_on, born_precision)
SELECT ('aaaaaaaa-0000-4000-8000-00000000000' || n)::uuid, ARRAY[reference.spoke_id('bristol')], 'Tap ' || n, '2010-01-01', 'exact' FROM generate_series(1, 2) n;
SELECT alike(pg_temp.outcome('anna', $$INSERT INTO casework.person_merge (survivor_id, merged_id, reason) VALUES
    ('aaaaaaaa-0000-4000-8000-000000000001', 'aaaaaaaa-0000-4000-8000-000000000002', 'Same')$$),
    '42501%', 'a merge is refused by the policy too');

SELECT is(pg_temp.outcome('anna', $$UPDATE access.session SET confirmed_at = now()$$), '42501: permission denied for table session',
    'the server''s role renews nothing by itself');
SELECT pg_temp.token_of('anna') AS before \gset
SELECT is(pg_temp.seen('anna', $$SELECT access.confirm('02', rpad('fresh', 43, '-'), '127.0.0.1', 'tap')$$), 'false', 'a wrong key confirms nothing');
SELECT is((SELECT count(*)::int FROM access.sign_in_attempt WHERE NOT succeeded), 1, 'and counts as a wrong try');
SELECT is(pg_temp.seen('anna', $$SELECT access.confirm('01', 'short', '127.0.0.1', 'tap')$$), 'false', 'nor does a token that can be guessed');
SELECT is(pg_temp.seen('anna', $$SELECT access.confirm('01', rpad('fresh', 43, '-'), '127.0.0.1', 'tap')$$), 'true', 'the right key confirms');
SELECT isnt(pg_temp.token_of('anna'), :'before', 'the old token is worth nothing');
SELECT is((SELECT token_hash = sha256(convert_to(rpad('fresh', 43, '-'), 'UTF8')) AND confirmed_at = now()
             FROM access.session WHERE user_id = :'anna'), true, 'the session goes on under the new one, confirmed now');
SELECT is(pg_temp.outcome(NULL, $$SELECT access.confirm('01', rpad('other', 43, '-'), '127.0.0.1', 'tap')$$), 'TL401: no live session',
    'without a session there is nobody to confirm');

SELECT * FROM finish();
ROLLBACK;
