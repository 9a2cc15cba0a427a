-- Users, roles with dates, sessions. What a request may do is derived from the
-- session token inside the database (R3): nothing the server says about who is
-- asking is believed.
SET LOCAL ROLE throughline_owner;

CREATE TABLE access.role (
    code        text PRIMARY KEY,
    label       text NOT NULL,
    description text NOT NULL
);

CREATE TABLE access.permission (
    code        text PRIMARY KEY,
    description text NOT NULL
);

-- Reviewed data, written by functions/11_permissions.sql.
CREATE TABLE access.role_permission (
    role       text NOT NULL REFERENCES access.role,
    permission text NOT NULL REFERENCES access.permission,
    PRIMARY KEY (role, permission)
);

CREATE TABLE access.user_account (
    id                uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    email             text NOT NULL CHECK (email = lower(email) AND email ~ '^[^@\s]+@[^@\s]+$'),
    name              text NOT NULL CHECK (name <> ''),
    agency_id         integer NOT NULL REFERENCES reference.agency,
    job_title         text,
    -- Argon2id's salt, and SHA-256 of its output: the database can check a
    -- password without holding anything that could be replayed as one, and
    -- nobody who can only call SQL can start a session (access.sign_in).
    password_salt     bytea CHECK (octet_length(password_salt) = 16),
    password_verifier bytea CHECK (octet_length(password_verifier) = 32),
    password_set_at   timestamptz,
    disabled_at       timestamptz,
    last_sign_in_at   timestamptz,
    created_at        timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT user_account_email_key UNIQUE (email),
    CONSTRAINT user_account_password_check
        CHECK ((password_salt IS NULL) = (password_verifier IS NULL))
);

CREATE TABLE access.role_grant (
    id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id    uuid NOT NULL REFERENCES access.user_account,
    role       text NOT NULL REFERENCES access.role,
    spoke_id   integer REFERENCES reference.spoke, -- NULL: whole partnership
    valid_from date NOT NULL DEFAULT current_date,
    valid_to   date,
    granted_by uuid REFERENCES access.user_account,
    granted_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT role_grant_dates_check CHECK (valid_to >= valid_from),
    CONSTRAINT role_grant_own_check CHECK (granted_by <> user_id),
    -- The same role in the same spoke is held once at a time.
    CONSTRAINT role_grant_once_excl EXCLUDE USING gist (
        user_id WITH =, role WITH =, (coalesce(spoke_id, 0)) WITH =,
        daterange(valid_from, valid_to, '[]') WITH &&)
);
CREATE INDEX role_grant_user ON access.role_grant (user_id);

CREATE TABLE access.session (
    token_hash     bytea PRIMARY KEY CHECK (octet_length(token_hash) = 32),
    id             uuid NOT NULL DEFAULT gen_random_uuid() UNIQUE,
    user_id        uuid NOT NULL REFERENCES access.user_account,
    started_at     timestamptz NOT NULL DEFAULT now(),
    seen_at        timestamptz NOT NULL DEFAULT now(),
    idle_until     timestamptz NOT NULL,
    absolute_until timestamptz NOT NULL,
    ended_at       timestamptz,
    -- Permission -> spokes ("{1,2}"), as the grants say on scope_day. A cache of
    -- role_grant: policies read it at each query. Any change of a grant, role
    -- or user empties scope_day, and what has no scope_day of today is worked
    -- out anew (R9).
    scopes         jsonb NOT NULL DEFAULT '{}',
    scope_day      date,
    address        inet,
    user_agent     text
) WITH (fillfactor = 70);
CREATE INDEX session_user_live ON access.session (user_id) WHERE ended_at IS NULL;

-- Sign-in tries, for throttling (R16). Addresses and e-mail are hashed: the
-- table answers "how many", not "who".
CREATE TABLE access.sign_in_attempt (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at           timestamptz NOT NULL DEFAULT clock_timestamp(),
    email_hash   bytea NOT NULL,
    address_hash bytea NOT NULL,
    device_hash  bytea,
    succeeded    boolean NOT NULL
);
CREATE INDEX sign_in_attempt_email ON access.sign_in_attempt (email_hash, at);
CREATE INDEX sign_in_attempt_address ON access.sign_in_attempt (address_hash, at);
CREATE INDEX sign_in_attempt_at ON access.sign_in_attempt (at);

-- Devices that have signed in to an account before are throttled apart from
-- strangers, so that an attacker cannot lock a user out (R16).
CREATE TABLE access.known_device (
    user_id     uuid NOT NULL REFERENCES access.user_account,
    device_hash bytea NOT NULL CHECK (octet_length(device_hash) = 32),
    seen_at     timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, device_hash)
);

-- One row: secrets of this installation that only definer functions read.
CREATE TABLE access.secret (
    only_one  boolean PRIMARY KEY DEFAULT true CHECK (only_one),
    salt_key  bytea NOT NULL -- makes salts for e-mails nobody has (R17)
);
INSERT INTO access.secret (salt_key)
VALUES (sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8')));

-- Answers kept for requests that come again with the same Idempotency-Key.
CREATE TABLE access.idempotency (
    user_id   uuid NOT NULL REFERENCES access.user_account,
    key       text NOT NULL CHECK (length(key) BETWEEN 1 AND 255),
    operation text NOT NULL,
    body_hash bytea NOT NULL,
    at        timestamptz NOT NULL DEFAULT now(),
    status    integer,
    location  text,
    etag      text,
    body      text,
    PRIMARY KEY (user_id, key)
);
CREATE INDEX idempotency_at ON access.idempotency (at);
