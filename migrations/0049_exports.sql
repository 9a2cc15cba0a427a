-- Files made for one person: a pseudonymised extract, a leaving spoke's whole
-- export, and what else a room offers (functions/58_exports.sql says how a room
-- adds a kind). The worker makes them in steps (background/job.h); they lie
-- here, not on a disk, until they expire. Each has its reason, its owner and
-- its hash, and each download is in the access log.
SET LOCAL ROLE throughline_owner;

CREATE TABLE jobs.export_kind (
    code         text PRIMARY KEY CHECK (code ~ '^[a-z][a-z_]{0,39}$'),
    label        text NOT NULL CHECK (label <> ''),
    permission   text NOT NULL REFERENCES access.permission, -- to ask for one and to take it
    approved_by  text REFERENCES access.permission, -- who else must agree; NULL: nobody
    of_spoke     boolean NOT NULL, -- of one spoke, or of the hub
    signed       boolean NOT NULL,
    hours        integer NOT NULL CHECK (hours > 0), -- how long it can be taken
    rows_most    bigint NOT NULL CHECK (rows_most > 0)
);

-- What an analyst works on. Pseudonyms hold within it: extracts of one study
-- can be joined, those of two cannot. Ending it destroys its key.
CREATE TABLE jobs.study (
    id       uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    version  integer NOT NULL DEFAULT 1,
    title    text NOT NULL CHECK (title <> '' AND length(title) <= 200),
    made_at  timestamptz NOT NULL DEFAULT now(),
    made_by  uuid NOT NULL REFERENCES access.user_account,
    ended_at timestamptz,
    ended_by uuid REFERENCES access.user_account,
    CONSTRAINT study_ended_check CHECK ((ended_at IS NULL) = (ended_by IS NULL))
);
-- Its key, as the two blocks that HMAC begins with (RFC 2104). No role reads it.
CREATE TABLE jobs.study_key (
    study_id    uuid PRIMARY KEY REFERENCES jobs.study,
    inner_block bytea NOT NULL CHECK (octet_length(inner_block) = 64),
    outer_block bytea NOT NULL CHECK (octet_length(outer_block) = 64)
);

CREATE TABLE jobs.export (
    id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    version    integer NOT NULL DEFAULT 1,
    kind       text NOT NULL REFERENCES jobs.export_kind,
    title      text NOT NULL CHECK (title <> '' AND length(title) <= 200),
    owner_id   uuid NOT NULL REFERENCES access.user_account,
    spoke_id   integer REFERENCES reference.spoke, -- NULL: of the hub
    reason     text NOT NULL CHECK (length(btrim(reason)) BETWEEN 10 AND 1000),
    input      jsonb NOT NULL DEFAULT '{}',
    content_id uuid NOT NULL, -- whose pieces it is: its own, or those of a snapshot
    state      text NOT NULL DEFAULT 'making',
    asked_at   timestamptz NOT NULL DEFAULT now(),
    decided_at timestamptz, -- somebody else agreed, or did not
    decided_by uuid REFERENCES access.user_account,
    decided_note text,
    plan       jsonb, -- what its steps are, by the first of them
    file_name  text,
    sha256     bytea CHECK (octet_length(sha256) = 32),
    size       bigint,
    rows       bigint,
    ready_at   timestamptz,
    expires_at timestamptz,
    removed_at timestamptz,
    downloads  integer NOT NULL DEFAULT 0,
    CONSTRAINT export_ready_check CHECK (
        (state IN ('ready', 'removed')) = (sha256 IS NOT NULL AND file_name IS NOT NULL AND size IS NOT NULL
         AND ready_at IS NOT NULL AND expires_at IS NOT NULL)),
    CONSTRAINT export_removed_check CHECK ((state = 'removed') = (removed_at IS NOT NULL)),
    CONSTRAINT export_second_person_check CHECK (decided_by <> owner_id)
);
CREATE INDEX export_owner ON jobs.export (owner_id, asked_at, id);
CREATE INDEX export_spoke ON jobs.export (spoke_id, asked_at, id);
CREATE INDEX export_ready ON jobs.export (expires_at) WHERE state = 'ready';
CREATE INDEX export_content ON jobs.export (content_id);

-- A snapshot: an extract as it was. Its file is kept, so that asked for again it
-- is the same, byte for byte.
CREATE TABLE jobs.snapshot (
    id         uuid PRIMARY KEY, -- that of the export that made it
    code       text NOT NULL UNIQUE CHECK (code ~ '^S-[A-Z2-7]{8}$'),
    study_id   uuid NOT NULL REFERENCES jobs.study,
    cut_at     timestamptz NOT NULL,
    made_by    uuid NOT NULL REFERENCES access.user_account,
    reason     text NOT NULL,
    spokes     integer[] NOT NULL,
    notes      jsonb, -- what was left out, and the smallest group
    sha256     bytea, -- of the file; NULL: still being made
    keep_until date NOT NULL,
    removed_at timestamptz
);
CREATE INDEX snapshot_study ON jobs.snapshot (study_id, cut_at);
CREATE INDEX snapshot_keep ON jobs.snapshot (keep_until) WHERE removed_at IS NULL;

-- Whom a snapshot is of while it is being made; nobody can look anybody up in
-- it afterwards.
CREATE TABLE jobs.snapshot_person (
    snapshot_id  uuid NOT NULL REFERENCES jobs.snapshot,
    person_id    uuid NOT NULL, -- a record, or one merged into it
    survivor_id  uuid NOT NULL,
    sex          text NOT NULL,
    ethnic_group text NOT NULL,
    age_band     text NOT NULL,
    kept_back    integer NOT NULL DEFAULT 0, -- how many of the three are
    PRIMARY KEY (snapshot_id, person_id)
);

-- A file's parts, in order; and the packed file, in pieces.
CREATE TABLE jobs.export_part (
    export_id  uuid NOT NULL REFERENCES jobs.export,
    file       text NOT NULL CHECK (file ~ '^[A-Za-z0-9_./-]{1,100}$' AND file !~ '(^/|\.\.)'),
    number     integer NOT NULL,
    content    text NOT NULL,
    rows       integer NOT NULL DEFAULT 0,
    PRIMARY KEY (export_id, file, number)
);
CREATE TABLE jobs.export_chunk (
    export_id uuid NOT NULL REFERENCES jobs.export,
    number    integer NOT NULL,
    content   bytea NOT NULL,
    PRIMARY KEY (export_id, number)
);

-- When the worker last put away what is out of date.
CREATE TABLE jobs.tidying (
    only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
    done_at  timestamptz NOT NULL
);
INSERT INTO jobs.tidying (done_at) VALUES ('-infinity');

RESET ROLE;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA jobs TO throughline_definer;
-- A file handed in is put away with its rows once it is out of force for long.
GRANT DELETE ON reporting.import_file, reporting.import_row, reporting.import_fault TO throughline_definer;
