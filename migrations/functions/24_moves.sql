-- The verbs open to the reader from a state, for the buttons of a page. The
-- guard decides again when one is tried.
CREATE OR REPLACE FUNCTION casework.moves(machine_ text, state_ text, spoke integer)
RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN coalesce((SELECT array_agg(DISTINCT m.verb ORDER BY m.verb)
        FROM casework.state_move m
       WHERE m.machine = machine_ AND m.from_state = state_
         AND spoke = ANY (access.spokes_with(m.permission))), '{}');
END $$;
ALTER FUNCTION casework.moves(text, text, integer) OWNER TO throughline_definer;
GRANT EXECUTE ON FUNCTION casework.moves(text, text, integer) TO throughline_server;

-- An instant as the API writes it: RFC 3339, UTC.
CREATE OR REPLACE FUNCTION casework.instant(at timestamptz) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
RETURN to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"');
ALTER FUNCTION casework.instant(timestamptz) OWNER TO throughline_definer;
GRANT EXECUTE ON FUNCTION casework.instant(timestamptz) TO throughline_server;
