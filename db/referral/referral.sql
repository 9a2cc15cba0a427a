-- Referrals: written, sent, triaged and decided (domain.md 3).

-- A referral begins as a draft of its referrer, in the spoke named or in the
-- only one they may refer to.
-- name: referral_create(id uuid, input jsonb)
INSERT INTO casework.referral (id, spoke_id, person_id, given_name, family_name, known_as,
    born_on, born_precision, sex, school, address, phone, source, referred_by, agency_id,
    referrer_name, referrer_contact, made_on, received_on, concern_on, urgency, narrative, risk_to, risk_from,
    young_person_view, parent_view, already_tried, services_involved, desired_outcome,
    family_informed, support_agreement, sharing_gateway)
SELECT :id, coalesce(reference.spoke_id(i.spoke),
                     (SELECT s.ids[1] FROM access.spokes_with('referral.write') AS s(ids)
                       WHERE cardinality(s.ids) = 1)),
       i.person_id, i.given_name, i.family_name, i.known_as, i.born_on,
       CASE WHEN i.born_on IS NULL THEN 'unknown' ELSE coalesce(i.born_precision, 'exact') END,
       i.sex, i.school, i.address, i.phone, i.source, access.me(),
       coalesce(reference.agency_id(i.agency), access.my_agency()),
       i.referrer_name, i.referrer_contact, i.made_on, i.received_on, i.concern_on, i.urgency, i.narrative, i.risk_to,
       i.risk_from, i.young_person_view, i.parent_view, i.already_tried, i.services_involved,
       i.desired_outcome, i.family_informed, i.support_agreement, i.sharing_gateway
  FROM jsonb_to_record(:input) AS i(spoke text, person_id uuid, given_name text,
       family_name text, known_as text, born_on date, born_precision text, sex text,
       school text, address text, phone text, source text, agency text, referrer_name text,
       referrer_contact text, made_on date, received_on date, concern_on date, urgency text, narrative text, risk_to text,
       risk_from text, young_person_view text, parent_view text, already_tried text,
       services_involved text, desired_outcome text, family_informed text,
       support_agreement text, sharing_gateway text);

-- The concerns of `input`, in the order given.
-- name: referral_concerns_add(id uuid, input jsonb)
INSERT INTO casework.referral_concern (referral_id, position, concern, is_primary, currency, certainty)
SELECT :id, c.position, c.item ->> 'concern',
       c.item ->> 'concern' = coalesce(:input ->> 'primary_concern', ''),
       coalesce(c.item ->> 'currency', 'current'), coalesce(c.item ->> 'certainty', 'suspected')
  FROM jsonb_array_elements(coalesce(nullif(:input -> 'concerns', 'null'), '[]'))
       WITH ORDINALITY AS c(item, position);

-- name: referral_concerns_clear(id uuid)
DELETE FROM casework.referral_concern WHERE referral_id = :id;

-- The referral in the shape of its form, held until the transaction ends;
-- no row to those who may not change it.
-- name: referral_held(id uuid)
SELECT json_strip_nulls(json_build_object('person_id', r.person_id,
           'given_name', r.given_name, 'family_name', r.family_name, 'known_as', r.known_as,
           'born_on', r.born_on, 'born_precision', r.born_precision, 'sex', r.sex,
           'school', r.school, 'address', r.address, 'phone', r.phone, 'source', r.source,
           'agency', (SELECT a.code FROM reference.agency AS a WHERE a.id = r.agency_id),
           'referrer_name', r.referrer_name, 'referrer_contact', r.referrer_contact,
           'made_on', r.made_on, 'received_on', r.received_on,
           'concern_on', r.concern_on, 'urgency', r.urgency,
           'concerns', (SELECT json_agg(json_build_object('concern', c.concern,
                               'currency', c.currency, 'certainty', c.certainty) ORDER BY c.position)
                          FROM casework.referral_concern AS c WHERE c.referral_id = r.id),
           'primary_concern', (SELECT c.concern FROM casework.referral_concern AS c
                                WHERE c.referral_id = r.id AND c.is_primary),
           'narrative', r.narrative, 'risk_to', r.risk_to, 'risk_from', r.risk_from,
           'young_person_view', r.young_person_view, 'parent_view', r.parent_view,
           'already_tried', r.already_tried, 'services_involved', r.services_involved,
           'desired_outcome', r.desired_outcome, 'family_informed', r.family_informed,
           'support_agreement', r.support_agreement, 'sharing_gateway', r.sharing_gateway)),
       r.version, r.state, r.person_id,
       (SELECT s.code FROM reference.spoke AS s WHERE s.id = r.spoke_id), r.reference
  FROM casework.referral AS r
 WHERE r.id = :id
   FOR UPDATE OF r;

-- What was written, replaced by the whole form as it now stands.
-- name: referral_update(id uuid, version integer, input jsonb)
UPDATE casework.referral AS r SET
    person_id = i.person_id, given_name = i.given_name, family_name = i.family_name,
    known_as = i.known_as, born_on = i.born_on,
    born_precision = CASE WHEN i.born_on IS NULL THEN 'unknown'
        ELSE coalesce(nullif(i.born_precision, 'unknown'), 'exact') END,
    sex = i.sex, school = i.school, address = i.address, phone = i.phone, source = i.source,
    agency_id = coalesce(reference.agency_id(i.agency), r.agency_id),
    referrer_name = i.referrer_name, referrer_contact = i.referrer_contact,
    made_on = i.made_on, received_on = i.received_on,
    concern_on = i.concern_on, urgency = i.urgency, narrative = i.narrative,
    risk_to = i.risk_to, risk_from = i.risk_from, young_person_view = i.young_person_view,
    parent_view = i.parent_view, already_tried = i.already_tried,
    services_involved = i.services_involved, desired_outcome = i.desired_outcome,
    family_informed = i.family_informed, support_agreement = i.support_agreement,
    sharing_gateway = i.sharing_gateway
  FROM jsonb_to_record(:input) AS i(person_id uuid, given_name text,
       family_name text, known_as text, born_on date, born_precision text, sex text,
       school text, address text, phone text, source text, agency text, referrer_name text,
       referrer_contact text, made_on date, received_on date, concern_on date, urgency text, narrative text, risk_to text,
       risk_from text, young_person_view text, parent_view text, already_tried text,
       services_involved text, desired_outcome text, family_informed text,
       support_agreement text, sharing_gateway text)
 WHERE r.id = :id AND r.version = :version;

-- Any move, where the state machine has one of that verb from here: the state,
-- why, and what belongs to that result alone.
-- name: referral_move(id uuid, version integer, verb text, input jsonb)
UPDATE casework.referral AS r SET
    state = m.to_state,
    state_reason = coalesce(:input ->> 'reason', :input ->> 'decline_reason', :input ->> 'redirected_to'),
    state_note = coalesce(:input ->> 'question', :input ->> 'answer', :input ->> 'note'),
    result_for_referrer = coalesce(:input ->> 'result_for_referrer', r.result_for_referrer),
    decline_reason = CASE WHEN m.to_state = 'declined' THEN :input ->> 'decline_reason' END,
    redirected_to = CASE WHEN m.to_state = 'redirected' THEN :input ->> 'redirected_to' END,
    duplicate_of = CASE WHEN m.to_state = 'duplicate' THEN
        (SELECT d.id FROM casework.referral AS d
          WHERE d.spoke_id = r.spoke_id
            AND (d.reference = upper(coalesce(:input ->> 'duplicate_of', :input ->> 'duplicate_reference'))
                 OR d.id::text = lower(:input ->> 'duplicate_of'))) END,
    episode_id = CASE WHEN m.to_state = 'added_to_episode' THEN (:input ->> 'episode_id')::uuid END,
    person_id = coalesce((:input ->> 'person_id')::uuid, r.person_id,
        (SELECT e.person_id FROM casework.episode AS e
          WHERE e.id = (:input ->> 'episode_id')::uuid AND e.spoke_id = r.spoke_id))
  FROM casework.state_move AS m
 WHERE r.id = :id AND r.version = :version
   AND m.machine = 'referral' AND m.verb = :verb AND m.from_state = r.state;

-- name: referral_person_set(id uuid, version integer, person_id uuid)
UPDATE casework.referral SET person_id = :person_id
 WHERE id = :id AND version = :version;

-- The episode an accepted referral opens. The meeting that keeps it is the one
-- named, or the spoke's only one.
-- name: referral_episode_open(id uuid, referral uuid, state text, input jsonb)
INSERT INTO casework.episode (id, spoke_id, person_id, state, referral_id, series_id, opened_on,
                              lead_user_id, lead_professional)
SELECT :id, r.spoke_id, r.person_id, :state, r.id,
       coalesce((:input ->> 'series_id')::uuid,
                (SELECT (array_agg(s.id))[1] FROM casework.meeting_series AS s
                  WHERE s.spoke_id = r.spoke_id AND s.ended_on IS NULL HAVING count(*) = 1)),
       access.today(), (:input ->> 'lead_user_id')::uuid, :input ->> 'lead_professional'
  FROM casework.referral AS r
 WHERE r.id = :referral;

-- What the police alone may read; NULL takes it back to nothing held.
-- name: referral_annex_write(id uuid, version integer, input jsonb)
INSERT INTO casework.referral_police_annex (referral_id, spoke_id, text)
SELECT r.id, r.spoke_id, :input ->> 'text'
  FROM casework.referral AS r
 WHERE r.id = :id AND r.version = :version
ON CONFLICT (referral_id) DO UPDATE SET text = excluded.text;

-- One referral, to those who may see it. What the spoke keeps to itself
-- (`inside`) its referrer does not get: the notes of triage, who the person
-- turned out to be, other referrals. The annex is the police's.
-- name: referral_load(id uuid)
SELECT to_json(o), r.version,
       audit.record('view', 'referral', r.id, r.person_id, r.spoke_id, NULL),
       CASE WHEN annex.text IS NOT NULL THEN
           audit.record('view', 'referral_police_annex', r.id, r.person_id, r.spoke_id, NULL) END
  FROM casework.referral AS r
  JOIN reference.spoke ON spoke.id = r.spoke_id
  JOIN casework.referral_clock AS clock ON clock.referral_id = r.id
  LEFT JOIN casework.person ON person.id = r.person_id
  LEFT JOIN casework.referral_police_annex AS annex ON annex.referral_id = r.id
 CROSS JOIN LATERAL (
       SELECT access.me() AS id, r.referred_by = access.me() AS mine,
              r.spoke_id = ANY (access.spokes_with('scope.case')) AS inside,
              r.spoke_id = ANY (access.spokes_with('referral.triage')) AS triager,
              r.spoke_id = ANY (access.spokes_with('referral.annex')) AS police) AS reader
 CROSS JOIN LATERAL (
       SELECT coalesce((r.submitted_at AT TIME ZONE 'Europe/London')::date, access.today()) AS day) AS sent
  LEFT JOIN LATERAL (
       SELECT json_agg(json_build_object('concern', c.concern, 'primary', c.is_primary,
                  'currency', c.currency, 'certainty', c.certainty) ORDER BY c.position) AS list,
              min(c.concern) FILTER (WHERE c.is_primary) AS main,
              bool_or(c.concern = 'radicalisation') AS prevent
         FROM casework.referral_concern AS c WHERE c.referral_id = r.id) AS concern ON true
  LEFT JOIN LATERAL (
       SELECT json_agg(json_build_object('verb', h.verb, 'from', h.from_state, 'to', h.to_state,
                  'at', casework.instant(h.at), 'by', h.by_name, 'agency', h.agency_name,
                  'reason', CASE WHEN reader.inside OR h.verb IN ('decline', 'redirect', 'withdraw')
                            THEN h.reason END,
                  'note', CASE WHEN reader.inside OR h.by_user = reader.id
                               OR h.verb IN ('request_information', 'answer') THEN h.note END)
                  ORDER BY h.at, h.from_state IS NOT NULL) AS list
         FROM (SELECT c.*, u.name AS by_name, a.name AS agency_name
                 FROM casework.state_change AS c
                 LEFT JOIN access.user_account AS u ON u.id = c.by_user
                 LEFT JOIN reference.agency AS a ON a.id = c.agency_id
                WHERE c.machine = 'referral' AND c.subject_id = r.id) AS h) AS history ON true
  LEFT JOIN LATERAL (
       SELECT json_agg(json_build_object('asked_at', casework.instant(q.at),
                  'asked_by', casework.colleague(q.by_user), 'question', q.note,
                  'answered_at', casework.instant(a.at), 'answered_by', casework.colleague(a.by_user),
                  'answer', a.note, 'stood_still', casework.working_days_between(
                      (q.at AT TIME ZONE 'Europe/London')::date,
                      coalesce((a.at AT TIME ZONE 'Europe/London')::date, access.today())))
                  ORDER BY q.at) AS list
         FROM casework.state_change AS q
         LEFT JOIN LATERAL (
              SELECT c.at, c.by_user, c.note FROM casework.state_change AS c
               WHERE c.subject_id = q.subject_id AND c.verb = 'answer' AND c.at >= q.at
               ORDER BY c.at LIMIT 1) AS a ON true
        WHERE q.machine = 'referral' AND q.subject_id = r.id
          AND q.verb = 'request_information') AS question ON true
  LEFT JOIN LATERAL (
       SELECT json_agg(json_build_object('id', l.id, 'state', l.state, 'result', l.result,
                  'subject', l.subject, 'reason', l.state_reason, 'channel', l.channel,
                  'issued_at', casework.instant(l.issued_at),
                  'due_on', CASE WHEN l.state = 'draft' THEN casework.letter_due_on(l) END,
                  'overdue', l.state = 'draft' AND casework.letter_due_on(l) < access.today())
                  ORDER BY l.created_at DESC, l.id) AS list,
              min(l.issued_at) FILTER (WHERE l.result <> 'heard_at_meeting') AS told_at,
              min(l.issued_at) FILTER (WHERE l.result = 'heard_at_meeting') AS heard_at,
              (array_agg(l.own_words ORDER BY l.issued_at DESC)
                  FILTER (WHERE l.state = 'issued'))[1] AS own_words
         FROM casework.referral_letter AS l WHERE l.referral_id = r.id) AS letter ON true
  LEFT JOIN LATERAL (
       SELECT json_build_object('id', e.id, 'reference', e.reference, 'state', e.state) AS object
         FROM casework.episode AS e
        WHERE e.id = r.episode_id OR e.referral_id = r.id LIMIT 1) AS episode ON true
  LEFT JOIN LATERAL (
       SELECT json_build_object('id', e.id, 'reference', e.reference, 'state', e.state) AS object
         FROM casework.episode AS e
        WHERE e.person_id = r.person_id AND e.spoke_id = r.spoke_id
          AND e.state <> 'closed') AS open_episode ON true
  LEFT JOIN LATERAL (
       SELECT json_agg(json_build_object('id', other.id, 'reference', other.reference,
                  'state', other.state, 'submitted_at', casework.instant(other.submitted_at))
                  ORDER BY other.submitted_at DESC) AS list
         FROM casework.referral AS other
        WHERE other.person_id = r.person_id AND other.id <> r.id
          AND other.submitted_at IS NOT NULL) AS others ON true
 CROSS JOIN LATERAL (
       SELECT r.id, r.version, r.reference, r.state, spoke.code AS spoke,
              coalesce(nullif(concat_ws(' ', r.given_name, r.family_name), ''), r.known_as,
                       person.display_name) AS name,
              r.given_name, r.family_name, r.known_as, r.born_on, r.born_precision,
              date_part('year', age(sent.day, r.born_on))::integer AS age,
              r.sex, r.school, r.address, r.phone, r.source,
              (SELECT json_build_object('code', a.code, 'name', a.name)
                 FROM reference.agency AS a WHERE a.id = r.agency_id) AS agency,
              (SELECT json_build_object('id', u.id, 'name', u.name, 'agency', a.name)
                 FROM access.user_account AS u JOIN reference.agency AS a ON a.id = u.agency_id
                WHERE u.id = r.referred_by) AS referred_by,
              r.referrer_name, r.referrer_contact, r.made_on, r.received_on, r.concern_on, r.urgency,
              coalesce(concern.list, '[]') AS concerns, concern.main AS primary_concern,
              r.narrative, r.risk_to, r.risk_from, r.young_person_view, r.parent_view,
              r.already_tried, r.services_involved, r.desired_outcome,
              r.family_informed, r.support_agreement, r.sharing_gateway,
              casework.instant(r.created_at) AS created_at,
              casework.instant(r.submitted_at) AS submitted_at,
              casework.instant(r.decided_at) AS decided_at,
              casework.instant(r.updated_at) AS updated_at,
              clock.triage_due_on, clock.paused, clock.overdue, clock.waiting_days,
              array_remove(ARRAY[
                  CASE WHEN r.urgency = 'immediate_danger' THEN 'immediate_danger' END,
                  CASE WHEN r.born_on IS NOT NULL
                            AND NOT date_part('year', age(sent.day, r.born_on)) BETWEEN
                            coalesce((SELECT s.value::integer FROM reference.spoke_setting AS s
                                WHERE s.spoke_id = r.spoke_id AND s.setting = 'eligible_min_age'), 0)
                            AND coalesce((SELECT s.value::integer FROM reference.spoke_setting AS s
                                WHERE s.spoke_id = r.spoke_id AND s.setting = 'eligible_max_age'), 25)
                       THEN 'out_of_age' END,
                  CASE WHEN concern.prevent THEN 'prevent' END,
                  CASE WHEN r.sharing_gateway = 'pcsc_2022'
                            AND r.source IN ('emergency_department', 'health', 'camhs', 'ambulance')
                       THEN 'health_gateway' END], NULL) AS hints,
              CASE WHEN r.state NOT IN ('draft', 'submitted', 'in_triage', 'information_requested')
                   THEN json_build_object('state', r.state,
                            'at', casework.instant(coalesce(r.decided_at, r.updated_at)),
                            'decline_reason', r.decline_reason, 'redirected_to', r.redirected_to,
                            'text', CASE WHEN reader.inside THEN r.result_for_referrer
                                         ELSE letter.own_words END) END AS result,
              coalesce(letter.list, '[]') AS letters, casework.instant(letter.told_at) AS told_at,
              casework.instant(letter.heard_at) AS heard_at,
              casework.instant((SELECT min(c.at) FROM casework.state_change AS c
                WHERE c.subject_id = r.id AND c.verb = 'triage')) AS triaged_at,
              casework.letter_audience(r.source) AS audience,
              coalesce(question.list, '[]') AS questions, coalesce(history.list, '[]') AS history,
              CASE WHEN reader.inside AND r.person_id IS NOT NULL
                   THEN json_build_object('id', r.person_id, 'name', person.display_name) END AS person,
              CASE WHEN reader.inside THEN episode.object END AS episode,
              CASE WHEN reader.inside THEN open_episode.object END AS open_episode,
              CASE WHEN reader.inside THEN coalesce(others.list, '[]') END AS others,
              CASE WHEN reader.inside THEN
                  (SELECT json_build_object('id', d.id, 'reference', d.reference)
                     FROM casework.referral AS d WHERE d.id = r.duplicate_of) END AS duplicate_of,
              CASE WHEN reader.inside THEN r.state_reason END AS state_reason,
              CASE WHEN reader.inside THEN r.state_note END AS state_note,
              annex.text AS annex, casework.referral_annex_held(r.id) AS annex_held,
              reader.police AS annex_open, reader.mine AS mine, reader.inside AS inside,
              reader.triager AS triages,
              r.state = 'draft' AND reader.mine
                  OR r.state IN ('in_triage', 'information_requested') AND reader.triager AS editable,
              CASE WHEN reader.mine OR reader.triager AND reader.inside
                   THEN casework.moves('referral', r.state, r.spoke_id) ELSE '{}' END AS moves) AS o
 WHERE r.id = :id;

-- What it may repeat or belong to, likeliest first: episodes and referrals.
-- name: referral_candidate_list(id uuid)
WITH found AS MATERIALIZED (
    SELECT c.* FROM casework.referral_candidates(:id) AS c),
logged AS MATERIALIZED (
    SELECT audit.record_list('list', 'referral', array_agg(found.id)) FROM found)
SELECT json_build_object('kind', found.kind, 'id', found.id, 'reference', found.reference,
           'name', found.name, 'born_on', found.born_on,
           'born_precision', coalesce(
               (SELECT r.born_precision FROM casework.referral AS r WHERE r.id = found.id AND r.born_on IS NOT NULL),
               (SELECT p.born_precision FROM casework.person AS p WHERE p.id = found.person_id), 'unknown'),
           'state', found.state,
           'person_id', found.person_id, 'agency', found.agency, 'at', casework.instant(found.at),
           'reasons', found.reasons)
  FROM logged, found ORDER BY found.score DESC, found.at DESC, found.id;

-- name: referral_candidate_required(id uuid)
SELECT casework.referral_required(:id);

-- The reader's referrals, last changed first: of a spoke or of all of theirs,
-- and those they made themselves. `state`: one, or open, or decided.
-- name: referral_page(spoke text, state text, mine boolean, after jsonb, limit integer)
WITH reader AS MATERIALIZED (
    SELECT access.me() AS id, access.spokes_with('scope.case') AS spokes),
wanted AS MATERIALIZED (
    SELECT CASE :state
               WHEN 'open' THEN '{submitted,in_triage,information_requested}'::text[]
               WHEN 'decided' THEN '{accepted_to_panel,extraordinary_meeting,straight_to_intervention,added_to_episode,redirected,declined,duplicate,out_of_area}'
               ELSE ARRAY[:state] END AS states,
           coalesce((:after::jsonb ->> 0)::timestamptz, 'infinity') AS updated_at,
           coalesce((:after::jsonb ->> 1)::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff') AS id),
found AS (
    (SELECT r.* FROM reader
      CROSS JOIN unnest(reader.spokes) AS s(spoke_id)
      CROSS JOIN wanted
      CROSS JOIN LATERAL (
            SELECT * FROM casework.referral AS x
             WHERE x.spoke_id = s.spoke_id
               AND (:state::text IS NULL OR x.state = ANY (wanted.states))
               AND (x.updated_at, x.id) < (wanted.updated_at, wanted.id)
             ORDER BY x.updated_at DESC, x.id DESC LIMIT :limit) AS r
      WHERE NOT coalesce(:mine, false)
        AND (:spoke::text IS NULL OR s.spoke_id = reference.spoke_id(:spoke)))
    UNION ALL
    (SELECT r.* FROM reader
      CROSS JOIN wanted
      CROSS JOIN LATERAL (
            SELECT * FROM casework.referral AS x
             WHERE x.referred_by = reader.id
               AND (coalesce(:mine, false) OR x.spoke_id <> ALL (reader.spokes))
               AND (:spoke::text IS NULL OR x.spoke_id = reference.spoke_id(:spoke))
               AND (:state::text IS NULL OR x.state = ANY (wanted.states))
               AND (x.updated_at, x.id) < (wanted.updated_at, wanted.id)
             ORDER BY x.updated_at DESC, x.id DESC LIMIT :limit) AS r)),
page AS MATERIALIZED (
    SELECT * FROM found ORDER BY updated_at DESC, id DESC LIMIT :limit),
shown AS MATERIALIZED (
    SELECT coalesce(array_agg(id), '{}') AS ids FROM page),
logged AS MATERIALIZED (
    SELECT audit.record_list('list', 'referral', ids) FROM shown)
SELECT json_build_object('id', r.id, 'reference', r.reference, 'state', r.state,
           'spoke', fact.spoke,
           'name', coalesce(nullif(concat_ws(' ', r.given_name, r.family_name), ''), r.known_as,
                            fact.person_name),
           'age', date_part('year', age(coalesce((r.submitted_at AT TIME ZONE 'Europe/London')::date,
                                                 access.today()), r.born_on))::integer,
           'school', r.school, 'urgency', r.urgency, 'primary_concern', fact.primary_concern,
           'source', r.source, 'agency', fact.agency,
           'submitted_at', casework.instant(r.submitted_at),
           'updated_at', casework.instant(r.updated_at),
           'triage_due_on', fact.triage_due_on, 'paused', fact.paused,
           'overdue', fact.overdue, 'waiting_days', fact.waiting_days,
           'mine', r.referred_by = reader.id,
           'decided_at', casework.instant(r.decided_at),
           'told_at', casework.instant(fact.told_at)),
       jsonb_build_array(r.updated_at, r.id)
  FROM logged, reader, page AS r
  JOIN casework.referral_list_facts((SELECT ids FROM shown)) AS fact ON fact.id = r.id
 ORDER BY r.updated_at DESC, r.id DESC;
