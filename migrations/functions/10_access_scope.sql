-- Who is asking, and what they may see: the only place where a session token
-- becomes a scope. Every function fails closed: no token, a forged or ended
-- one, a disabled user, a role not yet or no longer held = nothing.
--
-- They are PL/pgSQL because that keeps its plans; a LANGUAGE sql function
-- plans anew at each call. Policies call them as
--     spoke_id = ANY ((SELECT access.spokes_with('scope.case'))::integer[])
-- so that each runs once a query, not once a row.

-- The partnership's day, for dated grants and working days.
CREATE OR REPLACE FUNCTION access.today() RETURNS date
LANGUAGE sql STABLE SET search_path = pg_catalog
RETURN (now() AT TIME ZONE 'Europe/London')::date;

-- The live session's user, or NULL.
CREATE OR REPLACE FUNCTION access.me() RETURNS uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    token text := nullif(current_setting('throughline.token', true), '');
BEGIN
    IF token IS NULL THEN
        RETURN NULL;
    END IF;
    RETURN (SELECT u.id
              FROM access.session s JOIN access.user_account u ON u.id = s.user_id
             WHERE s.token_hash = sha256(convert_to(token, 'UTF8'))
               AND s.ended_at IS NULL AND s.idle_until > now()
               AND s.absolute_until > now() AND u.disabled_at IS NULL);
END $$;

-- True while the owner loads data without a session (migration, demo, import).
-- The server's login can never make it true: session_user does not change.
CREATE OR REPLACE FUNCTION access.loading() RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog
RETURN pg_has_role(session_user, 'throughline_owner', 'MEMBER');

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

-- The spokes in which the session's user holds a permission today. A grant
-- without a spoke holds in all of them.
CREATE OR REPLACE FUNCTION access.spokes_with(wanted text) RETURNS integer[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    token text := nullif(current_setting('throughline.token', true), '');
    today date := (now() AT TIME ZONE 'Europe/London')::date;
    found integer[];
BEGIN
    IF token IS NULL THEN
        RETURN '{}';
    END IF;
    SELECT array_agg(g.spoke_id) INTO found
      FROM access.session s
      JOIN access.user_account u ON u.id = s.user_id
      JOIN access.role_grant g ON g.user_id = u.id
      JOIN access.role_permission p ON p.role = g.role AND p.permission = wanted
     WHERE s.token_hash = sha256(convert_to(token, 'UTF8'))
       AND s.ended_at IS NULL AND s.idle_until > now()
       AND s.absolute_until > now() AND u.disabled_at IS NULL
       AND today BETWEEN g.valid_from AND coalesce(g.valid_to, 'infinity');
    IF found IS NULL THEN
        RETURN '{}';
    END IF;
    IF array_position(found, NULL) IS NOT NULL THEN
        RETURN (SELECT array_agg(spoke.id) FROM reference.spoke);
    END IF;
    RETURN found;
END $$;

CREATE OR REPLACE FUNCTION access.has(wanted text) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN cardinality(access.spokes_with(wanted)) > 0;
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
-- meeting) or on the active list of those series.
CREATE OR REPLACE FUNCTION access.panel_people() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    series uuid[] := access.panel_series();
BEGIN
    IF cardinality(series) = 0 THEN
        RETURN '{}';
    END IF;
    RETURN coalesce((SELECT array_agg(person_id) FROM (
        SELECT i.person_id
          FROM casework.meeting m JOIN casework.agenda_item i ON i.meeting_id = m.id
         WHERE m.series_id = ANY (series) AND m.state <> 'cancelled'
           AND m.starts_at > now() - interval '28 days'
        UNION
        SELECT e.person_id FROM casework.episode e
         WHERE e.series_id = ANY (series)
           AND e.state IN ('listed', 'active_monitoring', 'step_down')) AS people), '{}');
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
    RETURN coalesce((SELECT array_agg(DISTINCT a.person_id) FROM casework.allocation a
        WHERE a.provider_agency_id = agency AND a.spoke_id = ANY (spokes)
          AND a.state <> 'proposed'
          AND (a.ended_on IS NULL OR a.ended_on > access.today() - 28)), '{}');
END $$;

-- First statement of every request: hands over the token and demands the
-- route's permission before anything else runs. 'public' needs no session,
-- 'signed_in' any. Raises TL401 or TL403.
CREATE OR REPLACE FUNCTION access.enter(token text, permission text, request_id uuid,
                                        operation text, purpose text, reading boolean)
RETURNS uuid
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me uuid;
    hash bytea;
BEGIN
    PERFORM set_config('throughline.token', coalesce(token, ''), true),
            set_config('throughline.request', coalesce(request_id::text, ''), true),
            set_config('throughline.operation', coalesce(operation, ''), true),
            set_config('throughline.purpose', coalesce(purpose, ''), true);
    IF reading THEN -- its access-log row need not wait for the disk
        PERFORM set_config('synchronous_commit', 'off', true);
    END IF;
    me := access.me();
    IF permission = 'public' THEN
        RETURN me;
    END IF;
    IF me IS NULL THEN
        RAISE EXCEPTION 'no live session' USING ERRCODE = 'TL401';
    END IF;
    IF permission IS DISTINCT FROM 'signed_in'
       AND cardinality(access.spokes_with(permission)) = 0 THEN
        RAISE EXCEPTION 'permission % not held', permission USING ERRCODE = 'TL403';
    END IF;
    -- The idle limit slides, but is written at most once a minute.
    hash := sha256(convert_to(token, 'UTF8'));
    UPDATE access.session s
       SET seen_at = now(), idle_until = now() + (SELECT l.idle FROM access.session_limits() l)
     WHERE s.token_hash = hash AND s.seen_at < now() - interval '1 minute';
    RETURN me;
END $$;

CREATE OR REPLACE FUNCTION access.session_limits(OUT idle interval, OUT absolute interval)
LANGUAGE sql STABLE SET search_path = pg_catalog
RETURN ROW (interval '60 minutes', interval '12 hours');

ALTER FUNCTION access.today() OWNER TO throughline_definer;
ALTER FUNCTION access.me() OWNER TO throughline_definer;
ALTER FUNCTION access.loading() OWNER TO throughline_definer;
ALTER FUNCTION access.actor() OWNER TO throughline_definer;
ALTER FUNCTION access.moment() OWNER TO throughline_definer;
ALTER FUNCTION access.spokes_with(text) OWNER TO throughline_definer;
ALTER FUNCTION access.has(text) OWNER TO throughline_definer;
ALTER FUNCTION access.my_agency() OWNER TO throughline_definer;
ALTER FUNCTION access.panel_series() OWNER TO throughline_definer;
ALTER FUNCTION access.panel_people() OWNER TO throughline_definer;
ALTER FUNCTION access.provider_agency() OWNER TO throughline_definer;
ALTER FUNCTION access.provider_people() OWNER TO throughline_definer;
ALTER FUNCTION access.enter(text, text, uuid, text, text, boolean) OWNER TO throughline_definer;
ALTER FUNCTION access.session_limits() OWNER TO throughline_definer;
GRANT EXECUTE ON FUNCTION access.today(), access.me(), access.loading(), access.actor(),
    access.moment(), access.spokes_with(text), access.has(text), access.my_agency(),
    access.panel_series(), access.panel_people(), access.provider_agency(),
    access.provider_people(), access.session_limits(),
    access.enter(text, text, uuid, text, text, boolean)
    TO throughline_server, throughline_owner;
