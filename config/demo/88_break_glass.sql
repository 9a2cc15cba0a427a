-- Emergencies: in each spoke one opening that waits for its review, by an
-- officer of the next; in Bristol one that was judged already.
SET LOCAL enable_seqscan = off;
CREATE TABLE demo.glass AS
SELECT s.code AS spoke, e.spoke_id, e.person_id, e.reference, row_number() OVER (PARTITION BY e.spoke_id ORDER BY md5(e.id::text))::integer AS place
  FROM casework.episode e JOIN demo.young_person y ON y.id = e.person_id JOIN reference.spoke s ON s.id = e.spoke_id
  JOIN casework.person p ON p.id = e.person_id
 WHERE e.state = 'active_monitoring' AND NOT y.story AND NOT y.named AND cardinality(p.spoke_ids) = 1
   AND NOT EXISTS (SELECT FROM casework.restriction r WHERE r.person_id = e.person_id);
SELECT demo.tell(now() - interval '2 days', demo.seat_id('somerset', 'eit'));
INSERT INTO casework.break_glass (id, spoke_id, person_id, reference, user_id, purpose, reason, opened_at, until, reads)
SELECT demo.id('glass ' || g.spoke || g.place), g.spoke_id, g.person_id, g.reference,
       demo.seat_id(CASE g.spoke WHEN 'somerset' THEN 'bathnes' ELSE 'somerset' END, 'eit'),
       CASE g.place WHEN 1 THEN 'missing' ELSE 'custody' END,
       CASE g.place WHEN 1 THEN 'Reported missing this evening and seen at Bridgwater station. Your duty desk did not answer.'
                    ELSE 'Arrested here in the night and will not speak. The custody nurse asks what calms them.' END,
       access.moment() - make_interval(days => g.place), access.moment() - make_interval(days => g.place) + interval '30 minutes', 3
  FROM demo.glass g WHERE g.place = 1 OR g.place = 2 AND g.spoke = 'bristol';
SELECT demo.tell(now() - interval '1 day', demo.seat_id('bristol', 'coordinator'));
UPDATE casework.break_glass SET outcome = 'justified', review_note = 'Rang the custody suite: they used what they read, and it helped.'
 WHERE id = demo.id('glass bristol2');
