-- What http/draft_sent.c asks of the database.

-- The form was sent: its draft goes in the same transaction. One that has been
-- typed on since, in another tab, stays.
-- name: draft_sent_remove(id uuid, version integer)
DELETE FROM casework.draft WHERE id = :id AND version = :version;
