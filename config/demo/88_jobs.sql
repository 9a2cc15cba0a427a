-- Long work that is over: one piece in each spoke, read by who asked for it.
INSERT INTO jobs.job (id, kind, title, owner_id, spoke_id, permission, queued_at)
SELECT demo.id('job ' || s.spoke), 'export', 'Export of figures, ' || k.short_name, demo.seat_id(s.spoke, 'coordinator'),
       k.id, 'report.read', demo.clock(demo.today() - 12, 9, 40)
  FROM demo.spoke_plan s JOIN reference.spoke k ON k.code = s.spoke;
UPDATE jobs.job j SET state = 'running', worker = 'process 1', attempts = 1, lease_until = j.queued_at + interval '30 seconds',
       started_at = j.queued_at + interval '1 second', beat_at = j.queued_at + interval '1 second', total = 1
  FROM demo.spoke_plan s WHERE j.id = demo.id('job ' || s.spoke);
UPDATE jobs.job j SET state = 'cancelled', lease_until = NULL, worker = NULL, message = 'Cancelled. Nothing was changed.',
       ended_at = j.queued_at + interval '4 seconds', seen_at = j.queued_at + interval '10 seconds',
       cancel_asked_at = j.queued_at + interval '3 seconds', cancel_asked_by = j.owner_id
  FROM demo.spoke_plan s WHERE j.id = demo.id('job ' || s.spoke);
