-- A draft is for whoever types it: no role, no spoke, no administrator. Even
-- the owner of the tables, who may read all else, has no policy here.
DROP POLICY owner ON casework.draft;
GRANT SELECT, INSERT (id, user_id, form, subject, title, content, based_on),
      UPDATE (title, content, based_on), DELETE ON casework.draft TO throughline_server;
CREATE POLICY read ON casework.draft FOR SELECT TO throughline_server
    USING (user_id = (SELECT access.me()) AND expires_at > now());
-- Whoever signs in on a page that somebody else typed into keeps nothing of it:
-- the page says whose text it is, and the session must be theirs.
CREATE POLICY make ON casework.draft FOR INSERT TO throughline_server
    WITH CHECK (user_id = (SELECT access.me()));
CREATE POLICY change ON casework.draft FOR UPDATE TO throughline_server
    USING (user_id = (SELECT access.me()) AND expires_at > now());
CREATE POLICY remove ON casework.draft FOR DELETE TO throughline_server
    USING (user_id = (SELECT access.me()));
