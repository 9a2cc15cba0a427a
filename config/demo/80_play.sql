-- Lives through the plan: each step at its moment, until now.
SET LOCAL enable_seqscan = off;

INSERT INTO demo.step (at, verb, n, i)
SELECT arrives_at, 'refer', n, 1 FROM demo.young_person ORDER BY arrives_at, n;

CREATE FUNCTION demo.play() RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    s demo.step;
    steps bigint := 0;
    past timestamptz := '-infinity';
    past_id bigint := 0;
BEGIN
    LOOP
        SELECT * INTO s FROM demo.step x
         WHERE (x.at, x.id) > (past, past_id) AND x.at <= now() ORDER BY x.at, x.id LIMIT 1;
        EXIT WHEN NOT FOUND;
        past := s.at;
        past_id := s.id;
        steps := steps + 1;
        CASE s.verb
            WHEN 'refer' THEN PERFORM demo.refer(s);
            WHEN 'submit' THEN PERFORM demo.submit(s);
            WHEN 'triage' THEN PERFORM demo.triage(s);
            WHEN 'ask' THEN PERFORM demo.ask(s);
            WHEN 'answer' THEN PERFORM demo.answer(s);
            WHEN 'decide' THEN PERFORM demo.decide(s);
            WHEN 'episode_triage', 'episode_checks', 'episode_list' THEN PERFORM demo.episode_step(s);
            WHEN 'meeting_plan' THEN PERFORM demo.meeting_plan(s);
            WHEN 'agenda' THEN PERFORM demo.agenda(s);
            WHEN 'meeting_hold' THEN PERFORM demo.meeting_hold(s);
            WHEN 'meeting_move' THEN PERFORM demo.meeting_move(s);
            WHEN 'extraordinary' THEN PERFORM demo.extraordinary(s);
            WHEN 'action_move' THEN PERFORM demo.action_move(s);
            WHEN 'allocate' THEN PERFORM demo.allocate(s);
            WHEN 'allocation_move' THEN PERFORM demo.allocation_move(s);
            WHEN 'session' THEN PERFORM demo.session(s);
            WHEN 'contact' THEN PERFORM demo.contact(s);
            WHEN 'release' THEN PERFORM demo.release(s);
            WHEN 'note' THEN PERFORM demo.note(s);
            WHEN 'wind_up' THEN PERFORM demo.wind_up(s);
            WHEN 'close' THEN PERFORM demo.close(s);
            WHEN 'refer_again' THEN PERFORM demo.refer_again(s);
            WHEN 'follow_up' THEN PERFORM demo.follow_up(s);
        END CASE;
    END LOOP;
    RETURN steps;
END $$;
DO $$
BEGIN
    PERFORM demo.play();
    PERFORM demo.tell_apart();
END $$;
