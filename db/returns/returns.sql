-- Quarterly returns (functions/55_return_figures.sql and 56_return.sql). Inside
-- the spoke figures are shown as counted; whoever else reads gets what may
-- leave it, and the database gives them nothing else.

-- Each quarter of a financial year that has begun, for each spoke, with its
-- return if the reader sees one. Latest quarter first.
-- name: returns_list(year integer, spoke text)
SELECT json_build_object('id', r.id, 'spoke', s.code, 'spoke_name', s.short_name,
           'quarter', q.day, 'quarter_name', reporting.quarter_name(q.day),
           'ends_on', (q.day + interval '3 months')::date - 1,
           'over', (q.day + interval '3 months')::date <= access.today(),
           'state', r.state, 'edition', r.edition, 'updated_at', casework.instant(r.updated_at),
           'submitted_at', (SELECT casework.instant(e.at) FROM reporting.return_edition AS e
                             WHERE e.return_id = r.id AND e.edition = r.edition),
           'may_start', r.id IS NULL AND s.id = ANY (access.spokes_with('return.write')),
           'match', CASE WHEN r.id IS NOT NULL THEN reporting.return_match_test(s.id, q.day) END)
  FROM reference.spoke AS s
 CROSS JOIN LATERAL (
       SELECT d::date AS day FROM generate_series(
           make_date(coalesce(:year, extract(year FROM reporting.year_of(access.today()))::integer), 4, 1)::timestamp,
           make_date(coalesce(:year, extract(year FROM reporting.year_of(access.today()))::integer) + 1, 1, 1)::timestamp,
           interval '3 months') AS d
        WHERE d <= access.today()) AS q
  LEFT JOIN reporting.quarterly_return AS r ON r.spoke_id = s.id AND r.quarter = q.day
 WHERE s.id = ANY (access.spokes_with('return.read')) AND (:spoke::text IS NULL OR s.code = :spoke)
 ORDER BY q.day DESC, s.name;

-- Where a new one is of no spoke named, it is of the only one there is to fill in.
-- name: returns_create(id uuid, input jsonb)
INSERT INTO reporting.quarterly_return (id, spoke_id, quarter)
VALUES (:id, coalesce(reference.spoke_id(:input ->> 'spoke'), (access.spokes_with('return.write'))[1]),
        (:input ->> 'quarter')::date);

-- name: returns_load(id uuid)
SELECT to_json(o), r.version,
       audit.record('view', 'quarterly_return', r.id, NULL, r.spoke_id, NULL)
  FROM reporting.quarterly_return AS r
  JOIN reference.spoke AS s ON s.id = r.spoke_id
  LEFT JOIN reporting.return_edition AS e ON e.return_id = r.id AND e.edition = r.edition
 CROSS JOIN LATERAL (
       SELECT CASE WHEN r.state IN ('draft', 'queried') AND reporting.return_inside(r.spoke_id)
                   THEN reporting.return_said(r) ELSE e.said END AS said) AS x
 CROSS JOIN LATERAL (
       SELECT r.id, r.version, r.state, s.code AS spoke, s.name AS spoke_name, r.quarter,
              reporting.quarter_name(r.quarter) AS quarter_name,
              (r.quarter + interval '3 months')::date - 1 AS ends_on, r.edition,
              (r.quarter + interval '3 months')::date <= access.today() AS over,
              x.said -> 'narrative' AS narrative, x.said -> 'risks' AS risks,
              x.said -> 'money' AS money, x.said -> 'match' AS match,
              (SELECT json_build_object('words', c.words, 'permission', c.permission)
                 FROM reporting.return_case_study AS c WHERE c.return_id = r.id) AS case_study,
              reporting.return_match_test(r.spoke_id, r.quarter) AS match_test,
              reporting.return_lines(r.spoke_id, r.quarter, ARRAY(
                  SELECT DISTINCT f.intervention_id FROM reporting.return_figure_outside AS f
                   WHERE f.return_id = r.id AND f.intervention_id IS NOT NULL)) AS interventions,
              (SELECT coalesce(json_agg(json_build_object('verb', c.verb, 'to', c.to_state, 'note', c.note,
                      'at', casework.instant(c.at), 'by', u.name) ORDER BY c.at, c.id), '[]')
                 FROM casework.state_change AS c
                 LEFT JOIN LATERAL (SELECT casework.colleague(c.by_user) ->> 'name' AS name) AS u ON true
                WHERE c.machine = 'return' AND c.subject_id = r.id) AS history,
              reporting.return_inside(r.spoke_id) AS inside,
              r.state IN ('draft', 'queried') AND r.spoke_id = ANY (access.spokes_with('return.write')) AS editable,
              casework.moves('return', r.state, r.spoke_id) AS moves) AS o
 WHERE r.id = :id;

-- name: returns_required(id uuid)
SELECT reporting.return_required(:id);

-- The figures of the last edition, or as they stand while there is none.
-- name: returns_figures(id uuid)
SELECT json_build_object('intervention', CASE WHEN i.id IS NOT NULL
               THEN json_build_object('id', i.id, 'name', i.name) END,
           'measure', f.measure, 'category', f.category, 'value', f.value, 'hidden', f.hidden,
           'before', f.before, 'before_hidden', f.before_hidden, 'now', f.now_)
  FROM reporting.return_shown(:id) AS f
  LEFT JOIN casework.intervention AS i ON i.id = f.intervention_id
  JOIN reference.return_measure AS m ON m.code = f.measure
 ORDER BY i.name NULLS FIRST, i.id, m.position, f.category <> 'total', f.category;

-- The rows behind one figure: sessions, deliveries, allocations, with names.
-- name: returns_rows(id uuid, intervention_id uuid, measure text, category text)
WITH found AS MATERIALIZED (
    SELECT x.* FROM reporting.quarterly_return AS r
     CROSS JOIN LATERAL reporting.return_rows(r.spoke_id, r.quarter, :intervention_id, :measure,
                                              coalesce(:category, 'total')) AS x
     WHERE r.id = :id ORDER BY x.day, x.id LIMIT 2001),
logged AS MATERIALIZED (
    SELECT audit.record_list('list', 'person', array_agg(DISTINCT f.person_id)) FROM found AS f
     WHERE f.person_id IS NOT NULL)
SELECT json_build_object('kind', f.kind, 'id', f.id, 'on', f.day, 'category', f.category, 'amount', f.amount,
           'intervention', json_build_object('id', i.id, 'name', i.name),
           'person', CASE WHEN p.id IS NOT NULL THEN json_build_object('id', p.id, 'name', p.display_name) END)
  FROM logged, found AS f
  LEFT JOIN casework.intervention AS i ON i.id = f.intervention_id
  LEFT JOIN casework.person AS p ON p.id = f.person_id
 ORDER BY p.display_name NULLS LAST, p.id, f.day, f.id;

-- name: returns_update(id uuid, version integer, input jsonb)
UPDATE reporting.quarterly_return AS r SET
    narrative = CASE WHEN :input ? 'narrative' THEN :input ->> 'narrative' ELSE r.narrative END,
    risks = CASE WHEN :input ? 'risks' THEN :input ->> 'risks' ELSE r.risks END
 WHERE r.id = :id AND r.version = :version;

-- Only where the update before it took: its version is one higher by now.
-- name: returns_fill_in(id uuid, version integer, input jsonb)
SELECT reporting.return_filled_in(r.id, :input)
  FROM reporting.quarterly_return AS r WHERE r.id = :id AND r.version = :version::integer + 1;

-- name: returns_move(id uuid, version integer, state text, note text)
UPDATE reporting.quarterly_return SET state = :state, state_note = :note, state_reason = NULL
 WHERE id = :id AND version = :version;

-- What leaves as a file is written down with its reason and how many rows it has.
-- name: returns_sheets(id uuid, outside boolean, reason text)
WITH given AS MATERIALIZED (
    SELECT s.*, row_number() OVER () AS n
      FROM reporting.return_sheets(:id, :outside, :reason) AS s LIMIT 20001),
logged AS MATERIALIZED (
    SELECT audit.record('export', 'quarterly_return', r.id, NULL, r.spoke_id, jsonb_build_object('as', 'xlsx',
               'outside', :outside::boolean, 'reason', :reason::text, 'rows', (SELECT count(*) FROM given)))
      FROM reporting.quarterly_return AS r WHERE r.id = :id)
SELECT g.sheet, g.shape, g.cells[1], g.cells[2], g.cells[3], g.cells[4], g.cells[5], g.cells[6], g.cells[7], g.cells[8],
       g.cells[9], g.cells[10], g.cells[11], g.cells[12], g.cells[13], g.cells[14]
  FROM logged, given AS g ORDER BY g.n;

-- name: returns_csv(id uuid, outside boolean, reason text)
WITH given AS MATERIALIZED (
    SELECT s.line, s.n FROM reporting.return_csv(:id, :outside) WITH ORDINALITY AS s(line, n) LIMIT 20001),
logged AS MATERIALIZED (
    SELECT audit.record('export', 'quarterly_return', r.id, NULL, r.spoke_id, jsonb_build_object('as', 'csv',
               'outside', :outside::boolean, 'reason', :reason::text, 'rows', (SELECT count(*) FROM given)))
      FROM reporting.quarterly_return AS r WHERE r.id = :id)
SELECT g.line FROM logged, given AS g ORDER BY g.n;
