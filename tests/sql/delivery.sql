-- Delivery in full and associations in the database itself: who reads and
-- writes which rows, that a warning is never lost, and that counts stay right.
BEGIN;
SELECT no_plan();
\ir ../support/sessions.sql

CREATE TEMPORARY TABLE role_sees (role text, staff integer, counts integer);
INSERT INTO role_sees VALUES
    ('spoke_coordinator', 1, 1), ('project_officer', 1, 1), ('eit_officer', 1, 1), ('eit_sergeant', 1, 1),
    ('panel_member', 0, 0), ('referrer', 0, 0), ('provider_worker', 0, 0), ('hub_auditor', 0, 1),
    ('hub_analyst', 0, 1), ('hub_grant_officer', 0, 1), ('ig_lead', 0, 0), ('system_admin', 0, 0);
SELECT count(pg_temp.signed_in('x' || role, role, 'bristol')) = 12 AS ready FROM role_sees \gset
SELECT pg_temp.signed_in('anna', 'spoke_coordinator', 'bristol') AS anna,
       pg_temp.signed_in('pia', 'provider_worker', 'bristol', 'openhand_martial_arts') AS pia,
       pg_temp.signed_in('rob', 'provider_worker', 'bristol', 'rookwise_mentoring') AS rob,
       pg_temp.signed_in('nora', 'spoke_coordinator', 'northsom') AS nora \gset

INSERT INTO casework.intervention (id, code, name, provider_agency_id, prevention_level, targeting, mode, capacity, min_age)
VALUES ('1e1e1e1e-0000-4000-8000-000000000001', 'tap_group', 'tap_group', reference.agency_id('openhand_martial_arts'),
        'secondary', 'targeted', 'group', 1, 18);
INSERT INTO casework.intervention_spoke (intervention_id, spoke_id)
VALUES ('1e1e1e1e-0000-4000-8000-000000000001', reference.spoke_id('bristol'));

CREATE TEMPORARY TABLE place AS
SELECT n, ('aaaaaaaa-0000-4000-8000-00000000000' || n)::uuid AS person,
       ('eeeeeeee-0000-4000-8000-00000000000' || n)::uuid AS episode,
       ('a110c000-0000-4000-8000-00000000000' || n)::uuid AS allocation
  FROM generate_series(1, 3) AS n;
GRANT SELECT ON place TO throughline_server;
INSERT INTO casework.person (id, spoke_ids, display_name, born_on, born_precision)
SELECT person, ARRAY[reference.spoke_id('bristol')], 'Tap ' || n, '2012-03-04', 'exact' FROM place;
INSERT INTO casework.episode (id, spoke_id, person_id, state, opened_on)
SELECT episode, reference.spoke_id('bristol'), person, 'active_monitoring', '2026-01-05' FROM place;
INSERT INTO casework.allocation (id, spoke_id, person_id, episode_id, intervention_id, provider_agency_id, proposed_on)
SELECT allocation, reference.spoke_id('bristol'), person, episode, '1e1e1e1e-0000-4000-8000-000000000001',
       reference.agency_id('openhand_martial_arts'), '2026-02-01' FROM place WHERE n < 3;
UPDATE casework.allocation SET state = 'offered' WHERE id IN (SELECT allocation FROM place);
UPDATE casework.allocation SET state = 'agreed' WHERE id IN (SELECT allocation FROM place);

-- 1. A warning asks for a reason, and both are kept where a provider cannot look.
CREATE FUNCTION pg_temp.proposal(reason text) RETURNS text LANGUAGE sql AS $$
    SELECT format('INSERT INTO casework.allocation (spoke_id, person_id, episode_id, intervention_id, provider_agency_id,
        proposed_on, go_on_reason) SELECT reference.spoke_id(''bristol''), person, episode,
        ''1e1e1e1e-0000-4000-8000-000000000001'', reference.agency_id(''opcc_hub''), ''2026-02-01'', %L
        FROM place WHERE n = 3', reason) $$;
SELECT is(pg_temp.outcome('anna', pg_temp.proposal(NULL)),
    'TL422: It is for those aged 18 or over and they are 13. Say why you go on all the same', 'too young: say why');
SELECT is(pg_temp.outcome('anna', pg_temp.proposal('The panel agreed')), '1', 'with a reason it goes on');
SELECT is((SELECT string_agg(warning || ': ' || reason || ', ' || step, '; ') FROM casework.allocation_warning),
    'too_young: The panel agreed, propose', 'and both are kept');
SELECT is(pg_temp.outcome('x' || role, 'SELECT FROM casework.allocation_warning'), staff::text, role || ' and warnings')
  FROM role_sees;
SELECT is(pg_temp.outcome('nora', 'SELECT FROM casework.allocation_warning'), '0', 'another spoke and warnings');
SELECT is(pg_temp.outcome('pia', 'SELECT FROM casework.allocation_warning'), '0', 'the provider and warnings');
SELECT alike(pg_temp.outcome('anna', statement), '42501:%', 'nobody writes or strikes a warning: ' || statement)
  FROM unnest(ARRAY['DELETE FROM casework.allocation_warning', 'UPDATE casework.allocation_warning SET reason = ''x''',
      'INSERT INTO casework.allocation_warning (said) VALUES (''x'')']) AS statement;
SELECT alike(pg_temp.outcome('pia', statement), '42501:%', 'who is at odds is nobody''s to ask: ' || statement)
  FROM unnest(ARRAY['SELECT casework.rivals_of(gen_random_uuid())', 'SELECT casework.fit_warnings(NULL, NULL, NULL, NULL, NULL)']) AS statement;

-- 2. The waiting list.
UPDATE casework.allocation SET state = 'active', started_on = '2026-02-02' WHERE id = (SELECT allocation FROM place WHERE n = 1);
SELECT is(pg_temp.outcome('pia', format('UPDATE casework.allocation SET state = ''waiting_list'' WHERE id = %L', allocation)), '1',
    'the provider puts them on the list') FROM place WHERE n = 2;
SELECT is(pg_temp.seen('pia', format($$SELECT casework.waiting_line(%L)::jsonb - 'since'$$, allocation))::jsonb,
    '{"position": 1, "of": 1, "place_free": false}'::jsonb, 'first, and no place')
  FROM place WHERE n = 2;
SELECT is(pg_temp.outcome('pia', format('UPDATE casework.allocation SET state = ''active'', started_on = ''2026-02-03''%s WHERE id = %L', more, allocation)),
          expected, 'starting beyond capacity' || more)
  FROM place, (VALUES (1, '', 'TL422: All 1 places are taken. Say why you go on all the same'),
                      (2, ', go_on_reason = ''A second coach''', '1')) AS t(step, more, expected)
 WHERE n = 2 ORDER BY step;
SELECT is(waiting_since, NULL, 'who has begun no longer waits') FROM casework.allocation WHERE id = (SELECT allocation FROM place WHERE n = 2);

-- 3. Sessions of a group, and rivals in it.
SELECT is(pg_temp.outcome(who, 'INSERT INTO casework.group_session (id, spoke_id, intervention_id, provider_agency_id, planned_at, minutes)
    VALUES (''66666666-0000-4000-8000-000000000001'', reference.spoke_id(''bristol''), ''1e1e1e1e-0000-4000-8000-000000000001'',
            reference.agency_id(''opcc_hub''), now() + interval ''3 days'', 60)'), expected, who || ' books a group')
  FROM (VALUES ('nora', '42501: new row violates row-level security policy for table "group_session"'),
               ('rob', '42501: new row violates row-level security policy for table "group_session"'), ('pia', '1')) AS t(who, expected);
SELECT is(pg_temp.outcome('x' || role, 'SELECT FROM casework.group_session'), staff::text, role || ' and a session of a group') FROM role_sees;
SELECT is(pg_temp.outcome(who, 'SELECT FROM casework.group_session'), expected, who || ' and a session of a group')
  FROM (VALUES ('pia', '1'), ('rob', '0'), ('nora', '0')) AS t(who, expected);
INSERT INTO casework.association (id, spoke_id, person_id, other_id, kind, certainty, basis, source, known_on, expires_on)
SELECT 'a5500000-0000-4000-8000-000000000001', reference.spoke_id('bristol'), one.person, other.person, 'conflict', 'suspected', 'said',
       'School', access.today() - 3, access.today() + 30 FROM place one, place other WHERE one.n = 1 AND other.n = 2;
CREATE FUNCTION pg_temp.booking() RETURNS text LANGUAGE sql AS $$
    SELECT format('SELECT casework.group_session_book(''66666666-0000-4000-8000-000000000001'', %L)',
        json_agg(json_build_object('allocation_id', allocation))) FROM place WHERE n < 3 $$;
SELECT is(pg_temp.outcome('pia', pg_temp.booking()),
    'TL422: These young people should not be booked together: ask the spoke. To go on, say why', 'rivals: no names, no why');
SELECT is(pg_temp.outcome('pia', 'UPDATE casework.group_session SET go_on_reason = ''Agreed with the spoke'''), '1', 'a reason is given');
SELECT is(pg_temp.outcome('pia', pg_temp.booking()), '1', 'then they are booked');
SELECT is((SELECT count(*)::integer FROM casework.allocation_warning WHERE warning = 'rival' AND reason = 'Agreed with the spoke'), 2,
    'and it is kept with each of them');
SELECT is(pg_temp.outcome('rob', pg_temp.booking()), 'P0002: query returned no rows', 'another provider books nobody');

SELECT is(pg_temp.outcome(who, 'DELETE FROM casework.session WHERE allocation_id = ''a110c000-0000-4000-8000-000000000002'''), '0', who || ' takes nobody out')
  FROM (VALUES ('rob'), ('nora'), ('xeit_officer')) AS t(who);

-- 4. What lies past the end ends with it.
UPDATE casework.allocation SET state = 'completed', ended_on = access.today(), exit_reason = 'completed_planned'
 WHERE id = (SELECT allocation FROM place WHERE n = 1);
SELECT is((SELECT string_agg((cancelled_at IS NOT NULL)::text, ' ' ORDER BY allocation_id) FROM casework.session), 'true false',
    'one''s session is cancelled, the other''s stands');
SELECT is(pg_temp.outcome('anna', format('UPDATE casework.session SET note = ''x'' WHERE allocation_id = %L', allocation)),
    'TL409: This session was cancelled when the intervention ended.', 'a cancelled one stays') FROM place WHERE n = 1;
SELECT alike(pg_temp.outcome('pia', 'UPDATE casework.session SET cancelled_at = NULL'), '42501:%', 'nobody brings it back');

-- 5. Without names.
SELECT is(pg_temp.outcome(who, format('INSERT INTO casework.delivery (id, spoke_id, intervention_id, provider_agency_id, started_on,
    ended_on, under_18, headcount_kind) VALUES (%L, reference.spoke_id(''bristol''), ''1e1e1e1e-0000-4000-8000-000000000001'',
    reference.agency_id(''opcc_hub''), ''2026-02-01'', ''2026-02-01'', 1, ''unique'')', 'de110000-0000-4000-8000-000000000001')),
    expected, who || ' records a delivery')
  FROM (VALUES ('nora', '42501: new row violates row-level security policy for table "delivery"'),
               ('rob', '42501: new row violates row-level security policy for table "delivery"'),
               ('xeit_officer', '42501: new row violates row-level security policy for table "delivery"'), ('pia', '1')) AS t(who, expected);
SELECT is(pg_temp.outcome('x' || role, 'SELECT FROM casework.delivery'), counts::text, role || ' and a delivery') FROM role_sees;
SELECT is(pg_temp.outcome(who, 'SELECT FROM casework.delivery'), expected, who || ' and a delivery')
  FROM (VALUES ('pia', '1'), ('rob', '0'), ('nora', '0')) AS t(who, expected);
CREATE FUNCTION pg_temp.link(n_ integer) RETURNS text LANGUAGE sql AS $$
    SELECT format('INSERT INTO casework.delivery_person (id, delivery_id, spoke_id, person_id) VALUES (gen_random_uuid(),
        ''de110000-0000-4000-8000-000000000001'', reference.spoke_id(''bristol''), %L)', person) FROM place WHERE n = n_ $$;
SELECT alike(pg_temp.outcome(who, pg_temp.link(1)), expected, who || ' links somebody who was counted')
  FROM (VALUES ('pia', '42501:%'), ('nora', '42501:%'), ('xeit_officer', '42501:%'), ('anna', '1')) AS t(who, expected);
SELECT is(pg_temp.outcome('anna', pg_temp.link(2)),
    'TL422: Everybody counted at that age is linked already: correct the headcount first', 'no more than were counted');
SELECT is(pg_temp.outcome('anna', 'UPDATE casework.delivery SET under_18 = 0, aged_18_24 = 3'), 'TL422: More than that are linked by name',
    'nor fewer than are known');
SELECT is(pg_temp.outcome('x' || role, 'SELECT FROM casework.delivery_person'), staff::text, role || ' and who was there') FROM role_sees;
SELECT is(pg_temp.outcome('pia', 'SELECT FROM casework.delivery_person'), '0', 'the provider and who was there');
SELECT is(pg_temp.outcome('pia', 'UPDATE casework.delivery SET under_18 = 9, change_reason = ''Counted again'''), '1', 'a correction');
SELECT is((SELECT said ->> 'under_18' || ', ' || reason FROM casework.delivery_version), '1, Counted again', 'keeps what it said');
SELECT is(pg_temp.outcome('anna', 'UPDATE casework.delivery SET in_error_at = now()'), '1', 'in error');
SELECT is(pg_temp.outcome('anna', 'UPDATE casework.delivery SET under_18 = 2'), 'TL409: This was recorded in error: it no longer changes.', 'is the end of it');

-- 6. Associations: casework roles of the spoke, and nobody else.
SELECT is(pg_temp.outcome('x' || role, 'SELECT FROM casework.association'), staff::text, role || ' and an association') FROM role_sees;
SELECT is(pg_temp.outcome(who, 'SELECT FROM casework.association'), expected, who || ' and an association')
  FROM (VALUES ('anna', '1'), ('pia', '0'), ('nora', '0')) AS t(who, expected);
SELECT is(pg_temp.outcome('nora', 'UPDATE casework.association SET certainty = ''confirmed'''), '0', 'nor changes it');
SELECT alike(pg_temp.outcome('anna', 'UPDATE casework.association SET kind = ''friend'''), '42501:%', 'what was said stays');
SELECT alike(pg_temp.outcome('anna', 'DELETE FROM casework.association'), '42501:%', 'nothing is thrown away');
CREATE FUNCTION pg_temp.said(basis text, other integer, expires text) RETURNS text LANGUAGE sql AS $$
    SELECT format('INSERT INTO casework.association (id, spoke_id, person_id, other_id, kind, certainty, basis, source, known_on, expires_on)
        SELECT gen_random_uuid(), reference.spoke_id(''bristol''), one.person, other.person, ''friend'', ''confirmed'', %L, ''School'',
        access.today(), access.today() + %L::interval FROM place one, place other WHERE one.n = 1 AND other.n = %s', basis, expires, other) $$;
SELECT alike(pg_temp.outcome('anna', pg_temp.said(basis, other, expires)), expected, what)
  FROM (VALUES (1, 'inferred', 3, '30 days', '23514 association_basis_check:%', 'nothing is inferred'),
               (2, 'seen', 1, '30 days', '23514 association_two_check:%', 'it takes two'),
               (3, 'seen', 3, '400 days', 'TL422: It may stand from tomorrow%', 'nothing stands for ever'),
               (4, 'seen', 3, '30 days', '1', 'what was seen is written down')) AS t(step, basis, other, expires, expected, what) ORDER BY step;
SELECT alike(pg_temp.outcome('nora', pg_temp.said('seen', 2, '30 days')), '42501:%', 'not by another spoke');
SELECT is(cardinality(casework.rivals_of(person)), 1, 'the conflict stands') FROM place WHERE n = 1;
UPDATE casework.association SET known_on = access.today() - 60, expires_on = access.today() - 1 WHERE kind = 'conflict';
SELECT is(cardinality(casework.rivals_of(person)), 0, 'what has run out warns of nobody') FROM place WHERE n = 1;
SELECT * FROM finish();
ROLLBACK;
