-- What is known of a young person. The spoke's staff read all but what is
-- confidential, which is for those who do casework and whoever wrote it down.
-- The panel and providers read what they need to know of the young people they
-- see anyway (casework.fact_topic says what), and nothing that was struck.
GRANT SELECT ON casework.fact_topic TO throughline_server;
CREATE POLICY read ON casework.fact_topic FOR SELECT TO throughline_server
    USING ((SELECT access.me()) IS NOT NULL);

GRANT SELECT ON casework.person_fact, casework.fact_shown, casework.person_need_to_know TO throughline_server;
GRANT INSERT (id, person_id, topic, code, valid_from, valid_to, source, note, confidential, warnings, value, lines,
              postcode, uprn, resident_authority, responsible_authority, name, phone, email,
              parental_responsibility, lives_with, may_contact, agency_id, organisation, is_lead,
              placing_authority, host_authority, urn, year_group, attendance_percent, diagnosis_status,
              review_on, person_knows),
      UPDATE (code, valid_from, valid_to, end_reason, source, note, confidential, warnings, value, lines, postcode,
              uprn, resident_authority, responsible_authority, name, phone, email, parental_responsibility,
              lives_with, may_contact, agency_id, organisation, is_lead, placing_authority, host_authority,
              urn, year_group, attendance_percent, diagnosis_status, review_on, person_knows, amend_reason,
              in_error_reason)
    ON casework.person_fact TO throughline_server;
CREATE POLICY read ON casework.person_fact FOR SELECT TO throughline_server
    USING (person_id IN (SELECT p.id FROM casework.person p WHERE p.id = person_id
             AND p.spoke_ids && (SELECT access.spokes_with('scope.case'))::integer[]
             AND (NOT confidential
                  OR p.spoke_ids && (SELECT access.spokes_with('person.confidential'))::integer[]
                  OR person_fact.created_by = (SELECT access.me())))
           OR in_error_at IS NULL AND NOT confidential
              AND (person_id = ANY ((SELECT access.panel_people())::uuid[])
                   AND topic = ANY ((SELECT casework.topics_shown('{all,panel}'))::text[])
                   OR person_id = ANY ((SELECT access.provider_people())::uuid[])
                   AND topic = ANY ((SELECT casework.topics_shown('{all}'))::text[])));
CREATE POLICY make ON casework.person_fact FOR INSERT TO throughline_server
    WITH CHECK (EXISTS (SELECT FROM casework.person p WHERE p.id = person_id
                 AND p.spoke_ids && (SELECT access.spokes_with('person.write'))::integer[]));
CREATE POLICY change ON casework.person_fact FOR UPDATE TO throughline_server
    USING (EXISTS (SELECT FROM casework.person p WHERE p.id = person_id
                 AND p.spoke_ids && (SELECT access.spokes_with('person.write'))::integer[]));

GRANT SELECT ON casework.person_amendment TO throughline_server;
-- IN, for it cannot become a table of everybody the reader may see.
CREATE POLICY read ON casework.person_amendment FOR SELECT TO throughline_server
    USING (person_id IN (SELECT p.id FROM casework.person p WHERE p.id = person_id
             AND p.spoke_ids && (SELECT access.spokes_with('scope.case'))::integer[])
           AND (fact_id IS NULL OR fact_id = (SELECT f.id FROM casework.person_fact f WHERE f.id = fact_id)));
