-- Requests about what is held: the spoke's coordinator sees that there is one
-- and its clock; what was found, only who answers it.
GRANT SELECT, INSERT (id, spoke_id, person_id, reference, kind, asked_by, asker_name, asker_contact, asked, received_on),
    UPDATE (state, state_reason, state_note, identity_on, identity_how, extend_reason, gathered_at, outcome, outcome_note, statement)
    ON casework.subject_request TO throughline_server;
GRANT SELECT, UPDATE (decision, exemption, note, decided_at, decided_by) ON casework.subject_item TO throughline_server;
GRANT SELECT, INSERT (id, item_id, spoke_id, person_id, passage, reason), UPDATE (undo_reason) ON casework.subject_redaction TO throughline_server;
GRANT SELECT ON casework.subject_copy TO throughline_server;
GRANT SELECT, INSERT (request_id, spoke_id, person_id, disclosure_id) ON casework.subject_told TO throughline_server;
-- Nor does its log of moves tell of one to whoever may not see it.
CREATE POLICY requests ON casework.state_change AS RESTRICTIVE FOR SELECT TO throughline_server
    USING (machine <> 'subject_request' OR spoke_id = ANY ((SELECT access.spokes_with('subject.read'))::integer[]));
CREATE POLICY read ON casework.subject_request FOR SELECT TO throughline_server
    USING (spoke_id = ANY ((SELECT access.spokes_with('subject.read'))::integer[]));
DO $$
DECLARE
    t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['subject_item', 'subject_redaction', 'subject_copy', 'subject_told'] LOOP
        EXECUTE format('CREATE POLICY read ON casework.%I FOR SELECT TO throughline_server
            USING (spoke_id = ANY ((SELECT access.spokes_with(''subject.write''))::integer[]))', t);
    END LOOP;
    FOREACH t IN ARRAY ARRAY['subject_request', 'subject_redaction', 'subject_told'] LOOP
        EXECUTE format('CREATE POLICY make ON casework.%I FOR INSERT TO throughline_server
            WITH CHECK (spoke_id = ANY ((SELECT access.spokes_with(''subject.write''))::integer[]))', t);
    END LOOP;
    FOREACH t IN ARRAY ARRAY['subject_request', 'subject_item', 'subject_redaction'] LOOP
        EXECUTE format('CREATE POLICY change ON casework.%I FOR UPDATE TO throughline_server
            USING (spoke_id = ANY ((SELECT access.spokes_with(''subject.write''))::integer[]))', t);
    END LOOP;
END $$;
