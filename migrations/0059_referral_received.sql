-- A referral that came by telephone, letter or at a meeting was made, and
-- reached the spoke, before somebody typed it in (domain.md 3). Empty: the day
-- it was sent here. The clock of triage runs from the day it was received.
SET LOCAL ROLE throughline_owner;

ALTER TABLE casework.referral
    ADD COLUMN made_on     date,
    ADD COLUMN received_on date,
    ADD CONSTRAINT referral_made_on_check CHECK (made_on <= received_on
        AND made_on <= (submitted_at AT TIME ZONE 'Europe/London')::date),
    ADD CONSTRAINT referral_received_on_check
        CHECK (received_on <= (submitted_at AT TIME ZONE 'Europe/London')::date);
