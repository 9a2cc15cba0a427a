-- What a young person said against what is recorded of them, where it was left as
-- it is: it stands beside the record for whoever reads the case, and not only with
-- the request. Of the request itself they are shown nothing else.
CREATE OR REPLACE FUNCTION casework.statements_of(people uuid[]) RETURNS json
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(json_agg(json_build_object('id', r.id, 'about', r.asked, 'statement', r.statement, 'placed_on', r.closed_on,
                        'spoke', s.code) ORDER BY r.closed_on DESC, r.number DESC), '[]')
      FROM casework.subject_request r JOIN reference.spoke s ON s.id = r.spoke_id
     WHERE r.person_id = ANY (people) AND r.statement IS NOT NULL
       AND r.spoke_id = ANY (access.spokes_with('scope.case')) AND r.person_id <> ALL (access.withheld());
$$;
ALTER FUNCTION casework.statements_of(uuid[]) OWNER TO throughline_definer;
GRANT EXECUTE ON FUNCTION casework.statements_of(uuid[]) TO throughline_server;
