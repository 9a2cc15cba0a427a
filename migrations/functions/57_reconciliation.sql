-- What is published beside what follows from it: the rules are data
-- (reporting.reconciliation_rule), the areas are those of the files.

-- The area a measure's name speaks of: "interventions_bristol" by the pattern
-- "interventions_{area}" is "bristol". '' where the pattern is the name itself,
-- NULL where it does not fit.
CREATE OR REPLACE FUNCTION reporting.area_of(pattern text, measure text) RETURNS text
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    head text := split_part(pattern, '{area}', 1);
    tail text := split_part(pattern, '{area}', 2);
BEGIN
    IF position('{area}' IN pattern) = 0 THEN
        RETURN CASE WHEN pattern = measure THEN '' END;
    END IF;
    RETURN CASE WHEN left(measure, length(head)) = head AND right(measure, length(tail)) = tail
                     AND length(measure) > length(head) + length(tail)
                THEN substr(measure, length(head) + 1, length(measure) - length(head) - length(tail)) END;
END $$;

-- What is in force for a year of a partnership: one line a figure, and one
-- (value NULL) a row without any.
CREATE OR REPLACE FUNCTION reporting.published(partnership_ text, period_ text)
RETURNS TABLE (kind text, row_id uuid, figure_id uuid, line integer, area text, subject text, measure text, unit text,
               value numeric, dims jsonb, wording text)
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT i.kind, r.id, f.id, r.line, r.area, r.subject, f.measure, f.unit, f.value, r.dims, r.wording
      FROM reporting.import i
      JOIN reporting.published_row r ON r.import_id = i.id
      LEFT JOIN reporting.figure f ON f.row_id = r.id
     WHERE i.state = 'committed' AND i.partnership = partnership_ AND i.period = period_;
$$;

-- The figures (or rows) that a rule adds up beside one published figure.
CREATE OR REPLACE FUNCTION reporting.contributions(partnership_ text, period_ text, rule_ text, area_ text, figure_ uuid)
RETURNS TABLE (term integer, kind text, row_id uuid, figure_id uuid, line integer, area text, subject text, measure text,
               value numeric, counts numeric, wording text)
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    WITH p AS MATERIALIZED (SELECT * FROM reporting.published(partnership_, period_)),
    named AS (SELECT DISTINCT x.area FROM p x WHERE x.subject IS NOT NULL AND x.area IS NOT NULL),
    fitting AS (
        SELECT t.number, t.aggregate, t.factor, x.*, coalesce(nullif(reporting.area_of(t.measure, x.measure), ''), x.area) AS of
          FROM reporting.reconciliation_term t JOIN p x ON x.kind = t.kind
         WHERE t.rule = rule_
           AND (t.mode IS NULL OR x.dims ->> 'mode' = t.mode)
           AND (t.prevention_level IS NULL OR x.dims ->> 'prevention_level' = t.prevention_level)
           AND CASE t.aggregate
                   WHEN 'rows' THEN true
                   WHEN 'other' THEN x.measure = t.measure AND x.figure_id <> figure_
                   ELSE reporting.area_of(t.measure, x.measure) IS NOT NULL
                        AND (position('{area}' IN t.measure) = 0
                             OR NOT EXISTS (SELECT FROM reporting.reconciliation_rule e WHERE e.measure = x.measure))
               END
           AND (NOT t.of_area OR coalesce(nullif(reporting.area_of(t.measure, x.measure), ''), x.area) = area_)
           AND (NOT t.silent_areas
                OR reporting.area_of(t.measure, x.measure) NOT IN (SELECT n.area FROM named n)))
    SELECT f.number, f.kind, f.row_id, f.figure_id, f.line, f.of, f.subject, f.measure, f.value, f.value * f.factor, f.wording
      FROM fitting f WHERE f.aggregate <> 'rows'
     UNION ALL
    SELECT DISTINCT f.number, f.kind, f.row_id, NULL::uuid, f.line, f.area, f.subject, NULL, 1::numeric, 1 * f.factor, f.wording
      FROM fitting f WHERE f.aggregate = 'rows';
$$;

-- Figures beside the year's quarterly returns (56_returned.sql), where any was
-- handed in and the reader may see all that are added up. Only this
-- partnership's are here to be counted.
CREATE OR REPLACE FUNCTION reporting.reconciliation_returned(partnership_ text, period_ text)
RETURNS TABLE (figure_id uuid, measure text, said_where text, unit text, published numeric, rule text, title text,
               comparison text, area text, derived numeric, parts bigint, verdict text, rule_position integer, line integer)
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT p.figure_id, p.measure,
           coalesce(CASE p.kind WHEN 'totals_year' THEN p.wording WHEN 'interventions_year' THEN p.subject END, ''),
           p.unit, p.value, r.code, r.title, r.comparison, a.area, d.derived, d.parts,
           CASE WHEN d.derived IS NULL THEN 'hidden' WHEN NOT d.whole THEN 'incomplete'
                WHEN p.value = d.derived THEN 'agrees' ELSE 'differs' END,
           r.position, p.line
      FROM reporting.published(partnership_, period_) AS p
      JOIN reporting.reconciliation_rule AS r ON r.kind = p.kind AND r.code IN (SELECT t.rule FROM reporting.returned_terms() AS t)
     CROSS JOIN LATERAL (SELECT coalesce(nullif(reporting.area_of(r.measure, p.measure), ''), p.area) AS area) AS a
     CROSS JOIN LATERAL (
           SELECT CASE WHEN bool_and(c.value IS NOT NULL) THEN sum(c.value) END AS derived, count(*) AS parts,
                  (SELECT bool_and(q.return_id IS NOT NULL) FROM reporting.returned_quarters(period_, a.area) AS q) AS whole
             FROM reporting.returned_parts(period_, r.code, a.area,
                      CASE p.kind WHEN 'interventions_year' THEN p.subject END) AS c) AS d
     WHERE p.figure_id IS NOT NULL AND partnership_ = '' AND period_ ~ '^[0-9]{4}-[0-9]{2}$'
       AND reporting.area_of(r.measure, p.measure) IS NOT NULL AND d.parts > 0
       AND (a.area IS NULL OR EXISTS (SELECT FROM reference.spoke s WHERE s.code = a.area));
$$;

-- Every published figure that a rule speaks of, beside what the rule makes of
-- the others, or of the returns. derived is NULL where nothing is published to
-- make it from, or a part of it is hidden.
CREATE OR REPLACE FUNCTION reporting.reconciliation(partnership_ text, period_ text)
RETURNS TABLE (figure_id uuid, measure text, said_where text, unit text, published numeric, rule text, title text,
               comparison text, area text, derived numeric, parts bigint, verdict text, rule_position integer, line integer)
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT p.figure_id, p.measure, coalesce(CASE p.kind WHEN 'totals_year' THEN p.wording END, ''), p.unit, p.value, r.code,
           r.title, r.comparison, nullif(a.area, ''), d.derived, d.parts,
           CASE WHEN d.derived IS NULL THEN 'not_derivable'
                WHEN r.comparison = 'at_least' THEN CASE WHEN p.value >= d.derived THEN 'holds' ELSE 'differs' END
                WHEN p.value = d.derived THEN 'agrees' ELSE 'differs' END,
           r.position, p.line
      FROM reporting.published(partnership_, period_) AS p
      JOIN reporting.reconciliation_rule AS r ON r.kind = p.kind
     CROSS JOIN LATERAL (SELECT reporting.area_of(r.measure, p.measure) AS area) AS a
     CROSS JOIN LATERAL (SELECT sum(c.counts) AS derived, count(*) AS parts
                           FROM reporting.contributions(partnership_, period_, r.code, a.area, p.figure_id) AS c) AS d
     WHERE p.figure_id IS NOT NULL AND a.area IS NOT NULL AND r.code NOT IN (SELECT t.rule FROM reporting.returned_terms() AS t)
       AND (a.area = '' OR NOT EXISTS (SELECT FROM reporting.reconciliation_rule e WHERE e.measure = p.measure))
       AND (d.parts > 0 OR NOT EXISTS (SELECT FROM reporting.reconciliation_term t WHERE t.rule = r.code AND t.aggregate = 'other'))
     UNION ALL
    SELECT * FROM reporting.reconciliation_returned(partnership_, period_);
$$;

-- A number as people write it in a sentence: 2214 as 2214, 2,214, and the first
-- twelve as words.
CREATE OR REPLACE FUNCTION reporting.said_in(value numeric, wording text) RETURNS boolean
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(replace(wording, ',', '') ~ ('\m' || value::bigint || '\M')
        OR (value BETWEEN 1 AND 12 AND lower(wording) ~ ('\m' || (ARRAY['one', 'two', 'three', 'four', 'five', 'six', 'seven',
            'eight', 'nine', 'ten', 'eleven', 'twelve'])[value::integer] || '\M')), false);
$$;

DO $$
DECLARE
    f text;
BEGIN
    FOREACH f IN ARRAY ARRAY['area_of(text, text)', 'published(text, text)', 'contributions(text, text, text, text, uuid)',
        'reconciliation(text, text)', 'reconciliation_returned(text, text)', 'said_in(numeric, text)'] LOOP
        EXECUTE 'ALTER FUNCTION reporting.' || f || ' OWNER TO throughline_definer';
        EXECUTE 'GRANT EXECUTE ON FUNCTION reporting.' || f || ' TO throughline_server, throughline_owner';
    END LOOP;
END $$;

-- A file handed in by the operator, in the name of an account; no row where
-- there is none. One that was looked at before is taken in. For the owner.
DROP FUNCTION IF EXISTS reporting.import_open_as(text, uuid, jsonb, boolean, boolean);
CREATE FUNCTION reporting.import_open_as(email_ text, job uuid, given jsonb, commit_ boolean, replace_ boolean)
RETURNS SETOF uuid
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    who uuid := (SELECT u.id FROM access.user_account u WHERE u.email = lower(email_) AND u.disabled_at IS NULL);
    import uuid := job;
    rival reporting.import;
BEGIN
    IF who IS NULL THEN
        RETURN;
    END IF;
    PERFORM set_config('throughline.stand_in', who::text, true);
    SELECT coalesce(max(i.id::text)::uuid, job) INTO import FROM reporting.import i
     WHERE commit_ AND i.state = 'ready' AND i.kind = given ->> 'kind' AND i.period = coalesce(given ->> 'period', '')
       AND i.partnership = coalesce(given ->> 'partnership', '')
       AND i.sha256 = reporting.file_hash(given ->> 'csv') AND i.made_by = who;
    IF import = job THEN
        PERFORM reporting.import_open(job, given, job, commit_);
    ELSE
        PERFORM reporting.import_queue(import, job, true, 'Import');
    END IF;
    SELECT r.* INTO rival FROM reporting.import i CROSS JOIN LATERAL reporting.import_rival(i) AS r WHERE i.id = import;
    IF commit_ AND NOT replace_ AND rival.id IS NOT NULL THEN
        RAISE EXCEPTION '% is in force already, handed in on %: say --replace to put this file in its place',
            rival.file_name, to_char(rival.made_at AT TIME ZONE 'Europe/London', 'FMDD FMMonth YYYY') USING ERRCODE = 'TL409';
    END IF;
    RETURN NEXT import;
END $$;
ALTER FUNCTION reporting.import_open_as(text, uuid, jsonb, boolean, boolean) OWNER TO throughline_owner;

-- What is in force as a file of its kind again, lines of cells with the header
-- first; or the reconciliation. For the owner alone.
CREATE OR REPLACE FUNCTION reporting.export_table(kind_ text, period_ text, partnership_ text, spoke_ text,
                                                  OUT columns integer, OUT lines jsonb)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    year_ text := coalesce(period_, (SELECT max(i.period) FROM reporting.import i
                                      WHERE i.state = 'committed' AND i.partnership = coalesce(partnership_, '')));
BEGIN
    IF kind_ = 'reconciliation' THEN
        SELECT 9, '[["measure","where","published","set_beside","derivable","difference","verdict","reason","reason_by"]]'::jsonb
               || jsonb_agg(jsonb_build_array(l.measure, l.said_where, l.published, l.title, coalesce(l.derived::text, ''),
                      coalesce((l.published - l.derived)::text, ''), l.verdict, coalesce(w.text, ''), coalesce(w.name, ''))
                      ORDER BY l.rule_position, l.line)
          INTO columns, lines
          FROM reporting.reconciliation(coalesce(partnership_, ''), year_) AS l
          LEFT JOIN LATERAL (SELECT x.text, u.name FROM reporting.reconciliation_reason x JOIN access.user_account u ON u.id = x.made_by
                              WHERE (x.partnership, x.period, x.measure, x.said_where, x.rule)
                                  = (coalesce(partnership_, ''), year_, l.measure, l.said_where, l.rule)
                              ORDER BY x.made_at DESC, x.id LIMIT 1) AS w ON true
         WHERE spoke_ IS NULL OR l.area = spoke_;
        RETURN;
    END IF;
    SELECT count(*)::integer, jsonb_build_array(jsonb_agg(c.name ORDER BY c.position)) || (
            SELECT jsonb_agg(r.cells ORDER BY r.line) FROM (
                SELECT p.line, jsonb_agg(coalesce(CASE d.role
                           WHEN 'area' THEN p.area WHEN 'subject' THEN p.subject WHEN 'wording' THEN p.wording
                           WHEN 'measure_name' THEN f.measure WHEN 'value' THEN trim_scale(f.value)::text
                           WHEN 'measure' THEN trim_scale(m.value)::text ELSE p.dims ->> d.name END, '') ORDER BY d.position) AS cells
                  FROM reporting.published_row p JOIN reporting.import i ON i.id = p.import_id
                  JOIN reporting.import_column d ON d.kind = i.kind
                  LEFT JOIN reporting.figure f ON f.row_id = p.id AND d.role IN ('measure_name', 'value')
                  LEFT JOIN reporting.figure m ON m.row_id = p.id AND d.role = 'measure' AND m.measure = d.name
                 WHERE i.state = 'committed' AND i.kind = kind_ AND i.partnership = coalesce(partnership_, '') AND i.period = year_
                   AND (spoke_ IS NULL OR p.area = spoke_)
                 GROUP BY p.id, p.line) AS r)
      INTO columns, lines FROM reporting.import_column c WHERE c.kind = kind_;
END $$;
ALTER FUNCTION reporting.export_table(text, text, text, text) OWNER TO throughline_owner;
