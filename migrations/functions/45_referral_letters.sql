-- The letter that tells the referrer what became of a referral (domain.md 3).
-- It is drafted by the decision itself, in the partnership's words for that
-- result; whoever triages may add a paragraph of their own; once sent it does
-- not change. Its clock stops when it is sent.

-- The words of a setting with the referral's own facts filled in: names as the
-- referrer wrote them, never as our records have them.
CREATE OR REPLACE FUNCTION casework.letter_filled(words text, r casework.referral, meeting_on date) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    reason text := (SELECT t.detail ->> 'letter' FROM reference.referral_decline_reason t
                     WHERE t.code = r.decline_reason);
    service text := (SELECT t.label FROM reference.referral_redirect t WHERE t.code = r.redirected_to);
    said text := words;
    fill record;
BEGIN
    FOR fill IN SELECT * FROM (VALUES
            ('{reference}', r.reference),
            ('{sent_on}', to_char(coalesce(r.made_on, r.received_on,
                (r.submitted_at AT TIME ZONE 'Europe/London')::date), 'FMDD FMMonth YYYY')),
            ('{reason}', coalesce(reason, '')), ('{service}', coalesce(service, '')),
            ('{meeting_on}', coalesce(to_char(meeting_on, 'FMDD FMMonth YYYY'), 'its last day')),
            -- Last: what somebody is called is not looked through for more.
            ('{name}', coalesce(nullif(concat_ws(' ', r.given_name, r.family_name), ''), r.known_as,
                                'the young person'))) AS f(token, value) LOOP
        said := replace(said, fill.token, fill.value);
    END LOOP;
    RETURN said;
END $$;

-- Whom a letter about this referral speaks to.
CREATE OR REPLACE FUNCTION casework.letter_audience(source text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE source WHEN 'parent_carer' THEN 'family' WHEN 'self' THEN 'young_person'
                   WHEN 'community' THEN 'community' ELSE 'professional' END;

CREATE OR REPLACE FUNCTION casework.letter_setting(audience text, result text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE audience WHEN 'community' THEN 'letter_community'
                     WHEN 'young_person' THEN 'letter_young_person_' || result
                     ELSE 'letter_' || result END;

-- Drafts the letter of a result, or does nothing where one is being written.
CREATE OR REPLACE FUNCTION casework.letter_draft(referral uuid, result_ text, since timestamptz, free text,
                                                 new_id uuid DEFAULT gen_random_uuid())
RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    r casework.referral;
    audience_ text;
    day date := (since AT TIME ZONE 'Europe/London')::date;
    made uuid;
BEGIN
    SELECT * INTO STRICT r FROM casework.referral x WHERE x.id = referral;
    audience_ := casework.letter_audience(r.source);
    INSERT INTO casework.referral_letter (id, spoke_id, referral_id, person_id, result, audience, clock_from,
        addressee, organisation, send_to, subject, words, own_words, closing, sender, replaces_id)
    SELECT new_id, r.spoke_id, r.id, r.person_id, result_, audience_, since,
           coalesce(r.referrer_name,
               CASE audience_ WHEN 'professional' THEN (SELECT u.name FROM access.user_account u WHERE u.id = r.referred_by)
                    WHEN 'young_person' THEN nullif(concat_ws(' ', coalesce(r.known_as, r.given_name), r.family_name), '') END,
               CASE audience_ WHEN 'family' THEN 'the parent or carer' ELSE 'the person who contacted us' END),
           CASE audience_ WHEN 'professional' THEN (SELECT a.name FROM reference.agency a WHERE a.id = r.agency_id) END,
           r.referrer_contact,
           CASE audience_ WHEN 'community' THEN 'Thank you for telling us' ELSE t.detail ->> 'subject' END,
           casework.letter_filled(reference.setting_on(r.spoke_id, casework.letter_setting(audience_, result_), NULL),
                                  r, day),
           free,
           reference.setting_on(r.spoke_id, 'letter_closing', NULL),
           concat_ws(E'\n', reference.setting_on(r.spoke_id, 'letter_sender', NULL),
                     (SELECT s.short_name FROM reference.spoke s WHERE s.id = r.spoke_id)),
           (SELECT l.id FROM casework.referral_letter l
             WHERE l.referral_id = r.id AND l.result = result_ AND l.state = 'issued'
               AND NOT EXISTS (SELECT FROM casework.referral_letter later WHERE later.replaces_id = l.id)
             ORDER BY l.issued_at DESC LIMIT 1)
      FROM reference.referral_letter t WHERE t.code = result_
    ON CONFLICT (referral_id) WHERE state = 'draft' DO NOTHING
    RETURNING id INTO made;
    RETURN made;
END $$;

-- AFTER UPDATE OF state on referral: a decision drafts its letter.
CREATE OR REPLACE FUNCTION casework.letter_due() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM casework.letter_draft(NEW.id, NEW.state, NEW.decided_at, NEW.result_for_referrer);
    RETURN NULL;
END $$;

-- AFTER UPDATE OF state on meeting: those it was the first to hear are told.
CREATE OR REPLACE FUNCTION casework.letters_after_meeting() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM casework.letter_draft(e.referral_id, 'heard_at_meeting', NEW.starts_at, NULL)
       FROM casework.discussion d
       JOIN casework.episode e ON e.id = d.episode_id
      WHERE d.meeting_id = NEW.id AND e.referral_id IS NOT NULL
        AND NOT EXISTS (SELECT FROM casework.referral_letter l
                         WHERE l.referral_id = e.referral_id AND l.result = 'heard_at_meeting');
    RETURN NULL;
END $$;

-- A letter asked for by hand: of the result as it stands or, once a meeting
-- has heard them, of that. Replaces the one that was sent.
CREATE OR REPLACE FUNCTION casework.letter_again(new_id uuid, referral uuid, result_ text) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    r casework.referral;
    since timestamptz;
BEGIN
    SELECT * INTO r FROM casework.referral x WHERE x.id = referral;
    IF NOT FOUND OR r.person_id = ANY (access.withheld())
       OR (r.spoke_id = ANY (access.spokes_with('scope.case')) OR r.referred_by = access.me()) IS NOT TRUE THEN
        RAISE EXCEPTION 'no such referral' USING ERRCODE = 'TL404';
    END IF;
    IF NOT r.spoke_id = ANY (access.spokes_with('referral.triage')) THEN
        RAISE EXCEPTION 'permission referral.triage not held in the spoke' USING ERRCODE = 'TL403';
    END IF;
    IF r.decided_at IS NULL THEN
        RAISE EXCEPTION 'There is no result to tell the referrer yet.' USING ERRCODE = 'TL409';
    ELSIF EXISTS (SELECT FROM casework.referral_letter l WHERE l.referral_id = r.id AND l.state = 'draft') THEN
        RAISE EXCEPTION 'A letter to the referrer is being written already. Send it or set it aside first.'
            USING ERRCODE = 'TL409';
    END IF;
    IF result_ = 'heard_at_meeting' THEN
        SELECT min(d.happened_at) INTO since FROM casework.episode e
          JOIN casework.discussion d ON d.episode_id = e.id WHERE e.referral_id = r.id;
    ELSIF coalesce(result_, r.state) = r.state THEN
        since := r.decided_at;
    END IF;
    IF since IS NULL THEN
        RAISE EXCEPTION '%', CASE result_ WHEN 'heard_at_meeting'
            THEN 'No meeting has discussed this young person since the referral'
            ELSE 'Select the result this referral has' END
            USING ERRCODE = 'TL422', COLUMN = 'result';
    END IF;
    RETURN casework.letter_draft(r.id, coalesce(result_, r.state), since, NULL, new_id);
END $$;

-- BEFORE UPDATE: a draft's own paragraph and address change, and nothing once
-- it is sent. Whoever sends it signs it.
CREATE OR REPLACE FUNCTION casework.letter_guard() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    free text[] := '{addressee,organisation,send_to,own_words,state,state_reason,state_note,channel,'
                   'issued_at,issued_by,signed_by,version,updated_at,updated_by}';
BEGIN
    IF OLD.state <> 'draft' THEN
        RAISE EXCEPTION '%', CASE OLD.state WHEN 'issued'
            THEN 'This letter has been sent: it does not change. Write another one instead.'
            ELSE 'This letter was set aside. Write another one instead.' END USING ERRCODE = 'TL409';
    END IF;
    IF to_jsonb(NEW) - free IS DISTINCT FROM to_jsonb(OLD) - free THEN
        RAISE EXCEPTION 'the words of a letter are the partnership''s' USING ERRCODE = 'TL403';
    END IF;
    IF NEW.state = 'issued' THEN
        IF EXISTS (SELECT FROM casework.person p WHERE p.id = ANY (casework.person_group(NEW.person_id))
                      AND p.died_on <= (access.moment() AT TIME ZONE 'Europe/London')::date) THEN
            RAISE EXCEPTION 'The young person has died: letters have stopped. Speak to the referrer, '
                'and set this letter aside.' USING ERRCODE = 'TL409';
        END IF;
        IF NEW.channel = 'here' AND NEW.audience <> 'professional' THEN
            RAISE EXCEPTION 'Select how it reaches them: they have no account here'
                USING ERRCODE = 'TL422', COLUMN = 'channel';
        END IF;
        NEW.issued_at := CASE WHEN access.loading() THEN coalesce(NEW.issued_at, access.moment()) ELSE now() END;
        NEW.issued_by := access.actor();
        NEW.signed_by := coalesce((SELECT concat_ws(', ', u.name, u.job_title) FROM access.user_account u
                                    WHERE u.id = access.actor()), 'The partnership');
    ELSE
        NEW.channel := NULL;
        NEW.issued_at := NULL;
        NEW.issued_by := NULL;
        NEW.signed_by := NULL;
    END IF;
    IF NEW.state = 'not_sent' AND NOT EXISTS (SELECT FROM reference.letter_not_sent_reason t
                                               WHERE t.code = NEW.state_reason) THEN
        RAISE EXCEPTION 'Select why it is not sent' USING ERRCODE = 'TL422', COLUMN = 'reason';
    END IF;
    RETURN NEW;
END $$;

-- By when it is to be sent.
CREATE OR REPLACE FUNCTION casework.letter_due_on(l casework.referral_letter) RETURNS date
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    day date := (l.clock_from AT TIME ZONE 'Europe/London')::date;
BEGIN
    RETURN casework.working_days_after(day, reference.setting_days(l.spoke_id, 'referrer_told_working_days', day));
END $$;

-- What a referral in triage may repeat or belong to: other referrals of the
-- spoke and open episodes, of the person it is linked to or of somebody like
-- them, and what waits about somebody of that name. For those who triage.
CREATE OR REPLACE FUNCTION casework.referral_candidates(wanted uuid)
RETURNS TABLE (kind text, id uuid, reference text, name text, born_on date, state text, person_id uuid,
               agency text, at timestamptz, reasons text[], score integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    r casework.referral;
    sound text;
BEGIN
    SELECT * INTO r FROM casework.referral x
     WHERE x.id = wanted AND x.spoke_id = ANY (access.spokes_with('referral.triage'))
       AND (x.person_id <> ALL (access.withheld())) IS NOT FALSE;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    sound := casework.name_sound(casework.name_normalised(r.family_name));
    RETURN QUERY
    WITH people AS MATERIALIZED (
        SELECT DISTINCT ON (m.person_id) m.person_id, m.score, m.reasons
          FROM (SELECT r.person_id, 1000 AS score, '{linked}'::text[] AS reasons WHERE r.person_id IS NOT NULL
                UNION ALL
                SELECT x.person_id, x.score, x.reasons
                  FROM casework.match_people(r.given_name, r.family_name, r.known_as, r.born_on, NULL, 20) x
                 WHERE x.person_id IS NOT NULL AND x.score >= 50) m
         ORDER BY m.person_id, m.score DESC),
    found AS (
        SELECT 'episode' AS kind, e.id, e.reference, NULL::text AS name, NULL::date AS born_on, e.state, e.person_id,
               NULL::integer AS agency_id, e.created_at AS at, p.reasons, p.score
          FROM people p JOIN casework.episode e ON e.person_id = p.person_id
         WHERE e.spoke_id = r.spoke_id AND e.state <> 'closed'
        UNION ALL
        SELECT 'referral', x.id, x.reference,
               coalesce(nullif(concat_ws(' ', x.given_name, x.family_name), ''), x.known_as), x.born_on, x.state,
               x.person_id, x.agency_id, x.submitted_at, p.reasons, p.score
          FROM people p JOIN casework.referral x ON x.person_id = p.person_id
         WHERE x.spoke_id = r.spoke_id AND x.id <> r.id AND x.submitted_at IS NOT NULL
        UNION ALL
        SELECT 'referral', x.id, x.reference,
               coalesce(nullif(concat_ws(' ', x.given_name, x.family_name), ''), x.known_as), x.born_on, x.state,
               x.person_id, x.agency_id, x.submitted_at,
               CASE WHEN x.born_on = r.born_on THEN '{similar_name,same_dob}'::text[] ELSE '{similar_name}' END,
               CASE WHEN x.born_on = r.born_on THEN 90 ELSE 50 END
          FROM casework.referral x
         WHERE x.spoke_id = r.spoke_id AND x.id <> r.id
           AND x.state IN ('submitted', 'in_triage', 'information_requested')
           AND sound <> '' AND casework.name_sound(casework.name_normalised(x.family_name)) = sound
           AND left(casework.name_normalised(x.given_name), 1) = left(casework.name_normalised(r.given_name), 1)
           AND NOT EXISTS (SELECT FROM people p WHERE p.person_id = x.person_id))
    SELECT f.kind, f.id, f.reference, coalesce(f.name, p.display_name), coalesce(f.born_on, p.born_on), f.state,
           f.person_id, g.name, f.at, f.reasons, f.score
      FROM found f
      LEFT JOIN casework.person p ON p.id = f.person_id
      LEFT JOIN reference.agency g ON g.id = f.agency_id
     WHERE (f.person_id <> ALL (access.withheld())) IS NOT FALSE
     ORDER BY f.score DESC, f.at DESC, f.id LIMIT 50;
END $$;

-- A list below a referral the reader may not see answers as one that does not
-- exist, not as an empty one.
CREATE OR REPLACE FUNCTION casework.referral_required(wanted uuid) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM casework.referral r WHERE r.id = wanted) THEN
        RAISE EXCEPTION 'no such referral' USING ERRCODE = 'TL404';
    END IF;
END $$;

DO $$
DECLARE
    f text;
BEGIN
    FOREACH f IN ARRAY ARRAY['letter_filled(text, casework.referral, date)', 'letter_audience(text)',
        'letter_setting(text, text)', 'letter_draft(uuid, text, timestamptz, text, uuid)', 'letter_due()', 'letter_due_on(casework.referral_letter)',
        'referral_required(uuid)', 'referral_candidates(uuid)', 'letters_after_meeting()', 'letter_again(uuid, uuid, text)', 'letter_guard()'] LOOP
        EXECUTE 'ALTER FUNCTION casework.' || f || ' OWNER TO throughline_definer';
        EXECUTE 'GRANT EXECUTE ON FUNCTION casework.' || f || ' TO throughline_owner';
    END LOOP;
END $$;
-- Drafts come of decisions, or are asked for: letter_draft is not for callers.
GRANT EXECUTE ON FUNCTION casework.letter_again(uuid, uuid, text),
    casework.letter_audience(text), casework.letter_due_on(casework.referral_letter),
    casework.referral_required(uuid), casework.referral_candidates(uuid)
    TO throughline_server;

-- After 29_triggers.sql, which takes all of casework's triggers away.
CREATE TRIGGER a_born BEFORE INSERT ON casework.referral_letter
    FOR EACH ROW EXECUTE FUNCTION casework.row_born();
CREATE TRIGGER b_touch BEFORE UPDATE ON casework.referral_letter
    FOR EACH ROW EXECUTE FUNCTION casework.row_touch();
CREATE TRIGGER c_state_guard BEFORE INSERT OR UPDATE OF state ON casework.referral_letter
    FOR EACH ROW EXECUTE FUNCTION casework.state_guard('referral_letter');
CREATE TRIGGER d_letter BEFORE UPDATE ON casework.referral_letter
    FOR EACH ROW EXECUTE FUNCTION casework.letter_guard();
CREATE TRIGGER y_state_record AFTER INSERT OR UPDATE OF state ON casework.referral_letter
    FOR EACH ROW EXECUTE FUNCTION casework.state_record('referral_letter');
CREATE TRIGGER z_written AFTER INSERT OR UPDATE OR DELETE ON casework.referral_letter
    FOR EACH ROW EXECUTE FUNCTION casework.row_written();
CREATE TRIGGER zz_letter AFTER UPDATE OF state ON casework.referral
    FOR EACH ROW WHEN (NEW.state <> OLD.state AND NEW.state IN ('accepted_to_panel', 'extraordinary_meeting',
        'straight_to_intervention', 'added_to_episode', 'redirected', 'declined', 'duplicate', 'out_of_area')
        AND NOT access.loading())
    EXECUTE FUNCTION casework.letter_due();
CREATE TRIGGER zz_letters AFTER UPDATE OF state ON casework.meeting
    FOR EACH ROW WHEN (OLD.state = 'in_progress' AND NEW.state = 'minutes_draft' AND NOT access.loading())
    EXECUTE FUNCTION casework.letters_after_meeting();
