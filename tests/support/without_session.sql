-- What each function that the server may call tells of a record that is there and
-- not of one that is not, asked under the server's login without a session:
-- pg_temp.told(). In a transaction that is undone, as the superuser.
CREATE FUNCTION pg_temp.answer(call text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    owner CONSTANT text := session_user;
    said text;
BEGIN
    PERFORM set_config('session_authorization', 'throughline_server', true);
    BEGIN
        EXECUTE format('SELECT coalesce(string_agg(a::text, E''\n'' ORDER BY a::text), '''') FROM %s AS a', call) INTO said;
    EXCEPTION WHEN OTHERS THEN
        said := SQLSTATE || ' ' || SQLERRM;
    END;
    PERFORM set_config('session_authorization', owner, true);
    RETURN said;
END $$;

-- Functions that take an id, as a call with $ID in its place.
CREATE FUNCTION pg_temp.calls() RETURNS TABLE (name text, call text) LANGUAGE sql AS $$
    SELECT p.oid::regprocedure::text, format('%I.%I(%s)', n.nspname, p.proname, (
               SELECT string_agg(format('%s::%s', CASE y::regtype::text
                          WHEN 'uuid' THEN '$ID' WHEN 'uuid[]' THEN 'ARRAY[$ID]' WHEN 'integer' THEN '1' WHEN 'boolean' THEN 'true'
                          WHEN 'date' THEN 'current_date' WHEN 'text' THEN words.said ELSE 'NULL' END, y::regtype), ', ' ORDER BY o)
                 FROM unnest(p.proargtypes::oid[]) WITH ORDINALITY AS z(y, o)))
      FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
     CROSS JOIN (VALUES ('NULL'), ('''person.read''')) AS words(said)
     WHERE p.prosecdef AND p.prorettype <> 'trigger'::regtype AND has_function_privilege('throughline_server', p.oid, 'execute')
       AND p.proargtypes::oid[] && ARRAY['uuid'::regtype::oid, 'uuid[]'::regtype::oid] $$;

CREATE FUNCTION pg_temp.told() RETURNS TABLE (function text, record text, says text, asked bigint) LANGUAGE plpgsql AS $$
DECLARE
    absent CONSTANT text := '00000000-0000-4000-8000-000000000000';
    id text;
    there text;
    gone text;
BEGIN
    asked := 0;
    FOR record IN SELECT c.oid::regclass FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
                   WHERE a.attname = 'id' AND a.atttypid = 'uuid'::regtype AND c.relkind IN ('r', 'p') AND NOT c.relispartition
                     AND c.relnamespace::regnamespace::text IN ('casework', 'access', 'jobs', 'reporting') LOOP
        EXECUTE format('SELECT x.id FROM %s AS x ORDER BY random() LIMIT 1', record) INTO id;
        CONTINUE WHEN id IS NULL;
        FOR function, says IN SELECT c.name, c.call FROM pg_temp.calls() AS c LOOP
            asked := asked + 1;
            there := replace(pg_temp.answer(replace(says, '$ID', quote_literal(id) || '::uuid')), id, '');
            gone := replace(pg_temp.answer(replace(says, '$ID', quote_literal(absent) || '::uuid')), absent, '');
            IF there <> gone THEN
                says := left(there, 100) || ' <> ' || left(gone, 100);
                RETURN NEXT;
            END IF;
        END LOOP;
    END LOOP;
    function := NULL;
    RETURN NEXT; -- how many were asked
END $$;
