-- Restricted records: who may not open them, or who alone may. What an answer
-- shows is built by the view of migrations/functions/56_restriction.sql.

-- Those of the reader's spokes, or of one, latest first.
-- name: restriction_list(spoke text, after jsonb, limit integer)
WITH page AS MATERIALIZED (
    SELECT x.id, x.created_at
      FROM unnest((SELECT access.spokes_with('restriction.read'))::integer[]) AS s(id)
     CROSS JOIN LATERAL (
           SELECT r.id, r.created_at FROM casework.restriction AS r
            WHERE r.spoke_id = s.id
              AND (:after::jsonb IS NULL OR (r.created_at, r.id)
                   < ((:after::jsonb ->> 0)::timestamptz, (:after::jsonb ->> 1)::uuid))
            ORDER BY r.created_at DESC, r.id DESC LIMIT :limit) AS x
     WHERE :spoke::text IS NULL OR s.id = reference.spoke_id(:spoke)
     ORDER BY x.created_at DESC, x.id DESC LIMIT :limit),
logged AS MATERIALIZED (
    SELECT audit.record_list('list', 'restriction', array_agg(id)) FROM page)
SELECT (SELECT o.object FROM casework.restriction_object AS o WHERE o.id = page.id),
       jsonb_build_array(page.created_at, page.id)
  FROM logged CROSS JOIN page
 ORDER BY page.created_at DESC, page.id DESC;

-- A young person the reader may not see answers as one that is not there.
-- name: restriction_person_required(person_id uuid)
SELECT casework.association_person_required(:person_id);

-- Of one young person: what holds first, then what was lifted.
-- name: restriction_list_of_person(person_id uuid)
WITH shown AS MATERIALIZED (
    SELECT o.* FROM casework.restriction_object AS o WHERE o.person_id = :person_id),
logged AS MATERIALIZED (
    SELECT audit.record('list', 'restriction', NULL, :person_id, NULL, NULL))
SELECT s.object FROM shown AS s, logged ORDER BY s.ended_at DESC NULLS FIRST, s.id;

-- name: restriction_load(id uuid)
SELECT o.object, o.version, audit.record('view', 'restriction', o.id, o.person_id, o.spoke_id, NULL)
  FROM casework.restriction_object AS o WHERE o.id = :id;

-- name: restriction_create(id uuid, person_id uuid, input jsonb)
INSERT INTO casework.restriction (id, spoke_id, person_id, named_only, reason, note, review_on)
SELECT :id, reference.spoke_id(i.spoke), :person_id, i.named_only, i.reason, i.note, i.review_on
  FROM jsonb_to_record(:input) AS i(spoke text, named_only boolean, reason text, note text, review_on date);

-- name: restriction_update(id uuid, version integer, input jsonb)
UPDATE casework.restriction SET
    named_only = CASE WHEN :input ? 'named_only' THEN (:input ->> 'named_only')::boolean ELSE named_only END,
    reason = CASE WHEN :input ? 'reason' THEN :input ->> 'reason' ELSE reason END,
    note = CASE WHEN :input ? 'note' THEN :input ->> 'note' ELSE note END,
    review_on = CASE WHEN :input ? 'review_on' THEN (:input ->> 'review_on')::date ELSE review_on END
 WHERE id = :id AND version = :version AND ended_at IS NULL;

-- name: restriction_lift(id uuid, version integer, reason text)
UPDATE casework.restriction SET end_reason = :reason
 WHERE id = :id AND version = :version AND ended_at IS NULL;

-- Put on the list, or taken off it: in either case it is another version.
-- name: restriction_user_add(id uuid, version integer, user_id uuid, entry text, reason text)
INSERT INTO casework.restriction_user (restriction_id, person_id, spoke_id, user_id, entry, reason)
SELECT r.id, r.person_id, r.spoke_id, :user_id, :entry, :reason
  FROM casework.restriction AS r WHERE r.id = :id AND r.version = :version;

-- name: restriction_user_end(id uuid, version integer, user_entry uuid, reason text)
UPDATE casework.restriction_user AS u SET end_reason = :reason
  FROM casework.restriction AS r
 WHERE u.id = :user_entry AND u.restriction_id = r.id AND r.id = :id AND r.version = :version AND u.ended_at IS NULL;
