-- The access log: one row for every read and write of a young person's record,
-- in the same transaction as the reading or writing itself (R22). Rows are made
-- only by audit.record() and the table triggers; nobody edits them (R23).
SET LOCAL ROLE throughline_owner;

CREATE TABLE audit.access_log (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at          timestamptz NOT NULL DEFAULT clock_timestamp(),
    xid         xid8 NOT NULL DEFAULT pg_current_xact_id(), -- for the sealer's snapshot
    request_id  uuid,
    user_id     uuid,
    operation   text,           -- the route's name, "person.journey"
    action      text NOT NULL CHECK (action IN ('view', 'list', 'search',
                    'create', 'change', 'remove', 'print', 'export',
                    'refused', 'sign_in', 'sign_out', 'grant')),
    record_kind text NOT NULL,
    record_id   uuid,
    person_id   uuid,
    spoke_id    integer,
    purpose     text,
    detail      jsonb
);
CREATE INDEX access_log_person ON audit.access_log (person_id, id) WHERE person_id IS NOT NULL;
CREATE INDEX access_log_at ON audit.access_log USING brin (at);
CREATE INDEX access_log_spoke ON audit.access_log (spoke_id, id);
CREATE INDEX access_log_user ON audit.access_log (user_id, id);
