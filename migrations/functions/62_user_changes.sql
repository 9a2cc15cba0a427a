-- What an administrator, and a coordinator in their own spoke, do with users.
-- Each asks first who may, then whether the account is as the asker saw it (its
-- version; nothing comes back if not), then whether it can be.

-- Whoever may not see the account is told that it does not exist.
CREATE OR REPLACE FUNCTION access.user_required(user_ uuid) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM access.required_me();
    IF NOT access.user_seen(user_) THEN
        RAISE EXCEPTION 'no such user' USING ERRCODE = 'TL404';
    END IF;
END $$;

CREATE OR REPLACE FUNCTION access.entitled(yes boolean) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF yes IS NOT TRUE THEN
        RAISE EXCEPTION 'not entitled' USING ERRCODE = 'TL403';
    END IF;
END $$;

-- Locks the account, and says whether it is as the asker saw it. Nothing is
-- done to an account by whoever finds a screen unlocked (R20).
CREATE OR REPLACE FUNCTION access.user_is_at(user_ uuid, version_ integer) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    at integer;
BEGIN
    PERFORM access.demand_recent();
    SELECT u.version INTO at FROM access.user_account u WHERE u.id = user_ FOR NO KEY UPDATE;
    RETURN version_ IS NULL OR at = version_;
END $$;

-- Gives a role or, where it takes two persons, proposes it.
CREATE OR REPLACE FUNCTION access.grant_make(user_ uuid, input jsonb) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    role_ text := input ->> 'role';
    spoke integer := reference.spoke_id(input ->> 'spoke');
    from_ date := coalesce((input ->> 'valid_from')::date, access.today());
    until date := (input ->> 'valid_to')::date;
    kind access.role;
BEGIN
    SELECT * INTO kind FROM access.role r WHERE r.code = role_;
    IF kind.code IS NULL THEN
        RAISE EXCEPTION 'Select a role' USING ERRCODE = 'TL422', COLUMN = 'role';
    END IF;
    IF input ->> 'spoke' IS NOT NULL AND spoke IS NULL THEN
        RAISE EXCEPTION 'Select a spoke' USING ERRCODE = 'TL422', COLUMN = 'spoke';
    END IF;
    IF kind.of_hub AND spoke IS NOT NULL THEN
        RAISE EXCEPTION 'This role is held for the whole partnership: leave the spoke empty'
            USING ERRCODE = 'TL422', COLUMN = 'spoke';
    END IF;
    PERFORM access.entitled(access.may_propose(role_, spoke));
    IF user_ = access.me() THEN
        RAISE EXCEPTION 'You cannot give yourself a role: ask somebody else who may' USING ERRCODE = 'TL409';
    END IF;
    IF EXISTS (SELECT FROM access.user_account u WHERE u.id = user_ AND u.disabled_at IS NOT NULL) THEN
        RAISE EXCEPTION 'This account is disabled: enable it first' USING ERRCODE = 'TL409';
    END IF;
    IF from_ < access.today() THEN
        RAISE EXCEPTION 'The first day must be today or later' USING ERRCODE = 'TL422', COLUMN = 'valid_from';
    END IF;
    IF until < from_ THEN
        RAISE EXCEPTION 'The last day must be the first day or later' USING ERRCODE = 'TL422', COLUMN = 'valid_to';
    END IF;
    IF access.may_grant(role_, spoke, user_) THEN
        INSERT INTO access.role_grant (user_id, role, spoke_id, valid_from, valid_to, granted_by, reason)
        VALUES (user_, role_, spoke, from_, until, access.me(), input ->> 'reason');
        RETURN;
    END IF;
    IF EXISTS (SELECT FROM access.role_grant g WHERE g.user_id = user_ AND g.role = role_
                  AND g.spoke_id IS NOT DISTINCT FROM spoke
                  AND daterange(g.valid_from, g.valid_to + 1) && daterange(from_, until + 1)) THEN
        RAISE EXCEPTION 'They hold this role already' USING ERRCODE = 'TL409';
    END IF;
    INSERT INTO access.grant_proposal (user_id, role, spoke_id, valid_from, valid_to, proposed_by, reason)
    VALUES (user_, role_, spoke, from_, until, access.me(), input ->> 'reason');
END $$;

CREATE OR REPLACE FUNCTION access.user_grant(user_ uuid, version_ integer, input jsonb) RETURNS SETOF boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM access.user_required(user_);
    IF NOT access.user_is_at(user_, version_) THEN
        RETURN;
    END IF;
    PERFORM access.grant_make(user_, input);
    RETURN NEXT true;
END $$;

-- Ends a grant: at once, or with a last day to come.
CREATE OR REPLACE FUNCTION access.grant_end(grant_ uuid, version_ integer, input jsonb) RETURNS SETOF boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    last_day date := (input ->> 'last_day')::date;
    g access.role_grant;
BEGIN
    SELECT * INTO g FROM access.role_grant x WHERE x.id = grant_;
    PERFORM access.user_required(g.user_id);
    IF NOT access.has('user.confirm_hub') AND NOT coalesce(g.spoke_id = ANY (access.spokes_with('user.read')), false) THEN
        RAISE EXCEPTION 'no such grant' USING ERRCODE = 'TL404';
    END IF;
    PERFORM access.entitled(access.may_end(g));
    IF NOT access.user_is_at(g.user_id, version_) THEN
        RETURN;
    END IF;
    IF last_day < access.today() THEN
        RAISE EXCEPTION 'The last day must be today or later' USING ERRCODE = 'TL422', COLUMN = 'last_day';
    END IF;
    UPDATE access.role_grant x
       SET valid_to = coalesce(last_day, greatest(access.today() - 1, x.valid_from - 1)),
           ended_at = now(), ended_by = access.me(), end_reason = input ->> 'reason'
     WHERE x.id = grant_;
    RETURN NEXT true;
END $$;

-- Writes the answer down; the rows' guards say whose it may be.
CREATE OR REPLACE FUNCTION access.proposal_settle(p access.grant_proposal, accept boolean, note_ text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE access.grant_proposal x
       SET decided_at = clock_timestamp(), decided_by = access.me(), accepted = accept, note = note_
     WHERE x.id = p.id;
    IF accept THEN
        INSERT INTO access.role_grant (user_id, role, spoke_id, valid_from, valid_to, granted_by, reason, proposal_id)
        VALUES (p.user_id, p.role, p.spoke_id, greatest(p.valid_from, access.today()), p.valid_to,
                p.proposed_by, p.reason, p.id);
    END IF;
END $$;

-- The second person's answer; who proposed it may take it back.
CREATE OR REPLACE FUNCTION access.proposal_decide(proposal uuid, version_ integer, accept boolean, note_ text)
RETURNS SETOF boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    p access.grant_proposal;
BEGIN
    SELECT * INTO p FROM access.grant_proposal x WHERE x.id = proposal;
    PERFORM access.user_required(p.user_id);
    IF NOT access.has('user.confirm_hub') AND NOT coalesce(p.spoke_id = ANY (access.spokes_with('user.read')), false) THEN
        RAISE EXCEPTION 'no such proposal' USING ERRCODE = 'TL404';
    END IF;
    IF NOT access.user_is_at(p.user_id, version_) THEN
        RETURN;
    END IF;
    IF accept AND p.proposed_by = access.me() THEN
        RAISE EXCEPTION 'You proposed this role: somebody else has to confirm it' USING ERRCODE = 'TL409';
    END IF;
    IF p.user_id = access.me() THEN
        RAISE EXCEPTION 'This role is for you: somebody else has to decide' USING ERRCODE = 'TL409';
    END IF;
    PERFORM access.entitled(access.may_confirm(p) OR NOT accept AND p.proposed_by = access.me());
    IF p.decided_at IS NULL AND p.expires_at <= now() THEN
        RAISE EXCEPTION 'Nobody confirmed this in seven days: it has to be proposed again' USING ERRCODE = 'TL409';
    END IF;
    PERFORM access.proposal_settle(p, accept, note_);
    RETURN NEXT true;
END $$;

-- ---- accounts -------------------------------------------------------------------

-- A link for an account that has no password yet (24 hours), or a new password
-- (30 minutes). One made before gives way.
CREATE OR REPLACE FUNCTION access.link_make(user_ uuid, token text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    first boolean := (SELECT u.password_verifier IS NULL FROM access.user_account u WHERE u.id = user_);
BEGIN
    PERFORM access.entitled(access.may_link(user_) AND length(token) >= 43);
    UPDATE access.account_link l SET withdrawn_at = now()
     WHERE l.user_id = user_ AND l.used_at IS NULL AND l.withdrawn_at IS NULL;
    INSERT INTO access.account_link (user_id, invites, token_hash, made_by, expires_at)
    VALUES (user_, first, sha256(convert_to(token, 'UTF8')), access.me(),
            now() + CASE WHEN first THEN interval '24 hours' ELSE interval '30 minutes' END);
END $$;

CREATE OR REPLACE FUNCTION access.user_link(user_ uuid, version_ integer, token text) RETURNS SETOF boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM access.user_required(user_);
    IF NOT access.user_is_at(user_, version_) THEN
        RETURN;
    END IF;
    IF user_ = access.me() THEN
        RAISE EXCEPTION 'This is your own account: ask somebody else who may reset it' USING ERRCODE = 'TL409';
    END IF;
    IF EXISTS (SELECT FROM access.user_account u WHERE u.id = user_ AND u.disabled_at IS NOT NULL) THEN
        RAISE EXCEPTION 'This account is disabled: enable it first' USING ERRCODE = 'TL409';
    END IF;
    PERFORM access.link_make(user_, token);
    RETURN NEXT true;
END $$;

-- A new account, its first role, and the link to hand over; not where that role
-- reads young people's records and waits for a second person, who then makes it.
CREATE OR REPLACE FUNCTION access.user_invite(user_ uuid, input jsonb, token text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    agency integer := reference.agency_id(input ->> 'agency');
BEGIN
    PERFORM access.entitled(access.may_propose(input ->> 'role', reference.spoke_id(input ->> 'spoke'))
        OR NOT EXISTS (SELECT FROM access.role r WHERE r.code = input ->> 'role'));
    PERFORM access.demand_recent();
    IF agency IS NULL THEN
        RAISE EXCEPTION 'Select the agency they work for' USING ERRCODE = 'TL422', COLUMN = 'agency';
    END IF;
    INSERT INTO access.user_account (id, email, name, agency_id, job_title, created_by)
    VALUES (user_, lower(input ->> 'email'), input ->> 'name', agency, input ->> 'job_title', access.me());
    PERFORM access.grant_make(user_, input);
    IF NOT (access.has('user.write') AND EXISTS (
            SELECT FROM access.grant_proposal p JOIN access.role r ON r.code = p.role
             WHERE p.user_id = user_ AND r.case_content)) THEN
        PERFORM access.link_make(user_, token);
    END IF;
END $$;

CREATE OR REPLACE FUNCTION access.user_change(user_ uuid, version_ integer, input jsonb) RETURNS SETOF boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM access.user_required(user_);
    PERFORM access.entitled(access.has('user.write'));
    IF NOT access.user_is_at(user_, version_) THEN
        RETURN;
    END IF;
    IF input ? 'agency' AND reference.agency_id(input ->> 'agency') IS NULL THEN
        RAISE EXCEPTION 'Select the agency they work for' USING ERRCODE = 'TL422', COLUMN = 'agency';
    END IF;
    UPDATE access.user_account u
       SET name = coalesce(input ->> 'name', u.name), email = coalesce(lower(input ->> 'email'), u.email),
           agency_id = CASE WHEN input ? 'agency' THEN reference.agency_id(input ->> 'agency') ELSE u.agency_id END,
           job_title = CASE WHEN input ? 'job_title' THEN input ->> 'job_title' ELSE u.job_title END
     WHERE u.id = user_;
    RETURN NEXT true;
END $$;

-- Disables or enables; the sessions of a disabled account end with it, and a
-- link that waits gives way.
CREATE OR REPLACE FUNCTION access.user_switch(user_ uuid, version_ integer, off boolean, reason text) RETURNS SETOF boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM access.user_required(user_);
    PERFORM access.entitled(access.has('user.write'));
    IF NOT access.user_is_at(user_, version_) THEN
        RETURN;
    END IF;
    IF user_ = access.me() THEN
        RAISE EXCEPTION 'You cannot disable your own account: ask another administrator' USING ERRCODE = 'TL409';
    END IF;
    IF off = EXISTS (SELECT FROM access.user_account u WHERE u.id = user_ AND u.disabled_at IS NOT NULL) THEN
        RAISE EXCEPTION 'This account is % already', CASE WHEN off THEN 'disabled' ELSE 'enabled' END
            USING ERRCODE = 'TL409';
    END IF;
    UPDATE access.account_link l SET withdrawn_at = now()
     WHERE off AND l.user_id = user_ AND l.used_at IS NULL AND l.withdrawn_at IS NULL;
    UPDATE access.user_account u
       SET disabled_at = CASE WHEN off THEN now() END, disabled_by = CASE WHEN off THEN access.me() END,
           disabled_reason = CASE WHEN off THEN reason END
     WHERE u.id = user_;
    RETURN NEXT true;
END $$;

-- ---- the link, used by whoever holds it -----------------------------------------

-- The address of the account whose password a link sets; NULL for one that is
-- not ours, was used, has expired or gave way: nobody learns which (R17).
CREATE OR REPLACE FUNCTION access.link_open(token text) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT u.email FROM access.account_link l JOIN access.user_account u ON u.id = l.user_id
     WHERE l.token_hash = sha256(convert_to(token, 'UTF8')) AND l.used_at IS NULL
       AND l.withdrawn_at IS NULL AND l.expires_at > now() AND u.disabled_at IS NULL;
$$;

-- Sets the password, once; of many at a time one wins (R19). All sessions end,
-- a second factor stays as it is. `sealed` is what password_seal() made.
CREATE OR REPLACE FUNCTION access.link_accept(token text, sealed text) RETURNS SETOF text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    whose uuid;
BEGIN
    UPDATE access.account_link l SET used_at = now()
     WHERE l.token_hash = sha256(convert_to(token, 'UTF8')) AND l.used_at IS NULL
       AND l.withdrawn_at IS NULL AND l.expires_at > now()
       AND EXISTS (SELECT FROM access.user_account u WHERE u.id = l.user_id AND u.disabled_at IS NULL)
    RETURNING l.user_id INTO whose;
    IF whose IS NULL THEN
        RETURN;
    END IF;
    RETURN QUERY SELECT access.password_put(whose, sealed);
END $$;

DO $$
DECLARE
    f text;
BEGIN
    FOREACH f IN ARRAY ARRAY['user_required(uuid)', 'entitled(boolean)', 'user_is_at(uuid, integer)',
        'grant_make(uuid, jsonb)', 'link_make(uuid, text)',
        'proposal_settle(access.grant_proposal, boolean, text)',
        'user_grant(uuid, integer, jsonb)', 'grant_end(uuid, integer, jsonb)',
        'proposal_decide(uuid, integer, boolean, text)', 'user_link(uuid, integer, text)',
        'user_invite(uuid, jsonb, text)', 'user_change(uuid, integer, jsonb)',
        'user_switch(uuid, integer, boolean, text)', 'link_open(text)', 'link_accept(text, text)'] LOOP
        EXECUTE 'ALTER FUNCTION access.' || f || ' OWNER TO throughline_definer';
        IF f !~ '^(entitled|user_is_at|grant_make|link_make|proposal_settle)' THEN
            EXECUTE 'GRANT EXECUTE ON FUNCTION access.' || f || ' TO throughline_server';
        END IF;
    END LOOP;
END $$;
