-- What the demo promises. Whoever changes these files learns here what broke.
CREATE FUNCTION demo.promise(kept boolean, what text) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    IF kept IS NOT TRUE THEN
        RAISE EXCEPTION 'the demo does not keep a promise: %', what;
    END IF;
END $$;

-- Every state that can be reached is reached by somebody.
CREATE FUNCTION demo.states_missing(machine_ text, relation regclass) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
    missing text;
BEGIN
    EXECUTE format('SELECT string_agg(DISTINCT m.to_state, '', '') FROM casework.state_move m
                     WHERE m.machine = %L AND NOT EXISTS (SELECT FROM %s x WHERE x.state = m.to_state)',
                   machine_, relation) INTO missing;
    RETURN missing;
END $$;

DO $$
DECLARE
    missing text;
    r record;
BEGIN
    PERFORM demo.promise((SELECT count(*) FROM casework.person) >= 420, '420 young people');
    PERFORM demo.promise(NOT EXISTS (SELECT FROM casework.person p WHERE p.disposal_id IS NULL AND NOT EXISTS
        (SELECT FROM casework.person_name n WHERE n.person_id = p.id)), 'everybody has a name');
    PERFORM demo.promise(NOT EXISTS (SELECT FROM casework.person p WHERE p.disposal_id IS NULL AND NOT EXISTS
        (SELECT FROM casework.person_search s WHERE s.person_id = p.id)), 'everybody can be found');
    PERFORM demo.promise((SELECT count(DISTINCT kind) FROM casework.person_name) >= 3, 'names of several kinds');
    FOR r IN VALUES ('referral', 'casework.referral'::regclass), ('episode', 'casework.episode'),
                    ('allocation', 'casework.allocation'), ('return', 'reporting.quarterly_return') LOOP
        missing := demo.states_missing(r.column1, r.column2);
        PERFORM demo.promise(missing IS NULL, format('a %s in each state, but none is %s', r.column1, missing));
    END LOOP;
    -- In each spoke: the pipeline, work under way and work ended.
    FOR r IN SELECT s.id, s.code FROM reference.spoke s LOOP
        PERFORM demo.promise((SELECT count(DISTINCT e.state) FROM casework.episode e WHERE e.spoke_id = r.id) = 7,
                             'episodes in each state in ' || r.code);
        PERFORM demo.promise(ARRAY(SELECT x.state FROM casework.referral x WHERE x.spoke_id = r.id)
            @> '{draft,submitted,in_triage,information_requested,accepted_to_panel,declined,withdrawn}', 'the pipeline in ' || r.code);
        PERFORM demo.promise(ARRAY(SELECT x.state FROM casework.allocation x WHERE x.spoke_id = r.id)
            @> '{proposed,offered,agreed,waiting_list,active,paused,completed,disengaged}', 'helps in their states in ' || r.code);
        PERFORM demo.promise((SELECT count(*) FROM casework.meeting m JOIN casework.agenda_item i ON i.meeting_id = m.id
            WHERE m.spoke_id = r.id AND m.state = 'planned' AND m.starts_at < now() + interval '10 days') >= 3,
            'a next meeting with an agenda in ' || r.code);
        PERFORM demo.promise((SELECT count(*) FROM casework.action a WHERE a.spoke_id = r.id AND a.state IN ('open', 'in_progress')
            AND a.due_on BETWEEN demo.today() AND demo.today() + 7) >= 3, 'actions due this week in ' || r.code);
    END LOOP;
    -- Each account has work of its own.
    FOR r IN SELECT u.email, u.id, u.agency_id, g.role, g.spoke_id FROM access.user_account u
               JOIN access.role_grant g ON g.user_id = u.id AND g.valid_to IS NULL WHERE g.spoke_id IS NOT NULL LOOP
        PERFORM demo.promise(CASE r.role
            WHEN 'provider_worker' THEN (SELECT count(*) FROM casework.allocation a WHERE a.provider_agency_id = r.agency_id
                 AND a.spoke_id = r.spoke_id AND a.offered_on IS NOT NULL AND a.ended_on IS NULL) >= 3
            WHEN 'referrer' THEN (SELECT count(DISTINCT x.state) FROM casework.referral x WHERE x.referred_by = r.id) >= 4
            WHEN 'panel_member' THEN EXISTS (SELECT FROM casework.meeting_series_member m JOIN casework.meeting_series s
                 ON s.id = m.series_id WHERE m.user_id = r.id AND s.spoke_id = r.spoke_id)
            WHEN 'eit_officer' THEN (SELECT count(*) FROM casework.contact c WHERE c.officer_id = r.id AND c.spoke_id = r.spoke_id) >= 5
            ELSE true END, format('%s has work as %s', r.email, r.role));
    END LOOP;
    PERFORM demo.promise(EXISTS (SELECT FROM casework.meeting WHERE state = 'minutes_draft'), 'minutes still in draft');
    PERFORM demo.promise((SELECT count(DISTINCT closure_reason) FROM casework.episode) >= 8, 'closures for eight reasons');
    PERFORM demo.promise((SELECT count(DISTINCT attendance) FROM casework.session) = 9, 'every kind of attendance');
    PERFORM demo.promise((SELECT count(DISTINCT type) FROM casework.contact) >= 16, 'nearly every kind of contact');
    PERFORM demo.promise((SELECT count(*) FROM casework.contact WHERE held) >= 5
        AND (SELECT count(*) FROM casework.contact WHERE released_at IS NOT NULL) >= 5, 'contacts held and released');
    PERFORM demo.promise(EXISTS (SELECT FROM casework.risk_assessment WHERE panel_level <> practitioner_level), 'a panel override');
    PERFORM demo.promise(EXISTS (SELECT FROM casework.discussion_dissent), 'a dissent');
    PERFORM demo.promise((SELECT count(DISTINCT kind) FROM casework.earlier_version) = 2, 'risk and outcomes corrected');
    PERFORM demo.promise(EXISTS (SELECT FROM casework.voice WHERE permission = 'without_name')
        AND EXISTS (SELECT FROM casework.voice WHERE permission = 'not_asked'), 'words that may be published, and some not asked about');
    PERFORM demo.promise(EXISTS (SELECT FROM casework.allocation a WHERE a.state = 'completed'
        AND a.ended_on BETWEEN demo.today() - 140 AND demo.today() - 92
        AND NOT EXISTS (SELECT FROM casework.outcome o WHERE o.allocation_id = a.id AND o.point = 'three_months')), 'a follow-up to log');
    PERFORM demo.promise(EXISTS (SELECT FROM casework.note WHERE replaces_id IS NOT NULL)
        AND EXISTS (SELECT FROM casework.note WHERE in_error_at IS NOT NULL), 'a note amended and one struck');
    PERFORM demo.promise(EXISTS (SELECT FROM casework.session WHERE happened IS NULL AND planned_at < now())
        AND EXISTS (SELECT FROM casework.session WHERE planned_at > now()), 'sessions not logged, and planned ones');
    PERFORM demo.promise((SELECT count(*) FILTER (WHERE point = 'exit')::float / count(*) FILTER (WHERE point = 'baseline')
        FROM casework.outcome) BETWEEN 0.3 AND 0.8, 'exits missing, but not most of them');
END $$;

-- The told stories, and what the tests hold on to.
DO $$
DECLARE
    jayden uuid := demo.id('person 901');
BEGIN
    PERFORM demo.promise((SELECT e.state = 'closed' AND e.closure_reason = 'risk_reduced' AND e.closing_risk_level = 'low'
        AND e.outcomes_recorded FROM casework.episode e WHERE e.person_id = jayden), 'Jayden''s episode is closed with low risk');
    PERFORM demo.promise((SELECT count(*) = 3 AND bool_and(a.state = 'completed') FROM casework.allocation a
        WHERE a.person_id = jayden), 'three helps of his are completed');
    PERFORM demo.promise((SELECT count(*) FROM casework.discussion d WHERE d.person_id = jayden) = 8, 'he is heard eight times');
    PERFORM demo.promise((SELECT count(*) FROM casework.contact c WHERE c.person_id = jayden AND c.seen) = 6, 'he is visited six times');
    PERFORM demo.promise(EXISTS (SELECT FROM casework.discussion_decision x WHERE x.person_id = jayden
        AND x.decision = 'remove_active_monitoring'), 'he is removed from active monitoring');
    PERFORM demo.promise((SELECT count(DISTINCT coalesce(a.panel_level, a.practitioner_level)) FROM casework.risk_assessment a
        WHERE a.person_id = jayden) = 3, 'his risk falls from high over medium to low');
    PERFORM demo.promise((SELECT e.state <> 'closed' AND e.risk_level IN ('high', 'very_high') FROM casework.episode e
        WHERE e.person_id = demo.id('person 902')), 'Maisie is in the middle of hers');
    PERFORM demo.promise((SELECT count(*) FROM casework.contact WHERE person_id = demo.id('person 903')) >= 60, 'Reece has 60 contacts');
    PERFORM demo.promise((SELECT p.spoke_ids = ARRAY[reference.spoke_id('northsom')] FROM casework.person p
        WHERE p.id = demo.id('person 950')), 'Isla is known to North Somerset alone');
    PERFORM demo.promise((SELECT cardinality(p.spoke_ids) = 2 FROM casework.person p WHERE p.id = demo.id('person 958')),
                         'Amara is known to two spokes');
END $$;

-- The minutes are frozen and the guards stand: what the real rules forbid is
-- refused here too.
DO $$
DECLARE
    frozen uuid := (SELECT d.id FROM casework.discussion d JOIN casework.meeting m ON m.id = d.meeting_id
                         WHERE m.state = 'distributed' LIMIT 1);
    shut uuid := (SELECT e.id FROM casework.episode e WHERE e.state = 'closed' LIMIT 1);
BEGIN
    BEGIN
        UPDATE casework.discussion SET summary = 'changed after sign-off' WHERE id = frozen;
        PERFORM demo.promise(false, 'signed minutes do not change');
    EXCEPTION WHEN SQLSTATE 'TL409' THEN NULL;
    END;
    BEGIN
        UPDATE casework.episode SET state = 'active_monitoring' WHERE id = shut;
        PERFORM demo.promise(false, 'a closed episode stays closed');
    EXCEPTION WHEN SQLSTATE 'TL409' THEN NULL;
    END;
    PERFORM demo.promise(NOT EXISTS (SELECT FROM casework.meeting m WHERE m.state IN ('signed_off', 'distributed')
        AND (m.signed_off_by IS NULL OR m.signed_off_at < m.starts_at)), 'minutes are signed after their meeting');
    PERFORM demo.promise(NOT EXISTS (SELECT FROM casework.state_change c WHERE c.at > now() OR c.by_user IS NULL),
                         'every move is in the past and somebody''s');
    PERFORM demo.promise(NOT EXISTS (SELECT FROM casework.session s WHERE s.happened IS NOT NULL AND s.planned_at > now()),
                         'no session is logged before it was');
END $$;

-- No brace is left in any text.
DO $$
DECLARE
    left_over text;
BEGIN
    SELECT string_agg(DISTINCT room, ', ') INTO left_over FROM (
        SELECT 'referral' FROM casework.referral r WHERE r::text LIKE '%{name}%' OR r.narrative ~ '\{(he|him|his)\}'
        UNION ALL SELECT 'discussion' FROM casework.discussion d WHERE d.summary ~ '\{(name|he|him|his)\}'
        UNION ALL SELECT 'session' FROM casework.session s WHERE s.note ~ '\{(name|he|him|his)\}'
        UNION ALL SELECT 'contact' FROM casework.contact c WHERE c.note ~ '\{(name|he|him|his)\}'
        UNION ALL SELECT 'action' FROM casework.action a WHERE a.description ~ '\{(name|he|him|his)\}'
        UNION ALL SELECT 'person' FROM casework.person p WHERE p.contact_safety ~ '\{(name|he|him|his)\}') AS texts(room);
    PERFORM demo.promise(left_over IS NULL, 'no placeholder is left over, but one is in ' || left_over);
END $$;
