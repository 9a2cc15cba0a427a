-- Referral in full (domain.md 3): what a spoke decides for itself is dated, and
-- each result is told to the referrer in a letter that does not change.
SET LOCAL ROLE throughline_owner;

-- ---- what a spoke decides for itself ------------------------------------------

-- One row for each value a setting has had or will have. What holds today is
-- the view reference.spoke_setting (functions/14_spoke_settings.sql).
ALTER TABLE reference.spoke_setting RENAME TO spoke_setting_value;
ALTER TABLE reference.spoke_setting_value
    DROP CONSTRAINT spoke_setting_pkey,
    ADD COLUMN id          uuid NOT NULL DEFAULT gen_random_uuid(),
    ADD COLUMN valid_from  date NOT NULL DEFAULT '2000-01-01', -- as the partnership began
    ADD COLUMN valid_to    date,          -- the day the next one begins
    ADD COLUMN reason      text,
    ADD COLUMN made_at     timestamptz NOT NULL DEFAULT now(),
    ADD COLUMN made_by     uuid REFERENCES access.user_account,
    ADD COLUMN replaced_at timestamptz,   -- another was said for the same day
    ADD CONSTRAINT spoke_setting_value_pkey PRIMARY KEY (id),
    ADD CONSTRAINT spoke_setting_value_dates_check CHECK (valid_to > valid_from);
CREATE UNIQUE INDEX spoke_setting_value_from_key
    ON reference.spoke_setting_value (spoke_id, setting, valid_from) WHERE replaced_at IS NULL;
-- Enough for the view and its history; the spoke alone for a page of settings.
CREATE INDEX spoke_setting_value_history
    ON reference.spoke_setting_value (spoke_id, setting, valid_from DESC, made_at DESC);

-- ---- letters of result ----------------------------------------------------------

DO $$
DECLARE
    vocabulary text;
BEGIN
    FOREACH vocabulary IN ARRAY '{referral_letter,letter_audience,letter_channel,letter_not_sent_reason}'::text[] LOOP
        EXECUTE format('CREATE TABLE reference.%I PARTITION OF reference.term
                        FOR VALUES IN (%L)', vocabulary, vocabulary);
        EXECUTE format('ALTER TABLE reference.%I ADD CONSTRAINT %I
                        UNIQUE (code)', vocabulary, vocabulary || '_code_key');
    END LOOP;
END $$;

ALTER TABLE casework.referral ADD CONSTRAINT referral_spoke_key UNIQUE (id, spoke_id);

-- Words are copied in when it is drafted, so that what was sent stays what was
-- sent whatever the partnership's wording becomes. Nothing of it is taken from
-- anybody's record but the referral itself, as its referrer wrote it.
CREATE TABLE casework.referral_letter (
    id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    version      integer NOT NULL DEFAULT 1,
    spoke_id     integer NOT NULL,
    referral_id  uuid NOT NULL,
    person_id    uuid,              -- as the referral's when it was drafted
    state        text NOT NULL DEFAULT 'draft',
    state_reason text,
    state_note   text,
    result       text NOT NULL REFERENCES reference.referral_letter (code),
    audience     text NOT NULL REFERENCES reference.letter_audience (code),
    clock_from   timestamptz NOT NULL, -- the decision or the meeting it tells of
    addressee    text NOT NULL CHECK (addressee <> ''),
    organisation text,
    send_to      text,              -- how the referrer said they can be reached
    subject      text NOT NULL CHECK (subject <> ''),
    words        text NOT NULL CHECK (words <> ''), -- the partnership's, for this result
    own_words    text,              -- the free paragraph
    closing      text NOT NULL CHECK (closing <> ''),
    sender       text NOT NULL CHECK (sender <> ''), -- the letterhead
    replaces_id  uuid UNIQUE REFERENCES casework.referral_letter,
    channel      text REFERENCES reference.letter_channel (code),
    issued_at    timestamptz,
    issued_by    uuid REFERENCES access.user_account,
    signed_by    text,
    created_at   timestamptz NOT NULL DEFAULT now(),
    created_by   uuid REFERENCES access.user_account,
    updated_at   timestamptz NOT NULL DEFAULT now(),
    updated_by   uuid REFERENCES access.user_account,
    CONSTRAINT referral_letter_referral_fkey
        FOREIGN KEY (referral_id, spoke_id) REFERENCES casework.referral (id, spoke_id),
    CONSTRAINT referral_letter_person_known_fkey
        FOREIGN KEY (person_id, spoke_id) REFERENCES casework.person_spoke (person_id, spoke_id),
    CONSTRAINT referral_letter_issued_check CHECK (
        (state = 'issued') = (issued_at IS NOT NULL)
        AND (state = 'issued') = (channel IS NOT NULL)
        AND (state = 'issued') = (signed_by IS NOT NULL)),
    CONSTRAINT referral_letter_not_sent_check CHECK (state <> 'not_sent' OR state_reason IS NOT NULL)
);
CREATE INDEX referral_letter_referral ON casework.referral_letter (referral_id, created_at);
-- One is being written at a time.
CREATE UNIQUE INDEX referral_letter_one_draft ON casework.referral_letter (referral_id) WHERE state = 'draft';
-- Who has not been told yet, longest waiting first.
CREATE INDEX referral_letter_waiting ON casework.referral_letter (spoke_id, clock_from) WHERE state = 'draft';
CREATE INDEX referral_letter_person ON casework.referral_letter (person_id);

-- What is late: the episodes whose agencies are still asked.
CREATE INDEX episode_checks ON casework.episode (spoke_id, updated_at) WHERE state = 'agency_checks';
CREATE INDEX allocation_first_contact ON casework.allocation (spoke_id, offered_on)
    WHERE ended_on IS NULL AND offered_on IS NOT NULL;
