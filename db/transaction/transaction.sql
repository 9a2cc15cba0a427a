-- The frame of every transaction; sent by db/tx.c, never by a room.

-- One snapshot for all of a page. Not READ ONLY: a read writes the row that
-- says who read what.
-- name: transaction_begin_read()
BEGIN ISOLATION LEVEL REPEATABLE READ;

-- name: transaction_begin_write()
BEGIN ISOLATION LEVEL READ COMMITTED;

-- Who is asking, for what and why; refuses what they may not do. For a
-- reader the commit does not wait for the disk.
-- name: transaction_enter(token text, permission text, request_id uuid,
--   operation text, purpose text, reading bool)
SELECT access.enter(:token, :permission, :request_id, :operation, :purpose,
                    :reading);

-- After a refusal: that it was one.
-- name: transaction_refused(token text, request_id uuid, operation text,
--   ids uuid[], why text)
SELECT audit.refused(:token, :request_id, :operation, :ids, :why);

-- name: transaction_commit()
COMMIT;

-- name: transaction_rollback()
ROLLBACK;

-- Refuses who signed in, or showed again that it is they, too long ago.
-- name: transaction_demand_recent()
SELECT access.demand_recent();
