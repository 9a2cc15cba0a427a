-- Who has looked at what, for the spoke's coordinator and the information
-- governance lead. An entry belongs to the spoke it names; one that names none
-- to the spokes of the young person it is about (a journey) or else of whoever
-- made it (a list, a search).
CREATE OR REPLACE FUNCTION audit.entry_of(entry_spoke integer, entry_person uuid, entry_user uuid, mine integer[]) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF entry_spoke IS NOT NULL THEN
        RETURN entry_spoke = ANY (mine);
    ELSIF entry_person IS NOT NULL THEN
        RETURN EXISTS (SELECT FROM casework.person_spoke s WHERE s.person_id = entry_person AND s.spoke_id = ANY (mine));
    END IF;
    RETURN EXISTS (SELECT FROM access.role_grant g
                    WHERE g.user_id = entry_user AND (g.spoke_id IS NULL OR g.spoke_id = ANY (mine)));
END $$;

-- Whether an entry tells those who work cases that the police have something
-- which they have not released.
CREATE OR REPLACE FUNCTION audit.entry_held(kind text, record uuid, entry_spoke integer) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF kind NOT IN ('contact', 'identified') OR entry_spoke = ANY (access.spokes_with('scope.police'))
       OR NOT entry_spoke = ANY (access.spokes_with('scope.case')) THEN
        RETURN false;
    END IF;
    RETURN EXISTS (SELECT FROM casework.contact c WHERE c.id = record AND c.held)
        OR EXISTS (SELECT FROM casework.identified i WHERE i.id = record AND i.held);
END $$;

-- Entries, newest first. What is NULL does not narrow it; without a young
-- person or a user, of one's spokes or of one of them.
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
    staff uuid[];
BEGIN
    IF spoke IS NOT NULL THEN
        mine := ARRAY(SELECT m FROM unnest(mine) AS m WHERE m = spoke);
    END IF;
    IF person IS NOT NULL THEN
        RETURN QUERY SELECT l.* FROM audit.access_log l
            WHERE l.person_id = ANY (casework.person_group(person)) AND l.id < last_id
              AND (user_ IS NULL OR l.user_id = user_)
              AND (action_ IS NULL OR l.action = action_) AND l.at >= from_ AND l.at < to_
              AND EXISTS (SELECT FROM casework.person_spoke s WHERE s.person_id = person AND s.spoke_id = ANY (mine))
              AND person <> ALL (withheld)
              AND audit.entry_of(l.spoke_id, l.person_id, l.user_id, mine)
              AND NOT audit.entry_held(l.record_kind, l.record_id, l.spoke_id)
            ORDER BY l.id DESC LIMIT most;
    ELSIF user_ IS NOT NULL THEN
        RETURN QUERY SELECT l.* FROM audit.access_log l
            WHERE l.user_id = user_ AND l.id < last_id
              AND (action_ IS NULL OR l.action = action_) AND l.at >= from_ AND l.at < to_
              AND (l.person_id <> ALL (withheld)) IS NOT FALSE AND audit.entry_of(l.spoke_id, l.person_id, l.user_id, mine)
              AND NOT audit.entry_held(l.record_kind, l.record_id, l.spoke_id)
            ORDER BY l.id DESC LIMIT most;
    ELSE
        -- What names no spoke: lists, searches, refusals of those who work there.
        staff := ARRAY(SELECT DISTINCT g.user_id FROM access.role_grant g WHERE g.spoke_id IS NULL OR g.spoke_id = ANY (mine));
        RETURN QUERY SELECT e.* FROM (
            SELECT x.* FROM unnest(mine) AS m(spoke_id)
             CROSS JOIN LATERAL (SELECT l.* FROM audit.access_log l
                WHERE l.spoke_id = m.spoke_id AND l.id < last_id AND (l.person_id <> ALL (withheld)) IS NOT FALSE
                  AND (action_ IS NULL OR l.action = action_) AND l.at >= from_ AND l.at < to_
                  AND NOT audit.entry_held(l.record_kind, l.record_id, l.spoke_id)
                ORDER BY l.id DESC LIMIT most) x
            UNION ALL
            (SELECT l.* FROM audit.access_log l
              WHERE l.spoke_id IS NULL AND l.id < last_id AND (l.person_id <> ALL (withheld)) IS NOT FALSE
                AND (l.person_id IS NOT NULL OR l.user_id = ANY (staff)) AND cardinality(mine) > 0
                AND (action_ IS NULL OR l.action = action_) AND l.at >= from_ AND l.at < to_
                AND audit.entry_of(NULL, l.person_id, l.user_id, mine)
              ORDER BY l.id DESC LIMIT most)) e
            ORDER BY e.id DESC LIMIT most;
    END IF;
END $$;

-- What somebody looked for, in their own words, may be the name of a young
-- person of any spoke they work in: it is for readers who work in all of them.
CREATE OR REPLACE FUNCTION audit.words_shown(searcher uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    cases integer[] := access.spokes_with('scope.case');
BEGIN
    RETURN coalesce(access.has('access_log.read') AND (SELECT bool_and((g.spoke_id = ANY (cases)) IS TRUE)
        FROM access.role_grant g WHERE g.user_id = searcher), false);
END $$;

-- What was refused is written down after it, for a refusal undoes what was
-- begun: who asked for which operation, of which record, and why not. A record
-- there is names its young person and its spoke, for that spoke to know; all
-- are looked for, found or not, so that neither takes longer.
CREATE OR REPLACE FUNCTION audit.refused(token text, request uuid, operation_ text, ids uuid[], why text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    who uuid;
    person uuid;
    spoke integer;
BEGIN
    PERFORM set_config('throughline.token', coalesce(token, ''), true), set_config('synchronous_commit', 'off', true);
    who := access.me();
    IF who IS NULL THEN
        RETURN;
    END IF;
    SELECT (array_agg(x.person_id))[1], (array_agg(x.spoke_id))[1] INTO person, spoke FROM (
        SELECT p.id AS person_id, CASE WHEN cardinality(p.spoke_ids) = 1 THEN p.spoke_ids[1] END AS spoke_id FROM casework.person p WHERE p.id = ANY (ids)
        UNION ALL SELECT x.person_id, x.spoke_id FROM casework.referral x WHERE x.id = ANY (ids)
        UNION ALL SELECT x.person_id, x.spoke_id FROM casework.episode x WHERE x.id = ANY (ids)
        UNION ALL SELECT NULL, x.spoke_id FROM casework.meeting x WHERE x.id = ANY (ids)
        UNION ALL SELECT x.person_id, x.spoke_id FROM casework.agenda_item x WHERE x.id = ANY (ids)
        UNION ALL SELECT x.person_id, x.spoke_id FROM casework.discussion x WHERE x.id = ANY (ids)
        UNION ALL SELECT x.person_id, x.spoke_id FROM casework.allocation x WHERE x.id = ANY (ids)
        UNION ALL SELECT x.person_id, x.spoke_id FROM casework.session x WHERE x.id = ANY (ids)
        UNION ALL SELECT x.person_id, x.spoke_id FROM casework.contact x WHERE x.id = ANY (ids)
        UNION ALL SELECT x.person_id, x.spoke_id FROM casework.note x WHERE x.id = ANY (ids)
        UNION ALL SELECT x.person_id, x.spoke_id FROM casework.outcome x WHERE x.id = ANY (ids)
        UNION ALL SELECT x.person_id, x.spoke_id FROM casework.risk_assessment x WHERE x.id = ANY (ids)
        UNION ALL SELECT x.person_id, x.spoke_id FROM casework.action x WHERE x.id = ANY (ids)) x;
    INSERT INTO audit.access_log (request_id, user_id, operation, action, record_kind, record_id, person_id, spoke_id, detail)
    VALUES (request, who, operation_, 'refused', coalesce(split_part(operation_, '.', 1), 'request'), ids[1], person, spoke,
            jsonb_build_object('why', why));
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
    SELECT l.user_id, min(l.at), max(l.at), count(DISTINCT coalesce(l.request_id::text, l.xid::text)) FILTER (WHERE l.action IN ('view', 'print', 'export', 'break_glass')),
           count(DISTINCT coalesce(l.request_id::text, l.xid::text)) FILTER (WHERE l.action IN ('create', 'change', 'remove')),
           array_agg(DISTINCT l.purpose) FILTER (WHERE l.purpose IS NOT NULL)
      FROM audit.access_log l
     WHERE l.person_id = ANY (casework.person_group(person)) AND l.user_id IS NOT NULL
       AND l.record_kind <> 'access_log' AND l.action <> 'refused'
       AND audit.entry_of(l.spoke_id, l.person_id, l.user_id, mine)
       AND NOT audit.entry_held(l.record_kind, l.record_id, l.spoke_id)
     GROUP BY l.user_id;
END $$;

-- What a coordinator should ask about, of the last days: records opened by
-- somebody who has no part in the case, openings in the night or at a weekend,
-- more young people or searches in a day than work asks for, and what was
-- refused: again and again, or to somebody who does not work in the spoke. It says that a question is
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
        SELECT l.user_id, l.person_id, coalesce(l.request_id::text, l.xid::text) AS request_id, l.at AT TIME ZONE 'Europe/London' AS at
          FROM audit.access_log l
         WHERE l.at >= now() - make_interval(days => days) AND l.action IN ('view', 'print', 'export')
           AND l.person_id IS NOT NULL AND l.user_id IS NOT NULL AND l.record_kind <> 'access_log'
           AND l.person_id <> ALL (withheld) AND EXISTS (SELECT FROM casework.person_spoke s
                        WHERE s.person_id = l.person_id AND s.spoke_id = spoke AND s.spoke_id = ANY (mine))
           AND audit.entry_of(l.spoke_id, l.person_id, l.user_id, ARRAY[spoke])
           AND NOT audit.entry_held(l.record_kind, l.record_id, l.spoke_id)),
    staff AS MATERIALIZED (SELECT DISTINCT g.user_id FROM access.role_grant g WHERE g.spoke_id = spoke AND spoke = ANY (mine)),
    other AS MATERIALIZED (
        SELECT l.action, l.user_id, l.person_id, l.spoke_id, coalesce(l.request_id::text, l.xid::text) AS request_id, l.detail ->> 'why' AS why, (l.at AT TIME ZONE 'Europe/London')::date AS day
          FROM audit.access_log l
         WHERE l.at >= now() - make_interval(days => days) AND l.action IN ('search', 'refused')
           AND spoke = ANY (mine) AND (l.person_id <> ALL (withheld)) IS NOT FALSE
           AND (l.spoke_id = spoke OR l.spoke_id IS NULL AND CASE WHEN l.person_id IS NULL
                    THEN l.user_id IN (SELECT f.user_id FROM staff f)
                    ELSE EXISTS (SELECT FROM casework.person_spoke s WHERE s.person_id = l.person_id AND s.spoke_id = spoke) END)
           AND NOT audit.entry_held(l.record_kind, l.record_id, l.spoke_id)),
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
      FROM opened o GROUP BY o.user_id, o.at::date HAVING count(DISTINCT o.person_id) > 40
    UNION ALL
    SELECT 'searches', o.day, o.user_id, NULL, count(DISTINCT o.request_id), NULL
      FROM other o WHERE o.action = 'search' AND NOT EXISTS (SELECT FROM access.user_account u WHERE u.id = o.user_id AND u.is_key)
     GROUP BY o.user_id, o.day HAVING count(DISTINCT o.request_id) > 60
    UNION ALL
    SELECT 'refused_here', o.day, o.user_id, CASE WHEN count(DISTINCT o.person_id) = 1 THEN max(o.person_id::text)::uuid END,
           count(DISTINCT o.request_id), nullif(count(DISTINCT o.person_id), 1)
      FROM other o WHERE o.action = 'refused' AND (o.spoke_id = spoke OR o.person_id IS NOT NULL)
       AND (o.user_id NOT IN (SELECT f.user_id FROM staff f) OR o.person_id IS NOT NULL AND o.why = 'not_found')
     GROUP BY o.user_id, o.day
    UNION ALL
    SELECT 'refused', o.day, o.user_id, NULL, count(DISTINCT o.request_id), count(DISTINCT o.person_id)
      FROM other o WHERE o.action = 'refused' AND o.user_id IN (SELECT f.user_id FROM staff f)
     GROUP BY o.user_id, o.day HAVING count(DISTINCT o.request_id) >= 5;
END $$;

DROP FUNCTION IF EXISTS audit.entry_of(integer, uuid, integer[]);

DO $$
DECLARE
    f text;
BEGIN
    FOREACH f IN ARRAY ARRAY['entry_of(integer, uuid, uuid, integer[])', 'entry_held(text, uuid, integer)',
        'words_shown(uuid)', 'refused(text, uuid, text, uuid[], text)',
        'entries(uuid, uuid, integer, text, timestamptz, timestamptz, bigint, integer)',
        'readers(uuid)', 'unusual(integer, integer)'] LOOP
        EXECUTE 'ALTER FUNCTION audit.' || f || ' OWNER TO throughline_definer';
        EXECUTE 'GRANT EXECUTE ON FUNCTION audit.' || f || ' TO throughline_server, throughline_owner';
    END LOOP;
END $$;
