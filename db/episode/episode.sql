-- Episodes of work, the risk judgements made in them and the case notes. What an
-- answer shows is built by the views of migrations/functions/32_work.sql.

-- Before a list below an episode: TL404 unless the reader may see it.
-- name: episode_required(id uuid)
SELECT casework.episode_required(:id);

-- A spoke's episodes, latest work first.
-- name: episode_list(spoke text, state text, risk text, mine boolean, overdue boolean, after jsonb, limit integer)
WITH page AS MATERIALIZED (
    SELECT e.id, e.updated_at,
           json_build_object('id', e.id, 'reference', e.reference, 'state', e.state,
               'person', json_build_object('id', p.id, 'name', p.display_name),
               'risk_level', e.risk_level, 'opened_on', e.opened_on, 'closed_on', e.closed_on,
               'next_review_on', e.next_review_on,
               'review_overdue', coalesce(e.state <> 'closed' AND e.next_review_on < access.today(), false),
               'lead', coalesce(casework.colleague(e.lead_user_id) ->> 'name', e.lead_professional)) AS item,
           jsonb_build_array(e.updated_at, e.id) AS cursor
      FROM casework.episode AS e
      JOIN casework.person AS p ON p.id = e.person_id
     WHERE e.spoke_id = reference.spoke_id(:spoke)
       AND (:state::text IS NULL OR e.state = :state)
       AND (:risk::text IS NULL OR e.risk_level = :risk)
       AND (:mine::boolean IS NOT TRUE OR e.lead_user_id = access.me())
       AND (:overdue::boolean IS NOT TRUE
            OR e.state <> 'closed' AND e.next_review_on < access.today())
       AND (:after::jsonb IS NULL OR (e.updated_at, e.id)
            < ((:after::jsonb ->> 0)::timestamptz, (:after::jsonb ->> 1)::uuid))
     ORDER BY e.updated_at DESC, e.id DESC
     LIMIT :limit),
logged AS MATERIALIZED (
    SELECT audit.record_list('list', 'episode', array_agg(id)) FROM page)
SELECT page.item, page.cursor FROM page, logged ORDER BY page.updated_at DESC, page.id DESC;

-- One episode with its closure checklist as it stands.
-- name: episode_load(id uuid)
SELECT e.object, e.version, audit.record('view', 'episode', e.id, e.person_id, e.spoke_id, NULL)
  FROM casework.episode_object AS e WHERE e.id = :id;

-- An episode opened by hand, for somebody the spoke already knows.
-- name: episode_create(id uuid, input jsonb)
INSERT INTO casework.episode (id, spoke_id, person_id, state, opened_on, lead_user_id,
    lead_professional, next_review_on, statutory_lead, series_id, state_note)
SELECT :id, reference.spoke_id(i.spoke), i.person_id, coalesce(i.state, 'referred'),
       coalesce(i.opened_on, access.today()), i.lead_user_id, i.lead_professional,
       i.next_review_on, i.statutory_lead, i.series_id, i.note
  FROM jsonb_to_record(:input) AS i(spoke text, person_id uuid, state text, opened_on date,
       lead_user_id uuid, lead_professional text, next_review_on date, statutory_lead text,
       series_id uuid, note text);

-- name: episode_update(id uuid, version integer, input jsonb)
UPDATE casework.episode SET
    lead_user_id = CASE WHEN :input ? 'lead_user_id' THEN (:input ->> 'lead_user_id')::uuid ELSE lead_user_id END,
    lead_professional = CASE WHEN :input ? 'lead_professional' THEN :input ->> 'lead_professional' ELSE lead_professional END,
    next_review_on = CASE WHEN :input ? 'next_review_on' THEN (:input ->> 'next_review_on')::date ELSE next_review_on END,
    statutory_lead = CASE WHEN :input ? 'statutory_lead' THEN :input ->> 'statutory_lead' ELSE statutory_lead END,
    series_id = CASE WHEN :input ? 'series_id' THEN (:input ->> 'series_id')::uuid ELSE series_id END
 WHERE id = :id AND version = :version;

-- Any move but closing: the state machine decides whether it is possible.
-- name: episode_move(id uuid, version integer, verb text, note text)
UPDATE casework.episode AS e SET state = m.to_state, state_reason = NULL, state_note = :note
  FROM casework.state_move AS m
 WHERE e.id = :id AND e.version = :version
   AND m.machine = 'episode' AND m.verb = :verb AND m.from_state = e.state;

-- Closing, with the whole checklist, and how long the record is kept.
-- name: episode_close(id uuid, version integer, input jsonb)
UPDATE casework.episode AS e SET
    state = 'closed', state_reason = i.closure_reason, state_note = i.closure_summary,
    closed_on = day.closed, closure_reason = i.closure_reason,
    closure_summary = i.closure_summary, closing_risk_level = i.closing_risk_level,
    young_person_told_on = i.young_person_told_on, young_person_not_told = i.young_person_not_told,
    referrer_told_on = i.referrer_told_on, referrer_not_told = i.referrer_not_told,
    re_referral_route = i.re_referral_route, outcomes_recorded = i.outcomes_recorded,
    retention_trigger_on = (SELECT r.until FROM casework.retention_proposed(e.person_id, day.closed) AS r),
    next_review_on = NULL
  FROM jsonb_to_record(:input) AS i(closed_on date, closure_reason text, closure_summary text,
       closing_risk_level text, young_person_told_on date, young_person_not_told text,
       referrer_told_on date, referrer_not_told text, re_referral_route text,
       outcomes_recorded boolean)
 CROSS JOIN LATERAL (SELECT coalesce(i.closed_on, access.today()) AS closed) AS day
 WHERE e.id = :id AND e.version = :version AND e.state <> 'closed';

-- The history of an episode's own moves, latest first.
-- name: episode_history(id uuid)
SELECT json_build_object('at', casework.instant(c.at), 'verb', c.verb, 'from', c.from_state,
           'to', c.to_state, 'by', casework.colleague(c.by_user), 'reason', c.reason, 'note', c.note)
  FROM casework.state_change AS c
 WHERE c.subject_id = :id AND c.machine = 'episode'
 ORDER BY c.at DESC, c.id;

-- Risk, latest first, with the change from the one before and from the first;
-- what was struck on request.
-- name: episode_risks(id uuid, all_versions boolean)
WITH shown AS MATERIALIZED (
    SELECT r.id, r.assessed_at, r.object FROM casework.risk_object AS r
     WHERE r.episode_id = :id AND (coalesce(:all_versions, false) OR r.in_error_at IS NULL)),
logged AS MATERIALIZED (
    SELECT audit.record_list('list', 'risk_assessment', array_agg(id)) FROM shown)
SELECT shown.object FROM shown, logged ORDER BY shown.assessed_at DESC, shown.id DESC;

-- name: episode_risk_create(id uuid, episode_id uuid, input jsonb)
INSERT INTO casework.risk_assessment (id, spoke_id, person_id, episode_id, assessed_at, assessed_by,
    risk_to, risk_from, practitioner_level, panel_level, override_reason, override_note, rationale,
    contexts, leading_context, risk_factors, protective_factors, review_on)
SELECT :id, e.spoke_id, e.person_id, e.id, coalesce(i.assessed_at, access.moment()), access.me(),
       i.risk_to, i.risk_from, i.practitioner_level, i.panel_level, i.override_reason,
       i.override_note, i.rationale, coalesce(i.contexts, '{}'), i.leading_context,
       coalesce(i.risk_factors, '{}'), coalesce(i.protective_factors, '{}'), i.review_on
  FROM casework.episode AS e,
       jsonb_to_record(:input) AS i(assessed_at timestamptz, risk_to text, risk_from text,
           practitioner_level text, panel_level text, override_reason text, override_note text,
           rationale text, contexts text[], leading_context text, risk_factors text[],
           protective_factors text[], review_on date)
 WHERE e.id = :episode_id;

-- The latest assessment says when the next review is due: the day agreed with
-- it, else by the spoke's period for the level (casework.review_due). Where
-- neither is known the date stays as it is.
-- name: episode_review_due(risk_id uuid)
UPDATE casework.episode AS e SET next_review_on = due.day
  FROM casework.risk_assessment AS r
  JOIN casework.episode AS of ON of.id = r.episode_id
 CROSS JOIN LATERAL (
       SELECT coalesce(r.review_on, casework.review_due(of.spoke_id, of.series_id, of.risk_level,
                  (r.assessed_at AT TIME ZONE 'Europe/London')::date)) AS day) AS due
 WHERE r.id = :risk_id AND r.in_error_at IS NULL AND e.id = r.episode_id AND due.day IS NOT NULL
   AND e.state <> 'closed'
   AND NOT EXISTS (SELECT FROM casework.risk_assessment AS later
                    WHERE later.episode_id = r.episode_id AND later.assessed_at > r.assessed_at
                      AND later.in_error_at IS NULL);

-- name: episode_risk_load(id uuid, episode_id uuid)
SELECT r.object, r.version, audit.record('view', 'risk_assessment', r.id, r.person_id, r.spoke_id, NULL)
  FROM casework.risk_object AS r WHERE r.episode_id = :episode_id AND r.id = :id;

-- One assessment by its own id, compared with the others of its episode.
-- name: episode_risk_find(id uuid)
SELECT r.object, r.version, audit.record('view', 'risk_assessment', r.id, r.person_id, r.spoke_id, NULL)
  FROM casework.risk_object AS r
 WHERE r.id = :id
   AND r.episode_id = (SELECT a.episode_id FROM casework.risk_assessment AS a WHERE a.id = :id);

-- What it said before is kept by casework.correction_kept().
-- name: episode_risk_amend(id uuid, version integer, input jsonb)
UPDATE casework.risk_assessment SET
    assessed_at = coalesce((:input ->> 'assessed_at')::timestamptz, assessed_at),
    risk_to = :input ->> 'risk_to', risk_from = :input ->> 'risk_from',
    practitioner_level = :input ->> 'practitioner_level', panel_level = :input ->> 'panel_level',
    override_reason = :input ->> 'override_reason', override_note = :input ->> 'override_note',
    rationale = :input ->> 'rationale', leading_context = :input ->> 'leading_context',
    contexts = ARRAY(SELECT jsonb_array_elements_text(coalesce(:input -> 'contexts', '[]'))),
    risk_factors = ARRAY(SELECT jsonb_array_elements_text(coalesce(:input -> 'risk_factors', '[]'))),
    protective_factors = ARRAY(SELECT jsonb_array_elements_text(coalesce(:input -> 'protective_factors', '[]'))),
    review_on = (:input ->> 'review_on')::date,
    correction_reason = :input ->> 'reason', correction_note = :input ->> 'reason_note',
    corrects_version = version
 WHERE id = :id AND version = :version;

-- name: episode_risk_in_error(id uuid, version integer, reason text, note text)
UPDATE casework.risk_assessment SET in_error_at = access.moment(), correction_reason = :reason,
       correction_note = :note, corrects_version = version
 WHERE id = :id AND version = :version;

-- Case notes as they now read; replaced ones and those in error on request.
-- name: episode_notes(id uuid, kind text, all_versions boolean, after jsonb, limit integer)
WITH page AS MATERIALIZED (
    SELECT n.id, n.happened_at, n.created_at, n.object,
           jsonb_build_array(n.happened_at, n.created_at, n.id) AS cursor
      FROM casework.note_object AS n
     WHERE n.episode_id = :id
       AND (:kind::text IS NULL OR n.kind = :kind)
       AND (coalesce(:all_versions, false) OR n.replaced_at IS NULL AND n.in_error_at IS NULL)
       AND (:after::jsonb IS NULL OR (n.happened_at, n.created_at, n.id)
            < ((:after::jsonb ->> 0)::timestamptz, (:after::jsonb ->> 1)::timestamptz,
               (:after::jsonb ->> 2)::uuid))
     ORDER BY n.happened_at DESC, n.created_at DESC, n.id DESC
     LIMIT :limit),
logged AS MATERIALIZED (
    SELECT audit.record_list('list', 'note', array_agg(id)) FROM page)
SELECT page.object, page.cursor FROM page, logged
 ORDER BY page.happened_at DESC, page.created_at DESC, page.id DESC;

-- name: episode_note_create(id uuid, episode_id uuid, input jsonb)
INSERT INTO casework.note (id, spoke_id, person_id, episode_id, kind, text, happened_at)
SELECT :id, e.spoke_id, e.person_id, e.id, :input ->> 'kind', :input ->> 'text',
       coalesce((:input ->> 'happened_at')::timestamptz, access.moment())
  FROM casework.episode AS e WHERE e.id = :episode_id;

-- name: episode_note_load(id uuid)
SELECT n.object, n.version, audit.record('view', 'note', n.id, n.person_id, n.spoke_id, NULL)
  FROM casework.note_object AS n WHERE n.id = :id;

-- Amending keeps the old words and puts the new ones in their place.
-- name: episode_note_replace(id uuid, version integer)
UPDATE casework.note SET replaced_at = access.moment()
 WHERE id = :id AND version = :version AND replaced_at IS NULL AND in_error_at IS NULL;

-- name: episode_note_amend(id uuid, old_id uuid, version integer, input jsonb)
INSERT INTO casework.note (id, spoke_id, person_id, episode_id, kind, text, happened_at,
    replaces_id, amend_reason)
SELECT :id, n.spoke_id, n.person_id, n.episode_id, coalesce(:input ->> 'kind', n.kind),
       :input ->> 'text', coalesce((:input ->> 'happened_at')::timestamptz, n.happened_at), n.id,
       :input ->> 'reason'
  FROM casework.note AS n WHERE n.id = :old_id AND n.version = :version + 1;

-- name: episode_note_in_error(id uuid, version integer, reason text)
UPDATE casework.note SET in_error_at = access.moment(), in_error_by = access.me(),
       in_error_reason = :reason
 WHERE id = :id AND version = :version AND in_error_at IS NULL AND replaced_at IS NULL;

-- A note with its earlier and later versions, latest first: how it came to
-- read as it does.
-- name: episode_note_history(id uuid)
WITH RECURSIVE chain AS (
    SELECT n.id, n.replaces_id, n.created_at FROM casework.note AS n
     WHERE n.id = :id
    UNION
    SELECT n.id, n.replaces_id, n.created_at
      FROM casework.note AS n JOIN chain AS c ON n.id = c.replaces_id OR n.replaces_id = c.id)
SELECT (n.object::jsonb || jsonb_build_object(
           'person_id', n.person_id,
           'episode', json_build_object('id', e.id, 'reference', e.reference),
           'versions', (SELECT jsonb_agg(v.object ORDER BY c.created_at DESC, c.id)
                          FROM chain AS c JOIN casework.note_object AS v ON v.id = c.id)))::json,
       n.version, audit.record('view', 'note', n.id, n.person_id, n.spoke_id, NULL)
  FROM casework.note_object AS n JOIN casework.episode AS e ON e.id = n.episode_id
 WHERE n.id = :id;

-- name: episode_note_move(id uuid, version integer, person_id uuid, reason text)
SELECT moved FROM casework.note_move(:id, :version, :person_id, :reason) AS moved;
