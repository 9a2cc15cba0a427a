-- Dashboards, continued from 58_dashboard_facts.sql: fairness, partners, places,
-- and what is imported.

-- Of those referred in the period, what became of it. Groups of ethnicity are
-- the census's; care status is today's, in groups large enough to read.
CREATE OR REPLACE FUNCTION reporting.facts_equity(spokes integer[], from_ date, until date)
RETURNS SETOF reporting.dashboard_fact
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
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

-- Each agency at each meeting that was held and had it on its list, however
-- many came of it.
CREATE OR REPLACE FUNCTION reporting.facts_attendance(spokes integer[], from_ date, until date)
RETURNS SETOF reporting.dashboard_fact
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
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

-- As casework.eit_counted() counts, for those who are no police officers: what
-- the police hold back is in no number here.
CREATE OR REPLACE FUNCTION reporting.facts_eit(spokes integer[], from_ date, until date)
RETURNS SETOF reporting.dashboard_fact
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
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

-- Places by kind: their names and addresses stay where they are.
CREATE OR REPLACE FUNCTION reporting.facts_places(spokes integer[], from_ date, until date)
RETURNS SETOF reporting.dashboard_fact
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT 'places', p.type, NULL, x.series, p.spoke_id, access.today(), 1
      FROM casework.place p
     CROSS JOIN LATERAL (VALUES ('places', true), ('review_late', p.review_on < access.today()),
           ('with_plan', EXISTS (SELECT FROM casework.place_plan l WHERE l.place_id = p.id AND l.ended_on IS NULL))) AS x(series, is_so)
     WHERE p.spoke_id = ANY (spokes) AND p.status <> 'closed' AND p.noted_on < until AND x.is_so;
$$;

-- The Home Office's measures as they were imported, of every period there is.
CREATE OR REPLACE FUNCTION reporting.facts_key_measures() RETURNS SETOF reporting.dashboard_fact
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT 'key_measures', concat_ws(', ', r.dims ->> 'period', coalesce(s.name, r.area)), NULL, f.measure, NULL::integer, access.today(), f.value
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
