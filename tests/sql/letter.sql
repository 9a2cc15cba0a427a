-- Letters to referrers and dated settings in the database itself: whose they
-- are, every move allowed and refused, and what never changes.
BEGIN;
SELECT plan(37);
\ir ../support/sessions.sql

SELECT pg_temp.signed_in('anna', 'spoke_coordinator', 'bristol') AS anna,
       pg_temp.signed_in('petra', 'project_officer', 'bristol') AS petra,
       pg_temp.signed_in('ewan', 'eit_officer', 'bristol') AS ewan,
       pg_temp.signed_in('rosa', 'referrer', 'bristol') AS rosa,
       pg_temp.signed_in('rafi', 'referrer', 'bristol') AS rafi,
       pg_temp.signed_in('nora', 'spoke_coordinator', 'northsom') AS nora \gset

-- A declined referral of rosa's; its decision is anna's, so it drafts a letter.
CREATE FUNCTION pg_temp.declined() RETURNS uuid LANGUAGE plpgsql AS $$
DECLARE
    made uuid := gen_random_uuid();
    step text;
BEGIN
    PERFORM set_config('throughline.stand_in', pg_temp.user_id('rosa')::text, true);
    INSERT INTO casework.referral (id, spoke_id, given_name, family_name, source, referred_by, agency_id,
        concern_on, urgency, narrative, family_informed, support_agreement, sharing_gateway)
    VALUES (made, reference.spoke_id('bristol'), '{reason}', 'Tap', 'school', pg_temp.user_id('rosa'),
        reference.agency_id('opcc_hub'), '2026-01-02', 'standard', 'knife', 'informed', 'agreed', 'pcsc_2022');
    FOREACH step IN ARRAY '{submitted,in_triage}'::text[] LOOP
        UPDATE casework.referral SET state = step WHERE id = made;
    END LOOP;
    step := pg_temp.outcome('anna', format($q$UPDATE casework.referral SET state = 'declined',
        decline_reason = 'below_threshold', state_reason = 'below_threshold', state_note = 'INSIDE',
        result_for_referrer = 'Own words' WHERE id = %L$q$, made));
    IF step <> '1' THEN
        RAISE EXCEPTION '%', step;
    END IF;
    RETURN made;
END $$;
SELECT pg_temp.declined() AS referral \gset
SELECT id AS letter FROM casework.referral_letter WHERE referral_id = :'referral' \gset

SELECT is((SELECT concat_ws(' ', state, result, audience, addressee) FROM casework.referral_letter WHERE id = :'letter'),
    'draft declined professional Rosa Tap', 'the decision drafts it');
SELECT ok((SELECT words LIKE '%{reason} Tap%' AND words LIKE '%does not at present meet%'
             FROM casework.referral_letter WHERE id = :'letter'), 'a name is not looked through for more to fill in');
SELECT ok((SELECT concat_ws(' ', words, own_words, closing, sender, subject) NOT LIKE '%INSIDE%'
             FROM casework.referral_letter WHERE id = :'letter'), 'what triage kept inside is not in it');

-- Whose it is.
SELECT is(pg_temp.seen(who, format('SELECT count(*) FROM casework.referral_letter WHERE id = %L', :'letter')), n,
          who || ' and a draft')
  FROM (VALUES ('anna', '1'), ('petra', '1'), ('ewan', '1'), ('rosa', '0'), ('rafi', '0'), ('nora', '0')) AS t(who, n);

-- Who may do what with it.
SELECT is(pg_temp.outcome('ewan', format('UPDATE casework.referral_letter SET own_words = ''x'' WHERE id = %L', :'letter')), '0',
    'an officer does not change it');
SELECT alike(pg_temp.outcome('anna', format('UPDATE casework.referral_letter SET words = ''x'' WHERE id = %L', :'letter')), '42501%',
    'nobody changes the partnership''s words');
SELECT alike(pg_temp.outcome('anna', format('INSERT INTO casework.referral_letter (spoke_id, referral_id, result, audience, clock_from,
    addressee, subject, words, closing, sender) SELECT spoke_id, referral_id, result, audience, now(), ''x'', ''x'', ''x'', ''x'', ''x''
    FROM casework.referral_letter WHERE id = %L', :'letter')), '42501%', 'nobody writes one by hand');
SELECT alike(pg_temp.outcome('anna', format('SELECT casework.letter_draft(%L, ''declined'', now(), NULL)', :'referral')), '42501%',
    'nor drafts one past the decision');
SELECT is(pg_temp.outcome('petra', format('UPDATE casework.referral_letter SET own_words = ''Mine'' WHERE id = %L', :'letter')), '1',
    'who triages adds their paragraph');
SELECT alike(pg_temp.outcome('petra', format('UPDATE casework.referral_letter SET state = ''issued'' WHERE id = %L', :'letter')),
    '23514 referral_letter_issued_check%', 'how it is sent must be said');
SELECT alike(pg_temp.outcome('petra', format('UPDATE casework.referral_letter SET state = ''not_sent'' WHERE id = %L', :'letter')),
    'TL422%', 'why it is not sent must be said');
SELECT is(pg_temp.outcome('petra', format('UPDATE casework.referral_letter SET state = ''issued'', channel = ''here'' WHERE id = %L', :'letter')),
    '1', 'who triages sends it');
SELECT ok((SELECT issued_at = now() AND issued_by = pg_temp.user_id('petra') AND signed_by LIKE 'Petra Tap%'
             FROM casework.referral_letter WHERE id = :'letter'), 'and signs it');
SELECT is(pg_temp.seen(who, format('SELECT count(*) FROM casework.referral_letter WHERE id = %L', :'letter')), n,
          who || ' and one that was sent')
  FROM (VALUES ('anna', '1'), ('rosa', '1'), ('rafi', '0'), ('nora', '0')) AS t(who, n);
SELECT alike(pg_temp.outcome('anna', format('UPDATE casework.referral_letter SET own_words = ''x'' WHERE id = %L', :'letter')),
    'TL409%', 'once sent it does not change');
SELECT throws_like(format('UPDATE casework.referral_letter SET words = ''x'' WHERE id = %L', :'letter'),
    '%has been sent%', 'not even by the owner');
SELECT alike(pg_temp.outcome('anna', format('UPDATE casework.referral_letter SET state = ''draft'' WHERE id = %L', :'letter')),
    'TL409%', 'nor is it called back');

-- Settings.
SELECT is(pg_temp.outcome(who, $$INSERT INTO reference.spoke_setting_value (spoke_id, setting, value, valid_from, reason)
    VALUES (reference.spoke_id('bristol'), 'triage_working_days', '3', access.today() + 5, 'Tap')$$) LIKE told, true,
    who || ' changes a setting')
  FROM (VALUES ('petra', 'TL403%'), ('rosa', 'TL403%'), ('nora', 'TL403%'), ('anna', '1')) AS t(who, told);
SELECT is(array_agg(reference.setting_on(reference.spoke_id('bristol'), 'triage_working_days', access.today() + n) ORDER BY n),
    '{1,1,3,3}', 'the day before it is as it was, from its day as said')
  FROM unnest('{0,4,5,100}'::integer[]) AS n;
SELECT alike(pg_temp.outcome('anna', $$UPDATE reference.spoke_setting_value SET value = '9'$$), '42501%', 'what was said is not changed');
SELECT alike(pg_temp.outcome('anna', $$DELETE FROM reference.spoke_setting_value$$), '42501%', 'nor taken back');
SELECT is(reference.setting_fault('triage_working_days', v) IS NULL, fits, format('"%s" working days', v))
  FROM (VALUES ('1', true), ('20', true), ('21', false), ('-1', false), ('', false)) AS t(v, fits);

SELECT * FROM finish();
ROLLBACK;
