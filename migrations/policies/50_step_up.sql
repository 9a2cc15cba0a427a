-- What needs a recent sign-in needs it in the database too (R20).
CREATE POLICY recent_make ON casework.person_merge AS RESTRICTIVE FOR INSERT TO throughline_server
    WITH CHECK ((SELECT access.recently_confirmed()));
CREATE POLICY recent_change ON casework.person_merge AS RESTRICTIVE FOR UPDATE TO throughline_server
    USING ((SELECT access.recently_confirmed()));
