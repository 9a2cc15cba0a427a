-- The Early Intervention Team's other work, set down at once: school inputs,
-- young people identified in passing (some since linked to their record),
-- follow-ups due, a correction, a contact struck, and items kept back.
SET LOCAL enable_seqscan = off;

SELECT demo.tell(now() - interval '3 days', demo.seat_id('bristol', 'eit'));

-- Two school inputs in each spoke and month, and an evening in the car park.
INSERT INTO casework.contact (id, spoke_id, type, happened_at, minutes, place, seen, officer_id, joint_with, note,
    school, year_groups, headcount, agency_id)
SELECT demo.id('input ' || s.spoke || k), reference.spoke_id(s.spoke),
       CASE k % 5 WHEN 4 THEN 'hotspot_engagement' ELSE 'school_input' END,
       demo.clock(demo.workday(demo.today() - 9 - k * 16), CASE k % 5 WHEN 4 THEN 19 ELSE 10 END, 15),
       60, CASE k % 5 WHEN 4 THEN 'Skate park' ELSE 'School' END, true,
       demo.seat_id(s.spoke, CASE k % 3 WHEN 0 THEN 'sergeant' ELSE 'eit' END),
       CASE k % 5 WHEN 4 THEN 'Detached youth worker' ELSE 'School nurse' END,
       CASE k % 5 WHEN 4 THEN 'Quiet to begin with, two groups later on. Talked about the boxing club.'
       ELSE 'Talk on carrying knives and who to go to. Good questions; two stayed behind to ask about a friend.' END,
       CASE k % 5 WHEN 4 THEN 'Young people at the skate park' ELSE demo.one_of(s.spoke || k, ARRAY['Hollowbrook Academy',
           'St Wystan''s School', 'Marlpit Community School', 'Fairleigh College']) END,
       CASE k % 5 WHEN 4 THEN '{}'::text[] ELSE ARRAY['year_' || 7 + k % 4] END,
       CASE k % 5 WHEN 4 THEN 14 ELSE 24 + 7 * (k % 6) END, reference.agency_id('avon_somerset_police')
  FROM demo.spoke_plan s, generate_series(0, 5) AS k;

-- Met in passing, and not on the system.
CREATE TABLE demo.passing (k integer PRIMARY KEY, given text, known text, age integer, described text, school text, said text);
INSERT INTO demo.passing VALUES
(0, 'Kaiden', NULL, 14, 'Grey tracksuit, chipped front tooth', 'Hollowbrook Academy', 'With the older ones by the shutters. Gave his first name, would not give a second.'),
(1, NULL, 'Tiny', 13, 'Much smaller than the others, red rucksack', NULL, 'The others call him Tiny. Kept away from the talk of phones. Looked cold.'),
(2, 'Renae', NULL, 15, NULL, 'St Wystan''s School', 'Came up by herself to ask what happens to a friend who was stopped. Gave her a card.'),
(3, NULL, NULL, 16, 'Tall boy in a green parka, left on an electric bike', NULL, 'Passed something over and left when the car came round. Not spoken to.');
INSERT INTO casework.identified (id, spoke_id, given_name, known_as, age_about, sex, school, description, identified_on,
    agency_id, created_by)
SELECT demo.id('passing ' || s.spoke || p.k), reference.spoke_id(s.spoke), p.given, p.known, p.age,
       CASE p.k WHEN 2 THEN 'female' ELSE 'male' END, p.school, p.described, demo.today() - 6 - 5 * p.k,
       reference.agency_id('avon_somerset_police'), demo.seat_id(s.spoke, 'eit')
  FROM demo.spoke_plan s, demo.passing p;
INSERT INTO casework.contact (id, spoke_id, identified_id, type, happened_at, minutes, place, seen, outcomes, officer_id,
    joint_with, note, agency_id)
SELECT demo.id('passing contact ' || s.spoke || p.k), reference.spoke_id(s.spoke), demo.id('passing ' || s.spoke || p.k),
       CASE p.k WHEN 2 THEN 'school_input' WHEN 0 THEN 'teachable_moments_car' ELSE 'hotspot_engagement' END,
       demo.clock(demo.today() - 6 - 5 * p.k, 18, 20), 10, CASE p.k WHEN 2 THEN 'School or college' ELSE 'Street or park' END,
       true, CASE p.k WHEN 3 THEN '{seen_brief}' ELSE '{seen_engaged}' END::text[], demo.seat_id(s.spoke, 'eit'),
       CASE p.k WHEN 2 THEN NULL ELSE 'Youth worker' END, p.said, reference.agency_id('avon_somerset_police')
  FROM demo.spoke_plan s, demo.passing p;
-- Who Renae is was found out.
UPDATE casework.identified i SET person_id = who.id, link_note = 'Her form tutor told us who she is'
  FROM demo.spoke_plan s,
       LATERAL (SELECT y.id FROM demo.young_person y WHERE y.spoke = s.spoke AND NOT y.story
                 AND EXISTS (SELECT FROM casework.person_spoke k WHERE k.person_id = y.id AND k.spoke_id = y.spoke_id)
                 ORDER BY y.n DESC LIMIT 1) AS who
 WHERE i.id = demo.id('passing ' || s.spoke || 2);

-- Visits that failed lately are to be tried again this week.
UPDATE casework.contact c
   SET follow_up = coalesce(c.follow_up, 'Try again'), follow_up_on = demo.today() + (abs(hashtext(c.id::text)) % 6) - 1,
       correction_reason = 'new_information', correction_note = 'Day for the next try agreed with the family'
 WHERE NOT c.held AND NOT c.seen AND c.happened_at > now() - interval '25 days' AND c.person_id IS NOT NULL;

-- What has been held for longer the sergeant has looked at and kept back; the
-- latest home visit of a spoke is corrected, and one logged twice struck.
UPDATE casework.contact c SET kept_reason = 'Live enquiry: naming the source would put them at risk',
       kept_until = demo.today() + 14 + abs(hashtext(c.id::text)) % 30
 WHERE c.held AND c.happened_at < now() - interval '40 days';
UPDATE casework.contact c SET note = c.note || ' His mother was there too.', correction_reason = 'new_information',
       correction_note = 'Who else was there had been left out'
 WHERE c.id IN (SELECT (SELECT x.id FROM casework.contact x WHERE x.spoke_id = s.id AND NOT x.held AND x.seen AND x.note IS NOT NULL
                          AND x.type = 'home_visit' ORDER BY x.happened_at DESC LIMIT 1)
                  FROM reference.spoke s);
INSERT INTO casework.contact (id, spoke_id, person_id, type, happened_at, minutes, seen, outcomes, officer_id, note, agency_id)
SELECT demo.id('twice ' || s.code), x.spoke_id, x.person_id, x.type, x.happened_at, x.minutes, x.seen, x.outcomes,
       x.officer_id, x.note, x.agency_id
  FROM reference.spoke s, LATERAL (SELECT * FROM casework.contact c WHERE c.spoke_id = s.id AND NOT c.held AND c.person_id IS NOT NULL
         AND c.type = 'phone_call' ORDER BY c.happened_at DESC LIMIT 1) AS x;
UPDATE casework.contact c SET in_error_reason = 'duplicate', in_error_note = 'Sent twice from a phone without signal'
 WHERE c.id IN (SELECT demo.id('twice ' || s.code) FROM reference.spoke s);
