-- Transfers: the two spokes between them. Nothing of the episode shows through
-- an offer: its tables keep their own policies.
GRANT SELECT,
      INSERT (id, spoke_id, to_spoke_id, person_id, episode_id, reason, summary, shares, sharing_gateway,
              closing_risk_level, young_person_told_on, young_person_not_told, referrer_told_on,
              referrer_not_told, outcomes_recorded),
      UPDATE (state, state_reason, state_note) ON casework.transfer TO throughline_server;
CREATE POLICY read ON casework.transfer FOR SELECT TO throughline_server
    USING (spoke_id = ANY ((SELECT access.spokes_with('transfer.read'))::integer[])
           OR to_spoke_id = ANY ((SELECT access.spokes_with('transfer.read'))::integer[]));
CREATE POLICY make ON casework.transfer FOR INSERT TO throughline_server
    WITH CHECK (spoke_id = ANY ((SELECT access.spokes_with('transfer.offer'))::integer[]));
CREATE POLICY change ON casework.transfer FOR UPDATE TO throughline_server
    USING (spoke_id = ANY ((SELECT access.spokes_with('transfer.offer'))::integer[])
           OR to_spoke_id = ANY ((SELECT access.spokes_with('transfer.answer'))::integer[]));

-- The agreed history: the staff of the spoke that received it, and of the one
-- that gave it.
GRANT SELECT ON casework.transfer_item TO throughline_server;
CREATE POLICY read ON casework.transfer_item FOR SELECT TO throughline_server
    USING (spoke_id = ANY ((SELECT access.spokes_with('scope.case'))::integer[])
           OR from_spoke_id = ANY ((SELECT access.spokes_with('scope.case'))::integer[]));
-- That the offer was accepted stands in the journey of those who received.
CREATE POLICY read_received ON casework.state_change FOR SELECT TO throughline_server
    USING (machine = 'transfer' AND to_state = 'accepted'
           AND subject_id = ANY ((SELECT casework.transfers_received())::uuid[]));
