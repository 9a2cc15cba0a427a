-- Handlers: one young person at one meeting, and what is decided.
SET LOCAL enable_seqscan = off;

CREATE FUNCTION demo.rank(level text) RETURNS integer
LANGUAGE sql IMMUTABLE
RETURN array_position('{low,medium,high,very_high}'::text[], level);

CREATE FUNCTION demo.review_days(spoke integer, level text) RETURNS integer
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (SELECT x.value::integer FROM reference.spoke_setting x
             WHERE x.spoke_id = spoke AND x.setting = 'review_days_' || level);
END $$;

-- Which of the prepared words fit the turn things take.
CREATE FUNCTION demo.turn_of(y demo.young_person, due boolean, before text, after text) RETURNS text
LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN CASE
        WHEN NOT due THEN 'check'
        WHEN cardinality(y.path) = 1 THEN 'once'
        WHEN y.stage = 1 THEN 'new'
        WHEN y.stage = cardinality(y.path) THEN CASE y.arc WHEN 'statutory' THEN 'statutory' WHEN 'drifts' THEN 'drifts'
             WHEN 'leaves' THEN 'moves' WHEN 'custody' THEN 'custody' ELSE 'removal' END
        WHEN after = 'low' AND before <> 'low' THEN 'step_down'
        WHEN demo.rank(after) > demo.rank(before) THEN 'rising'
        WHEN demo.rank(after) < demo.rank(before) THEN 'improving'
        ELSE 'steady' END;
END $$;

-- What was done since the last discussion, counted and not invented.
CREATE FUNCTION demo.since_last(y demo.young_person, at_ timestamptz) RETURNS text
LANGUAGE plpgsql STABLE AS $$
DECLARE
    last_time timestamptz;
    said text := '';
    r record;
BEGIN
    SELECT max(d.happened_at) INTO last_time FROM casework.discussion d WHERE d.person_id = y.id AND d.episode_id = y.episode_id;
    FOR r IN SELECT i.name, count(*) AS offered,
                    count(*) FILTER (WHERE x.attendance IN ('attended', 'part', 'late')) AS came
               FROM casework.allocation a JOIN casework.intervention i ON i.id = a.intervention_id
               JOIN casework.session x ON x.allocation_id = a.id
              WHERE a.episode_id = y.episode_id AND x.happened IS NOT NULL
                AND x.planned_at BETWEEN coalesce(last_time, '-infinity') AND at_
              GROUP BY i.name ORDER BY i.name LOOP
        said := said || format(' %s: came to %s of %s %s.', r.name, r.came, r.offered,
                               CASE r.offered WHEN 1 THEN 'session' ELSE 'sessions' END);
    END LOOP;
    SELECT count(*) AS made, count(*) FILTER (WHERE c.seen) AS seen INTO r FROM casework.contact c
     WHERE c.person_id = y.id AND NOT c.held AND c.happened_at BETWEEN coalesce(last_time, '-infinity') AND at_;
    IF r.made > 0 THEN
        said := said || format(' Early Intervention Team: %s %s, seen %s.', r.made,
                CASE r.made WHEN 1 THEN 'contact' ELSE 'contacts' END,
                CASE r.seen WHEN 0 THEN 'not at all' WHEN 1 THEN 'once' ELSE r.seen || ' times' END);
    END IF;
    RETURN said;
END $$;

-- What the minutes of a full discussion hold besides the summary.
CREATE FUNCTION demo.discussed(y demo.young_person, turn text, key text, INOUT said casework.discussion)
LANGUAGE plpgsql AS $$
BEGIN
    IF turn = 'rising' THEN
        said.incidents := demo.words(y, key || ' incident', 'discussion.incident');
    ELSIF turn NOT IN ('new', 'once') AND demo.chance(key || ' incident', 0.5) THEN
        said.incidents := demo.words_at(y, 'discussion.incident', 3);
    END IF;
    said.concerns := demo.words(y, key || ' concerns', 'panel.concerns', y.heard);
    said.strengths := demo.words(y, key || ' strengths', CASE WHEN demo.chance(key || ' which', 0.5)
                                 THEN 'panel.strengths' ELSE 'discussion.strengths' END, y.heard);
    IF demo.chance(key || ' voice', 0.62) THEN
        said.young_person_voice := demo.words(y, key || ' voice', 'voice', y.heard);
        said.voice_basis := demo.draw(key || ' basis', 'said:7 seen:2 inferred:1');
        said.voice_by := initcap(demo.draw(key || ' heard by', 'mentor:4 teacher:3 officer:2 nan:1')) || ', told the meeting';
    END IF;
    IF demo.chance(key || ' parent', 0.4) THEN
        said.parent_view := demo.words(y, key || ' parent', 'parent_view', y.heard);
    END IF;
    IF demo.chance(key || ' equity', 0.3) THEN
        said.disproportionality_check := demo.words(y, key, 'discussion.equity_check');
    END IF;
    IF said.risk_after <> said.risk_before OR demo.chance(key || ' says why', 0.3) THEN
        said.rationale := demo.rationale(y, said.risk_before, said.risk_after);
    END IF;
END $$;

CREATE FUNCTION demo.rationale(y demo.young_person, before text, after text) RETURNS text
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN demo.words(y, 'rationale.' || y.stage, 'panel.rationale.' || CASE sign(demo.rank(after) - demo.rank(before))
                      WHEN 1 THEN 'up' WHEN 0 THEN 'same' ELSE 'down' END, y.heard);
END $$;

CREATE FUNCTION demo.discuss(m casework.meeting, item casework.agenda_item, at_ timestamptz) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    y demo.young_person;
    e casework.episode;
    due boolean;
    turn text;
    before text;
    after text;
    key text;
    said casework.discussion;
    day_ date := demo.day_of(at_);
    next_on date;
BEGIN
    SELECT * INTO STRICT y FROM demo.young_person x WHERE x.episode_id = item.episode_id;
    SELECT * INTO STRICT e FROM casework.episode x WHERE x.id = item.episode_id;
    IF e.state = 'closed' OR y.leaving THEN
        RETURN;
    END IF;
    due := e.next_review_on IS NULL OR e.next_review_on <= day_ + 2;
    UPDATE demo.young_person SET heard = heard + 1, heard_on = day_, stage = stage + due::integer WHERE n = y.n RETURNING * INTO y;
    key := y.n || ' discussion ' || m.id;
    before := e.risk_level;
    after := CASE WHEN due THEN y.path[y.stage] ELSE before END;
    turn := demo.turn_of(y, due, before, after);
    next_on := CASE WHEN NOT due THEN e.next_review_on -- a check between reviews puts nothing off
                    WHEN y.stage < cardinality(y.path) THEN day_ + demo.review_days(m.spoke_id, after) END;
    PERFORM demo.tell(at_, demo.seat_id(y.spoke, 'project'));
    said.id := demo.id('discussion ' || item.meeting_id || item.person_id);
    said.risk_before := before;
    said.risk_after := after;
    said.summary := demo.words(y, 'discussion.' || CASE WHEN due THEN y.stage::text ELSE key END, 'talk.' || turn, y.heard)
        || CASE WHEN turn IN ('new', 'once') THEN '' ELSE demo.since_last(y, at_) END;
    IF due THEN
        said := demo.discussed(y, turn, key, said);
    END IF;
    said.contexts := (SELECT c.contexts FROM demo.concern_plan c WHERE c.concern = y.concern);
    INSERT INTO casework.discussion (id, spoke_id, meeting_id, agenda_item_id, person_id, episode_id, happened_at,
        summary, incidents, concerns, strengths, young_person_voice, voice_basis, voice_by, voice_on, parent_view,
        contexts, disproportionality_check, risk_before, risk_after, rationale, next_review_on)
    VALUES (said.id, m.spoke_id, m.id, item.id, y.id, item.episode_id, at_, said.summary, said.incidents,
        said.concerns, said.strengths, said.young_person_voice, said.voice_basis, said.voice_by,
        CASE WHEN said.voice_basis = 'said' THEN (at_ AT TIME ZONE 'Europe/London')::date - 3 END, said.parent_view,
        said.contexts, said.disproportionality_check, before, after, said.rationale, next_on);
    IF due AND (after <> before OR y.stage = 1 OR demo.chance(key || ' assessed', 0.35)) THEN
        PERFORM demo.panel_assess(y, m, said.id, before, after, key);
    END IF;
    PERFORM demo.agency_updates(y, m, said.id, key);
    PERFORM demo.tell(at_ + interval '4 minutes', demo.seat_id(y.spoke, 'project'));
    PERFORM demo.decisions(y, m, said.id, e, turn, after, key);
    PERFORM demo.actions_set(y, m, said.id, turn, key);
    UPDATE casework.episode x SET next_review_on = next_on, state_note = 'Agreed at the meeting',
           state = CASE WHEN turn = 'step_down' THEN 'step_down'
                        WHEN turn = 'rising' OR x.state = 'listed' THEN 'active_monitoring' ELSE x.state END
     WHERE x.id = item.episode_id;
    IF due AND y.stage = cardinality(y.path) THEN
        UPDATE demo.young_person SET leaving = true WHERE n = y.n;
        PERFORM demo.later(demo.office(at_, demo.between(key || ' wind up', 4, 9), key || ' wind up'), 'wind_up', y.n, item.episode_id, 0, NULL);
    END IF;
END $$;

-- The panel's rating beside the practitioner's; where they differ, why.
CREATE FUNCTION demo.panel_assess(y demo.young_person, m casework.meeting, discussion uuid, before text, after text, key text)
RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    c demo.concern_plan;
    practitioner text := CASE WHEN demo.chance(key || ' differs', 0.17) THEN before ELSE after END;
BEGIN
    SELECT * INTO STRICT c FROM demo.concern_plan WHERE concern = y.concern;
    INSERT INTO casework.risk_assessment (spoke_id, person_id, episode_id, discussion_id, assessed_at, assessed_by,
        risk_to, risk_from, practitioner_level, panel_level, override_reason, rationale, contexts, leading_context,
        risk_factors, protective_factors)
    VALUES (y.spoke_id, y.id, y.episode_id, discussion, access.moment(), access.actor(), after,
        demo.risk_from(y, after), practitioner, after,
        CASE WHEN practitioner <> after THEN demo.draw(key || ' override', 'panel_knowledge:4 new_information:3 '
             'protective_factors:2 adultification_corrected:2 recent_incident:1') END,
        CASE WHEN practitioner <> after THEN demo.words(y, key, 'assessment.override')
             ELSE demo.rationale(y, before, after) END,
        c.contexts, c.contexts[1], c.factors || demo.more_factors(y), demo.protectors(y, y.stage));
END $$;

-- What each agency told the meeting.
CREATE FUNCTION demo.agency_updates(y demo.young_person, m casework.meeting, discussion uuid, key text) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    u record;
BEGIN
    FOR u IN
        SELECT DISTINCT ON (agency) agency, desk, kind FROM (
            SELECT 1, 'avon_somerset_police' AS agency, 'eit' AS desk, 'agency_update.police' AS kind
            UNION ALL SELECT 2, y.spoke || '_childrens_social_care', 'panel.socialcare', CASE
                WHEN y.care IN ('child_in_need', 'child_protection_plan', 'looked_after_s20', 'looked_after_s31', 'assessment')
                THEN 'agency_update.childrens_social_care' ELSE 'nothing' END
             WHERE y.age < 18 AND demo.chance(key || ' social care', 0.5)
            UNION ALL SELECT 3, y.spoke || '_education_inclusion', 'panel.education', 'agency_update.education_inclusion'
             WHERE y.school_id IS NOT NULL AND demo.chance(key || ' inclusion', 0.3)
            UNION ALL SELECT 4, (SELECT a.code FROM reference.agency a WHERE a.id = y.school_id), NULL, 'agency_update.school'
             WHERE y.school_id IS NOT NULL AND demo.chance(key || ' school', 0.35)
            UNION ALL SELECT 5, y.spoke || '_youth_justice', 'panel.yjs', CASE WHEN y.concern IN ('robbery', 'assault',
                'knife_enabled_offence', 'affray', 'substance_supply') THEN 'agency_update.youth_justice' ELSE 'nothing' END
             WHERE demo.chance(key || ' youth justice', 0.25)
            UNION ALL SELECT 6, y.spoke || '_early_help', NULL, 'agency_update.early_help'
             WHERE y.care = 'early_help' AND demo.chance(key || ' early help', 0.6)
            UNION ALL SELECT 7, y.spoke || '_' || other, NULL, CASE WHEN demo.chance(key || other || ' knows', 0.4)
                             THEN 'agency_update.' || replace(other, 'youth_service_team', 'youth_service') ELSE 'nothing' END
              FROM unnest('{camhs,substance_misuse,housing,youth_service_team,community_safety,emergency_department}'::text[]) AS other
             WHERE demo.chance(key || other, 0.06)) AS told
         ORDER BY agency
    LOOP
        IF u.desk IS NOT NULL THEN
            PERFORM set_config('throughline.stand_in', coalesce(demo.seat_id(y.spoke, u.desk),
                               demo.seat_id(y.spoke, 'project'))::text, true);
        END IF;
        INSERT INTO casework.discussion_update (spoke_id, meeting_id, discussion_id, person_id, agency_id, nothing_known, text)
        VALUES (m.spoke_id, m.id, discussion, y.id, reference.agency_id(u.agency), u.kind = 'nothing',
                CASE WHEN u.kind <> 'nothing' THEN demo.words(y, key || u.agency, u.kind, y.heard) END);
    END LOOP;
    PERFORM demo.provider_updates(y, m, discussion, key);
END $$;

-- Providers tell what the sessions show.
CREATE FUNCTION demo.provider_updates(y demo.young_person, m casework.meeting, discussion uuid, key text) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    a record;
BEGIN
    FOR a IN SELECT x.provider_agency_id, x.worker_user_id, count(*) AS offered,
                    count(*) FILTER (WHERE s.attendance IN ('attended', 'part', 'late')) AS came
               FROM casework.allocation x JOIN casework.session s ON s.allocation_id = x.id AND s.happened IS NOT NULL
              WHERE x.episode_id = y.episode_id AND x.state = 'active'
              GROUP BY x.provider_agency_id, x.worker_user_id ORDER BY 1 LOOP
        INSERT INTO casework.discussion_update (spoke_id, meeting_id, discussion_id, person_id, agency_id, text)
        VALUES (m.spoke_id, m.id, discussion, y.id, a.provider_agency_id,
                format('Came to %s of %s so far. ', a.came, a.offered) || demo.words(y, key || a.provider_agency_id, CASE
                    WHEN a.came >= 0.75 * a.offered THEN 'provider.good' WHEN a.came >= 0.4 * a.offered THEN 'provider.mixed'
                    ELSE 'provider.poor' END, y.heard))
        ON CONFLICT DO NOTHING;
    END LOOP;
END $$;
