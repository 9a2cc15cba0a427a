-- What somebody keeps at hand: the young people they pinned, and those they
-- opened last.

-- BEFORE INSERT. So many that one sees them at a glance.
CREATE OR REPLACE FUNCTION casework.pin_counted() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    most CONSTANT integer := 20;
BEGIN
    NEW.created_at := clock_timestamp();
    PERFORM pg_advisory_xact_lock(hashtextextended('pin ' || NEW.user_id, 3));
    IF (SELECT count(*) FROM casework.pin k WHERE k.user_id = NEW.user_id AND k.person_id <> NEW.person_id) >= most THEN
        RAISE EXCEPTION 'You have pinned % young people. Unpin one of them first.', most
            USING ERRCODE = 'TL409';
    END IF;
    RETURN NEW;
END $$;

-- Whose records the reader opened last, and when: what the access log holds of
-- the reader, read back. It names ids only; whether they may still be seen is
-- for the policies of whoever asks.
CREATE OR REPLACE FUNCTION audit.opened_lately(most integer)
RETURNS TABLE (person_id uuid, at timestamptz)
LANGUAGE plpgsql STABLE ROWS 10 SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    -- A day's work of a busy reader; beyond it nothing is recent.
    looked CONSTANT integer := 2000;
BEGIN
    RETURN QUERY
    SELECT v.person_id, max(v.at)
      FROM (SELECT l.person_id, l.at, l.action, l.record_kind FROM audit.access_log l
             WHERE l.user_id = access.me() ORDER BY l.id DESC LIMIT looked) v
     WHERE v.action = 'view' AND v.person_id IS NOT NULL
       AND v.record_kind IN ('person', 'referral', 'episode', 'allocation', 'session', 'contact', 'note', 'action')
     GROUP BY v.person_id ORDER BY 2 DESC LIMIT most;
END $$;

ALTER FUNCTION casework.pin_counted() OWNER TO throughline_definer;
ALTER FUNCTION audit.opened_lately(integer) OWNER TO throughline_definer;
GRANT EXECUTE ON FUNCTION casework.pin_counted() TO throughline_server, throughline_owner;
GRANT EXECUTE ON FUNCTION audit.opened_lately(integer) TO throughline_server, throughline_owner;

-- After 29_triggers.sql, which takes all of casework's triggers away.
CREATE TRIGGER b_counted BEFORE INSERT ON casework.pin
    FOR EACH ROW EXECUTE FUNCTION casework.pin_counted();
