-- Links that take two persons (account_link): who needs a second, who is one,
-- and that no link comes about without.

-- True where the account reads, or will read, young people's records that the
-- asker does not: with its password they would.
CREATE OR REPLACE FUNCTION access.link_two_persons(user_ uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN EXISTS (SELECT FROM access.role_grant g JOIN access.role r ON r.code = g.role
                    WHERE g.user_id = user_ AND r.case_content AND access.today() <= coalesce(g.valid_to, 'infinity')
                      AND (g.spoke_id = ANY (access.spokes_with('scope.case'))) IS NOT TRUE);
END $$;

-- Who may be the second person: who confirms roles, for all or where the
-- account has one; neither who asked nor whose account it is.
CREATE OR REPLACE FUNCTION access.may_decide_link(q access.link_request) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN q.asked_by <> access.me() AND q.user_id <> access.me() AND access.user_seen(q.user_id)
       AND (access.has('user.confirm_hub')
            OR EXISTS (SELECT FROM access.role_grant g WHERE g.user_id = q.user_id
                          AND g.spoke_id = ANY (access.spokes_with('user.confirm'))));
END $$;

-- A request is decided once, by whoever may; nothing else of it changes.
CREATE OR REPLACE FUNCTION access.link_request_guard() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    deciding CONSTANT text[] := '{decided_at,decided_by,accepted,note}';
BEGIN
    IF TG_OP = 'DELETE' OR OLD.decided_at IS NOT NULL
       OR to_jsonb(OLD) - deciding <> to_jsonb(NEW) - deciding THEN
        RAISE EXCEPTION 'This has been decided already' USING ERRCODE = 'TL409';
    END IF;
    IF NEW.accepted AND NOT access.loading() AND (NEW.decided_by <> access.me() OR NOT access.may_decide_link(OLD)) THEN
        RAISE EXCEPTION 'decided by somebody not entitled' USING ERRCODE = 'TL403';
    END IF;
    RETURN NEW;
END $$;

-- No link for such an account but by whoever has just said yes to a request.
CREATE OR REPLACE FUNCTION access.link_born() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT access.loading() AND access.link_two_persons(NEW.user_id) AND NOT EXISTS (
            SELECT FROM access.link_request q
             WHERE q.id = NEW.request_id AND q.user_id = NEW.user_id AND q.accepted
               AND q.decided_by = access.me() AND NEW.made_by = access.me()) THEN
        RAISE EXCEPTION 'this link needs two persons' USING ERRCODE = 'TL403';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER a_born BEFORE INSERT ON access.account_link
    FOR EACH ROW EXECUTE FUNCTION access.link_born();
CREATE OR REPLACE TRIGGER b_guard BEFORE UPDATE OR DELETE ON access.link_request
    FOR EACH ROW EXECUTE FUNCTION access.link_request_guard();
CREATE OR REPLACE TRIGGER y_written AFTER INSERT OR UPDATE ON access.link_request
    FOR EACH ROW EXECUTE FUNCTION access.user_written();

-- AFTER INSERT of a grant. Whoever comes to read young people's records does so
-- with a password nobody else can have chosen: one set with a link that an
-- administrator made alone is void, such a link that is open is withdrawn, and a
-- second person makes a new one.
CREATE OR REPLACE FUNCTION access.grant_of_case() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    administrators uuid[];
    theirs boolean;
BEGIN
    IF access.loading() OR NOT EXISTS (SELECT FROM access.role r WHERE r.code = NEW.role AND r.case_content)
       OR EXISTS (SELECT FROM access.user_account u WHERE u.id = NEW.user_id AND u.is_key) THEN
        RETURN NULL;
    END IF;
    administrators := ARRAY(SELECT g.user_id FROM access.role_grant g WHERE access.administers(g.role));
    UPDATE access.account_link l SET withdrawn_at = now()
     WHERE l.user_id = NEW.user_id AND l.used_at IS NULL AND l.withdrawn_at IS NULL
       AND l.request_id IS NULL AND l.made_by = ANY (administrators);
    SELECT l.request_id IS NULL AND l.made_by = ANY (administrators) INTO theirs
      FROM access.account_link l WHERE l.user_id = NEW.user_id AND l.used_at IS NOT NULL ORDER BY l.used_at DESC LIMIT 1;
    IF theirs THEN
        UPDATE access.session s SET ended_at = now() WHERE s.user_id = NEW.user_id AND s.ended_at IS NULL;
        UPDATE access.user_account u SET password_salt = NULL, password_verifier = NULL, password_set_at = NULL
         WHERE u.id = NEW.user_id;
    END IF;
    INSERT INTO access.link_request (user_id, reason, asked_by)
    SELECT NEW.user_id, 'They come to read young people’s records: a password of their own', NEW.granted_by
     WHERE NEW.granted_by = ANY (administrators)
       AND EXISTS (SELECT FROM access.user_account u WHERE u.id = NEW.user_id AND u.password_verifier IS NULL)
       AND NOT EXISTS (SELECT FROM access.account_link l WHERE l.user_id = NEW.user_id AND l.used_at IS NULL
                          AND l.withdrawn_at IS NULL AND l.expires_at > now())
       AND NOT EXISTS (SELECT FROM access.link_request q WHERE q.user_id = NEW.user_id AND q.decided_at IS NULL
                          AND q.expires_at > now());
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER z_password AFTER INSERT ON access.role_grant
    FOR EACH ROW EXECUTE FUNCTION access.grant_of_case();

-- Makes the link or, where it takes two persons, asks for it.
CREATE OR REPLACE FUNCTION access.user_link_ask(user_ uuid, version_ integer, token text, reason_ text) RETURNS SETOF boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM access.user_required(user_);
    IF NOT access.may_link(user_) OR NOT access.link_two_persons(user_) THEN
        RETURN QUERY SELECT access.user_link(user_, version_, token);
        RETURN;
    END IF;
    IF NOT access.user_is_at(user_, version_) THEN
        RETURN;
    END IF;
    IF reason_ IS NULL THEN
        RAISE EXCEPTION 'Enter why, and how you know that it is they who ask' USING ERRCODE = 'TL422', COLUMN = 'reason';
    END IF;
    INSERT INTO access.link_request (user_id, reason, asked_by) VALUES (user_, reason_, access.me());
    RETURN NEXT true;
END $$;

-- The second person's answer. With yes, they get the link, to hand over; who
-- asked never sees it, and may take the request back.
CREATE OR REPLACE FUNCTION access.link_decide(request uuid, version_ integer, accept boolean, note_ text, token text)
RETURNS SETOF boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    q access.link_request;
    first boolean;
BEGIN
    SELECT * INTO q FROM access.link_request x WHERE x.id = request;
    PERFORM access.user_required(q.user_id);
    IF NOT access.user_is_at(q.user_id, version_) THEN
        RETURN;
    END IF;
    IF accept AND q.asked_by = access.me() THEN
        RAISE EXCEPTION 'You asked for this link: somebody else has to make it' USING ERRCODE = 'TL409';
    END IF;
    PERFORM access.entitled(access.may_decide_link(q) OR NOT accept AND q.asked_by = access.me());
    IF q.decided_at IS NULL AND q.expires_at <= now() THEN
        RAISE EXCEPTION 'Nobody answered in a day: it has to be asked for again' USING ERRCODE = 'TL409';
    END IF;
    UPDATE access.link_request x SET decided_at = now(), decided_by = access.me(), accepted = accept, note = note_ WHERE x.id = q.id;
    IF accept THEN
        PERFORM access.entitled(length(token) >= 43);
        SELECT u.password_verifier IS NULL INTO first FROM access.user_account u WHERE u.id = q.user_id AND u.disabled_at IS NULL;
        IF first IS NULL THEN
            RAISE EXCEPTION 'This account is disabled: enable it first' USING ERRCODE = 'TL409';
        END IF;
        UPDATE access.account_link l SET withdrawn_at = now()
         WHERE l.user_id = q.user_id AND l.used_at IS NULL AND l.withdrawn_at IS NULL;
        INSERT INTO access.account_link (user_id, invites, token_hash, made_by, request_id, expires_at)
        VALUES (q.user_id, first, sha256(convert_to(token, 'UTF8')), access.me(), q.id,
                now() + CASE WHEN first THEN interval '24 hours' ELSE interval '30 minutes' END);
    END IF;
    RETURN NEXT true;
END $$;

-- What waits for a second person, of one account or of all that one sees.
CREATE OR REPLACE FUNCTION access.link_requests(user_ uuid) RETURNS TABLE (item jsonb, cursor jsonb)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF access.has('user.read') THEN
        RETURN QUERY SELECT jsonb_build_object('id', q.id, 'user', casework.colleague(q.user_id), 'reason', q.reason,
                'asked_by', casework.colleague(q.asked_by), 'asked_at', casework.instant(q.asked_at),
                'expires_at', casework.instant(q.expires_at), 'mine', q.asked_by = access.me(),
                'may_decide', access.may_decide_link(q)), jsonb_build_array(q.expires_at, q.id)
           FROM access.link_request q
          WHERE q.decided_at IS NULL AND q.expires_at > now() AND (user_ IS NULL OR q.user_id = user_)
            AND access.user_seen(q.user_id)
          ORDER BY q.expires_at, q.id LIMIT 500;
    END IF;
END $$;

DO $$
DECLARE
    f text;
BEGIN
    FOREACH f IN ARRAY ARRAY['link_two_persons(uuid)', 'may_decide_link(access.link_request)', 'link_request_guard()', 'link_born()', 'grant_of_case()',
        'user_link_ask(uuid, integer, text, text)', 'link_decide(uuid, integer, boolean, text, text)', 'link_requests(uuid)'] LOOP
        EXECUTE 'ALTER FUNCTION access.' || f || ' OWNER TO throughline_definer';
        IF f ~ '^(user_link_ask|link_decide|link_requests)' THEN
            EXECUTE 'GRANT EXECUTE ON FUNCTION access.' || f || ' TO throughline_server';
        END IF;
    END LOOP;
END $$;
