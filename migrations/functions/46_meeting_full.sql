-- Meetings in full: who is let in for one meeting, who is kept out of one item,
-- what agencies are asked, what an agenda should hold, and what is sent out.

-- ---- who sees what, beyond the series -------------------------------------------

-- The meetings the reader belongs to by themselves (a deputy, an invited
-- colleague), until four weeks after, and the critical incident meetings they
-- are named on. The role is needed all the same.
CREATE OR REPLACE FUNCTION access.guest_meetings() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me uuid := access.me();
    spokes integer[] := access.spokes_with('scope.panel');
BEGIN
    IF me IS NULL OR cardinality(spokes) = 0 THEN
        RETURN '{}';
    END IF;
    RETURN coalesce((SELECT array_agg(m.id)
        FROM casework.meeting_guest g JOIN casework.meeting m ON m.id = g.meeting_id
       WHERE g.user_id = me AND m.spoke_id = ANY (spokes) AND m.state <> 'cancelled'
         AND m.starts_at > now() - interval '28 days'), '{}')
        || coalesce((SELECT array_agg(m.id) FROM casework.meeting m
       WHERE m.id = ANY (access.meetings_named()) AND m.type = 'critical_incident'
         AND m.spoke_id = ANY (spokes) AND m.state <> 'cancelled'), '{}');
END $$;

-- What a declared interest, or a meeting closed to the reader, hides: agenda
-- items and the discussions of them; and whose items an interest hides.
CREATE OR REPLACE FUNCTION access.conflicted_items() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me uuid := access.me();
    closed uuid[] := access.meetings_closed();
BEGIN
    RETURN coalesce((SELECT array_agg(c.agenda_item_id) FROM casework.conflict c WHERE c.user_id = me), '{}')
        || coalesce((SELECT array_agg(i.id) FROM casework.agenda_item i WHERE i.meeting_id = ANY (closed)), '{}');
END $$;
CREATE OR REPLACE FUNCTION access.discussions_hidden(me uuid, closed uuid[]) RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN coalesce((SELECT array_agg(d.id) FROM casework.conflict c
        JOIN casework.discussion d ON d.agenda_item_id = c.agenda_item_id WHERE c.user_id = me), '{}')
        || coalesce((SELECT array_agg(d.id) FROM casework.discussion d WHERE d.meeting_id = ANY (closed)), '{}');
END $$;
ALTER FUNCTION access.discussions_hidden(uuid, uuid[]) OWNER TO throughline_definer;
CREATE OR REPLACE FUNCTION access.conflicted_discussions() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN access.discussions_hidden(access.me(), access.meetings_closed());
END $$;
CREATE OR REPLACE FUNCTION access.conflicted_people() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me uuid := access.me();
BEGIN
    RETURN coalesce((SELECT array_agg(DISTINCT c.person_id) FROM casework.conflict c WHERE c.user_id = me), '{}');
END $$;

-- ---- agency checks --------------------------------------------------------------

-- Whom an agency is asked about: what it needs to look in its own records, and
-- no more of theirs than that.
CREATE OR REPLACE FUNCTION casework.check_subject(check_ uuid) RETURNS json
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    asked casework.agency_check;
BEGIN
    SELECT * INTO asked FROM casework.agency_check c
     WHERE c.id = check_ AND c.person_id <> ALL (access.withheld());
    IF NOT (asked.spoke_id = ANY (access.spokes_with('scope.case'))
            OR asked.agency_id = access.my_agency() AND asked.spoke_id = ANY (access.spokes_with('scope.panel'))) THEN
        RETURN NULL;
    END IF;
    RETURN (SELECT json_build_object('id', p.id, 'name', p.display_name, 'born_on', p.born_on, 'born_precision', p.born_precision)
              FROM casework.person p WHERE p.id = asked.person_id);
END $$;

-- BEFORE INSERT OR UPDATE on agency_check. What was asked stays; an answer is
-- given once, by whom and when the database says; silence is recorded by
-- whoever asked, once the day is past.
CREATE OR REPLACE FUNCTION casework.check_guard() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NOT access.loading() AND (NEW.result IS NOT NULL OR NEW.chased_on IS NOT NULL) THEN
            RAISE EXCEPTION 'Ask first: the agency answers.' USING ERRCODE = 'TL422', COLUMN = 'result';
        END IF;
        -- What led to a death is asked for the meeting about it, and only there.
        IF NOT access.loading() AND casework.has_died(NEW.person_id)
           AND NOT EXISTS (SELECT FROM casework.meeting m WHERE m.id = NEW.meeting_id AND m.type = 'critical_incident') THEN
            RAISE EXCEPTION 'The young person has died: agencies are asked about them only for a critical incident meeting.'
                USING ERRCODE = 'TL409';
        END IF;
        RETURN NEW;
    END IF;
    IF (NEW.spoke_id, NEW.person_id, NEW.episode_id, NEW.meeting_id, NEW.agency_id, NEW.question, NEW.due_on)
       IS DISTINCT FROM (OLD.spoke_id, OLD.person_id, OLD.episode_id, OLD.meeting_id, OLD.agency_id,
                         OLD.question, OLD.due_on) THEN
        RAISE EXCEPTION 'What was asked does not change. Ask again.' USING ERRCODE = 'TL409';
    END IF;
    IF OLD.result IS NOT NULL THEN
        RAISE EXCEPTION 'This check is answered. Ask again to learn more.' USING ERRCODE = 'TL409';
    END IF;
    IF NEW.result IS NULL THEN
        IF NOT access.loading() AND NOT NEW.spoke_id = ANY (access.spokes_with('meeting.write')) THEN
            RAISE EXCEPTION 'permission meeting.write not held in the spoke' USING ERRCODE = 'TL403';
        END IF;
        RETURN NEW;
    END IF;
    IF NEW.result = 'withdrawn' AND NOT access.loading()
       AND NOT NEW.spoke_id = ANY (access.spokes_with('meeting.write')) THEN
        RAISE EXCEPTION 'permission meeting.write not held in the spoke' USING ERRCODE = 'TL403';
    END IF;
    IF NEW.result = 'no_reply' AND NOT access.loading() THEN
        IF NOT NEW.spoke_id = ANY (access.spokes_with('meeting.write')) THEN
            RAISE EXCEPTION 'permission meeting.write not held in the spoke' USING ERRCODE = 'TL403';
        ELSIF NEW.due_on >= access.today() THEN
            RAISE EXCEPTION 'The agency still has time to answer' USING ERRCODE = 'TL422', COLUMN = 'result';
        END IF;
    END IF;
    NEW.answered_at := access.moment();
    NEW.answered_by := access.actor();
    RETURN NEW;
END $$;

-- ---- attendance -----------------------------------------------------------------

-- BEFORE INSERT OR UPDATE on meeting_attendance: when the statement was
-- accepted, and who said so.
CREATE OR REPLACE FUNCTION casework.confidentiality_noted() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT NEW.confidentiality_accepted THEN
        NEW.confidentiality_at := NULL;
        NEW.confidentiality_by := NULL;
    ELSIF TG_OP = 'INSERT' OR NOT OLD.confidentiality_accepted THEN
        NEW.confidentiality_at := access.moment();
        NEW.confidentiality_by := access.actor();
    END IF;
    RETURN NEW;
END $$;

-- The reader accepts the statement at a meeting for themselves: their row of
-- the attendance says so, and is made if nobody has yet.
CREATE OR REPLACE FUNCTION casework.confidentiality_accept(meeting uuid) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me uuid := access.me();
    held casework.meeting;
    touched integer;
BEGIN
    SELECT * INTO held FROM casework.meeting m WHERE m.id = meeting
       AND (m.spoke_id = ANY (access.spokes_with('scope.case')) OR m.series_id = ANY (access.panel_series())
            OR m.id = ANY (access.guest_meetings()))
       AND NOT m.id = ANY (access.meetings_closed());
    IF me IS NULL OR NOT FOUND THEN
        RETURN 0;
    END IF;
    UPDATE casework.meeting_attendance a SET confidentiality_accepted = true
     WHERE a.meeting_id = meeting AND a.user_id = me AND NOT a.confidentiality_accepted;
    GET DIAGNOSTICS touched = ROW_COUNT;
    IF touched = 0 THEN
        INSERT INTO casework.meeting_attendance (spoke_id, meeting_id, agency_id, name, user_id, attendance,
                                                 deputy_for, confidentiality_accepted)
        SELECT held.spoke_id, held.id, u.agency_id, u.name, me,
               CASE WHEN f.name IS NULL THEN 'present' ELSE 'deputy' END, f.name, true
          FROM access.user_account u
          LEFT JOIN casework.meeting_guest g ON g.meeting_id = meeting AND g.user_id = me
          LEFT JOIN access.user_account f ON f.id = g.deputy_for
         WHERE u.id = me
           AND NOT EXISTS (SELECT FROM casework.meeting_attendance a WHERE a.meeting_id = meeting AND a.user_id = me)
        ON CONFLICT (meeting_id, agency_id, name) DO UPDATE
            SET confidentiality_accepted = true;
    END IF;
    RETURN 1;
END $$;

-- BEFORE INSERT on conflict: a colleague is called what they are called.
CREATE OR REPLACE FUNCTION casework.conflict_named() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NEW.user_id IS NOT NULL THEN
        NEW.name := (SELECT u.name FROM access.user_account u WHERE u.id = NEW.user_id);
    END IF;
    RETURN NEW;
END $$;

-- ---- quorum ---------------------------------------------------------------------

-- The types of agency a meeting needs and has not got. A deputy counts.
CREATE OR REPLACE FUNCTION casework.quorum_missing(meeting uuid) RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN (SELECT coalesce(array_agg(needed.type ORDER BY needed.place), '{}')
      FROM casework.meeting m
      LEFT JOIN casework.meeting_series r ON r.id = m.series_id
     CROSS JOIN LATERAL unnest(coalesce(nullif(r.quorum_agency_types, '{}'),
           string_to_array((SELECT v.value FROM reference.spoke_setting v
                WHERE v.spoke_id = m.spoke_id AND v.setting = 'quorum_agency_types'), '|'), '{}'))
           WITH ORDINALITY AS needed(type, place)
     WHERE m.id = meeting
       AND NOT EXISTS (SELECT FROM casework.meeting_attendance a
                         JOIN reference.attendance t ON t.code = a.attendance
                         JOIN reference.agency g ON g.id = a.agency_id
                        WHERE a.meeting_id = m.id AND t.detail ->> 'counts_for_quorum' = 'yes'
                          AND g.agency_type = needed.type));
END $$;

-- BEFORE UPDATE OF state on meeting: the signature records whether there was a
-- quorum and, where there was none, why the meeting went ahead.
CREATE OR REPLACE FUNCTION casework.quorum_recorded() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NEW.state <> 'signed_off' OR OLD.state = 'signed_off' THEN
        RETURN NEW;
    END IF;
    NEW.inquorate_missing := casework.quorum_missing(NEW.id);
    NEW.quorate := cardinality(NEW.inquorate_missing) = 0;
    IF NEW.quorate THEN
        NEW.inquorate_reason := NULL;
    ELSIF NEW.inquorate_reason IS NULL THEN
        RAISE EXCEPTION 'Enter why the meeting went ahead without a quorum'
            USING ERRCODE = 'TL422', COLUMN = 'inquorate_reason';
    END IF;
    RETURN NEW;
END $$;

-- AFTER UPDATE OF state on meeting. Signed: what was open before and still is,
-- of everybody discussed, has been carried forward once more. Distributed: each
-- agency's extract is made.
CREATE OR REPLACE FUNCTION casework.meeting_moved() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF access.loading() OR OLD.state = NEW.state THEN
        RETURN NULL;
    END IF;
    IF NEW.state = 'signed_off' THEN
        UPDATE casework.action a SET carried_forward = a.carried_forward + 1
          FROM casework.discussion d
         WHERE d.meeting_id = NEW.id AND a.episode_id = d.episode_id
           AND a.meeting_id IS DISTINCT FROM NEW.id AND a.created_at < NEW.starts_at
           AND a.state IN ('open', 'in_progress');
    ELSIF NEW.state = 'distributed' THEN
        PERFORM casework.extracts_make(NEW.id, coalesce(NEW.state_note, 'To act on what was agreed'));
    END IF;
    RETURN NULL;
END $$;

-- ---- extracts -------------------------------------------------------------------

-- One young person in the extract of one agency: the minutes of them, and of
-- what agencies said, asked and dissented, its own alone. A voluntary provider
-- gets its actions, never minutes (domain.md 1).
CREATE OR REPLACE FUNCTION casework.extract_content(discussion uuid, agency integer) RETURNS jsonb
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT jsonb_build_object('kind', i.kind,
               'person', jsonb_build_object('id', p.id, 'name', p.display_name, 'born_on', p.born_on, 'born_precision', p.born_precision),
               'reference', e.reference,
               'decisions', (SELECT coalesce(jsonb_agg(jsonb_build_object('decision', x.decision, 'detail', x.detail)
                                 ORDER BY x.created_at, x.id), '[]')
                               FROM casework.discussion_decision x WHERE x.discussion_id = d.id AND NOT lean.only_actions),
               'actions', (SELECT coalesce(jsonb_agg(jsonb_build_object('id', a.id, 'description', a.description,
                                 'owner', coalesce(u.name, a.owner_name), 'due_on', a.due_on, 'priority', a.priority)
                                 ORDER BY a.due_on, a.id), '[]')
                             FROM casework.action a LEFT JOIN access.user_account u ON u.id = a.owner_user_id
                            WHERE a.discussion_id = d.id AND a.owner_agency_id = agency),
               'updates', (SELECT coalesce(jsonb_agg(jsonb_build_object('text', w.text,
                                 'nothing_known', w.nothing_known)), '[]')
                             FROM casework.discussion_update w WHERE w.discussion_id = d.id AND w.agency_id = agency),
               'dissents', (SELECT coalesce(jsonb_agg(jsonb_build_object('text', s.text) ORDER BY s.created_at, s.id), '[]')
                              FROM casework.discussion_dissent s WHERE s.discussion_id = d.id AND s.agency_id = agency))
           || CASE WHEN lean.only_actions THEN '{}' ELSE jsonb_build_object('risk_before', d.risk_before, 'risk_after', d.risk_after,
               'summary', d.summary, 'incidents', d.incidents, 'concerns', d.concerns, 'strengths', d.strengths,
               'young_person_voice', d.young_person_voice, 'voice_basis', d.voice_basis, 'voice_by', d.voice_by, 'voice_on', d.voice_on,
               'parent_view', d.parent_view, 'contexts', d.contexts, 'rationale', d.rationale,
               'next_review_on', d.next_review_on) END
      FROM casework.discussion d
      JOIN casework.agenda_item i ON i.id = d.agenda_item_id
      JOIN casework.person p ON p.id = d.person_id
      JOIN casework.episode e ON e.id = d.episode_id
     CROSS JOIN LATERAL (SELECT g.agency_type = 'vcse_provider' AS only_actions FROM reference.agency g WHERE g.id = agency) lean
     WHERE d.id = discussion
$$;

-- For every agency that said or owes something: the young people it spoke
-- about, answered a check on or has an action for. Who only came gets none. The spoke's own team
-- and the hub keep the whole minutes.
CREATE OR REPLACE FUNCTION casework.extracts_make(meeting uuid, why text) RETURNS void
LANGUAGE sql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
    WITH concerns AS (
        SELECT d.id AS discussion_id, d.agenda_item_id, d.person_id, x.agency_id
          FROM casework.discussion d
         CROSS JOIN LATERAL (
               SELECT u.agency_id FROM casework.discussion_update u WHERE u.discussion_id = d.id
               UNION SELECT a.owner_agency_id FROM casework.action a WHERE a.discussion_id = d.id
               UNION SELECT s.agency_id FROM casework.discussion_dissent s WHERE s.discussion_id = d.id
               UNION SELECT c.agency_id FROM casework.agency_check c
                      WHERE c.meeting_id = d.meeting_id AND c.person_id = d.person_id
                        AND c.result NOT IN ('nothing_known', 'no_reply', 'withdrawn')) x
         WHERE d.meeting_id = meeting),
    recipient AS (
        SELECT g.id, g.code, g.name FROM reference.agency g
         WHERE g.agency_type NOT IN ('vrp_hub', 'vrp_spoke')
           AND g.id IN (SELECT c.agency_id FROM concerns c)),
    made AS (
        INSERT INTO casework.minutes_extract (spoke_id, meeting_id, agency_id, purpose, head)
        SELECT m.spoke_id, m.id, r.id, why, jsonb_build_object('title', m.title, 'type', m.type,
                   'starts_at', casework.instant(m.starts_at), 'place', m.place, 'agency', r.name,
                   'chair', (SELECT u.name FROM access.user_account u WHERE u.id = m.chair_user_id),
                   'signed_off_by', (SELECT u.name FROM access.user_account u WHERE u.id = m.signed_off_by),
                   'signed_off_at', casework.instant(m.signed_off_at), 'quorate', m.quorate,
                   'confidentiality_statement', (SELECT v.value FROM reference.spoke_setting v
                        WHERE v.spoke_id = m.spoke_id AND v.setting = 'confidentiality_statement'))
          FROM casework.meeting m, recipient r WHERE m.id = meeting
        ON CONFLICT (meeting_id, agency_id) DO NOTHING
        RETURNING id, spoke_id, meeting_id, agency_id)
    INSERT INTO casework.minutes_extract_part (spoke_id, extract_id, meeting_id, agency_id, agenda_item_id,
                                               person_id, place, content)
    SELECT made.spoke_id, made.id, made.meeting_id, made.agency_id, c.agenda_item_id, c.person_id, i.position,
           casework.extract_content(c.discussion_id, made.agency_id)
      FROM made JOIN concerns c USING (agency_id) JOIN casework.agenda_item i ON i.id = c.agenda_item_id
$$;

-- What was sent stays as it was sent, for the database's own owner too.
CREATE OR REPLACE FUNCTION casework.extract_fixed() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'An extract stays as it was sent.' USING ERRCODE = 'TL409';
END $$;

-- ---- the agenda and the series --------------------------------------------------

-- Who should be on a meeting's agenda and is not, and why, the pressing first.
-- Read with the reader's own rights. A review is due on its date or, without
-- one, when the spoke's period for the level of risk has passed.
CREATE OR REPLACE FUNCTION casework.agenda_suggestions(meeting uuid)
RETURNS TABLE (person_id uuid, episode_id uuid, name text, reference text, risk_level text, kind text,
               why text[], due_on date, actions bigint, place integer)
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    WITH here AS (
        SELECT m.id, m.spoke_id, m.series_id, m.starts_at, (m.starts_at AT TIME ZONE 'Europe/London')::date AS day
          FROM casework.meeting m WHERE m.id = meeting AND m.state IN ('planned', 'in_progress')),
    open AS (
        SELECT e.id, e.person_id, e.reference, e.risk_level, e.state, p.display_name, here.day,
               e.series_id IS NOT NULL AS own, last.at IS NULL AS unheard, coalesce(r.urgency, 'standard') AS urgency,
               coalesce(e.next_review_on, since.day
                   + reference.setting_days(e.spoke_id, 'review_days_' || e.risk_level, since.day)) AS review_on,
               (SELECT count(*) FROM casework.action a WHERE a.episode_id = e.id
                   AND a.state IN ('open', 'in_progress') AND a.due_on < here.day) AS late
          FROM here
          JOIN casework.episode e ON e.spoke_id = here.spoke_id
               AND e.state IN ('referred', 'triage', 'agency_checks', 'listed', 'active_monitoring', 'step_down')
               AND (here.series_id IS NULL OR e.series_id IS NULL OR e.series_id = here.series_id)
          JOIN casework.person p ON p.id = e.person_id AND NOT casework.has_died(p.id)
          LEFT JOIN casework.referral r ON r.id = e.referral_id
          LEFT JOIN LATERAL (SELECT max(d.happened_at) AS at FROM casework.discussion d
                              WHERE d.person_id = e.person_id AND d.episode_id = e.id
                                AND d.happened_at < here.starts_at) AS last ON true
         CROSS JOIN LATERAL (SELECT coalesce((last.at AT TIME ZONE 'Europe/London')::date, e.opened_on)) AS since(day)
         WHERE NOT EXISTS (SELECT FROM casework.agenda_item i
                            WHERE i.meeting_id = here.id AND i.person_id = e.person_id)),
    reasons AS (
        SELECT o.*, array_remove(ARRAY[
                   CASE WHEN o.risk_level = 'very_high' OR o.unheard AND o.urgency <> 'standard' THEN 'urgent' END,
                   CASE WHEN o.unheard AND o.state <> 'active_monitoring' THEN 'new' END,
                   CASE WHEN o.review_on <= o.day AND (o.state = 'step_down'
                             OR o.state = 'active_monitoring' AND o.risk_level = 'low') THEN 'removal' END,
                   CASE WHEN NOT (o.unheard AND o.state <> 'active_monitoring') AND o.review_on <= o.day THEN 'review' END,
                   CASE WHEN o.late > 0 THEN 'actions' END], NULL) AS found
          FROM open o),
    ranked AS ( -- no reason crowds out another; this series' own first
        SELECT r.*, row_number() OVER (PARTITION BY r.found[1]
                   ORDER BY r.own DESC, r.review_on NULLS LAST, r.display_name, r.id) AS rank
          FROM reasons r WHERE r.found <> '{}')
    SELECT r.person_id, r.id, r.display_name, r.reference, r.risk_level,
           CASE WHEN r.found[1] = 'actions' THEN 'review' ELSE r.found[1] END,
           r.found, r.review_on, r.late,
           array_position('{urgent,new,review,removal,actions}', r.found[1])
      FROM ranked r WHERE r.rank <= 30
     ORDER BY 10, r.review_on NULLS LAST, r.display_name, r.id
$$;

-- When the next meeting of a series is: its rhythm from the last one called, at
-- the same time of day, on a day people work. `planned_for` is what the rhythm
-- alone would give.
CREATE OR REPLACE FUNCTION casework.series_next(series uuid, OUT starts_at timestamptz, OUT planned_for date,
                                                OUT place text, OUT chair uuid)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    rhythm integer := (SELECT r.cadence_days FROM casework.meeting_series r
                        WHERE r.id = series AND (r.ended_on IS NULL OR r.ended_on >= access.today()));
    last casework.meeting;
    clock time;
BEGIN
    SELECT * INTO last FROM casework.meeting m WHERE m.series_id = series AND m.state <> 'cancelled'
       AND m.type = (SELECT r.type FROM casework.meeting_series r WHERE r.id = series)
     ORDER BY m.starts_at DESC LIMIT 1;
    IF rhythm IS NULL OR last.id IS NULL THEN
        RETURN;
    END IF;
    clock := (last.starts_at AT TIME ZONE 'Europe/London')::time;
    planned_for := coalesce(last.planned_for, (last.starts_at AT TIME ZONE 'Europe/London')::date) + rhythm;
    WHILE planned_for <= access.today() LOOP
        planned_for := planned_for + rhythm;
    END LOOP;
    starts_at := (casework.working_days_after(planned_for, 0) + clock) AT TIME ZONE 'Europe/London';
    place := last.place;
    chair := last.chair_user_id;
END $$;

DO $$
DECLARE
    f text;
BEGIN
    FOREACH f IN ARRAY ARRAY['access.guest_meetings()', 'access.conflicted_items()',
        'access.conflicted_discussions()', 'access.conflicted_people()', 'casework.check_subject(uuid)',
        'casework.check_guard()', 'casework.confidentiality_noted()', 'casework.confidentiality_accept(uuid)',
        'casework.conflict_named()', 'casework.quorum_missing(uuid)', 'casework.quorum_recorded()',
        'casework.meeting_moved()', 'casework.extract_content(uuid, integer)',
        'casework.extracts_make(uuid, text)', 'casework.extract_fixed()',
        'casework.agenda_suggestions(uuid)', 'casework.series_next(uuid)'] LOOP
        EXECUTE 'ALTER FUNCTION ' || f || ' OWNER TO throughline_definer';
        EXECUTE 'GRANT EXECUTE ON FUNCTION ' || f || ' TO throughline_server, throughline_owner';
    END LOOP;
END $$;
-- Asked by the trigger that records it, for meetings the reader may write.
REVOKE EXECUTE ON FUNCTION casework.quorum_missing(uuid) FROM throughline_server;
-- Extracts are made by the move alone.
REVOKE EXECUTE ON FUNCTION casework.extracts_make(uuid, text) FROM throughline_server;

-- ---- what each row does by itself (after 29_triggers.sql, which takes all away) --
DO $$
DECLARE
    t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['agency_check', 'meeting_paper', 'conflict', 'meeting_guest', 'minutes_extract'] LOOP
        EXECUTE format('CREATE TRIGGER a_born BEFORE INSERT ON casework.%I
                        FOR EACH ROW EXECUTE FUNCTION casework.row_born()', t);
    END LOOP;
    FOREACH t IN ARRAY ARRAY['agency_check', 'meeting_paper', 'conflict', 'minutes_extract_part'] LOOP
        EXECUTE format('CREATE TRIGGER z_written AFTER INSERT OR UPDATE OR DELETE ON casework.%I
                        FOR EACH ROW EXECUTE FUNCTION casework.row_written()', t);
    END LOOP;
    FOREACH t IN ARRAY ARRAY['meeting_guest', 'minutes_extract'] LOOP
        EXECUTE format('CREATE TRIGGER z_written AFTER INSERT OR UPDATE OR DELETE ON casework.%I
                        FOR EACH ROW EXECUTE FUNCTION casework.meeting_written()', t);
    END LOOP;
    FOREACH t IN ARRAY ARRAY['meeting_paper', 'conflict', 'meeting_guest'] LOOP
        EXECUTE format('CREATE TRIGGER d_frozen BEFORE INSERT OR UPDATE OR DELETE ON casework.%I
                        FOR EACH ROW EXECUTE FUNCTION casework.minutes_frozen()', t);
    END LOOP;
    FOREACH t IN ARRAY ARRAY['minutes_extract', 'minutes_extract_part'] LOOP
        EXECUTE format('CREATE TRIGGER a_fixed BEFORE UPDATE OR DELETE ON casework.%I
                        FOR EACH ROW EXECUTE FUNCTION casework.extract_fixed()', t);
    END LOOP;
END $$;
CREATE TRIGGER b_touch BEFORE UPDATE ON casework.agency_check
    FOR EACH ROW EXECUTE FUNCTION casework.row_touch();
CREATE TRIGGER b_version BEFORE UPDATE ON casework.meeting_paper
    FOR EACH ROW EXECUTE FUNCTION casework.row_version();
CREATE TRIGGER c_guard BEFORE INSERT OR UPDATE ON casework.agency_check
    FOR EACH ROW EXECUTE FUNCTION casework.check_guard();
CREATE TRIGGER d_takes_work BEFORE INSERT ON casework.agency_check
    FOR EACH ROW EXECUTE FUNCTION casework.episode_takes_work();
CREATE TRIGGER c_noted BEFORE INSERT OR UPDATE OF confidentiality_accepted ON casework.meeting_attendance
    FOR EACH ROW EXECUTE FUNCTION casework.confidentiality_noted();
CREATE TRIGGER c_named BEFORE INSERT ON casework.conflict
    FOR EACH ROW EXECUTE FUNCTION casework.conflict_named();
CREATE TRIGGER e_quorum BEFORE UPDATE OF state ON casework.meeting
    FOR EACH ROW EXECUTE FUNCTION casework.quorum_recorded();
CREATE TRIGGER x_moved AFTER UPDATE OF state ON casework.meeting
    FOR EACH ROW EXECUTE FUNCTION casework.meeting_moved();

-- ---- the objects of the answers, read with the reader's own rights ----------------
DROP VIEW IF EXISTS casework.agency_check_object, casework.paper_object;

CREATE VIEW casework.agency_check_object WITH (security_invoker = true) AS
SELECT c.id, c.version, c.spoke_id, c.person_id, c.episode_id, c.meeting_id, c.agency_id, c.due_on,
       c.result, c.answered_at, json_build_object(
           'id', c.id, 'version', c.version, 'spoke', s.code, 'person', casework.check_subject(c.id),
           'episode_id', c.episode_id,
           'meeting', (SELECT json_build_object('id', m.id, 'title', m.title, 'starts_at', casework.instant(m.starts_at))
                         FROM casework.meeting m WHERE m.id = c.meeting_id),
           'agency', json_build_object('code', g.code, 'name', g.name), 'question', c.question,
           'due_on', c.due_on, 'overdue', c.result IS NULL AND c.due_on < access.today(),
           'result', c.result, 'text', c.text,
           'withdrawn_reason', c.withdrawn_reason, 'withdrawn_note', c.withdrawn_note,
           'asked_at', casework.instant(c.created_at), 'asked_by', casework.colleague(c.created_by),
           'answered_at', casework.instant(c.answered_at), 'answered_by', casework.colleague(c.answered_by),
           'chased_on', c.chased_on, 'chased_count', c.chased_count,
           'mine', c.agency_id IS NOT DISTINCT FROM access.my_agency(),
           'may_answer', c.result IS NULL AND (c.spoke_id = ANY (access.spokes_with('meeting.write'))
               OR c.agency_id IS NOT DISTINCT FROM access.my_agency()
                  AND c.spoke_id = ANY (access.spokes_with('meeting.contribute'))),
           'may_withdraw', c.result IS NULL AND c.spoke_id = ANY (access.spokes_with('meeting.write')),
           'may_chase', c.result IS NULL AND c.due_on < access.today()
               AND c.spoke_id = ANY (access.spokes_with('meeting.write'))) AS object
  FROM casework.agency_check c
  JOIN reference.spoke s ON s.id = c.spoke_id
  JOIN reference.agency g ON g.id = c.agency_id;

CREATE VIEW casework.paper_object WITH (security_invoker = true) AS
SELECT p.id, p.version, p.meeting_id, p.agenda_item_id, p.person_id, p.spoke_id, p.created_at, json_build_object(
           'id', p.id, 'version', p.version, 'meeting_id', p.meeting_id, 'agenda_item_id', p.agenda_item_id,
           'title', p.title, 'text', p.text, 'link', p.link, 'by', casework.colleague(p.created_by),
           'at', casework.instant(p.created_at)) AS object
  FROM casework.meeting_paper p;

DO $$
DECLARE
    v text;
BEGIN
    FOREACH v IN ARRAY ARRAY['agency_check_object', 'paper_object'] LOOP
        EXECUTE format('ALTER VIEW casework.%I OWNER TO throughline_owner', v);
        EXECUTE format('GRANT SELECT ON casework.%I TO throughline_server', v);
    END LOOP;
END $$;
