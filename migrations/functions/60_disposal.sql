-- Holds and disposals: what the database itself refuses, the certificate, and
-- what an answer shows. What becomes of each table: 58_disposal_plan.sql.

-- Whose record a reference names, in the spokes where the reader may hold it.
CREATE OR REPLACE FUNCTION casework.hold_person(reference_ text, OUT person uuid, OUT spoke integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF nullif(btrim(reference_), '') IS NULL THEN -- then it is of a spoke
        RETURN;
    END IF;
    SELECT x.person_id, x.spoke_id INTO person, spoke FROM (
        SELECT e.person_id, e.spoke_id FROM casework.episode e WHERE e.reference = upper(btrim(reference_))
         UNION ALL
        SELECT r.person_id, r.spoke_id FROM casework.referral r
         WHERE r.reference = upper(btrim(reference_)) AND r.person_id IS NOT NULL) AS x
     WHERE x.spoke_id = ANY (access.spokes_with('retention.hold')) AND x.person_id <> ALL (access.withheld());
    IF person IS NULL THEN
        RAISE EXCEPTION 'There is no case of that reference. Check it, for example BR-E26-0417'
            USING ERRCODE = 'TL422', COLUMN = 'reference';
    END IF;
END $$;

-- BEFORE INSERT OR UPDATE on retention_hold: it is lifted, never changed.
CREATE OR REPLACE FUNCTION casework.hold_guard() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        NEW.created_at := access.moment();
        NEW.created_by := access.actor();
        IF NEW.spoke_id IS NULL THEN
            RAISE EXCEPTION 'Enter the reference of the case, or select a spoke to hold all its records'
                USING ERRCODE = 'TL422', COLUMN = 'reference';
        END IF;
        IF NEW.until_on < access.today() THEN
            RAISE EXCEPTION 'The last day of the hold must be today or later' USING ERRCODE = 'TL422', COLUMN = 'until_on';
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.ended_at IS NOT NULL THEN
        RAISE EXCEPTION 'This hold has been lifted.' USING ERRCODE = 'TL409';
    END IF;
    NEW.ended_at := access.moment();
    NEW.ended_by := access.actor();
    RETURN NEW;
END $$;

-- What stands against disposing of a record now, in words, or NULL.
CREATE OR REPLACE FUNCTION casework.disposal_hindered(person uuid, referral uuid, spoke integer) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    known record;
    reasons text[];
BEGIN
    SELECT * INTO known FROM casework.retention_known(person, referral);
    reasons := CASE WHEN person IS NULL THEN casework.held('{}', ARRAY[spoke]) ELSE casework.person_held(person) END;
    RETURN CASE
        WHEN known.open_work IS NOT NULL THEN known.open_work || ' It cannot be disposed of.'
        WHEN cardinality(reasons) > 0 THEN 'The record is held: ' || (
            SELECT string_agg(lower(t.label), ', ' ORDER BY t.position) FROM reference.legal_hold_reason t WHERE t.code = ANY (reasons))
            || '. Lift the hold first.'
        WHEN known.due_on IS NULL THEN 'Nothing says from when the record counts. It cannot be disposed of.'
        WHEN known.due_on > access.today() THEN 'The record is kept until ' || to_char(known.due_on, 'FMDD FMMonth YYYY') || '.'
        WHEN person IS NOT NULL AND EXISTS (SELECT FROM casework.person p WHERE p.id = person AND p.disposal_id IS NOT NULL)
            THEN 'The record has been disposed of.' END;
END $$;

-- BEFORE DELETE, or UPDATE of disposal_id, on person: what is held stays. It
-- does not stand aside for the role that erases, nor for the owner.
CREATE OR REPLACE FUNCTION casework.person_kept() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND (NEW.disposal_id IS NOT DISTINCT FROM OLD.disposal_id) THEN
        RETURN NEW;
    END IF;
    IF cardinality(casework.person_held(OLD.id)) > 0 THEN
        RAISE EXCEPTION 'The record is held: lift the hold first.' USING ERRCODE = 'TL409';
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.disposal_id IS NOT NULL THEN
        RAISE EXCEPTION 'The record has been disposed of.' USING ERRCODE = 'TL409';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;

-- BEFORE INSERT on what begins new work with somebody: not with what is left of
-- a record that was disposed of.
CREATE OR REPLACE FUNCTION casework.person_not_disposed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM casework.person p WHERE p.id = NEW.person_id AND p.disposal_id IS NOT NULL) THEN
        RAISE EXCEPTION 'This record was disposed of. Make a new one.' USING ERRCODE = 'TL409';
    END IF;
    RETURN NEW;
END $$;

-- Every figure of the years in which somebody took part, as one hash: the same
-- before a disposal and after it, or the disposal does not happen.
CREATE OR REPLACE FUNCTION casework.disposal_figures(people uuid[]) RETURNS text
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH part AS (
        SELECT s.spoke_id, reporting.year_of((s.planned_at AT TIME ZONE 'Europe/London')::date) AS year
          FROM casework.session s WHERE s.person_id = ANY (people)
         UNION SELECT d.spoke_id, reporting.year_of(d.started_on)
          FROM casework.delivery_person x JOIN casework.delivery d ON d.id = x.delivery_id WHERE x.person_id = ANY (people)),
    quarter AS (
        SELECT p.spoke_id, (p.year + make_interval(months => 3 * n))::date AS from_
          FROM part p CROSS JOIN generate_series(0, 3) AS n)
    SELECT encode(sha256(convert_to(coalesce(string_agg(concat_ws(':', q.spoke_id, q.from_, c.intervention_id, c.measure,
               c.category, c.value), '|' ORDER BY q.spoke_id, q.from_, c.intervention_id, c.measure, c.category), ''), 'UTF8')), 'hex')
      FROM quarter q CROSS JOIN LATERAL reporting.counted(q.spoke_id, q.from_, (q.from_ + interval '3 months')::date) c;
$$;

-- What was done, under which rule, by whom and when; it names no young person.
CREATE OR REPLACE FUNCTION casework.disposal_certificate(d casework.disposal, people uuid[], tables jsonb, figures text)
RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    rule reference.retention_rule := reference.retention_rule_for(d.category, d.spoke_id);
BEGIN
    RETURN jsonb_build_object(
        'number', (SELECT s.reference_prefix FROM reference.spoke s WHERE s.id = d.spoke_id) || '-D' || lpad(d.number::text, 4, '0'),
        'spoke', (SELECT s.name FROM reference.spoke s WHERE s.id = d.spoke_id),
        'references', d.record_references, 'records', cardinality(people), 'category', d.category,
        'rule', (SELECT t.detail ->> 'rule' FROM reference.retention_category t WHERE t.code = d.category),
        'rule_source', rule.source, 'due_on', d.due_on, 'reason', d.reason,
        'proposed_by', casework.colleague(d.created_by) ->> 'name', 'proposed_at', casework.instant(d.created_at),
        'disposed_by', casework.colleague(d.decided_by) ->> 'name', 'disposed_at', casework.instant(d.decided_at),
        'tables', tables,
        'erased', (SELECT coalesce(sum((t ->> 'rows')::bigint), 0) FROM jsonb_array_elements(tables) t WHERE t ->> 'treatment' = 'erase'),
        'blanked', (SELECT coalesce(sum((t ->> 'rows')::bigint), 0) FROM jsonb_array_elements(tables) t WHERE t ->> 'treatment' = 'blank'),
        'log_rows_kept', (SELECT count(*) FROM audit.access_log l WHERE l.person_id = ANY (people)),
        'figures', figures);
END $$;

-- The disposal itself, in the transaction that decides it.
CREATE OR REPLACE FUNCTION casework.disposal_done(d casework.disposal) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    people uuid[] := CASE WHEN d.person_id IS NULL THEN '{}' ELSE casework.person_group(d.person_id) END;
    before_ text;
    tables jsonb;
BEGIN
    PERFORM FROM casework.person p WHERE p.id = ANY (people) ORDER BY p.id FOR UPDATE;
    before_ := casework.disposal_figures(people);
    tables := casework.disposal_carry_out(people, d.referral_id, d.id);
    IF casework.disposal_figures(people) <> before_ THEN
        RAISE EXCEPTION 'Figures of past quarters would change: nothing was disposed of.' USING ERRCODE = 'TL409';
    END IF;
    PERFORM audit.record('remove', CASE WHEN d.person_id IS NULL THEN 'referral' ELSE 'person' END,
                         coalesce(d.person_id, d.referral_id), d.person_id, d.spoke_id, jsonb_build_object('disposal', d.id));
    PERFORM casework.journey_raise(x) FROM unnest(people) AS x ORDER BY x;
    RETURN casework.disposal_certificate(d, people, tables, before_);
END $$;

-- BEFORE INSERT OR UPDATE OR DELETE on disposal, after the state guard.
CREATE OR REPLACE FUNCTION casework.disposal_guard() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    hindered text;
BEGIN
    IF TG_OP = 'DELETE' OR TG_OP = 'UPDATE' AND OLD.state <> 'proposed' THEN
        RAISE EXCEPTION 'This has been decided: it stays as it is.' USING ERRCODE = 'TL409';
    END IF;
    IF TG_OP = 'INSERT' THEN
        NEW.person_id := casework.person_survivor(NEW.person_id);
        NEW.record_references := casework.record_references(casework.person_group(NEW.person_id), NEW.referral_id);
        NEW.created_at := access.moment();
        NEW.created_by := access.actor();
    ELSIF NEW.state = OLD.state THEN
        RETURN NEW;
    ELSE
        NEW.decided_at := access.moment();
        NEW.decided_by := access.actor();
    END IF;
    IF NEW.state IN ('proposed', 'disposed') THEN
        hindered := casework.disposal_hindered(NEW.person_id, NEW.referral_id, NEW.spoke_id);
        IF hindered IS NOT NULL THEN
            RAISE EXCEPTION '%', hindered USING ERRCODE = 'TL409';
        END IF;
        SELECT k.category, k.due_on INTO NEW.category, NEW.due_on
          FROM casework.retention_known(NEW.person_id, NEW.referral_id) k;
    END IF;
    IF NEW.state = 'disposed' THEN
        IF NOT access.recently_confirmed() THEN
            RAISE EXCEPTION 'signed in too long ago' USING ERRCODE = 'TLR03';
        END IF;
        IF NEW.decided_by = NEW.created_by THEN
            RAISE EXCEPTION 'You proposed this: somebody else decides.' USING ERRCODE = 'TL409';
        END IF;
        NEW.certificate := casework.disposal_done(NEW);
        NEW.certificate_hash := sha256(convert_to(NEW.certificate::text, 'UTF8'));
    END IF;
    RETURN NEW;
END $$;

-- ---- what an answer shows ---------------------------------------------------------------
DROP VIEW IF EXISTS casework.retention_hold_object, casework.disposal_object;
CREATE VIEW casework.retention_hold_object WITH (security_invoker = true) AS
SELECT h.id, h.version, h.spoke_id, h.person_id, h.created_at, h.ended_at, json_build_object(
           'id', h.id, 'version', h.version, 'spoke', s.code, 'reference', h.reference,
           'person', (SELECT json_build_object('id', p.id, 'name', p.display_name)
                        FROM casework.person p WHERE p.id = h.person_id),
           'whole_spoke', h.person_id IS NULL, 'reason', h.reason, 'note', h.note, 'from_on', h.from_on,
           'until_on', h.until_on, 'set_by', casework.colleague(h.created_by), 'set_at', casework.instant(h.created_at),
           'in_force', h.ended_at IS NULL AND access.today() BETWEEN h.from_on AND coalesce(h.until_on, 'infinity'),
           'ended_at', casework.instant(h.ended_at), 'ended_by', casework.colleague(h.ended_by), 'end_reason', h.end_reason,
           'may_lift', h.ended_at IS NULL AND h.spoke_id = ANY (access.spokes_with('retention.hold'))) AS object
  FROM casework.retention_hold h JOIN reference.spoke s ON s.id = h.spoke_id;

CREATE VIEW casework.disposal_object WITH (security_invoker = true) AS
SELECT d.id, d.version, d.spoke_id, d.person_id, d.created_at, d.state, json_build_object(
           'id', d.id, 'version', d.version, 'state', d.state, 'spoke', s.code, 'spoke_name', s.name,
           'number', s.reference_prefix || '-D' || lpad(d.number::text, 4, '0'),
           'references', d.record_references,
           'person', (SELECT json_build_object('id', p.id, 'name', p.display_name)
                        FROM casework.person p WHERE p.id = d.person_id),
           'category', d.category, 'due_on', d.due_on, 'reason', d.reason,
           'proposed_by', casework.colleague(d.created_by), 'proposed_at', casework.instant(d.created_at),
           'decided_by', casework.colleague(d.decided_by), 'decided_at', casework.instant(d.decided_at),
           'note', d.state_note, 'certificate', d.certificate, 'hash', encode(d.certificate_hash, 'hex'),
           'hash_holds', d.certificate_hash = sha256(convert_to(d.certificate::text, 'UTF8')),
           'moves', casework.moves('disposal', d.state, d.spoke_id)) AS object
  FROM casework.disposal d JOIN reference.spoke s ON s.id = d.spoke_id;

DO $$
DECLARE
    f text;
    t text;
BEGIN
    FOREACH f IN ARRAY ARRAY['hold_person(text)', 'hold_guard()', 'disposal_hindered(uuid, uuid, integer)', 'person_kept()',
        'person_not_disposed()', 'disposal_figures(uuid[])', 'disposal_certificate(casework.disposal, uuid[], jsonb, text)',
        'disposal_done(casework.disposal)', 'disposal_guard()'] LOOP
        EXECUTE 'ALTER FUNCTION casework.' || f || ' OWNER TO throughline_definer';
        EXECUTE 'GRANT EXECUTE ON FUNCTION casework.' || f || ' TO throughline_owner';
    END LOOP;
    ALTER VIEW casework.retention_hold_object OWNER TO throughline_owner;
    ALTER VIEW casework.disposal_object OWNER TO throughline_owner;
    GRANT SELECT ON casework.retention_hold_object, casework.disposal_object TO throughline_server;
    FOREACH t IN ARRAY ARRAY['retention_hold', 'disposal'] LOOP
        EXECUTE format('CREATE TRIGGER b_touch BEFORE UPDATE ON casework.%I
                        FOR EACH ROW EXECUTE FUNCTION casework.row_touch()', t);
        EXECUTE format('CREATE TRIGGER z_written AFTER INSERT OR UPDATE ON casework.%I
                        FOR EACH ROW EXECUTE FUNCTION casework.row_written()', t);
    END LOOP;
    FOREACH t IN ARRAY ARRAY['episode', 'person_name', 'person_fact'] LOOP
        EXECUTE format('CREATE TRIGGER d_not_disposed BEFORE INSERT ON casework.%I
                        FOR EACH ROW EXECUTE FUNCTION casework.person_not_disposed()', t);
    END LOOP;
END $$;
GRANT EXECUTE ON FUNCTION casework.hold_person(text) TO throughline_server;
CREATE TRIGGER d_not_disposed BEFORE INSERT OR UPDATE OF person_id ON casework.referral
    FOR EACH ROW WHEN (NEW.person_id IS NOT NULL) EXECUTE FUNCTION casework.person_not_disposed();
CREATE TRIGGER c_guard BEFORE INSERT OR UPDATE ON casework.retention_hold
    FOR EACH ROW EXECUTE FUNCTION casework.hold_guard();
CREATE TRIGGER c_state_guard BEFORE INSERT OR UPDATE OF state ON casework.disposal
    FOR EACH ROW EXECUTE FUNCTION casework.state_guard('disposal');
CREATE TRIGGER d_guard BEFORE INSERT OR UPDATE OR DELETE ON casework.disposal
    FOR EACH ROW EXECUTE FUNCTION casework.disposal_guard();
CREATE TRIGGER y_state_record AFTER INSERT OR UPDATE OF state ON casework.disposal
    FOR EACH ROW EXECUTE FUNCTION casework.state_record('disposal');
CREATE TRIGGER d_held BEFORE DELETE OR UPDATE OF disposal_id ON casework.person
    FOR EACH ROW EXECUTE FUNCTION casework.person_kept();
