-- Handlers: winding up, the closure with its checklist, and who comes back.
SET LOCAL enable_seqscan = off;

-- Before closing, nothing may be left open: help ends or has ended, actions
-- are done or cancelled.
CREATE FUNCTION demo.wind_up(s demo.step) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    y demo.young_person;
    a casework.allocation;
    b casework.action;
    step demo.step := s;
BEGIN
    SELECT * INTO STRICT y FROM demo.young_person WHERE n = s.n;
    FOR a IN SELECT * FROM casework.allocation x WHERE x.episode_id = s.ref AND x.ended_on IS NULL ORDER BY x.id LOOP
        step.ref := a.id;
        step.i := 1;
        step.what := CASE WHEN a.state = 'active' AND y.arc NOT IN ('drifts', 'custody', 'leaves') THEN 'completed'
                     WHEN a.state IN ('active', 'paused') AND y.arc = 'drifts' THEN 'disengaged' ELSE 'withdrawn' END;
        PERFORM demo.allocation_move(step);
    END LOOP;
    FOR b IN SELECT * FROM casework.action x WHERE x.episode_id = s.ref AND x.state IN ('open', 'in_progress') ORDER BY x.id LOOP
        PERFORM demo.tell(s.at + interval '20 minutes', demo.seat_id(y.spoke, 'project'));
        IF b.due_on < demo.day_of(s.at) AND demo.chance(b.id || ' closes', 0.5) THEN
            UPDATE casework.action SET state = 'cancelled', state_reason = 'case_closed' WHERE id = b.id;
        ELSE
            UPDATE casework.action SET state = 'done', done_on = demo.day_of(s.at) WHERE id = b.id;
        END IF;
    END LOOP;
    PERFORM demo.later(demo.office(s.at, demo.between(s.n || ' closes', 2, 9), s.n || ' closes'), 'close', s.n, s.ref, NULL, NULL);
END $$;

CREATE FUNCTION demo.close(s demo.step) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    y demo.young_person;
    e casework.episode;
    ending text;
    day_ date := demo.day_of(s.at);
    told boolean := demo.chance(s.n || ' told', 0.86);
BEGIN
    SELECT * INTO STRICT y FROM demo.young_person WHERE n = s.n;
    SELECT * INTO STRICT e FROM casework.episode WHERE id = s.ref;
    SELECT a.ending INTO ending FROM demo.arc a WHERE a.arc = y.arc;
    ending := coalesce((SELECT t.text FROM demo.told t WHERE t.n = y.n AND t.slot = 'ending'), ending);
    PERFORM demo.tell(s.at, demo.seat_id(y.spoke, 'coordinator'));
    IF ending = 'died' THEN
        UPDATE casework.person SET died_on = day_ - 3 WHERE id = y.id;
    END IF;
    UPDATE casework.episode SET state = 'closed', closed_on = day_, closure_reason = ending, state_reason = ending, state_note = NULL,
           closure_summary = demo.words(y, 'closure', 'closure.' || ending),
           closing_risk_level = coalesce(e.risk_level, 'low'),
           young_person_told_on = CASE WHEN told AND ending <> 'died' THEN day_ - demo.between(s.n || ' told on', 0, 5) END,
           young_person_not_told = CASE WHEN ending = 'died' THEN 'Has died' WHEN NOT told THEN
               'Could not be reached. A letter in plain words is kept with the lead professional.' END,
           referrer_told_on = CASE WHEN demo.chance(s.n || ' referrer', 0.92) THEN day_ END,
           referrer_not_told = CASE WHEN demo.chance(s.n || ' referrer', 0.92) THEN NULL ELSE 'The referrer has left the school.' END,
           re_referral_route = CASE ending WHEN 'moved' THEN 'receiving_area' WHEN 'transferred' THEN 'receiving_spoke'
               WHEN 'held_by_statutory_plan' THEN 'lead_professional' WHEN 'reached_25' THEN 'adult_services' WHEN 'died' THEN 'none_needed'
               ELSE demo.draw(s.n || ' route', 'any_agency:6 self_or_family:3 school:2') END,
           outcomes_recorded = EXISTS (SELECT FROM casework.outcome o WHERE o.episode_id = s.ref AND o.point = 'exit'),
           retention_trigger_on = greatest((day_ + interval '6 years')::date,
               coalesce((y.born_on + interval '25 years')::date, (day_ + interval '6 years')::date))
     WHERE id = s.ref;
    IF y.arc IN ('improves', 'settles', 'quickly', 'rises', 'once') AND NOT y.named AND demo.chance(s.n || ' comes back', 0.11) THEN
        PERFORM demo.later(demo.office(s.at, demo.between(s.n || ' back in', 50, 260), s.n || ' back'), 'refer_again', s.n, NULL, NULL, NULL);
    ELSIF demo.chance(s.n || ' follow up', 0.4) THEN
        PERFORM demo.later(demo.office(s.at, 88, s.n || ' follow up'), 'follow_up', s.n, s.ref, NULL, NULL);
    END IF;
END $$;

-- Referred again: another worry or the same one, from somebody else perhaps.
-- An open episode takes it in; after a closed one a new one begins.
CREATE FUNCTION demo.refer_again(s demo.step) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    y demo.young_person;
    step demo.step := s;
BEGIN
    SELECT * INTO STRICT y FROM demo.young_person WHERE n = s.n;
    IF y.leaving AND NOT EXISTS (SELECT FROM casework.episode e WHERE e.id = y.episode_id AND e.state = 'closed') THEN
        RETURN;
    END IF;
    step.i := 1 + (SELECT count(*) FROM casework.referral r WHERE r.person_id = y.id AND r.spoke_id = y.spoke_id);
    UPDATE demo.young_person x
       SET concern = coalesce((SELECT c.concern FROM demo.concern_plan c WHERE c.concern = demo.draw(s.n || ' again',
               (SELECT z.beside FROM demo.concern_plan z WHERE z.concern = y.concern))), y.concern)
     WHERE x.n = s.n RETURNING * INTO y;
    UPDATE demo.young_person x SET source = demo.draw(s.n || ' again source', c.sources)
      FROM demo.concern_plan c WHERE x.n = s.n AND c.concern = y.concern;
    IF y.leaving OR y.episode_id IS NULL THEN
        UPDATE demo.young_person x SET leaving = false, stage = 0, arc = 'settles', path = '{medium,medium,low,low}',
               helps = ARRAY[demo.help_code(x.spoke, demo.one_of(s.n || ' again help', '{youth_service,martial_arts,mentoring}'))]
         WHERE x.n = s.n;
    END IF;
    PERFORM demo.refer(step);
END $$;

-- Three months on, the same instrument once more, where somebody asks.
CREATE FUNCTION demo.follow_up(s demo.step) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    o casework.outcome;
BEGIN
    PERFORM demo.tell(s.at, (SELECT demo.seat_id(y.spoke, 'project') FROM demo.young_person y WHERE y.n = s.n));
    FOR o IN SELECT * FROM casework.outcome x WHERE x.episode_id = s.ref AND x.point = 'exit' AND x.value IS NOT NULL
                AND x.measure IN ('wellbeing', 'safe_area', 'substance_use') ORDER BY x.measure LOOP
        INSERT INTO casework.outcome (spoke_id, person_id, episode_id, allocation_id, measure, point, informant, measured_on, value)
        VALUES (o.spoke_id, o.person_id, o.episode_id, o.allocation_id, o.measure, 'three_months', o.informant, demo.day_of(s.at), o.value)
        ON CONFLICT DO NOTHING;
    END LOOP;
END $$;
