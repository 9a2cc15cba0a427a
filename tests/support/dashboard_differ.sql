-- After dashboard_rows.sql: in how many kinds of fact counts and rows differ, and
-- how many rows there are. `spoiled`: with one counted once too often.
CREATE FUNCTION pg_temp.rows_of(board text, spokes integer[], since date, till date) RETURNS SETOF tap_rows.fact
LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY EXECUTE format('SELECT * FROM tap_rows.facts_%s($1, $2, $3)', CASE board WHEN 'declines' THEN 'decisions' ELSE board END)
     USING spokes, since, till;
END $$;
CREATE FUNCTION pg_temp.differ(board text, spokes integer[], since date, till date, spoiled boolean, OUT rows bigint, OUT different bigint)
LANGUAGE sql AS $$
    WITH counted AS (
        SELECT f.sheet, f.line, f.outside, f.series, f.spoke_id, f.day, f.value,
               sum(f.many) + CASE WHEN spoiled AND row_number() OVER () = 1 THEN 1 ELSE 0 END AS many
          FROM reporting.dashboard_facts(board, spokes, since, till) AS f GROUP BY 1, 2, 3, 4, 5, 6, 7),
    found AS (
        SELECT f.sheet, f.line, f.outside, f.series, f.spoke_id, f.day, f.value, count(*)::numeric AS many
          FROM pg_temp.rows_of(board, spokes, since, till) AS f GROUP BY 1, 2, 3, 4, 5, 6, 7)
    SELECT (SELECT coalesce(sum(f.many), 0)::bigint FROM found f),
           (SELECT count(*) FROM ((TABLE counted EXCEPT TABLE found) UNION ALL (TABLE found EXCEPT TABLE counted)) AS d);
$$;
-- How many lines of figures are not what PostgreSQL's own aggregates say of the rows.
CREATE FUNCTION pg_temp.stats_differ(board text, spokes integer[], since date, till date) RETURNS bigint LANGUAGE sql AS $$
    WITH found AS (
        SELECT f.*, max(f.day) OVER (PARTITION BY f.sheet, f.series) AS last FROM pg_temp.rows_of(board, spokes, since, till) AS f),
    told AS (
        SELECT f.sheet, coalesce(f.line, 'total') AS line, f.series, count(*) AS many, sum(f.value) AS added, round(avg(f.value), 8) AS mean,
               max(f.value) AS most, percentile_cont(0.5) WITHIN GROUP (ORDER BY f.value)::numeric AS median,
               percentile_disc(0.9) WITHIN GROUP (ORDER BY f.value) AS p90, sum(f.value) FILTER (WHERE f.day = f.last) AS ending
          FROM found f GROUP BY GROUPING SETS ((f.sheet, f.line, f.series), (f.sheet, f.series))),
    shown AS (
        SELECT s.sheet, s.line, s.series, s.many, s.added, round(s.mean, 8) AS mean, s.most, s.median, s.p90, s.ending
          FROM reporting.dashboard_stats(board, spokes, since, till, true) AS s)
    SELECT count(*) FROM ((TABLE told EXCEPT TABLE shown) UNION ALL (TABLE shown EXCEPT TABLE told)) AS d;
$$;
