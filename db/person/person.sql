-- Young people: the record, the caseload, searching and matching, the journey.

-- Makes the record; names follow from person_names_add in the same pipeline.
-- name: person_create(id uuid, input jsonb)
INSERT INTO casework.person (id, spoke_ids, display_name, born_on, born_precision, sex, pronouns,
    safe_to_phone, safe_to_text, safe_to_voicemail, safe_to_write, contact_safety, phone,
    trauma_guidance)
SELECT :id, ARRAY[reference.spoke_id(i.spoke)],
       pg_catalog.concat_ws(' ', coalesce(i.known_as, i.given_name), i.family_name),
       i.born_on, coalesce(i.born_precision, CASE WHEN i.born_on IS NULL THEN 'unknown' ELSE 'exact' END),
       coalesce(i.sex, 'not_known'), i.pronouns, coalesce(i.safe_to_phone, 'not_asked'),
       coalesce(i.safe_to_text, 'not_asked'), coalesce(i.safe_to_voicemail, 'not_asked'),
       coalesce(i.safe_to_write, 'not_asked'), i.contact_safety, i.phone, i.trauma_guidance
  FROM jsonb_to_record(:input) AS i(spoke text, given_name text, family_name text, known_as text,
       born_on date, born_precision text, sex text, pronouns text, safe_to_phone text,
       safe_to_text text, safe_to_voicemail text, safe_to_write text,
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
                             :input ->> 'known_as', (:input ->> 'born_on')::date, NULL, 20,
                             :input ->> 'identifier') AS m
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
               coalesce(known.warnings, '[]') AS warnings, coalesce(known.safety, '[]') AS safety,
               known.lead_professional,
               episodes.list AS episodes, consent.object AS consent, withdrawn.list AS withdrawn,
               casework.is_restricted(person.id) AS restricted,
               EXISTS (SELECT FROM casework.pin AS k WHERE k.user_id = access.me()
                          AND k.person_id = ANY ((SELECT casework.person_group(:id))::uuid[])) AS pinned,
               casework.statements_of((SELECT casework.person_group(:id))::uuid[]) AS statements,
               merged.list AS merged_from,
               CASE WHEN person.id <> :id THEN person.id END AS merged_into
          FROM casework.person
          LEFT JOIN LATERAL (
               SELECT coalesce(json_agg(json_build_object('id', n.id, 'kind', n.kind,
                          'given_name', n.given_name, 'family_name', n.family_name,
                          'source', n.source, 'valid_from', n.valid_from, 'valid_to', n.valid_to,
                          'of_merged', n.person_id <> person.id)
                          ORDER BY n.person_id <> person.id, n.valid_to NULLS FIRST, n.kind = 'legal' DESC, n.created_at), '[]') AS list
                 FROM casework.person_name AS n
                WHERE n.person_id = ANY ((SELECT casework.person_group(:id))::uuid[]) AND n.in_error_at IS NULL) AS names ON true
          LEFT JOIN LATERAL (
               SELECT json_build_object('ethnicity', d.ethnicity,
                          'ethnicity_observed', d.ethnicity_observed,
                          'gender_identity', d.gender_identity, 'first_language', d.first_language,
                          'interpreter_needed', d.interpreter_needed,
                          'communication_needs', d.communication_needs,
                          'sen_status', d.sen_status,
                          'care_status', d.care_status, 'education_status', d.education_status,
                          'school', school.code, 'school_name', school.name) AS object
                 FROM casework.person_detail AS d
                 LEFT JOIN reference.agency AS school ON school.id = d.school_agency_id
                WHERE d.person_id = person.id) AS detail ON true
          LEFT JOIN LATERAL (
               SELECT json_agg(k.object ORDER BY k.place) FILTER (WHERE k.topic = 'marker') AS warnings,
                      json_agg(k.object ORDER BY k.place) FILTER (WHERE k.topic = 'safety') AS safety,
                      min(k.object ->> 'name') FILTER (WHERE k.topic = 'professional') AS lead_professional
                 FROM casework.person_need_to_know AS k
                WHERE k.person_id = ANY ((SELECT casework.person_group(:id))::uuid[])) AS known ON true
          LEFT JOIN LATERAL (
               SELECT coalesce(json_agg(s.code ORDER BY s.code), '[]') AS list
                 FROM casework.person_spoke AS ps JOIN reference.spoke AS s ON s.id = ps.spoke_id
                WHERE ps.person_id = person.id) AS spokes ON true
          LEFT JOIN LATERAL (
               SELECT coalesce(json_agg(json_build_object('id', e.id, 'reference', e.reference,
                          'spoke', s.code, 'state', e.state, 'risk_level', e.risk_level,
                          'opened_on', e.opened_on, 'closed_on', e.closed_on,
                          'closure_reason', e.closure_reason,
                          'next_review_on', e.next_review_on,
                          'overdue', e.state <> 'closed' AND coalesce(e.next_review_on < access.today(), false),
                          'lead', coalesce((SELECT u.name FROM access.user_account AS u
                                             WHERE u.id = e.lead_user_id), e.lead_professional))
                          ORDER BY e.closed_on DESC NULLS FIRST, e.opened_on DESC), '[]') AS list
                 FROM casework.episode AS e JOIN reference.spoke AS s ON s.id = e.spoke_id
                WHERE e.person_id = ANY ((SELECT casework.person_group(:id))::uuid[])) AS episodes ON true
          LEFT JOIN LATERAL (
               SELECT json_build_object('referral_id', r.id, 'family_informed', r.family_informed,
                          'support_agreement', r.support_agreement,
                          'sharing_gateway', r.sharing_gateway) AS object
                 FROM casework.referral AS r
                WHERE r.person_id = ANY ((SELECT casework.person_group(:id))::uuid[]) AND r.submitted_at IS NOT NULL
                ORDER BY r.submitted_at DESC LIMIT 1) AS consent ON true
          LEFT JOIN LATERAL ( -- agreement that was withdrawn and not given again
               SELECT coalesce(json_agg(json_build_object('kind', a.kind, 'changed_on', a.changed_on,
                          'by_whom', a.by_whom, 'gateway', a.gateway, 'episode_id', a.episode_id) ORDER BY a.kind), '[]') AS list
                 FROM casework.agreement AS a
                WHERE a.person_id = ANY ((SELECT casework.person_group(:id))::uuid[]) AND a.change = 'withdrawn'
                  AND a.id = (SELECT l.id FROM casework.agreement AS l
                       WHERE l.episode_id = a.episode_id AND l.kind = a.kind
                       ORDER BY l.changed_on DESC, l.created_at DESC LIMIT 1)
                  AND EXISTS (SELECT FROM casework.episode AS e
                       WHERE e.id = a.episode_id AND e.state <> 'closed')) AS withdrawn ON true
          LEFT JOIN LATERAL (
               SELECT coalesce(json_agg(json_build_object('merge_id', m.id, 'id', m.merged_id,
                          'name', other.display_name, 'born_on', other.born_on,
                          'born_precision', other.born_precision,
                          'at', casework.instant(m.at), 'by', casework.colleague(m.by_user),
                          'reason', m.reason) ORDER BY m.at DESC), '[]') AS list
                 FROM casework.person_merge AS m
                 LEFT JOIN casework.person AS other ON other.id = m.merged_id
                WHERE m.merged_id = ANY ((SELECT casework.person_group(:id))::uuid[])
                  AND m.survivor_id = person.id AND m.undone_at IS NULL) AS merged ON true
         WHERE person.id = casework.person_survivor(:id)) AS p;

-- name: person_update(id uuid, version integer, input jsonb)
UPDATE casework.person SET
    born_on = CASE WHEN :input ->> 'born_precision' = 'unknown' THEN NULL
        WHEN :input ? 'born_on' THEN (:input ->> 'born_on')::date ELSE born_on END,
    born_precision = CASE WHEN :input ->> 'born_precision' IS NOT NULL THEN :input ->> 'born_precision'
        WHEN :input ? 'born_on' THEN CASE WHEN :input ->> 'born_on' IS NULL THEN 'unknown' ELSE 'exact' END
        ELSE born_precision END,
    died_on = CASE WHEN :input ? 'died_on' THEN (:input ->> 'died_on')::date ELSE died_on END,
    sex = CASE WHEN :input ? 'sex' THEN coalesce(:input ->> 'sex', 'not_known') ELSE sex END,
    pronouns = CASE WHEN :input ? 'pronouns' THEN :input ->> 'pronouns' ELSE pronouns END,
    safe_to_phone = CASE WHEN :input ? 'safe_to_phone' THEN coalesce(:input ->> 'safe_to_phone', 'not_asked') ELSE safe_to_phone END,
    safe_to_text = CASE WHEN :input ? 'safe_to_text' THEN coalesce(:input ->> 'safe_to_text', 'not_asked') ELSE safe_to_text END,
    safe_to_voicemail = CASE WHEN :input ? 'safe_to_voicemail' THEN coalesce(:input ->> 'safe_to_voicemail', 'not_asked') ELSE safe_to_voicemail END,
    safe_to_write = CASE WHEN :input ? 'safe_to_write' THEN coalesce(:input ->> 'safe_to_write', 'not_asked') ELSE safe_to_write END,
    contact_safety = CASE WHEN :input ? 'contact_safety' THEN :input ->> 'contact_safety' ELSE contact_safety END,
    phone = CASE WHEN :input ? 'phone' THEN :input ->> 'phone' ELSE phone END,
    trauma_guidance = CASE WHEN :input ? 'trauma_guidance' THEN :input ->> 'trauma_guidance' ELSE trauma_guidance END
 WHERE id = :id AND version = :version;

-- Characteristics, made when first known. Beside a person_update only if that
-- changed (`version` is the one before it); NULL for a record just made.
-- name: person_detail_save(id uuid, version integer, input jsonb)
INSERT INTO casework.person_detail AS d (person_id, ethnicity, ethnicity_observed, gender_identity,
    first_language, interpreter_needed, communication_needs, sen_status)
SELECT p.id, :input ->> 'ethnicity', :input ->> 'ethnicity_observed', :input ->> 'gender_identity',
       :input ->> 'first_language', coalesce(:input ->> 'interpreter_needed', 'not_asked'),
       ARRAY(SELECT jsonb_array_elements_text(coalesce(nullif(:input -> 'communication_needs', 'null'), '[]'))),
       :input ->> 'sen_status'
  FROM casework.person AS p
 WHERE p.id = :id AND (:version::integer IS NULL OR p.version = :version + 1)
   AND :input ?| '{ethnicity,ethnicity_observed,gender_identity,first_language,interpreter_needed,communication_needs,sen_status}'
ON CONFLICT (person_id) DO UPDATE SET
    ethnicity = CASE WHEN :input ? 'ethnicity' THEN excluded.ethnicity ELSE d.ethnicity END,
    ethnicity_observed = CASE WHEN :input ? 'ethnicity_observed' THEN excluded.ethnicity_observed ELSE d.ethnicity_observed END,
    gender_identity = CASE WHEN :input ? 'gender_identity' THEN excluded.gender_identity ELSE d.gender_identity END,
    first_language = CASE WHEN :input ? 'first_language' THEN excluded.first_language ELSE d.first_language END,
    interpreter_needed = CASE WHEN :input ? 'interpreter_needed' THEN excluded.interpreter_needed ELSE d.interpreter_needed END,
    communication_needs = CASE WHEN :input ? 'communication_needs' THEN excluded.communication_needs ELSE d.communication_needs END,
    sen_status = CASE WHEN :input ? 'sen_status' THEN excluded.sen_status ELSE d.sen_status END;

-- Care and education as they are when the record is made: the beginning of
-- their histories, which go on in the fact room.
-- name: person_statuses_add(id uuid, input jsonb)
INSERT INTO casework.person_fact (person_id, topic, code, agency_id, source)
SELECT :id, s.topic, s.code, s.school, :input ->> 'name_source'
  FROM (VALUES ('care_status', :input ->> 'care_status', NULL::integer),
               ('education_status',
                coalesce(:input ->> 'education_status', CASE WHEN :input ? 'school' THEN 'not_known' END),
                reference.agency_id(:input ->> 'school', 'school'))) AS s(topic, code, school)
 WHERE s.code IS NOT NULL;

-- The number they were asked for by, once it was seen that nobody has it.
-- name: person_identifier_add(id uuid, input jsonb, warnings jsonb)
INSERT INTO casework.person_fact (person_id, topic, code, value, warnings, source)
SELECT :id, 'identifier', :input ->> 'identifier_kind', :input ->> 'identifier', :warnings, :input ->> 'name_source'
 WHERE :input ->> 'identifier' IS NOT NULL;

-- The caseload: episodes with what is due. Newest work first, or in the order
-- asked for, `-` before it the other way round: all of a spoke's open episodes
-- are few enough to be sorted.
-- name: person_caseload(spoke text, state text, risk text, mine boolean, sort text, after jsonb, limit integer)
WITH reader AS MATERIALIZED (
    SELECT access.me() AS id, access.spokes_with('scope.case') AS spokes,
           ltrim(:sort, '-') AS sort, :sort LIKE '-%' AS down),
newest AS (
    SELECT e.id, to_jsonb(e.updated_at) AS key, e.updated_at, NULL::text AS word
      FROM reader CROSS JOIN unnest(reader.spokes) AS s(id)
     CROSS JOIN LATERAL (
           SELECT x.id, x.updated_at FROM casework.episode AS x
            WHERE x.spoke_id = s.id
              AND CASE WHEN :state::text IS NULL THEN x.state <> 'closed'
                       ELSE :state IN (x.state, 'all') END
              AND (:risk::text IS NULL OR x.risk_level = :risk)
              AND (NOT coalesce(:mine, false) OR x.lead_user_id = reader.id)
              AND (:after::jsonb IS NULL OR (x.updated_at, x.id)
                   < ((:after::jsonb ->> 0)::timestamptz, (:after::jsonb ->> 1)::uuid))
            ORDER BY x.updated_at DESC, x.id DESC LIMIT :limit) AS e
     WHERE :sort::text IS NULL AND (:spoke::text IS NULL OR s.id = reference.spoke_id(:spoke))
     ORDER BY e.updated_at DESC, e.id DESC LIMIT :limit),
keyed AS (
    SELECT x.id, CASE reader.sort
               WHEN 'review' THEN coalesce(x.next_review_on::text, '9')
               WHEN 'risk' THEN to_char(1000 - coalesce(r.position, 0), 'FM0000') || coalesce(x.next_review_on::text, '9')
               WHEN 'contact' THEN coalesce((SELECT max(seen.at)::text FROM (
                       SELECT max(c.happened_at) FROM casework.contact AS c
                        WHERE c.person_id = x.person_id AND c.seen AND c.in_error_at IS NULL
                       UNION ALL
                       SELECT max(t.planned_at) FROM casework.session AS t
                        WHERE t.person_id = x.person_id AND t.attendance IN ('attended', 'part', 'late'))
                       AS seen(at)), '0')
               ELSE lower(p.display_name) END COLLATE "C" AS word
      FROM reader CROSS JOIN unnest(reader.spokes) AS s(id)
      JOIN casework.episode AS x ON x.spoke_id = s.id
      JOIN casework.person AS p ON p.id = x.person_id
      LEFT JOIN reference.risk_level AS r ON r.code = x.risk_level
     WHERE :sort::text IS NOT NULL AND (:spoke::text IS NULL OR s.id = reference.spoke_id(:spoke))
       AND CASE WHEN :state::text IS NULL THEN x.state <> 'closed' ELSE :state IN (x.state, 'all') END
       AND (:risk::text IS NULL OR x.risk_level = :risk)
       AND (NOT coalesce(:mine, false) OR x.lead_user_id = reader.id)),
sorted AS (
    SELECT k.id, to_jsonb(k.word) AS key, NULL::timestamptz AS updated_at, k.word
      FROM keyed AS k CROSS JOIN reader
     WHERE :after::jsonb IS NULL
        OR NOT reader.down AND (k.word, k.id) > ((:after::jsonb ->> 0) COLLATE "C", (:after::jsonb ->> 1)::uuid)
        OR reader.down AND (k.word, k.id) < ((:after::jsonb ->> 0) COLLATE "C", (:after::jsonb ->> 1)::uuid)
     ORDER BY CASE WHEN NOT reader.down THEN k.word END, CASE WHEN NOT reader.down THEN k.id END,
              k.word DESC, k.id DESC
     LIMIT :limit),
page AS MATERIALIZED (
    SELECT id, key, row_number() OVER (ORDER BY updated_at DESC, id DESC) AS place FROM newest
    UNION ALL
    SELECT o.id, o.key, row_number() OVER (
               ORDER BY CASE WHEN NOT reader.down THEN o.word END, CASE WHEN NOT reader.down THEN o.id END,
                        o.word DESC, o.id DESC) AS place
      FROM sorted AS o CROSS JOIN reader),
shown AS MATERIALIZED (
    SELECT page.place, page.key, e.*, p.display_name, p.born_on, p.born_precision,
           casework.has_died(p.id) AS died, p.contact_safety IS NOT NULL OR 'no' IN (p.safe_to_phone, p.safe_to_text,
               p.safe_to_voicemail, p.safe_to_write) AS take_care
      FROM page JOIN casework.episode AS e ON e.id = page.id
      JOIN casework.person AS p ON p.id = e.person_id),
logged AS MATERIALIZED (
    SELECT audit.record_list('list', 'person', coalesce(array_agg(person_id), '{}')) FROM shown)
SELECT json_build_object('id', e.person_id, 'name', e.display_name, 'born_on', e.born_on,
           'born_precision', e.born_precision,
           'age', date_part('year', age(access.today(), e.born_on))::integer,
           'contact_safety', coalesce(e.take_care, false), 'died', e.died,
           'episode', json_build_object('id', e.id, 'reference', e.reference, 'state', e.state,
               'spoke', spoke.code, 'risk_level', e.risk_level, 'opened_on', e.opened_on,
               'next_review_on', e.next_review_on,
               'overdue', e.state <> 'closed' AND NOT e.died AND coalesce(e.next_review_on < access.today(), false)),
           'lead', coalesce(lead.name, e.lead_professional),
           'last_contact_on', seen.last_on, 'days_since_contact', access.today() - seen.last_on),
       jsonb_build_array(e.key, e.id)
  FROM logged CROSS JOIN shown AS e
  JOIN reference.spoke AS spoke ON spoke.id = e.spoke_id
  LEFT JOIN access.user_account AS lead ON lead.id = e.lead_user_id
 CROSS JOIN LATERAL (
       SELECT (greatest(
           (SELECT max(c.happened_at) FROM casework.contact AS c
             WHERE c.person_id = e.person_id AND c.seen AND c.in_error_at IS NULL),
           (SELECT max(s.planned_at) FROM casework.session AS s
             WHERE s.person_id = e.person_id AND s.attendance IN ('attended', 'part', 'late')))
           AT TIME ZONE 'Europe/London')::date AS last_on) AS seen
 ORDER BY e.place;

-- One box for name, alias, date of birth, reference and identifier. A reference also finds
-- the referral that no person has been told for yet.
-- name: person_search(query text, most integer)
WITH hit AS MATERIALIZED (
    SELECT h.person_id, h.score, h.why, h.matched, row_number() OVER () AS place
      FROM casework.search_people(:query, :most) AS h),
logged AS MATERIALIZED (
    SELECT audit.record('search', 'person', NULL, NULL, NULL, jsonb_build_object(
        'ids', coalesce(jsonb_agg(person_id), '[]'), 'words', :query)) FROM hit),
unlinked AS MATERIALIZED (
    SELECT r.*, audit.record('search', 'referral', r.id, NULL, r.spoke_id, NULL) AS logged
      FROM casework.referral AS r
     WHERE r.reference = casework.reference_said(:query) AND r.person_id IS NULL)
SELECT found.item FROM (
    SELECT json_build_object('kind', 'person', 'id', p.id, 'href', '/people/' || p.id,
               'name', p.display_name, 'born_on', p.born_on, 'born_precision', p.born_precision,
               'age', date_part('year', age(access.today(), p.born_on))::integer,
               'why', hit.why, 'matched', CASE WHEN hit.matched <> p.display_name THEN hit.matched END,
               'score', hit.score,
               'episode', (SELECT json_build_object('reference', e.reference, 'state', e.state,
                               'spoke', s.code, 'risk_level', e.risk_level)
                             FROM casework.episode AS e JOIN reference.spoke AS s ON s.id = e.spoke_id
                            WHERE e.person_id = p.id
                            ORDER BY e.closed_on DESC NULLS FIRST, e.opened_on DESC LIMIT 1)) AS item,
           hit.place
      FROM logged CROSS JOIN hit JOIN casework.person AS p ON p.id = hit.person_id
    UNION ALL
    SELECT json_build_object('kind', 'referral', 'id', r.id, 'href', '/referrals/' || r.id,
               'name', coalesce(nullif(concat_ws(' ', r.given_name, r.family_name), ''), r.known_as,
                                r.reference),
               'born_on', r.born_on, 'born_precision', r.born_precision,
               'age', date_part('year', age(access.today(), r.born_on))::integer,
               'why', 'reference', 'matched', r.reference, 'score', 100,
               'state', r.state, 'episode', NULL), 0
      FROM unlinked AS r) AS found
 ORDER BY found.place;

-- Known to us? Mine by name and reason; another spoke's only as "ask". What
-- was asked of others is logged too.
-- name: person_matches(given_name text, family_name text, known_as text, born_on date, person_id uuid, identifier text)
WITH hit AS MATERIALIZED (
    SELECT * FROM casework.match_people(:given_name, :family_name, :known_as, :born_on, :person_id, 20, :identifier)),
logged AS MATERIALIZED (
    SELECT audit.record('search', 'person', NULL, NULL, NULL, jsonb_build_object(
        'ids', coalesce(jsonb_agg(person_id) FILTER (WHERE person_id IS NOT NULL), '[]'),
        'ask', coalesce(jsonb_agg(ask_spoke) FILTER (WHERE ask_spoke IS NOT NULL), '[]'),
        'words', concat_ws(', ', nullif(concat_ws(' ', :given_name, :family_name), ''), :known_as,
                           :born_on::date, :identifier))) FROM hit)
SELECT json_build_object('person_id', hit.person_id, 'name', p.display_name, 'born_on', p.born_on,
           'born_precision', p.born_precision,
           'age', date_part('year', age(access.today(), p.born_on))::integer,
           'score', hit.score, 'reasons', hit.reasons,
           'spokes', (SELECT json_agg(s.code ORDER BY s.code) FROM casework.person_spoke AS ps
                        JOIN reference.spoke AS s ON s.id = ps.spoke_id
                       WHERE ps.person_id = hit.person_id),
           'ask_spoke', (SELECT s.name FROM reference.spoke AS s WHERE s.id = hit.ask_spoke))
  FROM logged CROSS JOIN hit LEFT JOIN casework.person AS p ON p.id = hit.person_id
 ORDER BY hit.score DESC NULLS LAST, p.display_name;

-- name: person_distinct_say(person_id uuid, other_id uuid, reason text)
INSERT INTO casework.person_distinct (person_id, other_id, reason, by_user)
SELECT least(p.id, o.id), greatest(p.id, o.id), :reason, access.me()
  FROM casework.person AS p CROSS JOIN casework.person AS o
 WHERE p.id = :person_id AND o.id = :other_id
ON CONFLICT (person_id, other_id) DO NOTHING;

-- Whether the reader sees such a person.
-- name: person_seen(id uuid)
SELECT FROM casework.person WHERE id = :id;
