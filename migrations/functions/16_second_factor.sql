-- The second factor (R18). The server opens the secret and finds the time step
-- that a code belongs to; the database has the secret shown to it, sees that
-- the step is of now and later than the last one, and writes it down: of any
-- number of requests with one code, one gets past.

CREATE OR REPLACE FUNCTION access.second_factor_on(user_ uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (SELECT FROM access.second_factor f WHERE f.user_id = user_ AND f.confirmed_at IS NOT NULL);
$$;

-- True of who holds a role that asks for one. An API key is itself something
-- one has, and has no hands for an app.
CREATE OR REPLACE FUNCTION access.second_factor_required(user_ uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (SELECT FROM access.role_grant g JOIN access.role r ON r.code = g.role
                    WHERE g.user_id = user_ AND r.second_factor
                      AND access.today() BETWEEN g.valid_from AND coalesce(g.valid_to, 'infinity'))
       AND NOT EXISTS (SELECT FROM access.user_account u WHERE u.id = user_ AND u.is_key);
$$;

-- Sealed, in hexadecimal; NULL where none is in use. For an e-mail nobody has
-- the same work is done.
CREATE OR REPLACE FUNCTION access.sign_in_sealed(email_ text) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT encode(f.secret_sealed, 'hex')
      FROM access.user_account u JOIN access.second_factor f ON f.user_id = u.id
     WHERE u.email = lower(trim(email_)) AND f.confirmed_at IS NOT NULL;
$$;

-- The same for whoever is signed in; also while it is being set up.
CREATE OR REPLACE FUNCTION access.my_sealed() RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT encode(f.secret_sealed, 'hex') FROM access.second_factor f WHERE f.user_id = access.me();
$$;

-- Whether the code counts, and with that it is used. `secret` and `step`: what
-- the server opened and found; `recovery`: the hash of a recovery code.
CREATE OR REPLACE FUNCTION access.second_factor_passed(user_ uuid, secret text, step bigint, recovery text)
RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE access.second_factor f SET last_step = step
     WHERE f.user_id = user_ AND f.secret_hash = sha256(decode(secret, 'hex')) AND f.last_step < step
       AND abs(step - floor(extract(epoch FROM clock_timestamp()) / 30)) <= 2;
    IF FOUND THEN
        RETURN true;
    END IF;
    UPDATE access.recovery_code r SET used_at = clock_timestamp()
     WHERE r.user_id = user_ AND r.code_hash = decode(recovery, 'hex') AND r.used_at IS NULL;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    PERFORM audit.record('sign_in', 'recovery_code', NULL, NULL, NULL, jsonb_build_object('user_id', user_));
    RETURN true;
END $$;

-- Begins, or begins anew what was not finished.
CREATE OR REPLACE FUNCTION access.second_factor_start(sealed text, secret text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM access.demand_recent();
    INSERT INTO access.second_factor AS f (user_id, secret_sealed, secret_hash)
    VALUES (access.me(), decode(sealed, 'hex'), sha256(decode(secret, 'hex')))
    ON CONFLICT (user_id) DO UPDATE
       SET secret_sealed = excluded.secret_sealed, secret_hash = excluded.secret_hash,
           started_at = now(), last_step = 0
     WHERE f.confirmed_at IS NULL;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'You have a second factor already: turn it off before you set up another' USING ERRCODE = 'TL409';
    END IF;
END $$;

CREATE OR REPLACE FUNCTION access.recovery_codes_put(user_ uuid, hashes text[]) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    DELETE FROM access.recovery_code r WHERE r.user_id = user_;
    INSERT INTO access.recovery_code (user_id, code_hash) SELECT user_, decode(h, 'hex') FROM unnest(hashes) AS h;
END $$;

-- The first code shows that the app has the secret: from now on it is asked
-- for. False if the code is not right.
CREATE OR REPLACE FUNCTION access.second_factor_finish(secret text, step bigint, hashes text[]) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me uuid := access.me();
BEGIN
    PERFORM access.demand_recent();
    IF NOT EXISTS (SELECT FROM access.second_factor f WHERE f.user_id = me AND f.confirmed_at IS NULL) THEN
        RAISE EXCEPTION 'There is nothing to finish: start setting up the app again' USING ERRCODE = 'TL409';
    END IF;
    IF NOT access.second_factor_passed(me, secret, step, NULL) THEN
        RETURN false;
    END IF;
    UPDATE access.second_factor SET confirmed_at = now() WHERE user_id = me;
    PERFORM access.recovery_codes_put(me, hashes);
    PERFORM audit.record('create', 'second_factor', me, NULL, NULL, NULL);
    RETURN true;
END $$;

CREATE OR REPLACE FUNCTION access.recovery_codes_renew(hashes text[]) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me uuid := access.me();
BEGIN
    PERFORM access.demand_recent();
    IF NOT access.second_factor_on(me) THEN
        RAISE EXCEPTION 'Set up an authenticator app first' USING ERRCODE = 'TL409';
    END IF;
    PERFORM access.recovery_codes_put(me, hashes);
    PERFORM audit.record('change', 'recovery_code', me, NULL, NULL, NULL);
END $$;

CREATE OR REPLACE FUNCTION access.second_factor_remove() RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me uuid := access.me();
BEGIN
    PERFORM access.demand_recent();
    IF access.second_factor_required(me) THEN
        RAISE EXCEPTION 'Your role needs a second factor: it cannot be turned off' USING ERRCODE = 'TL409';
    END IF;
    DELETE FROM access.second_factor f WHERE f.user_id = me;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'You have no second factor' USING ERRCODE = 'TL409';
    END IF;
    PERFORM audit.record('remove', 'second_factor', me, NULL, NULL, NULL);
END $$;

-- By an administrator, for who lost the phone and the codes: with a reason, for
-- the log. All their sessions end with it; never one's own.
CREATE OR REPLACE FUNCTION access.second_factor_take(user_ uuid, reason text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM access.demand_recent();
    IF NOT access.has('user.write') THEN
        RAISE EXCEPTION 'permission user.write not held' USING ERRCODE = 'TL403';
    END IF;
    IF user_ = access.me() THEN
        RAISE EXCEPTION 'Another administrator must take away your second factor' USING ERRCODE = 'TL409';
    END IF;
    IF NOT EXISTS (SELECT FROM access.user_account u WHERE u.id = user_) THEN
        RAISE EXCEPTION 'no such user' USING ERRCODE = 'TL404';
    END IF;
    DELETE FROM access.second_factor f WHERE f.user_id = user_;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'They have no second factor' USING ERRCODE = 'TL409';
    END IF;
    UPDATE access.session SET ended_at = now() WHERE user_id = user_ AND ended_at IS NULL;
    PERFORM set_config('throughline.purpose', reason, true);
    PERFORM audit.record('remove', 'second_factor', user_, NULL, NULL, NULL);
    PERFORM audit.record('change', 'user', user_, NULL, NULL, jsonb_build_object('what', 'factor_taken', 'reason', reason));
END $$;

-- Which roles ask for one. What it changes for somebody, it changes at once.
CREATE OR REPLACE FUNCTION access.role_second_factor(role_ text, required boolean) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM access.demand_recent();
    IF NOT access.has('user.write') THEN
        RAISE EXCEPTION 'permission user.write not held' USING ERRCODE = 'TL403';
    END IF;
    UPDATE access.role r SET second_factor = required WHERE r.code = role_;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no such role' USING ERRCODE = 'TL404';
    END IF;
    PERFORM audit.record('change', 'role', NULL, NULL, NULL, jsonb_build_object('role', role_, 'second_factor', required));
END $$;

CREATE OR REPLACE TRIGGER z_changed AFTER UPDATE OF second_factor ON access.role
    FOR EACH STATEMENT EXECUTE FUNCTION access.roles_changed();
CREATE OR REPLACE FUNCTION access.second_factor_changed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE access.session SET scope_day = NULL
     WHERE user_id = CASE WHEN TG_OP = 'DELETE' THEN OLD.user_id ELSE NEW.user_id END AND ended_at IS NULL;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER z_changed AFTER INSERT OR DELETE OR UPDATE OF confirmed_at ON access.second_factor
    FOR EACH ROW EXECUTE FUNCTION access.second_factor_changed();

DO $$
DECLARE
    f text;
BEGIN
    FOREACH f IN ARRAY ARRAY['second_factor_passed(uuid, text, bigint, text)', 'recovery_codes_put(uuid, text[])',
                             'second_factor_changed()', 'second_factor_on(uuid)', 'second_factor_required(uuid)'] LOOP
        EXECUTE 'ALTER FUNCTION access.' || f || ' OWNER TO throughline_definer';
    END LOOP;
    FOREACH f IN ARRAY ARRAY['sign_in_sealed(text)', 'my_sealed()', 'second_factor_start(text, text)',
                             'second_factor_finish(text, bigint, text[])', 'recovery_codes_renew(text[])',
                             'second_factor_remove()', 'second_factor_take(uuid, text)',
                             'role_second_factor(text, boolean)'] LOOP
        EXECUTE 'ALTER FUNCTION access.' || f || ' OWNER TO throughline_definer';
        EXECUTE 'GRANT EXECUTE ON FUNCTION access.' || f || ' TO throughline_server, throughline_owner';
    END LOOP;
END $$;
