-- Handlers: the Early Intervention Team's contacts, some held back by the
-- police and later released, and the case notes.
SET LOCAL enable_seqscan = off;

-- Which visits go with which worry.
CREATE FUNCTION demo.contact_types(concern text) RETURNS text
LANGUAGE sql IMMUTABLE
RETURN CASE
    WHEN concern IN ('missing_episodes', 'found_out_of_area', 'county_lines', 'child_criminal_exploitation')
    THEN 'missing_return:6 home_visit:4 exploiter_disruption:1 partnership_meeting:2 phone_call:2 teachable_moments_car:1'
    WHEN concern IN ('knife_enabled_offence', 'robbery', 'assault', 'substance_supply', 'affray')
    THEN 'visit_after_arrest:4 custody_reachable_moment:2 home_visit:3 visit_after_stop_search:2 prevention_interview:2 phone_call:1'
    WHEN concern IN ('victim_of_violence', 'witness_to_violence', 'mental_health_self_harm')
    THEN 'hospital_reachable_moment:3 witness_support:3 visit_after_incident:4 home_visit:3 phone_call:2 text_message:1'
    WHEN concern IN ('weapon_carrying', 'weapon_image_online', 'firearm', 'threats_social_media', 'exclusion_risk', 'bullying')
    THEN 'prevention_interview:4 school_input:4 home_visit:4 teachable_moments_car:2 phone_call:2 text_message:1 other:1'
    ELSE 'home_visit:5 hotspot_engagement:3 visit_after_incident:2 school_input:2 teachable_moments_car:2 phone_call:2 partnership_meeting:1' END;

CREATE FUNCTION demo.officer(spoke text, key text) RETURNS uuid
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN CASE WHEN spoke IN ('bristol', 'southglos') AND demo.chance(key || ' officer', 0.3)
                THEN demo.id('user * eit.two.spokes')
                ELSE demo.seat_id(spoke, CASE WHEN demo.chance(key || ' sergeant', 0.1) THEN 'sergeant' ELSE 'eit' END) END;
END $$;

-- A young person's contacts over the weeks of an episode.
CREATE FUNCTION demo.contacts_plan(y demo.young_person, at_ timestamptz, i integer) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    many integer := demo.draw(y.n || ' contacts ' || i, '0:16 1:12 2:16 3:14 4:12 5:8 6:7 8:5 11:3')::integer;
    day_ integer := 1;
BEGIN
    many := coalesce((SELECT t.text::integer FROM demo.told t WHERE t.n = y.n AND t.slot = 'contacts'),
                     CASE y.concern WHEN 'exclusion_risk' THEN least(many, 2) ELSE many END);
    FOR k IN 1 .. many LOOP
        PERFORM demo.later(demo.clock(demo.day_of(at_) + day_, demo.between(y.n || ' hour ' || k, 9, 20), demo.between(y.n || ' minute ' || k, 0, 59)),
                           'contact', y.n, NULL, k, NULL);
        day_ := day_ + demo.between(y.n || ' gap ' || k, 5, CASE WHEN many > 20 THEN 7 ELSE 34 END);
    END LOOP;
END $$;

-- s.what fixes the type; else the worry does.
CREATE FUNCTION demo.contact(s demo.step) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    y demo.young_person;
    key text := s.n || ' contact ' || coalesce(s.i::text, s.at::date::text);
    type_ text;
    how text;
    officer uuid;
    held boolean;
    new_id uuid := demo.id('contact ' || s.n || ' ' || s.id);
BEGIN
    SELECT * INTO STRICT y FROM demo.young_person WHERE n = s.n;
    IF EXISTS (SELECT FROM casework.episode e WHERE e.id = y.episode_id AND e.state = 'closed') THEN
        RETURN;
    END IF;
    held := s.what IS NULL AND demo.chance(key || ' held', 0.09) AND NOT y.story;
    type_ := CASE WHEN held THEN demo.draw(key || ' held type', 'exploiter_disruption:2 partnership_meeting:3 other:2') END;
    type_ := coalesce(type_, s.what, (SELECT t.text FROM demo.told t WHERE t.n = y.n AND t.slot = 'contact.' || s.i || '.type'), demo.draw(key || ' type', demo.contact_types(y.concern)));
    how := CASE WHEN held OR type_ IN ('exploiter_disruption', 'partnership_meeting') THEN 'advice_given'
           WHEN type_ IN ('phone_call', 'text_message', 'custody_reachable_moment', 'hospital_reachable_moment', 'witness_support', 'school_input')
           THEN 'seen_engaged'
           WHEN type_ IN ('hotspot_engagement', 'teachable_moments_car') THEN demo.draw(key || ' how', 'seen_engaged:7 seen_brief:1 seen_declined:2')
           WHEN EXISTS (SELECT FROM demo.told t WHERE t.n = y.n AND t.slot = 'contact.' || s.i) THEN 'seen_engaged'
           ELSE demo.draw(key || ' how', 'seen_engaged:62 seen_brief:8 seen_declined:7 not_in:9 not_seen_parent_spoken:9 no_answer:5') END;
    officer := demo.officer(y.spoke, key);
    PERFORM demo.tell(s.at + interval '35 minutes', officer);
    INSERT INTO casework.contact (id, spoke_id, person_id, type, happened_at, minutes, place, seen, outcomes, officer_id,
        joint_with, trigger, force_reference, presentation, note, follow_up, agency_id, held)
    VALUES (new_id, y.spoke_id, y.id, type_, s.at,
        CASE how WHEN 'no_answer' THEN 5 WHEN 'not_in' THEN 10 ELSE 5 * demo.between(key || ' long', 2, 12) END,
        demo.contact_place(type_, key), how LIKE 'seen%', CASE WHEN held THEN '{intelligence_submitted}' ELSE demo.contact_outcomes(type_, how, key) END, officer,
        CASE WHEN type_ = 'teachable_moments_car' OR demo.chance(key || ' joint', 0.15) THEN 'Youth worker'
             WHEN demo.chance(key || ' joint social', 0.05) THEN 'Social worker' END,
        CASE WHEN s.what IS NOT NULL THEN 'Action from the meeting' WHEN type_ LIKE 'visit_after%' THEN 'Incident the day before'
             WHEN demo.chance(key || ' planned', 0.4) THEN 'Planned' END,
        CASE WHEN type_ IN ('visit_after_arrest', 'custody_reachable_moment', 'missing_return', 'visit_after_incident', 'visit_after_stop_search')
             THEN '52' || to_char(s.at, 'YY') || lpad((hashtext(key) & 16777215)::text, 8, '0') END,
        CASE WHEN how = 'seen_engaged' THEN demo.one_of(key || ' seems', ARRAY['Calm and open', 'Tired', 'Wary at first, then talkative',
             'In good spirits', 'Quiet', 'Worried about a friend', NULL]) END,
        CASE WHEN held THEN demo.words(y, key, 'contact.held')
             WHEN how IN ('not_in', 'no_answer') THEN demo.words(y, key, 'contact.not_in', s.i)
             WHEN how = 'seen_declined' THEN demo.words(y, key, 'contact.declined', s.i)
             WHEN how = 'not_seen_parent_spoken' THEN demo.words(y, key, 'contact.parent_spoken', s.i)
             WHEN s.what IS NOT NULL THEN demo.words(y, key, 'contact.' || type_)
             ELSE demo.words(y, coalesce('contact.' || s.i, key), 'contact.' || type_, s.i) END,
        CASE WHEN how IN ('not_in', 'no_answer', 'not_seen_parent_spoken') THEN 'Try again within the week'
             WHEN demo.chance(key || ' follows', 0.25) THEN 'Tell the mentor' END,
        reference.agency_id('avon_somerset_police'), held);
    IF held AND demo.chance(key || ' released', 0.55) THEN
        PERFORM demo.later(demo.office(s.at, demo.between(key || ' release', 4, 24), key || ' release'), 'release', y.n, new_id, NULL, NULL);
    END IF;
END $$;

CREATE FUNCTION demo.contact_place(type text, key text) RETURNS text
LANGUAGE sql IMMUTABLE
RETURN CASE type WHEN 'school_input' THEN 'School' WHEN 'custody_reachable_moment' THEN 'Custody suite'
    WHEN 'hospital_reachable_moment' THEN 'Hospital ward' WHEN 'hotspot_engagement' THEN demo.one_of(key || ' place', '{Bus station,Skate park,Shopping centre}')
    WHEN 'phone_call' THEN 'Phone' WHEN 'text_message' THEN 'Phone' WHEN 'partnership_meeting' THEN 'Online'
    WHEN 'exploiter_disruption' THEN 'Another address' WHEN 'teachable_moments_car' THEN 'In the car'
    WHEN 'other' THEN 'Street' ELSE 'Home' END;

CREATE FUNCTION demo.contact_outcomes(type text, how text, key text) RETURNS text[]
LANGUAGE sql IMMUTABLE
RETURN array_remove(ARRAY[CASE WHEN type NOT IN ('exploiter_disruption', 'partnership_meeting') THEN how END,
    CASE WHEN how IN ('not_in', 'no_answer') THEN 'repeat_visit_needed' END,
    CASE WHEN type IN ('exploiter_disruption', 'missing_return') AND demo.chance(key || ' intelligence', 0.5) THEN 'intelligence_submitted' END,
    CASE WHEN how = 'seen_engaged' AND demo.chance(key || ' plan', 0.15) THEN 'safety_plan_agreed' END,
    CASE WHEN how = 'seen_engaged' AND demo.chance(key || ' refers', 0.1) THEN 'referral_made' END,
    CASE WHEN how = 'seen_engaged' AND demo.chance(key || ' safeguards', 0.06) THEN 'safeguarding_raised' END,
    CASE WHEN type = 'prevention_interview' AND demo.chance(key || ' weapon', 0.07) THEN 'weapon_surrendered' END], NULL);

-- A sergeant lets the other agencies read what was held.
CREATE FUNCTION demo.release(s demo.step) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    sergeant uuid;
BEGIN
    SELECT demo.seat_id(y.spoke, 'sergeant') INTO sergeant FROM demo.young_person y WHERE y.n = s.n;
    PERFORM demo.tell(s.at, sergeant);
    UPDATE casework.contact SET held = false, released_at = s.at, released_by = sergeant WHERE id = s.ref;
END $$;

-- A note every few weeks while the episode is open. s.i counts them.
CREATE FUNCTION demo.note(s demo.step) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    y demo.young_person;
    kind_ text := demo.draw(s.n || ' note ' || s.i, 'general:4 family:4 professional:5 supervision:2 decision:1 safety_plan:1 voice:2 information_shared:2');
    new_id uuid := demo.id('note ' || s.ref || s.i);
    words_ text;
BEGIN
    SELECT * INTO STRICT y FROM demo.young_person WHERE n = s.n;
    IF EXISTS (SELECT FROM casework.episode e WHERE e.id = s.ref AND e.state = 'closed') THEN
        RETURN;
    END IF;
    words_ := demo.words(y, 'note.' || s.i, 'note.' || kind_, s.i);
    PERFORM demo.tell(s.at, CASE kind_ WHEN 'supervision' THEN demo.seat_id(y.spoke, 'coordinator')
                            ELSE demo.seat_id(y.spoke, 'project') END);
    INSERT INTO casework.note (id, spoke_id, person_id, episode_id, kind, text, happened_at)
    VALUES (new_id, y.spoke_id, y.id, s.ref, kind_, words_, s.at - interval '45 minutes');
    IF demo.chance(s.n || ' amends ' || s.i, 0.05) THEN
        PERFORM demo.tell(s.at + interval '1 day', access.actor());
        INSERT INTO casework.note (spoke_id, person_id, episode_id, kind, text, happened_at, replaces_id, amend_reason)
        VALUES (y.spoke_id, y.id, s.ref, kind_, words_ || ' This was on the telephone and not in person.',
                s.at - interval '45 minutes', new_id, 'How we spoke was left out');
        UPDATE casework.note SET replaced_at = s.at + interval '1 day' WHERE id = new_id;
    ELSIF demo.chance(s.n || ' errs ' || s.i, 0.025) THEN
        UPDATE casework.note SET in_error_at = s.at + interval '3 hours', in_error_by = access.actor(),
               in_error_reason = 'Written on the wrong young person''s record' WHERE id = new_id;
    END IF;
    PERFORM demo.later(demo.office(s.at, demo.between(s.n || ' note in ' || s.i, 18, 60), s.n || ' note ' || s.i), 'note', s.n, s.ref, s.i + 1, NULL);
END $$;
