-- A draft of a page about somebody withheld from its writer is not there for
-- them, as nothing of that young person is: its title has their name, its text
-- is about them. It is kept, and there again once they may open the record.

-- The young people whom records with these ids are about. Written from the
-- catalogue: every table whose rows have an id and name a young person.
DO $$
DECLARE
    lookups text;
BEGIN
    SELECT string_agg(format('SELECT t.%I FROM %s t WHERE t.id = ANY ($1)', a.attname, c.oid::regclass), ' UNION '
                      ORDER BY c.relname, a.attname) INTO lookups
      FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND NOT a.attisdropped
      JOIN pg_attribute key ON key.attrelid = c.oid AND key.attname = 'id' AND key.atttypid = 'uuid'::regtype
     WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relnamespace = 'casework'::regnamespace
       AND a.atttypid = 'uuid'::regtype
       AND (a.attname IN ('person_id', 'survivor_id', 'merged_id')
            OR a.attname = 'other_id' AND c.relname = 'association'
            OR a.attname = 'id' AND c.relname = 'person');
    EXECUTE format('CREATE OR REPLACE FUNCTION casework.people_of(records uuid[]) RETURNS SETOF uuid
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS %L', lookups);
END $$;

-- Whether a page's address, or the name of its form, leads to one who is
-- withheld from the session.
CREATE OR REPLACE FUNCTION casework.leads_to_withheld(address text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (SELECT FROM casework.people_of(ARRAY(
        SELECT m[1]::uuid FROM regexp_matches(address, '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}', 'gi') AS m)) AS about
         WHERE about = ANY (access.withheld()));
$$;

ALTER FUNCTION casework.people_of(uuid[]) OWNER TO throughline_definer;
ALTER FUNCTION casework.leads_to_withheld(text) OWNER TO throughline_definer;
GRANT EXECUTE ON FUNCTION casework.people_of(uuid[]) TO throughline_owner;
GRANT EXECUTE ON FUNCTION casework.leads_to_withheld(text) TO throughline_server, throughline_owner;

CREATE POLICY withheld ON casework.draft AS RESTRICTIVE TO throughline_server
    USING (cardinality((SELECT access.withheld())::uuid[]) = 0
           OR NOT casework.leads_to_withheld(subject || ' ' || form));
