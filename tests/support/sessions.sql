-- For pgTAP tests: people signed in, and what the database lets them do. Take
-- it in after plan(), inside the test's transaction:
--
--     \ir ../support/sessions.sql
--     SELECT pg_temp.signed_in('anna', 'spoke_coordinator', 'bristol');
--     SELECT is(pg_temp.outcome('anna', $$UPDATE ...$$), '1', '...');
--
-- An agency may be named; without one it is the hub.
CREATE FUNCTION pg_temp.signed_in(who text, role text, spoke text, agency text DEFAULT 'opcc_hub')
RETURNS uuid LANGUAGE plpgsql AS $$
DECLARE
    address text := who || '@tap.test';
    made uuid;
BEGIN
    made := access.admin_user_add(address, initcap(who) || ' Tap', agency,
        repeat('00', 16) || ':' || encode(sha256('\x01'), 'hex'));
    IF role IS NOT NULL THEN
        PERFORM access.admin_role_grant(address, role, spoke);
    END IF;
    IF access.sign_in(address, '01', rpad(who, 43, '-'), '127.0.0.1', 'tap', 'tap') IS NULL THEN
        RAISE EXCEPTION '% cannot sign in', who;
    END IF;
    RETURN made;
END $$;

CREATE FUNCTION pg_temp.user_id(who text) RETURNS uuid LANGUAGE sql AS $$
    SELECT id FROM access.user_account WHERE email = who || '@tap.test' $$;

-- What comes of `statement` when the web server runs it for `who` (NULL: for
-- nobody): how many rows, or "SQLSTATE constraint: message". A failure leaves
-- nothing behind.
CREATE FUNCTION pg_temp.outcome(who text, statement text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    came text;
    broken text;
BEGIN
    BEGIN
        PERFORM set_config('session_authorization', 'throughline_server', true);
        PERFORM access.enter(rpad(who, 43, '-'), CASE WHEN who IS NULL THEN 'public' ELSE 'signed_in' END,
                             gen_random_uuid(), 'tap', NULL, false);
        EXECUTE statement;
        GET DIAGNOSTICS came = ROW_COUNT;
    EXCEPTION WHEN OTHERS THEN
        GET STACKED DIAGNOSTICS broken = CONSTRAINT_NAME;
        came := concat_ws(' ', SQLSTATE, nullif(broken, '')) || ': ' || SQLERRM;
    END;
    PERFORM set_config('session_authorization', current_setting('tap.owner'), true),
            set_config('throughline.token', '', true);
    RETURN came;
END $$;

-- The first column of the first row, as text.
CREATE FUNCTION pg_temp.seen(who text, query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    came text;
BEGIN
    PERFORM set_config('session_authorization', 'throughline_server', true);
    PERFORM access.enter(rpad(who, 43, '-'), CASE WHEN who IS NULL THEN 'public' ELSE 'signed_in' END,
                         gen_random_uuid(), 'tap', NULL, false);
    EXECUTE query INTO came;
    PERFORM set_config('session_authorization', current_setting('tap.owner'), true),
            set_config('throughline.token', '', true);
    RETURN came;
END $$;
SELECT set_config('tap.owner', session_user, true) IS NULL AS ready \gset
