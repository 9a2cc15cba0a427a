-- Places of concern and their problem-solving plans (domain.md 10). What an
-- answer shows is built by the views of migrations/functions/51_place.sql.

-- A spoke's places, latest first; closed ones on request.
-- name: place_list(spoke text, closed boolean, after jsonb, limit integer)
WITH page AS MATERIALIZED (
    SELECT p.id, p.noted_on, json_build_object('id', p.id, 'name', p.name, 'type', p.type,
               'location', p.location, 'status', p.status, 'noted_on', p.noted_on, 'review_on', p.review_on,
               'review_overdue', coalesce(p.status <> 'closed' AND p.review_on < access.today(), false),
               'people', (SELECT count(*) FROM casework.place_person AS l
                           WHERE l.place_id = p.id AND l.until IS NULL),
               'plans', (SELECT count(*) FROM casework.place_plan AS n
                          WHERE n.place_id = p.id AND n.ended_on IS NULL)) AS item,
           jsonb_build_array(p.noted_on, p.id) AS cursor
      FROM casework.place AS p
     WHERE p.spoke_id = reference.spoke_id(:spoke)
       AND (p.status = 'closed') = coalesce(:closed, false)
       AND (:after::jsonb IS NULL OR (p.noted_on, p.id)
            < ((:after::jsonb ->> 0)::date, (:after::jsonb ->> 1)::uuid))
     ORDER BY p.noted_on DESC, p.id DESC
     LIMIT :limit),
logged AS MATERIALIZED (
    SELECT audit.record_list('list', 'place', array_agg(id)) FROM page)
SELECT page.item, page.cursor FROM page, logged ORDER BY page.noted_on DESC, page.id DESC;

-- name: place_create(id uuid, input jsonb)
INSERT INTO casework.place (id, spoke_id, name, type, location, source, status, concern, noted_on, review_on)
SELECT :id, reference.spoke_id(i.spoke), i.name, i.type, i.location, i.source, coalesce(i.status, 'emerging'),
       i.concern, coalesce(i.noted_on, access.today()), i.review_on
  FROM jsonb_to_record(:input) AS i(spoke text, name text, type text, location text, source text,
       status text, concern text, noted_on date, review_on date);

-- Who is linked there is read with it: each has their row in the access log.
-- name: place_load(id uuid)
SELECT p.object, p.version, audit.record('view', 'place', p.id, NULL, p.spoke_id, NULL),
       (SELECT count(*) FROM (
           SELECT audit.record('view', 'place_person', l.id, l.person_id, l.spoke_id, NULL)
             FROM casework.place_person AS l WHERE l.place_id = p.id) AS each)
  FROM casework.place_object AS p WHERE p.id = :id;

-- name: place_update(id uuid, version integer, input jsonb)
UPDATE casework.place SET
    name = CASE WHEN :input ? 'name' THEN :input ->> 'name' ELSE name END,
    type = CASE WHEN :input ? 'type' THEN :input ->> 'type' ELSE type END,
    location = CASE WHEN :input ? 'location' THEN :input ->> 'location' ELSE location END,
    source = CASE WHEN :input ? 'source' THEN :input ->> 'source' ELSE source END,
    status = CASE WHEN :input ? 'status' THEN :input ->> 'status' ELSE status END,
    concern = CASE WHEN :input ? 'concern' THEN :input ->> 'concern' ELSE concern END,
    review_on = CASE WHEN :input ? 'review_on' THEN (:input ->> 'review_on')::date ELSE review_on END,
    closed_on = CASE WHEN coalesce(:input ->> 'status', status) <> 'closed' THEN NULL
                     ELSE coalesce((:input ->> 'closed_on')::date, closed_on, access.today()) END
 WHERE id = :id AND version = :version;

-- name: place_required(id uuid)
SELECT casework.place_required(:id);

-- name: place_person_add(id uuid, place_id uuid, input jsonb)
INSERT INTO casework.place_person (id, spoke_id, place_id, person_id, since, note)
SELECT :id, p.spoke_id, p.id, (:input ->> 'person_id')::uuid,
       coalesce((:input ->> 'since')::date, access.today()), :input ->> 'note'
  FROM casework.place AS p WHERE p.id = :place_id;

-- name: place_person_end(id uuid, place_id uuid, until date)
UPDATE casework.place_person SET until = greatest(coalesce(:until, access.today()), since)
 WHERE id = :id AND place_id = :place_id AND until IS NULL;

-- What was seen there: a contact of the spoke, linked to the place.
-- name: place_contact_add(place_id uuid, contact_id uuid)
UPDATE casework.contact AS c SET place_id = p.id
  FROM casework.place AS p
 WHERE p.id = :place_id AND c.id = :contact_id AND c.spoke_id = p.spoke_id;

-- name: place_plans(place_id uuid)
WITH shown AS MATERIALIZED (
    SELECT n.id, n.created_at, n.object FROM casework.place_plan_object AS n WHERE n.place_id = :place_id),
logged AS MATERIALIZED (
    SELECT audit.record_list('list', 'place_plan', array_agg(id)) FROM shown)
SELECT shown.object FROM shown, logged ORDER BY shown.created_at DESC, shown.id;

-- name: place_plan_create(id uuid, place_id uuid, input jsonb)
INSERT INTO casework.place_plan (id, spoke_id, place_id, stage, objective, scanning, analysis, response,
    assessment, owner_user_id, owner_name, review_on)
SELECT :id, p.spoke_id, p.id, coalesce(i.stage, 'objective'), i.objective, i.scanning, i.analysis,
       i.response, i.assessment, i.owner_user_id, i.owner_name, i.review_on
  FROM casework.place AS p, jsonb_to_record(:input) AS i(stage text, objective text, scanning text,
       analysis text, response text, assessment text, owner_user_id uuid, owner_name text, review_on date)
 WHERE p.id = :place_id;

-- name: place_plan_load(id uuid)
SELECT n.object, n.version, audit.record('view', 'place_plan', n.id, NULL, n.spoke_id, NULL)
  FROM casework.place_plan_object AS n WHERE n.id = :id;

-- name: place_plan_update(id uuid, version integer, input jsonb)
UPDATE casework.place_plan SET
    stage = CASE WHEN :input ? 'stage' THEN :input ->> 'stage' ELSE stage END,
    objective = CASE WHEN :input ? 'objective' THEN :input ->> 'objective' ELSE objective END,
    scanning = CASE WHEN :input ? 'scanning' THEN :input ->> 'scanning' ELSE scanning END,
    analysis = CASE WHEN :input ? 'analysis' THEN :input ->> 'analysis' ELSE analysis END,
    response = CASE WHEN :input ? 'response' THEN :input ->> 'response' ELSE response END,
    assessment = CASE WHEN :input ? 'assessment' THEN :input ->> 'assessment' ELSE assessment END,
    owner_user_id = CASE WHEN :input ? 'owner_user_id' THEN (:input ->> 'owner_user_id')::uuid ELSE owner_user_id END,
    owner_name = CASE WHEN :input ? 'owner_name' THEN :input ->> 'owner_name' ELSE owner_name END,
    review_on = CASE WHEN :input ? 'review_on' THEN (:input ->> 'review_on')::date ELSE review_on END,
    ended_on = CASE WHEN :input ? 'ended_on' THEN (:input ->> 'ended_on')::date ELSE ended_on END
 WHERE id = :id AND version = :version;

-- name: place_plan_action_add(id uuid, plan_id uuid, input jsonb)
INSERT INTO casework.place_plan_action (id, spoke_id, plan_id, description, owner_name, due_on)
SELECT :id, n.spoke_id, n.id, :input ->> 'description', :input ->> 'owner_name', (:input ->> 'due_on')::date
  FROM casework.place_plan AS n WHERE n.id = :plan_id;

-- name: place_plan_action_done(id uuid, plan_id uuid, done_on date)
UPDATE casework.place_plan_action SET done_on = coalesce(:done_on, access.today())
 WHERE id = :id AND plan_id = :plan_id AND done_on IS NULL;
