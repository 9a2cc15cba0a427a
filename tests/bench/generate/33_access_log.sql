-- A log that has been written to for a while: some rows a person.
INSERT INTO audit.access_log (at, request_id, user_id, operation, action, record_kind, record_id, person_id)
SELECT p.began + k * interval '9 days', gen_random_uuid(), p.worker, 'person.journey', 'view', 'journey', p.id, p.id
  FROM generate_series(1, :logged) AS k CROSS JOIN bench.person p;
