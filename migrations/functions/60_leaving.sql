-- A spoke that leaves takes all of its records along: each table as one JSON
-- document a line, with a JSON Schema made from the catalogue, packed and signed
-- as any export (58_exports.sql).
--
-- Nothing has to be listed to be in it: a table with a spoke's id belongs to the
-- spoke, what hangs on such a row by a foreign key belongs to it as well, and
-- what is of a young person it knows. What is left out is listed here, with the
-- reason, which goes into the file; tests/sql/leaving.sql holds every table to
-- one or the other.

INSERT INTO jobs.export_kind (code, label, permission, approved_by, of_spoke, signed, hours, rows_most) VALUES
('leaving', 'A spoke''s whole record', 'export.leaving', 'export.approve', true, true, 168, 20000000)
ON CONFLICT (code) DO UPDATE SET label = excluded.label, permission = excluded.permission,
    approved_by = excluded.approved_by, of_spoke = excluded.of_spoke, signed = excluded.signed,
    hours = excluded.hours, rows_most = excluded.rows_most;

CREATE OR REPLACE FUNCTION jobs.leaving_left_out() RETURNS TABLE (name text, reason text)
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    VALUES
    ('casework.referral_police_annex', 'the police''s own words, for the police alone'),
    ('casework.person_search', 'made from names, to search by'),
    ('casework.person_word', 'made from names, to search by'),
    ('casework.journey_version', 'the program''s own count of changes'),
    ('casework.minutes_presence', 'who is typing at the moment'),
    ('casework.draft', 'what somebody has not sent yet is theirs'),
    ('casework.pin', 'what somebody has marked for themselves'),
    ('casework.reference_counter', 'the program''s own counter'),
    ('access.session', 'who is signed in'),
    ('access.partner_key', 'keys to this program that partner systems hold'),
    ('reporting.figures_changed', 'what the program has yet to count anew'),
    ('reporting.figures_kept', 'figures kept to save counting: the rows are here'),
    ('jobs.job', 'the program''s own list of work'),
    ('jobs.export', 'files that others have asked for'),
    ('jobs.export_part', 'files that others have asked for'),
    ('jobs.export_chunk', 'files that others have asked for'),
    ('reporting.import_file', 'files as they were handed in: what was taken from them is here'),
    ('reporting.import_row', 'files as they were handed in: what was taken from them is here'),
    ('reporting.import_fault', 'files as they were handed in: what was taken from them is here');
$$;

-- What a row names a young person by.
CREATE OR REPLACE FUNCTION jobs.leaving_person_columns(tab oid) RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(array_agg(a.attname::text ORDER BY a.attnum), '{}') FROM pg_attribute a
     WHERE a.attrelid = tab AND NOT a.attisdropped AND a.attnum > 0 AND a.atttypid = 'uuid'::regtype
       AND (a.attname IN ('person_id', 'survivor_id', 'merged_id', 'audited_person')
            OR a.attname = 'other_id' AND tab IN ('casework.association'::regclass, 'casework.person_distinct'::regclass)
            OR a.attname = 'id' AND tab = 'casework.person'::regclass);
$$;

CREATE OR REPLACE FUNCTION jobs.leaving_has(tab oid, wanted text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = tab AND a.attname = wanted AND a.attnum > 0 AND NOT a.attisdropped);
$$;

-- Single foreign keys to a table's id: where a row hangs.
CREATE OR REPLACE FUNCTION jobs.leaving_parents(tab oid) RETURNS TABLE (name text, parent oid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT DISTINCT a.attname::text, c.confrelid FROM pg_constraint c
      JOIN LATERAL unnest(c.conkey, c.confkey) AS k(here, there) ON true
      JOIN pg_attribute a ON a.attrelid = tab AND a.attnum = k.here AND a.atttypid = 'uuid'::regtype
      JOIN pg_attribute b ON b.attrelid = c.confrelid AND b.attnum = k.there AND b.attname = 'id'
     WHERE c.conrelid = tab AND c.contype = 'f' AND c.confrelid <> tab
       AND c.confrelid <> 'casework.person'::regclass;
$$;

-- Each table that a spoke takes along, and which of its rows: t is the table,
-- $1 the spoke, $2 the young people withheld from whoever asks.
CREATE OR REPLACE FUNCTION jobs.leaving_tables() RETURNS TABLE (tab oid, name text, rule text, condition text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH every AS (
        SELECT c.oid, format('%s.%s', c.relnamespace::regnamespace, c.relname) AS name,
               jobs.leaving_has(c.oid, 'spoke_id') AS of_spoke, jobs.leaving_person_columns(c.oid) AS people
          FROM pg_class c
         WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition
           AND c.relnamespace::regnamespace::text IN ('access', 'audit', 'casework', 'jobs', 'reference', 'reporting')),
    kept AS (SELECT e.* FROM every e WHERE NOT EXISTS (SELECT FROM jobs.leaving_left_out() l WHERE l.name = e.name)),
    ruled AS (
        SELECT k.*, CASE WHEN k.oid = 'casework.person'::regclass THEN 'person' WHEN k.of_spoke THEN 'spoke'
                         WHEN cardinality(k.people) > 0 THEN 'person'
                         WHEN EXISTS (SELECT FROM jobs.leaving_parents(k.oid) p JOIN kept o ON o.oid = p.parent AND o.of_spoke) THEN 'parent' END AS rule
          FROM kept k)
    SELECT r.oid, r.name, r.rule, concat_ws(' AND ',
        CASE r.rule WHEN 'spoke' THEN 't.spoke_id = $1'
             WHEN 'person' THEN (SELECT '(' || string_agg(format('EXISTS (SELECT FROM casework.person_spoke s WHERE s.spoke_id = $1 AND s.person_id = t.%I)', c), ' AND ') || ')'
                                   FROM unnest(r.people) AS c)
             ELSE (SELECT '(' || string_agg(format('EXISTS (SELECT FROM %s p WHERE p.id = t.%I AND p.spoke_id = $1)', p.parent::regclass, p.name), ' OR ') || ')'
                     FROM jobs.leaving_parents(r.oid) p JOIN kept o ON o.oid = p.parent AND o.of_spoke) END,
        (SELECT string_agg(format('coalesce(t.%I <> ALL ($2), true)', c), ' AND ') FROM unnest(r.people) AS c),
        CASE WHEN jobs.leaving_has(r.oid, 'held') THEN 'NOT t.held' END,
        (SELECT string_agg(format('NOT EXISTS (SELECT FROM %s p WHERE p.id = t.%I AND (%s))', p.parent::regclass, p.name,
                    concat_ws(' OR ', CASE WHEN jobs.leaving_has(p.parent, 'held') THEN 'p.held' END,
                              (SELECT string_agg(format('p.%I = ANY ($2)', c), ' OR ') FROM unnest(jobs.leaving_person_columns(p.parent)) AS c))), ' AND ')
           FROM jobs.leaving_parents(r.oid) p
          WHERE jobs.leaving_has(p.parent, 'held') OR cardinality(jobs.leaving_person_columns(p.parent)) > 0))
      FROM ruled r WHERE r.rule IS NOT NULL ORDER BY r.name;
$$;

-- A row as it is given: of which other spokes somebody is known in, and
-- secrets, nothing.
CREATE OR REPLACE FUNCTION jobs.leaving_line(said jsonb) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT (said - 'spoke_ids' - 'spokes_added' - 'token_hash')::text;
$$;

-- Every table but the access log, in parts of 2,000 rows. STABLE, and so all of it
-- is read in the snapshot of the one statement that calls it: what people write
-- meanwhile is in the whole file or in no table of it.
DROP FUNCTION IF EXISTS jobs.leaving_slice(jobs.export, text, integer, integer);
CREATE OR REPLACE FUNCTION jobs.leaving_read(x jobs.export)
RETURNS TABLE (file text, number integer, content text, rows integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    t record;
BEGIN
    FOR t IN SELECT l.* FROM jobs.leaving_tables() l WHERE l.name <> 'audit.access_log' LOOP
        RETURN QUERY EXECUTE format($q$
            SELECT 'data/%s.ndjson', p.number, string_agg(p.line || chr(10), '' ORDER BY p.line COLLATE "C"), count(p.line)::integer
              FROM (SELECT r.line, ((row_number() OVER (ORDER BY r.line COLLATE "C") - 1) / 2000)::integer AS number
                      FROM (SELECT jobs.leaving_line(to_jsonb(t)) AS line FROM %s t WHERE %s) AS r
                    UNION ALL SELECT NULL, 0) AS p
             GROUP BY p.number$q$, t.name, t.tab::regclass, t.condition) USING x.spoke_id, access.withheld();
    END LOOP;
END $$;

-- The spoke's part of the access log grows with every reading, and may be longer
-- than all else: it is written afterwards, 10,000 numbers at a time, as far as it
-- stood at that moment. A row of more than an hour before was there: no
-- transaction takes as long (and a restored database counts them anew).
CREATE OR REPLACE FUNCTION jobs.leaving_log(x jobs.export, slice integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    from_ bigint := (x.plan ->> 'log_from')::bigint + slice * 10000;
    said text;
    rows_ integer;
BEGIN
    EXECUTE format($q$
        SELECT string_agg(jobs.leaving_line(to_jsonb(t)) || chr(10), '' ORDER BY t.id), count(*) FROM audit.access_log t
         WHERE %s AND t.id >= $3 AND t.id < $3 + 10000
           AND (t.at < $4 - interval '1 hour' OR pg_visible_in_snapshot(t.xid, $5))$q$,
        (SELECT l.condition FROM jobs.leaving_tables() l WHERE l.name = 'audit.access_log'))
       INTO said, rows_ USING x.spoke_id, access.withheld(), from_, (x.plan ->> 'cut_at')::timestamptz, (x.plan ->> 'cut')::pg_snapshot;
    PERFORM jobs.export_write(x.id, 'data/audit.access_log.ndjson', slice, said, rows_);
END $$;

-- The type of a column as JSON Schema says it.
CREATE OR REPLACE FUNCTION jobs.leaving_type(type oid) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE
        WHEN t.typcategory = 'A' THEN jsonb_build_object('type', 'array', 'items', jobs.leaving_type(t.typelem))
        WHEN t.typname IN ('int2', 'int4', 'int8') THEN '{"type": "integer"}'
        WHEN t.typname IN ('numeric', 'float4', 'float8') THEN '{"type": "number"}'
        WHEN t.typname = 'bool' THEN '{"type": "boolean"}'
        WHEN t.typname = 'uuid' THEN '{"type": "string", "format": "uuid"}'
        WHEN t.typname = 'date' THEN '{"type": "string", "format": "date"}'
        WHEN t.typname = 'timestamptz' THEN '{"type": "string", "format": "date-time"}'
        WHEN t.typname IN ('json', 'jsonb') THEN '{}'
        ELSE '{"type": "string"}' END::jsonb
      FROM pg_type t WHERE t.oid = type;
$$;

CREATE OR REPLACE FUNCTION jobs.leaving_schema(tab oid, name text, rule text) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT jsonb_build_object('$schema', 'https://json-schema.org/draft/2020-12/schema', 'title', name, 'type', 'object',
               'description', CASE rule WHEN 'spoke' THEN 'The spoke''s own rows' WHEN 'person' THEN 'Of young people the spoke knows'
                                        ELSE 'What belongs to the spoke''s own rows' END,
               'required', jsonb_agg(a.attname ORDER BY a.attnum), 'additionalProperties', false,
               'properties', jsonb_object_agg(a.attname,
                   CASE WHEN a.attnotnull OR s.type = '{}' THEN s.type
                        ELSE s.type || jsonb_build_object('type', jsonb_build_array(s.type -> 'type', 'null')) END
                   || coalesce((SELECT jsonb_build_object('description', 'the ' || k.confkey || ' of ' || k.target)
                        FROM (SELECT b.attname AS confkey, c.confrelid::regclass::text AS target
                                FROM pg_constraint c JOIN pg_attribute b ON b.attrelid = c.confrelid AND b.attnum = c.confkey[1]
                               WHERE c.conrelid = tab AND c.contype = 'f' AND c.conkey = ARRAY[a.attnum]
                               ORDER BY c.conname LIMIT 1) AS k), '{}')))
      FROM pg_attribute a CROSS JOIN LATERAL (SELECT jobs.leaving_type(a.atttypid) AS type) AS s
     WHERE a.attrelid = tab AND a.attnum > 0 AND NOT a.attisdropped
       AND a.attname NOT IN ('spoke_ids', 'spokes_added', 'token_hash');
$$;

-- What the rows mean: vocabularies, agencies, interventions, and by what name
-- staff and the spoke went.
CREATE OR REPLACE FUNCTION jobs.leaving_explain(x jobs.export) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    s reference.spoke;
BEGIN
    SELECT p.* INTO s FROM reference.spoke p WHERE p.id = x.spoke_id;
    PERFORM jobs.export_write(x.id, 'schema/' || t.name || '.schema.json', 0,
        jsonb_pretty(jobs.leaving_schema(t.tab, t.name, t.rule)) || E'\n', 0) FROM jobs.leaving_tables() t;
    PERFORM jobs.export_write(x.id, 'reference/' || r.name || '.ndjson', 0, r.said, r.rows) FROM (
        SELECT 'spoke' AS name, to_jsonb(s)::text || E'\n' AS said, 1 AS rows
        UNION ALL SELECT 'terms', string_agg(to_jsonb(t)::text || E'\n', '' ORDER BY t.vocabulary, t.position, t.code), count(*)::integer FROM reference.term t
        UNION ALL SELECT 'agencies', string_agg(to_jsonb(a)::text || E'\n', '' ORDER BY a.code), count(*)::integer FROM reference.agency a
         WHERE a.spoke_id IS NULL OR a.spoke_id = x.spoke_id
        UNION ALL SELECT 'interventions', string_agg(to_jsonb(i)::text || E'\n', '' ORDER BY i.code), count(*)::integer FROM casework.intervention i
         WHERE EXISTS (SELECT FROM casework.intervention_spoke k WHERE k.intervention_id = i.id AND k.spoke_id = x.spoke_id)
        UNION ALL SELECT 'staff', string_agg(jsonb_build_object('id', u.id, 'name', u.name, 'job_title', u.job_title, 'agency_id', u.agency_id)::text || E'\n', ''
                    ORDER BY u.id), count(*)::integer FROM access.user_account u
         WHERE EXISTS (SELECT FROM access.role_grant g WHERE g.user_id = u.id AND (g.spoke_id IS NULL OR g.spoke_id = x.spoke_id))) AS r;
    PERFORM jobs.export_write(x.id, 'left-out.json', 0, jsonb_pretty(
        (SELECT jsonb_object_agg(l.name, l.reason) FROM jobs.leaving_left_out() l)) || E'\n', 0);
    PERFORM jobs.export_write(x.id, 'README.txt', 0, format(
E'The whole record of %s, from Throughline
Asked for by %s on %s: %s

data/        one file a table, one JSON document a line (UTF-8), named as the
             table was in the database
schema/      for each a JSON Schema (2020-12): what its members are, and which
             refer to another table''s id
reference/   what codes, agencies, interventions, staff and the spoke''s number
             (spoke_id %s) stand for
left-out.json what is not in data/, with the reason
manifest.json each file with its SHA-256, bytes and rows; manifest.sig is signed
             over it: `throughline export verify FILE --key KEY` checks both

Every table is as it stood at one moment, %s: what was
written after that is in none of them.

It names young people, and holds what was written about them by all agencies of
the spoke: handle it as what it is. Rows of other spokes are not in it, nor which
others know a young person. What the police have not released is not in it; they
have it. Records that are withheld from whoever asked for this file are not in
it either: somebody from whom nothing is withheld gets the whole.
', s.name, (SELECT u.name FROM access.user_account u WHERE u.id = x.owner_id), casework.instant(x.asked_at), x.reason, s.id,
    casework.instant((x.plan ->> 'cut_at')::timestamptz)), 0);
END $$;

-- Step 0: every table, at one moment; then the access log slice by slice; last
-- what explains them.
CREATE OR REPLACE FUNCTION jobs.export_step_leaving(x jobs.export, at integer, OUT done integer, OUT total integer, OUT message text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    slices integer := (x.plan ->> 'log_slices')::integer;
BEGIN
    IF at = 0 OR slices IS NULL THEN
        DELETE FROM jobs.export_part p WHERE p.export_id = x.id;
        WITH kept AS (
            INSERT INTO jobs.export_part (export_id, file, number, content, rows)
            SELECT x.id, r.file, r.number, coalesce(r.content, ''), r.rows FROM jobs.leaving_read(x) AS r),
        log AS (SELECT coalesce(min(l.id), 0) AS first, coalesce(max(l.id), 0) AS last FROM audit.access_log l WHERE l.spoke_id = x.spoke_id)
        UPDATE jobs.export e SET plan = jsonb_build_object('cut', pg_current_snapshot()::text, 'cut_at', now(),
               'log_from', log.first, 'log_slices', 1 + (log.last - log.first) / 10000)
          FROM log WHERE e.id = x.id RETURNING (e.plan ->> 'log_slices')::integer INTO slices;
        done := 1;
        message := 'Read every table, as all of them stood at one moment';
    ELSIF at <= slices THEN
        PERFORM jobs.leaving_log(x, at - 1);
        done := at + 1;
        message := 'Writing the access log';
    ELSE
        PERFORM jobs.leaving_explain(x);
        done := at + 1;
        message := 'Writing what goes with it';
    END IF;
    total := slices + 2;
END $$;

DO $$
DECLARE
    f regprocedure;
BEGIN
    FOR f IN SELECT p.oid FROM pg_proc p WHERE p.pronamespace = 'jobs'::regnamespace
                AND (p.proname LIKE 'leaving\_%' OR p.proname = 'export_step_leaving') LOOP
        EXECUTE format('ALTER FUNCTION %s OWNER TO throughline_definer', f);
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO throughline_owner', f);
    END LOOP;
END $$;

-- In the terminal: the operator asks in a coordinator's name, and is the second
-- person. Its job has the coordinator's session, and sees what they would.
CREATE OR REPLACE FUNCTION jobs.export_ask_as(email_ text, id_ uuid, given jsonb) RETURNS uuid
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    asks uuid := (SELECT u.id FROM access.user_account u WHERE u.email = lower(email_) AND u.disabled_at IS NULL);
BEGIN
    IF asks IS NULL THEN
        RETURN NULL;
    ELSIF reference.spoke_id(given ->> 'spoke') IS NULL THEN
        RAISE EXCEPTION 'there is no spoke %', given ->> 'spoke' USING ERRCODE = 'TL404';
    END IF;
    PERFORM set_config('throughline.stand_in', asks::text, true), set_config('throughline.operation', 'export.spoke', true);
    RETURN jobs.export_ask(id_, given);
EXCEPTION WHEN SQLSTATE 'TL403' THEN
    RAISE EXCEPTION 'nobody with that address is a coordinator of that spoke' USING ERRCODE = 'TL404';
END $$;
ALTER FUNCTION jobs.export_ask_as(text, uuid, jsonb) OWNER TO throughline_owner;
REVOKE ALL ON FUNCTION jobs.export_ask_as(text, uuid, jsonb) FROM PUBLIC;
