-- Young people in the database itself: who sees and changes which record and
-- which column, what the record keeps by itself, and what search and matching
-- tell of whom.
BEGIN;
SELECT plan(218);
\ir ../support/sessions.sql

CREATE TEMPORARY TABLE role_sees (role text, own text, names text, detail text, writes text);
INSERT INTO role_sees VALUES
    ('spoke_coordinator', '1', '1', '1', '1'), ('project_officer', '1', '1', '1', '1'),
    ('eit_officer', '1', '1', '1', '1'), ('eit_sergeant', '1', '1', '1', '1'),
    ('panel_member', '0', '0', '0', '0'), ('referrer', '0', '0', '0', '0'),
    ('provider_worker', '0', '0', '0', '0'), ('hub_auditor', '0', '0', '0', '0'),
    ('hub_analyst', '0', '0', '0', '0'), ('hub_grant_officer', '0', '0', '0', '0'),
    ('ig_lead', '0', '0', '0', '0'), ('system_admin', '0', '0', '0', '0');
SELECT count(pg_temp.signed_in('x' || role, role, 'bristol',
    CASE role WHEN 'provider_worker' THEN 'avon_somerset_police' ELSE 'opcc_hub' END)) = 12 AS ready FROM role_sees \gset
SELECT pg_temp.signed_in('anna', 'spoke_coordinator', 'bristol') AS anna,
       pg_temp.signed_in('nora', 'spoke_coordinator', 'northsom') AS nora,
       pg_temp.signed_in('bella', 'spoke_coordinator', 'bathnes') AS bella,
       pg_temp.signed_in('dora', 'eit_officer', 'bristol') AS dora,
       pg_temp.signed_in('gone', NULL, NULL) AS gone \gset
SELECT access.admin_role_grant('dora@tap.test', 'eit_officer', 'northsom') \gset

-- A young person as the server makes one.
CREATE FUNCTION pg_temp.made(key text, spokes text[], given text, family text, born date,
                             precise text DEFAULT 'exact') RETURNS uuid LANGUAGE plpgsql AS $$
DECLARE
    id_ uuid := overlay(overlay(md5('tap ' || key) PLACING '4' FROM 13) PLACING '8' FROM 17)::uuid;
BEGIN
    INSERT INTO casework.person (id, spoke_ids, display_name, born_on, born_precision)
    VALUES (id_, ARRAY[reference.spoke_id(spokes[1])], 'to be named', born, CASE WHEN born IS NULL THEN 'unknown' ELSE precise END);
    INSERT INTO casework.person_name (person_id, kind, given_name, family_name) VALUES (id_, 'legal', given, family);
    INSERT INTO casework.person_spoke (person_id, spoke_id)
    SELECT id_, reference.spoke_id(s) FROM unnest(spokes[2:]) AS s;
    RETURN id_;
END $$;
SELECT pg_temp.made('one', '{bristol}', 'Zephyrine', 'Quillfeather', '2009-03-14') AS one,
       pg_temp.made('far', '{northsom}', 'Zephyrine', 'Quillfeather', '2009-03-14') AS far,
       pg_temp.made('two', '{bristol,northsom}', 'Ottoline', 'Vexcombe', '2010-07-02') AS two \gset
INSERT INTO casework.person_fact (person_id, topic, code)
VALUES (:'one', 'care_status', 'child_in_need'), (:'far', 'care_status', 'child_in_need'); -- and with it their characteristics

-- 1. Whose they are.
SELECT is(pg_temp.outcome('x' || role, format('SELECT FROM casework.person WHERE id = %L', :'one')), own,
          role || ' in the spoke sees ' || own) FROM role_sees;
SELECT is(pg_temp.outcome('x' || role, format('SELECT FROM casework.person WHERE id = %L', :'far')), '0',
          role || ' sees nobody of another spoke') FROM role_sees;
SELECT is(pg_temp.outcome('x' || role, format('SELECT FROM casework.person_name WHERE person_id IN (%L, %L)', :'one', :'far')),
          names, role || ' sees names with the person') FROM role_sees;
SELECT is(pg_temp.outcome('x' || role, format('SELECT FROM casework.person_detail WHERE person_id IN (%L, %L)', :'one', :'far')),
          detail, role || ' sees characteristics: ' || detail) FROM role_sees;
SELECT is(pg_temp.outcome('x' || role, format('UPDATE casework.person SET phone = %L WHERE id IN (%L, %L)', '1', :'one', :'far')),
          writes, role || ' changes ' || writes) FROM role_sees;
SELECT is(pg_temp.outcome(who, format('SELECT FROM casework.person WHERE id = %L', :'two')), sees,
          coalesce(who, 'nobody') || ' sees the one of two spokes: ' || sees)
  FROM (VALUES ('anna', '1'), ('nora', '1'), ('dora', '1'), ('bella', '0'), ('gone', '0'), (NULL, '0')) AS t(who, sees);
SELECT is(pg_temp.outcome(who, format('SELECT FROM casework.person_spoke WHERE person_id = %L', :'two')), sees,
          who || ' is told of ' || sees || ' of its spokes')
  FROM (VALUES ('anna', '1'), ('nora', '1'), ('dora', '2'), ('bella', '0')) AS t(who, sees);

-- A panel member sees those of the agenda; a provider those offered to it, without characteristics.
INSERT INTO casework.meeting_series (id, spoke_id, name, type)
VALUES ('55555555-0000-4000-8000-000000000001', reference.spoke_id('bristol'), 'Tap', 'operational_panel');
INSERT INTO casework.meeting_series_member (series_id, user_id) VALUES ('55555555-0000-4000-8000-000000000001', pg_temp.user_id('xpanel_member'));
INSERT INTO casework.episode (id, spoke_id, person_id, state, opened_on, series_id)
VALUES ('eeeeeeee-0000-4000-8000-000000000011', reference.spoke_id('bristol'), :'one', 'listed', '2026-01-05', '55555555-0000-4000-8000-000000000001');
SELECT is(pg_temp.outcome('xpanel_member', format('SELECT FROM %s WHERE %s = %L', t, c, :'one')), '1', 'a panel member sees ' || t)
  FROM (VALUES ('casework.person', 'id'), ('casework.person_name', 'person_id'), ('casework.person_detail', 'person_id')) AS v(t, c);
SELECT is(pg_temp.outcome('xpanel_member', format('UPDATE casework.person SET phone = %L WHERE id = %L', '2', :'one')), '0', 'and changes nothing');
INSERT INTO casework.intervention (id, code, name, provider_agency_id, approach, prevention_level, targeting, theme, mode)
SELECT '99999999-0000-4000-8000-000000000001', 'tap_way', 'Tap way', reference.agency_id('avon_somerset_police'),
       i.approach, i.prevention_level, i.targeting, i.theme, i.mode FROM casework.intervention i LIMIT 1;
INSERT INTO casework.intervention_spoke (intervention_id, spoke_id) VALUES ('99999999-0000-4000-8000-000000000001', reference.spoke_id('bristol'));
SELECT set_config('throughline.stand_in', :'anna', true) IS NULL AS ready \gset
INSERT INTO casework.allocation (id, spoke_id, person_id, episode_id, intervention_id, provider_agency_id, proposed_on)
VALUES ('aaaaaaaa-0000-4000-8000-0000000000a1', reference.spoke_id('bristol'), :'one', 'eeeeeeee-0000-4000-8000-000000000011',
        '99999999-0000-4000-8000-000000000001', reference.agency_id('avon_somerset_police'), access.today());
SELECT is(pg_temp.outcome('xprovider_worker', format('SELECT FROM casework.person WHERE id = %L', :'one')), '0', 'a provider sees nobody who is only proposed');
UPDATE casework.allocation SET state = 'offered', offered_on = access.today() WHERE id = 'aaaaaaaa-0000-4000-8000-0000000000a1';
SELECT is(pg_temp.outcome('xprovider_worker', format('SELECT FROM %s WHERE %s = %L', t, c, :'one')), n, 'a provider sees ' || n || ' of ' || t)
  FROM (VALUES ('casework.person', 'id', '1'), ('casework.person_name', 'person_id', '1'), ('casework.person_detail', 'person_id', '0'),
               ('casework.person_spoke', 'person_id', '0'), ('casework.episode', 'person_id', '0'), ('casework.state_change', 'person_id', '2')) AS v(t, c, n);

-- 2. Which columns.
SELECT alike(pg_temp.outcome('anna', format('UPDATE casework.person SET %s WHERE id = %L', change, :'one')), expected, 'setting ' || change)
  FROM (VALUES ('phone = ''07700 900000''', '1'), ('sex = ''female''', '1'), ('sex = ''nonsense''', '23503 person_sex_fkey%'),
    ('died_on = ''2001-01-01''', '23514 person_born_past_check%'), ('died_on = ''2026-01-01''', '1'),
    ('born_on = NULL', '23514 person_born_on_check%'), ('born_on = NULL, born_precision = ''unknown''', '1'),
    ('spoke_ids = ''{1,2,3}''', '42501%'), ('display_name = ''x''', '42501%'), ('version = 7', '42501%'),
    ('id = gen_random_uuid()', '42501%'), ('created_by = NULL', '42501%'), ('updated_at = now()', '42501%')) AS t(change, expected);
SELECT alike(pg_temp.outcome('anna', format($$INSERT INTO casework.person (spoke_ids, display_name, born_precision)
    VALUES (%s, 'x', 'unknown')$$, spokes)), expected, 'making one in ' || spokes)
  FROM (VALUES ('ARRAY[reference.spoke_id(''bristol'')]', '1'), ('ARRAY[reference.spoke_id(''northsom'')]', '42501%'),
    ('ARRAY[reference.spoke_id(''bristol''), reference.spoke_id(''northsom'')]', '42501%'), ('ARRAY[]::integer[]', '%'),
    ('ARRAY[NULL::integer]', '42501%')) AS t(spokes, expected);
SELECT alike(pg_temp.outcome('anna', format($$INSERT INTO casework.person_spoke (person_id, spoke_id)
    VALUES (%L, reference.spoke_id('bathnes'))$$, :'one')), '42501%', 'the server makes nobody known in a spoke');
SELECT alike(pg_temp.outcome('anna', format('DELETE FROM casework.%s', t)), '42501%', 'nobody is deleted: ' || t)
  FROM unnest(ARRAY['person', 'person_spoke', 'person_detail', 'journey_version']) AS t;
SELECT alike(pg_temp.outcome('anna', format('SELECT FROM casework.%s', t)), '42501%', 'the server cannot look through ' || t)
  FROM unnest(ARRAY['person_search', 'person_word', 'name_word', 'journey_version']) AS t;
SELECT alike(pg_temp.outcome('anna', format('SELECT * FROM casework.%s', call)), '42501%', 'nor call ' || split_part(call, '(', 1))
  FROM unnest(ARRAY['search_named(ARRAY[1,2,3,4,5], ARRAY[''quillfeather''], 9)', 'search_begins(ARRAY[3], ARRAY[''a''], 9)',
       'search_sounds(ARRAY[3], ARRAY[''a''], 9)', 'search_spelt(ARRAY[3], ARRAY[''a''], 9)', 'search_born(ARRAY[3], ''2009-03-14'', ''{}'', 9)',
       'search_reference(ARRAY[3], ''NS-26-0001'')', 'match_near(''zephyrine'', ''quillfeather'', '''', NULL)',
       'match_names(gen_random_uuid(), ''a'', ''b'', '''', '''', '''')', 'person_search_fill(gen_random_uuid())']) AS call;
SELECT alike(pg_temp.outcome('anna', format($$INSERT INTO casework.person_name (person_id, kind, given_name) VALUES (%L, 'alias', 'X')$$, who)), expected,
             'a name for ' || said)
  FROM (VALUES (:'one', '1', 'one''s own'), (:'two', '1', 'the one of two spokes'), (:'far', '42501%', 'another spoke''s')) AS t(who, expected, said);
SELECT alike(pg_temp.outcome(who, format('UPDATE casework.person_name SET %s WHERE id = %L', change, n.id)), expected, who || ' names: ' || change)
  FROM (SELECT id FROM casework.person_name WHERE person_id = :'one' AND kind = 'alias') AS n,
       (VALUES ('anna', 'given_name = ''Y''', 'TL422%'), ('nora', 'given_name = ''Y'', amend_reason = ''typing_error''', '0'),
               ('xpanel_member', 'given_name = ''Y'', amend_reason = ''typing_error''', '0'),
               ('anna', 'given_name = ''Y'', amend_reason = ''no_such''', '23503%'), ('anna', 'given_name = NULL, amend_reason = ''typing_error''', '23514 person_name_some_check%'),
               ('anna', 'kind = ''legal'', amend_reason = ''typing_error''', '23505 person_name_one_legal%'),
               ('anna', 'given_name = ''Y'', amend_reason = ''typing_error''', '1'), ('anna', 'in_error_at = now()', '42501%'),
               ('anna', 'version = 9', '42501%'), ('anna', 'valid_to = access.today()', '1')) AS t(who, change, expected);
SELECT is((SELECT string_agg(format('%s %s>%s', a.reason, a.before ->> 'given_name', a.after ->> 'given_name'), ';')
             FROM casework.person_amendment a JOIN casework.person_name n ON n.id = a.name_id WHERE n.person_id = :'one'), 'typing_error X>Y',
          'what a name said is kept with the reason; to end it is no correction');
SELECT alike(pg_temp.outcome('anna', format('UPDATE casework.person_name SET in_error_reason = ''wrong_person'' WHERE person_id = %L AND kind = ''legal''', :'one')),
             'TL409%only name%', 'nobody is left without a name');
SELECT is(pg_temp.outcome('anna', format('UPDATE casework.person_name SET in_error_reason = ''wrong_person'' WHERE person_id = %L AND kind = ''alias''', :'one')), '1', 'a name is struck');
SELECT alike(pg_temp.outcome('anna', format('UPDATE casework.person_name SET given_name = ''Z'', amend_reason = ''typing_error'' WHERE person_id = %L AND kind = ''alias''', :'one')),
             'TL409%', 'and then stays as it is');
SELECT is(pg_temp.outcome(who, format('SELECT FROM casework.person_name WHERE person_id = %L AND kind = ''alias''', :'one')), sees, who || ' sees ' || sees || ' struck name')
  FROM (VALUES ('anna', '1'), ('xpanel_member', '0'), ('xprovider_worker', '0'), ('nora', '0')) AS t(who, sees);
SELECT is((SELECT count(*) FROM casework.person_search s JOIN casework.person_name n ON n.id = s.name_id WHERE n.person_id = :'one' AND n.kind = 'alias'), 0::bigint,
          'nobody is found by it');
SELECT alike(pg_temp.outcome('anna', 'DELETE FROM casework.person_name'), '42501%', 'no name is deleted');
SELECT alike(pg_temp.outcome('anna', format($$INSERT INTO casework.person_name (person_id, kind, given_name) VALUES (%L, 'legal', 'X')$$, :'one')),
             '23505 person_name_one_legal%', 'one legal name at a time');
SELECT alike(pg_temp.outcome('anna', format($$INSERT INTO casework.person_distinct (person_id, other_id, by_user)
    VALUES (least(%1$L::uuid, %2$L), greatest(%1$L::uuid, %2$L), access.me())$$, :'one', who)), expected, 'not the same as ' || said)
  FROM (VALUES (:'two', '1', 'one seen'), (:'far', '42501%', 'one not seen')) AS t(who, expected, said);

-- 3. What the record keeps by itself.
SELECT is((SELECT display_name FROM casework.person WHERE id = :'one'), 'Zephyrine Quillfeather', 'the name shown is the legal one');
INSERT INTO casework.person_name (person_id, kind, given_name) VALUES (:'one', 'known_as', 'Zeph');
SELECT is((SELECT display_name FROM casework.person WHERE id = :'one'), 'Zeph Quillfeather', 'or the one they go by');
UPDATE casework.person_name SET valid_to = access.today() WHERE person_id = :'one' AND kind = 'known_as';
SELECT is((SELECT display_name FROM casework.person WHERE id = :'one'), 'Zephyrine Quillfeather', 'until it ends');
SELECT is((SELECT spoke_ids FROM casework.person WHERE id = :'two'),
          ARRAY[reference.spoke_id('bristol'), reference.spoke_id('northsom')], 'a spoke that comes to know them is carried');
SELECT is((SELECT array_agg(DISTINCT s.spoke_id ORDER BY s.spoke_id) FROM casework.person_word s WHERE s.person_id = :'two'),
          ARRAY[reference.spoke_id('bristol'), reference.spoke_id('northsom')], 'and search finds them there');

-- 4. Search.
SELECT pg_temp.made('hyphen', '{bristol}', 'Siân-Marie', 'O''Brannigan-Achterberg', '2008-02-29') AS hyphen,
       pg_temp.made('rahman', '{bristol}', 'Abdul Rahman', 'Quorlish', NULL) AS rahman,
       pg_temp.made('other', '{northsom}', 'Peregrine', 'Hollowbrook', '2007-05-05') AS other \gset
SELECT is((SELECT created_by FROM casework.person WHERE id = :'hyphen'), :'anna', 'who made a record stands in it');
INSERT INTO casework.person_name (person_id, kind, given_name) VALUES (:'hyphen', 'street', 'Wraithlet');
CREATE FUNCTION pg_temp.finds(who text, query text) RETURNS text LANGUAGE sql AS $$
    SELECT pg_temp.seen(who, format('SELECT string_agg(p.display_name || '':'' || h.why, '','' ORDER BY h.score DESC, 1)
        FROM casework.search_people(%L, 50) h JOIN casework.person p ON p.id = h.person_id', query)) $$;
SELECT is(pg_temp.finds('anna', query), 'Siân-Marie O''Brannigan-Achterberg:' || why, 'found by ' || query)
  FROM (VALUES
    ('achterberg', 'same_name'), ('Achter', 'name_begins'), ('sian marie', 'same_name'), ('SIÂN', 'same_name'),
    ('o''brannigan', 'same_name'), ('o’brannigan', 'same_name'), ('obrannigan', 'same_name'), ('o brannigan', 'same_name'),
    ('O''Brannigan-Achterberg', 'same_name'), ('achterberg sian', 'same_name'), ('siân ach', 'name_begins'),
    ('sianmarie', 'same_name'), ('Wraithlet', 'same_name'), ('wraith', 'name_begins'), ('achterburg', 'sounds_like'),
    ('achmterberg', 'similar_name'), ('29/2/2008', 'same_dob'), ('29.02.08', 'same_dob'), ('2008-02-29', 'same_dob'),
    ('29 feb 2008', 'same_dob'), ('29022008', 'same_dob'), ('sian 29/2/2008', 'same_dob')) AS t(query, why);
SELECT is(pg_temp.finds('anna', query), 'Abdul Rahman Quorlish:same_name', 'found by ' || query)
  FROM unnest(ARRAY['abdul rahman', 'abdulrahman', 'Quorlish, Abdul-Rahman']) AS query;
SELECT is(pg_temp.finds('anna', query), NULL, 'nothing by "' || query || '"')
  FROM unnest(ARRAY['', 'a', ' ', '%', '_', '31/2/2008', 'hollowbrook', 'peregrine', '5/5/2007', 'peregrine hollowbrook',
                    'holowbrok', 'xyzzy plugh']) AS query;
SELECT is(pg_temp.finds(who, 'hollowbrook'), told, who || ' finds ' || coalesce(told, 'nobody'))
  FROM (VALUES ('nora', 'Peregrine Hollowbrook:same_name'), ('dora', 'Peregrine Hollowbrook:same_name'), ('bella', NULL),
               ('gone', NULL), ('xpanel_member', NULL), ('xprovider_worker', NULL), ('xhub_analyst', NULL)) AS t(who, told);
SELECT is(pg_temp.seen('dora', $$SELECT count(*) || ' ' || count(DISTINCT person_id) FROM casework.search_people('vexcombe', 50)$$), '1 1',
          'somebody of two spokes comes once');
SELECT is(pg_temp.seen('anna', $$SELECT score FROM casework.search_people('Siân-Marie O''Brannigan-Achterberg', 50)$$), '100', 'the whole name comes first');

-- 5. Known to us?
CREATE FUNCTION pg_temp.matches(who text, given text, family text, born date, besides uuid DEFAULT NULL) RETURNS text LANGUAGE sql AS $$
    SELECT pg_temp.seen(who, format('SELECT string_agg(coalesce(p.display_name || '' '' || m.score || '' '' || array_to_string(m.reasons, ''+''),
            ''ask '' || s.code), ''; '' ORDER BY m.score DESC NULLS LAST, s.code)
        FROM casework.match_people(%L, %L, NULL, %L, %L, 20) m LEFT JOIN casework.person p ON p.id = m.person_id
        LEFT JOIN reference.spoke s ON s.id = m.ask_spoke', given, family, born, besides)) $$;
SELECT pg_temp.made('m', '{bristol}', 'Marigold', 'Thistlewick', '2010-04-06') AS m,
       pg_temp.made('approx', '{bristol}', 'Bartholomew', 'Crumpsall', '2011-01-01', 'year') AS approx,
       pg_temp.made('three', '{northsom,bathnes,somerset}', 'Cosima', 'Wendlebury', '2009-09-09') AS three \gset
SELECT is(pg_temp.matches('anna', given, family, born), told, format('%s %s %s', given, family, born))
  FROM (VALUES
    ('Marigold', 'Thistlewick', date '2010-04-06', 'Marigold Thistlewick 100 same_name+same_dob'),
    ('Marigold', 'Thistlewick', NULL,              'Marigold Thistlewick 60 same_name'),
    ('Marigold', 'Thistlewick', '2010-04-07',      'Marigold Thistlewick 85 same_name+near_dob'),
    ('Marigold', 'Thistlewick', '2010-06-04',      'Marigold Thistlewick 85 same_name+day_month_swapped'),
    ('Marigold', 'Thistlewick', '2004-01-20',      'Marigold Thistlewick 45 same_name'),
    ('Thistlewick', 'Marigold', NULL,              'Marigold Thistlewick 50 names_swapped'),
    ('Maragold', 'Thistlewyck', '2010-04-06',      'Marigold Thistlewick 85 sounds_like+same_dob'),
    ('Daphne', 'Thistlewick', '2010-04-06',        'Marigold Thistlewick 60 same_family_name+same_dob'),
    ('Daphne', 'Thistlewick', NULL,                NULL),
    ('Bartholomew', 'Crumpsall', '2011-08-20',     'Bartholomew Crumpsall 80 same_name+near_dob'),
    (NULL, NULL, '2010-04-06',                     NULL),
    ('Cosima', 'Wendlebury', '2009-09-09',         'ask bathnes; ask northsom; ask somerset'),
    ('Cosima', 'Wendlebury', NULL,                 NULL),
    ('Cosima', NULL, '2009-09-09',                 NULL),
    ('Daphne', 'Wendlebury', '2009-09-09',         NULL),
    ('Cosima', 'Wendlebury', '2005-01-01',         NULL)) AS t(given, family, born, told);
SELECT is(pg_temp.matches(who, 'Cosima', 'Wendlebury', '2009-09-09'), told, who || ' is told: ' || coalesce(told, 'nothing'))
  FROM (VALUES ('nora', 'Cosima Wendlebury 100 same_name+same_dob'), ('gone', NULL), ('xpanel_member', NULL), ('xreferrer', NULL)) AS t(who, told);
SELECT is(pg_temp.seen('anna', $$SELECT count(*) FROM casework.match_people('Cosima', 'Wendlebury', NULL, '2009-09-09', NULL, 20)
    WHERE person_id IS NOT NULL OR score IS NOT NULL OR reasons IS NOT NULL$$), '0', 'another spoke''s match is its spoke and nothing else');
SELECT pg_temp.made('twin', '{bristol}', 'Marigold', 'Thistlewick', '2010-04-06') AS twin \gset
INSERT INTO casework.person_distinct (person_id, other_id) VALUES (least(:'m'::uuid, :'twin'), greatest(:'m'::uuid, :'twin'));
SELECT is(pg_temp.matches('anna', 'Marigold', 'Thistlewick', '2010-04-06', :'m'), NULL,
          'beside her own record: not herself, nor whom she is not');
SELECT is(pg_temp.matches('anna', 'Marigold', 'Thistlewick', '2010-04-06', :'two'),
          'Marigold Thistlewick 100 same_name+same_dob; Marigold Thistlewick 100 same_name+same_dob',
          'beside somebody else both are told');
SELECT * FROM finish();
ROLLBACK;
