-- The figures of a quarterly return (domain.md 9): one place where rows become
-- numbers.
--
--   reporting.quarter_of(day)              the first day of its quarter
--   reporting.year_of(day)                 1 April of its financial year
--   reporting.part_taken(spoke, from, to)  who took part in what on which day:
--                                          the rows behind every count of people
--   reporting.counted(spoke, from, to)     the figures of [from, to), the year
--                                          so far from 1 April of its year
--
-- `counted` gives (intervention_id, measure, category, value): intervention NULL
-- is the whole spoke, category 'total' the whole measure; what is zero has no
-- row. With from = 1 April and to = 1 April after, it counts a year: unique
-- people over the year are never the sum of its quarters.
--
-- What counts:
--   a young person   who attended (in part, or late) a session that happened, or
--                    is linked by name to a delivery; once however often, a
--                    merged record as its survivor, in each spoke that worked
--                    with them
--   days             of Europe/London; a delivery is of its first day
--   age              at the first such day of the period: under 18, 18 to 24, not
--                    known; 25 and over are adults, counted apart
--   new, continuing  first in this intervention (or spoke) this financial year,
--                    or seen in an earlier quarter of it; new + continuing = all
--   year so far      by age at the first day of the year: the sum of the new
--   without names    heads of deliveries less those linked by name at that age;
--                    always new, for nobody can know better. Heads that are
--                    attendances count as attendances, not as people
--   sessions         one to one that happened; of groups each once; deliveries'
--   completions      allocations completed; exits: started, and ended otherwise
-- Deliveries recorded in error are left out.
--
-- The parts are PL/pgSQL and planned anew for the spoke and the days they are
-- asked for (`counted` says so): a function in SQL would be planned for a few
-- hundred rows, whatever is asked, and look up each session's young person.

CREATE OR REPLACE FUNCTION reporting.quarter_of(day date) RETURNS date
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN date_trunc('quarter', day::timestamp)::date;

CREATE OR REPLACE FUNCTION reporting.year_of(day date) RETURNS date
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (date_trunc('year', day::timestamp - interval '3 months') + interval '3 months')::date;

-- "Q2 2026-27"
CREATE OR REPLACE FUNCTION reporting.quarter_name(day date) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN format('Q%s %s-%s', 1 + (extract(month FROM day)::integer + 8) % 12 / 3,
              extract(year FROM reporting.year_of(day)),
              to_char(reporting.year_of(day) + 366, 'YY'));

-- As config/reference/age_band.csv has it.
CREATE OR REPLACE FUNCTION reporting.age_band(born date, day date) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN born IS NULL THEN 'not_known'
            WHEN born > (day - interval '18 years')::date THEN '0_17'
            WHEN born > (day - interval '25 years')::date THEN '18_24' ELSE '25_plus' END;

-- Runs as who asks: for the definer functions below every row, for a reader
-- those the policies give.
CREATE OR REPLACE FUNCTION reporting.part_taken(spoke integer, from_ date, to_ date)
RETURNS TABLE (kind text, id uuid, intervention_id uuid, person_id uuid, day date)
LANGUAGE plpgsql STABLE ROWS 100000 SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT 'session', s.id, l.intervention_id, coalesce(p.merged_into, p.id),
           (s.planned_at AT TIME ZONE 'Europe/London')::date
      FROM casework.session s
      JOIN casework.allocation l ON l.id = s.allocation_id
      JOIN casework.person p ON p.id = s.person_id
     WHERE s.spoke_id = spoke AND s.happened
       AND s.planned_at >= from_::timestamp AT TIME ZONE 'Europe/London'
       AND s.planned_at < to_::timestamp AT TIME ZONE 'Europe/London'
       AND s.attendance = ANY (ARRAY(SELECT t.code FROM reference.session_attendance t
                                     WHERE t.detail ->> 'attended' = 'yes'))
    UNION ALL
    SELECT 'delivery', d.id, d.intervention_id, coalesce(p.merged_into, p.id), d.started_on
      FROM casework.delivery d
      JOIN casework.delivery_person x ON x.delivery_id = d.id
      JOIN casework.person p ON p.id = x.person_id
     WHERE d.spoke_id = spoke AND d.started_on >= from_ AND d.started_on < to_ AND d.in_error_at IS NULL;
END $$;

-- Those with names: by line (an intervention, or NULL for the spoke).
CREATE OR REPLACE FUNCTION reporting.counted_named(spoke integer, from_ date, to_ date)
RETURNS TABLE (line uuid, measure text, category text, value bigint)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    WITH part AS MATERIALIZED (
        SELECT t.intervention_id, t.person_id, min(t.day) AS first_day,
               min(t.day) FILTER (WHERE t.day >= from_) AS this_day
          FROM reporting.part_taken(spoke, reporting.year_of(from_), to_) AS t GROUP BY 1, 2),
    person AS ( -- those who are alike in all that is counted, and how many they are
        SELECT x.line, reporting.age_band(p.born_on, x.first_day) AS first_band, x.this_day IS NOT NULL AS now_,
               reporting.age_band(p.born_on, x.this_day) AS this_band, x.this_day = x.first_day AS new_,
               x.first_day < from_ AS before_, p.sex, d.ethnicity, count(*) AS many
          FROM (SELECT intervention_id AS line, person_id, first_day, this_day FROM part
                UNION ALL
                SELECT NULL, person_id, min(first_day), min(this_day) FROM part GROUP BY person_id) AS x
          JOIN casework.person p ON p.id = x.person_id
          LEFT JOIN casework.person_detail d ON d.person_id = x.person_id
         GROUP BY 1, 2, 3, 4, 5, 6, 7, 8)
    SELECT person.line, m.measure, m.category, sum(person.many)::bigint
      FROM person CROSS JOIN LATERAL (VALUES
           ('young_people', this_band, now_ AND this_band <> '25_plus'),
           ('young_people_new', this_band, new_ AND this_band <> '25_plus'),
           ('young_people_continuing', this_band, before_ AND now_ AND this_band <> '25_plus'),
           ('young_people_ytd', first_band, first_band <> '25_plus'),
           ('adults_25_plus', 'total', now_ AND this_band = '25_plus'),
           ('named_sex', sex, now_ AND this_band <> '25_plus'),
           ('named_ethnicity', coalesce(ethnicity, 'not_recorded'), now_ AND this_band <> '25_plus')
           ) AS m(measure, category, is_so)
     WHERE m.is_so GROUP BY 1, 2, 3;
END $$;

-- Heads of deliveries that have no name (yet).
CREATE OR REPLACE FUNCTION reporting.counted_unnamed(spoke integer, from_ date, to_ date)
RETURNS TABLE (line uuid, measure text, category text, value bigint)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT d.intervention_id, m.measure, m.category, sum(m.value)::bigint
      FROM casework.delivery d
     CROSS JOIN LATERAL (
           SELECT count(*) FILTER (WHERE x.age_band = '0_17') AS under_18,
                  count(*) FILTER (WHERE x.age_band = '18_24') AS aged_18_24,
                  count(*) FILTER (WHERE x.age_band = '25_plus') AS aged_25_plus
             FROM casework.delivery_person x WHERE x.delivery_id = d.id) AS named
     CROSS JOIN LATERAL (
           SELECT d.started_on >= from_ AS now_, d.headcount_kind <> 'attendances' AS people,
                  d.under_18 - named.under_18 AS young, d.aged_18_24 - named.aged_18_24 AS older) AS h
     CROSS JOIN LATERAL (VALUES
           ('young_people', '0_17', h.young, now_ AND people), ('young_people', '18_24', h.older, now_ AND people),
           ('young_people_new', '0_17', h.young, now_ AND people),
           ('young_people_new', '18_24', h.older, now_ AND people),
           ('young_people_ytd', '0_17', h.young, people), ('young_people_ytd', '18_24', h.older, people),
           ('adults_25_plus', 'total', d.aged_25_plus - named.aged_25_plus, now_ AND people),
           ('parents_carers', 'total', d.parents_carers, now_ AND people),
           ('professionals', 'total', d.professionals, now_ AND people),
           ('attendances', 'total', d.under_18 + d.aged_18_24 + d.aged_25_plus + d.parents_carers + d.professionals,
            now_ AND NOT people),
           ('sessions', 'group', d.sessions, now_)) AS m(measure, category, value, counts)
     WHERE d.spoke_id = spoke AND d.started_on >= reporting.year_of(from_) AND d.started_on < to_
       AND d.in_error_at IS NULL AND m.counts
     GROUP BY 1, 2, 3;
END $$;

-- What was done, rather than who came.
CREATE OR REPLACE FUNCTION reporting.counted_work(spoke integer, from_ date, to_ date)
RETURNS TABLE (line uuid, measure text, category text, value bigint)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT l.intervention_id, 'sessions', 'one_to_one', count(*)
      FROM casework.session s JOIN casework.allocation l ON l.id = s.allocation_id
     WHERE s.spoke_id = spoke AND s.happened AND s.group_session_id IS NULL
       AND s.planned_at >= from_::timestamp AT TIME ZONE 'Europe/London'
       AND s.planned_at < to_::timestamp AT TIME ZONE 'Europe/London' GROUP BY 1
    UNION ALL
    SELECT g.intervention_id, 'sessions', 'group', count(*) FROM casework.group_session g
     WHERE g.spoke_id = spoke AND g.happened
       AND g.planned_at >= from_::timestamp AT TIME ZONE 'Europe/London'
       AND g.planned_at < to_::timestamp AT TIME ZONE 'Europe/London' GROUP BY 1
    UNION ALL
    SELECT l.intervention_id, CASE l.state WHEN 'completed' THEN 'completions' ELSE 'exits' END,
           CASE l.state WHEN 'completed' THEN 'total' ELSE l.exit_reason END, count(*)
      FROM casework.allocation l
     WHERE l.spoke_id = spoke AND l.ended_on >= from_ AND l.ended_on < to_
       AND l.started_on IS NOT NULL AND l.exit_reason IS NOT NULL GROUP BY 1, 2, 3;
END $$;

CREATE OR REPLACE FUNCTION reporting.counted(spoke integer, from_ date, to_ date)
RETURNS TABLE (intervention_id uuid, measure text, category text, value bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_custom_plan SET work_mem = '64MB' AS $$
    WITH other AS MATERIALIZED (
        SELECT * FROM reporting.counted_unnamed(spoke, from_, to_)
        UNION ALL SELECT * FROM reporting.counted_work(spoke, from_, to_)),
    part AS (
        SELECT * FROM reporting.counted_named(spoke, from_, to_)
        UNION ALL SELECT * FROM other
        UNION ALL SELECT NULL, o.measure, o.category, o.value FROM other o)
    SELECT line, measure, coalesce(category, 'total'), sum(value)::bigint
      FROM part GROUP BY GROUPING SETS ((line, measure, category), (line, measure))
    HAVING sum(value) > 0 AND (grouping(category) = 1 OR category <> 'total');
$$;

DO $$
DECLARE
    f text;
BEGIN
    FOREACH f IN ARRAY ARRAY['quarter_of(date)', 'year_of(date)', 'quarter_name(date)', 'age_band(date, date)',
        'part_taken(integer, date, date)'] LOOP
        EXECUTE 'ALTER FUNCTION reporting.' || f || ' OWNER TO throughline_owner';
        EXECUTE 'GRANT EXECUTE ON FUNCTION reporting.' || f || ' TO throughline_definer, throughline_server';
    END LOOP;
    -- Numbers that are not suppressed are for the functions of 56_return.sql.
    FOREACH f IN ARRAY ARRAY['counted_named(integer, date, date)', 'counted_unnamed(integer, date, date)',
        'counted_work(integer, date, date)', 'counted(integer, date, date)'] LOOP
        EXECUTE 'ALTER FUNCTION reporting.' || f || ' OWNER TO throughline_definer';
        EXECUTE 'GRANT EXECUTE ON FUNCTION reporting.' || f || ' TO throughline_owner';
    END LOOP;
END $$;
