-- The work of an episode: notes and actions. What holds for every writer, and
-- the one object each answer is made of. Risk: 31_risk.sql, outcomes: 47_outcomes.sql.

-- A list below an episode or allocation the reader may not see answers as one
-- that does not exist (security.md R6), not as an empty one.
CREATE OR REPLACE FUNCTION casework.episode_required(wanted uuid) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM casework.episode e WHERE e.id = wanted) THEN
        RAISE EXCEPTION 'no such episode' USING ERRCODE = 'TL404';
    END IF;
END $$;

CREATE OR REPLACE FUNCTION casework.allocation_required(wanted uuid) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM casework.allocation a WHERE a.id = wanted) THEN
        RAISE EXCEPTION 'no such allocation' USING ERRCODE = 'TL404';
    END IF;
END $$;

-- ---- actions ------------------------------------------------------------------

-- BEFORE UPDATE on action. The policies say whose rows; this says which of
-- their columns: owners say how it goes, those who set actions the rest.
CREATE OR REPLACE FUNCTION casework.action_guard() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    fixed text[] := '{id,spoke_id,person_id,episode_id,meeting_id,discussion_id,created_at,created_by}';
    told text[] := '{version,updated_at,updated_by,state,state_reason,state_note,done_on}';
    was jsonb := to_jsonb(OLD);
    now_is jsonb := to_jsonb(NEW);
BEGIN
    IF (SELECT bool_or(was -> k IS DISTINCT FROM now_is -> k) FROM unnest(fixed) AS k) THEN
        RAISE EXCEPTION 'whom an action is for never changes' USING ERRCODE = 'TL403';
    END IF;
    IF access.loading() OR was - told = now_is - told THEN
        RETURN NEW;
    END IF;
    IF OLD.state NOT IN ('open', 'in_progress') THEN
        RAISE EXCEPTION 'This action is %: it can no longer be changed.', replace(OLD.state, '_', ' ')
            USING ERRCODE = 'TL409';
    END IF;
    IF NOT NEW.spoke_id = ANY (access.spokes_with('action.write')) THEN
        RAISE EXCEPTION 'permission action.write not held in the spoke' USING ERRCODE = 'TL403';
    END IF;
    RETURN NEW;
END $$;

-- Whether somebody no longer works in a spoke: no account, or no role there.
CREATE OR REPLACE FUNCTION casework.has_left(user_ uuid, spoke integer) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN user_ IS NOT NULL AND NOT ((access.me() IS NOT NULL OR access.loading()) AND EXISTS (
        SELECT FROM access.user_account u JOIN access.role_grant g ON g.user_id = u.id
         WHERE u.id = user_ AND u.disabled_at IS NULL AND (g.spoke_id IS NULL OR g.spoke_id = spoke)
           AND access.today() BETWEEN g.valid_from AND coalesce(g.valid_to, 'infinity')));
END $$;

CREATE OR REPLACE FUNCTION casework.died(person uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN EXISTS (SELECT FROM casework.person p WHERE p.id = ANY (casework.person_group(person)) AND p.died_on IS NOT NULL);
END $$;

-- After a death letters, reminders and lists stop (domain.md 13), for those
-- too who see the work but not the record. Nobody else is told of it.
CREATE OR REPLACE FUNCTION casework.has_died(person uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN casework.died(person) AND access.meets(person);
END $$;

-- The verbs open to the reader: an action moves by its owner, the owner's
-- agency, or those who set actions in the spoke.
CREATE OR REPLACE FUNCTION casework.action_moves(a casework.action) RETURNS text[]
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF a.owner_user_id = access.me() OR a.owner_agency_id = access.my_agency()
       OR a.spoke_id = ANY (access.spokes_with('action.write')) THEN
        RETURN casework.moves('action', a.state, a.spoke_id);
    END IF;
    RETURN '{}';
END $$;

-- Whom an action is for, to its owner who no longer sees the young person: the
-- name and the reference, nothing else.
CREATE OR REPLACE FUNCTION casework.action_subject(action uuid) RETURNS json
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN (SELECT json_build_object('person', json_build_object('id', p.id, 'name', p.display_name),
                       'episode', json_build_object('id', e.id, 'reference', e.reference, 'state', e.state,
                                                    'risk_level', NULL))
              FROM casework.action a JOIN casework.person p ON p.id = a.person_id
              JOIN casework.episode e ON e.id = a.episode_id
             WHERE a.id = action AND a.spoke_id = ANY (access.spokes_with('action.progress'))
               AND a.person_id <> ALL (access.withheld())
               AND (a.owner_user_id = access.me() OR a.owner_agency_id = access.my_agency()));
END $$;

DO $$
DECLARE
    f text;
BEGIN
    FOREACH f IN ARRAY ARRAY['action_subject(uuid)', 'episode_required(uuid)', 'allocation_required(uuid)',
        'action_guard()', 'has_left(uuid, integer)', 'has_died(uuid)', 'action_moves(casework.action)'] LOOP
        EXECUTE 'ALTER FUNCTION casework.' || f || ' OWNER TO throughline_definer';
        EXECUTE 'GRANT EXECUTE ON FUNCTION casework.' || f || ' TO throughline_server, throughline_owner';
    END LOOP;
END $$;

-- Not for callers: it asks nobody who they are.
ALTER FUNCTION casework.died(uuid) OWNER TO throughline_definer;

-- After 29_triggers.sql, which takes all of casework's triggers away.
CREATE TRIGGER d_action BEFORE UPDATE ON casework.action
    FOR EACH ROW EXECUTE FUNCTION casework.action_guard();
-- An action taken up again is work, too.
CREATE TRIGGER d_takes_work_again BEFORE UPDATE OF state ON casework.action
    FOR EACH ROW WHEN (OLD.state NOT IN ('open', 'in_progress') AND NEW.state IN ('open', 'in_progress'))
    EXECUTE FUNCTION casework.episode_takes_work();

-- ---- how long a record is kept --------------------------------------------------------

-- What closing proposes, by the rules of config/partnership/retention_rules.csv
-- (59_retention.sql). Where the day of birth is not known the years count from
-- closing, which is longer. Nothing for who does not work with them.
CREATE OR REPLACE FUNCTION casework.retention_proposed(person uuid, closed date, OUT category text, OUT until date)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    p casework.person;
BEGIN
    SELECT * INTO p FROM casework.person x WHERE x.id = person AND x.id <> ALL (access.withheld())
       AND (access.loading() OR x.spoke_ids && access.spokes_with('scope.case'));
    IF NOT FOUND THEN
        RETURN;
    END IF;
    category := casework.retention_category(casework.person_group(person));
    until := casework.retention_until(category, p.spoke_ids[1], p.born_on, closed);
END $$;
ALTER FUNCTION casework.retention_proposed(uuid, date) OWNER TO throughline_definer;
GRANT EXECUTE ON FUNCTION casework.retention_proposed(uuid, date) TO throughline_server, throughline_owner;

-- ---- the objects ----------------------------------------------------------------
-- Read with the reader's own rights. Rebuilt whenever this file is applied.
DROP VIEW IF EXISTS casework.episode_object, casework.note_object, casework.action_object;

CREATE VIEW casework.episode_object WITH (security_invoker = true) AS
SELECT e.id, e.version, e.person_id, e.spoke_id, json_build_object(
           'id', e.id, 'version', e.version, 'reference', e.reference, 'state', e.state,
           'state_note', e.state_note, 'spoke', spoke.code,
           'person', json_build_object('id', p.id, 'name', p.display_name, 'born_on', p.born_on,
               'age', date_part('year', age(access.today(), p.born_on))::integer),
           'referral_id', e.referral_id, 'series_id', e.series_id,
           'series', (SELECT m.name FROM casework.meeting_series m WHERE m.id = e.series_id),
           'opened_on', e.opened_on, 'lead', casework.colleague(e.lead_user_id),
           'lead_user_id', e.lead_user_id, 'lead_professional', e.lead_professional,
           'risk_level', e.risk_level, 'next_review_on', e.next_review_on,
           'review_overdue', coalesce(e.state <> 'closed' AND e.next_review_on < access.today(), false),
           'statutory_lead', e.statutory_lead,
           'flags', array_remove(ARRAY[
               CASE WHEN EXISTS (SELECT FROM casework.allocation a WHERE a.episode_id = e.id
                                  AND a.state = 'active') THEN 'intervention_active' END,
               CASE WHEN e.statutory_lead IS NOT NULL THEN 'statutory_lead_elsewhere' END], NULL),
           'closure', CASE WHEN e.state = 'closed' THEN json_build_object(
               'closed_on', e.closed_on, 'reason', e.closure_reason, 'summary', e.closure_summary,
               'risk_level', e.closing_risk_level, 'young_person_told_on', e.young_person_told_on,
               'young_person_not_told', e.young_person_not_told,
               'referrer_told_on', e.referrer_told_on, 'referrer_not_told', e.referrer_not_told,
               're_referral_route', e.re_referral_route, 'outcomes_recorded', e.outcomes_recorded,
               'retention_trigger_on', e.retention_trigger_on) END,
           'closed_on', e.closed_on,
           'retention', CASE WHEN e.state <> 'closed' AND e.spoke_id = ANY (access.spokes_with('episode.write')) THEN
               (SELECT json_build_object('category', r.category, 'until', r.until)
                  FROM casework.retention_proposed(e.person_id, access.today()) r) END,
           'checklist', json_build_object(
               'open_actions', (SELECT count(*) FROM casework.action a
                    WHERE a.episode_id = e.id AND a.state IN ('open', 'in_progress')),
               'open_allocations', (SELECT count(*) FROM casework.allocation a
                    WHERE a.episode_id = e.id AND a.ended_on IS NULL),
               'outcomes', (SELECT count(*) FROM casework.outcome o
                    WHERE o.episode_id = e.id AND o.value IS NOT NULL AND o.in_error_at IS NULL)),
           -- When the spoke looks at each level again, if it is assessed today.
           'review_dates', (SELECT json_object_agg(t.code, casework.review_due(e.spoke_id, e.series_id,
                    t.code, access.today()) ORDER BY t.position) FROM reference.risk_level t),
           'updated_at', casework.instant(e.updated_at),
           'moves', casework.moves('episode', e.state, e.spoke_id)) AS object
  FROM casework.episode e
  JOIN reference.spoke spoke ON spoke.id = e.spoke_id
  JOIN casework.person p ON p.id = e.person_id;

CREATE VIEW casework.note_object WITH (security_invoker = true) AS
SELECT n.id, n.version, n.episode_id, n.person_id, n.spoke_id, n.kind, n.happened_at,
       n.created_at, n.replaced_at, n.in_error_at, json_build_object(
           'id', n.id, 'version', n.version, 'episode_id', n.episode_id, 'kind', n.kind,
           'text', n.text, 'happened_at', casework.instant(n.happened_at),
           'created_at', casework.instant(n.created_at), 'by', casework.colleague(n.created_by),
           'replaces_id', n.replaces_id, 'amend_reason', n.amend_reason,
           'replaced', n.replaced_at IS NOT NULL, 'in_error', n.in_error_at IS NOT NULL,
           'in_error_reason', n.in_error_reason, 'in_error_at', casework.instant(n.in_error_at),
           'in_error_by', casework.colleague(n.in_error_by),
           'moved_at', casework.instant(n.moved_at), 'moved_by', casework.colleague(n.moved_by),
           'move_reason', n.move_reason) AS object
  FROM casework.note n;

CREATE VIEW casework.action_object WITH (security_invoker = true) AS
SELECT a.id, a.version, a.spoke_id, a.person_id, a.episode_id, a.owner_user_id,
       a.owner_agency_id, a.state, a.due_on, json_build_object(
           'id', a.id, 'version', a.version, 'state', a.state, 'spoke', spoke.code,
           -- Whose owner no longer sees the young person still knows who it is for.
           'person', CASE WHEN p.id IS NULL THEN casework.action_subject(a.id) -> 'person'
                          ELSE json_build_object('id', p.id, 'name', p.display_name) END,
           'episode', CASE WHEN e.id IS NULL THEN casework.action_subject(a.id) -> 'episode'
                           ELSE json_build_object('id', e.id, 'reference', e.reference, 'state', e.state,
                                                  'risk_level', e.risk_level) END,
           'meeting', (SELECT json_build_object('id', m.id, 'title', m.title,
                                                'starts_at', casework.instant(m.starts_at))
                         FROM casework.meeting m WHERE m.id = a.meeting_id),
           'discussion_id', a.discussion_id, 'description', a.description,
           'owner', casework.colleague(a.owner_user_id), 'owner_user_id', a.owner_user_id,
           'owner_name', a.owner_name,
           'owner_agency', json_build_object('code', g.code, 'name', g.name),
           'owner_left', casework.has_left(a.owner_user_id, a.spoke_id),
           'due_on', a.due_on, 'priority', a.priority,
           'overdue', a.state IN ('open', 'in_progress') AND a.due_on < access.today(),
           'carried_forward', a.carried_forward, 'done_on', a.done_on,
           'state_reason', a.state_reason, 'state_note', a.state_note,
           'mine', coalesce(a.owner_user_id = access.me(), false),
           'created_at', casework.instant(a.created_at), 'updated_at', casework.instant(a.updated_at),
           'moves', casework.action_moves(a)) AS object
  FROM casework.action a
  JOIN reference.spoke spoke ON spoke.id = a.spoke_id
  JOIN reference.agency g ON g.id = a.owner_agency_id
  LEFT JOIN casework.person p ON p.id = a.person_id
  LEFT JOIN casework.episode e ON e.id = a.episode_id;

DO $$
DECLARE
    v text;
BEGIN
    FOREACH v IN ARRAY ARRAY['episode_object', 'note_object', 'action_object'] LOOP
        EXECUTE format('ALTER VIEW casework.%I OWNER TO throughline_owner', v);
        EXECUTE format('GRANT SELECT ON casework.%I TO throughline_server', v);
    END LOOP;
END $$;
