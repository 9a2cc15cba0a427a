-- Journey audits in the database itself: nobody learns whose a pseudonym is; an
-- opening gives one young person's rows of one spoke, and ends by the clock.
BEGIN;
SELECT plan(180);
\ir ../support/sessions.sql

CREATE TEMPORARY TABLE reader (role text);
INSERT INTO reader VALUES ('spoke_coordinator'), ('project_officer'), ('eit_officer'), ('eit_sergeant'), ('panel_member'),
    ('referrer'), ('provider_worker'), ('hub_analyst'), ('hub_grant_officer'), ('ig_lead'), ('system_admin');
SELECT count(pg_temp.signed_in('x' || role, role, 'bristol')) = 11 AS ready FROM reader \gset
SELECT pg_temp.signed_in('priya', 'hub_auditor', NULL), pg_temp.signed_in('quinn', 'hub_auditor', NULL),
       pg_temp.signed_in('nora', 'spoke_coordinator', 'northsom') \gset

-- Two young people with the same of everything; one is also known next door.
SET LOCAL session_replication_role = replica;
CREATE TEMPORARY TABLE young (n integer, id uuid, spoke text);
INSERT INTO young SELECT n, ('aaaaaaaa-0000-4000-8000-00000000000' || n)::uuid, spoke
  FROM (VALUES (1, 'bristol'), (2, 'bristol'), (3, 'northsom')) AS t(n, spoke);
INSERT INTO casework.person (id, spoke_ids, display_name, born_on, born_precision)
SELECT id, ARRAY[reference.spoke_id(spoke)] || CASE n WHEN 1 THEN ARRAY[reference.spoke_id('northsom')] ELSE '{}' END,
       'Tap ' || n, '2010-01-01', 'exact' FROM young;
INSERT INTO casework.journey_version (person_id) SELECT id FROM young;
INSERT INTO casework.person_spoke (person_id, spoke_id) SELECT id, unnest(spoke_ids) FROM casework.person;
CREATE TEMPORARY TABLE stay AS
SELECT p.person_id, p.spoke_id, y.n || '-' || p.spoke_id AS key, md5(y.n || '-' || p.spoke_id)::uuid AS id
  FROM casework.person_spoke p JOIN young y ON y.id = p.person_id;
INSERT INTO casework.episode (id, spoke_id, person_id, reference, state, opened_on, risk_level)
SELECT id, spoke_id, person_id, 'JA-' || key, 'active_monitoring', current_date - 100, 'high' FROM stay;
INSERT INTO casework.referral (id, spoke_id, person_id, reference, state, submitted_at, born_precision, narrative, source,
    agency_id, concern_on, urgency, family_informed, support_agreement, sharing_gateway)
SELECT id, spoke_id, person_id, 'JA-' || key, 'accepted_to_panel', now() - interval '101 days', 'unknown', 'Narrative', 'school',
       reference.agency_id('opcc_hub'), current_date - 110, 'standard', 'informed', 'agreed', 'crime_disorder_1998_s115' FROM stay;
INSERT INTO casework.note (spoke_id, person_id, episode_id, kind, text, happened_at)
SELECT spoke_id, person_id, id, 'general', 'Words', now() - interval '50 days' FROM stay;
INSERT INTO casework.risk_assessment (spoke_id, person_id, episode_id, assessed_at, risk_to, risk_from, practitioner_level, rationale)
SELECT spoke_id, person_id, id, now() - interval '60 days', 'high', 'low', 'high', 'Reasons' FROM stay;
INSERT INTO casework.contact (spoke_id, person_id, type, happened_at, agency_id, held, note, seen)
SELECT spoke_id, person_id, 'home_visit', now() - interval '40 days', reference.agency_id('avon_somerset_police'), held, 'Seen', true
  FROM stay, (VALUES (true), (false)) AS t(held);
INSERT INTO casework.person_fact (person_id, topic, vocabulary, code, lines, value, valid_from, confidential)
SELECT y.id, t.topic, t.vocabulary, t.code, t.lines, t.value, current_date - 10, t.confidential
  FROM young y, (VALUES ('address', 'address_kind', 'home', '1 Tap Street', NULL, true), ('address', 'address_kind', 'home', '2 Tap Street', NULL, false),
       ('care_status', 'care_status', 'child_in_need', NULL, NULL, false), ('identifier', 'identifier_kind', 'nhs_number', NULL, '9434765919', false))
       AS t(topic, vocabulary, code, lines, value, confidential);
SET LOCAL session_replication_role = origin;

-- 1. A sample is the auditor's to draw; the same seed draws the same.
SELECT set_config('tap.draw', $$INSERT INTO casework.journey_sample (id, title, seed, wanted, stratify_by, opened_from, opened_to)
    VALUES ('%s', 'T', 'seed', %s, 'none', current_date - 100, current_date - 100)$$, true) IS NULL AS ready \gset
SELECT alike(pg_temp.outcome('x' || role, format(current_setting('tap.draw'), gen_random_uuid(), 1)), '42501%', role || ' draws no sample') FROM reader;
SELECT is(pg_temp.outcome(who, format(current_setting('tap.draw'), id, 4)), '1', who || ' draws') FROM (VALUES
    ('priya', 'cccccccc-0000-4000-8000-000000000001'), ('quinn', 'cccccccc-0000-4000-8000-000000000002')) AS t(who, id);
SELECT results_eq($$SELECT audited_episode FROM casework.journey_audit WHERE sample_id = 'cccccccc-0000-4000-8000-000000000001' ORDER BY position$$,
                  $$SELECT audited_episode FROM casework.journey_audit WHERE sample_id = 'cccccccc-0000-4000-8000-000000000002' ORDER BY position$$, 'the same seed, the same journeys');
SELECT is((SELECT count(DISTINCT pseudonym) FROM casework.journey_audit), 8::bigint, 'under other pseudonyms');
SELECT is(pg_temp.outcome('priya', 'SELECT FROM casework.journey_audit'), '8', 'an auditor sees the audits of all spokes');
SELECT is(pg_temp.outcome('x' || role, 'SELECT FROM casework.' || t), '0', format('%s and %s', role, t))
  FROM reader, (VALUES ('journey_sample'), ('journey_audit'), ('journey_audit_score'), ('journey_audit_action')) AS x(t);
SELECT alike(pg_temp.outcome('priya', statement), '42501%', statement) FROM (VALUES
    ('SELECT audited_person FROM casework.journey_audit'), ('SELECT audited_episode FROM casework.journey_audit'),
    ('SELECT audited_person FROM access.journey_opening'), ('SELECT * FROM casework.journey_audit'),
    ('SELECT FROM access.secret'), ('SELECT casework.audit_of(gen_random_uuid())'),
    ('SELECT casework.audit_pseudonym(gen_random_uuid(), gen_random_uuid(), 1)'),
    ('UPDATE casework.journey_audit SET audited_person = gen_random_uuid()'), ('UPDATE casework.journey_audit SET spoke_id = 1'),
    ('INSERT INTO casework.journey_audit (sample_id) SELECT gen_random_uuid()'), ('DELETE FROM casework.journey_audit'),
    ('UPDATE casework.journey_sample SET seed = ''x''')) AS t(statement);

-- 2. Nothing of anybody before a reason; then one young person in one spoke.
SELECT id AS one FROM casework.journey_audit WHERE sample_id = 'cccccccc-0000-4000-8000-000000000001'
   AND audited_person = 'aaaaaaaa-0000-4000-8000-000000000001' AND spoke_id = reference.spoke_id('bristol') \gset
SELECT id AS two FROM casework.journey_audit WHERE sample_id = 'cccccccc-0000-4000-8000-000000000001'
   AND audited_person = 'aaaaaaaa-0000-4000-8000-000000000002' \gset
CREATE TEMPORARY TABLE room (t text, opened integer);
INSERT INTO room VALUES ('person', 1), ('person_spoke', 1), ('episode', 1), ('referral', 1), ('note', 1), ('risk_assessment', 1),
    ('contact', 1), ('person_fact', 1), ('person_name', 0), ('person_detail', 0), ('association', 0), ('place', 0),
    ('referral_police_annex', 0), ('referral_letter', 0);
SELECT is(pg_temp.outcome('priya', 'SELECT FROM casework.' || t), '0', 'before: no ' || t) FROM room;
SELECT is(pg_temp.seen('priya', format('SELECT casework.audit_person(%L)', :'one')), NULL, 'before: no name');
SELECT set_config('tap.open', $$INSERT INTO access.journey_opening (audit_id, purpose, reason, until)
    VALUES ('%s', 'journey_audit', '%s', now() + interval '%s')$$, true) IS NULL AS ready \gset
SELECT alike(pg_temp.outcome(who, format(current_setting('tap.open'), audit, reason, long)), expected, expected) FROM (VALUES
    ('priya', :'one', 'short', '1 hour', '23514 journey_opening_reason_check%'),
    ('priya', :'one', 'Reason enough to look', '5 hours', '23514 journey_opening_until_check%'),
    ('priya', :'one', 'Reason enough to look', '-1 hours', '23514 journey_opening_until_check%'),
    ('priya', gen_random_uuid()::text, 'Reason enough to look', '1 hour', 'TL404%'),
    ('xspoke_coordinator', :'one', 'Reason enough to look', '1 hour', 'TL404%'),
    ('xsystem_admin', :'one', 'Reason enough to look', '1 hour', 'TL404%'),
    ('xhub_analyst', :'one', 'Reason enough to look', '1 hour', 'TL404%'),
    (NULL, :'one', 'Reason enough to look', '1 hour', 'TL404%')) AS t(who, audit, reason, long, expected);
SELECT is(pg_temp.outcome('priya', format(current_setting('tap.open'), :'one', 'Reason enough to look', '1 hour')), '1', 'opened');
SELECT is(pg_temp.outcome('priya', 'SELECT FROM casework.' || t), opened::text, format('opened: %s %s', opened, t)) FROM room;
SELECT is(pg_temp.outcome('quinn', 'SELECT FROM casework.' || t), '0', 'to the other auditor: no ' || t) FROM room WHERE opened > 0;
SELECT is(pg_temp.seen('priya', 'SELECT bool_and(NOT held) FROM casework.contact'), 'true', 'nothing that the police hold back');
SELECT is(pg_temp.seen('priya', 'SELECT string_agg(topic, '','') FROM casework.person_fact'), 'care_status', 'no address, no number');
SELECT is(pg_temp.seen('priya', 'SELECT string_agg(display_name, '','') FROM casework.person'), 'Tap 1', 'whose it is, and nobody else');
SELECT is(pg_temp.seen('priya', 'SELECT count(*) FROM casework.journey_events(''aaaaaaaa-0000-4000-8000-000000000002'', NULL, NULL, NULL)'), '0', 'no other journey');
SELECT is(pg_temp.seen('priya', 'SELECT string_agg(kind, '','' ORDER BY kind) FROM casework.journey_events(''aaaaaaaa-0000-4000-8000-000000000001'', NULL, NULL, NULL)'),
          'contact,held,note,referral,risk,status', 'the journey of that spoke, once each');
SELECT isnt(pg_temp.seen('priya', 'SELECT casework.journey_tag(''aaaaaaaa-0000-4000-8000-000000000001'')'), NULL, 'and its tag');
SELECT is(pg_temp.seen('xspoke_coordinator', 'SELECT count(*) FROM access.journey_opening'), '1', 'the spoke sees that it was opened');
SELECT is(pg_temp.seen('nora', 'SELECT count(*) FROM access.journey_opening'), '0', 'next door nobody does');
SELECT is((SELECT count(*) FROM audit.access_log WHERE record_kind = 'journey_opening' AND person_id = 'aaaaaaaa-0000-4000-8000-000000000001'
             AND user_id = pg_temp.user_id('priya') AND detail ->> 'reason' = 'Reason enough to look'), 1::bigint, 'and it stands in the access log');
SELECT alike(pg_temp.outcome('priya', statement), expected, statement) FROM (VALUES
    ('UPDATE casework.person SET phone = ''1''', '0'), ('UPDATE casework.episode SET state = ''closed''', '0'),
    ('UPDATE casework.note SET replaced_at = now()', '0'), ('UPDATE casework.contact SET note = ''x''', '0'),
    ('INSERT INTO casework.note (spoke_id, person_id, episode_id, kind, text, happened_at) SELECT spoke_id, person_id, id, ''general'', ''x'', now() FROM casework.episode', '42501%'),
    ('UPDATE access.journey_opening SET until = until + interval ''1 hour''', '42501%'),
    ('UPDATE access.journey_opening SET ended_at = NULL', '42501%'),
    ('UPDATE access.journey_opening SET reason = ''Another reason altogether''', '42501%')) AS t(statement, expected);

-- 3. Another journey ends the first; time ends it; so does the role.
SELECT is(pg_temp.outcome('priya', format(current_setting('tap.open'), :'two', 'Reason enough to look', '1 hour')), '1', 'another is opened');
SELECT is(pg_temp.seen('priya', 'SELECT string_agg(display_name, '','') FROM casework.person'), 'Tap 2', 'and the first is shut');
UPDATE access.journey_opening SET opened_at = now() - interval '1 hour', until = now() WHERE audit_id = :'two';
SELECT is(pg_temp.outcome('priya', 'SELECT FROM casework.' || t), '0', 'its time is over: no ' || t) FROM room WHERE opened > 0;
SELECT is(pg_temp.seen('priya', 'SELECT count(*) FROM casework.journey_events(''aaaaaaaa-0000-4000-8000-000000000002'', NULL, NULL, NULL)'), '0', 'and no journey');
SELECT is(pg_temp.seen('priya', 'SELECT casework.journey_tag(''aaaaaaaa-0000-4000-8000-000000000002'')'), NULL, 'nor its tag');
SELECT is(pg_temp.outcome('quinn', format(current_setting('tap.open'), :'two', 'Reason enough to look', '1 hour')), '1', 'the other auditor opens');
SELECT is(pg_temp.outcome('quinn', 'SELECT FROM casework.person'), '1', 'and sees');
UPDATE access.role_grant SET valid_to = valid_from - 1, valid_from = valid_from - 9 WHERE user_id = pg_temp.user_id('quinn');
SELECT is(pg_temp.outcome('quinn', 'SELECT FROM casework.person'), '0', 'without the role an opening gives nothing');

-- 4. Moves, each by whom it is for; scores are kept.
SELECT alike(pg_temp.outcome(who, statement), expected, format('%s: %s', who, expected)) FROM (VALUES
    ('priya', format('UPDATE casework.journey_audit SET state = ''graded'' WHERE id = %L', :'one'), 'TL422: Score every criterion%'),
    ('priya', format('UPDATE casework.journey_audit SET state = ''with_spoke'' WHERE id = %L', :'one'), 'TL409%'),
    ('priya', format('UPDATE casework.journey_audit SET state = ''closed'' WHERE id = %L', :'one'), 'TL409%'),
    ('priya', format('UPDATE casework.journey_audit SET response = ''accepted'' WHERE id = %L', :'one'), 'TL409%'),
    ('xspoke_coordinator', format('UPDATE casework.journey_audit SET state = ''responded'' WHERE id = %L', :'one'), '0')) AS t(who, statement, expected);
SELECT is(pg_temp.outcome('priya', format('INSERT INTO casework.journey_audit_score (spoke_id, audit_id, criterion, score)
    SELECT reference.spoke_id(''bristol''), %L, code, ''sound'' FROM reference.term WHERE vocabulary = ''audit_criterion''', :'one')),
    (SELECT count(*)::text FROM reference.term WHERE vocabulary = 'audit_criterion'), 'scored');
SELECT alike(pg_temp.outcome('priya', format(statement, :'one')), expected, statement) FROM (VALUES
    ('UPDATE casework.journey_audit SET state = ''graded'' WHERE id = %L', '23514 journey_audit_grade%'),
    ('UPDATE casework.journey_audit SET grade = ''good'', summary = ''s'', state = ''graded'' WHERE id = %L', '1'),
    ('INSERT INTO casework.journey_audit_score (spoke_id, audit_id, criterion, score) SELECT reference.spoke_id(''bristol''), %L, ''voice'', ''poor''', 'TL422%'),
    ('INSERT INTO casework.journey_audit_score (spoke_id, audit_id, criterion, score, correction) SELECT reference.spoke_id(''bristol''), %L, ''voice'', ''poor'', ''c''', '1'),
    ('UPDATE casework.journey_audit_score SET score = ''strong'' WHERE audit_id = %L', '42501%'),
    ('UPDATE casework.journey_audit SET state = ''with_spoke'' WHERE id = %L', '1'),
    ('UPDATE casework.journey_audit SET grade = ''inadequate'' WHERE id = %L', 'TL409%'),
    ('UPDATE casework.journey_audit SET state = ''responded'', response = ''accepted'' WHERE id = %L', '%journey_audit.respond%')) AS t(statement, expected);
SELECT is((SELECT count(*) FROM casework.journey_audit_score WHERE audit_id = :'one' AND criterion = 'voice'), 2::bigint, 'the corrected score is kept');
SELECT is(pg_temp.outcome(who, 'SELECT FROM casework.journey_audit'), seen, who || ' and what was sent')
  FROM (VALUES ('xspoke_coordinator', '1'), ('xproject_officer', '1'), ('xeit_officer', '0'), ('nora', '0'), ('xhub_analyst', '0')) AS t(who, seen);
SELECT alike(pg_temp.outcome(who, format(statement, :'one')), expected, format('%s: %s', who, statement)) FROM (VALUES
    ('xproject_officer', 'UPDATE casework.journey_audit SET state = ''responded'', response = ''accepted'' WHERE id = %L', '0'),
    ('nora', 'UPDATE casework.journey_audit SET state = ''responded'', response = ''accepted'' WHERE id = %L', '0'),
    ('xspoke_coordinator', 'UPDATE casework.journey_audit SET state = ''responded'', response = ''contested'' WHERE id = %L', '23514 journey_audit_contest_check%'),
    ('xspoke_coordinator', 'UPDATE casework.journey_audit SET grade = ''outstanding'' WHERE id = %L', '%'),
    ('xspoke_coordinator', 'UPDATE casework.journey_audit SET state = ''responded'', response = ''accepted'' WHERE id = %L', '1'),
    ('xspoke_coordinator', 'UPDATE casework.journey_audit SET response_text = ''x'' WHERE id = %L', '0'),
    ('priya', 'UPDATE casework.journey_audit SET state = ''closed'' WHERE id = %L', '1'),
    ('priya', 'UPDATE casework.journey_audit SET state = ''graded'' WHERE id = %L', 'TL409%')) AS t(who, statement, expected);
SELECT is((SELECT grade FROM casework.journey_audit WHERE id = :'one'), 'good', 'the spoke does not grade itself');
SELECT alike(pg_temp.outcome('priya', format(current_setting('tap.open'), :'one', 'Reason enough to look', '1 hour')), 'TL409%', 'an audit that is over opens nothing');

SELECT * FROM finish();
ROLLBACK;
