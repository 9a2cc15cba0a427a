-- What was opened in an emergency: whoever opened it sees that they did, and
-- those who review it in the spoke whose case it is. Opened by its function
-- alone; ended and reviewed here.
GRANT SELECT, UPDATE (until, outcome, review_note) ON casework.break_glass TO throughline_server;
CREATE POLICY read ON casework.break_glass FOR SELECT TO throughline_server
    USING (user_id = (SELECT access.me())
           OR spoke_id = ANY ((SELECT access.spokes_with('break_glass.review'))::integer[]));
CREATE POLICY ending ON casework.break_glass FOR UPDATE TO throughline_server
    USING (user_id = (SELECT access.me()) AND until > now())
    WITH CHECK (user_id = (SELECT access.me()) AND until <= now() AND outcome IS NULL);
CREATE POLICY review ON casework.break_glass FOR UPDATE TO throughline_server
    USING (spoke_id = ANY ((SELECT access.spokes_with('break_glass.review'))::integer[])
           AND user_id <> (SELECT access.me()) AND until <= now())
    WITH CHECK (user_id <> (SELECT access.me()) AND until <= now());
