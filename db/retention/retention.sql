-- What is due for disposal, what is held back, and disposals with their
-- certificates. What an answer shows is built by the views of
-- migrations/functions/60_disposal.sql.

-- What is due in the reader's spokes, or in one, the longest due first. It names
-- cases by their references; the young person only for who reads the case.
-- name: retention_due_list(spoke text, wanted integer)
WITH due AS MATERIALIZED (
    SELECT k.*, s.code AS spoke, s.id AS spoke_id
      FROM unnest((SELECT access.spokes_with('retention.read'))::integer[]) AS r(id)
      JOIN reference.spoke AS s ON s.id = r.id
     CROSS JOIN LATERAL casework.retention_due(s.id, :wanted) AS k
     WHERE :spoke::text IS NULL OR s.id = reference.spoke_id(:spoke)
     ORDER BY k.due_on, k.record_references LIMIT :wanted),
logged AS MATERIALIZED (
    SELECT audit.record_list('list', 'retention', array_agg(coalesce(person_id, referral_id))) FROM due)
SELECT json_build_object('person_id', d.person_id, 'referral_id', d.referral_id, 'spoke', d.spoke,
           'person', (SELECT json_build_object('id', p.id, 'name', p.display_name)
                        FROM casework.person AS p WHERE p.id = d.person_id),
           'references', d.record_references, 'category', d.category, 'due_on', d.due_on, 'held', d.held,
           'disposal_id', d.disposal_id,
           'may_propose', d.disposal_id IS NULL AND cardinality(d.held) = 0
               AND d.spoke_id = ANY (access.spokes_with('retention.propose')))
  FROM due AS d, logged ORDER BY d.due_on, d.record_references;

-- name: retention_rule_list()
SELECT json_build_object('category', r.category, 'spoke', s.code, 'years', r.years, 'counted_from', r.counted_from,
                         'until_age', r.until_age, 'permanent', r.permanent, 'source', r.source)
  FROM reference.retention_rule AS r
  JOIN reference.retention_category AS t ON t.code = r.category
  LEFT JOIN reference.spoke AS s ON s.id = r.spoke_id
 ORDER BY t.position, s.code NULLS FIRST;

-- name: retention_hold_list(spoke text, after jsonb, limit integer)
WITH page AS MATERIALIZED (
    SELECT x.id, x.created_at
      FROM unnest((SELECT access.spokes_with('retention.read'))::integer[]) AS s(id)
     CROSS JOIN LATERAL (
           SELECT h.id, h.created_at FROM casework.retention_hold AS h
            WHERE h.spoke_id = s.id
              AND (:after::jsonb IS NULL OR (h.created_at, h.id)
                   < ((:after::jsonb ->> 0)::timestamptz, (:after::jsonb ->> 1)::uuid))
            ORDER BY h.created_at DESC, h.id DESC LIMIT :limit) AS x
     WHERE :spoke::text IS NULL OR s.id = reference.spoke_id(:spoke)
     ORDER BY x.created_at DESC, x.id DESC LIMIT :limit),
logged AS MATERIALIZED (
    SELECT audit.record_list('list', 'retention_hold', array_agg(id)) FROM page)
SELECT (SELECT o.object FROM casework.retention_hold_object AS o WHERE o.id = page.id),
       jsonb_build_array(page.created_at, page.id)
  FROM logged CROSS JOIN page ORDER BY page.created_at DESC, page.id DESC;

-- name: retention_hold_load(id uuid)
SELECT o.object, o.version, audit.record('view', 'retention_hold', o.id, o.person_id, o.spoke_id, NULL)
  FROM casework.retention_hold_object AS o WHERE o.id = :id;

-- One case by its reference, or, without one, all of a spoke's.
-- name: retention_hold_create(id uuid, input jsonb)
INSERT INTO casework.retention_hold (id, spoke_id, person_id, reference, reason, note, from_on, until_on)
SELECT :id, coalesce(k.spoke, reference.spoke_id(i.spoke)), k.person, CASE WHEN k.person IS NOT NULL THEN upper(btrim(i.reference)) END,
       i.reason, i.note, coalesce(i.from_on, access.today()), i.until_on
  FROM jsonb_to_record(:input) AS i(reference text, spoke text, reason text, note text, from_on date, until_on date)
 CROSS JOIN LATERAL casework.hold_person(i.reference) AS k;

-- name: retention_hold_lift(id uuid, version integer, reason text)
UPDATE casework.retention_hold SET end_reason = :reason
 WHERE id = :id AND version = :version AND ended_at IS NULL;

-- name: retention_disposal_list(spoke text, state text, after jsonb, limit integer)
WITH page AS MATERIALIZED (
    SELECT x.id, x.created_at
      FROM unnest((SELECT access.spokes_with('retention.read'))::integer[]) AS s(id)
     CROSS JOIN LATERAL (
           SELECT d.id, d.created_at FROM casework.disposal AS d
            WHERE d.spoke_id = s.id AND (:state::text IS NULL OR d.state = :state)
              AND (:after::jsonb IS NULL OR (d.created_at, d.id)
                   < ((:after::jsonb ->> 0)::timestamptz, (:after::jsonb ->> 1)::uuid))
            ORDER BY d.created_at DESC, d.id DESC LIMIT :limit) AS x
     WHERE :spoke::text IS NULL OR s.id = reference.spoke_id(:spoke)
     ORDER BY x.created_at DESC, x.id DESC LIMIT :limit),
logged AS MATERIALIZED (
    SELECT audit.record_list('list', 'disposal', array_agg(id)) FROM page)
SELECT (SELECT o.object FROM casework.disposal_object AS o WHERE o.id = page.id),
       jsonb_build_array(page.created_at, page.id)
  FROM logged CROSS JOIN page ORDER BY page.created_at DESC, page.id DESC;

-- name: retention_disposal_load(id uuid)
SELECT o.object, o.version, audit.record('view', 'disposal', o.id, o.person_id, o.spoke_id, NULL)
  FROM casework.disposal_object AS o WHERE o.id = :id;

-- name: retention_disposal_propose(id uuid, input jsonb)
INSERT INTO casework.disposal (id, spoke_id, person_id, referral_id, reason)
SELECT :id, reference.spoke_id(i.spoke), i.person_id, i.referral_id, i.reason
  FROM jsonb_to_record(:input) AS i(spoke text, person_id uuid, referral_id uuid, reason text);

-- name: retention_disposal_move(id uuid, version integer, state text, note text)
UPDATE casework.disposal SET state = :state, state_note = :note
 WHERE id = :id AND version = :version;
