-- Handing a young person to another spoke (domain.md 4): offered, then accepted,
-- refused or withdrawn. What stands in the offer is all the other spoke may read
-- until it accepts; what was agreed to be shared is copied when it does.
SET LOCAL ROLE throughline_owner;

CREATE TABLE casework.transfer (
    id                    uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    version               integer NOT NULL DEFAULT 1,
    spoke_id              integer NOT NULL,  -- the spoke that offers
    to_spoke_id           integer NOT NULL REFERENCES reference.spoke,
    person_id             uuid NOT NULL,
    episode_id            uuid NOT NULL,
    state                 text NOT NULL DEFAULT 'offered',
    state_reason          text,
    state_note            text,
    -- The offer. The name and date of birth are those of the day it was made.
    person_name           text NOT NULL,
    born_on               date,
    reason                text NOT NULL,
    summary               text NOT NULL CHECK (summary <> ''),
    shares                text[] NOT NULL DEFAULT '{}',
    sharing_gateway       text NOT NULL REFERENCES reference.sharing_gateway (code),
    -- The closure checklist of the episode that is handed over.
    closing_risk_level    text NOT NULL REFERENCES reference.risk_level (code),
    young_person_told_on  date,
    young_person_not_told text,
    referrer_told_on      date,
    referrer_not_told     text,
    outcomes_recorded     boolean NOT NULL,
    -- The answer, and the episode it opened.
    decided_at            timestamptz,
    decided_by            uuid REFERENCES access.user_account,
    to_episode_id         uuid,
    created_at            timestamptz NOT NULL DEFAULT now(),
    created_by            uuid REFERENCES access.user_account,
    updated_at            timestamptz NOT NULL DEFAULT now(),
    updated_by            uuid REFERENCES access.user_account,
    -- One vocabulary each, of those without a partition of their own.
    reason_vocabulary     text NOT NULL GENERATED ALWAYS AS ('transfer_reason') STORED,
    refusal_vocabulary    text GENERATED ALWAYS AS (CASE state WHEN 'refused' THEN 'transfer_refusal_reason' END) STORED,
    CONSTRAINT transfer_reason_fkey FOREIGN KEY (reason_vocabulary, reason)
        REFERENCES reference.term (vocabulary, code),
    CONSTRAINT transfer_state_reason_fkey FOREIGN KEY (refusal_vocabulary, state_reason)
        REFERENCES reference.term (vocabulary, code),
    CONSTRAINT transfer_episode_fkey FOREIGN KEY (episode_id, person_id, spoke_id)
        REFERENCES casework.episode (id, person_id, spoke_id),
    -- The new episode is made after the answer, in the same transaction.
    CONSTRAINT transfer_to_episode_fkey FOREIGN KEY (to_episode_id, person_id, to_spoke_id)
        REFERENCES casework.episode (id, person_id, spoke_id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT transfer_to_spoke_check CHECK (to_spoke_id <> spoke_id),
    CONSTRAINT transfer_young_person_told_check
        CHECK (num_nonnulls(young_person_told_on, young_person_not_told) = 1),
    CONSTRAINT transfer_referrer_told_check
        CHECK (num_nonnulls(referrer_told_on, referrer_not_told) = 1),
    CONSTRAINT transfer_decided_check CHECK ((state = 'offered') = (decided_at IS NULL)),
    CONSTRAINT transfer_accepted_check CHECK ((state = 'accepted') = (to_episode_id IS NOT NULL)),
    CONSTRAINT transfer_refused_check CHECK ((state = 'refused') = (state_reason IS NOT NULL)),
    CONSTRAINT transfer_withdrawn_check CHECK (state <> 'withdrawn' OR state_note IS NOT NULL)
);
-- An episode is offered to one spoke at a time, and handed over once.
CREATE UNIQUE INDEX transfer_one_offer ON casework.transfer (episode_id)
    WHERE state IN ('offered', 'accepted');
CREATE INDEX transfer_outgoing ON casework.transfer (spoke_id, updated_at DESC, id DESC);
CREATE INDEX transfer_incoming ON casework.transfer (to_spoke_id, updated_at DESC, id DESC);
CREATE INDEX transfer_to_answer ON casework.transfer (to_spoke_id) WHERE state = 'offered';
CREATE INDEX transfer_of_episode ON casework.transfer (episode_id);
CREATE INDEX transfer_by ON casework.transfer (created_by) WHERE state = 'offered';
CREATE UNIQUE INDEX transfer_to_episode ON casework.transfer (to_episode_id);
CREATE INDEX transfer_person ON casework.transfer (person_id);

-- The agreed history, as it stood when the other spoke accepted: copies, so
-- that neither what the sender does later nor what it kept back shows through.
CREATE TABLE casework.transfer_item (
    id            uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    transfer_id   uuid NOT NULL REFERENCES casework.transfer,
    person_id     uuid NOT NULL REFERENCES casework.person,
    spoke_id      integer NOT NULL REFERENCES reference.spoke, -- who received it
    from_spoke_id integer NOT NULL REFERENCES reference.spoke,
    at            timestamptz NOT NULL,
    kind          text NOT NULL,   -- as the journey's events
    subject       text,
    vocabulary    text,
    code          text,
    who           uuid REFERENCES access.user_account,
    agency_id     integer REFERENCES reference.agency,
    text          text,
    detail        jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX transfer_item_transfer ON casework.transfer_item (transfer_id, at DESC, id);
