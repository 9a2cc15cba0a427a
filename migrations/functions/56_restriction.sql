-- Restrictions: set by the spoke's coordinators, who keep the keys. Nobody
-- lifts or loosens what is set against themselves: for them the record, and
-- with it the restriction, is not there.

-- BEFORE INSERT OR UPDATE on restriction.
CREATE OR REPLACE FUNCTION casework.restriction_guard() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    today date := (access.moment() AT TIME ZONE 'Europe/London')::date;
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.ended_at IS NOT NULL THEN
        RAISE EXCEPTION 'This restriction was lifted. Set it again if it is needed.' USING ERRCODE = 'TL409';
    END IF;
    IF NEW.end_reason IS NOT NULL THEN
        NEW.ended_at := access.moment();
        NEW.ended_by := access.actor();
    ELSIF (TG_OP = 'INSERT' OR NEW.review_on <> OLD.review_on)
          AND NEW.review_on NOT BETWEEN today + 1 AND today + 366 THEN
        RAISE EXCEPTION 'The review must be within a year from now' USING ERRCODE = 'TL422', COLUMN = 'review_on';
    END IF;
    RETURN NEW;
END $$;

-- BEFORE INSERT OR UPDATE on restriction_user. A coordinator is blocked only
-- while another of the spoke can open the record: there is never nobody.
CREATE OR REPLACE FUNCTION casework.restriction_user_guard() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    r casework.restriction;
BEGIN
    -- Two at once: the second sees the first.
    SELECT * INTO r FROM casework.restriction x WHERE x.id = NEW.restriction_id FOR UPDATE;
    IF r.ended_at IS NOT NULL OR TG_OP = 'UPDATE' AND OLD.ended_at IS NOT NULL THEN
        RAISE EXCEPTION 'This has ended.' USING ERRCODE = 'TL409';
    END IF;
    IF NEW.end_reason IS NOT NULL THEN
        NEW.ended_at := access.moment();
        NEW.ended_by := access.actor();
        RETURN NEW;
    END IF;
    IF NEW.user_id = access.actor() AND NOT access.loading() THEN
        RAISE EXCEPTION 'Ask another coordinator to put you on the list' USING ERRCODE = 'TL422', COLUMN = 'user_id';
    END IF;
    IF NEW.entry = 'blocked' AND access.is_coordinator(NEW.user_id, r.spoke_id) AND NOT EXISTS (
           SELECT FROM access.role_grant g JOIN access.user_account u ON u.id = g.user_id AND u.disabled_at IS NULL
            WHERE g.role = 'spoke_coordinator' AND coalesce(g.spoke_id, r.spoke_id) = r.spoke_id
              AND g.user_id <> NEW.user_id
              AND access.today() BETWEEN g.valid_from AND coalesce(g.valid_to, 'infinity')
              AND NOT EXISTS (SELECT FROM casework.restriction_user b WHERE b.restriction_id = r.id
                                 AND b.user_id = g.user_id AND b.entry = 'blocked' AND b.ended_at IS NULL)) THEN
        RAISE EXCEPTION 'They are the only coordinator who could open the record. Another must hold the role first'
            USING ERRCODE = 'TL422', COLUMN = 'user_id';
    END IF;
    RETURN NEW;
END $$;

-- As its readers see it. The note says who knows whom: for those who may open
-- the record; the register shows the rest.
DROP VIEW IF EXISTS casework.restriction_object;
CREATE VIEW casework.restriction_object WITH (security_invoker = true) AS
SELECT r.id, r.version, r.spoke_id, r.person_id, r.created_at, r.ended_at, json_build_object(
           'id', r.id, 'version', r.version, 'spoke', s.code,
           'person', (SELECT json_build_object('id', p.id, 'name', p.display_name)
                        FROM casework.person p WHERE p.id = r.person_id),
           'named_only', r.named_only, 'reason', r.reason,
           'note', (SELECT r.note FROM casework.person p WHERE p.id = r.person_id), 'review_on', r.review_on,
           'overdue', r.ended_at IS NULL AND r.review_on < access.today(),
           'set_by', casework.colleague(r.created_by), 'set_at', casework.instant(r.created_at),
           'ended_at', casework.instant(r.ended_at), 'ended_by', casework.colleague(r.ended_by),
           'end_reason', r.end_reason,
           'users', coalesce((SELECT json_agg(json_build_object('id', x.id, 'user', casework.colleague(x.user_id),
                   'entry', x.entry, 'reason', x.reason, 'since', casework.instant(x.created_at),
                   'by', casework.colleague(x.created_by), 'ended_at', casework.instant(x.ended_at),
                   'end_reason', x.end_reason) ORDER BY x.ended_at NULLS FIRST, x.entry, x.created_at)
               FROM casework.restriction_user x WHERE x.restriction_id = r.id), '[]'),
           'may_change', r.ended_at IS NULL
               AND r.spoke_id = ANY (access.spokes_with('restriction.write'))) AS object
  FROM casework.restriction r JOIN reference.spoke s ON s.id = r.spoke_id;

-- For the banner of those who may open it: that some may not, not who.
CREATE OR REPLACE FUNCTION casework.is_restricted(person uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (SELECT FROM casework.restriction r
        WHERE r.person_id = ANY (casework.person_group(person)) AND r.ended_at IS NULL) AND access.meets(person);
$$;
ALTER FUNCTION casework.is_restricted(uuid) OWNER TO throughline_definer;
GRANT EXECUTE ON FUNCTION casework.is_restricted(uuid) TO throughline_server;

DO $$
DECLARE
    f text;
    k record;
    t text;
BEGIN
    FOREACH f IN ARRAY ARRAY['restriction_guard()', 'restriction_user_guard()'] LOOP
        EXECUTE 'ALTER FUNCTION casework.' || f || ' OWNER TO throughline_definer';
        EXECUTE 'GRANT EXECUTE ON FUNCTION casework.' || f || ' TO throughline_owner';
    END LOOP;
    ALTER VIEW casework.restriction_object OWNER TO throughline_owner;
    GRANT SELECT ON casework.restriction_object TO throughline_server;

    FOREACH t IN ARRAY ARRAY['restriction', 'restriction_user'] LOOP
        EXECUTE format('CREATE TRIGGER a_born BEFORE INSERT ON casework.%I
                        FOR EACH ROW EXECUTE FUNCTION casework.row_born()', t);
        EXECUTE format('CREATE TRIGGER c_guard BEFORE INSERT OR UPDATE ON casework.%I
                        FOR EACH ROW EXECUTE FUNCTION casework.%I()', t, t || '_guard');
        EXECUTE format('CREATE TRIGGER z_written AFTER INSERT OR UPDATE ON casework.%I
                        FOR EACH ROW EXECUTE FUNCTION casework.row_written()', t);
        EXECUTE format('CREATE TRIGGER zz_sight AFTER INSERT OR UPDATE ON casework.%I
                        FOR EACH STATEMENT EXECUTE FUNCTION access.sight_changed()', t);
    END LOOP;

    -- Every key that says "a young person this spoke knows".
    FOR k IN SELECT c.conrelid::regclass AS relation, c.conname, a.attname FROM pg_constraint c
               JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
              WHERE c.contype = 'f' AND c.confrelid = 'casework.person_spoke'::regclass
                AND c.conname NOT IN ('restriction_person_known_fkey', 'earlier_version_person_known_fkey',
                                      'disclosure_person_known_fkey') LOOP
        EXECUTE format('CREATE TRIGGER %I BEFORE INSERT OR UPDATE OF %I ON %s
                        FOR EACH ROW EXECUTE FUNCTION casework.withheld_guard(%L, %L)',
                       'a_withheld_' || k.attname, k.attname, k.relation, k.conname, k.attname);
    END LOOP;
END $$;
CREATE TRIGGER b_touch BEFORE UPDATE ON casework.restriction
    FOR EACH ROW EXECUTE FUNCTION casework.row_touch();
CREATE TRIGGER zz_sight AFTER INSERT OR UPDATE ON casework.person_merge
    FOR EACH STATEMENT EXECUTE FUNCTION access.sight_changed();
