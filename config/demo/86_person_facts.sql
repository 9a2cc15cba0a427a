-- What is known besides: where they live, who is around them, warnings, what
-- makes contact safe. Of those worked with today, in one go a spoke; Jayden's
-- record is whole, with a confidential address and a number to be doubted.
SET LOCAL enable_seqscan = off;

CREATE TABLE demo.fact_plan (
    share  double precision NOT NULL,
    topic  text NOT NULL,
    codes  text NOT NULL,            -- with weights
    note   text,
    source text
);
INSERT INTO demo.fact_plan VALUES
(0.05, 'marker', 'dog_at_address:3 no_lone_working:2 adult_at_address:2 absconds:1', 'Ring before a visit and agree who opens the door.', 'Early Intervention Team'),
(0.04, 'marker', 'retaliation:3 conflict_location:3 self_harm:2', 'Agree place and time with {him} first; tell nobody else.', 'Panel'),
(0.12, 'safety', 'shared_device:3 withhold_number:2 visit_in_pairs:1', NULL, 'Young person'),
(0.08, 'safety', 'must_not_be_told:2 safe_times:3', 'After 4pm. Not through {his} older brother.', 'Young person'),
(0.10, 'disability', 'adhd:5 autism:4 dyslexia:3 speech_language:2', NULL, 'School');

DO $$
DECLARE
    spoke_ text;
BEGIN
    FOR spoke_ IN SELECT s.spoke FROM demo.spoke_plan s ORDER BY s.spoke LOOP
        PERFORM demo.tell(now() - interval '20 days', demo.seat_id(spoke_, 'project'));
        INSERT INTO casework.person_fact (person_id, topic, code, note, source, diagnosis_status, review_on, person_knows, valid_from)
        SELECT DISTINCT ON (y.id, p.topic, p.share) y.id, p.topic, demo.draw(y.n || p.topic || p.share, p.codes), demo.filled(p.note, y.given, y.sex), p.source,
               CASE p.topic WHEN 'disability' THEN demo.draw(y.n || ' diagnosis', 'diagnosed:4 suspected:3 awaiting:3') END,
               CASE p.topic WHEN 'marker' THEN demo.today() + demo.between(y.n || ' review', -10, 80) END,
               CASE p.topic WHEN 'marker' THEN demo.draw(y.n || ' knows', 'yes:7 no:2 not_known:1') END,
               demo.today() - demo.between(y.n || p.topic, 21, 200)
          FROM demo.young_person y JOIN casework.episode e ON e.id = y.episode_id AND e.state <> 'closed'
          JOIN demo.fact_plan p ON demo.chance(y.n || p.topic || p.share, p.share)
         WHERE y.spoke = spoke_ AND y.n <> 901;
        INSERT INTO casework.person_fact (person_id, topic, code, name, phone, parental_responsibility, lives_with, may_contact, source)
        SELECT y.id, 'carer', demo.draw(y.n || ' carer', 'mother:6 father:2 grandparent:1 kinship_carer:1'),
               demo.one_of(y.n || ' carer name', '{Dawn,Sonia,Marcia,Helen,Ifeoma,Tracey,Amina,Joanne}') || ' ' || coalesce(nullif(y.family, ''), 'Invented'),
               demo.phone(y.n + 500), 'yes', demo.draw(y.n || ' with', 'yes:8 no:1 not_asked:1'),
               demo.draw(y.n || ' may', 'yes:6 no:1 not_asked:2 declined_to_say:1'), 'Referral'
          FROM demo.young_person y JOIN casework.episode e ON e.id = y.episode_id AND e.state <> 'closed'
         WHERE y.spoke = spoke_ AND y.n <> 901 AND y.age < 18 AND demo.chance(y.n || ' has carer', 0.5);
    END LOOP;
END $$;

-- Jayden: the history before what his referral said, and all around him.
SELECT demo.tell(now() - interval '60 days', demo.seat_id('bristol', 'coordinator'));
UPDATE casework.person_fact f
   SET valid_from = demo.today() - 250, note = 'Plan led by the family support team.', source = 'Early help'
 WHERE f.person_id = demo.id('person 901') AND f.topic = 'care_status';
UPDATE casework.person_fact f
   SET valid_from = demo.today() - 310, year_group = 'year_10', attendance_percent = 58.5, urn = '999901',
       note = 'Mornings only. Attendance of the last half term.', source = 'School'
 WHERE f.person_id = demo.id('person 901') AND f.topic = 'education_status';
INSERT INTO casework.person_fact (person_id, topic, code, valid_from, valid_to, end_reason, source, note, value, warnings,
    lines, postcode, resident_authority, confidential, name, phone, email, parental_responsibility, lives_with,
    may_contact, organisation, is_lead, diagnosis_status, review_on, person_knows)
SELECT demo.id('person 901'), t.topic, t.code, demo.today() - t.began, demo.today() - t.ended, t.end_reason, t.source, t.note,
       t.value, coalesce(t.warnings, '[]')::jsonb, t.lines, t.postcode, CASE t.topic WHEN 'address' THEN 'Bristol' END,
       coalesce(t.confidential, false), t.name, t.phone, t.email, t.pr, t.lives, t.may, t.organisation, t.lead, t.diagnosis,
       demo.today() + t.review, t.knows
  FROM (VALUES
    ('identifier', 'nhs_number', NULL::integer, NULL::integer, NULL, 'GP letter', NULL, '999 000 0018', NULL, NULL, NULL, NULL::boolean, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL::boolean, NULL, NULL::integer, NULL),
    ('identifier', 'upn', NULL, NULL, NULL, 'School', NULL, 'D823990901234', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
    ('identifier', 'pnc_id', NULL, NULL, NULL, 'Police', NULL, '2024/0001234A', '[{"pointer":"/value","code":"doubtful","detail":"Check the PNC id: its letter does not fit its digits"}]', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
    ('address', 'family', 900, 240, 'Moved to his grandmother', 'Mother', NULL, NULL, NULL, E'14 Invented Close\nBristol', 'BS99 1AA', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
    ('address', 'home', 240, NULL, NULL, 'Grandmother', NULL, NULL, NULL, E'3 Nowhere Terrace\nBristol', 'BS99 2BB', true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
    ('carer', 'grandparent', 240, NULL, NULL, 'School', 'Ring her first: Jayden shares her phone.', NULL, NULL, NULL, NULL, NULL, 'Grace Okafor', '07700 900118', NULL, 'no', 'yes', 'yes', NULL, NULL, NULL, NULL, NULL),
    ('carer', 'mother', NULL, NULL, NULL, 'Referral', 'Works nights: afternoons are best.', NULL, NULL, NULL, NULL, NULL, 'Chidinma Price', '07700 900119', NULL, 'yes', 'no', 'yes', NULL, NULL, NULL, NULL, NULL),
    ('carer', 'father', NULL, NULL, NULL, 'Mother', NULL, NULL, NULL, NULL, NULL, NULL, 'Not known', NULL, NULL, 'not_known', 'no', 'not_asked', NULL, NULL, NULL, NULL, NULL),
    ('professional', 'early_help_worker', 250, NULL, NULL, 'Early help', NULL, NULL, NULL, NULL, NULL, NULL, 'Bethan Lorne', '0117 496 0101', 'bethan.lorne@example.org', NULL, NULL, 'yes', 'Families in Focus, north team', true, NULL, NULL, NULL),
    ('professional', 'teacher', 310, NULL, NULL, 'School', 'Head of year. Meets him on Mondays.', NULL, NULL, NULL, NULL, NULL, 'Mr Adeyemi', '0117 496 0102', NULL, NULL, NULL, 'yes', 'Wharfreach Academy', NULL, NULL, NULL, NULL),
    ('care_status', 'closed_to_social_care', 700, 250, 'Early help began', 'Social care', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
    ('education_status', 'mainstream', 1100, 310, 'Reduced timetable agreed', 'School', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
    ('disability', 'adhd', 400, NULL, NULL, 'School', 'Referred by the SENCO.', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'awaiting', NULL, NULL),
    ('marker', 'conflict_location', 150, NULL, NULL, 'Panel', 'Not Castle Park or the bus station. Agree the route with him.', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 25, 'yes'),
    ('marker', 'weapon_access', 280, 90, 'Nothing seen or told since the spring; agreed at the panel', 'School', 'Meet at school.', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, -95, 'yes'),
    ('safety', 'safe_times', 240, NULL, NULL, 'Jayden', 'After 4pm, not on Sundays.', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
    ('safety', 'contact_through', 240, NULL, NULL, 'Jayden', 'His grandmother.', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL))
    AS t(topic, code, began, ended, end_reason, source, note, value, warnings, lines, postcode, confidential, name, phone,
         email, pr, lives, may, organisation, lead, diagnosis, review, knows);
