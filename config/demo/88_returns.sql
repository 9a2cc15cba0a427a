-- Quarterly returns. The quarter before last has gone to the Home Office (in
-- South Gloucestershire it was restated since); of the last one each spoke is
-- somewhere else; Bristol has begun the quarter that runs.
SET LOCAL enable_seqscan = off;

CREATE TABLE demo.quarter_plan AS
SELECT s.id AS spoke_id, s.code AS spoke, q.n, (reporting.quarter_of(demo.today()) - q.n * interval '3 months')::date AS quarter,
       demo.id('return ' || s.code || q.n) AS return_id, demo.seat_id(s.code, 'coordinator') AS coordinator,
       demo.clock(demo.workday((reporting.quarter_of(demo.today()) - (q.n - 1) * interval '3 months')::date + 9), 16, 0) AS due
  FROM reference.spoke s CROSS JOIN generate_series(0, 2) AS q(n)
 WHERE q.n > 0 OR s.code = 'bristol';

DO $$
DECLARE
    p demo.quarter_plan;
BEGIN
    FOR p IN SELECT * FROM demo.quarter_plan ORDER BY spoke, n DESC LOOP
        PERFORM demo.tell(least(p.due - interval '8 days', now()), p.coordinator);
        INSERT INTO reporting.quarterly_return (id, spoke_id, quarter) VALUES (p.return_id, p.spoke_id, p.quarter);
        UPDATE reporting.quarterly_return SET
            narrative = 'Panels were quorate and the intervention teams kept their pace through the holidays. Schools refer earlier than last year, and more families say yes to help.',
            risks = 'Two mentors leave at the end of the next quarter. The provider is recruiting; until then the waiting list will grow.'
         WHERE id = p.return_id AND p.n > 0;
        INSERT INTO reporting.return_money (return_id, spoke_id, intervention_id, funding_stream, budget, forecast, actual,
                                            variance_reason, variance_note)
        SELECT p.return_id, p.spoke_id, i.id, i.funding_stream, m.budget, m.budget,
               CASE WHEN p.n > 0 THEN m.budget - m.less END, CASE WHEN p.n > 0 AND m.less > 0 THEN 'recruitment' END,
               CASE WHEN p.n > 0 AND m.less > 0 THEN 'One post was empty for six weeks' END
          FROM casework.intervention i JOIN casework.intervention_spoke s ON s.intervention_id = i.id
         CROSS JOIN LATERAL (SELECT 2500 + abs(hashtext(i.code)) % 20 * 250 AS budget,
                                    CASE WHEN abs(hashtext(i.code || p.n)) % 4 = 0 THEN 412.50 ELSE 0 END AS less) AS m
         WHERE s.spoke_id = p.spoke_id AND i.funding_stream NOT IN ('match_funding');
        INSERT INTO reporting.return_match (return_id, spoke_id, kind, source, amount)
        SELECT p.return_id, p.spoke_id, m.kind, m.source, m.amount
          FROM (VALUES ('cash', 'The council''s youth service', CASE p.spoke WHEN 'somerset' THEN 900.00 ELSE 9600.00 END),
                       ('in_kind', 'School halls and sports grounds', 2150.00)) AS m(kind, source, amount);
        INSERT INTO reporting.return_case_study (return_id, spoke_id, words, permission)
        SELECT p.return_id, p.spoke_id, 'A young person who had stopped going to school met their mentor every week at the boxing club. '
               'By the end of term they were back in class three days a week and had told their mother what had happened.',
               CASE p.spoke WHEN 'northsom' THEN 'declined' ELSE 'without_name' END
         WHERE p.n = 1;
    END LOOP;
END $$;

CREATE FUNCTION demo.return_moved(p demo.quarter_plan, to_ text, note text, by_hub boolean, days integer) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM demo.tell(least(p.due + make_interval(days => days), now()),
                      CASE WHEN by_hub THEN demo.seat_id('*', 'hub.grants') ELSE p.coordinator END);
    UPDATE reporting.quarterly_return SET state = to_, state_note = note WHERE id = p.return_id;
END $$;

DO $$
DECLARE
    p demo.quarter_plan;
BEGIN
    FOR p IN SELECT * FROM demo.quarter_plan WHERE n > 0 ORDER BY n DESC, spoke LOOP
        CONTINUE WHEN p.n = 1 AND p.spoke = 'somerset';
        PERFORM demo.return_moved(p, 'submitted', NULL, false, 0);
        IF p.n = 2 OR p.spoke = 'bathnes' THEN
            PERFORM demo.return_moved(p, 'approved', NULL, true, 4);
        END IF;
        IF p.n = 2 THEN
            PERFORM demo.return_moved(p, 'sent', NULL, true, 6);
        END IF;
        IF p.n = 1 AND p.spoke = 'northsom' THEN
            PERFORM demo.return_moved(p, 'queried', 'Two lines are under budget for the same reason. Is it one post or two?', true, 3);
        END IF;
    END LOOP;
    -- Written down late, and so restated.
    SELECT * INTO p FROM demo.quarter_plan WHERE spoke = 'southglos' AND n = 2;
    PERFORM demo.tell(least(p.due + interval '20 days', now()), p.coordinator);
    INSERT INTO casework.delivery (spoke_id, intervention_id, provider_agency_id, started_on, ended_on, place, sessions,
                                   under_18, aged_18_24, professionals, headcount_kind, note)
    SELECT p.spoke_id, d.intervention_id, d.provider_agency_id, p.quarter + 40, p.quarter + 40, 'The leisure centre', 2,
           24, 8, 6, 'unique', 'The sheet came in after the return had gone.'
      FROM casework.delivery d WHERE d.spoke_id = p.spoke_id ORDER BY d.id LIMIT 1;
    PERFORM demo.return_moved(p, 'restated', 'Two workshops at the leisure centre were written down after the return had gone.', false, 21);
END $$;
