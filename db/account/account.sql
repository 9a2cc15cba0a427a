-- Users, their roles, and the links that set a password. What each may do and
-- see stands in functions/61_users.sql to 63_user_pages.sql.

-- name: account_list(q text, role text, spoke text, agency text, state text, unseen boolean, after jsonb, limit integer)
WITH page AS MATERIALIZED (
    SELECT * FROM access.user_page(:q, :role, reference.spoke_id(:spoke), reference.agency_id(:agency), :state,
                                   :unseen, :after, :limit)),
logged AS MATERIALIZED (
    SELECT audit.record_list('list', 'user', array_agg(id)) FROM page)
SELECT page.item, page.cursor FROM page, logged ORDER BY page.cursor ->> 0, page.cursor ->> 1;

-- name: account_counts()
SELECT access.user_counts();

-- `token`: of a link just made, to be shown this once; where a second person has
-- to make it, there is none yet.
-- name: account_load(id uuid, token text)
SELECT CASE WHEN access.link_open(:token) IS NULL THEN u.object ELSE u.object || jsonb_build_object('token', :token::text) END,
       u.version, audit.record('view', 'user', :id, NULL, NULL, NULL)
  FROM access.user_object(:id) AS u;

-- The account a grant or a proposal is of, after something was done to it.
-- name: account_load_of(id uuid)
SELECT u.object, u.version, audit.record('view', 'user', (u.object ->> 'id')::uuid, NULL, NULL, NULL)
  FROM (SELECT user_id FROM access.role_grant WHERE id = :id
        UNION ALL SELECT user_id FROM access.grant_proposal WHERE id = :id) AS whose,
       access.user_object(whose.user_id) AS u;

-- name: account_invite(id uuid, input jsonb, token text)
SELECT access.user_invite(:id, :input, :token);

-- name: account_change(id uuid, version integer, input jsonb)
SELECT access.user_change(:id, :version, :input);

-- name: account_switch(id uuid, version integer, off boolean, reason text)
SELECT access.user_switch(:id, :version, :off, :reason);

-- name: account_grant(id uuid, version integer, input jsonb)
SELECT access.user_grant(:id, :version, :input);

-- name: account_grant_end(id uuid, version integer, input jsonb)
SELECT access.grant_end(:id, :version, :input);

-- name: account_proposals()
SELECT item, cursor FROM access.proposals_waiting();

-- name: account_grants_ending()
SELECT item, cursor FROM access.grants_ending();

-- name: account_decide(id uuid, version integer, accept boolean, note text)
SELECT access.proposal_decide(:id, :version, :accept, :note);

-- name: account_link_make(id uuid, version integer, token text, reason text)
SELECT access.user_link_ask(:id, :version, :token, :reason);

-- name: account_link_requests()
SELECT item, cursor FROM access.link_requests(NULL);

-- name: account_link_decide(id uuid, version integer, accept boolean, note text, token text)
SELECT access.link_decide(:id, :version, :accept, :note, :token);

-- The account of a request, after it was decided.
-- name: account_load_asked(id uuid, token text)
SELECT CASE WHEN access.link_open(:token) IS NULL THEN u.object ELSE u.object || jsonb_build_object('token', :token::text) END,
       u.version, audit.record('view', 'user', q.user_id, NULL, NULL, NULL)
  FROM access.link_request AS q, access.user_object(q.user_id) AS u WHERE q.id = :id;

-- name: account_link_open(token text)
SELECT access.link_open(:token);

-- name: account_link_accept(token text, sealed text)
SELECT access.link_accept(:token, :sealed);

-- Each role in words, with what it may do; `mine`: those the reader may give or
-- propose.
-- name: account_roles(mine boolean)
SELECT json_build_object('role', r.code, 'label', r.label, 'description', r.description, 'of_hub', r.of_hub,
           'granted_locally', r.granted_locally, 'case_content', r.case_content, 'second_factor', r.second_factor,
           'permissions', (SELECT coalesce(json_agg(json_build_object('code', p.code, 'description', p.description)
                                                    ORDER BY p.code), '[]')
                             FROM access.role_permission AS m JOIN access.permission AS p ON p.code = m.permission
                            WHERE m.role = r.code)),
       jsonb_build_array(r.label)
  FROM access.role AS r
 WHERE :mine::boolean IS NOT TRUE OR access.has('user.write')
    OR (access.has('user.grant_local') AND NOT r.of_hub)
 ORDER BY r.of_hub, r.label;
