-- What the definer functions may touch; nobody signs in as their owner. The
-- access log and the moves are written, never changed, even by them (R23).
GRANT SELECT, INSERT, UPDATE, DELETE
    ON ALL TABLES IN SCHEMA reference, access, audit, casework, reporting TO throughline_definer;
REVOKE UPDATE, DELETE ON audit.access_log, casework.state_change FROM throughline_definer;
-- Whose a move is may become known later (a referral linked in triage); what
-- moved, when, by whom and why may not.
GRANT UPDATE (person_id) ON casework.state_change TO throughline_definer;
