-- What becomes of each table when a young person's record is disposed of, in one
-- place for review. In this order, because of what points to what. $1 is the
-- young person's records (themselves and what was merged into them), $2 instead
-- a referral that led to nobody's record, $3 the disposal.
--
--   erase   the rows go
--   blank   the rows stay, so that figures of past quarters do not change; the
--           columns named here lose what they say. What remains is dates and
--           codes under an id that leads to nobody
--   keep    nothing in them says who somebody is
--
-- A table or a column with words that is not told of here fails
-- tests/sql/disposal.sql. `sets` says what a column becomes instead.
DELETE FROM casework.disposal_plan;
INSERT INTO casework.disposal_plan (position, relation, treatment, whose, empties, why, sets)
SELECT row_number() OVER (), 'casework.' || p.relation, p.treatment,
       CASE p.whose WHEN 'person' THEN 'person_id = ANY ($1)' ELSE p.whose END,
       coalesce(string_to_array(p.empties, ' '), '{}'), p.why, s.sets
  FROM (VALUES
('pin',                 'erase', 'person', NULL, 'who had them at hand'),
('person_search',       'erase', 'person', NULL, 'names'),
('person_word',         'erase', 'person', NULL, 'names'),
('person_amendment',    'erase', 'person', NULL, 'what was said before'),
('person_fact',         'erase', 'person', NULL, 'addresses, identifiers, carers, health, markers'),
('person_name',         'erase', 'person', NULL, 'names'),
('person_distinct',     'erase', 'person_id = ANY ($1) OR other_id = ANY ($1)', NULL, 'who somebody is not'),
('association',         'erase', 'person_id = ANY ($1) OR other_id = ANY ($1)', NULL, 'who has to do with whom'),
('place_person',        'erase', 'person', NULL, 'where somebody was'),
('critical_incident_person', 'erase', 'person', NULL, 'the incident keeps its chronology, not who it was'),
('conflict',            'erase', 'person', NULL, 'who knew the family'),
('meeting_paper',       'erase', 'person', NULL, 'papers'),
('minutes_presence',    'erase', 'discussion_id IN (SELECT id FROM casework.discussion WHERE person_id = ANY ($1))', NULL, 'who was typing'),
('minutes_extract_part', 'erase', 'person', NULL, 'minutes as they were sent'),
('addendum',            'erase', 'person_id = ANY ($1) OR discussion_id IN (SELECT id FROM casework.discussion WHERE person_id = ANY ($1))', NULL, 'minutes'),
('discussion_dissent',  'erase', 'person', NULL, 'minutes'),
('discussion_update',   'erase', 'person', NULL, 'what agencies said'),
('note',                'erase', 'person', NULL, 'case notes'),
('voice',               'erase', 'person', NULL, 'what the young person said'),
('earlier_version',     'erase', 'person', NULL, 'corrections: what was said before'),
('contact_version',     'erase', 'contact_id IN (SELECT id FROM casework.contact WHERE person_id = ANY ($1))', NULL, 'corrections: what was said before'),
('allocation_warning',  'erase', 'person', NULL, 'warnings and what was said to them'),
('transfer_item',       'erase', 'person', NULL, 'copies handed over'),
('referral_police_annex', 'erase', 'referral_id IN (SELECT id FROM casework.referral WHERE person_id = ANY ($1)) OR referral_id = $2', NULL, 'police information'),
('referral_letter',     'erase', 'person_id = ANY ($1) OR referral_id IN (SELECT id FROM casework.referral WHERE person_id = ANY ($1)) OR referral_id = $2', NULL, 'letters'),
('subject_told',        'erase', 'person', NULL, 'requests about the record'),
('subject_copy',        'erase', 'person', NULL, 'copies given out'),
('subject_redaction',   'erase', 'person', NULL, 'requests about the record'),
('subject_item',        'erase', 'person', NULL, 'requests about the record'),
('subject_request',     'erase', 'person', NULL, 'requests about the record'),
('disclosure_review',   'erase', 'disclosure_id IN (SELECT id FROM casework.disclosure WHERE person_id = ANY ($1) OR referral_id IN (SELECT id FROM casework.referral WHERE person_id = ANY ($1)) OR referral_id = $2)', NULL, 'sharings'),
('disclosure',          'erase', 'person_id = ANY ($1) OR referral_id IN (SELECT id FROM casework.referral WHERE person_id = ANY ($1)) OR referral_id = $2', NULL, 'sharings'),
('agreement',           'erase', 'person', NULL, 'who agreed and why'),
('restriction_user',    'erase', 'person', NULL, 'who knows the family'),
('restriction',         'erase', 'person', NULL, 'why a record was restricted'),
('journey_audit_version', 'erase', 'audit_id IN (SELECT id FROM casework.journey_audit WHERE audited_person = ANY ($1))', NULL, 'what was said before'),
('journey_audit_score', 'blank', 'audit_id IN (SELECT id FROM casework.journey_audit WHERE audited_person = ANY ($1))', 'comment correction', 'scores are figures of the audit'),
('journey_audit_action', 'blank', 'audit_id IN (SELECT id FROM casework.journey_audit WHERE audited_person = ANY ($1))', 'description state_note', 'what was learned is counted'),
('journey_audit',       'blank', 'audited_person = ANY ($1)', 'state_note summary strengths response_text', 'grades are figures of the audit'),
('break_glass',         'blank', 'person', 'reason review_note', 'that a record was opened in an emergency stays known'),
('action',              'blank', 'person', 'description owner_name state_note', 'counted by agency'),
('agency_check',        'blank', 'person', 'question text withdrawn_note', 'counted by agency'),
('session',             'blank', 'person', 'note young_person_voice next_step', 'counted in returns'),
('outcome',             'blank', 'person', 'note correction_note', 'counted as distance travelled'),
('risk_assessment',     'blank', 'person', 'rationale override_note correction_note', 'counted as change of risk'),
('allocation',          'blank', 'person', 'state_note need_to_know goals exit_summary go_on_reason', 'counted in returns'),
('discussion_decision', 'blank', 'person', 'detail', 'decisions are counted'),
('discussion',          'blank', 'person', 'summary incidents concerns strengths young_person_voice voice_by parent_view disproportionality_check rationale', 'discussions are counted'),
('agenda_item',         'blank', 'person', 'note', 'the agenda keeps its place'),
('contact',             'blank', 'person', 'joint_with trigger force_reference presentation note follow_up school correction_note in_error_note', 'counted for the Early Intervention Team'),
('identified',          'blank', 'person', 'given_name family_name known_as school description link_note', 'counted as identified'),
('delivery_person',     'keep',  'person', NULL, 'an age band: counted in returns'),
('transfer',            'blank', 'person', 'person_name born_on summary state_note young_person_not_told referrer_not_told', 'counted as moved'),
('referral_concern',    'keep',  'referral_id IN (SELECT id FROM casework.referral WHERE person_id = ANY ($1))', NULL, 'codes'),
('referral',            'blank', 'person_id = ANY ($1) OR id = $2', 'given_name family_name known_as born_on school address phone referrer_name referrer_contact narrative risk_to risk_from young_person_view parent_view already_tried services_involved desired_outcome result_for_referrer state_note', 'counted by source and decision'),
('episode',             'blank', 'person', 'state_note lead_professional statutory_lead closure_summary young_person_not_told referrer_not_told', 'counted by outcome; its reference stands on the certificate'),
('state_change',        'blank', 'person_id = ANY ($1) OR subject_id = $2', 'note', 'clocks and flow are counted'),
('person_merge',        'blank', 'survivor_id = ANY ($1) OR merged_id = ANY ($1)', 'reason undo_reason', 'two records stay one human being in figures'),
('person_detail',       'blank', 'person', 'ethnicity_observed gender_identity first_language communication_needs education_status school_agency_id sen_status', 'ethnicity and care are counted'),
('person_spoke',        'keep',  'person', NULL, 'which spokes'),
('journey_version',     'keep',  'person', NULL, 'a number'),
('retention_hold',      'blank', 'person', 'note end_reason', 'that it was held, by whom and until when'),
('disposal',            'keep',  'person', NULL, 'the certificate'),
('person',              'blank', 'id = ANY ($1)', 'pronouns contact_safety phone trauma_guidance died_on', 'sex and the year of birth are counted')
  ) AS p(relation, treatment, whose, empties, why)
  LEFT JOIN (VALUES
('referral', 'born_precision = ''unknown'''),
('person', 'display_name = ''Record disposed of'', born_on = casework.born_about(id, $1), '
           'safe_to_phone = ''not_known'', safe_to_text = ''not_known'', safe_to_voicemail = ''not_known'', safe_to_write = ''not_known'', '
           'born_precision = CASE WHEN born_on IS NULL THEN ''unknown'' ELSE ''year'' END, disposal_id = $3')
  ) AS s(relation, sets) USING (relation);

-- A day of birth in the same year that makes them as old as they were on every
-- day something happened, so that no age band of a past quarter changes: the
-- earliest there is.
CREATE OR REPLACE FUNCTION casework.born_about(person uuid, people uuid[]) RETURNS date
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    born date := (SELECT p.born_on FROM casework.person p WHERE p.id = person);
    days date[] := ARRAY(
        SELECT DISTINCT x.day FROM (
            SELECT (s.planned_at AT TIME ZONE 'Europe/London')::date AS day FROM casework.session s WHERE s.person_id = ANY (people)
            UNION ALL SELECT d.started_on FROM casework.delivery_person x JOIN casework.delivery d ON d.id = x.delivery_id WHERE x.person_id = ANY (people)
            UNION ALL SELECT (c.happened_at AT TIME ZONE 'Europe/London')::date FROM casework.contact c WHERE c.person_id = ANY (people)
            UNION ALL SELECT unnest(ARRAY[e.opened_on, e.closed_on]) FROM casework.episode e WHERE e.person_id = ANY (people)
            UNION ALL SELECT unnest(ARRAY[a.proposed_on, a.started_on, a.ended_on]) FROM casework.allocation a WHERE a.person_id = ANY (people)
            UNION ALL SELECT (r.submitted_at AT TIME ZONE 'Europe/London')::date FROM casework.referral r WHERE r.person_id = ANY (people)) AS x
         WHERE x.day >= born);
BEGIN
    RETURN (SELECT min(c.day)::date
              FROM generate_series(date_trunc('year', born::timestamp), born::timestamp, interval '1 day') AS c(day)
             WHERE NOT EXISTS (SELECT FROM unnest(days) AS d(day)
                     WHERE date_part('year', age(d.day, c.day::date)) <> date_part('year', age(d.day, born))
                        OR reporting.age_band(c.day::date, d.day) <> reporting.age_band(born, d.day)));
END $$;
ALTER FUNCTION casework.born_about(uuid, uuid[]) OWNER TO throughline_definer;
GRANT EXECUTE ON FUNCTION casework.born_about(uuid, uuid[]) TO throughline_disposer;

-- How a column loses what it says: as empty as its table lets it be.
CREATE OR REPLACE FUNCTION casework.disposal_emptied(relation_ regclass, wanted text) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    a pg_attribute;
BEGIN
    SELECT * INTO STRICT a FROM pg_attribute t WHERE t.attrelid = relation_ AND t.attname = wanted AND NOT t.attisdropped;
    RETURN format(CASE
        WHEN a.atttypid IN ('text[]'::regtype, 'jsonb'::regtype) THEN '%1$I = ''{}'''
        WHEN a.atttypid <> 'text'::regtype OR EXISTS (
             SELECT FROM pg_constraint k WHERE k.contype = 'f' AND k.conrelid = relation_ AND a.attnum = ANY (k.conkey))
        THEN '%1$I = NULL'
        ELSE '%1$I = CASE WHEN %1$I IS NOT NULL THEN ''Disposed of'' END' END, a.attname);
END $$;

-- Erases and blanks, and says how many rows of which table. As its owner, for
-- whom alone the triggers of those tables stand aside; called by the disposal's
-- own trigger, which has asked whether it may be.
CREATE OR REPLACE FUNCTION casework.disposal_carry_out(people uuid[], referral uuid, disposal uuid) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    step casework.disposal_plan;
    touched bigint;
    counts jsonb := '[]';
BEGIN
    FOR step IN SELECT * FROM casework.disposal_plan p WHERE p.treatment <> 'keep' ORDER BY p.position LOOP
        EXECUTE CASE step.treatment
            WHEN 'erase' THEN format('DELETE FROM %s WHERE %s', step.relation, step.whose)
            ELSE format('UPDATE %s SET %s WHERE %s', step.relation, concat_ws(', ',
                (SELECT string_agg(casework.disposal_emptied(step.relation::regclass, e.name), ', ' ORDER BY e.n)
                   FROM unnest(step.empties) WITH ORDINALITY AS e(name, n)), step.sets), step.whose) END
            USING people, referral, disposal;
        GET DIAGNOSTICS touched = ROW_COUNT;
        IF touched > 0 THEN
            counts := counts || jsonb_build_object('table', split_part(step.relation, '.', 2),
                                                   'treatment', step.treatment, 'rows', touched);
        END IF;
    END LOOP;
    RETURN counts || casework.disposal_aside(people, referral);
END $$;

-- What lies beside the tables: drafts, answers kept for a repeated request, and
-- what long work was asked and gave. They are found by the young person's ids.
CREATE OR REPLACE FUNCTION casework.disposal_aside(people uuid[], referral uuid) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    about text;
    drafts bigint;
    answers bigint;
    work bigint;
BEGIN
    SELECT string_agg(x.id::text, '|') INTO about FROM (
        SELECT unnest(people || referral) AS id
        UNION ALL SELECT e.id FROM casework.episode e WHERE e.person_id = ANY (people)
        UNION ALL SELECT r.id FROM casework.referral r WHERE r.person_id = ANY (people)
        UNION ALL SELECT a.id FROM casework.allocation a WHERE a.person_id = ANY (people)) AS x WHERE x.id IS NOT NULL;
    DELETE FROM casework.draft d WHERE d.subject ~ about OR d.content::text ~ about;
    GET DIAGNOSTICS drafts = ROW_COUNT;
    DELETE FROM access.idempotency i WHERE i.body ~ about OR i.location ~ about;
    GET DIAGNOSTICS answers = ROW_COUNT;
    UPDATE jobs.job j SET input = '{}', result = NULL, message = NULL
     WHERE j.ended_at IS NOT NULL AND (j.input::text ~ about OR j.result::text ~ about);
    GET DIAGNOSTICS work = ROW_COUNT;
    RETURN (SELECT coalesce(jsonb_agg(jsonb_build_object('table', t.name, 'treatment', t.treatment, 'rows', t.rows)), '[]')
              FROM (VALUES ('draft', 'erase', drafts), ('idempotency', 'erase', answers), ('job', 'blank', work))
                   AS t(name, treatment, rows) WHERE t.rows > 0);
END $$;

DO $$
DECLARE
    f text;
BEGIN
    FOREACH f IN ARRAY ARRAY['disposal_carry_out(uuid[], uuid, uuid)', 'disposal_aside(uuid[], uuid)', 'disposal_emptied(regclass, text)'] LOOP
        EXECUTE 'ALTER FUNCTION casework.' || f || ' OWNER TO throughline_disposer';
        EXECUTE 'REVOKE ALL ON FUNCTION casework.' || f || ' FROM PUBLIC';
    END LOOP;
END $$;
GRANT EXECUTE ON FUNCTION casework.disposal_carry_out(uuid[], uuid, uuid) TO throughline_definer;
