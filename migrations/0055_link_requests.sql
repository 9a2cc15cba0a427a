-- Whoever makes the link that sets a password could use it. Where the account
-- reads young people's records that its maker may not, it takes two persons:
-- one asks for the link, another makes it and hands it over.
SET LOCAL ROLE throughline_owner;

CREATE TABLE access.link_request (
    id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id    uuid NOT NULL REFERENCES access.user_account,
    reason     text NOT NULL CHECK (reason <> ''),
    asked_by   uuid NOT NULL REFERENCES access.user_account,
    asked_at   timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL DEFAULT now() + interval '24 hours',
    decided_at timestamptz,
    decided_by uuid REFERENCES access.user_account,
    accepted   boolean,
    note       text CHECK (note <> ''),
    CONSTRAINT link_request_expiry_check CHECK (expires_at <= asked_at + interval '24 hours'),
    CONSTRAINT link_request_own_check CHECK (asked_by <> user_id),
    CONSTRAINT link_request_decided_check CHECK ((decided_at IS NULL) = (accepted IS NULL)
                                             AND (decided_at IS NULL) = (decided_by IS NULL)),
    CONSTRAINT link_request_two_persons_check
        CHECK (NOT accepted OR (decided_by <> asked_by AND decided_by <> user_id AND decided_at <= expires_at)),
    -- One waits at a time; one that has expired is over.
    CONSTRAINT link_request_once_excl EXCLUDE USING gist (
        user_id WITH =, tstzrange(asked_at, coalesce(decided_at, expires_at)) WITH &&)
);
CREATE INDEX link_request_user ON access.link_request (user_id);
CREATE INDEX link_request_waiting ON access.link_request (expires_at, id) WHERE decided_at IS NULL;
ALTER TABLE access.account_link ADD COLUMN request_id uuid UNIQUE REFERENCES access.link_request;

GRANT SELECT, INSERT, UPDATE, DELETE ON access.link_request TO throughline_definer;
