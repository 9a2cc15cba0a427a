-- What is offered, delivered and seen on the doorstep: the rules that hold for
-- every writer of allocations, sessions and contacts, and the one object each
-- answer is made of.

-- ---- allocations --------------------------------------------------------------

-- Whom the work can be given to: the provider's people and the spoke's.
CREATE OR REPLACE FUNCTION casework.may_deliver(worker uuid, provider integer, spoke integer)
RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN EXISTS (SELECT FROM access.user_account u
        WHERE u.id = worker AND u.disabled_at IS NULL
          AND (u.agency_id = provider
               OR EXISTS (SELECT FROM access.role_grant g
                            JOIN access.role_permission p ON p.role = g.role
                           WHERE g.user_id = u.id AND p.permission = 'allocation.write'
                             AND (g.spoke_id IS NULL OR g.spoke_id = spoke)
                             AND access.today() BETWEEN g.valid_from AND coalesce(g.valid_to, 'infinity'))));
END $$;

-- BEFORE INSERT on allocation: what the row says of others must be so.
CREATE OR REPLACE FUNCTION casework.allocation_made() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    offered casework.intervention;
BEGIN
    -- An episode the writer may not see reads as none.
    IF NEW.episode_id IS NULL THEN
        RAISE EXCEPTION 'Choose the young person''s episode'
            USING ERRCODE = 'TL422', COLUMN = 'episode_id';
    END IF;
    SELECT * INTO offered FROM casework.intervention i WHERE i.id = NEW.intervention_id;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'Select the intervention' USING ERRCODE = 'TL422', COLUMN = 'intervention_id';
    END IF;
    NEW.provider_agency_id := offered.provider_agency_id;
    NEW.offered_on := NULL;
    IF NEW.discussion_id IS NOT NULL AND NOT EXISTS (
           SELECT FROM casework.discussion d
            WHERE d.id = NEW.discussion_id AND d.episode_id = NEW.episode_id) THEN
        RAISE EXCEPTION 'Choose a discussion of this episode'
            USING ERRCODE = 'TL422', COLUMN = 'discussion_id';
    END IF;
    IF access.loading() THEN
        RETURN NEW;
    END IF;
    IF access.today() > offered.active_to THEN
        RAISE EXCEPTION 'This intervention no longer runs: choose another'
            USING ERRCODE = 'TL422', COLUMN = 'intervention_id';
    END IF;
    IF NEW.worker_user_id IS NOT NULL
       AND NOT casework.may_deliver(NEW.worker_user_id, NEW.provider_agency_id, NEW.spoke_id) THEN
        RAISE EXCEPTION 'Choose somebody who works for the provider or the spoke'
            USING ERRCODE = 'TL422', COLUMN = 'worker_user_id';
    END IF;
    RETURN NEW;
END $$;

-- A reason is one of its move; what is completed was not broken off.
CREATE OR REPLACE FUNCTION casework.allocation_reasons_fit(a casework.allocation) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM reference.allocation_reason r
                WHERE r.code = a.state_reason
                  AND NOT a.state = ANY (string_to_array(r.detail ->> 'states', ','))) THEN
        RAISE EXCEPTION 'Select a reason that fits' USING ERRCODE = 'TL422', COLUMN = 'reason';
    END IF;
    IF EXISTS (SELECT FROM reference.exit_reason r
                WHERE r.code = a.exit_reason
                  AND (r.detail ->> 'group' = 'completed') <> (a.state = 'completed')) THEN
        RAISE EXCEPTION 'Select a reason that fits how it ended'
            USING ERRCODE = 'TL422', COLUMN = 'exit_reason';
    END IF;
END $$;

-- BEFORE UPDATE on allocation. The policies say whose rows; this says which of
-- their columns: the provider moves it on, the spoke's staff write the plan.
CREATE OR REPLACE FUNCTION casework.allocation_guard() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    plan text[] := '{need_to_know,goals,planned_sessions,planned_hours}';
    staff boolean;
BEGIN
    NEW.offered_on := coalesce(OLD.offered_on, CASE WHEN NEW.state = 'offered'
        THEN (access.moment() AT TIME ZONE 'Europe/London')::date END);
    IF access.loading() THEN
        RETURN NEW;
    END IF;
    IF NEW.state <> OLD.state THEN
        PERFORM casework.allocation_reasons_fit(NEW);
    ELSIF OLD.ended_on IS NOT NULL THEN
        RAISE EXCEPTION 'This intervention has ended: its plan no longer changes.'
            USING ERRCODE = 'TL409';
    END IF;
    IF NEW.worker_user_id IS DISTINCT FROM OLD.worker_user_id AND NEW.worker_user_id IS NOT NULL
       AND NOT casework.may_deliver(NEW.worker_user_id, NEW.provider_agency_id, NEW.spoke_id) THEN
        RAISE EXCEPTION 'Choose somebody who works for the provider or the spoke'
            USING ERRCODE = 'TL422', COLUMN = 'worker_user_id';
    END IF;
    staff := NEW.spoke_id = ANY (access.spokes_with('allocation.write'));
    IF NOT staff AND (SELECT bool_or(to_jsonb(OLD) -> k IS DISTINCT FROM to_jsonb(NEW) -> k)
                        FROM unnest(plan) AS k) THEN
        RAISE EXCEPTION 'permission allocation.write not held in the spoke' USING ERRCODE = 'TL403';
    END IF;
    -- Older, and they could not see what they have just ended.
    IF NOT staff AND NEW.ended_on <= access.today() - 28 THEN
        RAISE EXCEPTION 'The date it ended must be in the last 4 weeks'
            USING ERRCODE = 'TL422', COLUMN = 'on';
    END IF;
    RETURN NEW;
END $$;

-- ---- sessions -----------------------------------------------------------------

-- BEFORE INSERT OR UPDATE on session: planned only on what was agreed and has
-- not ended; what lies ahead has not happened.
CREATE OR REPLACE FUNCTION casework.session_guard() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    state_ text;
BEGIN
    IF access.loading() THEN
        RETURN NEW;
    END IF;
    IF NEW.happened AND NEW.planned_at > access.moment() + interval '5 minutes' THEN
        RAISE EXCEPTION 'A session in the future cannot have happened yet'
            USING ERRCODE = 'TL422', COLUMN = 'planned_at';
    END IF;
    IF TG_OP = 'UPDATE' THEN
        RETURN NEW;
    END IF;
    SELECT a.state INTO state_ FROM casework.allocation a WHERE a.id = NEW.allocation_id FOR SHARE;
    IF state_ IN ('proposed', 'offered') THEN
        RAISE EXCEPTION 'Sessions can be planned once the provider has agreed.' USING ERRCODE = 'TL409';
    ELSIF state_ NOT IN ('agreed', 'waiting_list', 'active', 'paused') THEN
        RAISE EXCEPTION 'This intervention has ended: no more sessions can be added.' USING ERRCODE = 'TL409';
    END IF;
    IF NEW.worker_user_id IS NOT NULL
       AND NOT casework.may_deliver(NEW.worker_user_id, NEW.provider_agency_id, NEW.spoke_id) THEN
        RAISE EXCEPTION 'Choose somebody who works for the provider or the spoke'
            USING ERRCODE = 'TL422', COLUMN = 'worker_user_id';
    END IF;
    RETURN NEW;
END $$;

-- ---- contacts -----------------------------------------------------------------

-- BEFORE INSERT OR UPDATE on contact: seen and what came of it agree. The
-- vocabulary says which outcomes are of somebody seen, and which of nobody.
CREATE OR REPLACE FUNCTION casework.contact_guard() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    against text;
BEGIN
    IF access.loading() THEN
        RETURN NEW;
    END IF;
    SELECT t.label INTO against FROM reference.contact_outcome t
     WHERE t.code = ANY (NEW.outcomes)
       AND t.detail ->> 'seen' = CASE WHEN NEW.seen THEN 'no' ELSE 'yes' END
     ORDER BY t.position LIMIT 1;
    IF against IS NOT NULL THEN
        RAISE EXCEPTION '%', format(CASE WHEN NEW.seen
            THEN 'You saw them: take away “%s”' ELSE 'You did not see them: take away “%s”' END, against)
            USING ERRCODE = 'TL422', COLUMN = 'outcomes';
    END IF;
    RETURN NEW;
END $$;

-- Where a contact is written down when nothing else is said: the one spoke in
-- which the officer logs contacts and the young person is known.
CREATE OR REPLACE FUNCTION casework.contact_spoke(person uuid) RETURNS integer
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    mine integer[] := access.spokes_with('contact.write');
    shared integer[];
BEGIN
    SELECT array_agg(k.spoke_id) INTO shared FROM casework.person_spoke k
     WHERE k.person_id = person AND k.spoke_id = ANY (mine);
    IF cardinality(shared) > 1 THEN
        RAISE EXCEPTION 'Select the spoke' USING ERRCODE = 'TL422', COLUMN = 'spoke';
    END IF;
    -- Not known here: the contact's own key says so.
    RETURN coalesce(shared[1], mine[1]);
END $$;

-- ---- the catalogue ------------------------------------------------------------

-- Places taken and waiting of an intervention, over all its spokes: a number
-- for those who allocate or deliver, whoever's young people they are.
CREATE OR REPLACE FUNCTION casework.intervention_places(wanted uuid, OUT taken bigint, OUT waiting bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT access.has('allocation.read') THEN
        RETURN;
    END IF;
    SELECT count(*) FILTER (WHERE a.state <> 'waiting_list'), count(*) FILTER (WHERE a.state = 'waiting_list')
      INTO taken, waiting FROM casework.allocation a
     WHERE a.intervention_id = wanted AND a.state IN ('active', 'paused', 'waiting_list');
END $$;

DO $$
DECLARE
    f text;
BEGIN
    FOREACH f IN ARRAY ARRAY['may_deliver(uuid, integer, integer)', 'allocation_made()',
        'allocation_reasons_fit(casework.allocation)', 'allocation_guard()', 'session_guard()',
        'contact_guard()', 'contact_spoke(uuid)', 'intervention_places(uuid)'] LOOP
        EXECUTE 'ALTER FUNCTION casework.' || f || ' OWNER TO throughline_definer';
        EXECUTE 'GRANT EXECUTE ON FUNCTION casework.' || f || ' TO throughline_owner';
    END LOOP;
END $$;
GRANT EXECUTE ON FUNCTION casework.contact_spoke(uuid), casework.intervention_places(uuid),
    casework.allocation_made(), casework.allocation_guard(), casework.session_guard(),
    casework.contact_guard() TO throughline_server;

-- After 29_triggers.sql, which takes all of casework's triggers away.
CREATE TRIGGER d_made BEFORE INSERT ON casework.allocation
    FOR EACH ROW EXECUTE FUNCTION casework.allocation_made();
CREATE TRIGGER d_allocation BEFORE UPDATE ON casework.allocation
    FOR EACH ROW EXECUTE FUNCTION casework.allocation_guard();
CREATE TRIGGER d_session BEFORE INSERT OR UPDATE ON casework.session
    FOR EACH ROW EXECUTE FUNCTION casework.session_guard();
CREATE TRIGGER f_contact BEFORE INSERT OR UPDATE ON casework.contact
    FOR EACH ROW EXECUTE FUNCTION casework.contact_guard();

-- ---- the objects --------------------------------------------------------------
-- Read with the reader's own rights. Rebuilt whenever this file is applied.
DROP VIEW IF EXISTS casework.intervention_object, casework.allocation_item,
    casework.allocation_object, casework.session_object, casework.contact_item,
    casework.contact_object;

CREATE VIEW casework.intervention_object WITH (security_invoker = true) AS
SELECT i.id, i.version, i.name, i.code, i.approach, i.prevention_level, i.active_from, i.active_to,
       json_build_object(
           'id', i.id, 'version', i.version, 'code', i.code, 'name', i.name,
           'description', i.description,
           'provider', json_build_object('code', a.code, 'name', a.name),
           'spokes', (SELECT coalesce(json_agg(s.code ORDER BY s.code), '[]')
                        FROM casework.intervention_spoke d JOIN reference.spoke s ON s.id = d.spoke_id
                       WHERE d.intervention_id = i.id),
           'spoke_names', (SELECT coalesce(json_agg(s.short_name ORDER BY s.short_name), '[]')
                        FROM casework.intervention_spoke d JOIN reference.spoke s ON s.id = d.spoke_id
                       WHERE d.intervention_id = i.id),
           'approach', i.approach, 'approach_label', approach.label,
           'impact', nullif(approach.detail ->> 'impact', ''),
           'evidence', nullif(approach.detail ->> 'evidence', ''),
           'caution', nullif(approach.detail ->> 'caution', ''),
           'prevention_level', i.prevention_level, 'targeting', i.targeting, 'theme', i.theme,
           'mode', i.mode, 'funding_stream', i.funding_stream, 'capacity', i.capacity,
           'places_taken', places.taken, 'waiting', places.waiting,
           'places_left', greatest(i.capacity - places.taken, 0),
           'planned_sessions', i.planned_sessions, 'planned_hours', i.planned_hours,
           'min_age', i.min_age, 'max_age', i.max_age, 'active_from', i.active_from,
           'active_to', i.active_to,
           'current', access.today() BETWEEN coalesce(i.active_from, '-infinity')
                                         AND coalesce(i.active_to, 'infinity')) AS object
  FROM casework.intervention i
  JOIN reference.agency a ON a.id = i.provider_agency_id
  LEFT JOIN reference.intervention_approach approach ON approach.code = i.approach
 CROSS JOIN LATERAL casework.intervention_places(i.id) AS places;

-- Whether they came, of the sessions that were not cancelled by the provider;
-- those planned past the end were never needed.
CREATE VIEW casework.allocation_item WITH (security_invoker = true) AS
SELECT l.id, json_build_object('id', l.id, 'state', l.state, 'spoke', spoke.code,
           'person', json_build_object('id', p.id, 'name', p.display_name,
               'age', date_part('year', age(access.today(), p.born_on))::integer),
           'episode_id', l.episode_id,
           'intervention', json_build_object('id', i.id, 'name', i.name),
           'provider', json_build_object('code', a.code, 'name', a.name),
           'proposed_on', l.proposed_on, 'offered_on', l.offered_on, 'started_on', l.started_on,
           'ended_on', l.ended_on, 'planned_sessions', l.planned_sessions,
           'sessions_attended', dosage.attended, 'sessions_to_log', dosage.to_log,
           'next_session_at', casework.instant(dosage.next_at),
           'last_attended_at', casework.instant(dosage.last_at),
           'worker', casework.colleague(l.worker_user_id) ->> 'name',
           'updated_at', casework.instant(l.updated_at)) AS item
  FROM casework.allocation l
  JOIN reference.spoke spoke ON spoke.id = l.spoke_id
  JOIN casework.person p ON p.id = l.person_id
  JOIN casework.intervention i ON i.id = l.intervention_id
  JOIN reference.agency a ON a.id = l.provider_agency_id
 CROSS JOIN LATERAL (
       SELECT count(*) FILTER (WHERE s.attendance IN ('attended', 'part', 'late')) AS attended,
              count(*) FILTER (WHERE s.happened IS NULL AND s.planned_at < now()
                  AND (l.ended_on IS NULL OR s.planned_at < l.ended_on + 1)) AS to_log,
              min(s.planned_at) FILTER (WHERE s.happened IS NULL AND s.planned_at >= now()
                  AND l.ended_on IS NULL) AS next_at,
              max(s.planned_at) FILTER (WHERE s.attendance IN ('attended', 'part', 'late')) AS last_at
         FROM casework.session s WHERE s.allocation_id = l.id) dosage;

CREATE VIEW casework.allocation_object WITH (security_invoker = true) AS
SELECT l.id, l.version, l.person_id, l.spoke_id, json_build_object(
           'id', l.id, 'version', l.version, 'state', l.state, 'spoke', spoke.code,
           'episode_id', l.episode_id, 'discussion_id', l.discussion_id,
           'person', json_build_object('id', p.id, 'name', p.display_name, 'born_on', p.born_on,
               'born_precision', p.born_precision,
               'age', date_part('year', age(access.today(), p.born_on))::integer,
               'pronouns', p.pronouns, 'died_on', p.died_on, 'phone', p.phone,
               'safe_to_phone', p.safe_to_phone, 'safe_to_text', p.safe_to_text,
               'safe_to_voicemail', p.safe_to_voicemail, 'safe_to_write', p.safe_to_write,
               'contact_safety', p.contact_safety, 'trauma_guidance', p.trauma_guidance,
               'episodes', (SELECT coalesce(json_agg(json_build_object('id', e.id, 'reference', e.reference,
                                'state', e.state, 'risk_level', e.risk_level)), '[]')
                              FROM casework.episode e WHERE e.id = l.episode_id),
               'consent', (SELECT json_build_object('family_informed', r.family_informed,
                                'support_agreement', r.support_agreement, 'sharing_gateway', r.sharing_gateway)
                             FROM casework.referral r WHERE r.id = opened.referral_id)),
           'intervention', json_build_object('id', i.id, 'name', i.name, 'approach', i.approach,
               'mode', i.mode, 'impact', nullif(approach.detail ->> 'impact', ''),
               'caution', nullif(approach.detail ->> 'caution', '')),
           'provider', json_build_object('code', a.code, 'name', a.name),
           'worker', casework.colleague(l.worker_user_id), 'worker_user_id', l.worker_user_id,
           'need_to_know', l.need_to_know, 'goals', l.goals,
           'planned_sessions', l.planned_sessions, 'planned_hours', l.planned_hours,
           'proposed_on', l.proposed_on, 'offered_on', l.offered_on, 'started_on', l.started_on,
           'ended_on', l.ended_on, 'state_reason', l.state_reason, 'state_note', l.state_note,
           'exit_reason', l.exit_reason, 'exit_summary', l.exit_summary,
           'dosage', json_build_object('planned_sessions', l.planned_sessions,
               'planned_hours', l.planned_hours, 'sessions', dosage.held,
               'logged', dosage.logged, 'happened', dosage.happened, 'attended', dosage.attended,
               'missed', dosage.missed, 'cancelled_by_provider', dosage.cancelled_by_provider,
               'to_log', dosage.to_log, 'hours_offered', dosage.hours_offered,
               'hours_attended', dosage.hours_attended,
               'first_attended_on', (dosage.first_at AT TIME ZONE 'Europe/London')::date,
               'days_referral_to_offer', l.offered_on - (opened.submitted_at AT TIME ZONE 'Europe/London')::date,
               'days_offer_to_first_attended',
                   (dosage.first_at AT TIME ZONE 'Europe/London')::date - l.offered_on),
           'takes_sessions', l.state IN ('agreed', 'waiting_list', 'active', 'paused'),
           'updated_at', casework.instant(l.updated_at),
           'moves', casework.moves('allocation', l.state, l.spoke_id)) AS object
  FROM casework.allocation l
  JOIN reference.spoke spoke ON spoke.id = l.spoke_id
  JOIN casework.person p ON p.id = l.person_id
  JOIN casework.intervention i ON i.id = l.intervention_id
  LEFT JOIN reference.intervention_approach approach ON approach.code = i.approach
  JOIN reference.agency a ON a.id = l.provider_agency_id
  -- What opened the episode: not the provider's to see.
  LEFT JOIN LATERAL (SELECT e.referral_id, r.submitted_at FROM casework.episode e
                       JOIN casework.referral r ON r.id = e.referral_id
                      WHERE e.id = l.episode_id) opened ON true
 CROSS JOIN LATERAL (
       SELECT count(*) AS held, count(s.attendance) AS logged,
              count(*) FILTER (WHERE s.happened) AS happened,
              count(*) FILTER (WHERE s.attendance IN ('attended', 'part', 'late')) AS attended,
              count(*) FILTER (WHERE t.detail ->> 'counts_against' = 'yes') AS missed,
              count(*) FILTER (WHERE s.attendance = 'cancelled_provider') AS cancelled_by_provider,
              count(*) FILTER (WHERE s.happened IS NULL AND s.planned_at < now()
                  AND (l.ended_on IS NULL OR s.planned_at < l.ended_on + 1)) AS to_log,
              round(coalesce(sum(s.minutes) FILTER (WHERE s.attendance <> 'cancelled_provider'), 0) / 60.0, 2) AS hours_offered,
              round(coalesce(sum(s.minutes) FILTER (WHERE s.attendance IN ('attended', 'part', 'late')), 0) / 60.0, 2) AS hours_attended,
              min(s.planned_at) FILTER (WHERE s.attendance IN ('attended', 'part', 'late')) AS first_at
         FROM casework.session s
         LEFT JOIN reference.session_attendance t ON t.code = s.attendance
        WHERE s.allocation_id = l.id) dosage;

CREATE VIEW casework.session_object WITH (security_invoker = true) AS
SELECT s.id, s.version, s.allocation_id, s.person_id, s.spoke_id, s.planned_at, json_build_object(
           'id', s.id, 'version', s.version, 'allocation_id', s.allocation_id,
           'person_id', s.person_id, 'planned_at', casework.instant(s.planned_at),
           'minutes', s.minutes, 'mode', s.mode, 'happened', s.happened,
           'attendance', s.attendance, 'engagement', s.engagement, 'note', s.note,
           'young_person_voice', s.young_person_voice, 'next_step', s.next_step,
           'to_log', s.happened IS NULL AND s.planned_at < now(),
           'worker', casework.colleague(s.worker_user_id),
           'updated_at', casework.instant(s.updated_at)) AS object
  FROM casework.session s;

CREATE VIEW casework.contact_item WITH (security_invoker = true) AS
SELECT c.id, json_build_object('id', c.id, 'spoke', spoke.code, 'type', c.type,
           'happened_at', casework.instant(c.happened_at),
           'person', json_build_object('id', p.id, 'name', p.display_name,
               'age', date_part('year', age(access.today(), p.born_on))::integer),
           'seen', c.seen, 'outcomes', c.outcomes,
           'officer', casework.colleague(c.officer_id) ->> 'name', 'held', c.held,
           'note', casework.excerpt(c.note)) AS item
  FROM casework.contact c
  JOIN reference.spoke spoke ON spoke.id = c.spoke_id
  JOIN casework.person p ON p.id = c.person_id;

CREATE VIEW casework.contact_object WITH (security_invoker = true) AS
SELECT c.id, c.version, c.person_id, c.spoke_id, json_build_object(
           'id', c.id, 'version', c.version, 'spoke', spoke.code,
           'person', json_build_object('id', p.id, 'name', p.display_name, 'born_on', p.born_on,
               'age', date_part('year', age(access.today(), p.born_on))::integer),
           'type', c.type, 'happened_at', casework.instant(c.happened_at), 'minutes', c.minutes,
           'place', c.place, 'seen', c.seen, 'outcomes', c.outcomes,
           'officer', casework.colleague(c.officer_id),
           'agency', json_build_object('code', a.code, 'name', a.name),
           'joint_with', c.joint_with, 'trigger', c.trigger, 'force_reference', c.force_reference,
           'presentation', c.presentation, 'note', c.note, 'follow_up', c.follow_up,
           'held', c.held, 'released_at', casework.instant(c.released_at),
           'released_by', casework.colleague(c.released_by),
           'created_at', casework.instant(c.created_at), 'updated_at', casework.instant(c.updated_at),
           'may_release', c.held AND c.spoke_id = ANY (access.spokes_with('contact.release')),
           'may_change', c.spoke_id = ANY (access.spokes_with('contact.write'))) AS object
  FROM casework.contact c
  JOIN reference.spoke spoke ON spoke.id = c.spoke_id
  JOIN reference.agency a ON a.id = c.agency_id
  JOIN casework.person p ON p.id = c.person_id;

DO $$
DECLARE
    v text;
BEGIN
    FOREACH v IN ARRAY ARRAY['intervention_object', 'allocation_item', 'allocation_object',
                             'session_object', 'contact_item', 'contact_object'] LOOP
        EXECUTE format('ALTER VIEW casework.%I OWNER TO throughline_owner', v);
        EXECUTE format('GRANT SELECT ON casework.%I TO throughline_server', v);
    END LOOP;
END $$;
