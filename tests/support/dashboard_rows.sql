-- The dashboards' facts one by one, as rows are: for proofs that what counts
-- them many at a time (functions/58_dashboard_facts*.sql) counts the same.
-- Slow, and plain on purpose: every clock is asked for again for every row.
CREATE SCHEMA tap_rows;
CREATE TYPE tap_rows.fact AS (sheet text, line text, outside text, series text, spoke_id integer, day date, value numeric);

CREATE FUNCTION tap_rows.facts_open(spokes integer[], from_ date, until date)
RETURNS SETOF tap_rows.fact
LANGUAGE sql STABLE AS $$
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

CREATE FUNCTION tap_rows.facts_flow(spokes integer[], from_ date, until date)
RETURNS SETOF tap_rows.fact
LANGUAGE sql STABLE AS $$
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
    SELECT * FROM tap_rows.facts_open(spokes, from_, until)
    UNION ALL
    SELECT 'caseload', coalesce(e.risk_level, 'not_assessed'), NULL, x.series, e.spoke_id, access.today(), 1
      FROM casework.episode e
     CROSS JOIN LATERAL (VALUES ('open', true), ('overdue', e.next_review_on < access.today())) AS x(series, is_so)
     WHERE e.spoke_id = ANY (spokes) AND e.state <> 'closed' AND x.is_so;
$$;

CREATE FUNCTION tap_rows.waits(spokes integer[], from_ date, until date)
RETURNS TABLE (step text, spoke_id integer, day date, days integer, clock integer, in_time boolean)
LANGUAGE sql STABLE AS $$
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

CREATE FUNCTION tap_rows.facts_waiting(spokes integer[], from_ date, until date)
RETURNS SETOF tap_rows.fact
LANGUAGE sql STABLE AS $$
    SELECT 'steps', w.step, w.step, x.series, w.spoke_id, w.day, x.value
      FROM tap_rows.waits(spokes, from_, until) AS w
     CROSS JOIN LATERAL (VALUES ('days', w.days), ('clock_days', w.clock),
           ('clocked', CASE WHEN w.in_time IS NOT NULL THEN 1 END), ('in_time', w.in_time::integer)) AS x(series, value)
     WHERE x.value IS NOT NULL;
$$;

CREATE FUNCTION tap_rows.facts_decisions(spokes integer[], from_ date, until date)
RETURNS SETOF tap_rows.fact
LANGUAGE sql STABLE AS $$
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

CREATE FUNCTION tap_rows.facts_equity(spokes integer[], from_ date, until date)
RETURNS SETOF tap_rows.fact
LANGUAGE sql STABLE AS $$
    WITH one AS MATERIALIZED (
        SELECT r.spoke_id, reporting.london_day(r.submitted_at) AS day,
               r.state IN ('accepted_to_panel', 'extraordinary_meeting', 'straight_to_intervention', 'added_to_episode') AS accepted,
               r.decided_at IS NOT NULL OR r.state = 'withdrawn' AS decided, coalesce(k.sex, r.sex, 'not_known') AS sex,
               coalesce(e.detail ->> 'group', 'Not recorded') AS ethnicity,
               CASE WHEN c.detail ->> 'looked_after' = 'yes' THEN 'looked_after'
                    WHEN d.care_status = 'care_leaver' THEN 'care_leaver'
                    WHEN d.care_status IN ('child_protection_plan', 'child_in_need') THEN 'social_care'
                    WHEN d.care_status IN ('none', 'closed_to_social_care') THEN 'no_care'
                    WHEN d.care_status IS NULL OR d.care_status IN ('not_asked', 'declined_to_say', 'not_known')
                    THEN 'care_not_recorded' ELSE 'other_support' END AS care
          FROM casework.referral r
          LEFT JOIN casework.person p ON p.id = r.person_id
          LEFT JOIN casework.person k ON k.id = coalesce(p.merged_into, p.id)
          LEFT JOIN casework.person_detail d ON d.person_id = k.id
          LEFT JOIN reference.term e ON e.vocabulary = 'ethnicity' AND e.code = d.ethnicity
          LEFT JOIN reference.term c ON c.vocabulary = 'care_status' AND c.code = d.care_status
         WHERE r.spoke_id = ANY (spokes) AND r.submitted_at >= reporting.at_midnight(from_)
           AND r.submitted_at < reporting.at_midnight(until))
    SELECT s.sheet, s.line, s.line, x.series, o.spoke_id, o.day, 1
      FROM one o
     CROSS JOIN LATERAL (VALUES ('ethnicity', o.ethnicity), ('sex', o.sex), ('care', o.care)) AS s(sheet, line)
     CROSS JOIN LATERAL (VALUES ('referred', true), ('decided', o.decided), ('accepted', o.accepted),
           ('not_accepted', o.decided AND NOT o.accepted), ('undecided', NOT o.decided)) AS x(series, is_so)
     WHERE x.is_so;
$$;

CREATE FUNCTION tap_rows.facts_attendance(spokes integer[], from_ date, until date)
RETURNS SETOF tap_rows.fact
LANGUAGE sql STABLE AS $$
    WITH agency AS (
        SELECT m.spoke_id, reporting.london_day(m.starts_at) AS day, m.id, a.agency_id,
               bool_or(a.attendance IN (SELECT t.code FROM reference.term t WHERE t.vocabulary = 'attendance'
                                           AND t.detail ->> 'counts_for_quorum' = 'yes')) AS came,
               bool_or(a.attendance = 'apologies') AS sorry
          FROM casework.meeting m JOIN casework.meeting_attendance a ON a.meeting_id = m.id
         WHERE m.spoke_id = ANY (spokes) AND m.starts_at >= reporting.at_midnight(from_)
           AND m.starts_at < reporting.at_midnight(until) AND m.state NOT IN ('planned', 'cancelled')
           AND m.type <> 'critical_incident' AND a.agency_id IS NOT NULL AND a.attendance IS NOT NULL
         GROUP BY m.id, a.agency_id)
    SELECT 'attendance', g.name, NULL, x.series, a.spoke_id, a.day, 1
      FROM agency a JOIN reference.agency g ON g.id = a.agency_id
     CROSS JOIN LATERAL (VALUES ('meetings', true), ('came', a.came), ('apologies', a.sorry AND NOT a.came),
           ('absent', NOT a.came AND NOT a.sorry)) AS x(series, is_so)
     WHERE x.is_so;
$$;

CREATE FUNCTION tap_rows.facts_eit(spokes integer[], from_ date, until date)
RETURNS SETOF tap_rows.fact
LANGUAGE sql STABLE AS $$
    WITH contact AS MATERIALIZED (
        SELECT c.spoke_id, c.happened_at, c.person_id, c.identified_id, c.seen AND 'seen_engaged' = ANY (c.outcomes) AS engaged,
               coalesce(p.merged_into, c.person_id, c.identified_id) AS whose
          FROM casework.contact c LEFT JOIN casework.person p ON p.id = c.person_id
         WHERE c.spoke_id = ANY (spokes) AND c.happened_at >= reporting.at_midnight(from_)
           AND c.happened_at < reporting.at_midnight(until) AND NOT c.held AND c.in_error_at IS NULL
           AND coalesce(c.person_id, c.identified_id) IS NOT NULL),
    met AS (
        SELECT DISTINCT c.spoke_id, c.whose, bool_or(c.engaged) OVER (PARTITION BY c.spoke_id, c.whose) AS engaged,
               first_value(c.person_id) OVER w AS person_id, first_value(c.identified_id) OVER w AS identified_id,
               min(c.happened_at) OVER (PARTITION BY c.spoke_id, c.whose) AS at
          FROM contact c WINDOW w AS (PARTITION BY c.spoke_id, c.whose ORDER BY c.happened_at)),
    discussed AS (
        SELECT DISTINCT ON (m.spoke_id, x.whose) m.spoke_id, x.whose, m.starts_at AS at
          FROM casework.meeting m JOIN casework.discussion d ON d.meeting_id = m.id
          JOIN casework.person p ON p.id = d.person_id
         CROSS JOIN LATERAL (SELECT coalesce(p.merged_into, p.id) AS whose) AS x
         WHERE m.spoke_id = ANY (spokes) AND m.starts_at >= reporting.at_midnight(from_)
           AND m.starts_at < reporting.at_midnight(until)
           AND EXISTS (SELECT FROM casework.contact c
                        WHERE c.person_id = ANY (casework.person_group(d.person_id)) AND c.spoke_id = m.spoke_id
                          AND c.happened_at < d.happened_at AND NOT c.held AND c.in_error_at IS NULL)
         ORDER BY m.spoke_id, x.whose, m.starts_at)
    SELECT 'eit', x.line, x.line, 'young_people', m.spoke_id, reporting.london_day(m.at), 1
      FROM met m
     CROSS JOIN LATERAL (VALUES ('engaged', m.engaged), ('identified', NOT EXISTS (
               SELECT FROM casework.contact e WHERE e.person_id = ANY (casework.person_group(m.person_id)) AND e.spoke_id = m.spoke_id
                  AND e.happened_at < reporting.at_midnight(from_) AND NOT e.held AND e.in_error_at IS NULL)
           AND NOT EXISTS (SELECT FROM casework.contact e WHERE e.identified_id = m.identified_id
                  AND e.happened_at < reporting.at_midnight(from_) AND NOT e.held AND e.in_error_at IS NULL))) AS x(line, is_so)
     WHERE x.is_so
    UNION ALL
    SELECT 'eit', 'discussed', 'discussed', 'young_people', d.spoke_id, reporting.london_day(d.at), 1 FROM discussed d
    UNION ALL
    SELECT 'eit', 'referred', 'referred', 'young_people', r.spoke_id, reporting.london_day(r.submitted_at), 1
      FROM casework.referral r
     WHERE r.spoke_id = ANY (spokes) AND r.submitted_at >= reporting.at_midnight(from_)
       AND r.submitted_at < reporting.at_midnight(until) AND r.source = 'police_eit';
$$;

CREATE FUNCTION tap_rows.facts_places(spokes integer[], from_ date, until date)
RETURNS SETOF tap_rows.fact
LANGUAGE sql STABLE AS $$
    SELECT 'places', p.type, NULL, x.series, p.spoke_id, access.today(), 1
      FROM casework.place p
     CROSS JOIN LATERAL (VALUES ('places', true), ('review_late', p.review_on < access.today()),
           ('with_plan', EXISTS (SELECT FROM casework.place_plan l WHERE l.place_id = p.id AND l.ended_on IS NULL))) AS x(series, is_so)
     WHERE p.spoke_id = ANY (spokes) AND p.status <> 'closed' AND p.noted_on < until AND x.is_so;
$$;

CREATE FUNCTION tap_rows.risk_of_cases(spokes integer[], from_ date, until date)
RETURNS TABLE (spoke_id integer, closed boolean, day date, first_level text, last_level text, change text)
LANGUAGE sql STABLE AS $$
    WITH of_ AS MATERIALIZED (
        SELECT e.id, e.spoke_id, e.person_id, true AS closed, e.closed_on AS day, e.closing_risk_level
          FROM casework.episode e
         WHERE e.spoke_id = ANY (spokes) AND e.closed_on >= from_ AND e.closed_on < until
        UNION ALL
        SELECT e.id, e.spoke_id, e.person_id, false, access.today(), NULL FROM casework.episode e
         WHERE e.spoke_id = ANY (spokes) AND e.state <> 'closed'),
    level AS (
        SELECT o.spoke_id, o.closed, o.day, a.first_level, coalesce(o.closing_risk_level, a.last_level) AS last_level, a.many
          FROM of_ o
          LEFT JOIN LATERAL (
               SELECT (array_agg(coalesce(r.panel_level, r.practitioner_level) ORDER BY r.assessed_at, r.id))[1] AS first_level,
                      (array_agg(coalesce(r.panel_level, r.practitioner_level) ORDER BY r.assessed_at DESC, r.id DESC))[1] AS last_level,
                      count(*) AS many
                 FROM casework.risk_assessment r
                WHERE r.person_id = o.person_id AND r.episode_id = o.id AND r.in_error_at IS NULL) AS a ON true
         WHERE o.closed OR a.many > 1)
    SELECT l.spoke_id, l.closed, l.day, l.first_level, l.last_level,
           CASE WHEN f.rank IS NULL OR t.rank IS NULL THEN 'not_reassessed' WHEN t.rank < f.rank THEN 'reduced'
                WHEN t.rank = f.rank THEN 'same' ELSE 'increased' END
      FROM level l
      LEFT JOIN LATERAL (SELECT (x.detail ->> 'rank')::integer AS rank FROM reference.term x
                          WHERE x.vocabulary = 'risk_level' AND x.code = l.first_level) AS f ON true
      LEFT JOIN LATERAL (SELECT (x.detail ->> 'rank')::integer AS rank FROM reference.term x
                          WHERE x.vocabulary = 'risk_level' AND x.code = l.last_level) AS t ON true;
$$;

CREATE FUNCTION tap_rows.facts_risk(spokes integer[], from_ date, until date)
RETURNS SETOF tap_rows.fact
LANGUAGE sql STABLE AS $$
    SELECT x.sheet, x.line, x.outside, x.series, c.spoke_id, c.day, 1
      FROM tap_rows.risk_of_cases(spokes, from_, until) AS c
     CROSS JOIN LATERAL (VALUES
           ('risk_exit', c.change, CASE c.change WHEN 'reduced' THEN 'reduced' ELSE 'not_reduced' END, 'cases', c.closed), ('risk_open', c.change, NULL, 'cases', NOT c.closed),
           ('risk_levels', coalesce(c.first_level, 'not_assessed'), NULL, 'to_' || c.last_level,
            c.closed AND c.last_level IS NOT NULL)) AS x(sheet, line, outside, series, is_so)
     WHERE x.is_so;
$$;

CREATE FUNCTION tap_rows.facts_dosage(spokes integer[], from_ date, until date)
RETURNS SETOF tap_rows.fact
LANGUAGE sql STABLE AS $$
    SELECT 'dosage', i.name, i.mode, x.series, a.spoke_id, a.ended_on, x.value
      FROM casework.allocation a
      JOIN casework.intervention i ON i.id = a.intervention_id
     CROSS JOIN LATERAL (
           SELECT count(*) FILTER (WHERE s.happened OR s.attendance <> 'cancelled_provider') AS offered,
                  count(*) FILTER (WHERE s.happened AND s.attendance IN ('attended', 'part', 'late')) AS attended
             FROM casework.session s WHERE s.allocation_id = a.id) AS d
     CROSS JOIN LATERAL (VALUES ('allocations', 1), ('planned', a.planned_sessions), ('offered', d.offered),
           ('attended', d.attended)) AS x(series, value)
     WHERE a.spoke_id = ANY (spokes) AND a.ended_on >= from_ AND a.ended_on < until
       AND a.started_on IS NOT NULL AND a.planned_sessions > 0;
$$;

CREATE FUNCTION tap_rows.facts_completion(spokes integer[], from_ date, until date)
RETURNS SETOF tap_rows.fact
LANGUAGE sql STABLE AS $$
    SELECT 'completion', CASE a.state WHEN 'completed' THEN 'completed' ELSE a.exit_reason END, NULL, 'allocations',
           a.spoke_id, a.ended_on, 1
      FROM casework.allocation a
     WHERE a.spoke_id = ANY (spokes) AND a.ended_on >= from_ AND a.ended_on < until
       AND a.started_on IS NOT NULL AND a.exit_reason IS NOT NULL;
$$;

CREATE FUNCTION tap_rows.facts_outcomes(spokes integer[], from_ date, until date)
RETURNS SETOF tap_rows.fact
LANGUAGE sql STABLE AS $$
    WITH ended AS MATERIALIZED (
        SELECT a.id, a.spoke_id, a.ended_on AS day FROM casework.allocation a
         WHERE a.spoke_id = ANY (spokes) AND a.ended_on >= from_ AND a.ended_on < until AND a.started_on IS NOT NULL),
    taken AS MATERIALIZED (
        SELECT o.*, p.position AS place FROM ended e JOIN casework.outcome o ON o.allocation_id = e.id
          JOIN reference.term p ON p.vocabulary = 'outcome_point' AND p.code = o.point WHERE o.in_error_at IS NULL),
    base AS (
        SELECT DISTINCT ON (t.allocation_id, t.measure, t.scale, t.instrument_version, t.informant) t.*
          FROM taken t WHERE t.point = 'baseline' AND t.value IS NOT NULL
         ORDER BY t.allocation_id, t.measure, t.scale, t.instrument_version, t.informant, t.measured_on, t.id),
    pair AS (
        SELECT b.allocation_id, b.measure, b.instrument_version, b.informant, late.value - b.value AS change
          FROM base b
         CROSS JOIN LATERAL (
               SELECT t.value FROM taken t
                WHERE t.allocation_id = b.allocation_id AND t.measure = b.measure AND t.scale IS NOT DISTINCT FROM b.scale
                  AND t.informant = b.informant AND t.instrument_version = b.instrument_version AND t.point <> 'baseline'
                  AND t.value IS NOT NULL AND t.measured_on >= b.measured_on
                ORDER BY t.measured_on DESC, t.place DESC, t.id LIMIT 1) AS late),
    series AS (SELECT DISTINCT t.measure, t.instrument_version, t.informant FROM taken t),
    line AS (
        SELECT s.*, concat_ws(', ', m.label, lower(i.label), CASE WHEN count(*) OVER (PARTITION BY s.measure, s.informant) > 1
                                                      THEN 'version ' || s.instrument_version END) AS line,
               m.detail ->> 'better' AS good
          FROM series s JOIN reference.term m ON m.vocabulary = 'outcome_measure' AND m.code = s.measure
          JOIN reference.term i ON i.vocabulary = 'informant' AND i.code = s.informant)
    SELECT 'distance', l.line, l.line, x.series, e.spoke_id, e.day, x.value
      FROM line l JOIN pair p ON (p.measure, p.instrument_version, p.informant) = (l.measure, l.instrument_version, l.informant)
      JOIN ended e ON e.id = p.allocation_id
     CROSS JOIN LATERAL (VALUES ('paired', 1), ('change', p.change),
           (casework.outcome_direction(l.good, p.change), 1)) AS x(series, value)
     WHERE x.series IS NOT NULL
    UNION ALL
    SELECT 'distance', l.line, NULL, x.series, e.spoke_id, e.day, 1
      FROM line l CROSS JOIN ended e
     CROSS JOIN LATERAL (VALUES ('ended', true), ('missing', NOT EXISTS (SELECT FROM pair p WHERE p.allocation_id = e.id
           AND (p.measure, p.instrument_version, p.informant) = (l.measure, l.instrument_version, l.informant)))) AS x(series, is_so)
     WHERE x.is_so;
$$;

