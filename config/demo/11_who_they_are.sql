-- Names, ages, schools, worries and helps of the plan's young people.
SET LOCAL enable_seqscan = off;

-- Which kinds of name go with which background, in the names' files' words.
CREATE TABLE demo.style_plan (ethnicity text PRIMARY KEY, given text NOT NULL, family text NOT NULL);
INSERT INTO demo.style_plan VALUES
('w1', 'british:1', 'british:1'), ('w2', 'british:1', 'traveller_roma:1 british:3'),
('w3', 'traveller_roma:1', 'traveller_roma:1'), ('w4', 'east_european:1', 'east_european:1'),
('w9', 'east_european:3 iberian:2', 'east_european:3 iberian:2'),
('m1', 'caribbean:2 british:2', 'caribbean:3 british:3'), ('m2', 'british:2 african:1', 'african:1'),
('m3', 'british:2 south_asian:1', 'south_asian:1'), ('m9', 'british:2 arab_kurdish:1', 'british:2 arab_kurdish:1 iberian:1'),
('a1', 'south_asian:1', 'south_asian:1'), ('a2', 'south_asian:1', 'south_asian:1'),
('a3', 'south_asian:1', 'south_asian:1'), ('a4', 'east_asian:1', 'east_asian:1'),
('a9', 'afghan:2 east_asian:1', 'afghan:1'), ('b1', 'caribbean:2 british:1', 'caribbean:1'),
('b2', 'african:3 somali:4 horn_of_africa:1', 'african:1'), ('b9', 'african:1', 'african:1 caribbean:1'),
('o2', 'arab_kurdish:1', 'arab_kurdish:1'), ('ns', 'british:1', 'british:1'),
('not_asked', 'british:1', 'british:1'), ('declined_to_say', 'british:3 african:1', 'british:3 african:1'),
('not_known', 'british:1', 'british:1');

CREATE TABLE demo.given_name AS
SELECT item ->> 'name' AS name, item ->> 'sex' AS sex, item ->> 'style' AS style, line
  FROM pg_temp.demo_source s
 CROSS JOIN LATERAL jsonb_array_elements(s.rows) WITH ORDINALITY AS r(item, line)
 WHERE s.name = 'given_names';
CREATE TABLE demo.family_name AS
SELECT item ->> 'name' AS name, item ->> 'style' AS style, line
  FROM pg_temp.demo_source s
 CROSS JOIN LATERAL jsonb_array_elements(s.rows) WITH ORDINALITY AS r(item, line)
 WHERE s.name = 'family_names';

UPDATE demo.young_person y SET style = demo.draw(y.n || ' given style', s.given)
  FROM demo.style_plan s WHERE s.ethnicity = y.ethnicity;
UPDATE demo.young_person y
   SET given = demo.one_of(y.n || ' given', (SELECT array_agg(g.name ORDER BY g.line) FROM demo.given_name g
               WHERE g.style IN (y.style, CASE y.style WHEN 'afghan' THEN 'arab_kurdish' END)
                 AND (g.sex = y.sex OR g.sex = 'either' OR y.sex = 'not_known')))
 WHERE given = '';

-- Family names go round their list, so that few are shared by chance. Where
-- the given name's style has family names of its own within the background
-- (Somali, Afghan, ...), those are taken.
WITH styled AS (
    SELECT y.n, CASE WHEN y.style IN ('somali', 'horn_of_africa', 'east_asian', 'iberian', 'east_european')
                     THEN y.style ELSE demo.draw(y.n || ' family style', s.family) END AS style
      FROM demo.young_person y JOIN demo.style_plan s USING (ethnicity)),
turned AS (
    SELECT n, style, row_number() OVER (PARTITION BY style ORDER BY demo.roll(n || ' turn')) AS turn FROM styled),
listed AS (
    SELECT name, style, row_number() OVER (PARTITION BY style ORDER BY line) AS place,
           count(*) OVER (PARTITION BY style) AS many FROM demo.family_name)
UPDATE demo.young_person y SET family = l.name
  FROM turned t JOIN listed l ON l.style = t.style AND l.place = 1 + t.turn % l.many
 WHERE t.n = y.n;

-- The worry fits the age; who noticed and which help fit the worry.
UPDATE demo.young_person y
   SET concern = demo.draw(y.n || ' concern', (SELECT string_agg(c.concern || ':' || c.weight, ' ' ORDER BY c.concern)
                 FROM demo.concern_plan c WHERE y.age <@ c.ages))
 WHERE concern IS NULL;
UPDATE demo.young_person y
   SET source = coalesce(y.source, demo.draw(y.n || ' source', c.sources)),
       born_on = demo.day_of(y.arrives_at) - y.age * 365 - y.age / 4 - demo.between(y.n || ' born', 2, 360),
       born_precision = demo.draw(y.n || ' precision', 'exact:90 month:2 year:3 estimated:3 unknown:2')
  FROM demo.concern_plan c WHERE c.concern = y.concern AND y.born_on IS NULL;
UPDATE demo.young_person
   SET born_on = CASE born_precision WHEN 'unknown' THEN NULL
                      WHEN 'month' THEN date_trunc('month', born_on)::date
                      ELSE date_trunc('year', born_on)::date END
 WHERE born_precision <> 'exact';

UPDATE demo.young_person y
   SET care = CASE WHEN y.concern = 'modern_slavery' THEN 'looked_after_uasc'
              WHEN y.age >= 18 THEN demo.draw(y.n || ' care', 'none:5 care_leaver:4 not_known:1')
              ELSE demo.draw(y.n || ' care', 'none:38 early_help:15 assessment:4 child_in_need:16 child_protection_plan:8 '
                   'looked_after_s20:3 looked_after_s31:4 young_carer:3 special_guardianship:2 closed_to_social_care:5 not_asked:1 not_known:2') END,
       education = CASE WHEN y.concern = 'permanent_exclusion' THEN 'permanently_excluded'
              WHEN y.concern = 'exclusion_risk' THEN demo.draw(y.n || ' school', 'mainstream:5 suspended:3 reduced_timetable:3 managed_move:2')
              WHEN y.age <= 15 THEN demo.draw(y.n || ' school', 'mainstream:62 reduced_timetable:8 alternative_provision:10 pru:3 special:3 '
                   'managed_move:4 suspended:3 missing_education:3 home_educated:2 awaiting_place:2')
              WHEN y.age <= 18 THEN demo.draw(y.n || ' school', 'post_16:52 neet:22 apprenticeship:9 employed:8 alternative_provision:5 custody:1')
              ELSE demo.draw(y.n || ' school', 'neet:45 employed:35 higher_education:6 custody:3 not_known:11') END
 WHERE care IS NULL AND education IS NULL;

UPDATE demo.young_person y
   SET school_id = reference.agency_id(demo.one_of(y.n || ' which school',
       (SELECT array_agg(a.code ORDER BY a.code) FROM reference.agency a
         WHERE a.spoke_id = y.spoke_id AND CASE
               WHEN y.education IN ('alternative_provision', 'pru') THEN a.agency_type = 'alternative_provision'
               WHEN y.education = 'post_16' THEN a.agency_type = 'school' AND a.name LIKE '%College%'
               ELSE a.agency_type = 'school' AND a.name NOT LIKE '%College%' END)))
 WHERE school_id IS NULL
   AND education IN ('mainstream', 'special', 'reduced_timetable', 'alternative_provision', 'pru',
                     'managed_move', 'suspended', 'post_16');

-- The referring school's own pupils.
UPDATE demo.young_person y SET education = 'mainstream', school_id = reference.agency_id(s.agency)
  FROM demo.seat s WHERE s.spoke = y.spoke AND s.desk = 'school' AND y.halt IS NOT NULL AND y.source = 'school';

-- What the spoke has of that help: its own name for it in the catalogue.
CREATE FUNCTION demo.help_code(spoke text, help text) RETURNS text
LANGUAGE sql IMMUTABLE
RETURN CASE spoke || ' ' || help
    WHEN 'bathnes mentoring' THEN 'bathnes_lived_experience_mentoring'
    WHEN 'bristol mentoring' THEN 'bristol_one_to_one_mentoring'
    WHEN 'somerset mentoring' THEN 'somerset_sports_mentoring'
    WHEN 'somerset education_inclusion' THEN 'somerset_admit'
    WHEN 'southglos education_inclusion' THEN 'southglos_mentoring'
    ELSE spoke || '_' || help END;

-- The helps that fit the worry, each at most once, then whichever other the
-- spoke has. Girls and young adults have some of their own in Bristol.
UPDATE demo.young_person y
   SET helps = (SELECT coalesce(array_agg(code ORDER BY rank), '{}') FROM (
        SELECT DISTINCT ON (demo.help_code(y.spoke, split_part(word, ':', 1)))
               demo.help_code(y.spoke, split_part(word, ':', 1)) AS code, row_number() OVER (
                   ORDER BY demo.roll(y.n || word) / split_part(word, ':', 2)::integer) AS rank
          FROM string_to_table(c.helps || CASE WHEN y.spoke = 'bristol' AND y.sex = 'female' AND y.age < 20
                               THEN ' girls_young_women:6' WHEN y.spoke = 'bristol' AND y.age >= 18
                               THEN ' targeted_outreach_over_18:9' ELSE '' END, ' ') AS word) AS fitting
        WHERE rank <= a.helps)
  FROM demo.concern_plan c, demo.arc a
 WHERE c.concern = y.concern AND a.arc = y.arc AND y.helps = '{}';

-- A person of 24 ages out of the partnership's care.
UPDATE demo.young_person SET arc = 'once', path = '{low}', helps = '{}' WHERE born_on < demo.today() - 365 * 26;
