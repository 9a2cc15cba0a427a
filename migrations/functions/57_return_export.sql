-- A quarterly return as sheets and as lines: what the files are made of, as the
-- reader may see it.

-- Text as a cell of a CSV file: no program that opens it may take it for a
-- formula (R20).
CREATE OR REPLACE FUNCTION reporting.csv_cell(said text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN '"' || replace(CASE WHEN said ~ '^[\s]*[=+@\t\r-]' THEN '''' || said ELSE coalesce(said, '') END, '"', '""') || '"';

-- The figures that go into a file: as counted, or as they may leave the spoke.
CREATE OR REPLACE FUNCTION reporting.return_given(wanted uuid, outside boolean)
RETURNS TABLE (line uuid, measure text, category text, value bigint, hidden boolean)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    r reporting.quarterly_return;
BEGIN
    SELECT q.* INTO r FROM reporting.quarterly_return q WHERE q.id = wanted;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no such return' USING ERRCODE = 'TL404';
    ELSIF NOT outside AND NOT reporting.return_inside(r.spoke_id) THEN
        RAISE EXCEPTION 'numbers as counted stay in the spoke' USING ERRCODE = 'TL403';
    ELSIF outside AND r.edition = 0 THEN
        RAISE EXCEPTION 'This return has not been handed in: there is nothing to give away yet.' USING ERRCODE = 'TL409';
    ELSIF outside THEN
        RETURN QUERY SELECT f.intervention_id, f.measure, f.category, f.value, f.value IS NULL
                       FROM reporting.return_figure_outside f WHERE f.return_id = r.id AND f.edition = r.edition;
    ELSE
        RETURN QUERY SELECT s.intervention_id, s.measure, s.category, s.value, false
                       FROM reporting.return_shown(r.id) s;
    END IF;
END $$;

-- One figure of a file's table: "c" where it is hidden, 0 where there is none.
CREATE OR REPLACE FUNCTION reporting.return_cell(figures jsonb, line uuid, measure text, category text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN coalesce(figures ->> concat_ws('|', line::text, measure, category), '0');

-- Sheets, row by row. `shape` says what each cell is: t text, h heading,
-- n number, m money, s the sum of the column's rows above it (its value is the
-- one counted here; a program that opens the file counts it again). A number
-- that is "c" is text.
CREATE OR REPLACE FUNCTION reporting.return_sheets(wanted uuid, outside boolean, reason text)
RETURNS TABLE (sheet text, shape text, cells text[])
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    r reporting.quarterly_return;
    spoke_ text;
    figures jsonb;
    lines jsonb;
    said jsonb;
    line jsonb;
    per_line text[] := '{young_people,young_people_new,young_people_continuing,young_people_ytd,sessions,completions,adults_25_plus,parents_carers,professionals,attendances}';
    hidden_in text[];
    x record;
BEGIN
    SELECT q.* INTO r FROM reporting.quarterly_return q WHERE q.id = wanted;
    SELECT coalesce(jsonb_object_agg(concat_ws('|', g.line::text, g.measure, g.category),
                                     CASE WHEN g.hidden THEN 'c' ELSE g.value::text END), '{}'),
           array_agg(DISTINCT g.measure) FILTER (WHERE g.hidden)
      INTO figures, hidden_in FROM reporting.return_given(wanted, outside) AS g;
    hidden_in := coalesce(hidden_in, '{}');
    spoke_ := (SELECT s.name FROM reference.spoke s WHERE s.id = r.spoke_id);
    said := coalesce((SELECT e.said FROM reporting.return_edition e WHERE e.return_id = r.id AND e.edition = r.edition),
                     reporting.return_said(r));
    lines := reporting.return_lines(r.spoke_id, r.quarter, ARRAY(
        SELECT DISTINCT split_part(k, '|', 1)::uuid FROM jsonb_object_keys(figures) AS k WHERE k ~ '^[0-9a-f-]{36}[|]'));

    RETURN QUERY SELECT 'Return'::text, 'ht'::text, ARRAY[v.a, v.b] FROM (VALUES
        ('Spoke', spoke_), ('Quarter', reporting.quarter_name(r.quarter)), ('State', r.state), ('Edition', r.edition::text),
        ('Numbers', CASE WHEN outside THEN 'As they may leave the spoke: c is 1 to 4, or could be worked out'
                         ELSE 'As counted. Not to leave the spoke' END),
        ('Made by', (SELECT casework.colleague(access.me()) ->> 'name')), ('Made at', casework.instant(now())),
        ('Reason', reason)) AS v(a, b);

    RETURN QUERY SELECT 'Figures'::text, 'hhhhhhhhhhhhhh'::text, ARRAY['Intervention', 'Approach', 'Level', 'Mode']
        || ARRAY(SELECT m.label FROM unnest(per_line) WITH ORDINALITY AS c(code, n)
                   JOIN reference.return_measure m ON m.code = c.code ORDER BY c.n);
    FOR line IN SELECT l FROM jsonb_array_elements(lines) AS l LOOP
        RETURN QUERY SELECT 'Figures'::text, 'tttt' || repeat('n', cardinality(per_line)), ARRAY[line ->> 'name',
            (SELECT t.label FROM reference.intervention_approach t WHERE t.code = line ->> 'approach'),
            (SELECT t.label FROM reference.prevention_level t WHERE t.code = line ->> 'prevention_level'),
            (SELECT t.label FROM reference.intervention_mode t WHERE t.code = line ->> 'mode')]
            || ARRAY(SELECT reporting.return_cell(figures, (line ->> 'id')::uuid, c.code, 'total')
                       FROM unnest(per_line) WITH ORDINALITY AS c(code, n) ORDER BY c.n);
    END LOOP;
    -- Unique people are not the sum of the lines, and what is hidden has none.
    RETURN QUERY SELECT 'Figures'::text, 'httt' || (
            SELECT string_agg(CASE WHEN m.detail ->> 'adds_up' = 'yes' AND NOT c.code = ANY (hidden_in) THEN 's' ELSE 'n' END,
                              '' ORDER BY c.n)
              FROM unnest(per_line) WITH ORDINALITY AS c(code, n) JOIN reference.return_measure m ON m.code = c.code),
        ARRAY['The spoke (different people)', '', '', ''] || ARRAY(
            SELECT reporting.return_cell(figures, NULL, c.code, 'total')
              FROM unnest(per_line) WITH ORDINALITY AS c(code, n) ORDER BY c.n);

    RETURN QUERY SELECT 'By age, sex and reason'::text, 'hhhh'::text, ARRAY['Intervention', 'Figure', 'Part', 'Number'];
    RETURN QUERY SELECT 'By age, sex and reason'::text, 'tttn'::text, ARRAY[coalesce(i.name, 'The spoke'), m.label,
            coalesce((SELECT t.label FROM reference.term t WHERE t.vocabulary = m.detail ->> 'of' AND t.code = g.category),
                     replace(g.category, '_', ' ')), CASE WHEN g.hidden THEN 'c' ELSE g.value::text END]
      FROM reporting.return_given(wanted, outside) AS g JOIN reference.return_measure m ON m.code = g.measure
      LEFT JOIN casework.intervention i ON i.id = g.line
     WHERE g.category <> 'total' ORDER BY i.name NULLS FIRST, m.position, g.category;

    RETURN QUERY SELECT 'Money'::text, 'hhhhhhhh'::text, ARRAY['Intervention', 'Funding stream', 'Budget', 'Forecast', 'Spent',
                                                               'Variance', 'Why it differs', 'More about why'];
    RETURN QUERY SELECT 'Money'::text, 'ttmmmmtt'::text, ARRAY[coalesce(i.name, 'The spoke as a whole'), f.label, m.budget::text,
            m.forecast::text, m.actual::text, m.variance::text, v.label, m.variance_note]
      FROM jsonb_to_recordset(said -> 'money') AS m(intervention_id uuid, funding_stream text, budget numeric, forecast numeric,
           actual numeric, variance numeric, variance_reason text, variance_note text)
      JOIN reference.funding_stream f ON f.code = m.funding_stream
      LEFT JOIN reference.variance_reason v ON v.code = m.variance_reason
      LEFT JOIN casework.intervention i ON i.id = m.intervention_id ORDER BY i.name NULLS LAST, f.label;
    RETURN QUERY SELECT 'Money'::text, 'htsssstt'::text, ARRAY['Together', '', sum(m.budget)::text, sum(m.forecast)::text,
            sum(m.actual)::text, sum(m.variance)::text, '', '']
      FROM jsonb_to_recordset(said -> 'money') AS m(budget numeric, forecast numeric, actual numeric, variance numeric)
    HAVING count(*) > 0;

    RETURN QUERY SELECT 'Match funding'::text, 'hhh'::text, ARRAY['Cash or in kind', 'Who gave it', 'Amount'];
    RETURN QUERY SELECT 'Match funding'::text, 'ttm'::text, ARRAY[k.label, m.source, m.amount::text]
      FROM jsonb_to_recordset(said -> 'match') AS m(kind text, source text, amount numeric)
      JOIN reference.match_funding_kind k ON k.code = m.kind ORDER BY k.position, m.source;
    RETURN QUERY SELECT 'Match funding'::text, 'hts'::text, ARRAY['Together', '', sum(m.amount)::text]
      FROM jsonb_to_recordset(said -> 'match') AS m(amount numeric) HAVING count(*) > 0;

    RETURN QUERY SELECT 'In words'::text, 'ht'::text, ARRAY[v.a, v.b] FROM (VALUES
        ('What happened', said ->> 'narrative'), ('Risks and issues', said ->> 'risks'),
        ('Case study', (SELECT c.words FROM reporting.return_case_study c WHERE c.return_id = r.id
                          AND (NOT outside OR EXISTS (SELECT FROM reference.term t
                                WHERE t.vocabulary = 'publication_permission' AND t.code = c.permission
                                  AND t.detail ->> 'may_publish' = 'yes'))))) AS v(a, b);
END $$;

-- The figures as lines of a CSV file, the first the names of its columns.
CREATE OR REPLACE FUNCTION reporting.return_csv(wanted uuid, outside boolean) RETURNS SETOF text
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT 'spoke,quarter,edition,intervention,measure,category,value,hidden'
    UNION ALL
    SELECT * FROM (
        SELECT concat_ws(',', s.code, r.quarter, r.edition, reporting.csv_cell(i.name), g.measure, g.category,
                         CASE WHEN g.hidden THEN '' ELSE g.value::text END, CASE WHEN g.hidden THEN 'yes' ELSE 'no' END)
          FROM reporting.quarterly_return r JOIN reference.spoke s ON s.id = r.spoke_id
         CROSS JOIN LATERAL reporting.return_given(r.id, outside) AS g
          JOIN reference.return_measure m ON m.code = g.measure
          LEFT JOIN casework.intervention i ON i.id = g.line
         WHERE r.id = wanted ORDER BY i.name NULLS FIRST, m.position, g.category <> 'total', g.category) AS x;
$$;

DO $$
DECLARE
    f text;
BEGIN
    FOREACH f IN ARRAY ARRAY['csv_cell(text)', 'return_given(uuid, boolean)', 'return_cell(jsonb, uuid, text, text)',
        'return_sheets(uuid, boolean, text)', 'return_csv(uuid, boolean)'] LOOP
        EXECUTE 'ALTER FUNCTION reporting.' || f || ' OWNER TO throughline_owner';
        EXECUTE 'GRANT EXECUTE ON FUNCTION reporting.' || f || ' TO throughline_definer, throughline_server';
    END LOOP;
END $$;
