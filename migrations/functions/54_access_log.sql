-- Who has looked at what, for the spoke's coordinator and the information
-- governance lead. An entry belongs to the spoke it names; one that names none
-- (a journey, a list, a search) to the spokes of whoever made it.
CREATE OR REPLACE FUNCTION audit.entry_of(entry_spoke integer, entry_user uuid, mine integer[]) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF entry_spoke IS NOT NULL THEN
        RETURN entry_spoke = ANY (mine);
    END IF;
    RETURN EXISTS (SELECT FROM access.role_grant g
                    WHERE g.user_id = entry_user AND (g.spoke_id IS NULL OR g.spoke_id = ANY (mine)));
END $$;

-- Entries, newest first. What is NULL does not narrow it; without a young
-- person or a user, one spoke's only.
CREATE OR REPLACE FUNCTION audit.entries(person uuid, user_ uuid, spoke integer, action_ text,
                                         since timestamptz, until timestamptz, before_id bigint, most integer)
RETURNS SETOF audit.access_log
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    mine integer[] := access.spokes_with('access_log.read');
    withheld uuid[] := access.withheld();
    last_id bigint := coalesce(before_id, 9223372036854775807);
    from_ timestamptz := coalesce(since, '-infinity');
    to_ timestamptz := coalesce(until, 'infinity');
BEGIN
    IF person IS NOT NULL THEN
        RETURN QUERY SELECT l.* FROM audit.access_log l
            WHERE l.person_id = person AND l.id < last_id
              AND (user_ IS NULL OR l.user_id = user_) AND (spoke IS NULL OR l.spoke_id = spoke)
              AND (action_ IS NULL OR l.action = action_) AND l.at >= from_ AND l.at < to_
              AND EXISTS (SELECT FROM casework.person_spoke s WHERE s.person_id = person AND s.spoke_id = ANY (mine))
              AND person <> ALL (withheld)
              AND audit.entry_of(l.spoke_id, l.user_id, mine)
            ORDER BY l.id DESC LIMIT most;
    ELSIF user_ IS NOT NULL THEN
        RETURN QUERY SELECT l.* FROM audit.access_log l
            WHERE l.user_id = user_ AND l.id < last_id AND (spoke IS NULL OR l.spoke_id = spoke)
              AND (action_ IS NULL OR l.action = action_) AND l.at >= from_ AND l.at < to_
              AND (l.person_id <> ALL (withheld)) IS NOT FALSE AND audit.entry_of(l.spoke_id, l.user_id, mine)
            ORDER BY l.id DESC LIMIT most;
    ELSE
        RETURN QUERY SELECT e.* FROM unnest(mine) AS m(spoke_id)
           CROSS JOIN LATERAL (SELECT l.* FROM audit.access_log l
                WHERE l.spoke_id = m.spoke_id AND l.id < last_id AND (l.person_id <> ALL (withheld)) IS NOT FALSE
                  AND (action_ IS NULL OR l.action = action_) AND l.at >= from_ AND l.at < to_
                ORDER BY l.id DESC LIMIT most) e
            WHERE spoke IS NULL OR m.spoke_id = spoke
            ORDER BY e.id DESC LIMIT most;
    END IF;
END $$;

-- Everybody who opened or changed a young person's record: how often, from
-- when to when, and the reasons given. To read this log is not to open it.
CREATE OR REPLACE FUNCTION audit.readers(person uuid)
RETURNS TABLE (user_id uuid, first_at timestamptz, last_at timestamptz, opened bigint, changed bigint, purposes text[])
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    mine integer[] := access.spokes_with('access_log.read');
BEGIN
    IF person = ANY (access.withheld())
       OR NOT EXISTS (SELECT FROM casework.person_spoke s WHERE s.person_id = person AND s.spoke_id = ANY (mine)) THEN
        RETURN;
    END IF;
    RETURN QUERY
    SELECT l.user_id, min(l.at), max(l.at), count(DISTINCT coalesce(l.request_id::text, l.xid::text)) FILTER (WHERE l.action IN ('view', 'print', 'export')),
           count(DISTINCT coalesce(l.request_id::text, l.xid::text)) FILTER (WHERE l.action IN ('create', 'change', 'remove')),
           array_agg(DISTINCT l.purpose) FILTER (WHERE l.purpose IS NOT NULL)
      FROM audit.access_log l
     WHERE l.person_id = person AND l.user_id IS NOT NULL AND l.record_kind <> 'access_log'
       AND audit.entry_of(l.spoke_id, l.user_id, mine)
     GROUP BY l.user_id;
END $$;

-- What a coordinator should ask about, of the last days: records opened by
-- somebody who has no part in the case, openings in the night or at a weekend,
-- and more young people in a day than work asks for. It says that a question is
-- worth asking, not that anything is wrong.
CREATE OR REPLACE FUNCTION audit.unusual(spoke integer, days integer)
RETURNS TABLE (reason text, day date, user_id uuid, person_id uuid, times bigint, people bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    withheld uuid[] := access.withheld();
    mine integer[] := access.spokes_with('access_log.read');
BEGIN
    RETURN QUERY
    WITH opened AS MATERIALIZED (
        SELECT l.user_id, l.person_id, l.request_id, l.at AT TIME ZONE 'Europe/London' AS at
          FROM audit.access_log l
         WHERE l.at >= now() - make_interval(days => days) AND l.action IN ('view', 'print', 'export')
           AND l.person_id IS NOT NULL AND l.user_id IS NOT NULL AND l.record_kind <> 'access_log'
           AND l.person_id <> ALL (withheld) AND EXISTS (SELECT FROM casework.person_spoke s
                        WHERE s.person_id = l.person_id AND s.spoke_id = spoke AND s.spoke_id = ANY (mine))
           AND audit.entry_of(l.spoke_id, l.user_id, ARRAY[spoke])),
    pairs AS (
        SELECT o.user_id, o.person_id, min(o.at)::date AS day, count(DISTINCT o.request_id) AS times
          FROM opened o GROUP BY o.user_id, o.person_id, o.at::date)
    SELECT 'no_part', p.day, p.user_id, p.person_id, p.times, NULL::bigint
      FROM pairs p
     WHERE NOT EXISTS (SELECT FROM casework.episode e WHERE e.person_id = p.person_id
                          AND (e.lead_user_id = p.user_id OR e.created_by = p.user_id OR e.updated_by = p.user_id))
       AND NOT EXISTS (SELECT FROM audit.access_log w WHERE w.person_id = p.person_id AND w.user_id = p.user_id
                          AND w.action IN ('create', 'change'))
       AND NOT EXISTS (SELECT FROM casework.action a WHERE a.person_id = p.person_id AND a.owner_user_id = p.user_id)
       AND NOT EXISTS (SELECT FROM casework.episode e JOIN casework.meeting_series_member m ON m.series_id = e.series_id
                        WHERE e.person_id = p.person_id AND m.user_id = p.user_id)
       AND NOT EXISTS (SELECT FROM access.role_grant g WHERE g.user_id = p.user_id AND g.role = 'spoke_coordinator'
                          AND (g.spoke_id = spoke OR g.spoke_id IS NULL))
    UNION ALL
    SELECT 'out_of_hours', o.at::date, o.user_id, NULL, count(DISTINCT o.request_id), count(DISTINCT o.person_id)
      FROM opened o
     WHERE (extract(isodow FROM o.at) > 5 OR extract(hour FROM o.at) NOT BETWEEN 7 AND 19)
       AND NOT EXISTS (SELECT FROM access.user_account u WHERE u.id = o.user_id AND u.is_key) -- a system has no hours
     GROUP BY o.user_id, o.at::date
    UNION ALL
    SELECT 'many', o.at::date, o.user_id, NULL, count(DISTINCT o.request_id), count(DISTINCT o.person_id)
      FROM opened o GROUP BY o.user_id, o.at::date HAVING count(DISTINCT o.person_id) > 40;
END $$;

DO $$
DECLARE
    f text;
BEGIN
    FOREACH f IN ARRAY ARRAY['entry_of(integer, uuid, integer[])',
        'entries(uuid, uuid, integer, text, timestamptz, timestamptz, bigint, integer)',
        'readers(uuid)', 'unusual(integer, integer)'] LOOP
        EXECUTE 'ALTER FUNCTION audit.' || f || ' OWNER TO throughline_definer';
        EXECUTE 'GRANT EXECUTE ON FUNCTION audit.' || f || ' TO throughline_server, throughline_owner';
    END LOOP;
END $$;
