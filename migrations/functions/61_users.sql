-- Users, their roles and the links that set a password: what may be done, and
-- what each row does by itself. Reading stands in 62_user_pages.sql.

-- Which roles are the hub's, which a coordinator grants in their own spoke, and
-- which read young people's records. What is not named here is the strictest.
UPDATE access.role r SET of_hub = k.of_hub, granted_locally = k.granted_locally, case_content = k.case_content
  FROM (VALUES
    ('spoke_coordinator', false, false, true), ('project_officer',  false, false, true),
    ('eit_officer',       false, false, true), ('eit_sergeant',     false, false, true),
    ('panel_member',      false, true,  true), ('referrer',         false, true,  true),
    ('provider_worker',   false, true,  true), ('hub_auditor',      true,  false, true),
    ('hub_analyst',       true,  false, false), ('hub_grant_officer', true, false, false),
    ('ig_lead',           true,  false, true), ('system_admin',     true,  false, false)
  ) AS k(code, of_hub, granted_locally, case_content)
 WHERE r.code = k.code;

-- ---- questions ------------------------------------------------------------------

-- Whether a role makes its holder an administrator of users.
CREATE OR REPLACE FUNCTION access.administers(role_ text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (SELECT FROM access.role_permission p WHERE p.role = role_ AND p.permission = 'user.write');
$$;

-- Whose account the session's user may see: all of them, or who has, had or is
-- to have a role in the reader's spoke, or was invited by the reader. An API
-- key's account is nobody's: what is done to it is done to its key.
CREATE OR REPLACE FUNCTION access.user_seen(user_ uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    mine integer[] := access.spokes_with('user.read');
BEGIN
    IF EXISTS (SELECT FROM access.user_account u WHERE u.id = user_ AND u.is_key) THEN
        RETURN false;
    END IF;
    IF access.has('user.confirm_hub') THEN
        RETURN EXISTS (SELECT FROM access.user_account u WHERE u.id = user_);
    END IF;
    RETURN EXISTS (SELECT FROM access.role_grant g WHERE g.user_id = user_ AND g.spoke_id = ANY (mine))
        OR EXISTS (SELECT FROM access.grant_proposal p WHERE p.user_id = user_ AND p.spoke_id = ANY (mine))
        OR (cardinality(mine) > 0
            AND EXISTS (SELECT FROM access.user_account u WHERE u.id = user_ AND u.created_by = access.me()));
END $$;

-- Two persons are needed for what reaches beyond one spoke; and where somebody
-- made the account themselves and would give it what they may not see: a second
-- account of one's own is no way round.
CREATE OR REPLACE FUNCTION access.two_persons(role_ text, spoke integer, user_ uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN spoke IS NULL OR (SELECT r.of_hub OR (r.case_content
               AND NOT spoke = ANY (access.spokes_with('scope.case'))
               AND EXISTS (SELECT FROM access.user_account u WHERE u.id = user_ AND u.created_by = access.me()))
             FROM access.role r WHERE r.code = role_);
END $$;

-- Who may propose a role: the administrator any, a coordinator those of their
-- own spoke.
CREATE OR REPLACE FUNCTION access.may_propose(role_ text, spoke integer) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN access.has('user.write')
        OR coalesce(spoke = ANY (access.spokes_with('user.grant_local')), false)
           AND EXISTS (SELECT FROM access.role r WHERE r.code = role_ AND NOT r.of_hub);
END $$;

-- Who may grant it without another.
CREATE OR REPLACE FUNCTION access.may_grant(role_ text, spoke integer, user_ uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN access.may_propose(role_, spoke) AND NOT access.two_persons(role_, spoke, user_)
       AND (access.has('user.write')
            OR EXISTS (SELECT FROM access.role r WHERE r.code = role_ AND r.granted_locally));
END $$;

-- Who may be the second person.
CREATE OR REPLACE FUNCTION access.may_confirm(p access.grant_proposal) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN p.proposed_by <> access.me() AND p.user_id <> access.me()
       AND (access.has('user.confirm_hub')
            OR coalesce(p.spoke_id = ANY (access.spokes_with('user.confirm')), false)
               AND EXISTS (SELECT FROM access.role r WHERE r.code = p.role AND NOT r.of_hub));
END $$;

-- Who may end a grant: the administrator any, a coordinator those of their own
-- spoke, but not a fellow coordinator's.
CREATE OR REPLACE FUNCTION access.may_end(g access.role_grant) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN access.has('user.write')
        OR coalesce(g.spoke_id = ANY (access.spokes_with('user.grant_local')), false)
           AND NOT EXISTS (SELECT FROM access.role_permission p
                            WHERE p.role = g.role AND p.permission = 'user.grant_local');
END $$;

-- Who may make the link that sets an account's password: the administrator, or
-- a coordinator where all the account holds are narrow roles of their spoke.
-- Never one's own: that would let whoever finds a screen unlocked keep it.
CREATE OR REPLACE FUNCTION access.may_link(user_ uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    mine integer[] := access.spokes_with('user.grant_local');
BEGIN
    IF user_ = access.me() OR cardinality(mine) = 0
       OR EXISTS (SELECT FROM access.user_account u WHERE u.id = user_ AND u.disabled_at IS NOT NULL) THEN
        RETURN false;
    END IF;
    RETURN access.has('user.write')
        OR access.user_seen(user_) AND NOT EXISTS (
               SELECT FROM access.role_grant g JOIN access.role r ON r.code = g.role
                WHERE g.user_id = user_ AND access.today() <= coalesce(g.valid_to, 'infinity')
                  AND NOT (r.granted_locally AND coalesce(g.spoke_id = ANY (mine), false)));
END $$;

-- ---- what each row does by itself ----------------------------------------------

-- Somebody remains who administers users, today and without a last day. The
-- lock: of two who end each other's role at once, one is told.
CREATE OR REPLACE FUNCTION access.administrator_remains(without_user uuid, without_grant uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('access.administrator', 0));
    IF NOT EXISTS (SELECT FROM access.role_grant g JOIN access.user_account u ON u.id = g.user_id
                    WHERE access.administers(g.role) AND u.disabled_at IS NULL AND g.valid_to IS NULL
                      AND g.valid_from <= access.today()
                      AND u.id IS DISTINCT FROM without_user AND g.id IS DISTINCT FROM without_grant) THEN
        RAISE EXCEPTION 'This is the last administrator: give the role to somebody else first'
            USING ERRCODE = 'TL409';
    END IF;
END $$;

CREATE OR REPLACE FUNCTION access.account_guard() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'An account is disabled, not deleted' USING ERRCODE = 'TL409';
    END IF;
    IF (NEW.email, NEW.name, NEW.agency_id, NEW.job_title, NEW.disabled_at)
       IS DISTINCT FROM (OLD.email, OLD.name, OLD.agency_id, OLD.job_title, OLD.disabled_at) THEN
        NEW.version := greatest(NEW.version, OLD.version + 1);
    END IF;
    IF NEW.disabled_at IS NULL THEN
        NEW.disabled_by := NULL;
        NEW.disabled_reason := NULL;
    ELSIF OLD.disabled_at IS NULL AND EXISTS (
            SELECT FROM access.role_grant g WHERE g.user_id = NEW.id AND access.administers(g.role)
               AND access.today() BETWEEN g.valid_from AND coalesce(g.valid_to, 'infinity')) THEN
        PERFORM access.administrator_remains(NEW.id, NULL);
    END IF;
    RETURN NEW;
END $$;

-- A new grant. The account's row is locked, so that two grants that may not go
-- together cannot pass each other.
CREATE OR REPLACE FUNCTION access.grant_born() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM FROM access.user_account u WHERE u.id = NEW.user_id FOR NO KEY UPDATE;
    IF EXISTS (SELECT FROM access.role_grant g
                 JOIN access.role held ON held.code = g.role JOIN access.role given ON given.code = NEW.role
                WHERE g.user_id = NEW.user_id
                  AND daterange(g.valid_from, g.valid_to + 1) && daterange(NEW.valid_from, NEW.valid_to + 1)
                  AND (held.case_content AND access.administers(given.code)
                       OR given.case_content AND access.administers(held.code))) THEN
        RAISE EXCEPTION 'Nobody administers users and reads young people''s records with one account'
            USING ERRCODE = 'TL409';
    END IF;
    IF access.loading() THEN -- the operator at the machine, the demo
        RETURN NEW;
    END IF;
    IF NEW.spoke_id IS NOT NULL AND (SELECT r.of_hub FROM access.role r WHERE r.code = NEW.role) THEN
        RAISE EXCEPTION 'This role is held for the whole partnership' USING ERRCODE = 'TL422', COLUMN = 'spoke';
    END IF;
    IF NEW.proposal_id IS NULL THEN
        NEW.granted_by := access.me();
        IF access.may_grant(NEW.role, NEW.spoke_id, NEW.user_id) IS NOT TRUE THEN
            RAISE EXCEPTION 'this role needs two persons' USING ERRCODE = 'TL403';
        END IF;
    ELSIF NOT EXISTS (SELECT FROM access.grant_proposal p
                       WHERE p.id = NEW.proposal_id AND p.accepted AND p.user_id = NEW.user_id
                         AND p.role = NEW.role AND p.spoke_id IS NOT DISTINCT FROM NEW.spoke_id
                         AND p.proposed_by = NEW.granted_by) THEN
        RAISE EXCEPTION 'the proposal is of something else' USING ERRCODE = 'TL403';
    END IF;
    RETURN NEW;
END $$;

-- A grant ends; it is not changed, given more time or deleted.
CREATE OR REPLACE FUNCTION access.grant_guard() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    ending CONSTANT text[] := '{valid_to,ended_at,ended_by,end_reason}';
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'A role that was granted is ended, not deleted' USING ERRCODE = 'TL409';
    END IF;
    IF NOT access.loading() THEN
        IF to_jsonb(OLD) - ending <> to_jsonb(NEW) - ending
           OR NEW.valid_to IS NULL OR NEW.valid_to > coalesce(OLD.valid_to, 'infinity') THEN
            RAISE EXCEPTION 'A role that was granted ends; it does not change' USING ERRCODE = 'TL409';
        END IF;
        IF OLD.valid_to < access.today() OR OLD.valid_to < OLD.valid_from THEN
            RAISE EXCEPTION 'This role has ended already' USING ERRCODE = 'TL409';
        END IF;
    END IF;
    IF NEW.valid_to IS NOT NULL AND OLD.valid_to IS NULL AND access.administers(NEW.role)
       AND EXISTS (SELECT FROM access.user_account u WHERE u.id = NEW.user_id AND u.disabled_at IS NULL) THEN
        PERFORM access.administrator_remains(NULL, NEW.id);
    END IF;
    RETURN NEW;
END $$;

-- A proposal is decided once; nothing else of it changes.
CREATE OR REPLACE FUNCTION access.proposal_guard() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    deciding CONSTANT text[] := '{decided_at,decided_by,accepted,note}';
BEGIN
    IF TG_OP = 'DELETE' OR OLD.decided_at IS NOT NULL
       OR to_jsonb(OLD) - deciding <> to_jsonb(NEW) - deciding THEN
        RAISE EXCEPTION 'This has been decided already' USING ERRCODE = 'TL409';
    END IF;
    IF NEW.accepted AND NOT access.loading() AND (NEW.decided_by <> access.me() OR NOT access.may_confirm(OLD)) THEN
        RAISE EXCEPTION 'confirmed by somebody not entitled' USING ERRCODE = 'TL403';
    END IF;
    RETURN NEW;
END $$;

-- A link is used once, or gives way to another; it never comes back.
CREATE OR REPLACE FUNCTION access.link_guard() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    ending CONSTANT text[] := '{used_at,withdrawn_at}';
BEGIN
    IF TG_OP = 'DELETE' OR OLD.used_at IS NOT NULL OR OLD.withdrawn_at IS NOT NULL
       OR to_jsonb(OLD) - ending <> to_jsonb(NEW) - ending THEN
        RAISE EXCEPTION 'A link is used once' USING ERRCODE = 'TL409';
    END IF;
    RETURN NEW;
END $$;

-- AFTER any write: the access log, and the version of the account, which guards
-- what is done to its roles too.
CREATE OR REPLACE FUNCTION access.user_written() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    was jsonb := CASE TG_OP WHEN 'UPDATE' THEN to_jsonb(OLD) END;
    is_ jsonb := to_jsonb(NEW);
    who uuid := coalesce(is_ ->> 'user_id', is_ ->> 'id')::uuid;
    what text := access.written_words(TG_TABLE_NAME, was, is_);
BEGIN
    IF what IS NULL THEN
        RETURN NULL;
    END IF;
    PERFORM audit.record(CASE what WHEN 'made' THEN 'create' WHEN 'granted' THEN 'grant' ELSE 'change' END,
        'user', who, NULL, (is_ ->> 'spoke_id')::integer,
        jsonb_strip_nulls(jsonb_build_object('what', what, 'role', is_ -> 'role',
            'valid_from', CASE WHEN what IN ('granted', 'proposed') THEN is_ -> 'valid_from' END,
            'valid_to', is_ -> 'valid_to',
            'reason', coalesce(is_ -> 'end_reason', is_ -> 'disabled_reason', is_ -> 'note', is_ -> 'reason'),
            'was', CASE WHEN what = 'changed' THEN jsonb_build_object('name', was -> 'name',
                'email', was -> 'email', 'agency_id', was -> 'agency_id', 'job_title', was -> 'job_title') END)));
    IF TG_TABLE_NAME <> 'user_account' THEN
        UPDATE access.user_account u SET version = u.version + 1 WHERE u.id = who;
    END IF;
    RETURN NULL;
END $$;

-- In one word, what came of a row; NULL: nothing worth a line.
CREATE OR REPLACE FUNCTION access.written_words(relation text, was jsonb, is_ jsonb) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE relation
        WHEN 'role_grant' THEN CASE
            WHEN was IS NULL THEN 'granted'
            WHEN was ->> 'valid_to' IS DISTINCT FROM is_ ->> 'valid_to' THEN 'ended' END
        WHEN 'grant_proposal' THEN CASE
            WHEN was IS NULL THEN 'proposed'
            WHEN (is_ ->> 'accepted')::boolean THEN 'confirmed'
            WHEN is_ ->> 'decided_by' = is_ ->> 'proposed_by' THEN 'withdrawn'
            ELSE 'refused' END
        WHEN 'link_request' THEN CASE
            WHEN was IS NULL THEN 'link_asked'
            WHEN (is_ ->> 'accepted')::boolean THEN 'link_agreed' ELSE 'link_refused' END
        WHEN 'account_link' THEN CASE
            WHEN was IS NULL THEN CASE WHEN (is_ ->> 'invites')::boolean THEN 'invited' ELSE 'reset_made' END
            WHEN is_ ->> 'used_at' IS NOT NULL THEN 'link_used' END
        ELSE CASE
            WHEN was IS NULL THEN 'made'
            WHEN was ->> 'disabled_at' IS NULL AND is_ ->> 'disabled_at' IS NOT NULL THEN 'disabled'
            WHEN was ->> 'disabled_at' IS NOT NULL AND is_ ->> 'disabled_at' IS NULL THEN 'enabled'
            WHEN (was ->> 'name', was ->> 'email', was ->> 'agency_id', was ->> 'job_title') IS DISTINCT FROM
                 (is_ ->> 'name', is_ ->> 'email', is_ ->> 'agency_id', is_ ->> 'job_title') THEN 'changed'
            WHEN was ->> 'password_set_at' IS DISTINCT FROM is_ ->> 'password_set_at' THEN 'password_set' END
        END;
$$;

CREATE OR REPLACE TRIGGER b_guard BEFORE UPDATE OR DELETE ON access.user_account
    FOR EACH ROW EXECUTE FUNCTION access.account_guard();
CREATE OR REPLACE TRIGGER a_born BEFORE INSERT ON access.role_grant
    FOR EACH ROW EXECUTE FUNCTION access.grant_born();
CREATE OR REPLACE TRIGGER b_guard BEFORE UPDATE OR DELETE ON access.role_grant
    FOR EACH ROW EXECUTE FUNCTION access.grant_guard();
CREATE OR REPLACE TRIGGER b_guard BEFORE UPDATE OR DELETE ON access.grant_proposal
    FOR EACH ROW EXECUTE FUNCTION access.proposal_guard();
CREATE OR REPLACE TRIGGER b_guard BEFORE UPDATE OR DELETE ON access.account_link
    FOR EACH ROW EXECUTE FUNCTION access.link_guard();
-- Not of each sign-in.
CREATE OR REPLACE TRIGGER y_written
    AFTER INSERT OR UPDATE OF name, email, agency_id, job_title, disabled_at, password_set_at ON access.user_account
    FOR EACH ROW EXECUTE FUNCTION access.user_written();
DO $$
DECLARE
    t text;
    f text;
BEGIN
    FOREACH t IN ARRAY ARRAY['role_grant', 'grant_proposal', 'account_link'] LOOP
        EXECUTE format('CREATE OR REPLACE TRIGGER y_written AFTER INSERT OR UPDATE ON access.%I
                        FOR EACH ROW EXECUTE FUNCTION access.user_written()', t);
    END LOOP;
    FOREACH f IN ARRAY ARRAY['administers(text)', 'user_seen(uuid)', 'two_persons(text, integer, uuid)',
        'may_propose(text, integer)', 'may_grant(text, integer, uuid)', 'may_confirm(access.grant_proposal)',
        'may_end(access.role_grant)', 'may_link(uuid)', 'administrator_remains(uuid, uuid)', 'account_guard()',
        'grant_born()', 'grant_guard()', 'proposal_guard()', 'link_guard()', 'user_written()',
        'written_words(text, jsonb, jsonb)'] LOOP
        EXECUTE 'ALTER FUNCTION access.' || f || ' OWNER TO throughline_definer';
    END LOOP;
END $$;
GRANT EXECUTE ON FUNCTION access.user_seen(uuid) TO throughline_server;
