-- The Early Intervention Team's contacts (domain.md 7). What the police hold
-- back is not among them for others: the policies decide.

-- Of one's spokes and one's panel's young people, latest first.
-- name: contact_list(spoke text, after jsonb, limit integer)
WITH reader AS MATERIALIZED (
    SELECT access.spokes_with('scope.case') AS spokes, access.panel_people() AS people,
           reference.spoke_id(:spoke) AS spoke,
           coalesce((:after::jsonb ->> 0)::timestamptz, 'infinity') AS before_at,
           coalesce((:after::jsonb ->> 1)::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff') AS before_id),
found AS (
    SELECT c.id, c.happened_at
      FROM reader, unnest(reader.spokes) AS s(id), LATERAL (
           SELECT c.id, c.happened_at FROM casework.contact AS c
            WHERE c.spoke_id = s.id AND c.in_error_at IS NULL AND (c.happened_at, c.id) < (reader.before_at, reader.before_id)
            ORDER BY c.happened_at DESC, c.id DESC LIMIT :limit) AS c
     WHERE reader.spoke IS NULL OR s.id = reader.spoke
    UNION
    SELECT c.id, c.happened_at
      FROM reader, unnest(reader.people) AS p(id), LATERAL (
           SELECT c.id, c.happened_at FROM casework.contact AS c
            WHERE c.person_id = p.id AND c.in_error_at IS NULL AND c.happened_at <= reader.before_at
              AND (c.happened_at, c.id) < (reader.before_at, reader.before_id)
              AND (reader.spoke IS NULL OR c.spoke_id = reader.spoke)
            ORDER BY c.happened_at DESC, c.id DESC LIMIT :limit) AS c),
page AS MATERIALIZED (
    SELECT f.id, f.happened_at,
           (SELECT v.item FROM casework.contact_item AS v WHERE v.id = f.id) AS item,
           jsonb_build_array(f.happened_at, f.id) AS cursor
      FROM found AS f ORDER BY f.happened_at DESC, f.id DESC LIMIT :limit),
logged AS MATERIALIZED (
    SELECT audit.record_list('list', 'contact', array_agg(id)) FROM page)
SELECT page.item, page.cursor FROM page, logged ORDER BY page.happened_at DESC, page.id DESC;

-- One young person's.
-- name: contact_list_person(person_id uuid, spoke text, mine boolean, after jsonb, limit integer)
WITH page AS MATERIALIZED (
    SELECT c.id, c.happened_at,
           (SELECT v.item FROM casework.contact_item AS v WHERE v.id = c.id) AS item,
           jsonb_build_array(c.happened_at, c.id) AS cursor
      FROM casework.contact AS c
     WHERE c.person_id = :person_id AND c.in_error_at IS NULL
       AND (:spoke::text IS NULL OR c.spoke_id = reference.spoke_id(:spoke))
       AND (NOT coalesce(:mine, false) OR c.officer_id = access.me())
       AND (:after::jsonb IS NULL OR (c.happened_at, c.id)
            < ((:after::jsonb ->> 0)::timestamptz, (:after::jsonb ->> 1)::uuid))
     ORDER BY c.happened_at DESC, c.id DESC
     LIMIT :limit),
logged AS MATERIALIZED (
    SELECT audit.record_list('list', 'contact', array_agg(id)) FROM page)
SELECT page.item, page.cursor FROM page, logged ORDER BY page.happened_at DESC, page.id DESC;

-- My own.
-- name: contact_list_mine(spoke text, after jsonb, limit integer)
WITH page AS MATERIALIZED (
    SELECT c.id, c.happened_at,
           (SELECT v.item FROM casework.contact_item AS v WHERE v.id = c.id) AS item,
           jsonb_build_array(c.happened_at, c.id) AS cursor
      FROM casework.contact AS c
     WHERE c.officer_id = (SELECT access.me()) AND c.in_error_at IS NULL
       AND (:spoke::text IS NULL OR c.spoke_id = reference.spoke_id(:spoke))
       AND (:after::jsonb IS NULL OR (c.happened_at, c.id)
            < ((:after::jsonb ->> 0)::timestamptz, (:after::jsonb ->> 1)::uuid))
     ORDER BY c.happened_at DESC, c.id DESC
     LIMIT :limit),
logged AS MATERIALIZED (
    SELECT audit.record_list('list', 'contact', array_agg(id)) FROM page)
SELECT page.item, page.cursor FROM page, logged ORDER BY page.happened_at DESC, page.id DESC;

-- Its spoke need not be said where there is only one it can be. Whoever is not
-- on the system yet is written down with it, as identified.
-- name: contact_create(id uuid, input jsonb)
WITH given AS MATERIALIZED (
    SELECT i.*, coalesce(reference.spoke_id(i.spoke),
               (SELECT x.spoke_id FROM casework.identified AS x WHERE x.id = i.identified_id),
               casework.contact_spoke(i.person_id)) AS spoke_id
      FROM jsonb_to_record(:input) AS i(spoke text, person_id uuid, identified_id uuid,
           identified jsonb, type text, happened_at timestamptz, minutes integer, place text,
           seen boolean, outcomes text[], colleagues uuid[], joint_with text, trigger text,
           force_reference text, presentation text, note text, follow_up text, follow_up_on date,
           school text, year_groups text[], headcount integer, held boolean)),
somebody AS (
    INSERT INTO casework.identified (id, spoke_id, given_name, family_name, known_as, age_about, sex,
        school, description, identified_on, agency_id, held)
    SELECT gen_random_uuid(), g.spoke_id, w.given_name, w.family_name, w.known_as, w.age_about, w.sex,
           w.school, w.description, (g.happened_at AT TIME ZONE 'Europe/London')::date,
           access.my_agency(), coalesce(g.held, false)
      FROM given AS g, jsonb_to_record(g.identified) AS w(given_name text, family_name text,
           known_as text, age_about integer, sex text, school text, description text)
     WHERE g.identified IS NOT NULL
    RETURNING id)
INSERT INTO casework.contact (id, spoke_id, person_id, identified_id, type, happened_at, minutes, place,
    seen, outcomes, officer_id, colleague_ids, joint_with, trigger, force_reference, presentation,
    note, follow_up, follow_up_on, school, year_groups, headcount, agency_id, held)
SELECT :id, g.spoke_id, g.person_id, coalesce(g.identified_id, (SELECT somebody.id FROM somebody)),
       g.type, g.happened_at, g.minutes, g.place, g.seen, coalesce(g.outcomes, '{}'), access.me(),
       coalesce(g.colleagues, '{}'), g.joint_with, g.trigger, g.force_reference, g.presentation,
       g.note, g.follow_up, g.follow_up_on, g.school, coalesce(g.year_groups, '{}'), g.headcount,
       access.my_agency(), coalesce(g.held, false)
  FROM given AS g;

-- name: contact_load(id uuid)
SELECT c.object, c.version, audit.record('view', 'contact', c.id, c.person_id, c.spoke_id, NULL)
  FROM casework.contact_object AS c WHERE c.id = :id;

-- A correction; what it said before is kept by the trigger, with the reason.
-- name: contact_update(id uuid, version integer, input jsonb)
UPDATE casework.contact SET
    person_id = CASE WHEN :input ? 'person_id' THEN (:input ->> 'person_id')::uuid ELSE person_id END,
    type = CASE WHEN :input ? 'type' THEN :input ->> 'type' ELSE type END,
    happened_at = CASE WHEN :input ? 'happened_at' THEN (:input ->> 'happened_at')::timestamptz ELSE happened_at END,
    minutes = CASE WHEN :input ? 'minutes' THEN (:input ->> 'minutes')::integer ELSE minutes END,
    place = CASE WHEN :input ? 'place' THEN :input ->> 'place' ELSE place END,
    seen = CASE WHEN :input ? 'seen' THEN (:input ->> 'seen')::boolean ELSE seen END,
    outcomes = CASE WHEN :input ? 'outcomes'
        THEN ARRAY(SELECT jsonb_array_elements_text(coalesce(nullif(:input -> 'outcomes', 'null'), '[]'))) ELSE outcomes END,
    colleague_ids = CASE WHEN :input ? 'colleagues'
        THEN ARRAY(SELECT jsonb_array_elements_text(coalesce(nullif(:input -> 'colleagues', 'null'), '[]')))::uuid[] ELSE colleague_ids END,
    joint_with = CASE WHEN :input ? 'joint_with' THEN :input ->> 'joint_with' ELSE joint_with END,
    trigger = CASE WHEN :input ? 'trigger' THEN :input ->> 'trigger' ELSE trigger END,
    force_reference = CASE WHEN :input ? 'force_reference' THEN :input ->> 'force_reference' ELSE force_reference END,
    presentation = CASE WHEN :input ? 'presentation' THEN :input ->> 'presentation' ELSE presentation END,
    note = CASE WHEN :input ? 'note' THEN :input ->> 'note' ELSE note END,
    follow_up = CASE WHEN :input ? 'follow_up' THEN :input ->> 'follow_up' ELSE follow_up END,
    follow_up_on = CASE WHEN :input ? 'follow_up_on' THEN (:input ->> 'follow_up_on')::date ELSE follow_up_on END,
    school = CASE WHEN :input ? 'school' THEN :input ->> 'school' ELSE school END,
    year_groups = CASE WHEN :input ? 'year_groups'
        THEN ARRAY(SELECT jsonb_array_elements_text(coalesce(nullif(:input -> 'year_groups', 'null'), '[]'))) ELSE year_groups END,
    headcount = CASE WHEN :input ? 'headcount' THEN (:input ->> 'headcount')::integer ELSE headcount END,
    correction_reason = :input ->> 'reason', correction_note = :input ->> 'reason_note'
 WHERE id = :id AND version = :version;

-- Struck from view; the record stays.
-- name: contact_strike(id uuid, version integer, input jsonb)
UPDATE casework.contact
   SET in_error_reason = :input ->> 'reason', in_error_note = :input ->> 'note'
 WHERE id = :id AND version = :version AND in_error_at IS NULL;

-- name: contact_required(id uuid)
SELECT casework.contact_required(:id);

-- What it said before each correction, latest first.
-- name: contact_versions(id uuid)
WITH shown AS MATERIALIZED (
    SELECT v.number, json_build_object('number', v.number, 'was', v.was,
               'colleagues', (SELECT coalesce(json_agg(casework.colleague(x.id::uuid)), '[]')
                                FROM jsonb_array_elements_text(v.was -> 'colleagues') AS x(id)),
               'written_at', casework.instant(v.written_at), 'written_by', casework.colleague(v.written_by),
               'replaced_at', casework.instant(v.replaced_at), 'replaced_by', casework.colleague(v.replaced_by),
               'reason', v.reason, 'note', v.note) AS item
      FROM casework.contact_version AS v WHERE v.contact_id = :id),
logged AS MATERIALIZED (
    SELECT audit.record('view', 'contact_version', c.id, c.person_id, c.spoke_id, NULL)
      FROM casework.contact AS c WHERE c.id = :id)
SELECT shown.item FROM shown, logged ORDER BY shown.number DESC;

-- The follow-up is done; with no day given, not done after all.
-- name: contact_follow_up(id uuid, version integer, done_on date)
UPDATE casework.contact SET follow_up_done_on = :done_on
 WHERE id = :id AND version = :version AND follow_up_on IS NOT NULL AND in_error_at IS NULL;

-- The sergeant's release: from then on the others see it.
-- name: contact_release(id uuid, version integer)
UPDATE casework.contact SET held = false
 WHERE id = :id AND version = :version AND held AND in_error_at IS NULL;

-- Looked at and kept back, with the reason, and until when.
-- name: contact_keep(id uuid, version integer, input jsonb)
UPDATE casework.contact
   SET kept_reason = :input ->> 'reason', kept_until = (:input ->> 'until')::date
 WHERE id = :id AND version = :version AND held AND in_error_at IS NULL;

-- What waits for the sergeant, oldest first: held and never looked at, or kept
-- until a day that has come. `kept`: those kept back for now.
-- name: contact_list_held(spoke text, kept boolean, after jsonb, limit integer)
WITH page AS MATERIALIZED (
    SELECT c.id, c.happened_at,
           (SELECT v.item FROM casework.contact_item AS v WHERE v.id = c.id) AS item,
           jsonb_build_array(c.happened_at, c.id) AS cursor
      FROM casework.contact AS c
     WHERE c.held AND c.in_error_at IS NULL
       AND c.spoke_id = ANY ((SELECT access.spokes_with('contact.release'))::integer[])
       AND (:spoke::text IS NULL OR c.spoke_id = reference.spoke_id(:spoke))
       AND (c.kept_at IS NOT NULL AND coalesce(c.kept_until > access.today(), true)) = coalesce(:kept, false)
       AND (:after::jsonb IS NULL OR (c.happened_at, c.id)
            > ((:after::jsonb ->> 0)::timestamptz, (:after::jsonb ->> 1)::uuid))
     ORDER BY c.happened_at, c.id
     LIMIT :limit),
logged AS MATERIALIZED (
    SELECT audit.record_list('list', 'contact', array_agg(id)) FROM page)
SELECT page.item, page.cursor FROM page, logged ORDER BY page.happened_at, page.id;

-- The team's numbers in a spoke and a period; without one, this quarter so far.
-- name: contact_counts(spoke text, from date, to date)
WITH asked AS MATERIALIZED (
    SELECT s.id, s.code, coalesce(:from, date_trunc('quarter', access.today())::date) AS since,
           coalesce(:to, access.today()) AS until
      FROM reference.spoke AS s
     WHERE s.code = :spoke AND s.id = ANY ((SELECT access.spokes_with('contact.count'))::integer[])),
counted AS MATERIALIZED (
    SELECT m.name, (SELECT count(*) FROM casework.eit_counted(a.id, a.since, a.until, m.name)) AS number
      FROM asked AS a, (VALUES ('identified'), ('discussed'), ('referred'), ('engaged'), ('seen'),
                               ('not_seen'), ('inputs')) AS m(name))
SELECT json_build_object('spoke', a.code, 'from', a.since, 'to', a.until,
           'counts', (SELECT json_object_agg(c.name, c.number) FROM counted AS c),
           'headcount', (SELECT coalesce(sum(c.headcount), 0)
                           FROM casework.eit_counted(a.id, a.since, a.until, 'inputs') AS x
                           JOIN casework.contact AS c ON c.id = x.id),
           'types', (SELECT coalesce(json_agg(json_build_object('type', t.type, 'seen', t.seen,
                                'not_seen', t.not_seen) ORDER BY t.seen + t.not_seen DESC, t.type), '[]')
                       FROM (SELECT c.type, count(*) FILTER (WHERE x.seen) AS seen,
                                    count(*) FILTER (WHERE NOT x.seen) AS not_seen
                               FROM (SELECT e.id, true AS seen FROM casework.eit_counted(a.id, a.since, a.until, 'seen') AS e
                                     UNION ALL
                                     SELECT e.id, false FROM casework.eit_counted(a.id, a.since, a.until, 'not_seen') AS e) AS x
                               JOIN casework.contact AS c ON c.id = x.id
                              GROUP BY c.type) AS t)),
       NULL::integer, audit.record('view', 'contact_count', NULL, NULL, a.id, NULL)
  FROM asked AS a;

-- The rows behind one of these numbers, latest first.
-- name: contact_counted(spoke text, from date, to date, measure text, after jsonb, limit integer)
WITH asked AS MATERIALIZED (
    SELECT s.id, coalesce(:from, date_trunc('quarter', access.today())::date) AS since,
           coalesce(:to, access.today()) AS until
      FROM reference.spoke AS s
     WHERE s.code = :spoke AND s.id = ANY ((SELECT access.spokes_with('contact.count'))::integer[])),
page AS MATERIALIZED (
    SELECT x.id, x.at, json_build_object('at', casework.instant(x.at), 'kind', x.kind,
               'name', coalesce(p.display_name, casework.identified_name(i), c.school),
               'person_id', x.person_id, 'identified_id', x.identified_id,
               'href', '/' || x.kind || 's/' || x.contact_id, 'type', c.type, 'seen', c.seen,
               'outcomes', c.outcomes, 'headcount', c.headcount, 'held', c.held,
               'officer', casework.colleague(c.officer_id) ->> 'name') AS item,
           jsonb_build_array(x.at, x.id) AS cursor
      FROM asked AS a
     CROSS JOIN LATERAL casework.eit_counted(a.id, a.since, a.until, :measure) AS x
      LEFT JOIN casework.contact AS c ON c.id = x.contact_id
      LEFT JOIN casework.person AS p ON p.id = x.person_id
      LEFT JOIN casework.identified AS i ON i.id = x.identified_id
     WHERE :after::jsonb IS NULL OR (x.at, x.id)
           < ((:after::jsonb ->> 0)::timestamptz, (:after::jsonb ->> 1)::uuid)
     ORDER BY x.at DESC, x.id DESC
     LIMIT :limit),
logged AS MATERIALIZED (
    SELECT audit.record_list('list', 'contact_count', array_agg(id)) FROM page)
SELECT page.item, page.cursor FROM page, logged ORDER BY page.at DESC, page.id DESC;

-- Young people identified and not on the system yet; `linked`: those who are.
-- name: contact_list_identified(spoke text, linked boolean, after jsonb, limit integer)
WITH page AS MATERIALIZED (
    SELECT i.id, i.identified_on, i.object, jsonb_build_array(i.identified_on, i.id) AS cursor
      FROM casework.identified_object AS i
     WHERE i.spoke_id = reference.spoke_id(:spoke)
       AND (i.person_id IS NOT NULL) = coalesce(:linked, false)
       AND (:after::jsonb IS NULL OR (i.identified_on, i.id)
            < ((:after::jsonb ->> 0)::date, (:after::jsonb ->> 1)::uuid))
     ORDER BY i.identified_on DESC, i.id DESC
     LIMIT :limit),
logged AS MATERIALIZED (
    SELECT audit.record_list('list', 'identified', array_agg(id)) FROM page)
SELECT page.object, page.cursor FROM page, logged ORDER BY page.identified_on DESC, page.id DESC;

-- One of them, with their contacts.
-- name: contact_identified_load(id uuid)
SELECT (i.object::jsonb || jsonb_build_object('made', (
           SELECT coalesce(jsonb_agg(v.item ORDER BY c.happened_at DESC, c.id), '[]')
             FROM casework.contact AS c JOIN casework.contact_item AS v ON v.id = c.id
            WHERE c.identified_id = i.id AND c.in_error_at IS NULL)))::json,
       i.version, audit.record('view', 'identified', i.id, i.person_id, i.spoke_id, NULL)
  FROM casework.identified_object AS i WHERE i.id = :id;

-- Known to us? The same look as before a record is made, with what is known.
-- name: contact_identified_matches(id uuid)
WITH hit AS MATERIALIZED (
    SELECT m.* FROM casework.identified AS i,
           casework.match_people(i.given_name, i.family_name, i.known_as, NULL, NULL, 20) AS m
     WHERE i.id = :id AND coalesce(i.given_name, i.family_name, i.known_as) IS NOT NULL),
logged AS MATERIALIZED (
    SELECT audit.record('search', 'person', NULL, NULL, NULL, jsonb_build_object(
        'ids', coalesce(jsonb_agg(person_id) FILTER (WHERE person_id IS NOT NULL), '[]'),
        'ask', coalesce(jsonb_agg(ask_spoke) FILTER (WHERE ask_spoke IS NOT NULL), '[]'))) FROM hit)
SELECT json_build_object('person_id', hit.person_id, 'name', p.display_name, 'born_on', p.born_on,
           'born_precision', p.born_precision,
           'age', date_part('year', age(access.today(), p.born_on))::integer,
           'score', hit.score, 'reasons', hit.reasons,
           'ask_spoke', (SELECT s.name FROM reference.spoke AS s WHERE s.id = hit.ask_spoke))
  FROM logged CROSS JOIN hit LEFT JOIN casework.person AS p ON p.id = hit.person_id
 ORDER BY hit.score DESC NULLS LAST, p.display_name;

-- name: contact_identified_required(id uuid)
SELECT casework.identified_required(:id);

-- Who it is; without a person, the link is undone.
-- name: contact_identified_link(id uuid, version integer, person_id uuid, note text)
UPDATE casework.identified SET person_id = :person_id, link_note = :note
 WHERE id = :id AND version = :version AND (person_id IS NULL) = (:person_id::uuid IS NOT NULL);
