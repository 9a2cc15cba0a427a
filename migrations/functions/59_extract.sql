-- The analyst's extract (T2, domain.md 1): rows without names. Each view
-- reporting.extract_* is one of its files; what a column is says its comment,
-- which becomes the data dictionary ("[x]" names the vocabulary of its codes).
--
-- How nothing slips through: a file is written by the views' types alone. A
-- uuid leaves as a keyed pseudonym, text must be a code, and there is no other
-- type but numbers, yes/no and lists of codes: no date, no instant, no words
-- (tests/sql/extract.sql). Dates are financial years, and days between events.
--
-- Who is in it: young people known to the spokes asked for, with an episode or a
-- referral there. Left out: restricted records (whoever keeps them may not be
-- named by a rare row either), police items not released, drafts, errors.

-- HMAC-SHA256 with a key's two blocks (RFC 2104), cut to 96 bits.
CREATE OR REPLACE FUNCTION jobs.pseudonym(inner_block bytea, outer_block bytea, message bytea) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog
RETURN left(encode(sha256(outer_block || sha256(inner_block || message)), 'hex'), 24);

-- A key of at most 64 bytes as its block with each byte `pad`ded.
CREATE OR REPLACE FUNCTION jobs.hmac_block(key bytea, pad integer) RETURNS bytea
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    block bytea := key || decode(repeat('00', 64 - octet_length(key)), 'hex');
BEGIN
    FOR i IN 0 .. 63 LOOP
        block := set_byte(block, i, get_byte(block, i) # pad);
    END LOOP;
    RETURN block;
END $$;

CREATE OR REPLACE FUNCTION jobs.study_make(title_ text) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    study uuid;
    key bytea := sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()));
BEGIN
    INSERT INTO jobs.study (title, made_by) VALUES (btrim(title_), access.actor()) RETURNING id INTO study;
    INSERT INTO jobs.study_key (study_id, inner_block, outer_block)
    VALUES (study, jobs.hmac_block(key, 54), jobs.hmac_block(key, 92));
    RETURN study;
END $$;

-- Over: nobody, the owner of the database included, can make its pseudonyms
-- again. What was taken can be joined to nothing that is taken later.
CREATE OR REPLACE FUNCTION jobs.study_end(study uuid, version_ integer) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE jobs.study s SET ended_at = now(), ended_by = access.me(), version = s.version + 1
     WHERE s.id = study AND s.version = version_ AND s.ended_at IS NULL AND access.has('export.extract');
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    DELETE FROM jobs.study_key k WHERE k.study_id = study;
    RETURN true;
END $$;

-- "2025-26", and whole days between two events.
CREATE OR REPLACE FUNCTION reporting.extract_year(day date) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN to_char(reporting.year_of(day), 'YYYY') || '-' || to_char(reporting.year_of(day) + interval '1 year', 'YY');
CREATE OR REPLACE FUNCTION reporting.extract_days(from_ timestamptz, to_ timestamptz) RETURNS integer
LANGUAGE sql STABLE PARALLEL SAFE
RETURN (to_ AT TIME ZONE 'Europe/London')::date - (from_ AT TIME ZONE 'Europe/London')::date;

-- --- the files -------------------------------------------------------------------
-- The first two columns are of the house: whose snapshot, and the row's own key.

DROP VIEW IF EXISTS reporting.extract_persons, reporting.extract_referrals, reporting.extract_referral_concerns,
    reporting.extract_episodes, reporting.extract_risk, reporting.extract_discussions, reporting.extract_decisions,
    reporting.extract_allocations, reporting.extract_sessions, reporting.extract_outcomes, reporting.extract_contacts;

CREATE VIEW reporting.extract_persons WITH (security_invoker = true) AS
SELECT p.snapshot_id, p.survivor_id AS row_key, p.survivor_id AS person,
       CASE WHEN p.kept_back >= 3 THEN 'kept_back' ELSE p.sex END AS sex,
       CASE WHEN p.kept_back >= 1 THEN 'kept_back' ELSE p.ethnic_group END AS ethnic_group,
       CASE WHEN p.kept_back >= 2 THEN 'kept_back' ELSE p.age_band END AS age_band
  FROM jobs.snapshot_person p WHERE p.person_id = p.survivor_id;
COMMENT ON COLUMN reporting.extract_persons.person IS 'Pseudonym of the young person';
COMMENT ON COLUMN reporting.extract_persons.sex IS 'Sex, or kept_back where few are alike [sex]';
COMMENT ON COLUMN reporting.extract_persons.ethnic_group IS 'Group of the 2021 census categories, self-defined, or kept_back where few are alike';
COMMENT ON COLUMN reporting.extract_persons.age_band IS 'Age on the day of the snapshot, or kept_back where few are alike [age_band]';

CREATE VIEW reporting.extract_referrals WITH (security_invoker = true) AS
SELECT p.snapshot_id, r.id AS row_key, r.id AS referral, p.survivor_id AS person, s.code AS spoke,
       reporting.extract_year(r.created_at::date) AS year, r.source, r.urgency, r.state, r.decline_reason,
       r.redirected_to, r.family_informed, r.support_agreement, r.sharing_gateway,
       reporting.extract_days(r.submitted_at, r.decided_at) AS days_to_decision
  FROM jobs.snapshot_person p JOIN jobs.snapshot n ON n.id = p.snapshot_id
  JOIN casework.referral r ON r.person_id = p.person_id AND r.spoke_id = ANY (n.spokes)
  JOIN reference.spoke s ON s.id = r.spoke_id
 WHERE r.state <> 'draft' AND r.created_at <= n.cut_at;
COMMENT ON COLUMN reporting.extract_referrals.referral IS 'Pseudonym of the referral';
COMMENT ON COLUMN reporting.extract_referrals.person IS 'The young person in persons.csv';
COMMENT ON COLUMN reporting.extract_referrals.spoke IS 'Local authority';
COMMENT ON COLUMN reporting.extract_referrals.year IS 'Financial year in which it was made';
COMMENT ON COLUMN reporting.extract_referrals.source IS 'Who referred [referral_source]';
COMMENT ON COLUMN reporting.extract_referrals.urgency IS 'Urgency as given [urgency]';
COMMENT ON COLUMN reporting.extract_referrals.state IS 'Where it stands';
COMMENT ON COLUMN reporting.extract_referrals.decline_reason IS 'Why it was declined [referral_decline_reason]';
COMMENT ON COLUMN reporting.extract_referrals.redirected_to IS 'Where it was sent on [referral_redirect]';
COMMENT ON COLUMN reporting.extract_referrals.family_informed IS 'Was the family told? [family_informed]';
COMMENT ON COLUMN reporting.extract_referrals.support_agreement IS 'Was support agreed to? [support_agreement]';
COMMENT ON COLUMN reporting.extract_referrals.sharing_gateway IS 'The gateway it was shared by [sharing_gateway]';
COMMENT ON COLUMN reporting.extract_referrals.days_to_decision IS 'Days from submission to decision';

CREATE VIEW reporting.extract_referral_concerns WITH (security_invoker = true) AS
SELECT r.snapshot_id, r.row_key, r.referral, c.concern, c.is_primary, c.currency, c.certainty
  FROM reporting.extract_referrals r JOIN casework.referral_concern c ON c.referral_id = r.referral;
COMMENT ON COLUMN reporting.extract_referral_concerns.referral IS 'The referral in referrals.csv';
COMMENT ON COLUMN reporting.extract_referral_concerns.concern IS 'What was the matter [concern]';
COMMENT ON COLUMN reporting.extract_referral_concerns.is_primary IS 'The one primary concern';
COMMENT ON COLUMN reporting.extract_referral_concerns.currency IS 'Current or historic [concern_currency]';
COMMENT ON COLUMN reporting.extract_referral_concerns.certainty IS 'Suspected or confirmed [concern_certainty]';

CREATE VIEW reporting.extract_episodes WITH (security_invoker = true) AS
SELECT p.snapshot_id, e.id AS row_key, e.id AS episode, p.survivor_id AS person,
       CASE WHEN r.state <> 'draft' THEN r.id END AS referral, s.code AS spoke,
       reporting.extract_year(e.opened_on) AS year, e.state, e.risk_level, e.closing_risk_level, e.closure_reason,
       e.re_referral_route, CASE WHEN e.closed_on <= n.cut_at::date THEN e.closed_on - e.opened_on END AS days_open
  FROM jobs.snapshot_person p JOIN jobs.snapshot n ON n.id = p.snapshot_id
  JOIN casework.episode e ON e.person_id = p.person_id AND e.spoke_id = ANY (n.spokes)
  JOIN reference.spoke s ON s.id = e.spoke_id
  LEFT JOIN casework.referral r ON r.id = e.referral_id AND r.spoke_id = e.spoke_id AND r.created_at <= n.cut_at
        AND r.person_id IS NOT NULL
 WHERE e.created_at <= n.cut_at;
COMMENT ON COLUMN reporting.extract_episodes.episode IS 'Pseudonym of the episode: one spoke''s work with a young person';
COMMENT ON COLUMN reporting.extract_episodes.person IS 'The young person in persons.csv';
COMMENT ON COLUMN reporting.extract_episodes.referral IS 'The referral it began with';
COMMENT ON COLUMN reporting.extract_episodes.spoke IS 'Local authority';
COMMENT ON COLUMN reporting.extract_episodes.year IS 'Financial year in which it was opened; days in other files count from that day';
COMMENT ON COLUMN reporting.extract_episodes.state IS 'Where it stands';
COMMENT ON COLUMN reporting.extract_episodes.risk_level IS 'Risk as last assessed [risk_level]';
COMMENT ON COLUMN reporting.extract_episodes.closing_risk_level IS 'Risk at closure [risk_level]';
COMMENT ON COLUMN reporting.extract_episodes.closure_reason IS 'Why it was closed [closure_reason]';
COMMENT ON COLUMN reporting.extract_episodes.re_referral_route IS 'How they could come back [re_referral_route]';
COMMENT ON COLUMN reporting.extract_episodes.days_open IS 'Days from opening to closure';

CREATE VIEW reporting.extract_risk WITH (security_invoker = true) AS
SELECT p.snapshot_id, a.id AS row_key, a.id AS assessment, e.id AS episode, p.survivor_id AS person,
       reporting.extract_days(e.opened_on::timestamp AT TIME ZONE 'Europe/London', a.assessed_at) AS day,
       a.scale_version, a.risk_to, a.risk_from, a.practitioner_level, a.panel_level, a.leading_context, a.contexts,
       a.risk_factors, a.protective_factors
  FROM jobs.snapshot_person p JOIN jobs.snapshot n ON n.id = p.snapshot_id
  JOIN casework.risk_assessment a ON a.person_id = p.person_id AND a.spoke_id = ANY (n.spokes)
  JOIN casework.episode e ON e.id = a.episode_id AND e.created_at <= n.cut_at
 WHERE a.created_at <= n.cut_at AND a.in_error_at IS NULL;
COMMENT ON COLUMN reporting.extract_risk.assessment IS 'Pseudonym of the risk assessment';
COMMENT ON COLUMN reporting.extract_risk.episode IS 'The episode in episodes.csv';
COMMENT ON COLUMN reporting.extract_risk.person IS 'The young person in persons.csv';
COMMENT ON COLUMN reporting.extract_risk.day IS 'Days since the episode was opened';
COMMENT ON COLUMN reporting.extract_risk.scale_version IS 'Version of the scale';
COMMENT ON COLUMN reporting.extract_risk.risk_to IS 'Risk to the young person [risk_level]';
COMMENT ON COLUMN reporting.extract_risk.risk_from IS 'Risk from the young person [risk_level]';
COMMENT ON COLUMN reporting.extract_risk.practitioner_level IS 'The practitioner''s rating [risk_level]';
COMMENT ON COLUMN reporting.extract_risk.panel_level IS 'What the panel agreed [risk_level]';
COMMENT ON COLUMN reporting.extract_risk.leading_context IS 'The context that drives harm most [risk_context]';
COMMENT ON COLUMN reporting.extract_risk.contexts IS 'Contexts of harm [risk_context]';
COMMENT ON COLUMN reporting.extract_risk.risk_factors IS 'Risk factors [risk_factor]';
COMMENT ON COLUMN reporting.extract_risk.protective_factors IS 'Protective factors [protective_factor]';

CREATE VIEW reporting.extract_discussions WITH (security_invoker = true) AS
SELECT p.snapshot_id, d.id AS row_key, d.id AS discussion, e.id AS episode, p.survivor_id AS person,
       reporting.extract_days(e.opened_on::timestamp AT TIME ZONE 'Europe/London', d.happened_at) AS day,
       m.type AS meeting_type, d.risk_before, d.risk_after, d.contexts,
       d.young_person_voice IS NOT NULL AS voice_recorded, d.disproportionality_check IS NOT NULL AS equity_checked
  FROM jobs.snapshot_person p JOIN jobs.snapshot n ON n.id = p.snapshot_id
  JOIN casework.discussion d ON d.person_id = p.person_id AND d.spoke_id = ANY (n.spokes)
  JOIN casework.meeting m ON m.id = d.meeting_id
  JOIN casework.episode e ON e.id = d.episode_id AND e.created_at <= n.cut_at
 WHERE d.created_at <= n.cut_at AND m.type <> 'critical_incident';
COMMENT ON COLUMN reporting.extract_discussions.discussion IS 'Pseudonym of one discussion at one meeting';
COMMENT ON COLUMN reporting.extract_discussions.episode IS 'The episode in episodes.csv';
COMMENT ON COLUMN reporting.extract_discussions.person IS 'The young person in persons.csv';
COMMENT ON COLUMN reporting.extract_discussions.day IS 'Days since the episode was opened';
COMMENT ON COLUMN reporting.extract_discussions.meeting_type IS 'Kind of meeting [meeting_type]';
COMMENT ON COLUMN reporting.extract_discussions.risk_before IS 'Risk before [risk_level]';
COMMENT ON COLUMN reporting.extract_discussions.risk_after IS 'Risk after [risk_level]';
COMMENT ON COLUMN reporting.extract_discussions.contexts IS 'Contexts of harm [risk_context]';
COMMENT ON COLUMN reporting.extract_discussions.voice_recorded IS 'The young person''s voice was recorded';
COMMENT ON COLUMN reporting.extract_discussions.equity_checked IS 'Adultification and disproportionality were checked';

CREATE VIEW reporting.extract_decisions WITH (security_invoker = true) AS
SELECT d.snapshot_id, x.id AS row_key, d.discussion, x.decision
  FROM reporting.extract_discussions d JOIN casework.discussion_decision x ON x.discussion_id = d.discussion;
COMMENT ON COLUMN reporting.extract_decisions.discussion IS 'The discussion in discussions.csv';
COMMENT ON COLUMN reporting.extract_decisions.decision IS 'What was decided [decision]';

CREATE VIEW reporting.extract_allocations WITH (security_invoker = true) AS
SELECT p.snapshot_id, a.id AS row_key, a.id AS allocation, e.id AS episode, p.survivor_id AS person,
       i.code AS intervention, i.approach, i.prevention_level, i.mode, a.state, a.exit_reason, a.planned_sessions,
       a.planned_hours, a.proposed_on - e.opened_on AS day_proposed, a.offered_on - e.opened_on AS day_offered,
       a.started_on - e.opened_on AS day_started, a.ended_on - e.opened_on AS day_ended
  FROM jobs.snapshot_person p JOIN jobs.snapshot n ON n.id = p.snapshot_id
  JOIN casework.allocation a ON a.person_id = p.person_id AND a.spoke_id = ANY (n.spokes)
  JOIN casework.episode e ON e.id = a.episode_id AND e.created_at <= n.cut_at
  JOIN casework.intervention i ON i.id = a.intervention_id
 WHERE a.created_at <= n.cut_at;
COMMENT ON COLUMN reporting.extract_allocations.allocation IS 'Pseudonym of the allocation to an intervention';
COMMENT ON COLUMN reporting.extract_allocations.episode IS 'The episode in episodes.csv';
COMMENT ON COLUMN reporting.extract_allocations.person IS 'The young person in persons.csv';
COMMENT ON COLUMN reporting.extract_allocations.intervention IS 'The intervention, by its code in the catalogue';
COMMENT ON COLUMN reporting.extract_allocations.approach IS 'Its approach [intervention_approach]';
COMMENT ON COLUMN reporting.extract_allocations.prevention_level IS 'Its level [prevention_level]';
COMMENT ON COLUMN reporting.extract_allocations.mode IS 'Its mode [intervention_mode]';
COMMENT ON COLUMN reporting.extract_allocations.state IS 'Where it stands';
COMMENT ON COLUMN reporting.extract_allocations.exit_reason IS 'Why it ended [exit_reason]';
COMMENT ON COLUMN reporting.extract_allocations.planned_sessions IS 'Sessions planned';
COMMENT ON COLUMN reporting.extract_allocations.planned_hours IS 'Hours planned';
COMMENT ON COLUMN reporting.extract_allocations.day_proposed IS 'Proposed, in days since the episode was opened';
COMMENT ON COLUMN reporting.extract_allocations.day_offered IS 'Offered, in days since the episode was opened';
COMMENT ON COLUMN reporting.extract_allocations.day_started IS 'Started, in days since the episode was opened';
COMMENT ON COLUMN reporting.extract_allocations.day_ended IS 'Ended, in days since the episode was opened';

CREATE VIEW reporting.extract_sessions WITH (security_invoker = true) AS
SELECT p.snapshot_id, x.id AS row_key, x.id AS session, a.id AS allocation, p.survivor_id AS person,
       reporting.extract_days(e.opened_on::timestamp AT TIME ZONE 'Europe/London', x.planned_at) AS day, x.minutes,
       x.mode, x.group_session_id AS group_session, x.happened, x.attendance, x.engagement
  FROM jobs.snapshot_person p JOIN jobs.snapshot n ON n.id = p.snapshot_id
  JOIN casework.session x ON x.person_id = p.person_id AND x.spoke_id = ANY (n.spokes)
  JOIN casework.allocation a ON a.id = x.allocation_id AND a.created_at <= n.cut_at
  JOIN casework.episode e ON e.id = a.episode_id AND e.created_at <= n.cut_at
 WHERE x.created_at <= n.cut_at;
COMMENT ON COLUMN reporting.extract_sessions.session IS 'Pseudonym of the session';
COMMENT ON COLUMN reporting.extract_sessions.allocation IS 'The allocation in allocations.csv';
COMMENT ON COLUMN reporting.extract_sessions.person IS 'The young person in persons.csv';
COMMENT ON COLUMN reporting.extract_sessions.day IS 'Days since the episode was opened';
COMMENT ON COLUMN reporting.extract_sessions.minutes IS 'How long, in minutes';
COMMENT ON COLUMN reporting.extract_sessions.mode IS 'How [session_mode]';
COMMENT ON COLUMN reporting.extract_sessions.group_session IS 'Pseudonym of the group session it was part of';
COMMENT ON COLUMN reporting.extract_sessions.happened IS 'Did it take place?';
COMMENT ON COLUMN reporting.extract_sessions.attendance IS 'Did they attend? [session_attendance]';
COMMENT ON COLUMN reporting.extract_sessions.engagement IS 'How it went [engagement]';

CREATE VIEW reporting.extract_outcomes WITH (security_invoker = true) AS
SELECT p.snapshot_id, o.id AS row_key, o.id AS outcome, e.id AS episode, a.id AS allocation, p.survivor_id AS person,
       o.measure, o.instrument_version, o.scale, o.point, o.informant, o.measured_on - e.opened_on AS day, o.value,
       o.not_measured IS NOT NULL AS not_measured
  FROM jobs.snapshot_person p JOIN jobs.snapshot n ON n.id = p.snapshot_id
  JOIN casework.outcome o ON o.person_id = p.person_id AND o.spoke_id = ANY (n.spokes)
  JOIN casework.episode e ON e.id = o.episode_id AND e.created_at <= n.cut_at
  LEFT JOIN casework.allocation a ON a.id = o.allocation_id AND a.created_at <= n.cut_at
 WHERE o.created_at <= n.cut_at AND o.in_error_at IS NULL;
COMMENT ON COLUMN reporting.extract_outcomes.outcome IS 'Pseudonym of the measurement';
COMMENT ON COLUMN reporting.extract_outcomes.episode IS 'The episode in episodes.csv';
COMMENT ON COLUMN reporting.extract_outcomes.allocation IS 'The allocation it belongs to, if any';
COMMENT ON COLUMN reporting.extract_outcomes.person IS 'The young person in persons.csv';
COMMENT ON COLUMN reporting.extract_outcomes.measure IS 'What was measured [outcome_measure]';
COMMENT ON COLUMN reporting.extract_outcomes.instrument_version IS 'Version of the instrument';
COMMENT ON COLUMN reporting.extract_outcomes.scale IS 'Scale within the instrument';
COMMENT ON COLUMN reporting.extract_outcomes.point IS 'When [outcome_point]';
COMMENT ON COLUMN reporting.extract_outcomes.informant IS 'Who answered [informant]';
COMMENT ON COLUMN reporting.extract_outcomes.day IS 'Days since the episode was opened';
COMMENT ON COLUMN reporting.extract_outcomes.value IS 'The score; empty where it was not measured';
COMMENT ON COLUMN reporting.extract_outcomes.not_measured IS 'It was asked for and not measured';

CREATE VIEW reporting.extract_contacts WITH (security_invoker = true) AS
SELECT p.snapshot_id, c.id AS row_key, c.id AS contact, p.survivor_id AS person, s.code AS spoke,
       reporting.extract_year((c.happened_at AT TIME ZONE 'Europe/London')::date) AS year, c.type, c.seen, c.outcomes, c.minutes
  FROM jobs.snapshot_person p JOIN jobs.snapshot n ON n.id = p.snapshot_id
  JOIN casework.contact c ON c.person_id = p.person_id AND c.spoke_id = ANY (n.spokes)
  JOIN reference.spoke s ON s.id = c.spoke_id
 WHERE c.created_at <= n.cut_at AND NOT c.held AND c.in_error_at IS NULL;
COMMENT ON COLUMN reporting.extract_contacts.contact IS 'Pseudonym of the Early Intervention Team''s contact';
COMMENT ON COLUMN reporting.extract_contacts.person IS 'The young person in persons.csv';
COMMENT ON COLUMN reporting.extract_contacts.spoke IS 'Local authority';
COMMENT ON COLUMN reporting.extract_contacts.year IS 'Financial year';
COMMENT ON COLUMN reporting.extract_contacts.type IS 'Kind of contact [contact_type]';
COMMENT ON COLUMN reporting.extract_contacts.seen IS 'Was the young person seen?';
COMMENT ON COLUMN reporting.extract_contacts.outcomes IS 'What came of it [contact_outcome]';
COMMENT ON COLUMN reporting.extract_contacts.minutes IS 'How long, in minutes';

-- The columns that leave, in order, with their type and vocabulary.
CREATE OR REPLACE FUNCTION reporting.extract_columns()
RETURNS TABLE (file text, view text, number integer, name text, type text, said text, vocabulary text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT replace(c.relname, 'extract_', ''), c.relname::text, a.attnum::integer, a.attname::text,
           format_type(a.atttypid, NULL), regexp_replace(d.said, ' \[\w+\]$', ''), substring(d.said FROM ' \[(\w+)\]$')
      FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 2 AND NOT a.attisdropped
     CROSS JOIN LATERAL (SELECT col_description(c.oid, a.attnum) AS said) AS d
     WHERE c.relnamespace = 'reporting'::regnamespace AND c.relkind = 'v' AND c.relname LIKE 'extract\_%'
     ORDER BY c.relname, a.attnum;
$$;

-- --- its steps ---------------------------------------------------------------------

-- A new study or one to go on with; a snapshot to take again, or a new one.
CREATE OR REPLACE FUNCTION jobs.export_begin_extract(x jobs.export) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    study uuid := (x.input ->> 'study')::uuid;
    kept jobs.snapshot;
    spokes_ integer[] := ARRAY(SELECT s.id FROM reference.spoke s
        WHERE x.input -> 'spokes' IS NULL OR x.input -> 'spokes' = '[]' OR x.input -> 'spokes' ? s.code ORDER BY s.id);
BEGIN
    IF x.input ->> 'snapshot' IS NOT NULL THEN
        SELECT s.* INTO kept FROM jobs.snapshot s
         WHERE s.code = upper(btrim(x.input ->> 'snapshot')) AND s.sha256 IS NOT NULL AND s.removed_at IS NULL;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'No snapshot of that name is kept' USING ERRCODE = 'TL422', COLUMN = 'snapshot';
        END IF;
        UPDATE jobs.export e SET content_id = kept.id, title = 'Pseudonymised extract ' || kept.code || ', again'
         WHERE e.id = x.id RETURNING e.* INTO x;
        PERFORM jobs.export_ready(x, kept.sha256, (SELECT e.rows FROM jobs.export e WHERE e.id = kept.id));
        RETURN;
    END IF;
    IF EXISTS (SELECT FROM jsonb_array_elements_text(coalesce(x.input -> 'spokes', '[]')) AS c WHERE NOT EXISTS (SELECT FROM reference.spoke s WHERE s.code = c)) THEN
        RAISE EXCEPTION 'Select spokes of this partnership' USING ERRCODE = 'TL422', COLUMN = 'spokes';
    ELSIF study IS NULL AND length(btrim(coalesce(x.input ->> 'study_title', ''))) = 0 THEN
        RAISE EXCEPTION 'Select a study, or give a new one a name' USING ERRCODE = 'TL422', COLUMN = 'study';
    ELSIF study IS NOT NULL AND NOT EXISTS (SELECT FROM jobs.study s WHERE s.id = study AND s.ended_at IS NULL) THEN
        RAISE EXCEPTION 'That study is over: give a new one a name' USING ERRCODE = 'TL422', COLUMN = 'study';
    END IF;
    INSERT INTO jobs.snapshot (id, code, study_id, cut_at, made_by, reason, spokes, keep_until)
    SELECT x.id, 'S-' || string_agg(substr('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', 1 + get_byte(uuid_send(r.id), r.n) % 32, 1), ''),
           coalesce(study, jobs.study_make(x.input ->> 'study_title')), now(), x.owner_id, x.reason, spokes_,
           access.today() + 365
      FROM (SELECT r.id, n FROM (SELECT gen_random_uuid() AS id) AS r, unnest(ARRAY[0, 1, 2, 3, 4, 5, 10, 11]) AS n) AS r;
    UPDATE jobs.export e SET title = 'Pseudonymised extract ' || s.code FROM jobs.snapshot s WHERE s.id = x.id AND e.id = x.id;
END $$;

-- Whom it is of. Where fewer than five are alike in spoke, sex, age and ethnic
-- group, first the ethnic group is kept back, then the age, then the sex.
CREATE OR REPLACE FUNCTION jobs.snapshot_people(n jobs.snapshot) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO jobs.snapshot_person (snapshot_id, person_id, survivor_id, sex, ethnic_group, age_band)
    SELECT n.id, p.id, s.id, s.sex,
           coalesce(replace(lower(t.detail ->> 'group'), ' ', '_'), 'not_recorded'), reporting.age_band(s.born_on, n.cut_at::date)
      FROM casework.person p JOIN casework.person s ON s.id = coalesce(p.merged_into, p.id)
      LEFT JOIN casework.person_detail d ON d.person_id = s.id
      LEFT JOIN reference.term t ON t.vocabulary = 'ethnicity' AND t.code = d.ethnicity
     WHERE p.created_at <= n.cut_at
       AND NOT s.id = ANY (SELECT unnest(casework.person_group(r.person_id)) FROM casework.restriction r WHERE r.ended_at IS NULL)
       AND EXISTS (SELECT FROM casework.person g WHERE (g.id = s.id OR g.merged_into = s.id)
               AND (EXISTS (SELECT FROM casework.episode e WHERE e.person_id = g.id AND e.spoke_id = ANY (n.spokes)
                               AND e.created_at <= n.cut_at)
                 OR EXISTS (SELECT FROM casework.referral r WHERE r.person_id = g.id AND r.spoke_id = ANY (n.spokes)
                               AND r.state <> 'draft' AND r.created_at <= n.cut_at)))
    ON CONFLICT DO NOTHING;
    WITH one AS (
        SELECT p.*, (SELECT array_agg(DISTINCT k.spoke_id ORDER BY k.spoke_id) FROM casework.person_spoke k
                      WHERE k.person_id = p.person_id AND k.spoke_id = ANY (n.spokes)) AS spokes
          FROM jobs.snapshot_person p WHERE p.snapshot_id = n.id AND p.person_id = p.survivor_id),
    first_ AS (
        SELECT o.*, count(*) OVER (PARTITION BY o.spokes, o.sex, o.age_band, o.ethnic_group) < reporting.suppress_under() AS few
          FROM one o),
    second_ AS (
        SELECT f.*, count(*) OVER (PARTITION BY f.spokes, f.sex, f.age_band) < reporting.suppress_under() AS fewer
          FROM first_ f WHERE f.few),
    third_ AS (
        SELECT g.*, count(*) OVER (PARTITION BY g.spokes, g.sex) < reporting.suppress_under() AS fewest
          FROM second_ g WHERE g.fewer)
    UPDATE jobs.snapshot_person u SET kept_back = CASE WHEN t.fewest THEN 3 WHEN t.survivor_id IS NOT NULL THEN 2 ELSE 1 END
      FROM second_ s LEFT JOIN third_ t ON t.survivor_id = s.survivor_id
     WHERE u.snapshot_id = n.id AND u.survivor_id = s.survivor_id;
    UPDATE jobs.snapshot s SET notes = (
        SELECT jsonb_build_object('people', count(*), 'ethnic_group_kept_back', count(*) FILTER (WHERE p.kept_back >= 1),
                   'age_band_kept_back', count(*) FILTER (WHERE p.kept_back >= 2), 'sex_kept_back', count(*) FILTER (WHERE p.kept_back >= 3))
          FROM jobs.snapshot_person p WHERE p.snapshot_id = n.id AND p.person_id = p.survivor_id)
     WHERE s.id = n.id;
END $$;

-- One slice of one file, in the order of its pseudonyms, which is that of nothing.
CREATE OR REPLACE FUNCTION jobs.extract_slice(n jobs.snapshot, view_ text, slice integer, slices integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    k jobs.study_key;
    cells text;
    said text;
    rows_ integer;
BEGIN
    SELECT y.* INTO k FROM jobs.study_key y WHERE y.study_id = n.study_id;
    IF k.study_id IS NULL THEN
        RAISE EXCEPTION 'The study has ended.' USING ERRCODE = 'TL409';
    END IF;
    SELECT string_agg(CASE c.type
               WHEN 'uuid' THEN format('coalesce(jobs.pseudonym($2, $3, uuid_send(v.%I)), '''')', c.name)
               WHEN 'boolean' THEN format('coalesce(CASE WHEN v.%1$I THEN ''yes'' WHEN NOT v.%1$I THEN ''no'' END, '''')', c.name)
               WHEN 'text[]' THEN format('reporting.csv_cell(array_to_string(v.%I, '' ''))', c.name)
               WHEN 'text' THEN format('reporting.csv_cell(v.%I)', c.name)
               ELSE format('coalesce(v.%I::text, '''')', c.name) END, ' || '','' || ' ORDER BY c.number)
      INTO cells FROM reporting.extract_columns() c WHERE c.view = view_;
    EXECUTE format('SELECT string_agg(x.line || E''\n'', '''' ORDER BY x.line COLLATE "C"), count(*) FROM (
        SELECT %s AS line FROM reporting.%I v WHERE v.snapshot_id = $1
           AND (''x'' || left(jobs.pseudonym($2, $3, uuid_send(v.row_key)), 4))::bit(16)::integer * $5 / 65536 = $4) AS x', cells, view_)
       INTO said, rows_ USING n.id, k.inner_block, k.outer_block, slice, slices;
    PERFORM jobs.export_write(n.id, replace(view_, 'extract_', 'data/') || '.csv', slice + 1, said, rows_);
END $$;

-- What explains the files, and their heads.
CREATE OR REPLACE FUNCTION jobs.extract_explain(n jobs.snapshot) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM jobs.export_write(n.id, 'data/' || c.file || '.csv', 0, string_agg(c.name, ',' ORDER BY c.number) || E'\n', 0)
       FROM reporting.extract_columns() c GROUP BY c.file;
    PERFORM jobs.export_write(n.id, 'dictionary.csv', 0, E'file,column,type,what it is,vocabulary\n' || string_agg(
        concat_ws(',', c.file, c.name, replace(replace(c.type, 'uuid', 'pseudonym'), 'text', 'code'), reporting.csv_cell(c.said),
                  coalesce(c.vocabulary, '')) || E'\n', '' ORDER BY c.file, c.number), count(*)::integer)
       FROM reporting.extract_columns() c;
    PERFORM jobs.export_write(n.id, 'codes.csv', 0, E'vocabulary,code,label\n' || string_agg(
        concat_ws(',', t.vocabulary, t.code, reporting.csv_cell(t.label)) || E'\n', '' ORDER BY t.vocabulary, t.position, t.code), count(*)::integer)
       FROM reference.term t WHERE t.vocabulary IN (SELECT c.vocabulary FROM reporting.extract_columns() c);
    PERFORM jobs.export_write(n.id, 'README.txt', 0, format(
E'Pseudonymised extract %s
Study: %s
Purpose: %s
Asked for by: %s, %s
Rows recorded until: %s
Spokes: %s

These are rows about young people without their names (tier T2). They are still
personal data: keep them where the study is done, do not try to find out who
anybody is, and do not join them to anything that names people. Before a figure
leaves the study, hide what counts fewer than five, and what such a count could
be worked out from.

A pseudonym stands for the same young person, referral, episode and so on in all
extracts of this study, and for nobody in those of another. When the study ends
its key is destroyed.

Dates are financial years, and days since the episode was opened. Lists of codes
are parted by spaces. dictionary.csv says what each column is, codes.csv what
each code stands for. The same snapshot is the same file, byte for byte.

Young people: %s. Where fewer than five are alike in spoke, sex, age band and
ethnic group, the ethnic group is kept back (%s), then the age band (%s), then the
sex (%s). Not in it: restricted records, what the police have not released,
drafts, what was recorded in error, and critical incidents.
', n.code, (SELECT s.title FROM jobs.study s WHERE s.id = n.study_id), n.reason,
        (SELECT u.name FROM access.user_account u WHERE u.id = n.made_by), casework.instant(n.cut_at), casework.instant(n.cut_at),
        (SELECT string_agg(s.name, ', ' ORDER BY s.name) FROM reference.spoke s WHERE s.id = ANY (n.spokes)),
        n.notes ->> 'people', n.notes ->> 'ethnic_group_kept_back', n.notes ->> 'age_band_kept_back', n.notes ->> 'sex_kept_back'), 0);
END $$;

-- Step 0: whom; then each file slice by slice; last what explains them.
CREATE OR REPLACE FUNCTION jobs.export_step_extract(x jobs.export, at integer, OUT done integer, OUT total integer, OUT message text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    n jobs.snapshot;
    plan_ jsonb := x.plan;
    view_ text;
    count_ bigint;
BEGIN
    SELECT s.* INTO n FROM jobs.snapshot s WHERE s.id = x.id;
    done := at + 1;
    IF at = 0 THEN
        PERFORM jobs.snapshot_people(n);
        plan_ := '[]';
        FOR view_ IN SELECT DISTINCT c.view FROM reporting.extract_columns() c ORDER BY 1 LOOP
            EXECUTE format('SELECT count(*) FROM reporting.%I v WHERE v.snapshot_id = $1', view_) INTO count_ USING n.id;
            plan_ := plan_ || (SELECT jsonb_agg(jsonb_build_array(view_, i, 1 + count_ / 10000)) FROM generate_series(0, count_ / 10000) AS i);
        END LOOP;
        UPDATE jobs.export e SET plan = plan_ WHERE e.id = x.id;
    ELSIF at <= jsonb_array_length(plan_) THEN
        PERFORM jobs.extract_slice(n, plan_ -> (at - 1) ->> 0, (plan_ -> (at - 1) ->> 1)::integer, (plan_ -> (at - 1) ->> 2)::integer);
    ELSE
        PERFORM jobs.extract_explain(n);
    END IF;
    total := jsonb_array_length(plan_) + 2;
    message := 'Writing rows';
END $$;

DO $$
DECLARE
    f regprocedure;
    v text;
BEGIN
    FOR v IN SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'reporting'::regnamespace AND c.relkind = 'v'
                AND c.relname LIKE 'extract\_%' LOOP
        EXECUTE format('ALTER VIEW reporting.%I OWNER TO throughline_owner', v);
        EXECUTE format('GRANT SELECT ON reporting.%I TO throughline_definer', v);
    END LOOP;
    FOR f IN SELECT p.oid FROM pg_proc p
              WHERE p.pronamespace = 'jobs'::regnamespace AND p.proname IN ('pseudonym', 'hmac_block', 'study_make', 'study_end',
                        'export_begin_extract', 'snapshot_people', 'extract_slice', 'extract_explain', 'export_step_extract')
                 OR p.pronamespace = 'reporting'::regnamespace AND p.proname LIKE 'extract\_%' LOOP
        EXECUTE format('ALTER FUNCTION %s OWNER TO throughline_definer', f);
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO throughline_owner', f);
    END LOOP;
END $$;
GRANT EXECUTE ON FUNCTION jobs.study_end(uuid, integer) TO throughline_server;
