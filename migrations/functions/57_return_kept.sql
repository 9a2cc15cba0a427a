-- Figures of a return that are kept, so that opening one does not count a year's
-- sessions anew. They are never older than what they count:
--
--   a write of what is counted adds to figures_changed in its own transaction;
--   whoever reads while there is anything of theirs in it counts the rows;
--   the worker takes it away together with the figures it spoils, and counts these
--   anew in a transaction of their own. What is written meanwhile is in
--   figures_changed again by the time anybody can see it.
--
-- tests/sql/return_kept.sql holds the kept against the counted, write by write.

CREATE OR REPLACE FUNCTION reporting.figures_changed(spoke integer, VARIADIC days date[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO reporting.figures_changed (spoke_id, day)
    SELECT spoke, d FROM unnest(days) AS d WHERE spoke IS NOT NULL GROUP BY d;
END $$;

-- AFTER any write of a session, alone or in a group.
CREATE OR REPLACE FUNCTION reporting.session_counted() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_OP <> 'INSERT' AND OLD.happened THEN
        PERFORM reporting.figures_changed(OLD.spoke_id, (OLD.planned_at AT TIME ZONE 'Europe/London')::date);
    END IF;
    IF TG_OP <> 'DELETE' AND NEW.happened THEN
        PERFORM reporting.figures_changed(NEW.spoke_id, (NEW.planned_at AT TIME ZONE 'Europe/London')::date);
    END IF;
    RETURN NULL;
END $$;

-- AFTER UPDATE of an allocation's intervention or end.
CREATE OR REPLACE FUNCTION reporting.allocation_counted() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF OLD.intervention_id <> NEW.intervention_id THEN
        PERFORM reporting.figures_changed(NEW.spoke_id, NULL);
    ELSIF coalesce(OLD.ended_on, NEW.ended_on) IS NOT NULL THEN
        PERFORM reporting.figures_changed(NEW.spoke_id, coalesce(OLD.ended_on, NEW.ended_on),
                                          coalesce(NEW.ended_on, OLD.ended_on));
    END IF;
    RETURN NULL;
END $$;

-- AFTER any write of a delivery, or of who of it is known by name.
CREATE OR REPLACE FUNCTION reporting.delivery_counted() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_TABLE_NAME = 'delivery_person' THEN
        PERFORM reporting.figures_changed(d.spoke_id, d.started_on) FROM casework.delivery d
          WHERE d.id IN (OLD.delivery_id, NEW.delivery_id);
        RETURN NULL;
    END IF;
    IF TG_OP <> 'INSERT' THEN
        PERFORM reporting.figures_changed(OLD.spoke_id, OLD.started_on);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        PERFORM reporting.figures_changed(NEW.spoke_id, NEW.started_on);
    END IF;
    RETURN NULL;
END $$;

-- AFTER a write of who somebody is, as figures tell people apart.
CREATE OR REPLACE FUNCTION reporting.person_counted() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM reporting.figures_changed(s.spoke_id, NULL)
       FROM casework.person_spoke s
      WHERE s.person_id = CASE TG_TABLE_NAME WHEN 'person' THEN to_jsonb(NEW) ->> 'id'
                                             ELSE to_jsonb(NEW) ->> 'person_id' END::uuid;
    RETURN NULL;
END $$;

-- AFTER a write of a term that says what counts as attended.
CREATE OR REPLACE FUNCTION reporting.term_counted() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM reporting.figures_changed(s.id, NULL) FROM reference.spoke s;
    RETURN NULL;
END $$;

-- Of one quarter: as `counted` gives them.
CREATE OR REPLACE FUNCTION reporting.figures(spoke integer, quarter_ date)
RETURNS TABLE (intervention_id uuid, measure text, category text, value bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    next_ date := (quarter_ + interval '3 months')::date;
BEGIN
    IF EXISTS (SELECT FROM reporting.figures_kept k WHERE k.spoke_id = spoke AND k.quarter = quarter_)
       AND NOT EXISTS (SELECT FROM reporting.figures_changed c WHERE c.spoke_id = spoke
                          AND (c.day IS NULL OR c.day >= reporting.year_of(quarter_) AND c.day < next_)) THEN
        RETURN QUERY SELECT f.intervention_id, f.measure, f.category, f.value
                       FROM reporting.figure_kept f WHERE f.spoke_id = spoke AND f.quarter = quarter_;
    ELSE
        RETURN QUERY SELECT * FROM reporting.counted(spoke, quarter_, next_);
    END IF;
END $$;

-- One step of the worker: spoiled figures go; else those of one quarter that has a
-- return are counted. True while there is more to do.
CREATE OR REPLACE FUNCTION reporting.figures_keep() RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    wanted reporting.quarterly_return;
BEGIN
    IF NOT pg_has_role(session_user, 'throughline_worker', 'MEMBER') THEN
        RAISE EXCEPTION 'only a worker keeps figures' USING ERRCODE = '42501';
    END IF;
    WITH changed AS (DELETE FROM reporting.figures_changed RETURNING spoke_id, day)
    DELETE FROM reporting.figures_kept k USING (SELECT DISTINCT spoke_id, day FROM changed) AS c
     WHERE k.spoke_id = c.spoke_id
       AND (c.day IS NULL OR c.day >= reporting.year_of(k.quarter) AND c.day < (k.quarter + interval '3 months')::date);
    IF FOUND THEN
        RETURN true;
    END IF;
    SELECT r.* INTO wanted FROM reporting.quarterly_return r
     WHERE NOT EXISTS (SELECT FROM reporting.figures_kept k WHERE k.spoke_id = r.spoke_id AND k.quarter = r.quarter)
     ORDER BY r.quarter DESC, r.spoke_id LIMIT 1;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    INSERT INTO reporting.figures_kept (spoke_id, quarter) VALUES (wanted.spoke_id, wanted.quarter)
    ON CONFLICT DO NOTHING; -- two servers, one database
    IF FOUND THEN
        INSERT INTO reporting.figure_kept (spoke_id, quarter, intervention_id, measure, category, value)
        SELECT wanted.spoke_id, wanted.quarter, c.*
          FROM reporting.counted(wanted.spoke_id, wanted.quarter, (wanted.quarter + interval '3 months')::date) AS c;
    END IF;
    RETURN true;
END $$;

DO $$
DECLARE
    f text;
BEGIN
    FOREACH f IN ARRAY ARRAY['figures_changed(integer, date[])', 'session_counted()', 'allocation_counted()',
        'delivery_counted()', 'person_counted()', 'term_counted()', 'figures(integer, date)', 'figures_keep()'] LOOP
        EXECUTE 'ALTER FUNCTION reporting.' || f || ' OWNER TO throughline_definer';
        EXECUTE 'GRANT EXECUTE ON FUNCTION reporting.' || f || ' TO throughline_owner';
    END LOOP;
END $$;
GRANT EXECUTE ON FUNCTION reporting.figures_keep() TO throughline_server;

CREATE OR REPLACE TRIGGER z_counted AFTER INSERT OR DELETE OR
    UPDATE OF spoke_id, person_id, allocation_id, group_session_id, planned_at, happened, attendance
    ON casework.session FOR EACH ROW EXECUTE FUNCTION reporting.session_counted();
CREATE OR REPLACE TRIGGER z_counted AFTER INSERT OR DELETE OR UPDATE OF spoke_id, intervention_id, planned_at, happened
    ON casework.group_session FOR EACH ROW EXECUTE FUNCTION reporting.session_counted();
CREATE OR REPLACE TRIGGER z_counted AFTER UPDATE OF intervention_id, state, started_on, ended_on, exit_reason
    ON casework.allocation FOR EACH ROW EXECUTE FUNCTION reporting.allocation_counted();
CREATE OR REPLACE TRIGGER z_counted AFTER INSERT OR UPDATE OR DELETE
    ON casework.delivery FOR EACH ROW EXECUTE FUNCTION reporting.delivery_counted();
CREATE OR REPLACE TRIGGER z_counted AFTER INSERT OR UPDATE OR DELETE
    ON casework.delivery_person FOR EACH ROW EXECUTE FUNCTION reporting.delivery_counted();
CREATE OR REPLACE TRIGGER z_counted AFTER UPDATE OF born_on, sex, merged_into
    ON casework.person FOR EACH ROW EXECUTE FUNCTION reporting.person_counted();
CREATE OR REPLACE TRIGGER z_counted AFTER INSERT OR UPDATE OF ethnicity
    ON casework.person_detail FOR EACH ROW EXECUTE FUNCTION reporting.person_counted();
CREATE OR REPLACE TRIGGER z_counted AFTER INSERT OR UPDATE ON reference.term
    FOR EACH ROW WHEN (NEW.vocabulary = 'session_attendance') EXECUTE FUNCTION reporting.term_counted();

-- How things are counted may have changed with this or another file.
DELETE FROM reporting.figures_kept;
