-- What young people said, in their own record, whole questionnaires, and some
-- corrections: a few of each in every spoke, set by set.
SET LOCAL enable_seqscan = off;

DO $$
DECLARE
    spoke_ text;
BEGIN
    FOR spoke_ IN SELECT s.spoke FROM demo.spoke_plan s ORDER BY s.spoke LOOP
        PERFORM demo.tell(now() - interval '5 hours', demo.seat_id(spoke_, 'project'));
        -- What a meeting was told they had said, once for most and each time
        -- for the told stories.
        INSERT INTO casework.voice (spoke_id, person_id, episode_id, said_on, medium, quotation, about,
            permission, permission_on, anonymised)
        SELECT x.spoke_id, x.person_id, x.episode_id, x.said_on, demo.draw(x.id || ' medium',
                   'spoken:6 through_worker:4 text_message:2 written:1 survey:1'),
               x.young_person_voice, 'Their review', x.permission,
               CASE WHEN x.permission <> 'not_asked' THEN x.said_on END,
               CASE WHEN x.permission = 'without_name' THEN x.young_person_voice END
          FROM (SELECT d.*, demo.day_of(d.happened_at) - 3 AS said_on, demo.draw(d.id || ' publish',
                           'without_name:5 not_asked:3 declined:1') AS permission,
                       row_number() OVER (PARTITION BY d.episode_id ORDER BY d.happened_at DESC) AS turn
                  FROM casework.discussion d
                 WHERE d.spoke_id = reference.spoke_id(spoke_) AND d.young_person_voice IS NOT NULL
                   AND d.voice_basis = 'said') x
          JOIN demo.young_person y ON y.id = x.person_id
         WHERE (x.turn = 1 AND y.n % 3 = 0 OR y.story) AND x.said_on <= demo.today();
        -- The parent's questionnaire beside the young person's own measures.
        INSERT INTO casework.outcome (spoke_id, person_id, episode_id, allocation_id, measure, point,
            informant, measured_on, items)
        SELECT a.spoke_id, a.person_id, a.episode_id, a.id, 'sdq_total', p.point, 'parent_carer',
               CASE p.point WHEN 'baseline' THEN a.started_on + 2 ELSE a.ended_on END,
               ARRAY(SELECT greatest(0, least(10, demo.between(a.id || ' sdq ' || scale, 3, 7)
                            + CASE WHEN p.point = 'exit' THEN CASE scale WHEN 5 THEN 1 ELSE -1 END ELSE 0 END
                              * demo.between(a.id || ' sdq gain ' || scale, 0, 2)))
                       FROM generate_series(1, 5) AS scale)::smallint[]
          FROM casework.allocation a
          JOIN demo.young_person y ON y.id = a.person_id
         CROSS JOIN (VALUES ('baseline'), ('exit')) AS p(point)
         WHERE a.spoke_id = reference.spoke_id(spoke_) AND a.state = 'completed'
           AND a.started_on + 2 < a.ended_on AND (y.n % 4 = 0 OR y.story)
           AND a.id = (SELECT f.id FROM casework.allocation f WHERE f.episode_id = a.episode_id
                          AND f.state = 'completed' ORDER BY f.started_on, f.id LIMIT 1)
        ON CONFLICT DO NOTHING;
        -- A score misread, and one put down for somebody else.
        UPDATE casework.outcome o SET value = o.value + 1, correction_reason = 'typing_error',
               correction_note = 'Read from the paper form again', corrects_version = o.version
         WHERE o.id IN (SELECT x.id FROM casework.outcome x WHERE x.spoke_id = reference.spoke_id(spoke_)
                           AND x.measure = 'safe_area' AND x.value < 5 ORDER BY x.measured_on, x.id LIMIT 2);
        UPDATE casework.outcome o SET in_error_at = access.moment(), correction_reason = 'wrong_person',
               correction_note = 'The form was a cousin''s', corrects_version = o.version
         WHERE o.id = (SELECT x.id FROM casework.outcome x WHERE x.spoke_id = reference.spoke_id(spoke_)
                          AND x.measure = 'conflict' AND x.point = 'mid' ORDER BY x.measured_on, x.id LIMIT 1);
        -- A factor the school told of later.
        UPDATE casework.risk_assessment r SET protective_factors = r.protective_factors || '{school_belonging}',
               correction_reason = 'new_information', correction_note = 'The school rang back after it was written',
               corrects_version = r.version
         WHERE r.id IN (SELECT x.id FROM casework.risk_assessment x JOIN casework.episode e ON e.id = x.episode_id
                         WHERE x.spoke_id = reference.spoke_id(spoke_) AND e.state = 'active_monitoring'
                           AND NOT x.protective_factors @> '{school_belonging}'
                         ORDER BY x.assessed_at DESC, x.id LIMIT 3);
    END LOOP;
END $$;
