-- Who the young people are going to be: one row each of the plan. Named ones
-- follow in 12_named_people.sql. `arrives_at` is when somebody refers them.
SET LOCAL enable_seqscan = off;

-- What it is about, and what goes with it: who usually notices, where the
-- harm lies, which help fits.
CREATE TABLE demo.concern_plan (
    concern text PRIMARY KEY,
    weight  integer NOT NULL,
    ages    int4range NOT NULL,
    sources text NOT NULL,      -- weighted, as demo.draw reads them
    beside  text NOT NULL,      -- further concerns
    contexts text[] NOT NULL,   -- the first drives most harm
    factors text[] NOT NULL,
    helps   text NOT NULL       -- weighted; '*_' stands for the spoke
);
INSERT INTO demo.concern_plan VALUES
('weapon_carrying', 14, '[11,17]', 'school:9 education_inclusion:1 early_help:1',
 'peer_group_conflict:4 bullying:2 exclusion_risk:2', '{peer,neighbourhood,school}',
 '{weapon_carrying,fear,prior_victimisation}', 'mentoring:6 martial_arts:5 youth_service:4 education_inclusion:2'),
('weapon_image_online', 5, '[11,17]', 'school:5 police_data:2', 'weapon_carrying:3 peer_group_conflict:2',
 '{online,peer}', '{weapon_carrying,online_violence,impulsivity}', 'mentoring:5 youth_service:4 martial_arts:3'),
('knife_enabled_offence', 5, '[13,24]', 'police_custody:6 youth_justice:3', 'robbery:3 weapon_carrying:3',
 '{peer,individual}', '{weapon_carrying,prior_offending,delinquent_peers}', 'mentoring:5 youth_service:3 martial_arts:3'),
('victim_of_violence', 9, '[12,24]', 'emergency_department:8 police_eit:2 health:1', 'retaliation_risk:4 mental_health_self_harm:2',
 '{neighbourhood,peer}', '{prior_victimisation,fear,trauma}', 'hospital_navigator:8 mentoring:3 martial_arts:2'),
('witness_to_violence', 3, '[11,19]', 'police_eit:3 school:1', 'retaliation_risk:3 bereavement:1',
 '{neighbourhood,peer}', '{fear,trauma}', 'mentoring:4 youth_service:3'),
('peer_group_conflict', 8, '[11,18]', 'school:4 police_eit:3 detached_worker:1', 'assault:3 threats_social_media:3',
 '{peer,school,online}', '{peer_conflict,impulsivity,online_threats}', 'youth_service:5 mentoring:4 martial_arts:3'),
('retaliation_risk', 4, '[13,22]', 'detached_worker:3 vcse:2 police_eit:1', 'peer_group_conflict:3 bereavement:1',
 '{peer,neighbourhood}', '{peer_conflict,fear,bereavement}', 'mentoring:5 youth_service:4'),
('street_gang_association', 4, '[13,22]', 'police_neighbourhood:4 police_data:2', 'child_criminal_exploitation:3 non_attendance:2',
 '{peer,neighbourhood}', '{gang_association,delinquent_peers,low_attendance}', 'mentoring:5 youth_service:4 martial_arts:2'),
('threats_social_media', 4, '[11,17]', 'school:4 parent_carer:2', 'peer_group_conflict:3 abuse_in_relationship:1',
 '{online,school}', '{online_threats,fear}', 'youth_service:4 mentoring:3'),
('county_lines', 5, '[13,20]', 'police_other:3 police_eit:3 mash:2', 'missing_episodes:3 debt_bondage:2 found_out_of_area:2',
 '{peer,neighbourhood}', '{exploitation,missing,drug_debt}', 'youth_service:5 mentoring:4 drugs_service:2'),
('child_criminal_exploitation', 8, '[11,17]', 'childrens_social_care:4 early_help:3 police_eit:2 community:1', 'missing_episodes:3 substance_use:2',
 '{peer,neighbourhood,family}', '{exploitation,missing,poor_supervision}', 'mentoring:5 youth_service:5 drugs_service:2'),
('debt_bondage', 3, '[14,22]', 'substance_misuse:5 youth_justice:1', 'substance_use:4 county_lines:2',
 '{peer,neighbourhood}', '{drug_debt,exploitation,substance_use}', 'drugs_service:8 mentoring:3'),
('child_sexual_exploitation', 2, '[13,17]', 'childrens_social_care:3 school:2 camhs:1', 'missing_episodes:3 online_harm:2',
 '{peer,online}', '{exploitation,online_grooming,missing}', 'youth_service:5 mentoring:3'),
('harmful_sexual_behaviour', 1, '[12,16]', 'childrens_social_care:1', 'threats_social_media:1',
 '{school,peer}', '{fear,trauma}', 'youth_service:1'),
('modern_slavery', 1, '[16,20]', 'police_other:1 mash:1', 'homelessness:1',
 '{neighbourhood}', '{exploitation,unstable_housing,distrust_of_services}', 'youth_service:1 mentoring:1'),
('missing_episodes', 5, '[11,17]', 'police_eit:4 childrens_social_care:3 mash:1', 'child_criminal_exploitation:4 substance_use:1',
 '{peer,family}', '{missing,exploitation,poor_supervision}', 'youth_service:5 mentoring:4'),
('found_out_of_area', 2, '[13,18]', 'police_other:3 another_spoke:1', 'county_lines:3 missing_episodes:2',
 '{peer,neighbourhood}', '{exploitation,missing}', 'mentoring:4 youth_service:4'),
('exclusion_risk', 7, '[11,16]', 'school:6 education_inclusion:3', 'unmet_neurodiversity:2 bullying:1 anti_social_behaviour:1',
 '{school,individual}', '{exclusion,impulsivity,unmet_learning_need}', 'education_inclusion:7 mentoring:3 martial_arts:3'),
('permanent_exclusion', 3, '[12,16]', 'education_inclusion:4 school:2', 'weapon_carrying:2 street_gang_association:1',
 '{school,peer}', '{exclusion,delinquent_peers}', 'education_inclusion:4 mentoring:4 youth_service:3'),
('non_attendance', 2, '[11,16]', 'school:4 education_inclusion:1', 'peer_group_conflict:2 mental_health_self_harm:1',
 '{school,neighbourhood}', '{low_attendance,fear,hotspot}', 'education_inclusion:6 youth_service:3'),
('substance_use', 4, '[13,22]', 'substance_misuse:2 youth_justice:2 school:2 self:1', 'debt_bondage:2 non_attendance:1',
 '{individual,peer}', '{substance_use,drug_debt}', 'drugs_service:9 youth_service:2'),
('substance_supply', 2, '[14,22]', 'police_neighbourhood:3 youth_justice:1', 'child_criminal_exploitation:3 substance_use:2',
 '{peer,neighbourhood}', '{drug_market,exploitation}', 'drugs_service:5 mentoring:4'),
('alcohol', 2, '[13,19]', 'police_neighbourhood:3 ambulance:1', 'anti_social_behaviour:2 assault:1',
 '{peer,neighbourhood}', '{substance_use,hotspot}', 'drugs_service:6 youth_service:3'),
('anti_social_behaviour', 3, '[10,16]', 'community_safety:3 police_neighbourhood:3', 'peer_group_conflict:1 alcohol:1',
 '{peer,neighbourhood}', '{delinquent_peers,impulsivity,hotspot}', 'youth_service:5 martial_arts:3'),
('domestic_abuse_home', 3, '[10,17]', 'childrens_social_care:3 school:2 early_help:2', 'aces_trauma:3 assault:1',
 '{family,individual}', '{family_violence,aces,fear}', 'youth_service:4 mentoring:4'),
('abuse_in_relationship', 2, '[15,20]', 'school:2 health:1 vcse:1', 'threats_social_media:2 mental_health_self_harm:1',
 '{peer,online}', '{abusive_relationship,fear}', 'youth_service:4 mentoring:2'),
('bereavement', 2, '[12,20]', 'school:2 vcse:2 camhs:1', 'retaliation_risk:2 mental_health_self_harm:2',
 '{individual,peer}', '{bereavement,mental_health}', 'mentoring:5 youth_service:3'),
('aces_trauma', 2, '[10,16]', 'early_help:3 school:2 camhs:1', 'exclusion_risk:2 assault:1',
 '{family,individual}', '{aces,trauma,parental_mental_health}', 'mentoring:4 martial_arts:3'),
('mental_health_self_harm', 2, '[13,20]', 'emergency_department:3 camhs:2', 'weapon_carrying:3',
 '{individual}', '{mental_health,self_harm,weapon_carrying}', 'hospital_navigator:6 mentoring:2'),
('bullying', 2, '[11,15]', 'school:3 parent_carer:2', 'racism_hate:1 exclusion_risk:2',
 '{school,peer}', '{bullying,prior_victimisation}', 'martial_arts:4 education_inclusion:3'),
('racism_hate', 2, '[11,18]', 'community_safety:2 school:1 parent_carer:1', 'peer_group_conflict:2 assault:1',
 '{neighbourhood,peer}', '{discrimination,fear,prior_victimisation}', 'youth_service:4 mentoring:3'),
('parental_imprisonment', 1, '[11,17]', 'probation:2 school:1', 'child_criminal_exploitation:2',
 '{family,neighbourhood}', '{parental_imprisonment,poverty}', 'mentoring:4 youth_service:3'),
('family_offending', 1, '[11,17]', 'early_help:1 parent_carer:1', 'robbery:1',
 '{family,peer}', '{family_offending,delinquent_peers}', 'mentoring:4 martial_arts:3'),
('homelessness', 2, '[16,23]', 'housing:4 vcse:1', 'debt_bondage:1 substance_use:1',
 '{family,neighbourhood}', '{unstable_housing,poverty}', 'youth_service:5 mentoring:2'),
('unmet_neurodiversity', 1, '[11,16]', 'school:1 camhs:1', 'child_criminal_exploitation:2 bullying:1',
 '{individual,peer}', '{unmet_learning_need,send,exploitation}', 'mentoring:4 education_inclusion:2'),
('robbery', 3, '[13,20]', 'police_eit:4 youth_justice:2', 'weapon_carrying:2 street_gang_association:1',
 '{peer,neighbourhood}', '{prior_offending,delinquent_peers}', 'mentoring:4 martial_arts:3 youth_service:3'),
('assault', 4, '[11,20]', 'police_eit:4 school:2', 'peer_group_conflict:4 alcohol:1',
 '{peer,individual}', '{aggression,peer_conflict}', 'martial_arts:5 mentoring:3'),
('affray', 2, '[13,19]', 'police_eit:3 police_data:1', 'peer_group_conflict:4 weapon_image_online:1',
 '{peer,neighbourhood}', '{peer_conflict,delinquent_peers}', 'youth_service:4 mentoring:3'),
('firearm', 1, '[12,17]', 'police_data:2 police_neighbourhood:1', 'weapon_image_online:2',
 '{online,peer}', '{impulsivity,online_violence}', 'mentoring:3 youth_service:2');

-- How many in each spoke, and who lives there (2021 census codes).
CREATE TABLE demo.spoke_plan (
    spoke     text PRIMARY KEY,
    spoke_id  integer NOT NULL,
    people    integer NOT NULL,
    ethnicity text NOT NULL
);
INSERT INTO demo.spoke_plan
SELECT p.spoke, reference.spoke_id(p.spoke), p.people, p.ethnicity FROM (VALUES
('bathnes',    56, 'w1:80 w9:6 w2:1 w3:1 m1:3 m3:1 m9:1 a1:1 a4:1 b1:1 b2:1 o2:1 ns:1 not_asked:2'),
('bristol',   146, 'w1:56 w9:6 w2:1 w3:1 w4:1 m1:7 m2:2 m3:1 m9:2 a1:1 a2:3 a3:1 a4:1 a9:1 b1:5 b2:9 b9:1 o2:2 declined_to_say:1 not_asked:1'),
('northsom',   72, 'w1:85 w9:5 w3:1 m1:2 m2:1 a3:1 a4:1 b2:1 not_asked:2 not_known:1'),
('somerset',   92, 'w1:84 w9:7 w3:2 w4:1 m1:1 m9:1 a4:1 a9:1 b2:1 declined_to_say:1'),
('southglos',  82, 'w1:78 w9:5 w2:1 m1:4 m3:1 a1:2 a2:1 a9:1 b1:2 b2:3 o2:1 ns:1')) AS p(spoke, people, ethnicity);

-- How it goes: the levels agreed at one review after another, and the end.
CREATE TABLE demo.arc (
    arc     text PRIMARY KEY,
    weight  integer NOT NULL,
    path    text[] NOT NULL,
    ending  text NOT NULL,      -- closure reason
    helps   integer NOT NULL    -- how many interventions
);
INSERT INTO demo.arc VALUES
('improves',   20, '{high,high,medium,medium,low,low}',              'risk_reduced', 2),
('settles',    18, '{medium,medium,medium,low,low}',                 'risk_reduced', 1),
('quickly',    10, '{medium,low,low}',                               'risk_reduced', 1),
('rises',       9, '{medium,high,very_high,high,medium,medium,low,low}', 'risk_reduced', 3),
('heavy',       6, '{very_high,high,high,high,medium,medium,medium,low,low}', 'risk_reduced', 2),
('statutory',   9, '{high,high,high,medium}',                        'held_by_statutory_plan', 1),
('drifts',      7, '{medium,medium,medium,medium}',                  'disengaged', 1),
('once',        8, '{low}',                                          'no_further_action', 0),
('leaves',      4, '{medium,medium}',                                'moved', 1),
('custody',     3, '{high,very_high,very_high}',                     'custody', 1);

CREATE TABLE demo.young_person (
    n           integer PRIMARY KEY,
    id          uuid NOT NULL,
    spoke       text NOT NULL,
    spoke_id    integer NOT NULL,
    sex         text NOT NULL,
    ethnicity   text,
    style       text,
    given       text NOT NULL,
    family      text NOT NULL,
    age         integer NOT NULL,       -- when referred
    born_on     date,
    born_precision text NOT NULL DEFAULT 'exact',
    arrives_at  timestamptz NOT NULL,
    concern     text,
    source      text,
    result      text NOT NULL,          -- the referral's end
    halt        text,                   -- where the story stands still
    arc         text NOT NULL,
    path        text[] NOT NULL,
    stage       integer NOT NULL DEFAULT 0, -- how far along the path
    asked       integer[] NOT NULL DEFAULT '{}', -- actions set for them, by place
    heard_on    date,
    heard       integer NOT NULL DEFAULT 0, -- how often a meeting has heard them
    helps       text[] NOT NULL DEFAULT '{}', -- intervention codes
    care        text,
    education   text,
    school_id   integer,
    referral_id uuid,
    episode_id  uuid,
    made        boolean NOT NULL DEFAULT false, -- the person's row exists
    leaving     boolean NOT NULL DEFAULT false, -- removal is decided
    named       boolean GENERATED ALWAYS AS (n > 900) STORED,
    story       boolean GENERATED ALWAYS AS (n BETWEEN 901 AND 909) STORED -- told in its own words
);
CREATE INDEX young_person_id ON demo.young_person (id);
CREATE INDEX young_person_episode ON demo.young_person (episode_id);

-- People arrive all through the two years, with a rush at the start, when
-- the meeting first began; the last of each spoke are still in the pipeline.
-- Among them some of each referrer's own, so that they have something to follow.
CREATE TABLE demo.pipeline (
    place   integer PRIMARY KEY,
    result  text NOT NULL,
    halt    text NOT NULL,
    hours   integer NOT NULL,   -- ago
    concern text,
    source  text
);
INSERT INTO demo.pipeline VALUES
(1, 'draft', 'draft', 30, 'weapon_carrying', 'school'),
(2, 'draft', 'draft', 4, 'victim_of_violence', 'emergency_department'),
(3, 'submitted', 'submitted', 3, 'peer_group_conflict', 'school'),
(4, 'submitted', 'submitted', 20, 'mental_health_self_harm', 'emergency_department'),
(5, 'in_triage', 'in_triage', 26, NULL, NULL),
(6, 'in_triage', 'in_triage', 50, 'victim_of_violence', 'emergency_department'),
(7, 'information_requested', 'information_requested', 75, 'threats_social_media', 'school'),
(8, 'accepted_to_panel', 'referred', 60, 'exclusion_risk', 'school'),
(9, 'accepted_to_panel', 'triage', 90, NULL, NULL),
(10, 'accepted_to_panel', 'agency_checks', 120, NULL, NULL),
(11, 'accepted_to_panel', 'listed', 170, NULL, NULL);

INSERT INTO demo.young_person (n, id, spoke, spoke_id, sex, ethnicity, style, given, family, age,
    arrives_at, concern, source, result, halt, arc, path)
SELECT k.n, demo.id('person ' || k.n), k.spoke, k.spoke_id, w.sex, w.ethnicity, '', '', '',
       CASE p.source WHEN 'school' THEN least(w.age, 15) ELSE w.age END, w.arrives_at, p.concern, p.source, coalesce(p.result, w.result), p.halt, w.arc, a.path
  FROM (SELECT row_number() OVER (ORDER BY s.spoke, place)::integer AS n, s.spoke, s.spoke_id,
               s.ethnicity, s.people, place
          FROM demo.spoke_plan s CROSS JOIN LATERAL generate_series(1, s.people) AS place) k
  LEFT JOIN demo.pipeline p USING (place)
 CROSS JOIN LATERAL (SELECT
       demo.draw(k.n || ' sex', 'male:73 female:26 not_known:1') AS sex,
       demo.draw(k.n || ' ethnicity', k.ethnicity) AS ethnicity,
       demo.draw(k.n || ' age', '10:2 11:5 12:9 13:15 14:19 15:19 16:14 17:9 18:3 19:2 20:1 21:1 22:1')::integer AS age,
       demo.draw(k.n || ' arc', (SELECT string_agg(arc || ':' || weight, ' ' ORDER BY arc) FROM demo.arc)) AS arc,
       demo.draw(k.n || ' result', 'accepted_to_panel:76 straight_to_intervention:4 extraordinary_meeting:2 '
           'declined:8 redirected:5 out_of_area:2 withdrawn:3') AS result,
       CASE WHEN p.place IS NOT NULL THEN now() - make_interval(hours => p.hours, mins => k.n % 50)
            ELSE demo.office((demo.today() - CASE WHEN demo.chance(k.n || ' rush', 0.11)
                     THEN demo.between(k.n || ' day', 712, 735)
                     ELSE demo.between(k.n || ' day', 12, 724) END)::timestamptz, 0, k.n || ' arrives')
       END AS arrives_at) w
  JOIN demo.arc a ON a.arc = w.arc;
