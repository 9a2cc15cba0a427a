-- Row-level security: enabled and forced on every table (R1), and every policy
-- there is. The whole set is rebuilt when a file in this folder changes.
--
-- Reading: staff of a spoke see the spoke's rows (scope.case). Narrow roles see
-- their own: referrers their referrals, panel members the young people of their
-- meetings, provider workers the young people allocated to their organisation.
-- Writing: the operation's own permission in the row's spoke.

DO $$
DECLARE
    t record;
BEGIN
    FOR t IN SELECT p.polname, p.polrelid::regclass AS relation FROM pg_policy p
              JOIN pg_class c ON c.oid = p.polrelid
             WHERE c.relnamespace::regnamespace::text IN ('reference', 'access', 'audit', 'casework',
                                                          'jobs', 'reporting') LOOP
        EXECUTE format('DROP POLICY %I ON %s', t.polname, t.relation);
    END LOOP;
    FOR t IN SELECT c.oid::regclass AS relation, c.relnamespace::regnamespace::text AS schema
               FROM pg_class c
              WHERE c.relkind IN ('r', 'p')
                AND c.relnamespace::regnamespace::text IN ('reference', 'access', 'audit', 'casework',
                                                           'jobs', 'reporting') LOOP
        EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', t.relation);
        EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', t.relation);
        EXECUTE format('REVOKE ALL ON %s FROM PUBLIC, throughline_server', t.relation);
        -- The definer functions see past policies; nobody signs in as them.
        EXECUTE format('CREATE POLICY definer ON %s TO throughline_definer USING (true) WITH CHECK (true)',
                       t.relation);
        EXECUTE format('CREATE POLICY owner ON %s TO throughline_owner USING (true) WITH CHECK (true)',
                       t.relation);
    END LOOP;
END $$;

-- Reference data, spokes, agencies, the catalogue: any live session.
DO $$
DECLARE
    t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['reference.term', 'reference.spoke', 'reference.spoke_setting_value',
        'reference.agency', 'reference.bank_holiday', 'access.role', 'access.permission',
        'access.role_permission', 'casework.state_move', 'casework.intervention',
        'casework.intervention_spoke'] LOOP
        EXECUTE format('GRANT SELECT ON %s TO throughline_server', t);
        EXECUTE format('CREATE POLICY read ON %s FOR SELECT TO throughline_server
                        USING ((SELECT access.me()) IS NOT NULL)', t);
    END LOOP;
    FOR t IN SELECT inhrelid::regclass::text FROM pg_inherits
              WHERE inhparent = 'reference.term'::regclass LOOP
        EXECUTE format('GRANT SELECT ON %s TO throughline_server', t);
        EXECUTE format('CREATE POLICY read ON %s FOR SELECT TO throughline_server
                        USING ((SELECT access.me()) IS NOT NULL)', t);
    END LOOP;
END $$;
GRANT INSERT, UPDATE ON casework.intervention TO throughline_server;
-- Everybody reads it, so that to change another spoke's is refused, not absent.
CREATE POLICY change ON casework.intervention FOR UPDATE TO throughline_server
    USING ((SELECT access.me()) IS NOT NULL)
    WITH CHECK (EXISTS (SELECT FROM casework.intervention_spoke s WHERE s.intervention_id = id
                    AND s.spoke_id = ANY ((SELECT access.spokes_with('intervention.write'))::integer[])));
CREATE POLICY make ON casework.intervention FOR INSERT TO throughline_server
    WITH CHECK ((SELECT access.has('intervention.write')));
GRANT INSERT ON casework.intervention_spoke TO throughline_server;
CREATE POLICY make ON casework.intervention_spoke FOR INSERT TO throughline_server
    WITH CHECK (spoke_id = ANY ((SELECT access.spokes_with('intervention.write'))::integer[]));

-- Users: oneself, or all for those who see users. Password columns never.
GRANT SELECT (id, email, name, agency_id, job_title, disabled_at, last_sign_in_at, created_at)
    ON access.user_account TO throughline_server;
CREATE POLICY read ON access.user_account FOR SELECT TO throughline_server
    USING (id = (SELECT access.me()) OR (SELECT access.has('user.read'))
           OR (SELECT access.has('scope.case')));
GRANT SELECT ON access.role_grant TO throughline_server;
CREATE POLICY read ON access.role_grant FOR SELECT TO throughline_server
    USING (user_id = (SELECT access.me()) OR (SELECT access.has('user.read'))
           OR spoke_id = ANY ((SELECT access.spokes_with('scope.case'))::integer[]));
GRANT SELECT (job_id, id, user_id, started_at, seen_at, idle_until, absolute_until, ended_at, user_agent)
    ON access.session TO throughline_server;
CREATE POLICY read ON access.session FOR SELECT TO throughline_server
    USING (user_id = (SELECT access.me()));

-- The access log: written by audit.record() alone; read by the spoke's
-- coordinator and the information governance lead.
GRANT SELECT ON audit.access_log TO throughline_server;
CREATE POLICY read ON audit.access_log FOR SELECT TO throughline_server
    USING (spoke_id = ANY ((SELECT access.spokes_with('access_log.read'))::integer[]));

-- People.
GRANT SELECT ON casework.person TO throughline_server;
GRANT INSERT (id, spoke_ids, display_name, born_on, born_precision, sex, pronouns, safe_to_phone,
              safe_to_text, safe_to_voicemail, safe_to_write, contact_safety, phone, trauma_guidance)
    ON casework.person TO throughline_server;
GRANT UPDATE (born_on, born_precision, sex, pronouns, safe_to_phone, safe_to_text,
              safe_to_voicemail, safe_to_write, contact_safety, phone, trauma_guidance, died_on)
    ON casework.person TO throughline_server;
CREATE POLICY read ON casework.person FOR SELECT TO throughline_server
    USING (spoke_ids && (SELECT access.spokes_with('scope.case'))::integer[]
           OR id = ANY ((SELECT access.panel_people())::uuid[])
           OR id = ANY ((SELECT access.provider_people())::uuid[]));
CREATE POLICY make ON casework.person FOR INSERT TO throughline_server
    WITH CHECK (cardinality(spoke_ids) = 1
                AND spoke_ids <@ (SELECT access.spokes_with('person.write'))::integer[]);
CREATE POLICY change ON casework.person FOR UPDATE TO throughline_server
    USING (spoke_ids && (SELECT access.spokes_with('person.write'))::integer[]);

GRANT SELECT ON casework.person_spoke TO throughline_server;
CREATE POLICY read ON casework.person_spoke FOR SELECT TO throughline_server
    USING (spoke_id = ANY ((SELECT access.spokes_with('scope.case'))::integer[]));

GRANT SELECT, INSERT (id, person_id, kind, given_name, family_name, source, valid_from),
      UPDATE (kind, given_name, family_name, source, valid_from, valid_to, amend_reason, in_error_reason)
    ON casework.person_name TO throughline_server;
CREATE POLICY read ON casework.person_name FOR SELECT TO throughline_server
    USING (person_id IN (SELECT p.id FROM casework.person p WHERE p.id = person_id
             AND (in_error_at IS NULL OR p.spoke_ids && (SELECT access.spokes_with('scope.case'))::integer[])));
CREATE POLICY make ON casework.person_name FOR INSERT TO throughline_server
    WITH CHECK (EXISTS (SELECT FROM casework.person p WHERE p.id = person_id
                 AND p.spoke_ids && (SELECT access.spokes_with('person.write'))::integer[]));
CREATE POLICY change ON casework.person_name FOR UPDATE TO throughline_server
    USING (EXISTS (SELECT FROM casework.person p WHERE p.id = person_id
                 AND p.spoke_ids && (SELECT access.spokes_with('person.write'))::integer[]));

GRANT SELECT, INSERT, UPDATE ON casework.person_detail TO throughline_server;
CREATE POLICY read ON casework.person_detail FOR SELECT TO throughline_server
    USING (EXISTS (SELECT FROM casework.person p WHERE p.id = person_id
             AND (p.spoke_ids && (SELECT access.spokes_with('scope.case'))::integer[]
                  OR p.id = ANY ((SELECT access.panel_people())::uuid[]))));
CREATE POLICY make ON casework.person_detail FOR INSERT TO throughline_server
    WITH CHECK (EXISTS (SELECT FROM casework.person p WHERE p.id = person_id
                 AND p.spoke_ids && (SELECT access.spokes_with('person.write'))::integer[]));
CREATE POLICY change ON casework.person_detail FOR UPDATE TO throughline_server
    USING (EXISTS (SELECT FROM casework.person p WHERE p.id = person_id
                 AND p.spoke_ids && (SELECT access.spokes_with('person.write'))::integer[]));

GRANT SELECT, INSERT (person_id, other_id, reason, by_user), DELETE
    ON casework.person_distinct TO throughline_server;
CREATE POLICY read ON casework.person_distinct FOR SELECT TO throughline_server
    USING (EXISTS (SELECT FROM casework.person p WHERE p.id = person_id)
           AND EXISTS (SELECT FROM casework.person p WHERE p.id = other_id));
CREATE POLICY make ON casework.person_distinct FOR INSERT TO throughline_server
    WITH CHECK (by_user = (SELECT access.me())
        AND EXISTS (SELECT FROM casework.person p WHERE p.id = person_id
                     AND p.spoke_ids && (SELECT access.spokes_with('person.write'))::integer[])
        AND EXISTS (SELECT FROM casework.person p WHERE p.id = other_id
                     AND p.spoke_ids && (SELECT access.spokes_with('person.write'))::integer[]));
CREATE POLICY undo ON casework.person_distinct FOR DELETE TO throughline_server
    USING (EXISTS (SELECT FROM casework.person p WHERE p.id = person_id
                    AND p.spoke_ids && (SELECT access.spokes_with('person.write'))::integer[]));

-- Referrals: the spoke's staff; referrers their own.
GRANT SELECT, INSERT, UPDATE ON casework.referral TO throughline_server;
CREATE POLICY read ON casework.referral FOR SELECT TO throughline_server
    USING (spoke_id = ANY ((SELECT access.spokes_with('scope.case'))::integer[])
           AND (state <> 'draft' OR created_by = (SELECT access.me()))
           OR referred_by = (SELECT access.me())
              AND spoke_id = ANY ((SELECT access.spokes_with('referral.write'))::integer[]));
CREATE POLICY make ON casework.referral FOR INSERT TO throughline_server
    WITH CHECK (spoke_id = ANY ((SELECT access.spokes_with('referral.write'))::integer[])
                AND referred_by = (SELECT access.me()));
CREATE POLICY change ON casework.referral FOR UPDATE TO throughline_server
    USING (spoke_id = ANY ((SELECT access.spokes_with('scope.case'))::integer[])
           AND spoke_id = ANY ((SELECT access.spokes_with('referral.triage'))::integer[])
           OR referred_by = (SELECT access.me())
              AND spoke_id = ANY ((SELECT access.spokes_with('referral.write'))::integer[]));

GRANT SELECT, INSERT, DELETE ON casework.referral_concern TO throughline_server;
CREATE POLICY read ON casework.referral_concern FOR SELECT TO throughline_server
    USING (EXISTS (SELECT FROM casework.referral r WHERE r.id = referral_id));
CREATE POLICY make ON casework.referral_concern FOR INSERT TO throughline_server
    WITH CHECK (EXISTS (SELECT FROM casework.referral r WHERE r.id = referral_id
        AND (r.referred_by = (SELECT access.me())
             OR r.spoke_id = ANY ((SELECT access.spokes_with('referral.triage'))::integer[]))));
CREATE POLICY replace ON casework.referral_concern FOR DELETE TO throughline_server
    USING (EXISTS (SELECT FROM casework.referral r WHERE r.id = referral_id
        AND (r.referred_by = (SELECT access.me()) AND r.state = 'draft'
             OR r.spoke_id = ANY ((SELECT access.spokes_with('referral.triage'))::integer[]))));

GRANT SELECT, INSERT, UPDATE (text) ON casework.referral_police_annex TO throughline_server;
CREATE POLICY police ON casework.referral_police_annex TO throughline_server
    USING (spoke_id = ANY ((SELECT access.spokes_with('referral.annex'))::integer[]))
    WITH CHECK (spoke_id = ANY ((SELECT access.spokes_with('referral.annex'))::integer[])
                AND EXISTS (SELECT FROM casework.referral r WHERE r.id = referral_id
                             AND r.spoke_id = referral_police_annex.spoke_id));

-- Meetings: the spoke's staff; panel members those of their series.
GRANT SELECT, INSERT, UPDATE ON casework.meeting_series TO throughline_server;
CREATE POLICY read ON casework.meeting_series FOR SELECT TO throughline_server
    USING (spoke_id = ANY ((SELECT access.spokes_with('scope.case'))::integer[])
           OR id = ANY ((SELECT access.panel_series())::uuid[]));
CREATE POLICY make ON casework.meeting_series FOR INSERT TO throughline_server
    WITH CHECK (spoke_id = ANY ((SELECT access.spokes_with('meeting.write'))::integer[]));
CREATE POLICY change ON casework.meeting_series FOR UPDATE TO throughline_server
    USING (spoke_id = ANY ((SELECT access.spokes_with('meeting.write'))::integer[]));
GRANT SELECT, INSERT, UPDATE ON casework.meeting_series_member TO throughline_server;
CREATE POLICY read ON casework.meeting_series_member FOR SELECT TO throughline_server
    USING (EXISTS (SELECT FROM casework.meeting_series s WHERE s.id = series_id));
CREATE POLICY make ON casework.meeting_series_member FOR INSERT TO throughline_server
    WITH CHECK (EXISTS (SELECT FROM casework.meeting_series s WHERE s.id = series_id
                 AND s.spoke_id = ANY ((SELECT access.spokes_with('meeting.write'))::integer[])));
CREATE POLICY change ON casework.meeting_series_member FOR UPDATE TO throughline_server
    USING (EXISTS (SELECT FROM casework.meeting_series s WHERE s.id = series_id
                 AND s.spoke_id = ANY ((SELECT access.spokes_with('meeting.write'))::integer[])));

-- What can be changed; where a row belongs and who made it cannot.
GRANT UPDATE (series_id, type, title, starts_at, place, chair_user_id, state, state_reason,
              state_note, general_notes) ON casework.meeting TO throughline_server;
GRANT UPDATE (agency_id, name, attendance, deputy_for, confidentiality_accepted,
              conflict_of_interest) ON casework.meeting_attendance TO throughline_server;
GRANT UPDATE (kind, position, note) ON casework.agenda_item TO throughline_server;
GRANT UPDATE (happened_at, summary, incidents, concerns, strengths, young_person_voice,
              voice_basis, voice_by, voice_on, parent_view, contexts, disproportionality_check,
              risk_before, risk_after, override_reason, rationale, next_review_on)
    ON casework.discussion TO throughline_server;
GRANT SELECT, INSERT ON casework.meeting TO throughline_server;
CREATE POLICY read ON casework.meeting FOR SELECT TO throughline_server
    USING (spoke_id = ANY ((SELECT access.spokes_with('scope.case'))::integer[])
           OR series_id = ANY ((SELECT access.panel_series())::uuid[]));
CREATE POLICY make ON casework.meeting FOR INSERT TO throughline_server
    WITH CHECK (spoke_id = ANY ((SELECT access.spokes_with('meeting.write'))::integer[]));
CREATE POLICY change ON casework.meeting FOR UPDATE TO throughline_server
    USING (spoke_id = ANY ((SELECT access.spokes_with('meeting.write'))::integer[]));

DO $$
DECLARE
    t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['meeting_attendance', 'agenda_item', 'discussion',
        'discussion_update', 'discussion_decision', 'discussion_dissent', 'addendum'] LOOP
        EXECUTE format('GRANT SELECT, INSERT ON casework.%I TO throughline_server', t);
        -- Panel members: the meeting is of their series, and the young person
        -- still one of theirs to see.
        EXECUTE format($p$CREATE POLICY read ON casework.%I FOR SELECT TO throughline_server
            USING (spoke_id = ANY ((SELECT access.spokes_with('scope.case'))::integer[])
                   OR meeting_id IN (SELECT m.id FROM casework.meeting m
                        WHERE m.series_id = ANY ((SELECT access.panel_series())::uuid[]))%s)$p$, t,
            CASE t WHEN 'meeting_attendance' THEN ''
                   WHEN 'addendum' THEN ' AND (person_id IS NULL OR
                        person_id = ANY ((SELECT access.panel_people())::uuid[]))'
                   ELSE ' AND person_id = ANY ((SELECT access.panel_people())::uuid[])' END);
    END LOOP;
    FOREACH t IN ARRAY ARRAY['meeting_attendance', 'agenda_item', 'discussion',
        'discussion_decision', 'discussion_dissent', 'addendum'] LOOP
        EXECUTE format($p$CREATE POLICY make ON casework.%I FOR INSERT TO throughline_server
            WITH CHECK (spoke_id = ANY ((SELECT access.spokes_with('meeting.write'))::integer[]))$p$, t);
    END LOOP;
    FOREACH t IN ARRAY ARRAY['meeting_attendance', 'agenda_item', 'discussion'] LOOP
        EXECUTE format($p$CREATE POLICY change ON casework.%I FOR UPDATE TO throughline_server
            USING (spoke_id = ANY ((SELECT access.spokes_with('meeting.write'))::integer[]))$p$, t);
    END LOOP;
    FOREACH t IN ARRAY ARRAY['meeting_attendance', 'agenda_item', 'discussion_decision',
                             'discussion_dissent'] LOOP
        EXECUTE format('GRANT DELETE ON casework.%I TO throughline_server', t);
        EXECUTE format($p$CREATE POLICY strike ON casework.%I FOR DELETE TO throughline_server
            USING (spoke_id = ANY ((SELECT access.spokes_with('meeting.write'))::integer[]))$p$, t);
    END LOOP;
END $$;
-- A discussion begun for somebody on the agenda by mistake, while it is blank.
GRANT DELETE ON casework.discussion TO throughline_server;
CREATE POLICY strike ON casework.discussion FOR DELETE TO throughline_server
    USING (spoke_id = ANY ((SELECT access.spokes_with('meeting.write'))::integer[])
           AND coalesce(summary, incidents, concerns, strengths, young_person_voice, parent_view,
                        disproportionality_check, rationale, risk_after) IS NULL);
-- An agency's update: whoever writes the minutes, or the agency itself.
GRANT UPDATE (nothing_known, text) ON casework.discussion_update TO throughline_server;
CREATE POLICY make ON casework.discussion_update FOR INSERT TO throughline_server
    WITH CHECK (spoke_id = ANY ((SELECT access.spokes_with('meeting.write'))::integer[])
        OR agency_id = (SELECT access.my_agency())
           AND spoke_id = ANY ((SELECT access.spokes_with('meeting.contribute'))::integer[])
           AND EXISTS (SELECT FROM casework.meeting m WHERE m.id = meeting_id));
CREATE POLICY change ON casework.discussion_update FOR UPDATE TO throughline_server
    USING (spoke_id = ANY ((SELECT access.spokes_with('meeting.write'))::integer[])
        OR agency_id = (SELECT access.my_agency())
           AND spoke_id = ANY ((SELECT access.spokes_with('meeting.contribute'))::integer[])
           AND EXISTS (SELECT FROM casework.meeting m WHERE m.id = meeting_id));

-- Episodes, risk: the spoke's staff; panel members their young people, as far as
-- the spoke of their meeting works with them.
DO $$
DECLARE
    t record;
BEGIN
    FOR t IN SELECT * FROM (VALUES ('episode', 'episode.write', true),
                                   ('risk_assessment', 'risk.write', false),
                                   ('action', 'action.write', false)) AS x(name, permission, can_change) LOOP
        EXECUTE format('GRANT SELECT, INSERT ON casework.%I TO throughline_server', t.name);
        EXECUTE format($p$CREATE POLICY read ON casework.%I FOR SELECT TO throughline_server
            USING (spoke_id = ANY ((SELECT access.spokes_with('scope.case'))::integer[])
                   OR person_id = ANY ((SELECT access.panel_people())::uuid[])
                      AND spoke_id = ANY ((SELECT access.spokes_with('scope.panel'))::integer[]))$p$, t.name);
        EXECUTE format($p$CREATE POLICY make ON casework.%I FOR INSERT TO throughline_server
            WITH CHECK (spoke_id = ANY ((SELECT access.spokes_with(%L))::integer[]))$p$,
            t.name, t.permission);
    END LOOP;
END $$;
GRANT UPDATE ON casework.episode TO throughline_server;
CREATE POLICY change ON casework.episode FOR UPDATE TO throughline_server
    USING (spoke_id = ANY ((SELECT access.spokes_with('episode.write'))::integer[]));
-- An action's owner and the owner's agency say how it goes.
GRANT UPDATE ON casework.action TO throughline_server;
CREATE POLICY change ON casework.action FOR UPDATE TO throughline_server
    USING (spoke_id = ANY ((SELECT access.spokes_with('action.write'))::integer[])
           OR spoke_id = ANY ((SELECT access.spokes_with('action.progress'))::integer[])
              AND (owner_user_id = (SELECT access.me())
                   OR owner_agency_id = (SELECT access.my_agency())));

GRANT SELECT, INSERT, UPDATE (replaced_at, in_error_at, in_error_by, in_error_reason)
    ON casework.note TO throughline_server;
CREATE POLICY read ON casework.note FOR SELECT TO throughline_server
    USING (spoke_id = ANY ((SELECT access.spokes_with('scope.case'))::integer[]));
CREATE POLICY make ON casework.note FOR INSERT TO throughline_server
    WITH CHECK (spoke_id = ANY ((SELECT access.spokes_with('note.write'))::integer[]));
CREATE POLICY change ON casework.note FOR UPDATE TO throughline_server
    USING (spoke_id = ANY ((SELECT access.spokes_with('note.write'))::integer[]));

-- Allocations and sessions: the spoke's staff; the provider its own, from the
-- day it was offered them. Whose an allocation is never changes.
GRANT SELECT ON casework.allocation, casework.session TO throughline_server;
GRANT INSERT (id, spoke_id, person_id, episode_id, intervention_id, provider_agency_id, discussion_id,
              need_to_know, goals, planned_sessions, planned_hours, worker_user_id, proposed_on),
      UPDATE (state, state_reason, state_note, need_to_know, goals, planned_sessions, planned_hours,
              worker_user_id, started_on, ended_on, exit_reason, exit_summary)
    ON casework.allocation TO throughline_server;
GRANT INSERT (id, spoke_id, person_id, allocation_id, provider_agency_id, planned_at, minutes, mode,
              happened, attendance, engagement, note, young_person_voice, next_step, worker_user_id),
      UPDATE (planned_at, minutes, mode, happened, attendance, engagement, note,
              young_person_voice, next_step, worker_user_id)
    ON casework.session TO throughline_server;
CREATE POLICY read ON casework.allocation FOR SELECT TO throughline_server
    USING (spoke_id = ANY ((SELECT access.spokes_with('scope.case'))::integer[])
           OR provider_agency_id = (SELECT access.provider_agency()) AND offered_on IS NOT NULL
              AND spoke_id = ANY ((SELECT access.spokes_with('scope.provider'))::integer[])
              AND (ended_on IS NULL OR ended_on > (SELECT access.today()) - 28)
           OR person_id = ANY ((SELECT access.panel_people())::uuid[])
              AND spoke_id = ANY ((SELECT access.spokes_with('scope.panel'))::integer[]));
CREATE POLICY make ON casework.allocation FOR INSERT TO throughline_server
    WITH CHECK (spoke_id = ANY ((SELECT access.spokes_with('allocation.write'))::integer[]));
CREATE POLICY change ON casework.allocation FOR UPDATE TO throughline_server
    USING (spoke_id = ANY ((SELECT access.spokes_with('allocation.write'))::integer[])
           OR provider_agency_id = (SELECT access.provider_agency()) AND offered_on IS NOT NULL
              AND spoke_id = ANY ((SELECT access.spokes_with('allocation.deliver'))::integer[]));
CREATE POLICY read ON casework.session FOR SELECT TO throughline_server
    USING (spoke_id = ANY ((SELECT access.spokes_with('scope.case'))::integer[])
           OR provider_agency_id = (SELECT access.provider_agency())
              AND EXISTS (SELECT FROM casework.allocation a WHERE a.id = allocation_id)
           OR person_id = ANY ((SELECT access.panel_people())::uuid[])
              AND spoke_id = ANY ((SELECT access.spokes_with('scope.panel'))::integer[]));
CREATE POLICY make ON casework.session FOR INSERT TO throughline_server
    WITH CHECK (spoke_id = ANY ((SELECT access.spokes_with('scope.case'))::integer[])
                AND spoke_id = ANY ((SELECT access.spokes_with('session.write'))::integer[])
           OR provider_agency_id = (SELECT access.provider_agency())
              AND EXISTS (SELECT FROM casework.allocation a WHERE a.id = allocation_id));
CREATE POLICY change ON casework.session FOR UPDATE TO throughline_server
    USING (spoke_id = ANY ((SELECT access.spokes_with('scope.case'))::integer[])
           AND spoke_id = ANY ((SELECT access.spokes_with('session.write'))::integer[])
           OR provider_agency_id = (SELECT access.provider_agency())
              AND EXISTS (SELECT FROM casework.allocation a WHERE a.id = allocation_id));

-- Outcomes: the spoke's staff; the provider those of its own allocations.
GRANT SELECT, INSERT, UPDATE (measured_on, value, items, not_measured, note, correction_reason,
              correction_note, corrects_version, in_error_at)
    ON casework.outcome TO throughline_server;
CREATE POLICY read ON casework.outcome FOR SELECT TO throughline_server
    USING (spoke_id = ANY ((SELECT access.spokes_with('scope.case'))::integer[])
           OR allocation_id IN (SELECT a.id FROM casework.allocation a
                WHERE a.provider_agency_id = (SELECT access.provider_agency())));
CREATE POLICY make ON casework.outcome FOR INSERT TO throughline_server
    WITH CHECK (spoke_id = ANY ((SELECT access.spokes_with('scope.case'))::integer[])
                AND spoke_id = ANY ((SELECT access.spokes_with('outcome.write'))::integer[])
           OR EXISTS (SELECT FROM casework.allocation a WHERE a.id = allocation_id
                AND a.episode_id = outcome.episode_id
                AND a.provider_agency_id = (SELECT access.provider_agency())));
CREATE POLICY change ON casework.outcome FOR UPDATE TO throughline_server
    USING (spoke_id = ANY ((SELECT access.spokes_with('scope.case'))::integer[])
           AND spoke_id = ANY ((SELECT access.spokes_with('outcome.write'))::integer[])
           OR allocation_id IN (SELECT a.id FROM casework.allocation a
                WHERE a.provider_agency_id = (SELECT access.provider_agency())));

-- Contacts: the spoke's staff and the panel, unless the police hold them back.
GRANT SELECT, INSERT (id, spoke_id, person_id, type, happened_at, minutes, place, seen, outcomes,
              officer_id, joint_with, trigger, force_reference, presentation, note, follow_up,
              agency_id, held),
      UPDATE (type, happened_at, minutes, place, seen, outcomes, joint_with, trigger,
              force_reference, presentation, note, follow_up, held)
    ON casework.contact TO throughline_server;
CREATE POLICY read ON casework.contact FOR SELECT TO throughline_server
    USING ((spoke_id = ANY ((SELECT access.spokes_with('scope.case'))::integer[])
            OR person_id = ANY ((SELECT access.panel_people())::uuid[])
               AND spoke_id = ANY ((SELECT access.spokes_with('scope.panel'))::integer[]))
           AND (NOT held OR spoke_id = ANY ((SELECT access.spokes_with('scope.police'))::integer[])));
CREATE POLICY make ON casework.contact FOR INSERT TO throughline_server
    WITH CHECK (spoke_id = ANY ((SELECT access.spokes_with('contact.write'))::integer[])
                AND officer_id = (SELECT access.me()));
CREATE POLICY change ON casework.contact FOR UPDATE TO throughline_server
    USING (spoke_id = ANY ((SELECT access.spokes_with('contact.write'))::integer[])
           AND (NOT held OR spoke_id = ANY ((SELECT access.spokes_with('scope.police'))::integer[])));

-- Moves: whoever sees the subject's room sees how it moved.
GRANT SELECT ON casework.state_change TO throughline_server;
CREATE POLICY read ON casework.state_change FOR SELECT TO throughline_server
    USING (spoke_id = ANY ((SELECT access.spokes_with('scope.case'))::integer[])
           OR machine IN ('episode', 'allocation', 'action')
              AND person_id = ANY ((SELECT access.panel_people())::uuid[])
              AND spoke_id = ANY ((SELECT access.spokes_with('scope.panel'))::integer[])
           OR machine = 'allocation'
              AND subject_id IN (SELECT l.id FROM casework.allocation l
                                  WHERE l.provider_agency_id = (SELECT access.provider_agency()))
           OR machine = 'referral'
              AND subject_id IN (SELECT r.id FROM casework.referral r
                                  WHERE r.referred_by = (SELECT access.me())));
