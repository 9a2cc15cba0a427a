-- What connection_check() asks before the server serves (security.md, R2).

-- Whether this login could see past a policy, itself or through a role it can
-- become, and the first thing it owns.
-- name: connection_privileges()
-- plan: seq scan on the small system catalogues
WITH mine AS (
    SELECT oid, rolsuper, rolbypassrls
      FROM pg_catalog.pg_roles
     WHERE pg_catalog.pg_has_role(session_user, oid, 'MEMBER')
), owned AS (
    SELECT relname AS name FROM pg_catalog.pg_class
     WHERE relowner IN (SELECT oid FROM mine)
       AND relnamespace <> pg_catalog.pg_my_temp_schema()
    UNION ALL
    SELECT proname FROM pg_catalog.pg_proc
     WHERE proowner IN (SELECT oid FROM mine)
    UNION ALL
    SELECT nspname FROM pg_catalog.pg_namespace
     WHERE nspowner IN (SELECT oid FROM mine)
    UNION ALL
    SELECT datname FROM pg_catalog.pg_database
     WHERE datdba IN (SELECT oid FROM mine)
)
SELECT session_user,
       (SELECT pg_catalog.bool_or(rolsuper) FROM mine),
       (SELECT pg_catalog.bool_or(rolbypassrls) FROM mine),
       (SELECT pg_catalog.min(name::text) FROM owned);

-- The number of the newest migration this database has taken in.
-- name: connection_schema()
SELECT access.schema_version();
