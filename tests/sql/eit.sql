-- The team's work in the database itself: what a contact said is kept, whom it
-- is about, who may see somebody identified, and what only a sergeant does.
BEGIN;
SELECT plan(47);
\ir ../support/sessions.sql

SELECT pg_temp.signed_in('anna', 'spoke_coordinator', 'bristol') AS anna,
       pg_temp.signed_in('pia', 'project_officer', 'bristol') AS pia,
       pg_temp.signed_in('ewan', 'eit_officer', 'bristol', 'avon_somerset_police') AS ewan,
       pg_temp.signed_in('sana', 'eit_sergeant', 'bristol', 'avon_somerset_police') AS sana,
       pg_temp.signed_in('nora', 'spoke_coordinator', 'northsom') AS nora,
       pg_temp.signed_in('noel', 'eit_sergeant', 'northsom', 'avon_somerset_police') AS noel,
       pg_temp.signed_in('mia', 'panel_member', 'bristol', 'bristol_youth_justice') AS mia,
       pg_temp.signed_in('rex', 'referrer', 'bristol') AS rex,
       pg_temp.signed_in('hal', 'hub_auditor', NULL) AS hal \gset
INSERT INTO casework.person (id, spoke_ids, display_name, born_precision)
SELECT ('aaaaaaaa-0000-4000-8000-00000000000' || n)::uuid, ARRAY[reference.spoke_id(spoke)], 'Tap ' || n, 'unknown'
  FROM (VALUES (1, 'bristol'), (2, 'bristol'), (3, 'northsom')) AS t(n, spoke);
INSERT INTO casework.identified (id, spoke_id, given_name, identified_on, agency_id, held)
SELECT ('bbbbbbbb-0000-4000-8000-00000000000' || n)::uuid, reference.spoke_id('bristol'), 'Tap who ' || n, current_date,
       reference.agency_id('avon_somerset_police'), n = 2 FROM generate_series(1, 2) AS n;
INSERT INTO casework.contact (id, spoke_id, person_id, identified_id, type, happened_at, seen, agency_id, held, note)
SELECT ('c0c0c0c0-0000-4000-8000-00000000000' || n)::uuid, reference.spoke_id('bristol'), person::uuid, who::uuid, 'home_visit',
       now() - interval '1 hour', true, reference.agency_id('avon_somerset_police'), n IN (3, 4), 'said ' || n
  FROM (VALUES (1, 'aaaaaaaa-0000-4000-8000-000000000001', NULL), (2, NULL, 'bbbbbbbb-0000-4000-8000-000000000001'),
               (3, 'aaaaaaaa-0000-4000-8000-000000000001', NULL), (4, NULL, 'bbbbbbbb-0000-4000-8000-000000000002')) AS t(n, person, who);
CREATE FUNCTION pg_temp.c(n integer) RETURNS text LANGUAGE sql AS $$ SELECT quote_literal('c0c0c0c0-0000-4000-8000-00000000000' || n) $$;

-- 1. Whom it is about.
CREATE FUNCTION pg_temp.logged(who text, rest text, given text) RETURNS text LANGUAGE sql AS $$
    SELECT pg_temp.outcome(who, format('INSERT INTO casework.contact (spoke_id, happened_at, seen, officer_id, agency_id%s)
        VALUES (reference.spoke_id(''bristol''), now(), true, access.me(), 1%s)', rest, given)) $$;
SELECT alike(pg_temp.logged('ewan', rest, given), expected, what) FROM (VALUES
    (', type', ', ''home_visit''', 'TL422: Choose the young person', 'a visit is of somebody'),
    (', type', ', ''hotspot_engagement''', '1', 'an evening out need not be'),
    (', type', ', ''school_input''', 'TL422: Enter the school', 'a school input says where'),
    (', type, school', ', ''school_input'', ''S''', 'TL422: Enter how many%', 'and how many'),
    (', type, school, headcount', ', ''school_input'', ''S'', 30', '1', 'then it is whole'),
    (', type, school, headcount', ', ''school_input'', ''S'', 0', '23514 contact_headcount_check%', 'nobody is no input'),
    (', type, person_id, headcount', ', ''school_input'', ''aaaaaaaa-0000-4000-8000-000000000001'', 30', '23514 contact_headcount_group_check%', 'one young person is not thirty'),
    (', type, person_id, identified_id', ', ''home_visit'', ''aaaaaaaa-0000-4000-8000-000000000001'', ''bbbbbbbb-0000-4000-8000-000000000001''', 'TL422%not both', 'known or not, not both'),
    (', type, identified_id', ', ''home_visit'', ''bbbbbbbb-0000-4000-8000-000000000001''', '1', 'somebody identified'),
    (', type, year_groups', ', ''school_input'', ''{year_99}''', 'TL422%', 'years there are'),
    (', type, person_id, colleague_ids', ', ''home_visit'', ''aaaaaaaa-0000-4000-8000-000000000001'', ARRAY[access.me()]', 'TL422%', 'the other officer is another'),
    (', type, person_id, follow_up_on', ', ''home_visit'', ''aaaaaaaa-0000-4000-8000-000000000001'', current_date', '23514 contact_follow_up_on_check%', 'a follow-up is of something')
  ) AS t(rest, given, expected, what);

-- 2. Amended, never overwritten.
SELECT is(pg_temp.outcome('ewan', 'UPDATE casework.contact SET note = ''new'' WHERE id = ' || pg_temp.c(1)), 'TL422: Select why it is corrected', 'no reason, no change');
SELECT is(pg_temp.outcome('ewan', 'UPDATE casework.contact SET note = ''new'', correction_reason = ''typing_error'' WHERE id = ' || pg_temp.c(1)), '1', 'with one, it is changed');
SELECT results_eq($$SELECT was ->> 'note', reason, replaced_by FROM casework.contact_version$$,
    format($$VALUES ('said 1', 'typing_error', %L::uuid)$$, :'ewan'), 'and what it said is kept, with who and why');
SELECT is(pg_temp.outcome('ewan', 'UPDATE casework.contact SET note = ''newer'' WHERE id = ' || pg_temp.c(1)), 'TL422: Select why it is corrected', 'the reason given once is not one for ever');
SELECT alike(pg_temp.outcome(who, statement), '42501%', who || ' writes no history') FROM (VALUES ('ewan'), ('anna')) AS t(who),
    (VALUES ('INSERT INTO casework.contact_version (contact_id) VALUES (NULL)'), ('UPDATE casework.contact_version SET was = ''{}'''), ('DELETE FROM casework.contact_version')) AS s(statement);
SELECT is(pg_temp.outcome(who, 'SELECT FROM casework.contact_version'), expected, who || ' reads it where they read the contact')
  FROM (VALUES ('anna', '1'), ('ewan', '1'), ('nora', '0'), ('mia', '0'), ('hal', '0')) AS t(who, expected);
SELECT alike(pg_temp.outcome('ewan', 'UPDATE casework.contact SET person_id = ''aaaaaaaa-0000-4000-8000-00000000000' || n || ''', correction_reason = ''' || reason || ''' WHERE id = ' || pg_temp.c(1)), expected, what)
  FROM (VALUES (2, 'typing_error', 'TL422%', 'moving needs its reason'), (3, 'wrong_person', '23503 contact_person_known_fkey%', 'not to whom only another spoke knows'),
               (2, 'wrong_person', '1', 'then it moves')) AS t(n, reason, expected, what);

-- 3. Struck, and then it rests.
SELECT is(pg_temp.outcome('ewan', 'UPDATE casework.contact SET in_error_reason = ''duplicate'' WHERE id = ' || pg_temp.c(1)), '1', 'struck');
SELECT is(in_error_by, :'ewan'::uuid, 'by whom is the database''s to say') FROM casework.contact WHERE id = trim(pg_temp.c(1), '''')::uuid;
SELECT alike(pg_temp.outcome('ewan', 'UPDATE casework.contact SET note = ''x'', correction_reason = ''typing_error'' WHERE id = ' || pg_temp.c(1)), 'TL409%', 'and it rests');

-- 4. Keeping back is the sergeant's.
SELECT alike(pg_temp.outcome(who, 'UPDATE casework.contact SET kept_reason = ''r'' WHERE id = ' || pg_temp.c(3)), expected, who || ' keeps back')
  FROM (VALUES ('anna', '0'), ('ewan', 'TL403%'), ('noel', '0'), ('sana', '1')) AS t(who, expected);

-- 5. Who sees somebody identified, and who links them.
SELECT is(pg_temp.outcome(who, 'SELECT FROM casework.identified'), expected, who || ' and those identified')
  FROM (VALUES ('anna', '1'), ('pia', '1'), ('ewan', '2'), ('nora', '0'), ('mia', '0'), ('rex', '0'), ('hal', '0')) AS t(who, expected);
SELECT is(pg_temp.outcome('sana', 'UPDATE casework.contact SET held = false WHERE id = ' || pg_temp.c(4)), '1', 'released');
SELECT is(pg_temp.outcome('anna', 'SELECT FROM casework.identified'), '2', 'with the contact, whom it is about');
SELECT is(pg_temp.outcome('anna', 'UPDATE casework.identified SET person_id = ''aaaaaaaa-0000-4000-8000-000000000002'''), '2', 'linked');

SELECT * FROM finish();
ROLLBACK;
