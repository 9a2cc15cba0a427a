-- People the README, the tests and a visitor can look for by name. The first
-- three are stories told in their own words; the others show one thing each.
SET LOCAL enable_seqscan = off;

CREATE TABLE demo.named (
    n        integer PRIMARY KEY,
    same_as  integer,           -- the same human being in another spoke
    spoke    text NOT NULL,
    sex      text NOT NULL,
    ethnicity text NOT NULL,
    given    text NOT NULL,
    family   text NOT NULL,
    born     text NOT NULL,     -- years before this year, month, day
    days_ago integer NOT NULL,
    concern  text NOT NULL,
    source   text NOT NULL,
    arc      text NOT NULL,
    care     text NOT NULL,
    education text NOT NULL,
    school   text,
    helps    text NOT NULL,     -- of the spoke
    path     text               -- where the arc's does not fit
);
INSERT INTO demo.named VALUES
-- The annual report's pattern: a school refers, the panel discusses, youth
-- service, drugs service, martial arts and Early Intervention Team work side by
-- side, risk falls from review to review, removed from active monitoring, closed.
(901, NULL, 'bristol', 'male', 'm2', 'Jayden', 'Okafor-Price', '15 5 19', 290, 'weapon_carrying', 'school', 'improves',
 'early_help', 'reduced_timetable', 'wharfreach_academy', 'youth_service drugs_service martial_arts',
 'high high high medium medium medium low low'),
-- In the middle: risk went up and is coming down.
(902, NULL, 'southglos', 'female', 'w1', 'Maisie', 'Trevanion', '15 2 11', 78, 'child_criminal_exploitation', 'childrens_social_care', 'rises',
 'child_in_need', 'mainstream', 'kingsholt_academy', 'youth_service mentoring', 'high very_high high high high medium medium low low'),
-- A long road with many visits.
(903, NULL, 'somerset', 'male', 'w1', 'Reece', 'Hallett', '17 7 2', 430, 'missing_episodes', 'police_eit', 'heavy',
 'looked_after_s31', 'alternative_provision', 'levelsend_learning', 'mentoring youth_service',
 'high very_high high high medium high high medium medium high high medium medium medium medium medium medium low low'),
-- Known to North Somerset and nobody else.
(950, NULL, 'northsom', 'female', 'w1', 'Isla', 'Northcott', '13 10 5', 130, 'peer_group_conflict', 'school', 'settles',
 'none', 'mainstream', 'saltgrass_academy', 'youth_service', 'high high medium medium medium low low'),
-- The same name, two people.
(951, NULL, 'bristol', 'male', 'w1', 'Callum', 'Parsons', '16 3 4', 150, 'assault', 'police_eit', 'settles',
 'none', 'post_16', 'avonbasin_college', 'martial_arts', NULL),
(952, NULL, 'bristol', 'male', 'w1', 'Callum', 'Parsons', '14 9 17', 65, 'bullying', 'school', 'settles',
 'young_carer', 'mainstream', 'larkhanger_school', 'mentoring', NULL),
-- Names that sound alike; two of them born on 8 March and 3 August.
(953, NULL, 'bristol', 'male', 'w1', 'Kieran', 'Sheppard', '16 3 8', 200, 'substance_use', 'substance_misuse', 'improves',
 'child_in_need', 'neet', NULL, 'drugs_service mentoring', NULL),
(954, NULL, 'bristol', 'male', 'w2', 'Ciaran', 'Shepherd', '16 8 3', 110, 'victim_of_violence', 'emergency_department', 'improves',
 'none', 'post_16', 'avonbasin_college', 'hospital_navigator mentoring', NULL),
(955, NULL, 'southglos', 'male', 'w1', 'Keiran', 'Shepard', '16 3 8', 160, 'robbery', 'police_eit', 'settles',
 'none', 'neet', NULL, 'mentoring', NULL),
-- Sister and brother.
(956, NULL, 'bristol', 'female', 'b1', 'Tiana', 'Gayle', '16 1 23', 140, 'witness_to_violence', 'police_eit', 'settles',
 'early_help', 'post_16', 'avonbasin_college', 'girls_young_women', NULL),
(957, NULL, 'bristol', 'male', 'b1', 'Marlon', 'Gayle', '13 6 30', 138, 'retaliation_risk', 'detached_worker', 'improves',
 'early_help', 'mainstream', 'dovecrest_academy', 'youth_service martial_arts', NULL),
-- Moved from one spoke to the other, without a gap.
(958, NULL, 'southglos', 'female', 'm9', 'Amara', 'D''Souza-Lindo', '15 11 14', 260, 'threats_social_media', 'school', 'leaves',
 'child_in_need', 'mainstream', 'bradlerise_school', 'mentoring', 'high high medium'),
(959, 958, 'bristol', 'female', 'm9', 'Amara', 'D''Souza-Lindo', '15 11 14', 168, 'threats_social_media', 'another_spoke', 'settles',
 'child_in_need', 'mainstream', 'st_aldiths', 'girls_young_women', 'medium medium medium medium low low'),
-- Names to be found with and without their marks.
(960, NULL, 'northsom', 'female', 'w1', 'Zoë', 'Tovey', '16 4 9', 95, 'mental_health_self_harm', 'camhs', 'settles',
 'none', 'post_16', 'sandhythe_college', 'mentoring', NULL),
(961, NULL, 'bristol', 'male', 'w9', 'José', 'Mendes-Rocha', '17 12 1', 180, 'street_gang_association', 'police_neighbourhood', 'improves',
 'none', 'apprenticeship', NULL, 'mentoring martial_arts', NULL),
(962, NULL, 'bathnes', 'female', 'w2', 'Siân', 'O''Shaughnessy', '14 2 27', 100, 'exclusion_risk', 'school', 'settles',
 'none', 'suspended', 'weirmeadow_academy', 'education_inclusion', NULL),
(963, NULL, 'bristol', 'female', 'b1', 'Renée', 'Delapenha', '18 8 21', 88, 'abuse_in_relationship', 'health', 'settles',
 'care_leaver', 'employed', NULL, 'youth_service', NULL),
(964, NULL, 'somerset', 'female', 'a4', 'Thảo', 'Nguyễn', '17 5 5', 70, 'modern_slavery', 'police_other', 'improves',
 'looked_after_uasc', 'awaiting_place', NULL, 'youth_service', NULL),
-- Turning 18 within half a year; turned 25; and one who died.
(965, NULL, 'somerset', 'male', 'w1', 'Ellis', 'Coombe-Reed', '18 4 1', 125, 'county_lines', 'mash', 'heavy',
 'looked_after_s20', 'neet', NULL, 'mentoring youth_service', NULL),
(966, NULL, 'bristol', 'male', 'b1', 'Dominic', 'Wynter', '25 6 12', 420, 'knife_enabled_offence', 'youth_justice', 'settles',
 'care_leaver', 'employed', NULL, 'targeted_outreach_over_18', NULL),
(967, NULL, 'bathnes', 'male', 'w1', 'Tobias', 'Ashcombe', '17 9 9', 340, 'victim_of_violence', 'emergency_department', 'drifts',
 'none', 'post_16', 'crescentgate_college', 'hospital_navigator', NULL);

CREATE FUNCTION demo.born(told text, years_on integer) RETURNS date
LANGUAGE sql STABLE
RETURN make_date(extract(year FROM demo.today())::integer - split_part(told, ' ', 1)::integer + years_on,
                 split_part(told, ' ', 2)::integer, split_part(told, ' ', 3)::integer);

INSERT INTO demo.young_person (n, id, spoke, spoke_id, sex, ethnicity, style, given, family, age, born_on, arrives_at,
    concern, source, result, arc, path, care, education, school_id, helps)
SELECT p.n, demo.id('person ' || coalesce(p.same_as, p.n)), p.spoke, reference.spoke_id(p.spoke), p.sex, p.ethnicity,
       'british', p.given, p.family, extract(year FROM age(demo.today() - p.days_ago, b.born)), b.born,
       demo.office((demo.today() - p.days_ago)::timestamptz, 0, p.n || ' arrives'),
       p.concern, p.source, 'accepted_to_panel', p.arc, coalesce(string_to_array(p.path, ' '), a.path), p.care,
       p.education, reference.agency_id(p.school),
       ARRAY(SELECT demo.help_code(p.spoke, help) FROM unnest(string_to_array(p.helps, ' ')) AS help)
  FROM demo.named p JOIN demo.arc a USING (arc)
  -- Ages hang on today, not on the calendar year: 966 is to be 25 by now, 965 to
  -- turn 18 in some five months, the others keep their day and month.
 CROSS JOIN LATERAL (SELECT CASE p.n WHEN 965 THEN (demo.today() + 150 - interval '18 years')::date
                                     WHEN 966 THEN (demo.today() - 200 - interval '25 years')::date
                                     ELSE demo.born(p.born, 0) END AS born) b;

INSERT INTO demo.told VALUES
(958, 'ending', 'transferred'), (966, 'ending', 'reached_25'), (967, 'ending', 'died');

-- Whom the database should never offer as one.
CREATE FUNCTION demo.tell_apart() RETURNS void
LANGUAGE sql AS $$
    INSERT INTO casework.person_distinct (person_id, other_id, reason, by_user)
    SELECT least(a, b), greatest(a, b), 'Different dates of birth, schools and addresses. Both are known to us.',
           demo.seat_id('bristol', 'coordinator')
      FROM (SELECT demo.id('person 951') AS a, demo.id('person 952') AS b) AS pair;
$$;
