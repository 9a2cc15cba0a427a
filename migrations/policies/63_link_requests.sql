-- Links that wait for a second person, to those who see the account.
GRANT SELECT ON access.link_request TO throughline_server;
CREATE POLICY read ON access.link_request FOR SELECT TO throughline_server
    USING ((SELECT access.has('user.read')) AND access.user_seen(user_id));
