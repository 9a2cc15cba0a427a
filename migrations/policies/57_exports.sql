-- A file is its owner's; who may agree to it sees that it was asked for, and
-- how it went. What is in it comes out through jobs.export_take alone.
GRANT SELECT ON jobs.export_kind TO throughline_server;
CREATE POLICY read ON jobs.export_kind FOR SELECT TO throughline_server
    USING ((SELECT access.me()) IS NOT NULL);

GRANT SELECT ON jobs.export TO throughline_server;
CREATE POLICY read ON jobs.export FOR SELECT TO throughline_server
    USING (owner_id = (SELECT access.me())
           OR spoke_id = ANY ((SELECT access.spokes_with('export.approve'))::integer[]));

GRANT SELECT ON jobs.study, jobs.snapshot TO throughline_server;
CREATE POLICY read ON jobs.study FOR SELECT TO throughline_server
    USING ((SELECT access.has('export.extract')));
CREATE POLICY read ON jobs.snapshot FOR SELECT TO throughline_server
    USING ((SELECT access.has('export.extract')));
