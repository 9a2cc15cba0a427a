-- The Early Intervention Team's work (domain.md 7): what holds for every writer
-- of contacts and of those they identify, the team's counts, and the one object
-- each answer is made of. After 41_delivery.sql.

-- ---- whom a contact is about ---------------------------------------------------

-- What somebody not on the system yet is called.
CREATE OR REPLACE FUNCTION casework.identified_name(i casework.identified) RETURNS text
LANGUAGE sql IMMUTABLE
RETURN coalesce(nullif(concat_ws(' ', coalesce(i.known_as, i.given_name), i.family_name), ''),
                CASE WHEN length(i.description) > 60 THEN left(i.description, 60) || '…'
                     ELSE i.description END);

-- BEFORE INSERT on contact: one young person, one identified, or (where the
-- kind of contact allows it) nobody in particular.
CREATE OR REPLACE FUNCTION casework.contact_subject() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    about_ text;
BEGIN
    IF NEW.identified_id IS NOT NULL THEN
        IF NEW.person_id IS NOT NULL THEN
            RAISE EXCEPTION 'Choose a young person or one identified, not both'
                USING ERRCODE = 'TL422', COLUMN = 'person_id';
        END IF;
        NEW.person_id := (SELECT i.person_id FROM casework.identified i WHERE i.id = NEW.identified_id);
    ELSIF NEW.person_id IS NULL THEN
        about_ := (SELECT t.detail ->> 'about' FROM reference.contact_type t WHERE t.code = NEW.type);
        IF about_ = 'one' THEN
            RAISE EXCEPTION 'Choose the young person' USING ERRCODE = 'TL422', COLUMN = 'person_id';
        END IF;
        IF NEW.type = 'school_input' AND (NEW.school IS NULL OR NEW.headcount IS NULL) THEN
            RAISE EXCEPTION '%', CASE WHEN NEW.school IS NULL THEN 'Enter the school'
                                      ELSE 'Enter how many young people there were' END
                USING ERRCODE = 'TL422',
                      COLUMN = CASE WHEN NEW.school IS NULL THEN 'school' ELSE 'headcount' END;
        END IF;
    END IF;
    RETURN NEW;
END $$;

-- BEFORE INSERT OR UPDATE: who was there too is somebody who works here.
CREATE OR REPLACE FUNCTION casework.contact_colleagues() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT access.loading() AND (NEW.officer_id = ANY (NEW.colleague_ids)
           OR (SELECT count(*) FROM access.user_account u WHERE u.id = ANY (NEW.colleague_ids)
                  AND u.disabled_at IS NULL) <> cardinality(NEW.colleague_ids)) THEN
        RAISE EXCEPTION 'Choose other officers from the list, each once'
            USING ERRCODE = 'TL422', COLUMN = 'colleagues';
    END IF;
    RETURN NEW;
END $$;

-- ---- amended, never overwritten ------------------------------------------------

-- What a contact says, as its version is kept.
CREATE OR REPLACE FUNCTION casework.contact_said(c casework.contact) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN jsonb_build_object('person', (SELECT jsonb_build_object('id', p.id, 'name', p.display_name)
                                           FROM casework.person p WHERE p.id = c.person_id),
        'type', c.type, 'happened_at', casework.instant(c.happened_at), 'minutes', c.minutes,
        'place', c.place, 'seen', c.seen, 'outcomes', c.outcomes, 'joint_with', c.joint_with,
        'trigger', c.trigger, 'force_reference', c.force_reference, 'presentation', c.presentation,
        'note', c.note, 'follow_up', c.follow_up, 'follow_up_on', c.follow_up_on, 'school', c.school,
        'year_groups', c.year_groups, 'headcount', c.headcount, 'colleagues', c.colleague_ids);
END $$;

-- A change of subject comes from linking whoever was identified, or is a
-- contact on the wrong young person's record.
CREATE OR REPLACE FUNCTION casework.contact_moved(was casework.contact, now_is casework.contact) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF was.person_id IS NOT DISTINCT FROM now_is.person_id THEN
        RETURN false;
    END IF;
    IF was.identified_id IS NOT NULL THEN
        IF now_is.person_id IS DISTINCT FROM (SELECT i.person_id FROM casework.identified i
                                               WHERE i.id = was.identified_id) THEN
            RAISE EXCEPTION 'This contact is about somebody identified: link them instead.'
                USING ERRCODE = 'TL409';
        END IF;
        RETURN false;
    END IF;
    IF was.person_id IS NULL OR now_is.person_id IS NULL THEN
        RAISE EXCEPTION 'Choose the young person' USING ERRCODE = 'TL422', COLUMN = 'person_id';
    END IF;
    IF now_is.correction_reason IS DISTINCT FROM 'wrong_person' THEN
        RAISE EXCEPTION 'Moving a contact needs the reason “Recorded on the wrong young person”'
            USING ERRCODE = 'TL422', COLUMN = 'reason';
    END IF;
    RETURN true;
END $$;

-- BEFORE UPDATE on contact: what it said is kept, with who changed it and why.
CREATE OR REPLACE FUNCTION casework.contact_corrected() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    was jsonb := casework.contact_said(OLD);
BEGIN
    IF OLD.in_error_at IS NOT NULL THEN
        RAISE EXCEPTION 'This contact was recorded in error: it can no longer be changed.'
            USING ERRCODE = 'TL409';
    END IF;
    IF casework.contact_moved(OLD, NEW)
       OR was - 'person' IS DISTINCT FROM casework.contact_said(NEW) - 'person' THEN
        IF NEW.correction_reason IS NULL THEN
            RAISE EXCEPTION 'Select why it is corrected' USING ERRCODE = 'TL422', COLUMN = 'reason';
        END IF;
        INSERT INTO casework.contact_version (contact_id, spoke_id, number, was, written_at, written_by,
            replaced_at, replaced_by, reason, note)
        VALUES (OLD.id, OLD.spoke_id, OLD.version, was, OLD.updated_at, coalesce(OLD.updated_by, OLD.created_by),
            access.moment(), access.actor(), NEW.correction_reason, NEW.correction_note);
    END IF;
    NEW.correction_reason := NULL;
    NEW.correction_note := NULL;
    RETURN NEW;
END $$;

-- BEFORE UPDATE: keeping back is the sergeant's; whoever strikes is named.
CREATE OR REPLACE FUNCTION casework.contact_kept() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF (NEW.kept_reason, NEW.kept_until) IS DISTINCT FROM (OLD.kept_reason, OLD.kept_until) THEN
        IF NOT access.loading() AND NOT NEW.spoke_id = ANY (access.spokes_with('contact.release')) THEN
            RAISE EXCEPTION 'permission contact.release not held in the spoke' USING ERRCODE = 'TL403';
        END IF;
        IF NOT OLD.held THEN
            RAISE EXCEPTION 'This contact is not held back.' USING ERRCODE = 'TL409';
        END IF;
        NEW.kept_at := access.moment();
        NEW.kept_by := access.actor();
    END IF;
    IF NEW.in_error_reason IS NOT NULL AND OLD.in_error_reason IS NULL THEN
        NEW.in_error_at := access.moment();
        NEW.in_error_by := access.actor();
    END IF;
    RETURN NEW;
END $$;

-- ---- whoever is not on the system yet ------------------------------------------

-- BEFORE INSERT OR UPDATE on identified: whose it is and who linked it are the
-- database's to say; only police hold back.
CREATE OR REPLACE FUNCTION casework.identified_guard() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NOT access.loading() THEN
            NEW.agency_id := access.my_agency();
            IF NEW.held AND NOT NEW.spoke_id = ANY (access.spokes_with('scope.police')) THEN
                RAISE EXCEPTION 'Only police may hold an item back.' USING ERRCODE = 'TL422';
            END IF;
        END IF;
    ELSIF NEW.person_id IS NOT NULL AND OLD.person_id IS NOT NULL AND NEW.person_id <> OLD.person_id THEN
        RAISE EXCEPTION 'They are linked already. Undo the link first.' USING ERRCODE = 'TL409';
    END IF;
    IF NEW.person_id IS NULL THEN
        NEW.linked_at := NULL;
        NEW.linked_by := NULL;
    ELSIF TG_OP = 'INSERT' OR OLD.person_id IS NULL THEN
        NEW.linked_at := access.moment();
        NEW.linked_by := access.actor();
    END IF;
    RETURN NEW;
END $$;

-- AFTER a link or its undoing: the contacts go with it.
CREATE OR REPLACE FUNCTION casework.identified_linked() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE casework.contact c SET person_id = NEW.person_id
     WHERE c.identified_id = NEW.id AND c.in_error_at IS NULL;
    RETURN NULL;
END $$;

-- AFTER UPDATE OF held on contact: with the contact, whoever was identified by
-- it may be known to the others.
CREATE OR REPLACE FUNCTION casework.contact_released() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE casework.identified i SET held = false WHERE i.id = NEW.identified_id AND i.held;
    RETURN NULL;
END $$;

-- A contact's history of somebody who may not see it is no history.
CREATE OR REPLACE FUNCTION casework.contact_required(wanted uuid) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM casework.contact c WHERE c.id = wanted) THEN
        RAISE EXCEPTION 'no such contact' USING ERRCODE = 'TL404';
    END IF;
END $$;

CREATE OR REPLACE FUNCTION casework.identified_required(wanted uuid) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM casework.identified i WHERE i.id = wanted) THEN
        RAISE EXCEPTION 'nobody identified so' USING ERRCODE = 'TL404';
    END IF;
END $$;

-- ---- the team's counts ---------------------------------------------------------
-- Identified, discussed, referred, engaged (domain.md 3): each number is the
-- count of the rows this gives, and these are read with the reader's own
-- rights, so that nobody's number holds what they may not see.
--   identified  first contact with them in the spoke lies in the period
--   discussed   at a meeting in the period, after a contact of the team
--   referred    by the team in the period
--   engaged     seen and engaged in the period
--   seen, not_seen, inputs  contacts of the period
-- Two records of one young person are one young person.
CREATE OR REPLACE FUNCTION casework.eit_counted(spoke integer, since date, until date, measure text)
RETURNS TABLE (id uuid, at timestamptz, person_id uuid, identified_id uuid, contact_id uuid, kind text)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    from_ timestamptz := since::timestamp AT TIME ZONE 'Europe/London';
    to_ timestamptz := (until + 1)::timestamp AT TIME ZONE 'Europe/London';
BEGIN
    IF measure IN ('identified', 'engaged') THEN
        RETURN QUERY
        SELECT DISTINCT ON (whose.id) whose.id, c.happened_at, whose.person_id, c.identified_id, c.id, 'contact'
          FROM casework.contact c
          LEFT JOIN casework.person p ON p.id = c.person_id
         CROSS JOIN LATERAL (SELECT coalesce(p.merged_into, c.person_id) AS person_id,
                                    coalesce(p.merged_into, c.person_id, c.identified_id) AS id) whose
         WHERE c.spoke_id = spoke AND c.happened_at >= from_ AND c.happened_at < to_
           AND c.in_error_at IS NULL AND coalesce(c.person_id, c.identified_id) IS NOT NULL
           AND CASE measure WHEN 'engaged' THEN c.seen AND 'seen_engaged' = ANY (c.outcomes)
               ELSE NOT EXISTS (SELECT FROM casework.contact e WHERE e.person_id = ANY (casework.person_group(c.person_id))
                        AND e.spoke_id = spoke AND e.happened_at < from_ AND e.in_error_at IS NULL)
                AND NOT EXISTS (SELECT FROM casework.contact e WHERE e.identified_id = c.identified_id
                        AND e.happened_at < from_ AND e.in_error_at IS NULL) END
         ORDER BY 1, c.happened_at, c.id;
    ELSIF measure = 'discussed' THEN
        RETURN QUERY
        SELECT DISTINCT ON (whose.id) whose.id, d.happened_at, whose.id, NULL::uuid, d.meeting_id, 'meeting'
          FROM casework.meeting m JOIN casework.discussion d ON d.meeting_id = m.id
          LEFT JOIN casework.person p ON p.id = d.person_id
         CROSS JOIN LATERAL (SELECT coalesce(p.merged_into, d.person_id) AS id) whose
         WHERE m.spoke_id = spoke AND m.starts_at >= from_ AND m.starts_at < to_
           AND EXISTS (SELECT FROM casework.contact c WHERE c.person_id = ANY (casework.person_group(d.person_id)) AND c.spoke_id = spoke
                        AND c.happened_at < d.happened_at AND c.in_error_at IS NULL)
         ORDER BY 1, d.happened_at, d.id;
    ELSIF measure = 'referred' THEN
        RETURN QUERY
        SELECT r.id, r.submitted_at, r.person_id, NULL::uuid, r.id, 'referral'
          FROM casework.referral r
         WHERE r.spoke_id = spoke AND r.submitted_at >= from_ AND r.submitted_at < to_
           AND r.source = 'police_eit';
    ELSE
        RETURN QUERY
        SELECT c.id, c.happened_at, c.person_id, c.identified_id, c.id, 'contact'
          FROM casework.contact c
         WHERE c.spoke_id = spoke AND c.happened_at >= from_ AND c.happened_at < to_
           AND c.in_error_at IS NULL
           AND CASE measure WHEN 'inputs' THEN c.type = 'school_input' AND c.seen
               ELSE coalesce(c.person_id, c.identified_id) IS NOT NULL AND c.seen = (measure = 'seen') END;
    END IF;
END $$;

DO $$
DECLARE
    f text;
BEGIN
    FOREACH f IN ARRAY ARRAY['identified_name(casework.identified)', 'contact_subject()', 'contact_colleagues()',
        'contact_said(casework.contact)', 'contact_moved(casework.contact, casework.contact)',
        'contact_corrected()', 'contact_kept()', 'identified_guard()', 'identified_linked()',
        'contact_released()', 'contact_required(uuid)', 'identified_required(uuid)', 'eit_counted(integer, date, date, text)'] LOOP
        EXECUTE 'ALTER FUNCTION casework.' || f || ' OWNER TO throughline_definer';
        EXECUTE 'GRANT EXECUTE ON FUNCTION casework.' || f || ' TO throughline_owner';
    END LOOP;
END $$;
GRANT EXECUTE ON FUNCTION casework.identified_name(casework.identified), casework.contact_required(uuid), casework.identified_required(uuid),
    casework.contact_subject(), casework.contact_colleagues(), casework.contact_corrected(),
    casework.contact_kept(), casework.identified_guard(), casework.identified_linked(),
    casework.contact_released(), casework.eit_counted(integer, date, date, text) TO throughline_server;

-- After 29_triggers.sql, which takes all of casework's triggers away.
CREATE TRIGGER d_subject BEFORE INSERT ON casework.contact
    FOR EACH ROW EXECUTE FUNCTION casework.contact_subject();
CREATE TRIGGER d_colleagues BEFORE INSERT OR UPDATE OF colleague_ids ON casework.contact
    FOR EACH ROW WHEN (cardinality(NEW.colleague_ids) > 0) EXECUTE FUNCTION casework.contact_colleagues();
CREATE TRIGGER e_years BEFORE INSERT OR UPDATE OF year_groups ON casework.contact
    FOR EACH ROW WHEN (cardinality(NEW.year_groups) > 0)
    EXECUTE FUNCTION casework.codes_known('year_group', 'year_groups');
CREATE TRIGGER g_corrected BEFORE UPDATE ON casework.contact
    FOR EACH ROW EXECUTE FUNCTION casework.contact_corrected();
CREATE TRIGGER g_kept BEFORE UPDATE ON casework.contact
    FOR EACH ROW EXECUTE FUNCTION casework.contact_kept();
CREATE TRIGGER y_released AFTER UPDATE OF held ON casework.contact
    FOR EACH ROW WHEN (OLD.held AND NOT NEW.held AND NEW.identified_id IS NOT NULL)
    EXECUTE FUNCTION casework.contact_released();
CREATE TRIGGER a_born BEFORE INSERT ON casework.identified
    FOR EACH ROW EXECUTE FUNCTION casework.row_born();
CREATE TRIGGER b_touch BEFORE UPDATE ON casework.identified
    FOR EACH ROW EXECUTE FUNCTION casework.row_touch();
CREATE TRIGGER d_identified BEFORE INSERT OR UPDATE ON casework.identified
    FOR EACH ROW EXECUTE FUNCTION casework.identified_guard();
CREATE TRIGGER y_linked AFTER UPDATE OF person_id ON casework.identified
    FOR EACH ROW WHEN (OLD.person_id IS DISTINCT FROM NEW.person_id)
    EXECUTE FUNCTION casework.identified_linked();
CREATE TRIGGER z_written AFTER INSERT OR UPDATE ON casework.identified
    FOR EACH ROW EXECUTE FUNCTION casework.row_written();

-- ---- the objects ---------------------------------------------------------------
-- A place shows its contacts (51_place.sql makes it anew).
DROP VIEW IF EXISTS casework.place_object, casework.contact_item, casework.contact_object,
    casework.identified_object;

CREATE VIEW casework.contact_item WITH (security_invoker = true) AS
SELECT c.id, json_build_object('id', c.id, 'version', c.version, 'spoke', spoke.code, 'type', c.type,
           'happened_at', casework.instant(c.happened_at),
           'person', CASE WHEN p.id IS NOT NULL THEN json_build_object('id', p.id, 'name', p.display_name,
               'age', date_part('year', age(access.today(), p.born_on))::integer) END,
           'identified', CASE WHEN i.id IS NOT NULL THEN
               json_build_object('id', i.id, 'name', casework.identified_name(i)) END,
           'school', c.school, 'headcount', c.headcount,
           'seen', c.seen, 'outcomes', c.outcomes,
           'officer', casework.colleague(c.officer_id) ->> 'name', 'held', c.held,
           'kept_reason', c.kept_reason, 'kept_until', c.kept_until,
           'days_held', CASE WHEN c.held THEN access.today() - (c.created_at AT TIME ZONE 'Europe/London')::date END,
           'note', casework.excerpt(c.note)) AS item
  FROM casework.contact c
  JOIN reference.spoke spoke ON spoke.id = c.spoke_id
  LEFT JOIN casework.person p ON p.id = c.person_id
  LEFT JOIN casework.identified i ON i.id = c.identified_id;

CREATE VIEW casework.contact_object WITH (security_invoker = true) AS
SELECT c.id, c.version, c.person_id, c.spoke_id, json_build_object(
           'id', c.id, 'version', c.version, 'spoke', spoke.code,
           'person', CASE WHEN p.id IS NOT NULL THEN json_build_object('id', p.id, 'name', p.display_name,
               'born_on', p.born_on, 'age', date_part('year', age(access.today(), p.born_on))::integer) END,
           'identified', CASE WHEN i.id IS NOT NULL THEN
               json_build_object('id', i.id, 'name', casework.identified_name(i)) END,
           'type', c.type, 'happened_at', casework.instant(c.happened_at), 'minutes', c.minutes,
           'place', c.place, 'seen', c.seen, 'outcomes', c.outcomes,
           'school', c.school, 'year_groups', c.year_groups, 'headcount', c.headcount,
           'officer', casework.colleague(c.officer_id),
           'colleagues', (SELECT coalesce(json_agg(casework.colleague(u) ORDER BY n), '[]')
                            FROM unnest(c.colleague_ids) WITH ORDINALITY AS x(u, n)),
           'agency', json_build_object('code', a.code, 'name', a.name),
           'joint_with', c.joint_with, 'trigger', c.trigger, 'force_reference', c.force_reference,
           'presentation', c.presentation, 'note', c.note, 'follow_up', c.follow_up,
           'follow_up_on', c.follow_up_on, 'follow_up_done_on', c.follow_up_done_on,
           'held', c.held, 'released_at', casework.instant(c.released_at),
           'released_by', casework.colleague(c.released_by),
           'kept_at', casework.instant(c.kept_at), 'kept_by', casework.colleague(c.kept_by),
           'kept_reason', c.kept_reason, 'kept_until', c.kept_until,
           'versions', (SELECT count(*) FROM casework.contact_version v WHERE v.contact_id = c.id),
           'in_error', CASE WHEN c.in_error_at IS NOT NULL THEN json_build_object(
               'at', casework.instant(c.in_error_at), 'by', casework.colleague(c.in_error_by),
               'reason', c.in_error_reason, 'note', c.in_error_note) END,
           'created_at', casework.instant(c.created_at), 'updated_at', casework.instant(c.updated_at),
           'may_release', c.held AND c.in_error_at IS NULL
                          AND c.spoke_id = ANY (access.spokes_with('contact.release')),
           'may_change', c.in_error_at IS NULL
                         AND c.spoke_id = ANY (access.spokes_with('contact.write'))) AS object
  FROM casework.contact c
  JOIN reference.spoke spoke ON spoke.id = c.spoke_id
  JOIN reference.agency a ON a.id = c.agency_id
  LEFT JOIN casework.person p ON p.id = c.person_id
  LEFT JOIN casework.identified i ON i.id = c.identified_id;

CREATE VIEW casework.identified_object WITH (security_invoker = true) AS
SELECT i.id, i.version, i.person_id, i.spoke_id, i.identified_on, json_build_object(
           'id', i.id, 'version', i.version, 'spoke', spoke.code, 'name', casework.identified_name(i),
           'given_name', i.given_name, 'family_name', i.family_name, 'known_as', i.known_as,
           'age_about', i.age_about, 'sex', i.sex, 'school', i.school, 'description', i.description,
           'identified_on', i.identified_on, 'held', i.held, 'agency', a.name,
           'by', casework.colleague(i.created_by),
           'person', CASE WHEN p.id IS NOT NULL THEN
               json_build_object('id', p.id, 'name', p.display_name) END,
           'linked_at', casework.instant(i.linked_at), 'linked_by', casework.colleague(i.linked_by),
           'link_note', i.link_note,
           'contacts', (SELECT count(*) FROM casework.contact c
                         WHERE c.identified_id = i.id AND c.in_error_at IS NULL),
           'may_change', i.spoke_id = ANY (access.spokes_with('contact.write'))) AS object
  FROM casework.identified i
  JOIN reference.spoke spoke ON spoke.id = i.spoke_id
  JOIN reference.agency a ON a.id = i.agency_id
  LEFT JOIN casework.person p ON p.id = i.person_id;

DO $$
DECLARE
    v text;
BEGIN
    FOREACH v IN ARRAY ARRAY['contact_item', 'contact_object', 'identified_object'] LOOP
        EXECUTE format('ALTER VIEW casework.%I OWNER TO throughline_owner', v);
        EXECUTE format('GRANT SELECT ON casework.%I TO throughline_server', v);
    END LOOP;
END $$;
