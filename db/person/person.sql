-- Young people: the record, the caseload, searching and matching, the journey.

-- Makes the record; names follow from person_names_add in the same pipeline.
-- name: person_create(id uuid, input jsonb)
INSERT INTO casework.person (id, spoke_ids, display_name, born_on, born_precision, sex, pronouns,
    safe_to_phone, safe_to_text, safe_to_voicemail, safe_to_write, contact_safety, phone,
    trauma_guidance)
SELECT :id, ARRAY[reference.spoke_id(i.spoke)],
       pg_catalog.concat_ws(' ', coalesce(i.known_as, i.given_name), i.family_name),
       i.born_on, coalesce(i.born_precision, CASE WHEN i.born_on IS NULL THEN 'unknown' ELSE 'exact' END),
       coalesce(i.sex, 'not_known'), i.pronouns, i.safe_to_phone, i.safe_to_text,
       i.safe_to_voicemail, i.safe_to_write, i.contact_safety, i.phone, i.trauma_guidance
  FROM jsonb_to_record(:input) AS i(spoke text, given_name text, family_name text, known_as text,
       born_on date, born_precision text, sex text, pronouns text, safe_to_phone boolean,
       safe_to_text boolean, safe_to_voicemail boolean, safe_to_write boolean,
       contact_safety text, phone text, trauma_guidance text);

-- The names a new record comes with: legal, the one they go by, others.
-- name: person_names_add(id uuid, input jsonb)
INSERT INTO casework.person_name (person_id, kind, given_name, family_name, source)
SELECT :id, n.kind, n.given_name, n.family_name, n.source
  FROM (SELECT 'legal' AS kind, :input ->> 'given_name' AS given_name,
               :input ->> 'family_name' AS family_name, :input ->> 'name_source' AS source
        UNION ALL
        SELECT 'known_as', :input ->> 'known_as', NULL, NULL WHERE :input ->> 'known_as' IS NOT NULL
        UNION ALL
        SELECT o.kind, o.given_name, o.family_name, o.source
          FROM jsonb_to_recordset(coalesce(:input -> 'other_names', '[]'))
               AS o(kind text, given_name text, family_name text, source text)) AS n;

-- "Not the same person", for each candidate the maker looked at.
-- name: person_distinct_add(id uuid, input jsonb)
INSERT INTO casework.person_distinct (person_id, other_id, reason, by_user)
SELECT least(:id, o.id::uuid), greatest(:id, o.id::uuid), :input ->> 'not_same_reason', access.me()
  FROM jsonb_array_elements_text(coalesce(:input -> 'not_same_as', '[]')) AS o(id)
 WHERE o.id::uuid <> :id
ON CONFLICT DO NOTHING;

-- Strong candidates the maker has not yet said are somebody else.
-- name: person_unanswered(input jsonb)
SELECT m.person_id
  FROM casework.match_people(:input ->> 'given_name', :input ->> 'family_name',
                             :input ->> 'known_as', (:input ->> 'born_on')::date, 20) AS m
 WHERE m.score >= 80
   AND NOT coalesce(:input -> 'not_same_as', '[]') ? m.person_id::text;

-- One person, to those who may see them; what is not theirs to see is null.
-- name: person_load(id uuid)
SELECT to_json(p), p.version, audit.record('view', 'person', p.id, p.id, NULL, NULL)
  FROM (SELECT person.id, person.version, person.display_name AS name, person.born_on,
               person.born_precision, date_part('year', age(access.today(), person.born_on))::integer AS age,
               person.sex, person.pronouns, person.safe_to_phone, person.safe_to_text,
               person.safe_to_voicemail, person.safe_to_write, person.contact_safety, person.phone,
               person.trauma_guidance, person.died_on,
               casework.instant(person.updated_at) AS updated_at,
               names.list AS names, detail.object AS detail, spokes.list AS spokes,
               episodes.list AS episodes, consent.object AS consent
          FROM casework.person
          LEFT JOIN LATERAL (
               SELECT coalesce(json_agg(json_build_object('id', n.id, 'kind', n.kind,
                          'given_name', n.given_name, 'family_name', n.family_name,
                          'source', n.source, 'valid_from', n.valid_from, 'valid_to', n.valid_to)
                          ORDER BY n.valid_to NULLS FIRST, n.kind = 'legal' DESC, n.created_at), '[]') AS list
                 FROM casework.person_name AS n WHERE n.person_id = person.id) AS names ON true
          LEFT JOIN LATERAL (
               SELECT json_build_object('ethnicity', d.ethnicity,
                          'ethnicity_observed', d.ethnicity_observed,
                          'gender_identity', d.gender_identity, 'first_language', d.first_language,
                          'interpreter_needed', d.interpreter_needed,
                          'communication_needs', d.communication_needs,
                          'care_status', d.care_status, 'education_status', d.education_status,
                          'school', (SELECT a.code FROM reference.agency AS a
                                      WHERE a.id = d.school_agency_id)) AS object
                 FROM casework.person_detail AS d WHERE d.person_id = person.id) AS detail ON true
          LEFT JOIN LATERAL (
               SELECT coalesce(json_agg(s.code ORDER BY s.code), '[]') AS list
                 FROM casework.person_spoke AS ps JOIN reference.spoke AS s ON s.id = ps.spoke_id
                WHERE ps.person_id = person.id) AS spokes ON true
          LEFT JOIN LATERAL (
               SELECT coalesce(json_agg(json_build_object('id', e.id, 'reference', e.reference,
                          'spoke', s.code, 'state', e.state, 'risk_level', e.risk_level,
                          'opened_on', e.opened_on, 'closed_on', e.closed_on,
                          'next_review_on', e.next_review_on)
                          ORDER BY e.closed_on DESC NULLS FIRST, e.opened_on DESC), '[]') AS list
                 FROM casework.episode AS e JOIN reference.spoke AS s ON s.id = e.spoke_id
                WHERE e.person_id = person.id) AS episodes ON true
          LEFT JOIN LATERAL (
               SELECT json_build_object('referral_id', r.id, 'family_informed', r.family_informed,
                          'support_agreement', r.support_agreement,
                          'sharing_gateway', r.sharing_gateway) AS object
                 FROM casework.referral AS r
                WHERE r.person_id = person.id AND r.submitted_at IS NOT NULL
                ORDER BY r.submitted_at DESC LIMIT 1) AS consent ON true
         WHERE person.id = :id) AS p;

-- name: person_update(id uuid, version integer, input jsonb)
UPDATE casework.person SET
    born_on = CASE WHEN :input ? 'born_on' THEN (:input ->> 'born_on')::date ELSE born_on END,
    born_precision = CASE WHEN :input ? 'born_precision' THEN :input ->> 'born_precision'
        WHEN :input ? 'born_on' THEN CASE WHEN :input ->> 'born_on' IS NULL THEN 'unknown' ELSE 'exact' END
        ELSE born_precision END,
    sex = CASE WHEN :input ? 'sex' THEN coalesce(:input ->> 'sex', 'not_known') ELSE sex END,
    pronouns = CASE WHEN :input ? 'pronouns' THEN :input ->> 'pronouns' ELSE pronouns END,
    safe_to_phone = CASE WHEN :input ? 'safe_to_phone' THEN (:input ->> 'safe_to_phone')::boolean ELSE safe_to_phone END,
    safe_to_text = CASE WHEN :input ? 'safe_to_text' THEN (:input ->> 'safe_to_text')::boolean ELSE safe_to_text END,
    safe_to_voicemail = CASE WHEN :input ? 'safe_to_voicemail' THEN (:input ->> 'safe_to_voicemail')::boolean ELSE safe_to_voicemail END,
    safe_to_write = CASE WHEN :input ? 'safe_to_write' THEN (:input ->> 'safe_to_write')::boolean ELSE safe_to_write END,
    contact_safety = CASE WHEN :input ? 'contact_safety' THEN :input ->> 'contact_safety' ELSE contact_safety END,
    phone = CASE WHEN :input ? 'phone' THEN :input ->> 'phone' ELSE phone END,
    trauma_guidance = CASE WHEN :input ? 'trauma_guidance' THEN :input ->> 'trauma_guidance' ELSE trauma_guidance END
 WHERE id = :id AND version = :version;

-- Characteristics, made when first known. Beside a person_update only if that
-- changed (`version` is the one before it); NULL for a record just made.
-- name: person_detail_save(id uuid, version integer, input jsonb)
INSERT INTO casework.person_detail AS d (person_id, ethnicity, ethnicity_observed, gender_identity,
    first_language, interpreter_needed, communication_needs, care_status, education_status,
    school_agency_id)
SELECT p.id, :input ->> 'ethnicity', :input ->> 'ethnicity_observed', :input ->> 'gender_identity',
       :input ->> 'first_language', (:input ->> 'interpreter_needed')::boolean,
       ARRAY(SELECT jsonb_array_elements_text(coalesce(nullif(:input -> 'communication_needs', 'null'), '[]'))),
       :input ->> 'care_status', :input ->> 'education_status',
       reference.agency_id(:input ->> 'school')
  FROM casework.person AS p
 WHERE p.id = :id AND (:version::integer IS NULL OR p.version = :version + 1)
ON CONFLICT (person_id) DO UPDATE SET
    ethnicity = CASE WHEN :input ? 'ethnicity' THEN excluded.ethnicity ELSE d.ethnicity END,
    ethnicity_observed = CASE WHEN :input ? 'ethnicity_observed' THEN excluded.ethnicity_observed ELSE d.ethnicity_observed END,
    gender_identity = CASE WHEN :input ? 'gender_identity' THEN excluded.gender_identity ELSE d.gender_identity END,
    first_language = CASE WHEN :input ? 'first_language' THEN excluded.first_language ELSE d.first_language END,
    interpreter_needed = CASE WHEN :input ? 'interpreter_needed' THEN excluded.interpreter_needed ELSE d.interpreter_needed END,
    communication_needs = CASE WHEN :input ? 'communication_needs' THEN excluded.communication_needs ELSE d.communication_needs END,
    care_status = CASE WHEN :input ? 'care_status' THEN excluded.care_status ELSE d.care_status END,
    education_status = CASE WHEN :input ? 'education_status' THEN excluded.education_status ELSE d.education_status END,
    school_agency_id = CASE WHEN :input ? 'school' THEN excluded.school_agency_id ELSE d.school_agency_id END;

-- name: person_name_add(id uuid, person_id uuid, input jsonb)
INSERT INTO casework.person_name (id, person_id, kind, given_name, family_name, source, valid_from)
SELECT :id, p.id, :input ->> 'kind', :input ->> 'given_name', :input ->> 'family_name',
       :input ->> 'source', (:input ->> 'valid_from')::date
  FROM casework.person AS p WHERE p.id = :person_id;

-- A name no longer used keeps its place in the record.
-- name: person_name_end(id uuid, person_id uuid)
UPDATE casework.person_name SET valid_to = access.today()
 WHERE id = :id AND person_id = :person_id AND valid_to IS NULL;

-- The caseload: open episodes of a spoke with what is due, newest work first.
-- name: person_caseload(spoke text, state text, risk text, after jsonb, limit integer)
WITH page AS MATERIALIZED (
    SELECT e.person_id AS id,
           json_build_object('id', e.person_id, 'name', p.display_name, 'born_on', p.born_on,
               'age', date_part('year', age(access.today(), p.born_on))::integer,
               'contact_safety', p.contact_safety IS NOT NULL,
               'episode', json_build_object('id', e.id, 'reference', e.reference, 'state', e.state,
                   'risk_level', e.risk_level, 'opened_on', e.opened_on,
                   'next_review_on', e.next_review_on,
                   'overdue', coalesce(e.next_review_on < access.today(), false)),
               'lead', coalesce(lead.name, e.lead_professional),
               'last_contact_on', seen.last_on,
               'days_since_contact', access.today() - seen.last_on) AS item,
           jsonb_build_array(e.updated_at, e.id) AS cursor, e.updated_at, e.id AS episode_id
      FROM casework.episode AS e
      JOIN casework.person AS p ON p.id = e.person_id
      LEFT JOIN access.user_account AS lead ON lead.id = e.lead_user_id
      LEFT JOIN LATERAL (
           SELECT (greatest(
               (SELECT max(c.happened_at) FROM casework.contact AS c
                 WHERE c.person_id = e.person_id AND c.seen),
               (SELECT max(s.planned_at) FROM casework.session AS s
                 WHERE s.person_id = e.person_id AND s.attendance IN ('attended', 'part', 'late')))
               AT TIME ZONE 'Europe/London')::date AS last_on) AS seen ON true
     WHERE e.spoke_id = reference.spoke_id(:spoke)
       AND (:state::text IS NULL AND e.state <> 'closed' OR e.state = :state OR :state = 'all')
       AND (:risk::text IS NULL OR e.risk_level = :risk)
       AND (:after::jsonb IS NULL OR (e.updated_at, e.id)
            < ((:after::jsonb ->> 0)::timestamptz, (:after::jsonb ->> 1)::uuid))
     ORDER BY e.updated_at DESC, e.id DESC
     LIMIT :limit),
logged AS MATERIALIZED (
    SELECT audit.record_list('list', 'person', array_agg(id)) FROM page)
SELECT page.item, page.cursor FROM page, logged
 ORDER BY page.updated_at DESC, page.episode_id DESC;

-- One box for name, alias, date of birth and reference.
-- name: person_search(query text, most integer)
WITH hit AS MATERIALIZED (
    SELECT h.person_id, max(h.score) AS score, (array_agg(h.why ORDER BY h.score DESC))[1] AS why,
           (array_agg(h.matched ORDER BY h.score DESC))[1] AS matched
      FROM casework.search_people(:query, :most) AS h GROUP BY h.person_id),
logged AS MATERIALIZED (
    SELECT audit.record_list('search', 'person', coalesce(array_agg(person_id), '{}')) FROM hit)
SELECT json_build_object('kind', 'person', 'id', p.id, 'href', '/people/' || p.id,
           'name', p.display_name, 'born_on', p.born_on,
           'age', date_part('year', age(access.today(), p.born_on))::integer,
           'why', hit.why, 'matched', hit.matched, 'score', hit.score,
           'episode', (SELECT json_build_object('reference', e.reference, 'state', e.state,
                           'risk_level', e.risk_level)
                         FROM casework.episode AS e WHERE e.person_id = p.id
                        ORDER BY e.closed_on DESC NULLS FIRST, e.opened_on DESC LIMIT 1))
  FROM logged, hit JOIN casework.person AS p ON p.id = hit.person_id
 ORDER BY hit.score DESC, p.display_name;

-- Known to us? Mine by name and reason; another spoke's only as "ask".
-- name: person_matches(given_name text, family_name text, known_as text, born_on date)
WITH hit AS MATERIALIZED (
    SELECT * FROM casework.match_people(:given_name, :family_name, :known_as, :born_on, 20)),
logged AS MATERIALIZED (
    SELECT audit.record_list('search', 'person',
        coalesce(array_agg(person_id) FILTER (WHERE person_id IS NOT NULL), '{}')) FROM hit)
SELECT json_build_object('person_id', hit.person_id, 'name', p.display_name, 'born_on', p.born_on,
           'score', hit.score, 'reasons', hit.reasons,
           'spokes', (SELECT json_agg(s.code ORDER BY s.code) FROM casework.person_spoke AS ps
                        JOIN reference.spoke AS s ON s.id = ps.spoke_id
                       WHERE ps.person_id = hit.person_id),
           'ask_spoke', (SELECT s.name FROM reference.spoke AS s WHERE s.id = hit.ask_spoke))
  FROM logged, hit LEFT JOIN casework.person AS p ON p.id = hit.person_id
 ORDER BY hit.score DESC NULLS LAST, p.display_name;

-- name: person_distinct_say(person_id uuid, other_id uuid, reason text)
INSERT INTO casework.person_distinct (person_id, other_id, reason, by_user)
VALUES (least(:person_id, :other_id), greatest(:person_id, :other_id), :reason, access.me())
ON CONFLICT (person_id, other_id) DO NOTHING;
