-- The figures of a return that are kept are those its rows give, whatever is
-- written: the kept ones are made wrong on purpose, so that to read them shows;
-- then each kind of write makes the quarters it touches right at once, leaves the
-- others alone, and the worker makes all of them right again.
BEGIN;
SELECT no_plan();
\ir ../support/sessions.sql
SELECT pg_temp.signed_in('anna', 'spoke_coordinator', 'bristol') AS anna \gset
\ir ../support/return_rows.sql

INSERT INTO reporting.quarterly_return (id, spoke_id, quarter)
SELECT gen_random_uuid(), reference.spoke_id(s), q
  FROM unnest('{bristol,northsom}'::text[]) AS s,
       unnest('{2025-04-01,2025-07-01,2025-10-01,2026-01-01,2026-04-01}'::date[]) AS q;

CREATE FUNCTION pg_temp.worked_off() RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    steps integer := 0;
BEGIN
    WHILE reporting.figures_keep() LOOP
        steps := steps + 1;
    END LOOP;
    RETURN steps;
END $$;
-- Which returns are shown otherwise than counted: "bristol 2025-07-01".
CREATE FUNCTION pg_temp.wrong() RETURNS text[] LANGUAGE sql AS $$
    SELECT coalesce(array_agg(s.code || ' ' || r.quarter ORDER BY s.code, r.quarter), '{}')
      FROM reporting.quarterly_return r JOIN reference.spoke s ON s.id = r.spoke_id
     WHERE EXISTS (
           (SELECT * FROM reporting.figures(r.spoke_id, r.quarter)
            EXCEPT SELECT * FROM reporting.counted(r.spoke_id, r.quarter, (r.quarter + interval '3 months')::date))
           UNION ALL
           (SELECT * FROM reporting.counted(r.spoke_id, r.quarter, (r.quarter + interval '3 months')::date)
            EXCEPT SELECT * FROM reporting.figures(r.spoke_id, r.quarter))) $$;
-- Everything kept and right, then wrong on purpose.
CREATE FUNCTION pg_temp.poisoned() RETURNS text[] LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_temp.worked_off();
    IF pg_temp.wrong() <> '{}' THEN
        RAISE 'kept is not counted: %', pg_temp.wrong();
    END IF;
    UPDATE reporting.figure_kept SET value = value + 1000;
    INSERT INTO reporting.figure_kept (spoke_id, quarter, measure, category, value)
    SELECT k.spoke_id, k.quarter, 'sessions', 'poison', 1 FROM reporting.figures_kept k;
    RETURN pg_temp.wrong();
END $$;
GRANT UPDATE ON reporting.figure_kept TO throughline_definer;

-- `text_` is written; the returns in `right_` are right at once, no others; then
-- the worker makes all right.
CREATE FUNCTION pg_temp.spoils(text_ text, right_ text[], why text) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
    all_ text[] := pg_temp.poisoned();
BEGIN
    EXECUTE text_;
    RETURN NEXT is(ARRAY(SELECT unnest(all_) EXCEPT SELECT unnest(pg_temp.wrong()) ORDER BY 1), right_, why);
    -- What was not touched is still wrong; so are all the worker has not to look at.
    UPDATE reporting.figure_kept SET value = value - 1000 WHERE value > 1000;
    DELETE FROM reporting.figure_kept WHERE category = 'poison';
    PERFORM pg_temp.worked_off();
    RETURN NEXT is(pg_temp.wrong(), '{}', why || ': kept again');
END $$;

SELECT is(pg_temp.worked_off() >= 10, true, 'the worker counts them one after the other');
SELECT is((SELECT count(*) FROM reporting.figures_kept), 10::bigint, 'all of them');
SELECT is(pg_temp.wrong(), '{}', 'as counted');
SELECT is(cardinality(pg_temp.poisoned()), 10, 'what is kept is what is shown');
UPDATE reporting.figure_kept SET value = value - 1000 WHERE value > 1000;
DELETE FROM reporting.figure_kept WHERE category = 'poison';

-- A day is in the figures of its quarter and, as the year so far, of those after.
\set july '{bristol 2025-07-01,bristol 2025-10-01,bristol 2026-01-01}'
\set august '{bristol 2025-07-01,bristol 2025-10-01,bristol 2026-01-01}'
\set july_and_next_year '{bristol 2025-07-01,bristol 2025-10-01,bristol 2026-01-01,bristol 2026-04-01}'
\set bristol '{bristol 2025-04-01,bristol 2025-07-01,bristol 2025-10-01,bristol 2026-01-01,bristol 2026-04-01}'
\set both '{bristol 2025-04-01,bristol 2025-07-01,bristol 2025-10-01,bristol 2026-01-01,bristol 2026-04-01,northsom 2025-04-01,northsom 2025-07-01,northsom 2025-10-01,northsom 2026-01-01,northsom 2026-04-01}'

SELECT pg_temp.spoils($$SELECT pg_temp.held(2, 1, '2025-07-22 10:00Z')$$, :'july', 'a session');
SELECT pg_temp.spoils($$UPDATE casework.session SET attendance = 'did_not_attend' WHERE planned_at = '2025-07-22 10:00Z'$$,
    :'july', 'a session nobody came to after all');
SELECT pg_temp.spoils($$UPDATE casework.session SET planned_at = '2026-04-02 10:00Z' WHERE planned_at = '2025-07-22 10:00Z'$$,
    :'july_and_next_year', 'a session of another day');
SELECT pg_temp.spoils($$UPDATE casework.session SET note = 'Late bus' WHERE planned_at = '2026-04-02 10:00Z'$$,
    '{}', 'a note is not counted');
SELECT pg_temp.spoils($$UPDATE casework.session SET happened = false, attendance = 'cancelled_provider' WHERE planned_at = '2026-04-02 10:00Z'$$,
    '{bristol 2026-04-01}', 'a session that did not happen');
SELECT pg_temp.spoils($$UPDATE casework.allocation SET state = 'completed', ended_on = '2025-08-31', exit_reason = 'completed_planned'
    WHERE id = pg_temp.allocated(2, 1)$$, :'august', 'an end');
SELECT pg_temp.spoils($$SELECT pg_temp.delivered(6, '2026-01-05', 'unique', '{9,0,0,0,0}', 1)$$, '{bristol 2026-01-01}', 'a delivery');
SELECT pg_temp.spoils($$INSERT INTO casework.delivery_person (delivery_id, spoke_id, person_id)
    SELECT 'd0d0d0d0-0000-4000-8000-000000000006', reference.spoke_id('bristol'), id FROM tap_person WHERE n = 7$$,
    '{bristol 2026-01-01}', 'somebody known by name later');
SELECT pg_temp.spoils($$DELETE FROM casework.delivery_person WHERE delivery_id = 'd0d0d0d0-0000-4000-8000-000000000006'$$,
    '{bristol 2026-01-01}', 'a wrong link undone');
SELECT pg_temp.spoils($$UPDATE casework.delivery SET in_error_at = now(), change_reason = 'Twice'
    WHERE id = 'd0d0d0d0-0000-4000-8000-000000000006'$$, '{bristol 2026-01-01}', 'a delivery in error');
SELECT pg_temp.spoils($$UPDATE casework.person SET born_on = '2000-01-01', born_precision = 'exact' WHERE id = (SELECT id FROM tap_person WHERE n = 5)$$,
    :'bristol', 'a date of birth');
SELECT pg_temp.spoils($$UPDATE casework.person SET sex = 'female' WHERE id = (SELECT id FROM tap_person WHERE n = 10)$$,
    :'both', 'the sex of somebody known to two spokes');
SELECT pg_temp.spoils($$INSERT INTO casework.person_detail (person_id, ethnicity) SELECT id, 'w1' FROM tap_person WHERE n = 4$$,
    :'bristol', 'an ethnicity');
SELECT pg_temp.spoils($$INSERT INTO casework.person_merge (survivor_id, merged_id, reason)
    SELECT (SELECT id FROM tap_person WHERE n = 7), (SELECT id FROM tap_person WHERE n = 8), 'The same'$$, :'bristol', 'a merge');
SELECT pg_temp.spoils($$UPDATE reference.term SET detail = detail || '{"attended": "no"}'
    WHERE vocabulary = 'session_attendance' AND code = 'late'$$, (SELECT array_agg(x) FROM unnest(:'both'::text[]) AS x),
    'what counts as attended');

-- Nobody but a worker has it counted, and nobody reads what is kept.
SET LOCAL ROLE throughline_server;
SELECT throws_ok('SELECT count(*) FROM reporting.figure_kept', '42501', NULL, 'what is kept is not the server''s to read');
SELECT throws_ok($$SELECT * FROM reporting.figures(1, '2025-07-01')$$, '42501', NULL, 'nor to ask for without a return');
RESET ROLE;
SET LOCAL SESSION AUTHORIZATION throughline_server;
SELECT throws_ok('SELECT reporting.figures_keep()', '42501', NULL, 'the server''s role has nothing counted');
RESET SESSION AUTHORIZATION;
SELECT * FROM finish();
ROLLBACK;
