-- Journey audit: who a pseudonym is, and to whom that is told; how a sample is
-- drawn; what an audit demands before it moves.

-- ---- one journey opened by name --------------------------------------------------

-- The young people whose journey the reader has opened, with what was merged
-- into them; until the opening's own time is over by the database's clock.
CREATE OR REPLACE FUNCTION access.opened_people() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    spokes integer[] := access.spokes_with('journey_audit.write');
    found_ uuid[];
BEGIN
    IF cardinality(spokes) = 0 THEN
        RETURN '{}';
    END IF;
    SELECT array_agg(o.audited_person) INTO found_ FROM access.journey_opening o
     WHERE o.user_id = access.me() AND o.ended_at IS NULL AND o.until > now() AND o.spoke_id = ANY (spokes);
    RETURN casework.person_groups(coalesce(found_, '{}'));
END $$;

-- The spoke whose journey that is. There is one opening at a time, so that the
-- two together are one young person in one spoke.
CREATE OR REPLACE FUNCTION access.opened_spokes() RETURNS integer[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    spokes integer[] := access.spokes_with('journey_audit.write');
BEGIN
    IF cardinality(spokes) = 0 THEN
        RETURN '{}';
    END IF;
    RETURN coalesce((SELECT array_agg(o.spoke_id) FROM access.journey_opening o
        WHERE o.user_id = access.me() AND o.ended_at IS NULL AND o.until > now()
          AND o.spoke_id = ANY (spokes)), '{}');
END $$;

-- The meetings that spoke discussed them at: their titles are in the journey.
CREATE OR REPLACE FUNCTION access.opened_meetings() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    people uuid[] := access.opened_people();
BEGIN
    IF cardinality(people) = 0 THEN
        RETURN '{}';
    END IF;
    RETURN coalesce((SELECT array_agg(DISTINCT i.meeting_id) FROM casework.agenda_item i
        WHERE i.person_id = ANY (people) AND i.spoke_id = ANY (access.opened_spokes())), '{}');
END $$;

-- BEFORE INSERT: whose it is, who opens it and when are not the client's to
-- say; what the auditor had open before ends.
CREATE OR REPLACE FUNCTION access.journey_opens() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    audit casework.journey_audit;
BEGIN
    SELECT * INTO audit FROM casework.journey_audit a WHERE a.id = NEW.audit_id FOR SHARE;
    IF NOT FOUND OR NOT access.loading() AND NOT audit.spoke_id = ANY (access.spokes_with('journey_audit.write')) THEN
        RAISE EXCEPTION 'no such audit' USING ERRCODE = 'TL404';
    END IF;
    IF audit.state IN ('closed', 're_audited', 'set_aside') THEN
        RAISE EXCEPTION 'This audit is over. A journey is opened only for an audit under way.'
            USING ERRCODE = 'TL409';
    END IF;
    NEW.user_id := access.actor();
    NEW.spoke_id := audit.spoke_id;
    NEW.audited_person := audit.audited_person;
    NEW.opened_at := access.moment();
    NEW.until := coalesce(NEW.until, NEW.opened_at + interval '1 hour');
    NEW.ended_at := CASE WHEN access.loading() THEN NEW.ended_at END;
    UPDATE access.journey_opening o
       SET ended_at = greatest(o.opened_at, least(o.until, NEW.opened_at))
     WHERE o.user_id = NEW.user_id AND o.ended_at IS NULL;
    RETURN NEW;
END $$;
-- AFTER INSERT: a row of the access log about that young person, so that the
-- spoke finds it where it looks who has looked.
CREATE OR REPLACE FUNCTION access.journey_opened() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM audit.record('view', 'journey_opening', NEW.audit_id, NEW.audited_person, NEW.spoke_id,
        jsonb_build_object('opening', NEW.id, 'purpose', NEW.purpose, 'reason', NEW.reason,
                           'until', casework.instant(NEW.until)));
    RETURN NULL;
END $$;

-- ---- pseudonyms and what is known without a name ----------------------------------

-- Keyed, and the same within a sample only: two samples cannot be joined.
CREATE OR REPLACE FUNCTION casework.audit_pseudonym(sample uuid, person uuid, spoke integer) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    key bytea := (SELECT s.pseudonym_key FROM access.secret s);
    digest bytea := sha256(key || sha256(key || convert_to(concat_ws('|', sample, person, spoke), 'UTF8')));
BEGIN
    RETURN 'J-' || (SELECT string_agg(substr('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', get_byte(digest, n) % 32 + 1, 1), '' ORDER BY n)
                      FROM generate_series(0, 5) AS n);
END $$;

CREATE OR REPLACE FUNCTION casework.london_day(at timestamptz) RETURNS date
LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog
RETURN (at AT TIME ZONE 'Europe/London')::date;

-- One step of the way and its clock. `allowed` NULL: the spoke has none.
CREATE OR REPLACE FUNCTION casework.audit_interval(step text, since date, until date, unit text, taken integer,
                                                   allowed integer, late boolean) RETURNS jsonb
LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog
RETURN jsonb_build_object('step', step, 'from', since, 'to', until, 'unit', unit, 'taken', taken,
                          'allowed', allowed, 'late', coalesce(late, false));

-- The intervals of one episode against its spoke's clocks, by what held when
-- each began.
CREATE OR REPLACE FUNCTION casework.audit_intervals(e casework.episode) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    last_day date := coalesce(e.closed_on, access.today());
    sent date;
    decided date;
    waited integer;
    triage_allowed integer;
    heard date;
    hear_by date;
    offered date;
    attended date;
    first_allowed integer;
    longest record;
    review_allowed integer;
BEGIN
    SELECT coalesce(r.received_on, casework.london_day(r.submitted_at)), casework.london_day(r.decided_at),
           c.waiting_days, casework.triage_days(r.spoke_id, r.urgency,
               coalesce(r.received_on, casework.london_day(r.submitted_at)))
      INTO sent, decided, waited, triage_allowed
      FROM casework.referral r JOIN casework.referral_clock c ON c.referral_id = r.id
     WHERE r.id = e.referral_id;
    SELECT casework.london_day(min(d.happened_at)) INTO heard FROM casework.discussion d WHERE d.episode_id = e.id;
    SELECT casework.london_day(min(m.starts_at)) INTO hear_by FROM casework.meeting m
     WHERE m.series_id = e.series_id AND m.state <> 'cancelled'
       AND m.starts_at > coalesce(decided, e.opened_on)::timestamp AT TIME ZONE 'Europe/London' + interval '1 day'
       AND m.starts_at < now();
    SELECT min(a.offered_on) INTO offered FROM casework.allocation a WHERE a.episode_id = e.id;
    SELECT casework.london_day(min(s.planned_at)) INTO attended
      FROM casework.session s JOIN casework.allocation a ON a.id = s.allocation_id
     WHERE a.episode_id = e.id AND s.cancelled_at IS NULL AND s.attendance IN ('attended', 'part', 'late');
    first_allowed := reference.setting_days(e.spoke_id, CASE WHEN e.risk_level IN ('high', 'very_high')
        THEN 'first_contact_high_working_days' ELSE 'first_contact_working_days' END, offered);
    -- The longest time nobody reviewed it, from the opening to the end.
    SELECT g.since, g.day, g.day - g.since AS days INTO longest
      FROM (SELECT d.day, lag(d.day) OVER (ORDER BY d.day) AS since
              FROM (SELECT e.opened_on AS day
                    UNION SELECT last_day
                    UNION SELECT casework.london_day(x.happened_at) FROM casework.discussion x WHERE x.episode_id = e.id
                    UNION SELECT casework.london_day(x.assessed_at) FROM casework.risk_assessment x
                           WHERE x.episode_id = e.id AND x.in_error_at IS NULL) AS d
             WHERE d.day BETWEEN e.opened_on AND last_day) AS g
     WHERE g.since IS NOT NULL ORDER BY days DESC, g.since LIMIT 1;
    review_allowed := reference.setting_days(e.spoke_id, 'review_days_' || coalesce(e.risk_level, 'medium'),
                                             coalesce(longest.since, e.opened_on));
    RETURN jsonb_build_array(
        casework.audit_interval('triage', sent, decided, 'working_days', waited, triage_allowed, waited > triage_allowed),
        casework.audit_interval('panel', coalesce(decided, e.opened_on), heard, 'working_days',
            casework.working_days_between(coalesce(decided, e.opened_on), coalesce(heard, last_day)),
            casework.working_days_between(coalesce(decided, e.opened_on), hear_by),
            hear_by < coalesce(heard, last_day)),
        casework.audit_interval('offer', coalesce(heard, decided, e.opened_on), offered, 'working_days',
            casework.working_days_between(coalesce(heard, decided, e.opened_on), offered), NULL, false),
        casework.audit_interval('first_session', offered, attended, 'working_days',
            casework.working_days_between(offered, coalesce(attended, last_day)),
            CASE WHEN offered IS NOT NULL THEN first_allowed END,
            casework.working_days_between(offered, coalesce(attended, last_day)) > first_allowed),
        casework.audit_interval('review', longest.since, longest.day, 'days', longest.days, review_allowed,
            longest.days > review_allowed),
        casework.audit_interval('closure', e.opened_on, e.closed_on, 'days', last_day - e.opened_on, NULL, false));
END $$;

-- What is missing, as codes of vocabulary audit_gap.
CREATE OR REPLACE FUNCTION casework.audit_gaps(e casework.episode, intervals jsonb) RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    late text[] := ARRAY(SELECT i.item ->> 'step' FROM jsonb_array_elements(intervals) AS i(item)
                          WHERE (i.item ->> 'late')::boolean);
    agencies bigint;
BEGIN
    SELECT count(DISTINCT x.agency_id) INTO agencies FROM (
        SELECT u.agency_id FROM casework.discussion_update u JOIN casework.discussion d ON d.id = u.discussion_id
         WHERE d.episode_id = e.id
        UNION ALL
        SELECT c.agency_id FROM casework.agency_check c WHERE c.episode_id = e.id AND c.result IS NOT NULL) AS x;
    RETURN array_remove(ARRAY[
        CASE WHEN NOT EXISTS (SELECT FROM casework.discussion d WHERE d.episode_id = e.id AND d.young_person_voice IS NOT NULL)
              AND NOT EXISTS (SELECT FROM casework.voice v WHERE v.episode_id = e.id AND v.in_error_at IS NULL)
              AND NOT EXISTS (SELECT FROM casework.session s JOIN casework.allocation a ON a.id = s.allocation_id
                               WHERE a.episode_id = e.id AND s.young_person_voice IS NOT NULL) THEN 'no_voice' END,
        CASE WHEN NOT EXISTS (SELECT FROM casework.risk_assessment r WHERE r.episode_id = e.id AND r.in_error_at IS NULL)
              AND NOT EXISTS (SELECT FROM casework.discussion d WHERE d.episode_id = e.id AND d.rationale IS NOT NULL)
             THEN 'no_rationale' END,
        CASE WHEN 'review' = ANY (late) THEN 'review_overdue' END,
        CASE WHEN EXISTS (SELECT FROM casework.allocation a WHERE a.episode_id = e.id AND a.started_on IS NOT NULL
                AND NOT EXISTS (SELECT FROM casework.outcome o WHERE o.episode_id = e.id AND o.point = 'baseline'
                     AND o.in_error_at IS NULL AND (o.allocation_id IS NULL OR o.allocation_id = a.id)))
             THEN 'no_baseline' END,
        CASE WHEN 'triage' = ANY (late) THEN 'triage_late' END,
        CASE WHEN 'panel' = ANY (late) THEN 'not_heard' END,
        CASE WHEN 'first_session' = ANY (late) THEN 'first_session_late' END,
        CASE WHEN agencies < 2 THEN 'single_agency' END,
        CASE WHEN NOT EXISTS (SELECT FROM casework.allocation a WHERE a.episode_id = e.id AND a.offered_on IS NOT NULL)
             THEN 'no_offer' END], NULL);
END $$;

CREATE OR REPLACE FUNCTION casework.audit_facts(e casework.episode) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    intervals jsonb := casework.audit_intervals(e);
BEGIN
    RETURN jsonb_build_object('as_of', access.today(), 'intervals', intervals,
                              'gaps', to_jsonb(casework.audit_gaps(e, intervals)));
END $$;

-- The age band of the day the episode opened.
CREATE OR REPLACE FUNCTION casework.audit_age_band(person uuid, day date) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN coalesce((SELECT t.code FROM casework.person p
        CROSS JOIN LATERAL (SELECT date_part('year', age(day, p.born_on))::integer AS years) x
        JOIN reference.term t ON t.vocabulary = 'age_band'
         AND x.years >= nullif(t.detail ->> 'from_age', '')::integer
         AND x.years <= coalesce(nullif(t.detail ->> 'to_age', '')::integer, 200)
       WHERE p.id = person AND p.born_on IS NOT NULL), 'not_known');
END $$;

-- ---- drawing ----------------------------------------------------------------------

-- A journey with gaps looked for is worked out for each that could be drawn.
CREATE OR REPLACE FUNCTION casework.sample_asks(s casework.journey_sample, e casework.episode) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN cardinality(s.gaps) = 0 OR casework.audit_facts(e) -> 'gaps' ?| s.gaps;
END $$;

-- AFTER INSERT on journey_sample. Each stratum gets its turn, so that small
-- ones are heard; within one the seed decides.
CREATE OR REPLACE FUNCTION casework.sample_draw() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    mine integer[] := CASE WHEN access.loading() THEN ARRAY(SELECT s.id FROM reference.spoke s)
                      ELSE access.spokes_with('journey_audit.write') END;
    withheld uuid[] := access.withheld(); -- restricted records are not drawn
    found_ record;
BEGIN
    WITH population AS MATERIALIZED (
        SELECT e.id, e.person_id, e.spoke_id, md5(NEW.seed || e.id) AS dice,
               CASE NEW.stratify_by WHEN 'spoke' THEN (SELECT s.code FROM reference.spoke s WHERE s.id = e.spoke_id)
                    WHEN 'risk_level' THEN coalesce(e.risk_level, 'not_assessed')
                    WHEN 'closure_reason' THEN coalesce(e.closure_reason, 'open') ELSE 'all' END AS stratum
          FROM casework.episode e
         WHERE e.spoke_id = ANY (mine) AND e.opened_on BETWEEN NEW.opened_from AND NEW.opened_to
           AND e.person_id <> ALL (withheld)
           AND (NEW.spoke_ids = '{}' OR e.spoke_id = ANY (NEW.spoke_ids))
           AND (NEW.risk_levels = '{}' OR e.risk_level = ANY (NEW.risk_levels))
           AND (NEW.closure_reasons = '{}' OR e.closure_reason = ANY (NEW.closure_reasons))
           AND (NEW.closed IS NULL OR (e.state = 'closed') = NEW.closed)
           AND casework.sample_asks(NEW, e)),
    ranked AS (SELECT p.*, row_number() OVER (PARTITION BY p.stratum ORDER BY p.dice, p.id) AS turn FROM population p),
    drawn AS MATERIALIZED (SELECT r.* FROM ranked r ORDER BY r.turn, r.dice, r.id LIMIT NEW.wanted),
    made AS (
        INSERT INTO casework.journey_audit (sample_id, spoke_id, audited_person, audited_episode, pseudonym, position,
            stratum, age_band, year, risk_level, closure_reason, gaps, intervals)
        SELECT NEW.id, d.spoke_id, d.person_id, d.id, casework.audit_pseudonym(NEW.id, d.person_id, d.spoke_id),
               row_number() OVER (ORDER BY d.dice, d.id), d.stratum, casework.audit_age_band(d.person_id, e.opened_on),
               date_part('year', e.opened_on)::integer, e.risk_level, e.closure_reason,
               ARRAY(SELECT jsonb_array_elements_text(f.facts -> 'gaps')), f.facts -> 'intervals'
          FROM drawn d JOIN casework.episode e ON e.id = d.id
         CROSS JOIN LATERAL (SELECT casework.audit_facts(e) AS facts OFFSET 0) f
        RETURNING 1)
    SELECT (SELECT count(*) FROM population) AS population, (SELECT count(*) FROM made) AS drawn,
           (SELECT jsonb_agg(jsonb_build_object('stratum', x.stratum, 'population', x.population, 'drawn', x.drawn)
                             ORDER BY x.stratum)
              FROM (SELECT p.stratum, count(*) AS population,
                           (SELECT count(*) FROM drawn d WHERE d.stratum = p.stratum) AS drawn
                      FROM population p GROUP BY p.stratum) AS x) AS strata
      INTO found_;
    IF found_.drawn = 0 THEN
        RAISE EXCEPTION 'No journey matches. Choose a longer period, or ask for less.'
            USING ERRCODE = 'TL422', COLUMN = 'opened_from';
    END IF;
    UPDATE casework.journey_sample s SET population = found_.population, strata = found_.strata WHERE s.id = NEW.id;
    IF NOT access.loading() THEN
        PERFORM audit.record('create', 'journey_sample', NEW.id, NULL, NULL,
                             jsonb_build_object('drawn', found_.drawn, 'population', found_.population));
    END IF;
    RETURN NULL;
END $$;

-- Looks again at a journey audited before: a new audit of the same, as it is now.
CREATE OR REPLACE FUNCTION casework.audit_again(earlier uuid, made uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO casework.journey_audit (id, sample_id, spoke_id, audited_person, audited_episode, pseudonym, position,
        stratum, age_band, year, risk_level, closure_reason, gaps, intervals, earlier_id)
    SELECT made, a.sample_id, a.spoke_id, a.audited_person, a.audited_episode, a.pseudonym, a.position, a.stratum,
           a.age_band, a.year, e.risk_level, e.closure_reason,
           ARRAY(SELECT jsonb_array_elements_text(f.facts -> 'gaps')), f.facts -> 'intervals', a.id
      FROM casework.journey_audit a JOIN casework.episode e ON e.id = a.audited_episode
     CROSS JOIN LATERAL (SELECT casework.audit_facts(e) AS facts OFFSET 0) f
     WHERE a.id = earlier AND a.state = 're_audited'
       AND a.spoke_id = ANY (access.spokes_with('journey_audit.write'))
       AND NOT EXISTS (SELECT FROM casework.journey_audit l WHERE l.earlier_id = a.id);
END $$;
