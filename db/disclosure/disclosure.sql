-- The register of sharings, and whether agreement stands. What an answer shows
-- is built by the view of migrations/functions/55_disclosure.sql.

-- Before what stands below an episode: TL404 unless the reader may see it.
-- name: disclosure_episode_required(id uuid)
SELECT casework.episode_required(:id);

-- The sharings of the reader's spokes, or of one, latest first.
-- name: disclosure_list(spoke text, gateway text, agency text, state text, after jsonb, limit integer)
WITH page AS MATERIALIZED (
    SELECT x.id, x.shared_at
      FROM unnest((SELECT access.spokes_with('disclosure.register'))::integer[]) AS s(id)
     CROSS JOIN LATERAL (
           SELECT d.id, d.shared_at FROM casework.disclosure AS d
            WHERE d.spoke_id = s.id
              AND (:gateway::text IS NULL OR d.gateway = :gateway)
              AND (:agency::text IS NULL OR d.recipient_agency_id = reference.agency_id(:agency))
              AND CASE :state WHEN 'open' THEN d.ended_on IS NULL AND d.review_on IS NOT NULL
                              WHEN 'ended' THEN d.ended_on IS NOT NULL ELSE true END
              AND (:after::jsonb IS NULL OR (d.shared_at, d.id)
                   < ((:after::jsonb ->> 0)::timestamptz, (:after::jsonb ->> 1)::uuid))
            ORDER BY d.shared_at DESC, d.id DESC LIMIT :limit) AS x
     WHERE :spoke::text IS NULL OR s.id = reference.spoke_id(:spoke)
     ORDER BY x.shared_at DESC, x.id DESC LIMIT :limit),
logged AS MATERIALIZED (
    SELECT audit.record_list('list', 'disclosure', array_agg(id)) FROM page)
SELECT o.object, jsonb_build_array(page.shared_at, page.id)
  FROM logged CROSS JOIN page JOIN casework.disclosure_object AS o ON o.id = page.id
 ORDER BY page.shared_at DESC, page.id DESC;

-- Those somebody has to look at: the review is late, or agreement was
-- withdrawn. The one due longest first.
-- name: disclosure_list_due(spoke text, gateway text, agency text, state text, after jsonb, limit integer)
WITH page AS MATERIALIZED (
    SELECT x.id, x.review_on
      FROM unnest((SELECT access.spokes_with('disclosure.register'))::integer[]) AS s(id)
     CROSS JOIN LATERAL (
           SELECT d.id, d.review_on FROM casework.disclosure AS d
            WHERE d.spoke_id = s.id AND d.ended_on IS NULL AND d.review_on IS NOT NULL
              AND CASE :state WHEN 'flagged' THEN d.flagged_by IS NOT NULL ELSE d.review_on < access.today() END
              AND (:gateway::text IS NULL OR d.gateway = :gateway)
              AND (:agency::text IS NULL OR d.recipient_agency_id = reference.agency_id(:agency))
              AND (:after::jsonb IS NULL OR (d.review_on, d.id)
                   > ((:after::jsonb ->> 0)::date, (:after::jsonb ->> 1)::uuid))
            ORDER BY d.review_on, d.id LIMIT :limit) AS x
     WHERE :spoke::text IS NULL OR s.id = reference.spoke_id(:spoke)
     ORDER BY x.review_on, x.id LIMIT :limit),
logged AS MATERIALIZED (
    SELECT audit.record_list('list', 'disclosure', array_agg(id)) FROM page)
SELECT o.object, jsonb_build_array(page.review_on, page.id)
  FROM logged CROSS JOIN page JOIN casework.disclosure_object AS o ON o.id = page.id
 ORDER BY page.review_on, page.id;

-- What is shared of one episode, what is still open first.
-- name: disclosure_list_of_episode(id uuid)
WITH shown AS MATERIALIZED (
    SELECT d.* FROM casework.disclosure_object AS d WHERE d.episode_id = :id),
logged AS MATERIALIZED (
    SELECT audit.record('list', 'disclosure', NULL, e.person_id, e.spoke_id, NULL)
      FROM casework.episode AS e WHERE e.id = :id)
SELECT s.object FROM shown AS s, logged
 ORDER BY (s.ended_on IS NULL AND s.review_on IS NOT NULL) DESC, s.shared_at DESC, s.id;

-- name: disclosure_load(id uuid)
SELECT d.object, d.version, audit.record('view', 'disclosure', d.id, d.person_id, d.spoke_id, NULL)
  FROM casework.disclosure_object AS d WHERE d.id = :id;

-- Shared outside the product, written down: today, or on a day that is named.
-- name: disclosure_create(id uuid, episode_id uuid, input jsonb)
INSERT INTO casework.disclosure (id, spoke_id, person_id, episode_id, reference, purpose, gateway, gateway_reason,
    content, recipient_agency_id, recipient_name, recipient_person, shared_at, ongoing, review_on, expires_on)
SELECT :id, e.spoke_id, e.person_id, e.id, e.reference, i.purpose, i.gateway, i.gateway_reason, i.content,
       reference.agency_id(i.recipient_agency), i.recipient_name, i.recipient_person,
       least(access.moment(), (coalesce(i.shared_on, access.today()) + time '12:00') AT TIME ZONE 'Europe/London'),
       i.review_on IS NOT NULL, i.review_on, i.expires_on
  FROM casework.episode AS e,
       jsonb_to_record(:input) AS i(purpose text, gateway text, gateway_reason text, content text[],
           recipient_agency text, recipient_name text, recipient_person text, shared_on date, review_on date,
           expires_on date)
 WHERE e.id = :episode_id;

-- Looked at again: its trigger makes it hold.
-- name: disclosure_review(id uuid, version integer, input jsonb)
INSERT INTO casework.disclosure_review (spoke_id, disclosure_id, outcome, reason, next_review_on, gateway)
SELECT d.spoke_id, d.id, i.outcome, i.reason, CASE i.outcome WHEN 'continue' THEN i.next_review_on END, i.gateway
  FROM casework.disclosure AS d,
       jsonb_to_record(:input) AS i(outcome text, reason text, next_review_on date, gateway text)
 WHERE d.id = :id AND d.version = :version;

-- What agreement of an episode stands on, and how it changed, latest first.
-- name: disclosure_agreement_list(id uuid)
WITH logged AS MATERIALIZED (
    SELECT audit.record('list', 'agreement', NULL, e.person_id, e.spoke_id, NULL)
      FROM casework.episode AS e WHERE e.id = :id)
SELECT json_build_object('id', a.id, 'kind', a.kind, 'change', a.change, 'changed_on', a.changed_on,
           'by_whom', a.by_whom, 'by_name', a.by_name, 'how', a.how, 'note', a.note, 'gateway', a.gateway,
           'gateway_reason', a.gateway_reason, 'recorded_by', casework.colleague(a.created_by),
           'at', casework.instant(a.created_at))
  FROM casework.agreement AS a, logged
 WHERE a.episode_id = :id ORDER BY a.changed_on DESC, a.created_at DESC;

-- name: disclosure_agreement_create(id uuid, episode_id uuid, input jsonb)
INSERT INTO casework.agreement (id, spoke_id, person_id, episode_id, kind, change, changed_on, by_whom, by_name, how,
    note, gateway, gateway_reason)
SELECT :id, e.spoke_id, e.person_id, e.id, i.kind, i.change, i.changed_on, i.by_whom, i.by_name, i.how, i.note,
       i.gateway, i.gateway_reason
  FROM casework.episode AS e,
       jsonb_to_record(:input) AS i(kind text, change text, changed_on date, by_whom text, by_name text, how text,
           note text, gateway text, gateway_reason text)
 WHERE e.id = :episode_id;

-- name: disclosure_agreement_load(id uuid)
SELECT json_build_object('id', a.id, 'kind', a.kind, 'change', a.change, 'changed_on', a.changed_on,
           'by_whom', a.by_whom, 'by_name', a.by_name, 'how', a.how, 'note', a.note, 'gateway', a.gateway,
           'gateway_reason', a.gateway_reason, 'recorded_by', casework.colleague(a.created_by),
           'at', casework.instant(a.created_at)), 1,
       audit.record('view', 'agreement', a.id, a.person_id, a.spoke_id, NULL)
  FROM casework.agreement AS a WHERE a.id = :id;
