-- For tests of who may see what, after sessions.sql: in which tables and views
-- that name a young person, and through which functions that look past
-- policies, a reader finds anything of one of them. The list comes from the
-- catalogue, so that a new table is asked about by itself.
--
--     SELECT pg_temp.found_by('anna', person);   -- 'casework.note, journey, ...' or ''

CREATE FUNCTION pg_temp.relations_of_people() RETURNS TABLE (relation text, attribute text) LANGUAGE sql AS $$
    SELECT c.oid::regclass::text, a.attname::text
      FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND NOT a.attisdropped
     WHERE c.relkind IN ('r', 'v', 'p') AND NOT c.relispartition
       AND c.relnamespace IN (SELECT oid FROM pg_namespace WHERE nspname IN ('casework', 'audit', 'access', 'reporting', 'jobs'))
       AND a.atttypid = 'uuid'::regtype
       AND (a.attname IN ('person_id', 'survivor_id', 'merged_id', 'viewer')
            OR a.attname = 'other_id' AND c.relname IN ('association', 'person_distinct')
            OR a.attname = 'id' AND c.oid = 'casework.person'::regclass)
       AND has_column_privilege('throughline_server', c.oid, a.attnum, 'SELECT')
     ORDER BY 1, 2 $$;

-- What is asked through functions: the words by which somebody looks.
CREATE FUNCTION pg_temp.found_question(person uuid) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    p casework.person;
    n casework.person_name;
    doors text;
BEGIN
    SELECT * INTO p FROM casework.person x WHERE x.id = person;
    SELECT * INTO n FROM casework.person_name x WHERE x.person_id = person AND x.valid_to IS NULL AND x.family_name IS NOT NULL LIMIT 1;
    SELECT string_agg(format('SELECT %L AS door WHERE EXISTS (SELECT FROM %s WHERE %I = %L)', r.relation, r.relation, r.attribute, person),
                      ' UNION ALL ') INTO doors FROM pg_temp.relations_of_people() r;
    RETURN format($q$SELECT coalesce(string_agg(DISTINCT d.door, ', ' ORDER BY d.door), '') FROM (%s
        UNION ALL SELECT 'journey' WHERE EXISTS (SELECT FROM casework.journey_events(%2$L, NULL, NULL, NULL))
        UNION ALL SELECT 'journey_tag' WHERE casework.journey_tag(%2$L) IS NOT NULL
        UNION ALL SELECT 'search' WHERE EXISTS (SELECT FROM casework.search_people(%3$L, 50) s WHERE s.person_id = %2$L)
        UNION ALL SELECT 'match' WHERE EXISTS (SELECT FROM casework.match_people(%4$L, %5$L, NULL, %6$L, NULL, 50) m WHERE m.person_id = %2$L)
        UNION ALL SELECT 'overdue' WHERE EXISTS (SELECT FROM casework.overdue(%7$L, NULL) o WHERE o.person_id = %2$L)
        UNION ALL SELECT 'outcomes_due' WHERE EXISTS (SELECT FROM casework.outcomes_due(NULL, false) o WHERE o.person_id = %2$L)
        UNION ALL SELECT 'entries' WHERE EXISTS (SELECT FROM audit.entries(%2$L, NULL, NULL, NULL, NULL, NULL, NULL, 5))
        UNION ALL SELECT 'readers' WHERE EXISTS (SELECT FROM audit.readers(%2$L))
        UNION ALL SELECT 'panel' WHERE %2$L = ANY (access.panel_people()) AND EXISTS (SELECT FROM casework.person x WHERE x.id = %2$L)
    ) d$q$, doors, person, concat_ws(' ', n.given_name, n.family_name), n.given_name, n.family_name, p.born_on, p.spoke_ids);
END $$;

CREATE FUNCTION pg_temp.found_by(who text, person uuid) RETURNS text LANGUAGE sql AS $$
    SELECT pg_temp.seen(who, pg_temp.found_question(person)) $$;
