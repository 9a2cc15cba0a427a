-- The names a young person is or was known by: added, ended, corrected with a
-- reason, struck. Which of them a reader sees is the policies' to say.

-- A new legal name makes the present one a former one.
-- name: name_legal_end(person_id uuid, input jsonb)
UPDATE casework.person_name SET valid_to = access.today()
 WHERE person_id = :person_id AND kind = 'legal' AND valid_to IS NULL
   AND in_error_at IS NULL AND :input ->> 'kind' = 'legal';

-- name: name_create(id uuid, person_id uuid, input jsonb)
INSERT INTO casework.person_name (id, person_id, kind, given_name, family_name, source, valid_from)
SELECT :id, p.id, :input ->> 'kind', :input ->> 'given_name', :input ->> 'family_name',
       :input ->> 'source', (:input ->> 'valid_from')::date
  FROM casework.person AS p WHERE p.id = :person_id;

-- A name no longer used keeps its place in the record. The last one stays.
-- name: name_finish(id uuid, person_id uuid)
UPDATE casework.person_name AS n SET valid_to = access.today()
 WHERE n.id = :id AND n.person_id = :person_id AND n.valid_to IS NULL AND n.in_error_at IS NULL
   AND EXISTS (SELECT FROM casework.person_name AS o
                WHERE o.person_id = :person_id AND o.id <> :id AND o.valid_to IS NULL
                  AND o.in_error_at IS NULL);

-- Whether a name has ended; no row where there is no such name of theirs.
-- name: name_finished(id uuid, person_id uuid)
SELECT n.valid_to IS NOT NULL FROM casework.person_name AS n
 WHERE n.id = :id AND n.person_id = :person_id;

-- One, also when it was struck, and what it said before each correction.
-- name: name_load(id uuid, person_id uuid)
SELECT json_build_object('id', n.id, 'version', n.version, 'person_id', n.person_id, 'kind', n.kind,
           'given_name', n.given_name, 'family_name', n.family_name, 'source', n.source,
           'valid_from', n.valid_from, 'valid_to', n.valid_to,
           'in_error_at', casework.instant(n.in_error_at), 'in_error_reason', n.in_error_reason,
           'in_error_by', casework.colleague(n.in_error_by),
           'recorded_at', casework.instant(n.created_at), 'recorded_by', casework.colleague(n.created_by),
           'amendments', amendments.list), n.version,
       audit.record('view', 'person_name', n.id, n.person_id, NULL, NULL)
  FROM casework.person_name AS n
 CROSS JOIN LATERAL (
       SELECT coalesce(json_agg(json_build_object('at', casework.instant(a.at), 'reason', a.reason,
                  'by', (SELECT u.name FROM access.user_account AS u WHERE u.id = a.by_user),
                  'before', a.before, 'after', a.after) ORDER BY a.at DESC, a.id), '[]') AS list
         FROM casework.person_amendment AS a WHERE a.name_id = n.id) AS amendments
 WHERE n.id = :id AND n.person_id = :person_id;

-- What is sent takes the place of what was written, which the guard keeps with
-- the reason. The last day of a name that is still used is for `end` to say.
-- name: name_correct(id uuid, person_id uuid, version integer, input jsonb)
UPDATE casework.person_name AS n
   SET amend_reason = :input ->> 'reason', kind = coalesce(i.kind, n.kind), given_name = i.given_name,
       family_name = i.family_name, source = i.source, valid_from = i.valid_from,
       valid_to = CASE WHEN n.valid_to IS NOT NULL THEN i.valid_to END
  FROM casework.person_name AS old
 CROSS JOIN LATERAL jsonb_populate_record(old, :input) AS i
 WHERE old.id = :id AND n.id = old.id AND n.person_id = :person_id AND n.version = :version;

-- Struck from view; the record keeps it.
-- name: name_in_error(id uuid, person_id uuid, version integer, reason text)
UPDATE casework.person_name AS n SET in_error_reason = :reason
 WHERE n.id = :id AND n.person_id = :person_id AND n.version = :version AND n.in_error_at IS NULL;
