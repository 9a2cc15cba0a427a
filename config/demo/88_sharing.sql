-- What spokes shared by hand, and agreement that was withdrawn while the work
-- goes on. What the product shares by itself registered itself in the play.
SET LOCAL enable_seqscan = off;
SELECT demo.tell(now() - interval '5 days', demo.seat_id('bristol', 'project'));

CREATE TABLE demo.sharing AS
SELECT e.*, row_number() OVER (PARTITION BY e.spoke_id ORDER BY e.id)::integer AS place
  FROM casework.episode e JOIN demo.young_person y ON y.id = e.person_id
 WHERE e.state = 'active_monitoring' AND NOT y.story AND NOT y.named
   AND NOT EXISTS (SELECT FROM casework.transfer t WHERE t.episode_id = e.id);
INSERT INTO casework.disclosure (spoke_id, person_id, episode_id, reference, purpose, gateway, gateway_reason, content,
    recipient_name, recipient_person, shared_at, ongoing, review_on)
SELECT s.spoke_id, s.person_id, s.id, s.reference,
       CASE s.place WHEN 1 THEN 'education' WHEN 2 THEN 'placing_authority' ELSE 'court' END,
       CASE s.place WHEN 1 THEN 'children_2004_s10' WHEN 2 THEN 'children_1989_s17' ELSE 'court_order' END,
       CASE s.place WHEN 3 THEN 'Ordered by the family court for the next hearing' END,
       CASE s.place WHEN 1 THEN '{identity,education,need_to_know}'::text[] WHEN 2 THEN '{identity,care,risk}'
                    ELSE '{identity,allocation,outcome}' END,
       CASE s.place WHEN 1 THEN 'Tidewater Sixth Form' WHEN 2 THEN 'A children''s team in another county' ELSE 'Family court' END,
       CASE s.place WHEN 1 THEN 'Head of student support' WHEN 2 THEN 'Duty social worker' END,
       access.moment() - make_interval(days => 20 * s.place), s.place < 3,
       CASE WHEN s.place < 3 THEN demo.today() + 40 END
  FROM demo.sharing s WHERE s.place <= 3;
-- One review a spoke has run late.
UPDATE casework.disclosure d SET review_on = demo.today() - 6
  FROM demo.sharing s WHERE s.id = d.episode_id AND s.place = 2 AND d.source_kind IS NULL;
INSERT INTO casework.agreement (spoke_id, person_id, episode_id, kind, change, changed_on, by_whom, how, note)
SELECT s.spoke_id, s.person_id, s.id, 'sharing', 'withdrawn', demo.today() - 5, 'young_person', 'in_person',
       'Does not want the college to hear any more. Still meets the worker.'
  FROM demo.sharing s WHERE s.place = 1;
INSERT INTO casework.agreement (spoke_id, person_id, episode_id, kind, change, changed_on, by_whom, how)
SELECT s.spoke_id, s.person_id, s.id, 'support', 'withdrawn', demo.today() - 5, 'parent_carer', 'phone'
  FROM demo.sharing s WHERE s.place = 4;
