-- A journey audit as its readers meet it: events without words, and the whole
-- object. Policies say whose audits; these functions what of a young person.

-- The audit's row for a reader it is for; the policy of journey_audit, once
-- more, for definer functions.
CREATE OR REPLACE FUNCTION casework.audit_of(wanted uuid) RETURNS SETOF casework.journey_audit
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN QUERY SELECT a.* FROM casework.journey_audit a
     WHERE a.id = wanted AND (a.spoke_id = ANY (access.spokes_with('journey_audit.write'))
        OR a.spoke_id = ANY (access.spokes_with('scope.case'))
           AND a.spoke_id = ANY (access.spokes_with('journey_audit.read'))
           AND a.state IN ('with_spoke', 'responded', 'closed', 're_audited'));
END $$;

-- Whose journey it is: to the spoke's own staff, and to the auditor who has it
-- open.
CREATE OR REPLACE FUNCTION casework.audit_person(wanted uuid) RETURNS json
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN (SELECT json_build_object('id', p.id, 'name', p.display_name, 'episode_id', e.id, 'reference', e.reference)
              FROM casework.audit_of(wanted) a
              JOIN casework.person p ON p.id = casework.person_survivor(a.audited_person)
              JOIN casework.episode e ON e.id = a.audited_episode
             WHERE a.audited_person <> ALL (access.withheld())
               AND (a.spoke_id = ANY (access.spokes_with('scope.case'))
                    OR a.audited_person = ANY (access.opened_people())
                       AND a.spoke_id = ANY (access.opened_spokes())));
END $$;

-- Intervals and gaps as they are today.
CREATE OR REPLACE FUNCTION casework.audit_now(wanted uuid) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN (SELECT casework.audit_facts(e) FROM casework.audit_of(wanted) a
              JOIN casework.episode e ON e.id = a.audited_episode);
END $$;

-- The journey without a word of anybody's: kinds, days and codes. Agencies by
-- their type, interventions by their approach. What the police hold back is
-- there, and nothing of it.
CREATE OR REPLACE FUNCTION casework.audit_steps(wanted uuid)
RETURNS TABLE (day date, kind text, vocabulary text, code text, detail jsonb)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    a casework.journey_audit;
    e casework.episode;
    people uuid[];
    since timestamptz;
    until timestamptz;
BEGIN
    SELECT * INTO a FROM casework.audit_of(wanted);
    IF a.id IS NULL THEN
        RETURN;
    END IF;
    SELECT * INTO e FROM casework.episode x WHERE x.id = a.audited_episode;
    people := casework.person_group(a.audited_person);
    SELECT least(min(r.submitted_at), e.opened_on::timestamp AT TIME ZONE 'Europe/London') INTO since
      FROM casework.referral r WHERE r.id = e.referral_id;
    until := coalesce((e.closed_on + 1)::timestamp AT TIME ZONE 'Europe/London', 'infinity');
    RETURN QUERY
    SELECT casework.london_day(r.submitted_at), 'referral', 'referral_source', r.source,
           jsonb_build_object('urgency', r.urgency, 'agency', g.agency_type, 'concerns',
               (SELECT jsonb_agg(c.concern ORDER BY c.position) FROM casework.referral_concern c WHERE c.referral_id = r.id))
      FROM casework.referral r LEFT JOIN reference.agency g ON g.id = r.agency_id
     WHERE r.person_id = ANY (people) AND r.spoke_id = a.spoke_id AND r.submitted_at >= since AND r.submitted_at < until
    UNION ALL
    SELECT casework.london_day(c.at), CASE WHEN c.machine IN ('referral', 'referral_letter') THEN 'triage'
               WHEN c.to_state = 'closed' THEN 'closure' ELSE c.machine END,
           'move_' || c.machine, c.verb, jsonb_build_object('to', c.to_state, 'approach', i.approach)
      FROM casework.state_change c
      LEFT JOIN casework.allocation l ON c.machine = 'allocation' AND l.id = c.subject_id
      LEFT JOIN casework.intervention i ON i.id = l.intervention_id
     WHERE c.person_id = ANY (people) AND c.spoke_id = a.spoke_id AND c.at >= since AND c.at < until
       AND (c.episode_id IS NULL OR c.episode_id = e.id)
       AND (c.machine <> 'referral' OR coalesce(c.from_state, 'draft') <> 'draft')
       AND (c.machine <> 'action' OR c.verb <> 'set') AND (c.machine <> 'referral_letter' OR c.verb <> 'prepare')
    UNION ALL
    SELECT casework.london_day(d.happened_at), 'discussion', 'meeting_type', m.type,
           jsonb_build_object('risk_before', d.risk_before, 'risk_after', d.risk_after,
               'voice', d.young_person_voice IS NOT NULL, 'rationale', d.rationale IS NOT NULL,
               'strengths', d.strengths IS NOT NULL, 'agencies',
               (SELECT count(DISTINCT u.agency_id) FROM casework.discussion_update u WHERE u.discussion_id = d.id),
               'decisions', (SELECT jsonb_agg(x.decision ORDER BY x.created_at, x.id)
                               FROM casework.discussion_decision x WHERE x.discussion_id = d.id))
      FROM casework.discussion d JOIN casework.meeting m ON m.id = d.meeting_id WHERE d.episode_id = e.id
    UNION ALL
    SELECT casework.london_day(coalesce(c.answered_at, c.created_at)), 'agency_check', 'agency_check_result', c.result,
           jsonb_build_object('agency', g.agency_type, 'due_on', c.due_on,
               'late', coalesce(casework.london_day(c.answered_at), access.today()) > c.due_on)
      FROM casework.agency_check c JOIN reference.agency g ON g.id = c.agency_id WHERE c.episode_id = e.id
    UNION ALL
    SELECT casework.london_day(r.assessed_at), 'risk', 'risk_level', coalesce(r.panel_level, r.practitioner_level),
           jsonb_build_object('risk_to', r.risk_to, 'risk_from', r.risk_from, 'override', r.override_reason IS NOT NULL)
      FROM casework.risk_assessment r WHERE r.episode_id = e.id AND r.in_error_at IS NULL
    UNION ALL
    SELECT casework.london_day(s.planned_at), 'session', 'session_attendance', s.attendance,
           jsonb_build_object('approach', i.approach, 'engagement', s.engagement, 'minutes', s.minutes,
                              'voice', s.young_person_voice IS NOT NULL)
      FROM casework.session s JOIN casework.allocation l ON l.id = s.allocation_id
      JOIN casework.intervention i ON i.id = l.intervention_id
     WHERE l.episode_id = e.id AND s.cancelled_at IS NULL
    UNION ALL
    SELECT casework.london_day(c.happened_at), CASE WHEN c.held THEN 'held' ELSE 'contact' END,
           CASE WHEN NOT c.held THEN 'contact_type' END, CASE WHEN NOT c.held THEN c.type END,
           CASE WHEN c.held THEN '{}' ELSE jsonb_build_object('seen', c.seen, 'outcomes', to_jsonb(c.outcomes)) END
      FROM casework.contact c
     WHERE c.person_id = ANY (people) AND c.spoke_id = a.spoke_id AND c.in_error_at IS NULL
       AND c.happened_at >= since AND c.happened_at < until
    UNION ALL
    SELECT o.measured_on, 'outcome', 'outcome_measure', o.measure,
           jsonb_build_object('point', o.point, 'value', o.value, 'informant', o.informant)
      FROM casework.outcome o WHERE o.episode_id = e.id AND o.in_error_at IS NULL
    UNION ALL
    SELECT v.said_on, 'voice', 'voice_medium', v.medium, '{}'
      FROM casework.voice v WHERE v.episode_id = e.id AND v.in_error_at IS NULL
    UNION ALL
    SELECT casework.london_day(n.happened_at), 'note', 'note_kind', n.kind, '{}'
      FROM casework.note n WHERE n.episode_id = e.id AND n.replaced_at IS NULL AND n.in_error_at IS NULL
    UNION ALL
    SELECT g.changed_on, 'sharing', 'agreement_change', g.change, jsonb_build_object('agreement', g.kind)
      FROM casework.agreement g
     WHERE g.episode_id = e.id
    UNION ALL
    SELECT casework.london_day(x.created_at), 'action', 'move_action', 'set',
           jsonb_build_object('due_on', x.due_on, 'state', x.state)
      FROM casework.action x WHERE x.episode_id = e.id;
END $$;

DO $$
DECLARE
    f text;
BEGIN
    FOREACH f IN ARRAY ARRAY['audit_of(uuid)', 'audit_person(uuid)', 'audit_now(uuid)', 'audit_steps(uuid)'] LOOP
        EXECUTE 'ALTER FUNCTION casework.' || f || ' OWNER TO throughline_definer';
        CONTINUE WHEN f = 'audit_of(uuid)'; -- it holds the columns the server may not read
        EXECUTE 'GRANT EXECUTE ON FUNCTION casework.' || f || ' TO throughline_server, throughline_owner';
    END LOOP;
END $$;

-- Who works in a spoke, by name: to its staff, and to the auditor who sets what
-- is to be done there.
CREATE OR REPLACE FUNCTION casework.spoke_workers(spoke integer) RETURNS TABLE (id uuid, name text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN QUERY SELECT DISTINCT u.id, u.name FROM access.user_account u
      JOIN access.role_grant g ON g.user_id = u.id
     WHERE spoke = ANY (access.spokes_with('journey_audit.read')) AND u.disabled_at IS NULL
       AND g.role IN ('spoke_coordinator', 'project_officer') AND (g.spoke_id IS NULL OR g.spoke_id = spoke)
       AND access.today() BETWEEN g.valid_from AND coalesce(g.valid_to, 'infinity');
END $$;
ALTER FUNCTION casework.spoke_workers(integer) OWNER TO throughline_definer;
GRANT EXECUTE ON FUNCTION casework.spoke_workers(integer) TO throughline_server, throughline_owner;

-- The day the spoke's answer is due, by what held when it was sent.
CREATE OR REPLACE FUNCTION casework.audit_answer_due(spoke integer, sent timestamptz) RETURNS date
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN CASE WHEN sent IS NOT NULL THEN casework.working_days_after(casework.london_day(sent),
        reference.setting_days(spoke, 'audit_answer_working_days', casework.london_day(sent))) END;
END $$;
ALTER FUNCTION casework.audit_answer_due(integer, timestamptz) OWNER TO throughline_definer;
GRANT EXECUTE ON FUNCTION casework.audit_answer_due(integer, timestamptz) TO throughline_server, throughline_owner;

-- ---- the objects -----------------------------------------------------------------
DROP VIEW IF EXISTS casework.journey_audit_object, casework.journey_audit_action_object;

CREATE VIEW casework.journey_audit_action_object WITH (security_invoker = true) AS
SELECT x.id, x.version, x.spoke_id, x.audit_id, x.state, x.due_on, json_build_object(
           'id', x.id, 'version', x.version, 'spoke', s.code, 'audit_id', x.audit_id, 'pseudonym', a.pseudonym,
           'theme', x.theme, 'description', x.description, 'owner', casework.colleague(x.owner_user_id),
           'due_on', x.due_on, 'state', x.state, 'reason', x.state_reason, 'note', x.state_note, 'done_on', x.done_on,
           'overdue', x.state = 'open' AND x.due_on < access.today(),
           'moves', casework.moves('audit_action', x.state, x.spoke_id)) AS object
  FROM casework.journey_audit_action x
  JOIN casework.journey_audit a ON a.id = x.audit_id
  JOIN reference.spoke s ON s.id = x.spoke_id;

CREATE VIEW casework.journey_audit_object WITH (security_invoker = true) AS
SELECT a.id, a.version, a.spoke_id, json_build_object(
           'id', a.id, 'version', a.version, 'spoke', s.code, 'pseudonym', a.pseudonym,
           'sample_id', a.sample_id, 'stratum', a.stratum,
           'age_band', a.age_band, 'year', a.year, 'risk_level', a.risk_level, 'closure_reason', a.closure_reason,
           'state', a.state, 'reason', a.state_reason, 'note', a.state_note,
           'drawn_at', casework.instant(a.created_at), 'drawn_gaps', to_json(a.gaps),
           'now', casework.audit_now(a.id),
           'grade', a.grade, 'summary', a.summary, 'strengths', a.strengths,
           'sent_at', casework.instant(a.sent_at), 'answer_due_on', casework.audit_answer_due(a.spoke_id, a.sent_at),
           'response', a.response, 'response_text', a.response_text,
           'responded_at', casework.instant(a.responded_at), 'responded_by', casework.colleague(a.responded_by),
           'auditor', casework.colleague(a.created_by),
           'earlier_id', a.earlier_id,
           'later_id', (SELECT l.id FROM casework.journey_audit l WHERE l.earlier_id = a.id),
           'person', casework.audit_person(a.id),
           'open_until', (SELECT casework.instant(o.until) FROM access.journey_opening o
                           WHERE o.audit_id = a.id AND o.user_id = access.me() AND o.ended_at IS NULL AND o.until > now()),
           'openings', (SELECT coalesce(json_agg(json_build_object('by', casework.colleague(o.user_id) ->> 'name',
                            'purpose', o.purpose, 'reason', o.reason, 'opened_at', casework.instant(o.opened_at),
                            'until', casework.instant(coalesce(o.ended_at, o.until))) ORDER BY o.opened_at DESC), '[]')
                          FROM access.journey_opening o WHERE o.audit_id = a.id),
           'scores', (SELECT coalesce(json_agg(json_build_object('criterion', t.code, 'label', t.label,
                          'question', t.detail ->> 'question', 'good', t.detail ->> 'good',
                          'score', x.score, 'comment', x.comment, 'correction', x.correction, 'number', x.number,
                          'earlier', (SELECT coalesce(json_agg(json_build_object('score', w.score, 'comment', w.comment,
                                          'correction', w.correction, 'by', casework.colleague(w.created_by) ->> 'name',
                                          'at', casework.instant(w.created_at)) ORDER BY w.number DESC), '[]')
                                        FROM casework.journey_audit_score w
                                       WHERE w.audit_id = a.id AND w.criterion = t.code AND w.replaced_at IS NOT NULL))
                          ORDER BY t.position), '[]')
                        FROM reference.term t
                        LEFT JOIN casework.journey_audit_score x
                          ON x.audit_id = a.id AND x.criterion = t.code AND x.replaced_at IS NULL
                       WHERE t.vocabulary = 'audit_criterion'
                         AND (x.id IS NOT NULL OR t.active_from <= access.today()
                              AND (t.active_to IS NULL OR t.active_to > access.today()))),
           'actions', (SELECT coalesce(json_agg(x.object ORDER BY x.due_on, x.id), '[]')
                         FROM casework.journey_audit_action_object x WHERE x.audit_id = a.id),
           'changes', (SELECT coalesce(json_agg(json_build_object('at', casework.instant(v.replaced_at),
                           'by', casework.colleague(v.replaced_by) ->> 'name', 'was', v.was) ORDER BY v.number DESC), '[]')
                         FROM casework.journey_audit_version v WHERE v.audit_id = a.id),
           'may_write', a.spoke_id = ANY (access.spokes_with('journey_audit.write')),
           'moves', casework.moves('audit', a.state, a.spoke_id)) AS object
  FROM casework.journey_audit a
  JOIN reference.spoke s ON s.id = a.spoke_id;

DO $$
DECLARE
    v text;
BEGIN
    FOREACH v IN ARRAY ARRAY['journey_audit_object', 'journey_audit_action_object'] LOOP
        EXECUTE format('ALTER VIEW casework.%I OWNER TO throughline_owner', v);
        EXECUTE format('GRANT SELECT ON casework.%I TO throughline_server', v);
    END LOOP;
END $$;
