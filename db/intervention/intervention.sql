-- The catalogue of what can be offered.

-- Places taken are counted, so that capacity and waiting list are never stale.
-- name: intervention_list(spoke text, approach text, level text, current boolean)
-- plan: seq scan on intervention, some hundred rows
SELECT i.object
  FROM casework.intervention_object AS i
 WHERE (:spoke::text IS NULL OR EXISTS (SELECT FROM casework.intervention_spoke AS d
            WHERE d.intervention_id = i.id AND d.spoke_id = reference.spoke_id(:spoke)))
   AND (:approach::text IS NULL OR i.approach = :approach)
   AND (:level::text IS NULL OR i.prevention_level = :level)
   AND (:current::boolean IS NULL OR :current = (access.today()
        BETWEEN coalesce(i.active_from, '-infinity') AND coalesce(i.active_to, 'infinity')))
 ORDER BY i.name, i.code;

-- name: intervention_load(id uuid)
SELECT i.object, i.version FROM casework.intervention_object AS i WHERE i.id = :id;

-- Nobody has to think of a code: it is made of the name.
-- name: intervention_create(id uuid, input jsonb)
INSERT INTO casework.intervention (id, code, name, description, provider_agency_id, approach,
    prevention_level, targeting, theme, mode, funding_stream, capacity, planned_sessions,
    planned_hours, min_age, max_age, eligible_sex, min_risk_level, max_risk_level, area,
    outcome_measures, evaluation_status, active_from, active_to)
SELECT :id, coalesce(i.code, concat_ws('_', nullif(left(trim(both '_' from
           regexp_replace(lower(i.name), '[^a-z0-9]+', '_', 'g')), 50), ''), left(:id::text, 8))),
       i.name, i.description, reference.agency_id(i.provider, 'provider'), i.approach,
       i.prevention_level, i.targeting, i.theme, i.mode, i.funding_stream, i.capacity,
       i.planned_sessions, i.planned_hours, i.min_age, i.max_age, i.eligible_sex,
       i.min_risk_level, i.max_risk_level, i.area,
       ARRAY(SELECT jsonb_array_elements_text(coalesce(i.outcome_measures, '[]'))),
       i.evaluation_status, i.active_from, i.active_to
  FROM jsonb_to_record(:input) AS i(code text, name text, description text, provider text,
       approach text, prevention_level text, targeting text, theme text, mode text,
       funding_stream text, capacity integer, planned_sessions integer, planned_hours numeric,
       min_age integer, max_age integer, eligible_sex text, min_risk_level text,
       max_risk_level text, area text, outcome_measures jsonb, evaluation_status text,
       active_from date, active_to date);

-- name: intervention_spokes_add(id uuid, input jsonb)
INSERT INTO casework.intervention_spoke (intervention_id, spoke_id)
SELECT DISTINCT :id, reference.spoke_id(s.code)
  FROM jsonb_array_elements_text(:input -> 'spokes') AS s(code);

-- name: intervention_update(id uuid, version integer, input jsonb)
UPDATE casework.intervention SET
    name = CASE WHEN :input ? 'name' THEN :input ->> 'name' ELSE name END,
    description = CASE WHEN :input ? 'description' THEN :input ->> 'description' ELSE description END,
    capacity = CASE WHEN :input ? 'capacity' THEN (:input ->> 'capacity')::integer ELSE capacity END,
    planned_sessions = CASE WHEN :input ? 'planned_sessions' THEN (:input ->> 'planned_sessions')::integer ELSE planned_sessions END,
    planned_hours = CASE WHEN :input ? 'planned_hours' THEN (:input ->> 'planned_hours')::numeric ELSE planned_hours END,
    funding_stream = CASE WHEN :input ? 'funding_stream' THEN :input ->> 'funding_stream' ELSE funding_stream END,
    min_age = CASE WHEN :input ? 'min_age' THEN (:input ->> 'min_age')::integer ELSE min_age END,
    max_age = CASE WHEN :input ? 'max_age' THEN (:input ->> 'max_age')::integer ELSE max_age END,
    eligible_sex = CASE WHEN :input ? 'eligible_sex' THEN :input ->> 'eligible_sex' ELSE eligible_sex END,
    min_risk_level = CASE WHEN :input ? 'min_risk_level' THEN :input ->> 'min_risk_level' ELSE min_risk_level END,
    max_risk_level = CASE WHEN :input ? 'max_risk_level' THEN :input ->> 'max_risk_level' ELSE max_risk_level END,
    area = CASE WHEN :input ? 'area' THEN :input ->> 'area' ELSE area END,
    outcome_measures = CASE WHEN :input ? 'outcome_measures'
        THEN ARRAY(SELECT jsonb_array_elements_text(coalesce(nullif(:input -> 'outcome_measures', 'null'), '[]')))
        ELSE outcome_measures END,
    evaluation_status = CASE WHEN :input ? 'evaluation_status' THEN :input ->> 'evaluation_status' ELSE evaluation_status END,
    active_from = CASE WHEN :input ? 'active_from' THEN (:input ->> 'active_from')::date ELSE active_from END,
    active_to = CASE WHEN :input ? 'active_to' THEN (:input ->> 'active_to')::date ELSE active_to END
 WHERE id = :id AND version = :version;
