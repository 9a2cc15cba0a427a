-- Outcomes measured over time, and the distance travelled (domain.md 8). What an
-- answer shows is built by migrations/functions/32_work.sql.

-- Before a list: TL404 unless the reader may see what it hangs on.
-- name: outcome_episode_required(id uuid)
SELECT casework.episode_required(:id);
-- name: outcome_allocation_required(id uuid)
SELECT casework.allocation_required(:id);

-- name: outcome_list_of_episode(id uuid)
WITH shown AS MATERIALIZED (
    SELECT o.id, o.measured_on, o.object FROM casework.outcome_object AS o WHERE o.episode_id = :id),
logged AS MATERIALIZED (
    SELECT audit.record_list('list', 'outcome', array_agg(id)) FROM shown)
SELECT shown.object FROM shown, logged ORDER BY shown.measured_on DESC, shown.id DESC;

-- name: outcome_list_of_allocation(id uuid)
WITH shown AS MATERIALIZED (
    SELECT o.id, o.measured_on, o.object FROM casework.outcome_object AS o WHERE o.allocation_id = :id),
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
    instrument_version, point, informant, measured_on, value, not_measured, note)
SELECT :id, e.spoke_id, e.person_id, e.id, i.allocation_id, i.measure,
       coalesce(i.instrument_version, '1'), i.point, i.informant,
       coalesce(i.measured_on, access.today()), i.value, i.not_measured, i.note
  FROM casework.episode AS e,
       jsonb_to_record(:input) AS i(allocation_id uuid, measure text, instrument_version text,
           point text, informant text, measured_on date, value numeric, not_measured text, note text)
 WHERE e.id = :episode_id;

-- The provider's way in, who does not see the episode.
-- name: outcome_create_in_allocation(id uuid, allocation_id uuid, input jsonb)
INSERT INTO casework.outcome (id, spoke_id, person_id, episode_id, allocation_id, measure,
    instrument_version, point, informant, measured_on, value, not_measured, note)
SELECT :id, a.spoke_id, a.person_id, a.episode_id, a.id, i.measure,
       coalesce(i.instrument_version, '1'), i.point, i.informant,
       coalesce(i.measured_on, access.today()), i.value, i.not_measured, i.note
  FROM casework.allocation AS a,
       jsonb_to_record(:input) AS i(measure text, instrument_version text, point text,
           informant text, measured_on date, value numeric, not_measured text, note text)
 WHERE a.id = :allocation_id;

-- name: outcome_load(id uuid)
SELECT o.object, o.version, audit.record('view', 'outcome', o.id, o.person_id, o.spoke_id, NULL)
  FROM casework.outcome_object AS o WHERE o.id = :id;

-- A value takes the place of the reason there was none, and the other way.
-- name: outcome_update(id uuid, version integer, input jsonb)
UPDATE casework.outcome SET
    measured_on = CASE WHEN :input ? 'measured_on' THEN (:input ->> 'measured_on')::date ELSE measured_on END,
    value = CASE WHEN :input ? 'value' THEN (:input ->> 'value')::numeric
                 WHEN :input ->> 'not_measured' IS NOT NULL THEN NULL ELSE value END,
    not_measured = CASE WHEN :input ? 'not_measured' THEN :input ->> 'not_measured'
                        WHEN :input ->> 'value' IS NOT NULL THEN NULL ELSE not_measured END,
    note = CASE WHEN :input ? 'note' THEN :input ->> 'note' ELSE note END
 WHERE id = :id AND version = :version;
