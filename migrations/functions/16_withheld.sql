-- Whose records are withheld from whom. Worked out once a session with its
-- scopes (access.live_session, access.enter), read by the policies of
-- migrations/policies/90_withheld.sql and by every function that looks past
-- policies. For whom a record is withheld, it is not there.

-- Whether somebody holds the coordinator's role in a spoke today.
CREATE OR REPLACE FUNCTION access.is_coordinator(user_ uuid, spoke integer) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (SELECT FROM access.role_grant g JOIN access.user_account u ON u.id = g.user_id
        WHERE g.user_id = user_ AND g.role = 'spoke_coordinator' AND coalesce(g.spoke_id, spoke) = spoke
          AND u.disabled_at IS NULL
          AND access.today() BETWEEN g.valid_from AND coalesce(g.valid_to, 'infinity'));
$$;

-- Whether a coordinator who is not blocked holds the keys of a restriction.
-- Without one, no block on a coordinator is in force: a record that nobody can
-- open would be worse than one opened by somebody who is named in the log.
CREATE OR REPLACE FUNCTION access.keys_held(restriction uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (SELECT FROM casework.restriction r
        JOIN access.role_grant g ON g.role = 'spoke_coordinator' AND coalesce(g.spoke_id, r.spoke_id) = r.spoke_id
        JOIN access.user_account u ON u.id = g.user_id AND u.disabled_at IS NULL
        WHERE r.id = restriction
          AND access.today() BETWEEN g.valid_from AND coalesce(g.valid_to, 'infinity')
          AND NOT EXISTS (SELECT FROM casework.restriction_user b WHERE b.restriction_id = r.id
                             AND b.user_id = g.user_id AND b.entry = 'blocked' AND b.ended_at IS NULL));
$$;

-- The young people withheld from a user, with what was merged into them.
-- Blocked by name; or the record is for those named, and the user has a part in
-- that spoke, or in all of them, and is neither named nor its coordinator. Who
-- keeps the registers (and nothing else there) reads no case by them.
CREATE OR REPLACE FUNCTION access.withheld_from(user_ uuid) RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    found uuid[];
BEGIN
    SELECT array_agg(DISTINCT r.person_id) INTO found
      FROM casework.restriction r
     WHERE r.ended_at IS NULL
       AND (EXISTS (SELECT FROM casework.restriction_user b
                     WHERE b.restriction_id = r.id AND b.user_id = user_ AND b.entry = 'blocked' AND b.ended_at IS NULL)
            AND NOT (access.is_coordinator(user_, r.spoke_id) AND NOT access.keys_held(r.id))
            OR r.named_only
            AND NOT access.is_coordinator(user_, r.spoke_id)
            AND NOT EXISTS (SELECT FROM casework.restriction_user b
                     WHERE b.restriction_id = r.id AND b.user_id = user_ AND b.entry = 'named' AND b.ended_at IS NULL)
            AND EXISTS (SELECT FROM access.role_grant g
                     WHERE g.user_id = user_ AND coalesce(g.spoke_id, r.spoke_id) = r.spoke_id AND g.role <> 'ig_lead'
                       AND access.today() BETWEEN g.valid_from AND coalesce(g.valid_to, 'infinity')));
    RETURN coalesce(casework.person_groups(found), '{}');
END $$;

-- The session's. Policies call it as
--     person_id <> ALL ((SELECT access.withheld())::uuid[])
CREATE OR REPLACE FUNCTION access.withheld() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    token text := nullif(current_setting('throughline.token', true), '');
    user_ uuid;
    found uuid[];
    day date;
BEGIN
    IF token IS NULL THEN
        RETURN '{}';
    END IF;
    SELECT s.user_id, s.withheld, s.scope_day INTO user_, found, day
      FROM access.session s
     WHERE s.token_hash = sha256(convert_to(token, 'UTF8'))
       AND s.ended_at IS NULL AND s.idle_until > now() AND s.absolute_until > now();
    IF user_ IS NOT NULL AND day IS DISTINCT FROM (now() AT TIME ZONE 'Europe/London')::date THEN
        found := access.withheld_from(user_);
    END IF;
    RETURN coalesce(found, '{}');
END $$;

-- Whether the session's user has to do with a young person: works in a spoke
-- that knows them, meets them at a panel or as a provider, opened their record
-- in an emergency, or owes an answer or an action about them. For functions
-- that look past policies; NULL and what does not exist is false.
CREATE OR REPLACE FUNCTION access.meets(person uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    cases integer[] := access.spokes_with('scope.case');
BEGIN
    RETURN coalesce(access.loading() OR person <> ALL (access.withheld()) AND (
        EXISTS (SELECT FROM casework.person p WHERE p.id = person AND p.spoke_ids && cases)
        OR person = ANY (access.panel_people() || access.provider_people() || access.opened_people())
        OR EXISTS (SELECT FROM casework.transfer t WHERE t.person_id = person AND t.to_spoke_id = ANY (cases))
        OR EXISTS (SELECT FROM casework.agency_check c WHERE c.person_id = person AND c.agency_id = access.my_agency()
                      AND c.spoke_id = ANY (access.spokes_with('scope.panel')))
        OR EXISTS (SELECT FROM casework.action a WHERE a.person_id = person
                      AND a.spoke_id = ANY (access.spokes_with('action.progress'))
                      AND (a.owner_user_id = access.me() OR a.owner_agency_id = access.my_agency()))), false);
END $$;

-- BEFORE INSERT OR UPDATE of a young person's id: one that is withheld is
-- refused as one the spoke does not know, with that key's own words.
-- TG_ARGV: the key, the column.
CREATE OR REPLACE FUNCTION casework.withheld_guard() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF (to_jsonb(NEW) ->> TG_ARGV[1])::uuid = ANY (access.withheld()) THEN
        RAISE EXCEPTION 'no such person here' USING ERRCODE = '23503', CONSTRAINT = TG_ARGV[0],
            TABLE = TG_TABLE_NAME, SCHEMA = TG_TABLE_SCHEMA;
    END IF;
    RETURN NEW;
END $$;

-- Whatever changes who may open what empties what sessions remember.
CREATE OR REPLACE FUNCTION access.sight_changed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM casework.restriction) THEN
        UPDATE access.session SET scope_day = NULL WHERE ended_at IS NULL AND scope_day IS NOT NULL;
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER zz_sight AFTER INSERT OR UPDATE OR DELETE ON access.role_grant
    FOR EACH STATEMENT EXECUTE FUNCTION access.sight_changed();
CREATE OR REPLACE TRIGGER zz_sight AFTER UPDATE OF disabled_at ON access.user_account
    FOR EACH STATEMENT EXECUTE FUNCTION access.sight_changed();

DO $$
DECLARE
    f text;
BEGIN
    FOREACH f IN ARRAY ARRAY['access.is_coordinator(uuid, integer)', 'access.keys_held(uuid)',
        'access.withheld_from(uuid)', 'access.withheld()', 'access.meets(uuid)', 'access.sight_changed()',
        'casework.withheld_guard()'] LOOP
        EXECUTE 'ALTER FUNCTION ' || f || ' OWNER TO throughline_definer';
        EXECUTE 'GRANT EXECUTE ON FUNCTION ' || f || ' TO throughline_owner';
    END LOOP;
END $$;
GRANT EXECUTE ON FUNCTION access.withheld() TO throughline_server;
