-- Handlers: what triage decides, and the episode that begins.
SET LOCAL enable_seqscan = off;

-- A second referral of somebody known ends by how things stand when it comes:
-- added to the open episode (or a duplicate of the first), or a new episode.
CREATE FUNCTION demo.result_now(y demo.young_person, i integer) RETURNS text
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN CASE WHEN i = 1 THEN CASE WHEN y.halt IN ('referred', 'triage', 'agency_checks', 'listed')
                            THEN 'accepted_to_panel' ELSE y.result END
       WHEN EXISTS (SELECT FROM casework.episode e WHERE e.id = y.episode_id AND e.state <> 'closed')
       THEN CASE WHEN demo.chance(y.n || ' same again', 0.35) THEN 'duplicate' ELSE 'added_to_episode' END
       ELSE 'accepted_to_panel' END;
END $$;

CREATE FUNCTION demo.decide(s demo.step) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    y demo.young_person;
    result text;
    reason text;
    first_one uuid;
BEGIN
    SELECT * INTO STRICT y FROM demo.young_person WHERE n = s.n;
    result := demo.result_now(y, s.i);
    IF result = 'withdrawn' THEN
        PERFORM demo.tell(s.at, (SELECT r.referred_by FROM casework.referral r WHERE r.id = s.ref));
    ELSE
        PERFORM demo.tell(s.at, demo.desk_on_duty(y.spoke, s.n || ' decide ' || s.i));
    END IF;
    IF result = 'duplicate' THEN
        SELECT r.id INTO first_one FROM casework.referral r
         WHERE r.person_id = y.id AND r.id <> s.ref ORDER BY r.submitted_at DESC LIMIT 1;
    END IF;
    reason := CASE result
        WHEN 'declined' THEN demo.draw(s.n || ' declines', 'below_threshold:6 not_violence_related:2 '
                 'already_held_elsewhere:3 insufficient_information:1 agreement_refused:1')
        WHEN 'redirected' THEN CASE y.concern WHEN 'modern_slavery' THEN 'nrm'
                 WHEN 'child_sexual_exploitation' THEN 'mash' WHEN 'abuse_in_relationship' THEN 'marac'
                 WHEN 'mental_health_self_harm' THEN 'camhs' WHEN 'substance_use' THEN 'substance_misuse'
                 ELSE demo.draw(s.n || ' redirects', 'early_help:5 mash:3 yjs:2 mace:1') END
        WHEN 'withdrawn' THEN demo.draw(s.n || ' withdraws', 'support_found:3 made_in_error:1 family_asked:2 moved_away:1') END;
    UPDATE casework.referral r SET state = result, decided_at = CASE result WHEN 'withdrawn' THEN NULL ELSE s.at END,
           state_reason = reason,
           state_note = CASE WHEN result IN ('declined', 'redirected') THEN demo.words_at(y, 'triage', 3)
                        WHEN result = 'withdrawn' THEN NULL ELSE demo.words_at(y, 'triage', 1) END,
           decline_reason = CASE result WHEN 'declined' THEN reason END,
           redirected_to = CASE result WHEN 'redirected' THEN reason END,
           duplicate_of = first_one,
           episode_id = CASE result WHEN 'added_to_episode' THEN y.episode_id END,
           result_for_referrer = CASE
               WHEN result IN ('accepted_to_panel', 'extraordinary_meeting', 'straight_to_intervention')
               THEN demo.words_at(y, 'referrer_result', 1)
               WHEN result IN ('declined', 'out_of_area') THEN demo.words_at(y, 'referrer_result', 3)
               WHEN result = 'withdrawn' THEN NULL
               ELSE demo.words_at(y, 'referrer_result', 2) END
     WHERE r.id = s.ref;
    IF result IN ('accepted_to_panel', 'extraordinary_meeting', 'straight_to_intervention') THEN
        PERFORM demo.episode_open(y, s, result);
    END IF;
END $$;

-- The episode opens with the decision. Straight to an intervention, it is
-- listed at once; else the agencies check first.
CREATE FUNCTION demo.episode_open(y demo.young_person, s demo.step, result text) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    new_id uuid := demo.id('episode ' || s.ref);
BEGIN
    INSERT INTO casework.episode (id, spoke_id, person_id, referral_id, series_id, opened_on, lead_user_id,
        lead_professional, statutory_lead, state)
    VALUES (new_id, y.spoke_id, y.id, s.ref, demo.series_id(y.spoke), demo.day_of(s.at),
        CASE WHEN demo.chance(y.n || ' lead', 0.7) THEN demo.seat_id(y.spoke, 'project') END,
        CASE WHEN demo.chance(y.n || ' lead', 0.7) THEN NULL ELSE (SELECT c.name || ', early help'
             FROM demo.colleague c WHERE c.spoke = y.spoke AND c.agency = y.spoke || '_early_help') END,
        CASE WHEN y.care IN ('child_protection_plan', 'looked_after_s20', 'looked_after_s31')
             THEN 'Children''s social care' END,
        CASE result WHEN 'straight_to_intervention' THEN 'listed' ELSE 'referred' END);
    UPDATE demo.young_person SET episode_id = new_id, stage = 0 WHERE n = y.n;
    IF y.halt IS NULL THEN
        PERFORM demo.contacts_plan(y, s.at, s.i);
        PERFORM demo.later(demo.office(s.at, demo.between(y.n || ' first note', 3, 12), y.n || ' first note'), 'note', y.n, new_id, 1, NULL);
        IF NOT y.named AND s.i = 1 AND demo.chance(y.n || ' twice', 0.09) THEN
            PERFORM demo.later(demo.office(s.at, demo.between(y.n || ' twice in', 20, 70), y.n || ' twice'), 'refer_again', y.n, NULL, NULL, NULL);
        END IF;
    END IF;
    IF result = 'straight_to_intervention' THEN
        PERFORM demo.assess_first(y, new_id);
        PERFORM demo.later(s.at + interval '40 minutes', 'allocate', y.n, new_id, 1, y.helps[1]);
    ELSIF y.halt IS DISTINCT FROM 'referred' THEN
        PERFORM demo.later(demo.soon(y, s.at, CASE result WHEN 'extraordinary_meeting' THEN 0 ELSE 1 END, ' episode triage'),
                           'episode_triage', y.n, new_id, s.i, result);
    END IF;
END $$;

-- The practitioner's first rating: their own, not the panel's.
CREATE FUNCTION demo.assess_first(y demo.young_person, episode uuid) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    c demo.concern_plan;
    seen text;
BEGIN
    SELECT * INTO STRICT c FROM demo.concern_plan WHERE concern = y.concern;
    seen := CASE WHEN demo.chance(y.n || ' first look', 0.25)
            THEN demo.one_of(y.n || ' other look', '{medium,high}') ELSE y.path[1] END;
    INSERT INTO casework.risk_assessment (spoke_id, person_id, episode_id, assessed_at, assessed_by, risk_to,
        risk_from, practitioner_level, rationale, contexts, leading_context, risk_factors, protective_factors)
    VALUES (y.spoke_id, y.id, episode, access.moment(), access.actor(), seen,
        demo.risk_from(y, seen), seen, demo.words(y, 'assess.first', 'assessment.first'), c.contexts, c.contexts[1],
        c.factors || demo.more_factors(y), demo.protectors(y, 0));
END $$;

-- Risk to and risk from are two judgements. From is mostly the lower one.
CREATE FUNCTION demo.risk_from(y demo.young_person, level text) RETURNS text
LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN CASE WHEN y.concern IN ('knife_enabled_offence', 'robbery', 'assault', 'weapon_carrying')
                 AND demo.chance(y.n || ' from', 0.6) THEN level
       ELSE CASE level WHEN 'very_high' THEN 'medium' WHEN 'high' THEN demo.one_of(y.n || ' from high', '{medium,low}')
            ELSE 'low' END END;
END $$;

CREATE FUNCTION demo.more_factors(y demo.young_person) RETURNS text[]
LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN array_remove(ARRAY[
    CASE WHEN y.care IN ('looked_after_s20', 'looked_after_s31', 'care_leaver') THEN 'care_experience' END,
    CASE WHEN y.education IN ('suspended', 'permanently_excluded', 'missing_education') AND
              NOT y.concern IN ('exclusion_risk', 'permanent_exclusion') THEN 'exclusion' END,
    CASE WHEN demo.chance(y.n || ' poor', 0.3) AND y.concern <> 'parental_imprisonment' THEN 'poverty'
         WHEN demo.chance(y.n || ' parent', 0.2) AND y.concern <> 'aces_trauma' THEN 'parental_mental_health' END], NULL);
END $$;

-- More of what protects as time goes on.
CREATE FUNCTION demo.protectors(y demo.young_person, stage integer) RETURNS text[]
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (SELECT array_agg(p ORDER BY rank) FROM (
    SELECT p, row_number() OVER (ORDER BY demo.roll(y.n || p)) AS rank
      FROM unnest('{trusted_adult,engaged_parent,stable_home,supportive_wider_family,structured_activity,aspiration,
                    school_belonging,prosocial_peers,engagement,insight,cultural_faith_belonging,safe_places}'::text[]) AS p) AS drawn
   WHERE rank <= 2 + stage / 2);
END $$;

-- referred -> triage -> agency checks -> listed
CREATE FUNCTION demo.episode_step(s demo.step) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    y demo.young_person;
    to_state text := CASE s.verb WHEN 'episode_triage' THEN 'triage' WHEN 'episode_checks' THEN 'agency_checks'
                     WHEN 'episode_list' THEN 'listed' END;
    next_verb text := CASE s.verb WHEN 'episode_triage' THEN 'episode_checks' WHEN 'episode_checks' THEN 'episode_list' END;
    days integer;
BEGIN
    SELECT * INTO STRICT y FROM demo.young_person WHERE n = s.n;
    PERFORM demo.tell(s.at, demo.seat_id(y.spoke, 'project'));
    UPDATE casework.episode SET state = to_state,
           state_note = CASE to_state WHEN 'agency_checks' THEN 'Checks asked of police, social care, education, '
               'youth justice and health' WHEN 'listed' THEN 'All checks back but one' END
     WHERE id = s.ref;
    IF to_state = 'listed' THEN
        PERFORM demo.assess_first(y, s.ref);
        IF s.what = 'extraordinary_meeting' THEN
            PERFORM demo.later(demo.soon(y, s.at, 1, ' extraordinary'), 'extraordinary', s.n, s.ref, 1, NULL);
        END IF;
    END IF;
    IF next_verb IS NOT NULL AND y.halt IS DISTINCT FROM to_state THEN
        days := CASE WHEN s.what = 'extraordinary_meeting' THEN 0 WHEN next_verb = 'episode_list'
                THEN demo.between(s.n || ' checks', 2, 6) ELSE 1 END;
        PERFORM demo.later(demo.soon(y, s.at, days, next_verb), next_verb, s.n, s.ref, s.i, s.what);
    END IF;
END $$;
