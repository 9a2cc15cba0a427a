-- Dashboards: figures of the facts (58_dashboard_facts.sql), for who asks.
--
--   reporting.dashboard(board, spoke, period, from, to, as_counted)  the one answer
--   reporting.dashboard_csv(the same, sheet)                         one table of it
--
-- Inside a spoke (those who work with its names): as counted, of any days.
-- Whoever else may read figures gets what may leave it:
--
-- * quarters that are over, and years as the sum of such quarters. Each quarter
--   is suppressed once, the same for whatever is asked (33_suppression.sql): the
--   sums of spokes, and the sums of lines. A sum with a hidden part is hidden, so
--   that no choice of period or spoke tells what another hides;
-- * a figure that stands in two places is suppressed in one of them only: what
--   was accepted is that of the decisions, what was closed that of the risk at
--   closing, how support ended is the quarterly return's as it was handed in;
-- * by ethnicity, sex and care: of a whole year and all spokes only;
-- * medians and shares of enough, and without how many they are of.

-- What the reader may see as counted, of what they may see at all.
CREATE OR REPLACE FUNCTION reporting.dashboard_inside_of() RETURNS integer[]
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(array_agg(s.id ORDER BY s.id), '{}') FROM reference.spoke s
     WHERE s.id = ANY (access.spokes_with('scope.case')) AND s.id = ANY (access.spokes_with('report.read'));
$$;

-- ---- the period ---------------------------------------------------------------

-- "13w" (the last 13 weeks), "2026" (a financial year), "2026-q2" (a quarter of
-- it), or two days. [from, until), never beyond today.
CREATE OR REPLACE FUNCTION reporting.dashboard_period(wanted text, since date, till date, inside boolean,
    OUT code text, OUT name text, OUT from_ date, OUT until date)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    today date := access.today();
    year_ integer;
BEGIN
    IF since IS NOT NULL OR till IS NOT NULL THEN
        IF NOT inside THEN
            RAISE EXCEPTION 'Select a quarter or a year: from other days small numbers could be worked out'
                USING ERRCODE = 'TL422', COLUMN = 'from';
        ELSIF since > today THEN
            RAISE EXCEPTION 'The first day must be in the past' USING ERRCODE = 'TL422', COLUMN = 'from';
        ELSIF till < since OR coalesce(till, today) - coalesce(since, today - 90) > 1100 THEN
            RAISE EXCEPTION '%', CASE WHEN till < since THEN 'The last day must be the same as or after the first'
                ELSE 'Select a period of no more than three years' END USING ERRCODE = 'TL422', COLUMN = 'to';
        END IF;
        code := 'days';
        from_ := coalesce(since, till - 90, today - 90);
        until := least(coalesce(till, today), today) + 1;
        name := to_char(from_, 'FMDD FMMonth YYYY') || ' to ' || to_char(until - 1, 'FMDD FMMonth YYYY');
        RETURN;
    END IF;
    code := coalesce(wanted, CASE WHEN inside THEN '13w' ELSE (
        SELECT extract(year FROM reporting.year_of(q)) || '-q' || substr(reporting.quarter_name(q), 2, 1)
          FROM (SELECT (reporting.quarter_of(today) - interval '3 months')::date AS q) AS x) END);
    IF code = '13w' AND inside THEN
        from_ := date_trunc('week', today::timestamp)::date - 84;
        until := today + 1;
        name := 'The last 13 weeks';
    ELSIF code ~ '^20[0-9]{2}(-q[1-4])?$' THEN
        year_ := substr(code, 1, 4)::integer;
        from_ := make_date(year_, 4, 1);
        until := make_date(year_ + 1, 4, 1);
        name := year_ || '-' || to_char(until, 'YY');
        IF code LIKE '%q%' THEN
            from_ := (from_ + make_interval(months => 3 * (right(code, 1)::integer - 1)))::date;
            until := (from_ + interval '3 months')::date;
            name := reporting.quarter_name(from_);
        END IF;
    END IF;
    IF from_ IS NULL OR from_ > today OR NOT inside AND (from_ + interval '3 months')::date > today THEN
        RAISE EXCEPTION '%', CASE WHEN inside OR from_ IS NULL THEN 'Select a quarter or a year that has begun'
            ELSE 'Select a quarter that is over, or a year with one that is' END
            USING ERRCODE = 'TL422', COLUMN = 'period';
    END IF;
    until := CASE WHEN inside THEN least(until, today + 1) ELSE least(until, reporting.quarter_of(today)) END;
END $$;

-- Those to choose from, latest first: two years back.
CREATE OR REPLACE FUNCTION reporting.dashboard_periods(inside boolean) RETURNS jsonb
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT jsonb_agg(jsonb_build_object('code', x.code, 'name', x.name) ORDER BY x.place, x.day DESC) FROM (
        SELECT '13w' AS code, 'The last 13 weeks' AS name, 1 AS place, access.today() AS day WHERE inside
        UNION ALL
        SELECT extract(year FROM reporting.year_of(d::date)) || '-q' || substr(reporting.quarter_name(d::date), 2, 1),
               reporting.quarter_name(d::date) || to_char(d, ' (Mon') || to_char(d + interval '2 months', ' to Mon)'), 2, d::date
          FROM generate_series(reporting.year_of(access.today()) - interval '2 years', access.today()::timestamp, interval '3 months') AS d
         WHERE inside OR d + interval '3 months' <= access.today()
        UNION ALL
        SELECT extract(year FROM y)::text, extract(year FROM y) || to_char(y + interval '1 year', '-YY'), 3, y::date
          FROM generate_series(reporting.year_of(access.today()) - interval '2 years', access.today()::timestamp, interval '1 year') AS y
         WHERE inside OR y + interval '3 months' <= access.today()) AS x;
$$;

-- ---- figures ------------------------------------------------------------------

CREATE OR REPLACE FUNCTION reporting.dashboard_facts(board text, spokes integer[], from_ date, until date)
RETURNS SETOF reporting.dashboard_count
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    CASE board
    WHEN 'flow' THEN RETURN QUERY SELECT * FROM reporting.facts_flow(spokes, from_, until);
    WHEN 'waiting' THEN RETURN QUERY SELECT * FROM reporting.facts_waiting(spokes, from_, until);
    WHEN 'decisions' THEN RETURN QUERY SELECT * FROM reporting.facts_decisions(spokes, from_, until);
    WHEN 'declines' THEN RETURN QUERY SELECT f.* FROM reporting.facts_decisions(spokes, from_, until) AS f
                                       WHERE f.sheet = 'decline_reason';
    WHEN 'risk' THEN RETURN QUERY SELECT * FROM reporting.facts_risk(spokes, from_, until);
    WHEN 'dosage' THEN RETURN QUERY SELECT * FROM reporting.facts_dosage(spokes, from_, until);
    WHEN 'completion' THEN RETURN QUERY SELECT * FROM reporting.facts_completion(spokes, from_, until);
    WHEN 'outcomes' THEN RETURN QUERY SELECT * FROM reporting.facts_outcomes(spokes, from_, until);
    WHEN 'equity' THEN RETURN QUERY SELECT * FROM reporting.facts_equity(spokes, from_, until);
    WHEN 'attendance' THEN RETURN QUERY SELECT * FROM reporting.facts_attendance(spokes, from_, until);
    WHEN 'eit' THEN RETURN QUERY SELECT * FROM reporting.facts_eit(spokes, from_, until);
    WHEN 'places' THEN RETURN QUERY SELECT * FROM reporting.facts_places(spokes, from_, until);
    WHEN 'key_measures' THEN RETURN QUERY SELECT * FROM reporting.facts_key_measures();
    END CASE;
END $$;

-- The columns of a board's sheets, in order. `base` and `whole`: what a figure
-- is made of, `guard`: whose count says whether it may be shown outside.
CREATE OR REPLACE FUNCTION reporting.dashboard_columns(board_ text)
RETURNS TABLE (sheet text, of text, total boolean, outside text, series text, n bigint, calc text, base text,
               whole text, guard text, least_ integer, leaves boolean)
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT h.code, h.detail ->> 'of', h.detail ->> 'total' = 'yes', h.detail ->> 'outside', s.code, c.n, s.detail ->> 'calc',
           coalesce(nullif(s.detail ->> 'base', ''), s.code), nullif(s.detail ->> 'whole', ''),
           coalesce(nullif(s.detail ->> 'guard', ''), s.code), coalesce(nullif(s.detail ->> 'least', '')::integer, 0),
           s.detail ->> 'outside' = 'yes'
      FROM reference.term h
     CROSS JOIN LATERAL unnest(string_to_array(h.detail ->> 'series', ' ')) WITH ORDINALITY AS c(code, n)
      JOIN reference.term s ON s.vocabulary = 'dashboard_series' AND s.code = c.code
     WHERE h.vocabulary = 'dashboard_sheet' AND h.detail ->> 'board' = board_;
$$;

-- One quarter as it may leave the spokes: which sums are hidden, by sheet,
-- column, spoke (NULL: all) and line (NULL: all). Two lists, the sums of spokes
-- and the sums of lines, which have their whole in common; one spoke by lines is
-- not given, for it would be nearly all hidden. Where lines are no parts of a
-- whole, each is a list of spokes. A whole of enough is shown.
CREATE OR REPLACE FUNCTION reporting.dashboard_guarded(board text, quarter date)
RETURNS TABLE (sheet text, series text, spoke_id integer, line text, hidden boolean)
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    WITH guarded AS (
        SELECT DISTINCT c.sheet, c.guard AS series, c.total FROM reporting.dashboard_columns(board) AS c
         WHERE c.outside = 'quarter' AND c.leaves AND (c.calc = 'sum' OR c.guard <> c.series)),
    counted AS MATERIALIZED (
        SELECT f.sheet, f.series, g.total, f.spoke_id, f.outside, sum(f.value * f.many) AS many
          FROM reporting.dashboard_facts(board, ARRAY(SELECT s.id FROM reference.spoke s), quarter,
                                         (quarter + interval '3 months')::date) AS f
          JOIN guarded g ON g.sheet = f.sheet AND g.series = f.series
         WHERE f.outside IS NOT NULL GROUP BY 1, 2, 3, 4, 5),
    cell AS (
        SELECT c.sheet, c.series, true AS by_spoke, CASE WHEN NOT c.total THEN c.outside END AS line, s.id::text AS at,
               sum(c.many) FILTER (WHERE c.spoke_id = s.id) AS many
          FROM counted c CROSS JOIN reference.spoke s GROUP BY 1, 2, 4, 5
        UNION ALL
        SELECT c.sheet, c.series, false, NULL, c.outside, sum(c.many) FROM counted c WHERE c.total GROUP BY 1, 2, 5),
    list AS (
        SELECT c.sheet, c.series, c.by_spoke, c.line, jsonb_agg(jsonb_build_object('at', jsonb_build_array(c.at),
                   'count', coalesce(c.many, 0))) || jsonb_build_object('at', '[null]'::jsonb, 'count', sum(c.many),
                   'keep', sum(c.many) >= reporting.suppress_under()) AS cells
          FROM cell c GROUP BY 1, 2, 3, 4)
    SELECT l.sheet, l.series, CASE WHEN l.by_spoke THEN s.at[1]::integer END,
           CASE WHEN l.by_spoke THEN l.line ELSE s.at[1] END, s.suppressed
      FROM list l CROSS JOIN LATERAL reporting.suppress(l.cells) AS s;
$$;

-- The same with what one board takes from another: what is accepted of one
-- spoke would be a line of it, and is not told.
CREATE OR REPLACE FUNCTION reporting.dashboard_hidden(board text, quarter date)
RETURNS TABLE (sheet text, series text, spoke_id integer, line text, hidden boolean)
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT g.* FROM reporting.dashboard_guarded(board, quarter) AS g
     WHERE g.sheet <> 'flow' OR g.series NOT IN ('accepted', 'closed')
    UNION ALL
    SELECT 'flow', 'accepted', NULL, NULL, g.hidden FROM reporting.dashboard_guarded('decisions', quarter) AS g
     WHERE board = 'flow' AND g.sheet = 'referral_result' AND g.line = 'accepted'
    UNION ALL
    SELECT 'flow', 'accepted', s.id, NULL, true FROM reference.spoke s WHERE board = 'flow'
    UNION ALL
    SELECT 'flow', 'closed', g.spoke_id, NULL, g.hidden FROM reporting.dashboard_guarded('risk', quarter) AS g
     WHERE board = 'flow' AND g.sheet = 'risk_exit' AND g.line IS NULL;
$$;

-- Outside a year is the sum of its quarters, also where people count once in
-- each: else the difference would tell how many came twice.
CREATE OR REPLACE FUNCTION reporting.dashboard_parts(board text, since date, till date, inside boolean)
RETURNS TABLE (from_ date, until date)
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    WITH by_quarter AS (
        SELECT NOT inside AND EXISTS (SELECT FROM reference.term t WHERE t.vocabulary = 'dashboard_sheet'
               AND t.detail ->> 'board' = board AND t.detail ->> 'outside' = 'quarter') AS is_so)
    SELECT since, till FROM by_quarter b WHERE NOT b.is_so
    UNION ALL
    SELECT q::date, (q + interval '3 months')::date
      FROM by_quarter b CROSS JOIN LATERAL generate_series(since::timestamp, (till - 1)::timestamp, interval '3 months') AS q
     WHERE b.is_so;
$$;

-- A year of all spokes by who they are, and why it was declined. Where a sum
-- over all lines would have to be hidden, nothing is shown: other boards may
-- show that sum.
CREATE OR REPLACE FUNCTION reporting.dashboard_guarded_year(board text, from_ date)
RETURNS TABLE (sheet text, series text, line text, hidden boolean)
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    WITH cell AS (
        SELECT f.sheet, f.outside, x.part, sum(f.many) AS many
          FROM reporting.dashboard_facts(board, ARRAY(SELECT s.id FROM reference.spoke s), from_,
                                         (from_ + interval '1 year')::date) AS f
         CROSS JOIN LATERAL (SELECT CASE WHEN f.series IN ('not_accepted', 'undecided') THEN 'other' ELSE f.series END AS part) AS x
         WHERE f.series IN ('accepted', 'not_accepted', 'undecided', 'referrals')
         GROUP BY f.sheet, CUBE (f.outside, x.part)),
    told AS (
        SELECT t.sheet, s.* FROM (
            SELECT c.sheet, jsonb_agg(jsonb_build_object('at', jsonb_build_array(c.outside, c.part), 'count', c.many)) AS cells
              FROM cell c WHERE c.part IS DISTINCT FROM 'referrals' GROUP BY 1) AS t
         CROSS JOIN LATERAL reporting.suppress(t.cells) AS s),
    whole AS (SELECT coalesce(bool_or(t.suppressed), false) AS hidden FROM told t WHERE t.at[1] IS NULL)
    SELECT t.sheet, CASE WHEN t.at[2] IS NOT NULL THEN 'accepted' WHEN board = 'declines' THEN 'referrals' ELSE 'referred' END,
           t.at[1], t.suppressed OR w.hidden
      FROM told t CROSS JOIN whole w WHERE t.at[2] IS DISTINCT FROM 'other';
$$;

-- The boards that are given outside for a year only.
CREATE OR REPLACE FUNCTION reporting.dashboard_yearly(board text) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT bool_or(t.detail ->> 'outside' = 'year') FROM reference.term t
     WHERE t.vocabulary = 'dashboard_sheet' AND t.detail ->> 'board' = board;
$$;

-- How support ended, as the returns that were handed in say it outside.
CREATE OR REPLACE FUNCTION reporting.dashboard_returned(spokes integer[], since date, till date)
RETURNS TABLE (sheet text, line text, series text, value numeric, hidden boolean)
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    WITH part AS MATERIALIZED (
        SELECT s.id AS spoke_id, r.id, r.edition, EXISTS (SELECT FROM reporting.return_figure_outside w
                   WHERE w.return_id = r.id AND w.edition = r.edition AND w.measure = 'exits' AND w.category = 'withheld') AS withheld
          FROM unnest(spokes) AS s(id)
         CROSS JOIN generate_series(since::timestamp, (till - 1)::timestamp, interval '3 months') AS q(day)
          LEFT JOIN reporting.quarterly_return r ON r.spoke_id = s.id AND r.quarter = q.day::date AND r.edition > 0),
    figure AS (
        SELECT p.id, CASE f.measure WHEN 'completions' THEN 'completed' ELSE f.category END AS line, f.value
          FROM part p JOIN reporting.return_figure_outside f ON f.return_id = p.id AND f.edition = p.edition
         WHERE f.intervention_id IS NULL AND (f.measure = 'completions' AND f.category = 'total'
               OR f.measure = 'exits' AND f.category <> 'withheld')),
    line AS (SELECT 'completed' AS line UNION SELECT f.line FROM figure f UNION SELECT 'total'),
    added AS (
        SELECT l.line, sum(f.value) AS value, bool_or(p.id IS NULL OR l.line <> 'completed' AND p.withheld
                   OR f.id IS NOT NULL AND f.value IS NULL) AS hidden
          FROM line l CROSS JOIN part p LEFT JOIN figure f ON f.id = p.id AND f.line = l.line GROUP BY l.line)
    SELECT 'completion', a.line, 'allocations', CASE WHEN NOT x.hidden THEN coalesce(a.value, 0)
               + CASE a.line WHEN 'total' THEN coalesce(c.value, 0) ELSE 0 END END, x.hidden
      FROM added a JOIN added c ON c.line = 'completed'
     CROSS JOIN LATERAL (SELECT a.hidden OR a.line = 'total' AND c.hidden AS hidden) AS x;
$$;

-- What facts amount to, by sheet, line ('total': all) and series; as they may
-- leave the spoke, lines of weeks are lines of quarters.
CREATE OR REPLACE FUNCTION reporting.dashboard_stats(board text, spokes integer[], from_ date, until date, inside boolean)
RETURNS TABLE (sheet text, line text, series text, many bigint, added numeric, mean numeric, most numeric,
               median numeric, p90 numeric, ending numeric)
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    WITH fact AS MATERIALIZED (
        SELECT x.sheet, x.series, x.value, x.day, x.many,
               CASE WHEN inside OR t.detail ->> 'outside' = 'open' THEN x.line
                    WHEN x.outside IS NOT NULL AND t.detail ->> 'of' = 'week' THEN reporting.quarter_of(x.day)::text
                    ELSE x.outside END AS line
          FROM reporting.dashboard_parts(board, from_, until, inside) AS q
         CROSS JOIN LATERAL reporting.dashboard_facts(board, spokes, q.from_, q.until) AS x
          JOIN reference.term t ON t.vocabulary = 'dashboard_sheet' AND t.code = x.sheet),
    last AS (SELECT f.sheet, f.series, max(f.day) AS day FROM fact f GROUP BY 1, 2),
    value AS ( -- of each line and of all, every value once
        SELECT f.sheet, coalesce(f.line, 'total') AS line, f.series, f.value, sum(f.many) AS many,
               sum(f.value * f.many) FILTER (WHERE f.day = l.day) AS ending
          FROM fact f JOIN last l ON l.sheet = f.sheet AND l.series = f.series
         WHERE f.line IS NOT NULL
         GROUP BY GROUPING SETS ((f.sheet, f.line, f.series, f.value), (f.sheet, f.series, f.value))),
    place AS ( -- which of all, in order of size, they are
        SELECT v.*, sum(v.many) OVER w AS upto, sum(v.many) OVER (PARTITION BY v.sheet, v.line, v.series) AS whole
          FROM value v WINDOW w AS (PARTITION BY v.sheet, v.line, v.series ORDER BY v.value))
    SELECT p.sheet, p.line, p.series, p.whole::bigint, sum(p.value * p.many), sum(p.value * p.many) / p.whole, max(p.value),
           trim_scale((min(p.value) FILTER (WHERE p.upto >= ceil(p.whole / 2))
                       + min(p.value) FILTER (WHERE p.upto >= floor(p.whole / 2) + 1)) / 2),
           min(p.value) FILTER (WHERE p.upto >= 0.9 * p.whole), sum(p.ending)
      FROM place p GROUP BY p.sheet, p.line, p.series, p.whole;
$$;

-- A board's figures. Outside, `spokes` is one spoke or all of them.
CREATE OR REPLACE FUNCTION reporting.dashboard_figures(board text, spokes integer[], from_ date, until date, inside boolean)
RETURNS TABLE (sheet text, line text, series text, value numeric, hidden boolean)
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    WITH stat AS MATERIALIZED (SELECT * FROM reporting.dashboard_stats(board, spokes, from_, until, inside)),
    col AS MATERIALIZED (SELECT * FROM reporting.dashboard_columns(board) AS c
                          WHERE inside OR c.leaves AND c.outside IN ('quarter', 'year', 'open')),
    hid AS MATERIALIZED (
        SELECT h.sheet, h.series, l.line, bool_or(h.hidden) AS hidden
          FROM generate_series(from_::timestamp, (until - 1)::timestamp, interval '3 months') AS q(day)
         CROSS JOIN LATERAL reporting.dashboard_hidden(board, q.day::date) AS h
         CROSS JOIN LATERAL (VALUES (coalesce(h.line, 'total')), (CASE h.sheet WHEN 'flow' THEN q.day::date::text END)) AS l(line)
         WHERE NOT inside AND NOT reporting.dashboard_yearly(board) AND l.line IS NOT NULL
           AND h.spoke_id IS NOT DISTINCT FROM CASE cardinality(spokes) WHEN 1 THEN spokes[1] END
         GROUP BY 1, 2, 3
        UNION ALL
        SELECT y.sheet, y.series, coalesce(y.line, 'total'), y.hidden FROM reporting.dashboard_guarded_year(board, from_) AS y
         WHERE NOT inside AND reporting.dashboard_yearly(board))
    SELECT l.sheet, l.line, c.series, CASE WHEN NOT x.hidden THEN x.value END, x.hidden
      FROM (SELECT DISTINCT s.sheet, s.line FROM stat s) AS l
      JOIN col c ON c.sheet = l.sheet AND (c.total OR l.line <> 'total')
           AND (inside OR cardinality(spokes) > 1 OR c.outside = 'open' -- one spoke by lines is not given
                OR c.outside = 'quarter' AND (NOT c.total OR c.of = 'week' OR l.line = 'total'))
      LEFT JOIN stat b ON b.sheet = l.sheet AND b.line = l.line AND b.series = c.base
      LEFT JOIN stat w ON w.sheet = l.sheet AND w.line = CASE c.calc WHEN 'share' THEN 'total' ELSE l.line END
                      AND w.series = CASE c.calc WHEN 'share' THEN c.base ELSE c.whole END
      LEFT JOIN hid h ON h.sheet = l.sheet AND h.line = l.line AND h.series = c.guard
     CROSS JOIN LATERAL (SELECT CASE c.calc
               WHEN 'sum' THEN coalesce(b.added, 0) WHEN 'count' THEN coalesce(b.many, 0)
               WHEN 'last' THEN CASE l.line WHEN 'total' THEN b.ending ELSE b.added END
               WHEN 'avg' THEN round(b.mean, 2) WHEN 'max' THEN CASE cardinality(spokes) WHEN 1 THEN b.most END WHEN 'median' THEN b.median WHEN 'p90' THEN b.p90
               ELSE round(100 * coalesce(b.added, 0) / nullif(w.added, 0)) END AS value,
           NOT inside AND (coalesce(h.hidden, c.outside <> 'open' AND coalesce(b.added, 0) <> 0
                                              AND (c.calc IN ('sum', 'share') OR c.guard <> c.series))
               OR coalesce(CASE WHEN c.whole IS NULL THEN b.many ELSE w.many END, c.least_) < c.least_) AS hidden) AS x
    UNION ALL
    SELECT * FROM reporting.dashboard_returned(spokes, from_, until) WHERE NOT inside AND board = 'completion';
$$;

-- ---- the answer ---------------------------------------------------------------

-- What a line is called, and where it stands among its like.
CREATE OR REPLACE FUNCTION reporting.dashboard_label(of text, line text, OUT label text, OUT place text)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF line = 'total' THEN
        label := 'All';
        place := '~';
    ELSIF of = 'week' THEN
        label := CASE WHEN extract(isodow FROM line::date) = 1 AND NOT (extract(day FROM line::date) = 1 AND extract(month FROM line::date) IN (1, 4, 7, 10))
                      THEN to_char(line::date, 'FMDD Mon YYYY') ELSE reporting.quarter_name(line::date) END;
        place := line;
    ELSE
        SELECT t.label, to_char(t.position, '000000') INTO label, place FROM reference.term t
         WHERE t.code = line AND t.vocabulary IN (of, 'dashboard_line', 'referral_decline_reason')
         ORDER BY t.vocabulary = of DESC, t.vocabulary LIMIT 1;
        label := coalesce(label, upper(left(line, 1)) || replace(substr(line, 2), '_', ' '));
        place := coalesce(place, label);
    END IF;
END $$;

CREATE OR REPLACE FUNCTION reporting.dashboard_sheets(board text, spokes integer[], from_ date, until date, inside boolean)
RETURNS jsonb
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    WITH figure AS MATERIALIZED (
        SELECT f.*, c.n, c.of FROM reporting.dashboard_figures(board, spokes, from_, until, inside) AS f
          JOIN reporting.dashboard_columns(board) AS c ON c.sheet = f.sheet AND c.series = f.series),
    row_ AS (
        SELECT f.sheet, f.line, jsonb_agg(jsonb_build_object('value', f.value, 'hidden', f.hidden) ORDER BY f.n) AS cells,
               (reporting.dashboard_label(min(f.of), f.line)).*
          FROM figure f GROUP BY f.sheet, f.line)
    SELECT coalesce(jsonb_agg(jsonb_build_object('sheet', h.code, 'label', h.label, 'about',
               CASE WHEN inside THEN h.detail ->> 'about' ELSE coalesce(nullif(h.detail ->> 'about_outside', ''), h.detail ->> 'about') END,
               'chart', h.detail -> 'chart', 'columns', c.list, 'rows', coalesce(r.list, '[]')) ORDER BY h.position), '[]')
      FROM reference.term h
     CROSS JOIN LATERAL (
           SELECT jsonb_agg(jsonb_build_object('series', s.code, 'label', s.label, 'unit', s.detail -> 'unit',
                      'mark', s.code = ANY (string_to_array(h.detail ->> 'marks', ' '))) ORDER BY k.n) AS list
             FROM reporting.dashboard_columns(board) AS k
             JOIN reference.term s ON s.vocabulary = 'dashboard_series' AND s.code = k.series
            WHERE k.sheet = h.code AND (inside OR k.leaves OR k.outside = 'return')) AS c
     CROSS JOIN LATERAL (
           SELECT jsonb_agg(jsonb_build_object('line', x.line, 'label', x.label, 'total', x.line = 'total', 'cells', x.cells)
                      ORDER BY x.line = 'total', x.place, x.label) AS list FROM row_ x WHERE x.sheet = h.code) AS r
     WHERE h.vocabulary = 'dashboard_sheet' AND h.detail ->> 'board' = board AND (inside OR h.detail ->> 'outside' <> 'no');
$$;

-- `wanted_spoke` NULL: all the reader may ask for. Not `as_counted`: as it may
-- leave the spoke, for its own people too.
CREATE OR REPLACE FUNCTION reporting.dashboard(board text, wanted_spoke text, period text, since date, till date,
    as_counted boolean) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_custom_plan SET work_mem = '64MB' AS $$
DECLARE
    readable integer[] := access.spokes_with('report.read');
    own integer[] := reporting.dashboard_inside_of();
    spoke integer := (SELECT s.id FROM reference.spoke s WHERE s.code = wanted_spoke AND s.id = ANY (readable));
    inside boolean := as_counted AND CASE WHEN wanted_spoke IS NULL THEN readable <@ own ELSE spoke = ANY (own) END;
    asked integer[] := CASE WHEN wanted_spoke IS NULL THEN readable ELSE ARRAY[spoke] END;
    p record;
BEGIN
    IF NOT EXISTS (SELECT FROM reference.term t WHERE t.vocabulary = 'dashboard_sheet' AND t.detail ->> 'board' = board)
       OR wanted_spoke IS NOT NULL AND spoke IS NULL OR cardinality(asked) = 0 THEN
        RAISE EXCEPTION 'no such board of that spoke' USING ERRCODE = 'TL404';
    END IF;
    p := reporting.dashboard_period(period, since, till, inside);
    IF NOT inside AND reporting.dashboard_yearly(board) THEN -- the last whole year by then
        p.from_ := reporting.year_of(p.from_);
        IF p.from_ + interval '1 year' > access.today() THEN
            p.from_ := p.from_ - interval '1 year';
        END IF;
        p := reporting.dashboard_period(extract(year FROM p.from_)::text, NULL, NULL, false);
    END IF;
    RETURN jsonb_build_object('board', board, 'spoke', coalesce(wanted_spoke,
            CASE cardinality(asked) WHEN 1 THEN (SELECT s.code FROM reference.spoke s WHERE s.id = asked[1]) END),
        'spoke_name', CASE cardinality(asked) WHEN 1 THEN (SELECT s.name FROM reference.spoke s WHERE s.id = asked[1]) END,
        'inside', inside, 'period', p.code, 'period_name', p.name, 'from', p.from_, 'to', p.until - 1,
        'sheets', reporting.dashboard_sheets(board, asked, p.from_, p.until, inside));
END $$;

-- One table as lines of a CSV file, the first the names of its columns.
CREATE OR REPLACE FUNCTION reporting.dashboard_csv(board text, wanted_spoke text, period text, since date, till date,
    as_counted boolean, wanted_sheet text) RETURNS SETOF text
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    WITH given AS MATERIALIZED (
        SELECT d.whole, s.sheet FROM (SELECT reporting.dashboard(board, wanted_spoke, period, since, till, as_counted) AS whole) AS d
         CROSS JOIN LATERAL jsonb_array_elements(d.whole -> 'sheets') AS s(sheet)
         WHERE s.sheet ->> 'sheet' = wanted_sheet)
    SELECT x.words FROM (
        SELECT 0 AS n, 'spoke,from,to,table,line,' || string_agg(reporting.csv_cell(c ->> 'label'), ',' ORDER BY o) AS words
          FROM given g, jsonb_array_elements(g.sheet -> 'columns') WITH ORDINALITY AS c(c, o)
        UNION ALL
        SELECT r.n, concat_ws(',', reporting.csv_cell(coalesce(g.whole ->> 'spoke', 'all')), g.whole ->> 'from', g.whole ->> 'to',
                   reporting.csv_cell(g.sheet ->> 'label'), reporting.csv_cell(r.line ->> 'label'),
                   (SELECT string_agg(CASE WHEN (v.cell ->> 'hidden')::boolean THEN 'hidden'
                                           ELSE coalesce(v.cell ->> 'value', '') END, ',' ORDER BY v.n)
                      FROM jsonb_array_elements(r.line -> 'cells') WITH ORDINALITY AS v(cell, n)))
          FROM given g, jsonb_array_elements(g.sheet -> 'rows') WITH ORDINALITY AS r(line, n)) AS x
     WHERE x.words IS NOT NULL ORDER BY x.n;
$$;

-- What to choose from: the reader's spokes, and periods of the one named.
CREATE OR REPLACE FUNCTION reporting.dashboard_choices(wanted_spoke text) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    readable integer[] := access.spokes_with('report.read');
    spoke integer := (SELECT s.id FROM reference.spoke s WHERE s.code = wanted_spoke AND s.id = ANY (readable));
    inside boolean := CASE WHEN wanted_spoke IS NULL THEN readable <@ reporting.dashboard_inside_of()
                           ELSE spoke = ANY (reporting.dashboard_inside_of()) END;
BEGIN
    IF wanted_spoke IS NOT NULL AND spoke IS NULL THEN
        RAISE EXCEPTION 'no such spoke' USING ERRCODE = 'TL404';
    END IF;
    RETURN jsonb_build_object('inside', inside, 'periods', reporting.dashboard_periods(inside),
        'spokes', (SELECT coalesce(jsonb_agg(jsonb_build_object('code', s.code, 'name', s.name) ORDER BY s.name), '[]')
                     FROM reference.spoke s WHERE s.id = ANY (readable)));
END $$;

DO $$
DECLARE
    f regprocedure;
BEGIN
    FOR f IN SELECT p.oid FROM pg_proc p WHERE p.pronamespace = 'reporting'::regnamespace AND p.proname LIKE 'dashboard%' LOOP
        EXECUTE format('ALTER FUNCTION %s OWNER TO throughline_definer', f);
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO throughline_owner', f);
    END LOOP;
    -- Numbers that are not suppressed leave by these alone.
    GRANT EXECUTE ON FUNCTION reporting.dashboard(text, text, text, date, date, boolean), reporting.dashboard_choices(text),
        reporting.dashboard_csv(text, text, text, date, date, boolean, text) TO throughline_server;
END $$;
