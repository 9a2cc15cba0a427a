-- One's own account: what it is, where it is signed in, its password.

-- A browser as a person would call it.
CREATE OR REPLACE FUNCTION access.device_words(agent text) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE WHEN browser IS NULL AND system IS NULL THEN 'Another program'
                ELSE concat_ws(' on ', coalesce(browser, 'A browser'), system) END
      FROM (SELECT CASE WHEN agent ~ 'Edg' THEN 'Edge' WHEN agent ~ 'OPR/' THEN 'Opera'
                        WHEN agent ~ 'Firefox/|FxiOS' THEN 'Firefox' WHEN agent ~ 'Chrome/|CriOS' THEN 'Chrome'
                        WHEN agent ~ 'Safari/' THEN 'Safari' END AS browser,
                   CASE WHEN agent ~ 'iPhone' THEN 'an iPhone' WHEN agent ~ 'iPad' THEN 'an iPad'
                        WHEN agent ~ 'Android' THEN 'Android' WHEN agent ~ 'Windows' THEN 'Windows'
                        WHEN agent ~ 'Macintosh' THEN 'a Mac' WHEN agent ~ 'CrOS' THEN 'a Chromebook'
                        WHEN agent ~ 'Linux' THEN 'Linux' END AS system) words;
$$;

CREATE OR REPLACE FUNCTION access.my_email() RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN (SELECT u.email FROM access.user_account u WHERE u.id = access.required_me());
END $$;

CREATE OR REPLACE FUNCTION access.my_account() RETURNS json
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT json_build_object(
        'user', json_build_object('id', u.id, 'name', u.name, 'email', u.email, 'job_title', u.job_title,
                                  'agency', json_build_object('code', a.code, 'name', a.name)),
        'roles', coalesce((SELECT json_agg(json_build_object('role', g.role, 'label', r.label, 'spoke', s.short_name,
                    'valid_from', g.valid_from, 'valid_to', g.valid_to) ORDER BY r.label, s.short_name)
              FROM access.role_grant g JOIN access.role r ON r.code = g.role
              LEFT JOIN reference.spoke s ON s.id = g.spoke_id
             WHERE g.user_id = u.id
               AND access.today() BETWEEN g.valid_from AND coalesce(g.valid_to, 'infinity')), '[]'),
        'second_factor', json_build_object(
            'on', f.confirmed_at IS NOT NULL, 'since', casework.instant(f.confirmed_at),
            'required', access.second_factor_required(u.id),
            'recovery_codes_left', (SELECT count(*) FROM access.recovery_code c
                                     WHERE c.user_id = u.id AND c.used_at IS NULL)),
        'password_set_at', casework.instant(u.password_set_at))
      FROM access.user_account u JOIN reference.agency a ON a.id = u.agency_id
      LEFT JOIN access.second_factor f ON f.user_id = u.id AND f.confirmed_at IS NOT NULL
     WHERE u.id = access.me();
$$;

CREATE OR REPLACE FUNCTION access.my_sessions() RETURNS json
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT json_build_object('items', coalesce(json_agg(json_build_object(
               'id', s.id, 'device', access.device_words(s.user_agent), 'address', host(s.address),
               'since', casework.instant(s.started_at), 'last_seen', casework.instant(s.seen_at),
               'this_one', s.token_hash = sha256(convert_to(current_setting('throughline.token', true), 'UTF8')))
               ORDER BY s.seen_at DESC, s.id), '[]'))
      FROM access.session s
     WHERE s.user_id = access.me() AND s.ended_at IS NULL AND s.idle_until > now() AND s.absolute_until > now()
       AND s.job_id IS NULL; -- a worker's, for long work of theirs
$$;

CREATE OR REPLACE FUNCTION access.my_session_end(id_ uuid) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE access.session s SET ended_at = now()
     WHERE s.id = id_ AND s.user_id = access.me() AND s.ended_at IS NULL;
    RETURN FOUND;
END $$;

CREATE OR REPLACE FUNCTION access.my_sessions_end() RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    UPDATE access.session s SET ended_at = now()
     WHERE s.user_id = access.me() AND s.ended_at IS NULL AND s.job_id IS NULL
       AND s.token_hash <> sha256(convert_to(current_setting('throughline.token', true), 'UTF8'));
$$;

-- By an administrator; false where there is no such user.
CREATE OR REPLACE FUNCTION access.user_sessions_end(user_ uuid) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT access.has('user.write') THEN
        RAISE EXCEPTION 'permission user.write not held' USING ERRCODE = 'TL403';
    END IF;
    UPDATE access.session s SET ended_at = now() WHERE s.user_id = user_ AND s.ended_at IS NULL;
    IF FOUND THEN
        PERFORM audit.record('remove', 'session', NULL, NULL, NULL, jsonb_build_object('user_id', user_));
    END IF;
    RETURN EXISTS (SELECT FROM access.user_account u WHERE u.id = user_);
END $$;

-- The same with the reason, which stands in the account's history.
CREATE OR REPLACE FUNCTION access.user_signed_out(user_ uuid, reason text) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM set_config('throughline.purpose', reason, true);
    IF NOT access.user_sessions_end(user_) THEN
        RETURN false;
    END IF;
    PERFORM audit.record('change', 'user', user_, NULL, NULL, jsonb_build_object('what', 'signed_out', 'reason', reason));
    RETURN true;
END $$;

-- False, and a failure that counts, if the key is not the present password's.
-- Whoever else was signed in with the old one is not any more.
CREATE OR REPLACE FUNCTION access.password_change(derived_key text, sealed text, address text, device text)
RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me uuid := access.required_me();
    changed boolean;
BEGIN
    UPDATE access.user_account u
       SET password_salt = decode(split_part(sealed, ':', 1), 'hex'),
           password_verifier = decode(split_part(sealed, ':', 2), 'hex'), password_set_at = now()
     WHERE u.id = me AND u.password_verifier = sha256(decode(derived_key, 'hex'));
    changed := FOUND;
    INSERT INTO access.sign_in_attempt (email_hash, address_hash, device_hash, succeeded)
    SELECT sha256(convert_to(u.email, 'UTF8')), sha256(convert_to(coalesce(address, ''), 'UTF8')),
           sha256(convert_to(nullif(device, ''), 'UTF8')), changed
      FROM access.user_account u WHERE u.id = me;
    IF changed THEN
        PERFORM access.my_sessions_end();
        PERFORM audit.record('change', 'password', me, NULL, NULL, NULL);
    END IF;
    RETURN changed;
END $$;

DO $$
DECLARE
    f text;
BEGIN
    FOREACH f IN ARRAY ARRAY['device_words(text)', 'my_email()', 'my_account()', 'my_sessions()', 'my_session_end(uuid)',
                             'my_sessions_end()', 'user_sessions_end(uuid)', 'user_signed_out(uuid, text)',
                             'password_change(text, text, text, text)'] LOOP
        EXECUTE 'ALTER FUNCTION access.' || f || ' OWNER TO throughline_definer';
        EXECUTE 'GRANT EXECUTE ON FUNCTION access.' || f || ' TO throughline_server, throughline_owner';
    END LOOP;
END $$;
