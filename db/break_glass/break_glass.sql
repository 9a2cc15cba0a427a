-- Opening a record of another spoke in an emergency. What may be opened, and
-- what it shows, is decided by migrations/functions/57_break_glass.sql.

-- The new id, or NULL where nothing can be opened by that reference.
-- name: break_glass_open(id uuid, reference text, purpose text, reason text, minutes integer)
SELECT casework.break_glass_open(:id, :reference, :purpose, :reason, coalesce(:minutes, 60));

-- The case while it is open; no row before and after.
-- name: break_glass_case(id uuid)
SELECT c.object FROM casework.break_glass_case(:id) AS c(object) WHERE c.object IS NOT NULL;

-- name: break_glass_load(id uuid)
SELECT o.object, o.version, audit.record('view', 'break_glass', o.id, NULL, o.spoke_id, NULL)
  FROM casework.break_glass_object AS o WHERE o.id = :id;

-- What the reader opened, and what was opened of their spokes, latest first;
-- `to_review`: only what waits for somebody to judge it.
-- name: break_glass_list(to_review boolean, after jsonb, limit integer)
WITH mine AS (
    SELECT b.id, b.opened_at FROM casework.break_glass AS b
     WHERE b.user_id = (SELECT access.me()) AND :to_review::boolean IS NOT TRUE
       AND (:after::jsonb IS NULL OR (b.opened_at, b.id)
            < ((:after::jsonb ->> 0)::timestamptz, (:after::jsonb ->> 1)::uuid))
     ORDER BY b.opened_at DESC, b.id DESC LIMIT :limit),
ours AS (
    SELECT x.id, x.opened_at
      FROM unnest((SELECT access.spokes_with('break_glass.review'))::integer[]) AS s(id)
     CROSS JOIN LATERAL (
           SELECT b.id, b.opened_at FROM casework.break_glass AS b
            WHERE b.spoke_id = s.id
              AND (:to_review::boolean IS NOT TRUE OR b.outcome IS NULL AND b.user_id <> (SELECT access.me()))
              AND (:after::jsonb IS NULL OR (b.opened_at, b.id)
                   < ((:after::jsonb ->> 0)::timestamptz, (:after::jsonb ->> 1)::uuid))
            ORDER BY b.opened_at DESC, b.id DESC LIMIT :limit) AS x),
page AS MATERIALIZED (
    SELECT id, opened_at FROM (SELECT * FROM mine UNION SELECT * FROM ours) AS u
     ORDER BY opened_at DESC, id DESC LIMIT :limit),
logged AS MATERIALIZED (
    SELECT audit.record_list('list', 'break_glass', array_agg(id)) FROM page)
SELECT (SELECT o.object FROM casework.break_glass_object AS o WHERE o.id = page.id),
       jsonb_build_array(page.opened_at, page.id)
  FROM logged CROSS JOIN page
 ORDER BY page.opened_at DESC, page.id DESC;

-- Closed before its time, by whoever opened it.
-- name: break_glass_end(id uuid)
UPDATE casework.break_glass SET until = now()
 WHERE id = :id AND user_id = access.me() AND until > now();

-- name: break_glass_review(id uuid, version integer, outcome text, note text)
UPDATE casework.break_glass SET outcome = :outcome, review_note = :note
 WHERE id = :id AND version = :version AND outcome IS NULL AND user_id <> access.me();
