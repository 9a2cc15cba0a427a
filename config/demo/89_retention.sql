-- Records from years ago, one of each kind in each spoke: due, held back by a
-- hold, proposed for disposal, and in the first spoke one that was disposed of,
-- with its certificate.
SET LOCAL enable_seqscan = off;
CREATE TABLE demo.former AS
SELECT demo.id('former ' || s.code || k.kind) AS id, demo.id('former episode ' || s.code || k.kind) AS episode_id, s.id AS spoke_id,
       s.code AS spoke, k.kind, k.given_name,
       (ARRAY['Ashgrove', 'Pellwick', 'Thornleigh', 'Marbeck', 'Quillmere', 'Hollowby', 'Stanmoor', 'Wexcombe'])[1 + s.id % 8] AS family_name,
       demo.today() - 2720 - k.n * 9 AS opened_on, demo.today() - 2400 - k.n * 7 AS closed_on, (demo.today() - interval '27 years')::date - k.n * 40 AS born_on
  FROM reference.spoke s
 CROSS JOIN (VALUES (1, 'due', 'Rowan'), (2, 'held', 'Marlow'), (3, 'proposed', 'Tansy'), (4, 'disposed', 'Corin')) AS k(n, kind, given_name)
 WHERE demo.seat_id(s.code, 'coordinator') IS NOT NULL AND (k.kind <> 'disposed' OR s.code = 'bristol');

CREATE FUNCTION demo.live_former(f demo.former) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    coordinator uuid := demo.seat_id(f.spoke, 'coordinator');
BEGIN
    PERFORM demo.tell(f.opened_on + time '10:15', coordinator);
    INSERT INTO casework.person (id, spoke_ids, display_name, born_on, born_precision, sex)
    VALUES (f.id, ARRAY[f.spoke_id], f.given_name || ' ' || f.family_name, f.born_on, 'exact', 'not_known');
    INSERT INTO casework.person_name (person_id, kind, given_name, family_name)
    VALUES (f.id, 'legal', f.given_name, f.family_name);
    INSERT INTO casework.episode (id, spoke_id, person_id, state, opened_on) VALUES (f.episode_id, f.spoke_id, f.id, 'listed', f.opened_on);
    INSERT INTO casework.note (spoke_id, person_id, episode_id, kind, text, happened_at)
    VALUES (f.spoke_id, f.id, f.episode_id, 'general', 'Met at college. Works at the weekends now and sees less of the old group.',
            f.opened_on + time '10:00');
    PERFORM demo.tell(f.closed_on + time '15:40', coordinator);
    UPDATE casework.episode SET state = 'closed', state_reason = 'risk_reduced', closed_on = f.closed_on, closure_reason = 'risk_reduced',
        closure_summary = 'Risk has fallen and stayed low for six months.', closing_risk_level = 'low', young_person_told_on = f.closed_on,
        referrer_told_on = f.closed_on, re_referral_route = 'any_agency', outcomes_recorded = false,
        retention_trigger_on = casework.retention_until('person', f.spoke_id, f.born_on, f.closed_on)
     WHERE id = f.episode_id;
END $$;
SELECT demo.live_former(f) FROM demo.former f;

-- Held, proposed, disposed of: in the last weeks.
DO $$
DECLARE
    f demo.former;
    lead uuid := (SELECT g.user_id FROM access.role_grant g WHERE g.role = 'ig_lead' AND g.ended_at IS NULL ORDER BY g.user_id LIMIT 1);
BEGIN
    FOR f IN SELECT * FROM demo.former WHERE kind = 'held' LOOP
        PERFORM demo.tell(now() - interval '40 days', lead);
        INSERT INTO casework.retention_hold (spoke_id, person_id, reference, reason, note, from_on)
        SELECT f.spoke_id, f.id, e.reference, 'public_inquiry', 'The inquiry asked all areas to keep what they hold of 2018 to 2020.', demo.today() - 40
          FROM casework.episode e WHERE e.id = f.episode_id;
    END LOOP;
    FOR f IN SELECT * FROM demo.former WHERE kind IN ('proposed', 'disposed') LOOP
        PERFORM demo.tell(now() - interval '12 days', demo.seat_id(f.spoke, 'coordinator'));
        INSERT INTO casework.disposal (id, spoke_id, person_id, reason)
        VALUES (demo.id('disposal ' || f.spoke || f.kind), f.spoke_id, f.id, 'Read the whole record. Nothing is open elsewhere and nobody has asked for it.');
    END LOOP;
    PERFORM demo.tell(now() - interval '9 days', lead);
    UPDATE casework.disposal SET state = 'disposed' WHERE id = demo.id('disposal bristoldisposed');
END $$;
