-- Handing a young person to another spoke. What an answer shows is built by the
-- view of migrations/functions/44_transfer.sql; what accepting does, by its
-- triggers.

-- Offers to and from the reader's spokes, latest first; of one episode, either
-- of the two, where it is named.
-- name: transfer_list(spoke text, direction text, state text, episode_id uuid, after jsonb, limit integer)
WITH near AS (
    SELECT x.id, x.updated_at
      FROM unnest((SELECT access.spokes_with('transfer.read'))::integer[]) AS s(id)
     CROSS JOIN LATERAL (
           (SELECT t.id, t.updated_at FROM casework.transfer AS t
             WHERE t.spoke_id = s.id AND coalesce(:direction, 'outgoing') = 'outgoing'
               AND (:state::text IS NULL OR t.state = :state)
               AND (:episode_id::uuid IS NULL OR :episode_id IN (t.episode_id, t.to_episode_id))
               AND (:after::jsonb IS NULL OR (t.updated_at, t.id)
                    < ((:after::jsonb ->> 0)::timestamptz, (:after::jsonb ->> 1)::uuid))
             ORDER BY t.updated_at DESC, t.id DESC LIMIT :limit)
           UNION ALL
           (SELECT t.id, t.updated_at FROM casework.transfer AS t
             WHERE t.to_spoke_id = s.id AND coalesce(:direction, 'incoming') = 'incoming'
               AND (:state::text IS NULL OR t.state = :state)
               AND (:episode_id::uuid IS NULL OR :episode_id IN (t.episode_id, t.to_episode_id))
               AND (:after::jsonb IS NULL OR (t.updated_at, t.id)
                    < ((:after::jsonb ->> 0)::timestamptz, (:after::jsonb ->> 1)::uuid))
             ORDER BY t.updated_at DESC, t.id DESC LIMIT :limit)) AS x
     WHERE :spoke::text IS NULL OR s.id = reference.spoke_id(:spoke)),
page AS MATERIALIZED (
    SELECT DISTINCT n.id, n.updated_at FROM near AS n ORDER BY n.updated_at DESC, n.id DESC LIMIT :limit),
logged AS MATERIALIZED (
    SELECT audit.record_list('list', 'transfer', array_agg(id)) FROM page)
SELECT (SELECT t.object FROM casework.transfer_object AS t WHERE t.id = page.id),
       jsonb_build_array(page.updated_at, page.id)
  FROM logged CROSS JOIN page
 ORDER BY page.updated_at DESC, page.id DESC;

-- name: transfer_load(id uuid)
SELECT t.object, t.version, audit.record('view', 'transfer', t.id, t.person_id, t.spoke_id, NULL)
  FROM casework.transfer_object AS t WHERE t.id = :id;

-- An offer of an episode of one's spoke.
-- name: transfer_create(id uuid, episode_id uuid, input jsonb)
INSERT INTO casework.transfer (id, spoke_id, to_spoke_id, person_id, episode_id, reason, summary, shares,
    sharing_gateway, closing_risk_level, young_person_told_on, young_person_not_told,
    referrer_told_on, referrer_not_told, outcomes_recorded)
SELECT :id, e.spoke_id, (SELECT s.id FROM reference.spoke AS s WHERE s.code = i.to_spoke), e.person_id, e.id, i.reason, i.summary,
       coalesce(i.shares, '{}'), i.sharing_gateway, i.closing_risk_level, i.young_person_told_on,
       i.young_person_not_told, i.referrer_told_on, i.referrer_not_told, i.outcomes_recorded
  FROM casework.episode AS e,
       jsonb_to_record(:input) AS i(to_spoke text, reason text, summary text, shares text[],
           sharing_gateway text, closing_risk_level text, young_person_told_on date,
           young_person_not_told text, referrer_told_on date, referrer_not_told text,
           outcomes_recorded boolean)
 WHERE e.id = :episode_id;

-- Any move: the state machine decides who may make it, and the triggers what
-- comes of it.
-- name: transfer_move(id uuid, version integer, verb text, reason text, note text)
UPDATE casework.transfer AS t SET state = m.to_state, state_reason = :reason, state_note = :note
  FROM casework.state_move AS m
 WHERE t.id = :id AND t.version = :version
   AND m.machine = 'transfer' AND m.verb = :verb AND m.from_state = t.state;

-- Who leads in the spoke that accepted.
-- name: transfer_lead(id uuid, lead_user_id uuid)
UPDATE casework.episode AS e SET lead_user_id = :lead_user_id
  FROM casework.transfer AS t
 WHERE t.id = :id AND e.id = t.to_episode_id AND :lead_user_id::uuid IS NOT NULL AND e.lead_user_id IS NULL;

-- Before the list below a transfer: TL404 unless the reader may see it.
-- name: transfer_required(id uuid)
SELECT casework.transfer_required(:id);

-- The agreed history as it was handed over, newest first.
-- name: transfer_history(id uuid)
WITH shown AS MATERIALIZED (
    SELECT i.* FROM casework.transfer_item AS i WHERE i.transfer_id = :id),
logged AS MATERIALIZED (
    SELECT audit.record('list', 'transfer_item', :id, t.person_id, t.spoke_id, NULL)
      FROM casework.transfer AS t WHERE t.id = :id)
SELECT json_build_object('id', s.id, 'at', casework.instant(s.at), 'kind', s.kind, 'subject', s.subject,
           'what', (SELECT r.label FROM reference.term AS r
                     WHERE r.vocabulary = s.vocabulary AND r.code = s.code),
           'who', casework.colleague(s.who), 'agency', (SELECT a.name FROM reference.agency AS a WHERE a.id = s.agency_id),
           'text', s.text, 'detail', s.detail)
  FROM logged CROSS JOIN shown AS s
 ORDER BY s.at DESC, s.id;
