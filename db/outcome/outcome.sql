-- Outcomes measured over time, and the distance travelled (domain.md 8). What an
-- answer shows is built by migrations/functions/32_work.sql.

-- Before a list: TL404 unless the reader may see what it hangs on.
-- name: outcome_episode_required(id uuid)
SELECT casework.episode_required(:id);
-- name: outcome_allocation_required(id uuid)
SELECT casework.allocation_required(:id);

-- name: outcome_list_of_episode(id uuid, all_versions boolean)
WITH shown AS MATERIALIZED (
    SELECT o.id, o.measured_on, o.object FROM casework.outcome_object AS o
     WHERE o.episode_id = :id AND (coalesce(:all_versions, false) OR o.in_error_at IS NULL)),
logged AS MATERIALIZED (
    SELECT audit.record_list('list', 'outcome', array_agg(id)) FROM shown)
SELECT shown.object FROM shown, logged ORDER BY shown.measured_on DESC, shown.id DESC;

-- name: outcome_list_of_allocation(id uuid, all_versions boolean)
WITH shown AS MATERIALIZED (
    SELECT o.id, o.measured_on, o.object FROM casework.outcome_object AS o
     WHERE o.allocation_id = :id AND (coalesce(:all_versions, false) OR o.in_error_at IS NULL)),
logged AS MATERIALIZED (
    SELECT audit.record_list('list', 'outcome', array_agg(id)) FROM shown)
SELECT shown.object FROM shown, logged ORDER BY shown.measured_on DESC, shown.id DESC;

-- name: outcome_distance_of_episode(id uuid)
SELECT json_build_object('compared', d.compared, 'better', d.better, 'same', d.same,
           'worse', d.worse, 'not_compared', d.every - d.compared, 'items', d.items),
       NULL::integer, audit.record('view', 'outcome', NULL, e.person_id, e.spoke_id,
                    jsonb_build_object('episode_id', e.id))
  FROM casework.episode AS e
 CROSS JOIN LATERAL (
       SELECT count(*) AS every, count(*) FILTER (WHERE t.status = 'compared') AS compared,
              count(*) FILTER (WHERE t.direction = 'better') AS better,
              count(*) FILTER (WHERE t.direction = 'same') AS same,
              count(*) FILTER (WHERE t.direction = 'worse') AS worse,
              coalesce(json_agg(t.object ORDER BY t.position, t.informant), '[]') AS items
         FROM casework.distance_travelled(ARRAY(
              SELECT o.id FROM casework.outcome AS o WHERE o.episode_id = e.id)) AS t) AS d
 WHERE e.id = :id;

-- name: outcome_distance_of_allocation(id uuid)
SELECT json_build_object('compared', d.compared, 'better', d.better, 'same', d.same,
           'worse', d.worse, 'not_compared', d.every - d.compared, 'items', d.items),
       NULL::integer, audit.record('view', 'outcome', NULL, a.person_id, a.spoke_id,
                    jsonb_build_object('allocation_id', a.id))
  FROM casework.allocation AS a
 CROSS JOIN LATERAL (
       SELECT count(*) AS every, count(*) FILTER (WHERE t.status = 'compared') AS compared,
              count(*) FILTER (WHERE t.direction = 'better') AS better,
              count(*) FILTER (WHERE t.direction = 'same') AS same,
              count(*) FILTER (WHERE t.direction = 'worse') AS worse,
              coalesce(json_agg(t.object ORDER BY t.position, t.informant), '[]') AS items
         FROM casework.distance_travelled(ARRAY(
              SELECT o.id FROM casework.outcome AS o WHERE o.allocation_id = a.id)) AS t) AS d
 WHERE a.id = :id;

-- Of the episode as a whole or, where it says so, of one intervention in it.
-- name: outcome_create_in_episode(id uuid, episode_id uuid, input jsonb)
INSERT INTO casework.outcome (id, spoke_id, person_id, episode_id, allocation_id, measure,
    scale, instrument_version, point, informant, measured_on, value, items, not_measured, note)
SELECT :id, e.spoke_id, e.person_id, e.id, i.allocation_id, i.measure, i.scale,
       coalesce(i.instrument_version, '1'), i.point, i.informant,
       coalesce(i.measured_on, access.today()), i.value, i.items, i.not_measured, i.note
  FROM casework.episode AS e,
       jsonb_to_record(:input) AS i(allocation_id uuid, measure text, scale text,
           instrument_version text, point text, informant text, measured_on date, value numeric,
           items smallint[], not_measured text, note text)
 WHERE e.id = :episode_id;

-- The provider's way in, who does not see the episode.
-- name: outcome_create_in_allocation(id uuid, allocation_id uuid, input jsonb)
INSERT INTO casework.outcome (id, spoke_id, person_id, episode_id, allocation_id, measure,
    scale, instrument_version, point, informant, measured_on, value, items, not_measured, note)
SELECT :id, a.spoke_id, a.person_id, a.episode_id, a.id, i.measure, i.scale,
       coalesce(i.instrument_version, '1'), i.point, i.informant,
       coalesce(i.measured_on, access.today()), i.value, i.items, i.not_measured, i.note
  FROM casework.allocation AS a,
       jsonb_to_record(:input) AS i(measure text, scale text, instrument_version text, point text,
           informant text, measured_on date, value numeric, items smallint[], not_measured text,
           note text)
 WHERE a.id = :allocation_id;

-- name: outcome_load(id uuid)
SELECT o.object, o.version, audit.record('view', 'outcome', o.id, o.person_id, o.spoke_id, NULL)
  FROM casework.outcome_object AS o WHERE o.id = :id;

-- What it said before is kept by casework.correction_kept(). Items, a score or the
-- reason there is none: each takes the place of the others.
-- name: outcome_amend(id uuid, version integer, input jsonb)
UPDATE casework.outcome SET
    measured_on = coalesce((:input ->> 'measured_on')::date, measured_on),
    items = CASE WHEN :input -> 'items' IS NULL THEN NULL
                 ELSE ARRAY(SELECT jsonb_array_elements_text(:input -> 'items')::smallint) END,
    value = (:input ->> 'value')::numeric, not_measured = :input ->> 'not_measured',
    note = :input ->> 'note', correction_reason = :input ->> 'reason',
    correction_note = :input ->> 'reason_note', corrects_version = version
 WHERE id = :id AND version = :version;

-- name: outcome_in_error(id uuid, version integer, reason text, note text)
UPDATE casework.outcome SET in_error_at = access.moment(), correction_reason = :reason,
       correction_note = :note, corrects_version = version
 WHERE id = :id AND version = :version;

-- ---- for a group ------------------------------------------------------------------

-- Of those the reader may see: a spoke's staff their spoke, a provider its own.
-- name: outcome_distance_of_intervention(id uuid, spoke text, since date, until date)
WITH shown AS MATERIALIZED (
    SELECT d.* FROM casework.distance_of_group(:id, reference.spoke_id(:spoke), :since, :until) AS d),
logged AS MATERIALIZED (
    SELECT audit.record('view', 'outcome', NULL, NULL, reference.spoke_id(:spoke),
                        jsonb_build_object('intervention_id', i.id)) FROM casework.intervention AS i WHERE i.id = :id)
SELECT json_build_object('intervention', json_build_object('id', i.id, 'name', i.name), 'spoke', :spoke::text,
           'from', :since::date, 'to', :until::date,
           'items', (SELECT coalesce(json_agg(s.object ORDER BY s.position, s.informant), '[]') FROM shown AS s))
  FROM casework.intervention AS i, logged WHERE i.id = :id;

-- What is to be measured in a spoke, the longest due first.
-- name: outcome_due_list(spoke text)
WITH shown AS MATERIALIZED (
    SELECT d.allocation_id, d.due_on, json_build_object('allocation_id', d.allocation_id,
               'episode_id', d.episode_id, 'point', d.point, 'due_on', d.due_on,
               'overdue', d.due_on < access.today(),
               'person', json_build_object('id', p.id, 'name', p.display_name),
               'intervention', json_build_object('id', i.id, 'name', i.name),
               'provider', g.name, 'worker', casework.colleague(d.worker_user_id)) AS item
      FROM casework.outcomes_due(reference.spoke_id(:spoke), false) AS d
      JOIN casework.intervention AS i ON i.id = d.intervention_id
      JOIN reference.agency AS g ON g.id = d.provider_agency_id
      JOIN casework.person AS p ON p.id = d.person_id
     ORDER BY d.due_on, d.allocation_id LIMIT 500),
logged AS MATERIALIZED (
    SELECT audit.record_list('list', 'allocation', array_agg(allocation_id)) FROM shown)
SELECT shown.item FROM shown, logged ORDER BY shown.due_on, shown.allocation_id;

-- ---- the young person's voice -------------------------------------------------------

-- name: outcome_voices(id uuid, all_versions boolean)
WITH shown AS MATERIALIZED (
    SELECT v.id, v.said_on, v.object FROM casework.voice_object AS v
     WHERE v.episode_id = :id AND (coalesce(:all_versions, false) OR v.in_error_at IS NULL)),
logged AS MATERIALIZED (
    SELECT audit.record_list('list', 'voice', array_agg(id)) FROM shown)
SELECT shown.object FROM shown, logged ORDER BY shown.said_on DESC, shown.id DESC;

-- name: outcome_voice_create(id uuid, episode_id uuid, input jsonb)
INSERT INTO casework.voice (id, spoke_id, person_id, episode_id, said_on, medium, quotation, about,
    permission, permission_on, anonymised)
SELECT :id, e.spoke_id, e.person_id, e.id, coalesce(i.said_on, access.today()), i.medium, i.quotation,
       i.about, coalesce(i.permission, 'not_asked'), i.permission_on, i.anonymised
  FROM casework.episode AS e,
       jsonb_to_record(:input) AS i(said_on date, medium text, quotation text, about text,
           permission text, permission_on date, anonymised text)
 WHERE e.id = :episode_id;

-- name: outcome_voice_load(id uuid)
SELECT v.object, v.version, audit.record('view', 'voice', v.id, v.person_id, v.spoke_id, NULL)
  FROM casework.voice_object AS v WHERE v.id = :id;

-- name: outcome_voice_amend(id uuid, version integer, input jsonb)
UPDATE casework.voice SET said_on = coalesce((:input ->> 'said_on')::date, said_on),
    medium = :input ->> 'medium', quotation = :input ->> 'quotation', about = :input ->> 'about',
    permission = coalesce(:input ->> 'permission', 'not_asked'),
    permission_on = (:input ->> 'permission_on')::date, anonymised = :input ->> 'anonymised',
    correction_reason = :input ->> 'reason', correction_note = :input ->> 'reason_note',
    corrects_version = version
 WHERE id = :id AND version = :version;

-- name: outcome_voice_in_error(id uuid, version integer, reason text, note text)
UPDATE casework.voice SET in_error_at = access.moment(), correction_reason = :reason,
       correction_note = :note, corrects_version = version
 WHERE id = :id AND version = :version;
