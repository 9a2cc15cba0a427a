-- Young people handed from one spoke to another: some offers wait for an
-- answer, one was accepted with its history, one refused. Each from work that
-- is under way, of nobody whose story is told elsewhere.
SET LOCAL enable_seqscan = off;

CREATE FUNCTION demo.offer(from_ text, to_ text, settled boolean, days integer, reason_ text, summary_ text)
RETURNS casework.transfer
LANGUAGE plpgsql AS $$
DECLARE
    e casework.episode;
    t casework.transfer;
    day date := demo.today() - days;
BEGIN
    SELECT x.* INTO STRICT e FROM casework.episode x
      JOIN demo.young_person y ON y.id = x.person_id
      JOIN casework.person p ON p.id = x.person_id
     WHERE x.spoke_id = reference.spoke_id(from_) AND x.state IN ('active_monitoring', 'step_down', 'listed') AND NOT y.named
       AND cardinality(p.spoke_ids) = 1 AND x.opened_on < day AND x.risk_level IS NOT NULL
       AND NOT EXISTS (SELECT FROM casework.transfer o WHERE o.episode_id = x.id)
       AND (NOT settled OR NOT EXISTS (SELECT FROM casework.action a WHERE a.episode_id = x.id AND a.state IN ('open', 'in_progress'))
                       AND NOT EXISTS (SELECT FROM casework.allocation a WHERE a.episode_id = x.id AND a.ended_on IS NULL))
     ORDER BY x.state, x.id DESC LIMIT 1;
    PERFORM demo.tell(least(demo.clock(demo.workday(day), 11, 20), now() - interval '3 hours'), demo.seat_id(from_, 'coordinator'));
    INSERT INTO casework.transfer (spoke_id, to_spoke_id, person_id, episode_id, reason, summary, shares, sharing_gateway,
        closing_risk_level, young_person_told_on, referrer_told_on, outcomes_recorded)
    VALUES (e.spoke_id, reference.spoke_id(to_), e.person_id, e.id, reason_, summary_,
        '{referral,discussion,risk,allocation,outcome,note}', 'pcsc_2022', e.risk_level, day, day,
        EXISTS (SELECT FROM casework.outcome o WHERE o.episode_id = e.id))
    RETURNING * INTO t;
    RETURN t;
END $$;

DO $$
DECLARE
    t casework.transfer;
BEGIN
    PERFORM demo.offer('bristol', 'southglos', false, 4, 'moved_home',
        'The family moved to Yate at the start of the month. Keeps the same youth worker if that can be agreed. '
        'Wary of anybody new in uniform; answers texts from the worker. Still sees friends in Bristol at weekends.');
    PERFORM demo.offer('bathnes', 'bristol', false, 3, 'harm_in_other_area',
        'Lives in Keynsham, but every incident since the summer was in central Bristol, with a group known to your panel. '
        'Mother works with us and would like one team to ring.');
    PERFORM demo.offer('northsom', 'somerset', false, 3, 'placement_move',
        'New foster placement in Bridgwater, expected to last. The social worker stays the same. School place agreed.');
    PERFORM demo.offer('somerset', 'northsom', false, 4, 'education_in_other_area',
        'Started at the alternative provision in Weston and stays with an aunt there from Monday to Friday.');

    t := demo.offer('southglos', 'bristol', true, 5, 'moved_home',
        'Moved to Southmead with their father. Risk has come down since the spring; monitoring and one trusted adult is what is needed.');
    -- Now, or what the spoke did with them since would be told as if before.
    PERFORM demo.tell(now() - interval '2 hours', demo.seat_id('bristol', 'coordinator'));
    UPDATE casework.transfer SET state = 'accepted', state_note = 'Thank you. We hear them at our next meeting.' WHERE id = t.id;

    t := demo.offer('bristol', 'somerset', false, 30, 'moved_home', 'Staying with grandparents in Taunton since half-term.');
    PERFORM demo.tell(demo.clock(demo.workday(demo.today() - 27), 15, 40), demo.seat_id('somerset', 'coordinator'));
    UPDATE casework.transfer SET state = 'refused', state_reason = 'move_not_settled',
           state_note = 'Children''s services tell us the stay is until Christmas. Ask us again if it becomes a home.' WHERE id = t.id;
END $$;
