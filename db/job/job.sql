-- Long work (functions/55_jobs.sql): what pages show of it, and how a worker
-- takes it up.

-- A job as whoever may see it sees it.
-- name: job_load(id uuid)
SELECT json_build_object('id', j.id, 'version', j.version, 'kind', j.kind, 'title', j.title,
           'owner', casework.colleague(j.owner_id), 'spoke', s.code, 'state', j.state, 'done', j.done,
           'total', j.total, 'percent', CASE WHEN j.total > 0 THEN 100 * j.done / j.total END,
           'message', j.message, 'result', j.result, 'attempts', j.attempts,
           'cancel_asked', j.cancel_asked_at IS NOT NULL, 'queued_at', casework.instant(j.queued_at),
           'started_at', casework.instant(j.started_at), 'ended_at', casework.instant(j.ended_at),
           'seen', j.seen_at IS NOT NULL OR j.owner_id IS DISTINCT FROM access.me(),
           'mine', j.owner_id = access.me(),
           'moves', CASE WHEN j.state IN ('queued', 'running') AND j.cancel_asked_at IS NULL
                         THEN '["cancel"]'::json ELSE '[]'::json END), j.version
  FROM jobs.job AS j LEFT JOIN reference.spoke AS s ON s.id = j.spoke_id
 WHERE j.id = :id;

-- The same for a plain page.
-- name: job_plain(id uuid)
SELECT j.title, j.state,
       CASE WHEN j.state IN ('queued', 'running') AND j.cancel_asked_at IS NOT NULL THEN 'It is being cancelled.'
            ELSE coalesce(j.message, 'It waits for its turn.') END,
       CASE WHEN j.total > 0 THEN 100 * j.done / j.total END,
       j.state IN ('queued', 'running') AND j.cancel_asked_at IS NULL, j.result ->> 'href', j.result ->> 'text'
  FROM jobs.job AS j WHERE j.id = :id;

-- One's own, newest first; or those of a spoke, for its coordinator. `unseen`:
-- what runs, and what has ended since one last looked.
-- name: job_list(spoke text, unseen bool, after jsonb, limit integer)
WITH page AS MATERIALIZED (
    SELECT j.* FROM jobs.job AS j
     WHERE CASE WHEN :spoke::text IS NULL THEN j.owner_id = access.me()
                ELSE j.spoke_id = reference.spoke_id(:spoke) END
       AND (NOT coalesce(:unseen, false) OR j.seen_at IS NULL)
       AND (:after::jsonb IS NULL
            OR (j.queued_at, j.id) < ((:after::jsonb ->> 0)::timestamptz, (:after::jsonb ->> 1)::uuid))
     ORDER BY j.queued_at DESC, j.id DESC LIMIT :limit)
SELECT json_build_object('id', p.id, 'kind', p.kind, 'title', p.title, 'owner', casework.colleague(p.owner_id),
           'spoke', s.code, 'state', p.state, 'done', p.done, 'total', p.total,
           'percent', CASE WHEN p.total > 0 THEN 100 * p.done / p.total END, 'message', p.message,
           'result', p.result, 'queued_at', casework.instant(p.queued_at),
           'ended_at', casework.instant(p.ended_at),
           'seen', p.seen_at IS NOT NULL OR p.owner_id IS DISTINCT FROM access.me()),
       jsonb_build_array(p.queued_at, p.id)
  FROM page AS p LEFT JOIN reference.spoke AS s ON s.id = p.spoke_id
 ORDER BY p.queued_at DESC, p.id DESC;

-- name: job_cancel(id uuid)
SELECT jobs.cancel(:id);

-- name: job_see(id uuid)
SELECT jobs.see(:id);

-- The next one for a worker that knows these kinds.
-- name: job_claim(worker text, lease integer, kinds text[], only uuid)
SELECT c.id, c.kind, c.token, c.permission, c.input, c.done, c.total, c.verdict
  FROM jobs.claim(:worker, :lease, :kinds, :only) AS c;

-- name: job_beat(id uuid, done integer, total integer, message text, lease integer)
SELECT b.wanted, b.at FROM jobs.beat(:id, :done, :total, :message, :lease) AS b;

-- name: job_finish(id uuid, state text, message text, result jsonb)
SELECT jobs.finish(:id, :state, :message, :result);

-- Puts away what is out of date; once a day, whoever asks.
-- name: job_tidy()
SELECT t.files, t.snapshots, t.jobs_, t.imports FROM jobs.tidy() AS t;

-- One step of keeping the figures of returns; true while there is more.
-- name: job_figures()
SELECT reporting.figures_keep();
