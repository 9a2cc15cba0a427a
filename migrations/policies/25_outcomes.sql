-- Risk and outcomes are corrected, not rewritten: which columns may change. The
-- triggers of 31_risk.sql keep what was. Their other policies: 10_all.sql.
GRANT UPDATE (assessed_at, risk_to, risk_from, practitioner_level, panel_level, override_reason, override_note,
              rationale, contexts, leading_context, risk_factors, protective_factors, review_on,
              correction_reason, correction_note, corrects_version, in_error_at)
    ON casework.risk_assessment TO throughline_server;
CREATE POLICY change ON casework.risk_assessment FOR UPDATE TO throughline_server
    USING (spoke_id = ANY ((SELECT access.spokes_with('risk.write'))::integer[]));

-- The young person's voice: the spoke's staff; panel members their young people.
GRANT SELECT, INSERT (id, spoke_id, person_id, episode_id, said_on, medium, quotation, about, permission,
                      permission_on, anonymised),
      UPDATE (said_on, medium, quotation, about, permission, permission_on, anonymised,
              correction_reason, correction_note, corrects_version, in_error_at)
    ON casework.voice TO throughline_server;
CREATE POLICY read ON casework.voice FOR SELECT TO throughline_server
    USING (spoke_id = ANY ((SELECT access.spokes_with('scope.case'))::integer[])
           OR person_id = ANY ((SELECT access.panel_people())::uuid[])
              AND spoke_id = ANY ((SELECT access.spokes_with('scope.panel'))::integer[]));
CREATE POLICY make ON casework.voice FOR INSERT TO throughline_server
    WITH CHECK (spoke_id = ANY ((SELECT access.spokes_with('voice.write'))::integer[]));
CREATE POLICY change ON casework.voice FOR UPDATE TO throughline_server
    USING (spoke_id = ANY ((SELECT access.spokes_with('voice.write'))::integer[]));

-- What a record said before is read by whoever reads the record; written by its
-- trigger alone.
GRANT SELECT ON casework.earlier_version TO throughline_server;
CREATE POLICY read ON casework.earlier_version FOR SELECT TO throughline_server
    USING (CASE kind
           WHEN 'risk_assessment' THEN EXISTS (SELECT FROM casework.risk_assessment r WHERE r.id = record_id)
           WHEN 'outcome' THEN EXISTS (SELECT FROM casework.outcome o WHERE o.id = record_id)
           WHEN 'voice' THEN EXISTS (SELECT FROM casework.voice v WHERE v.id = record_id)
           ELSE false END);
