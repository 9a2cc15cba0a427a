-- Two records of one human being: which might be, side by side, made one and
-- parted. What holds is in migrations/functions/43_merge.sql.

-- Who may be the same, why; whom somebody said they are not; which other spokes
-- may be asked. No row unless the reader sees the young person.
-- name: merge_duplicates(id uuid)
WITH subject AS MATERIALIZED (
    SELECT p.id, p.born_on, n.given_name, n.family_name, k.given_name AS known_as
      FROM casework.person AS p
      LEFT JOIN LATERAL (
           SELECT * FROM casework.person_name AS x WHERE x.person_id = p.id AND x.in_error_at IS NULL AND x.kind <> 'known_as'
            ORDER BY x.kind = 'legal' DESC, x.valid_to NULLS FIRST, x.created_at, x.id LIMIT 1) AS n ON true
      LEFT JOIN LATERAL (
           SELECT * FROM casework.person_name AS x WHERE x.person_id = p.id AND x.in_error_at IS NULL AND x.kind = 'known_as'
            ORDER BY x.valid_to NULLS FIRST, x.created_at DESC, x.id LIMIT 1) AS k ON true
     WHERE p.id = casework.person_survivor(:id)),
hit AS MATERIALIZED (
    SELECT m.* FROM subject AS s
     CROSS JOIN LATERAL casework.match_people(s.given_name, s.family_name, s.known_as, s.born_on, s.id, 20) AS m
     -- A date of birth alone makes nobody a duplicate.
     WHERE m.score IS NULL OR m.score >= 50),
logged AS MATERIALIZED (
    SELECT subject.id, audit.record('search', 'person', subject.id, subject.id, NULL, jsonb_build_object(
        'ids', (SELECT coalesce(jsonb_agg(person_id) FILTER (WHERE person_id IS NOT NULL), '[]') FROM hit),
        'ask', (SELECT coalesce(jsonb_agg(ask_spoke) FILTER (WHERE ask_spoke IS NOT NULL), '[]') FROM hit)))
      FROM subject)
SELECT json_build_object(
           'candidates', (SELECT coalesce(json_agg(json_build_object('id', p.id, 'name', p.display_name,
                   'born_on', p.born_on, 'born_precision', p.born_precision,
                   'age', date_part('year', age(access.today(), p.born_on))::integer,
                   'score', h.score, 'reasons', h.reasons) ORDER BY h.score DESC, p.display_name), '[]')
               FROM hit AS h JOIN casework.person AS p ON p.id = h.person_id),
           'ask', (SELECT coalesce(json_agg(s.name ORDER BY s.name), '[]')
               FROM hit AS h JOIN reference.spoke AS s ON s.id = h.ask_spoke),
           'distinct', (SELECT coalesce(json_agg(json_build_object('id', p.id, 'name', p.display_name,
                   'born_on', p.born_on, 'born_precision', p.born_precision, 'reason', d.reason, 'by', casework.colleague(d.by_user),
                   'at', casework.instant(d.at)) ORDER BY d.at DESC), '[]')
               FROM casework.person_distinct AS d
               JOIN casework.person AS p ON p.id = CASE d.person_id WHEN logged.id THEN d.other_id ELSE d.person_id END
              WHERE d.person_id = logged.id OR d.other_id = logged.id))
  FROM logged;

-- Both side by side, what stands against it, and whether the reader may. No row
-- unless they see both.
-- name: merge_compare(survivor_id uuid, merged_id uuid)
SELECT json_build_object('survivor', s.object, 'merged', m.object,
           'hindered', casework.merge_hindered(s.id, m.id), 'may', access.has('person.merge')), NULL::integer,
       audit.record('view', 'person', s.id, s.id, NULL, NULL),
       audit.record('view', 'person', m.id, m.id, NULL, NULL)
  FROM casework.merge_side AS s CROSS JOIN casework.merge_side AS m
 WHERE s.id = :survivor_id AND m.id = :merged_id AND s.id <> m.id;

-- name: merge_make(id uuid, survivor_id uuid, merged_id uuid, reason text)
INSERT INTO casework.person_merge (id, survivor_id, merged_id, reason)
SELECT :id, s.id, m.id, :reason
  FROM casework.person AS s CROSS JOIN casework.person AS m
 WHERE s.id = :survivor_id AND m.id = :merged_id;

-- name: merge_undo(survivor_id uuid, merged_id uuid, reason text)
UPDATE casework.person_merge SET undo_reason = :reason
 WHERE survivor_id = :survivor_id AND merged_id = :merged_id AND undone_at IS NULL;

-- "Not the same person", taken back: they are shown as candidates again. The
-- access log keeps who said it and who took it back.
-- name: merge_distinct_undo(person_id uuid, other_id uuid)
DELETE FROM casework.person_distinct
 WHERE person_id = least(:person_id::uuid, :other_id::uuid) AND other_id = greatest(:person_id::uuid, :other_id::uuid);
