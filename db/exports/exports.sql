-- Files made for one person (functions/58_exports.sql).

-- The kinds a reader may ask for.
-- name: exports_kinds()
-- plan: a handful of kinds
SELECT json_build_object('kind', k.code, 'label', k.label, 'of_spoke', k.of_spoke,
           'needs_agreement', k.approved_by IS NOT NULL, 'hours', k.hours,
           'spokes', (SELECT coalesce(json_agg(s.code ORDER BY s.name), '[]') FROM reference.spoke AS s
                       WHERE s.id = ANY (access.spokes_with(k.permission)))),
       jsonb_build_array(k.code)
  FROM jobs.export_kind AS k WHERE access.has(k.permission) ORDER BY k.code;

-- name: exports_ask(id uuid, input jsonb)
SELECT jobs.export_ask(:id, :input);

-- name: exports_load(id uuid)
-- plan: a handful of kinds
SELECT json_build_object('id', e.id, 'version', e.version, 'kind', e.kind, 'title', e.title, 'spoke', s.code,
           'owner', casework.colleague(e.owner_id), 'mine', e.owner_id = access.me(), 'reason', e.reason,
           'state', e.state, 'asked_at', casework.instant(e.asked_at),
           'decided_at', casework.instant(e.decided_at), 'decided_by', casework.colleague(e.decided_by),
           'decided_note', e.decided_note, 'file_name', e.file_name, 'size', e.size, 'rows', e.rows,
           'sha256', encode(e.sha256, 'hex'), 'ready_at', casework.instant(e.ready_at),
           'expires_at', casework.instant(e.expires_at), 'removed_at', casework.instant(e.removed_at),
           'downloads', e.downloads,
           'snapshot', (SELECT json_build_object('code', n.code, 'study', t.title, 'cut_at', casework.instant(n.cut_at),
                                  'keep_until', n.keep_until, 'kept', n.removed_at IS NULL, 'notes', n.notes)
                          FROM jobs.snapshot AS n JOIN jobs.study AS t ON t.id = n.study_id
                         WHERE n.id = e.content_id AND n.sha256 IS NOT NULL),
           'job', (SELECT json_build_object('id', j.id, 'state', j.state, 'message', j.message,
                              'percent', CASE WHEN j.total > 0 THEN 100 * j.done / j.total END)
                     FROM jobs.job AS j WHERE j.id = e.id),
           'moves', array_to_json(ARRAY(SELECT v FROM (VALUES
               ('take', e.state = 'ready' AND e.expires_at > now() AND e.owner_id = access.me()),
               ('remove', e.state IN ('ready', 'asked') AND e.owner_id = access.me()),
               ('approve', e.state = 'asked' AND e.owner_id <> access.me() AND e.spoke_id = ANY (access.spokes_with(k.approved_by))),
               ('refuse', e.state = 'asked' AND e.owner_id <> access.me() AND e.spoke_id = ANY (access.spokes_with(k.approved_by)))
               ) AS m(v, may) WHERE m.may))), e.version
  FROM jobs.export AS e JOIN jobs.export_kind AS k ON k.code = e.kind LEFT JOIN reference.spoke AS s ON s.id = e.spoke_id
 WHERE e.id = :id;

-- One's own, newest first.
-- name: exports_list(after jsonb, limit integer)
WITH page AS MATERIALIZED (
    SELECT e.* FROM jobs.export AS e
     WHERE e.owner_id = access.me()
       AND (:after::jsonb IS NULL
            OR (e.asked_at, e.id) < ((:after::jsonb ->> 0)::timestamptz, (:after::jsonb ->> 1)::uuid))
     ORDER BY e.asked_at DESC, e.id DESC LIMIT :limit)
SELECT json_build_object('id', p.id, 'kind', p.kind, 'title', p.title, 'spoke', s.code, 'state', p.state,
           'owner', casework.colleague(p.owner_id), 'asked_at', casework.instant(p.asked_at),
           'expires_at', casework.instant(p.expires_at), 'size', p.size, 'rows', p.rows, 'downloads', p.downloads),
       jsonb_build_array(p.asked_at, p.id)
  FROM page AS p LEFT JOIN reference.spoke AS s ON s.id = p.spoke_id
 ORDER BY p.asked_at DESC, p.id DESC;

-- What others have asked for and one may agree to.
-- name: exports_asked(after jsonb, limit integer)
WITH page AS MATERIALIZED (
    SELECT e.* FROM jobs.export AS e
     WHERE e.spoke_id = ANY (access.spokes_with('export.approve')) AND e.owner_id <> access.me()
       AND (:after::jsonb IS NULL
            OR (e.asked_at, e.id) < ((:after::jsonb ->> 0)::timestamptz, (:after::jsonb ->> 1)::uuid))
     ORDER BY e.asked_at DESC, e.id DESC LIMIT :limit)
SELECT json_build_object('id', p.id, 'kind', p.kind, 'title', p.title, 'spoke', s.code, 'state', p.state,
           'owner', casework.colleague(p.owner_id), 'asked_at', casework.instant(p.asked_at),
           'expires_at', casework.instant(p.expires_at), 'size', p.size, 'rows', p.rows, 'downloads', p.downloads),
       jsonb_build_array(p.asked_at, p.id)
  FROM page AS p LEFT JOIN reference.spoke AS s ON s.id = p.spoke_id
 ORDER BY p.asked_at DESC, p.id DESC;

-- name: exports_decide(id uuid, version integer, agreed bool, note text)
SELECT WHERE jobs.export_decide(:id, :version, :agreed, :note);

-- name: exports_remove(id uuid, version integer)
SELECT WHERE jobs.export_remove(:id, :version);

-- name: exports_take(id uuid)
SELECT t.file_name, t.size, t.hash, t.piece FROM jobs.export_take(:id) AS t;

-- Studies, the ones that go on first.
-- name: exports_studies()
-- plan: a study is a year's work of an analyst
SELECT json_build_object('id', t.id, 'version', t.version, 'title', t.title, 'made_at', casework.instant(t.made_at),
           'made_by', casework.colleague(t.made_by), 'ended_at', casework.instant(t.ended_at),
           'snapshots', (SELECT coalesce(json_agg(json_build_object('code', n.code, 'cut_at', casework.instant(n.cut_at),
                                    'reason', n.reason, 'keep_until', n.keep_until) ORDER BY n.cut_at DESC), '[]')
                           FROM jobs.snapshot AS n
                          WHERE n.study_id = t.id AND n.sha256 IS NOT NULL AND n.removed_at IS NULL)),
       jsonb_build_array(t.made_at, t.id)
  FROM jobs.study AS t ORDER BY t.ended_at IS NOT NULL, t.made_at DESC, t.id LIMIT 200;

-- name: exports_study_end(id uuid, version integer)
SELECT WHERE jobs.study_end(:id, :version);

-- name: exports_study(id uuid)
SELECT json_build_object('id', t.id, 'version', t.version, 'title', t.title, 'made_at', casework.instant(t.made_at),
           'made_by', casework.colleague(t.made_by), 'ended_at', casework.instant(t.ended_at), 'snapshots', '[]'::json), t.version
  FROM jobs.study AS t WHERE t.id = :id;

-- The job's own.
-- name: exports_step(id uuid, at integer)
SELECT s.done, s.total, s.message FROM jobs.export_step(:id, :at) AS s;

-- name: exports_head(id uuid)
SELECT h.head, h.is_signed FROM jobs.export_head(:id) AS h;

-- name: exports_files(id uuid)
SELECT f.file, f.bytes, f.rows FROM jobs.export_files(:id) AS f;

-- name: exports_part(id uuid, file text, after integer)
SELECT p.number, p.content FROM jobs.export_part_after(:id, :file, :after) AS p;

-- name: exports_chunk(id uuid, number integer, hex text)
SELECT jobs.export_chunk_put(:id, :number, :hex);

-- name: exports_finish(id uuid, hash text, chunks integer)
SELECT jobs.export_finish(:id, :hash, :chunks);
