-- A job is its owner's; the coordinator of a spoke sees those of the spoke. It
-- is queued in one's own name, with a permission one holds; everything else
-- goes through jobs.claim, beat, finish and cancel.
GRANT SELECT, INSERT (id, kind, title, owner_id, spoke_id, permission, input) ON jobs.job TO throughline_server;
CREATE POLICY read ON jobs.job FOR SELECT TO throughline_server
    USING (owner_id = (SELECT access.me())
           OR spoke_id = ANY ((SELECT access.spokes_with('job.oversee'))::integer[]));
CREATE POLICY make ON jobs.job FOR INSERT TO throughline_server
    WITH CHECK (owner_id = (SELECT access.me())
                AND CASE WHEN spoke_id IS NULL THEN access.has(permission)
                         ELSE spoke_id = ANY (access.spokes_with(permission)) END);
