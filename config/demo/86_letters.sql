-- What referrers were told: a letter for each decision, sent on the day or the
-- next; of the latest, one in a few still waits to be sent, and some are late.
SET LOCAL enable_seqscan = off;

CREATE FUNCTION demo.letter(r casework.referral, result text, since timestamptz, free text) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    key text := r.reference || result;
    spoke_ text := (SELECT s.code FROM reference.spoke s WHERE s.id = r.spoke_id);
    by_user uuid := demo.desk_on_duty(spoke_, key);
    -- In the afternoon where it was decided in the morning, else the day after.
    sent timestamptz := greatest(since + interval '25 minutes', demo.office(since, demo.between(key || ' sent', 0, 2), key));
    letter uuid;
BEGIN
    PERFORM demo.tell(since, by_user);
    letter := casework.letter_draft(r.id, result, since, free);
    IF sent > now() OR since > now() - interval '12 days' AND demo.chance(key || ' waits', 0.3) THEN
        RETURN;
    END IF;
    PERFORM demo.tell(sent, by_user);
    UPDATE casework.referral_letter l
       SET state = 'issued', channel = CASE l.audience WHEN 'professional' THEN 'here' ELSE 'post' END
     WHERE l.id = letter;
END $$;

DO $$
DECLARE
    r casework.referral;
    heard timestamptz;
BEGIN
    FOR r IN SELECT * FROM casework.referral x
              WHERE x.decided_at IS NOT NULL ORDER BY x.decided_at, x.id LOOP
        PERFORM demo.letter(r, r.state, r.decided_at, r.result_for_referrer);
        CONTINUE WHEN r.decided_at < now() - interval '100 days'
                   OR EXISTS (SELECT FROM casework.referral_letter l WHERE l.referral_id = r.id AND l.state = 'draft');
        SELECT min(d.happened_at) INTO heard
          FROM casework.episode e JOIN casework.discussion d ON d.episode_id = e.id
          JOIN casework.meeting m ON m.id = d.meeting_id
         WHERE e.referral_id = r.id AND m.state IN ('minutes_draft', 'minutes_checked', 'signed_off', 'distributed');
        IF heard IS NOT NULL THEN
            PERFORM demo.letter(r, 'heard_at_meeting', heard, NULL);
        END IF;
    END LOOP;
END $$;
