-- The hub's first audit: a sample of two journeys of each spoke, three of them
-- graded and sent, one answered. What is written is invented.
SELECT demo.tell(now() - interval '16 days', demo.seat_id('*', 'hub.auditor'));
INSERT INTO casework.journey_sample (id, title, seed, wanted, stratify_by, opened_from, opened_to)
VALUES (demo.id('journey sample'), 'Autumn audit: the first three months', 'autumn', 10, 'spoke',
        demo.today() - 400, demo.today() - 90);

CREATE TABLE demo.audited AS
SELECT a.id, s.code AS spoke, row_number() OVER (PARTITION BY s.code ORDER BY a.position)::integer AS turn
  FROM casework.journey_audit a JOIN reference.spoke s ON s.id = a.spoke_id
 WHERE a.sample_id = demo.id('journey sample');
DELETE FROM demo.audited WHERE NOT (spoke = 'bristol' OR spoke = 'northsom' AND turn = 1);

DO $$
DECLARE
    each record;
BEGIN
    FOR each IN SELECT a.id, row_number() OVER (ORDER BY a.spoke, a.turn) AS n FROM demo.audited a LOOP
        PERFORM demo.tell(now() - interval '16 days' + each.n * interval '70 minutes', demo.seat_id('*', 'hub.auditor'));
        INSERT INTO access.journey_opening (audit_id, purpose, reason)
        VALUES (each.id, 'journey_audit', 'To read the panel''s reasons beside what the young person said');
    END LOOP;
END $$;
SELECT demo.tell(now() - interval '15 days', demo.seat_id('*', 'hub.auditor'));
INSERT INTO casework.journey_audit_score (spoke_id, audit_id, criterion, score, comment)
SELECT j.spoke_id, a.id, c.criterion, CASE WHEN a.turn = 1 THEN c.first ELSE c.second END,
       CASE WHEN a.turn = 1 THEN c.first_said ELSE c.second_said END
  FROM demo.audited a JOIN casework.journey_audit j ON j.id = a.id
 CROSS JOIN (VALUES
    ('voice', 'needs_work', 'Quoted once at the start, then spoken about. Nothing shows what became of what was asked for.', 'sound', NULL),
    ('lived_experience', 'sound', NULL, 'sound', 'Interests and the people who matter are named early.'),
    ('timeliness', 'sound', 'In time, but for the wait between the offer and the first session.', 'needs_work', 'Two reviews slipped and nobody wrote why.'),
    ('risk_rationale', 'strong', 'Risk to and risk from kept apart, and each change explained.', 'sound', NULL),
    ('multi_agency', 'sound', NULL, 'strong', 'Health and the school changed the plan with what they knew.'),
    ('plan', 'sound', 'Specific actions, two without an owner.', 'sound', NULL),
    ('review', 'sound', NULL, 'needs_work', 'See timeliness: the chair did not ask.'),
    ('family', 'sound', NULL, 'sound', 'The carer was met at home, at their own time.'),
    ('outcome', 'needs_work', 'No baseline, so that nothing can be said of the change.', 'sound', NULL),
    ('recording', 'strong', 'Clear and fair: fact and opinion kept apart.', 'sound', NULL))
    AS c(criterion, first, first_said, second, second_said);
UPDATE casework.journey_audit j
   SET grade = 'good',
       summary = CASE a.turn WHEN 1 THEN 'The risk was understood early and the right people were in the room. The young person fades from the record after the second meeting.'
                             ELSE 'A joined-up response that lost pace in the second month, and found it again.' END,
       strengths = CASE a.turn WHEN 1 THEN 'Risk reasoning that another chair could pick up. One trusted adult throughout.'
                               ELSE 'What health knew changed the plan within a week.' END
  FROM demo.audited a WHERE j.id = a.id;
INSERT INTO casework.journey_audit_action (spoke_id, audit_id, theme, description, due_on)
SELECT j.spoke_id, a.id, x.theme, x.what, demo.today() + x.days
  FROM demo.audited a JOIN casework.journey_audit j ON j.id = a.id
  JOIN (VALUES (1, 'voice', 'Ask at each review what the young person said since the last, and write it down in their words', 24),
               (1, 'outcomes', 'No first session without a baseline: agree with providers how', -2),
               (2, 'timeliness', 'Name who tells the chair when a review slips', 31)) AS x(turn, theme, what, days)
    ON x.turn = a.turn;
UPDATE casework.journey_audit j SET state = 'graded' FROM demo.audited a WHERE j.id = a.id;
SELECT demo.tell(now() - interval '14 days', demo.seat_id('*', 'hub.auditor'));
UPDATE casework.journey_audit j SET state = 'with_spoke' FROM demo.audited a WHERE j.id = a.id;
SELECT demo.tell(now() - interval '6 days', demo.seat_id('bristol', 'coordinator'));
UPDATE casework.journey_audit j
   SET state = 'responded', response = 'accepted',
       response_text = 'We agree. The school inclusion lead will bring the young person''s words to each review.'
  FROM demo.audited a WHERE j.id = a.id AND a.spoke = 'bristol' AND a.turn = 1;
