-- The Early Intervention Team's contacts: about ten a person (or as
-- many as the shape says), in the order of
-- the calendar, so that one person's lie scattered over the table as they would.
SET session_replication_role = replica;

INSERT INTO casework.contact (id, spoke_id, person_id, type, happened_at, minutes, place, seen, outcomes,
    officer_id, note, agency_id, held, created_at, created_by, updated_at)
SELECT gen_random_uuid(), p.spoke_id, p.id,
       CASE (p.n + k) % 3 WHEN 0 THEN 'home_visit' WHEN 1 THEN 'visit_after_incident' ELSE 'prevention_interview' END,
       at.happened, 20 + (p.n + k) % 50, 'home', (p.n + k) % 4 > 0,
       CASE WHEN (p.n + k) % 4 > 0 THEN '{seen_engaged}'::text[] ELSE '{not_in}'::text[] END,
       p.officer, bench.text(p.n + k * 13, 90), p.police, (p.n + k) % 100 = 0, at.happened, p.officer, at.happened
  FROM generate_series(1, 400) AS k
  JOIN bench.person p ON p.contacts >= k
 CROSS JOIN LATERAL (SELECT p.began + interval '3 days' + k * least(195, :ago - 5) * interval '1 day' / p.contacts AS happened) AS at;
