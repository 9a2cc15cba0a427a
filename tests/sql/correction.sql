-- Nothing is overwritten: risk, outcomes and the young person's voice keep what
-- they said before, and whoever reads the record reads that, too (domain.md 11).
-- And the one rule of how risk changed.
BEGIN;
SELECT no_plan();
\ir ../support/sessions.sql

SELECT is(casework.risk_change(now, scale, before, scale_before), expected, format('%s after %s', now, before))
  FROM (VALUES ('low', 'a', NULL, NULL, 'baseline'), (NULL, 'a', 'high', 'a', 'not_reassessed'), (NULL, NULL, NULL, NULL, 'not_reassessed'),
               ('low', 'a', 'low', 'b', 'not_comparable'), ('nonsense', 'a', 'low', 'a', 'not_comparable')) AS t(now, scale, before, scale_before, expected);
SELECT is(casework.risk_change(now.code, 'a', before.code, 'a'),
          CASE WHEN now.place < before.place THEN 'reduced' WHEN now.place = before.place THEN 'same' ELSE 'increased' END, now.code || ' after ' || before.code)
  FROM unnest('{low,medium,high,very_high}'::text[]) WITH ORDINALITY AS now(code, place),
       unnest('{low,medium,high,very_high}'::text[]) WITH ORDINALITY AS before(code, place);
SELECT ok(EXISTS (SELECT FROM reference.term t WHERE t.vocabulary = 'risk_change' AND t.code = c), c || ' is in the vocabulary')
  FROM unnest('{reduced,same,increased,not_comparable,not_reassessed}'::text[]) AS c;

SELECT pg_temp.signed_in('anna', 'spoke_coordinator', 'bristol') AS anna, pg_temp.signed_in('ewan', 'eit_officer', 'bristol') AS ewan,
       pg_temp.signed_in('nora', 'spoke_coordinator', 'northsom') AS nora, pg_temp.signed_in('rita', 'referrer', 'bristol') AS rita \gset
\set person '''aaaaaaaa-0000-4000-8000-000000000008'''
\set episode '''eeeeeeee-0000-4000-8000-000000000008'''
\set first '''44444444-0000-4000-8000-000000000001'''
\set second '''44444444-0000-4000-8000-000000000002'''
\set words '''55555555-0000-4000-8000-000000000001'''
INSERT INTO casework.person (id, spoke_ids, display_name, born_precision) VALUES (:person, ARRAY[reference.spoke_id('bristol')], 'Tap Eight', 'unknown');
INSERT INTO casework.episode (id, spoke_id, person_id, state, opened_on) VALUES (:episode, reference.spoke_id('bristol'), :person, 'active_monitoring', '2026-01-05');
INSERT INTO casework.risk_assessment (id, spoke_id, person_id, episode_id, assessed_at, risk_to, risk_from, practitioner_level, rationale)
SELECT id, reference.spoke_id('bristol'), :person, :episode, at, level, 'low', level, 'x'
  FROM (VALUES (:first::uuid, '2026-02-01'::timestamptz, 'medium'), (:second, '2026-03-01', 'very_high')) AS t(id, at, level);
SELECT is((SELECT risk_level FROM casework.episode WHERE id = :episode), 'very_high', 'the latest counts');

CREATE FUNCTION pg_temp.corrects(who text, what text, id uuid, change text) RETURNS text LANGUAGE sql AS $$
    SELECT pg_temp.outcome(who, format('UPDATE casework.%I SET %s WHERE id = %L', what, change, id)) $$;
SELECT alike(pg_temp.corrects(who, 'risk_assessment', :second, change), expected, format('%s: %s', who, change))
  FROM (VALUES (1, 'anna', 'practitioner_level = ''high''', 'TL422: Select why it is corrected'),
               (2, 'anna', 'practitioner_level = ''high'', correction_reason = ''typing_error'', corrects_version = 7', 'TL422: Select why%'),
               (3, 'anna', 'scale_version = ''2099''', '42501%'), (4, 'anna', 'corrected_by = NULL', '42501%'),
               (5, 'ewan', 'practitioner_level = ''high'', correction_reason = ''typing_error'', corrects_version = version', '0'),
               (6, 'nora', 'practitioner_level = ''high'', correction_reason = ''typing_error'', corrects_version = version', '0'),
               (7, 'anna', 'practitioner_level = ''high'', correction_reason = ''typing_error'', correction_note = ''Ticked one too many'', corrects_version = version', '1'))
       AS t(turn, who, change, expected) ORDER BY turn;
SELECT is((SELECT risk_level FROM casework.episode WHERE id = :episode), 'high', 'the episode follows the correction');
SELECT is(pg_temp.seen(who, format('SELECT string_agg(concat_ws('' '', was ->> ''practitioner_level'', version, reason, note), '','') FROM casework.earlier_version WHERE record_id = %L', :second)),
          expected, who || ' and what it said before')
  FROM (VALUES ('anna', 'very_high 1 typing_error Ticked one too many'), ('ewan', 'very_high 1 typing_error Ticked one too many'), ('nora', NULL), ('rita', NULL)) AS t(who, expected);
SELECT alike(pg_temp.outcome('anna', sql), '42501%', sql)
  FROM (VALUES ('INSERT INTO casework.earlier_version (kind) VALUES (''x'')'), ('UPDATE casework.earlier_version SET note = NULL'),
               ('DELETE FROM casework.earlier_version')) AS t(sql);

-- Struck: out of view and of every comparison, but kept.
SELECT is(pg_temp.corrects('anna', 'risk_assessment', :second, 'in_error_at = now(), correction_reason = ''wrong_person'', corrects_version = version'), '1', 'struck');
SELECT is((SELECT risk_level FROM casework.episode WHERE id = :episode), 'medium', 'the one before counts again');
SELECT alike(pg_temp.corrects('anna', 'risk_assessment', :second, 'rationale = ''y'', correction_reason = ''typing_error'', corrects_version = version'),
             'TL409: This was recorded in error%', 'what was struck stays struck');
SELECT is(pg_temp.seen('anna', format('SELECT string_agg(coalesce(object ->> ''change'', ''none''), '' '' ORDER BY assessed_at) FROM casework.risk_object WHERE episode_id = %L', :episode)),
          'baseline none', 'what was struck is compared with nothing');
SELECT is((SELECT count(*) FROM casework.earlier_version WHERE record_id = :second)::integer, 2, 'each version is kept');

-- A panel's level stands in its minutes.
INSERT INTO casework.meeting (id, spoke_id, type, title, starts_at) VALUES ('66666666-0000-4000-8000-000000000001', reference.spoke_id('bristol'), 'operational_panel', 'Panel', '2026-04-01');
INSERT INTO casework.agenda_item (id, spoke_id, meeting_id, person_id, episode_id, kind, position)
VALUES ('67666666-0000-4000-8000-000000000001', reference.spoke_id('bristol'), '66666666-0000-4000-8000-000000000001', :person, :episode, 'review', 1);
INSERT INTO casework.discussion (id, spoke_id, meeting_id, agenda_item_id, person_id, episode_id, happened_at)
VALUES ('68666666-0000-4000-8000-000000000001', reference.spoke_id('bristol'), '66666666-0000-4000-8000-000000000001',
        '67666666-0000-4000-8000-000000000001', :person, :episode, '2026-04-01');
INSERT INTO casework.risk_assessment (id, spoke_id, person_id, episode_id, discussion_id, assessed_at, risk_to, risk_from, practitioner_level, panel_level, rationale)
VALUES ('44444444-0000-4000-8000-000000000003', reference.spoke_id('bristol'), :person, :episode, '68666666-0000-4000-8000-000000000001', '2026-04-01', 'low', 'low', 'low', 'low', 'x');
SELECT alike(pg_temp.corrects('anna', 'risk_assessment', '44444444-0000-4000-8000-000000000003', change || ', correction_reason = ''disputed'', corrects_version = version'), expected, change)
  FROM (VALUES (1, 'panel_level = ''medium'', override_reason = ''new_information''', 'TL409: A panel agreed this level%'),
               (2, 'in_error_at = now()', 'TL409: A panel agreed this level%'), (3, 'assessed_at = ''2026-05-01''', 'TL409: A panel agreed this level%'),
               (4, 'protective_factors = ''{trusted_adult}''', '1')) AS t(turn, change, expected) ORDER BY turn;

-- The young person's voice.
INSERT INTO casework.voice (id, spoke_id, person_id, episode_id, said_on, medium, quotation)
VALUES (:words, reference.spoke_id('bristol'), :person, :episode, '2026-03-02', 'spoken', 'I felt listened to; --');
SELECT is(pg_temp.outcome(who, format('SELECT FROM casework.voice WHERE id = %L', :words)), expected, who || ' and their words')
  FROM (VALUES ('anna', '1'), ('ewan', '1'), ('nora', '0'), ('rita', '0')) AS t(who, expected);
SELECT alike(pg_temp.outcome(who, format('INSERT INTO casework.voice (spoke_id, person_id, episode_id, said_on, medium, quotation%s)
        VALUES (reference.spoke_id(''bristol''), %L, %L, ''2026-03-03'', %L, ''x''%s)', columns, :person, :episode, medium, given)), expected, format('%s records %s%s', who, medium, given))
  FROM (VALUES ('anna', 'spoken', '', '', '1'), ('ewan', 'drawing', '', '', '1'), ('nora', 'spoken', '', '', '42501%'), ('rita', 'spoken', '', '', '42501%'),
               ('anna', 'nonsense', '', '', '23503 voice_medium_fkey%'),
               ('anna', 'spoken', ', permission', ', ''nonsense''', '23503 voice_permission_fkey%'),
               ('anna', 'spoken', ', permission_on', ', ''2026-03-03''', '23514 voice_permission_on_check%'),
               ('anna', 'spoken', ', permission, permission_on, anonymised', ', ''without_name'', ''2026-03-03'', ''x''', '1')) AS t(who, medium, columns, given, expected);
SELECT alike(pg_temp.corrects(who, 'voice', :words, change), expected, format('%s: %s', who, change))
  FROM (VALUES (1, 'anna', 'quotation = ''Other words''', 'TL422: Select why it is corrected'), (2, 'nora', 'quotation = ''y'', correction_reason = ''typing_error'', corrects_version = version', '0'),
               (3, 'ewan', 'permission = ''without_name'', correction_reason = ''new_information'', corrects_version = version', '1')) AS t(turn, who, change, expected) ORDER BY turn;
SELECT is(pg_temp.seen('anna', format('SELECT concat_ws('' '', object ->> ''permission'', object ->> ''may_publish'', object -> ''earlier'' -> 0 -> ''was'' ->> ''permission'') FROM casework.voice_object WHERE id = %L', :words)),
          'without_name false not_asked', 'permission alone publishes nothing: there must be an anonymised version');
-- When a level is looked at again: by the spoke's period for it, else by the
-- partnership's; a level nobody knows has no day.
INSERT INTO reference.spoke_setting (spoke_id, setting, value) VALUES (reference.spoke_id('bristol'), 'review_days_medium', '28') ON CONFLICT DO NOTHING;
SELECT is(casework.review_due(reference.spoke_id('bristol'), NULL, 'medium', access.today()),
          access.today() + reference.setting_days(reference.spoke_id('bristol'), 'review_days_medium', access.today()), 'by the spoke''s own period');
DELETE FROM reference.spoke_setting WHERE spoke_id = reference.spoke_id('bristol') AND setting = 'review_days_low';
SELECT is(casework.review_due(reference.spoke_id('bristol'), NULL, 'low', access.today()), access.today() + 84, 'else by the partnership''s');
SELECT is(casework.review_due(reference.spoke_id('bristol'), NULL, 'nonsense', access.today()), NULL, 'a level there is not is never due');
SELECT * FROM finish();
ROLLBACK;
