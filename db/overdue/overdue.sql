-- What is late in a spoke, oldest first (functions/46_overdue.sql).

-- The spoke named, or all of those the reader is to know it of.
-- name: overdue_page(spoke text, clock text, after jsonb, limit integer)
WITH late AS MATERIALIZED (
    SELECT o.* FROM casework.overdue(
        CASE WHEN :spoke::text IS NULL THEN access.spokes_with('overdue.read')
             ELSE ARRAY[reference.spoke_id(:spoke)] END, :clock) AS o
     WHERE :after::jsonb IS NULL OR (o.due_on, o.subject_id)
           > ((:after::jsonb ->> 0)::date, (:after::jsonb ->> 1)::uuid)
     ORDER BY o.due_on, o.subject_id
     LIMIT :limit),
logged AS MATERIALIZED (
    SELECT audit.record_list('list', 'overdue', array_agg(late.subject_id)) FROM late)
SELECT json_build_object('clock', late.clock, 'spoke', spoke.code,
           'subject', json_build_object('kind', late.subject_kind, 'id', late.subject_id),
           'reference', late.reference, 'name', late.name, 'person_id', late.person_id,
           'state', late.state, 'what', late.what, 'agency', late.agency,
           'since', late.since, 'due_on', late.due_on, 'days_late', late.days_late,
           'href', coalesce(CASE late.subject_kind WHEN 'referral' THEN '/referrals/' WHEN 'letter' THEN '/letters/'
                        WHEN 'episode' THEN '/episodes/' WHEN 'allocation' THEN '/allocations/' END
                   || late.subject_id, '/checks?overdue=true')),
       jsonb_build_array(late.due_on, late.subject_id)
  FROM logged, late JOIN reference.spoke ON spoke.id = late.spoke_id
 ORDER BY late.due_on, late.subject_id;

-- How many for each clock, and the oldest; those with none as well.
-- name: overdue_counts(spoke text)
-- plan: whole clock list, five rows
SELECT json_build_object('clock', clock.code, 'late', count(o.subject_id),
           'oldest_due_on', min(o.due_on), 'most_days_late', max(o.days_late))
  FROM (VALUES (1, 'triage'), (2, 'agency_checks'), (3, 'heard'), (4, 'referrer_told'),
               (5, 'first_contact')) AS clock(position, code)
  LEFT JOIN casework.overdue(
       CASE WHEN :spoke::text IS NULL THEN access.spokes_with('overdue.read')
            ELSE ARRAY[reference.spoke_id(:spoke)] END, NULL) AS o ON o.clock = clock.code
 GROUP BY clock.position, clock.code
 ORDER BY clock.position;
