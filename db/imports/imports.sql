-- Files taken in (functions/56_imports.sql).

-- The kinds there are and what a file of each holds.
-- name: imports_kinds()
-- plan: a handful of kinds and their columns
SELECT json_build_object('kind', k.code, 'label', k.label, 'description', k.description, 'target', k.target,
           'period', k.period, 'may', access.has(k.permission),
           'columns', (SELECT json_agg(json_build_object('name', c.name, 'label', c.label, 'type', c.type,
                                 'required', c.required, 'vocabulary', c.vocabulary) ORDER BY c.position)
                         FROM reporting.import_column AS c WHERE c.kind = k.code)),
       jsonb_build_array(k.position)
  FROM reporting.import_kind AS k ORDER BY k.position;

-- name: imports_open(id uuid, input jsonb, job uuid)
SELECT reporting.import_open(:id, :input, :job, coalesce((:input ->> 'commit')::boolean, false));

-- An import as whoever may see it sees it: what was done with it, what is
-- wrong with it, its first rows and what they amount to.
-- name: imports_load(id uuid)
SELECT json_build_object('id', i.id, 'version', i.version, 'kind', i.kind, 'kind_label', k.label, 'target', k.target,
           'partnership', i.partnership, 'period', i.period, 'spoke', s.code, 'file_name', i.file_name, 'state', i.state,
           'rows', i.rows, 'faults', i.faults, 'made_at', casework.instant(i.made_at), 'made_by', casework.colleague(i.made_by),
           'committed_at', casework.instant(i.committed_at),
           'replaces', (SELECT json_build_object('id', r.id, 'file_name', r.file_name) FROM reporting.import AS r WHERE r.id = i.replaces_id),
           'in_the_way', (SELECT json_build_object('id', r.id, 'file_name', r.file_name, 'made_at', casework.instant(r.made_at))
                            FROM reporting.import_rival(i) AS r WHERE r.id IS NOT NULL),
           'job', (SELECT json_build_object('id', j.id, 'state', j.state, 'message', j.message,
                              'percent', CASE WHEN j.total > 0 THEN 100 * j.done / j.total END)
                     FROM jobs.job AS j WHERE j.owner_id = i.made_by AND j.kind = 'import' AND j.input ->> 'import' = i.id::text
                    ORDER BY j.queued_at DESC LIMIT 1),
           'history', (SELECT coalesce(json_agg(json_build_object('state', e.state, 'at', casework.instant(e.at),
                                  'by', casework.colleague(e.by_user), 'note', e.note) ORDER BY e.id), '[]')
                         FROM reporting.import_event AS e WHERE e.import_id = i.id),
           'wrong', (SELECT coalesce(json_agg(json_build_object('line', f.line, 'column', f.column_name,
                                'label', (SELECT c.label FROM reporting.import_column AS c WHERE c.kind = i.kind AND c.name = f.column_name),
                                'detail', f.detail) ORDER BY f.number), '[]')
                       FROM (SELECT x.* FROM reporting.import_fault AS x WHERE x.import_id = i.id ORDER BY x.number LIMIT 200) AS f),
           'first_rows', (SELECT coalesce(json_agg(json_build_object('line', r.line, 'cells', r.content) ORDER BY r.number), '[]')
                            FROM reporting.import_row AS r WHERE r.import_id = i.id AND r.number <= 20),
           'sums', (SELECT coalesce(json_agg(json_build_object('measure', m.measure, 'label', m.label, 'count', m.count,
                               'sum', m.sum) ORDER BY m.measure), '[]')
                      FROM (SELECT f ->> 'measure' AS measure, max(c.label) AS label, count(*) AS count, sum((f ->> 'value')::numeric) AS sum
                              FROM reporting.import_row AS r CROSS JOIN LATERAL jsonb_array_elements(r.content -> 'figures') AS f
                              LEFT JOIN reporting.import_column AS c ON c.kind = i.kind AND c.name = f ->> 'measure'
                             WHERE r.import_id = i.id GROUP BY 1) AS m),
           'moves', CASE WHEN NOT access.has(k.permission) THEN '[]'::json
                         WHEN i.state = 'ready' THEN '["commit", "withdraw"]'::json
                         WHEN i.state IN ('faulty', 'stopped', 'committed') THEN '["withdraw"]'::json ELSE '[]'::json END), i.version
  FROM reporting.import AS i JOIN reporting.import_kind AS k ON k.code = i.kind LEFT JOIN reference.spoke AS s ON s.id = i.spoke_id
 WHERE i.id = :id;

-- Newest first.
-- name: imports_list(kind text, state text, after jsonb, limit integer)
WITH page AS MATERIALIZED (
    SELECT i.* FROM reporting.import AS i
     WHERE (:kind::text IS NULL OR i.kind = :kind) AND (:state::text IS NULL OR i.state = :state)
       AND (:after::jsonb IS NULL
            OR (i.made_at, i.id) < ((:after::jsonb ->> 0)::timestamptz, (:after::jsonb ->> 1)::uuid))
       AND i.made_at <= now()
     ORDER BY i.made_at DESC, i.id DESC LIMIT :limit)
SELECT json_build_object('id', p.id, 'kind', p.kind, 'kind_label', k.label, 'partnership', p.partnership, 'period', p.period,
           'spoke', s.code, 'file_name', p.file_name, 'state', p.state, 'rows', p.rows, 'faults', p.faults,
           'made_at', casework.instant(p.made_at), 'made_by', casework.colleague(p.made_by)),
       jsonb_build_array(p.made_at, p.id)
  FROM page AS p JOIN reporting.import_kind AS k ON k.code = p.kind LEFT JOIN reference.spoke AS s ON s.id = p.spoke_id
 ORDER BY p.made_at DESC, p.id DESC;

-- name: imports_ask(id uuid, version integer, input jsonb, job uuid)
SELECT WHERE reporting.import_ask(:id, :version, (:input ->> 'replace')::boolean, :job);

-- name: imports_withdraw(id uuid, version integer, input jsonb)
SELECT WHERE reporting.import_withdraw(:id, :version, :input ->> 'reason');

-- The job's own.
-- name: imports_task(id uuid)
SELECT t.kind, t.state, t.content, t.plan, t.checked, t.copied, t.faults FROM reporting.import_task(:id) AS t;

-- name: imports_store(id uuid, from integer, to integer, rows jsonb, faults jsonb)
SELECT reporting.import_store(:id, :from, :to, :rows, :faults);

-- name: imports_checked(id uuid, total integer)
SELECT reporting.import_checked(:id, :total);

-- name: imports_copy(id uuid, from integer, to integer)
SELECT reporting.import_copy(:id, :from, :to);

-- name: imports_commit(id uuid)
SELECT reporting.import_commit(:id);
