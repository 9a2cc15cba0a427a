-- Who has to do with whom, read of one young person.

-- What stands first, then what lapsed or ended; what was recorded in error is
-- struck. A young person one may not see answers as one that is not there.
-- name: association_demand(person_id uuid)
SELECT casework.association_person_required(:person_id);

-- name: association_list(person_id uuid)
WITH themselves AS MATERIALIZED ( -- with what was merged into them
    SELECT g.id FROM unnest((SELECT casework.person_group(:person_id))) AS g(id)),
held AS MATERIALIZED (
    SELECT a.id, a.person_id AS viewer, a.other_id AS other
      FROM themselves AS t JOIN casework.association AS a ON a.person_id = t.id
     WHERE a.in_error_at IS NULL
    UNION ALL
    SELECT a.id, a.other_id, a.person_id
      FROM themselves AS t JOIN casework.association AS a ON a.other_id = t.id
     WHERE a.in_error_at IS NULL),
page AS MATERIALIZED (
    SELECT o.id, o.spoke_id, o.object, o.stands, o.known_on
      FROM held CROSS JOIN LATERAL (
           SELECT x.* FROM casework.association_object AS x
            WHERE x.id = held.id AND x.viewer = held.viewer OFFSET 0) AS o
     WHERE held.other NOT IN (SELECT t.id FROM themselves AS t)),
logged AS MATERIALIZED (
    SELECT audit.record_list('list', 'association', array_agg(id)) FROM page)
SELECT page.object FROM page, logged ORDER BY page.stands DESC, page.known_on DESC, page.id;

-- name: association_load(id uuid)
SELECT o.object, o.version, audit.record('view', 'association', o.id, a.person_id, o.spoke_id, NULL)
  FROM casework.association AS a
  JOIN casework.association_object AS o ON o.id = a.id AND o.viewer = a.person_id
 WHERE a.id = :id;

-- Written down in the spoke that is named, or the one both are known in.
-- name: association_create(id uuid, input jsonb)
INSERT INTO casework.association (id, spoke_id, person_id, other_id, kind, certainty, basis, source,
    note, known_on, expires_on)
SELECT :id, coalesce(reference.spoke_id(i.spoke), casework.association_spoke(i.person_id, i.other_id)),
       i.person_id, i.other_id, i.kind, i.certainty, i.basis, i.source, i.note, i.known_on,
       coalesce(i.expires_on, (access.today() + interval '6 months')::date)
  FROM jsonb_to_record(:input) AS i(spoke text, person_id uuid, other_id uuid, kind text, certainty text,
       basis text, source text, note text, known_on date, expires_on date);

-- Confirmed again, or known better.
-- name: association_update(id uuid, version integer, input jsonb)
UPDATE casework.association SET
    certainty = CASE WHEN :input ? 'certainty' THEN :input ->> 'certainty' ELSE certainty END,
    note = CASE WHEN :input ? 'note' THEN :input ->> 'note' ELSE note END,
    expires_on = CASE WHEN :input ? 'expires_on' THEN (:input ->> 'expires_on')::date ELSE expires_on END
 WHERE id = :id AND version = :version;

-- It is so no longer, or it never was: then it is struck from view, and kept.
-- name: association_end(id uuid, version integer, input jsonb)
UPDATE casework.association SET
    ended_on = access.today(), end_reason = :input ->> 'reason',
    in_error_at = CASE WHEN (:input ->> 'in_error')::boolean THEN now() END
 WHERE id = :id AND version = :version AND ended_on IS NULL;
