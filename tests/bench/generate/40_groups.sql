-- Every sixth young person's third session is one of a group; and
-- deliveries to heads without names, three of which are known by name.
SET session_replication_role = replica;

CREATE UNLOGGED TABLE bench.grouped AS
SELECT s.id AS session_id, s.spoke_id, l.intervention_id, s.provider_agency_id,
       date_trunc('day', s.planned_at) + interval '16 hours' AS planned, s.worker_user_id,
       md5(concat_ws(' ', 'group', s.spoke_id, l.intervention_id, s.planned_at::date))::uuid AS group_id
  FROM bench.person p
  JOIN LATERAL (SELECT x.* FROM casework.session x WHERE x.allocation_id = p.allocation_id
                 ORDER BY x.planned_at OFFSET 2 LIMIT 1) AS s ON true
  JOIN casework.allocation l ON l.id = s.allocation_id
 WHERE :grouped AND p.n % 6 = 5;

INSERT INTO casework.group_session (id, spoke_id, intervention_id, provider_agency_id, planned_at, minutes, mode,
    happened, worker_user_id, created_at, created_by, updated_at)
SELECT group_id, spoke_id, intervention_id, min(provider_agency_id), min(planned), 90, 'group', true,
       (min(worker_user_id::text))::uuid, min(planned), (min(worker_user_id::text))::uuid, min(planned)
  FROM bench.grouped GROUP BY group_id, spoke_id, intervention_id;
UPDATE casework.session s SET group_session_id = g.group_id, planned_at = g.planned, mode = 'group'
  FROM bench.grouped g WHERE s.id = g.session_id;

INSERT INTO casework.delivery (id, spoke_id, intervention_id, provider_agency_id, started_on, ended_on, school,
    under_18, aged_18_24, professionals, headcount_kind, created_at, created_by, updated_at)
SELECT md5('delivery ' || p.n)::uuid, p.spoke_id, p.intervention, p.provider, p.began::date, p.began::date,
       'Long Meadow Academy', 20 + p.n % 12, 4, 2, CASE p.n % 3 WHEN 0 THEN 'attendances' ELSE 'unique' END,
       p.began, p.worker, p.began
  FROM bench.person p WHERE :grouped AND p.n % 100 = 9;
INSERT INTO casework.delivery_person (delivery_id, spoke_id, person_id, age_band, created_at, created_by)
SELECT md5('delivery ' || (p.n - k * 5))::uuid, p.spoke_id, p.id, '0_17', p.began, p.worker
  FROM generate_series(1, 3) AS k JOIN bench.person p ON (p.n - k * 5) % 100 = 9 AND p.n > k * 5
 WHERE :grouped;
