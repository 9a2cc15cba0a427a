-- Dashboards, continued from 58_dashboard_facts.sql: risk, support, outcomes.

-- ---- risk ---------------------------------------------------------------------

-- The first and last level of cases, each as a rank: of those closed in the
-- period (the last is the level at closing), and of those open now.
DROP FUNCTION IF EXISTS reporting.risk_of_cases(integer[], date, date);
CREATE FUNCTION reporting.risk_of_cases(spokes integer[], from_ date, until date)
RETURNS TABLE (spoke_id integer, closed boolean, day date, first_level text, last_level text, change text, many bigint)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    WITH of_ AS MATERIALIZED (
        SELECT e.id, e.spoke_id, e.person_id, true AS closed, e.closed_on AS day, e.closing_risk_level
          FROM casework.episode e
         WHERE e.spoke_id = ANY (spokes) AND e.closed_on >= from_ AND e.closed_on < until
        UNION ALL
        SELECT e.id, e.spoke_id, e.person_id, false, access.today(), NULL FROM casework.episode e
         WHERE e.spoke_id = ANY (spokes) AND e.state <> 'closed'),
    told AS (
        SELECT o.id, o.closed,
               (array_agg(coalesce(r.panel_level, r.practitioner_level) ORDER BY r.assessed_at, r.id))[1] AS first_level,
               (array_agg(coalesce(r.panel_level, r.practitioner_level) ORDER BY r.assessed_at DESC, r.id DESC))[1] AS last_level,
               count(*) AS many
          FROM of_ o JOIN casework.risk_assessment r ON r.episode_id = o.id AND r.person_id = o.person_id
         WHERE r.in_error_at IS NULL GROUP BY o.id, o.closed),
    level AS (
        SELECT o.spoke_id, o.closed, o.day, a.first_level, coalesce(o.closing_risk_level, a.last_level) AS last_level
          FROM of_ o LEFT JOIN told a ON a.id = o.id AND a.closed = o.closed
         WHERE o.closed OR a.many > 1),
    rank AS MATERIALIZED (
        SELECT x.code, (x.detail ->> 'rank')::integer AS rank FROM reference.term x WHERE x.vocabulary = 'risk_level')
    SELECT l.spoke_id, l.closed, l.day, l.first_level, l.last_level,
           CASE WHEN f.rank IS NULL OR t.rank IS NULL THEN 'not_reassessed' WHEN t.rank < f.rank THEN 'reduced'
                WHEN t.rank = f.rank THEN 'same' ELSE 'increased' END, count(*)
      FROM level l
      LEFT JOIN rank f ON f.code = l.first_level
      LEFT JOIN rank t ON t.code = l.last_level
     GROUP BY 1, 2, 3, 4, 5, 6;
END $$;

CREATE OR REPLACE FUNCTION reporting.facts_risk(spokes integer[], from_ date, until date)
RETURNS SETOF reporting.dashboard_count
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT f.sheet, f.line, f.outside, f.series, f.spoke_id, f.day, f.value::numeric, f.many FROM (
    SELECT x.sheet, x.line, x.outside, x.series, c.spoke_id, c.day, 1, c.many
      FROM reporting.risk_of_cases(spokes, from_, until) AS c
     CROSS JOIN LATERAL (VALUES
           ('risk_exit', c.change, CASE c.change WHEN 'reduced' THEN 'reduced' ELSE 'not_reduced' END, 'cases', c.closed), ('risk_open', c.change, NULL, 'cases', NOT c.closed),
           ('risk_levels', coalesce(c.first_level, 'not_assessed'), NULL, 'to_' || c.last_level,
            c.closed AND c.last_level IS NOT NULL)) AS x(sheet, line, outside, series, is_so)
     WHERE x.is_so
    ) AS f(sheet, line, outside, series, spoke_id, day, value, many);
END $$;

-- ---- support ------------------------------------------------------------------

-- Of support that ended in the period and had a plan. What was cancelled by
-- the provider was not offered.
CREATE OR REPLACE FUNCTION reporting.facts_dosage(spokes integer[], from_ date, until date)
RETURNS SETOF reporting.dashboard_count
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT f.sheet, f.line, f.outside, f.series, f.spoke_id, f.day, f.value::numeric, f.many FROM (
    WITH ended AS MATERIALIZED (
        SELECT a.id, a.spoke_id, a.ended_on, a.intervention_id, a.planned_sessions FROM casework.allocation a
         WHERE a.spoke_id = ANY (spokes) AND a.ended_on >= from_ AND a.ended_on < until
           AND a.started_on IS NOT NULL AND a.planned_sessions > 0),
    held AS (
        SELECT s.allocation_id, count(*) FILTER (WHERE s.happened OR s.attendance <> 'cancelled_provider') AS offered,
               count(*) FILTER (WHERE s.happened AND s.attendance IN ('attended', 'part', 'late')) AS attended
          FROM ended e JOIN casework.session s ON s.allocation_id = e.id GROUP BY 1)
    SELECT 'dosage', i.name, i.mode, x.series, e.spoke_id, e.ended_on, x.value, count(*)
      FROM ended e
      JOIN casework.intervention i ON i.id = e.intervention_id
      LEFT JOIN held h ON h.allocation_id = e.id
     CROSS JOIN LATERAL (VALUES ('allocations', 1), ('planned', e.planned_sessions), ('offered', coalesce(h.offered, 0)),
           ('attended', coalesce(h.attended, 0))) AS x(series, value)
     GROUP BY i.id, i.name, i.mode, x.series, e.spoke_id, e.ended_on, x.value
    ) AS f(sheet, line, outside, series, spoke_id, day, value, many);
END $$;

-- As reporting.counted_work() counts completions and exits.
CREATE OR REPLACE FUNCTION reporting.facts_completion(spokes integer[], from_ date, until date)
RETURNS SETOF reporting.dashboard_count
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT f.sheet, f.line, f.outside, f.series, f.spoke_id, f.day, f.value::numeric, f.many FROM (
    SELECT 'completion', CASE a.state WHEN 'completed' THEN 'completed' ELSE a.exit_reason END, NULL, 'allocations',
           a.spoke_id, a.ended_on, 1, count(*)
      FROM casework.allocation a
     WHERE a.spoke_id = ANY (spokes) AND a.ended_on >= from_ AND a.ended_on < until
       AND a.started_on IS NOT NULL AND a.exit_reason IS NOT NULL GROUP BY 2, a.spoke_id, a.ended_on
    ) AS f(sheet, line, outside, series, spoke_id, day, value, many);
END $$;

-- ---- outcomes -----------------------------------------------------------------

-- Baseline and last value of support that ended in the period, as
-- casework.distance_of_group() pairs them: same instrument, version, informant.
-- A line is a measure by who told; goals are each young person's own.
CREATE OR REPLACE FUNCTION reporting.facts_outcomes(spokes integer[], from_ date, until date)
RETURNS SETOF reporting.dashboard_count
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT f.sheet, f.line, f.outside, f.series, f.spoke_id, f.day, f.value::numeric, f.many FROM (
    WITH ended AS MATERIALIZED (
        SELECT a.id, a.spoke_id, a.ended_on AS day FROM casework.allocation a
         WHERE a.spoke_id = ANY (spokes) AND a.ended_on >= from_ AND a.ended_on < until AND a.started_on IS NOT NULL),
    taken AS MATERIALIZED (
        SELECT o.*, (SELECT p.position FROM reference.outcome_point p WHERE p.code = o.point) AS place -- no join: it would
          FROM ended e JOIN casework.outcome o ON o.allocation_id = e.id -- be planned for one row
         WHERE o.in_error_at IS NULL),
    base AS (
        SELECT DISTINCT ON (t.allocation_id, t.measure, t.scale, t.instrument_version, t.informant) t.*
          FROM taken t WHERE t.point = 'baseline' AND t.value IS NOT NULL
         ORDER BY t.allocation_id, t.measure, t.scale, t.instrument_version, t.informant, t.measured_on, t.id),
    pair AS MATERIALIZED (
        SELECT DISTINCT ON (b.allocation_id, b.measure, b.scale, b.instrument_version, b.informant)
               b.allocation_id, b.measure, b.instrument_version, b.informant, t.value - b.value AS change
          FROM base b JOIN taken t ON t.allocation_id = b.allocation_id AND t.measure = b.measure
           AND t.informant = b.informant AND t.instrument_version = b.instrument_version
           AND t.scale IS NOT DISTINCT FROM b.scale
         WHERE t.point <> 'baseline' AND t.value IS NOT NULL AND t.measured_on >= b.measured_on
         ORDER BY b.allocation_id, b.measure, b.scale, b.instrument_version, b.informant,
                  t.measured_on DESC, t.place DESC, t.id),
    series AS (SELECT DISTINCT t.measure, t.instrument_version, t.informant FROM taken t),
    line AS (
        SELECT s.*, concat_ws(', ', m.label, lower(i.label), CASE WHEN count(*) OVER (PARTITION BY s.measure, s.informant) > 1
                                                      THEN 'version ' || s.instrument_version END) AS line,
               m.detail ->> 'better' AS good
          FROM series s JOIN reference.term m ON m.vocabulary = 'outcome_measure' AND m.code = s.measure
          JOIN reference.term i ON i.vocabulary = 'informant' AND i.code = s.informant),
    changed AS (
        SELECT l.line, l.good, e.spoke_id, e.day, p.change, count(*) AS many
          FROM line l JOIN pair p ON (p.measure, p.instrument_version, p.informant) = (l.measure, l.instrument_version, l.informant)
          JOIN ended e ON e.id = p.allocation_id GROUP BY 1, 2, 3, 4, 5)
    SELECT 'distance', c.line, c.line, x.series, c.spoke_id, c.day, x.value, c.many
      FROM changed c
     CROSS JOIN LATERAL (VALUES ('paired', 1), ('change', c.change),
           (casework.outcome_direction(c.good, c.change), 1)) AS x(series, value)
     WHERE x.series IS NOT NULL
    UNION ALL
    SELECT 'distance', l.line, NULL, x.series, e.spoke_id, e.day, 1, count(*)
      FROM line l CROSS JOIN ended e
      LEFT JOIN (SELECT DISTINCT p.allocation_id, p.measure, p.instrument_version, p.informant FROM pair p) AS p
        ON (p.allocation_id, p.measure, p.instrument_version, p.informant) = (e.id, l.measure, l.instrument_version, l.informant)
     CROSS JOIN LATERAL (VALUES ('ended', true), ('missing', p.allocation_id IS NULL)) AS x(series, is_so)
     WHERE x.is_so GROUP BY l.line, x.series, e.spoke_id, e.day
    ) AS f(sheet, line, outside, series, spoke_id, day, value, many);
END $$;

DO $$
DECLARE
    f text;
BEGIN
    FOREACH f IN ARRAY ARRAY['risk_of_cases', 'facts_risk', 'facts_dosage', 'facts_completion', 'facts_outcomes'] LOOP
        EXECUTE format('ALTER FUNCTION reporting.%I(integer[], date, date) OWNER TO throughline_definer', f);
        EXECUTE format('GRANT EXECUTE ON FUNCTION reporting.%I(integer[], date, date) TO throughline_owner', f);
    END LOOP;
END $$;
