-- Handlers: a referral from its first draft to what became of it.
SET LOCAL enable_seqscan = off;

-- Who refers from where. seat: who writes the form, if they have an account;
-- '' = the project officer writes it down for them.
CREATE TABLE demo.source_plan (
    source  text PRIMARY KEY,
    agency  text,               -- '*' stands for the spoke; NULL: their school
    seat    text NOT NULL,
    teller  text,               -- who rang, where the project officer writes
    gateway text NOT NULL       -- weighted
);
INSERT INTO demo.source_plan VALUES
('police_eit',            'avon_somerset_police',    'eit',      NULL, 'pcsc_2022:3 crime_disorder_1998_s115:2'),
('police_neighbourhood',  'avon_somerset_police',    'eit',      NULL, 'pcsc_2022:2 crime_disorder_1998_s115:3'),
('police_custody',        'avon_somerset_police',    'sergeant', NULL, 'crime_disorder_1998_s115:3 police_common_law:1'),
('police_data',           'avon_somerset_police',    'sergeant', NULL, 'pcsc_2022:1'),
('police_other',          'avon_somerset_police',    'eit',      NULL, 'pcsc_2022:2 vital_interests:1'),
('school',                NULL,                      'school',   'Designated safeguarding lead', 'children_2004_s10:3 pcsc_2022:2 children_2004_s11:1'),
('education_inclusion',   '*_education_inclusion',   '',         'Inclusion officer', 'children_2004_s10:2 pcsc_2022:1'),
('childrens_social_care', '*_childrens_social_care', '',         'Social worker', 'children_2004_s11:2 children_1989_s17:2 children_1989_s47:1'),
('mash',                  '*_mash',                  '',         'Duty social worker', 'children_1989_s47:1 children_2004_s11:2'),
('early_help',            '*_early_help',            '',         'Family support worker', 'children_2004_s10:2 consent_confidentiality:1'),
('youth_justice',         '*_youth_justice',         '',         'Case manager', 'crime_disorder_1998_s115:2 pcsc_2022:2'),
('emergency_department',  '*_emergency_department',  'ed',       NULL, 'consent_confidentiality:2 common_law_public_interest:2 vital_interests:1'),
('health',                '*_emergency_department',  '',         'School nurse', 'consent_confidentiality:2 common_law_public_interest:1'),
('camhs',                 '*_camhs',                 '',         'Care co-ordinator', 'consent_confidentiality:3 common_law_public_interest:1'),
('substance_misuse',      '*_substance_misuse',      '',         'Drugs worker', 'consent_confidentiality:3 common_law_public_interest:1'),
('ambulance',             'ambulance_service',       '',         'Safeguarding desk', 'common_law_public_interest:1 vital_interests:1'),
('probation',             '*_probation',             '',         'Probation practitioner', 'offender_management_2007_s14:1 crime_disorder_1998_s115:1'),
('housing',               '*_housing',               '',         'Housing officer', 'pcsc_2022:1 crime_disorder_1998_s115:1'),
('community_safety',      '*_community_safety',      '',         'Community safety officer', 'crime_disorder_1998_s115:1'),
('vcse',                  '*_youth_service_team',    '',         'Youth club leader', 'consent_confidentiality:2 pcsc_2022:1'),
('detached_worker',       '*_youth_service_team',    '',         'Detached youth worker', 'consent_confidentiality:2 pcsc_2022:1'),
('parent_carer',          '*_spoke_team',            '',         'Mother', 'consent_confidentiality:1'),
('self',                  '*_spoke_team',            '',         'The young person', 'consent_confidentiality:1'),
('community',             '*_spoke_team',            '',         'Neighbour', 'pcsc_2022:1'),
('another_spoke',         '*_spoke_team',            '',         'Coordinator of the other spoke', 'pcsc_2022:1');

-- A step's time: office hours some days on or, for those who are still in the
-- pipeline, a part of the way to now.
CREATE FUNCTION demo.soon(y demo.young_person, at timestamptz, days integer, key text) RETURNS timestamptz
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN CASE WHEN y.halt IS NULL THEN greatest(demo.office(at, days, y.n || key), at + interval '25 minutes')
            ELSE at + (now() - at) / 4 END;
END $$;

CREATE FUNCTION demo.referral_words(y demo.young_person, slot text, source text) RETURNS text
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN CASE WHEN y.concern = 'weapon_carrying' AND NOT EXISTS (SELECT FROM demo.told t WHERE t.n = y.n AND t.slot = referral_words.slot)
       THEN demo.words_at(y, 'referral.weapon_carrying', CASE WHEN source <> 'school' THEN 3
                          ELSE demo.between(y.n || slot, 1, 2) END)
       ELSE demo.words(y, slot, 'referral.' || y.concern) END;
END $$;

-- step.i: the person's first referral or a further one.
CREATE FUNCTION demo.refer(s demo.step) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    y demo.young_person;
    p demo.source_plan;
    key text := s.n || ' referral ' || s.i;
    told text;                  -- the family's side
    writer uuid;
    agency_ integer;
    new_id uuid := demo.id('referral ' || s.n || ' ' || s.i);
BEGIN
    SELECT * INTO STRICT y FROM demo.young_person WHERE n = s.n;
    SELECT * INTO STRICT p FROM demo.source_plan WHERE source = y.source;
    agency_ := CASE WHEN p.agency IS NOT NULL THEN reference.agency_id(replace(p.agency, '*', y.spoke))
              ELSE coalesce(y.school_id, reference.agency_id((SELECT x.agency FROM demo.seat x
                             WHERE x.spoke = y.spoke AND x.desk = 'school'))) END;
    SELECT x.id INTO writer FROM demo.seat x WHERE x.spoke = y.spoke AND x.desk = p.seat
       AND (p.seat <> 'school' OR reference.agency_id(x.agency) = agency_ OR y.halt = 'draft');
    told := demo.draw(key || ' told', 'informed:62 not_informed_raises_risk:8 not_informed_not_practicable:6 '
                      'young_person_only:10 not_yet_informed:12');
    PERFORM demo.tell(s.at, coalesce(writer, demo.seat_id(y.spoke, 'project')));
    INSERT INTO casework.referral (id, spoke_id, given_name, family_name, known_as, born_on, born_precision,
        sex, school, phone, source, referred_by, agency_id, referrer_name, referrer_contact, concern_on,
        urgency, narrative, risk_to, risk_from, young_person_view, parent_view, already_tried,
        services_involved, desired_outcome, family_informed, support_agreement, sharing_gateway)
    VALUES (new_id, y.spoke_id, y.given, nullif(y.family, ''), NULL, y.born_on, y.born_precision, y.sex,
        (SELECT a.name FROM reference.agency a WHERE a.id = y.school_id),
        CASE WHEN demo.chance(key || ' phone', 0.5) THEN demo.phone(y.n) END,
        y.source, access.actor(), agency_, CASE WHEN writer IS NULL THEN p.teller END,
        CASE WHEN writer IS NULL THEN '01632 960' || lpad((y.n * 7 % 1000)::text, 3, '0') END,
        demo.day_of(s.at) - demo.between(key || ' since', 0, 9),
        demo.draw(key || ' urgency', 'standard:70 urgent:26 immediate_danger:4'),
        demo.referral_words(y, 'referral.' || s.i, y.source),
        demo.words(y, 'risk_to', 'risk_to'), demo.words(y, 'risk_from', 'risk_from'),
        CASE told WHEN 'not_informed_raises_risk' THEN demo.words_at(y, 'young_person_view', 4)
             WHEN 'not_yet_informed' THEN NULL
             ELSE demo.words_at(y, 'young_person_view', demo.between(key || ' view', 1, 3)) END,
        CASE WHEN told = 'informed' AND demo.chance(key || ' parent', 0.8)
             THEN demo.words(y, 'parent.' || s.i, 'parent_view') END,
        demo.words(y, 'tried', 'already_tried'),
        CASE WHEN y.care NOT IN ('none', 'not_known', 'not_asked') THEN 'Children''s social care'
             WHEN demo.chance(key || ' services', 0.3) THEN 'School nurse' END,
        demo.words(y, 'wish', 'desired_outcome'), told,
        CASE WHEN told IN ('not_informed_raises_risk', 'not_yet_informed', 'not_informed_not_practicable') THEN 'not_yet_asked'
             WHEN y.age >= 16 AND demo.chance(key || ' competent', 0.6) THEN 'young_person_competent_agreed'
             ELSE demo.draw(key || ' agrees', 'agreed:60 agreed_in_part:6 parent_agreed_young_person_unsure:14 not_yet_asked:12 declined:4') END,
        demo.draw(key || ' gateway', p.gateway));
    PERFORM demo.referral_concerns(y, new_id, key);
    IF y.source LIKE 'police%' AND demo.chance(key || ' annex', 0.45) THEN
        INSERT INTO casework.referral_police_annex (referral_id, spoke_id, text)
        VALUES (new_id, y.spoke_id, demo.words(y, 'annex', 'annex'));
    END IF;
    UPDATE demo.young_person SET referral_id = new_id WHERE n = y.n;
    IF y.halt IS DISTINCT FROM 'draft' THEN
        PERFORM demo.later(s.at + make_interval(mins => demo.between(key || ' writes', 6, 24)), 'submit', y.n, new_id, s.i, NULL);
    END IF;
END $$;

CREATE FUNCTION demo.referral_concerns(y demo.young_person, referral uuid, key text) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO casework.referral_concern (referral_id, position, concern, is_primary, currency, certainty)
    SELECT referral, place, concern, place = 1,
           CASE WHEN place > 1 AND demo.chance(key || concern || ' past', 0.2) THEN 'historic' ELSE 'current' END,
           CASE WHEN demo.chance(key || concern || ' sure', 0.45) THEN 'confirmed' ELSE 'suspected' END
      FROM (SELECT 1 AS place, y.concern AS concern
             UNION
            SELECT 1 + rank, concern FROM (
                SELECT split_part(word, ':', 1) AS concern, row_number() OVER (ORDER BY demo.roll(key || word)) AS rank
                  FROM demo.concern_plan c, string_to_table(c.beside, ' ') AS word
                 WHERE c.concern = y.concern) AS beside
             WHERE rank <= demo.between(key || ' how many', 0, 2)) AS chosen;
END $$;

CREATE FUNCTION demo.submit(s demo.step) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    y demo.young_person;
    days integer;
BEGIN
    SELECT * INTO STRICT y FROM demo.young_person WHERE n = s.n;
    PERFORM demo.tell(s.at, (SELECT r.referred_by FROM casework.referral r WHERE r.id = s.ref));
    UPDATE casework.referral SET state = 'submitted', submitted_at = s.at WHERE id = s.ref;
    IF y.halt IS NOT DISTINCT FROM 'submitted' THEN
        RETURN;
    END IF;
    days := CASE (SELECT r.urgency FROM casework.referral r WHERE r.id = s.ref)
            WHEN 'standard' THEN demo.between(s.n || ' triage in', 0, 2) ELSE 0 END;
    PERFORM demo.later(demo.soon(y, s.at, days, ' triage'), 'triage', s.n, s.ref, s.i, NULL);
END $$;

-- Triage begins: known to us? Their record is made, or the one there is taken.
CREATE FUNCTION demo.triage(s demo.step) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    y demo.young_person;
    asks boolean;
BEGIN
    SELECT * INTO STRICT y FROM demo.young_person WHERE n = s.n;
    PERFORM demo.tell(s.at, demo.desk_on_duty(y.spoke, s.n || ' triage ' || s.i));
    IF NOT y.made THEN
        PERFORM demo.person_make(y);
    END IF;
    UPDATE casework.referral SET state = 'in_triage', person_id = y.id WHERE id = s.ref;
    IF y.halt IS NOT DISTINCT FROM 'in_triage' THEN
        RETURN;
    END IF;
    asks := CASE WHEN y.halt IS NULL THEN demo.chance(s.n || ' asks ' || s.i, 0.16)
            ELSE y.halt = 'information_requested' END;
    PERFORM demo.later(demo.soon(y, s.at, 1, CASE WHEN asks THEN ' ask' ELSE ' decide' END),
                       CASE WHEN asks THEN 'ask' ELSE 'decide' END, s.n, s.ref, s.i, NULL);
END $$;

CREATE FUNCTION demo.ask(s demo.step) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    y demo.young_person;
BEGIN
    SELECT * INTO STRICT y FROM demo.young_person WHERE n = s.n;
    PERFORM demo.tell(s.at, demo.desk_on_duty(y.spoke, s.n || ' ask'));
    UPDATE casework.referral SET state = 'information_requested',
           state_note = demo.words_at(y, 'triage', 2) WHERE id = s.ref;
    IF y.halt IS DISTINCT FROM 'information_requested' THEN
        PERFORM demo.later(demo.soon(y, s.at, demo.between(s.n || ' answers', 1, 4), ' answer'),
                           'answer', s.n, s.ref, s.i, NULL);
    END IF;
END $$;

CREATE FUNCTION demo.answer(s demo.step) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    y demo.young_person;
BEGIN
    SELECT * INTO STRICT y FROM demo.young_person WHERE n = s.n;
    PERFORM demo.tell(s.at, (SELECT r.referred_by FROM casework.referral r WHERE r.id = s.ref));
    UPDATE casework.referral SET state = 'in_triage', state_note = 'It was last Tuesday after school. Two members '
           'of staff saw it. The family know that we are asking for help.' WHERE id = s.ref;
    PERFORM demo.later(demo.soon(y, s.at, 1, ' decide'), 'decide', s.n, s.ref, s.i, NULL);
END $$;
