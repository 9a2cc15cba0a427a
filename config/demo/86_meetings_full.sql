-- What surrounds a meeting: checks asked of agencies (answered, waiting,
-- overdue), papers, an interest, a deputy, and what was sent out.
SET LOCAL enable_seqscan = off;

-- The next meeting of each spoke, and the last whose minutes were sent out.
CREATE TABLE demo.around AS
SELECT d.spoke, s.id AS spoke_id, d.id AS series_id,
       (SELECT m.id FROM casework.meeting m WHERE m.series_id = d.id AND m.state = 'planned' AND m.starts_at > now()
           AND EXISTS (SELECT FROM casework.agenda_item i WHERE i.meeting_id = m.id)
         ORDER BY m.starts_at LIMIT 1) AS next_id,
       (SELECT m.id FROM casework.meeting m WHERE m.series_id = d.id AND m.state = 'distributed'
           AND m.type <> 'extraordinary' ORDER BY m.starts_at DESC LIMIT 1) AS sent_id
  FROM demo.series d JOIN reference.spoke s ON s.code = d.spoke;

-- Three agencies are asked about the first three on the next agenda; some
-- answered, one is late and was chased.
DO $$
DECLARE
    a demo.around;
BEGIN
    FOR a IN SELECT * FROM demo.around WHERE next_id IS NOT NULL LOOP
        PERFORM demo.tell(now() - interval '4 days', demo.seat_id(a.spoke, 'project'));
        INSERT INTO casework.agency_check (spoke_id, person_id, episode_id, meeting_id, agency_id, question, due_on,
                                           result, text, answered_at, answered_by, chased_on, chased_count)
        SELECT i.spoke_id, i.person_id, i.episode_id, i.meeting_id, g.agency_id,
               'What do you hold about the last six months: contacts, attendance, safeguarding, missing episodes?',
               demo.workday(demo.today() + CASE WHEN late.chased THEN -2 ELSE 1 + i.position % 3 END),
               said.result, CASE said.result WHEN 'information_given' THEN
                   (ARRAY['Attendance fell from 91% to 64% this term. Two fixed suspensions. A trusted adult in the pastoral team is named in the plan.',
                          'Open to us since the spring. Mum engages and answers calls. One missing episode, returned the same night.',
                          'Known as a witness to one incident near the park. No new concerns in the last month.'])[1 + i.position % 3] END,
               CASE WHEN said.result IS NOT NULL THEN now() - interval '2 days' END,
               CASE WHEN said.result IS NOT NULL THEN g.user_id END,
               CASE WHEN late.chased THEN demo.today() - 1 END, CASE WHEN late.chased THEN 1 ELSE 0 END
          FROM casework.agenda_item i
          JOIN (SELECT x.user_id, u.agency_id, row_number() OVER (ORDER BY u.name) AS n
                  FROM casework.meeting_series_member x JOIN access.user_account u ON u.id = x.user_id
                  JOIN access.role_grant r ON r.user_id = u.id AND r.role = 'panel_member' AND r.spoke_id = a.spoke_id
                 WHERE x.series_id = a.series_id) g ON g.n <= 3
         CROSS JOIN LATERAL (SELECT (i.position + g.n) % 4 = 3 AS chased) late
         CROSS JOIN LATERAL (SELECT CASE (i.position + g.n) % 4 WHEN 0 THEN 'nothing_known'
                                         WHEN 1 THEN 'information_given' END AS result) said
         WHERE i.meeting_id = a.next_id AND i.position <= 3
        ON CONFLICT DO NOTHING;

        INSERT INTO casework.meeting_paper (spoke_id, meeting_id, agenda_item_id, person_id, title, text, link)
        SELECT a.spoke_id, a.next_id, NULL, NULL, 'Threshold and terms of reference',
               'Who this meeting discusses, what each agency brings, and what is decided here and nowhere else.', NULL::text
        UNION ALL
        SELECT i.spoke_id, i.meeting_id, i.id, i.person_id, 'Summary for the panel',
               'What has changed since the last meeting, what has worked, and the two questions the panel is asked to answer.', NULL
          FROM casework.agenda_item i WHERE i.meeting_id = a.next_id AND i.position = 1;
        INSERT INTO casework.conflict (spoke_id, meeting_id, agenda_item_id, person_id, name, kind, note)
        SELECT i.spoke_id, i.meeting_id, i.id, i.person_id, 'Liz Marrow', 'knows_family',
               'Neighbour of the family. Leaves the room for this item.'
          FROM casework.agenda_item i WHERE i.meeting_id = a.next_id AND i.position = 2;
    END LOOP;
    FOR a IN SELECT * FROM demo.around WHERE sent_id IS NOT NULL LOOP
        PERFORM demo.tell((SELECT max(c.at) FROM casework.state_change c WHERE c.subject_id = a.sent_id),
                          demo.seat_id(a.spoke, 'project'));
        PERFORM casework.extracts_make(a.sent_id, 'To act on what was agreed');
    END LOOP;
END $$;
