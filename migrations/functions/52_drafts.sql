-- Drafts: how many, and for how long.

CREATE OR REPLACE FUNCTION casework.draft_limits(OUT most integer, OUT kept interval)
LANGUAGE sql STABLE SET search_path = pg_catalog
RETURN ROW (50, interval '28 days');

-- BEFORE INSERT OR UPDATE. Whoever keeps a new draft takes away what has
-- expired, so that nothing stays because nobody called for it; text is never
-- given up to make room for other text, so the last word on too many is no.
CREATE OR REPLACE FUNCTION casework.draft_kept() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    limits record;
BEGIN
    SELECT * INTO limits FROM casework.draft_limits();
    NEW.updated_at := clock_timestamp();
    NEW.expires_at := NEW.updated_at + limits.kept;
    IF TG_OP = 'UPDATE' THEN
        NEW.version := OLD.version + 1;
        RETURN NEW;
    END IF;
    NEW.version := 1;
    NEW.created_at := NEW.updated_at;
    DELETE FROM casework.draft d WHERE d.id IN (
        SELECT e.id FROM casework.draft e WHERE e.expires_at <= now()
         ORDER BY e.expires_at LIMIT 100 FOR UPDATE SKIP LOCKED);
    DELETE FROM casework.draft d WHERE d.user_id = NEW.user_id AND d.expires_at <= now();
    PERFORM pg_advisory_xact_lock(hashtextextended('draft ' || NEW.user_id, 2));
    IF (SELECT count(*) FROM casework.draft d WHERE d.user_id = NEW.user_id) >= limits.most THEN
        RAISE EXCEPTION 'You have % unfinished forms. Finish or delete one of them first.', limits.most
            USING ERRCODE = 'TL409';
    END IF;
    RETURN NEW;
END $$;

ALTER FUNCTION casework.draft_limits() OWNER TO throughline_definer;
ALTER FUNCTION casework.draft_kept() OWNER TO throughline_definer;
GRANT EXECUTE ON FUNCTION casework.draft_limits(), casework.draft_kept()
    TO throughline_server, throughline_owner;

-- After 29_triggers.sql, which takes all of casework's triggers away.
CREATE TRIGGER d_kept BEFORE INSERT OR UPDATE ON casework.draft
    FOR EACH ROW EXECUTE FUNCTION casework.draft_kept();
