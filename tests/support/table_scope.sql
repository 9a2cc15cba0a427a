-- For the matrix of roles and tables, after sessions.sql: what an account reads
-- of each table and view of casework, with SQL alone, as the web server's role.
--
--     SELECT * FROM pg_temp.table_scope('bristol.coordinator', 'bristol');
--
-- gives a row for each: '-' (no row), 'own', 'other' (another spoke's),
-- 'own+other', 'rows' where a row is of no one spoke by itself, or 'never' where
-- the role has no right to any. What the police hold back, and what is about a
-- young person whose record is restricted (pg_temp.restricted), are asked for
-- by themselves.

CREATE FUNCTION pg_temp.scoped_tables()
RETURNS TABLE (name text, own_when text, part text, part_when text) LANGUAGE sql AS $$
    WITH scoped AS (
        SELECT format('%I.%I', n.nspname, c.relname) AS name,
               array_agg(a.attname::text) FILTER (WHERE a.attname IN ('spoke_id', 'spoke_ids', 'person_id')) AS by,
               bool_or(a.attname = 'held') AS has_held, bool_or(a.attname = 'person_id') AND n.nspname = 'casework' AS has_person
          FROM pg_class c
          JOIN pg_namespace n ON n.oid = c.relnamespace
          JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
         WHERE n.nspname IN ('casework', 'reporting', 'audit', 'jobs', 'access', 'reference') AND c.relkind IN ('r', 'p', 'v')
           AND NOT c.relispartition
         GROUP BY 1, n.nspname)
    SELECT s.name, CASE WHEN 'spoke_id' = ANY (s.by) THEN 'x.spoke_id = $1'
                        WHEN 'spoke_ids' = ANY (s.by) THEN '$1 = ANY (x.spoke_ids)'
                        WHEN 'person_id' = ANY (s.by) THEN 'x.person_id = ANY ($2)' END, p.part, p.part_when
      FROM scoped s
     CROSS JOIN LATERAL (VALUES ('', 'true'), ('held', 'x.held'), ('restricted', 'x.person_id = ANY ($3)')) p(part, part_when)
     WHERE p.part = '' OR p.part = 'held' AND s.has_held OR p.part = 'restricted' AND s.has_person $$;

-- NULL `who`: what there is.
CREATE FUNCTION pg_temp.table_scope(who text, spoke text)
RETURNS TABLE (name text, reads text) LANGUAGE plpgsql AS $$
DECLARE
    home integer := (SELECT s.id FROM reference.spoke s WHERE s.code = spoke);
    people uuid[] := ARRAY(SELECT p.id FROM casework.person p WHERE home = ANY (p.spoke_ids));
    restricted uuid[] := ARRAY(SELECT r.person_id FROM pg_temp.restricted r);
    wanted record;
    own boolean;
    other boolean;
BEGIN
    FOR wanted IN SELECT * FROM pg_temp.scoped_tables() LOOP
        name := concat_ws(' ', wanted.name, nullif(wanted.part, ''));
        BEGIN
            IF who IS NOT NULL THEN
                PERFORM set_config('session_authorization', 'throughline_server', true);
                PERFORM access.enter(rpad(who, 43, '-'), 'signed_in', gen_random_uuid(), 'tap', NULL, true);
            END IF;
            EXECUTE format('SELECT EXISTS (SELECT FROM %1$s x WHERE %2$s AND coalesce(%3$s, true)),
                                   EXISTS (SELECT FROM %1$s x WHERE %2$s AND NOT (%3$s))',
                           wanted.name, wanted.part_when, coalesce(wanted.own_when, 'NULL::boolean'))
               INTO own, other USING home, people, restricted;
            reads := CASE WHEN own AND wanted.own_when IS NULL THEN 'rows'
                          WHEN own OR other THEN concat_ws('+', CASE WHEN own THEN 'own' END, CASE WHEN other THEN 'other' END)
                          ELSE '-' END;
        EXCEPTION WHEN insufficient_privilege THEN
            reads := 'never';
        END;
        PERFORM set_config('session_authorization', current_setting('tap.owner'), true),
                set_config('throughline.token', '', true);
        RETURN NEXT;
    END LOOP;
END $$;
