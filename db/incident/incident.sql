-- Critical incidents (domain.md 10): opened by the spoke's coordinator and those
-- named on their list; each opening says what for.

-- The incidents the reader may open, latest first: that there are, no more.
-- name: incident_list(spoke text, after jsonb, limit integer)
WITH page AS MATERIALIZED (
    SELECT i.id, i.happened_at, json_build_object('id', i.id, 'spoke', s.code, 'kind', i.kind,
               'title', i.title, 'happened_at', casework.instant(i.happened_at), 'review_on', i.review_on,
               'review_overdue', coalesce(i.ended_on IS NULL AND i.review_on < access.today(), false),
               'ended_on', i.ended_on) AS item,
           jsonb_build_array(i.happened_at, i.id) AS cursor
      FROM casework.critical_incident AS i
      JOIN reference.spoke AS s ON s.id = i.spoke_id
     WHERE i.spoke_id = reference.spoke_id(:spoke)
       AND (:after::jsonb IS NULL OR (i.happened_at, i.id)
            < ((:after::jsonb ->> 0)::timestamptz, (:after::jsonb ->> 1)::uuid))
     ORDER BY i.happened_at DESC, i.id DESC
     LIMIT :limit),
logged AS MATERIALIZED (
    SELECT audit.record_list('list', 'critical_incident', array_agg(id)) FROM page)
SELECT page.item, page.cursor FROM page, logged ORDER BY page.happened_at DESC, page.id DESC;

-- name: incident_purpose_required()
SELECT casework.incident_purpose_required();

-- name: incident_required(id uuid)
SELECT casework.incident_required(:id);

-- Each young person linked has their row in the access log, too.
-- name: incident_load(id uuid)
SELECT i.object, i.version, audit.record('view', 'critical_incident', i.id, NULL, i.spoke_id, NULL),
       (SELECT count(*) FROM (
           SELECT audit.record('view', 'critical_incident_person', l.id, l.person_id, l.spoke_id, NULL)
             FROM casework.critical_incident_person AS l WHERE l.incident_id = i.id) AS each)
  FROM casework.critical_incident_object AS i WHERE i.id = :id;

-- name: incident_create(id uuid, input jsonb)
INSERT INTO casework.critical_incident (id, spoke_id, kind, title, happened_at, summary, risk_level,
    risk_rationale, assessed_on, assessed_with, retaliation_level, retaliation_rationale, tensions, review_on)
SELECT :id, reference.spoke_id(i.spoke), i.kind, i.title, i.happened_at, i.summary, i.risk_level,
       i.risk_rationale, i.assessed_on, i.assessed_with, i.retaliation_level, i.retaliation_rationale,
       i.tensions, i.review_on
  FROM jsonb_to_record(:input) AS i(spoke text, kind text, title text, happened_at timestamptz, summary text,
       risk_level text, risk_rationale text, assessed_on date, assessed_with text, retaliation_level text,
       retaliation_rationale text, tensions text, review_on date);

-- name: incident_update(id uuid, version integer, input jsonb)
UPDATE casework.critical_incident SET
    kind = CASE WHEN :input ? 'kind' THEN :input ->> 'kind' ELSE kind END,
    title = CASE WHEN :input ? 'title' THEN :input ->> 'title' ELSE title END,
    happened_at = CASE WHEN :input ? 'happened_at' THEN (:input ->> 'happened_at')::timestamptz ELSE happened_at END,
    summary = CASE WHEN :input ? 'summary' THEN :input ->> 'summary' ELSE summary END,
    risk_level = CASE WHEN :input ? 'risk_level' THEN :input ->> 'risk_level' ELSE risk_level END,
    risk_rationale = CASE WHEN :input ? 'risk_rationale' THEN :input ->> 'risk_rationale' ELSE risk_rationale END,
    assessed_on = CASE WHEN :input ? 'assessed_on' THEN (:input ->> 'assessed_on')::date ELSE assessed_on END,
    assessed_with = CASE WHEN :input ? 'assessed_with' THEN :input ->> 'assessed_with' ELSE assessed_with END,
    retaliation_level = CASE WHEN :input ? 'retaliation_level' THEN :input ->> 'retaliation_level' ELSE retaliation_level END,
    retaliation_rationale = CASE WHEN :input ? 'retaliation_rationale' THEN :input ->> 'retaliation_rationale' ELSE retaliation_rationale END,
    tensions = CASE WHEN :input ? 'tensions' THEN :input ->> 'tensions' ELSE tensions END,
    review_on = CASE WHEN :input ? 'review_on' THEN (:input ->> 'review_on')::date ELSE review_on END,
    review = CASE WHEN :input ? 'review' THEN :input ->> 'review' ELSE review END,
    ended_on = CASE WHEN :input ? 'ended_on' THEN (:input ->> 'ended_on')::date ELSE ended_on END
 WHERE id = :id AND version = :version;

-- name: incident_person_add(id uuid, incident_id uuid, input jsonb)
INSERT INTO casework.critical_incident_person (id, spoke_id, incident_id, person_id, name, role, note)
SELECT :id, i.spoke_id, i.id, (:input ->> 'person_id')::uuid, :input ->> 'name', :input ->> 'role', :input ->> 'note'
  FROM casework.critical_incident AS i WHERE i.id = :incident_id;

-- It turned out otherwise: the link ends, with why, and stays to be read.
-- name: incident_person_end(id uuid, incident_id uuid, note text)
UPDATE casework.critical_incident_person SET ended_on = access.today(), end_note = :note
 WHERE id = :id AND incident_id = :incident_id AND ended_on IS NULL;

-- name: incident_place_add(incident_id uuid, place_id uuid)
INSERT INTO casework.critical_incident_place (incident_id, place_id, spoke_id)
SELECT i.id, :place_id, i.spoke_id FROM casework.critical_incident AS i WHERE i.id = :incident_id
ON CONFLICT DO NOTHING;

-- name: incident_entry_add(id uuid, incident_id uuid, input jsonb)
INSERT INTO casework.critical_incident_entry (id, spoke_id, incident_id, happened_at, text, source)
SELECT :id, i.spoke_id, i.id, (:input ->> 'happened_at')::timestamptz, :input ->> 'text', :input ->> 'source'
  FROM casework.critical_incident AS i WHERE i.id = :incident_id;

-- name: incident_access_add(id uuid, incident_id uuid, input jsonb)
INSERT INTO casework.critical_incident_access (id, spoke_id, incident_id, user_id, reason, valid_from)
SELECT :id, i.spoke_id, i.id, (:input ->> 'user_id')::uuid, :input ->> 'reason', access.today()
  FROM casework.critical_incident AS i WHERE i.id = :incident_id;

-- From this moment they no longer see it.
-- name: incident_access_end(id uuid, incident_id uuid)
UPDATE casework.critical_incident_access SET valid_to = access.today()
 WHERE id = :id AND incident_id = :incident_id AND valid_to IS NULL;
