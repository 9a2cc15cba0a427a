-- Journey audits. Samples are the auditor's; an audit is the auditor's and,
-- once it is sent, its spoke's. Whose journey it is: two columns nobody reads.
GRANT SELECT, INSERT (id, title, seed, wanted, stratify_by, spoke_ids, risk_levels, closure_reasons, gaps, closed,
              opened_from, opened_to) ON casework.journey_sample TO throughline_server;
CREATE POLICY read ON casework.journey_sample FOR SELECT TO throughline_server
    USING ((SELECT access.has('journey_audit.write')));
CREATE POLICY make ON casework.journey_sample FOR INSERT TO throughline_server
    WITH CHECK ((SELECT access.has('journey_audit.write')));

GRANT SELECT (id, version, sample_id, spoke_id, pseudonym, position, stratum, age_band, year, risk_level,
              closure_reason, gaps, intervals, state, state_reason, state_note, grade, summary, strengths, sent_at,
              response, response_text, responded_at, responded_by, earlier_id, created_at, created_by, updated_at,
              updated_by),
      UPDATE (state, state_reason, state_note, grade, summary, strengths, response, response_text)
    ON casework.journey_audit TO throughline_server;
CREATE POLICY read ON casework.journey_audit FOR SELECT TO throughline_server
    USING (spoke_id = ANY ((SELECT access.spokes_with('journey_audit.write'))::integer[])
           OR spoke_id = ANY ((SELECT access.spokes_with('journey_audit.read'))::integer[])
              AND spoke_id = ANY ((SELECT access.spokes_with('scope.case'))::integer[])
              AND state IN ('with_spoke', 'responded', 'closed', 're_audited'));
CREATE POLICY change ON casework.journey_audit FOR UPDATE TO throughline_server
    USING (spoke_id = ANY ((SELECT access.spokes_with('journey_audit.write'))::integer[])
           OR spoke_id = ANY ((SELECT access.spokes_with('journey_audit.respond'))::integer[]) AND state = 'with_spoke')
    WITH CHECK (spoke_id = ANY ((SELECT access.spokes_with('journey_audit.write'))::integer[])
           OR spoke_id = ANY ((SELECT access.spokes_with('journey_audit.respond'))::integer[]) AND state = 'responded');

DO $$
DECLARE
    t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['journey_audit_score', 'journey_audit_action', 'journey_audit_version'] LOOP
        EXECUTE format('GRANT SELECT ON casework.%I TO throughline_server', t);
        EXECUTE format($p$CREATE POLICY read ON casework.%I FOR SELECT TO throughline_server
            USING (audit_id IN (SELECT a.id FROM casework.journey_audit a WHERE a.id = audit_id))$p$, t);
    END LOOP;
    FOREACH t IN ARRAY ARRAY['journey_audit_score', 'journey_audit_action'] LOOP
        EXECUTE format($p$CREATE POLICY make ON casework.%I FOR INSERT TO throughline_server
            WITH CHECK (spoke_id = ANY ((SELECT access.spokes_with('journey_audit.write'))::integer[]))$p$, t);
    END LOOP;
END $$;
GRANT INSERT (id, spoke_id, audit_id, criterion, score, comment, correction)
    ON casework.journey_audit_score TO throughline_server;
GRANT INSERT (id, spoke_id, audit_id, theme, description, owner_user_id, due_on),
      UPDATE (owner_user_id, due_on, state, state_reason, state_note, done_on)
    ON casework.journey_audit_action TO throughline_server;
CREATE POLICY change ON casework.journey_audit_action FOR UPDATE TO throughline_server
    USING (spoke_id = ANY ((SELECT access.spokes_with('journey_audit.write'))::integer[])
           OR spoke_id = ANY ((SELECT access.spokes_with('journey_audit.act'))::integer[])
              AND audit_id IN (SELECT a.id FROM casework.journey_audit a WHERE a.id = audit_id));

-- Who opened it: the auditor, and the spoke whose journey it was.
GRANT SELECT (id, audit_id, user_id, spoke_id, purpose, reason, opened_at, until, ended_at),
      INSERT (id, audit_id, purpose, reason, until), UPDATE (ended_at) ON access.journey_opening TO throughline_server;
CREATE POLICY read ON access.journey_opening FOR SELECT TO throughline_server
    USING (spoke_id = ANY ((SELECT access.spokes_with('journey_audit.write'))::integer[])
           OR spoke_id = ANY ((SELECT access.spokes_with('journey_audit.respond'))::integer[])
           OR spoke_id = ANY ((SELECT access.spokes_with('access_log.read'))::integer[]));
CREATE POLICY make ON access.journey_opening FOR INSERT TO throughline_server
    WITH CHECK (user_id = (SELECT access.me())
                AND spoke_id = ANY ((SELECT access.spokes_with('journey_audit.write'))::integer[]));
-- It is ended early; nobody makes it longer, for `until` is not to be changed.
CREATE POLICY change ON access.journey_opening FOR UPDATE TO throughline_server
    USING (user_id = (SELECT access.me()) AND ended_at IS NULL)
    WITH CHECK (user_id = (SELECT access.me()) AND ended_at IS NOT NULL);

-- What an opened journey shows: that young person's rows of that spoke, for
-- reading, until the opening ends. PostgreSQL asks policies from the last name to
-- the first: this one comes after "read", so that whoever that satisfies is not
-- asked this (a page of referrals took three times as long the other way round).
DO $$
DECLARE
    t text;
    opened CONSTANT text := $p$person_id = ANY ((SELECT access.opened_people())::uuid[])
                               AND spoke_id = ANY ((SELECT access.opened_spokes())::integer[])$p$;
BEGIN
    FOREACH t IN ARRAY ARRAY['person_spoke', 'referral', 'episode', 'risk_assessment', 'note', 'agenda_item',
        'discussion', 'discussion_update', 'discussion_decision', 'discussion_dissent', 'addendum', 'agency_check',
        'allocation', 'session', 'contact', 'outcome', 'voice', 'action', 'agreement', 'state_change'] LOOP
        EXECUTE format('CREATE POLICY opened ON casework.%I FOR SELECT TO throughline_server USING (%s%s)', t, opened,
            CASE t WHEN 'referral' THEN $p$ AND state <> 'draft'$p$
                   WHEN 'contact' THEN ' AND NOT held' ELSE '' END);
    END LOOP;
END $$;
CREATE POLICY opened ON casework.person FOR SELECT TO throughline_server
    USING (id = ANY ((SELECT access.opened_people())::uuid[]));
CREATE POLICY opened ON casework.meeting FOR SELECT TO throughline_server
    USING (id = ANY ((SELECT access.opened_meetings())::uuid[]));
-- Care, education and warnings, which are in the journey; no address, carer,
-- professional or identifier, and nothing confidential.
CREATE POLICY opened ON casework.person_fact FOR SELECT TO throughline_server
    USING (person_id = ANY ((SELECT access.opened_people())::uuid[]) AND NOT confidential
           AND topic IN ('care_status', 'education_status', 'marker'));
