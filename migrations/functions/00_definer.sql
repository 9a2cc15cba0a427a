-- What the definer functions may touch; nobody signs in as their owner. The
-- access log and the moves are written, never changed, even by them (R23).
GRANT SELECT, INSERT, UPDATE, DELETE
    ON ALL TABLES IN SCHEMA reference, access, audit, casework TO throughline_definer;
REVOKE UPDATE, DELETE ON audit.access_log, casework.state_change FROM throughline_definer;
