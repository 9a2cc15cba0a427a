-- Notes, outcomes and risk.
SET session_replication_role = replica;

INSERT INTO casework.note (id, spoke_id, person_id, episode_id, kind, text, happened_at, created_at, created_by)
SELECT gen_random_uuid(), p.spoke_id, p.id, p.episode_id,
       CASE k % 3 WHEN 0 THEN 'family' WHEN 1 THEN 'contact' ELSE 'professional' END, bench.text(p.n + k * 11, 140),
       at.happened, at.happened, p.worker
  FROM generate_series(1, :notes) AS k CROSS JOIN bench.person p
 CROSS JOIN LATERAL (SELECT p.began + interval '4 days' + k * interval '31 days' AS happened) AS at;

INSERT INTO casework.outcome (id, spoke_id, person_id, episode_id, allocation_id, measure, point, informant, measured_on, value,
    created_at, created_by, updated_at)
SELECT gen_random_uuid(), p.spoke_id, p.id, p.episode_id, CASE WHEN :of_support THEN p.allocation_id END, 'risk_to', CASE k WHEN 1 THEN 'baseline' ELSE 'mid' END,
       'worker', (p.began + k * least(60, :ago / 2 - 5) * interval '1 day')::date, 4 - k, p.began + k * least(60, :ago / 2 - 5) * interval '1 day', p.worker,
       p.began + k * least(60, :ago / 2 - 5) * interval '1 day'
  FROM generate_series(1, 2) AS k CROSS JOIN bench.person p;

INSERT INTO casework.risk_assessment (id, spoke_id, person_id, episode_id, assessed_at, assessed_by, risk_to,
    risk_from, practitioner_level, rationale, contexts, leading_context, created_at, created_by)
SELECT gen_random_uuid(), p.spoke_id, p.id, p.episode_id, p.began + k * interval '25 days', p.worker, 'medium', 'low',
       (ARRAY['low', 'medium', 'high'])[1 + p.n % 3], bench.text(p.n + k, 110), '{school,peer}', 'peer',
       p.began + k * interval '25 days', p.worker
  FROM generate_series(1, 2) AS k CROSS JOIN bench.person p;
