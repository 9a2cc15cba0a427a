-- Requests about what is held: in each spoke one that is being worked on, in the
-- first one each that was answered, has just come, and asks for a correction.
SET LOCAL enable_seqscan = off;
CREATE TABLE demo.asked AS
SELECT x.*, s.code AS spoke FROM (
    SELECT e.spoke_id, e.person_id, e.reference, row_number() OVER (PARTITION BY e.spoke_id ORDER BY e.id)::integer AS place
      FROM casework.episode e JOIN demo.young_person y ON y.id = e.person_id
     WHERE e.state = 'closed' AND NOT y.story AND NOT y.named AND y.arc <> 'died'
       AND NOT EXISTS (SELECT FROM casework.restriction r WHERE r.person_id = e.person_id)) AS x
  JOIN reference.spoke s ON s.id = x.spoke_id
 WHERE x.place = 1 OR s.code = 'bristol' AND x.place <= 4;
DO $$
DECLARE
    a demo.asked;
    lead uuid := (SELECT g.user_id FROM access.role_grant g WHERE g.role = 'ig_lead' AND g.ended_at IS NULL ORDER BY g.user_id LIMIT 1);
    request uuid;
BEGIN
    FOR a IN SELECT * FROM demo.asked ORDER BY spoke_id, place LOOP
        PERFORM demo.tell(now() - interval '12 days', lead);
        request := demo.id('asked ' || a.spoke || a.place);
        INSERT INTO casework.subject_request (id, spoke_id, person_id, reference, kind, asked_by, asker_name, asker_contact, asked, received_on)
        VALUES (request, a.spoke_id, a.person_id, a.reference, CASE a.place WHEN 4 THEN 'rectification' ELSE 'access' END,
                CASE a.place WHEN 2 THEN 'solicitor' WHEN 4 THEN 'parent_carer' ELSE 'young_person' END,
                (ARRAY['The young person', 'Harbourside Youth Law', 'The young person', 'Their mother'])[a.place], 'By letter',
                (ARRAY['Everything you have about me.', 'All records of our client since the first referral.', 'What the panel said about me.',
                       'The note says he was excluded. He never was.'])[a.place], demo.today() - 14 + a.place);
        CONTINUE WHEN a.place = 3;
        UPDATE casework.subject_request SET state = 'in_progress', identity_on = demo.today() - 10, identity_how = 'Saw a passport and a letter with the address'
         WHERE id = request;
        CONTINUE WHEN a.place = 4;
        UPDATE casework.subject_request SET gathered_at = access.moment() WHERE id = request;
        CONTINUE WHEN a.place = 1;
        UPDATE casework.subject_item SET decision = CASE WHEN held THEN 'exempt' ELSE 'include' END,
               exemption = CASE WHEN held THEN 'crime_prevention' END WHERE request_id = request;
        PERFORM demo.tell(now() - interval '2 days', lead);
        UPDATE casework.subject_request SET state = 'answered' WHERE id = request;
    END LOOP;
END $$;
