-- Dashboards: what is counted. Each function gives one board's facts of some
-- spokes in [from, until), in one pass over the rows of the period; those that
-- are alike come as one row that says how many (reporting.dashboard_count).
-- 59_dashboard.sql makes figures of them.
--
--   line     as the spoke sees it          outside  as it may leave the spoke
--   value    1 where something is counted, else days, sessions, change
--
-- A year of a region is half a million young people: nothing here calls a
-- function that looks something up once a row, and each is planned for the
-- period and the spokes it is asked for (reporting.dashboard says so): a
-- function in SQL would be planned for a few hundred rows, whatever is asked.
--
-- Days are of Europe/London. A merged record counts as its survivor. Restricted
-- records count as all others do: no fact names anybody.

DO $$
DECLARE
    f regprocedure;
BEGIN
    FOR f IN SELECT p.oid FROM pg_proc p JOIN pg_type t ON t.oid = p.prorettype
              WHERE p.pronamespace = 'reporting'::regnamespace AND t.typname = 'dashboard_fact' LOOP
        EXECUTE 'DROP FUNCTION ' || f;
    END LOOP;
END $$;
DROP TYPE IF EXISTS reporting.dashboard_fact;

CREATE OR REPLACE FUNCTION reporting.at_midnight(day date) RETURNS timestamptz
LANGUAGE sql STABLE PARALLEL SAFE RETURN day::timestamp AT TIME ZONE 'Europe/London';

CREATE OR REPLACE FUNCTION reporting.london_day(at timestamptz) RETURNS date
LANGUAGE sql STABLE PARALLEL SAFE RETURN (at AT TIME ZONE 'Europe/London')::date;

-- ---- caseload and flow --------------------------------------------------------

-- Open at the end of each week (or of the period, in its last one): all that
-- were opened by then less all that were closed.
CREATE OR REPLACE FUNCTION reporting.facts_open(spokes integer[], from_ date, until date)
RETURNS SETOF reporting.dashboard_count
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT f.sheet, f.line, f.outside, f.series, f.spoke_id, f.day, f.value::numeric, f.many FROM (
    WITH week AS (
        SELECT w::date AS monday, least(w::date + 6, until - 1) AS last
          FROM generate_series(date_trunc('week', from_::timestamp), (until - 1)::timestamp, interval '7 days') AS w),
    moved AS MATERIALIZED (
        SELECT e.spoke_id, e.opened_on AS day, count(*) AS by_ FROM casework.episode e
         WHERE e.spoke_id = ANY (spokes) AND e.opened_on >= from_ AND e.opened_on < until GROUP BY 1, 2
        UNION ALL
        SELECT e.spoke_id, e.closed_on, -count(*) FROM casework.episode e
         WHERE e.spoke_id = ANY (spokes) AND e.closed_on >= from_ AND e.closed_on < until GROUP BY 1, 2),
    before AS MATERIALIZED (
        SELECT s.id, (SELECT count(*) FROM casework.episode e WHERE e.spoke_id = s.id AND e.opened_on < from_)
                   - (SELECT count(*) FROM casework.episode e WHERE e.spoke_id = s.id AND e.closed_on < from_) AS many
          FROM unnest(spokes) AS s(id))
    SELECT 'flow', w.monday::text, NULL, 'open_end', b.id, w.last,
           b.many + sum(coalesce((SELECT sum(m.by_) FROM moved m WHERE m.spoke_id = b.id
                                     AND m.day BETWEEN greatest(w.monday, from_) AND w.last), 0))
                    OVER (PARTITION BY b.id ORDER BY w.monday), 1::bigint
      FROM week w CROSS JOIN before b
    ) AS f(sheet, line, outside, series, spoke_id, day, value, many);
END $$;

CREATE OR REPLACE FUNCTION reporting.facts_flow(spokes integer[], from_ date, until date)
RETURNS SETOF reporting.dashboard_count
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT f.sheet, f.line, f.outside, f.series, f.spoke_id, f.day, f.value::numeric, f.many FROM (
    SELECT 'flow', date_trunc('week', x.day::timestamp)::date::text, 'all', x.series, x.spoke_id, x.day, 1, x.many
      FROM (SELECT 'referred' AS series, r.spoke_id, reporting.london_day(r.submitted_at) AS day, count(*) AS many
              FROM casework.referral r
             WHERE r.spoke_id = ANY (spokes) AND r.submitted_at >= reporting.at_midnight(from_)
               AND r.submitted_at < reporting.at_midnight(until) GROUP BY 2, 3
            UNION ALL
            SELECT 'accepted', r.spoke_id, reporting.london_day(r.decided_at), count(*) FROM casework.referral r
             WHERE r.spoke_id = ANY (spokes) AND r.decided_at >= reporting.at_midnight(from_)
               AND r.decided_at < reporting.at_midnight(until)
               AND r.state IN ('accepted_to_panel', 'extraordinary_meeting', 'straight_to_intervention', 'added_to_episode')
             GROUP BY 2, 3
            UNION ALL
            SELECT 'opened', e.spoke_id, e.opened_on, count(*) FROM casework.episode e
             WHERE e.spoke_id = ANY (spokes) AND e.opened_on >= from_ AND e.opened_on < until GROUP BY 2, 3
            UNION ALL
            SELECT 'closed', e.spoke_id, e.closed_on, count(*) FROM casework.episode e
             WHERE e.spoke_id = ANY (spokes) AND e.closed_on >= from_ AND e.closed_on < until GROUP BY 2, 3) AS x
    UNION ALL
    SELECT * FROM reporting.facts_open(spokes, from_, until)
    UNION ALL
    SELECT 'caseload', coalesce(e.risk_level, 'not_assessed'), NULL, x.series, e.spoke_id, access.today(), 1, count(*)
      FROM casework.episode e
     CROSS JOIN LATERAL (VALUES ('open', true), ('overdue', e.next_review_on < access.today())) AS x(series, is_so)
     WHERE e.spoke_id = ANY (spokes) AND e.state <> 'closed' AND x.is_so GROUP BY e.risk_level, x.series, e.spoke_id
    ) AS f(sheet, line, outside, series, spoke_id, day, value, many);
END $$;

-- ---- waiting ------------------------------------------------------------------

-- Each step that ended in the period: how long, and by which clock. The next
-- meeting is due within the spoke's rhythm, which is in days, not working days.
DROP FUNCTION IF EXISTS reporting.waits(integer[], date, date);
CREATE FUNCTION reporting.waits(spokes integer[], from_ date, until date)
RETURNS TABLE (step text, spoke_id integer, day date, days integer, clock integer, in_time boolean, many bigint)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    WITH number AS MATERIALIZED ( -- of each day that comes up, once
        SELECT d::date AS day, casework.working_number(d::date) AS n
          FROM generate_series((from_ - 400)::timestamp, until::timestamp, interval '1 day') AS d),
    decided AS (
        SELECT 'triage' AS step, r.spoke_id, coalesce(r.received_on, reporting.london_day(r.submitted_at)) AS since,
               reporting.london_day(r.decided_at) AS day,
               CASE WHEN q.subject_id IS NOT NULL
                    THEN casework.referral_pause(r.id, reporting.london_day(r.decided_at)) ELSE 0 END AS pause,
               casework.triage_setting(r.urgency) AS setting
          FROM casework.referral r
          LEFT JOIN (SELECT DISTINCT c.subject_id FROM casework.state_change c
                      WHERE c.verb = 'request_information') AS q ON q.subject_id = r.id
         WHERE r.spoke_id = ANY (spokes) AND r.decided_at >= reporting.at_midnight(from_)
           AND r.decided_at < reporting.at_midnight(until)),
    heard AS (
        SELECT DISTINCT ON (e.id) e.id AS episode_id, e.spoke_id, reporting.london_day(r.decided_at) AS since,
               reporting.london_day(d.happened_at) AS day
          FROM casework.meeting m
          JOIN casework.discussion d ON d.meeting_id = m.id
          JOIN casework.episode e ON e.id = d.episode_id
          JOIN casework.referral r ON r.id = e.referral_id
         WHERE m.spoke_id = ANY (spokes) AND m.starts_at >= reporting.at_midnight(from_) - interval '1 day'
           AND m.starts_at < reporting.at_midnight(until) AND d.happened_at >= reporting.at_midnight(from_)
           AND d.happened_at < reporting.at_midnight(until)
           AND r.decided_at <= d.happened_at AND NOT EXISTS (
               SELECT FROM casework.discussion x WHERE x.person_id = d.person_id AND x.episode_id = d.episode_id
                  AND x.happened_at < reporting.at_midnight(from_))
         ORDER BY e.id, d.happened_at),
    offered AS (
        SELECT DISTINCT ON (a.episode_id) a.spoke_id, a.offered_on AS day, (
               SELECT reporting.london_day(min(d.happened_at)) FROM casework.discussion d
                WHERE d.person_id = a.person_id AND d.episode_id = a.episode_id) AS since
          FROM casework.allocation a
         WHERE a.spoke_id = ANY (spokes) AND a.offered_on >= from_ AND a.offered_on < until
           AND NOT EXISTS (SELECT FROM casework.allocation x WHERE x.episode_id = a.episode_id AND x.offered_on < from_)
         ORDER BY a.episode_id, a.offered_on),
    attended AS (
        SELECT a.spoke_id, a.offered_on AS since, reporting.london_day(first.at) AS day,
               CASE WHEN e.risk_level IN ('high', 'very_high') THEN 'first_contact_high_working_days'
                    ELSE 'first_contact_working_days' END AS setting
          FROM casework.allocation a
          JOIN casework.episode e ON e.id = a.episode_id
         CROSS JOIN LATERAL (
               SELECT min(s.planned_at) AS at FROM casework.session s
                WHERE s.allocation_id = a.id AND s.attendance IN ('attended', 'part', 'late')) AS first
         WHERE a.spoke_id = ANY (spokes) AND a.offered_on >= from_ - 365 AND a.offered_on < until
           AND first.at >= reporting.at_midnight(from_) AND first.at < reporting.at_midnight(until)),
    step AS MATERIALIZED (
        SELECT x.step, x.spoke_id, x.since, x.day, x.pause, x.setting, count(*) AS many FROM (
            SELECT step, spoke_id, since, day, pause, setting FROM decided
            UNION ALL
            SELECT 'panel', h.spoke_id, h.since, h.day, 0, 'meeting_cadence_days' FROM heard h
            UNION ALL
            SELECT 'offer', o.spoke_id, o.since, o.day, 0, NULL FROM offered o WHERE o.since <= o.day
            UNION ALL
            SELECT 'attended', a.spoke_id, a.since, a.day, 0, a.setting FROM attended a WHERE a.since <= a.day) AS x
         GROUP BY 1, 2, 3, 4, 5, 6),
    clock AS MATERIALIZED ( -- of each day on which one began, once
        SELECT k.*, reference.setting_days(k.spoke_id, k.setting, k.since) AS days
          FROM (SELECT DISTINCT spoke_id, setting, since FROM step WHERE setting IS NOT NULL) AS k)
    SELECT s.step, s.spoke_id, s.day, w.days, CASE s.step WHEN 'panel' THEN c.days * 5 / 7 ELSE c.days END,
           CASE s.step WHEN 'panel' THEN s.day - s.since <= c.days ELSE w.days <= c.days END, s.many
      FROM step s
      LEFT JOIN clock c ON c.spoke_id = s.spoke_id AND c.setting = s.setting
       AND coalesce(c.since, 'infinity') = coalesce(s.since, 'infinity')
      LEFT JOIN number f ON f.day = s.since
      LEFT JOIN number t ON t.day = s.day
     CROSS JOIN LATERAL (SELECT greatest(coalesce(t.n, casework.working_number(s.day))
                              - coalesce(f.n, casework.working_number(s.since)) - s.pause, 0) AS days) AS w;
END $$;

CREATE OR REPLACE FUNCTION reporting.facts_waiting(spokes integer[], from_ date, until date)
RETURNS SETOF reporting.dashboard_count
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT f.sheet, f.line, f.outside, f.series, f.spoke_id, f.day, f.value::numeric, f.many FROM (
    SELECT 'steps', w.step, w.step, x.series, w.spoke_id, w.day, x.value, sum(w.many)::bigint
      FROM reporting.waits(spokes, from_, until) AS w
     CROSS JOIN LATERAL (VALUES ('days', w.days), ('clock_days', w.clock),
           ('clocked', CASE WHEN w.in_time IS NOT NULL THEN 1 END), ('in_time', w.in_time::integer)) AS x(series, value)
     WHERE x.value IS NOT NULL GROUP BY w.step, x.series, w.spoke_id, w.day, x.value
    ) AS f(sheet, line, outside, series, spoke_id, day, value, many);
END $$;

-- ---- decisions ----------------------------------------------------------------

-- Outside, results in three, and reasons for a whole year (board 'declines').
CREATE OR REPLACE FUNCTION reporting.facts_decisions(spokes integer[], from_ date, until date)
RETURNS SETOF reporting.dashboard_count
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT f.sheet, f.line, f.outside, f.series, f.spoke_id, f.day, f.value::numeric, f.many FROM (
    SELECT x.sheet, x.line, x.outside, 'referrals', r.spoke_id, r.day, 1, r.many
      FROM (SELECT d.spoke_id, d.state, d.decline_reason, reporting.london_day(d.decided_at) AS day, count(*) AS many
              FROM casework.referral d
             WHERE d.spoke_id = ANY (spokes) AND d.decided_at >= reporting.at_midnight(from_)
               AND d.decided_at < reporting.at_midnight(until) GROUP BY 1, 2, 3, 4) AS r
     CROSS JOIN LATERAL (VALUES
           ('referral_result', r.state, CASE WHEN r.state IN ('accepted_to_panel', 'extraordinary_meeting',
                'straight_to_intervention', 'added_to_episode') THEN 'accepted'
                WHEN r.state = 'declined' THEN 'declined' ELSE 'other_result' END),
           ('decline_reason', CASE r.state WHEN 'declined' THEN r.decline_reason END, r.decline_reason)) AS x(sheet, line, outside)
     WHERE x.line IS NOT NULL
    UNION ALL
    SELECT 'meeting_decision', v.decision, v.decision, 'decisions', m.spoke_id, reporting.london_day(m.starts_at), 1, count(*)
      FROM casework.meeting m
      JOIN casework.discussion d ON d.meeting_id = m.id
      JOIN casework.discussion_decision v ON v.discussion_id = d.id
     WHERE m.spoke_id = ANY (spokes) AND m.starts_at >= reporting.at_midnight(from_)
       AND m.starts_at < reporting.at_midnight(until) GROUP BY v.decision, m.spoke_id, 6
    ) AS f(sheet, line, outside, series, spoke_id, day, value, many);
END $$;

DO $$
DECLARE
    f text;
BEGIN
    FOREACH f IN ARRAY ARRAY['facts_open', 'facts_flow', 'waits', 'facts_waiting', 'facts_decisions'] LOOP
        EXECUTE format('ALTER FUNCTION reporting.%I(integer[], date, date) OWNER TO throughline_definer', f);
        EXECUTE format('GRANT EXECUTE ON FUNCTION reporting.%I(integer[], date, date) TO throughline_owner', f);
    END LOOP;
    FOREACH f IN ARRAY ARRAY['at_midnight(date)', 'london_day(timestamptz)'] LOOP
        EXECUTE 'ALTER FUNCTION reporting.' || f || ' OWNER TO throughline_owner';
        EXECUTE 'GRANT EXECUTE ON FUNCTION reporting.' || f || ' TO throughline_definer, throughline_server';
    END LOOP;
END $$;
