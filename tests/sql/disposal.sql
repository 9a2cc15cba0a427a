-- Retention in the database itself (R39): what is due, what a hold stops, who
-- may dispose of a record, and that nothing that says who somebody was is left
-- in any table the catalogue knows.
BEGIN;
SELECT plan(41);
\ir ../support/sessions.sql
SELECT pg_temp.signed_in('anna', 'spoke_coordinator', 'bristol') AS anna,
       pg_temp.signed_in('petra', 'project_officer', 'bristol') AS petra,
       pg_temp.signed_in('nora', 'spoke_coordinator', 'northsom') AS nora,
       pg_temp.signed_in('ivy', 'ig_lead', NULL) AS ivy \gset

-- ---- the plan handles every table and every column with words ---------------------------
CREATE TEMPORARY TABLE reaches AS
WITH RECURSIVE named AS (
    SELECT DISTINCT a.attrelid AS relation FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
     WHERE c.relnamespace = 'casework'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
       AND a.atttypid = 'uuid'::regtype AND NOT a.attisdropped
       AND (a.attname ~ '(^|_)person(_id)?$' OR a.attname IN ('survivor_id', 'merged_id', 'other_id') OR c.relname = 'person')),
below AS (
    SELECT relation FROM named
     UNION
    SELECT k.conrelid FROM below b JOIN pg_constraint k ON k.confrelid = b.relation AND k.contype = 'f'
      JOIN pg_class c ON c.oid = k.conrelid AND c.relnamespace = 'casework'::regnamespace)
SELECT relation FROM below;
SELECT is((SELECT string_agg(r.relation::text, ', ' ORDER BY 1) FROM (SELECT relation::regclass FROM reaches) AS r
            WHERE r.relation NOT IN (SELECT p.relation::regclass FROM casework.disposal_plan p)), NULL,
    'every table that names a young person, or belongs to one that does, is told of in the plan');
SELECT is((SELECT count(*) FROM casework.disposal_plan p WHERE to_regclass(p.relation) IS NULL), 0::bigint, 'the plan tells of no table there is not');
-- What may stay in a table that is not erased: codes, states, references, what kind.
CREATE FUNCTION pg_temp.stays() RETURNS text[] LANGUAGE sql AS $$
    SELECT '{action.state,addendum.x,agency_check.x,allocation.state,contact.place,contact.outcomes,contact.year_groups,contact.kept_reason,
    discussion.voice_basis,discussion.contexts,break_glass.reference,episode.reference,episode.state,episode.state_reason,journey_audit.pseudonym,
    journey_audit.stratum,journey_audit.gaps,journey_audit.intervals,journey_audit.state,journey_audit_action.state,outcome.instrument_version,outcome.scale,
    referral.reference,referral.state,referral.state_reason,risk_assessment.scale_version,risk_assessment.contexts,risk_assessment.risk_factors,
    risk_assessment.protective_factors,state_change.machine,state_change.verb,state_change.from_state,state_change.to_state,state_change.reason,
    transfer.state,transfer.shares,retention_hold.reference,disposal.state,disposal.state_reason,disposal.state_note,disposal.reason,
    disposal.record_references,disposal.certificate,person.display_name,person_merge.x}'::text[] $$;
SELECT is((SELECT string_agg(c.relname || '.' || a.attname, ', ' ORDER BY 1)
             FROM casework.disposal_plan p JOIN pg_class c ON c.oid = p.relation::regclass
             JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
            WHERE p.treatment <> 'erase' AND a.atttypid IN ('text'::regtype, 'jsonb'::regtype, 'text[]'::regtype)
              AND NOT a.attname = ANY (p.empties) AND NOT c.relname || '.' || a.attname = ANY (pg_temp.stays())
              AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.contype = 'f' AND k.conrelid = c.oid AND a.attnum = ANY (k.conkey)
                                AND k.confrelid IN (SELECT oid FROM pg_class WHERE relnamespace = 'reference'::regnamespace))), NULL,
    'every column with words of a table that stays is emptied, is a code, or was looked at');
SELECT is((SELECT count(*) FROM pg_trigger t WHERE NOT t.tgisinternal AND t.tgname <> 'd_held' AND (t.tgtype & 24) <> 0
              AND t.tgrelid IN (SELECT p.relation::regclass FROM casework.disposal_plan p WHERE p.treatment <> 'keep')
              AND pg_get_triggerdef(t.oid) NOT LIKE '%throughline_disposer%'), 0::bigint, 'each trigger in the way stands aside');
SELECT is((SELECT rolcanlogin OR rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = 'throughline_disposer'), false, 'for a role nobody signs in as');
SELECT is((SELECT count(*) FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.roleid JOIN pg_roles w ON w.oid = m.member
            WHERE r.rolname = 'throughline_disposer' AND w.rolname IN ('throughline_server', 'throughline_worker', 'throughline_definer')), 0::bigint, 'nor becomes');
SELECT is(has_function_privilege('throughline_server', 'casework.disposal_carry_out(uuid[], uuid, uuid)', 'EXECUTE'), false, 'the server does not call it');

-- ---- rules ------------------------------------------------------------------------------
SELECT is(casework.retention_until('person', 1, '2000-03-01', '2015-06-01'), '2025-03-01'::date, 'the 25th birthday, where it is later');
SELECT is(casework.retention_until('person', 1, '2000-03-01', '2024-06-01'), '2030-06-01'::date, 'else six years from closing');
SELECT is(casework.retention_until('looked_after', 1, '2000-03-01', '2015-06-01'), '2075-03-01'::date, 'looked after: 75 years from birth');
SELECT is(casework.retention_until('referral_not_accepted', 1, '2000-03-01', '2015-06-01'), '2017-06-01'::date, 'not accepted: two years');
INSERT INTO reference.retention_rule (category, spoke_id, years, counted_from, source) VALUES ('referral_not_accepted', reference.spoke_id('northsom'), 3, 'decision', 'Test');
SELECT is(casework.retention_until('referral_not_accepted', reference.spoke_id('northsom'), NULL, '2015-06-01'), '2018-06-01'::date, 'a spoke''s own rule goes first');

-- ---- two young people of long ago, and one who is younger ---------------------------------
CREATE FUNCTION pg_temp.former(n integer, born date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    person uuid := ('aaaaaaaa-0000-4000-8000-00000000000' || n)::uuid;
    case_ uuid := ('eeeeeeee-0000-4000-8000-00000000000' || n)::uuid;
    bristol integer := reference.spoke_id('bristol');
BEGIN
    INSERT INTO casework.person (id, spoke_ids, display_name, born_on, born_precision, phone) VALUES (person, ARRAY[bristol], 'Tapcanary Person', born, 'exact', '0117 canary');
    INSERT INTO casework.person_name (person_id, kind, given_name, family_name) VALUES (person, 'legal', 'Tapcanary', 'Person');
    INSERT INTO casework.episode (id, spoke_id, person_id, state, opened_on) VALUES (case_, bristol, person, 'listed', '2016-01-05');
    INSERT INTO casework.note (spoke_id, person_id, episode_id, kind, text, happened_at) VALUES (bristol, person, case_, 'general', 'Canary of the note', '2016-01-06');
    INSERT INTO casework.contact (spoke_id, person_id, type, happened_at, seen, note, agency_id)
    VALUES (bristol, person, 'home_visit', '2016-01-07', true, 'Canary of the contact', reference.agency_id('avon_somerset_police'));
    UPDATE casework.episode SET state = 'closed', state_reason = 'risk_reduced', closed_on = '2016-06-01', closure_reason = 'risk_reduced',
        closure_summary = 'Canary of the closure', closing_risk_level = 'low', young_person_told_on = '2016-06-01', referrer_told_on = '2016-06-01',
        re_referral_route = 'any_agency', outcomes_recorded = false, retention_trigger_on = '2022-06-01' WHERE id = case_;
END $$;
SELECT pg_temp.former(1, '1997-05-01'), pg_temp.former(2, '1996-05-01'), pg_temp.former(3, (now() - interval '20 years')::date) \gset ignored_
SELECT is((SELECT r.category || ' ' || r.due_on FROM casework.retention_of('aaaaaaaa-0000-4000-8000-000000000001') r), 'person 2022-06-01', 'due: the latest of all that is held');
CREATE FUNCTION pg_temp.due(who text, spoke text) RETURNS bigint LANGUAGE sql AS $$
    SELECT pg_temp.seen(who, format('SELECT count(*) FROM casework.retention_due(reference.spoke_id(%L), 50) WHERE person_id::text LIKE ''aaaaaaaa-%%''', spoke))::bigint $$;
SELECT is(pg_temp.due('anna', 'bristol'), 2::bigint, 'the two are due, the younger one is not');
SELECT is(pg_temp.due('petra', 'bristol') + pg_temp.due('nora', 'bristol'), 0::bigint, 'for nobody else of the spoke, and no other spoke');
SELECT is(pg_temp.due('ivy', 'bristol'), 2::bigint, 'information governance sees it');

CREATE FUNCTION pg_temp.proposes(person text) RETURNS text LANGUAGE sql AS $$
    SELECT format('INSERT INTO casework.disposal (id, spoke_id, person_id, reason) VALUES (%L, reference.spoke_id(''bristol''), %L, ''Looked at'')',
                  replace(person, 'aaaaaaaa', 'dddddddd'), person) $$;
SELECT alike(pg_temp.outcome(who, pg_temp.proposes('aaaaaaaa-0000-4000-8000-000000000001')), 'TL403%', who || ' proposes nothing')
  FROM (VALUES ('petra'), ('nora'), ('ivy')) AS t(who);
SELECT alike(pg_temp.outcome('anna', pg_temp.proposes('aaaaaaaa-0000-4000-8000-000000000003')), 'TL409: The record is kept until %', 'not before its day');
SELECT is(pg_temp.outcome('anna', pg_temp.proposes('aaaaaaaa-0000-4000-8000-000000000001')), '1', 'the coordinator proposes');
SELECT is(pg_temp.outcome('anna', pg_temp.proposes('aaaaaaaa-0000-4000-8000-000000000002')), '1', 'the other one too');

-- ---- a hold ----------------------------------------------------------------------------
CREATE FUNCTION pg_temp.disposes(n integer) RETURNS text LANGUAGE sql AS $$
    SELECT format('UPDATE casework.disposal SET state = ''disposed'' WHERE id = ''dddddddd-0000-4000-8000-00000000000%s''', n) $$;
UPDATE access.session SET confirmed_at = now();
SELECT is(pg_temp.outcome('ivy', $$INSERT INTO casework.retention_hold (id, spoke_id, person_id, reference, reason, from_on)
    VALUES ('bbbbbbbb-0000-4000-8000-000000000001', reference.spoke_id('bristol'), 'aaaaaaaa-0000-4000-8000-000000000002', 'BR-E16-1', 'inquest', access.today())$$), '1', 'a record is held');
SELECT alike(pg_temp.outcome('ivy', pg_temp.disposes(2)), 'TL409: The record is held: inquest.%', 'and is not disposed of');
SELECT throws_ok($$DELETE FROM casework.person WHERE id = 'aaaaaaaa-0000-4000-8000-000000000002'$$, 'TL409', NULL, 'not even by the owner');
SELECT throws_ok($$SELECT casework.disposal_carry_out('{aaaaaaaa-0000-4000-8000-000000000002}', NULL, 'dddddddd-0000-4000-8000-000000000002')$$, 'TL409', NULL, 'nor by the role that erases');
SELECT alike(pg_temp.outcome('ivy', 'UPDATE casework.retention_hold SET end_reason = ''Over'', ended_at = NULL'), '42501%', 'a hold is lifted with a reason, and no date of one''s own');
INSERT INTO casework.retention_hold (spoke_id, reason, from_on) VALUES (reference.spoke_id('bristol'), 'public_inquiry', access.today());
SELECT alike(pg_temp.outcome('ivy', pg_temp.disposes(1)), 'TL409: The record is held: public inquiry.%', 'a hold on all of a spoke holds each');
UPDATE casework.retention_hold SET end_reason = 'Over' WHERE person_id IS NULL;

-- ---- disposal ---------------------------------------------------------------------------
SELECT alike(pg_temp.outcome('anna', pg_temp.disposes(1)), 'TL403%', 'who proposes does not decide');
UPDATE access.session SET confirmed_at = now() - interval '1 hour';
SELECT alike(pg_temp.outcome('ivy', pg_temp.disposes(1)), 'TLR03%', 'nor who signed in long ago');
UPDATE access.session SET confirmed_at = now();
SELECT count(*) AS logged FROM audit.access_log WHERE person_id = 'aaaaaaaa-0000-4000-8000-000000000001' \gset
-- Every column of every table: no word of it is left.
CREATE FUNCTION pg_temp.left_over(canary text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    t regclass;
    n bigint;
    found text[] := '{}';
BEGIN
    FOR t IN SELECT c.oid FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace::regnamespace::text IN ('casework', 'jobs', 'reporting') LOOP
        EXECUTE format('SELECT count(*) FROM %s x WHERE to_jsonb(x)::text ~* %L AND to_jsonb(x)::text ~ ''-000000000001''', t, canary) INTO n;
        IF n > 0 THEN found := found || t::text; END IF;
    END LOOP;
    RETURN (SELECT coalesce(string_agg(x, ', ' ORDER BY x), '') FROM unnest(found) AS x);
END $$;
SELECT is(pg_temp.left_over('canary'), 'casework.contact, casework.episode, casework.note, casework.person, casework.person_name, casework.person_search, casework.person_word', 'where its words are');
SELECT is(pg_temp.outcome('ivy', pg_temp.disposes(1)), '1', 'the other does');
SELECT is(pg_temp.left_over('canary'), '', 'no table holds a word of it');
SELECT is((SELECT p.display_name || ' ' || p.born_on || ' ' || p.born_precision FROM casework.person p WHERE p.id = 'aaaaaaaa-0000-4000-8000-000000000001'),
    'Record disposed of 1997-01-08 year', 'of the day of birth the year is left, and every age it had');
SELECT is((SELECT count(*) FROM casework.contact c WHERE c.person_id = 'aaaaaaaa-0000-4000-8000-000000000001' AND c.note = 'Disposed of'), 1::bigint, 'what is counted stays');
SELECT ok((SELECT count(*) > :logged FROM audit.access_log WHERE person_id = 'aaaaaaaa-0000-4000-8000-000000000001'), 'the access log stays, and has the disposal');
SELECT ok((SELECT d.certificate_hash = sha256(convert_to(d.certificate::text, 'UTF8')) AND d.certificate ->> 'disposed_by' = 'Ivy Tap'
             AND d.certificate ->> 'proposed_by' = 'Anna Tap' AND d.certificate::text !~* 'canary' FROM casework.disposal d
            WHERE d.id = 'dddddddd-0000-4000-8000-000000000001'), 'the certificate says who, and names nobody');
SELECT throws_ok($$UPDATE casework.disposal SET certificate = '{}' WHERE state = 'disposed'$$, 'TL409', NULL, 'and does not change');
SELECT throws_ok($$DELETE FROM casework.disposal$$, 'TL409', NULL, 'nor go');
SELECT throws_ok($$INSERT INTO casework.episode (spoke_id, person_id, opened_on) VALUES (reference.spoke_id('bristol'), 'aaaaaaaa-0000-4000-8000-000000000001', '2026-01-05')$$,
    'TL409', NULL, 'no new work on what is left');
SELECT is(pg_temp.due('ivy', 'bristol'), 1::bigint, 'it is due no more');
SELECT * FROM finish();
ROLLBACK;
