-- A page of a spoke's referrals as one plain statement under the reader's
-- policies: the page first, then its joins and the clock's view, which is what
-- a good developer writes. The answer is the product's own; the bench compares
-- them. $1 is the spoke's code, $2 how many.
WITH page AS MATERIALIZED (
    SELECT * FROM casework.referral
     WHERE spoke_id = (SELECT id FROM reference.spoke WHERE code = $1)
     ORDER BY updated_at DESC, id DESC LIMIT $2),
logged AS MATERIALIZED (
    SELECT audit.record_list('list', 'referral', (SELECT array_agg(id) FROM page)))
SELECT json_build_object('id', r.id, 'reference', r.reference, 'state', r.state, 'spoke', s.code,
           'name', coalesce(nullif(concat_ws(' ', r.given_name, r.family_name), ''), r.known_as, p.display_name),
           'age', date_part('year', age(coalesce((r.submitted_at AT TIME ZONE 'Europe/London')::date,
                                                 access.today()), r.born_on))::integer,
           'school', r.school, 'urgency', r.urgency, 'primary_concern', c.concern,
           'source', r.source, 'agency', a.name,
           'submitted_at', casework.instant(r.submitted_at), 'updated_at', casework.instant(r.updated_at),
           'triage_due_on', clock.triage_due_on, 'paused', clock.paused, 'overdue', clock.overdue,
           'waiting_days', CASE WHEN r.state IN ('submitted', 'in_triage', 'information_requested')
                                THEN clock.waiting_days END,
           'mine', r.referred_by = access.me(), 'decided_at', casework.instant(r.decided_at),
           'told_at', CASE WHEN r.decided_at IS NOT NULL THEN casework.instant((
               SELECT max(l.issued_at) FROM casework.referral_letter l WHERE l.referral_id = r.id)) END),
       jsonb_build_array(r.updated_at, r.id)
  FROM logged, page AS r
  JOIN reference.spoke AS s ON s.id = r.spoke_id
  JOIN casework.referral_clock AS clock ON clock.referral_id = r.id
  LEFT JOIN reference.agency AS a ON a.id = r.agency_id
  LEFT JOIN casework.person AS p ON p.id = r.person_id
  LEFT JOIN casework.referral_concern AS c ON c.referral_id = r.id AND c.is_primary
 ORDER BY r.updated_at DESC, r.id DESC
