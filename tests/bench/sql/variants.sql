-- For the bench's throwaway database only: what an access rule costs, measured
-- by taking it away and putting it back. bench.variant('plain_scope' |
-- 'no_log') replaces functions; bench.variant(NULL) restores them.
CREATE TABLE IF NOT EXISTS bench.kept (name regprocedure PRIMARY KEY, definition text NOT NULL);

-- The server would say who asks and what they may see, in plain settings that
-- anybody with the database's password could set as well.
CREATE OR REPLACE PROCEDURE bench.plain_scope(email_ text) LANGUAGE plpgsql AS $$
DECLARE
    who uuid := (SELECT u.id FROM access.user_account u WHERE u.email = email_);
    scopes jsonb := access.scopes_of(who);
    sets text := (SELECT string_agg(format('set_config(%L, %L, true)', 'plain.' || key, value), ', ')
                    FROM jsonb_each_text(scopes) WHERE key IN ('scope.case', 'journey.read'));
BEGIN
    EXECUTE format($f$CREATE OR REPLACE FUNCTION access.enter(token text, permission text, request_id uuid,
            operation text, purpose text, reading boolean) RETURNS uuid
        LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $b$
        BEGIN
            PERFORM set_config('throughline.request', coalesce(request_id::text, ''), true),
                    set_config('throughline.operation', coalesce(operation, ''), true),
                    set_config('throughline.purpose', coalesce(purpose, ''), true),
                    set_config('plain.me', %L, true), %s;
            IF reading THEN
                PERFORM set_config('synchronous_commit', 'off', true);
            END IF;
            RETURN %L::uuid;
        END $b$ $f$, who, sets, who);
    EXECUTE $f$CREATE OR REPLACE FUNCTION access.me() RETURNS uuid
        LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $b$
        BEGIN
            RETURN nullif(current_setting('plain.me', true), '')::uuid;
        END $b$ $f$;
    EXECUTE $f$CREATE OR REPLACE FUNCTION access.spokes_with(wanted text) RETURNS integer[]
        LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $b$
        BEGIN
            RETURN coalesce(nullif(current_setting('plain.' || wanted, true), ''), '{}')::integer[];
        END $b$ $f$;
    EXECUTE $f$CREATE OR REPLACE FUNCTION access.live_session() RETURNS SETOF access.session
        LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $b$
        DECLARE
            live access.session;
        BEGIN
            live.user_id := nullif(current_setting('plain.me', true), '')::uuid;
            live.scopes := jsonb_build_object('scope.case', current_setting('plain.scope.case', true));
            RETURN NEXT live;
        END $b$ $f$;
END $$;

CREATE OR REPLACE PROCEDURE bench.no_log() LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE $f$CREATE OR REPLACE FUNCTION audit.record(action_ text, kind_ text, record_ uuid, person_ uuid,
            spoke_ integer, detail_ jsonb) RETURNS void
        LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $b$
        BEGIN
        END $b$ $f$;
END $$;

-- First puts back what another call took away, even one that was killed.
CREATE OR REPLACE PROCEDURE bench.variant(name text, email text DEFAULT NULL) LANGUAGE plpgsql AS $$
DECLARE
    f text;
BEGIN
    FOR f IN DELETE FROM bench.kept RETURNING definition LOOP
        EXECUTE f;
    END LOOP;
    IF name IS NULL THEN
        RETURN;
    END IF;
    INSERT INTO bench.kept SELECT x.f::regprocedure, pg_get_functiondef(x.f::regprocedure)
      FROM unnest(ARRAY['access.enter(text, text, uuid, text, text, boolean)', 'access.me()',
                        'access.spokes_with(text)', 'access.live_session()',
                        'audit.record(text, text, uuid, uuid, integer, jsonb)']) AS x(f);
    CASE name
        WHEN 'plain_scope' THEN CALL bench.plain_scope(email);
        WHEN 'no_log' THEN CALL bench.no_log();
    END CASE;
END $$;
