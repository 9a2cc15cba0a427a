-- Sessions of support.
SET session_replication_role = replica;

INSERT INTO casework.session (id, spoke_id, person_id, allocation_id, provider_agency_id, planned_at, minutes,
    mode, happened, attendance, engagement, note, worker_user_id, created_at, created_by, updated_at)
SELECT gen_random_uuid(), p.spoke_id, p.id, p.allocation_id, p.provider, at.planned, 60, 'face_to_face', true,
       CASE WHEN (p.n + k) % 5 = 0 THEN 'did_not_attend' ELSE 'attended' END,
       CASE WHEN (p.n + k) % 5 > 0 THEN 'engaged' END, bench.text(p.n + k * 5, 80), p.worker, at.planned,
       p.worker, at.planned
  FROM generate_series(1, 6) AS k JOIN bench.person p ON p.sessions >= k
 CROSS JOIN LATERAL (SELECT p.began + interval '13 days' + k * interval '14 days' AS planned) AS at;
