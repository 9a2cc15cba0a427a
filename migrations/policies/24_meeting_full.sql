-- Row-level security of what 0020_meeting_full.sql adds, and of what it
-- changes for the tables of a meeting. Policies of one kind add up; RESTRICTIVE
-- ones are demanded as well.

-- An agency answers what it is asked, and sees its own until four weeks after.
GRANT SELECT, INSERT (id, spoke_id, person_id, episode_id, meeting_id, agency_id, question, due_on),
      UPDATE (result, text, chased_on, chased_count, withdrawn_reason, withdrawn_note) ON casework.agency_check TO throughline_server;
CREATE POLICY read ON casework.agency_check FOR SELECT TO throughline_server
    USING (spoke_id = ANY ((SELECT access.spokes_with('scope.case'))::integer[])
           OR agency_id = (SELECT access.my_agency())
              AND spoke_id = ANY ((SELECT access.spokes_with('scope.panel'))::integer[])
              AND (answered_at IS NULL OR answered_at > now() - interval '28 days'));
CREATE POLICY make ON casework.agency_check FOR INSERT TO throughline_server
    WITH CHECK (spoke_id = ANY ((SELECT access.spokes_with('meeting.write'))::integer[]));
CREATE POLICY change ON casework.agency_check FOR UPDATE TO throughline_server
    USING (spoke_id = ANY ((SELECT access.spokes_with('meeting.write'))::integer[])
           OR agency_id = (SELECT access.my_agency())
              AND spoke_id = ANY ((SELECT access.spokes_with('meeting.contribute'))::integer[]));

-- Papers: whoever sees the meeting and, of a young person, them.
GRANT SELECT, INSERT (id, spoke_id, meeting_id, agenda_item_id, person_id, title, text, link),
      UPDATE (title, text, link), DELETE ON casework.meeting_paper TO throughline_server;
CREATE POLICY read ON casework.meeting_paper FOR SELECT TO throughline_server
    USING (EXISTS (SELECT FROM casework.meeting m WHERE m.id = meeting_id)
           AND (agenda_item_id IS NULL
                OR EXISTS (SELECT FROM casework.agenda_item i WHERE i.id = agenda_item_id)));

-- Interests: the spoke's staff, and each their own. Nobody lifts their own.
GRANT SELECT, INSERT (id, spoke_id, meeting_id, agenda_item_id, person_id, user_id, name, kind, note), DELETE
    ON casework.conflict TO throughline_server;
CREATE POLICY read ON casework.conflict FOR SELECT TO throughline_server
    USING (spoke_id = ANY ((SELECT access.spokes_with('scope.case'))::integer[])
           OR user_id = (SELECT access.me()));
CREATE POLICY make ON casework.conflict FOR INSERT TO throughline_server
    WITH CHECK (spoke_id = ANY ((SELECT access.spokes_with('meeting.write'))::integer[])
                OR user_id = (SELECT access.me())
                   AND EXISTS (SELECT FROM casework.meeting m WHERE m.id = meeting_id));
CREATE POLICY strike ON casework.conflict FOR DELETE TO throughline_server
    USING (spoke_id = ANY ((SELECT access.spokes_with('meeting.write'))::integer[])
           AND user_id IS DISTINCT FROM (SELECT access.me()));

GRANT SELECT, INSERT (id, spoke_id, meeting_id, user_id, deputy_for), DELETE
    ON casework.meeting_guest TO throughline_server;
CREATE POLICY read ON casework.meeting_guest FOR SELECT TO throughline_server
    USING (EXISTS (SELECT FROM casework.meeting m WHERE m.id = meeting_id));

DO $$
DECLARE
    t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['meeting_paper', 'meeting_guest'] LOOP
        EXECUTE format($p$CREATE POLICY make ON casework.%I FOR INSERT TO throughline_server
            WITH CHECK (spoke_id = ANY ((SELECT access.spokes_with('meeting.write'))::integer[]))$p$, t);
        EXECUTE format($p$CREATE POLICY strike ON casework.%I FOR DELETE TO throughline_server
            USING (spoke_id = ANY ((SELECT access.spokes_with('meeting.write'))::integer[]))$p$, t);
    END LOOP;
END $$;
CREATE POLICY change ON casework.meeting_paper FOR UPDATE TO throughline_server
    USING (spoke_id = ANY ((SELECT access.spokes_with('meeting.write'))::integer[]));

-- Who is writing: those who see the discussion.
GRANT SELECT, INSERT, UPDATE (field, at) ON casework.minutes_presence TO throughline_server;
CREATE POLICY read ON casework.minutes_presence FOR SELECT TO throughline_server
    USING (EXISTS (SELECT FROM casework.discussion d WHERE d.id = discussion_id));
CREATE POLICY make ON casework.minutes_presence FOR INSERT TO throughline_server
    WITH CHECK (user_id = (SELECT access.me())
                AND EXISTS (SELECT FROM casework.discussion d WHERE d.id = discussion_id));
CREATE POLICY change ON casework.minutes_presence FOR UPDATE TO throughline_server
    USING (user_id = (SELECT access.me()));

-- Extracts: the spoke's staff; the agency it was made for.
GRANT SELECT ON casework.minutes_extract, casework.minutes_extract_part TO throughline_server;
DO $$
DECLARE
    t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['minutes_extract', 'minutes_extract_part'] LOOP
        EXECUTE format($p$CREATE POLICY read ON casework.%I FOR SELECT TO throughline_server
            USING (spoke_id = ANY ((SELECT access.spokes_with('scope.case'))::integer[])
                   OR agency_id = (SELECT access.my_agency())
                      AND spoke_id = ANY ((SELECT access.spokes_with('scope.panel'))::integer[]))$p$, t);
    END LOOP;
END $$;

-- A deputy or an invited colleague: that meeting, and who is on its agenda.
GRANT UPDATE (inquorate_reason, planned_for) ON casework.meeting TO throughline_server;
CREATE POLICY guest ON casework.meeting FOR SELECT TO throughline_server
    USING (id = ANY ((SELECT access.guest_meetings())::uuid[]));
CREATE POLICY guest ON casework.meeting_attendance FOR SELECT TO throughline_server
    USING (meeting_id = ANY ((SELECT access.guest_meetings())::uuid[]));
CREATE POLICY guest ON casework.addendum FOR SELECT TO throughline_server
    USING (meeting_id = ANY ((SELECT access.guest_meetings())::uuid[])
           AND (person_id IS NULL OR person_id = ANY ((SELECT access.panel_people())::uuid[])));
DO $$
DECLARE
    t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['agenda_item', 'discussion', 'discussion_update', 'discussion_decision',
                             'discussion_dissent'] LOOP
        EXECUTE format($p$CREATE POLICY guest ON casework.%I FOR SELECT TO throughline_server
            USING (meeting_id = ANY ((SELECT access.guest_meetings())::uuid[])
                   AND person_id = ANY ((SELECT access.panel_people())::uuid[]))$p$, t);
    END LOOP;
END $$;

-- An action stays its owner's, and while it is open their agency's, when the
-- young person has left the list.
CREATE POLICY mine ON casework.action FOR SELECT TO throughline_server
    USING (spoke_id = ANY ((SELECT access.spokes_with('action.progress'))::integer[])
           AND (owner_user_id = (SELECT access.me())
                OR owner_agency_id = (SELECT access.my_agency()) AND state IN ('open', 'in_progress')));

-- A declared interest: that item, and all that hangs on it, is withheld.
CREATE POLICY conflict ON casework.agenda_item AS RESTRICTIVE TO throughline_server
    USING (NOT id = ANY ((SELECT access.conflicted_items())::uuid[]));
DO $$
DECLARE
    t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['discussion', 'meeting_paper', 'minutes_extract_part'] LOOP
        EXECUTE format($p$CREATE POLICY conflict ON casework.%I AS RESTRICTIVE TO throughline_server
            USING (agenda_item_id IS NULL
                   OR NOT agenda_item_id = ANY ((SELECT access.conflicted_items())::uuid[]))$p$, t);
    END LOOP;
    FOREACH t IN ARRAY ARRAY['discussion_update', 'discussion_decision', 'discussion_dissent', 'addendum',
                             'risk_assessment'] LOOP
        EXECUTE format($p$CREATE POLICY conflict ON casework.%I AS RESTRICTIVE TO throughline_server
            USING (discussion_id IS NULL
                   OR NOT discussion_id = ANY ((SELECT access.conflicted_discussions())::uuid[]))$p$, t);
    END LOOP;
END $$;
CREATE POLICY conflict ON casework.action AS RESTRICTIVE TO throughline_server
    USING (discussion_id IS NULL OR owner_user_id = (SELECT access.me())
           OR NOT discussion_id = ANY ((SELECT access.conflicted_discussions())::uuid[]));
CREATE POLICY conflict ON casework.agency_check AS RESTRICTIVE TO throughline_server
    USING (NOT person_id = ANY ((SELECT access.conflicted_people())::uuid[]));
