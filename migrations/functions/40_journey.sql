-- The journey: one young person's events over all rooms, newest first, in one
-- function that resolves the reader's scope once (eight policies would look it
-- up eight times). tests/sql/journey_scope proves that it gives exactly what
-- the policies of its tables would.
--
-- Each row is typed columns; the server writes the JSON and puts the names of
-- colleagues, agencies and vocabulary labels in from its dictionary. What the
-- police hold back is a row with kind 'held', its agency and nothing else.

-- NULL unless the reader may read this person's journey; else what makes the
-- ETag: it changes when the journey, the reader's scope or the day does (ages
-- are of today).
CREATE OR REPLACE FUNCTION casework.journey_tag(person uuid) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    live access.session;
    people uuid[] := casework.person_group(person);
    series uuid[] := '{}';
    panel boolean := false;
    opened integer[] := '{}';
BEGIN
    SELECT * INTO live FROM access.live_session();
    IF live.scopes ? 'scope.panel' THEN
        series := access.panel_series() || access.guest_meetings();
        panel := people && access.panel_people();
    END IF;
    IF live.scopes ? 'journey_audit.write' AND people && access.opened_people() THEN
        opened := access.opened_spokes();
    END IF;
    IF people && live.withheld OR NOT panel AND NOT EXISTS (SELECT FROM casework.person p WHERE p.id = people[1]
            AND p.spoke_ids && (coalesce(live.scopes ->> 'scope.case', '{}')::integer[] || opened)) THEN
        RETURN NULL;
    END IF;
    RETURN (SELECT string_agg(v.version::text, '.' ORDER BY v.person_id) || '-' || left(md5(concat_ws('|', live.user_id, live.scopes, series, panel, access.meetings_closed_to(live),
                                                          opened, access.today())), 12)
              FROM casework.journey_version v WHERE v.person_id = ANY (people));
END $$;

DROP FUNCTION IF EXISTS casework.journey_events(uuid, timestamptz, timestamptz, text[]);

-- From `since` to just before `until`; `whole`: all that was written, not the
-- beginning of each text.
CREATE OR REPLACE FUNCTION casework.journey_events(person uuid, since timestamptz, until timestamptz,
                                                   kinds text[], whole boolean DEFAULT false)
RETURNS TABLE (at timestamptz, kind text, subject text, vocabulary text, code text, who uuid, agency_id integer,
               spoke_id integer, episode_id uuid, ref_kind text, ref_id uuid, summary text, detail json)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    live access.session;
    people uuid[] := casework.person_group(person); -- with what was merged into it
    spokes integer[];
    police integer[];
    panel boolean := false;
    panels integer[] := '{}';   -- spokes whose panel the young person is before
    sighted integer[];          -- spokes whose work with them the reader sees
    series uuid[] := '{}';
    guest uuid[] := '{}';       -- meetings the reader comes to by themselves
    interest uuid[];            -- discussions a declared interest hides, or a closed meeting
    closed uuid[];              -- meetings of critical incidents the reader is not named on
    agency_ integer;            -- the reader's, who owes actions as one
    referrals uuid[] := '{}';   -- made by the reader, in spokes they do not work in
    allocations uuid[] := '{}'; -- of the reader's organisation
    received uuid[];            -- transfers from spokes the reader does not work in
    places integer[];           -- places are of others as well: not opened with one journey
    opened integer[] := '{}';   -- the spoke whose journey an auditor has open
    there record;               -- what most journeys have none of
    since_ timestamptz := coalesce(since, '-infinity');
    until_ timestamptz := coalesce(until, 'infinity');
BEGIN
    SELECT * INTO live FROM access.live_session();
    spokes := coalesce(live.scopes ->> 'scope.case', '{}')::integer[];
    police := coalesce(live.scopes ->> 'scope.police', '{}')::integer[];
    IF live.scopes ? 'scope.panel' THEN
        series := access.panel_series();
        guest := access.guest_meetings();
        agency_ := access.my_agency();
        panel := people && access.panel_people();
    END IF;
    IF panel THEN
        panels := (live.scopes ->> 'scope.panel')::integer[];
    END IF;
    IF live.scopes ? 'journey_audit.write' AND people && access.opened_people() THEN
        opened := access.opened_spokes();
    END IF;
    IF people && live.withheld OR NOT panel AND NOT EXISTS (SELECT FROM casework.person p
            WHERE p.id = people[1] AND p.spoke_ids && (spokes || opened)) THEN
        -- Opened in an emergency: as the spoke's staff read it, but the police.
        spokes := access.glass_spokes(people);
        IF cardinality(spokes) = 0 THEN
            RETURN;
        END IF;
        police := '{}';
        panels := '{}';
        live.scopes := jsonb_build_object('scope.case', spokes::text);
    END IF;
    closed := access.meetings_closed_to(live);
    interest := access.discussions_hidden(live.user_id, closed);

    IF NOT coalesce(live.scopes ->> 'referral.write', '{}')::integer[] <@ spokes THEN
        referrals := coalesce((SELECT array_agg(r.id) FROM casework.referral r
            WHERE r.person_id = ANY (people) AND r.referred_by = live.user_id
              AND r.spoke_id = ANY ((live.scopes ->> 'referral.write')::integer[])), '{}');
    END IF;
    IF live.scopes ? 'scope.provider' THEN
        allocations := coalesce((SELECT array_agg(a.id) FROM casework.allocation a
            WHERE a.person_id = ANY (people) AND a.provider_agency_id = access.provider_agency()
              AND (a.spoke_id = ANY (panels) OR a.offered_on IS NOT NULL
                   AND a.spoke_id = ANY ((live.scopes ->> 'scope.provider')::integer[])
                   AND (a.ended_on IS NULL OR a.ended_on > access.today() - 28))), '{}');
    END IF;

    SELECT array_agg(t.id) INTO received FROM casework.transfer t
     WHERE t.person_id = ANY (people) AND t.state = 'accepted' AND t.to_spoke_id = ANY (spokes)
       AND NOT t.spoke_id = ANY (spokes);
    places := spokes;
    spokes := spokes || opened;
    sighted := spokes || panels;

    -- One look at all of these costs less than to begin each of their queries.
    SELECT EXISTS (SELECT FROM casework.addendum n WHERE n.person_id = ANY (people)) AS addenda,
           EXISTS (SELECT FROM casework.agency_check c WHERE c.person_id = ANY (people)) AS checks,
           EXISTS (SELECT FROM casework.voice v WHERE v.person_id = ANY (people)) AS voices,
           EXISTS (SELECT FROM casework.note n WHERE n.person_id = ANY (people)) AS notes,
           EXISTS (SELECT FROM casework.person_fact f WHERE f.person_id = ANY (people)) AS facts,
           EXISTS (SELECT FROM casework.association x WHERE x.person_id = ANY (people))
               OR EXISTS (SELECT FROM casework.association x WHERE x.other_id = ANY (people)) AS associations,
           EXISTS (SELECT FROM casework.place_person l WHERE l.person_id = ANY (people)) AS places,
           EXISTS (SELECT FROM casework.agreement g WHERE g.person_id = ANY (people))
               OR EXISTS (SELECT FROM casework.disclosure d
                          WHERE d.person_id = ANY (people) AND d.source_kind IS NULL) AS sharings,
           EXISTS (SELECT FROM casework.critical_incident_person l WHERE l.person_id = ANY (people)) AS incidents
      INTO there;

    IF kinds IS NULL OR 'referral' = ANY (kinds) THEN
        RETURN QUERY
        SELECT r.submitted_at, 'referral', 'Referral', 'referral_source', r.source, r.referred_by, r.agency_id,
               r.spoke_id, NULL::uuid, 'referral', r.id,
               CASE WHEN whole THEN casework.referral_told(r.id) ELSE casework.excerpt(r.narrative) END,
               json_build_object('reference', r.reference, 'urgency', r.urgency, 'concerns',
                   (SELECT json_agg(c.concern ORDER BY c.position)
                      FROM casework.referral_concern c WHERE c.referral_id = r.id))
          FROM casework.referral r
         WHERE r.person_id = ANY (people) AND (r.spoke_id = ANY (spokes) OR r.id = ANY (referrals))
           AND r.submitted_at >= since_ AND r.submitted_at < until_;
    END IF;

    IF kinds IS NULL OR kinds && '{triage,episode,closure,allocation,action,transfer,note}' THEN
        RETURN QUERY
        SELECT c.at, CASE WHEN c.machine IN ('referral', 'referral_letter') THEN 'triage'
                          WHEN c.to_state = 'closed' THEN 'closure' ELSE c.machine END,
               i.name, 'move_' || c.machine, c.verb, c.by_user, c.agency_id, c.spoke_id, c.episode_id,
               c.machine, c.subject_id,
               casework.excerpt(words.said, whole),
               json_build_object('from', c.from_state, 'to', c.to_state, 'reason', c.reason, 'exit_reason',
                   CASE WHEN c.to_state = a.state THEN a.exit_reason END)
          FROM casework.state_change c
          LEFT JOIN casework.allocation a ON c.machine = 'allocation' AND a.id = c.subject_id
          LEFT JOIN casework.intervention i ON i.id = a.intervention_id
         CROSS JOIN LATERAL (SELECT coalesce(CASE WHEN a.ended_on IS NOT NULL AND c.to_state = a.state
                                                  THEN a.exit_summary END, c.note) AS said) words
         WHERE c.person_id = ANY (people) AND c.at >= since_ AND c.at < until_
           AND (c.spoke_id = ANY (spokes)
                OR c.spoke_id = ANY (panels) AND c.machine IN ('episode', 'allocation', 'action')
                OR c.subject_id = ANY (referrals) OR c.subject_id = ANY (allocations)
                OR c.subject_id = ANY (received) AND c.to_state = 'accepted')
           -- What is asked of the record, and its erasure, are no part of a life.
           AND c.machine <> ALL ('{subject_request,disposal}')
           AND (c.machine <> 'referral' OR coalesce(c.from_state, 'draft') <> 'draft')
           AND (c.machine <> 'action' OR c.verb <> 'set')
           AND (c.machine <> 'referral_letter' OR c.verb <> 'prepare')
           AND (kinds IS NULL OR CASE WHEN c.machine IN ('referral', 'referral_letter') THEN 'triage'
                    WHEN c.to_state = 'closed' THEN 'closure' ELSE c.machine END = ANY (kinds));
    END IF;

    IF kinds IS NULL OR 'discussion' = ANY (kinds) THEN
        RETURN QUERY
        SELECT d.happened_at, 'discussion', m.title, NULL::text, NULL::text,
               -- Nobody chaired: whoever answers for the minutes.
               coalesce(m.chair_user_id, m.signed_off_by, d.created_by, m.created_by), NULL::integer,
               d.spoke_id, d.episode_id, 'discussion', d.id,
               CASE WHEN whole THEN casework.discussion_told(d.id) ELSE casework.excerpt(d.summary) END,
               json_build_object('meeting_id', d.meeting_id, 'meeting', m.title,
                   'risk_before', d.risk_before, 'risk_after', d.risk_after, 'decisions',
                   (SELECT json_agg(x.decision ORDER BY x.created_at, x.id)
                      FROM casework.discussion_decision x WHERE x.discussion_id = d.id))
          FROM casework.discussion d JOIN casework.meeting m ON m.id = d.meeting_id
         WHERE d.person_id = ANY (people) AND d.happened_at >= since_ AND d.happened_at < until_
           AND (d.spoke_id = ANY (spokes) OR panel AND (m.series_id = ANY (series) OR m.id = ANY (guest)))
           AND NOT d.id = ANY (interest);
    END IF;
    -- What was added after the signature.
    IF there.addenda AND (kinds IS NULL OR 'discussion' = ANY (kinds)) THEN
        RETURN QUERY
        SELECT n.created_at, 'discussion', 'Addendum to ' || m.title, NULL::text, NULL::text, n.created_by,
               NULL::integer, n.spoke_id, NULL::uuid, 'discussion', n.discussion_id, casework.excerpt(n.text, whole),
               json_build_object('meeting_id', n.meeting_id, 'meeting', m.title, 'addendum_id', n.id)
          FROM casework.addendum n JOIN casework.meeting m ON m.id = n.meeting_id
         WHERE n.person_id = ANY (people) AND n.created_at >= since_ AND n.created_at < until_
           AND (n.spoke_id = ANY (spokes) OR panel AND (m.series_id = ANY (series) OR m.id = ANY (guest)))
           AND (n.discussion_id IS NULL OR NOT n.discussion_id = ANY (interest))
           AND NOT n.meeting_id = ANY (closed);
    END IF;
    -- What an agency was asked, until it answers; then its answer.
    IF there.checks AND (kinds IS NULL OR 'discussion' = ANY (kinds)) THEN
        RETURN QUERY
        SELECT coalesce(c.answered_at, c.created_at), 'discussion', 'Agency check', 'agency_check_result', c.result,
               coalesce(c.answered_by, c.created_by), c.agency_id, c.spoke_id, c.episode_id, 'agency_check', c.id,
               casework.excerpt(c.text, whole), json_build_object('result', c.result, 'due_on', c.due_on)
          FROM casework.agency_check c
         WHERE c.person_id = ANY (people)
           AND coalesce(c.answered_at, c.created_at) >= since_ AND coalesce(c.answered_at, c.created_at) < until_
           AND (c.spoke_id = ANY (spokes) OR panel AND c.agency_id = agency_
                AND c.spoke_id = ANY (panels)
                AND (c.answered_at IS NULL OR c.answered_at > now() - interval '28 days'))
           AND NOT c.person_id = ANY (access.conflicted_people())
           AND (c.meeting_id IS NULL OR NOT c.meeting_id = ANY (closed));
    END IF;

    IF kinds IS NULL OR 'risk' = ANY (kinds) THEN
        RETURN QUERY
        SELECT a.assessed_at, 'risk', 'Risk assessed', 'risk_level', coalesce(a.panel_level, a.practitioner_level),
               a.assessed_by, NULL::integer, a.spoke_id, a.episode_id, 'risk_assessment', a.id,
               CASE WHEN whole THEN casework.risk_told(a.id) ELSE casework.excerpt(a.rationale) END,
               json_build_object('risk_to', a.risk_to, 'risk_from', a.risk_from,
                   'practitioner_level', a.practitioner_level, 'panel_level', a.panel_level)
          FROM casework.risk_assessment a
         WHERE a.person_id = ANY (people) AND a.assessed_at >= since_ AND a.assessed_at < until_
           AND a.in_error_at IS NULL
           AND a.spoke_id = ANY (sighted)
           AND (a.discussion_id IS NULL OR NOT a.discussion_id = ANY (interest));
    END IF;

    IF kinds IS NULL OR 'session' = ANY (kinds) THEN
        RETURN QUERY
        SELECT s.planned_at, 'session', i.name, 'session_attendance', s.attendance, s.worker_user_id,
               s.provider_agency_id, s.spoke_id, a.episode_id, 'session', s.id,
               CASE WHEN whole THEN casework.session_told(s.id) ELSE casework.excerpt(s.note) END,
               json_build_object('allocation_id', s.allocation_id,
                   'happened', s.happened, 'engagement', s.engagement, 'minutes', s.minutes)
          FROM casework.session s JOIN casework.allocation a ON a.id = s.allocation_id
          JOIN casework.intervention i ON i.id = a.intervention_id
         WHERE s.person_id = ANY (people) AND s.planned_at >= since_ AND s.planned_at < until_
           AND s.cancelled_at IS NULL
           AND (s.spoke_id = ANY (sighted) OR s.allocation_id = ANY (allocations));
    END IF;

    IF kinds IS NULL OR 'contact' = ANY (kinds) THEN
        RETURN QUERY
        SELECT c.happened_at,
               CASE WHEN mine.may THEN 'contact' ELSE 'held' END, NULL::text,
               CASE WHEN mine.may THEN 'contact_type' END, CASE WHEN mine.may THEN c.type END,
               CASE WHEN mine.may THEN c.officer_id END, c.agency_id, c.spoke_id, NULL::uuid,
               CASE WHEN mine.may THEN 'contact' END, CASE WHEN mine.may THEN c.id END,
               CASE WHEN NOT mine.may THEN NULL WHEN whole THEN casework.contact_told(c.id)
                    ELSE casework.excerpt(c.note) END,
               CASE WHEN mine.may THEN json_build_object('seen', c.seen, 'outcomes', c.outcomes,
                   'held', c.held) END
          FROM casework.contact c
          CROSS JOIN LATERAL (SELECT NOT c.held OR c.spoke_id = ANY (police) AS may) mine
         WHERE c.person_id = ANY (people) AND c.happened_at >= since_ AND c.happened_at < until_
           AND c.in_error_at IS NULL AND c.spoke_id = ANY (sighted);
    END IF;

    IF kinds IS NULL OR 'outcome' = ANY (kinds) THEN
        RETURN QUERY
        SELECT o.measured_on::timestamp AT TIME ZONE 'Europe/London', 'outcome', NULL::text, 'outcome_measure',
               o.measure, o.created_by, NULL::integer, o.spoke_id, o.episode_id, 'outcome', o.id,
               casework.excerpt(o.note, whole),
               json_build_object('point', o.point, 'value', o.value, 'informant', o.informant,
                                 'not_measured', o.not_measured)
          FROM casework.outcome o
         WHERE o.person_id = ANY (people) AND o.in_error_at IS NULL
           AND (o.spoke_id = ANY (spokes) OR o.allocation_id = ANY (allocations))
           AND o.measured_on::timestamp AT TIME ZONE 'Europe/London' >= since_
           AND o.measured_on::timestamp AT TIME ZONE 'Europe/London' < until_;
    END IF;

    IF there.voices AND (kinds IS NULL OR 'voice' = ANY (kinds)) THEN
        RETURN QUERY
        SELECT v.said_on::timestamp AT TIME ZONE 'Europe/London', 'voice', NULL::text, 'voice_medium',
               v.medium, v.created_by, NULL::integer, v.spoke_id, v.episode_id, 'voice', v.id,
               casework.excerpt(v.quotation, whole), json_build_object('about', v.about)
          FROM casework.voice v
         WHERE v.person_id = ANY (people) AND v.spoke_id = ANY (sighted) AND v.in_error_at IS NULL
           AND v.said_on::timestamp AT TIME ZONE 'Europe/London' >= since_
           AND v.said_on::timestamp AT TIME ZONE 'Europe/London' < until_;
    END IF;

    IF there.notes AND (kinds IS NULL OR 'note' = ANY (kinds)) THEN
        RETURN QUERY
        SELECT n.happened_at, 'note', NULL::text, 'note_kind', n.kind, n.created_by, NULL::integer, n.spoke_id,
               n.episode_id, 'note', n.id, casework.excerpt(n.text, whole), NULL::json
          FROM casework.note n
         WHERE n.person_id = ANY (people) AND n.happened_at >= since_ AND n.happened_at < until_
           AND n.spoke_id = ANY (spokes) AND n.replaced_at IS NULL AND n.in_error_at IS NULL;
    END IF;

    -- Care, education and warning markers: the day each began and ended.
    IF there.facts AND (kinds IS NULL OR kinds && '{status,marker}') THEN
        RETURN QUERY
        SELECT e.day::timestamp AT TIME ZONE 'Europe/London', e.kind,
               CASE f.topic WHEN 'care_status' THEN 'Care' WHEN 'education_status' THEN 'Education'
                            ELSE 'Warning' END || e.said,
               f.vocabulary, f.code, e.who, f.agency_id, NULL::integer, NULL::uuid, 'person_fact', f.id,
               casework.excerpt(e.words, whole), NULL::json
          FROM casework.person_fact f
         CROSS JOIN LATERAL (VALUES
               (coalesce(f.valid_from, (f.created_at AT TIME ZONE 'Europe/London')::date), '', f.created_by, f.note),
               (f.valid_to, ' ended', f.updated_by, f.end_reason)) AS told(day, said, who, words)
         CROSS JOIN LATERAL (SELECT told.*, CASE f.topic WHEN 'marker' THEN 'marker' ELSE 'status' END AS kind) e
         WHERE f.person_id = ANY (people) AND f.topic IN ('care_status', 'education_status', 'marker')
           AND f.code NOT IN ('none', 'not_asked', 'declined_to_say', 'not_known')
           AND f.in_error_at IS NULL AND e.day IS NOT NULL
           AND (kinds IS NULL OR e.kind = ANY (kinds))
           AND e.day::timestamp AT TIME ZONE 'Europe/London' >= since_
           AND e.day::timestamp AT TIME ZONE 'Europe/London' < until_;
    END IF;

    IF kinds IS NULL OR 'action' = ANY (kinds) THEN
        RETURN QUERY
        SELECT a.created_at, 'action', NULL::text, 'move_action', 'set',
               -- An agency's own, with nobody named: not who wrote it down.
               CASE WHEN a.owner_agency_id IS NULL THEN coalesce(a.owner_user_id, a.created_by)
                    ELSE a.owner_user_id END,
               a.owner_agency_id, a.spoke_id, a.episode_id, 'action', a.id,
               casework.excerpt(a.description, whole), json_build_object('due_on', a.due_on, 'state', a.state)
          FROM casework.action a
         WHERE a.person_id = ANY (people) AND a.created_at >= since_ AND a.created_at < until_
           AND (a.spoke_id = ANY (sighted)
                OR a.spoke_id = ANY (coalesce(live.scopes ->> 'action.progress', '{}')::integer[])
                   AND (a.owner_user_id = live.user_id
                        OR a.owner_agency_id = agency_ AND a.state IN ('open', 'in_progress')))
           AND (a.discussion_id IS NULL OR a.owner_user_id = live.user_id OR NOT a.discussion_id = ANY (interest))
           AND (a.meeting_id IS NULL OR a.owner_user_id = live.user_id OR NOT a.meeting_id = ANY (closed));
    END IF;

    -- What another spoke shared when it handed the young person over.
    IF received IS NOT NULL THEN
        RETURN QUERY
        SELECT i.at, i.kind, i.subject, i.vocabulary, i.code, i.who, i.agency_id, i.from_spoke_id, NULL::uuid,
               'transfer', i.transfer_id, casework.excerpt(i.text, whole),
               (i.detail || jsonb_build_object('shared_by', s.name))::json
          FROM casework.transfer_item i JOIN reference.spoke s ON s.id = i.from_spoke_id
         WHERE i.transfer_id = ANY (received) AND i.at >= since_ AND i.at < until_
           AND (kinds IS NULL OR i.kind = ANY (kinds));
    END IF;

    -- That it was said or seen, and that it ended; the other's name stays on
    -- the page of associations.
    IF there.associations AND (kinds IS NULL OR 'association' = ANY (kinds)) THEN
        RETURN QUERY
        SELECT moved.at, 'association', moved.verb || CASE WHEN a.person_id = ANY (people) THEN k.label
                   ELSE k.detail ->> 'from_other_side' END,
               NULL::text, NULL::text, moved.by_user, NULL::integer, a.spoke_id, NULL::uuid, 'association', a.id,
               moved.why, json_build_object('certainty', a.certainty)
          FROM (SELECT x.* FROM casework.association x WHERE x.person_id = ANY (people)
                UNION ALL SELECT x.* FROM casework.association x WHERE x.other_id = ANY (people)) a
          JOIN reference.association_kind k ON k.code = a.kind
         CROSS JOIN LATERAL (VALUES ('Association: ', a.created_at, a.created_by, NULL::text),
                   ('Association ended: ', CASE WHEN a.ended_on IS NOT NULL THEN a.updated_at END,
                    a.updated_by, casework.excerpt(a.end_reason, whole))) AS moved(verb, at, by_user, why)
         WHERE a.in_error_at IS NULL AND moved.at >= since_ AND moved.at < until_
           AND a.spoke_id = ANY (coalesce(live.scopes ->> 'association.read', '{}')::integer[]);
    END IF;

    IF there.places AND (kinds IS NULL OR 'place' = ANY (kinds)) THEN
        RETURN QUERY
        SELECT l.since::timestamp AT TIME ZONE 'Europe/London', 'place', p.name, NULL::text, NULL::text, l.created_by,
               NULL::integer, l.spoke_id, NULL::uuid, 'place', p.id, casework.excerpt(l.note, whole), NULL::json
          FROM casework.place_person l JOIN casework.place p ON p.id = l.place_id
         WHERE l.person_id = ANY (people) AND l.spoke_id = ANY (places)
           AND l.since::timestamp AT TIME ZONE 'Europe/London' >= since_
           AND l.since::timestamp AT TIME ZONE 'Europe/London' < until_;
    END IF;

    -- That agreement changed, and what staff shared by hand: what the product
    -- shares by itself stands here as what it is.
    IF there.sharings AND (kinds IS NULL OR 'sharing' = ANY (kinds)) THEN
        RETURN QUERY
        SELECT g.changed_on::timestamp AT TIME ZONE 'Europe/London', 'sharing', k.label, 'agreement_change', g.change,
               g.created_by, NULL::integer, g.spoke_id, g.episode_id, 'agreement', g.id, casework.excerpt(g.note, whole), NULL::json
          FROM casework.agreement g JOIN reference.agreement_kind k ON k.code = g.kind
         WHERE g.person_id = ANY (people) AND g.spoke_id = ANY (sighted)
           AND g.changed_on::timestamp AT TIME ZONE 'Europe/London' >= since_
           AND g.changed_on::timestamp AT TIME ZONE 'Europe/London' < until_
        UNION ALL
        SELECT d.shared_at, 'sharing', 'Shared with ' || coalesce(a.name, d.recipient_name), 'disclosure_purpose', d.purpose,
               d.created_by, NULL, d.spoke_id, d.episode_id, 'disclosure', d.id, NULL, NULL
          FROM casework.disclosure d LEFT JOIN reference.agency a ON a.id = d.recipient_agency_id
         WHERE d.person_id = ANY (people) AND d.source_kind IS NULL AND d.shared_at >= since_ AND d.shared_at < until_
           AND d.spoke_id = ANY (coalesce(live.scopes ->> 'disclosure.read', '{}')::integer[]);
    END IF;

    IF there.incidents AND live.scopes ? 'incident.read' AND (kinds IS NULL OR 'incident' = ANY (kinds)) THEN
        RETURN QUERY
        SELECT i.happened_at, 'incident', NULL::text, 'critical_incident_kind', i.kind, l.created_by, NULL::integer,
               i.spoke_id, NULL::uuid, 'critical_incident', i.id, NULL::text, json_build_object('role', l.role)
          FROM casework.critical_incident_person l JOIN casework.critical_incident i ON i.id = l.incident_id
         WHERE l.person_id = ANY (people) AND l.ended_on IS NULL AND i.happened_at >= since_ AND i.happened_at < until_
           AND (i.spoke_id = ANY (coalesce(live.scopes ->> 'scope.incident', '{}')::integer[])
                OR i.id = ANY (access.incidents_named()));
    END IF;
END $$;

ALTER FUNCTION casework.journey_tag(uuid) OWNER TO throughline_definer;
ALTER FUNCTION casework.journey_events(uuid, timestamptz, timestamptz, text[], boolean) OWNER TO throughline_definer;
GRANT EXECUTE ON FUNCTION casework.journey_tag(uuid),
    casework.journey_events(uuid, timestamptz, timestamptz, text[], boolean) TO throughline_server;
