-- Settings: any live session reads them (10_all.sql); the spoke's coordinator
-- says new ones. What was said is never changed or taken back by hand.
GRANT INSERT (spoke_id, setting, value, valid_from, reason) ON reference.spoke_setting_value TO throughline_server;
CREATE POLICY make ON reference.spoke_setting_value FOR INSERT TO throughline_server
    WITH CHECK (spoke_id = ANY ((SELECT access.spokes_with('setting.write'))::integer[]));

-- Letters: the spoke's staff; the referrer theirs, once it is sent. They are
-- drafted by decisions (functions/45_referral_letters.sql), not inserted.
GRANT SELECT, UPDATE (addressee, organisation, send_to, own_words, state, state_reason, state_note, channel)
    ON casework.referral_letter TO throughline_server;
CREATE POLICY read ON casework.referral_letter FOR SELECT TO throughline_server
    USING (spoke_id = ANY ((SELECT access.spokes_with('scope.case'))::integer[])
           OR state = 'issued' AND spoke_id = ANY ((SELECT access.spokes_with('referral.write'))::integer[])
              AND EXISTS (SELECT FROM casework.referral r
                           WHERE r.id = referral_id AND r.referred_by = (SELECT access.me())));
CREATE POLICY change ON casework.referral_letter FOR UPDATE TO throughline_server
    USING (spoke_id = ANY ((SELECT access.spokes_with('referral.triage'))::integer[]));
