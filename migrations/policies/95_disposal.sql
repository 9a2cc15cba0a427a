-- Retention: rules for all who sign in, holds and disposals for the spoke's
-- coordinator and information governance. And what the role that erases may
-- touch: what the plan says, nothing else.
GRANT SELECT ON reference.retention_rule TO throughline_server;
CREATE POLICY read ON reference.retention_rule FOR SELECT TO throughline_server
    USING ((SELECT access.me()) IS NOT NULL);

GRANT SELECT, INSERT (id, spoke_id, person_id, reference, reason, note, from_on, until_on), UPDATE (end_reason)
    ON casework.retention_hold TO throughline_server;
CREATE POLICY read ON casework.retention_hold FOR SELECT TO throughline_server
    USING (spoke_id = ANY ((SELECT access.spokes_with('retention.read'))::integer[]));
CREATE POLICY make ON casework.retention_hold FOR INSERT TO throughline_server
    WITH CHECK (spoke_id = ANY ((SELECT access.spokes_with('retention.hold'))::integer[]));
CREATE POLICY change ON casework.retention_hold FOR UPDATE TO throughline_server
    USING (spoke_id = ANY ((SELECT access.spokes_with('retention.hold'))::integer[]));

GRANT SELECT, INSERT (id, spoke_id, person_id, referral_id, reason), UPDATE (state, state_note)
    ON casework.disposal TO throughline_server;
CREATE POLICY read ON casework.disposal FOR SELECT TO throughline_server
    USING (spoke_id = ANY ((SELECT access.spokes_with('retention.read'))::integer[]));
CREATE POLICY make ON casework.disposal FOR INSERT TO throughline_server
    WITH CHECK (spoke_id = ANY ((SELECT access.spokes_with('retention.propose'))::integer[]));
-- Which move needs whom is the state guard's to say.
CREATE POLICY change ON casework.disposal FOR UPDATE TO throughline_server
    USING (spoke_id = ANY ((SELECT access.spokes_with('retention.read'))::integer[]));

DO $$
DECLARE
    t record;
BEGIN
    FOR t IN SELECT p.relation, p.treatment FROM casework.disposal_plan p
             UNION ALL VALUES ('casework.draft', 'erase'), ('access.idempotency', 'erase'), ('jobs.job', 'blank'),
                              ('casework.disposal_plan', 'keep') LOOP
        EXECUTE format('REVOKE ALL ON %s FROM throughline_disposer', t.relation);
        EXECUTE format('GRANT SELECT%s ON %s TO throughline_disposer',
                       CASE t.treatment WHEN 'erase' THEN ', DELETE' WHEN 'blank' THEN ', UPDATE' ELSE '' END, t.relation);
        EXECUTE format('CREATE POLICY disposer ON %s TO throughline_disposer USING (true) WITH CHECK (true)', t.relation);
    END LOOP;
END $$;
