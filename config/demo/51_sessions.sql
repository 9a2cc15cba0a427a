-- Handlers: session after session, and what is measured on the way.
SET LOCAL enable_seqscan = off;

-- Session k follows about a week after. One that lies ahead is only planned.
CREATE FUNCTION demo.session_after(p demo.allocation_plan, at_ timestamptz, k integer) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    a casework.allocation;
    day_ date := demo.workday(demo.day_of(at_) + CASE k WHEN 1 THEN 2 ELSE 7 END);
    starts timestamptz := demo.clock(day_, p.hour, 30);
BEGIN
    IF starts <= now() THEN
        PERFORM demo.later(starts, 'session', p.n, p.id, k, NULL);
        RETURN;
    END IF;
    SELECT * INTO STRICT a FROM casework.allocation WHERE id = p.id;
    FOR ahead IN 0 .. least(1, p.sessions - k) LOOP
        INSERT INTO casework.session (spoke_id, person_id, allocation_id, provider_agency_id, planned_at, minutes, mode, worker_user_id)
        VALUES (a.spoke_id, a.person_id, a.id, a.provider_agency_id, starts + ahead * interval '7 days', 60,
                demo.session_mode(a, k + ahead), a.worker_user_id);
    END LOOP;
END $$;

CREATE FUNCTION demo.session_mode(a casework.allocation, k integer) RETURNS text
LANGUAGE plpgsql STABLE AS $$
DECLARE
    code_ text := (SELECT i.code FROM casework.intervention i WHERE i.id = a.intervention_id);
BEGIN
    RETURN CASE WHEN code_ LIKE '%martial_arts' THEN 'activity' WHEN code_ LIKE '%group' THEN 'group'
                WHEN code_ LIKE '%education_inclusion' THEN 'school'
                WHEN code_ LIKE '%hospital_navigator' AND k = 1 THEN 'hospital'
                ELSE demo.draw(a.id || ' mode ' || k, 'face_to_face:6 community:5 home_visit:3 provider_base:4 school:2 phone:1') END;
END $$;

-- An account that fits the help: by place among the session.attended words.
CREATE FUNCTION demo.session_words(y demo.young_person, code text, k integer, attendance text, key text) RETURNS text
LANGUAGE plpgsql STABLE AS $$
DECLARE
    fitting text[] := '{1,3,4,6,11,12,13,14,16,17,20,22}';
    told_slot text := replace(code, y.spoke || '_', 'session.') || '.' || k;
BEGIN
    IF y.story AND EXISTS (SELECT FROM demo.told t WHERE t.n = y.n AND t.slot = told_slot) THEN
        RETURN demo.words(y, told_slot, 'session.attended');
    ELSIF attendance <> 'attended' THEN
        RETURN demo.words(y, key, 'session.' || attendance, k);
    ELSIF k = 1 THEN
        RETURN demo.words_at(y, 'session.attended', 7);
    ELSIF code LIKE '%martial_arts' THEN
        fitting := '{2,8,6,21,14,21,8,2}';
    ELSIF code LIKE '%drugs_service' THEN
        fitting := '{9,9,6,14,12,16,20,21}';
    END IF;
    IF y.age >= 15 AND code NOT LIKE '%martial_arts' THEN
        fitting := fitting || '{5,15,19}'::text[];
    END IF;
    IF y.school_id IS NOT NULL AND code NOT LIKE '%drugs_service' THEN
        fitting := fitting || '{18}'::text[];
    END IF;
    RETURN demo.words_at(y, 'session.attended', fitting[1 + (demo.between(y.n || code, 0, 99) + k) % cardinality(fitting)]::integer);
END $$;

CREATE FUNCTION demo.session(s demo.step) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    p demo.allocation_plan;
    a casework.allocation;
    y demo.young_person;
    i casework.intervention;
    how text;
    key text := s.ref || ' session ' || s.i;
    fading boolean;
    unlogged boolean := demo.chance(key || ' unlogged', 0.06);
    there boolean;
BEGIN
    SELECT * INTO STRICT p FROM demo.allocation_plan WHERE id = s.ref;
    SELECT * INTO STRICT a FROM casework.allocation WHERE id = s.ref;
    IF a.state <> 'active' THEN
        RETURN;
    END IF;
    SELECT * INTO STRICT y FROM demo.young_person WHERE n = p.n;
    SELECT * INTO STRICT i FROM casework.intervention WHERE id = a.intervention_id;
    fading := p.fate = 'disengaged' AND s.i > p.sessions - 2;
    how := CASE WHEN y.story AND s.i IN (1, p.sessions) THEN 'attended' WHEN fading THEN demo.draw(key, 'did_not_attend:6 refused_at_door:1 unsuccessful_attempt:3')
           WHEN s.i = 1 OR demo.chance(key || ' comes', p.keen) THEN demo.draw(key || ' how', 'attended:84 part:6 late:10')
           ELSE demo.draw(key || ' why not', 'did_not_attend:40 cancelled_family:22 cancelled_provider:14 unsuccessful_attempt:8 '
                          'refused_at_door:5' || CASE WHEN y.age < 15 THEN ' not_brought:11' ELSE '' END) END;
    there := how IN ('attended', 'part', 'late');
    PERFORM demo.tell(s.at + interval '100 minutes', coalesce(a.worker_user_id, demo.seat_id(y.spoke, 'project')));
    INSERT INTO casework.session (spoke_id, person_id, allocation_id, provider_agency_id, planned_at, minutes, mode,
        happened, attendance, engagement, note, young_person_voice, next_step, worker_user_id)
    VALUES (a.spoke_id, a.person_id, a.id, a.provider_agency_id, s.at,
        CASE how WHEN 'part' THEN 30 ELSE coalesce((i.planned_hours * 60 / i.planned_sessions)::integer, 60) END,
        demo.session_mode(a, s.i), CASE WHEN unlogged THEN NULL ELSE there OR i.mode = 'group' AND how = 'did_not_attend' END,
        CASE WHEN NOT unlogged THEN how END,
        CASE WHEN there AND NOT unlogged THEN demo.draw(key || ' engaged', CASE WHEN s.i <= 2
             THEN 'resistant:1 passive:4 engaged:5' ELSE 'passive:2 engaged:6 highly_engaged:3' END) END,
        CASE WHEN NOT unlogged AND (how <> 'attended' OR s.i = 1 OR y.story OR demo.chance(key || ' noted', 0.62))
             THEN demo.session_words(y, i.code, s.i, how, key) END,
        CASE WHEN there AND NOT unlogged AND demo.chance(key || ' says', 0.14) THEN demo.words(y, key, 'voice') END,
        CASE WHEN there AND NOT unlogged AND demo.chance(key || ' next', 0.2) THEN 'Same time next week' END, a.worker_user_id);
    PERFORM demo.session_leads_to(p, a, y, s);
END $$;

-- The next one, a pause, a measure halfway, or the end.
CREATE FUNCTION demo.session_leads_to(p demo.allocation_plan, a casework.allocation, y demo.young_person, s demo.step) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    IF s.i = a.planned_sessions / 2 THEN
        PERFORM demo.outcomes_at(y, a, p, 'mid', s.at);
    END IF;
    IF s.i >= p.sessions THEN
        PERFORM demo.later(demo.office(s.at, demo.between(s.ref || ' ends', 2, 8), s.ref || ' ends'),
            'allocation_move', p.n, p.id, NULL, CASE p.fate WHEN 'completed' THEN 'completed'
            WHEN 'withdrawn' THEN 'withdrawn' ELSE 'disengaged' END);
    ELSIF s.i = p.pauses THEN
        PERFORM demo.later(s.at + interval '2 days', 'allocation_move', p.n, p.id, NULL, 'paused');
        PERFORM demo.later(demo.office(s.at, demo.between(s.ref || ' paused', 14, 38), s.ref || ' resumes'),
            'allocation_move', p.n, p.id, 2, 'active');
    ELSE
        PERFORM demo.session_after(p, s.at, s.i + 1);
    END IF;
END $$;

-- What is measured with which help, by whom; steps are how far a good course
-- moves it.
CREATE TABLE demo.measure_plan (
    measure   text PRIMARY KEY,
    helps     text NOT NULL,    -- a pattern of intervention codes
    informant text NOT NULL,
    starts    integer[] NOT NULL,
    gain      integer NOT NULL,
    least     integer NOT NULL,
    most      integer NOT NULL
);
INSERT INTO demo.measure_plan VALUES
('swemwbs',            '(mentoring|navigator|youth_service)$', 'young_person', '{14,21}', 4, 7, 35),
('safe_area',          '(mentoring|youth_service|navigator|over_18)$', 'young_person', '{1,3}', 1, 1, 5),
('wellbeing',          '(martial_arts|women|group|admit)$', 'young_person', '{2,3}', 1, 1, 5),
('conflict',           '(martial_arts|women|mentoring)$', 'worker', '{3,5}', -1, 1, 5),
('substance_use',      'drugs_service$', 'young_person', '{2,4}', -2, 0, 4),
('attendance_percent', 'education_inclusion$', 'teacher', '{38,80}', 13, 0, 100);

CREATE FUNCTION demo.outcomes_at(y demo.young_person, a casework.allocation, p demo.allocation_plan, point_ text, at_ timestamptz)
RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    m demo.measure_plan;
    key text;
    code_ text := (SELECT i.code FROM casework.intervention i WHERE i.id = a.intervention_id);
    part double precision := CASE point_ WHEN 'baseline' THEN 0 WHEN 'mid' THEN 0.5 ELSE 1 END;
    score integer;
    silent boolean;
BEGIN
    FOR m IN SELECT * FROM demo.measure_plan x WHERE code_ ~ x.helps ORDER BY x.measure LOOP
        key := y.n || a.id::text || m.measure;
        -- Not every form is filled in: exits are missed most.
        CONTINUE WHEN NOT y.story AND demo.chance(key || point_, CASE point_ WHEN 'baseline' THEN 0.12 WHEN 'mid' THEN 0.42
                      ELSE CASE p.fate WHEN 'completed' THEN 0.3 ELSE 0.85 END END);
        silent := NOT y.story AND demo.chance(key || point_ || ' silent', 0.05);
        score := demo.between(key || ' start', m.starts[1], m.starts[2])
               + round(part * m.gain * CASE WHEN y.story THEN 1.4 WHEN demo.chance(key || ' worse', 0.14) THEN -1
                       ELSE 0.4 + 1.2 * demo.roll(key || ' course') END)::integer;
        score := least(m.most, greatest(m.least, score));
        INSERT INTO casework.outcome (spoke_id, person_id, episode_id, allocation_id, measure, point, informant,
            measured_on, value, not_measured, note)
        VALUES (a.spoke_id, a.person_id, a.episode_id, a.id, m.measure, point_, m.informant, demo.day_of(at_),
            CASE WHEN silent THEN NULL WHEN m.measure = 'swemwbs' THEN demo.swemwbs(score) ELSE score END,
            CASE WHEN silent THEN demo.draw(key || point_ || ' why', 'declined_to_say:2 not_asked:1') END,
            CASE WHEN NOT silent AND demo.chance(key || point_ || ' note', 0.2) THEN demo.words(y, key || point_, 'outcome.note') END)
        ON CONFLICT DO NOTHING;
    END LOOP;
END $$;

-- SWEMWBS raw score to the metric one.
CREATE FUNCTION demo.swemwbs(raw integer) RETURNS numeric
LANGUAGE sql IMMUTABLE
RETURN ('{7.00,9.51,11.25,12.40,13.33,14.08,14.75,15.32,15.84,16.36,16.88,17.43,17.98,18.59,19.25,19.98,20.73,21.54,
          22.35,23.21,24.11,25.03,26.02,27.03,28.13,29.31,30.70,32.55,35.00}'::numeric[])[raw - 6];
