-- The last days, whatever day of the week it is: in each spoke some help has
-- just been proposed, offered, agreed, or waits, or is paused, and some visits
-- and actions are of this very week.
SET LOCAL enable_seqscan = off;

-- Open episodes of a spoke, and a help each has not had yet.
CREATE FUNCTION demo.candidates(spoke_ text) RETURNS TABLE (n integer, code text)
LANGUAGE sql STABLE AS $$
    SELECT y.n, free.code
      FROM demo.young_person y JOIN casework.episode e ON e.id = y.episode_id
     CROSS JOIN LATERAL (SELECT i.code FROM casework.intervention i
          JOIN unnest('{youth_service,martial_arts,drugs_service}'::text[]) WITH ORDINALITY AS h(help, place)
            ON i.code = demo.help_code(spoke_, h.help)
         WHERE NOT EXISTS (SELECT FROM casework.allocation a WHERE a.episode_id = e.id AND a.intervention_id = i.id)
         ORDER BY h.place LIMIT 1) free
     WHERE y.spoke = spoke_ AND NOT y.story AND NOT y.leaving AND e.state IN ('active_monitoring', 'step_down', 'listed')
     ORDER BY e.state = 'listed', e.risk_level = 'low', y.n DESC;
$$;

-- A help walked to one of the states it can be in today.
CREATE FUNCTION demo.walk(y demo.young_person, code_ text, states text[]) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    at_ timestamptz := now() - make_interval(hours => 24 * cardinality(states) + y.n % 7);
    allocation uuid;
    step demo.step;
BEGIN
    PERFORM demo.tell(at_, demo.seat_id(y.spoke, 'project'));
    PERFORM demo.propose(y, NULL, code_);
    SELECT a.id INTO STRICT allocation FROM casework.allocation a
     WHERE a.episode_id = y.episode_id AND a.ended_on IS NULL
       AND a.intervention_id = (SELECT i.id FROM casework.intervention i WHERE i.code = code_);
    UPDATE demo.allocation_plan SET fate = 'completed', waits = 0, pauses = 2 WHERE id = allocation;
    step.ref := allocation;
    step.n := y.n;
    FOREACH step.what IN ARRAY states LOOP
        at_ := at_ + interval '20 hours';
        step.at := at_;
        PERFORM demo.allocation_move(step);
    END LOOP;
END $$;

DO $$
DECLARE
    spoke_ text;
    y demo.young_person;
    c record;
    place integer;
BEGIN
    FOR spoke_ IN SELECT s.spoke FROM demo.spoke_plan s ORDER BY s.spoke LOOP
        place := 0;
        FOR c IN SELECT * FROM demo.candidates(spoke_) LIMIT 5 LOOP
            place := place + 1;
            SELECT * INTO STRICT y FROM demo.young_person x WHERE x.n = c.n;
            PERFORM demo.walk(y, c.code, CASE place WHEN 1 THEN '{}'::text[]
                WHEN 2 THEN '{offered}' WHEN 3 THEN '{offered,agreed}' WHEN 4 THEN '{offered,agreed,waiting_list}'
                ELSE '{offered,agreed,active,paused}' END);
        END LOOP;
    END LOOP;
END $$;

-- Actions of this week: due today and in the next days, one just overdue.
DO $$
DECLARE
    y demo.young_person;
    spoke_ text;
    place integer;
    owner demo.seat;
BEGIN
    FOR spoke_ IN SELECT s.spoke FROM demo.spoke_plan s ORDER BY s.spoke LOOP
        place := 0;
        FOR y IN SELECT x.* FROM demo.young_person x JOIN casework.episode e ON e.id = x.episode_id
                  WHERE x.spoke = spoke_ AND e.state IN ('active_monitoring', 'listed') AND NOT x.leaving
                  ORDER BY x.n DESC LIMIT 8 LOOP
            SELECT * INTO STRICT owner FROM demo.seat s WHERE s.spoke = spoke_
               AND s.desk = ('{project,eit,panel.socialcare,panel.education,coordinator,project,eit,sergeant}'::text[])[place + 1];
            PERFORM demo.tell(now() - make_interval(hours => 60 + place), demo.seat_id(spoke_, 'project'));
            INSERT INTO casework.action (spoke_id, person_id, episode_id, description, owner_agency_id, owner_user_id, due_on, priority)
            VALUES (y.spoke_id, y.id, y.episode_id, demo.words_at(y, 'action', ('{20,1,26,12,16,6,7,10}'::integer[])[place + 1]),
                    reference.agency_id(owner.agency), owner.id, demo.today() - 1 + place,
                    CASE place WHEN 0 THEN 'high' WHEN 4 THEN 'low' ELSE 'normal' END);
            place := place + 1;
        END LOOP;
    END LOOP;
END $$;
