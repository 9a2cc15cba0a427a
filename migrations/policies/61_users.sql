-- Users and roles. Everybody who works with young people reads colleagues'
-- names; addresses, and when somebody was last here, come from functions that
-- ask who may see the account (functions/63_user_pages.sql). All of it is
-- written by functions alone: the server's login may change none of it.
REVOKE SELECT ON access.user_account FROM throughline_server;
GRANT SELECT (id, name, agency_id, job_title, disabled_at, is_key) ON access.user_account TO throughline_server;

-- A coordinator sees the roles of their own spoke, and who reads for the hub.
DROP POLICY read ON access.role_grant;
CREATE POLICY read ON access.role_grant FOR SELECT TO throughline_server
    USING (user_id = (SELECT access.me()) OR (SELECT access.has('user.confirm_hub'))
           OR (SELECT access.has('user.read')) AND spoke_id IS NULL
           OR spoke_id = ANY ((SELECT access.spokes_with('user.read'))::integer[])
           OR spoke_id = ANY ((SELECT access.spokes_with('scope.case'))::integer[]));

GRANT SELECT ON access.grant_proposal TO throughline_server;
CREATE POLICY read ON access.grant_proposal FOR SELECT TO throughline_server
    USING (user_id = (SELECT access.me()) OR (SELECT access.has('user.confirm_hub'))
           OR spoke_id = ANY ((SELECT access.spokes_with('user.read'))::integer[]));

-- Of a link, nobody reads what would let it be used.
GRANT SELECT (id, user_id, invites, made_by, made_at, expires_at, used_at, withdrawn_at)
    ON access.account_link TO throughline_server;
CREATE POLICY read ON access.account_link FOR SELECT TO throughline_server
    USING ((SELECT access.has('user.read')) AND access.user_seen(user_id));
