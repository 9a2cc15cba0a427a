-- The meeting room: what holds for every writer of minutes.

-- A colleague as answers show them. Panel members may not read the user list,
-- yet must see who chairs, owns and writes.
CREATE OR REPLACE FUNCTION casework.colleague(wanted uuid) RETURNS json
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF wanted IS NULL OR access.me() IS NULL THEN
        RETURN NULL;
    END IF;
    RETURN (SELECT json_build_object('id', u.id, 'name', u.name, 'agency', a.name)
              FROM access.user_account u JOIN reference.agency a ON a.id = u.agency_id
             WHERE u.id = wanted);
END $$;

-- What stands between the minutes and the chair's signature, one row a fault.
-- `pointer` names the agenda item by its id; `detail` by its place. Only one
-- decision may say where active monitoring goes.
CREATE OR REPLACE FUNCTION casework.minutes_missing(meeting uuid)
RETURNS TABLE (pointer text, code text, detail text)
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    WITH present AS (
        SELECT a.id, a.confidentiality_accepted, g.name AS agency
          FROM casework.meeting_attendance a
          JOIN reference.attendance t ON t.code = a.attendance
          JOIN reference.agency g ON g.id = a.agency_id
         WHERE a.meeting_id = meeting AND t.detail ->> 'counts_for_quorum' = 'yes'),
    items AS (
        SELECT i.id, row_number() OVER (ORDER BY i.position, i.created_at, i.id) AS place,
               d.id AS discussion_id, d.rationale,
               (SELECT count(*) FROM casework.discussion_decision x
                 WHERE x.discussion_id = d.id) AS decisions,
               (SELECT count(DISTINCT x.decision) FROM casework.discussion_decision x
                 WHERE x.discussion_id = d.id
                   AND x.decision IN ('accept_active_monitoring', 'keep_monitoring', 'step_down',
                                      'remove_active_monitoring')) AS monitoring
          FROM casework.agenda_item i LEFT JOIN casework.discussion d ON d.agenda_item_id = i.id
         WHERE i.meeting_id = meeting),
    faults AS (
        SELECT 0::bigint AS place, 1 AS step, '/attendance' AS pointer, 'required' AS code,
               'Record who attended' AS detail
         WHERE NOT EXISTS (SELECT FROM present)
        UNION ALL
        SELECT 0, 2, '/attendance/' || (array_agg(p.id ORDER BY p.id))[1] || '/confidentiality_accepted',
               'required', p.agency || CASE WHEN count(*) > 1 THEN format(' (%s people)', count(*)) ELSE '' END
               || ': record that the confidentiality statement was accepted'
          FROM present p WHERE NOT p.confidentiality_accepted GROUP BY p.agency
        UNION ALL
        SELECT i.place, 3, '/agenda/' || i.id, 'required',
               format('Item %s: record the discussion', i.place)
          FROM items i WHERE i.discussion_id IS NULL
        UNION ALL
        SELECT i.place, 4, '/agenda/' || i.id || '/rationale', 'required',
               format('Item %s: enter the rationale', i.place)
          FROM items i WHERE i.discussion_id IS NOT NULL AND i.rationale IS NULL
        UNION ALL
        SELECT i.place, 5, '/agenda/' || i.id || '/decisions', 'required',
               format('Item %s: record at least one decision', i.place)
          FROM items i WHERE i.discussion_id IS NOT NULL AND i.decisions = 0
        UNION ALL
        SELECT i.place, 6, '/agenda/' || i.id || '/decisions', 'contradictory',
               format('Item %s: keep only one decision about active monitoring', i.place)
          FROM items i WHERE i.monitoring > 1)
    SELECT f.pointer, f.code, f.detail FROM faults f ORDER BY f.place, f.step, f.detail
$$;

-- BEFORE UPDATE OF state on meeting: no signature under unfinished minutes.
CREATE OR REPLACE FUNCTION casework.meeting_signing() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    missing text;
BEGIN
    IF NEW.state <> 'signed_off' OR OLD.state = 'signed_off' OR access.loading() THEN
        RETURN NEW;
    END IF;
    SELECT string_agg(m.detail || '.', ' ') INTO missing FROM casework.minutes_missing(NEW.id) m;
    IF missing IS NOT NULL THEN
        RAISE EXCEPTION '%', missing USING ERRCODE = 'TL409';
    END IF;
    RETURN NEW;
END $$;

ALTER FUNCTION casework.colleague(uuid) OWNER TO throughline_definer;
ALTER FUNCTION casework.minutes_missing(uuid) OWNER TO throughline_definer;
ALTER FUNCTION casework.meeting_signing() OWNER TO throughline_definer;
GRANT EXECUTE ON FUNCTION casework.colleague(uuid), casework.minutes_missing(uuid),
    casework.meeting_signing() TO throughline_server, throughline_owner;

-- The views of 34_meeting_views.sql stand on others that are made anew before
-- them: they go first.
DROP VIEW IF EXISTS casework.meeting_object, casework.agenda_object, casework.discussion_object,
    casework.discussion_action, casework.attendance_object, casework.meeting_expected,
    casework.meeting_item;
