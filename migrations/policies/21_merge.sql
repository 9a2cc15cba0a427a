-- Merges: read by who sees the record that stands for both; made and undone by
-- coordinators, the trigger asking for every spoke that knows either.
GRANT SELECT, INSERT (id, survivor_id, merged_id, reason), UPDATE (undo_reason)
    ON casework.person_merge TO throughline_server;
CREATE POLICY read ON casework.person_merge FOR SELECT TO throughline_server
    USING (EXISTS (SELECT FROM casework.person p WHERE p.id = survivor_id)
           OR EXISTS (SELECT FROM casework.person p WHERE p.id = merged_id));
CREATE POLICY make ON casework.person_merge FOR INSERT TO throughline_server
    WITH CHECK ((SELECT access.has('person.merge'))
                AND EXISTS (SELECT FROM casework.person p WHERE p.id = survivor_id)
                AND EXISTS (SELECT FROM casework.person p WHERE p.id = merged_id));
CREATE POLICY change ON casework.person_merge FOR UPDATE TO throughline_server
    USING ((SELECT access.has('person.merge'))
           AND EXISTS (SELECT FROM casework.person p WHERE p.id = survivor_id));
