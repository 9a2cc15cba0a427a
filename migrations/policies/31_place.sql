-- Places and their plans: the spoke's staff. A critical incident and all of it:
-- the spoke's coordinator and those named on its list, nobody else.
DO $$
DECLARE
    t text;
    opened CONSTANT text := $p$(spoke_id = ANY ((SELECT access.spokes_with('scope.incident'))::integer[])
                                OR %s = ANY ((SELECT access.incidents_named())::uuid[]))$p$;
BEGIN
    FOREACH t IN ARRAY ARRAY['place', 'place_person', 'place_plan', 'place_plan_action'] LOOP
        EXECUTE format('GRANT SELECT, INSERT ON casework.%I TO throughline_server', t);
        EXECUTE format($p$CREATE POLICY read ON casework.%I FOR SELECT TO throughline_server
            USING (spoke_id = ANY ((SELECT access.spokes_with('scope.case'))::integer[]))$p$, t);
        EXECUTE format($p$CREATE POLICY make ON casework.%I FOR INSERT TO throughline_server
            WITH CHECK (spoke_id = ANY ((SELECT access.spokes_with('place.write'))::integer[]))$p$, t);
        EXECUTE format($p$CREATE POLICY change ON casework.%I FOR UPDATE TO throughline_server
            USING (spoke_id = ANY ((SELECT access.spokes_with('place.write'))::integer[]))$p$, t);
    END LOOP;
    FOREACH t IN ARRAY ARRAY['critical_incident', 'critical_incident_person', 'critical_incident_place',
                             'critical_incident_entry', 'critical_incident_access'] LOOP
        EXECUTE format('GRANT SELECT, INSERT ON casework.%I TO throughline_server', t);
        EXECUTE format('CREATE POLICY read ON casework.%I FOR SELECT TO throughline_server USING (' || opened || ')',
                       t, CASE t WHEN 'critical_incident' THEN 'id' ELSE 'incident_id' END);
        CONTINUE WHEN t = 'critical_incident_entry';
        EXECUTE format($p$CREATE POLICY make ON casework.%I FOR INSERT TO throughline_server
            WITH CHECK (spoke_id = ANY ((SELECT access.spokes_with('incident.write'))::integer[]))$p$, t);
        EXECUTE format($p$CREATE POLICY change ON casework.%I FOR UPDATE TO throughline_server
            USING (spoke_id = ANY ((SELECT access.spokes_with('incident.write'))::integer[]))$p$, t);
    END LOOP;
END $$;
-- The chronology is added to by all who may open it.
CREATE POLICY make ON casework.critical_incident_entry FOR INSERT TO throughline_server
    WITH CHECK (spoke_id = ANY ((SELECT access.spokes_with('scope.incident'))::integer[])
                OR incident_id = ANY ((SELECT access.incidents_named())::uuid[]));

-- What can be changed; where a row belongs, and who made it, cannot.
GRANT UPDATE (name, type, location, source, status, concern, noted_on, review_on, closed_on)
    ON casework.place TO throughline_server;
GRANT UPDATE (until, note) ON casework.place_person TO throughline_server;
GRANT UPDATE (stage, objective, scanning, analysis, response, assessment, owner_user_id, owner_name,
              review_on, ended_on) ON casework.place_plan TO throughline_server;
GRANT UPDATE (done_on) ON casework.place_plan_action TO throughline_server;
GRANT UPDATE (kind, title, happened_at, summary, risk_level, risk_rationale, assessed_on, assessed_with,
              retaliation_level, retaliation_rationale, tensions, review_on, review, ended_on)
    ON casework.critical_incident TO throughline_server;
GRANT UPDATE (ended_on, end_note) ON casework.critical_incident_person TO throughline_server;
GRANT UPDATE (valid_to) ON casework.critical_incident_access TO throughline_server;
GRANT INSERT (place_id), UPDATE (place_id) ON casework.contact TO throughline_server;

GRANT SELECT ON casework.place_version TO throughline_server;
CREATE POLICY read ON casework.place_version FOR SELECT TO throughline_server
    USING (kind <> 'critical_incident' AND spoke_id = ANY ((SELECT access.spokes_with('scope.case'))::integer[])
           OR kind = 'critical_incident'
              AND (spoke_id = ANY ((SELECT access.spokes_with('scope.incident'))::integer[])
                   OR subject_id = ANY ((SELECT access.incidents_named())::uuid[])));
