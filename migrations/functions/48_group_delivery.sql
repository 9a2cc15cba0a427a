-- Sessions of several named young people, and what is delivered without names.

-- ---- sessions of a group ----------------------------------------------------------

-- BEFORE INSERT on group_session: the provider is the intervention's.
CREATE OR REPLACE FUNCTION casework.group_session_made() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    offered casework.intervention;
BEGIN
    SELECT * INTO offered FROM casework.intervention i WHERE i.id = NEW.intervention_id;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'Select the intervention' USING ERRCODE = 'TL422', COLUMN = 'intervention_id';
    END IF;
    NEW.provider_agency_id := offered.provider_agency_id;
    RETURN NEW;
END $$;

-- BEFORE INSERT OR UPDATE on group_session.
CREATE OR REPLACE FUNCTION casework.group_session_guard() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF access.loading() THEN
        RETURN NEW;
    END IF;
    IF NEW.happened AND NEW.planned_at > access.moment() + interval '5 minutes' THEN
        RAISE EXCEPTION 'A session in the future cannot have happened yet'
            USING ERRCODE = 'TL422', COLUMN = 'planned_at';
    END IF;
    -- Whoever books it holds it: whether they may is the policies' to say.
    IF NEW.worker_user_id <> access.me()
       AND (TG_OP = 'INSERT' OR NEW.worker_user_id IS DISTINCT FROM OLD.worker_user_id)
       AND NOT casework.may_deliver(NEW.worker_user_id, NEW.provider_agency_id, NEW.spoke_id) THEN
        RAISE EXCEPTION 'Choose somebody who works for the provider or the spoke'
            USING ERRCODE = 'TL422', COLUMN = 'worker_user_id';
    END IF;
    RETURN NEW;
END $$;

-- AFTER UPDATE on group_session: when, how long and how are the session's of
-- each of them, too.
CREATE OR REPLACE FUNCTION casework.group_session_moved() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE casework.session s SET planned_at = NEW.planned_at, minutes = NEW.minutes, mode = NEW.mode
     WHERE s.group_session_id = NEW.id AND s.cancelled_at IS NULL
       AND (s.planned_at, s.minutes, s.mode) IS DISTINCT FROM (NEW.planned_at, NEW.minutes, NEW.mode);
    RETURN NULL;
END $$;

-- Books those the form names who are not booked yet, and writes down how each
-- of them attended; who is not booked after all is taken out before it is
-- logged. `members`: [{allocation_id, attendance, engagement, note, booked}].
-- With the caller's own rights: whom they may not see cannot be booked.
CREATE OR REPLACE FUNCTION casework.group_session_book(wanted uuid, members jsonb) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    held casework.group_session;
    told integer := jsonb_array_length(members);
    fitting integer;
BEGIN
    SELECT * INTO STRICT held FROM casework.group_session g WHERE g.id = wanted;
    SELECT count(DISTINCT l.id) INTO fitting
      FROM jsonb_to_recordset(members) AS m(allocation_id uuid)
      JOIN casework.allocation l ON l.id = m.allocation_id
       AND l.intervention_id = held.intervention_id AND l.spoke_id = held.spoke_id;
    IF fitting <> told THEN
        RAISE EXCEPTION 'Choose young people who take part in this intervention, each of them once'
            USING ERRCODE = 'TL422', COLUMN = 'members';
    END IF;
    DELETE FROM casework.session s
     USING jsonb_to_recordset(members) AS m(allocation_id uuid, booked boolean)
     WHERE s.group_session_id = wanted AND s.allocation_id = m.allocation_id
       AND m.booked = false AND s.happened IS NULL;
    UPDATE casework.session s
       SET happened = CASE WHEN m.attendance IS NOT NULL THEN held.happened END,
           attendance = m.attendance, engagement = m.engagement, note = coalesce(m.note, s.note)
      FROM jsonb_to_recordset(members) AS m(allocation_id uuid, attendance text, engagement text, note text, booked boolean)
     WHERE s.group_session_id = wanted AND s.allocation_id = m.allocation_id
       AND m.booked IS DISTINCT FROM false;
    INSERT INTO casework.session (id, spoke_id, person_id, allocation_id, provider_agency_id, planned_at,
        minutes, mode, happened, attendance, engagement, note, worker_user_id, group_session_id)
    SELECT gen_random_uuid(), l.spoke_id, l.person_id, l.id, l.provider_agency_id, held.planned_at,
           held.minutes, held.mode, CASE WHEN m.attendance IS NOT NULL THEN held.happened END,
           m.attendance, m.engagement, m.note, held.worker_user_id, held.id
      FROM jsonb_to_recordset(members) AS m(allocation_id uuid, attendance text, engagement text, note text, booked boolean)
      JOIN casework.allocation l ON l.id = m.allocation_id
     WHERE m.booked IS DISTINCT FROM false AND NOT EXISTS (SELECT FROM casework.session s
                        WHERE s.group_session_id = wanted AND s.allocation_id = m.allocation_id);
END $$;

-- AFTER INSERT OR UPDATE OF planned_at on a session of a group that lies
-- ahead: those in conflict are not brought together without a reason. Nobody
-- is told who or why by this; that is the spoke's to know.
CREATE OR REPLACE FUNCTION casework.group_session_rivals() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    rivals uuid[] := casework.rivals_of(NEW.person_id);
    reason_ text;
BEGIN
    IF cardinality(rivals) = 0 OR NOT EXISTS (SELECT FROM casework.session s
            WHERE s.person_id = ANY (rivals) AND s.provider_agency_id = NEW.provider_agency_id
              AND s.cancelled_at IS NULL AND s.happened IS NULL
              AND s.planned_at > NEW.planned_at - interval '1 day'
              AND s.planned_at < NEW.planned_at + coalesce(NEW.minutes, 60) * interval '1 minute'
              AND s.planned_at + coalesce(s.minutes, 60) * interval '1 minute' > NEW.planned_at) THEN
        RETURN NULL;
    END IF;
    SELECT g.go_on_reason INTO reason_ FROM casework.group_session g WHERE g.id = NEW.group_session_id;
    IF reason_ IS NULL THEN
        RAISE EXCEPTION 'These young people should not be booked together: ask the spoke. To go on, say why'
            USING ERRCODE = 'TL422', COLUMN = 'go_on_reason';
    END IF;
    INSERT INTO casework.allocation_warning (allocation_id, spoke_id, person_id, warning, said, reason,
                                             step, at, by_user)
    VALUES (NEW.allocation_id, NEW.spoke_id, NEW.person_id, 'rival',
            'Booked at the same time as someone they are in conflict with', reason_,
            'group_session', access.moment(), access.actor());
    RETURN NULL;
END $$;

DROP VIEW IF EXISTS casework.group_session_object, casework.delivery_object;
CREATE VIEW casework.group_session_object WITH (security_invoker = true) AS
SELECT g.id, g.version, g.spoke_id, g.provider_agency_id, g.planned_at, json_build_object(
           'id', g.id, 'version', g.version, 'spoke', spoke.code,
           'intervention', json_build_object('id', i.id, 'name', i.name),
           'provider', json_build_object('code', a.code, 'name', a.name),
           'planned_at', casework.instant(g.planned_at), 'minutes', g.minutes, 'mode', g.mode,
           'place', g.place, 'note', g.note, 'happened', g.happened,
           'to_log', g.happened IS NULL AND g.planned_at < now(),
           'went_on', g.go_on_reason IS NOT NULL, 'worker', casework.colleague(g.worker_user_id),
           'members', (SELECT coalesce(json_agg(json_build_object('session_id', s.id,
                   'allocation_id', s.allocation_id, 'person', json_build_object('id', p.id,
                       'name', p.display_name, 'contact_safety', p.contact_safety),
                   'attendance', s.attendance, 'engagement', s.engagement, 'note', s.note,
                   'cancelled', s.cancelled_at IS NOT NULL) ORDER BY p.display_name, p.id), '[]')
                 FROM casework.session s JOIN casework.person p ON p.id = s.person_id
                WHERE s.group_session_id = g.id),
           'updated_at', casework.instant(g.updated_at)) AS object
  FROM casework.group_session g
  JOIN reference.spoke spoke ON spoke.id = g.spoke_id
  JOIN casework.intervention i ON i.id = g.intervention_id
  JOIN reference.agency a ON a.id = g.provider_agency_id;

-- ---- without names ----------------------------------------------------------------

-- BEFORE INSERT on delivery.
CREATE OR REPLACE FUNCTION casework.delivery_made() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    offered casework.intervention;
BEGIN
    SELECT * INTO offered FROM casework.intervention i WHERE i.id = NEW.intervention_id;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'Select the intervention' USING ERRCODE = 'TL422', COLUMN = 'intervention_id';
    END IF;
    NEW.provider_agency_id := offered.provider_agency_id;
    IF NEW.ended_on > access.today() AND NOT access.loading() THEN
        RAISE EXCEPTION 'The last date must be today or in the past'
            USING ERRCODE = 'TL422', COLUMN = 'ended_on';
    END IF;
    RETURN NEW;
END $$;

-- How many of a delivery have a name by now, of one age.
CREATE OR REPLACE FUNCTION casework.delivery_named(wanted uuid, band text) RETURNS integer
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT count(*)::integer FROM casework.delivery_person x
     WHERE x.delivery_id = wanted AND x.age_band = band AND x.person_id <> ALL (access.withheld());
$$;

-- BEFORE UPDATE on delivery: what it said is kept, with the reason; it never
-- counts fewer than are known by name.
CREATE OR REPLACE FUNCTION casework.delivery_corrected() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF OLD.in_error_at IS NOT NULL THEN
        RAISE EXCEPTION 'This was recorded in error: it no longer changes.' USING ERRCODE = 'TL409';
    END IF;
    IF NEW.ended_on > access.today() THEN
        RAISE EXCEPTION 'The last date must be today or in the past'
            USING ERRCODE = 'TL422', COLUMN = 'ended_on';
    END IF;
    IF NEW.under_18 < casework.delivery_named(NEW.id, '0_17')
       OR NEW.aged_18_24 < casework.delivery_named(NEW.id, '18_24')
       OR NEW.aged_25_plus < casework.delivery_named(NEW.id, '25_plus') THEN
        RAISE EXCEPTION 'More than that are linked by name' USING ERRCODE = 'TL422', COLUMN =
            CASE WHEN NEW.under_18 < casework.delivery_named(NEW.id, '0_17') THEN 'under_18'
                 WHEN NEW.aged_18_24 < casework.delivery_named(NEW.id, '18_24') THEN 'aged_18_24'
                 ELSE 'aged_25_plus' END;
    END IF;
    INSERT INTO casework.delivery_version (delivery_id, version, spoke_id, said, reason, at, by_user)
    VALUES (OLD.id, OLD.version, OLD.spoke_id,
            to_jsonb(OLD) - '{id,spoke_id,provider_agency_id,created_by,updated_by}'::text[],
            NEW.change_reason, access.moment(), access.actor());
    RETURN NEW;
END $$;

-- BEFORE INSERT on delivery_person: one of those counted, of their age then.
-- Two who are linked at once wait for each other.
CREATE OR REPLACE FUNCTION casework.delivery_linked() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    held casework.delivery;
    born date;
    years integer;
    counted integer;
BEGIN
    SELECT * INTO held FROM casework.delivery d WHERE d.id = NEW.delivery_id FOR UPDATE;
    SELECT p.born_on INTO born FROM casework.person p WHERE p.id = NEW.person_id;
    IF held.in_error_at IS NOT NULL THEN
        RAISE EXCEPTION 'This was recorded in error: nobody can be linked to it.' USING ERRCODE = 'TL409';
    END IF;
    years := date_part('year', age(held.started_on, born));
    IF years IS NULL AND NEW.age_band IS NULL THEN
        RAISE EXCEPTION 'Select how old they were: their date of birth is not known'
            USING ERRCODE = 'TL422', COLUMN = 'age_band';
    END IF;
    NEW.age_band := CASE WHEN years IS NULL THEN NEW.age_band WHEN years < 18 THEN '0_17'
                         WHEN years < 25 THEN '18_24' ELSE '25_plus' END;
    counted := CASE NEW.age_band WHEN '0_17' THEN held.under_18 WHEN '18_24' THEN held.aged_18_24
                                 WHEN '25_plus' THEN held.aged_25_plus ELSE 0 END;
    IF casework.delivery_named(NEW.delivery_id, NEW.age_band) >= counted THEN
        RAISE EXCEPTION 'Everybody counted at that age is linked already: correct the headcount first'
            USING ERRCODE = 'TL422', COLUMN = 'person_id';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION casework.delivery_required(wanted uuid) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM casework.delivery d WHERE d.id = wanted) THEN
        RAISE EXCEPTION 'no such delivery' USING ERRCODE = 'TL404';
    END IF;
END $$;

CREATE VIEW casework.delivery_object WITH (security_invoker = true) AS
SELECT d.id, d.version, d.spoke_id, d.provider_agency_id, d.started_on, json_build_object(
           'id', d.id, 'version', d.version, 'spoke', spoke.code, 'spoke_name', spoke.short_name,
           'intervention', json_build_object('id', i.id, 'name', i.name),
           'provider', json_build_object('code', a.code, 'name', a.name),
           'started_on', d.started_on, 'ended_on', d.ended_on, 'place', d.place, 'school', d.school,
           'sessions', d.sessions, 'under_18', d.under_18, 'aged_18_24', d.aged_18_24,
           'aged_25_plus', d.aged_25_plus, 'parents_carers', d.parents_carers,
           'professionals', d.professionals, 'headcount_kind', d.headcount_kind,
           'young_people', d.under_18 + d.aged_18_24, 'note', d.note,
           'in_error', d.in_error_at IS NOT NULL, 'change_reason', d.change_reason,
           'named', CASE WHEN d.spoke_id = ANY (access.spokes_with('scope.case'))
                         THEN (SELECT count(*) FROM casework.delivery_person x WHERE x.delivery_id = d.id) END,
           'may_change', d.in_error_at IS NULL AND d.spoke_id = ANY (access.spokes_with('delivery.write')),
           'may_link', d.in_error_at IS NULL AND d.spoke_id = ANY (access.spokes_with('allocation.write')),
           'people', (SELECT coalesce(json_agg(json_build_object('id', x.id,
                   'person', json_build_object('id', p.id, 'name', p.display_name), 'age_band', x.age_band)
                   ORDER BY p.display_name, p.id), '[]')
                 FROM casework.delivery_person x
                CROSS JOIN LATERAL (SELECT casework.person_survivor(x.person_id) AS id OFFSET 0) AS stands_for
                 JOIN casework.person p ON p.id = stands_for.id
                WHERE x.delivery_id = d.id),
           'versions', (SELECT coalesce(json_agg(json_build_object('version', v.version,
                   'at', casework.instant(v.at), 'by', casework.colleague(v.by_user) ->> 'name',
                   'reason', v.reason, 'said', v.said) ORDER BY v.version DESC), '[]')
                 FROM casework.delivery_version v WHERE v.delivery_id = d.id),
           'recorded_by', casework.colleague(d.created_by) ->> 'name',
           'created_at', casework.instant(d.created_at),
           'updated_at', casework.instant(d.updated_at)) AS object
  FROM casework.delivery d
  JOIN reference.spoke spoke ON spoke.id = d.spoke_id
  JOIN casework.intervention i ON i.id = d.intervention_id
  JOIN reference.agency a ON a.id = d.provider_agency_id;

DO $$
DECLARE
    name_ text;
BEGIN
    FOREACH name_ IN ARRAY ARRAY['group_session_made()', 'group_session_guard()', 'group_session_moved()',
        'group_session_book(uuid, jsonb)', 'group_session_rivals()', 'delivery_made()',
        'delivery_named(uuid, text)', 'delivery_corrected()', 'delivery_linked()',
        'delivery_required(uuid)'] LOOP
        EXECUTE format('ALTER FUNCTION casework.%s OWNER TO %s', name_,
            CASE WHEN name_ ~ '^group_session_book|required' THEN 'throughline_owner' ELSE 'throughline_definer' END);
        EXECUTE 'GRANT EXECUTE ON FUNCTION casework.' || name_ || ' TO throughline_owner, throughline_server';
    END LOOP;
    FOREACH name_ IN ARRAY ARRAY['group_session_object', 'delivery_object'] LOOP
        EXECUTE format('ALTER VIEW casework.%I OWNER TO throughline_owner', name_);
        EXECUTE format('GRANT SELECT ON casework.%I TO throughline_server', name_);
    END LOOP;
    FOREACH name_ IN ARRAY ARRAY['group_session', 'delivery', 'delivery_person'] LOOP
        EXECUTE format('CREATE TRIGGER a_born BEFORE INSERT ON casework.%I
                        FOR EACH ROW EXECUTE FUNCTION casework.row_born()', name_);
    END LOOP;
    FOREACH name_ IN ARRAY ARRAY['group_session', 'delivery'] LOOP
        EXECUTE format('CREATE TRIGGER b_touch BEFORE UPDATE ON casework.%I
                        FOR EACH ROW EXECUTE FUNCTION casework.row_touch()', name_);
        EXECUTE format('CREATE TRIGGER z_written AFTER INSERT OR UPDATE ON casework.%I
                        FOR EACH ROW EXECUTE FUNCTION casework.meeting_written()', name_);
    END LOOP;
END $$;

CREATE TRIGGER c_made BEFORE INSERT ON casework.group_session
    FOR EACH ROW EXECUTE FUNCTION casework.group_session_made();
CREATE TRIGGER d_group_session BEFORE INSERT OR UPDATE ON casework.group_session
    FOR EACH ROW EXECUTE FUNCTION casework.group_session_guard();
CREATE TRIGGER y_moved AFTER UPDATE ON casework.group_session
    FOR EACH ROW EXECUTE FUNCTION casework.group_session_moved();
CREATE TRIGGER y_rivals AFTER INSERT OR UPDATE OF planned_at ON casework.session
    FOR EACH ROW WHEN (NEW.group_session_id IS NOT NULL AND NEW.happened IS NULL)
    EXECUTE FUNCTION casework.group_session_rivals();
CREATE TRIGGER c_made BEFORE INSERT ON casework.delivery
    FOR EACH ROW EXECUTE FUNCTION casework.delivery_made();
CREATE TRIGGER d_corrected BEFORE UPDATE ON casework.delivery
    FOR EACH ROW EXECUTE FUNCTION casework.delivery_corrected();
CREATE TRIGGER d_linked BEFORE INSERT ON casework.delivery_person
    FOR EACH ROW EXECUTE FUNCTION casework.delivery_linked();
CREATE TRIGGER z_written AFTER INSERT OR DELETE ON casework.delivery_person
    FOR EACH ROW EXECUTE FUNCTION casework.row_written();
