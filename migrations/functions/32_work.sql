-- The work of an episode: risk, notes, outcomes and actions. What holds for
-- every writer, and the one object each answer is made of.

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

-- ---- outcomes -----------------------------------------------------------------

-- BEFORE INSERT OR UPDATE on outcome: a value its instrument can give, and
-- what was measured stays what it was.
CREATE OR REPLACE FUNCTION casework.outcome_guard() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    measure_ reference.term;
    low numeric;
    high numeric;
BEGIN
    IF TG_OP = 'UPDATE' AND
       (NEW.spoke_id, NEW.person_id, NEW.episode_id, NEW.allocation_id, NEW.measure,
        NEW.instrument_version, NEW.informant, NEW.point) IS DISTINCT FROM
       (OLD.spoke_id, OLD.person_id, OLD.episode_id, OLD.allocation_id, OLD.measure,
        OLD.instrument_version, OLD.informant, OLD.point) THEN
        RAISE EXCEPTION 'What was measured, and when in the work, does not change. Record another outcome.'
            USING ERRCODE = 'TL409';
    END IF;
    IF NEW.allocation_id IS NOT NULL AND NOT EXISTS (
           SELECT FROM casework.allocation a
            WHERE a.id = NEW.allocation_id AND a.episode_id = NEW.episode_id) THEN
        RAISE EXCEPTION 'Choose an intervention of this episode'
            USING ERRCODE = 'TL422', COLUMN = 'allocation_id';
    END IF;
    SELECT * INTO measure_ FROM reference.term t
     WHERE t.vocabulary = 'outcome_measure' AND t.code = NEW.measure;
    IF NEW.value IS NULL OR measure_.code IS NULL THEN
        RETURN NEW;
    END IF;
    low := nullif(measure_.detail ->> 'min', '')::numeric;
    high := nullif(measure_.detail ->> 'max', '')::numeric;
    IF NEW.value < low OR NEW.value > high THEN
        RAISE EXCEPTION '% must be between % and %', measure_.label, low, high
            USING ERRCODE = 'TL422', COLUMN = 'value';
    END IF;
    IF measure_.detail ->> 'step' = '1' AND NEW.value <> trunc(NEW.value) THEN
        RAISE EXCEPTION '% must be a whole number', measure_.label
            USING ERRCODE = 'TL422', COLUMN = 'value';
    END IF;
    RETURN NEW;
END $$;

-- A score in words, where its instrument has words for it.
CREATE OR REPLACE FUNCTION casework.outcome_words(instrument text, value numeric) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN (SELECT string_agg(t.label, ' or ' ORDER BY t.position)
              FROM reference.term t
             WHERE t.vocabulary = 'outcome_value' AND t.detail ->> 'instrument' = instrument
               AND (t.detail ->> 'score')::numeric = value);
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
               AND (a.owner_user_id = access.me() OR a.owner_agency_id = access.my_agency()));
END $$;

DO $$
DECLARE
    f text;
BEGIN
    FOREACH f IN ARRAY ARRAY['action_subject(uuid)', 'episode_required(uuid)', 'allocation_required(uuid)',
        'outcome_guard()', 'outcome_words(text, numeric)', 'action_guard()',
        'action_moves(casework.action)'] LOOP
        EXECUTE 'ALTER FUNCTION casework.' || f || ' OWNER TO throughline_definer';
        EXECUTE 'GRANT EXECUTE ON FUNCTION casework.' || f || ' TO throughline_server, throughline_owner';
    END LOOP;
END $$;

-- After 29_triggers.sql, which takes all of casework's triggers away.
CREATE TRIGGER d_outcome BEFORE INSERT OR UPDATE ON casework.outcome
    FOR EACH ROW EXECUTE FUNCTION casework.outcome_guard();
CREATE TRIGGER d_action BEFORE UPDATE ON casework.action
    FOR EACH ROW EXECUTE FUNCTION casework.action_guard();
-- An action taken up again is work, too.
CREATE TRIGGER d_takes_work_again BEFORE UPDATE OF state ON casework.action
    FOR EACH ROW WHEN (OLD.state NOT IN ('open', 'in_progress') AND NEW.state IN ('open', 'in_progress'))
    EXECUTE FUNCTION casework.episode_takes_work();

-- ---- the objects ----------------------------------------------------------------
-- Read with the reader's own rights. Rebuilt whenever this file is applied.
DROP FUNCTION IF EXISTS casework.distance_travelled(uuid[]);
DROP VIEW IF EXISTS casework.episode_object, casework.risk_object, casework.note_object,
    casework.outcome_object, casework.action_object;

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
           'checklist', json_build_object(
               'open_actions', (SELECT count(*) FROM casework.action a
                    WHERE a.episode_id = e.id AND a.state IN ('open', 'in_progress')),
               'open_allocations', (SELECT count(*) FROM casework.allocation a
                    WHERE a.episode_id = e.id AND a.ended_on IS NULL),
               'outcomes', (SELECT count(*) FROM casework.outcome o
                    WHERE o.episode_id = e.id AND o.value IS NOT NULL)),
           'updated_at', casework.instant(e.updated_at),
           'moves', casework.moves('episode', e.state, e.spoke_id)) AS object
  FROM casework.episode e
  JOIN reference.spoke spoke ON spoke.id = e.spoke_id
  JOIN casework.person p ON p.id = e.person_id;

-- With the change from the assessment before and from the first: never
-- between two versions of the scale (domain.md 5). Ask by episode.
CREATE VIEW casework.risk_object WITH (security_invoker = true) AS
SELECT s.id, s.episode_id, s.person_id, s.spoke_id, s.assessed_at, json_build_object(
           'id', s.id, 'episode_id', s.episode_id, 'assessed_at', casework.instant(s.assessed_at),
           'by', casework.colleague(s.assessed_by), 'discussion_id', s.discussion_id,
           'scale_version', s.scale_version, 'risk_to', s.risk_to, 'risk_from', s.risk_from,
           'practitioner_level', s.practitioner_level, 'panel_level', s.panel_level,
           'level', s.level, 'rank', (now.detail ->> 'rank')::integer,
           'override_reason', s.override_reason, 'rationale', s.rationale,
           'contexts', s.contexts, 'leading_context', s.leading_context,
           'risk_factors', s.risk_factors, 'protective_factors', s.protective_factors,
           'change', CASE WHEN s.level_before IS NULL THEN 'baseline'
                          WHEN s.scale_before <> s.scale_version THEN 'not_comparable'
                          ELSE (ARRAY['reduced', 'same', 'increased'])[2 + sign(
                              (now.detail ->> 'rank')::integer - (before.detail ->> 'rank')::integer)::integer] END,
           'change_from_baseline', CASE WHEN s.level_before IS NULL THEN 'baseline'
                          WHEN s.scale_first <> s.scale_version THEN 'not_comparable'
                          ELSE (ARRAY['reduced', 'same', 'increased'])[2 + sign(
                              (now.detail ->> 'rank')::integer - (first.detail ->> 'rank')::integer)::integer] END) AS object
  FROM (SELECT r.*, coalesce(r.panel_level, r.practitioner_level) AS level,
               lag(coalesce(r.panel_level, r.practitioner_level)) OVER w AS level_before,
               first_value(coalesce(r.panel_level, r.practitioner_level)) OVER w AS level_first,
               lag(r.scale_version) OVER w AS scale_before,
               first_value(r.scale_version) OVER w AS scale_first
          FROM casework.risk_assessment r
        WINDOW w AS (PARTITION BY r.episode_id ORDER BY r.assessed_at, r.id)) s
  LEFT JOIN reference.risk_level now ON now.code = s.level
  LEFT JOIN reference.risk_level before ON before.code = s.level_before
  LEFT JOIN reference.risk_level first ON first.code = s.level_first;

CREATE VIEW casework.note_object WITH (security_invoker = true) AS
SELECT n.id, n.version, n.episode_id, n.person_id, n.spoke_id, n.kind, n.happened_at,
       n.created_at, n.replaced_at, n.in_error_at, json_build_object(
           'id', n.id, 'version', n.version, 'episode_id', n.episode_id, 'kind', n.kind,
           'text', n.text, 'happened_at', casework.instant(n.happened_at),
           'created_at', casework.instant(n.created_at), 'by', casework.colleague(n.created_by),
           'replaces_id', n.replaces_id, 'amend_reason', n.amend_reason,
           'replaced', n.replaced_at IS NOT NULL, 'in_error', n.in_error_at IS NOT NULL,
           'in_error_reason', n.in_error_reason, 'in_error_at', casework.instant(n.in_error_at),
           'in_error_by', casework.colleague(n.in_error_by)) AS object
  FROM casework.note n;

CREATE VIEW casework.outcome_object WITH (security_invoker = true) AS
SELECT o.id, o.version, o.episode_id, o.allocation_id, o.person_id, o.spoke_id, o.measured_on,
       json_build_object(
           'id', o.id, 'version', o.version, 'episode_id', o.episode_id,
           'allocation_id', o.allocation_id, 'measure', o.measure,
           'instrument_version', o.instrument_version, 'point', o.point,
           'informant', o.informant, 'measured_on', o.measured_on, 'value', o.value,
           'words', casework.outcome_words(m.detail ->> 'instrument', o.value),
           'not_measured', o.not_measured, 'note', o.note,
           'by', casework.colleague(o.created_by), 'updated_at', casework.instant(o.updated_at)) AS object
  FROM casework.outcome o JOIN reference.outcome_measure m ON m.code = o.measure;

-- Distance travelled (domain.md 8): the last value less the baseline, on the
-- same measure, version and informant. Nothing is imputed: without both there
-- is no change, and `status` says what is missing.
CREATE FUNCTION casework.distance_travelled(outcomes uuid[])
RETURNS TABLE ("position" integer, measure text, informant text, status text, direction text, object json)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    WITH taken AS (
        SELECT o.*, p.position AS place FROM casework.outcome o
          JOIN reference.outcome_point p ON p.code = o.point
         WHERE o.id = ANY (outcomes)),
    series AS (SELECT DISTINCT t.measure, t.instrument_version, t.informant FROM taken t)
    SELECT m.position, s.measure, s.informant, x.status, x.direction, json_build_object(
               'measure', s.measure, 'instrument_version', s.instrument_version,
               'informant', s.informant, 'domain', m.detail ->> 'domain',
               'better', m.detail ->> 'better', 'baseline', base.object, 'latest', late.object,
               'change', CASE WHEN x.status = 'compared' THEN late.value - base.value END,
               'direction', x.direction, 'status', x.status, 'outcomes', every.list)
      FROM series s
      JOIN reference.outcome_measure m ON m.code = s.measure
      LEFT JOIN LATERAL (
           SELECT t.value, t.measured_on, o.object FROM taken t JOIN casework.outcome_object o ON o.id = t.id
            WHERE (t.measure, t.instrument_version, t.informant) = (s.measure, s.instrument_version, s.informant)
              AND t.point = 'baseline' AND t.value IS NOT NULL
            ORDER BY t.measured_on, t.id LIMIT 1) base ON true
      LEFT JOIN LATERAL (
           SELECT t.value, o.object FROM taken t JOIN casework.outcome_object o ON o.id = t.id
            WHERE (t.measure, t.instrument_version, t.informant) = (s.measure, s.instrument_version, s.informant)
              AND t.point <> 'baseline' AND t.value IS NOT NULL
              AND (base.measured_on IS NULL OR t.measured_on >= base.measured_on)
            ORDER BY t.measured_on DESC, t.place DESC, t.id LIMIT 1) late ON true
     CROSS JOIN LATERAL (
           SELECT json_agg(o.object ORDER BY t.measured_on, t.place, t.id) AS list
             FROM taken t JOIN casework.outcome_object o ON o.id = t.id
            WHERE (t.measure, t.instrument_version, t.informant)
                  = (s.measure, s.instrument_version, s.informant)) every
     CROSS JOIN LATERAL (
           SELECT CASE WHEN base.value IS NOT NULL AND late.value IS NOT NULL THEN 'compared'
                       WHEN base.value IS NOT NULL THEN 'no_later_value'
                       WHEN late.value IS NOT NULL THEN 'no_baseline'
                       ELSE 'not_measured' END AS status,
                  CASE WHEN base.value IS NULL OR late.value IS NULL THEN NULL
                       WHEN late.value = base.value THEN 'same'
                       WHEN m.detail ->> 'better' NOT IN ('higher', 'lower') THEN NULL
                       WHEN (late.value > base.value) = (m.detail ->> 'better' = 'higher') THEN 'better'
                       ELSE 'worse' END AS direction) x;
END $$;
ALTER FUNCTION casework.distance_travelled(uuid[]) OWNER TO throughline_definer;
GRANT EXECUTE ON FUNCTION casework.distance_travelled(uuid[]) TO throughline_server;

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
    FOREACH v IN ARRAY ARRAY['episode_object', 'risk_object', 'note_object', 'outcome_object',
                             'action_object'] LOOP
        EXECUTE format('ALTER VIEW casework.%I OWNER TO throughline_owner', v);
        EXECUTE format('GRANT SELECT ON casework.%I TO throughline_server', v);
    END LOOP;
END $$;
