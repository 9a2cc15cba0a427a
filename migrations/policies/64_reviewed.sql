-- How the product is guarded is no secret within the partnership, but it is
-- work for those who answer for it.
GRANT SELECT ON reference.reviewed_row TO throughline_server;
CREATE POLICY read ON reference.reviewed_row FOR SELECT TO throughline_server
    USING ((SELECT access.has('governance.read')));
