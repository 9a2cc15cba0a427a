-- Associations: those who work with cases in the spoke that wrote it down, and
-- nobody else: no panel, no provider, no other spoke. Both young people are
-- known there, so that its readers see both.
GRANT SELECT, INSERT (id, spoke_id, person_id, other_id, kind, certainty, basis, source, note, known_on,
                      expires_on),
      UPDATE (certainty, note, expires_on, ended_on, end_reason, in_error_at)
    ON casework.association TO throughline_server;
CREATE POLICY read ON casework.association FOR SELECT TO throughline_server
    USING (spoke_id = ANY ((SELECT access.spokes_with('association.read'))::integer[]));
CREATE POLICY make ON casework.association FOR INSERT TO throughline_server
    WITH CHECK (spoke_id = ANY ((SELECT access.spokes_with('association.write'))::integer[]));
CREATE POLICY change ON casework.association FOR UPDATE TO throughline_server
    USING (spoke_id = ANY ((SELECT access.spokes_with('association.write'))::integer[]));
