-- Dashboards (functions/59_dashboard.sql): figures without names, so that what
-- is logged is that they were looked at and what left as a file.

-- name: dashboard_choices(spoke text)
SELECT reporting.dashboard_choices(:spoke);

-- name: dashboard_load(board text, spoke text, period text, from date, to date)
SELECT d.whole, NULL::integer, audit.record('view', 'dashboard', NULL, NULL, (
           SELECT s.id FROM reference.spoke AS s WHERE s.code = d.whole ->> 'spoke'),
           jsonb_build_object('board', :board::text, 'from', d.whole -> 'from', 'to', d.whole -> 'to'))
  FROM (SELECT reporting.dashboard(:board, :spoke, :period, :from, :to, true) AS whole OFFSET 0) AS d;

-- name: dashboard_csv(board text, spoke text, period text, from date, to date, sheet text, as_counted boolean, reason text)
WITH given AS MATERIALIZED (
    SELECT c.line, c.n FROM reporting.dashboard_csv(:board, :spoke, :period, :from, :to, :as_counted, :sheet)
           WITH ORDINALITY AS c(line, n) LIMIT 20001),
logged AS MATERIALIZED (
    SELECT audit.record('export', 'dashboard', NULL, NULL, (SELECT s.id FROM reference.spoke AS s WHERE s.code = :spoke),
               jsonb_build_object('as', 'csv', 'board', :board::text, 'sheet', :sheet::text, 'as_counted', :as_counted::boolean,
               'reason', :reason::text, 'rows', (SELECT count(*) FROM given))))
SELECT g.line FROM logged, given AS g ORDER BY g.n;
