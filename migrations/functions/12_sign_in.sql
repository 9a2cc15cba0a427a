-- Sign-in. The server never sees a stored secret: it gets a salt, derives the
-- Argon2id key, and hands the key over; the database compares its SHA-256 with
-- the stored verifier and only then makes a session. Whoever can only call SQL
-- can therefore not sign in as anybody.

-- Throttling (R16): failures in the last 15 minutes, counted for account and
-- device together, account from unknown devices, address, and all. A device
-- that has signed in to the account before has its own allowance, so a
-- stranger's failures never lock it out. Returns seconds to wait, or 0.
CREATE OR REPLACE FUNCTION access.sign_in_wait(email_hash_ bytea, address_hash_ bytea,
                                               device_hash_ bytea, known boolean)
RETURNS integer
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    since timestamptz := clock_timestamp() - interval '15 minutes';
    failures bigint;
BEGIN
    IF known THEN
        SELECT count(*) INTO failures FROM access.sign_in_attempt a
         WHERE a.email_hash = email_hash_ AND a.device_hash = device_hash_
           AND a.at > since AND NOT a.succeeded;
        RETURN CASE WHEN failures >= 10 THEN 300 ELSE 0 END;
    END IF;
    SELECT count(*) INTO failures FROM access.sign_in_attempt a
     WHERE a.email_hash = email_hash_ AND a.at > since AND NOT a.succeeded
       AND NOT EXISTS (SELECT FROM access.known_device d
                        JOIN access.user_account u ON u.id = d.user_id
                       WHERE d.device_hash = a.device_hash
                         AND sha256(convert_to(u.email, 'UTF8')) = email_hash_);
    IF failures >= 5 THEN
        RETURN 300;
    END IF;
    SELECT count(*) INTO failures FROM access.sign_in_attempt a
     WHERE a.address_hash = address_hash_ AND a.at > since AND NOT a.succeeded;
    IF failures >= 30 THEN
        RETURN 300;
    END IF;
    SELECT count(*) INTO failures FROM access.sign_in_attempt a
     WHERE a.at > clock_timestamp() - interval '1 minute' AND NOT a.succeeded;
    RETURN CASE WHEN failures >= 120 THEN 60 ELSE 0 END;
END $$;

-- The salt to derive with; for an e-mail nobody has, one made from a secret,
-- always the same, so that the answer tells nothing (R17). `wait` > 0: throttled.
CREATE OR REPLACE FUNCTION access.sign_in_salt(email_ text, address text, device text,
                                               OUT salt text, OUT wait integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    found_user uuid;
    found_salt bytea;
    wanted text := lower(trim(email_));
    device_hash_ bytea := sha256(convert_to(nullif(device, ''), 'UTF8'));
BEGIN
    SELECT u.id, u.password_salt INTO found_user, found_salt
      FROM access.user_account u WHERE u.email = wanted;
    wait := access.sign_in_wait(sha256(convert_to(wanted, 'UTF8')),
        sha256(convert_to(coalesce(address, ''), 'UTF8')), device_hash_,
        EXISTS (SELECT FROM access.known_device d
                 WHERE d.user_id = found_user AND d.device_hash = device_hash_));
    salt := encode(coalesce(found_salt, substr(sha256(
        (SELECT s.salt_key FROM access.secret s) || convert_to(wanted, 'UTF8')), 1, 16)), 'hex');
END $$;

-- Checks the derived key and, of who has a second factor, the code; makes the
-- session and answers 'in'. Else 'refused', which is recorded as a failure and
-- tells nothing, or 'code_needed': the password is right and there was no code
-- (`coded` false). Only who knows the password learns that much; a wrong code
-- is told apart from a wrong password by nobody. The caller commits always.
CREATE OR REPLACE FUNCTION access.sign_in_coded(email_ text, derived_key text, token text, address text,
                                                device text, agent text, coded boolean, secret text,
                                                step bigint, recovery text)
RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    wanted text := lower(trim(email_));
    found_user uuid;
    device_hash_ bytea := sha256(convert_to(nullif(device, ''), 'UTF8'));
    limits record;
BEGIN
    SELECT u.id INTO found_user FROM access.user_account u
     WHERE u.email = wanted AND u.disabled_at IS NULL
       AND u.password_verifier = sha256(decode(derived_key, 'hex'));
    IF access.second_factor_on(found_user) THEN
        IF NOT coded THEN
            RETURN 'code_needed';
        END IF;
        IF NOT access.second_factor_passed(found_user, secret, step, recovery) THEN
            found_user := NULL;
        END IF;
    END IF;
    INSERT INTO access.sign_in_attempt (email_hash, address_hash, device_hash, succeeded)
    VALUES (sha256(convert_to(wanted, 'UTF8')),
            sha256(convert_to(coalesce(address, ''), 'UTF8')), device_hash_,
            found_user IS NOT NULL);
    IF found_user IS NULL OR length(token) < 43 THEN
        RETURN 'refused';
    END IF;
    SELECT * INTO limits FROM access.session_limits();
    INSERT INTO access.session (token_hash, user_id, idle_until, absolute_until, address, user_agent)
    VALUES (sha256(convert_to(token, 'UTF8')), found_user, now() + limits.idle,
            now() + limits.absolute, nullif(address, '')::inet, left(agent, 300));
    UPDATE access.user_account SET last_sign_in_at = now() WHERE id = found_user;
    IF device_hash_ IS NOT NULL THEN
        INSERT INTO access.known_device (user_id, device_hash) VALUES (found_user, device_hash_)
        ON CONFLICT (user_id, device_hash) DO UPDATE SET seen_at = now();
    END IF;
    PERFORM set_config('throughline.token', token, true);
    PERFORM audit.record('sign_in', 'session', NULL, NULL, NULL, NULL);
    RETURN 'in';
END $$;

-- The same without a code: the user, or NULL.
CREATE OR REPLACE FUNCTION access.sign_in(email_ text, derived_key text, token text,
                                          address text, device text, agent text)
RETURNS uuid
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF access.sign_in_coded(email_, derived_key, token, address, device, agent, false, NULL, NULL, NULL) <> 'in' THEN
        RETURN NULL;
    END IF;
    RETURN (SELECT s.user_id FROM access.session s WHERE s.token_hash = sha256(convert_to(token, 'UTF8')));
END $$;

CREATE OR REPLACE FUNCTION access.sign_out() RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF access.me() IS NOT NULL THEN
        PERFORM audit.record('sign_out', 'session', NULL, NULL, NULL, NULL);
    END IF;
    UPDATE access.session SET ended_at = now()
     WHERE token_hash = sha256(convert_to(current_setting('throughline.token', true), 'UTF8'))
       AND ended_at IS NULL;
END $$;

-- GET /session: who I am and what I may do, for the pages.
CREATE OR REPLACE FUNCTION access.principal() RETURNS json
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me uuid := access.me();
BEGIN
    RETURN (SELECT json_build_object(
        'user', json_build_object('id', u.id, 'name', u.name, 'email', u.email,
                                  'agency', a.code, 'agency_name', a.name),
        'roles', coalesce((SELECT json_agg(json_build_object('role', g.role, 'label', r.label,
                    'spoke', s.code) ORDER BY g.role, s.code)
              FROM access.role_grant g JOIN access.role r ON r.code = g.role
              LEFT JOIN reference.spoke s ON s.id = g.spoke_id
             WHERE g.user_id = me
               AND access.today() BETWEEN g.valid_from AND coalesce(g.valid_to, 'infinity')), '[]'),
        'second_factor', json_build_object('on', access.second_factor_on(me),
            'required', access.second_factor_required(me)),
        'permissions', coalesce((SELECT json_agg(DISTINCT p.permission)
              FROM access.role_grant g JOIN access.role_permission p ON p.role = g.role
             WHERE g.user_id = me
               AND (access.second_factor_on(me) OR NOT access.second_factor_required(me))
               AND access.today() BETWEEN g.valid_from AND coalesce(g.valid_to, 'infinity')), '[]'),
        'spokes', coalesce((SELECT json_agg(json_build_object('code', s.code, 'name', s.name,
                    'short_name', s.short_name) ORDER BY s.name)
              FROM reference.spoke s
             WHERE s.id = ANY (SELECT coalesce(g.spoke_id, s.id) FROM access.role_grant g
                                WHERE g.user_id = me AND access.today()
                                      BETWEEN g.valid_from AND coalesce(g.valid_to, 'infinity'))), '[]'))
      FROM access.user_account u JOIN reference.agency a ON a.id = u.agency_id
     WHERE u.id = me);
END $$;

-- Names of colleagues and agencies for the server's dictionary: to anyone with
-- a live session, for staff names are on every record they sign.
CREATE OR REPLACE FUNCTION access.directory() RETURNS TABLE (kind text, id text, name text, detail text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF access.me() IS NULL THEN
        RETURN;
    END IF;
    RETURN QUERY SELECT 'user', u.id::text, u.name, a.name
                   FROM access.user_account u JOIN reference.agency a ON a.id = u.agency_id;
    RETURN QUERY SELECT 'agency', a.id::text, a.name, a.code FROM reference.agency a;
    RETURN QUERY SELECT t.vocabulary, t.code, t.label, NULL FROM reference.term t;
END $$;

-- A new password, and every session of the account ended.
CREATE OR REPLACE FUNCTION access.password_put(user_ uuid, sealed text) RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    email_ text;
BEGIN
    UPDATE access.session s SET ended_at = now() WHERE s.user_id = user_ AND s.ended_at IS NULL;
    UPDATE access.user_account u
       SET password_salt = decode(split_part(sealed, ':', 1), 'hex'),
           password_verifier = decode(split_part(sealed, ':', 2), 'hex'), password_set_at = clock_timestamp()
     WHERE u.id = user_ RETURNING u.email INTO email_;
    RETURN email_;
END $$;

-- Accounts, by the owner only (throughline user ...). `sealed` is
-- "<salt>:<verifier>" in hexadecimal, made by password_seal().
CREATE OR REPLACE FUNCTION access.admin_user_add(email_ text, name_ text, agency_code text, sealed text)
RETURNS uuid LANGUAGE sql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
    INSERT INTO access.user_account (email, name, agency_id, password_salt, password_verifier, password_set_at)
    SELECT lower(email_), name_, a.id, decode(split_part(sealed, ':', 1), 'hex'),
           decode(split_part(sealed, ':', 2), 'hex'), now()
      FROM reference.agency a WHERE a.code = agency_code
    RETURNING id;
$$;
CREATE OR REPLACE FUNCTION access.admin_role_grant(email_ text, role_ text, spoke_code text)
RETURNS uuid LANGUAGE sql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
    INSERT INTO access.role_grant (user_id, role, spoke_id, valid_from)
    SELECT u.id, role_, (SELECT s.id FROM reference.spoke s WHERE s.code = spoke_code), access.today()
      FROM access.user_account u WHERE u.email = lower(email_)
       AND (spoke_code IS NULL OR EXISTS (SELECT FROM reference.spoke s WHERE s.code = spoke_code))
    RETURNING id;
$$;
CREATE OR REPLACE FUNCTION access.admin_user_disable(email_ text)
RETURNS uuid LANGUAGE sql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
    UPDATE access.user_account
       SET disabled_reason = coalesce(disabled_reason, 'By the operator, at the machine'),
           disabled_at = coalesce(disabled_at, now())
     WHERE email = lower(email_) RETURNING id;
$$;
CREATE OR REPLACE FUNCTION access.admin_user_reset(email_ text, sealed text)
RETURNS uuid LANGUAGE sql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
    UPDATE access.user_account SET disabled_at = NULL WHERE email = lower(email_);
    SELECT u.id FROM access.user_account u
     WHERE u.email = lower(email_) AND access.password_put(u.id, sealed) IS NOT NULL;
$$;
CREATE OR REPLACE FUNCTION access.demo_set_password(email_ text, sealed text)
RETURNS uuid LANGUAGE sql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
    SELECT access.admin_user_reset(email_, sealed);
$$;

-- Idempotency-Key (interface.md): kept 72 hours. The advisory lock tells a
-- twin still at work from one that has finished.
CREATE OR REPLACE FUNCTION access.idempotency_claim(key_ text, operation_ text, body_hash_ bytea)
RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me uuid := access.required_me();
    kept access.idempotency;
BEGIN
    IF NOT pg_try_advisory_xact_lock(hashtextextended(me::text || key_, 1)) THEN
        RAISE EXCEPTION 'key still at work' USING ERRCODE = 'TLI03';
    END IF;
    DELETE FROM access.idempotency i
     WHERE i.user_id = me AND i.key = key_ AND i.at < now() - interval '72 hours';
    SELECT * INTO kept FROM access.idempotency i WHERE i.user_id = me AND i.key = key_;
    IF FOUND THEN
        IF kept.operation = operation_ AND kept.body_hash = body_hash_ THEN
            RAISE EXCEPTION 'answer kept' USING ERRCODE = 'TLI01';
        END IF;
        RAISE EXCEPTION 'key used with another body' USING ERRCODE = 'TLI02';
    END IF;
    INSERT INTO access.idempotency (user_id, key, operation, body_hash)
    VALUES (me, key_, operation_, body_hash_);
END $$;

CREATE OR REPLACE FUNCTION access.idempotency_store(key_ text, status_ integer, location_ text,
                                                    etag_ text, body_ text)
RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    UPDATE access.idempotency SET status = status_, location = location_, etag = etag_, body = body_
     WHERE user_id = access.me() AND key = key_;
$$;

CREATE OR REPLACE FUNCTION access.idempotency_load(key_ text)
RETURNS TABLE (status integer, location text, etag text, body text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT i.status, i.location, i.etag, i.body FROM access.idempotency i
     WHERE i.user_id = access.me() AND i.key = key_;
$$;

-- Old keys, tries and sessions go; called now and then by the server.
CREATE OR REPLACE FUNCTION access.tidy() RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    DELETE FROM access.idempotency WHERE at < now() - interval '72 hours';
    DELETE FROM access.sign_in_attempt WHERE at < now() - interval '1 day';
    DELETE FROM casework.draft WHERE expires_at <= now();
$$;

DO $$
DECLARE
    f text;
BEGIN
    FOREACH f IN ARRAY ARRAY[
        'sign_in_wait(bytea, bytea, bytea, boolean)', 'sign_in_salt(text, text, text)',
        'sign_in(text, text, text, text, text, text)',
        'sign_in_coded(text, text, text, text, text, text, boolean, text, bigint, text)', 'sign_out()', 'principal()',
        'directory()', 'idempotency_claim(text, text, bytea)',
        'idempotency_store(text, integer, text, text, text)', 'idempotency_load(text)',
        'tidy()', 'password_put(uuid, text)'] LOOP
        EXECUTE 'ALTER FUNCTION access.' || f || ' OWNER TO throughline_definer';
        IF f !~ '^(sign_in_wait|password_put)' THEN
            EXECUTE 'GRANT EXECUTE ON FUNCTION access.' || f || ' TO throughline_server';
        END IF;
    END LOOP;
END $$;
GRANT EXECUTE ON FUNCTION access.password_put(uuid, text) TO throughline_owner;
