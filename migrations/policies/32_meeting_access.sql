-- A critical incident meeting and all of it: the spoke's coordinators and those
-- named on its list. These come on top of what each table asks anyway.
GRANT SELECT, INSERT (id, spoke_id, meeting_id, user_id, reason, valid_from), UPDATE (valid_to)
    ON casework.meeting_access TO throughline_server;
CREATE POLICY read ON casework.meeting_access FOR SELECT TO throughline_server
    USING (EXISTS (SELECT FROM casework.meeting m WHERE m.id = meeting_id));
CREATE POLICY make ON casework.meeting_access FOR INSERT TO throughline_server
    WITH CHECK (spoke_id = ANY ((SELECT access.spokes_with('incident.write'))::integer[]));
CREATE POLICY change ON casework.meeting_access FOR UPDATE TO throughline_server
    USING (spoke_id = ANY ((SELECT access.spokes_with('incident.write'))::integer[]));

CREATE POLICY closed ON casework.meeting AS RESTRICTIVE TO throughline_server
    USING (NOT id = ANY ((SELECT access.meetings_closed())::uuid[]));
DO $$
DECLARE
    t text;
BEGIN
    -- Agenda items, discussions and what hangs on them: by access.conflicted_items
    -- and access.conflicted_discussions, as for a declared interest.
    FOREACH t IN ARRAY ARRAY['meeting_attendance', 'addendum', 'meeting_paper', 'conflict', 'meeting_guest',
                             'minutes_extract', 'minutes_extract_part', 'agency_check'] LOOP
        EXECUTE format($p$CREATE POLICY closed ON casework.%I AS RESTRICTIVE TO throughline_server
            USING (meeting_id IS NULL OR NOT meeting_id = ANY ((SELECT access.meetings_closed())::uuid[]))$p$, t);
    END LOOP;
END $$;
CREATE POLICY closed ON casework.action AS RESTRICTIVE TO throughline_server
    USING (meeting_id IS NULL OR owner_user_id = (SELECT access.me())
           OR NOT meeting_id = ANY ((SELECT access.meetings_closed())::uuid[]));
CREATE POLICY closed ON casework.state_change AS RESTRICTIVE TO throughline_server
    USING (machine <> 'meeting' OR NOT subject_id = ANY ((SELECT access.meetings_closed())::uuid[]));
