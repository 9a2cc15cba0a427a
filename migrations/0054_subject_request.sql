-- What a young person may ask of what is held about them (domain.md 11): to see
-- it, and to have it put right. The workspace holds copies of what was found;
-- the records themselves are never touched by it.
SET LOCAL ROLE throughline_owner;

DO $$
DECLARE
    v text;
BEGIN
    FOREACH v IN ARRAY '{subject_request_kind,subject_request_by,subject_item_decision,rectification_outcome,subject_refusal}'::text[] LOOP
        EXECUTE format('CREATE TABLE reference.%I PARTITION OF reference.term FOR VALUES IN (%L)', v, v);
        EXECUTE format('ALTER TABLE reference.%I ADD CONSTRAINT %I UNIQUE (code)', v, v || '_code_key');
    END LOOP;
END $$;

CREATE TABLE casework.subject_request (
    id            uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    version       integer NOT NULL DEFAULT 1,
    number        integer GENERATED ALWAYS AS IDENTITY UNIQUE,
    spoke_id      integer NOT NULL,
    person_id     uuid NOT NULL,
    reference     text NOT NULL CHECK (reference <> ''),
    kind          text NOT NULL REFERENCES reference.subject_request_kind (code),
    state         text NOT NULL DEFAULT 'received',
    state_reason  text REFERENCES reference.subject_refusal (code),
    state_note    text CHECK (state_note <> ''),
    asked_by      text NOT NULL REFERENCES reference.subject_request_by (code),
    asker_name    text NOT NULL CHECK (asker_name <> ''),
    asker_contact text CHECK (asker_contact <> ''),
    asked         text NOT NULL CHECK (asked <> ''),
    received_on   date NOT NULL,
    -- The clock begins when it is known who asks.
    identity_on   date,
    identity_how  text CHECK (identity_how <> ''),
    paused_on     date,
    paused_days   integer NOT NULL DEFAULT 0 CHECK (paused_days >= 0),
    extended_on   date,
    extend_reason text CHECK (extend_reason <> ''),
    gathered_at   timestamptz,
    closed_on     date,
    -- Of a rectification.
    outcome       text REFERENCES reference.rectification_outcome (code),
    outcome_note  text CHECK (outcome_note <> ''),
    statement     text CHECK (statement <> ''),
    amended       jsonb,
    created_at    timestamptz NOT NULL DEFAULT now(),
    created_by    uuid REFERENCES access.user_account,
    updated_at    timestamptz NOT NULL DEFAULT now(),
    updated_by    uuid REFERENCES access.user_account,
    CONSTRAINT subject_request_person_known_fkey FOREIGN KEY (person_id, spoke_id)
        REFERENCES casework.person_spoke (person_id, spoke_id),
    CONSTRAINT subject_request_key UNIQUE (id, person_id, spoke_id),
    CONSTRAINT subject_request_identity_check CHECK ((identity_on IS NULL) = (identity_how IS NULL)),
    CONSTRAINT subject_request_identity_on_check CHECK (identity_on >= received_on),
    CONSTRAINT subject_request_known_check CHECK (state NOT IN ('in_progress', 'paused', 'answered') OR identity_on IS NOT NULL),
    CONSTRAINT subject_request_paused_check CHECK ((state = 'paused') = (paused_on IS NOT NULL)),
    CONSTRAINT subject_request_extended_check CHECK ((extended_on IS NULL) = (extend_reason IS NULL)),
    CONSTRAINT subject_request_closed_check CHECK ((state IN ('answered', 'refused', 'withdrawn')) = (closed_on IS NOT NULL)),
    CONSTRAINT subject_request_refused_check CHECK ((state = 'refused') = (state_reason IS NOT NULL)),
    CONSTRAINT subject_request_outcome_check CHECK ((outcome IS NOT NULL) = (kind = 'rectification' AND state = 'answered')),
    CONSTRAINT subject_request_disagreement_check CHECK ((statement IS NOT NULL) = (outcome IS NOT DISTINCT FROM 'statement')),
    CONSTRAINT subject_request_outcome_why_check CHECK (outcome IS NULL OR outcome_note IS NOT NULL)
);
CREATE INDEX subject_request_spoke ON casework.subject_request (spoke_id, created_at DESC, id DESC);
CREATE INDEX subject_request_open ON casework.subject_request (spoke_id, received_on) WHERE closed_on IS NULL;
CREATE INDEX subject_request_person ON casework.subject_request (person_id);

-- What was found: a row of some room, in words.
CREATE TABLE casework.subject_item (
    id          uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    version     integer NOT NULL DEFAULT 1,
    request_id  uuid NOT NULL,
    spoke_id    integer NOT NULL,
    person_id   uuid NOT NULL,
    room        text NOT NULL CHECK (room <> ''),
    record_id   text NOT NULL,
    happened_on date,
    content     text CHECK (content <> ''),
    held        boolean NOT NULL,           -- by its originator: content comes when it is released
    decision    text REFERENCES reference.subject_item_decision (code),
    exemption   text REFERENCES reference.redaction_reason (code),
    note        text CHECK (note <> ''),
    decided_at  timestamptz,
    decided_by  uuid REFERENCES access.user_account,
    CONSTRAINT subject_item_request_fkey FOREIGN KEY (request_id, person_id, spoke_id)
        REFERENCES casework.subject_request (id, person_id, spoke_id),
    CONSTRAINT subject_item_once_key UNIQUE (request_id, room, record_id),
    CONSTRAINT subject_item_key UNIQUE (id, person_id, spoke_id),
    CONSTRAINT subject_item_held_check CHECK (held = (content IS NULL)),
    CONSTRAINT subject_item_held_included_check CHECK (NOT (held AND decision IS NOT DISTINCT FROM 'include')),
    CONSTRAINT subject_item_exemption_check CHECK ((decision IS NOT DISTINCT FROM 'exempt') = (exemption IS NOT NULL)),
    CONSTRAINT subject_item_decided_check CHECK ((decision IS NULL) = (decided_at IS NULL))
);
CREATE INDEX subject_item_person ON casework.subject_item (person_id);

-- The redaction log: words that are not given out, and why. The item keeps its own.
CREATE TABLE casework.subject_redaction (
    id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    item_id    uuid NOT NULL,
    spoke_id   integer NOT NULL,
    person_id  uuid NOT NULL,
    passage    text NOT NULL CHECK (btrim(passage) <> ''),
    reason     text NOT NULL REFERENCES reference.redaction_reason (code),
    created_at timestamptz NOT NULL DEFAULT now(),
    created_by uuid REFERENCES access.user_account,
    undone_at  timestamptz,
    undone_by  uuid REFERENCES access.user_account,
    undo_reason text CHECK (undo_reason <> ''),
    CONSTRAINT subject_redaction_item_fkey FOREIGN KEY (item_id, person_id, spoke_id)
        REFERENCES casework.subject_item (id, person_id, spoke_id),
    CONSTRAINT subject_redaction_undone_check CHECK ((undone_at IS NULL) = (undo_reason IS NULL))
);
CREATE UNIQUE INDEX subject_redaction_once ON casework.subject_redaction (item_id, passage) WHERE undone_at IS NULL;
CREATE INDEX subject_redaction_item ON casework.subject_redaction (item_id);
CREATE INDEX subject_redaction_person ON casework.subject_redaction (person_id);

-- As it was given out, with its hash; it stays as it is.
CREATE TABLE casework.subject_copy (
    request_id uuid PRIMARY KEY,
    spoke_id   integer NOT NULL,
    person_id  uuid NOT NULL,
    content    jsonb NOT NULL,
    hash       bytea NOT NULL CHECK (octet_length(hash) = 32),
    made_at    timestamptz NOT NULL,
    made_by    uuid REFERENCES access.user_account,
    CONSTRAINT subject_copy_request_fkey FOREIGN KEY (request_id, person_id, spoke_id)
        REFERENCES casework.subject_request (id, person_id, spoke_id)
);
CREATE INDEX subject_copy_person ON casework.subject_copy (person_id);

-- Who was given what is now put right, and has been told (UK GDPR article 19).
CREATE TABLE casework.subject_told (
    id            uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    request_id    uuid NOT NULL,
    spoke_id      integer NOT NULL,
    person_id     uuid NOT NULL,
    disclosure_id uuid NOT NULL REFERENCES casework.disclosure,
    created_at    timestamptz NOT NULL DEFAULT now(),
    created_by    uuid REFERENCES access.user_account,
    CONSTRAINT subject_told_request_fkey FOREIGN KEY (request_id, person_id, spoke_id)
        REFERENCES casework.subject_request (id, person_id, spoke_id),
    CONSTRAINT subject_told_once UNIQUE (request_id, disclosure_id)
);
CREATE INDEX subject_told_person ON casework.subject_told (person_id);
CREATE INDEX subject_told_disclosure ON casework.subject_told (disclosure_id);
RESET ROLE;
