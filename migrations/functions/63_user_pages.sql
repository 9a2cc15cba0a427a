-- Users as those read them who may (access.user_seen): the list, one account
-- with its roles and what was done to it, what waits for a second person.

-- What stands of an account in a line: disabled, invited (no password yet),
-- without a role, or active.
CREATE OR REPLACE FUNCTION access.user_state(u access.user_account) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE WHEN u.disabled_at IS NOT NULL THEN 'disabled'
                WHEN u.password_verifier IS NULL THEN 'invited'
                WHEN EXISTS (SELECT FROM access.role_grant g WHERE g.user_id = u.id
                                AND access.today() <= coalesce(g.valid_to, 'infinity')) THEN 'active'
                ELSE 'no_role' END;
$$;

-- Nobody has signed in with it for 90 days, and it could be.
CREATE OR REPLACE FUNCTION access.user_unseen(u access.user_account) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT u.disabled_at IS NULL AND coalesce(u.last_sign_in_at, u.created_at) < now() - interval '90 days';
$$;

-- To whom a role belongs, as grants and proposals are shown alike.
CREATE OR REPLACE FUNCTION access.role_held(role_ text, spoke integer) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT jsonb_build_object('role', r.code, 'label', r.label,
               'spoke', (SELECT s.code FROM reference.spoke s WHERE s.id = spoke),
               'spoke_name', (SELECT s.name FROM reference.spoke s WHERE s.id = spoke))
      FROM access.role r WHERE r.code = role_;
$$;

-- Grants and proposals the reader may see of an account they may see: all, or
-- those of their own spokes.
CREATE OR REPLACE FUNCTION access.in_sight(spoke integer) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN access.has('user.confirm_hub') OR coalesce(spoke = ANY (access.spokes_with('user.read')), false);
END $$;

CREATE OR REPLACE FUNCTION access.grant_object(g access.role_grant) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN access.role_held(g.role, g.spoke_id) || jsonb_build_object('id', g.id,
        'state', CASE WHEN g.valid_to < access.today() OR g.valid_to < g.valid_from THEN 'ended'
                      WHEN g.valid_from > access.today() THEN 'to_come' ELSE 'held' END,
        'valid_from', g.valid_from, 'valid_to', g.valid_to,
        'reason', g.reason, 'granted_by', casework.colleague(g.granted_by), 'granted_at', casework.instant(g.granted_at),
        'confirmed_by', (SELECT casework.colleague(p.decided_by) FROM access.grant_proposal p WHERE p.id = g.proposal_id),
        'ended_at', casework.instant(g.ended_at), 'ended_by', casework.colleague(g.ended_by), 'end_reason', g.end_reason,
        'may_end', access.may_end(g) AND g.ended_at IS NULL AND access.today() <= coalesce(g.valid_to, 'infinity'));
END $$;

CREATE OR REPLACE FUNCTION access.proposal_object(p access.grant_proposal) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    waiting boolean := p.decided_at IS NULL AND p.expires_at > now();
BEGIN
    RETURN access.role_held(p.role, p.spoke_id) || jsonb_build_object('id', p.id,
        'state', CASE WHEN waiting THEN 'waiting' WHEN p.decided_at IS NULL THEN 'expired' WHEN p.accepted THEN 'confirmed'
                      WHEN p.decided_by = p.proposed_by THEN 'withdrawn' ELSE 'refused' END,
        'user', casework.colleague(p.user_id),
        'user_version', (SELECT u.version FROM access.user_account u WHERE u.id = p.user_id),
        'valid_from', p.valid_from, 'valid_to', p.valid_to, 'reason', p.reason,
        'proposed_by', casework.colleague(p.proposed_by), 'proposed_at', casework.instant(p.proposed_at),
        'expires_at', casework.instant(p.expires_at), 'decided_by', casework.colleague(p.decided_by),
        'decided_at', casework.instant(p.decided_at), 'note', p.note,
        'mine', p.proposed_by = access.me(), 'may_confirm', waiting AND access.may_confirm(p));
END $$;

-- The latest link of an account; never its token.
CREATE OR REPLACE FUNCTION access.link_object(user_ uuid) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT jsonb_build_object('invites', l.invites, 'made_by', casework.colleague(l.made_by),
               'made_at', casework.instant(l.made_at), 'expires_at', casework.instant(l.expires_at),
               'used_at', casework.instant(l.used_at),
               'state', CASE WHEN l.used_at IS NOT NULL THEN 'used' WHEN l.expires_at <= now() THEN 'expired' ELSE 'open' END)
      FROM access.account_link l WHERE l.user_id = user_ AND l.withdrawn_at IS NULL
     ORDER BY l.made_at DESC LIMIT 1;
$$;

-- What was done to an account, the latest first: out of the access log, which
-- nobody changes.
CREATE OR REPLACE FUNCTION access.user_history(user_ uuid) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(jsonb_agg(jsonb_build_object('at', casework.instant(h.at), 'by', casework.colleague(h.user_id),
               'what', h.detail ->> 'what', 'reason', h.detail ->> 'reason',
               'role', (SELECT r.label FROM access.role r WHERE r.code = h.detail ->> 'role'),
               'spoke', (SELECT s.name FROM reference.spoke s WHERE s.id = h.spoke_id)) ORDER BY h.at DESC, h.id DESC), '[]')
      FROM (SELECT * FROM audit.access_log l
             WHERE l.record_kind = 'user' AND l.action IN ('create', 'change', 'grant') AND l.record_id = user_
               AND (l.detail ->> 'role' IS NULL OR access.in_sight(l.spoke_id))
             ORDER BY l.id DESC LIMIT 200) h;
$$;

-- One account, whole, and what the reader may do with it; no row where they may
-- not see it.
CREATE OR REPLACE FUNCTION access.user_object(user_ uuid) RETURNS TABLE (object jsonb, version integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT access.user_seen(user_) THEN
        RETURN;
    END IF;
    RETURN QUERY SELECT jsonb_build_object('id', u.id, 'version', u.version, 'name', u.name, 'email', u.email,
            'agency', jsonb_build_object('code', a.code, 'name', a.name), 'job_title', u.job_title,
            'state', access.user_state(u), 'created_at', casework.instant(u.created_at),
            'created_by', casework.colleague(u.created_by), 'last_sign_in_at', casework.instant(u.last_sign_in_at),
            'unseen', access.user_unseen(u),
            'disabled', CASE WHEN u.disabled_at IS NOT NULL THEN jsonb_build_object('at', casework.instant(u.disabled_at),
                'by', casework.colleague(u.disabled_by), 'reason', u.disabled_reason) END,
            'grants', (SELECT coalesce(jsonb_agg(access.grant_object(g) ORDER BY g.valid_from DESC, g.granted_at DESC, g.id), '[]')
                         FROM access.role_grant g WHERE g.user_id = u.id AND access.in_sight(g.spoke_id)),
            'proposals', (SELECT coalesce(jsonb_agg(access.proposal_object(p) ORDER BY p.proposed_at DESC, p.id), '[]')
                            FROM access.grant_proposal p WHERE p.user_id = u.id AND access.in_sight(p.spoke_id)),
            'second_factor', jsonb_build_object('on', access.second_factor_on(u.id),
                'required', access.second_factor_required(u.id)),
            'signed_in', CASE WHEN access.has('user.write') THEN (SELECT count(*) FROM access.session s
                WHERE s.user_id = u.id AND s.ended_at IS NULL AND s.job_id IS NULL
                  AND s.idle_until > now() AND s.absolute_until > now()) END,
            'link', access.link_object(u.id),
            'link_request', (SELECT q.item FROM access.link_requests(u.id) q LIMIT 1), 'history', access.user_history(u.id),
            'may', jsonb_build_object('change', access.has('user.write'),
                'grant', u.id <> access.me() AND u.disabled_at IS NULL AND access.has('user.grant_local'),
                'disable', u.id <> access.me() AND u.disabled_at IS NULL AND access.has('user.write'),
                'enable', u.id <> access.me() AND u.disabled_at IS NOT NULL AND access.has('user.write'),
                'sign_out', u.id <> access.me() AND access.has('user.write'),
                'take_factor', u.id <> access.me() AND access.has('user.write') AND access.second_factor_on(u.id),
                'link', access.may_link(u.id),
                'link_alone', access.may_link(u.id) AND NOT access.link_two_persons(u.id))), u.version
       FROM access.user_account u JOIN reference.agency a ON a.id = u.agency_id WHERE u.id = user_;
END $$;

-- The accounts the reader may see, by name. What is NULL does not narrow it.
CREATE OR REPLACE FUNCTION access.user_page(q text, role_ text, spoke integer, agency integer, state text, unseen boolean,
                                            after jsonb, most integer)
RETURNS TABLE (item jsonb, cursor jsonb, id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    everybody boolean := access.has('user.confirm_hub');
    mine integer[] := access.spokes_with('user.read');
    like_ text := '%' || replace(replace(replace(lower(q), '\', '\\'), '%', '\%'), '_', '\_') || '%';
BEGIN
    RETURN QUERY
    SELECT jsonb_build_object('id', u.id, 'name', u.name, 'email', u.email, 'agency', a.name, 'job_title', u.job_title,
               'state', access.user_state(u), 'last_sign_in_at', casework.instant(u.last_sign_in_at),
               'unseen', access.user_unseen(u),
               'roles', (SELECT coalesce(jsonb_agg(access.role_held(g.role, g.spoke_id) ORDER BY g.role, g.spoke_id), '[]')
                           FROM access.role_grant g WHERE g.user_id = u.id AND access.today() <= coalesce(g.valid_to, 'infinity')
                            AND (everybody OR g.spoke_id = ANY (mine))),
               'waiting', EXISTS (SELECT FROM access.grant_proposal p WHERE p.user_id = u.id AND p.decided_at IS NULL
                            AND p.expires_at > now() AND (everybody OR p.spoke_id = ANY (mine)))),
           jsonb_build_array(u.name, u.id), u.id
      FROM access.user_account u JOIN reference.agency a ON a.id = u.agency_id
     WHERE (after IS NULL OR (u.name, u.id) > (after ->> 0, (after ->> 1)::uuid))
       AND (q IS NULL OR lower(u.name) LIKE like_ OR u.email LIKE like_ OR lower(a.name) LIKE like_)
       AND (agency IS NULL OR u.agency_id = agency)
       AND (state IS NULL OR access.user_state(u) = state)
       AND (unseen IS NOT TRUE OR access.user_unseen(u))
       AND (role_ IS NULL AND spoke IS NULL OR EXISTS (SELECT FROM access.role_grant g WHERE g.user_id = u.id
               AND access.today() <= coalesce(g.valid_to, 'infinity') AND (role_ IS NULL OR g.role = role_)
               AND (spoke IS NULL OR g.spoke_id = spoke) AND (everybody OR g.spoke_id = ANY (mine))))
       AND NOT u.is_key AND (everybody OR access.user_seen(u.id))
     ORDER BY u.name, u.id LIMIT most;
END $$;

-- What waits for a second person, what runs out first at the top.
CREATE OR REPLACE FUNCTION access.proposals_waiting() RETURNS TABLE (item jsonb, cursor jsonb)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF access.has('user.read') THEN
        RETURN QUERY SELECT access.proposal_object(p), jsonb_build_array(p.expires_at, p.id)
           FROM access.grant_proposal p JOIN access.user_account u ON u.id = p.user_id AND NOT u.is_key
          WHERE p.decided_at IS NULL AND p.expires_at > now() AND access.in_sight(p.spoke_id)
          ORDER BY p.expires_at, p.id LIMIT 500;
    END IF;
END $$;

-- Roles that end within 30 days, the first to end at the top.
CREATE OR REPLACE FUNCTION access.grants_ending() RETURNS TABLE (item jsonb, cursor jsonb)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF access.has('user.read') THEN
        RETURN QUERY SELECT access.grant_object(g) || jsonb_build_object('user', casework.colleague(g.user_id)),
               jsonb_build_array(g.valid_to, g.id)
           FROM access.role_grant g JOIN access.user_account u ON u.id = g.user_id
          WHERE g.valid_to BETWEEN access.today() AND access.today() + 30 AND u.disabled_at IS NULL
            AND NOT u.is_key AND access.in_sight(g.spoke_id)
          ORDER BY g.valid_to, g.id LIMIT 500;
    END IF;
END $$;

CREATE OR REPLACE FUNCTION access.user_counts() RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN (SELECT jsonb_build_object('active', count(*) FILTER (WHERE s.state = 'active'),
                'invited', count(*) FILTER (WHERE s.state = 'invited'),
                'no_role', count(*) FILTER (WHERE s.state = 'no_role'),
                'disabled', count(*) FILTER (WHERE s.state = 'disabled'), 'unseen', count(*) FILTER (WHERE s.unseen))
              FROM (SELECT access.user_state(u) AS state, access.user_unseen(u) AS unseen
                      FROM access.user_account u WHERE access.user_seen(u.id)) s);
END $$;

DO $$
DECLARE
    f text;
BEGIN
    FOREACH f IN ARRAY ARRAY['user_state(access.user_account)', 'user_unseen(access.user_account)',
        'role_held(text, integer)', 'in_sight(integer)', 'grant_object(access.role_grant)',
        'proposal_object(access.grant_proposal)', 'link_object(uuid)', 'user_history(uuid)', 'user_object(uuid)',
        'user_page(text, text, integer, integer, text, boolean, jsonb, integer)', 'proposals_waiting()',
        'grants_ending()', 'user_counts()'] LOOP
        EXECUTE 'ALTER FUNCTION access.' || f || ' OWNER TO throughline_definer';
        IF f ~ '^(in_sight|user_object|user_page|proposals_waiting|grants_ending|user_counts)' THEN
            EXECUTE 'GRANT EXECUTE ON FUNCTION access.' || f || ' TO throughline_server';
        END IF;
    END LOOP;
END $$;
