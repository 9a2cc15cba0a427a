-- A second factor: codes that an app on somebody's phone makes (R18), and ten
-- recovery codes for the day the phone is lost.
SET LOCAL ROLE throughline_owner;

CREATE TABLE access.second_factor (
    user_id       uuid PRIMARY KEY REFERENCES access.user_account,
    -- Nonce and secretbox (libsodium) under a key that only the serving host
    -- has: a copy of the database makes no code.
    secret_sealed bytea NOT NULL CHECK (octet_length(secret_sealed) = 60),
    -- Only who has opened the secret can say that a code was right, so nobody
    -- who can only call SQL gets past it (as with password_verifier).
    secret_hash   bytea NOT NULL CHECK (octet_length(secret_hash) = 32),
    started_at    timestamptz NOT NULL DEFAULT now(),
    confirmed_at  timestamptz, -- NULL: being set up, asked of nobody yet
    -- The time step of the last code: each works once.
    last_step     bigint NOT NULL DEFAULT 0
);

-- Hashed under the same key as the secrets are sealed with.
CREATE TABLE access.recovery_code (
    user_id   uuid NOT NULL REFERENCES access.second_factor ON DELETE CASCADE,
    code_hash bytea NOT NULL CHECK (octet_length(code_hash) = 32),
    made_at   timestamptz NOT NULL DEFAULT now(),
    used_at   timestamptz,
    PRIMARY KEY (user_id, code_hash)
);

-- Roles whose holders must have one: until they do, they may only set it up.
ALTER TABLE access.role ADD COLUMN second_factor boolean NOT NULL DEFAULT false;

GRANT SELECT, INSERT, UPDATE, DELETE ON access.second_factor, access.recovery_code TO throughline_definer;
