-- R18 in the database: nobody who can only call SQL gets past a second factor,
-- a step counts once and only now, and a role that needs one shows nothing.
BEGIN;
SELECT plan(25);
\ir ../support/sessions.sql
SELECT pg_temp.signed_in('anna', 'spoke_coordinator', 'bristol') AS anna,
       pg_temp.signed_in('petra', 'project_officer', 'bristol') AS petra,
       pg_temp.signed_in('adam', 'system_admin', NULL) AS adam \gset
CREATE FUNCTION pg_temp.step() RETURNS bigint LANGUAGE sql AS $$
    SELECT floor(extract(epoch FROM clock_timestamp()) / 30)::bigint $$;
GRANT EXECUTE ON FUNCTION pg_temp.step() TO throughline_server;
SELECT repeat('5e', 20) AS secret, repeat('00', 60) AS sealed, encode(sha256('one'), 'hex') AS one \gset

SELECT is(pg_temp.outcome('anna', format($$SELECT access.second_factor_start(%L, %L)$$, :'sealed', :'secret')), '1', 'begun');
SELECT is(access.sign_in('anna@tap.test', '01', rpad('again', 43, '-'), '127.0.0.1', 'tap', 'tap'), :'anna', 'half set up, it is asked of nobody');
SELECT is(pg_temp.seen('anna', format($$SELECT access.second_factor_finish(%L, pg_temp.step(), ARRAY[%L])$$, repeat('00', 20), :'one')), 'false',
    'the first code must come from the secret');
SELECT is(pg_temp.seen('anna', format($$SELECT access.second_factor_finish(%L, pg_temp.step() - 1, ARRAY[%L])$$, :'secret', :'one')), 'true', 'finished');

SELECT is(access.sign_in('anna@tap.test', '01', rpad('x', 43, '-'), '127.0.0.1', 'tap', 'tap'), NULL, 'the password is not enough any more');
CREATE FUNCTION pg_temp.into(coded boolean, secret text, step bigint, recovery text, key text DEFAULT '01') RETURNS text LANGUAGE sql AS $$
    SELECT access.sign_in_coded('anna@tap.test', key, rpad(gen_random_uuid()::text, 43, '-'), '127.0.0.1', 'tap', 'tap', coded, secret, step, recovery) $$;
SELECT is(pg_temp.into(false, NULL, NULL, NULL), 'code_needed', 'it says so to who knows the password');
SELECT is(pg_temp.into(false, NULL, NULL, NULL, '02'), 'refused', 'and to nobody else');
SELECT is(pg_temp.into(true, NULL, NULL, NULL), 'refused', 'a wrong code');
SELECT is(pg_temp.into(true, repeat('00', 20), pg_temp.step(), NULL), 'refused', 'a step without the secret');
SELECT is(pg_temp.into(true, :'secret', pg_temp.step() + 5, NULL), 'refused', 'a step of the future');
SELECT is(pg_temp.into(true, :'secret', pg_temp.step() - 5, NULL), 'refused', 'a step of the past');
SELECT is(pg_temp.into(true, :'secret', pg_temp.step() - 1, NULL), 'refused', 'a step used before');
SELECT is(pg_temp.into(true, :'secret', pg_temp.step(), NULL), 'in', 'the step of now');
SELECT is(pg_temp.into(true, :'secret', pg_temp.step(), NULL), 'refused', 'once');
SELECT is(pg_temp.into(true, NULL, NULL, encode(sha256('two'), 'hex')), 'refused', 'a recovery code nobody was given');
SELECT is(pg_temp.into(true, NULL, NULL, :'one'), 'in', 'one that was');
SELECT is(pg_temp.into(true, NULL, NULL, :'one'), 'refused', 'once');

SELECT alike(pg_temp.outcome('anna', 'SELECT * FROM access.second_factor'), '42501%', 'secrets are read by nobody');
SELECT alike(pg_temp.outcome('anna', 'SELECT * FROM access.recovery_code'), '42501%', 'nor are recovery codes');
SELECT alike(pg_temp.outcome('anna', $$UPDATE access.role SET second_factor = false$$), '42501%', 'nor is the rule changed past its function');
SELECT alike(pg_temp.outcome('anna', $$SELECT access.role_second_factor('project_officer', true)$$), 'TL403%', 'which asks for user.write');
SELECT alike(pg_temp.outcome('anna', format($$SELECT access.second_factor_take(%L, 'x')$$, :'petra')), 'TL403%', 'as does taking it from somebody');

-- A role that needs one.
SELECT is(pg_temp.outcome('adam', $$SELECT access.role_second_factor('project_officer', true)$$), '1', 'the role needs one now');
SELECT is(pg_temp.seen('petra', $$SELECT access.spokes_with('scope.case')$$), '{}', 'its holder has no scope without');
SELECT pg_temp.outcome('petra', format($$SELECT access.second_factor_start(%L, %L)$$, :'sealed', :'secret')) IS NULL AS x,
       pg_temp.outcome('petra', format($$SELECT access.second_factor_finish(%L, pg_temp.step(), ARRAY[%L])$$, :'secret', :'one')) IS NULL AS y \gset
SELECT isnt(pg_temp.seen('petra', $$SELECT access.spokes_with('scope.case')$$), '{}', 'and has it back with one');

SELECT * FROM finish();
ROLLBACK;
