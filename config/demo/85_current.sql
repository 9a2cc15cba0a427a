-- The last days, whatever day of the week it is: in each spoke some help has
-- just been proposed, offered, agreed, or waits, or is paused, and some visits
-- and actions are of this very week.
SET LOCAL enable_seqscan = off;

-- Which help, and the states it is walked through. Both provider accounts of a
-- spoke have somebody offered, agreed and under way.
CREATE TABLE demo.walk_plan (place integer PRIMARY KEY, help text NOT NULL, states text[] NOT NULL);
INSERT INTO demo.walk_plan VALUES
(1, 'youth_service', '{}'),                          (2, 'martial_arts', '{offered}'),
(3, 'mentoring', '{offered}'),                       (4, 'martial_arts', '{offered,agreed}'),
(5, 'mentoring', '{offered,agreed}'),                (6, 'martial_arts', '{offered,agreed,active}'),
(7, 'mentoring', '{offered,agreed,active}'),         (8, 'drugs_service', '{offered,agreed,waiting_list}'),
(9, 'youth_service', '{offered,agreed,active,paused}');

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
    plan demo.walk_plan;
    y demo.young_person;
    busy integer[];
BEGIN
    FOR spoke_ IN SELECT s.spoke FROM demo.spoke_plan s ORDER BY s.spoke LOOP
        busy := '{}';
        FOR plan IN SELECT * FROM demo.walk_plan ORDER BY place LOOP
            SELECT x.* INTO y FROM demo.young_person x JOIN casework.episode e ON e.id = x.episode_id
             WHERE x.spoke = spoke_ AND NOT x.story AND NOT x.leaving AND e.state IN ('active_monitoring', 'step_down', 'listed')
               AND NOT EXISTS (SELECT FROM casework.allocation a JOIN casework.intervention i ON i.id = a.intervention_id
                                WHERE a.episode_id = e.id AND i.code = demo.help_code(spoke_, plan.help))
             ORDER BY x.n = ANY (busy), e.state = 'listed', e.risk_level = 'low', x.n DESC LIMIT 1;
            busy := busy || y.n;
            PERFORM demo.walk(y, demo.help_code(spoke_, plan.help), plan.states);
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
