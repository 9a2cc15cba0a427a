-- A year's quarterly returns, as published figures are set beside them: what the
-- spokes handed in, as it left them. What is not handed in is not guessed, and a
-- sum with a hidden part is hidden.

-- The returns' figures that a rule of config/partnership/reconciliation_rules.csv
-- adds up. `latest`: of the last quarter alone, for it tells of the year so far.
-- No measure: how many interventions there is any figure of.
CREATE OR REPLACE FUNCTION reporting.returned_terms() RETURNS TABLE (rule text, measure text, category text, latest boolean)
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    VALUES ('returned_row_young_people', 'young_people_ytd', 'total', true),
           ('returned_row_adults', 'parents_carers', 'total', false), ('returned_row_adults', 'adults_25_plus', 'total', false),
           ('returned_row_professionals', 'professionals', 'total', false),
           ('returned_row_sessions', 'sessions', 'group', false),
           ('returned_interventions', NULL, NULL, false), ('returned_area_interventions', NULL, NULL, false),
           ('returned_young_people', 'young_people_ytd', 'total', true),
           ('returned_area_young_people', 'young_people_ytd', 'total', true),
           ('returned_professionals', 'professionals', 'total', false),
           ('returned_area_professionals', 'professionals', 'total', false),
           ('returned_parents', 'parents_carers', 'total', false), ('returned_parents', 'adults_25_plus', 'total', false),
           ('returned_match', 'match', 'total', false);
$$;

-- The quarters of a year ("2026-27") by spoke: all, or one; with their return
-- once it was handed in. No row for somebody who may not read all of them.
CREATE OR REPLACE FUNCTION reporting.returned_quarters(period_ text, area_ text)
RETURNS TABLE (spoke_id integer, spoke text, quarter date, return_id uuid, edition integer, is_last boolean)
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    WITH s AS (SELECT x.* FROM reference.spoke x WHERE coalesce(area_, '') IN ('', x.code)),
    q AS (
        SELECT s.id, s.short_name, d::date AS quarter, r.id AS return_id, r.edition
          FROM s CROSS JOIN generate_series(make_date(substr(period_, 1, 4)::integer, 4, 1)::timestamp,
                   make_date(substr(period_, 1, 4)::integer + 1, 1, 1)::timestamp, interval '3 months') AS d
          LEFT JOIN reporting.quarterly_return r ON r.spoke_id = s.id AND r.quarter = d::date AND r.edition > 0
         WHERE s.id = ANY (access.spokes_with('return.read')))
    SELECT q.id, q.short_name, q.quarter, q.return_id, q.edition,
           q.quarter = max(q.quarter) FILTER (WHERE q.return_id IS NOT NULL) OVER (PARTITION BY q.id)
      FROM q WHERE (SELECT bool_and(x.id = ANY (access.spokes_with('return.read'))) FROM s x);
$$;

-- What a rule adds up: of a spoke as a whole, or of one of its interventions.
-- value NULL is hidden.
CREATE OR REPLACE FUNCTION reporting.returned_parts(period_ text, rule_ text, area_ text, subject_ text)
RETURNS TABLE (return_id uuid, quarter date, spoke text, subject text, measure text, value numeric)
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    WITH q AS MATERIALIZED (SELECT * FROM reporting.returned_quarters(period_, area_) AS x WHERE x.return_id IS NOT NULL)
    SELECT q.return_id, q.quarter, q.spoke, subject_, t.measure,
           CASE WHEN t.measure = 'match'
                THEN (SELECT coalesce(sum(m.amount), 0) FROM reporting.return_match m WHERE m.return_id = q.return_id)
                WHEN f.return_id IS NULL THEN 0 ELSE f.value END
      FROM reporting.returned_terms() AS t
      JOIN q ON q.is_last OR NOT t.latest
      LEFT JOIN reporting.return_figure_outside f ON f.return_id = q.return_id AND f.edition = q.edition
           AND f.measure = t.measure AND f.category = t.category
           AND f.intervention_id IS NOT DISTINCT FROM (
               SELECT i.id FROM casework.intervention i JOIN casework.intervention_spoke k ON k.intervention_id = i.id
                WHERE k.spoke_id = q.spoke_id AND lower(i.name) = lower(subject_))
     WHERE t.rule = rule_ AND t.measure IS NOT NULL
       AND (subject_ IS NULL OR EXISTS (
               SELECT FROM casework.intervention i JOIN casework.intervention_spoke k ON k.intervention_id = i.id
                WHERE k.spoke_id = q.spoke_id AND lower(i.name) = lower(subject_)))
     UNION ALL
    SELECT min(q.return_id::text)::uuid, NULL, q.spoke, i.name, NULL, 1
      FROM reporting.returned_terms() AS t JOIN q ON true
      JOIN reporting.return_figure_outside f ON f.return_id = q.return_id AND f.edition = q.edition
      JOIN casework.intervention i ON i.id = f.intervention_id
     WHERE t.rule = rule_ AND t.measure IS NULL GROUP BY q.spoke, i.id, i.name;
$$;

DO $$
DECLARE
    f text;
BEGIN
    FOREACH f IN ARRAY ARRAY['returned_terms()', 'returned_quarters(text, text)', 'returned_parts(text, text, text, text)'] LOOP
        EXECUTE 'ALTER FUNCTION reporting.' || f || ' OWNER TO throughline_definer';
        EXECUTE 'GRANT EXECUTE ON FUNCTION reporting.' || f || ' TO throughline_server, throughline_owner';
    END LOOP;
END $$;
