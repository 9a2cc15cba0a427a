-- An agency check that was asked by mistake is withdrawn, with the reason: the
-- agency need not answer, and what was asked stays to be read.
SET LOCAL ROLE throughline_owner;

ALTER TABLE casework.agency_check
    ADD COLUMN withdrawn_reason text REFERENCES reference.correction_reason (code),
    ADD COLUMN withdrawn_note   text CHECK (withdrawn_note <> ''),
    ADD CONSTRAINT agency_check_withdrawn_check
        CHECK ((coalesce(result, '') = 'withdrawn') = (withdrawn_reason IS NOT NULL)),
    ADD CONSTRAINT agency_check_withdrawn_why_check CHECK (withdrawn_note IS NULL OR withdrawn_reason IS NOT NULL),
    ADD CONSTRAINT agency_check_withdrawn_text_check CHECK (withdrawn_reason IS NULL OR text IS NULL);
