-- Identifiers in searching and matching: whom the same number finds, who is
-- only told whom to ask, what does not count, and that no table is read whole.
BEGIN;
SELECT plan(52);
\ir ../support/sessions.sql
SELECT pg_temp.signed_in('anna', 'spoke_coordinator', 'bristol') AS anna,
       pg_temp.signed_in('nora', 'spoke_coordinator', 'northsom') AS nora,
       pg_temp.signed_in('ewan', 'eit_officer', 'bristol') AS ewan,
       pg_temp.signed_in('panel', 'panel_member', 'bristol') AS panel,
       pg_temp.signed_in('hub', 'hub_analyst', NULL) AS hub \gset

CREATE FUNCTION pg_temp.made(key text, spoke text, given text, family text, born date) RETURNS uuid LANGUAGE plpgsql AS $$
DECLARE
    id_ uuid := overlay(overlay(md5('tap ' || key) PLACING '4' FROM 13) PLACING '8' FROM 17)::uuid;
BEGIN
    INSERT INTO casework.person (id, spoke_ids, display_name, born_on, born_precision)
    VALUES (id_, ARRAY[reference.spoke_id(spoke)], 'to be named', born, 'exact');
    INSERT INTO casework.person_name (person_id, kind, given_name, family_name) VALUES (id_, 'legal', given, family);
    RETURN id_;
END $$;
SELECT pg_temp.made('one', 'bristol', 'Zephyrine', 'Quillfeather', '2009-03-14') AS one,
       pg_temp.made('same', 'bristol', 'Bartholomew', 'Crumpsall', '2004-11-30') AS same,
       pg_temp.made('school', 'bristol', 'Ottoline', 'Vexcombe', '2006-07-02') AS school,
       pg_temp.made('far', 'northsom', 'Cosima', 'Wendlebury', '2007-09-09') AS far,
       pg_temp.made('namesake', 'bristol', 'Zephyrine', 'Quillfeather', '2009-03-14') AS namesake \gset
CREATE FUNCTION pg_temp.known(person uuid, kind text, said text) RETURNS uuid LANGUAGE sql AS $$
    INSERT INTO casework.person_fact (id, person_id, topic, code, value)
    VALUES (gen_random_uuid(), person, 'identifier', kind, said) RETURNING id $$;
SELECT pg_temp.known(:'one', 'nhs_number', '943 476 5919') AS one_nhs, pg_temp.known(:'one', 'upn', 'B801200005001') AS one_upn,
       pg_temp.known(:'one', 'school_reference', 'S-77'), pg_temp.known(:'one', 'niche_reference', 'not known'),
       pg_temp.known(:'same', 'upn', 'b801 2000 05001') AS same_upn, pg_temp.known(:'same', 'nhs_number', '9434765919') AS same_nhs,
       pg_temp.known(:'school', 'school_reference', 's77'), pg_temp.known(:'school', 'niche_reference', 'NOT KNOWN'),
       pg_temp.known(:'school', 'pnc_id', '2003/0062845E') AS pnc,
       pg_temp.known(:'far', 'upn', 'B801200005001') AS far_upn, pg_temp.known(:'far', 'niche_reference', '5200/7781/16') \gset

-- Many more facts, so that an index is worth it; what is small is still read whole
-- where it may be, so here never (see 4).
SELECT pg_temp.made('many', 'bristol', 'Peregrine', 'Hollowbrook', '2006-06-06') AS many \gset
SET LOCAL session_replication_role = replica;
INSERT INTO casework.person_fact (person_id, topic, vocabulary, code, value)
SELECT :'many', 'identifier', 'identifier_kind', k.code, k.code || n
  FROM generate_series(1, 400) AS n, reference.term AS k WHERE k.vocabulary = 'identifier_kind';
SET LOCAL session_replication_role = origin;
ANALYZE casework.person_fact;
SET LOCAL enable_seqscan = off;

-- 1. Known to us?
CREATE FUNCTION pg_temp.matches(who text, given text, besides uuid, said text DEFAULT NULL) RETURNS text LANGUAGE sql AS $$
    SELECT pg_temp.seen(who, format('SELECT string_agg(coalesce(p.display_name || '' '' || m.score || '' '' || array_to_string(m.reasons, ''+''),
            ''ask '' || s.code), ''; '' ORDER BY m.score DESC NULLS LAST, s.code)
        FROM casework.match_people(%L, NULL, NULL, NULL, %L, 20, %L) m LEFT JOIN casework.person p ON p.id = m.person_id
        LEFT JOIN reference.spoke s ON s.id = m.ask_spoke', given, besides, said)) $$;
SELECT is(pg_temp.matches('anna', 'Zephyrine', :'one'),
          'Bartholomew Crumpsall 120 same_nhs_number+same_upn; ask northsom',
          'the same numbers say so, whatever the name; another spoke''s is somebody to ask');
SELECT is(pg_temp.seen('anna', format($$SELECT count(*) FROM casework.match_people('Zephyrine', 'Quillfeather', NULL, '2009-03-14', %L, 20)
    WHERE person_id IS NULL AND (score IS NOT NULL OR reasons IS NOT NULL)$$, :'one')), '0', 'and nothing else is told of it');
SELECT is(pg_temp.seen('anna', format($$SELECT string_agg(p.display_name, ', ' ORDER BY m.score DESC) FROM casework.match_people(
    'Zephyrine', 'Quillfeather', NULL, '2009-03-14', %L, 20) m JOIN casework.person p ON p.id = m.person_id$$, :'one')),
    'Bartholomew Crumpsall, Zephyrine Quillfeather', 'a number is stronger than name and date of birth');
SELECT is(pg_temp.matches('anna', 'x', :'school'), NULL, 'a school''s own number and "not known" match nobody');
SELECT is(pg_temp.matches(who, NULL, NULL, said), told, format('%s says %s: %s', who, said, coalesce(told, 'nobody')))
  FROM (VALUES
    ('anna', '2003 0062845e', 'Ottoline Vexcombe 120 same_pnc_id'), ('anna', '2003/0062845E', 'Ottoline Vexcombe 120 same_pnc_id'),
    ('ewan', '20030062845E', 'Ottoline Vexcombe 120 same_pnc_id'), ('nora', '2003/0062845E', 'ask bristol'),
    ('nora', '52007781 16', 'Cosima Wendlebury 120 same_niche_reference'), ('anna', '5200/7781/16', 'ask northsom'),
    ('anna', '2003/0062845', NULL), ('anna', 'S-77', NULL), ('anna', 'not known', NULL), ('anna', '', NULL), ('anna', '-', NULL),
    ('panel', '2003/0062845E', NULL), ('hub', '2003/0062845E', NULL)) AS t(who, said, told);
SELECT is(pg_temp.matches('nora', 'Nobodyatall', :'one'), NULL, 'nobody matches by the numbers of a record they do not see');

-- 2. One box.
CREATE FUNCTION pg_temp.finds(who text, query text) RETURNS text LANGUAGE sql AS $$
    SELECT pg_temp.seen(who, format('SELECT string_agg(p.display_name || '':'' || h.why || coalesce('':'' || h.matched, ''''), '','' ORDER BY 1)
        FROM casework.search_people(%L, 50) h JOIN casework.person p ON p.id = h.person_id', query)) $$;
SELECT is(pg_temp.finds(who, query), told, format('%s looks for %s: %s', who, query, coalesce(told, 'nobody')))
  FROM (VALUES
    ('anna', '2003/0062845E', 'Ottoline Vexcombe:same_pnc_id'), ('anna', ' 2003 0062845 e ', 'Ottoline Vexcombe:same_pnc_id'),
    ('anna', '20030062845e', 'Ottoline Vexcombe:same_pnc_id'), ('anna', '2003-0062845E', 'Ottoline Vexcombe:same_pnc_id'),
    ('anna', '20030062845', NULL), ('anna', '0030062845E', NULL), ('nora', '2003/0062845E', NULL),
    ('panel', '2003/0062845E', NULL), ('hub', '2003/0062845E', NULL),
    ('nora', '5200778116', 'Cosima Wendlebury:same_niche_reference'), ('anna', '5200/7781/16', NULL),
    ('nora', 'b8012 00005001', 'Cosima Wendlebury:same_upn'), ('anna', 'not known', NULL),
    ('anna', '943-476-5919', 'Bartholomew Crumpsall:same_nhs_number,Zephyrine Quillfeather:same_nhs_number'),
    ('anna', 's77', 'Ottoline Vexcombe:same_identifier,Zephyrine Quillfeather:same_identifier')) AS t(who, query, told);

-- 3. Another record has it too.
CREATE FUNCTION pg_temp.doubts(who text, fact uuid) RETURNS text LANGUAGE sql AS $$
    SELECT pg_temp.seen(who, format('SELECT string_agg(w ->> ''code'', '','') FROM casework.fact_shown s,
        jsonb_array_elements(s.object -> ''warnings'') w WHERE s.id = %L', fact)) $$;
SELECT is(pg_temp.doubts('anna', :'one_nhs'), 'also_held', 'two records with one NHS number are doubtful');
SELECT is(pg_temp.doubts('anna', :'pnc'), NULL, 'a number of one record is not');
SELECT is(pg_temp.doubts('nora', :'far_upn'), NULL, 'nor is another told of a spoke''s records they do not see');
SELECT is(pg_temp.doubts('anna', id), NULL, 'nor a school''s own number')
  FROM casework.person_fact WHERE person_id = :'one' AND code = 'school_reference';

-- 4. By an index alone: the functions themselves, their reads counted.
CREATE FUNCTION pg_temp.reads(what regclass) RETURNS bigint LANGUAGE sql AS $$ SELECT pg_stat_get_xact_numscans(what) $$;
SELECT pg_temp.reads('casework.person_fact') AS facts, pg_temp.reads('casework.person') AS people,
       pg_temp.reads('casework.person_fact_value') AS by_value \gset
SELECT is(pg_temp.finds('anna', '2003/0062845E'), 'Ottoline Vexcombe:same_pnc_id', 'searched');
SELECT ok(pg_temp.reads('casework.person_fact_value') > :by_value, 'the index of values was read');
SELECT pg_temp.reads('casework.person_fact_value') AS by_value \gset
SELECT is(pg_temp.matches('anna', 'Zephyrine', :'one'), 'Bartholomew Crumpsall 120 same_nhs_number+same_upn; ask northsom', 'matched');
SELECT is(pg_temp.doubts('anna', :'one_nhs'), 'also_held', 'doubted');
SELECT ok(pg_temp.reads('casework.person_fact_value') > :by_value, 'the index of values was read again');
SELECT is(pg_temp.reads('casework.person_fact'), :facts::bigint, 'no fact was read that was not asked for');
SELECT is(pg_temp.reads('casework.person'), :people::bigint, 'and no young person');

-- 5. What was struck does not count; what was merged is one.
UPDATE casework.person_fact SET in_error_reason = 'wrong_person' WHERE id = :'same_nhs';
SELECT is(pg_temp.matches('anna', 'Zephyrine', :'one'), 'Bartholomew Crumpsall 120 same_upn; ask northsom', 'a number struck is no reason');
SELECT is(pg_temp.finds('anna', '9434765919'), 'Zephyrine Quillfeather:same_nhs_number', 'nor finds anybody');
SELECT is(pg_temp.doubts('anna', :'one_nhs'), NULL, 'nor is a doubt');
INSERT INTO casework.person_distinct (person_id, other_id) VALUES (least(:'one'::uuid, :'same'), greatest(:'one'::uuid, :'same'));
SELECT is(pg_temp.matches('anna', 'Zephyrine', :'one'), 'ask northsom', 'whoever was said to be somebody else is no candidate');
SELECT is(pg_temp.doubts('anna', :'one_upn'), 'also_held', 'but one of the two numbers is wrong');
DELETE FROM casework.person_distinct WHERE person_id IN (:'one', :'same');
SELECT is(pg_temp.outcome('anna', format($$INSERT INTO casework.person_merge (survivor_id, merged_id, reason) VALUES (%L, %L, 'one mother')$$,
                                         :'one', :'same')), '1', 'merged');
SELECT is(pg_temp.matches('anna', 'Zephyrine', :'same'), 'ask northsom', 'a record merged is not another');
SELECT is(pg_temp.doubts('anna', :'one_upn'), NULL, 'nor is its number a doubt');

SELECT * FROM finish();
ROLLBACK;
