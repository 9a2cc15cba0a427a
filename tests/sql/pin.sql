-- Pins in the database itself: their owner's alone, of whom they may open, so
-- many and no more; and what was opened last.
BEGIN;
SELECT plan(20);
\ir ../support/sessions.sql
SELECT pg_temp.signed_in('anna', 'spoke_coordinator', 'bristol') AS anna,
       pg_temp.signed_in('petra', 'project_officer', 'bristol') AS petra,
       pg_temp.signed_in('nora', 'spoke_coordinator', 'northsom') AS nora,
       pg_temp.signed_in('ira', 'ig_lead', NULL) AS ira \gset
INSERT INTO casework.person (id, spoke_ids, display_name, born_precision)
SELECT ('aaaaaaaa-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, ARRAY[reference.spoke_id('bristol')], 'Tap ' || n, 'unknown'
  FROM generate_series(1, 22) n;
CREATE FUNCTION pg_temp.pins(who text, n integer) RETURNS text LANGUAGE sql AS $$
    SELECT pg_temp.outcome(who, format('INSERT INTO casework.pin (user_id, person_id)
        VALUES (access.me(), %L)', 'aaaaaaaa-0000-4000-8000-' || lpad(n::text, 12, '0'))) $$;

SELECT is(pg_temp.pins('anna', 1), '1', 'a young person of the spoke is pinned');
SELECT alike(pg_temp.pins('anna', 1), '23505%', 'once');
SELECT is(pg_temp.pins('petra', 1), '1', 'by each for themselves');
SELECT alike(pg_temp.pins('nora', 1), '42501%', 'not by the spoke next door');
SELECT alike(pg_temp.pins('ira', 1), '42501%', 'nor by who reads no case');
SELECT alike(pg_temp.outcome('petra', format('INSERT INTO casework.pin (user_id, person_id)
    VALUES (%L, ''aaaaaaaa-0000-4000-8000-000000000002'')', :'anna')), '42501%', 'nor for somebody else');
SELECT is(pg_temp.outcome(who, 'SELECT FROM casework.pin'), sees, who || ' sees ' || sees)
  FROM (VALUES ('anna', '1'), ('petra', '1'), ('nora', '0'), ('ira', '0')) AS t(who, sees);
SELECT is(pg_temp.outcome(NULL, 'SELECT FROM casework.pin'), '0', 'nobody sees none');
SELECT is(pg_temp.outcome('petra', format('DELETE FROM casework.pin WHERE user_id = %L', :'anna')), '0', 'nobody unpins for another');
SELECT alike(pg_temp.outcome('anna', 'UPDATE casework.pin SET created_at = now()'), '42501%', 'a pin is not changed');
SET LOCAL ROLE throughline_owner;
SELECT is_empty('SELECT FROM casework.pin', 'even the owner of the tables reads none');
RESET ROLE;
SELECT is((SELECT string_agg(DISTINCT pg_temp.pins('anna', n), ' ') FROM generate_series(2, 20) n), '1', 'up to twenty');
SELECT alike(pg_temp.pins('anna', 21), 'TL409: You have pinned 20 young people.%', 'and no more');
SELECT is(pg_temp.outcome('anna', 'DELETE FROM casework.pin WHERE person_id = ''aaaaaaaa-0000-4000-8000-000000000005'''), '1', 'one is unpinned');
SELECT is(pg_temp.pins('anna', 21), '1', 'and there is room again');

-- Opened last: what the log says of the reader, nobody else's, openings only.
INSERT INTO audit.access_log (at, user_id, action, record_kind, person_id)
SELECT now() + n * interval '1 second', CASE n WHEN 4 THEN :'petra' ELSE :'anna' END::uuid,
       CASE n WHEN 3 THEN 'change' ELSE 'view' END, CASE n WHEN 5 THEN 'access_log' ELSE 'episode' END,
       ('aaaaaaaa-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid
  FROM generate_series(1, 7) n;
SELECT is(pg_temp.seen('anna', 'SELECT string_agg(right(person_id::text, 1), '' '' ORDER BY at DESC) FROM audit.opened_lately(3)'),
    '7 6 2', 'the last three records opened, newest first');
SELECT is(pg_temp.seen('nora', 'SELECT count(*) FROM audit.opened_lately(3)'), '0', 'of the reader alone');
SELECT * FROM finish();
ROLLBACK;
