-- API keys of partner systems. A key is an account of its own, without a
-- password, with one narrow role in one spoke; what it may do comes from that
-- role's grant and from its session, as with everybody who signs in.
SET LOCAL ROLE throughline_owner;

-- What a key may do at most, by role; written by functions/17_partner_keys.sql.
-- A role without a line here is no key's.
CREATE TABLE access.key_permission (
    role       text NOT NULL REFERENCES access.role,
    permission text NOT NULL REFERENCES access.permission,
    writes     boolean NOT NULL, -- not a read-only key's
    PRIMARY KEY (role, permission)
);

-- A key's account never has a password.
ALTER TABLE access.user_account
    ADD COLUMN is_key boolean NOT NULL DEFAULT false,
    ADD CONSTRAINT user_account_is_key_check CHECK (NOT is_key OR password_verifier IS NULL);

CREATE TABLE access.partner_key (
    id            uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    version       integer NOT NULL DEFAULT 1,
    account_id    uuid NOT NULL REFERENCES access.user_account,
    name          text NOT NULL CHECK (name <> '' AND length(name) <= 80),
    spoke_id      integer NOT NULL REFERENCES reference.spoke,
    role          text NOT NULL REFERENCES access.role,
    read_only     boolean NOT NULL,
    expires_on    date NOT NULL, -- its last whole day
    reason        text NOT NULL CHECK (reason <> ''),
    -- The first letters of the secret, so that one can tell which is in use.
    prefix        text CHECK (prefix ~ '^tlk_[A-Za-z0-9_-]{8}$'),
    made_by       uuid REFERENCES access.user_account,
    made_at       timestamptz NOT NULL DEFAULT now(),
    secret_by     uuid REFERENCES access.user_account, -- who was shown it
    secret_at     timestamptz,
    revoked_at    timestamptz,
    revoked_by    uuid REFERENCES access.user_account,
    revoke_reason text CHECK (revoke_reason <> ''),
    CONSTRAINT partner_key_account_key UNIQUE (account_id),
    CONSTRAINT partner_key_both_key UNIQUE (id, account_id),
    CONSTRAINT partner_key_secret_check CHECK ((secret_at IS NULL) = (prefix IS NULL)),
    CONSTRAINT partner_key_expiry_check
        CHECK (expires_on <= (coalesce(secret_at, made_at) AT TIME ZONE 'Europe/London')::date + 366),
    CONSTRAINT partner_key_revoked_check CHECK ((revoked_at IS NULL) = (revoke_reason IS NULL))
);
CREATE INDEX partner_key_name ON access.partner_key (name, id);
CREATE INDEX partner_key_spoke ON access.partner_key (spoke_id);

-- The secret's hash stands where a session token's does. A key's session does
-- not slide, and is never a recent sign-in (R20).
ALTER TABLE access.session
    ADD COLUMN key_id uuid,
    ADD CONSTRAINT session_key_fkey FOREIGN KEY (key_id, user_id) REFERENCES access.partner_key (id, account_id),
    ADD CONSTRAINT session_key_check
        CHECK (key_id IS NULL OR (confirmed_at = '-infinity' AND idle_until = absolute_until AND job_id IS NULL));
CREATE INDEX session_key ON access.session (key_id) WHERE key_id IS NOT NULL;

GRANT SELECT, INSERT, UPDATE, DELETE ON access.key_permission, access.partner_key TO throughline_definer;
