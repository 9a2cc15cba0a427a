-- Somebody left and their work is still theirs: two cases and three actions
-- in Bristol, for the team page to show and to share out.
DO $$
DECLARE
    bristol integer := reference.spoke_id('bristol');
    gone uuid;
BEGIN
    INSERT INTO access.user_account (email, name, agency_id, job_title, disabled_at)
    VALUES ('left.bristol@demo.throughline.example', 'Callum Redfern',
            reference.agency_id('bristol_youth_justice'), 'Youth justice worker', now() - interval '9 days')
    RETURNING id INTO gone;
    PERFORM demo.tell(now() - interval '10 days', demo.seat_id('bristol', 'coordinator'));
    UPDATE casework.episode e SET lead_user_id = gone
     WHERE e.id IN (SELECT x.episode_id FROM demo.young_person x JOIN casework.episode o ON o.id = x.episode_id
                     WHERE x.spoke = 'bristol' AND NOT x.story AND o.state = 'active_monitoring'
                     ORDER BY x.n DESC LIMIT 2);
    UPDATE casework.action a SET owner_user_id = gone, owner_name = NULL,
           owner_agency_id = reference.agency_id('bristol_youth_justice')
     WHERE a.id IN (SELECT o.id FROM casework.action o JOIN casework.episode e ON e.id = o.episode_id
                     WHERE o.spoke_id = bristol AND e.lead_user_id = gone AND o.state IN ('open', 'in_progress')
                    UNION ALL
                    (SELECT o.id FROM casework.action o JOIN demo.young_person x ON x.id = o.person_id
                      WHERE o.spoke_id = bristol AND NOT x.story AND o.state = 'open' AND o.owner_user_id IS NOT NULL
                      ORDER BY o.due_on DESC, o.id LIMIT 3));
END $$;
