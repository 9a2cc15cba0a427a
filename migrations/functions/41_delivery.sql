-- What is offered, delivered and seen on the doorstep: the rules that hold for
-- every writer of allocations, sessions and contacts. The one object each
-- answer is made of stands with each of them.

-- ---- allocations --------------------------------------------------------------

-- Whom the work can be given to: the provider's people and the spoke's.
CREATE OR REPLACE FUNCTION casework.may_deliver(worker uuid, provider integer, spoke integer)
RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN EXISTS (SELECT FROM access.user_account u
        WHERE u.id = worker AND u.disabled_at IS NULL
          AND (u.agency_id = provider
               OR EXISTS (SELECT FROM access.role_grant g
                            JOIN access.role_permission p ON p.role = g.role
                           WHERE g.user_id = u.id AND p.permission = 'allocation.write'
                             AND (g.spoke_id IS NULL OR g.spoke_id = spoke)
                             AND access.today() BETWEEN g.valid_from AND coalesce(g.valid_to, 'infinity'))));
END $$;

-- BEFORE INSERT on allocation: what the row says of others must be so.
CREATE OR REPLACE FUNCTION casework.allocation_made() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    offered casework.intervention;
BEGIN
    -- An episode the writer may not see reads as none.
    IF NEW.episode_id IS NULL THEN
        RAISE EXCEPTION 'Choose the young person''s episode'
            USING ERRCODE = 'TL422', COLUMN = 'episode_id';
    END IF;
    SELECT * INTO offered FROM casework.intervention i WHERE i.id = NEW.intervention_id;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'Select the intervention' USING ERRCODE = 'TL422', COLUMN = 'intervention_id';
    END IF;
    NEW.provider_agency_id := offered.provider_agency_id;
    NEW.offered_on := NULL;
    IF NEW.discussion_id IS NOT NULL AND NOT EXISTS (
           SELECT FROM casework.discussion d
            WHERE d.id = NEW.discussion_id AND d.episode_id = NEW.episode_id) THEN
        RAISE EXCEPTION 'Choose a discussion of this episode'
            USING ERRCODE = 'TL422', COLUMN = 'discussion_id';
    END IF;
    IF access.loading() THEN
        RETURN NEW;
    END IF;
    IF access.today() > offered.active_to THEN
        RAISE EXCEPTION 'This intervention no longer runs: choose another'
            USING ERRCODE = 'TL422', COLUMN = 'intervention_id';
    END IF;
    IF NEW.worker_user_id IS NOT NULL
       AND NOT casework.may_deliver(NEW.worker_user_id, NEW.provider_agency_id, NEW.spoke_id) THEN
        RAISE EXCEPTION 'Choose somebody who works for the provider or the spoke'
            USING ERRCODE = 'TL422', COLUMN = 'worker_user_id';
    END IF;
    RETURN NEW;
END $$;

-- A reason is one of its move; what is completed was not broken off.
CREATE OR REPLACE FUNCTION casework.allocation_reasons_fit(a casework.allocation) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM reference.allocation_reason r
                WHERE r.code = a.state_reason
                  AND NOT a.state = ANY (string_to_array(r.detail ->> 'states', ','))) THEN
        RAISE EXCEPTION 'Select a reason that fits' USING ERRCODE = 'TL422', COLUMN = 'reason';
    END IF;
    IF EXISTS (SELECT FROM reference.exit_reason r
                WHERE r.code = a.exit_reason
                  AND (r.detail ->> 'group' = 'completed') <> (a.state = 'completed')) THEN
        RAISE EXCEPTION 'Select a reason that fits how it ended'
            USING ERRCODE = 'TL422', COLUMN = 'exit_reason';
    END IF;
END $$;

-- BEFORE UPDATE on allocation. The policies say whose rows; this says which of
-- their columns: the provider moves it on, the spoke's staff write the plan.
CREATE OR REPLACE FUNCTION casework.allocation_guard() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    plan text[] := '{need_to_know,goals,planned_sessions,planned_hours}';
    staff boolean;
BEGIN
    NEW.offered_on := coalesce(OLD.offered_on, CASE WHEN NEW.state = 'offered'
        THEN (access.moment() AT TIME ZONE 'Europe/London')::date END);
    IF access.loading() THEN
        RETURN NEW;
    END IF;
    IF NEW.state <> OLD.state THEN
        PERFORM casework.allocation_reasons_fit(NEW);
    ELSIF OLD.ended_on IS NOT NULL THEN
        RAISE EXCEPTION 'This intervention has ended: its plan no longer changes.'
            USING ERRCODE = 'TL409';
    END IF;
    IF NEW.worker_user_id IS DISTINCT FROM OLD.worker_user_id AND NEW.worker_user_id IS NOT NULL
       AND NOT casework.may_deliver(NEW.worker_user_id, NEW.provider_agency_id, NEW.spoke_id) THEN
        RAISE EXCEPTION 'Choose somebody who works for the provider or the spoke'
            USING ERRCODE = 'TL422', COLUMN = 'worker_user_id';
    END IF;
    staff := NEW.spoke_id = ANY (access.spokes_with('allocation.write'));
    IF NOT staff AND (SELECT bool_or(to_jsonb(OLD) -> k IS DISTINCT FROM to_jsonb(NEW) -> k)
                        FROM unnest(plan) AS k) THEN
        RAISE EXCEPTION 'permission allocation.write not held in the spoke' USING ERRCODE = 'TL403';
    END IF;
    -- Older, and they could not see what they have just ended.
    IF NOT staff AND NEW.ended_on <= access.today() - 28 THEN
        RAISE EXCEPTION 'The date it ended must be in the last 4 weeks'
            USING ERRCODE = 'TL422', COLUMN = 'on';
    END IF;
    RETURN NEW;
END $$;

-- ---- sessions -----------------------------------------------------------------

-- BEFORE INSERT OR UPDATE on session: planned only on what was agreed and has
-- not ended; what lies ahead has not happened.
CREATE OR REPLACE FUNCTION casework.session_guard() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    state_ text;
BEGIN
    IF access.loading() THEN
        RETURN NEW;
    END IF;
    IF NEW.happened AND NEW.planned_at > access.moment() + interval '5 minutes' THEN
        RAISE EXCEPTION 'A session in the future cannot have happened yet'
            USING ERRCODE = 'TL422', COLUMN = 'planned_at';
    END IF;
    IF TG_OP = 'UPDATE' THEN
        RETURN NEW;
    END IF;
    SELECT a.state INTO state_ FROM casework.allocation a WHERE a.id = NEW.allocation_id FOR SHARE;
    IF state_ IN ('proposed', 'offered') THEN
        RAISE EXCEPTION 'Sessions can be planned once the provider has agreed.' USING ERRCODE = 'TL409';
    ELSIF state_ NOT IN ('agreed', 'waiting_list', 'active', 'paused') THEN
        RAISE EXCEPTION 'This intervention has ended: no more sessions can be added.' USING ERRCODE = 'TL409';
    END IF;
    IF NEW.worker_user_id IS NOT NULL
       AND NOT casework.may_deliver(NEW.worker_user_id, NEW.provider_agency_id, NEW.spoke_id) THEN
        RAISE EXCEPTION 'Choose somebody who works for the provider or the spoke'
            USING ERRCODE = 'TL422', COLUMN = 'worker_user_id';
    END IF;
    RETURN NEW;
END $$;

-- ---- contacts -----------------------------------------------------------------

-- BEFORE INSERT OR UPDATE on contact: seen and what came of it agree. The
-- vocabulary says which outcomes are of somebody seen, and which of nobody.
CREATE OR REPLACE FUNCTION casework.contact_guard() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    against text;
BEGIN
    IF access.loading() THEN
        RETURN NEW;
    END IF;
    SELECT t.label INTO against FROM reference.contact_outcome t
     WHERE t.code = ANY (NEW.outcomes)
       AND t.detail ->> 'seen' = CASE WHEN NEW.seen THEN 'no' ELSE 'yes' END
     ORDER BY t.position LIMIT 1;
    IF against IS NOT NULL THEN
        RAISE EXCEPTION '%', format(CASE WHEN NEW.seen
            THEN 'You saw them: take away “%s”' ELSE 'You did not see them: take away “%s”' END, against)
            USING ERRCODE = 'TL422', COLUMN = 'outcomes';
    END IF;
    RETURN NEW;
END $$;

-- Where a contact is written down when nothing else is said: the one spoke in
-- which the officer logs contacts and the young person is known.
CREATE OR REPLACE FUNCTION casework.contact_spoke(person uuid) RETURNS integer
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    mine integer[] := access.spokes_with('contact.write');
    shared integer[];
BEGIN
    IF person IS NULL AND cardinality(mine) > 1 THEN
        RAISE EXCEPTION 'Select the spoke' USING ERRCODE = 'TL422', COLUMN = 'spoke';
    END IF;
    SELECT array_agg(k.spoke_id) INTO shared FROM casework.person_spoke k
     WHERE k.person_id = person AND k.spoke_id = ANY (mine) AND k.person_id <> ALL (access.withheld());
    IF cardinality(shared) > 1 THEN
        RAISE EXCEPTION 'Select the spoke' USING ERRCODE = 'TL422', COLUMN = 'spoke';
    END IF;
    -- Not known here: the contact's own key says so.
    RETURN coalesce(shared[1], mine[1]);
END $$;

-- ---- the catalogue ------------------------------------------------------------

-- Places taken and waiting of an intervention, over all its spokes: a number
-- for those who allocate or deliver, whoever's young people they are.
CREATE OR REPLACE FUNCTION casework.intervention_places(wanted uuid, OUT taken bigint, OUT waiting bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT access.has('allocation.read') THEN
        RETURN;
    END IF;
    SELECT count(*) FILTER (WHERE a.state <> 'waiting_list'), count(*) FILTER (WHERE a.state = 'waiting_list')
      INTO taken, waiting FROM casework.allocation a
     WHERE a.intervention_id = wanted AND a.state IN ('active', 'paused', 'waiting_list');
END $$;

DO $$
DECLARE
    f text;
BEGIN
    FOREACH f IN ARRAY ARRAY['may_deliver(uuid, integer, integer)', 'allocation_made()',
        'allocation_reasons_fit(casework.allocation)', 'allocation_guard()', 'session_guard()',
        'contact_guard()', 'contact_spoke(uuid)', 'intervention_places(uuid)'] LOOP
        EXECUTE 'ALTER FUNCTION casework.' || f || ' OWNER TO throughline_definer';
        EXECUTE 'GRANT EXECUTE ON FUNCTION casework.' || f || ' TO throughline_owner';
    END LOOP;
END $$;
GRANT EXECUTE ON FUNCTION casework.contact_spoke(uuid), casework.intervention_places(uuid),
    casework.allocation_made(), casework.allocation_guard(), casework.session_guard(),
    casework.contact_guard() TO throughline_server;

-- After 29_triggers.sql, which takes all of casework's triggers away.
CREATE TRIGGER d_made BEFORE INSERT ON casework.allocation
    FOR EACH ROW EXECUTE FUNCTION casework.allocation_made();
CREATE TRIGGER d_allocation BEFORE UPDATE ON casework.allocation
    FOR EACH ROW EXECUTE FUNCTION casework.allocation_guard();
CREATE TRIGGER d_session BEFORE INSERT OR UPDATE ON casework.session
    FOR EACH ROW EXECUTE FUNCTION casework.session_guard();
CREATE TRIGGER f_contact BEFORE INSERT OR UPDATE ON casework.contact
    FOR EACH ROW EXECUTE FUNCTION casework.contact_guard();
