-- Dashboards: what is counted. Each function gives one board's facts (type
-- reporting.dashboard_fact) of some spokes in [from, until), in one pass over
-- the rows of the period; 59_dashboard.sql makes figures of them.
--
--   line     as the spoke sees it          outside  as it may leave the spoke
--   value    1 where something is counted, else days, sessions, change
--
-- Days are of Europe/London. A merged record counts as its survivor. Restricted
-- records count as all others do: no fact names anybody.

CREATE OR REPLACE FUNCTION reporting.at_midnight(day date) RETURNS timestamptz
LANGUAGE sql STABLE PARALLEL SAFE RETURN day::timestamp AT TIME ZONE 'Europe/London';

CREATE OR REPLACE FUNCTION reporting.london_day(at timestamptz) RETURNS date
LANGUAGE sql STABLE PARALLEL SAFE RETURN (at AT TIME ZONE 'Europe/London')::date;

-- ---- caseload and flow --------------------------------------------------------

-- Open at the end of each week (or of the period, in its last one): all that
-- were opened by then less all that were closed.
CREATE OR REPLACE FUNCTION reporting.facts_open(spokes integer[], from_ date, until date)
RETURNS SETOF reporting.dashboard_fact
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    WITH week AS (
        SELECT w::date AS monday, least(w::date + 6, until - 1) AS last
          FROM generate_series(date_trunc('week', from_::timestamp), (until - 1)::timestamp, interval '7 days') AS w),
    moved AS (
        SELECT e.spoke_id, e.opened_on AS day, 1 AS by_ FROM casework.episode e
         WHERE e.spoke_id = ANY (spokes) AND e.opened_on >= from_ AND e.opened_on < until
        UNION ALL
        SELECT e.spoke_id, e.closed_on, -1 FROM casework.episode e
         WHERE e.spoke_id = ANY (spokes) AND e.closed_on >= from_ AND e.closed_on < until),
    before AS (
        SELECT s.id, (SELECT count(*) FROM casework.episode e WHERE e.spoke_id = s.id AND e.opened_on < from_)
                   - (SELECT count(*) FROM casework.episode e WHERE e.spoke_id = s.id AND e.closed_on < from_) AS many
          FROM unnest(spokes) AS s(id))
    SELECT 'flow', w.monday::text, NULL, 'open_end', b.id, w.last,
           b.many + sum(coalesce((SELECT sum(m.by_) FROM moved m WHERE m.spoke_id = b.id
                                     AND m.day BETWEEN greatest(w.monday, from_) AND w.last), 0))
                    OVER (PARTITION BY b.id ORDER BY w.monday)
      FROM week w CROSS JOIN before b;
$$;

CREATE OR REPLACE FUNCTION reporting.facts_flow(spokes integer[], from_ date, until date)
RETURNS SETOF reporting.dashboard_fact
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT 'flow', date_trunc('week', x.day::timestamp)::date::text, 'all', x.series, x.spoke_id, x.day, 1
      FROM (SELECT 'referred' AS series, r.spoke_id, reporting.london_day(r.submitted_at) AS day FROM casework.referral r
             WHERE r.spoke_id = ANY (spokes) AND r.submitted_at >= reporting.at_midnight(from_)
               AND r.submitted_at < reporting.at_midnight(until)
            UNION ALL
            SELECT 'accepted', r.spoke_id, reporting.london_day(r.decided_at) FROM casework.referral r
             WHERE r.spoke_id = ANY (spokes) AND r.decided_at >= reporting.at_midnight(from_)
               AND r.decided_at < reporting.at_midnight(until)
               AND r.state IN ('accepted_to_panel', 'extraordinary_meeting', 'straight_to_intervention', 'added_to_episode')
            UNION ALL
            SELECT 'opened', e.spoke_id, e.opened_on FROM casework.episode e
             WHERE e.spoke_id = ANY (spokes) AND e.opened_on >= from_ AND e.opened_on < until
            UNION ALL
            SELECT 'closed', e.spoke_id, e.closed_on FROM casework.episode e
             WHERE e.spoke_id = ANY (spokes) AND e.closed_on >= from_ AND e.closed_on < until) AS x
    UNION ALL
    SELECT * FROM reporting.facts_open(spokes, from_, until)
    UNION ALL
    SELECT 'caseload', coalesce(e.risk_level, 'not_assessed'), NULL, x.series, e.spoke_id, access.today(), 1
      FROM casework.episode e
     CROSS JOIN LATERAL (VALUES ('open', true), ('overdue', e.next_review_on < access.today())) AS x(series, is_so)
     WHERE e.spoke_id = ANY (spokes) AND e.state <> 'closed' AND x.is_so;
$$;

-- ---- waiting ------------------------------------------------------------------

-- Each step that ended in the period: how long, and by which clock. The next
-- meeting is due within the spoke's rhythm, which is in days, not working days.
CREATE OR REPLACE FUNCTION reporting.waits(spokes integer[], from_ date, until date)
RETURNS TABLE (step text, spoke_id integer, day date, days integer, clock integer, in_time boolean)
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    WITH number AS MATERIALIZED ( -- of each day that comes up, once
        SELECT d::date AS day, casework.working_number(d::date) AS n
          FROM generate_series((from_ - 400)::timestamp, until::timestamp, interval '1 day') AS d),
    decided AS (
        SELECT 'triage' AS step, r.spoke_id, reporting.london_day(r.submitted_at) AS since,
               reporting.london_day(r.decided_at) AS day,
               CASE WHEN EXISTS (SELECT FROM casework.state_change c WHERE c.subject_id = r.id AND c.verb = 'request_information')
                    THEN casework.referral_pause(r.id, reporting.london_day(r.decided_at)) ELSE 0 END AS pause,
               casework.triage_days(r.spoke_id, r.urgency, reporting.london_day(r.submitted_at)) AS clock
          FROM casework.referral r
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
               reference.setting_days(a.spoke_id, CASE WHEN e.risk_level IN ('high', 'very_high')
                   THEN 'first_contact_high_working_days' ELSE 'first_contact_working_days' END, a.offered_on) AS clock
          FROM casework.allocation a
          JOIN casework.episode e ON e.id = a.episode_id
         CROSS JOIN LATERAL (
               SELECT min(s.planned_at) AS at FROM casework.session s
                WHERE s.allocation_id = a.id AND s.attendance IN ('attended', 'part', 'late')) AS first
         WHERE a.spoke_id = ANY (spokes) AND a.offered_on >= from_ - 365 AND a.offered_on < until
           AND first.at >= reporting.at_midnight(from_) AND first.at < reporting.at_midnight(until)),
    step AS (
        SELECT step, spoke_id, since, day, pause, clock, NULL::boolean AS in_time FROM decided
        UNION ALL
        SELECT 'panel', h.spoke_id, h.since, h.day, 0, c.days * 5 / 7, h.day - h.since <= c.days FROM heard h
         CROSS JOIN LATERAL (SELECT reference.setting_days(h.spoke_id, 'meeting_cadence_days', h.since) AS days) AS c
        UNION ALL
        SELECT 'offer', o.spoke_id, o.since, o.day, 0, NULL, NULL FROM offered o WHERE o.since <= o.day
        UNION ALL
        SELECT 'attended', a.spoke_id, a.since, a.day, 0, a.clock, NULL FROM attended a WHERE a.since <= a.day)
    SELECT s.step, s.spoke_id, s.day, w.days, s.clock, coalesce(s.in_time, w.days <= s.clock)
      FROM step s
      LEFT JOIN number f ON f.day = s.since
      LEFT JOIN number t ON t.day = s.day
     CROSS JOIN LATERAL (SELECT greatest(coalesce(t.n, casework.working_number(s.day))
                              - coalesce(f.n, casework.working_number(s.since)) - s.pause, 0) AS days) AS w;
$$;

CREATE OR REPLACE FUNCTION reporting.facts_waiting(spokes integer[], from_ date, until date)
RETURNS SETOF reporting.dashboard_fact
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT 'steps', w.step, w.step, x.series, w.spoke_id, w.day, x.value
      FROM reporting.waits(spokes, from_, until) AS w
     CROSS JOIN LATERAL (VALUES ('days', w.days), ('clock_days', w.clock),
           ('clocked', CASE WHEN w.in_time IS NOT NULL THEN 1 END), ('in_time', w.in_time::integer)) AS x(series, value)
     WHERE x.value IS NOT NULL;
$$;

-- ---- decisions ----------------------------------------------------------------

-- Outside, results in three, and reasons for a whole year (board 'declines').
CREATE OR REPLACE FUNCTION reporting.facts_decisions(spokes integer[], from_ date, until date)
RETURNS SETOF reporting.dashboard_fact
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT x.sheet, x.line, x.outside, 'referrals', r.spoke_id, reporting.london_day(r.decided_at), 1
      FROM casework.referral r
     CROSS JOIN LATERAL (VALUES
           ('referral_result', r.state, CASE WHEN r.state IN ('accepted_to_panel', 'extraordinary_meeting',
                'straight_to_intervention', 'added_to_episode') THEN 'accepted'
                WHEN r.state = 'declined' THEN 'declined' ELSE 'other_result' END),
           ('decline_reason', CASE r.state WHEN 'declined' THEN r.decline_reason END, r.decline_reason)) AS x(sheet, line, outside)
     WHERE r.spoke_id = ANY (spokes) AND r.decided_at >= reporting.at_midnight(from_)
       AND r.decided_at < reporting.at_midnight(until) AND x.line IS NOT NULL
    UNION ALL
    SELECT 'meeting_decision', v.decision, v.decision, 'decisions', m.spoke_id, reporting.london_day(m.starts_at), 1
      FROM casework.meeting m
      JOIN casework.discussion d ON d.meeting_id = m.id
      JOIN casework.discussion_decision v ON v.discussion_id = d.id
     WHERE m.spoke_id = ANY (spokes) AND m.starts_at >= reporting.at_midnight(from_)
       AND m.starts_at < reporting.at_midnight(until);
$$;

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
