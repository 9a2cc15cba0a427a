-- API keys: whoever looks after them in the spoke. Nothing that would let one
-- be used stands in the row; what changes it are functions alone. What a key
-- may do at most is as open as what a role may.
GRANT SELECT ON access.partner_key, access.key_permission TO throughline_server;
CREATE POLICY read ON access.partner_key FOR SELECT TO throughline_server
    USING (spoke_id = ANY ((SELECT access.spokes_with('key.read'))::integer[])
           OR account_id = (SELECT access.me()));
CREATE POLICY read ON access.key_permission FOR SELECT TO throughline_server
    USING ((SELECT access.me()) IS NOT NULL);
