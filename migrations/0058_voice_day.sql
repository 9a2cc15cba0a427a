-- The young person's view in the minutes says how it is known, by whom, and
-- now also when (domain.md 4): what was said in March is not said today.
SET LOCAL ROLE throughline_owner;

ALTER TABLE casework.discussion ADD COLUMN voice_on date,
    ADD CONSTRAINT discussion_voice_on_check
        CHECK (voice_on <= (happened_at AT TIME ZONE 'Europe/London')::date);
