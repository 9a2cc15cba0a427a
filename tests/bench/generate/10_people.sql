-- A region's young people. psql -v persons=200000, and what of each there is:
-- the shapes of generate.mjs. Nothing here is of anybody:
-- names are the demo's word lists, texts are pieces of one paragraph.
--
-- Triggers are off (session_replication_role), so each file keeps what the
-- triggers would have kept: spokes, search rows, versions, moves.
CREATE SCHEMA bench;
SELECT setseed(0.42);

CREATE FUNCTION bench.text(n bigint, long integer) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN substr('Met at the usual place and walked for a while before talking about last week. '
        || 'Says school is better since the timetable changed, and that the journey home is the part that worries them. '
        || 'Parent has noticed more calm in the evenings; still out late on two days. '
        || 'Agreed to keep the plan, to try the Saturday session once, and to speak to the year lead before the end of term. '
        || 'No new incident known. Older cousin mentioned again; checked with the school officer, nothing recorded. '
        || 'Wants to be told in advance who will be at the next meeting. Strength: turns up, and asks for help when it matters. '
        || 'Worker to confirm dates, share the safety plan with the family, and ring on Thursday between four and five. ',
           (1 + (n * 7919) % 480)::integer, least(long, :text));

CREATE TABLE bench.given (name text, sex text, style text);
CREATE TABLE bench.family (name text, style text);
\copy bench.given FROM 'config/demo/names/given_names.csv' CSV HEADER
\copy bench.family FROM 'config/demo/names/family_names.csv' CSV HEADER
-- A region has some ten thousand family names: the lists' halves joined anew.
INSERT INTO bench.family
SELECT DISTINCT left(a.name, 4) || lower(right(b.name, 4)), 'joined'
  FROM bench.family a, bench.family b
 WHERE length(a.name) > 5 AND length(b.name) > 5 AND random() < 0.25;
-- Numbered; what comes first is drawn most often.
CREATE TABLE bench.given_list AS SELECT name, row_number() OVER (ORDER BY name) - 1 AS place FROM bench.given;
CREATE TABLE bench.family_list AS
SELECT name, row_number() OVER (ORDER BY style <> 'joined' DESC, name) - 1 AS place FROM bench.family;
ANALYZE bench.given_list, bench.family_list;

-- ---- colleagues: everybody's key is '01', which no password derives ----------
CREATE TABLE bench.staff (email text, role text, spoke text, agency text);
INSERT INTO bench.staff
SELECT format('%s.%s.%s@bench.test', s.code, r.short, k), r.role, s.code, r.agency
  FROM reference.spoke s,
       (VALUES ('co', 'spoke_coordinator', 'opcc_hub', 2), ('po', 'project_officer', 'opcc_hub', 4),
               ('eo', 'eit_officer', 'avon_somerset_police', 12),
               ('es', 'eit_sergeant', 'avon_somerset_police', 2)) AS r(short, role, agency, most),
       generate_series(1, r.most * :staff) AS k;
DO $$
DECLARE
    who bench.staff;
BEGIN
    FOR who IN SELECT * FROM bench.staff LOOP
        PERFORM access.admin_user_add(who.email, initcap(replace(split_part(who.email, '@', 1), '.', ' ')),
            who.agency, repeat('00', 16) || ':' || encode(sha256('\x01'), 'hex'));
        PERFORM access.admin_role_grant(who.email, who.role, who.spoke);
    END LOOP;
END $$;
SET session_replication_role = replica;

CREATE TABLE bench.spoke AS
SELECT s.id, s.code, s.reference_prefix AS prefix, gen_random_uuid() AS series,
       (SELECT array_agg(u.id ORDER BY u.email) FROM bench.staff b
          JOIN access.user_account u ON u.email = b.email
         WHERE b.spoke = s.code AND b.role IN ('spoke_coordinator', 'project_officer')) AS workers,
       (SELECT array_agg(u.id ORDER BY u.email) FROM bench.staff b
          JOIN access.user_account u ON u.email = b.email
         WHERE b.spoke = s.code AND b.role LIKE 'eit%') AS officers,
       (SELECT array_agg(i.id ORDER BY i.code) FROM casework.intervention i
          JOIN casework.intervention_spoke x ON x.intervention_id = i.id WHERE x.spoke_id = s.id) AS interventions,
       (SELECT array_agg(i.provider_agency_id ORDER BY i.code) FROM casework.intervention i
          JOIN casework.intervention_spoke x ON x.intervention_id = i.id WHERE x.spoke_id = s.id) AS providers,
       (SELECT id FROM reference.agency WHERE code = 'avon_somerset_police') AS police,
       (SELECT id FROM reference.agency WHERE code = 'opcc_hub') AS hub
  FROM reference.spoke s;

-- ---- who there is -------------------------------------------------------------
-- Ids come from the number, so that a load generator can find a person by
-- arithmetic, yet lie scattered. The first of every 5,000 has a long story.
CREATE UNLOGGED TABLE bench.person AS
SELECT n, md5('person ' || n)::uuid AS id, s.id AS spoke_id,
       CASE WHEN n % 20 = 7 THEN s.id % 5 + 1 END AS also_id, s.prefix, s.code AS spoke,
       md5('episode ' || n)::uuid AS episode_id, md5('referral ' || n)::uuid AS referral_id,
       md5('allocation ' || n)::uuid AS allocation_id,
       g.name AS given_name, f.name AS family_name,
       CASE WHEN n % 6 = 2 THEN k.name END AS known_as,
       (current_date - 3700 - floor(r3 * 4700)::integer) AS born_on,
       date_trunc('minute', now() - :ago * interval '1 day' - r4 * interval '1000 days') AS began,
       false AS closed,
       CASE WHEN n % 5000 = 1 THEN 370 ELSE :contacts_least + n % :contacts_more END AS contacts,
       :sessions + (n % 14 < :sessions_more)::integer AS sessions,
       s.workers[1 + n % cardinality(s.workers)] AS worker,
       s.officers[1 + n % cardinality(s.officers)] AS officer,
       s.interventions[1 + n % cardinality(s.interventions)] AS intervention,
       s.providers[1 + n % cardinality(s.interventions)] AS provider, s.police, s.hub, s.series
  FROM (SELECT n, random() AS r1, random() AS r2, random() AS r3, random() AS r4
          FROM generate_series(1, :persons) AS n OFFSET 0) AS drawn
  JOIN bench.spoke s ON s.id = (SELECT min(id) FROM bench.spoke) + n % 5
  JOIN bench.given_list g ON g.place = floor((SELECT count(*) FROM bench.given_list) * r1 * r1)::bigint
  JOIN bench.family_list f ON f.place = floor((SELECT count(*) FROM bench.family_list) * r2 * r2)::bigint
  JOIN bench.given_list k ON k.place = (n * 31) % (SELECT count(*) FROM bench.given_list);
-- Nobody's story ends in days to come.
UPDATE bench.person SET closed = true WHERE n % 100 < :closed AND began < now() - interval '205 days';
ALTER TABLE bench.person ADD PRIMARY KEY (n);
ANALYZE bench.person;

INSERT INTO casework.person (id, spoke_ids, display_name, born_on, born_precision, sex,
    safe_to_phone, safe_to_text, phone, created_at, updated_at, created_by)
SELECT id, array_remove(ARRAY[spoke_id, also_id], NULL), coalesce(known_as, given_name) || ' ' || family_name,
       born_on, 'exact', CASE n % 4 WHEN 0 THEN 'female' ELSE 'male' END, CASE WHEN n % 3 > 0 THEN 'yes' ELSE 'no' END, 'yes',
       '07700 900' || lpad((n % 1000)::text, 3, '0'), began, began, worker
  FROM bench.person;
INSERT INTO casework.person_spoke (person_id, spoke_id, since)
SELECT id, spoke_id, began FROM bench.person
UNION ALL
SELECT id, also_id, began FROM bench.person WHERE also_id IS NOT NULL;
INSERT INTO casework.person_name (id, person_id, kind, given_name, family_name, source, created_at, created_by)
SELECT md5('legal ' || n)::uuid, id, 'legal', given_name, family_name, 'referral', began, worker FROM bench.person
UNION ALL
SELECT md5('known ' || n)::uuid, id, 'known_as', known_as, NULL, NULL, began, worker
  FROM bench.person WHERE known_as IS NOT NULL;
INSERT INTO casework.person_detail (person_id, ethnicity, first_language, education_status, updated_at)
SELECT id, (ARRAY(SELECT code FROM reference.ethnicity ORDER BY position))[1 + n % 10], NULL, NULL, began
  FROM bench.person WHERE n % 2 = 0;
INSERT INTO casework.journey_version (person_id, version) SELECT id, 30 + n % 20 FROM bench.person;

-- Search rows, each distinct name normalised once.
CREATE TEMPORARY TABLE spelt AS
SELECT name, normal, casework.name_sound(normal) AS sound
  FROM (SELECT name, casework.name_normalised(name) AS normal
          FROM (SELECT name FROM bench.given UNION SELECT name FROM bench.family UNION SELECT '') AS n(name)) AS x;
ALTER TABLE spelt ADD PRIMARY KEY (name);
INSERT INTO casework.person_search (spoke_id, person_id, name_id, full_name, given_name, family_name,
    given_sound, family_sound, born_on)
SELECT ps.spoke_id, p.id, n.id, trim(g.normal || ' ' || f.normal), g.normal, f.normal, g.sound, f.sound, p.born_on
  FROM casework.person_name n
  JOIN casework.person p ON p.id = n.person_id
  JOIN casework.person_spoke ps ON ps.person_id = p.id
  JOIN spelt g ON g.name = coalesce(n.given_name, '')
  JOIN spelt f ON f.name = coalesce(n.family_name, '');
CREATE TEMPORARY TABLE worded AS
SELECT s.given_name, s.family_name, w.word, casework.name_sound(w.word) AS sound
  FROM (SELECT DISTINCT given_name, family_name FROM casework.person_search) AS s
 CROSS JOIN LATERAL casework.name_words(s.given_name, s.family_name) AS w(word);
INSERT INTO casework.person_word (spoke_id, word, sound, person_id)
SELECT DISTINCT s.spoke_id, w.word, w.sound, s.person_id
  FROM casework.person_search s
  JOIN worded w USING (given_name, family_name);
INSERT INTO casework.name_word (word) SELECT DISTINCT word FROM casework.person_word;
