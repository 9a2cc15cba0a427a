-- The Early Intervention Team's contacts (domain.md 7).

-- A spoke's contacts, latest first; what the police hold back is not among
-- them for others.
-- name: contact_list(spoke text, person_id uuid, mine boolean, after jsonb, limit integer)
WITH page AS MATERIALIZED (
    SELECT c.id, c.happened_at,
           json_build_object('id', c.id, 'type', c.type, 'happened_at', casework.instant(c.happened_at),
               'person', json_build_object('id', p.id, 'name', p.display_name), 'seen', c.seen,
               'outcomes', c.outcomes, 'officer', u.name, 'held', c.held,
               'note', casework.excerpt(c.note)) AS item,
           jsonb_build_array(c.happened_at, c.id) AS cursor
      FROM casework.contact AS c
      JOIN casework.person AS p ON p.id = c.person_id
      LEFT JOIN access.user_account AS u ON u.id = c.officer_id
     WHERE c.spoke_id = reference.spoke_id(:spoke)
       AND (:person_id::uuid IS NULL OR c.person_id = :person_id)
       AND (NOT coalesce(:mine, false) OR c.officer_id = access.me())
       AND (:after::jsonb IS NULL OR (c.happened_at, c.id)
            < ((:after::jsonb ->> 0)::timestamptz, (:after::jsonb ->> 1)::uuid))
     ORDER BY c.happened_at DESC, c.id DESC
     LIMIT :limit),
logged AS MATERIALIZED (
    SELECT audit.record_list('list', 'contact', array_agg(id)) FROM page)
SELECT page.item, page.cursor FROM page, logged ORDER BY page.happened_at DESC, page.id DESC;

-- name: contact_create(id uuid, input jsonb)
INSERT INTO casework.contact (id, spoke_id, person_id, type, happened_at, minutes, place, seen,
    outcomes, officer_id, joint_with, trigger, force_reference, presentation, note, follow_up,
    agency_id, held)
SELECT :id, reference.spoke_id(i.spoke), i.person_id, i.type, i.happened_at, i.minutes, i.place,
       i.seen, coalesce(i.outcomes, '{}'), access.me(), i.joint_with, i.trigger, i.force_reference,
       i.presentation, i.note, i.follow_up, access.my_agency(), coalesce(i.held, false)
  FROM jsonb_to_record(:input) AS i(spoke text, person_id uuid, type text, happened_at timestamptz,
       minutes integer, place text, seen boolean, outcomes text[], joint_with text, trigger text,
       force_reference text, presentation text, note text, follow_up text, held boolean);

-- name: contact_load(id uuid)
SELECT to_json(x), x.version,
       audit.record('view', 'contact', x.id, (x.person ->> 'id')::uuid, x.spoke_id, NULL)
  FROM (SELECT c.id, c.version, c.spoke_id, s.code AS spoke,
               json_build_object('id', p.id, 'name', p.display_name) AS person, c.type,
               casework.instant(c.happened_at) AS happened_at, c.minutes, c.place, c.seen,
               c.outcomes, json_build_object('id', u.id, 'name', u.name, 'agency', a.name) AS officer,
               c.joint_with, c.trigger, c.force_reference, c.presentation, c.note, c.follow_up,
               c.held, casework.instant(c.released_at) AS released_at
          FROM casework.contact AS c
          JOIN reference.spoke AS s ON s.id = c.spoke_id
          JOIN casework.person AS p ON p.id = c.person_id
          LEFT JOIN access.user_account AS u ON u.id = c.officer_id
          LEFT JOIN reference.agency AS a ON a.id = c.agency_id
         WHERE c.id = :id) AS x;

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
