-- The Early Intervention Team's contacts (domain.md 7). What the police hold
-- back is not among them for others: the policies decide.

-- Of one's spokes and one's panel's young people, latest first.
-- name: contact_list(spoke text, after jsonb, limit integer)
WITH reader AS MATERIALIZED (
    SELECT access.spokes_with('scope.case') AS spokes, access.panel_people() AS people,
           reference.spoke_id(:spoke) AS spoke,
           coalesce((:after::jsonb ->> 0)::timestamptz, 'infinity') AS before_at,
           coalesce((:after::jsonb ->> 1)::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff') AS before_id),
found AS (
    SELECT c.id, c.happened_at
      FROM reader, unnest(reader.spokes) AS s(id), LATERAL (
           SELECT c.id, c.happened_at FROM casework.contact AS c
            WHERE c.spoke_id = s.id AND (c.happened_at, c.id) < (reader.before_at, reader.before_id)
            ORDER BY c.happened_at DESC, c.id DESC LIMIT :limit) AS c
     WHERE reader.spoke IS NULL OR s.id = reader.spoke
    UNION
    SELECT c.id, c.happened_at
      FROM reader, unnest(reader.people) AS p(id), LATERAL (
           SELECT c.id, c.happened_at FROM casework.contact AS c
            WHERE c.person_id = p.id AND c.happened_at <= reader.before_at
              AND (c.happened_at, c.id) < (reader.before_at, reader.before_id)
              AND (reader.spoke IS NULL OR c.spoke_id = reader.spoke)
            ORDER BY c.happened_at DESC, c.id DESC LIMIT :limit) AS c),
page AS MATERIALIZED (
    SELECT f.id, f.happened_at,
           (SELECT v.item FROM casework.contact_item AS v WHERE v.id = f.id) AS item,
           jsonb_build_array(f.happened_at, f.id) AS cursor
      FROM found AS f ORDER BY f.happened_at DESC, f.id DESC LIMIT :limit),
logged AS MATERIALIZED (
    SELECT audit.record_list('list', 'contact', array_agg(id)) FROM page)
SELECT page.item, page.cursor FROM page, logged ORDER BY page.happened_at DESC, page.id DESC;

-- One young person's.
-- name: contact_list_person(person_id uuid, spoke text, mine boolean, after jsonb, limit integer)
WITH page AS MATERIALIZED (
    SELECT c.id, c.happened_at,
           (SELECT v.item FROM casework.contact_item AS v WHERE v.id = c.id) AS item,
           jsonb_build_array(c.happened_at, c.id) AS cursor
      FROM casework.contact AS c
     WHERE c.person_id = :person_id
       AND (:spoke::text IS NULL OR c.spoke_id = reference.spoke_id(:spoke))
       AND (NOT coalesce(:mine, false) OR c.officer_id = access.me())
       AND (:after::jsonb IS NULL OR (c.happened_at, c.id)
            < ((:after::jsonb ->> 0)::timestamptz, (:after::jsonb ->> 1)::uuid))
     ORDER BY c.happened_at DESC, c.id DESC
     LIMIT :limit),
logged AS MATERIALIZED (
    SELECT audit.record_list('list', 'contact', array_agg(id)) FROM page)
SELECT page.item, page.cursor FROM page, logged ORDER BY page.happened_at DESC, page.id DESC;

-- My own.
-- name: contact_list_mine(spoke text, after jsonb, limit integer)
WITH page AS MATERIALIZED (
    SELECT c.id, c.happened_at,
           (SELECT v.item FROM casework.contact_item AS v WHERE v.id = c.id) AS item,
           jsonb_build_array(c.happened_at, c.id) AS cursor
      FROM casework.contact AS c
     WHERE c.officer_id = (SELECT access.me())
       AND (:spoke::text IS NULL OR c.spoke_id = reference.spoke_id(:spoke))
       AND (:after::jsonb IS NULL OR (c.happened_at, c.id)
            < ((:after::jsonb ->> 0)::timestamptz, (:after::jsonb ->> 1)::uuid))
     ORDER BY c.happened_at DESC, c.id DESC
     LIMIT :limit),
logged AS MATERIALIZED (
    SELECT audit.record_list('list', 'contact', array_agg(id)) FROM page)
SELECT page.item, page.cursor FROM page, logged ORDER BY page.happened_at DESC, page.id DESC;

-- Its spoke need not be said where there is only one it can be.
-- name: contact_create(id uuid, input jsonb)
INSERT INTO casework.contact (id, spoke_id, person_id, type, happened_at, minutes, place, seen,
    outcomes, officer_id, joint_with, trigger, force_reference, presentation, note, follow_up,
    agency_id, held)
SELECT :id, coalesce(reference.spoke_id(i.spoke), casework.contact_spoke(i.person_id)), i.person_id,
       i.type, i.happened_at, i.minutes, i.place, i.seen, coalesce(i.outcomes, '{}'), access.me(),
       i.joint_with, i.trigger, i.force_reference, i.presentation, i.note, i.follow_up,
       access.my_agency(), coalesce(i.held, false)
  FROM jsonb_to_record(:input) AS i(spoke text, person_id uuid, type text, happened_at timestamptz,
       minutes integer, place text, seen boolean, outcomes text[], joint_with text, trigger text,
       force_reference text, presentation text, note text, follow_up text, held boolean);

-- name: contact_load(id uuid)
SELECT c.object, c.version, audit.record('view', 'contact', c.id, c.person_id, c.spoke_id, NULL)
  FROM casework.contact_object AS c WHERE c.id = :id;

-- name: contact_update(id uuid, version integer, input jsonb)
UPDATE casework.contact SET
    type = CASE WHEN :input ? 'type' THEN :input ->> 'type' ELSE type END,
    happened_at = CASE WHEN :input ? 'happened_at' THEN (:input ->> 'happened_at')::timestamptz ELSE happened_at END,
    minutes = CASE WHEN :input ? 'minutes' THEN (:input ->> 'minutes')::integer ELSE minutes END,
    place = CASE WHEN :input ? 'place' THEN :input ->> 'place' ELSE place END,
    seen = CASE WHEN :input ? 'seen' THEN (:input ->> 'seen')::boolean ELSE seen END,
    outcomes = CASE WHEN :input ? 'outcomes'
        THEN ARRAY(SELECT jsonb_array_elements_text(coalesce(nullif(:input -> 'outcomes', 'null'), '[]'))) ELSE outcomes END,
    joint_with = CASE WHEN :input ? 'joint_with' THEN :input ->> 'joint_with' ELSE joint_with END,
    trigger = CASE WHEN :input ? 'trigger' THEN :input ->> 'trigger' ELSE trigger END,
    force_reference = CASE WHEN :input ? 'force_reference' THEN :input ->> 'force_reference' ELSE force_reference END,
    presentation = CASE WHEN :input ? 'presentation' THEN :input ->> 'presentation' ELSE presentation END,
    note = CASE WHEN :input ? 'note' THEN :input ->> 'note' ELSE note END,
    follow_up = CASE WHEN :input ? 'follow_up' THEN :input ->> 'follow_up' ELSE follow_up END
 WHERE id = :id AND version = :version;

-- The sergeant's release: from then on the others see it.
-- name: contact_release(id uuid, version integer)
UPDATE casework.contact SET held = false WHERE id = :id AND version = :version AND held;
