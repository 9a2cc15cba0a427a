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
            ELSE NULL;
        END CASE;
    END LOOP;
    RETURN steps;
END $$;
DO $$
BEGIN
    PERFORM demo.play();
END $$;
