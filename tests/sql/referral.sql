-- Referrals in the database itself: whose they are, who may change what and
-- when, every move allowed and refused, and the clock of working days.
BEGIN;
SELECT plan(359);
\ir ../support/sessions.sql

-- Who there is. Two spokes; all twelve roles in the first.
CREATE TEMPORARY TABLE role_sees (role text, own integer, other integer);
INSERT INTO role_sees VALUES
    ('spoke_coordinator', 1, 0), ('project_officer', 1, 0), ('eit_officer', 1, 0),
    ('eit_sergeant', 1, 0), ('panel_member', 0, 0), ('referrer', 0, 0), ('provider_worker', 0, 0),
    ('hub_auditor', 0, 0), ('hub_analyst', 0, 0), ('hub_grant_officer', 0, 0), ('ig_lead', 0, 0),
    ('system_admin', 0, 0);
SELECT count(pg_temp.signed_in('x' || role, role, 'bristol')) = 12 AS ready FROM role_sees \gset
SELECT pg_temp.signed_in('anna', 'spoke_coordinator', 'bristol') AS anna,
       pg_temp.signed_in('petra', 'project_officer', 'bristol') AS petra,
       pg_temp.signed_in('ewan', 'eit_officer', 'bristol') AS ewan,
       pg_temp.signed_in('rosa', 'referrer', 'bristol') AS rosa,
       pg_temp.signed_in('rafi', 'referrer', 'bristol') AS rafi,
       pg_temp.signed_in('nora', 'spoke_coordinator', 'northsom') AS nora,
       pg_temp.signed_in('gone', NULL, NULL) AS gone \gset

-- A young person with an open episode; a closed one of somebody else's.
INSERT INTO casework.person (id, spoke_ids, display_name, born_precision) VALUES
    ('aaaaaaaa-0000-4000-8000-000000000001', ARRAY[reference.spoke_id('bristol')], 'Tap One', 'unknown'),
    ('aaaaaaaa-0000-4000-8000-000000000002', ARRAY[reference.spoke_id('northsom')], 'Tap Two', 'unknown'),
    ('aaaaaaaa-0000-4000-8000-000000000003', ARRAY[reference.spoke_id('bristol')], 'Tap Three', 'unknown');
INSERT INTO casework.episode (id, spoke_id, person_id, state, opened_on) VALUES
    ('eeeeeeee-0000-4000-8000-000000000001', reference.spoke_id('bristol'),
     'aaaaaaaa-0000-4000-8000-000000000001', 'listed', '2026-01-05');

-- A whole referral of `who`, walked to a state by its owner's own hand.
CREATE FUNCTION pg_temp.referral_at(who text, wanted text, spoke text DEFAULT 'bristol') RETURNS uuid
LANGUAGE plpgsql AS $$
DECLARE
    made uuid := gen_random_uuid();
    step text;
BEGIN
    PERFORM set_config('throughline.stand_in', pg_temp.user_id(who)::text, true);
    INSERT INTO casework.referral (id, spoke_id, given_name, source, referred_by, agency_id,
        concern_on, urgency, narrative, family_informed, support_agreement, sharing_gateway)
    VALUES (made, reference.spoke_id(spoke), 'Tap', 'school', pg_temp.user_id(who),
        reference.agency_id('opcc_hub'), '2026-01-02', 'standard', 'knife '';--<b>', 'informed',
        'agreed', 'pcsc_2022');
    INSERT INTO casework.referral_concern (referral_id, position, concern, is_primary)
    VALUES (made, 1, 'robbery', true);
    FOREACH step IN ARRAY CASE wanted WHEN 'draft' THEN '{}'::text[]
        WHEN 'submitted' THEN '{submitted}' WHEN 'in_triage' THEN '{submitted,in_triage}'
        ELSE ARRAY['submitted', 'in_triage', wanted] END LOOP
        UPDATE casework.referral SET state = step,
            person_id = CASE WHEN step IN ('accepted_to_panel', 'extraordinary_meeting',
                'straight_to_intervention', 'added_to_episode')
                THEN 'aaaaaaaa-0000-4000-8000-000000000001'::uuid END,
            decline_reason = CASE step WHEN 'declined' THEN 'below_threshold' END,
            redirected_to = CASE step WHEN 'redirected' THEN 'mash' END,
            duplicate_of = CASE step WHEN 'duplicate' THEN current_setting('tap.original')::uuid END,
            state_reason = 'other'
         WHERE id = made;
    END LOOP;
    RETURN made;
END $$;
SELECT set_config('tap.original', pg_temp.referral_at('anna', 'submitted')::text, true) IS NULL AS ready \gset

-- 1. Whose they are.
SELECT pg_temp.referral_at('rosa', 'submitted') AS sent,
       pg_temp.referral_at('rosa', 'draft') AS draft,
       pg_temp.referral_at('ewan', 'submitted') AS police,
       pg_temp.referral_at('nora', 'submitted', 'northsom') AS far \gset

SELECT is(pg_temp.outcome('x' || role, format('SELECT FROM casework.referral WHERE id = %L', :'sent')),
          own::text, role || ' in the spoke sees ' || own) FROM role_sees;
SELECT is(pg_temp.outcome('x' || role, format('SELECT FROM casework.referral WHERE id = %L', :'far')),
          other::text, role || ' sees ' || other || ' of another spoke') FROM role_sees;
SELECT is(pg_temp.outcome('x' || role, format('SELECT FROM casework.referral WHERE id = %L', :'draft')),
          '0', role || ' sees no draft of another') FROM role_sees;
SELECT is(pg_temp.outcome(NULL, 'SELECT FROM casework.referral'), '0', 'nobody sees nothing');
SELECT is(pg_temp.outcome('gone', 'SELECT FROM casework.referral'), '0', 'no role sees nothing');
SELECT is(pg_temp.outcome('rosa', 'SELECT FROM casework.referral'), '2', 'a referrer sees their own');
SELECT is(pg_temp.outcome('rafi', 'SELECT FROM casework.referral'), '0', 'and nobody else''s');
SELECT is(pg_temp.outcome('rosa', 'SELECT FROM casework.referral_concern'), '2', 'with their concerns');
SELECT is(pg_temp.outcome('rafi', 'SELECT FROM casework.referral_concern'), '0', 'concerns go with the referral');
SELECT is(pg_temp.outcome('rosa', 'SELECT DISTINCT subject_id FROM casework.state_change'), '2',
          'a referrer sees how their own moved');
SELECT is(pg_temp.outcome('rafi', 'SELECT FROM casework.state_change'), '0', 'and of no other');
SELECT is(pg_temp.outcome('nora', format('SELECT FROM casework.state_change WHERE subject_id = %L', :'sent')), '0',
          'another spoke sees no moves');

-- Writing where one may not.
SELECT alike(pg_temp.outcome(who, format($$INSERT INTO casework.referral (spoke_id, referred_by)
              VALUES (reference.spoke_id(%L), access.me())$$, spoke)), expected, who || ' makes one in ' || spoke)
  FROM (VALUES ('anna', 'bristol', '1'), ('ewan', 'bristol', '1'), ('rosa', 'bristol', '1'),
               ('anna', 'northsom', 'TL403%'), ('rosa', 'northsom', 'TL403%'),
               ('xpanel_member', 'bristol', 'TL403%'), ('xprovider_worker', 'bristol', 'TL403%'),
               ('xhub_auditor', 'bristol', 'TL403%'), ('xsystem_admin', 'bristol', 'TL403%'))
       AS t(who, spoke, expected);
SELECT alike(pg_temp.outcome('rosa', format($$INSERT INTO casework.referral (spoke_id, referred_by)
    VALUES (reference.spoke_id('bristol'), %L)$$, :'rafi')), '42501%', 'nobody refers in another''s name');
SELECT alike(pg_temp.outcome('rosa', $$INSERT INTO casework.referral (spoke_id, referred_by, person_id)
    VALUES (reference.spoke_id('bristol'), access.me(), 'aaaaaaaa-0000-4000-8000-000000000001')$$),
    'TL403%', 'a referrer does not guess at people');
SELECT alike(pg_temp.outcome('anna', $$INSERT INTO casework.referral (spoke_id, referred_by, person_id)
    VALUES (reference.spoke_id('bristol'), access.me(), 'aaaaaaaa-0000-4000-8000-000000000002')$$),
    '23503 referral_person_known_fkey%', 'a person of another spoke is not known here');
SELECT is(pg_temp.outcome('nora', format('UPDATE casework.referral SET school = %L WHERE id = %L', 'x', :'sent')),
          '0', 'another spoke changes nothing');
SELECT alike(pg_temp.outcome('anna', 'DELETE FROM casework.referral'), '42501%', 'a referral is never deleted');
SELECT alike(pg_temp.outcome('anna', 'DELETE FROM casework.state_change'), '42501%', 'nor how it moved');
SELECT alike(pg_temp.outcome('anna', $$INSERT INTO casework.state_change (machine, subject_id, spoke_id, verb, to_state)
    VALUES ('referral', gen_random_uuid(), reference.spoke_id('bristol'), 'accept', 'accepted_to_panel')$$),
    '42501%', 'nor are moves invented');

-- The annex.
SELECT alike(pg_temp.outcome(who, format($$INSERT INTO casework.referral_police_annex (referral_id, spoke_id, text)
    VALUES (%L, reference.spoke_id(%L), 'source')$$, :'sent', spoke)), expected, who || ' writes an annex in ' || spoke)
  FROM (VALUES ('anna', 'bristol', '42501%'), ('rosa', 'bristol', '42501%'),
               ('ewan', 'northsom', '42501%'), ('ewan', 'bristol', '1')) AS t(who, spoke, expected);
SELECT is(pg_temp.outcome(who, 'SELECT FROM casework.referral_police_annex'), rows, who || ' reads the annex')
  FROM (VALUES ('ewan', '1'), ('xeit_sergeant', '1'), ('anna', '0'), ('petra', '0'), ('rosa', '0'),
               ('nora', '0'), ('xsystem_admin', '0')) AS t(who, rows);
SELECT is(pg_temp.seen(who, format('SELECT casework.referral_annex_held(%L)', :'sent')), held, who || ' hears that there is one')
  FROM (VALUES ('anna', 'true'), ('ewan', 'true'), ('rosa', 'false'), ('nora', 'false')) AS t(who, held);

-- 2. Who changes which column, and when.
SELECT pg_temp.referral_at('rosa', 'in_triage') AS triage,
       pg_temp.referral_at('rosa', 'declined') AS declined \gset
SELECT alike(pg_temp.outcome(who, format('UPDATE casework.referral SET %s WHERE id = %L', change,
             CASE which WHEN 'draft' THEN :'draft' WHEN 'sent' THEN :'sent' WHEN 'triage' THEN :'triage'
                        ELSE :'declined' END)),
             expected, format('%s sets %s of one %s', who, change, which))
  FROM (VALUES
    ('rosa', 'draft',    'narrative = ''n''',                 '1'),
    ('rosa', 'draft',    'agency_id = reference.agency_id(''avon_somerset_police'')', '1'),
    ('rosa', 'draft',    'result_for_referrer = ''accepted''', 'TL409%'),
    ('rosa', 'draft',    'person_id = ''aaaaaaaa-0000-4000-8000-000000000001''', 'TL403%'),
    ('rosa', 'draft',    'referred_by = NULL',                'TL403%'),
    ('rosa', 'draft',    'spoke_id = reference.spoke_id(''northsom'')', 'TL403%'),
    ('rosa', 'draft',    'reference = ''BR-26-0000''',        'TL403%'),
    ('rosa', 'draft',    'created_at = now()',                'TL403%'),
    ('rosa', 'sent',     'narrative = ''n''',                 'TL409%'),
    ('rosa', 'sent',     'result_for_referrer = ''x''',       'TL409%'),
    ('rosa', 'triage',   'narrative = ''n''',                 'TL409%'),
    ('rosa', 'triage',   'result_for_referrer = ''x''',       'TL403%'),
    ('rosa', 'triage',   'person_id = ''aaaaaaaa-0000-4000-8000-000000000001''', 'TL403%'),
    ('anna', 'sent',     'narrative = ''n''',                 'TL409%'),
    ('anna', 'sent',     'person_id = ''aaaaaaaa-0000-4000-8000-000000000001''', 'TL409%'),
    ('anna', 'triage',   'narrative = ''n''',                 '1'),
    ('anna', 'triage',   'person_id = ''aaaaaaaa-0000-4000-8000-000000000001''', '1'),
    ('anna', 'triage',   'person_id = ''aaaaaaaa-0000-4000-8000-000000000002''', '23503 referral_person_known_fkey%'),
    ('anna', 'triage',   'referred_by = access.me()',         'TL403%'),
    ('anna', 'triage',   'narrative = NULL',                  '23514 referral_complete_check%'),
    ('anna', 'declined', 'narrative = ''n''',                 'TL409%'),
    ('anna', 'declined', 'result_for_referrer = ''x''',       'TL409%'),
    ('anna', 'declined', 'decline_reason = ''out_of_area''',  'TL409%'),
    ('ewan', 'triage',   'narrative = ''n''',                 '0'),
    ('nora', 'triage',   'narrative = ''n''',                 '0')) AS t(who, which, change, expected);
SELECT is((SELECT submitted_at FROM casework.referral WHERE id = :'draft'), NULL, 'a draft is not sent');
SELECT is(pg_temp.outcome('rosa', format($$UPDATE casework.referral SET submitted_at = '2020-01-01' WHERE id = %L$$, :'draft')),
          '1', 'when it was sent ...');
SELECT is((SELECT submitted_at FROM casework.referral WHERE id = :'draft'), NULL, '... is the database''s to say');
SELECT is(pg_temp.outcome(who, format('DELETE FROM casework.referral_concern WHERE referral_id = %L',
             CASE which WHEN 'draft' THEN :'draft' ELSE :'sent' END)), expected, who || ' takes concerns from a ' || which)
  FROM (VALUES ('rosa', 'sent', '0'), ('ewan', 'sent', '0'), ('nora', 'sent', '0'), ('rosa', 'draft', '1'))
       AS t(who, which, expected);
SELECT alike(pg_temp.outcome('anna', format($$INSERT INTO casework.referral_concern (referral_id, position, concern, is_primary)
    VALUES (%L, 2, 'assault', true)$$, :'triage')), '23505 referral_concern_one_primary%', 'one main concern');

-- 3. Every move: these are allowed, all others are not.
CREATE TEMPORARY TABLE allowed (from_state text, to_state text);
INSERT INTO allowed
SELECT f, t FROM (VALUES ('draft', 'submitted withdrawn'), ('submitted', 'in_triage withdrawn'),
    ('information_requested', 'in_triage withdrawn'),
    ('in_triage', 'information_requested accepted_to_panel extraordinary_meeting '
                  'straight_to_intervention added_to_episode redirected declined duplicate out_of_area withdrawn'))
    AS v(f, ts), string_to_table(ts, ' ') AS t;
CREATE TEMPORARY TABLE state (name text);
INSERT INTO state SELECT string_to_table('draft submitted in_triage information_requested accepted_to_panel '
    'extraordinary_meeting straight_to_intervention added_to_episode redirected declined duplicate '
    'out_of_area withdrawn', ' ');
SELECT alike(
    pg_temp.outcome('anna', format($$UPDATE casework.referral SET state = %L, state_reason = 'other',
        person_id = CASE WHEN %L IN ('accepted_to_panel', 'extraordinary_meeting', 'straight_to_intervention',
            'added_to_episode') THEN 'aaaaaaaa-0000-4000-8000-000000000001' ELSE person_id END,
        decline_reason = CASE %L WHEN 'declined' THEN 'below_threshold' END,
        redirected_to = CASE %L WHEN 'redirected' THEN 'mash' END,
        duplicate_of = CASE %L WHEN 'duplicate' THEN %L::uuid END WHERE id = %L$$,
        t.name, t.name, t.name, t.name, t.name, current_setting('tap.original'),
        pg_temp.referral_at('anna', f.name))),
    CASE WHEN a.to_state IS NULL THEN 'TL409%' ELSE '1' END,
    f.name || ' -> ' || t.name)
  FROM state f CROSS JOIN state t
  LEFT JOIN allowed a ON a.from_state = f.name AND a.to_state = t.name
 WHERE f.name <> t.name;

-- Who makes them: the verb's own permission, in the spoke.
SELECT alike(pg_temp.outcome(who, format($$UPDATE casework.referral SET state = %L, state_reason = 'other',
        decline_reason = CASE %L WHEN 'declined' THEN 'below_threshold' END WHERE id = %L$$,
        target, target, pg_temp.referral_at('rosa', origin))), expected, format('%s: %s -> %s', who, origin, target))
  FROM (VALUES
    ('rosa', 'draft', 'submitted', '1'),            ('rosa', 'draft', 'withdrawn', '1'),
    ('rosa', 'submitted', 'withdrawn', '1'),        ('rosa', 'in_triage', 'withdrawn', '1'),
    ('rosa', 'information_requested', 'in_triage', '1'),
    ('rosa', 'submitted', 'in_triage', 'TL403%'),   ('rosa', 'in_triage', 'declined', 'TL403%'),
    ('rosa', 'in_triage', 'information_requested', 'TL403%'),
    ('petra', 'submitted', 'in_triage', '1'),       ('petra', 'in_triage', 'declined', '1'),
    ('petra', 'information_requested', 'in_triage', '1'),
    ('petra', 'draft', 'submitted', '0'),
    ('rafi', 'submitted', 'withdrawn', '0'),        ('ewan', 'submitted', 'in_triage', '0'),
    ('ewan', 'in_triage', 'declined', '0'),         ('ewan', 'submitted', 'withdrawn', '0'),
    ('nora', 'submitted', 'in_triage', '0'),        ('nora', 'in_triage', 'declined', '0'))
    AS t(who, origin, target, expected);

-- What a result needs.
SELECT alike(pg_temp.outcome('anna', format('UPDATE casework.referral SET state = %L, %s WHERE id = %L',
        target, change, pg_temp.referral_at('anna', 'in_triage'))), expected, format('%s needs more than %s', target, change))
  FROM (VALUES
    ('accepted_to_panel', 'state_note = ''x''', '23514 referral_person_identified_check%'),
    ('extraordinary_meeting', 'state_note = ''x''', '23514 referral_person_identified_check%'),
    ('straight_to_intervention', 'state_note = ''x''', '23514 referral_person_identified_check%'),
    ('added_to_episode', 'person_id = ''aaaaaaaa-0000-4000-8000-000000000003''', '23514 referral_episode_check%'),
    ('added_to_episode', 'person_id = ''aaaaaaaa-0000-4000-8000-000000000003'', episode_id = ''eeeeeeee-0000-4000-8000-000000000001''',
     '23503 referral_episode_fkey%'),
    ('declined', 'state_note = ''x''', '23514 referral_decline_reason_check%'),
    ('declined', 'decline_reason = ''because''', '23503 referral_decline_reason_fkey%'),
    ('redirected', 'state_note = ''x''', '23514 referral_redirected_to_check%'),
    ('redirected', 'redirected_to = ''mash'', decline_reason = ''below_threshold''', '23514 referral_decline_reason_check%'),
    ('duplicate', 'state_note = ''x''', '23514 referral_duplicate_of_check%'),
    ('duplicate', 'duplicate_of = id', '23514 referral_duplicate_of_check%'),
    ('withdrawn', 'state_reason = NULL', 'TL422%'),
    ('withdrawn', 'state_reason = ''bored''', 'TL422%')) AS t(target, change, expected);
SELECT alike(pg_temp.outcome('anna', format('UPDATE casework.referral SET state = %L, duplicate_of = %L WHERE id = %L',
        'duplicate', other, pg_temp.referral_at('anna', 'in_triage'))), 'TL422%', 'a repeat of ' || what || ' is none')
  FROM (VALUES (:'far'::uuid, 'another spoke''s'), (:'draft'::uuid, 'a draft')) AS t(other, what);
SELECT alike(pg_temp.outcome('rosa', format($$UPDATE casework.referral SET state = 'submitted', narrative = NULL WHERE id = %L$$,
        :'draft')), '23514 referral_complete_check%', 'an incomplete referral is not sent');

-- A move leaves its row: who, from, to, why.
SELECT pg_temp.referral_at('anna', 'in_triage') AS moved \gset
SELECT is(pg_temp.outcome('anna', format($$UPDATE casework.referral SET state = 'information_requested',
    state_note = 'When?' WHERE id = %L$$, :'moved')), '1', 'a question is asked');
SELECT results_eq(format($$SELECT verb, from_state, to_state, by_user, note FROM casework.state_change
    WHERE subject_id = %L AND verb = 'request_information'$$, :'moved'),
    format($$VALUES ('request_information', 'in_triage', 'information_requested', %L::uuid, 'When?')$$, :'anna'),
    'and the move says who asked what');
SELECT is(pg_temp.outcome('anna', format($$UPDATE casework.referral SET state_note = 'Other' WHERE id = %L$$, :'moved')),
          '1', 'what a move said ...');
SELECT is((SELECT state_note FROM casework.referral WHERE id = :'moved'), 'When?', '... is not changed after it');

-- 4. Working days.
SELECT is(casework.working_days_after(day::date, days), expected::date, format('%s working days after %s: %s', days, day, why))
  FROM (VALUES
    ('2026-02-04', 1, '2026-02-05', 'midweek'),
    ('2026-02-06', 1, '2026-02-09', 'over a weekend'),
    ('2026-02-07', 1, '2026-02-09', 'from a Saturday'),
    ('2026-02-08', 1, '2026-02-09', 'from a Sunday'),
    ('2026-02-06', 5, '2026-02-13', 'a week'),
    ('2026-04-02', 1, '2026-04-07', 'over Easter'),
    ('2026-05-01', 1, '2026-05-05', 'over the early May holiday'),
    ('2026-12-24', 1, '2026-12-29', 'Boxing Day moved to Monday'),
    ('2026-12-24', 3, '2026-12-31', 'over Christmas'),
    ('2027-12-24', 1, '2027-12-29', 'both Christmas days moved'),
    ('2026-02-04', 0, '2026-02-04', 'none, on a working day'),
    ('2026-02-07', 0, '2026-02-09', 'none, on a Saturday'),
    ('2026-04-03', 0, '2026-04-07', 'none, on Good Friday')) AS t(day, days, expected, why);
SELECT is(casework.working_days_after(NULL, 1), NULL, 'no day, no day');
SELECT throws_ok('SELECT casework.working_days_after(''2026-02-04'', -1)', '22023', NULL, 'days do not go back');
SELECT throws_ok('SELECT casework.working_days_after(''2026-02-04'', 10001)', '22023', NULL, 'nor on for ever');
SELECT is(casework.working_days_between(a::date, b::date), n, format('working days from %s to %s', a, b))
  FROM (VALUES ('2026-02-06', '2026-02-09', 1), ('2026-02-06', '2026-02-08', 0), ('2026-02-06', '2026-02-06', 0),
               ('2026-02-09', '2026-02-06', 0), ('2026-04-02', '2026-04-07', 1), ('2026-02-02', '2026-02-06', 4))
       AS t(a, b, n);
SELECT is((SELECT count(*) FROM generate_series(date '2026-03-20', '2027-01-10', '1 day') d, generate_series(1, 12) n
            WHERE casework.working_days_between(d::date, casework.working_days_after(d::date, n)) <> n),
          0::bigint, 'the two count alike over a year of holidays');

SELECT is((SELECT count(*) FROM generate_series(date '2024-01-01', '2028-12-31', '1 day') AS d(day)
            WHERE casework.working_number(d.day::date) - casework.working_number('2023-12-31') <>
                  (SELECT count(*) FROM generate_series(date '2024-01-01', d.day, '1 day') AS w(day)
                    WHERE extract(isodow FROM w.day) < 6
                      AND NOT EXISTS (SELECT FROM reference.bank_holiday h WHERE h.day = w.day))),
          0::bigint, 'counted day by day, five years give the same');
INSERT INTO reference.bank_holiday (day, name) VALUES ('2026-06-10', 'A day of mourning');
SELECT is(casework.working_days_after('2026-06-09', 1), date '2026-06-11', 'a holiday announced late counts at once');
SELECT is((SELECT count(*) FROM generate_series(date '2026-05-01', '2027-01-10', '1 day') d, generate_series(1, 12) n
            WHERE casework.working_days_between(d::date, casework.working_days_after(d::date, n)) <> n),
          0::bigint, 'and all those after it');
DELETE FROM reference.bank_holiday WHERE day = '2026-06-10';
SELECT is(casework.working_days_after('2026-06-09', 1), date '2026-06-10', 'taken back, it is a working day again');

-- 5. The clock. Each step at its own moment, by the owner.
UPDATE reference.spoke_setting SET value = '1'
 WHERE spoke_id = reference.spoke_id('bristol') AND setting = 'triage_working_days';
CREATE FUNCTION pg_temp.told(id_ uuid, VARIADIC steps text[]) RETURNS uuid LANGUAGE plpgsql AS $$
DECLARE
    i integer;
BEGIN
    FOR i IN 1 .. cardinality(steps) BY 2 LOOP
        PERFORM set_config('throughline.moment', steps[i + 1], true);
        UPDATE casework.referral SET state = steps[i], state_reason = 'other',
            submitted_at = CASE WHEN steps[i] = 'submitted' THEN NULL ELSE submitted_at END,
            decline_reason = CASE steps[i] WHEN 'declined' THEN 'below_threshold' END WHERE id = id_;
    END LOOP;
    PERFORM set_config('throughline.moment', '', true);
    RETURN id_;
END $$;
CREATE FUNCTION pg_temp.clock(id_ uuid) RETURNS text LANGUAGE sql AS $$
    SELECT concat_ws(' ', coalesce(triage_due_on::text, '-'), CASE WHEN paused THEN 'paused' END,
                     CASE WHEN overdue THEN 'overdue' END, waiting_days)
      FROM casework.referral_clock WHERE referral_id = id_ $$;

SELECT is(pg_temp.clock(pg_temp.referral_at('anna', 'draft')), '-', 'a draft has no clock');
SELECT alike(pg_temp.clock(pg_temp.told(pg_temp.referral_at('anna', 'draft'), 'submitted', '2026-02-02 10:00+00')),
    '2026-02-03 overdue%', 'due one working day after it was sent');
SELECT alike(pg_temp.clock(pg_temp.told(pg_temp.referral_at('anna', 'draft'), 'submitted', '2026-02-06 17:00+00')),
    '2026-02-09 overdue%', 'sent on a Friday');
SELECT alike(pg_temp.clock(pg_temp.told(pg_temp.referral_at('anna', 'draft'), 'submitted', '2026-06-30 23:30+00')),
    '2026-07-02%', 'days are London''s: half past midnight in summer');
SELECT is(pg_temp.clock(pg_temp.told(pg_temp.referral_at('anna', 'draft'), 'submitted', '2026-02-02 10:00+00',
    'in_triage', '2026-02-03 10:00+00', 'declined', '2026-02-04 10:00+00')), '- 2', 'it stops at the decision');
SELECT is(pg_temp.clock(pg_temp.told(pg_temp.referral_at('anna', 'draft'), 'submitted', '2026-02-02 10:00+00',
    'in_triage', '2026-02-02 11:00+00', 'information_requested', '2026-02-03 10:00+00',
    'in_triage', '2026-02-05 10:00+00', 'declined', '2026-02-06 10:00+00')), '- 2', 'and stands still for a question');
SELECT alike(pg_temp.clock(pg_temp.told(pg_temp.referral_at('anna', 'draft'), 'submitted', '2026-02-02 10:00+00',
    'in_triage', '2026-02-02 11:00+00', 'information_requested', '2026-02-03 10:00+00',
    'in_triage', '2026-02-05 10:00+00')), '2026-02-05 overdue%', 'which puts off when it is due');
SELECT is(pg_temp.clock(pg_temp.told(pg_temp.referral_at('anna', 'draft'), 'submitted', '2026-02-02 10:00+00',
    'in_triage', '2026-02-02 11:00+00', 'information_requested', '2026-02-02 12:00+00',
    'in_triage', '2026-02-03 10:00+00', 'information_requested', '2026-02-03 11:00+00',
    'in_triage', '2026-02-04 10:00+00', 'declined', '2026-02-05 10:00+00')), '- 1', 'for each question');
SELECT alike(pg_temp.clock(pg_temp.told(pg_temp.referral_at('anna', 'draft'), 'submitted', '2026-02-02 10:00+00',
    'in_triage', '2026-02-02 11:00+00', 'information_requested', '2026-02-03 10:00+00')), '% paused 1',
    'an open question is never overdue');
SELECT is(pg_temp.clock(pg_temp.told(pg_temp.referral_at('anna', 'draft'), 'submitted', '2026-02-02 10:00+00',
    'withdrawn', '2026-02-04 10:00+00')), '- 2', 'withdrawn, it waits no more');
SELECT is(pg_temp.outcome('nora', format('SELECT FROM casework.referral_clock WHERE referral_id = %L', :'sent')), '0',
    'the clock shows no more than the referral does');

-- 6. The list's facts show to each reader exactly what the policy does, and a
-- name from the record only to the spoke's own staff.
SELECT is(pg_temp.seen(who, format('SELECT array_agg(id ORDER BY id) FROM casework.referral_list_facts(%L)', every.ids)),
          pg_temp.seen(who, 'SELECT array_agg(id ORDER BY id) FROM casework.referral'),
          coalesce(who, 'nobody') || ' finds the same in the list as in the table')
  FROM (SELECT array_agg(id) AS ids FROM casework.referral) AS every
 CROSS JOIN (SELECT 'x' || role FROM role_sees UNION ALL VALUES ('anna'), ('rosa'), ('nora'), (NULL)) AS t(who);
SELECT pg_temp.referral_at('rosa', 'accepted_to_panel') AS known \gset
SELECT is(pg_temp.seen(who, format('SELECT person_name FROM casework.referral_list_facts(ARRAY[%L::uuid])', :'known')),
          name, who || ' reads as the record''s name: ' || coalesce(name, 'nothing'))
  FROM (VALUES ('anna', (SELECT display_name FROM casework.person WHERE id = 'aaaaaaaa-0000-4000-8000-000000000001')),
               ('rosa', NULL)) AS t(who, name);

SELECT * FROM finish();
ROLLBACK;
