-- Users and their roles in full: grants that end but are never deleted, roles
-- that need two persons, links by which an account gets its password.
SET LOCAL ROLE throughline_owner;

-- What may be done with a role; functions/61_users.sql says it of each. A role
-- nobody thought of is the strictest kind.
ALTER TABLE access.role
    ADD COLUMN of_hub boolean NOT NULL DEFAULT true,           -- held for the whole partnership only
    ADD COLUMN granted_locally boolean NOT NULL DEFAULT false, -- by the coordinator, in their own spoke
    ADD COLUMN case_content boolean NOT NULL DEFAULT true;     -- reads young people's records

ALTER TABLE access.user_account
    ADD COLUMN version integer NOT NULL DEFAULT 1,
    ADD COLUMN created_by uuid REFERENCES access.user_account,
    ADD COLUMN disabled_by uuid REFERENCES access.user_account,
    ADD COLUMN disabled_reason text CHECK (disabled_reason <> ''),
    ADD CONSTRAINT user_account_disabled_check
        CHECK (disabled_at IS NOT NULL OR (disabled_by IS NULL AND disabled_reason IS NULL));
CREATE INDEX user_account_name ON access.user_account (name, id);
CREATE INDEX user_account_created_by ON access.user_account (created_by) WHERE created_by IS NOT NULL;

-- A role that needs two persons: one proposes it, another confirms it. It gives
-- nothing before that, for it is not a grant.
CREATE TABLE access.grant_proposal (
    id          uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id     uuid NOT NULL REFERENCES access.user_account,
    role        text NOT NULL REFERENCES access.role,
    spoke_id    integer REFERENCES reference.spoke, -- NULL: whole partnership
    valid_from  date NOT NULL,
    valid_to    date,
    reason      text NOT NULL CHECK (reason <> ''),
    proposed_by uuid NOT NULL REFERENCES access.user_account,
    proposed_at timestamptz NOT NULL DEFAULT now(),
    expires_at  timestamptz NOT NULL DEFAULT now() + interval '7 days',
    decided_at  timestamptz,
    decided_by  uuid REFERENCES access.user_account,
    accepted    boolean,
    note        text CHECK (note <> ''),
    CONSTRAINT grant_proposal_dates_check CHECK (valid_to >= valid_from),
    CONSTRAINT grant_proposal_expiry_check CHECK (expires_at <= proposed_at + interval '7 days'),
    CONSTRAINT grant_proposal_own_check CHECK (proposed_by <> user_id),
    CONSTRAINT grant_proposal_decided_check CHECK ((decided_at IS NULL) = (accepted IS NULL)
                                               AND (decided_at IS NULL) = (decided_by IS NULL)),
    CONSTRAINT grant_proposal_two_persons_check
        CHECK (NOT accepted OR (decided_by <> proposed_by AND decided_by <> user_id)),
    CONSTRAINT grant_proposal_in_time_check CHECK (NOT accepted OR decided_at <= expires_at),
    -- One proposal of a kind waits at a time; one that has expired is over.
    CONSTRAINT grant_proposal_once_excl EXCLUDE USING gist (
        user_id WITH =, role WITH =, (coalesce(spoke_id, 0)) WITH =,
        tstzrange(proposed_at, coalesce(decided_at, expires_at)) WITH &&)
);
CREATE INDEX grant_proposal_user ON access.grant_proposal (user_id);
CREATE INDEX grant_proposal_waiting ON access.grant_proposal (expires_at, id) WHERE decided_at IS NULL;

-- A grant's last day may be the day before its first: it ended on the day on
-- which it began, or before it came. ended_at says when that was.
ALTER TABLE access.role_grant
    ADD COLUMN reason      text CHECK (reason <> ''),
    ADD COLUMN proposal_id uuid UNIQUE REFERENCES access.grant_proposal,
    ADD COLUMN ended_at    timestamptz,
    ADD COLUMN ended_by    uuid REFERENCES access.user_account,
    ADD COLUMN end_reason  text CHECK (end_reason <> ''),
    DROP CONSTRAINT role_grant_dates_check,
    ADD CONSTRAINT role_grant_dates_check CHECK (valid_to >= valid_from - 1),
    ADD CONSTRAINT role_grant_ended_check CHECK (ended_at IS NULL OR (valid_to IS NOT NULL AND end_reason IS NOT NULL)),
    DROP CONSTRAINT role_grant_once_excl,
    ADD CONSTRAINT role_grant_once_excl EXCLUDE USING gist (
        user_id WITH =, role WITH =, (coalesce(spoke_id, 0)) WITH =,
        daterange(valid_from, valid_to + 1) WITH &&);
CREATE INDEX role_grant_role ON access.role_grant (role, spoke_id);
CREATE INDEX role_grant_spoke ON access.role_grant (spoke_id, user_id);

-- An invitation (24 hours) or a reset (30 minutes). Only the token's hash is
-- kept; it sets the password once.
CREATE TABLE access.account_link (
    id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id      uuid NOT NULL REFERENCES access.user_account,
    invites      boolean NOT NULL,
    token_hash   bytea NOT NULL CHECK (octet_length(token_hash) = 32),
    made_by      uuid REFERENCES access.user_account,
    made_at      timestamptz NOT NULL DEFAULT now(),
    expires_at   timestamptz NOT NULL,
    used_at      timestamptz,
    withdrawn_at timestamptz,
    CONSTRAINT account_link_token_key UNIQUE (token_hash),
    CONSTRAINT account_link_own_check CHECK (made_by <> user_id),
    CONSTRAINT account_link_expiry_check
        CHECK (expires_at <= made_at + CASE WHEN invites THEN interval '24 hours' ELSE interval '30 minutes' END),
    CONSTRAINT account_link_used_check
        CHECK (used_at IS NULL OR (withdrawn_at IS NULL AND used_at <= expires_at))
);
CREATE UNIQUE INDEX account_link_open ON access.account_link (user_id)
    WHERE used_at IS NULL AND withdrawn_at IS NULL;
CREATE INDEX account_link_user ON access.account_link (user_id, made_at);

-- What was done to an account and its roles stands in the access log.
CREATE INDEX access_log_account ON audit.access_log (record_id, id)
    WHERE record_kind = 'user' AND action IN ('create', 'change', 'grant');
