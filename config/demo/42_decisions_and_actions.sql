-- Handlers: what the meeting decides for a young person, who takes what away,
-- and how those actions go.
SET LOCAL enable_seqscan = off;

CREATE FUNCTION demo.decisions(y demo.young_person, m casework.meeting, discussion uuid, e casework.episode,
                               turn text, after text, key text) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    made text[];
    help text;
    d text;
BEGIN
    made := CASE turn WHEN 'new' THEN '{accept_active_monitoring}'::text[] WHEN 'once' THEN '{no_further_action}'
        WHEN 'step_down' THEN '{step_down}' WHEN 'removal' THEN '{remove_active_monitoring}'
        WHEN 'statutory' THEN '{remove_active_monitoring}' WHEN 'drifts' THEN '{remove_active_monitoring,signpost}'
        WHEN 'moves' THEN '{transfer_out_of_area}' WHEN 'custody' THEN '{remove_active_monitoring}'
        ELSE '{keep_monitoring}' END;
    IF turn = 'new' AND demo.chance(key || ' leads', 0.6) THEN
        made := made || '{name_lead_professional}';
    END IF;
    IF NOT y.story AND turn IN ('new', 'rising', 'steady') AND demo.chance(key || ' visit', 0.22) THEN
        made := made || '{eit_visit}';
        PERFORM demo.later(demo.office(access.moment(), demo.between(key || ' visit days', 1, 4), key || ' visit'),
                           'contact', y.n, NULL, NULL, 'home_visit');
    END IF;
    IF turn = 'rising' THEN
        made := made || demo.one_of(key || ' escalates', CASE WHEN y.concern IN ('county_lines', 'child_criminal_exploitation',
            'debt_bondage', 'modern_slavery', 'found_out_of_area') THEN '{refer_nrm,disrupt_exploiter}'::text[]
            ELSE '{escalate_mash,safety_plan}' END);
    END IF;
    help := y.helps[CASE WHEN turn = 'new' THEN 1 WHEN y.stage IN (2, 3) AND turn IN ('steady', 'improving', 'rising') THEN y.stage END];
    IF y.story AND turn <> 'new' THEN
        help := NULL;
    END IF;
    IF help IS NOT NULL THEN
        made := made || '{allocate_intervention}';
    END IF;
    FOREACH d IN ARRAY made LOOP
        INSERT INTO casework.discussion_decision (spoke_id, meeting_id, discussion_id, person_id, decision, detail)
        VALUES (m.spoke_id, m.id, discussion, y.id, d,
            CASE d WHEN 'allocate_intervention' THEN (SELECT string_agg(i.name, ', ' ORDER BY i.name) FROM casework.intervention i
                         WHERE i.code = help OR y.story AND i.code = ANY (y.helps))
                   WHEN 'step_down' THEN 'Monthly check by the lead professional' END);
    END LOOP;
    -- Help agreed at one meeting is proposed there; some plans need several at once.
    IF help IS NOT NULL THEN
        PERFORM demo.propose(y, discussion, h) FROM unnest(CASE WHEN y.story AND turn = 'new' THEN y.helps
                                                                ELSE ARRAY[help] END) AS h;
    END IF;
    IF demo.chance(key || ' dissent', 0.03) OR turn = 'removal' AND demo.chance(key || ' dissent', 0.12) THEN
        INSERT INTO casework.discussion_dissent (spoke_id, meeting_id, discussion_id, person_id, agency_id, text)
        SELECT m.spoke_id, m.id, discussion, y.id, reference.agency_id(y.spoke || c.agency), demo.words_at(y, 'dissent', c.place)
          FROM (VALUES (1, '_education_inclusion'), (2, '_youth_justice'), (3, '_camhs')) AS c(place, agency)
         WHERE c.place = CASE WHEN turn = 'removal' THEN 1 ELSE demo.between(key || ' who dissents', 2, 3) END;
    END IF;
END $$;

-- Which action fits when, and whose it is. place: among the narratives' actions.
CREATE TABLE demo.action_plan (
    place  integer PRIMARY KEY,
    turns  text[] NOT NULL,
    owner  text NOT NULL,       -- a desk, or an agency's colleague
    concerns text[]             -- NULL: any
);
INSERT INTO demo.action_plan VALUES
(1, '{new}', 'eit', NULL), (2, '{new,steady}', 'panel.education', '{weapon_carrying,non_attendance,peer_group_conflict,victim_of_violence}'),
(3, '{new}', 'project', NULL), (4, '{steady,new}', 'project', '{mental_health_self_harm,bereavement,aces_trauma,witness_to_violence}'),
(5, '{new,rising}', 'eit', '{weapon_image_online,threats_social_media,firearm,affray}'), (6, '{steady,improving,rising}', 'project', NULL),
(7, '{rising,steady,new}', 'eit', NULL), (8, '{new,steady}', '_substance_misuse', '{substance_use,debt_bondage,alcohol}'),
(9, '{steady}', '_housing', '{homelessness,retaliation_risk,victim_of_violence}'), (10, '{steady}', 'sergeant', NULL),
(11, '{rising}', 'panel.socialcare', '{county_lines,child_criminal_exploitation,modern_slavery,debt_bondage}'),
(12, '{steady,improving,check}', 'panel.education', '{exclusion_risk,non_attendance,permanent_exclusion,bullying,weapon_carrying}'),
(13, '{new,rising}', 'panel.education', '{peer_group_conflict,threats_social_media,assault}'),
(14, '{new,steady}', 'project', '{assault,anti_social_behaviour,weapon_carrying}'), (15, '{rising,improving}', 'project', NULL),
(16, '{new,once,removal}', 'coordinator', NULL), (17, '{new}', 'panel.socialcare', NULL), (18, '{steady}', '_community_safety', NULL),
(19, '{step_down,improving}', 'project', NULL), (20, '{steady,improving,rising,check}', 'project', NULL),
(21, '{step_down,removal,improving}', 'project', NULL), (22, '{new,rising}', 'eit', '{robbery,assault,racism_hate}'),
(23, '{improving,step_down}', 'panel.education', NULL), (24, '{steady}', 'project', NULL), (25, '{improving,steady}', 'project', NULL),
(26, '{new,steady}', 'panel.education', NULL), (27, '{steady,step_down}', '_youth_service_team', NULL);

CREATE FUNCTION demo.actions_set(y demo.young_person, m casework.meeting, discussion uuid, turn text, key text) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    many integer := CASE turn WHEN 'new' THEN 2 WHEN 'rising' THEN 2 WHEN 'once' THEN 1 WHEN 'removal' THEN 1
                    WHEN 'check' THEN 0 ELSE demo.between(key || ' actions', 0, 2) END;
    p demo.action_plan;
    new_id uuid;
    due date;
BEGIN
    IF many = 0 THEN
        RETURN;
    END IF;
    -- What is overdue is carried forward.
    UPDATE casework.action a SET carried_forward = a.carried_forward + 1
     WHERE a.episode_id = y.episode_id AND a.state IN ('open', 'in_progress') AND a.due_on < demo.day_of(access.moment());
    FOR p IN SELECT * FROM demo.action_plan x
              WHERE turn = ANY (x.turns) AND (x.concerns IS NULL OR y.concern = ANY (x.concerns))
                AND (x.place <> 19 OR y.age >= 17)
                AND NOT x.place = ANY (y.asked)
              ORDER BY x.concerns IS NULL, demo.roll(key || x.place) LIMIT many LOOP
        new_id := demo.id('action ' || key || p.place);
        due := demo.workday(demo.day_of(access.moment()) + CASE turn WHEN 'rising' THEN demo.between(key || p.place, 1, 4)
                            ELSE demo.between(key || p.place, 4, 21) END);
        INSERT INTO casework.action (id, spoke_id, person_id, episode_id, meeting_id, discussion_id, description,
            owner_agency_id, owner_user_id, owner_name, due_on, priority)
        SELECT new_id, m.spoke_id, y.id, y.episode_id, m.id, discussion, demo.words_at(y, 'action', p.place),
               reference.agency_id(coalesce(s.agency, y.spoke || p.owner)), s.id,
               CASE WHEN s.id IS NULL THEN (SELECT c.name FROM demo.colleague c
                         WHERE c.spoke = y.spoke AND c.agency = y.spoke || p.owner) END, due,
               CASE WHEN turn = 'rising' THEN demo.draw(key || p.place || ' how', 'immediate:1 high:3')
                    ELSE demo.draw(key || p.place || ' how', 'high:2 normal:7 low:1') END
          FROM (SELECT 1) AS one LEFT JOIN demo.seat s ON s.spoke = y.spoke AND s.desk = p.owner;
        UPDATE demo.young_person SET asked = asked || p.place WHERE n = y.n;
        PERFORM demo.action_later(new_id, due, y.n, key || p.place);
    END LOOP;
END $$;

-- Most are done in time, some late, a few not at all.
CREATE FUNCTION demo.action_later(action uuid, due date, n integer, key text) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    fate text := demo.draw(key || ' fate', 'done:86 cancelled:6 superseded:4 forgotten:4');
    moved timestamptz := demo.office(due::timestamptz, CASE WHEN demo.chance(key || ' late', 0.2)
                                     THEN demo.between(key || ' days late', 1, 15) ELSE -demo.between(key || ' early', 0, 3) END, key);
BEGIN
    moved := greatest(moved, access.moment() + interval '3 hours');
    IF demo.chance(key || ' started', 0.2) THEN
        PERFORM demo.later(access.moment() + (moved - access.moment()) / 3, 'action_move', n, action, NULL, 'in_progress');
    END IF;
    IF fate <> 'forgotten' THEN
        PERFORM demo.later(moved, 'action_move', n, action, NULL, fate);
    END IF;
END $$;

CREATE FUNCTION demo.action_move(s demo.step) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    a casework.action;
    spoke_ text := (SELECT y.spoke FROM demo.young_person y WHERE y.n = s.n);
BEGIN
    SELECT * INTO STRICT a FROM casework.action WHERE id = s.ref;
    IF a.state NOT IN ('open', 'in_progress') OR a.state = s.what THEN
        RETURN;
    END IF;
    PERFORM demo.tell(s.at, CASE WHEN s.what IN ('cancelled', 'superseded') THEN demo.seat_id(spoke_, 'project')
                            ELSE coalesce(a.owner_user_id, demo.seat_id(spoke_, 'project')) END);
    UPDATE casework.action SET state = s.what,
           done_on = CASE s.what WHEN 'done' THEN demo.day_of(s.at) END,
           state_reason = CASE s.what WHEN 'cancelled' THEN demo.draw(s.ref || ' reason', 'no_longer_needed:4 done_by_other:3 '
                               'agreement_withdrawn:1 not_possible:1') END,
           state_note = CASE s.what WHEN 'done' THEN demo.one_of(s.ref || ' done', ARRAY[NULL, NULL, 'Done, and the family know.',
                               'Done by telephone.', 'Done. Will tell the next meeting.']) END
     WHERE id = s.ref;
END $$;
