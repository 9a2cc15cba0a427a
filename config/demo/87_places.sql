-- Places of concern in each spoke, one with a plan under way, and a critical
-- incident, whose list names a sergeant. All of it invented.
SET LOCAL enable_seqscan = off;
SELECT demo.tell(now() - interval '9 days', demo.seat_id('bristol', 'project'));

CREATE TABLE demo.spot (k integer PRIMARY KEY, name text, type text, located text, source text, status text, worry text, days integer);
INSERT INTO demo.spot VALUES
(0, 'Bus station, lower concourse', 'transport', 'Bays 7 to 12 and the passage behind them', 'transport_operator', 'active',
 'Groups of up to fifteen after school. Two reports of knives shown in three weeks; younger pupils change their way home.', 75),
(1, 'Skate park', 'park', 'By the leisure centre car park', 'detached_workers', 'improving',
 'Arguments carried over from social media. Since the evening sessions began it has been quieter.', 150),
(2, 'Group chat of a year group', 'online_space', 'Closed group, known to two schools', 'school', 'emerging',
 'Pictures of weapons passed round and dares to meet. Those named in it are frightened to come in.', 20),
(3, 'Arcade by the market', 'shopping_area', 'Upper floor, stair to the car park', 'businesses', 'closed',
 'Young people were approached with offers of work by an adult. He has been moved on; no reports for two months.', 240);
INSERT INTO casework.place (id, spoke_id, name, type, location, source, status, concern, noted_on, review_on, closed_on)
SELECT demo.id('spot ' || s.spoke || x.k), reference.spoke_id(s.spoke), x.name, x.type, x.located, x.source, x.status, x.worry,
       demo.today() - x.days, CASE WHEN x.status <> 'closed' THEN demo.today() + 9 * x.k - 4 END,
       CASE WHEN x.status = 'closed' THEN demo.today() - 60 END
  FROM demo.spoke_plan s, demo.spot x;
-- Who is met there: three of those worked with now.
INSERT INTO casework.place_person (spoke_id, place_id, person_id, since, note)
SELECT y.spoke_id, demo.id('spot ' || y.spoke || y.place % 3), y.id, demo.today() - 12 - 3 * y.place,
       CASE y.place % 3 WHEN 0 THEN 'Waits there for the bus home' WHEN 1 THEN 'Comes most evenings' END
  FROM (SELECT x.*, row_number() OVER (PARTITION BY x.spoke ORDER BY x.n DESC)::integer AS place FROM demo.young_person x
         WHERE NOT x.story AND EXISTS (SELECT FROM casework.person_spoke k WHERE k.person_id = x.id AND k.spoke_id = x.spoke_id)) AS y
 WHERE y.place <= 6;
UPDATE casework.contact c SET place_id = demo.id('spot ' || s.code || 1)
  FROM reference.spoke s WHERE c.spoke_id = s.id AND c.type = 'hotspot_engagement' AND NOT c.held AND c.in_error_at IS NULL
   AND c.happened_at > now() - interval '150 days';

INSERT INTO casework.place_plan (id, spoke_id, place_id, stage, objective, scanning, analysis, response, assessment, owner_user_id, review_on)
SELECT demo.id('plan ' || s.spoke), reference.spoke_id(s.spoke), demo.id('spot ' || s.spoke || 0), 'response',
       'Young people get home through the bus station without fear: no weapon reports in a term, and pupils say so.',
       'Nine reports since the summer, seven of them between 3pm and 5pm on weekdays. Bays 7 to 12 only. Nothing at weekends.',
       'Three schools finish within ten minutes of one another and share one stop. The passage has no light and no staff. Those reported are also those who were robbed there in spring.',
       'Staggered finish agreed with two schools. Youth workers at the stop from 3pm. Operator lights the passage and opens the staffed door.',
       NULL, demo.seat_id(s.spoke, 'coordinator'), demo.today() + 11
  FROM demo.spoke_plan s;
INSERT INTO casework.place_plan_action (spoke_id, plan_id, description, owner_name, due_on, done_on)
SELECT reference.spoke_id(s.spoke), demo.id('plan ' || s.spoke), a.what, a.who, demo.today() + a.due, demo.today() + a.done
  FROM demo.spoke_plan s, (VALUES ('Light the passage behind bay 12', 'Transport operator', -8, -10),
      ('Youth workers at the stop, 3pm to 5pm, Monday to Thursday', 'Detached team', -3, NULL),
      ('Ask pupils of three schools how safe they feel on the way home', 'School inclusion lead', 12, NULL)) AS a(what, who, due, done);

-- One critical incident in each spoke.
SELECT demo.tell(now() - interval '20 days', demo.seat_id('bristol', 'coordinator'));
INSERT INTO casework.critical_incident (id, spoke_id, kind, title, happened_at, summary, risk_level, risk_rationale, assessed_on,
    assessed_with, retaliation_level, retaliation_rationale, tensions, review_on, created_by)
SELECT demo.id('incident ' || s.spoke), reference.spoke_id(s.spoke), 'critically_harmed', 'Serious injury after school',
       demo.clock(demo.today() - 21, 16, 10),
       'A young person was injured with a knife on the way home and had an operation the same evening. Expected to recover. Two others were present.',
       'high', 'The reason is not known. Two groups blame one another online, and those present were named within the hour.', demo.today() - 20,
       'Police, children’s social care, youth justice, the school and health, called together the next morning',
       'high', 'Messages naming those present; one family has been threatened at home.',
       'The school is frightened; a vigil is planned at the place. Friends on both sides are also our young people.', demo.today() + 3,
       demo.seat_id(s.spoke, 'coordinator')
  FROM demo.spoke_plan s;
INSERT INTO casework.critical_incident_person (spoke_id, incident_id, person_id, role, note)
SELECT y.spoke_id, demo.id('incident ' || y.spoke), y.id, (ARRAY['victim', 'present', 'witness', 'peer'])[y.place],
       CASE y.place WHEN 2 THEN 'Also hurt in the spring: named by others, not charged' END
  FROM (SELECT x.*, row_number() OVER (PARTITION BY x.spoke ORDER BY x.n DESC)::integer AS place FROM demo.young_person x
         WHERE NOT x.story AND EXISTS (SELECT FROM casework.person_spoke k WHERE k.person_id = x.id AND k.spoke_id = x.spoke_id)) AS y
 WHERE y.place <= 4;
INSERT INTO casework.critical_incident_person (spoke_id, incident_id, name, role, note)
SELECT reference.spoke_id(s.spoke), demo.id('incident ' || s.spoke), 'Younger sister of the injured', 'sibling', 'School will tell us how she is'
  FROM demo.spoke_plan s;
INSERT INTO casework.critical_incident_place (incident_id, place_id, spoke_id)
SELECT demo.id('incident ' || s.spoke), demo.id('spot ' || s.spoke || 0), reference.spoke_id(s.spoke) FROM demo.spoke_plan s;
INSERT INTO casework.critical_incident_entry (spoke_id, incident_id, happened_at, text, source)
SELECT reference.spoke_id(s.spoke), demo.id('incident ' || s.spoke), demo.clock(demo.today() - 21, e.hour, e.minute) + make_interval(days => e.day), e.said, e.source
  FROM demo.spoke_plan s, (VALUES (0, 16, 10, 'Ambulance called to the bus station', 'Ambulance service'),
      (0, 17, 5, 'Family at the hospital, officer with them', 'Police'), (0, 19, 30, 'First posts naming those present', 'School'),
      (1, 9, 0, 'Joint assessment with five agencies', 'Coordinator'), (2, 15, 30, 'School open with staff at the gate and the stop', 'School')) AS e(day, hour, minute, said, source);
INSERT INTO casework.critical_incident_access (spoke_id, incident_id, user_id, reason, valid_from)
SELECT reference.spoke_id(s.spoke), demo.id('incident ' || s.spoke), demo.seat_id(s.spoke, 'sergeant'),
       'Leads for the police on the joint assessment', demo.today() - 20
  FROM demo.spoke_plan s;
