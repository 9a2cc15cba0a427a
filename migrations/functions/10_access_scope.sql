-- Who is asking, and what they may see: the only place where a session token
-- becomes a scope. Every function fails closed: no token, a forged or ended
-- one, a disabled user, a role not yet or no longer held = nothing.
--
-- They are PL/pgSQL because that keeps its plans; a LANGUAGE sql function
-- plans anew at each call. Policies call them as
--     spoke_id = ANY ((SELECT access.spokes_with('scope.case'))::integer[])
-- so that each runs once a query, not once a row.

-- The partnership's day, for dated grants and working days. Its names are bound
-- when it is made, so it needs no search_path, and is inlined.
CREATE OR REPLACE FUNCTION access.today() RETURNS date
LANGUAGE sql STABLE
RETURN (now() AT TIME ZONE 'Europe/London')::date;

-- What a user's grants amount to today: {"scope.case": "{1,2}", ...}. A grant
-- without a spoke holds in all of them. Who holds a role that needs a second
-- factor, and has none, may do nothing before it is set up. An API key may do
-- what its role may, as far as that is for keys (17_partner_keys.sql).
CREATE OR REPLACE FUNCTION access.scopes_of(user_ uuid) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(jsonb_object_agg(held.permission, held.spokes::text), '{}')
      FROM (SELECT p.permission, array_agg(DISTINCT s.id ORDER BY s.id) AS spokes
              FROM access.role_grant g
              JOIN access.user_account u ON u.id = g.user_id
              JOIN access.role_permission p ON p.role = g.role
              JOIN reference.spoke s ON g.spoke_id IS NULL OR s.id = g.spoke_id
             WHERE g.user_id = user_
               AND access.today() BETWEEN g.valid_from AND coalesce(g.valid_to, 'infinity')
               AND (NOT u.is_key OR EXISTS (
                        SELECT FROM access.partner_key k
                          JOIN access.key_permission m ON m.role = k.role AND m.permission = p.permission
                         WHERE k.account_id = user_ AND k.revoked_at IS NULL AND NOT (m.writes AND k.read_only)
                           AND k.role = g.role AND k.spoke_id = g.spoke_id))
               AND NOT (NOT u.is_key AND EXISTS (SELECT FROM access.role_grant o JOIN access.role r ON r.code = o.role
                                 WHERE o.user_id = user_ AND r.second_factor
                                   AND access.today() BETWEEN o.valid_from AND coalesce(o.valid_to, 'infinity'))
                        AND NOT EXISTS (SELECT FROM access.second_factor f
                                         WHERE f.user_id = user_ AND f.confirmed_at IS NOT NULL))
             GROUP BY p.permission) held;
$$;

-- The live session of this transaction's token, its scopes those of today; no
-- row where there is none. For definer functions: the row holds the hash.
CREATE OR REPLACE FUNCTION access.live_session() RETURNS SETOF access.session
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    token text := nullif(current_setting('throughline.token', true), '');
    live access.session;
BEGIN
    IF token IS NULL THEN
        RETURN;
    END IF;
    SELECT * INTO live FROM access.session s
     WHERE s.token_hash = sha256(convert_to(token, 'UTF8'))
       AND s.ended_at IS NULL AND s.idle_until > now() AND s.absolute_until > now();
    IF NOT FOUND THEN
        RETURN;
    END IF;
    IF live.scope_day IS DISTINCT FROM (now() AT TIME ZONE 'Europe/London')::date THEN
        live.scopes := access.scopes_of(live.user_id);
        live.withheld := access.withheld_from(live.user_id);
    END IF;
    RETURN NEXT live;
END $$;

-- The live session's user, or NULL.
CREATE OR REPLACE FUNCTION access.me() RETURNS uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    token text := nullif(current_setting('throughline.token', true), '');
BEGIN
    IF token IS NULL THEN
        RETURN NULL;
    END IF;
    RETURN (SELECT s.user_id FROM access.session s
             WHERE s.token_hash = sha256(convert_to(token, 'UTF8'))
               AND s.ended_at IS NULL AND s.idle_until > now() AND s.absolute_until > now());
END $$;

-- True while the owner loads data without a session (migration, demo, import).
-- The server's login can never make it true: session_user does not change.
CREATE OR REPLACE FUNCTION access.loading() RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN pg_catalog.pg_has_role(session_user, 'throughline_owner', 'MEMBER');
END $$;

-- Who a row is written down to: the session's user or, while loading, the
-- stand-in the loader names.
CREATE OR REPLACE FUNCTION access.actor() RETURNS uuid
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF access.loading() THEN
        RETURN nullif(current_setting('throughline.stand_in', true), '')::uuid;
    END IF;
    RETURN access.me();
END $$;

-- When a row is written down to: this instant (so that the moves of one
-- transaction keep their order) or, while loading, the moment being told.
CREATE OR REPLACE FUNCTION access.moment() RETURNS timestamptz
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF access.loading() THEN
        RETURN coalesce(nullif(current_setting('throughline.moment', true), '')::timestamptz, clock_timestamp());
    END IF;
    RETURN clock_timestamp();
END $$;

-- The spokes in which the session's user holds a permission today.
CREATE OR REPLACE FUNCTION access.spokes_with(wanted text) RETURNS integer[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    token text := nullif(current_setting('throughline.token', true), '');
    user_ uuid;
    found text;
    day date;
BEGIN
    IF token IS NULL THEN
        RETURN '{}';
    END IF;
    SELECT s.user_id, s.scopes ->> wanted, s.scope_day INTO user_, found, day
      FROM access.session s
     WHERE s.token_hash = sha256(convert_to(token, 'UTF8'))
       AND s.ended_at IS NULL AND s.idle_until > now() AND s.absolute_until > now();
    IF user_ IS NOT NULL AND day IS DISTINCT FROM (now() AT TIME ZONE 'Europe/London')::date THEN
        found := access.scopes_of(user_) ->> wanted;
    END IF;
    RETURN coalesce(found, '{}')::integer[];
END $$;

CREATE OR REPLACE FUNCTION access.has(wanted text) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN cardinality(access.spokes_with(wanted)) > 0;
END $$;

-- Whoever is signed in. A session may end between two statements of a request.
CREATE OR REPLACE FUNCTION access.required_me() RETURNS uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me uuid := access.me();
BEGIN
    IF me IS NULL THEN
        RAISE EXCEPTION 'no live session' USING ERRCODE = 'TL401';
    END IF;
    RETURN me;
END $$;

-- The agency of the session's user, or NULL.
CREATE OR REPLACE FUNCTION access.my_agency() RETURNS integer
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me uuid := access.me();
BEGIN
    RETURN (SELECT u.agency_id FROM access.user_account u WHERE u.id = me);
END $$;

-- Panel members: the series they belong to today, in spokes where they hold
-- the role.
CREATE OR REPLACE FUNCTION access.panel_series() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me uuid := access.me();
    spokes integer[] := access.spokes_with('scope.panel');
BEGIN
    IF me IS NULL OR cardinality(spokes) = 0 THEN
        RETURN '{}';
    END IF;
    RETURN coalesce((SELECT array_agg(m.series_id)
        FROM casework.meeting_series_member m
        JOIN casework.meeting_series s ON s.id = m.series_id
       WHERE m.user_id = me AND s.spoke_id = ANY (spokes)
         AND access.today() BETWEEN m.valid_from AND coalesce(m.valid_to, 'infinity')), '{}');
END $$;

-- Panel members: the young people on the agenda (until four weeks after the
-- meeting) or on the active list of those series, and on the agenda of a
-- meeting they come to as a deputy or guest.
CREATE OR REPLACE FUNCTION access.panel_people() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    series uuid[] := access.panel_series();
    guest uuid[] := access.guest_meetings();
    closed uuid[] := access.meetings_closed();
BEGIN
    IF cardinality(series) + cardinality(guest) = 0 THEN
        RETURN '{}';
    END IF;
    RETURN casework.person_groups(coalesce((SELECT array_agg(person_id) FROM (
        SELECT i.person_id FROM casework.agenda_item i WHERE i.meeting_id = ANY (guest)
        UNION
        SELECT i.person_id
          FROM casework.meeting m JOIN casework.agenda_item i ON i.meeting_id = m.id
         WHERE m.series_id = ANY (series) AND m.state <> 'cancelled' AND NOT m.id = ANY (closed)
           AND m.starts_at > now() - interval '28 days'
        UNION
        SELECT e.person_id FROM casework.episode e
         WHERE e.series_id = ANY (series)
           AND e.state IN ('listed', 'active_monitoring', 'step_down')) AS people), '{}'));
END $$;

-- Provider workers: their own organisation, or nothing.
CREATE OR REPLACE FUNCTION access.provider_agency() RETURNS integer
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF cardinality(access.spokes_with('scope.provider')) = 0 THEN
        RETURN NULL;
    END IF;
    RETURN access.my_agency();
END $$;

-- Provider workers: the young people offered or allocated to their
-- organisation, until four weeks after it ended.
CREATE OR REPLACE FUNCTION access.provider_people() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    agency integer := access.provider_agency();
    spokes integer[] := access.spokes_with('scope.provider');
BEGIN
    IF agency IS NULL THEN
        RETURN '{}';
    END IF;
    RETURN casework.person_groups(coalesce((SELECT array_agg(DISTINCT a.person_id) FROM casework.allocation a
        WHERE a.provider_agency_id = agency AND a.spoke_id = ANY (spokes)
          AND a.offered_on IS NOT NULL
          AND (a.ended_on IS NULL OR a.ended_on > access.today() - 28)), '{}'));
END $$;

-- First statement of every request: hands over the token and demands the
-- route's permission before anything else runs. 'public' needs no session,
-- 'signed_in' any; NULL is unset and refused. Raises TL401 or TL403.
CREATE OR REPLACE FUNCTION access.enter(token text, permission text, request_id uuid,
                                        operation text, purpose text, reading boolean)
RETURNS uuid
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    live access.session;
    today date := (now() AT TIME ZONE 'Europe/London')::date;
BEGIN
    PERFORM set_config('throughline.token', coalesce(token, ''), true),
            set_config('throughline.request', coalesce(request_id::text, ''), true),
            set_config('throughline.operation', coalesce(operation, ''), true),
            set_config('throughline.purpose', coalesce(purpose, ''), true);
    IF reading THEN -- its access-log row need not wait for the disk
        PERFORM set_config('synchronous_commit', 'off', true);
    END IF;
    SELECT * INTO live FROM access.session s
     WHERE s.token_hash = sha256(convert_to(coalesce(token, ''), 'UTF8'))
       AND s.ended_at IS NULL AND s.idle_until > now() AND s.absolute_until > now();
    -- What is not a matter of permissions is not for API keys, but for these.
    IF live.key_id IS NOT NULL AND permission IN ('public', 'signed_in')
       AND coalesce(operation, '') <> ALL ('{reference.list,spoke.list,agency.list,partner_key.own}') THEN
        RAISE EXCEPTION 'not for API keys' USING ERRCODE = 'TLK03';
    END IF;
    IF permission = 'public' THEN
        RETURN live.user_id;
    END IF;
    IF live.user_id IS NULL THEN
        RAISE EXCEPTION 'no live session' USING ERRCODE = 'TL401';
    END IF;
    -- The idle limit slides, but not a key's, and the scopes are worked out, at
    -- most once a minute or when a grant changed.
    IF live.scope_day IS DISTINCT FROM today OR live.seen_at < now() - interval '1 minute' THEN
        live.scopes := access.scopes_of(live.user_id);
        live.withheld := access.withheld_from(live.user_id);
        UPDATE access.session s
           SET seen_at = now(), scopes = live.scopes, withheld = live.withheld, scope_day = today,
               idle_until = CASE WHEN s.key_id IS NULL THEN now() + (SELECT l.idle FROM access.session_limits() l)
                                 ELSE s.idle_until END
         WHERE s.token_hash = live.token_hash;
    END IF;
    IF permission IS DISTINCT FROM 'signed_in' AND NOT coalesce(live.scopes ? permission, false) THEN
        IF live.key_id IS NOT NULL THEN
            RAISE EXCEPTION 'not for this API key' USING ERRCODE = 'TLK03';
        END IF;
        IF access.second_factor_required(live.user_id) AND NOT access.second_factor_on(live.user_id) THEN
            RAISE EXCEPTION 'no second factor' USING ERRCODE = 'TLE03';
        END IF;
        RAISE EXCEPTION 'permission % not held', permission USING ERRCODE = 'TL403';
    END IF;
    RETURN live.user_id;
END $$;

-- Whatever changes what somebody may do empties the scopes of their sessions,
-- in the same transaction (R9).
CREATE OR REPLACE FUNCTION access.grant_changed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        UPDATE access.session SET scope_day = NULL WHERE user_id = OLD.user_id AND ended_at IS NULL;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        UPDATE access.session SET scope_day = NULL WHERE user_id = NEW.user_id AND ended_at IS NULL;
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION access.roles_changed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE access.session SET scope_day = NULL WHERE ended_at IS NULL AND scope_day IS NOT NULL;
    RETURN NULL;
END $$;
-- A disabled user's sessions end with the disabling.
CREATE OR REPLACE FUNCTION access.user_changed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NEW.disabled_at IS NOT NULL THEN
        UPDATE access.session SET ended_at = now() WHERE user_id = NEW.id AND ended_at IS NULL;
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER z_changed AFTER INSERT OR UPDATE OR DELETE ON access.role_grant
    FOR EACH ROW EXECUTE FUNCTION access.grant_changed();
CREATE OR REPLACE TRIGGER z_changed AFTER INSERT OR UPDATE OR DELETE ON access.role_permission
    FOR EACH STATEMENT EXECUTE FUNCTION access.roles_changed();
CREATE OR REPLACE TRIGGER z_changed AFTER UPDATE OF disabled_at ON access.user_account
    FOR EACH ROW EXECUTE FUNCTION access.user_changed();

CREATE OR REPLACE FUNCTION access.session_limits(OUT idle interval, OUT absolute interval)
LANGUAGE sql STABLE SET search_path = pg_catalog
RETURN ROW (interval '60 minutes', interval '12 hours');

ALTER FUNCTION access.today() OWNER TO throughline_definer;
ALTER FUNCTION access.me() OWNER TO throughline_definer;
ALTER FUNCTION access.scopes_of(uuid) OWNER TO throughline_definer;
ALTER FUNCTION access.live_session() OWNER TO throughline_definer;
ALTER FUNCTION access.grant_changed() OWNER TO throughline_definer;
ALTER FUNCTION access.roles_changed() OWNER TO throughline_definer;
ALTER FUNCTION access.user_changed() OWNER TO throughline_definer;
ALTER FUNCTION access.loading() OWNER TO throughline_definer;
ALTER FUNCTION access.actor() OWNER TO throughline_definer;
ALTER FUNCTION access.moment() OWNER TO throughline_definer;
ALTER FUNCTION access.spokes_with(text) OWNER TO throughline_definer;
ALTER FUNCTION access.has(text) OWNER TO throughline_definer;
ALTER FUNCTION access.required_me() OWNER TO throughline_definer;
ALTER FUNCTION access.my_agency() OWNER TO throughline_definer;
ALTER FUNCTION access.panel_series() OWNER TO throughline_definer;
ALTER FUNCTION access.panel_people() OWNER TO throughline_definer;
ALTER FUNCTION access.provider_agency() OWNER TO throughline_definer;
ALTER FUNCTION access.provider_people() OWNER TO throughline_definer;
ALTER FUNCTION access.enter(text, text, uuid, text, text, boolean) OWNER TO throughline_definer;
ALTER FUNCTION access.session_limits() OWNER TO throughline_definer;
GRANT EXECUTE ON FUNCTION access.today(), access.me(), access.loading(), access.actor(),
    access.moment(), access.spokes_with(text), access.has(text), access.required_me(), access.my_agency(),
    access.panel_series(), access.panel_people(), access.provider_agency(),
    access.provider_people(), access.session_limits(),
    access.enter(text, text, uuid, text, text, boolean)
    TO throughline_server, throughline_owner;
