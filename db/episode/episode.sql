-- Episodes of work, the risk judgements made in them and the case notes.

-- A spoke's episodes, latest work first.
-- name: episode_list(spoke text, state text, risk text, after jsonb, limit integer)
WITH page AS MATERIALIZED (
    SELECT e.id, e.updated_at,
           json_build_object('id', e.id, 'reference', e.reference, 'state', e.state,
               'person', json_build_object('id', p.id, 'name', p.display_name),
               'risk_level', e.risk_level, 'opened_on', e.opened_on, 'closed_on', e.closed_on,
               'next_review_on', e.next_review_on,
               'review_overdue', coalesce(e.state <> 'closed' AND e.next_review_on < access.today(), false),
               'lead', coalesce(lead.name, e.lead_professional)) AS item,
           jsonb_build_array(e.updated_at, e.id) AS cursor
      FROM casework.episode AS e
      JOIN casework.person AS p ON p.id = e.person_id
      LEFT JOIN access.user_account AS lead ON lead.id = e.lead_user_id
     WHERE e.spoke_id = reference.spoke_id(:spoke)
       AND (:state::text IS NULL OR e.state = :state)
       AND (:risk::text IS NULL OR e.risk_level = :risk)
       AND (:after::jsonb IS NULL OR (e.updated_at, e.id)
            < ((:after::jsonb ->> 0)::timestamptz, (:after::jsonb ->> 1)::uuid))
     ORDER BY e.updated_at DESC, e.id DESC
     LIMIT :limit),
logged AS MATERIALIZED (
    SELECT audit.record_list('list', 'episode', array_agg(id)) FROM page)
SELECT page.item, page.cursor FROM page, logged ORDER BY page.updated_at DESC, page.id DESC;

-- One episode with its closure checklist as it stands.
-- name: episode_load(id uuid)
SELECT to_json(x), x.version, audit.record('view', 'episode', x.id, (x.person ->> 'id')::uuid, x.spoke_id, NULL)
  FROM (SELECT e.id, e.version, e.reference, e.state, e.spoke_id, spoke.code AS spoke,
               json_build_object('id', p.id, 'name', p.display_name, 'born_on', p.born_on,
                   'age', date_part('year', age(access.today(), p.born_on))::integer) AS person,
               e.referral_id, e.series_id, e.opened_on,
               CASE WHEN lead.id IS NOT NULL THEN json_build_object('id', lead.id, 'name', lead.name,
                   'agency', lead_agency.name) END AS lead,
               e.lead_professional, e.risk_level, e.next_review_on, e.statutory_lead,
               coalesce(e.state <> 'closed' AND e.next_review_on < access.today(), false) AS review_overdue,
               e.closed_on, e.closure_reason, e.closure_summary, e.closing_risk_level,
               e.young_person_told_on, e.young_person_not_told, e.referrer_told_on,
               e.referrer_not_told, e.re_referral_route, e.outcomes_recorded,
               e.retention_trigger_on,
               json_build_object(
                   'open_actions', (SELECT count(*) FROM casework.action AS a
                        WHERE a.episode_id = e.id AND a.state IN ('open', 'in_progress')),
                   'open_allocations', (SELECT count(*) FROM casework.allocation AS a
                        WHERE a.episode_id = e.id AND a.ended_on IS NULL),
                   'outcomes', (SELECT count(*) FROM casework.outcome AS o
                        WHERE o.episode_id = e.id AND o.value IS NOT NULL)) AS checklist,
               casework.instant(e.updated_at) AS updated_at,
               casework.moves('episode', e.state, e.spoke_id) AS moves
          FROM casework.episode AS e
          JOIN reference.spoke AS spoke ON spoke.id = e.spoke_id
          JOIN casework.person AS p ON p.id = e.person_id
          LEFT JOIN access.user_account AS lead ON lead.id = e.lead_user_id
          LEFT JOIN reference.agency AS lead_agency ON lead_agency.id = lead.agency_id
         WHERE e.id = :id) AS x;

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

-- Closing, with the whole checklist. The retention clock starts at the later of
-- closure + 6 years and the 25th birthday (domain.md 11): the trigger is the day
-- it runs from.
-- name: episode_close(id uuid, version integer, input jsonb)
UPDATE casework.episode AS e SET
    state = 'closed', state_reason = i.closure_reason, state_note = i.closure_summary,
    closed_on = coalesce(i.closed_on, access.today()), closure_reason = i.closure_reason,
    closure_summary = i.closure_summary, closing_risk_level = i.closing_risk_level,
    young_person_told_on = i.young_person_told_on, young_person_not_told = i.young_person_not_told,
    referrer_told_on = i.referrer_told_on, referrer_not_told = i.referrer_not_told,
    re_referral_route = i.re_referral_route, outcomes_recorded = i.outcomes_recorded,
    retention_trigger_on = coalesce(i.closed_on, access.today()), next_review_on = NULL
  FROM jsonb_to_record(:input) AS i(closed_on date, closure_reason text, closure_summary text,
       closing_risk_level text, young_person_told_on date, young_person_not_told text,
       referrer_told_on date, referrer_not_told text, re_referral_route text,
       outcomes_recorded boolean)
 WHERE e.id = :id AND e.version = :version AND e.state <> 'closed';

-- The history of an episode's own moves.
-- name: episode_history(id uuid)
SELECT json_build_object('at', casework.instant(c.at), 'verb', c.verb, 'from', c.from_state,
           'to', c.to_state, 'by', u.name, 'agency', a.name, 'reason', c.reason, 'note', c.note)
  FROM casework.state_change AS c
  LEFT JOIN access.user_account AS u ON u.id = c.by_user
  LEFT JOIN reference.agency AS a ON a.id = c.agency_id
 WHERE c.subject_id = :id AND c.machine = 'episode'
 ORDER BY c.at, c.id;

-- Risk, latest first, with the change from the one before and from the first.
-- name: episode_risks(id uuid)
WITH shown AS MATERIALIZED (
    SELECT r.*, coalesce(r.panel_level, r.practitioner_level) AS level,
           lag(coalesce(r.panel_level, r.practitioner_level)) OVER w AS level_before,
           first_value(coalesce(r.panel_level, r.practitioner_level)) OVER w AS baseline,
           lag(r.scale_version) OVER w AS scale_before
      FROM casework.risk_assessment AS r WHERE r.episode_id = :id
    WINDOW w AS (ORDER BY r.assessed_at, r.id)),
logged AS MATERIALIZED (
    SELECT audit.record_list('view', 'risk_assessment', coalesce(array_agg(id), '{}')) FROM shown)
SELECT json_build_object('id', s.id, 'assessed_at', casework.instant(s.assessed_at),
           'by', json_build_object('id', u.id, 'name', u.name), 'discussion_id', s.discussion_id,
           'scale_version', s.scale_version, 'risk_to', s.risk_to, 'risk_from', s.risk_from,
           'practitioner_level', s.practitioner_level, 'panel_level', s.panel_level,
           'level', s.level, 'override_reason', s.override_reason, 'rationale', s.rationale,
           'contexts', s.contexts, 'leading_context', s.leading_context,
           'risk_factors', s.risk_factors, 'protective_factors', s.protective_factors,
           'change', CASE WHEN s.level_before IS NULL THEN 'baseline'
                          WHEN s.scale_before <> s.scale_version THEN 'not_comparable'
                          WHEN rank.now < rank.before THEN 'reduced'
                          WHEN rank.now > rank.before THEN 'increased' ELSE 'same' END,
           'change_from_baseline', CASE WHEN s.level_before IS NULL THEN 'baseline'
                          WHEN rank.now < rank.first THEN 'reduced'
                          WHEN rank.now > rank.first THEN 'increased' ELSE 'same' END)
  FROM logged, shown AS s
  LEFT JOIN access.user_account AS u ON u.id = s.assessed_by
 CROSS JOIN LATERAL (
       SELECT max((t.detail ->> 'rank')::integer) FILTER (WHERE t.code = s.level) AS now,
              max((t.detail ->> 'rank')::integer) FILTER (WHERE t.code = s.level_before) AS before,
              max((t.detail ->> 'rank')::integer) FILTER (WHERE t.code = s.baseline) AS first
         FROM reference.risk_level AS t) AS rank
 ORDER BY s.assessed_at DESC, s.id DESC;

-- name: episode_risk_create(id uuid, episode_id uuid, input jsonb)
INSERT INTO casework.risk_assessment (id, spoke_id, person_id, episode_id, assessed_at, assessed_by,
    risk_to, risk_from, practitioner_level, panel_level, override_reason, rationale, contexts,
    leading_context, risk_factors, protective_factors)
SELECT :id, e.spoke_id, e.person_id, e.id, coalesce(i.assessed_at, access.moment()), access.me(),
       i.risk_to, i.risk_from, i.practitioner_level, i.panel_level, i.override_reason, i.rationale,
       coalesce(i.contexts, '{}'), i.leading_context, coalesce(i.risk_factors, '{}'),
       coalesce(i.protective_factors, '{}')
  FROM casework.episode AS e,
       jsonb_to_record(:input) AS i(assessed_at timestamptz, risk_to text, risk_from text,
           practitioner_level text, panel_level text, override_reason text, rationale text,
           contexts text[], leading_context text, risk_factors text[], protective_factors text[])
 WHERE e.id = :episode_id;

-- Reviews fall due by level, as the spoke sets (domain.md 5).
-- name: episode_review_due(episode_id uuid)
UPDATE casework.episode AS e SET next_review_on = access.today() + s.value::integer
  FROM reference.spoke_setting AS s
 WHERE e.id = :episode_id AND s.spoke_id = e.spoke_id
   AND s.setting = 'review_days_' || e.risk_level;

-- name: episode_risk_load(id uuid)
SELECT to_json(r), 1, audit.record('view', 'risk_assessment', r.id, r.person_id, r.spoke_id, NULL)
  FROM (SELECT a.*, coalesce(a.panel_level, a.practitioner_level) AS level
          FROM casework.risk_assessment AS a WHERE a.id = :id) AS r;

-- Case notes as they now read; replaced ones and those in error on request.
-- name: episode_notes(id uuid, all_versions boolean, after jsonb, limit integer)
WITH page AS MATERIALIZED (
    SELECT n.id, n.happened_at,
           json_build_object('id', n.id, 'version', n.version, 'kind', n.kind, 'text', n.text,
               'happened_at', casework.instant(n.happened_at),
               'created_at', casework.instant(n.created_at),
               'by', json_build_object('id', u.id, 'name', u.name, 'agency', a.name),
               'replaces_id', n.replaces_id, 'amend_reason', n.amend_reason,
               'replaced', n.replaced_at IS NOT NULL, 'in_error', n.in_error_at IS NOT NULL,
               'in_error_reason', n.in_error_reason) AS item,
           jsonb_build_array(n.happened_at, n.id) AS cursor
      FROM casework.note AS n
      LEFT JOIN access.user_account AS u ON u.id = n.created_by
      LEFT JOIN reference.agency AS a ON a.id = u.agency_id
     WHERE n.episode_id = :id
       AND (coalesce(:all_versions, false) OR n.replaced_at IS NULL AND n.in_error_at IS NULL)
       AND (:after::jsonb IS NULL OR (n.happened_at, n.id)
            < ((:after::jsonb ->> 0)::timestamptz, (:after::jsonb ->> 1)::uuid))
     ORDER BY n.happened_at DESC, n.id DESC
     LIMIT :limit),
logged AS MATERIALIZED (
    SELECT audit.record_list('view', 'note', array_agg(id)) FROM page)
SELECT page.item, page.cursor FROM page, logged ORDER BY page.happened_at DESC, page.id DESC;

-- name: episode_note_create(id uuid, episode_id uuid, input jsonb)
INSERT INTO casework.note (id, spoke_id, person_id, episode_id, kind, text, happened_at)
SELECT :id, e.spoke_id, e.person_id, e.id, :input ->> 'kind', :input ->> 'text',
       coalesce((:input ->> 'happened_at')::timestamptz, access.moment())
  FROM casework.episode AS e WHERE e.id = :episode_id;

-- name: episode_note_load(id uuid)
SELECT json_build_object('id', n.id, 'version', n.version, 'kind', n.kind, 'text', n.text,
           'episode_id', n.episode_id, 'happened_at', casework.instant(n.happened_at),
           'created_at', casework.instant(n.created_at),
           'by', json_build_object('id', u.id, 'name', u.name),
           'replaces_id', n.replaces_id, 'amend_reason', n.amend_reason,
           'replaced', n.replaced_at IS NOT NULL, 'in_error', n.in_error_at IS NOT NULL,
           'in_error_reason', n.in_error_reason),
       n.version, audit.record('view', 'note', n.id, n.person_id, n.spoke_id, NULL)
  FROM casework.note AS n LEFT JOIN access.user_account AS u ON u.id = n.created_by
 WHERE n.id = :id;

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
