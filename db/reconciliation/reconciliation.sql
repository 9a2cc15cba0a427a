-- What is published beside what follows from it (functions/57_reconciliation.sql).

-- A year of a partnership: every published figure that can be set beside
-- others, what the rows add up to by area, mode, level and approach, which rows
-- give no figure, and which figures their own wording does not say.
-- name: reconciliation_year(partnership text, period text)
-- plan: published figures: some dozens a year
WITH asked AS MATERIALIZED (
    SELECT coalesce(:partnership, '') AS partnership,
           coalesce(:period, (SELECT max(i.period) FROM reporting.import AS i
                               WHERE i.state = 'committed' AND i.partnership = coalesce(:partnership, '') AND i.period <> '')) AS period),
p AS MATERIALIZED (SELECT x.* FROM asked CROSS JOIN LATERAL reporting.published(asked.partnership, asked.period) AS x),
lines AS MATERIALIZED (SELECT x.* FROM asked CROSS JOIN LATERAL reporting.reconciliation(asked.partnership, asked.period) AS x),
rows AS MATERIALIZED (
    SELECT p.*, (SELECT min(t.label) FROM casework.intervention AS v JOIN reference.term AS t
                     ON t.vocabulary = 'intervention_approach' AND t.code = v.approach
                  WHERE lower(v.name) = lower(p.subject)) AS approach
      FROM p WHERE p.subject IS NOT NULL),
spread AS MATERIALIZED (
    SELECT r.row_id, r.measure, r.value, b.by, b.position, b.key
      FROM rows AS r
     CROSS JOIN LATERAL (VALUES
           (1, 'area', coalesce((SELECT s.short_name FROM reference.spoke AS s, asked WHERE s.code = r.area AND asked.partnership = ''), r.area)),
           (2, 'mode', (SELECT t.label FROM reference.term AS t WHERE t.vocabulary = 'intervention_mode' AND t.code = r.dims ->> 'mode')),
           (3, 'level', (SELECT t.label FROM reference.term AS t WHERE t.vocabulary = 'prevention_level' AND t.code = r.dims ->> 'prevention_level')),
           (4, 'approach', coalesce(r.approach, 'Not in our catalogue')),
           (5, 'all', 'All')) AS b(position, by, key)),
tables AS (
    SELECT s.position, s.by, json_agg(json_build_object('key', s.key, 'interventions', s.interventions,
               'young_people', s.young_people, 'adults_25_plus', s.adults, 'professionals', s.professionals,
               'group_sessions', s.sessions) ORDER BY s.key) AS items
      FROM (SELECT x.position, x.by, x.key, count(DISTINCT x.row_id) AS interventions,
                   sum(x.value) FILTER (WHERE x.measure = 'young_people') AS young_people,
                   sum(x.value) FILTER (WHERE x.measure = 'adults_25_plus') AS adults,
                   sum(x.value) FILTER (WHERE x.measure = 'professionals') AS professionals,
                   sum(x.value) FILTER (WHERE x.measure = 'group_sessions') AS sessions
              FROM spread AS x GROUP BY 1, 2, 3) AS s
     GROUP BY 1, 2)
SELECT json_build_object('partnership', asked.partnership, 'period', asked.period,
    'years', (SELECT coalesce(json_agg(DISTINCT jsonb_build_object('partnership', i.partnership, 'period', i.period)), '[]')
                FROM reporting.import AS i WHERE i.state = 'committed' AND i.period <> ''),
    'lines', (SELECT coalesce(json_agg(json_build_object('figure', l.figure_id, 'measure', l.measure, 'area', l.area,
                         'area_name', (SELECT s.short_name FROM reference.spoke AS s WHERE s.code = l.area AND asked.partnership = ''), 'where', l.said_where,
                         'unit', l.unit, 'published', l.published, 'rule', l.rule, 'title', l.title, 'comparison', l.comparison,
                         'derived', l.derived, 'difference', l.published - l.derived, 'parts', l.parts, 'verdict', l.verdict,
                         'reason', (SELECT json_build_object('text', w.text, 'by', casework.colleague(w.made_by), 'at', casework.instant(w.made_at))
                                      FROM reporting.reconciliation_reason AS w
                                     WHERE (w.partnership, w.period, w.measure, w.said_where, w.rule)
                                         = (asked.partnership, asked.period, l.measure, l.said_where, l.rule)
                                     ORDER BY w.made_at DESC, w.id LIMIT 1)) ORDER BY l.rule_position, l.line), '[]') FROM lines AS l),
    'counts', (SELECT json_build_object('agrees', count(*) FILTER (WHERE l.verdict IN ('agrees', 'holds')),
                          'differs', count(*) FILTER (WHERE l.verdict = 'differs'),
                          'not_derivable', count(*) FILTER (WHERE l.verdict IN ('not_derivable', 'hidden', 'incomplete'))) FROM lines AS l),
    'returns', (SELECT json_build_object('handed_in', count(q.return_id), 'due', count(*),
                           'first', (SELECT reporting.quarter_name(min(r.quarter)) FROM reporting.quarterly_return AS r WHERE r.edition > 0))
                  FROM reference.spoke AS s CROSS JOIN LATERAL reporting.returned_quarters(asked.period, s.code) AS q
                 WHERE asked.partnership = '' AND asked.period ~ '^[0-9]{4}-[0-9]{2}$'),
    'tables', (SELECT coalesce(json_agg(json_build_object('by', t.by, 'items', t.items) ORDER BY t.position), '[]') FROM tables AS t),
    'silent', (SELECT coalesce(json_agg(json_build_object('line', p.line, 'area', p.area, 'subject', p.subject, 'wording', p.wording)
                   ORDER BY p.line), '[]') FROM p WHERE p.figure_id IS NULL),
    'unsaid', (SELECT coalesce(json_agg(json_build_object('line', p.line, 'area', p.area, 'subject', p.subject, 'measure', p.measure,
                   'value', p.value, 'wording', p.wording) ORDER BY p.line), '[]')
                 FROM p WHERE p.subject IS NOT NULL AND p.figure_id IS NOT NULL AND NOT reporting.said_in(p.value, p.wording)),
    'figures', (SELECT count(p.figure_id) FROM p),
    'series', (SELECT coalesce(json_agg(json_build_object('measure', p.measure, 'area', p.area, 'period', p.dims ->> 'period',
                   'value', p.value, 'source', p.wording) ORDER BY p.measure, p.area, p.dims ->> 'period'), '[]')
                 FROM p WHERE p.dims ? 'period'))
  FROM asked;

-- One published figure beside what one rule makes of the others: the rows, and
-- everything that was said of the difference.
-- name: reconciliation_figure(figure uuid, rule text)
-- plan: published figures: some dozens a year
SELECT json_build_object('figure', l.figure_id, 'partnership', i.partnership, 'period', i.period, 'measure', l.measure, 'area', l.area,
           'area_name', (SELECT s.short_name FROM reference.spoke AS s WHERE s.code = l.area AND i.partnership = ''), 'where', l.said_where, 'unit', l.unit, 'published', l.published, 'rule', l.rule, 'title', l.title,
           'comparison', l.comparison, 'derived', l.derived, 'difference', l.published - l.derived, 'verdict', l.verdict,
           'import', json_build_object('id', i.id, 'file_name', i.file_name, 'line', l.line,
                                       'at', casework.instant(i.committed_at), 'by', casework.colleague(i.made_by)),
           'rows', (SELECT coalesce(json_agg(json_build_object('kind', c.kind, 'line', c.line, 'area', c.area, 'subject', c.subject,
                               'measure', c.measure, 'value', c.value, 'counts', c.counts, 'wording', c.wording)
                               ORDER BY c.term, c.kind, c.line), '[]')
                      FROM reporting.contributions(i.partnership, i.period, l.rule, coalesce(l.area, ''), l.figure_id) AS c),
           'returns', (SELECT coalesce(json_agg(json_build_object('return', c.return_id, 'quarter', reporting.quarter_name(c.quarter),
                                  'spoke', c.spoke, 'subject', c.subject, 'measure', c.measure, 'value', c.value,
                                  'hidden', c.value IS NULL) ORDER BY c.spoke, c.quarter, c.subject, c.measure), '[]')
                         FROM reporting.published_row AS r
                        CROSS JOIN LATERAL reporting.returned_parts(i.period, l.rule, l.area,
                              CASE i.kind WHEN 'interventions_year' THEN r.subject END) AS c
                        WHERE r.id = f.row_id AND i.partnership = ''),
           'reasons', (SELECT coalesce(json_agg(json_build_object('text', w.text, 'by', casework.colleague(w.made_by),
                                  'at', casework.instant(w.made_at)) ORDER BY w.made_at DESC, w.id), '[]')
                         FROM reporting.reconciliation_reason AS w
                        WHERE (w.partnership, w.period, w.measure, w.said_where, w.rule)
                            = (i.partnership, i.period, l.measure, l.said_where, l.rule)))
  FROM reporting.figure AS f JOIN reporting.import AS i ON i.id = f.import_id
 CROSS JOIN LATERAL reporting.reconciliation(i.partnership, i.period) AS l
 WHERE f.id = :figure AND l.figure_id = f.id AND l.rule = :rule;

-- name: reconciliation_say(figure uuid, input jsonb)
INSERT INTO reporting.reconciliation_reason (partnership, period, measure, said_where, rule, text, made_by)
SELECT i.partnership, i.period, l.measure, l.said_where, l.rule, :input ->> 'text', access.me()
  FROM reporting.figure AS f
 CROSS JOIN LATERAL (SELECT x.partnership, x.period FROM reporting.import AS x WHERE x.id = f.import_id OFFSET 0) AS i
 CROSS JOIN LATERAL reporting.reconciliation(i.partnership, i.period) AS l
 WHERE f.id = :figure AND l.figure_id = f.id AND l.rule = :input ->> 'rule';
