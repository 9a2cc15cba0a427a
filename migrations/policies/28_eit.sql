-- What the Early Intervention Team's contacts hold beyond 10_all.sql, and the
-- young people they identified: the spoke's staff, unless the police hold back.
GRANT INSERT (identified_id, school, year_groups, headcount, colleague_ids, follow_up_on),
      UPDATE (person_id, school, year_groups, headcount, colleague_ids, follow_up_on, follow_up_done_on,
              kept_reason, kept_until, correction_reason, correction_note, in_error_reason, in_error_note)
    ON casework.contact TO throughline_server;

GRANT SELECT, INSERT (id, spoke_id, given_name, family_name, known_as, age_about, sex, school, description,
              identified_on, agency_id, held),
      UPDATE (given_name, family_name, known_as, age_about, sex, school, description, person_id, link_note)
    ON casework.identified TO throughline_server;
CREATE POLICY read ON casework.identified FOR SELECT TO throughline_server
    USING (spoke_id = ANY ((SELECT access.spokes_with('scope.case'))::integer[])
           AND (NOT held OR spoke_id = ANY ((SELECT access.spokes_with('scope.police'))::integer[])));
CREATE POLICY make ON casework.identified FOR INSERT TO throughline_server
    WITH CHECK (spoke_id = ANY ((SELECT access.spokes_with('contact.write'))::integer[]));
CREATE POLICY change ON casework.identified FOR UPDATE TO throughline_server
    USING (spoke_id = ANY ((SELECT access.spokes_with('contact.write'))::integer[])
           AND (NOT held OR spoke_id = ANY ((SELECT access.spokes_with('scope.police'))::integer[])));

-- What a contact said before: written by its trigger alone, read with it.
GRANT SELECT ON casework.contact_version TO throughline_server;
CREATE POLICY read ON casework.contact_version FOR SELECT TO throughline_server
    USING (EXISTS (SELECT FROM casework.contact c WHERE c.id = contact_id));
