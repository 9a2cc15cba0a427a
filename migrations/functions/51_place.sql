-- Places of concern, problem-solving plans and critical incidents (domain.md
-- 10): who may open an incident, what is kept of what it said, and the one
-- object each answer is made of. After 29_triggers.sql.

-- ---- who may open a critical incident -------------------------------------------

-- The incidents the session's user is named on today.
CREATE OR REPLACE FUNCTION access.incidents_named() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me uuid := access.me();
BEGIN
    IF me IS NULL THEN
        RETURN '{}';
    END IF;
    RETURN coalesce((SELECT array_agg(a.incident_id) FROM casework.critical_incident_access a
        WHERE a.user_id = me AND access.today() >= a.valid_from
          AND (a.valid_to IS NULL OR access.today() < a.valid_to)), '{}');
END $$;

-- Nobody opens one without saying what for: it stands in the access log.
CREATE OR REPLACE FUNCTION casework.incident_purpose_required() RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM reference.purpose p
                    WHERE p.code = current_setting('throughline.purpose', true)) THEN
        RAISE EXCEPTION 'Select why you open it' USING ERRCODE = 'TL422', COLUMN = 'purpose';
    END IF;
END $$;

CREATE OR REPLACE FUNCTION casework.incident_required(wanted uuid) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM casework.critical_incident i WHERE i.id = wanted) THEN
        RAISE EXCEPTION 'no such incident' USING ERRCODE = 'TL404';
    END IF;
END $$;

CREATE OR REPLACE FUNCTION casework.place_required(wanted uuid) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM casework.place p WHERE p.id = wanted) THEN
        RAISE EXCEPTION 'no such place' USING ERRCODE = 'TL404';
    END IF;
END $$;

-- ---- what each row does by itself ------------------------------------------------

-- AFTER UPDATE on place, place_plan and critical_incident: what it said is kept.
CREATE OR REPLACE FUNCTION casework.place_kept() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    marks CONSTANT text[] := '{id,version,spoke_id,created_at,created_by,updated_at,updated_by}';
    was jsonb;
BEGIN
    SELECT jsonb_object_agg(o.key, o.value) INTO was
      FROM jsonb_each(to_jsonb(OLD) - marks) AS o
     WHERE o.value IS DISTINCT FROM to_jsonb(NEW) -> o.key;
    IF was IS NOT NULL THEN
        INSERT INTO casework.place_version (kind, subject_id, spoke_id, number, was, replaced_at, replaced_by)
        VALUES (TG_TABLE_NAME, OLD.id, OLD.spoke_id, OLD.version, was, access.moment(), access.actor());
    END IF;
    RETURN NULL;
END $$;

-- AFTER any write of what is about no one young person: the access log.
CREATE OR REPLACE FUNCTION casework.place_written() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM audit.record(CASE TG_OP WHEN 'INSERT' THEN 'create' ELSE 'change' END, TG_TABLE_NAME,
                         NEW.id, NULL, NEW.spoke_id, NULL);
    RETURN NULL;
END $$;

-- Whoever may open an incident reads it in the journeys of those linked: these
-- change with its list, its kind and its day.
CREATE OR REPLACE FUNCTION casework.incident_journeys() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    incident uuid := CASE TG_TABLE_NAME WHEN 'critical_incident' THEN (to_jsonb(NEW) ->> 'id')::uuid
                     ELSE (to_jsonb(NEW) ->> 'incident_id')::uuid END;
BEGIN
    PERFORM casework.journey_raise(p.person_id)
       FROM (SELECT DISTINCT x.person_id FROM casework.critical_incident_person x
              WHERE x.incident_id = incident AND x.person_id IS NOT NULL ORDER BY 1) p;
    RETURN NULL;
END $$;

-- BEFORE INSERT on the access list: somebody with an account who works with
-- young people's records.
CREATE OR REPLACE FUNCTION casework.incident_access_guard() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF access.loading() OR EXISTS (
           SELECT FROM access.user_account u JOIN access.role_grant g ON g.user_id = u.id
             JOIN access.role_permission p ON p.role = g.role
            WHERE u.id = NEW.user_id AND u.disabled_at IS NULL AND p.permission = 'incident.read'
              AND access.today() BETWEEN g.valid_from AND coalesce(g.valid_to, 'infinity')) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'Choose a colleague or panel member' USING ERRCODE = 'TL422', COLUMN = 'user_id';
END $$;

DO $$
DECLARE
    f text;
    t text;
BEGIN
    FOREACH f IN ARRAY ARRAY['access.incidents_named()', 'casework.incident_purpose_required()',
        'casework.incident_required(uuid)', 'casework.place_required(uuid)', 'casework.place_kept()',
        'casework.place_written()', 'casework.incident_journeys()', 'casework.incident_access_guard()'] LOOP
        EXECUTE 'ALTER FUNCTION ' || f || ' OWNER TO throughline_definer';
        EXECUTE 'GRANT EXECUTE ON FUNCTION ' || f || ' TO throughline_server, throughline_owner';
    END LOOP;
    FOREACH t IN ARRAY ARRAY['place', 'place_person', 'place_plan', 'place_plan_action', 'critical_incident',
        'critical_incident_person', 'critical_incident_entry', 'critical_incident_access'] LOOP
        EXECUTE format('CREATE TRIGGER a_born BEFORE INSERT ON casework.%I
                        FOR EACH ROW EXECUTE FUNCTION casework.row_born()', t);
        EXECUTE format('CREATE TRIGGER z_written AFTER INSERT OR UPDATE ON casework.%I
                        FOR EACH ROW EXECUTE FUNCTION casework.%I()', t,
            CASE WHEN t IN ('place_person', 'critical_incident_person') THEN 'row_written' ELSE 'place_written' END);
    END LOOP;
    FOREACH t IN ARRAY ARRAY['place', 'place_plan', 'critical_incident'] LOOP
        EXECUTE format('CREATE TRIGGER b_touch BEFORE UPDATE ON casework.%I
                        FOR EACH ROW EXECUTE FUNCTION casework.row_touch()', t);
        EXECUTE format('CREATE TRIGGER y_kept AFTER UPDATE ON casework.%I
                        FOR EACH ROW EXECUTE FUNCTION casework.place_kept()', t);
    END LOOP;
    FOREACH t IN ARRAY ARRAY['place_person', 'place_plan_action', 'critical_incident_person'] LOOP
        EXECUTE format('CREATE TRIGGER b_version BEFORE UPDATE ON casework.%I
                        FOR EACH ROW EXECUTE FUNCTION casework.row_version()', t);
    END LOOP;
END $$;
CREATE TRIGGER d_somebody BEFORE INSERT ON casework.critical_incident_access
    FOR EACH ROW EXECUTE FUNCTION casework.incident_access_guard();
CREATE TRIGGER y_journeys AFTER INSERT OR UPDATE ON casework.critical_incident_access
    FOR EACH ROW EXECUTE FUNCTION casework.incident_journeys();
CREATE TRIGGER y_journeys AFTER UPDATE ON casework.critical_incident
    FOR EACH ROW EXECUTE FUNCTION casework.incident_journeys();

-- ---- the objects -----------------------------------------------------------------
DROP VIEW IF EXISTS casework.place_object, casework.place_plan_object, casework.critical_incident_object;

CREATE VIEW casework.place_plan_object WITH (security_invoker = true) AS
SELECT n.id, n.version, n.spoke_id, n.place_id, n.created_at, json_build_object(
           'id', n.id, 'version', n.version, 'spoke', spoke.code,
           'place', json_build_object('id', p.id, 'name', p.name), 'stage', n.stage,
           'objective', n.objective, 'scanning', n.scanning, 'analysis', n.analysis,
           'response', n.response, 'assessment', n.assessment,
           'owner', coalesce(casework.colleague(n.owner_user_id) ->> 'name', n.owner_name),
           'owner_user_id', n.owner_user_id, 'owner_name', n.owner_name,
           'review_on', n.review_on, 'ended_on', n.ended_on,
           'review_overdue', coalesce(n.ended_on IS NULL AND n.review_on < access.today(), false),
           'actions', (SELECT coalesce(json_agg(json_build_object('id', a.id, 'version', a.version,
                           'description', a.description, 'owner_name', a.owner_name, 'due_on', a.due_on,
                           'done_on', a.done_on, 'overdue', a.done_on IS NULL AND a.due_on < access.today())
                           ORDER BY a.done_on NULLS FIRST, a.due_on, a.id), '[]')
                         FROM casework.place_plan_action a WHERE a.plan_id = n.id),
           'changes', (SELECT coalesce(json_agg(json_build_object('at', casework.instant(v.replaced_at),
                           'by', casework.colleague(v.replaced_by) ->> 'name', 'was', v.was)
                           ORDER BY v.number DESC), '[]')
                         FROM casework.place_version v WHERE v.kind = 'place_plan' AND v.subject_id = n.id),
           'may_change', n.spoke_id = ANY (access.spokes_with('place.write'))) AS object
  FROM casework.place_plan n
  JOIN reference.spoke spoke ON spoke.id = n.spoke_id
  JOIN casework.place p ON p.id = n.place_id;

CREATE VIEW casework.place_object WITH (security_invoker = true) AS
SELECT p.id, p.version, p.spoke_id, json_build_object(
           'id', p.id, 'version', p.version, 'spoke', spoke.code, 'name', p.name, 'type', p.type,
           'location', p.location, 'source', p.source, 'status', p.status, 'concern', p.concern,
           'noted_on', p.noted_on, 'review_on', p.review_on, 'closed_on', p.closed_on,
           'people', (SELECT coalesce(json_agg(json_build_object('id', l.id, 'version', l.version,
                          'person', json_build_object('id', y.id, 'name', y.display_name),
                          'since', l.since, 'until', l.until, 'note', l.note)
                          ORDER BY l.until DESC NULLS FIRST, y.display_name, l.id), '[]')
                        FROM casework.place_person l JOIN casework.person y ON y.id = l.person_id
                       WHERE l.place_id = p.id),
           'contacts', (SELECT coalesce(json_agg(x.item), '[]')
                          FROM (SELECT i.item FROM casework.contact c JOIN casework.contact_item i ON i.id = c.id
                                 WHERE c.place_id = p.id AND c.in_error_at IS NULL
                                 ORDER BY c.happened_at DESC, c.id LIMIT 50) AS x),
           'incidents', (SELECT coalesce(json_agg(json_build_object('id', i.id, 'title', i.title,
                             'happened_at', casework.instant(i.happened_at)) ORDER BY i.happened_at DESC, i.id), '[]')
                           FROM casework.critical_incident_place l
                           JOIN casework.critical_incident i ON i.id = l.incident_id
                          WHERE l.place_id = p.id),
           'plans', (SELECT coalesce(json_agg(n.object ORDER BY n.created_at DESC, n.id), '[]')
                       FROM casework.place_plan_object n WHERE n.place_id = p.id),
           'changes', (SELECT coalesce(json_agg(json_build_object('at', casework.instant(v.replaced_at),
                           'by', casework.colleague(v.replaced_by) ->> 'name', 'was', v.was)
                           ORDER BY v.number DESC), '[]')
                         FROM casework.place_version v WHERE v.kind = 'place' AND v.subject_id = p.id),
           'may_change', p.spoke_id = ANY (access.spokes_with('place.write'))) AS object
  FROM casework.place p
  JOIN reference.spoke spoke ON spoke.id = p.spoke_id;

CREATE VIEW casework.critical_incident_object WITH (security_invoker = true) AS
SELECT i.id, i.version, i.spoke_id, json_build_object(
           'id', i.id, 'version', i.version, 'spoke', spoke.code, 'kind', i.kind, 'title', i.title,
           'happened_at', casework.instant(i.happened_at), 'summary', i.summary,
           'risk_level', i.risk_level, 'risk_rationale', i.risk_rationale, 'assessed_on', i.assessed_on,
           'assessed_with', i.assessed_with, 'retaliation_level', i.retaliation_level,
           'retaliation_rationale', i.retaliation_rationale, 'tensions', i.tensions,
           'review_on', i.review_on, 'review', i.review, 'ended_on', i.ended_on,
           'people', (SELECT coalesce(json_agg(json_build_object('id', l.id, 'version', l.version,
                          'person_id', y.id, 'name', coalesce(y.display_name, l.name), 'role', l.role,
                          'note', l.note, 'ended_on', l.ended_on, 'end_note', l.end_note)
                          ORDER BY l.ended_on NULLS FIRST, t.position, y.display_name, l.id), '[]')
                        FROM casework.critical_incident_person l
                        JOIN reference.incident_role t ON t.code = l.role
                        LEFT JOIN casework.person y ON y.id = l.person_id
                       WHERE l.incident_id = i.id),
           'places', (SELECT coalesce(json_agg(json_build_object('id', p.id, 'name', p.name) ORDER BY p.name, p.id), '[]')
                        FROM casework.critical_incident_place l JOIN casework.place p ON p.id = l.place_id
                       WHERE l.incident_id = i.id),
           'entries', (SELECT coalesce(json_agg(json_build_object('id', e.id, 'happened_at', casework.instant(e.happened_at),
                           'text', e.text, 'source', e.source, 'by', casework.colleague(e.created_by) ->> 'name',
                           'written_at', casework.instant(e.created_at)) ORDER BY e.happened_at, e.created_at, e.id), '[]')
                         FROM casework.critical_incident_entry e WHERE e.incident_id = i.id),
           'access', (SELECT coalesce(json_agg(json_build_object('id', a.id, 'user', casework.colleague(a.user_id),
                          'reason', a.reason, 'valid_from', a.valid_from, 'valid_to', a.valid_to,
                          'by', casework.colleague(a.created_by) ->> 'name') ORDER BY a.valid_to NULLS FIRST, a.created_at, a.id), '[]')
                        FROM casework.critical_incident_access a WHERE a.incident_id = i.id),
           'changes', (SELECT coalesce(json_agg(json_build_object('at', casework.instant(v.replaced_at),
                           'by', casework.colleague(v.replaced_by) ->> 'name', 'was', v.was) ORDER BY v.number DESC), '[]')
                         FROM casework.place_version v WHERE v.kind = 'critical_incident' AND v.subject_id = i.id),
           'may_change', i.spoke_id = ANY (access.spokes_with('incident.write'))) AS object
  FROM casework.critical_incident i
  JOIN reference.spoke spoke ON spoke.id = i.spoke_id;

DO $$
DECLARE
    v text;
BEGIN
    FOREACH v IN ARRAY ARRAY['place_object', 'place_plan_object', 'critical_incident_object'] LOOP
        EXECUTE format('ALTER VIEW casework.%I OWNER TO throughline_owner', v);
        EXECUTE format('GRANT SELECT ON casework.%I TO throughline_server', v);
    END LOOP;
END $$;
