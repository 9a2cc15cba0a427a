-- Delivery in full. Sessions of a group: the spoke's staff, and the provider
-- its own. What is delivered without names: also those who count for the hub.
GRANT INSERT (lives_in_area, go_on_reason), UPDATE (go_on_reason) ON casework.allocation TO throughline_server;
GRANT INSERT (group_session_id), DELETE ON casework.session TO throughline_server;
-- Taken out of a group before it met: whatever was logged stays.
CREATE POLICY strike ON casework.session FOR DELETE TO throughline_server
    USING (group_session_id IS NOT NULL AND happened IS NULL AND cancelled_at IS NULL
           AND spoke_id = ANY ((SELECT access.spokes_with('session.write'))::integer[])
           AND (spoke_id = ANY ((SELECT access.spokes_with('scope.case'))::integer[])
                OR provider_agency_id = (SELECT access.provider_agency())
                   AND EXISTS (SELECT FROM casework.allocation a WHERE a.id = allocation_id)));

-- What was warned of, and why somebody went on: the spoke's staff alone.
GRANT SELECT ON casework.allocation_warning TO throughline_server;
CREATE POLICY read ON casework.allocation_warning FOR SELECT TO throughline_server
    USING (spoke_id = ANY ((SELECT access.spokes_with('scope.case'))::integer[]));

GRANT SELECT, INSERT (id, spoke_id, intervention_id, provider_agency_id, planned_at, minutes, mode, place,
                      note, happened, go_on_reason, worker_user_id),
      UPDATE (planned_at, minutes, mode, place, note, happened, go_on_reason, worker_user_id)
    ON casework.group_session TO throughline_server;
CREATE POLICY read ON casework.group_session FOR SELECT TO throughline_server
    USING (spoke_id = ANY ((SELECT access.spokes_with('scope.case'))::integer[])
           OR provider_agency_id = (SELECT access.provider_agency())
              AND spoke_id = ANY ((SELECT access.spokes_with('scope.provider'))::integer[]));
CREATE POLICY make ON casework.group_session FOR INSERT TO throughline_server
    WITH CHECK (spoke_id = ANY ((SELECT access.spokes_with('session.write'))::integer[])
                AND (spoke_id = ANY ((SELECT access.spokes_with('scope.case'))::integer[])
                     OR provider_agency_id = (SELECT access.provider_agency())));
CREATE POLICY change ON casework.group_session FOR UPDATE TO throughline_server
    USING (spoke_id = ANY ((SELECT access.spokes_with('session.write'))::integer[])
           AND (spoke_id = ANY ((SELECT access.spokes_with('scope.case'))::integer[])
                OR provider_agency_id = (SELECT access.provider_agency())));

GRANT SELECT, INSERT (id, spoke_id, intervention_id, provider_agency_id, started_on, ended_on, place, school,
                      sessions, under_18, aged_18_24, aged_25_plus, parents_carers, professionals,
                      headcount_kind, note),
      UPDATE (started_on, ended_on, place, school, sessions, under_18, aged_18_24, aged_25_plus,
              parents_carers, professionals, headcount_kind, note, change_reason, in_error_at)
    ON casework.delivery TO throughline_server;
CREATE POLICY read ON casework.delivery FOR SELECT TO throughline_server
    USING (spoke_id = ANY ((SELECT access.spokes_with('scope.case'))::integer[])
           OR spoke_id = ANY ((SELECT access.spokes_with('report.read'))::integer[])
           OR provider_agency_id = (SELECT access.provider_agency())
              AND spoke_id = ANY ((SELECT access.spokes_with('scope.provider'))::integer[]));
CREATE POLICY make ON casework.delivery FOR INSERT TO throughline_server
    WITH CHECK (spoke_id = ANY ((SELECT access.spokes_with('delivery.write'))::integer[])
                AND (spoke_id = ANY ((SELECT access.spokes_with('scope.case'))::integer[])
                     OR provider_agency_id = (SELECT access.provider_agency())));
CREATE POLICY change ON casework.delivery FOR UPDATE TO throughline_server
    USING (spoke_id = ANY ((SELECT access.spokes_with('delivery.write'))::integer[])
           AND (spoke_id = ANY ((SELECT access.spokes_with('scope.case'))::integer[])
                OR provider_agency_id = (SELECT access.provider_agency())));
GRANT SELECT ON casework.delivery_version TO throughline_server;
CREATE POLICY read ON casework.delivery_version FOR SELECT TO throughline_server
    USING (EXISTS (SELECT FROM casework.delivery d WHERE d.id = delivery_id));

-- Who of those counted is known by name: the spoke's staff alone.
GRANT SELECT, INSERT (id, delivery_id, spoke_id, person_id, age_band), DELETE
    ON casework.delivery_person TO throughline_server;
CREATE POLICY read ON casework.delivery_person FOR SELECT TO throughline_server
    USING (spoke_id = ANY ((SELECT access.spokes_with('scope.case'))::integer[]));
CREATE POLICY make ON casework.delivery_person FOR INSERT TO throughline_server
    WITH CHECK (spoke_id = ANY ((SELECT access.spokes_with('allocation.write'))::integer[]));
CREATE POLICY strike ON casework.delivery_person FOR DELETE TO throughline_server
    USING (spoke_id = ANY ((SELECT access.spokes_with('allocation.write'))::integer[]));
