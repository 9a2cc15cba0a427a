-- REF: the journey as one statement that builds the JSON, with joins to the
-- names, under the reader's policies: what a good developer writes first. The
-- answer is the product's own, member for member; the bench compares them (it
-- leaves out transfers, places, associations, sharings and critical incidents, of which
-- the data has none).
-- $1 is the person.
SELECT json_build_object(
    'person', json_build_object('id', p.id, 'name', p.display_name, 'born_on', p.born_on,
        'born_precision', p.born_precision, 'age', date_part('year', age(access.today(), p.born_on))::integer),
    'episodes', (SELECT coalesce(json_agg(json_build_object('id', e.id, 'reference', e.reference,
            'spoke', s.code, 'state', e.state, 'risk_level', e.risk_level, 'opened_on', e.opened_on,
            'closed_on', e.closed_on) ORDER BY e.closed_on DESC NULLS FIRST, e.opened_on DESC), '[]')
       FROM casework.episode e JOIN reference.spoke s ON s.id = e.spoke_id WHERE e.person_id = p.id),
    'events', (SELECT coalesce(json_agg(json_build_object('at', CASE WHEN v.kind IN ('outcome', 'voice', 'status', 'marker')
                THEN (v.at AT TIME ZONE 'Europe/London')::date::text ELSE casework.instant(v.at) END, 'kind', v.kind,
            'title', concat_ws(': ', v.subject, v.label), 'code', v.code, 'who', u.name,
            'agency', coalesce(a.name, home.name), 'episode_id', v.episode_id,
            'ref', json_build_object('kind', v.ref_kind, 'id', v.ref_id),
            'summary', casework.excerpt(v.summary), 'detail', v.detail)
            ORDER BY CASE WHEN v.kind IN ('outcome', 'voice', 'status', 'marker')
                          THEN ((v.at AT TIME ZONE 'Europe/London') + interval '1 day') AT TIME ZONE 'Europe/London'
                               - interval '1 microsecond'
                          ELSE v.at END DESC, v.ref_id, v.kind), '[]')
       FROM (
        SELECT r.submitted_at AS at, 'referral' AS kind, 'Referral' AS subject, t.label, r.source AS code,
               r.referred_by AS who, r.agency_id, NULL::uuid AS episode_id, 'referral' AS ref_kind, r.id AS ref_id,
               r.narrative AS summary,
               json_build_object('reference', r.reference, 'urgency', r.urgency, 'concerns',
                   (SELECT json_agg(c.concern ORDER BY c.position) FROM casework.referral_concern c
                     WHERE c.referral_id = r.id)) AS detail
          FROM casework.referral r LEFT JOIN reference.referral_source t ON t.code = r.source
         WHERE r.person_id = p.id AND r.submitted_at IS NOT NULL
        UNION ALL
        SELECT c.at, CASE WHEN c.machine IN ('referral', 'referral_letter') THEN 'triage'
                     WHEN c.to_state = 'closed' THEN 'closure' ELSE c.machine END,
               i.name, coalesce(t.label, c.verb), c.verb, c.by_user, c.agency_id, c.episode_id, c.machine,
               c.subject_id, coalesce(CASE WHEN l.ended_on IS NOT NULL AND c.to_state = l.state THEN l.exit_summary END, c.note),
               json_build_object('from', c.from_state, 'to', c.to_state, 'reason', c.reason, 'exit_reason',
                   CASE WHEN c.to_state = l.state THEN l.exit_reason END)
          FROM casework.state_change c
          LEFT JOIN casework.allocation l ON c.machine = 'allocation' AND l.id = c.subject_id
          LEFT JOIN casework.intervention i ON i.id = l.intervention_id
          LEFT JOIN reference.other_term t ON t.vocabulary = 'move_' || c.machine AND t.code = c.verb
         WHERE c.person_id = p.id
           AND (c.machine <> 'referral' OR coalesce(c.from_state, 'draft') <> 'draft')
           AND (c.machine <> 'action' OR c.verb <> 'set')
           AND (c.machine <> 'referral_letter' OR c.verb <> 'prepare')
        UNION ALL
        SELECT d.happened_at, 'discussion', m.title, NULL, NULL,
               coalesce(m.chair_user_id, m.signed_off_by, d.created_by, m.created_by), NULL, d.episode_id, 'discussion',
               d.id, d.summary,
               json_build_object('meeting_id', d.meeting_id, 'meeting', m.title, 'risk_before', d.risk_before,
                   'risk_after', d.risk_after, 'decisions',
                   (SELECT json_agg(x.decision ORDER BY x.created_at, x.id) FROM casework.discussion_decision x
                     WHERE x.discussion_id = d.id))
          FROM casework.discussion d JOIN casework.meeting m ON m.id = d.meeting_id
         WHERE d.person_id = p.id
        UNION ALL
        SELECT k.assessed_at, 'risk', 'Risk assessed', t.label, coalesce(k.panel_level, k.practitioner_level),
               k.assessed_by, NULL, k.episode_id, 'risk_assessment', k.id, k.rationale,
               json_build_object('risk_to', k.risk_to, 'risk_from', k.risk_from,
                   'practitioner_level', k.practitioner_level, 'panel_level', k.panel_level)
          FROM casework.risk_assessment k
          LEFT JOIN reference.risk_level t ON t.code = coalesce(k.panel_level, k.practitioner_level)
         WHERE k.person_id = p.id AND k.in_error_at IS NULL
        UNION ALL
        SELECT s.planned_at, 'session', i.name, coalesce(t.label, 'Planned session'), s.attendance, s.worker_user_id,
               s.provider_agency_id, l.episode_id, 'session', s.id, s.note,
               json_build_object('allocation_id', s.allocation_id, 'happened', s.happened,
                   'engagement', s.engagement, 'minutes', s.minutes)
          FROM casework.session s JOIN casework.allocation l ON l.id = s.allocation_id
          JOIN casework.intervention i ON i.id = l.intervention_id
          LEFT JOIN reference.session_attendance t ON t.code = s.attendance
         WHERE s.person_id = p.id AND s.cancelled_at IS NULL
        UNION ALL
        SELECT c.happened_at, 'contact', NULL, t.label, c.type, c.officer_id, c.agency_id, NULL, 'contact', c.id,
               c.note, json_build_object('seen', c.seen, 'outcomes', c.outcomes, 'held', c.held)
          FROM casework.contact c LEFT JOIN reference.contact_type t ON t.code = c.type
         WHERE c.person_id = p.id AND c.in_error_at IS NULL
        UNION ALL
        SELECT o.measured_on::timestamp AT TIME ZONE 'Europe/London', 'outcome', NULL, t.label, o.measure,
               o.created_by, NULL, o.episode_id, 'outcome', o.id, o.note,
               json_build_object('point', o.point, 'value', o.value, 'informant', o.informant,
                   'not_measured', o.not_measured)
          FROM casework.outcome o LEFT JOIN reference.outcome_measure t ON t.code = o.measure
         WHERE o.person_id = p.id AND o.in_error_at IS NULL
        UNION ALL
        SELECT n.happened_at, 'note', NULL, t.label, n.kind, n.created_by, NULL, n.episode_id, 'note', n.id, n.text, NULL
          FROM casework.note n LEFT JOIN reference.note_kind t ON t.code = n.kind
         WHERE n.person_id = p.id AND n.replaced_at IS NULL AND n.in_error_at IS NULL
        UNION ALL
        SELECT x.created_at, 'action', NULL, t.label, 'set', CASE WHEN x.owner_agency_id IS NULL THEN coalesce(x.owner_user_id, x.created_by)
                    ELSE x.owner_user_id END,
               x.owner_agency_id, x.episode_id, 'action', x.id, x.description,
               json_build_object('due_on', x.due_on, 'state', x.state)
          FROM casework.action x LEFT JOIN reference.other_term t ON t.vocabulary = 'move_action' AND t.code = 'set'
         WHERE x.person_id = p.id
        UNION ALL
        SELECT n.created_at, 'discussion', 'Addendum to ' || m.title, NULL, NULL, n.created_by, NULL, NULL, 'discussion',
               n.discussion_id, n.text, json_build_object('meeting_id', n.meeting_id, 'meeting', m.title, 'addendum_id', n.id)
          FROM casework.addendum n JOIN casework.meeting m ON m.id = n.meeting_id WHERE n.person_id = p.id
        UNION ALL
        SELECT coalesce(c.answered_at, c.created_at), 'discussion', 'Agency check', t.label, c.result,
               coalesce(c.answered_by, c.created_by), c.agency_id, c.episode_id, 'agency_check', c.id, c.text,
               json_build_object('result', c.result, 'due_on', c.due_on)
          FROM casework.agency_check c LEFT JOIN reference.agency_check_result t ON t.code = c.result
         WHERE c.person_id = p.id
        UNION ALL
        SELECT w.said_on::timestamp AT TIME ZONE 'Europe/London', 'voice', NULL, t.label, w.medium, w.created_by, NULL,
               w.episode_id, 'voice', w.id, w.quotation, json_build_object('about', w.about)
          FROM casework.voice w LEFT JOIN reference.voice_medium t ON t.code = w.medium
         WHERE w.person_id = p.id AND w.in_error_at IS NULL
        UNION ALL
        SELECT e.day::timestamp AT TIME ZONE 'Europe/London', CASE f.topic WHEN 'marker' THEN 'marker' ELSE 'status' END,
               CASE f.topic WHEN 'care_status' THEN 'Care' WHEN 'education_status' THEN 'Education' ELSE 'Warning' END || e.said,
               coalesce(care.label, education.label, warning.label), f.code, e.who, f.agency_id, NULL, 'person_fact', f.id, e.words, NULL
          FROM casework.person_fact f
          LEFT JOIN reference.care_status care ON f.topic = 'care_status' AND care.code = f.code
          LEFT JOIN reference.education_status education ON f.topic = 'education_status' AND education.code = f.code
          LEFT JOIN reference.warning_marker warning ON f.topic = 'marker' AND warning.code = f.code
         CROSS JOIN LATERAL (VALUES
               (coalesce(f.valid_from, (f.created_at AT TIME ZONE 'Europe/London')::date), '', f.created_by, f.note),
               (f.valid_to, ' ended', f.updated_by, f.end_reason)) AS e(day, said, who, words)
         WHERE f.person_id = p.id AND f.topic IN ('care_status', 'education_status', 'marker') AND f.in_error_at IS NULL
           AND e.day IS NOT NULL AND f.code NOT IN ('none', 'not_asked', 'declined_to_say', 'not_known')) AS v
       LEFT JOIN access.user_account u ON u.id = v.who
       LEFT JOIN reference.agency a ON a.id = v.agency_id
       LEFT JOIN reference.agency home ON home.id = u.agency_id)),
    audit.record('view', 'journey', p.id, p.id, NULL, NULL)
  FROM casework.person p WHERE p.id = $1
