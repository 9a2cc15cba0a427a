-- A critical incident meeting is for the spoke's coordinators and those named
-- on it. After 29_triggers.sql.

-- The meetings the session's user is named on today.
CREATE OR REPLACE FUNCTION access.meetings_named() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me uuid := access.me();
BEGIN
    RETURN coalesce((SELECT array_agg(a.meeting_id) FROM casework.meeting_access a
        WHERE a.user_id = me AND access.today() >= a.valid_from
          AND (a.valid_to IS NULL OR access.today() < a.valid_to)), '{}');
END $$;

-- The meetings of the reader's spokes that are closed to them. Whoever was let
-- in for one meeting, as a deputy or guest, is in it.
CREATE OR REPLACE FUNCTION access.meetings_closed_to(live access.session) RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    found uuid[];
BEGIN
    IF live.user_id IS NULL THEN
        RETURN '{}';
    END IF;
    found := (SELECT array_agg(m.id) FROM casework.meeting m
        WHERE m.type = 'critical_incident'
          AND m.spoke_id = ANY (coalesce(live.scopes ->> 'scope.case', '{}')::integer[]
                                || coalesce(live.scopes ->> 'scope.panel', '{}')::integer[]
                                || coalesce(live.scopes ->> 'action.progress', '{}')::integer[])
          AND NOT m.spoke_id = ANY (coalesce(live.scopes ->> 'scope.incident', '{}')::integer[]));
    IF found IS NULL THEN
        RETURN '{}';
    END IF;
    RETURN ARRAY(SELECT unnest(found)
                 EXCEPT SELECT unnest(access.meetings_named())
                 EXCEPT SELECT unnest(access.guest_meetings()));
END $$;
-- Whose session it is, the session alone says: no role may ask for another's.
ALTER FUNCTION access.meetings_closed_to(access.session) OWNER TO throughline_definer;

CREATE OR REPLACE FUNCTION access.meetings_closed() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    live access.session;
BEGIN
    SELECT * INTO live FROM access.live_session();
    RETURN access.meetings_closed_to(live);
END $$;

-- AFTER INSERT OR UPDATE on meeting: who calls or chairs one is named on it, or
-- it would be lost to them at once.
CREATE OR REPLACE FUNCTION casework.meeting_closed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO casework.meeting_access (spoke_id, meeting_id, user_id, reason, valid_from)
    SELECT NEW.spoke_id, NEW.id, n.user_id, min(n.reason), access.today()
      FROM (VALUES (access.actor(), 'Called the meeting'), (NEW.chair_user_id, 'Chairs the meeting')) AS n(user_id, reason)
     WHERE n.user_id IS NOT NULL
     GROUP BY n.user_id
    ON CONFLICT (meeting_id, user_id) WHERE valid_to IS NULL DO NOTHING;
    RETURN NULL;
END $$;

-- BEFORE UPDATE on meeting: what was said behind closed doors is not opened by
-- calling the meeting something else.
CREATE OR REPLACE FUNCTION casework.meeting_stays_closed() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'A critical incident meeting stays one: who may open it depends on that. Cancel it and call another.'
        USING ERRCODE = 'TL409';
END $$;

DO $$
DECLARE
    f text;
BEGIN
    FOREACH f IN ARRAY ARRAY['access.meetings_named()', 'access.meetings_closed()', 'casework.meeting_closed()'] LOOP
        EXECUTE 'ALTER FUNCTION ' || f || ' OWNER TO throughline_definer';
        EXECUTE 'GRANT EXECUTE ON FUNCTION ' || f || ' TO throughline_server, throughline_owner';
    END LOOP;
END $$;

CREATE TRIGGER y_closed_made AFTER INSERT ON casework.meeting
    FOR EACH ROW WHEN (NEW.type = 'critical_incident') EXECUTE FUNCTION casework.meeting_closed();
CREATE TRIGGER y_closed_chair AFTER UPDATE OF type, chair_user_id ON casework.meeting
    FOR EACH ROW WHEN (NEW.type = 'critical_incident'
                       AND (OLD.type <> NEW.type OR OLD.chair_user_id IS DISTINCT FROM NEW.chair_user_id))
    EXECUTE FUNCTION casework.meeting_closed();
CREATE TRIGGER d_stays_closed BEFORE UPDATE OF type ON casework.meeting
    FOR EACH ROW WHEN (OLD.type = 'critical_incident' AND NEW.type <> OLD.type)
    EXECUTE FUNCTION casework.meeting_stays_closed();
CREATE TRIGGER a_born BEFORE INSERT ON casework.meeting_access
    FOR EACH ROW EXECUTE FUNCTION casework.row_born();
CREATE TRIGGER d_somebody BEFORE INSERT ON casework.meeting_access
    FOR EACH ROW EXECUTE FUNCTION casework.incident_access_guard();
