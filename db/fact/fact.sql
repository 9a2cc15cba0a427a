-- What is known of a young person, fact by fact. fact_shown tells one; which
-- of them a reader sees is the policies' to say.

-- All that is known, by topic; and how many are kept back as confidential.
-- name: fact_list(person_id uuid)
SELECT json_build_object('id', p.id, 'name', p.display_name,
           'topics', coalesce(topics.object, '{}'), 'withheld', casework.facts_withheld(p.id)),
       p.version, audit.record('list', 'person_fact', NULL, p.id, NULL, NULL)
  FROM casework.person AS p
  LEFT JOIN LATERAL (
       SELECT json_object_agg(list.topic, list.items) AS object
         FROM (SELECT s.topic, json_agg(s.object ORDER BY s.current DESC, s.valid_from DESC NULLS LAST,
                                                          s.created_at DESC, s.id) AS items
                 FROM casework.fact_shown AS s
                WHERE s.person_id = ANY ((SELECT casework.person_group(:person_id))::uuid[]) AND NOT s.in_error
                GROUP BY s.topic) AS list) AS topics ON true
 WHERE p.id = casework.person_survivor(:person_id);

-- One, also when it was struck, and what it said before each correction.
-- name: fact_load(id uuid, person_id uuid)
SELECT s.object || jsonb_build_object('amendments', amendments.list), s.version,
       audit.record('view', 'person_fact', s.id, s.person_id, NULL, NULL)
  FROM casework.fact_shown AS s
 CROSS JOIN LATERAL (
       SELECT coalesce(jsonb_agg(jsonb_build_object('at', casework.instant(a.at), 'reason', a.reason,
                  'by', (SELECT u.name FROM access.user_account AS u WHERE u.id = a.by_user),
                  'before', a.before, 'after', a.after) ORDER BY a.at DESC, a.id), '[]') AS list
         FROM casework.person_amendment AS a WHERE a.fact_id = s.id) AS amendments
 WHERE s.id = :id AND s.person_id = :person_id;

-- What held until now ends when what takes its place begins.
-- name: fact_replaced(person_id uuid, topic text, input jsonb)
UPDATE casework.person_fact AS f
   SET valid_to = greatest(f.valid_from, coalesce((:input ->> 'valid_from')::date, access.today())),
       end_reason = 'Replaced'
 WHERE f.person_id = :person_id AND f.topic = :topic AND f.valid_to IS NULL AND f.in_error_at IS NULL
   AND (:input ->> 'replaces_current')::boolean;

-- name: fact_add(id uuid, person_id uuid, topic text, input jsonb, warnings jsonb)
INSERT INTO casework.person_fact (id, person_id, topic, code, valid_from, valid_to, source, note, confidential,
    warnings, value, lines, postcode, uprn, resident_authority, responsible_authority, name, phone, email,
    parental_responsibility, lives_with, may_contact, agency_id, organisation, is_lead, placing_authority,
    host_authority, urn, year_group, attendance_percent, diagnosis_status, review_on, person_knows)
SELECT :id, p.id, :topic, i.code, i.valid_from, i.valid_to, i.source, i.note, coalesce(i.confidential, false),
       :warnings, i.value, i.lines, i.postcode, i.uprn, i.resident_authority, i.responsible_authority, i.name,
       i.phone, i.email, i.parental_responsibility, i.lives_with, i.may_contact,
       reference.agency_id(:input ->> 'agency'), i.organisation, i.is_lead, i.placing_authority,
       i.host_authority, i.urn, i.year_group, i.attendance_percent, i.diagnosis_status, i.review_on,
       i.person_knows
  FROM casework.person AS p
 CROSS JOIN jsonb_populate_record(NULL::casework.person_fact, :input) AS i
 WHERE p.id = :person_id;

-- A correction: what is sent takes the place of what was written, which the
-- guard keeps with the reason.
-- name: fact_correct(id uuid, person_id uuid, version integer, input jsonb, warnings jsonb)
UPDATE casework.person_fact AS f
   SET amend_reason = :input ->> 'reason', warnings = coalesce(:warnings, f.warnings), code = coalesce(i.code, f.code),
       valid_from = i.valid_from, valid_to = i.valid_to, source = i.source, note = i.note,
       confidential = coalesce(i.confidential, false), value = i.value, lines = i.lines, postcode = i.postcode,
       uprn = i.uprn, resident_authority = i.resident_authority,
       responsible_authority = i.responsible_authority, name = i.name, phone = i.phone, email = i.email,
       parental_responsibility = i.parental_responsibility, lives_with = i.lives_with,
       may_contact = i.may_contact,
       agency_id = CASE WHEN :input ? 'agency' THEN reference.agency_id(:input ->> 'agency') ELSE f.agency_id END,
       organisation = i.organisation, is_lead = i.is_lead, placing_authority = i.placing_authority,
       host_authority = i.host_authority, urn = i.urn, year_group = i.year_group,
       attendance_percent = i.attendance_percent, diagnosis_status = i.diagnosis_status,
       review_on = i.review_on, person_knows = i.person_knows
  FROM casework.person_fact AS old
 CROSS JOIN LATERAL jsonb_populate_record(old, :input) AS i
 WHERE old.id = :id AND f.id = old.id AND f.person_id = :person_id AND f.version = :version;

-- The present identifier, for what a correction leaves unsaid.
-- name: fact_value(id uuid, person_id uuid)
SELECT f.code, f.value FROM casework.person_fact AS f
 WHERE f.id = :id AND f.person_id = :person_id;

-- name: fact_end(id uuid, person_id uuid, version integer, input jsonb)
UPDATE casework.person_fact AS f
   SET valid_to = coalesce((:input ->> 'ended_on')::date, access.today()), end_reason = :input ->> 'end_reason'
 WHERE f.id = :id AND f.person_id = :person_id AND f.version = :version
   AND f.valid_to IS NULL AND f.in_error_at IS NULL;

-- Struck from view; the record keeps it.
-- name: fact_in_error(id uuid, person_id uuid, version integer, reason text)
UPDATE casework.person_fact AS f SET in_error_reason = :reason
 WHERE f.id = :id AND f.person_id = :person_id AND f.version = :version AND f.in_error_at IS NULL;

-- What the record of a young person said before, newest first.
-- name: fact_amendments(person_id uuid, after jsonb, limit integer)
WITH page AS MATERIALIZED (
    SELECT a.* FROM casework.person_amendment AS a
     WHERE a.person_id = ANY ((SELECT casework.person_group(:person_id))::uuid[])
       AND (:after::jsonb IS NULL OR (a.at, a.id) < ((:after::jsonb ->> 0)::timestamptz, (:after::jsonb ->> 1)::uuid))
     ORDER BY a.at DESC, a.id DESC LIMIT :limit),
logged AS MATERIALIZED (
    SELECT audit.record('list', 'person_amendment', NULL, :person_id, NULL, NULL))
SELECT json_build_object('at', casework.instant(page.at), 'reason', page.reason,
           'topic', CASE WHEN page.name_id IS NOT NULL THEN 'name' ELSE f.topic END, 'code', f.code,
           'fact_id', page.fact_id, 'name_id', page.name_id,
           'by', (SELECT u.name FROM access.user_account AS u WHERE u.id = page.by_user),
           'before', page.before, 'after', page.after),
       jsonb_build_array(page.at, page.id)
  FROM logged CROSS JOIN page LEFT JOIN casework.person_fact AS f ON f.id = page.fact_id
 ORDER BY page.at DESC, page.id DESC;

-- Whether the reader sees such a person.
-- name: fact_person(person_id uuid)
SELECT FROM casework.person WHERE id = :person_id;
