// What stands on a dashboard and elsewhere is the same figure: over the demo
// partnership, every spoke and quarter, in pure SQL.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';

import { useServer } from '../support/server.mjs';

let server;
before(async () => { server = await useServer(); });
after(async () => server.stop());

const QUARTERS = `SELECT s.id AS spoke, q::date AS since, (q + interval '3 months')::date AS till FROM reference.spoke s
  CROSS JOIN generate_series(reporting.year_of(access.today()) - interval '2 years', access.today()::timestamp, interval '3 months') AS q`;

const support = (name) => readFileSync(new URL(`../support/${name}`, import.meta.url), 'utf8');
const BOARDS = '{flow,waiting,decisions,risk,dosage,completion,outcomes,equity,attendance,eit,places}';

test('what is counted many at a time is what there is row by row', async () => {
  const compared = await server.psql(`BEGIN; ${support('dashboard_rows.sql')} ${support('dashboard_differ.sql')}
    SELECT b || ' ' || sum(d.rows) || ' ' || sum(d.different) || ' ' || sum(pg_temp.stats_differ(b, s.spokes, q.since, q.till))
      FROM unnest('${BOARDS}'::text[]) AS b
     CROSS JOIN (VALUES (ARRAY(SELECT id FROM reference.spoke)), (ARRAY[reference.spoke_id('bristol')])) AS s(spokes)
     CROSS JOIN (SELECT DISTINCT q.since, q.till FROM (${QUARTERS}) AS q WHERE q.since >= access.today() - 300
                 UNION SELECT access.today() - 90, access.today() + 1) AS q
     CROSS JOIN LATERAL pg_temp.differ(b, s.spokes, q.since, q.till, false) AS d GROUP BY b ORDER BY b; ROLLBACK`);
  for (const line of compared.split('\n')) {
    const [board, rows, ...different] = line.split(' ');
    assert.deepEqual(different, ['0', '0'], `${board}, ${rows} rows`);
    assert.ok(Number(rows) > 0, `${board} has rows`);
  }
});

test('how support ended is what the quarterly return counts', async () => {
  const compared = await server.psql(`
    WITH quarter AS (${QUARTERS}),
    returned AS (SELECT q.spoke, q.since, CASE c.measure WHEN 'completions' THEN 'completed' ELSE c.category END AS line, c.value
        FROM quarter q CROSS JOIN LATERAL reporting.counted(q.spoke, q.since, q.till) AS c
       WHERE c.intervention_id IS NULL AND (c.measure = 'completions' OR c.measure = 'exits' AND c.category <> 'total')),
    shown AS (SELECT q.spoke, q.since, f.line, f.value FROM quarter q
       CROSS JOIN LATERAL reporting.dashboard_figures('completion', ARRAY[q.spoke], q.since, q.till, true) AS f WHERE f.line <> 'total')
    SELECT count(r.value) || ' ' || count(s.value) || ' ' || count(*) FILTER (WHERE r.value IS DISTINCT FROM s.value)
      FROM returned r FULL JOIN shown s ON (s.spoke, s.since, s.line) = (r.spoke, r.since, r.line)`);
  const [returned, shown, different] = compared.split(' ').map(Number);
  assert.ok(returned > 20, compared);
  assert.deepEqual([shown, different], [returned, 0], compared);
});

test('a year is the sum of its quarters, and all spokes the sum of each', async () => {
  const different = await server.psql(`
    WITH quarter AS (${QUARTERS}), year_ AS (SELECT DISTINCT reporting.year_of(since) AS since, (reporting.year_of(since) + interval '1 year')::date AS till FROM quarter),
    part AS (SELECT b.board, reporting.year_of(q.since) AS since, f.sheet, f.series, sum(f.value) AS value
        FROM quarter q CROSS JOIN (VALUES ('decisions'), ('completion'), ('dosage'), ('equity')) AS b(board)
       CROSS JOIN LATERAL reporting.dashboard_figures(b.board, ARRAY[q.spoke], q.since, q.till, true) AS f
       WHERE f.line = 'total' AND f.series NOT IN ('share', 'of_plan', 'accepted_percent') GROUP BY 1, 2, 3, 4),
    whole AS (SELECT b.board, y.since, f.sheet, f.series, f.value
        FROM year_ y CROSS JOIN (VALUES ('decisions'), ('completion'), ('dosage'), ('equity')) AS b(board)
       CROSS JOIN LATERAL reporting.dashboard_figures(b.board, ARRAY(SELECT s.id FROM reference.spoke s), y.since, y.till, true) AS f
       WHERE f.line = 'total' AND f.series NOT IN ('share', 'of_plan', 'accepted_percent'))
    SELECT count(*) || ' ' || count(*) FILTER (WHERE p.value IS DISTINCT FROM w.value)
      FROM part p FULL JOIN whole w ON (w.board, w.since, w.sheet, w.series) = (p.board, p.since, p.sheet, p.series)`);
  assert.match(different, /^[1-9]\d+ 0$/);
});

test('open at the end is opened less closed, week after week', async () => {
  assert.equal(await server.psql(`
    WITH week AS (SELECT s.id AS spoke, f.line, max(f.value) FILTER (WHERE f.series = 'open_end') AS open_,
             coalesce(max(f.value) FILTER (WHERE f.series = 'opened'), 0) - coalesce(max(f.value) FILTER (WHERE f.series = 'closed'), 0) AS more
        FROM reference.spoke s CROSS JOIN LATERAL reporting.dashboard_figures('flow', ARRAY[s.id], '2025-04-07', access.today() + 1, true) AS f
       WHERE f.sheet = 'flow' AND f.line <> 'total' GROUP BY 1, 2)
    SELECT count(*) FROM (SELECT w.*, lag(w.open_) OVER (PARTITION BY w.spoke ORDER BY w.line) AS before FROM week w) AS x
     WHERE x.before + x.more <> x.open_`), '0');
  assert.equal(await server.psql(`
    SELECT count(*) FROM reference.spoke s CROSS JOIN LATERAL reporting.dashboard_figures('flow', ARRAY[s.id], access.today() - 90, access.today() + 1, true) AS f
     WHERE f.sheet = 'flow' AND f.line = 'total' AND f.series = 'open_end'
       AND f.value <> (SELECT count(*) FROM casework.episode e WHERE e.spoke_id = s.id AND e.state <> 'closed')`), '0');
});

// Whoever knows every shown number, of all spokes and each, cannot find a hidden one:
// where one of a list is hidden, so is another, or the whole.
test('no list outside hides one number alone', async () => {
  assert.equal(await server.psql(`
    WITH quarter AS (SELECT DISTINCT since FROM (${QUARTERS}) AS q WHERE q.till <= access.today()),
    cell AS (SELECT q.since, b.board, h.* FROM quarter q CROSS JOIN (VALUES ('flow'), ('decisions'), ('risk'), ('dosage'), ('outcomes'), ('eit')) AS b(board)
       CROSS JOIN LATERAL reporting.dashboard_guarded(b.board, q.since) AS h),
    list AS (SELECT since, board, sheet, series, line, 'spokes' AS of_, count(*) FILTER (WHERE hidden AND spoke_id IS NOT NULL) AS hidden,
             bool_or(hidden) FILTER (WHERE spoke_id IS NULL) AS whole FROM cell
              WHERE line IS NULL OR EXISTS (SELECT FROM cell c WHERE c.sheet = cell.sheet AND c.line = cell.line AND c.spoke_id IS NOT NULL) GROUP BY 1, 2, 3, 4, 5
             UNION ALL
             SELECT since, board, sheet, series, NULL, 'lines', count(*) FILTER (WHERE hidden AND line IS NOT NULL), bool_or(hidden) FILTER (WHERE line IS NULL)
               FROM cell WHERE spoke_id IS NULL AND sheet IN ('referral_result', 'meeting_decision', 'risk_exit', 'dosage') GROUP BY 1, 2, 3, 4)
    SELECT count(*) FILTER (WHERE l.hidden = 1 AND NOT l.whole) FROM list l`), '0');
});
