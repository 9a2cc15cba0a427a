-- Requests of young people to see what is held of them, or to have it put right.
-- What an answer shows is built by the views of 63_subject_request.sql.

-- name: subject_request_list(spoke text, open boolean, after jsonb, limit integer)
WITH page AS MATERIALIZED (
    SELECT x.id, x.created_at
      FROM unnest((SELECT access.spokes_with('subject.read'))::integer[]) AS s(id)
     CROSS JOIN LATERAL (
           SELECT r.id, r.created_at FROM casework.subject_request AS r
            WHERE r.spoke_id = s.id AND (:open::boolean IS NULL OR (r.closed_on IS NULL) = :open)
              AND (:after::jsonb IS NULL OR (r.created_at, r.id)
                   < ((:after::jsonb ->> 0)::timestamptz, (:after::jsonb ->> 1)::uuid))
            ORDER BY r.created_at DESC, r.id DESC LIMIT :limit) AS x
     WHERE :spoke::text IS NULL OR s.id = reference.spoke_id(:spoke)
     ORDER BY x.created_at DESC, x.id DESC LIMIT :limit),
logged AS MATERIALIZED (
    SELECT audit.record_list('list', 'subject_request', array_agg(id)) FROM page)
SELECT (SELECT o.object FROM casework.subject_request_object AS o WHERE o.id = page.id),
       jsonb_build_array(page.created_at, page.id)
  FROM logged CROSS JOIN page ORDER BY page.created_at DESC, page.id DESC;

-- name: subject_request_load(id uuid)
SELECT o.object, o.version, audit.record('view', 'subject_request', o.id, o.person_id, o.spoke_id, NULL)
  FROM casework.subject_request_object AS o WHERE o.id = :id;

-- name: subject_request_create(id uuid, input jsonb)
INSERT INTO casework.subject_request (id, spoke_id, person_id, reference, kind, asked_by, asker_name, asker_contact, asked, received_on)
SELECT :id, k.spoke, k.person, upper(btrim(i.reference)), i.kind, i.asked_by, i.asker_name, i.asker_contact, i.asked, i.received_on
  FROM jsonb_to_record(:input) AS i(reference text, kind text, asked_by text, asker_name text, asker_contact text, asked text,
                                    received_on date)
 CROSS JOIN LATERAL casework.hold_person(i.reference) AS k;

-- name: subject_request_move(id uuid, version integer, state text, input jsonb)
UPDATE casework.subject_request SET
    state = :state,
    state_reason = coalesce(:input ->> 'reason', state_reason),
    state_note = coalesce(:input ->> 'note', state_note),
    identity_on = coalesce((:input ->> 'identity_on')::date, identity_on),
    identity_how = coalesce(:input ->> 'identity_how', identity_how),
    outcome = coalesce(:input ->> 'outcome', outcome),
    outcome_note = coalesce(:input ->> 'outcome_note', outcome_note),
    statement = coalesce(:input ->> 'statement', statement)
 WHERE id = :id AND version = :version;

-- name: subject_request_extend(id uuid, version integer, reason text)
UPDATE casework.subject_request SET extend_reason = :reason
 WHERE id = :id AND version = :version;

-- name: subject_request_gather(id uuid, version integer)
UPDATE casework.subject_request SET gathered_at = clock_timestamp()
 WHERE id = :id AND version = :version AND state = 'in_progress';

-- The items of one request, in order of time; each list is the reading of all.
-- name: subject_request_item_list(id uuid, undecided boolean, after jsonb, limit integer)
WITH page AS MATERIALIZED (
    SELECT i.id, coalesce(i.happened_on, '-infinity') AS day, i.person_id, i.spoke_id FROM casework.subject_item AS i
     WHERE i.request_id = :id AND (:undecided::boolean IS NOT TRUE OR i.decision IS NULL)
       AND (:after::jsonb IS NULL OR (coalesce(i.happened_on, '-infinity'), i.id)
            > ((:after::jsonb ->> 0)::date, (:after::jsonb ->> 1)::uuid))
     ORDER BY 2, 1 LIMIT :limit),
logged AS MATERIALIZED (
    SELECT audit.record('list', 'subject_item', :id, p.person_id, p.spoke_id, NULL)
      FROM (SELECT DISTINCT person_id, spoke_id FROM page) AS p),
shown AS MATERIALIZED (
    SELECT page.id, page.day FROM page, logged)
SELECT (SELECT o.object FROM casework.subject_item_object AS o WHERE o.id = shown.id), jsonb_build_array(shown.day, shown.id)
  FROM shown ORDER BY shown.day, shown.id;

-- name: subject_request_item_load(id uuid)
SELECT o.object, o.version, audit.record('view', 'subject_item', o.id, o.person_id, o.spoke_id, NULL)
  FROM casework.subject_item_object AS o WHERE o.id = :id;

-- name: subject_request_item_decide(id uuid, version integer, input jsonb)
UPDATE casework.subject_item SET decision = :input ->> 'decision', note = :input ->> 'note',
    exemption = CASE WHEN :input ->> 'decision' = 'exempt' THEN :input ->> 'exemption' END
 WHERE id = :id AND version = :version;

-- What nobody has decided yet and nobody holds back is included.
-- name: subject_request_item_include_all(id uuid)
UPDATE casework.subject_item SET decision = 'include'
 WHERE request_id = :id AND decision IS NULL AND NOT held;

-- name: subject_request_redact(id uuid, item_id uuid, passage text, reason text)
INSERT INTO casework.subject_redaction (id, item_id, spoke_id, person_id, passage, reason)
SELECT :id, i.id, i.spoke_id, i.person_id, :passage, :reason FROM casework.subject_item AS i WHERE i.id = :item_id;

-- name: subject_request_redaction_undo(id uuid, item_id uuid, reason text)
UPDATE casework.subject_redaction SET undo_reason = :reason
 WHERE id = :id AND item_id = :item_id AND undone_at IS NULL;

-- name: subject_request_told(id uuid, disclosure_id uuid)
INSERT INTO casework.subject_told (request_id, spoke_id, person_id, disclosure_id)
SELECT r.id, r.spoke_id, r.person_id, :disclosure_id FROM casework.subject_request AS r WHERE r.id = :id;

-- As it was given out, whole: each time it leaves it is logged as an export.
-- name: subject_request_copy(id uuid)
SELECT json_build_object('request_id', c.request_id, 'content', c.content, 'hash', encode(c.hash, 'hex'),
           'hash_holds', c.hash = sha256(convert_to(c.content::text, 'UTF8')), 'made_at', casework.instant(c.made_at),
           'made_by', casework.colleague(c.made_by)),
       1, audit.record('export', 'subject_copy', c.request_id, c.person_id, c.spoke_id, NULL)
  FROM casework.subject_copy AS c WHERE c.request_id = :id;
