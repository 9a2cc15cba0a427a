-- Dashboards, continued from 58_dashboard_facts.sql: fairness, partners, places,
-- and what is imported.

-- Of those referred in the period, what became of it. Groups of ethnicity are
-- the census's; care status is today's, in groups large enough to read.
CREATE OR REPLACE FUNCTION reporting.facts_equity(spokes integer[], from_ date, until date)
RETURNS SETOF reporting.dashboard_count
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT f.sheet, f.line, f.outside, f.series, f.spoke_id, f.day, f.value::numeric, f.many FROM (
    WITH one AS (
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
           AND r.submitted_at < reporting.at_midnight(until)),
    alike AS (SELECT one.*, count(*) AS many FROM one GROUP BY 1, 2, 3, 4, 5, 6, 7)
    SELECT s.sheet, s.line, s.line, x.series, o.spoke_id, o.day, 1, o.many
      FROM alike o
     CROSS JOIN LATERAL (VALUES ('ethnicity', o.ethnicity), ('sex', o.sex), ('care', o.care)) AS s(sheet, line)
     CROSS JOIN LATERAL (VALUES ('referred', true), ('decided', o.decided), ('accepted', o.accepted),
           ('not_accepted', o.decided AND NOT o.accepted), ('undecided', NOT o.decided)) AS x(series, is_so)
     WHERE x.is_so
    ) AS f(sheet, line, outside, series, spoke_id, day, value, many);
END $$;

-- Each agency at each meeting that was held and had it on its list, however
-- many came of it.
CREATE OR REPLACE FUNCTION reporting.facts_attendance(spokes integer[], from_ date, until date)
RETURNS SETOF reporting.dashboard_count
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT f.sheet, f.line, f.outside, f.series, f.spoke_id, f.day, f.value::numeric, f.many FROM (
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
    SELECT 'attendance', g.name, NULL, x.series, a.spoke_id, a.day, 1, count(*)
      FROM agency a JOIN reference.agency g ON g.id = a.agency_id
     CROSS JOIN LATERAL (VALUES ('meetings', true), ('came', a.came), ('apologies', a.sorry AND NOT a.came),
           ('absent', NOT a.came AND NOT a.sorry)) AS x(series, is_so)
     WHERE x.is_so GROUP BY g.id, g.name, x.series, a.spoke_id, a.day
    ) AS f(sheet, line, outside, series, spoke_id, day, value, many);
END $$;

-- As casework.eit_counted() counts, for those who are no police officers: what
-- the police hold back is in no number here.
CREATE OR REPLACE FUNCTION reporting.facts_eit(spokes integer[], from_ date, until date)
RETURNS SETOF reporting.dashboard_count
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT f.sheet, f.line, f.outside, f.series, f.spoke_id, f.day, f.value::numeric, f.many FROM (
    WITH contact AS MATERIALIZED (
        SELECT c.spoke_id, c.happened_at, c.person_id, c.identified_id, c.seen AND 'seen_engaged' = ANY (c.outcomes) AS engaged,
               coalesce(p.merged_into, c.person_id, c.identified_id) AS whose
          FROM casework.contact c LEFT JOIN casework.person p ON p.id = c.person_id
         WHERE c.spoke_id = ANY (spokes) AND c.happened_at >= reporting.at_midnight(from_)
           AND c.happened_at < reporting.at_midnight(until) AND NOT c.held AND c.in_error_at IS NULL
           AND coalesce(c.person_id, c.identified_id) IS NOT NULL),
    met AS (
        SELECT c.spoke_id, c.whose, bool_or(c.engaged) AS engaged, min(c.happened_at) AS at,
               (array_agg(c.person_id ORDER BY c.happened_at))[1] IS NOT NULL AS is_known,
               (array_agg(c.identified_id ORDER BY c.happened_at))[1] AS identified_id
          FROM contact c GROUP BY 1, 2),
    talked AS (
        SELECT m.spoke_id, coalesce(p.merged_into, p.id) AS whose, m.starts_at, d.happened_at
          FROM casework.meeting m JOIN casework.discussion d ON d.meeting_id = m.id
          JOIN casework.person p ON p.id = d.person_id
         WHERE m.spoke_id = ANY (spokes) AND m.starts_at >= reporting.at_midnight(from_)
           AND m.starts_at < reporting.at_midnight(until)),
    discussed AS (
        SELECT t.spoke_id, t.whose, min(t.starts_at) AS at FROM talked t
         WHERE EXISTS (SELECT FROM casework.contact c
                        WHERE c.person_id = t.whose AND c.spoke_id = t.spoke_id
                          AND c.happened_at < t.happened_at AND NOT c.held AND c.in_error_at IS NULL)
            OR EXISTS (SELECT FROM casework.person k JOIN casework.contact c ON c.person_id = k.id
                        WHERE k.merged_into = t.whose AND c.spoke_id = t.spoke_id
                          AND c.happened_at < t.happened_at AND NOT c.held AND c.in_error_at IS NULL)
         GROUP BY 1, 2)
    SELECT 'eit', x.line, x.line, 'young_people', m.spoke_id, reporting.london_day(m.at), 1, count(*)
      FROM met m
     CROSS JOIN LATERAL (VALUES ('engaged', m.engaged), ('identified',
               NOT (m.is_known AND EXISTS (
                   SELECT FROM casework.contact e WHERE e.person_id = m.whose AND e.spoke_id = m.spoke_id
                      AND e.happened_at < reporting.at_midnight(from_) AND NOT e.held AND e.in_error_at IS NULL))
           AND NOT (m.is_known AND EXISTS (
                   SELECT FROM casework.person k JOIN casework.contact e ON e.person_id = k.id
                    WHERE k.merged_into = m.whose AND e.spoke_id = m.spoke_id
                      AND e.happened_at < reporting.at_midnight(from_) AND NOT e.held AND e.in_error_at IS NULL))
           AND NOT EXISTS (SELECT FROM casework.contact e WHERE e.identified_id = m.identified_id
                  AND e.happened_at < reporting.at_midnight(from_) AND NOT e.held AND e.in_error_at IS NULL))) AS x(line, is_so)
     WHERE x.is_so GROUP BY x.line, m.spoke_id, 6
    UNION ALL
    SELECT 'eit', 'discussed', 'discussed', 'young_people', d.spoke_id, reporting.london_day(d.at), 1, count(*)
      FROM discussed d GROUP BY d.spoke_id, 6
    UNION ALL
    SELECT 'eit', 'referred', 'referred', 'young_people', r.spoke_id, reporting.london_day(r.submitted_at), 1, count(*)
      FROM casework.referral r
     WHERE r.spoke_id = ANY (spokes) AND r.submitted_at >= reporting.at_midnight(from_)
       AND r.submitted_at < reporting.at_midnight(until) AND r.source = 'police_eit' GROUP BY r.spoke_id, 6
    ) AS f(sheet, line, outside, series, spoke_id, day, value, many);
END $$;

-- Places by kind: their names and addresses stay where they are.
CREATE OR REPLACE FUNCTION reporting.facts_places(spokes integer[], from_ date, until date)
RETURNS SETOF reporting.dashboard_count
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT f.sheet, f.line, f.outside, f.series, f.spoke_id, f.day, f.value::numeric, f.many FROM (
    SELECT 'places', p.type, NULL, x.series, p.spoke_id, access.today(), 1, count(*)
      FROM casework.place p
     CROSS JOIN LATERAL (VALUES ('places', true), ('review_late', p.review_on < access.today()),
           ('with_plan', EXISTS (SELECT FROM casework.place_plan l WHERE l.place_id = p.id AND l.ended_on IS NULL))) AS x(series, is_so)
     WHERE p.spoke_id = ANY (spokes) AND p.status <> 'closed' AND p.noted_on < until AND x.is_so
     GROUP BY p.type, x.series, p.spoke_id
    ) AS f(sheet, line, outside, series, spoke_id, day, value, many);
END $$;

-- The Home Office's measures as they were imported, of every period there is.
CREATE OR REPLACE FUNCTION reporting.facts_key_measures() RETURNS SETOF reporting.dashboard_count
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT 'key_measures', concat_ws(', ', r.dims ->> 'period', coalesce(s.name, r.area)), NULL, f.measure, NULL::integer, access.today(), f.value, 1
      FROM reporting.import i
      JOIN reporting.published_row r ON r.import_id = i.id
      JOIN reporting.figure f ON f.row_id = r.id
      LEFT JOIN reference.spoke s ON s.code = r.area
     WHERE i.kind = 'home_office_measures' AND i.state = 'committed';
$$;

DO $$
DECLARE
    f text;
BEGIN
    FOREACH f IN ARRAY ARRAY['facts_equity', 'facts_attendance', 'facts_eit', 'facts_places'] LOOP
        EXECUTE format('ALTER FUNCTION reporting.%I(integer[], date, date) OWNER TO throughline_definer', f);
        EXECUTE format('GRANT EXECUTE ON FUNCTION reporting.%I(integer[], date, date) TO throughline_owner', f);
    END LOOP;
END $$;
ALTER FUNCTION reporting.facts_key_measures() OWNER TO throughline_definer;
GRANT EXECUTE ON FUNCTION reporting.facts_key_measures() TO throughline_owner;
