-- Some acts ask for more than a live session: that whoever is signed in has
-- shown within the last minutes that it is they (R20). The moment stands in the
-- session's row, where only signing in and confirming write it. A route that
-- says .recent_sign_in has access.demand_recent() run right after
-- access.enter(); policies and triggers may ask access.recently_confirmed().

CREATE OR REPLACE FUNCTION access.confirmation_limit() RETURNS interval
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog
RETURN interval '5 minutes';

-- True while the owner loads data, for nobody is signed in then.
CREATE OR REPLACE FUNCTION access.recently_confirmed() RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN access.loading() OR EXISTS (
        SELECT FROM access.live_session() s
         WHERE s.confirmed_at > now() - access.confirmation_limit() AND s.key_id IS NULL);
END $$;

CREATE OR REPLACE FUNCTION access.demand_recent() RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM access.live_session() s WHERE s.key_id IS NOT NULL) THEN
        RAISE EXCEPTION 'not for API keys' USING ERRCODE = 'TLK03';
    END IF;
    IF NOT access.recently_confirmed() THEN
        RAISE EXCEPTION 'signed in too long ago' USING ERRCODE = 'TLR03';
    END IF;
END $$;

-- The salt to derive with for whoever is signed in, and seconds to wait: wrong
-- passwords count as those of signing in do (R16).
CREATE OR REPLACE FUNCTION access.confirm_salt(address text, device text,
                                               OUT salt text, OUT wait integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    SELECT s.salt, s.wait INTO salt, wait
      FROM access.user_account u, access.sign_in_salt(u.email, address, device) s
     WHERE u.id = access.required_me();
END $$;

-- Checks the derived key and, of who has a second factor, the code. If they are
-- right ('in'), the session goes on under a new token and its old one is worth
-- nothing; else as access.sign_in_coded(). The caller commits always.
CREATE OR REPLACE FUNCTION access.confirm_coded(derived_key text, new_token text, address text, device text,
                                                coded boolean, secret text, step bigint, recovery text)
RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me uuid := access.required_me();
    right_ boolean;
BEGIN
    SELECT u.password_verifier = sha256(decode(derived_key, 'hex')) INTO right_
      FROM access.user_account u WHERE u.id = me;
    IF right_ AND access.second_factor_on(me) THEN
        IF NOT coded THEN
            RETURN 'code_needed';
        END IF;
        right_ := access.second_factor_passed(me, secret, step, recovery);
    END IF;
    INSERT INTO access.sign_in_attempt (email_hash, address_hash, device_hash, succeeded)
    SELECT sha256(convert_to(u.email, 'UTF8')), sha256(convert_to(coalesce(address, ''), 'UTF8')),
           sha256(convert_to(nullif(device, ''), 'UTF8')), coalesce(right_, false)
      FROM access.user_account u WHERE u.id = me;
    IF right_ IS NOT TRUE OR length(new_token) < 43 THEN
        RETURN 'refused';
    END IF;
    UPDATE access.session s
       SET token_hash = sha256(convert_to(new_token, 'UTF8')), confirmed_at = now()
     WHERE s.token_hash = sha256(convert_to(current_setting('throughline.token', true), 'UTF8'))
       AND s.ended_at IS NULL;
    IF NOT FOUND THEN -- a twin was quicker
        RAISE EXCEPTION 'no live session' USING ERRCODE = 'TL401';
    END IF;
    PERFORM set_config('throughline.token', new_token, true);
    PERFORM audit.record('sign_in', 'session', NULL, NULL, NULL, '{"confirmed": true}');
    RETURN 'in';
END $$;

-- The same without a code.
CREATE OR REPLACE FUNCTION access.confirm(derived_key text, new_token text, address text, device text)
RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN access.confirm_coded(derived_key, new_token, address, device, false, NULL, NULL, NULL) = 'in';
END $$;

DO $$
DECLARE
    f text;
BEGIN
    FOREACH f IN ARRAY ARRAY['confirmation_limit()', 'recently_confirmed()', 'demand_recent()',
                             'confirm_salt(text, text)', 'confirm(text, text, text, text)',
                             'confirm_coded(text, text, text, text, boolean, text, bigint, text)'] LOOP
        EXECUTE 'ALTER FUNCTION access.' || f || ' OWNER TO throughline_definer';
        EXECUTE 'GRANT EXECUTE ON FUNCTION access.' || f || ' TO throughline_server, throughline_owner';
    END LOOP;
END $$;
