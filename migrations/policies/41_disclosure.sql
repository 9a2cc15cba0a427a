-- The register of sharings: the spoke's staff who work with cases, and those
-- who keep the register, who see no case by it. Written by the product's own
-- triggers and by those who may share; reviewed, never overwritten.
GRANT SELECT, INSERT (id, spoke_id, person_id, episode_id, reference, purpose, gateway, gateway_reason, content,
                      recipient_agency_id, recipient_name, recipient_person, shared_at, ongoing, review_on, expires_on)
    ON casework.disclosure TO throughline_server;
CREATE POLICY read ON casework.disclosure FOR SELECT TO throughline_server
    USING (spoke_id = ANY ((SELECT access.spokes_with('disclosure.read'))::integer[])
           OR spoke_id = ANY ((SELECT access.spokes_with('disclosure.register'))::integer[]));
CREATE POLICY make ON casework.disclosure FOR INSERT TO throughline_server
    WITH CHECK (spoke_id = ANY ((SELECT access.spokes_with('disclosure.write'))::integer[]));

GRANT SELECT, INSERT (id, spoke_id, disclosure_id, outcome, reason, next_review_on, gateway)
    ON casework.disclosure_review TO throughline_server;
CREATE POLICY read ON casework.disclosure_review FOR SELECT TO throughline_server
    USING (EXISTS (SELECT FROM casework.disclosure d WHERE d.id = disclosure_id));
CREATE POLICY make ON casework.disclosure_review FOR INSERT TO throughline_server
    WITH CHECK (spoke_id = ANY ((SELECT access.spokes_with('disclosure.write'))::integer[])
                AND EXISTS (SELECT FROM casework.disclosure d WHERE d.id = disclosure_id
                             AND d.spoke_id = disclosure_review.spoke_id));

-- Whether agreement stands: also those who sit at the meeting and share there.
GRANT SELECT, INSERT (id, spoke_id, person_id, episode_id, kind, change, changed_on, by_whom, by_name, how, note,
                      gateway, gateway_reason) ON casework.agreement TO throughline_server;
CREATE POLICY read ON casework.agreement FOR SELECT TO throughline_server
    USING (spoke_id = ANY ((SELECT access.spokes_with('scope.case'))::integer[])
           OR person_id = ANY ((SELECT access.panel_people())::uuid[])
              AND spoke_id = ANY ((SELECT access.spokes_with('scope.panel'))::integer[]));
CREATE POLICY make ON casework.agreement FOR INSERT TO throughline_server
    WITH CHECK (spoke_id = ANY ((SELECT access.spokes_with('agreement.write'))::integer[]));
