-- A critical incident meeting in each spoke, the morning after: closed to all
-- but the coordinators and the sergeant who is named on it.
INSERT INTO casework.meeting (id, spoke_id, type, title, starts_at, place, chair_user_id, created_by, created_at)
SELECT demo.id('closed meeting ' || s.spoke), reference.spoke_id(s.spoke), 'critical_incident', 'Serious injury after school: review',
       demo.clock(demo.today() + 3, 10, 0), 'Room 1', demo.seat_id(s.spoke, 'coordinator'), demo.seat_id(s.spoke, 'coordinator'), now()
  FROM demo.spoke_plan s;
INSERT INTO casework.meeting_access (spoke_id, meeting_id, user_id, reason, valid_from)
SELECT reference.spoke_id(s.spoke), demo.id('closed meeting ' || s.spoke), demo.seat_id(s.spoke, 'sergeant'),
       'Leads for the police on the joint assessment', demo.today()
  FROM demo.spoke_plan s;

-- A check that was asked by mistake, in each spoke.
UPDATE casework.agency_check c SET result = 'withdrawn', withdrawn_reason = 'wrong_person', withdrawn_note = 'Meant for his brother.'
 WHERE c.id IN (SELECT DISTINCT ON (x.spoke_id) x.id FROM casework.agency_check x
                 WHERE x.result IS NULL AND x.due_on >= demo.today() ORDER BY x.spoke_id, x.due_on DESC, x.id);
