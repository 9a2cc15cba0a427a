-- Handlers: an intervention from its proposal to its end.
SET LOCAL enable_seqscan = off;

-- How it is going to go, known to the story only.
CREATE TABLE demo.allocation_plan (
    id       uuid PRIMARY KEY,
    n        integer NOT NULL,
    fate     text NOT NULL,
    sessions integer NOT NULL,  -- until the end
    waits    integer NOT NULL,  -- days on the waiting list
    pauses   integer,           -- after which session
    keen     double precision NOT NULL, -- how often they come
    hour     integer NOT NULL
);

CREATE FUNCTION demo.worker(spoke_ text, agency_ integer) RETURNS uuid
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (SELECT s.id FROM demo.seat s WHERE s.spoke = spoke_ AND s.desk IN ('mentor', 'coach')
               AND reference.agency_id(s.agency) = agency_);
END $$;

CREATE FUNCTION demo.propose(y demo.young_person, discussion uuid, code_ text) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    i casework.intervention;
    key_ text := y.n || code_ || y.episode_id || coalesce(discussion::text, '');
    new_id uuid := demo.id('allocation ' || key_);
    fate text;
    planned integer;
BEGIN
    SELECT * INTO STRICT i FROM casework.intervention x WHERE x.code = code_;
    IF EXISTS (SELECT FROM casework.allocation a WHERE a.episode_id = y.episode_id
                AND a.intervention_id = i.id AND a.ended_on IS NULL) THEN
        RETURN;
    END IF;
    planned := coalesce(i.planned_sessions, 8);
    fate := CASE WHEN y.story THEN 'completed' ELSE demo.draw(y.n || code_ || ' fate',
            'completed:58 disengaged:14 withdrawn:6 declined:6 unsuitable:3 provider_declined:4 never_started:4 '
            'stays_proposed:2 stays_offered:3') END;
    INSERT INTO demo.allocation_plan VALUES (new_id, y.n, fate,
        CASE fate WHEN 'disengaged' THEN demo.between(y.n || code_ || ' leaves', 3, 6)
                  WHEN 'withdrawn' THEN demo.between(y.n || code_ || ' leaves', 2, 7) ELSE planned END,
        CASE WHEN NOT y.story AND demo.chance(y.n || code_ || ' waits', 0.3) THEN demo.between(y.n || code_ || ' wait', 7, 45) ELSE 0 END,
        CASE WHEN NOT y.story AND demo.chance(y.n || code_ || ' pauses', 0.16) THEN demo.between(y.n || code_ || ' pause', 3, planned / 2 + 1) END,
        CASE WHEN y.story THEN 0.9 ELSE 0.52 + 0.42 * demo.roll(y.n || ' keen') END, demo.between(y.n || code_ || ' hour', 10, 18));
    INSERT INTO casework.allocation (id, spoke_id, person_id, episode_id, intervention_id, provider_agency_id,
        discussion_id, need_to_know, goals, planned_sessions, planned_hours, worker_user_id, proposed_on)
    VALUES (new_id, y.spoke_id, y.id, y.episode_id, i.id, i.provider_agency_id, discussion,
        demo.words(y, 'need_to_know', 'need_to_know'), demo.words(y, 'goal ' || code_, 'desired_outcome'),
        planned, coalesce(i.planned_hours, planned), demo.worker(y.spoke, i.provider_agency_id),
        demo.day_of(access.moment()));
    PERFORM demo.later(demo.office(access.moment(), CASE fate WHEN 'stays_proposed' THEN 34 ELSE demo.between(key_, 1, 3) END, key_),
        'allocation_move', y.n, new_id, NULL, CASE fate WHEN 'unsuitable' THEN 'unsuitable'
        WHEN 'stays_proposed' THEN 'withdrawn' ELSE 'offered' END);
END $$;

-- A referral that went straight to an intervention.
CREATE FUNCTION demo.allocate(s demo.step) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    y demo.young_person;
BEGIN
    SELECT * INTO STRICT y FROM demo.young_person WHERE n = s.n;
    PERFORM demo.tell(s.at, demo.seat_id(y.spoke, 'project'));
    PERFORM demo.propose(y, NULL, coalesce(s.what, demo.help_code(y.spoke, 'youth_service')));
END $$;

-- What follows a move that has been made, and when.
CREATE FUNCTION demo.allocation_next(p demo.allocation_plan, state text, at_ timestamptz) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    key text := p.n || p.id::text || state;
    next_state text;
    days integer;
BEGIN
    next_state := CASE state
        WHEN 'offered' THEN CASE p.fate WHEN 'declined' THEN 'declined' WHEN 'provider_declined' THEN 'provider_declined'
                                        WHEN 'stays_offered' THEN 'declined' ELSE 'agreed' END
        WHEN 'agreed' THEN CASE WHEN p.waits > 0 THEN 'waiting_list' WHEN p.fate = 'never_started' THEN 'never_started' ELSE 'active' END
        WHEN 'waiting_list' THEN CASE p.fate WHEN 'never_started' THEN 'never_started' ELSE 'active' END END;
    days := CASE WHEN p.fate = 'stays_offered' THEN 30 WHEN next_state = 'never_started' THEN demo.between(key, 18, 40)
                 WHEN state = 'waiting_list' THEN p.waits ELSE demo.between(key, 1, 6) END;
    IF next_state IS NOT NULL THEN
        PERFORM demo.later(greatest(demo.office(at_, days, key), at_ + interval '1 hour'), 'allocation_move', p.n, p.id, NULL, next_state);
    ELSIF state = 'active' THEN
        PERFORM demo.session_after(p, at_, 1);
    END IF;
END $$;

CREATE FUNCTION demo.allocation_move(s demo.step) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    a casework.allocation;
    p demo.allocation_plan;
    y demo.young_person;
    ends boolean := s.what IN ('completed', 'disengaged', 'withdrawn', 'declined', 'unsuitable', 'provider_declined', 'never_started');
    came integer;
    exit text;
BEGIN
    SELECT * INTO STRICT a FROM casework.allocation WHERE id = s.ref;
    IF a.ended_on IS NOT NULL OR a.state = s.what THEN
        RETURN;
    END IF;
    SELECT * INTO STRICT p FROM demo.allocation_plan WHERE id = s.ref;
    SELECT * INTO STRICT y FROM demo.young_person WHERE n = p.n;
    PERFORM demo.tell(s.at, CASE WHEN s.what IN ('offered', 'unsuitable', 'withdrawn') THEN demo.seat_id(y.spoke, 'project')
                            ELSE coalesce(a.worker_user_id, demo.seat_id(y.spoke, 'project')) END);
    IF s.what IN ('completed', 'disengaged', 'withdrawn') THEN
        SELECT count(*) INTO came FROM casework.session x WHERE x.allocation_id = a.id AND x.attendance IN ('attended', 'part', 'late');
        PERFORM demo.outcomes_at(y, a, p, 'exit', s.at);
        exit := demo.exit_of(y, a, s, came);
    END IF;
    UPDATE casework.allocation x SET state = s.what,
           state_reason = demo.allocation_reason(s.what, s.ref::text),
           offered_on = CASE WHEN s.what = 'offered' THEN demo.day_of(s.at) ELSE x.offered_on END,
           started_on = CASE WHEN s.what = 'active' THEN coalesce(x.started_on, demo.day_of(s.at)) ELSE x.started_on END,
           ended_on = CASE WHEN ends THEN demo.day_of(s.at) END,
           exit_reason = exit,
           exit_summary = CASE WHEN exit IS NOT NULL AND demo.chance(s.ref || ' summed up', 0.9)
                               THEN demo.exit_words(y, x, exit, came) END
     WHERE x.id = s.ref RETURNING * INTO a;
    IF s.what = 'active' AND s.i IS DISTINCT FROM 2 THEN
        PERFORM demo.outcomes_at(y, a, p, 'baseline', s.at);
    END IF;
    IF s.i IS DISTINCT FROM 2 THEN  -- 2: started again after a pause
        PERFORM demo.allocation_next(p, s.what, s.at);
    ELSE
        PERFORM demo.session_after(p, s.at, p.pauses + 1);
    END IF;
END $$;

CREATE FUNCTION demo.exit_of(y demo.young_person, a casework.allocation, s demo.step, came integer) RETURNS text
LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN CASE s.what
        WHEN 'completed' THEN CASE WHEN s.i = 1 OR came < a.planned_sessions * 0.6 AND came > 3 AND demo.chance(a.id || ' early', 0.4)
                              THEN 'goals_met_early' ELSE 'completed_planned' END
        WHEN 'disengaged' THEN demo.draw(a.id || ' exit', 'stopped_attending:5 young_person_withdrew:2')
        WHEN 'withdrawn' THEN CASE y.arc WHEN 'custody' THEN 'custody' WHEN 'leaves' THEN 'moved' ELSE 'young_person_withdrew' END END;
END $$;

CREATE FUNCTION demo.allocation_reason(state text, key text) RETURNS text
LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN CASE state
        WHEN 'declined' THEN demo.draw(key || state, 'young_person_declined:5 parent_declined:2 not_right_time:3 support_in_place:1')
        WHEN 'unsuitable' THEN demo.draw(key || state, 'need_not_met:3 conflict_with_attendee:2 risk_too_high:1 not_eligible:1')
        WHEN 'provider_declined' THEN demo.draw(key || state, 'no_capacity:4 no_suitable_worker:2 conflict_with_attendee:1')
        WHEN 'never_started' THEN demo.draw(key || state, 'could_not_reach:4 moved:1 programme_ended:1')
        WHEN 'waiting_list' THEN demo.draw(key || state, 'no_capacity:4 no_suitable_worker:1 group_starts_later:2')
        WHEN 'paused' THEN demo.draw(key || state, 'exams:2 unwell:2 family_circumstances:2 worker_absent:2 holiday_break:2 bereavement:1')
        WHEN 'disengaged' THEN demo.draw(key || state, 'stopped_attending:4 could_not_reach:1')
        WHEN 'withdrawn' THEN demo.draw(key || state, 'consent_withdrawn:3 better_option:2 family_circumstances:1') END;
END $$;

-- The end in a sentence, with the true count of sessions.
CREATE FUNCTION demo.exit_words(y demo.young_person, a casework.allocation, exit text, came integer) RETURNS text
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN coalesce((SELECT t.text FROM demo.told t JOIN casework.intervention i ON t.slot = 'exit ' || i.code
                      WHERE t.n = y.n AND i.id = a.intervention_id), CASE exit
        WHEN 'completed_planned' THEN demo.words(y, a.id::text, 'exit.completed')
        WHEN 'goals_met_early' THEN demo.words(y, a.id::text, 'exit_summary.goals_met_early')
        WHEN 'stopped_attending' THEN demo.words(y, a.id::text, 'exit.stopped')
        WHEN 'young_person_withdrew' THEN demo.words(y, a.id::text, 'exit_summary.young_person_withdrew')
        WHEN 'custody' THEN demo.words(y, a.id::text, 'exit_summary.custody')
        ELSE demo.words(y, a.id::text, 'exit_summary.moved') END)
        || format(' Came to %s of %s planned.', came, a.planned_sessions);
END $$;
