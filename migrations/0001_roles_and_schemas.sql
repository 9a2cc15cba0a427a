-- The four owners of everything and the schemas they keep.
--
--   throughline_owner    owns every table; nobody signs in as it
--   throughline_definer  owns the few SECURITY DEFINER functions that must see
--                        past a policy; nobody signs in as it
--   throughline_server   the web server's login: owns nothing, bypasses nothing
--
-- Roles belong to the cluster, so another database may have made them before.
DO $$
DECLARE
    wanted text;
BEGIN
    FOREACH wanted IN ARRAY ARRAY['throughline_owner', 'throughline_definer',
                                  'throughline_server'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted) THEN
            EXECUTE format('CREATE ROLE %I NOLOGIN NOSUPERUSER NOCREATEDB '
                           'NOCREATEROLE NOBYPASSRLS NOINHERIT', wanted);
        END IF;
    END LOOP;
END $$;
ALTER ROLE throughline_server LOGIN;

-- Whoever migrates must be able to hand objects to the two owners.
DO $$
BEGIN
    EXECUTE format('GRANT throughline_owner, throughline_definer TO %I',
                   current_user);
END $$;

REVOKE ALL ON SCHEMA public FROM PUBLIC;
CREATE EXTENSION IF NOT EXISTS fuzzystrmatch WITH SCHEMA public;
CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;
CREATE EXTENSION IF NOT EXISTS unaccent WITH SCHEMA public;
CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA public;

CREATE SCHEMA reference AUTHORIZATION throughline_owner; -- vocabularies, agencies, spokes
CREATE SCHEMA access AUTHORIZATION throughline_owner;    -- users, grants, sessions
CREATE SCHEMA audit AUTHORIZATION throughline_owner;     -- who saw and did what
CREATE SCHEMA casework AUTHORIZATION throughline_owner;  -- young people and the work with them

GRANT USAGE ON SCHEMA reference, access, audit, casework
    TO throughline_server, throughline_definer;
GRANT USAGE ON SCHEMA public TO throughline_owner, throughline_definer;

-- No function is for everybody unless somebody says so.
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
ALTER DEFAULT PRIVILEGES FOR ROLE throughline_owner
    REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
ALTER DEFAULT PRIVILEGES FOR ROLE throughline_definer
    REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;

ALTER ROLE throughline_server SET search_path = pg_catalog;
ALTER ROLE throughline_server SET statement_timeout = '30s';
ALTER ROLE throughline_server SET idle_in_transaction_session_timeout = '30s';
ALTER ROLE throughline_server SET timezone = 'UTC';
ALTER ROLE throughline_server SET jit = off;
