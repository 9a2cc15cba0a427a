-- A leaving spoke's whole record (functions/60_leaving.sql): no table of a spoke
-- or a young person is forgotten, and every row it takes is the spoke's.
BEGIN;
SELECT plan(8);

CREATE TEMPORARY VIEW every AS
SELECT c.oid, format('%s.%s', c.relnamespace::regnamespace, c.relname) AS name
  FROM pg_class c WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition
   AND c.relnamespace::regnamespace::text IN ('access', 'audit', 'casework', 'jobs', 'reference', 'reporting');

SELECT cmp_ok((SELECT count(*) FROM jobs.leaving_tables()), '>', 70::bigint, 'it takes tables along');
SELECT is_empty($$SELECT name FROM every e WHERE (jobs.leaving_has(oid, 'spoke_id') OR cardinality(jobs.leaving_person_columns(oid)) > 0)
    EXCEPT SELECT name FROM jobs.leaving_tables() EXCEPT SELECT name FROM jobs.leaving_left_out()
    EXCEPT SELECT unnest(ARRAY['jobs.snapshot_person'])$$,
    'a table with a spoke''s id or a young person''s is in it, or left out with a reason');
SELECT is_empty($$SELECT e.name FROM every e CROSS JOIN LATERAL jobs.leaving_parents(e.oid) p
      JOIN jobs.leaving_tables() t ON t.tab = p.parent AND t.rule = 'spoke'
    EXCEPT SELECT name FROM jobs.leaving_tables() EXCEPT SELECT name FROM jobs.leaving_left_out()$$,
    'so is what hangs on the spoke''s rows');
SELECT is_empty($$SELECT name FROM jobs.leaving_tables() INTERSECT SELECT name FROM jobs.leaving_left_out()$$, 'not both');
SELECT is_empty($$SELECT name FROM jobs.leaving_left_out() WHERE reason = '' OR to_regclass(name) IS NULL AND name NOT IN ('casework.pin')$$,
    'what is left out there is, with its reason');
SELECT is_empty($$SELECT name FROM jobs.leaving_tables() WHERE rule = 'spoke' AND condition NOT LIKE 't.spoke_id = $1%'
    OR cardinality(jobs.leaving_person_columns(tab)) > 0 AND condition NOT LIKE '%<> ALL ($2)%'
    OR jobs.leaving_has(tab, 'held') AND condition NOT LIKE '%NOT t.held%'$$,
    'other spokes'', withheld and held rows are kept out of every table');
SELECT is_empty($$SELECT t.name, a.attname FROM jobs.leaving_tables() t JOIN pg_attribute a ON a.attrelid = t.tab AND a.attnum > 0 AND NOT a.attisdropped
    WHERE a.attname IN ('spoke_ids', 'spokes_added', 'token_hash')
      AND jobs.leaving_schema(t.tab, t.name, t.rule) -> 'properties' ? a.attname$$, 'nor is told which other spokes know somebody');
SELECT is(jobs.leaving_schema('casework.referral_concern'::regclass, 'casework.referral_concern', 'parent') -> 'properties' -> 'referral_id' ->> 'description',
    'the id of casework.referral', 'a schema says what refers to what');

SELECT * FROM finish();
ROLLBACK;
