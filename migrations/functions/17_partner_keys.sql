-- API keys of partner systems: what a key may do, and what its rows do by
-- themselves. access.enter() takes a key's secret as it takes a session's token
-- (10_access_scope.sql). What is done with keys: 64_partner_keys.sql.

-- Narrower than the role itself: what a system needs that sends referrals, or
-- that tells what became of the young people its organisation works with.
CREATE TEMPORARY TABLE key_wanted (role text, permission text, writes boolean) ON COMMIT DROP;
INSERT INTO key_wanted VALUES
('referrer',        'scope.referrer',     false), ('referrer',        'referral.read',      false),
('referrer',        'referral.write',     true),  ('referrer',        'intervention.read',  false),
('provider_worker', 'scope.provider',     false), ('provider_worker', 'person.read',        false),
('provider_worker', 'intervention.read',  false), ('provider_worker', 'allocation.read',    false),
('provider_worker', 'allocation.deliver', true),  ('provider_worker', 'session.write',      true),
('provider_worker', 'outcome.read',       false), ('provider_worker', 'outcome.write',      true),
('provider_worker', 'delivery.read',      false), ('provider_worker', 'delivery.write',     true);
DELETE FROM access.key_permission;
INSERT INTO access.key_permission (role, permission, writes) SELECT role, permission, writes FROM key_wanted;
CREATE OR REPLACE TRIGGER z_changed AFTER INSERT OR UPDATE OR DELETE ON access.key_permission
    FOR EACH STATEMENT EXECUTE FUNCTION access.roles_changed();

-- A key is made, gets a secret, gets another, and is revoked once; nothing else
-- of it changes, and it does not go.
CREATE OR REPLACE FUNCTION access.key_guard() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    moving CONSTANT text[] := '{version,prefix,expires_on,secret_by,secret_at,revoked_at,revoked_by,revoke_reason}';
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NOT EXISTS (SELECT FROM access.user_account u WHERE u.id = NEW.account_id AND u.is_key)
           OR NOT EXISTS (SELECT FROM access.key_permission m WHERE m.role = NEW.role) THEN
            RAISE EXCEPTION 'Select a role that a key can have' USING ERRCODE = 'TL422', COLUMN = 'role';
        END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' OR OLD.revoked_at IS NOT NULL THEN
        RAISE EXCEPTION 'This key is revoked, and stays so' USING ERRCODE = 'TL409';
    END IF;
    IF to_jsonb(OLD) - moving <> to_jsonb(NEW) - moving THEN
        RAISE EXCEPTION 'What a key may do does not change: make another' USING ERRCODE = 'TL409';
    END IF;
    NEW.version := OLD.version + 1;
    RETURN NEW;
END $$;

-- AFTER any write: the access log; and a key that is revoked ends, with its
-- account, in the same transaction.
CREATE OR REPLACE FUNCTION access.key_written() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    ends boolean := NEW.revoked_at IS NOT NULL;
BEGIN
    IF ends THEN
        UPDATE access.session s SET ended_at = now() WHERE s.key_id = NEW.id AND s.ended_at IS NULL;
        UPDATE access.user_account u
           SET disabled_at = NEW.revoked_at, disabled_by = NEW.revoked_by, disabled_reason = NEW.revoke_reason
         WHERE u.id = NEW.account_id AND u.disabled_at IS NULL;
    END IF;
    PERFORM audit.record(CASE WHEN TG_OP = 'INSERT' THEN 'create' WHEN ends THEN 'remove' ELSE 'change' END,
        'partner_key', NEW.id, NULL, NEW.spoke_id,
        jsonb_strip_nulls(jsonb_build_object('name', NEW.name, 'role', NEW.role, 'read_only', NEW.read_only,
            'expires_on', NEW.expires_on, 'prefix', NEW.prefix,
            'reason', CASE WHEN ends THEN NEW.revoke_reason WHEN TG_OP = 'INSERT' THEN NEW.reason END)));
    RETURN NULL;
END $$;

-- A key's account holds its one role in its one spoke, and not for ever.
CREATE OR REPLACE FUNCTION access.key_role_guard() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM access.user_account u WHERE u.id = NEW.user_id AND u.is_key)
       AND (NEW.valid_to IS NULL OR NOT EXISTS (
                SELECT FROM access.partner_key k WHERE k.account_id = NEW.user_id AND k.revoked_at IS NULL
                   AND k.role = NEW.role AND k.spoke_id = NEW.spoke_id)) THEN
        RAISE EXCEPTION 'An API key has one role in one spoke, until it expires' USING ERRCODE = 'TL409';
    END IF;
    RETURN NEW;
END $$;

-- A key's account has no session but its key's; one that has ended never comes
-- back, and none lasts longer than it was to.
CREATE OR REPLACE FUNCTION access.key_session_guard() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF NEW.ended_at IS DISTINCT FROM coalesce(OLD.ended_at, NEW.ended_at)
           OR NEW.absolute_until > OLD.absolute_until OR NEW.key_id IS DISTINCT FROM OLD.key_id
           OR NEW.token_hash <> OLD.token_hash THEN
            RAISE EXCEPTION 'What ended of an API key does not come back' USING ERRCODE = 'TL409';
        END IF;
    ELSIF NEW.key_id IS NULL AND EXISTS (SELECT FROM access.user_account u WHERE u.id = NEW.user_id AND u.is_key)
       OR NEW.key_id IS NOT NULL AND NOT EXISTS (
              SELECT FROM access.partner_key k WHERE k.id = NEW.key_id AND k.revoked_at IS NULL
                 AND NEW.absolute_until <= ((k.expires_on + 1)::timestamp AT TIME ZONE 'Europe/London')) THEN
        RAISE EXCEPTION 'An API key signs in by its secret alone, until it expires' USING ERRCODE = 'TL409';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER b_guard BEFORE INSERT OR UPDATE OR DELETE ON access.partner_key
    FOR EACH ROW EXECUTE FUNCTION access.key_guard();
CREATE OR REPLACE TRIGGER y_written AFTER INSERT OR UPDATE ON access.partner_key
    FOR EACH ROW EXECUTE FUNCTION access.key_written();
CREATE OR REPLACE TRIGGER a_key BEFORE INSERT ON access.role_grant
    FOR EACH ROW EXECUTE FUNCTION access.key_role_guard();
CREATE OR REPLACE TRIGGER a_key BEFORE INSERT ON access.grant_proposal
    FOR EACH ROW EXECUTE FUNCTION access.key_role_guard();
CREATE OR REPLACE TRIGGER a_key BEFORE INSERT ON access.session
    FOR EACH ROW EXECUTE FUNCTION access.key_session_guard();
CREATE OR REPLACE TRIGGER b_key BEFORE UPDATE ON access.session
    FOR EACH ROW WHEN (OLD.key_id IS NOT NULL OR NEW.key_id IS NOT NULL) EXECUTE FUNCTION access.key_session_guard();

DO $$
DECLARE
    f text;
BEGIN
    FOREACH f IN ARRAY ARRAY['key_guard()', 'key_written()', 'key_role_guard()', 'key_session_guard()'] LOOP
        EXECUTE 'ALTER FUNCTION access.' || f || ' OWNER TO throughline_definer';
    END LOOP;
END $$;
