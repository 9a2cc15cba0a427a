-- What is known of a young person, in the database itself: who sees which
-- fact, which shapes are refused, and that nothing is overwritten.
BEGIN;
SELECT plan(111);
\ir ../support/sessions.sql

CREATE TEMPORARY TABLE role_sees (role text, open_ text, hidden text, writes text);
INSERT INTO role_sees VALUES
    ('spoke_coordinator', '9', '1', '1'), ('project_officer', '9', '1', '1'), ('eit_officer', '9', '0', '1'),
    ('eit_sergeant', '9', '0', '1'), ('panel_member', '0', '0', '0'), ('referrer', '0', '0', '0'),
    ('provider_worker', '0', '0', '0'), ('hub_auditor', '0', '0', '0'), ('hub_analyst', '0', '0', '0'),
    ('hub_grant_officer', '0', '0', '0'), ('ig_lead', '0', '0', '0'), ('system_admin', '0', '0', '0');
SELECT count(pg_temp.signed_in('x' || role, role, 'bristol',
    CASE role WHEN 'provider_worker' THEN 'avon_somerset_police' ELSE 'opcc_hub' END)) = 12 AS ready FROM role_sees \gset
SELECT pg_temp.signed_in('anna', 'spoke_coordinator', 'bristol') AS anna,
       pg_temp.signed_in('nora', 'spoke_coordinator', 'northsom') AS nora \gset

CREATE FUNCTION pg_temp.made(key text, spoke text) RETURNS uuid LANGUAGE plpgsql AS $$
DECLARE
    id_ uuid := overlay(overlay(md5('tap ' || key) PLACING '4' FROM 13) PLACING '8' FROM 17)::uuid;
BEGIN
    INSERT INTO casework.person (id, spoke_ids, display_name, born_precision)
    VALUES (id_, ARRAY[reference.spoke_id(spoke)], 'to be named', 'unknown');
    INSERT INTO casework.person_name (person_id, kind, given_name) VALUES (id_, 'legal', key);
    RETURN id_;
END $$;
SELECT pg_temp.made('one', 'bristol') AS one, pg_temp.made('far', 'northsom') AS far \gset
-- One fact a topic, and a confidential address.
INSERT INTO casework.person_fact (id, person_id, topic, code, value, postcode, name, review_on, person_knows, confidential)
SELECT overlay(gen_random_uuid()::text PLACING 'facfacfa' FROM 1)::uuid, who.id, t.topic, t.code, t.value, t.postcode, t.name, t.review_on, t.knows, t.confidential
  FROM (VALUES (:'one'::uuid), (:'far')) AS who(id), (VALUES
    ('identifier', 'nhs_number', '9434765919', NULL, NULL, NULL::date, NULL, false),
    ('address', 'home', NULL, 'BS1 1AA', NULL, NULL, NULL, false), ('address', 'refuge', NULL, 'BS2 2AA', NULL, NULL, NULL, true),
    ('carer', 'mother', NULL, NULL, 'Ama', NULL, NULL, false), ('professional', 'gp', NULL, NULL, 'Dr Invented', NULL, NULL, false),
    ('care_status', 'early_help', NULL, NULL, NULL, NULL, NULL, false), ('education_status', 'pru', NULL, NULL, NULL, NULL, NULL, false),
    ('disability', 'adhd', NULL, NULL, NULL, NULL, NULL, false), ('marker', 'medical', NULL, NULL, NULL, '2030-01-01', 'yes', false),
    ('safety', 'safe_times', NULL, NULL, NULL, NULL, NULL, false)) AS t(topic, code, value, postcode, name, review_on, knows, confidential);
SELECT id AS marker FROM casework.person_fact WHERE person_id = :'one' AND topic = 'marker' \gset
SELECT id AS condition FROM casework.person_fact WHERE person_id = :'one' AND topic = 'disability' \gset

-- 1. Whose they are.
SELECT is(pg_temp.outcome('x' || role, format('SELECT FROM casework.person_fact WHERE person_id = %L AND NOT confidential', :'one')),
          open_, role || ' in the spoke sees ' || open_) FROM role_sees;
SELECT is(pg_temp.outcome('x' || role, format('SELECT FROM casework.person_fact WHERE person_id = %L AND confidential', :'one')),
          hidden, role || ' sees ' || hidden || ' confidential') FROM role_sees;
SELECT is(pg_temp.outcome('x' || role, format('SELECT FROM casework.person_fact WHERE person_id = %L', :'far')),
          '0', role || ' sees nothing of another spoke') FROM role_sees;
SELECT is(pg_temp.outcome('x' || role, format('UPDATE casework.person_fact SET note = %L, amend_reason = %L WHERE id = %L',
                                              role, 'typing_error', :'marker')), writes, role || ' corrects ' || writes) FROM role_sees;
SELECT alike(pg_temp.outcome('x' || role, format($$INSERT INTO casework.person_fact (person_id, topic, code) VALUES (%L, 'safety', 'use_code_word')$$, :'one')),
          CASE writes WHEN '1' THEN '1' ELSE '42501%' END, role || ' adds ' || writes) FROM role_sees;
SELECT is(pg_temp.outcome('xeit_officer', format('SELECT FROM casework.facts_withheld(%L) AS w WHERE w::text = %L', :'one', '{ "address" : 1 }')), '1',
          'who may not read a confidential address is told there is one');
SELECT is(pg_temp.outcome('nora', format('SELECT FROM casework.facts_withheld(%L) AS w WHERE w::text = %L', :'one', '{}')), '1',
          'another spoke is not even told that');

-- The panel what it discusses, a provider what keeps people safe.
INSERT INTO casework.meeting_series (id, spoke_id, name, type)
VALUES ('55555555-0000-4000-8000-000000000001', reference.spoke_id('bristol'), 'Tap', 'operational_panel');
INSERT INTO casework.meeting_series_member (series_id, user_id) VALUES ('55555555-0000-4000-8000-000000000001', pg_temp.user_id('xpanel_member'));
INSERT INTO casework.episode (id, spoke_id, person_id, state, opened_on, series_id)
VALUES ('eeeeeeee-0000-4000-8000-000000000011', reference.spoke_id('bristol'), :'one', 'listed', '2026-01-05', '55555555-0000-4000-8000-000000000001');
INSERT INTO casework.intervention (id, code, name, provider_agency_id, approach, prevention_level, targeting, theme, mode)
SELECT '99999999-0000-4000-8000-000000000001', 'tap_way', 'Tap way', reference.agency_id('avon_somerset_police'),
       i.approach, i.prevention_level, i.targeting, i.theme, i.mode FROM casework.intervention i LIMIT 1;
INSERT INTO casework.intervention_spoke (intervention_id, spoke_id) VALUES ('99999999-0000-4000-8000-000000000001', reference.spoke_id('bristol'));
SELECT set_config('throughline.stand_in', :'anna', true) IS NULL AS ready \gset
INSERT INTO casework.allocation (id, spoke_id, person_id, episode_id, intervention_id, provider_agency_id, proposed_on)
VALUES ('aaaaaaaa-0000-4000-8000-0000000000a1', reference.spoke_id('bristol'), :'one', 'eeeeeeee-0000-4000-8000-000000000011',
        '99999999-0000-4000-8000-000000000001', reference.agency_id('avon_somerset_police'), access.today());
UPDATE casework.allocation SET state = 'offered', offered_on = access.today() WHERE id = 'aaaaaaaa-0000-4000-8000-0000000000a1';
SELECT is(pg_temp.outcome('xpanel_member', format('SELECT FROM casework.person_fact WHERE person_id = %L AND topic = %L', :'one', topic)),
          panel, 'a panel member sees ' || panel || ' ' || topic)
  FROM (VALUES ('identifier', '0'), ('address', '1'), ('carer', '1'), ('professional', '1'), ('care_status', '1'),
               ('education_status', '1'), ('disability', '1'), ('marker', '1'), ('safety', '5')) AS t(topic, panel);
SELECT is(pg_temp.outcome('xprovider_worker', format('SELECT FROM casework.person_fact WHERE person_id = %L AND topic = %L', :'one', topic)),
          provider, 'a provider sees ' || provider || ' ' || topic)
  FROM (VALUES ('identifier', '0'), ('address', '0'), ('carer', '0'), ('professional', '0'), ('care_status', '0'),
               ('education_status', '0'), ('disability', '0'), ('marker', '1'), ('safety', '5')) AS t(topic, provider);
SELECT is(pg_temp.outcome(who, format('SELECT FROM casework.person_amendment WHERE person_id = %L AND fact_id = %L', :'one', :'marker')), sees, who || ' sees ' || sees || ' corrections')
  FROM (VALUES ('anna', '4'), ('xpanel_member', '0'), ('xprovider_worker', '0'), ('nora', '0')) AS t(who, sees);

-- 2. What cannot be.
SELECT alike(pg_temp.outcome('anna', format('INSERT INTO casework.person_fact (person_id, topic, %s) VALUES (%L, %s)', columns, :'one', said)), refused, 'refused: ' || refused)
  FROM (VALUES
    ('code, value', $$'identifier', 'mother', 'X'$$, '23503 person_fact_code_fkey%'),
    ('code', $$'identifier', 'upn'$$, '23514 person_fact_value_needed_check%'),
    ('code', $$'address', 'home'$$, '23514 person_fact_place_needed_check%'),
    ('code, value', $$'safety', 'safe_times', 'X'$$, '23514 person_fact_value_only_check%'),
    ('code, confidential', $$'safety', 'safe_times', true$$, '23514 person_fact_confidential_only_check%'),
    ('code, valid_from, valid_to', $$'disability', 'dyslexia', '2026-01-02', '2026-01-01'$$, '23514 person_fact_dates_check%'),
    ('code, person_knows', $$'marker', 'absconds', 'yes'$$, '23514 person_fact_review_needed_check%'),
    ('code', $$'disability', 'adhd'$$, '23505 person_fact_once_key%'),
    ('code, value', $$'identifier', 'nhs_number', '943 476 5919'$$, '23505 person_fact_value_key%'),
    ('code, created_by', $$'disability', 'dyslexia', NULL$$, '42501%'),
    ('code, in_error_at', $$'disability', 'dyslexia', now()$$, '42501%')) AS t(columns, said, refused);
SELECT alike(pg_temp.outcome('anna', format('UPDATE casework.person_fact SET %s WHERE id = %L', change, :'condition')), expected, 'setting ' || change)
  FROM (VALUES ('person_id = gen_random_uuid()', '42501%'), ('topic = ''marker''', '42501%'), ('version = 9', '42501%'),
    ('created_at = now()', '42501%'), ('diagnosis_status = ''diagnosed''', 'TL422%'),
    ('diagnosis_status = ''diagnosed'', amend_reason = ''no_such''', '23503%')) AS t(change, expected);
SELECT alike(pg_temp.outcome('anna', format('DELETE FROM casework.%s', t)), '42501%', 'nothing is deleted: ' || t)
  FROM unnest(ARRAY['person_fact', 'person_amendment', 'fact_topic']) AS t;
SELECT alike(pg_temp.outcome('anna', format($$INSERT INTO casework.person_amendment (person_id, at, before, after) VALUES (%L, now(), '{}', '{}')$$, :'one')), '42501%', 'nobody writes history');

-- How long it is kept: whether they were ever looked after, not only now.
SELECT pg_temp.made('kept', 'bristol') AS kept, pg_temp.made('leaver', 'bristol') AS leaver, pg_temp.made('earlier', 'bristol') AS earlier \gset
UPDATE casework.person SET born_on = '2008-05-06', born_precision = 'exact' WHERE id IN (:'kept', :'leaver');
CREATE FUNCTION pg_temp.kept(person uuid) RETURNS text LANGUAGE sql AS $$
    SELECT pg_temp.seen('anna', format('SELECT r.category || '' '' || r.until FROM casework.retention_proposed(%L, ''2026-01-31'') r', person)) $$;
SELECT is(pg_temp.kept(:'kept'), 'person 2033-05-06', 'never in care: to the twenty-fifth birthday');
INSERT INTO casework.person_fact (person_id, topic, code, valid_from, valid_to) VALUES
    (:'kept', 'care_status', 'looked_after_s20', '2014-01-01', '2015-01-01'), (:'kept', 'care_status', 'closed_to_social_care', '2015-01-01', NULL);
SELECT is((SELECT d.care_status FROM casework.person_detail d WHERE d.person_id = :'kept'), 'closed_to_social_care', 'not looked after now');
SELECT is(pg_temp.kept(:'kept'), 'looked_after 2083-05-06', 'once looked after: seventy-five years from birth');
UPDATE casework.person_fact SET in_error_reason = 'wrong_person' WHERE person_id = :'kept' AND code = 'looked_after_s20';
SELECT is(pg_temp.kept(:'kept'), 'person 2033-05-06', 'what was struck does not count');
INSERT INTO casework.person_fact (person_id, topic, code) VALUES (:'leaver', 'care_status', 'care_leaver'), (:'earlier', 'care_status', 'looked_after_s31');
SELECT is(pg_temp.kept(:'leaver'), 'looked_after 2083-05-06', 'who left care was looked after');
INSERT INTO casework.person_merge (survivor_id, merged_id, reason) VALUES (:'kept', :'earlier', 'one mother');
SELECT is(pg_temp.kept(:'kept'), 'looked_after 2083-05-06', 'as was who is so under a record since merged');

SELECT * FROM finish();
ROLLBACK;
