-- Delivery in full: what is warned of and may be gone on with for a reason, the
-- waiting list, sessions that end with their allocation, sessions of a group,
-- and what is delivered without names.

-- ---- warnings -------------------------------------------------------------------

-- Those a young person should not be brought together with, by an association
-- that stands today. Who they are is for the other functions here alone.
CREATE OR REPLACE FUNCTION casework.rivals_of(wanted uuid) RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    themselves uuid[] := casework.person_group(wanted); -- what was said of a merged record holds
BEGIN
    RETURN casework.person_groups(coalesce((SELECT array_agg(a.other)
        FROM (SELECT x.kind, x.ended_on, x.expires_on, x.other_id AS other FROM casework.association x
               WHERE x.person_id = ANY (themselves)
              UNION ALL SELECT x.kind, x.ended_on, x.expires_on, x.person_id FROM casework.association x
               WHERE x.other_id = ANY (themselves)) a
        JOIN reference.association_kind k ON k.code = a.kind AND k.detail ->> 'rival' = 'yes'
       WHERE a.ended_on IS NULL AND a.expires_on >= access.today() AND NOT a.other = ANY (themselves)), '{}'));
END $$;

-- What does not fit: age on the day, sex, risk, area, the approach, and who
-- else takes part. Told as sentences; nothing here forbids anything.
CREATE OR REPLACE FUNCTION casework.fit_warnings(person uuid, episode uuid, offer uuid, day date,
                                                 in_area boolean)
RETURNS TABLE (warning text, said text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    i casework.intervention;
    p casework.person;
    approach reference.term;
    years integer;
    risk reference.term;
    least_ reference.term;
    most reference.term;
BEGIN
    SELECT * INTO i FROM casework.intervention x WHERE x.id = offer;
    SELECT * INTO p FROM casework.person x WHERE x.id = person;
    years := date_part('year', age(day, p.born_on));
    SELECT t.* INTO risk FROM reference.term t JOIN casework.episode e ON e.id = episode
     WHERE t.vocabulary = 'risk_level' AND t.code = e.risk_level;
    SELECT * INTO least_ FROM reference.term t WHERE t.vocabulary = 'risk_level' AND t.code = i.min_risk_level;
    SELECT * INTO most FROM reference.term t WHERE t.vocabulary = 'risk_level' AND t.code = i.max_risk_level;
    SELECT * INTO approach FROM reference.term t WHERE t.vocabulary = 'intervention_approach' AND t.code = i.approach;
    RETURN QUERY SELECT x.warning, x.said FROM (VALUES
        ('too_young', years < i.min_age,
         format('It is for those aged %s or over and they are %s', i.min_age, years)),
        ('too_old', years > i.max_age,
         format('It is for those aged up to %s and they are %s', i.max_age, years)),
        ('sex', i.eligible_sex <> p.sex AND p.sex <> 'not_known',
         format('It is for %s', CASE i.eligible_sex WHEN 'female' THEN 'girls and young women'
                                                    ELSE 'boys and young men' END)),
        ('risk_below', risk.position < least_.position,
         format('It is for a risk of %s or more and theirs is %s', lower(least_.label), lower(risk.label))),
        ('risk_above', risk.position > most.position,
         format('It is for a risk of %s or less and theirs is %s', lower(most.label), lower(risk.label))),
        ('area', i.area IS NOT NULL AND in_area IS NOT TRUE,
         format('It is for people who live in %s', i.area)),
        ('harmful', approach.detail ->> 'impact' = 'harmful',
         format('%s are likely to do harm', approach.label)),
        ('rival', i.mode = 'group' AND EXISTS (SELECT FROM casework.allocation a
             WHERE a.person_id = ANY (casework.rivals_of(person)) AND a.intervention_id = i.id
               AND a.ended_on IS NULL),
         'Someone they are in conflict with takes part in it')) AS x(warning, is_so, said)
     WHERE x.is_so;
END $$;

-- Of an offer, as the page shows it before anything is proposed. The area is
-- asked there.
CREATE OR REPLACE FUNCTION casework.offer_warnings(wanted uuid, offer uuid) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN (SELECT coalesce(jsonb_agg(w), '[]') FROM casework.episode e
             CROSS JOIN LATERAL casework.fit_warnings(e.person_id, e.id, offer, access.today(), true) w
             WHERE e.id = wanted AND e.spoke_id = ANY (access.spokes_with('allocation.write'))
               AND e.person_id <> ALL (access.withheld()));
END $$;

-- What stands against starting: no place is left, or others wait for it.
CREATE OR REPLACE FUNCTION casework.place_warnings(offer uuid, since timestamptz)
RETURNS TABLE (warning text, said text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    places integer;
    taken bigint;
    before_them bigint;
BEGIN
    SELECT i.capacity INTO places FROM casework.intervention i WHERE i.id = offer;
    SELECT count(*) INTO taken FROM casework.allocation a
     WHERE a.intervention_id = offer AND a.state IN ('active', 'paused');
    SELECT count(*) INTO before_them FROM casework.allocation a
     WHERE a.intervention_id = offer AND a.waiting_since < coalesce(since, 'infinity');
    IF taken >= places THEN
        RETURN QUERY SELECT 'full', format('All %s places are taken', places);
    ELSIF taken + before_them >= places THEN
        RETURN QUERY SELECT 'others_waiting', format(CASE before_them WHEN 1
            THEN '1 other has waited longer' ELSE '%s others have waited longer' END, before_them);
    END IF;
END $$;

CREATE OR REPLACE FUNCTION casework.start_warnings(allocation uuid) RETURNS json
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN (SELECT coalesce(json_agg(w), '[]') FROM casework.allocation a
             CROSS JOIN LATERAL casework.place_warnings(a.intervention_id, a.waiting_since) w
             WHERE a.id = allocation AND a.person_id <> ALL (access.withheld())
               AND (a.spoke_id = ANY (access.spokes_with('scope.case')) OR a.provider_agency_id = access.provider_agency()
                    OR a.person_id = ANY (access.panel_people())));
END $$;

-- BEFORE INSERT OR UPDATE OF state on allocation. A warning never blocks: it
-- asks for a reason, and both are kept.
CREATE OR REPLACE FUNCTION casework.allocation_warned() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    codes text[];
    told text[];
    since timestamptz;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        since := OLD.waiting_since;
    END IF;
    NEW.waiting_since := CASE WHEN NEW.state = 'waiting_list' THEN coalesce(since, access.moment()) END;
    IF access.loading() THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'INSERT' THEN
        SELECT array_agg(w.warning), array_agg(w.said) INTO codes, told
          FROM casework.fit_warnings(NEW.person_id, NEW.episode_id, NEW.intervention_id,
                                     NEW.proposed_on, NEW.lives_in_area) w;
    ELSIF NEW.state = 'active' AND OLD.state IN ('agreed', 'waiting_list') THEN
        SELECT array_agg(w.warning), array_agg(w.said) INTO codes, told
          FROM casework.place_warnings(NEW.intervention_id, since) w;
    END IF;
    IF codes IS NULL THEN
        NEW.go_on_reason := NULL;
        RETURN NEW;
    ELSIF NEW.go_on_reason IS NULL THEN
        RAISE EXCEPTION '%. Say why you go on all the same', array_to_string(told, '. ')
            USING ERRCODE = 'TL422', COLUMN = 'go_on_reason';
    END IF;
    INSERT INTO casework.allocation_warning (allocation_id, spoke_id, person_id, warning, said, reason,
                                             step, at, by_user)
    SELECT NEW.id, NEW.spoke_id, NEW.person_id, w.code, w.said, NEW.go_on_reason,
           CASE TG_OP WHEN 'INSERT' THEN 'propose' ELSE 'start' END, access.moment(), access.actor()
      FROM unnest(codes, told) AS w(code, said);
    RETURN NEW;
END $$;

-- ---- the waiting list -----------------------------------------------------------

-- A place on the list, and whether one is free for them now: as many are free
-- as stand before the first who has to go on waiting.
CREATE OR REPLACE FUNCTION casework.waiting_line(wanted uuid) RETURNS json
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN (SELECT json_build_object('position', line.position, 'of', line.of_,
                'since', (a.waiting_since AT TIME ZONE 'Europe/London')::date,
                'place_free', i.capacity IS NULL OR line.position <= i.capacity - places.taken)
              FROM casework.allocation a
              JOIN casework.intervention i ON i.id = a.intervention_id
             CROSS JOIN LATERAL (SELECT count(*) FILTER (WHERE (w.waiting_since, w.id)
                     <= (a.waiting_since, a.id)) AS position, count(*) AS of_
                   FROM casework.allocation w
                  WHERE w.intervention_id = a.intervention_id AND w.waiting_since IS NOT NULL
                    AND NOT casework.died(w.person_id)) line
             CROSS JOIN LATERAL (SELECT count(*) AS taken FROM casework.allocation t
                  WHERE t.intervention_id = a.intervention_id AND t.state IN ('active', 'paused')) places
             WHERE a.id = wanted AND a.waiting_since IS NOT NULL AND a.person_id <> ALL (access.withheld())
               AND (a.spoke_id = ANY (access.spokes_with('scope.case')) OR a.provider_agency_id = access.provider_agency()
                    OR a.person_id = ANY (access.panel_people())));
END $$;

-- ---- sessions end with their allocation -----------------------------------------

-- AFTER UPDATE OF state on allocation: what was planned past its end.
CREATE OR REPLACE FUNCTION casework.allocation_sessions_cancel() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE casework.session s SET cancelled_at = access.moment()
     WHERE s.allocation_id = NEW.id AND s.happened IS NULL AND s.cancelled_at IS NULL
       AND (s.planned_at > access.moment()
            OR s.planned_at >= (NEW.ended_on + 1)::timestamp AT TIME ZONE 'Europe/London');
    RETURN NULL;
END $$;

-- BEFORE UPDATE on session.
CREATE OR REPLACE FUNCTION casework.session_cancelled_stays() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'This session was cancelled when the intervention ended.' USING ERRCODE = 'TL409';
END $$;

-- ---- the objects ------------------------------------------------------------------
-- Read with the reader's own rights. Rebuilt whenever this file is applied.
DROP VIEW IF EXISTS casework.intervention_object, casework.allocation_item,
    casework.allocation_object, casework.session_object;

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
           'min_age', i.min_age, 'max_age', i.max_age, 'eligible_sex', i.eligible_sex,
           'min_risk_level', i.min_risk_level, 'max_risk_level', i.max_risk_level,
           'area', i.area, 'outcome_measures', i.outcome_measures,
           'evaluation_status', i.evaluation_status, 'active_from', i.active_from,
           'active_to', i.active_to,
           'current', access.today() BETWEEN coalesce(i.active_from, '-infinity')
                                         AND coalesce(i.active_to, 'infinity')) AS object
  FROM casework.intervention i
  JOIN reference.agency a ON a.id = i.provider_agency_id
  LEFT JOIN reference.intervention_approach approach ON approach.code = i.approach
 CROSS JOIN LATERAL casework.intervention_places(i.id) AS places;

-- Whether they came, of the sessions that were not cancelled by the provider;
-- those planned past the end were cancelled with it.
CREATE VIEW casework.allocation_item WITH (security_invoker = true) AS
SELECT l.id, json_build_object('id', l.id, 'state', l.state, 'spoke', spoke.code,
           'person', json_build_object('id', p.id, 'name', p.display_name,
               'age', date_part('year', age(access.today(), p.born_on))::integer),
           'episode_id', l.episode_id,
           'intervention', json_build_object('id', i.id, 'name', i.name),
           'provider', json_build_object('code', a.code, 'name', a.name),
           'proposed_on', l.proposed_on, 'offered_on', l.offered_on, 'started_on', l.started_on,
           'ended_on', l.ended_on, 'planned_sessions', l.planned_sessions,
           'waiting', CASE WHEN l.waiting_since IS NOT NULL THEN casework.waiting_line(l.id) END,
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
              count(*) FILTER (WHERE s.happened IS NULL AND s.cancelled_at IS NULL AND s.planned_at < now()) AS to_log,
              min(s.planned_at) FILTER (WHERE s.happened IS NULL AND s.cancelled_at IS NULL
                  AND s.planned_at >= now()) AS next_at,
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
               'warnings', (SELECT coalesce(json_agg(k.object ORDER BY k.place), '[]')
                              FROM casework.person_need_to_know k
                             WHERE k.topic = 'marker' AND k.person_id = ANY (casework.person_group(p.id))),
               'safety', (SELECT coalesce(json_agg(k.object ORDER BY k.place), '[]')
                            FROM casework.person_need_to_know k
                           WHERE k.topic = 'safety' AND k.person_id = ANY (casework.person_group(p.id))),
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
               'to_log', dosage.to_log, 'cancelled_with_it', dosage.cancelled_with_it,
               'sessions_offered', dosage.offered, 'hours_offered', dosage.hours_offered,
               'hours_attended', dosage.hours_attended,
               'first_attended_on', (dosage.first_at AT TIME ZONE 'Europe/London')::date,
               'days_referral_to_offer', l.offered_on - (opened.submitted_at AT TIME ZONE 'Europe/London')::date,
               'days_offer_to_first_attended',
                   (dosage.first_at AT TIME ZONE 'Europe/London')::date - l.offered_on),
           'next_session_at', casework.instant(dosage.next_at),
           'unlogged_session_id', (SELECT s.id FROM casework.session s
               WHERE s.allocation_id = l.id AND s.happened IS NULL AND s.cancelled_at IS NULL
                 AND s.planned_at < now() ORDER BY s.planned_at LIMIT 1),
           'lives_in_area', l.lives_in_area,
           'waiting', CASE WHEN l.waiting_since IS NOT NULL THEN casework.waiting_line(l.id) END,
           'start_warnings', CASE WHEN l.state IN ('agreed', 'waiting_list')
               THEN casework.start_warnings(l.id) ELSE '[]'::json END,
           'warnings', (SELECT coalesce(json_agg(json_build_object('warning', w.warning, 'said', w.said,
                   'reason', w.reason, 'step', w.step, 'at', casework.instant(w.at),
                   'by', casework.colleague(w.by_user) ->> 'name') ORDER BY w.at, w.warning), '[]')
                 FROM casework.allocation_warning w WHERE w.allocation_id = l.id),
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
       SELECT count(*) FILTER (WHERE s.cancelled_at IS NULL) AS held, count(s.attendance) AS logged,
              count(*) FILTER (WHERE s.cancelled_at IS NOT NULL) AS cancelled_with_it,
              count(*) FILTER (WHERE s.attendance <> 'cancelled_provider') AS offered,
              min(s.planned_at) FILTER (WHERE s.happened IS NULL AND s.cancelled_at IS NULL
                  AND s.planned_at >= now()) AS next_at,
              count(*) FILTER (WHERE s.happened) AS happened,
              count(*) FILTER (WHERE s.attendance IN ('attended', 'part', 'late')) AS attended,
              count(*) FILTER (WHERE t.detail ->> 'counts_against' = 'yes') AS missed,
              count(*) FILTER (WHERE s.attendance = 'cancelled_provider') AS cancelled_by_provider,
              count(*) FILTER (WHERE s.happened IS NULL AND s.cancelled_at IS NULL AND s.planned_at < now()) AS to_log,
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
           'to_log', s.happened IS NULL AND s.cancelled_at IS NULL AND s.planned_at < now(),
           'group_session_id', s.group_session_id, 'cancelled', s.cancelled_at IS NOT NULL,
           'worker', casework.colleague(s.worker_user_id),
           'updated_at', casework.instant(s.updated_at)) AS object
  FROM casework.session s;

DO $$
DECLARE
    name_ text;
BEGIN
    FOREACH name_ IN ARRAY ARRAY['rivals_of(uuid)', 'fit_warnings(uuid, uuid, uuid, date, boolean)',
        'offer_warnings(uuid, uuid)', 'place_warnings(uuid, timestamptz)', 'start_warnings(uuid)', 'allocation_warned()',
        'waiting_line(uuid)', 'allocation_sessions_cancel()', 'session_cancelled_stays()'] LOOP
        EXECUTE 'ALTER FUNCTION casework.' || name_ || ' OWNER TO throughline_definer';
        EXECUTE 'GRANT EXECUTE ON FUNCTION casework.' || name_ || ' TO throughline_owner';
    END LOOP;
    FOREACH name_ IN ARRAY ARRAY['intervention_object', 'allocation_item', 'allocation_object',
                                 'session_object'] LOOP
        EXECUTE format('ALTER VIEW casework.%I OWNER TO throughline_owner', name_);
        EXECUTE format('GRANT SELECT ON casework.%I TO throughline_server', name_);
    END LOOP;
END $$;
-- A waiting place and what stands against starting are numbers of an allocation
-- the reader has in hand; what fits whom, and who is at odds, is not theirs.
GRANT EXECUTE ON FUNCTION casework.waiting_line(uuid), casework.offer_warnings(uuid, uuid), casework.start_warnings(uuid),
    casework.allocation_warned(), casework.allocation_sessions_cancel(),
    casework.session_cancelled_stays() TO throughline_server;

-- After 29_triggers.sql, which takes all of casework's triggers away.
CREATE TRIGGER e_measures BEFORE INSERT OR UPDATE OF outcome_measures ON casework.intervention
    FOR EACH ROW WHEN (cardinality(NEW.outcome_measures) > 0)
    EXECUTE FUNCTION casework.codes_known('outcome_measure', 'outcome_measures');
CREATE TRIGGER e_warned BEFORE INSERT OR UPDATE OF state ON casework.allocation
    FOR EACH ROW EXECUTE FUNCTION casework.allocation_warned();
CREATE TRIGGER z_sessions AFTER UPDATE OF state ON casework.allocation
    FOR EACH ROW WHEN (NEW.ended_on IS NOT NULL AND OLD.ended_on IS NULL)
    EXECUTE FUNCTION casework.allocation_sessions_cancel();
CREATE TRIGGER a_cancelled BEFORE UPDATE ON casework.session
    FOR EACH ROW WHEN (OLD.cancelled_at IS NOT NULL)
    EXECUTE FUNCTION casework.session_cancelled_stays();
