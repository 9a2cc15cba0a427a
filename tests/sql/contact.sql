-- Contacts in the database itself: whose they are, what the police hold back
-- and who lets it go, and what a row may say.
BEGIN;
SELECT plan(117);
\ir ../support/sessions.sql

CREATE TEMPORARY TABLE role_sees (role text, own integer, held integer);
INSERT INTO role_sees VALUES
    ('spoke_coordinator', 1, 0), ('project_officer', 1, 0), ('eit_officer', 1, 1), ('eit_sergeant', 1, 1),
    ('panel_member', 0, 0), ('referrer', 0, 0), ('provider_worker', 0, 0), ('hub_auditor', 0, 0),
    ('hub_analyst', 0, 0), ('hub_grant_officer', 0, 0), ('ig_lead', 0, 0), ('system_admin', 0, 0);
SELECT count(pg_temp.signed_in('x' || role, role, 'bristol')) = 12 AS ready FROM role_sees \gset
SELECT pg_temp.signed_in('anna', 'spoke_coordinator', 'bristol') AS anna,
       pg_temp.signed_in('ewan', 'eit_officer', 'bristol', 'avon_somerset_police') AS ewan,
       pg_temp.signed_in('sana', 'eit_sergeant', 'bristol', 'avon_somerset_police') AS sana,
       pg_temp.signed_in('noel', 'eit_sergeant', 'northsom', 'avon_somerset_police') AS noel,
       pg_temp.signed_in('nora', 'spoke_coordinator', 'northsom') AS nora,
       pg_temp.signed_in('mia', 'panel_member', 'bristol', 'bristol_youth_justice') AS mia \gset

CREATE TEMPORARY TABLE place AS
SELECT n, spoke, ('aaaaaaaa-0000-4000-8000-00000000000' || n)::uuid AS person,
       ('c0c0c0c0-0000-4000-8000-00000000000' || n)::uuid AS open,
       ('c1c1c1c1-0000-4000-8000-00000000000' || n)::uuid AS held
  FROM (VALUES (1, 'bristol'), (2, 'northsom')) AS t(n, spoke);
GRANT SELECT ON place TO throughline_server;
INSERT INTO casework.person (id, spoke_ids, display_name, born_precision)
SELECT person, ARRAY[reference.spoke_id(spoke)], 'Tap ' || n, 'unknown' FROM place;
INSERT INTO casework.contact (id, spoke_id, person_id, type, happened_at, seen, agency_id, held, note)
SELECT CASE WHEN h THEN held ELSE open END, reference.spoke_id(spoke), person, 'home_visit', now() - interval '1 hour', true,
       reference.agency_id('avon_somerset_police'), h, CASE WHEN h THEN 'Secret' ELSE 'Plain' END
  FROM place, (VALUES (false), (true)) AS t(h);

-- 1. Whose they are; what is held back.
SELECT is(pg_temp.outcome('x' || r.role, format('SELECT FROM casework.contact WHERE id = %L', p.open)),
          CASE p.n WHEN 1 THEN r.own ELSE 0 END::text, format('%s and a contact of %s', r.role, p.spoke)) FROM role_sees r, place p;
SELECT is(pg_temp.outcome('x' || r.role, format('SELECT FROM casework.contact WHERE id = %L', p.held)),
          CASE p.n WHEN 1 THEN r.held ELSE 0 END::text, format('%s and a held one of %s', r.role, p.spoke)) FROM role_sees r, place p;
SELECT is(pg_temp.outcome(NULL, 'SELECT FROM casework.contact'), '0', 'nobody sees none');
SELECT is(pg_temp.outcome('anna', 'SELECT FROM casework.' || v), '1', v || ' shows no more than its table')
  FROM (VALUES ('contact_object'), ('contact_item')) AS t(v);
INSERT INTO casework.episode (id, spoke_id, person_id, state, opened_on)
SELECT 'eeeeeeee-0000-4000-8000-000000000001', reference.spoke_id(spoke), person, 'active_monitoring', '2026-01-05' FROM place WHERE n = 1;
INSERT INTO casework.meeting_series (id, spoke_id, name, type) VALUES ('5e5e5e5e-0000-4000-8000-000000000001', reference.spoke_id('bristol'), 'Tap', 'operational_panel');
INSERT INTO casework.meeting_series_member (series_id, user_id, valid_from) VALUES ('5e5e5e5e-0000-4000-8000-000000000001', :'mia', current_date - 1);
UPDATE casework.episode SET series_id = '5e5e5e5e-0000-4000-8000-000000000001' WHERE id = 'eeeeeeee-0000-4000-8000-000000000001';
SELECT is(pg_temp.seen('mia', 'SELECT string_agg(note, '' '') FROM casework.contact'), 'Plain', 'a panel member reads of their young people what is not held');
SELECT is(pg_temp.outcome('mia', 'UPDATE casework.contact SET note = ''x'''), '0', 'and writes nothing');
-- The journey says that there is something, and whom to ask: no more.
SELECT is(pg_temp.seen(who, format($$SELECT string_agg(concat_ws('/', kind, summary, ref_id IS NULL), ' ' ORDER BY kind, summary)
    FROM casework.journey_events(%L, NULL, NULL, '{contact}')$$, person)), expected, who || ' reads the journey')
  FROM place, (VALUES ('ewan', 'contact/Plain/f contact/Secret/f'), ('anna', 'contact/Plain/f held/t'), ('mia', 'contact/Plain/f held/t'),
                      ('nora', NULL)) AS t(who, expected) WHERE n = 1;

-- 2. Only a sergeant of the spoke lets it go, and only once.
SELECT alike(pg_temp.outcome(who, format('UPDATE casework.contact SET held = false WHERE id = %L', held)), expected, who || ' releases')
  FROM place, (VALUES ('anna', '0'), ('ewan', 'TL403: permission contact.release not held%'), ('noel', '0'), ('nora', '0'), ('mia', '0'), ('xreferrer', '0')) AS t(who, expected)
 WHERE n = 1;
SELECT alike(pg_temp.outcome(who, format('UPDATE casework.contact SET note = note WHERE id = %L', held)), expected, who || ' corrects what is held')
  FROM place, (VALUES ('anna', '0'), ('ewan', '1'), ('sana', '1'), ('nora', '0')) AS t(who, expected) WHERE n = 1;
SELECT is(pg_temp.outcome('sana', format('UPDATE casework.contact SET held = false WHERE id = %L', held)), '1', 'the sergeant releases') FROM place WHERE n = 1;
SELECT is(released_by, :'sana'::uuid, 'and is written down') FROM casework.contact WHERE id = (SELECT held FROM place WHERE n = 1);
SELECT is(pg_temp.outcome('anna', 'SELECT FROM casework.contact'), '2', 'then the others see it');
SELECT alike(pg_temp.outcome(who, format('UPDATE casework.contact SET held = true WHERE id = %L', held)), 'TL403%', who || ' cannot take it back')
  FROM place, (VALUES ('sana'), ('ewan'), ('anna')) AS t(who) WHERE n = 1;

-- 3. Who writes, and what is the database's to say.
CREATE FUNCTION pg_temp.logged(who text, n_ integer, held_ boolean DEFAULT false, officer text DEFAULT 'access.me()',
                               seen_ boolean DEFAULT true, outcomes_ text DEFAULT '{}', type_ text DEFAULT 'home_visit') RETURNS text LANGUAGE sql AS $$
    SELECT pg_temp.outcome(who, format('INSERT INTO casework.contact (spoke_id, person_id, type, happened_at, seen, outcomes, officer_id, agency_id, held)
        VALUES (reference.spoke_id(%L), %L, %L, now(), %L, %L, %s, reference.agency_id(''opcc_hub''), %L)', spoke, person, type_, seen_, outcomes_, officer, held_))
      FROM place WHERE n = n_ $$;
SELECT alike(pg_temp.logged('x' || role, 1), CASE WHEN role IN ('spoke_coordinator', 'project_officer', 'eit_officer', 'eit_sergeant') THEN '1' ELSE '42501%' END,
             role || ' logs a contact') FROM role_sees;
SELECT alike(pg_temp.logged(who, n, held_), expected, format('%s in place %s, held %s', who, n, held_))
  FROM (VALUES ('ewan', 1, true, '1'), ('sana', 1, true, '1'), ('anna', 1, true, 'TL422: Only police may hold an item back.'),
               ('ewan', 2, false, '42501%'), ('nora', 1, false, '42501%')) AS t(who, n, held_, expected);
SELECT alike(pg_temp.logged('ewan', 1, false, quote_literal(:'sana') || '::uuid'), '42501%', 'nobody writes in another''s name');
SELECT is((SELECT count(*) FROM casework.contact WHERE officer_id = :'ewan' AND agency_id <> reference.agency_id('avon_somerset_police')), 0::bigint,
          'the agency is the officer''s, whatever is said');
SELECT alike(pg_temp.outcome('ewan', format('INSERT INTO casework.contact (spoke_id, person_id, type, happened_at, seen, officer_id, agency_id)
    VALUES (reference.spoke_id(''bristol''), %L, ''home_visit'', now(), true, access.me(), 1)', person)), '23503 contact_person_known_fkey%',
    'somebody only another spoke knows') FROM place WHERE n = 2;
SELECT alike(pg_temp.outcome('ewan', format('UPDATE casework.contact SET %I = %I', col, col)), '42501%', col || ' stays')
  FROM (VALUES ('spoke_id'), ('identified_id'), ('officer_id'), ('in_error_at'), ('kept_by'), ('agency_id'), ('released_at'), ('released_by'), ('created_by'), ('updated_at')) AS t(col);
SELECT alike(pg_temp.outcome('ewan', 'DELETE FROM casework.contact'), '42501%', 'nothing is taken away');

-- 4. Seen, and what came of it, agree.
SELECT alike(pg_temp.logged('ewan', 1, false, 'access.me()', seen_, outcomes_, type_), expected, format('seen %s with %s', seen_, outcomes_))
  FROM (VALUES (true, '{seen_engaged,referral_made}', 'home_visit', '1'), (false, '{not_in,repeat_visit_needed}', 'home_visit', '1'),
               (false, '{parent_spoken}', 'home_visit', '1'), (true, '{}', 'home_visit', '1'),
               (true, '{not_in}', 'home_visit', 'TL422: You saw them: take away “Not in”'),
               (false, '{seen_declined}', 'home_visit', 'TL422: You did not see them: take away “Seen, declined”'),
               (true, '{by_owl}', 'home_visit', 'TL422: Select outcomes from the list'), (true, '{}', 'by_owl', '23503 contact_type_fkey%')) AS t(seen_, outcomes_, type_, expected);
-- In whose spoke, when nothing else is said.
SELECT is(pg_temp.seen('ewan', format('SELECT casework.contact_spoke(%L) = reference.spoke_id(''bristol'')', person)), 'true', 'the one there is') FROM place;
INSERT INTO access.role_grant (user_id, role, spoke_id, valid_from) VALUES (:'ewan', 'eit_officer', reference.spoke_id('northsom'), current_date - 1);
SELECT is(pg_temp.seen('ewan', format('SELECT casework.contact_spoke(%L) = reference.spoke_id(%L)', person, spoke)), 'true', 'of two, where they are known') FROM place;
INSERT INTO casework.person_spoke (person_id, spoke_id) SELECT person, reference.spoke_id('northsom') FROM place WHERE n = 1;
SELECT is(pg_temp.outcome('ewan', format('SELECT casework.contact_spoke(%L)', person)), 'TL422: Select the spoke', 'known in both: it must be said') FROM place WHERE n = 1;

SELECT * FROM finish();
ROLLBACK;
