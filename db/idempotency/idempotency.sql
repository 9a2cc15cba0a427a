-- Idempotency keys: what http/idempotency.c asks of the database. The rules
-- stand in access.idempotency_...(), for they must hold for every client.

-- Takes the key for this operation and body in the present transaction.
-- name: idempotency_claim(key text, operation text, body_hash bytea)
SELECT access.idempotency_claim(:key, :operation, :body_hash);

-- name: idempotency_store(key text, status int, location text, etag text,
--   body text)
SELECT access.idempotency_store(:key, :status, :location, :etag, :body);

-- name: idempotency_load(key text)
SELECT kept.status, kept.location, kept.etag, kept.body
  FROM access.idempotency_load(:key) AS kept;
