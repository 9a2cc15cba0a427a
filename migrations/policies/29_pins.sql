-- A pin is its owner's alone, as a draft is; nobody pins whom they may not open.
DROP POLICY owner ON casework.pin;
GRANT SELECT, INSERT (user_id, person_id), DELETE ON casework.pin TO throughline_server;
CREATE POLICY read ON casework.pin FOR SELECT TO throughline_server
    USING (user_id = (SELECT access.me()));
CREATE POLICY make ON casework.pin FOR INSERT TO throughline_server
    WITH CHECK (user_id = (SELECT access.me())
                AND EXISTS (SELECT FROM casework.person p WHERE p.id = person_id));
CREATE POLICY remove ON casework.pin FOR DELETE TO throughline_server
    USING (user_id = (SELECT access.me()));
