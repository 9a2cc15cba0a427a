-- Files taken in, in the database itself: who hands in what, that only a job
-- goes on with one, every move allowed and refused, all or nothing.
BEGIN;
SELECT plan(29);
\ir ../support/sessions.sql
SELECT pg_temp.signed_in('hana', 'hub_analyst', NULL) AS hana,
       pg_temp.signed_in('greta', 'hub_grant_officer', NULL) AS greta,
       pg_temp.signed_in('anna', 'spoke_coordinator', 'bristol') AS anna,
       pg_temp.signed_in('petra', 'project_officer', 'bristol') AS petra,
       pg_temp.signed_in('sam', 'spoke_coordinator', 'somerset') AS sam,
       pg_temp.signed_in('adam', 'system_admin', NULL) AS adam \gset

CREATE TEMPORARY TABLE piece AS
SELECT n, ('00000000-0000-4000-8000-0000000000' || lpad(n::text, 2, '0'))::uuid AS id FROM generate_series(1, 20) AS n;
GRANT SELECT ON piece TO PUBLIC;
CREATE FUNCTION pg_temp.opens(n integer, csv text, kind text DEFAULT 'totals_year', spoke text DEFAULT NULL) RETURNS text LANGUAGE sql AS $$
    SELECT format('SELECT reporting.import_open(%L, %L, %L, false)', p.id,
               jsonb_strip_nulls(jsonb_build_object('kind', opens.kind, 'csv', opens.csv, 'period', '2099-00', 'spoke', opens.spoke)), p.id)
      FROM piece p WHERE p.n = opens.n $$;
CREATE FUNCTION pg_temp.state(wanted integer) RETURNS text LANGUAGE sql AS $$
    SELECT i.state FROM reporting.import i JOIN piece p ON p.id = i.id WHERE p.n = wanted $$;

-- 1. Who hands in what.
SELECT is(pg_temp.outcome('hana', pg_temp.opens(1, 'a')), '1', 'the analyst hands in figures');
SELECT is(pg_temp.outcome('greta', pg_temp.opens(2, 'b')), '1', 'so does the grant officer');
SELECT alike(pg_temp.outcome(who, pg_temp.opens(3, 'c')), 'TL403%', who || ' does not')
  FROM unnest(ARRAY['anna', 'petra', 'adam']) AS who;
SELECT is(pg_temp.outcome('anna', pg_temp.opens(4, 'd', 'catalogue', 'bristol')), '1', 'a coordinator hands in the spoke''s list');
SELECT alike(pg_temp.outcome('anna', pg_temp.opens(5, 'd', 'catalogue', 'somerset')), 'TL403%', 'not another spoke''s');
SELECT alike(pg_temp.outcome('greta', pg_temp.opens(3, E'\uFEFFa\r\n')), 'TL409%This very file%', 'the same file is recognised');
SELECT alike(pg_temp.outcome('hana', 'INSERT INTO reporting.import (kind) VALUES (''totals_year'')'), '42501%', 'nobody writes one by hand');
SELECT alike(pg_temp.outcome('hana', 'UPDATE reporting.figure SET value = 0'), '42501%', 'nor a figure');

-- 2. Who sees it.
SELECT is(pg_temp.outcome(who, format('SELECT FROM reporting.import WHERE id = %L', p.id)), sees, who || ' and the spoke''s list')
  FROM piece p, (VALUES ('anna', '1'), ('sam', '0'), ('hana', '0'), ('adam', '0')) AS t(who, sees) WHERE p.n = 4;
SELECT is(pg_temp.outcome('petra', 'SELECT FROM reporting.import WHERE spoke_id IS NULL'), '2', 'figures are for who reads figures');
SELECT is(pg_temp.outcome('adam', 'SELECT FROM reporting.import'), '0', 'not for the administrator');

-- 3. Only its job goes on with it.
SELECT alike(pg_temp.outcome('hana', format('SELECT reporting.import_store(%L, 0, 1, ''[]'', ''[]'')', id)), 'TL409%', 'not its maker by hand') FROM piece WHERE n = 1;
SELECT alike(pg_temp.outcome('hana', format('SELECT reporting.import_commit(%L)', id)), 'TL409%', 'nor into force') FROM piece WHERE n = 1;
CREATE TEMPORARY TABLE had AS SELECT c.* FROM jobs.claim('tap', 30, '{import}', (SELECT id FROM piece WHERE n = 1)) c;
CREATE FUNCTION pg_temp.worked(statement text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    came text;
    token text := (SELECT h.token FROM had h);
BEGIN
    BEGIN
        PERFORM set_config('session_authorization', 'throughline_worker', true);
        PERFORM access.enter(token, 'public', gen_random_uuid(), 'tap', NULL, false);
        EXECUTE statement;
        GET DIAGNOSTICS came = ROW_COUNT;
    EXCEPTION WHEN OTHERS THEN
        came := SQLSTATE || ' ' || SQLERRM;
    END;
    PERFORM set_config('session_authorization', current_setting('tap.owner'), true),
            set_config('throughline.token', '', true);
    RETURN came;
END $$;
SELECT is(pg_temp.worked(format('SELECT reporting.import_store(%L, 0, 1, %L, ''[]'')', id,
    '[{"number":1,"line":2,"wording":"p. 1","figures":[{"measure":"tap","unit":null,"value":7}]}]')), '1', 'its job does') FROM piece WHERE n = 1;
SELECT is(pg_temp.worked(format('SELECT reporting.import_store(%L, 0, 1, %L, ''[]'')', id, '[{"number":1,"line":2}]')), '1', 'twice') FROM piece WHERE n = 1;
SELECT is((SELECT count(*)::integer FROM reporting.import_row r JOIN piece p ON p.id = r.import_id WHERE n = 1), 1, 'and it is there once');
SELECT alike(pg_temp.worked(format('SELECT reporting.import_store(%L, 0, 1, ''[]'', ''[]'')', id)), 'TL409%', 'another''s is not its to move') FROM piece WHERE n = 2;

-- 4. Checked, copied, in force; not before.
SELECT pg_temp.worked(format('SELECT reporting.import_checked(%L, 1)', id)) FROM piece WHERE n = 1;
SELECT is(pg_temp.state(1), 'ready', 'nothing was wrong with it');
SELECT pg_temp.worked(format('SELECT reporting.import_copy(%L, 0, 1)', id)) FROM piece WHERE n = 1;
SELECT is(pg_temp.outcome('hana', 'SELECT FROM reporting.figure WHERE measure = ''tap'''), '0', 'copied is not in force');
SELECT pg_temp.worked(format('SELECT reporting.import_commit(%L)', id)) FROM piece WHERE n = 1;
SELECT is(pg_temp.outcome('petra', 'SELECT FROM reporting.figure WHERE measure = ''tap'''), '1', 'in force it is seen');

-- 5. What there is no way to.
SELECT throws_like(format('UPDATE reporting.import SET state = %L WHERE id = %L', s, p.id),
           'This import is committed: it cannot become ' || s || '.', 'committed never becomes ' || s)
  FROM piece p, unnest(ARRAY['checking', 'ready', 'faulty']) AS s WHERE p.n = 1;
SELECT throws_like(format('UPDATE reporting.import SET period = ''1999-00'' WHERE id = %L', id), 'What an import is of does not change.', 'its year is fixed')
  FROM piece WHERE n = 1;

SELECT * FROM finish();
ROLLBACK;
