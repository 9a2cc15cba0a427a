-- What is done with the API keys of partner systems, and how they are shown.
-- Whoever has a key can act with it. So the secret is shown only to somebody
-- who sees the spoke's young people anyway (key.secret, the coordinator): the
-- administrator asks for a key, and the coordinator gets it to hand over.

-- Whoever may not see the key is told that it does not exist. Locks it, and
-- says whether it is as the asker saw it.
CREATE OR REPLACE FUNCTION access.key_is_at(key_ uuid, version_ integer) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    at integer;
BEGIN
    PERFORM access.required_me();
    SELECT k.version INTO at FROM access.partner_key k
     WHERE k.id = key_ AND k.spoke_id = ANY (access.spokes_with('key.read')) FOR NO KEY UPDATE;
    IF at IS NULL THEN
        RAISE EXCEPTION 'no such key' USING ERRCODE = 'TL404';
    END IF;
    PERFORM access.demand_recent();
    RETURN version_ IS NULL OR at = version_;
END $$;

-- The proposal that waits for a second person, if one does.
CREATE OR REPLACE FUNCTION access.key_proposal(account uuid) RETURNS SETOF access.grant_proposal
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT * FROM access.grant_proposal p WHERE p.user_id = account AND p.decided_at IS NULL;
$$;

-- The key gets its secret, of which the database keeps the hash.
CREATE OR REPLACE FUNCTION access.key_secret(key_ uuid, secret text, last_day date) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    k access.partner_key;
    until timestamptz := (last_day + 1)::timestamp AT TIME ZONE 'Europe/London';
BEGIN
    SELECT * INTO k FROM access.partner_key x WHERE x.id = key_;
    PERFORM access.entitled(k.spoke_id = ANY (access.spokes_with('key.secret')) AND secret ~ '^tlk_[A-Za-z0-9_-]{43}$');
    UPDATE access.partner_key x
       SET prefix = left(secret, 12), expires_on = last_day, secret_by = access.me(), secret_at = now()
     WHERE x.id = key_;
    INSERT INTO access.session (token_hash, user_id, key_id, idle_until, absolute_until, confirmed_at)
    VALUES (sha256(convert_to(secret, 'UTF8')), k.account_id, k.id, until, until, '-infinity');
END $$;

CREATE OR REPLACE FUNCTION access.key_expiry_checked(until date) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF until NOT BETWEEN access.today() + 1 AND access.today() + 366 THEN
        RAISE EXCEPTION 'The last day must be after today, and within a year' USING ERRCODE = 'TL422', COLUMN = 'expires_on';
    END IF;
END $$;

-- A coordinator's own key works from now on; the administrator's waits for the
-- coordinator, by the rule of two persons for roles (access.two_persons).
CREATE OR REPLACE FUNCTION access.key_make(key_ uuid, input jsonb, secret text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    account uuid := gen_random_uuid();
    spoke integer := reference.spoke_id(input ->> 'spoke');
    agency integer := reference.agency_id(input ->> 'agency');
BEGIN
    PERFORM access.demand_recent();
    IF spoke IS NULL THEN
        RAISE EXCEPTION 'Select a spoke' USING ERRCODE = 'TL422', COLUMN = 'spoke';
    END IF;
    PERFORM access.entitled(spoke = ANY (access.spokes_with('key.write')));
    IF agency IS NULL THEN
        RAISE EXCEPTION 'Select the agency whose system it is' USING ERRCODE = 'TL422', COLUMN = 'agency';
    END IF;
    PERFORM access.key_expiry_checked((input ->> 'expires_on')::date);
    INSERT INTO access.user_account (id, email, name, agency_id, created_by, is_key)
    VALUES (account, 'key-' || key_ || '@keys.invalid', (input ->> 'name') || ' (API key)', agency, access.me(), true);
    INSERT INTO access.partner_key (id, account_id, name, spoke_id, role, read_only, expires_on, reason, made_by)
    VALUES (key_, account, input ->> 'name', spoke, input ->> 'role', coalesce((input ->> 'read_only')::boolean, false),
            (input ->> 'expires_on')::date, input ->> 'reason', access.me());
    PERFORM access.grant_make(account, jsonb_build_object('role', input ->> 'role', 'spoke', input ->> 'spoke',
        'valid_to', input ->> 'expires_on', 'reason', input ->> 'reason'));
    IF EXISTS (SELECT FROM access.role_grant g WHERE g.user_id = account) THEN
        PERFORM access.key_secret(key_, secret, (input ->> 'expires_on')::date);
    END IF;
END $$;

-- The coordinator's yes to a key that somebody asked for: it works from now on.
CREATE OR REPLACE FUNCTION access.key_confirm(key_ uuid, version_ integer, secret text) RETURNS SETOF boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    k access.partner_key;
    p access.grant_proposal;
BEGIN
    IF NOT access.key_is_at(key_, version_) THEN
        RETURN;
    END IF;
    SELECT * INTO k FROM access.partner_key x WHERE x.id = key_;
    SELECT * INTO p FROM access.key_proposal(k.account_id);
    IF p.id IS NULL OR k.revoked_at IS NOT NULL THEN
        RAISE EXCEPTION 'This key waits for nobody''s answer' USING ERRCODE = 'TL409';
    END IF;
    IF p.proposed_by = access.me() THEN
        RAISE EXCEPTION 'You asked for this key: somebody else has to confirm it' USING ERRCODE = 'TL409';
    END IF;
    PERFORM access.entitled(access.may_confirm(p));
    IF p.expires_at <= now() OR k.expires_on < access.today() THEN
        RAISE EXCEPTION 'Nobody confirmed this in time: it has to be asked for again' USING ERRCODE = 'TL409';
    END IF;
    PERFORM access.proposal_settle(p, true, NULL);
    PERFORM access.key_secret(key_, secret, k.expires_on);
    RETURN NEXT true;
END $$;

-- A new secret for a partner who needs one, and more time. The secret before
-- goes on for a week, so that nothing stops while theirs is changed; or, if it
-- was lost, ends now.
CREATE OR REPLACE FUNCTION access.key_renew(key_ uuid, version_ integer, input jsonb, secret text) RETURNS SETOF boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    until date := (input ->> 'expires_on')::date;
    k access.partner_key;
    held date;
BEGIN
    IF NOT access.key_is_at(key_, version_) THEN
        RETURN;
    END IF;
    SELECT * INTO k FROM access.partner_key x WHERE x.id = key_;
    PERFORM access.entitled(k.spoke_id = ANY (access.spokes_with('key.secret')));
    IF k.revoked_at IS NOT NULL OR k.secret_at IS NULL THEN
        RAISE EXCEPTION 'Only a key that was in use can be renewed: make another' USING ERRCODE = 'TL409';
    END IF;
    PERFORM access.key_expiry_checked(until);
    UPDATE access.session s
       SET ended_at = CASE WHEN (input ->> 'at_once')::boolean THEN now() END,
           absolute_until = least(s.absolute_until, now() + interval '7 days'),
           idle_until = least(s.absolute_until, now() + interval '7 days')
     WHERE s.key_id = key_ AND s.ended_at IS NULL;
    SELECT max(g.valid_to) INTO held FROM access.role_grant g WHERE g.user_id = k.account_id AND g.ended_at IS NULL;
    IF until > held THEN
        INSERT INTO access.role_grant (user_id, role, spoke_id, valid_from, valid_to, granted_by, reason)
        VALUES (k.account_id, k.role, k.spoke_id, greatest(held + 1, access.today()), until, access.me(), 'Renewed');
    END IF;
    PERFORM access.key_secret(key_, secret, until);
    RETURN NEXT true;
END $$;

-- Revokes a key at once; of one that waits, says no, or takes it back.
CREATE OR REPLACE FUNCTION access.key_revoke(key_ uuid, version_ integer, reason_ text) RETURNS SETOF boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    k access.partner_key;
    p access.grant_proposal;
BEGIN
    IF NOT access.key_is_at(key_, version_) THEN
        RETURN;
    END IF;
    SELECT * INTO k FROM access.partner_key x WHERE x.id = key_;
    PERFORM access.entitled(k.spoke_id = ANY (access.spokes_with('key.revoke')));
    IF k.revoked_at IS NOT NULL THEN
        RAISE EXCEPTION 'This key is revoked, and stays so' USING ERRCODE = 'TL409';
    END IF;
    SELECT * INTO p FROM access.key_proposal(k.account_id);
    IF p.expires_at > now() THEN
        PERFORM access.proposal_settle(p, false, reason_);
    END IF;
    UPDATE access.partner_key x SET revoked_at = now(), revoked_by = access.me(), revoke_reason = reason_ WHERE x.id = key_;
    RETURN NEXT true;
END $$;

-- ---- how keys are shown ----------------------------------------------------------

CREATE OR REPLACE FUNCTION access.key_state(k access.partner_key) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE WHEN k.revoked_at IS NOT NULL AND k.secret_at IS NULL THEN 'refused'
                WHEN k.revoked_at IS NOT NULL THEN 'revoked'
                WHEN EXISTS (SELECT FROM access.key_proposal(k.account_id) p WHERE p.expires_at > now()) THEN 'waiting'
                WHEN k.secret_at IS NULL THEN 'lapsed'
                WHEN k.expires_on < access.today() THEN 'expired' ELSE 'live' END;
$$;

-- What it opens, in words.
CREATE OR REPLACE FUNCTION access.key_words(k access.partner_key) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(jsonb_agg(jsonb_build_object('code', p.code, 'description', p.description) ORDER BY m.writes, p.code), '[]')
      FROM access.key_permission m JOIN access.permission p ON p.code = m.permission
     WHERE m.role = k.role AND NOT (m.writes AND k.read_only) AND p.code !~ '^scope\.';
$$;

CREATE OR REPLACE FUNCTION access.key_object(k access.partner_key) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    state_ text := access.key_state(k);
    p access.grant_proposal;
    shown boolean := k.spoke_id = ANY (access.spokes_with('key.secret'));
BEGIN
    SELECT * INTO p FROM access.key_proposal(k.account_id);
    RETURN access.role_held(k.role, k.spoke_id) || jsonb_build_object('id', k.id, 'version', k.version, 'name', k.name,
        'agency', (SELECT jsonb_build_object('code', a.code, 'name', a.name)
                     FROM access.user_account u JOIN reference.agency a ON a.id = u.agency_id WHERE u.id = k.account_id),
        'account_id', k.account_id,
        'read_only', k.read_only, 'permissions', access.key_words(k), 'prefix', k.prefix, 'state', state_,
        'expires_on', k.expires_on, 'ends_soon', state_ = 'live' AND k.expires_on <= access.today() + 30, 'reason', k.reason,
        'made_by', casework.colleague(k.made_by), 'made_at', casework.instant(k.made_at),
        'secret_by', casework.colleague(k.secret_by), 'secret_at', casework.instant(k.secret_at),
        'last_used_at', (SELECT casework.instant(max(s.seen_at)) FROM access.session s
                          WHERE s.key_id = k.id AND s.seen_at > s.started_at),
        'old_until', (SELECT casework.instant(max(s.absolute_until)) FROM access.session s
                       WHERE s.key_id = k.id AND s.ended_at IS NULL AND s.absolute_until > now() AND s.started_at < k.secret_at),
        'answer_by', CASE WHEN state_ = 'waiting' THEN casework.instant(p.expires_at) END,
        'revoked_by', casework.colleague(k.revoked_by), 'revoked_at', casework.instant(k.revoked_at),
        'revoke_reason', k.revoke_reason,
        'may', jsonb_build_object('confirm', state_ = 'waiting' AND shown AND access.may_confirm(p),
            'renew', shown AND state_ IN ('live', 'expired'),
            'revoke', state_ IN ('live', 'waiting') AND k.spoke_id = ANY (access.spokes_with('key.revoke'))));
END $$;

-- `secret`: shown with the key whose it has just become, and never again.
CREATE OR REPLACE FUNCTION access.key_load(key_ uuid, secret text) RETURNS TABLE (object jsonb, version integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT access.key_object(k) || CASE WHEN EXISTS (
               SELECT FROM access.session s WHERE s.key_id = k.id AND s.token_hash = sha256(convert_to(secret, 'UTF8')))
           THEN jsonb_build_object('key', secret) ELSE '{}' END, k.version
      FROM access.partner_key k
     WHERE k.id = key_ AND k.spoke_id = ANY (access.spokes_with('key.read'));
$$;

CREATE OR REPLACE FUNCTION access.key_page() RETURNS TABLE (item jsonb, cursor jsonb, id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT access.key_object(k), jsonb_build_array(k.name, k.id), k.id
      FROM access.partner_key k WHERE k.spoke_id = ANY (access.spokes_with('key.read'))
     ORDER BY k.revoked_at IS NOT NULL, k.secret_at IS NOT NULL, k.name, k.id LIMIT 500;
$$;

-- Of the key that asks: what it is and opens. No row for anybody else.
CREATE OR REPLACE FUNCTION access.key_own() RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT jsonb_build_object('name', k.name, 'agency', a.name, 'spoke', s.code, 'role', k.role, 'read_only', k.read_only,
               'permissions', access.key_words(k), 'expires_on', k.expires_on,
               'works_until', casework.instant(live.absolute_until))
      FROM access.live_session() live
      JOIN access.partner_key k ON k.id = live.key_id JOIN reference.spoke s ON s.id = k.spoke_id
      JOIN access.user_account u ON u.id = k.account_id JOIN reference.agency a ON a.id = u.agency_id;
$$;

DO $$
DECLARE
    f text;
BEGIN
    FOREACH f IN ARRAY ARRAY['key_is_at(uuid, integer)', 'key_proposal(uuid)', 'key_secret(uuid, text, date)',
        'key_expiry_checked(date)', 'key_state(access.partner_key)', 'key_words(access.partner_key)',
        'key_object(access.partner_key)', 'key_make(uuid, jsonb, text)', 'key_confirm(uuid, integer, text)',
        'key_renew(uuid, integer, jsonb, text)', 'key_revoke(uuid, integer, text)', 'key_load(uuid, text)',
        'key_page()', 'key_own()'] LOOP
        EXECUTE 'ALTER FUNCTION access.' || f || ' OWNER TO throughline_definer';
        IF f ~ '^(key_make|key_confirm|key_renew|key_revoke|key_load|key_page|key_own)' THEN
            EXECUTE 'GRANT EXECUTE ON FUNCTION access.' || f || ' TO throughline_server';
        END IF;
    END LOOP;
END $$;
