-- Handlers: how a young person comes into being, and the words said of them.
SET LOCAL enable_seqscan = off;

-- Whether words with these needs can be said of this young person now.
CREATE FUNCTION demo.fits(y demo.young_person, needs text) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN needs = '' OR NOT (
        strpos(needs, 's') > 0 AND y.school_id IS NULL
        OR strpos(needs, 'x') > 0 AND NOT y.concern IN ('missing_episodes', 'county_lines', 'child_criminal_exploitation',
              'child_sexual_exploitation', 'debt_bondage', 'modern_slavery', 'found_out_of_area')
        OR strpos(needs, 'o') > 0 AND NOT y.concern IN ('knife_enabled_offence', 'robbery', 'assault', 'affray', 'substance_supply')
        OR strpos(needs, 'h') > 0 AND NOT extract(month FROM access.moment()) BETWEEN 5 AND 7
        OR strpos(needs, 'c') > 0 AND NOT y.concern IN ('peer_group_conflict', 'assault', 'threats_social_media', 'bullying', 'affray')
        OR strpos(needs, 'w') > 0 AND y.path[y.stage] = 'low'
        OR strpos(needs, 'm') > 0 AND y.stage < 2
        OR strpos(needs, 'f') > 0 AND y.care NOT LIKE 'looked_after%'
        OR strpos(needs, 'a') > 0 AND y.age < 15
        OR strpos(needs, 'y') > 0 AND y.age > 17);
END $$;

-- The words of a slot of one young person's story: fixed for named people,
-- else from the narratives of that kind. With nth they go round the kind, so
-- that the same is not said twice in a row.
CREATE FUNCTION demo.words(y demo.young_person, slot_ text, kind_ text, nth integer DEFAULT NULL) RETURNS text
LANGUAGE plpgsql STABLE AS $$
DECLARE
    k demo.narrative_kind;
    place integer;
    tried integer := 0;
BEGIN
    IF y.named THEN
        DECLARE
            told text := (SELECT t.text FROM demo.told t WHERE t.n = y.n AND t.slot = slot_);
        BEGIN
            IF told IS NOT NULL THEN
                RETURN told;
            END IF;
        END;
    END IF;
    SELECT * INTO k FROM demo.narrative_kind x WHERE x.kind = kind_;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'the demo has no narrative of kind "%"', kind_;
    END IF;
    place := CASE WHEN nth IS NULL THEN demo.between(y.n || slot_ || kind_, 0, 999)
             ELSE demo.between(y.n || kind_, 0, 999) + nth END;
    WHILE tried < cardinality(k.texts) AND NOT demo.fits(y, k.needs[1 + place % cardinality(k.texts)]) LOOP
        place := place + 1;
        tried := tried + 1;
    END LOOP;
    RETURN demo.filled(k.texts[1 + place % cardinality(k.texts)], y.given, y.sex);
END $$;

-- The wording at one place of its kind, where the choice follows from facts.
CREATE FUNCTION demo.words_at(y demo.young_person, kind_ text, place integer) RETURNS text
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (SELECT demo.filled(k.texts[place], y.given, y.sex) FROM demo.narrative_kind k WHERE k.kind = kind_);
END $$;

-- Coordinator or project officer, as the day falls.
CREATE FUNCTION demo.desk_on_duty(spoke text, key text) RETURNS uuid
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN demo.seat_id(spoke, CASE WHEN demo.chance(key || ' duty', 0.65) THEN 'project' ELSE 'coordinator' END);
END $$;

-- Numbers kept free for drama: nobody can be rung on them.
CREATE FUNCTION demo.phone(n integer) RETURNS text
LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN '07700 900' || lpad(((n * 37) % 1000)::text, 3, '0');
END $$;

CREATE TABLE demo.safety (place integer PRIMARY KEY, phone text, message text, voicemail text,
                          letter text, words text);
INSERT INTO demo.safety VALUES
(1, 'yes', 'yes', 'no', 'yes', 'Safe to ring after 4pm. No voicemail: the phone is shared with a brother.'),
(2, 'yes', 'yes', 'yes', 'yes', NULL),
(3, 'no', 'yes', 'no', 'no', 'Text only, and do not say who you are until {name} answers. No letters to the house.'),
(4, 'yes', 'yes', 'no', 'no', 'Stepfather must not be told of this support. Meet at school, not at home.'),
(5, 'no', 'no', 'no', 'yes', 'Do not ring or text: others see the phone. Reach {name} through the head of year.'),
(6, 'yes', 'yes', 'yes', 'yes', 'Ring before a visit: there is a dog.'),
(7, 'yes', 'no', 'no', 'yes', 'Ring {his} nan''s number first. Do not text about appointments.'),
(8, 'yes', 'yes', 'no', 'no', 'Address is confidential. Nothing by post, and no visits without the social worker.'),
(9, 'yes', 'yes', 'yes', 'yes', 'Mornings are best. Says at once if it is not a good time to talk.'),
(10, 'not_asked', 'not_asked', 'not_asked', 'not_asked', NULL);

CREATE FUNCTION demo.person_make(y demo.young_person) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    safety demo.safety;
    key text := y.n::text;
BEGIN
    -- Known to another spoke already: this one comes to know them too.
    IF EXISTS (SELECT FROM casework.person p WHERE p.id = y.id) THEN
        INSERT INTO casework.person_spoke (person_id, spoke_id, since) VALUES (y.id, y.spoke_id, access.moment());
        UPDATE demo.young_person SET made = true WHERE n = y.n;
        RETURN;
    END IF;
    SELECT * INTO safety FROM demo.safety s
     WHERE s.place = coalesce((SELECT t.text FROM demo.told t WHERE t.n = y.n AND t.slot = 'safety.place'), demo.draw(key || ' safety', '1:14 2:22 3:8 6:9 7:8 8:4 9:10 10:14'
                               || CASE WHEN y.school_id IS NULL THEN '' ELSE ' 4:6 5:5' END))::integer;
    INSERT INTO casework.person (id, spoke_ids, display_name, born_on, born_precision, sex, pronouns,
        safe_to_phone, safe_to_text, safe_to_voicemail, safe_to_write, contact_safety, phone, trauma_guidance)
    VALUES (y.id, ARRAY[y.spoke_id], concat_ws(' ', y.given, nullif(y.family, '')), y.born_on,
        y.born_precision, y.sex, CASE WHEN demo.chance(key || ' pronouns', 0.4) THEN
            CASE y.sex WHEN 'male' THEN 'he_him' WHEN 'female' THEN 'she_her' ELSE 'they_them' END
            WHEN demo.chance(key || ' not asked', 0.3) THEN 'not_asked' END,
        safety.phone, safety.message, safety.voicemail, safety.letter,
        coalesce((SELECT t.text FROM demo.told t WHERE t.n = y.n AND t.slot = 'safety'),
                 demo.filled(safety.words, y.given, y.sex)),
        CASE WHEN safety.place = 10 THEN NULL ELSE demo.phone(y.n) END,
        CASE WHEN demo.chance(key || ' trauma', 0.28) OR y.story
             THEN demo.words(y, 'trauma', 'trauma_guidance') END);
    INSERT INTO casework.person_name (person_id, kind, given_name, family_name, source)
    VALUES (y.id, 'legal', y.given, nullif(y.family, ''), 'Referral');
    PERFORM demo.person_more(y, key);
    UPDATE demo.young_person SET made = true WHERE n = y.n;
END $$;

-- What else is known of them: other names, background, care, school.
CREATE FUNCTION demo.person_more(y demo.young_person, key text) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    streets text[] := (SELECT array_agg(item ->> 'name') FROM pg_temp.demo_source s
                        CROSS JOIN LATERAL jsonb_array_elements(s.rows) AS item WHERE s.name = 'street_names');
    language text := CASE y.style WHEN 'somali' THEN 'somali' WHEN 'afghan' THEN 'dari' WHEN 'arab_kurdish' THEN 'arabic'
                     WHEN 'east_european' THEN 'polish' WHEN 'iberian' THEN 'portuguese' WHEN 'horn_of_africa' THEN 'tigrinya'
                     WHEN 'south_asian' THEN 'urdu' ELSE 'english' END;
BEGIN
    IF y.n <= 900 AND demo.chance(key || ' street', 0.13) THEN
        INSERT INTO casework.person_name (person_id, kind, given_name, source)
        VALUES (y.id, 'street', demo.one_of(key || ' which street', streets), 'Police');
    END IF;
    IF y.n <= 900 AND demo.chance(key || ' alias', 0.04) THEN
        INSERT INTO casework.person_name (person_id, kind, given_name, family_name, source)
        VALUES (y.id, 'alias', left(y.given, 3), (SELECT f.name FROM demo.family_name f
                 WHERE f.style = 'british' AND f.line = 1 + y.n % 150), 'Social media account');
    END IF;
    INSERT INTO casework.person_detail (person_id, ethnicity, ethnicity_observed, first_language,
        interpreter_needed, communication_needs, updated_by)
    VALUES (y.id, y.ethnicity, CASE WHEN y.source LIKE 'police%' AND y.ethnicity IN ('not_asked', 'not_known', 'ns')
                                    THEN 'w1' END,
        CASE WHEN demo.chance(key || ' language', 0.55) THEN language ELSE 'english' END,
        CASE WHEN NOT demo.chance(key || ' interpreter', 0.85) THEN 'not_asked'
             WHEN y.concern = 'modern_slavery' THEN 'yes' ELSE 'no' END,
        CASE WHEN demo.chance(key || ' needs', 0.22) THEN ARRAY[demo.draw(key || ' which need',
            'speech_language:4 plain_short_sentences:4 processing_time:4 familiar_adult:3 developmental_language_disorder:2 '
            'reading_difficulty:3 visual_prompts:2 stammer:1 sensory_environment:3')] ELSE '{}' END,
        access.actor());
    INSERT INTO casework.person_fact (person_id, topic, code, agency_id, source)
    VALUES (y.id, 'care_status', y.care, NULL, 'Referral'), (y.id, 'education_status', y.education, y.school_id, 'Referral');
END $$;
