-- Sealing of the access log (R24). Rows whose transaction is over become the
-- leaves of a Merkle tree (RFC 9162), in the order (xid, id): a transaction
-- that is still open can only add rows behind those. Signed checkpoints say how
-- large the tree was and what its root; partners keep copies. A leaf hashes its
-- row's fields and a salt, so that row and salt can later be erased and the
-- proofs still hold.
--
-- throughline_sealer signs in to do this and nothing else; its key never comes
-- near the web server's role.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'throughline_sealer') THEN
        CREATE ROLE throughline_sealer LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS NOINHERIT;
    END IF;
END $$;
ALTER ROLE throughline_sealer SET search_path = pg_catalog;
ALTER ROLE throughline_sealer SET timezone = 'UTC';
GRANT USAGE ON SCHEMA audit TO throughline_sealer;

SET LOCAL ROLE throughline_owner;
CREATE INDEX access_log_sealing ON audit.access_log (xid, id);

-- No reference to access_log: a leaf outlives an erased row. Each stands on
-- the one before it, so that there is no gap.
CREATE TABLE audit.leaf (
    position bigint PRIMARY KEY CHECK (position >= 0),
    before   bigint GENERATED ALWAYS AS (CASE WHEN position > 0 THEN position - 1 END) STORED
             REFERENCES audit.leaf,
    log_id   bigint NOT NULL UNIQUE,
    salt     bytea NOT NULL CHECK (octet_length(salt) = 16),
    hash     bytea NOT NULL CHECK (octet_length(hash) = 32)
);
COMMENT ON COLUMN audit.leaf.hash IS 'SHA-256 of 0x00, the salt and the row''s fields, each with its length';

CREATE TABLE audit.checkpoint (
    size       bigint PRIMARY KEY CHECK (size > 0),
    last       bigint NOT NULL GENERATED ALWAYS AS (size - 1) STORED REFERENCES audit.leaf,
    root       bytea NOT NULL CHECK (octet_length(root) = 32),
    frontier   bytea NOT NULL CHECK (octet_length(frontier) % 32 = 0), -- whole subtrees, largest first
    sealed_xid xid8 NOT NULL, -- every row up to (sealed_xid, sealed_id) is in the tree
    sealed_id  bigint NOT NULL,
    at         timestamptz NOT NULL,
    key        bytea NOT NULL CHECK (octet_length(key) = 32),       -- Ed25519, public
    signature  bytea NOT NULL CHECK (octet_length(signature) = 64)
);
