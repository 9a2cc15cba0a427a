-- Records that some staff may not open: a coach who knows the family is blocked
-- in two spokes, and in a third only those named may open one.
SET LOCAL enable_seqscan = off;
CREATE TABLE demo.restricted AS
SELECT s.code AS spoke, e.spoke_id, e.person_id, row_number() OVER (PARTITION BY e.spoke_id ORDER BY e.id DESC)::integer AS place
  FROM casework.episode e JOIN demo.young_person y ON y.id = e.person_id JOIN reference.spoke s ON s.id = e.spoke_id
  JOIN casework.person p ON p.id = e.person_id
 WHERE e.state = 'active_monitoring' AND NOT y.story AND NOT y.named AND cardinality(p.spoke_ids) = 1
   AND NOT EXISTS (SELECT FROM casework.transfer t WHERE t.episode_id = e.id);
DO $$
DECLARE
    x record;
BEGIN
    FOR x IN SELECT r.*, demo.id('restriction ' || r.spoke) AS id FROM demo.restricted r
              WHERE r.place = 1 AND r.spoke IN ('bristol', 'northsom', 'somerset') LOOP
        PERFORM demo.tell(now() - interval '20 days', demo.seat_id(x.spoke, 'coordinator'));
        INSERT INTO casework.restriction (id, spoke_id, person_id, named_only, reason, note, review_on)
        VALUES (x.id, x.spoke_id, x.person_id, x.spoke = 'somerset',
                CASE x.spoke WHEN 'somerset' THEN 'high_profile' ELSE 'knows_family' END,
                CASE x.spoke WHEN 'somerset' THEN 'The press has the name of the street. Looked at again after the trial.'
                     ELSE 'Told us himself when he heard the name.' END, demo.today() + 60);
        INSERT INTO casework.restriction_user (restriction_id, person_id, spoke_id, user_id, entry, reason)
        VALUES (x.id, x.person_id, x.spoke_id,
                demo.seat_id(x.spoke, CASE x.spoke WHEN 'somerset' THEN 'project' ELSE 'coach' END),
                CASE x.spoke WHEN 'somerset' THEN 'named' ELSE 'blocked' END,
                CASE x.spoke WHEN 'somerset' THEN 'Leads the work' ELSE 'Coaches the older brother and is a friend of the family' END);
    END LOOP;
END $$;
