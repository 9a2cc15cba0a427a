-- What the meeting room's answers are made of, each object in one place. Read
-- with the reader's own rights: the policies of the tables below decide.
-- 26_meeting.sql takes the old ones away.

-- One young person at one meeting: what was said, decided and set.
CREATE VIEW casework.discussion_object WITH (security_invoker = true) AS
SELECT d.id, d.version, d.meeting_id, d.agenda_item_id, d.person_id, d.spoke_id,
       json_build_object(
           'id', d.id, 'version', d.version, 'meeting_id', d.meeting_id,
           'agenda_item_id', d.agenda_item_id, 'spoke', s.code,
           'meeting', json_build_object('id', m.id, 'title', m.title, 'state', m.state,
                                        'starts_at', casework.instant(m.starts_at)),
           'person', json_build_object('id', p.id, 'name', p.display_name, 'born_on', p.born_on, 'born_precision', p.born_precision),
           'episode', json_build_object('id', e.id, 'reference', e.reference, 'state', e.state,
                                        'risk_level', e.risk_level, 'next_review_on', e.next_review_on),
           'happened_at', casework.instant(d.happened_at), 'summary', d.summary,
           'incidents', d.incidents, 'concerns', d.concerns, 'strengths', d.strengths,
           'young_person_voice', d.young_person_voice, 'voice_basis', d.voice_basis,
           'voice_by', d.voice_by, 'voice_on', d.voice_on, 'parent_view', d.parent_view, 'contexts', d.contexts,
           'disproportionality_check', d.disproportionality_check,
           'risk_before', d.risk_before, 'risk_after', d.risk_after,
           -- One scale a meeting; nothing said is not reassessed.
           'risk_change', casework.risk_change(d.risk_after, '', d.risk_before, ''),
           'override_reason', d.override_reason, 'rationale', d.rationale,
           'next_review_on', d.next_review_on,
           'suggested', json_build_object('risk_before', coalesce(d.risk_before, e.risk_level),
               'review_days', (SELECT coalesce(json_object_agg(l.code, l.days), '{}')
                                 FROM (SELECT r.code, reference.setting_days(d.spoke_id, 'review_days_' || r.code,
                                                                             access.today()) AS days
                                         FROM reference.risk_level r) AS l
                                WHERE l.days IS NOT NULL)),
           'updates', (SELECT coalesce(json_agg(json_build_object('id', u.id, 'version', u.version,
                           'agency', json_build_object('code', g.code, 'name', g.name),
                           'nothing_known', u.nothing_known, 'text', u.text,
                           'by', casework.colleague(u.created_by),
                           'mine', u.agency_id IS NOT DISTINCT FROM access.my_agency(),
                           'at', casework.instant(u.updated_at)) ORDER BY g.name), '[]')
                         FROM casework.discussion_update u
                         JOIN reference.agency g ON g.id = u.agency_id
                        WHERE u.discussion_id = d.id),
           'decisions', (SELECT coalesce(json_agg(json_build_object('id', x.id,
                             'decision', x.decision, 'detail', x.detail)
                             ORDER BY x.created_at, x.id), '[]')
                           FROM casework.discussion_decision x WHERE x.discussion_id = d.id),
           'dissents', (SELECT coalesce(json_agg(json_build_object('id', x.id,
                            'agency', json_build_object('code', g.code, 'name', g.name),
                            'text', x.text) ORDER BY x.created_at, x.id), '[]')
                          FROM casework.discussion_dissent x
                          JOIN reference.agency g ON g.id = x.agency_id
                         WHERE x.discussion_id = d.id),
           'actions', (SELECT coalesce(json_agg(o.object ORDER BY a.created_at, a.id), '[]')
                         FROM casework.action a JOIN casework.action_object o ON o.id = a.id
                        WHERE a.discussion_id = d.id),
           'addenda', (SELECT coalesce(json_agg(json_build_object('id', n.id, 'text', n.text,
                           'by', casework.colleague(n.created_by),
                           'at', casework.instant(n.created_at)) ORDER BY n.created_at, n.id), '[]')
                         FROM casework.addendum n
                        WHERE n.meeting_id = d.meeting_id AND n.discussion_id = d.id),
           'updated_at', casework.instant(d.updated_at),
           'updated_by', casework.colleague(d.updated_by)) AS object
  FROM casework.discussion d
  JOIN casework.meeting m ON m.id = d.meeting_id
  JOIN casework.person p ON p.id = d.person_id
  JOIN casework.episode e ON e.id = d.episode_id
  JOIN reference.spoke s ON s.id = d.spoke_id;

-- One young person on an agenda, with what the meeting needs on one page: risk,
-- when they were last discussed, actions outstanding, changes since then.
CREATE VIEW casework.agenda_object WITH (security_invoker = true) AS
SELECT i.id, i.version, i.meeting_id, i.person_id, i.spoke_id, order_.place,
       json_build_object(
           'id', i.id, 'version', i.version, 'meeting_id', i.meeting_id, 'spoke', s.code,
           'position', order_.place, 'kind', i.kind, 'note', i.note,
           'person', json_build_object('id', p.id, 'name', p.display_name, 'born_on', p.born_on, 'born_precision', p.born_precision),
           'episode', json_build_object('id', e.id, 'reference', e.reference, 'state', e.state,
               'opened_on', e.opened_on, 'next_review_on', e.next_review_on,
               'lead', casework.colleague(e.lead_user_id), 'lead_professional', e.lead_professional),
           'risk', json_build_object('level',
               -- As it stood: a past agenda does not change with the present.
               CASE WHEN m.state IN ('planned', 'in_progress') THEN e.risk_level ELSE risk.level END,
               'risk_to', risk.risk_to,
               'risk_from', risk.risk_from,
               'assessed_on', (risk.assessed_at AT TIME ZONE 'Europe/London')::date),
           'last_discussion', last.object,
           'actions', (SELECT coalesce(json_agg(o.object ORDER BY a.due_on, a.id), '[]')
                         FROM casework.action a JOIN casework.action_object o ON o.id = a.id
                        WHERE a.episode_id = i.episode_id AND a.meeting_id IS DISTINCT FROM i.meeting_id
                          AND a.created_at < until_.at
                          AND (a.state IN ('open', 'in_progress')
                               OR a.done_on >= (since.at AT TIME ZONE 'Europe/London')::date)),
           'changes', json_build_object('since', casework.instant(since.at),
               'contacts', (SELECT count(*) FROM casework.contact c
                             WHERE c.person_id = i.person_id AND c.in_error_at IS NULL
                               AND c.happened_at >= since.at AND c.happened_at < until_.at),
               'sessions', (SELECT count(*) FROM casework.session n
                             WHERE n.person_id = i.person_id AND n.happened IS NOT NULL
                               AND n.planned_at >= since.at AND n.planned_at < until_.at),
               'sessions_missed', (SELECT count(*) FROM casework.session n
                             WHERE n.person_id = i.person_id
                               AND (SELECT t.detail ->> 'counts_against'
                                      FROM reference.session_attendance t
                                     WHERE t.code = n.attendance) = 'yes'
                               AND n.planned_at >= since.at AND n.planned_at < until_.at),
               -- What the police came for: an arrest, a search, an incident.
               'incidents', (SELECT count(*) FROM casework.contact c
                              WHERE c.person_id = i.person_id AND c.in_error_at IS NULL
                                AND (c.type IN ('visit_after_arrest', 'visit_after_stop_search',
                                        'visit_after_incident', 'missing_return',
                                        'custody_reachable_moment', 'hospital_reachable_moment')
                                     OR c.trigger IN ('arrest', 'stop_search', 'incident',
                                        'weapon_found', 'missing', 'injury'))
                                AND c.happened_at >= since.at AND c.happened_at < until_.at),
               'referrals', (SELECT count(*) FROM casework.referral r
                              WHERE r.person_id = i.person_id
                                AND r.submitted_at >= since.at AND r.submitted_at < until_.at)),
           'discussion', (SELECT json_build_object('id', d.id, 'version', d.version,
                    'risk_before', d.risk_before, 'risk_after', d.risk_after,
                    'next_review_on', d.next_review_on, 'has_rationale', d.rationale IS NOT NULL,
                    'decisions', (SELECT coalesce(json_agg(x.decision ORDER BY x.created_at, x.id), '[]')
                                    FROM casework.discussion_decision x WHERE x.discussion_id = d.id))
               FROM casework.discussion d WHERE d.agenda_item_id = i.id)) AS object
  FROM casework.agenda_item i
  JOIN casework.meeting m ON m.id = i.meeting_id
  JOIN casework.person p ON p.id = i.person_id
  JOIN casework.episode e ON e.id = i.episode_id
  JOIN reference.spoke s ON s.id = i.spoke_id
  CROSS JOIN LATERAL (
       SELECT count(*) AS place FROM casework.agenda_item o
        WHERE o.meeting_id = i.meeting_id
          AND (o.position, o.created_at, o.id) <= (i.position, i.created_at, i.id)) AS order_
  CROSS JOIN LATERAL (
       SELECT CASE WHEN m.state IN ('planned', 'in_progress') THEN now() ELSE m.starts_at END AS at) AS until_
  LEFT JOIN LATERAL (
       SELECT a.risk_to, a.risk_from, a.assessed_at,
              coalesce(a.panel_level, a.practitioner_level) AS level
         FROM casework.risk_assessment a
        WHERE a.episode_id = i.episode_id AND a.assessed_at < until_.at AND a.in_error_at IS NULL
        ORDER BY a.assessed_at DESC, a.created_at DESC, a.id LIMIT 1) AS risk ON true
  LEFT JOIN LATERAL (
       SELECT d.happened_at, json_build_object('id', d.id, 'meeting_id', d.meeting_id,
                  'happened_at', casework.instant(d.happened_at), 'summary', d.summary,
                  'rationale', d.rationale, 'risk_after', coalesce(d.risk_after, d.risk_before),
                  'decisions', (SELECT coalesce(json_agg(x.decision ORDER BY x.created_at, x.id), '[]')
                                  FROM casework.discussion_decision x WHERE x.discussion_id = d.id)) AS object
         FROM casework.discussion d
        WHERE d.person_id = i.person_id AND d.spoke_id = i.spoke_id
          AND d.happened_at < m.starts_at AND d.meeting_id <> i.meeting_id
        ORDER BY d.happened_at DESC LIMIT 1) AS last ON true
  CROSS JOIN LATERAL (
       SELECT coalesce(last.happened_at, e.opened_on::timestamp AT TIME ZONE 'Europe/London') AS at) AS since;

CREATE VIEW casework.attendance_object WITH (security_invoker = true) AS
SELECT a.id, a.version, a.meeting_id, g.name AS agency, a.name,
       json_build_object('id', a.id, 'version', a.version, 'meeting_id', a.meeting_id,
           'agency', json_build_object('code', g.code, 'name', g.name), 'name', a.name,
           'user_id', a.user_id, 'attendance', a.attendance, 'deputy_for', a.deputy_for,
           'confidentiality_accepted', a.confidentiality_accepted,
           'confidentiality_at', casework.instant(a.confidentiality_at),
           'mine', a.user_id IS NOT DISTINCT FROM access.me(),
           'conflict_of_interest', a.conflict_of_interest) AS object
  FROM casework.meeting_attendance a JOIN reference.agency g ON g.id = a.agency_id;

-- Who would be expected and is not yet written down: the series' members and
-- whoever came last time.
CREATE VIEW casework.meeting_expected WITH (security_invoker = true) AS
SELECT m.id AS meeting_id, g.name AS agency, e.name,
       json_build_object('user_id', e.user_id, 'name', e.name,
                         'agency', json_build_object('code', g.code, 'name', g.name)) AS object
  FROM casework.meeting m
  CROSS JOIN LATERAL (
       SELECT u.id AS user_id, u.name, u.agency_id
         FROM casework.meeting_series_member b JOIN access.user_account u ON u.id = b.user_id
        WHERE b.series_id = m.series_id AND u.disabled_at IS NULL
          AND access.today() BETWEEN b.valid_from AND coalesce(b.valid_to, 'infinity')
       UNION
       SELECT a.user_id, a.name, a.agency_id
         FROM casework.meeting_attendance a
        WHERE a.meeting_id = (SELECT p.id FROM casework.meeting p
                               WHERE p.series_id = m.series_id AND p.starts_at < m.starts_at
                                 AND p.state NOT IN ('planned', 'cancelled')
                               ORDER BY p.starts_at DESC LIMIT 1)) AS e
  JOIN reference.agency g ON g.id = e.agency_id
 WHERE m.state IN ('planned', 'in_progress', 'minutes_draft')
   AND NOT EXISTS (SELECT FROM casework.meeting_attendance a
                    WHERE a.meeting_id = m.id
                      AND (a.user_id = e.user_id OR a.agency_id = e.agency_id AND a.name = e.name));

-- A meeting as lists show it.
CREATE VIEW casework.meeting_item WITH (security_invoker = true) AS
SELECT m.id, json_build_object('id', m.id, 'spoke', s.code, 'state', m.state, 'type', m.type,
           'title', m.title,
           'series', CASE WHEN r.id IS NOT NULL THEN json_build_object('id', r.id, 'name', r.name) END,
           'starts_at', casework.instant(m.starts_at), 'place', m.place,
           'chair', casework.colleague(m.chair_user_id),
           'agenda_count', (SELECT count(*) FROM casework.agenda_item i WHERE i.meeting_id = m.id),
           'discussed_count', (SELECT count(*) FROM casework.discussion d
                                WHERE d.meeting_id = m.id AND d.rationale IS NOT NULL)) AS object
  FROM casework.meeting m
  JOIN reference.spoke s ON s.id = m.spoke_id
  LEFT JOIN casework.meeting_series r ON r.id = m.series_id;

-- A meeting without its agenda: who came, whether that is a quorum, how far
-- the minutes are. Quorum asks for agency types; a deputy counts.
CREATE VIEW casework.meeting_object WITH (security_invoker = true) AS
SELECT m.id, m.version, m.spoke_id, m.starts_at,
       json_build_object(
           'id', m.id, 'version', m.version, 'spoke', s.code, 'state', m.state,
           'state_note', m.state_note, 'type', m.type, 'title', m.title,
           'series', CASE WHEN r.id IS NOT NULL THEN json_build_object('id', r.id, 'name', r.name) END,
           'starts_at', casework.instant(m.starts_at), 'place', m.place,
           'chair', casework.colleague(m.chair_user_id), 'general_notes', m.general_notes,
           'signed_off_at', casework.instant(m.signed_off_at),
           'signed_off_by', casework.colleague(m.signed_off_by),
           'quorate', m.quorate, 'inquorate_missing', m.inquorate_missing,
           'inquorate_reason', m.inquorate_reason,
           'frozen', m.state IN ('signed_off', 'distributed', 'cancelled'),
           'confidentiality_statement', (SELECT v.value FROM reference.spoke_setting v
                WHERE v.spoke_id = m.spoke_id AND v.setting = 'confidentiality_statement'),
           'counts', json_build_object(
               'agenda', (SELECT count(*) FROM casework.agenda_item i WHERE i.meeting_id = m.id),
               'discussed', (SELECT count(*) FROM casework.discussion d
                              WHERE d.meeting_id = m.id AND d.rationale IS NOT NULL
                                AND EXISTS (SELECT FROM casework.discussion_decision x
                                             WHERE x.discussion_id = d.id)),
               'actions', (SELECT count(*) FROM casework.action a WHERE a.meeting_id = m.id),
               'present', came.people, 'addenda',
               (SELECT count(*) FROM casework.addendum n WHERE n.meeting_id = m.id)),
           'quorum', json_build_object('needed', needed.types, 'present', came.types,
               'missing', (SELECT coalesce(json_agg(t.type), '[]')
                             FROM unnest(needed.types) AS t(type) WHERE NOT t.type = ANY (came.types)),
               'met', needed.types <@ came.types),
           'attendance', (SELECT coalesce(json_agg(a.object ORDER BY a.agency, a.name, a.id), '[]')
                            FROM casework.attendance_object a WHERE a.meeting_id = m.id),
           'addenda', (SELECT coalesce(json_agg(json_build_object('id', n.id, 'text', n.text,
                           'by', casework.colleague(n.created_by),
                           'at', casework.instant(n.created_at)) ORDER BY n.created_at, n.id), '[]')
                         FROM casework.addendum n
                        WHERE n.meeting_id = m.id AND n.discussion_id IS NULL),
           'missing', CASE WHEN m.state IN ('minutes_draft', 'minutes_checked', 'in_progress')
               THEN (SELECT coalesce(json_agg(json_build_object('pointer', x.pointer,
                         'code', x.code, 'detail', x.detail)), '[]')
                       FROM casework.minutes_missing(m.id) AS x) END,
           'previous', (SELECT json_build_object('id', b.id, 'starts_at', casework.instant(b.starts_at))
                          FROM casework.meeting b
                         WHERE b.series_id = m.series_id AND b.starts_at < m.starts_at
                           AND b.state <> 'cancelled'
                         ORDER BY b.starts_at DESC LIMIT 1),
           'moves', casework.moves('meeting', m.state, m.spoke_id)) AS object
  FROM casework.meeting m
  JOIN reference.spoke s ON s.id = m.spoke_id
  LEFT JOIN casework.meeting_series r ON r.id = m.series_id
  CROSS JOIN LATERAL (
       SELECT coalesce(nullif(r.quorum_agency_types, '{}'),
                       string_to_array((SELECT v.value FROM reference.spoke_setting v
                            WHERE v.spoke_id = m.spoke_id AND v.setting = 'quorum_agency_types'), '|'),
                       '{}') AS types) AS needed
  CROSS JOIN LATERAL (
       SELECT coalesce(array_agg(DISTINCT g.agency_type), '{}') AS types, count(*) AS people
         FROM casework.meeting_attendance a
         JOIN reference.attendance t ON t.code = a.attendance
         JOIN reference.agency g ON g.id = a.agency_id
        WHERE a.meeting_id = m.id AND t.detail ->> 'counts_for_quorum' = 'yes') AS came;

DO $$
DECLARE
    v text;
BEGIN
    FOREACH v IN ARRAY ARRAY['discussion_object', 'agenda_object',
        'attendance_object', 'meeting_expected', 'meeting_item', 'meeting_object'] LOOP
        EXECUTE format('ALTER VIEW casework.%I OWNER TO throughline_owner', v);
        EXECUTE format('GRANT SELECT ON casework.%I TO throughline_server', v);
    END LOOP;
END $$;
