-- What each function that the server may call tells somebody of a record that
-- is none of theirs, and not of one that is not there: pg_temp.told(who, spoke, share),
-- of a share of the records in asked_of (record, id, tells). In a transaction that is undone, as the superuser, after sessions.sql.

-- Functions that take an id, as a call with $ID in its place; numbers are the spoke.
CREATE FUNCTION pg_temp.calls(spoke integer) RETURNS TABLE (name text, call text) LANGUAGE sql AS $$
    SELECT DISTINCT p.oid::regprocedure::text, format('%I.%I(%s)', n.nspname, p.proname, (
               SELECT string_agg(format('%s::%s', CASE y::regtype::text
                          WHEN 'uuid' THEN '$ID' WHEN 'uuid[]' THEN 'ARRAY[$ID]' WHEN 'integer' THEN spoke::text WHEN 'boolean' THEN 'true'
                          WHEN 'integer[]' THEN format('ARRAY[%s]', spoke)
                          WHEN 'date' THEN 'current_date' WHEN 'text' THEN words.said WHEN 'jsonb' THEN '''{}'''
                          ELSE 'NULL' END, y::regtype), ', ' ORDER BY o)
                 FROM unnest(p.proargtypes::oid[]) WITH ORDINALITY AS z(y, o)))
      FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
     CROSS JOIN (VALUES ('NULL'), ('''person.read''')) AS words(said)
     WHERE p.prosecdef AND p.prorettype <> 'trigger'::regtype AND has_function_privilege('throughline_server', p.oid, 'execute')
       AND p.proargtypes::oid[] && ARRAY['uuid'::regtype::oid, 'uuid[]'::regtype::oid] $$;

-- The answer, as text, or the fault; whatever was done is undone.
CREATE FUNCTION pg_temp.answer(who text, call text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    said text;
BEGIN
    BEGIN
        PERFORM set_config('session_authorization', 'throughline_server', true),
                set_config('throughline.token', rpad(who, 43, '-'), true);
        EXECUTE format('SELECT coalesce(string_agg(a::text, E''\n'' ORDER BY a::text), '''') FROM %s AS a', call) INTO said;
        RAISE EXCEPTION USING ERRCODE = 'TLZ99', MESSAGE = said;
    EXCEPTION WHEN SQLSTATE 'TLZ99' THEN
        said := SQLERRM;
    WHEN OTHERS THEN
        said := SQLSTATE || ' ' || SQLERRM;
    END;
    PERFORM set_config('session_authorization', current_setting('tap.owner'), true),
            set_config('throughline.token', '', true);
    RETURN said;
END $$;

-- One record of each kind that is the spoke's and, where it is of a young
-- person, of one whom no other spoke knows.
CREATE FUNCTION pg_temp.records(spoke integer) RETURNS TABLE (record text, id text) LANGUAGE plpgsql AS $$
DECLARE
    whose text;
BEGIN
    FOR record, whose IN
        SELECT c.oid::regclass, (SELECT string_agg(CASE b.attname
                   WHEN 'spoke_ids' THEN 'x.spoke_ids = ARRAY[$1]' WHEN 'spoke_id' THEN 'x.spoke_id = $1'
                   WHEN 'person_id' THEN '(x.person_id IS NULL OR EXISTS (SELECT FROM casework.person p WHERE p.id = x.person_id AND p.spoke_ids = ARRAY[$1]))' END, ' AND ')
              FROM pg_attribute b WHERE b.attrelid = c.oid AND b.attname IN ('spoke_id', 'spoke_ids', 'person_id'))
          FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
         WHERE a.attname = 'id' AND a.atttypid = 'uuid'::regtype AND c.relkind IN ('r', 'p') AND NOT c.relispartition
           AND c.relnamespace::regnamespace::text IN ('casework', 'access', 'jobs', 'reporting') LOOP
        IF record = 'access.user_account' THEN
            whose := 'NOT x.is_key AND x.disabled_at IS NULL AND EXISTS (SELECT FROM access.role_grant g WHERE g.user_id = x.id AND g.spoke_id = $1)
                AND NOT EXISTS (SELECT FROM access.role_grant g WHERE g.user_id = x.id AND g.spoke_id IS DISTINCT FROM $1)';
        END IF;
        CONTINUE WHEN whose IS NULL;
        EXECUTE format('SELECT x.id FROM %s AS x WHERE %s ORDER BY random() LIMIT 1', record, whose) USING spoke INTO id;
        CONTINUE WHEN id IS NULL;
        RETURN NEXT;
    END LOOP;
END $$;

-- Young people of that spoke about whom there is more to tell, and work of theirs.
CREATE FUNCTION pg_temp.tellable(spoke integer) RETURNS TABLE (record text, id text) LANGUAGE plpgsql AS $$
DECLARE
    people uuid[] := ARRAY(SELECT p.id FROM casework.person p WHERE p.spoke_ids = ARRAY[spoke] AND p.merged_into IS NULL
        AND NOT EXISTS (SELECT FROM casework.restriction r WHERE r.person_id = p.id) ORDER BY random() LIMIT 4);
BEGIN
    SET LOCAL session_replication_role = replica;
    UPDATE casework.person p SET died_on = access.today() WHERE p.id = people[1];
    UPDATE casework.person p SET merged_into = people[2] WHERE p.id = people[3];
    INSERT INTO casework.restriction (spoke_id, person_id, named_only, reason, review_on)
    VALUES (spoke, people[4], true, 'other', access.today() + 30);
    SET LOCAL session_replication_role = origin;
    RETURN QUERY VALUES ('one who died', people[1]::text), ('one with two records', people[2]::text),
        ('one of two records', people[3]::text), ('one restricted', people[4]::text)
    UNION ALL (SELECT 'one who waits', a.id::text FROM casework.allocation a WHERE a.spoke_id = spoke AND a.waiting_since IS NOT NULL
        AND EXISTS (SELECT FROM casework.person p WHERE p.id = a.person_id AND p.spoke_ids = ARRAY[spoke]) LIMIT 1)
    UNION ALL (SELECT 'a referral decided', r.id::text FROM casework.referral r WHERE r.spoke_id = spoke AND r.decided_at IS NOT NULL
        AND EXISTS (SELECT FROM casework.person p WHERE p.id = r.person_id AND p.spoke_ids = ARRAY[spoke]) LIMIT 1)
    UNION ALL (SELECT 'minutes signed off', m.id::text FROM casework.meeting m WHERE m.spoke_id = spoke AND m.state = 'distributed' LIMIT 1)
    UNION ALL (SELECT 'a return sent in', q.id::text FROM reporting.quarterly_return q WHERE q.spoke_id = spoke AND q.state <> 'draft' LIMIT 1);
END $$;

CREATE FUNCTION pg_temp.told(who text, spoke integer, share double precision) RETURNS TABLE (function text, record text, says text, asked bigint) LANGUAGE plpgsql AS $$
DECLARE
    absent CONSTANT text := '00000000-0000-4000-8000-000000000000';
    each record;
    there text;
BEGIN
    asked := 0;
    CREATE TEMPORARY TABLE gone ON COMMIT DROP AS SELECT c.name, c.call,
        replace(pg_temp.answer(who, replace(c.call, '$ID', quote_literal(absent) || '::uuid')), absent, '') AS said
      FROM pg_temp.calls(spoke) AS c;
    FOR each IN SELECT r.record, r.id, c.* FROM (SELECT * FROM asked_of AS a WHERE a.tells OR random() < share) AS r CROSS JOIN gone AS c LOOP
        asked := asked + 1;
        there := replace(pg_temp.answer(who, replace(each.call, '$ID', quote_literal(each.id) || '::uuid')), each.id, '');
        IF there <> each.said THEN
            function := each.name;
            record := each.record;
            says := left(there, 100) || ' <> ' || left(each.said, 100);
            RETURN NEXT;
        END IF;
    END LOOP;
    DROP TABLE gone;
    function := NULL;
    RETURN NEXT; -- how many were asked
END $$;
