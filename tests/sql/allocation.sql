-- Allocations and sessions in the database itself: who sees which and from
-- when, every move allowed and refused, what a row may say, and that a
-- provider delivers while the spoke decides.
BEGIN;
SELECT plan(1136);
\ir ../support/sessions.sql

-- Who there is: all twelve roles in Bristol, two providers, another spoke.
CREATE TEMPORARY TABLE role_sees (role text, own integer);
INSERT INTO role_sees VALUES
    ('spoke_coordinator', 1), ('project_officer', 1), ('eit_officer', 1), ('eit_sergeant', 1),
    ('panel_member', 0), ('referrer', 0), ('provider_worker', 0), ('hub_auditor', 0),
    ('hub_analyst', 0), ('hub_grant_officer', 0), ('ig_lead', 0), ('system_admin', 0);
SELECT count(pg_temp.signed_in('x' || role, role, 'bristol')) = 12 AS ready FROM role_sees \gset
SELECT pg_temp.signed_in('anna', 'spoke_coordinator', 'bristol') AS anna,
       pg_temp.signed_in('petra', 'project_officer', 'bristol') AS petra,
       pg_temp.signed_in('ewan', 'eit_officer', 'bristol', 'avon_somerset_police') AS ewan,
       pg_temp.signed_in('pia', 'provider_worker', 'bristol', 'openhand_martial_arts') AS pia,
       pg_temp.signed_in('rob', 'provider_worker', 'bristol', 'rookwise_mentoring') AS rob,
       pg_temp.signed_in('far', 'provider_worker', 'northsom', 'openhand_martial_arts') AS far,
       pg_temp.signed_in('nora', 'spoke_coordinator', 'northsom') AS nora,
       pg_temp.signed_in('mia', 'panel_member', 'bristol', 'bristol_youth_justice') AS mia \gset

INSERT INTO casework.intervention (id, code, name, provider_agency_id, prevention_level, targeting, mode)
SELECT id, code, code, reference.agency_id(provider), 'secondary', 'targeted', 'one_to_one'
  FROM (VALUES ('1e1e1e1e-0000-4000-8000-000000000001'::uuid, 'tap_boxing', 'openhand_martial_arts'),
               ('1e1e1e1e-0000-4000-8000-000000000002', 'tap_elsewhere', 'openhand_martial_arts')) AS t(id, code, provider);
INSERT INTO casework.intervention_spoke (intervention_id, spoke_id)
VALUES ('1e1e1e1e-0000-4000-8000-000000000001', reference.spoke_id('bristol')),
       ('1e1e1e1e-0000-4000-8000-000000000002', reference.spoke_id('northsom'));

CREATE TEMPORARY TABLE place AS
SELECT n, spoke, intervention, ('aaaaaaaa-0000-4000-8000-00000000000' || n)::uuid AS person,
       ('eeeeeeee-0000-4000-8000-00000000000' || n)::uuid AS episode,
       ('a110c000-0000-4000-8000-00000000000' || n)::uuid AS allocation,
       ('5e551000-0000-4000-8000-00000000000' || n)::uuid AS session
  FROM (VALUES (1, 'bristol', '1e1e1e1e-0000-4000-8000-000000000001'::uuid),
               (2, 'northsom', '1e1e1e1e-0000-4000-8000-000000000002'),
               (3, 'bristol', '1e1e1e1e-0000-4000-8000-000000000001')) AS t(n, spoke, intervention);
GRANT SELECT ON place TO throughline_server;
INSERT INTO casework.person (id, spoke_ids, display_name, born_precision)
SELECT person, ARRAY[reference.spoke_id(spoke)], 'Tap ' || n, 'unknown' FROM place;
INSERT INTO casework.episode (id, spoke_id, person_id, state, opened_on)
SELECT episode, reference.spoke_id(spoke), person, 'active_monitoring', '2026-01-05' FROM place;
INSERT INTO casework.allocation (id, spoke_id, person_id, episode_id, intervention_id, provider_agency_id, need_to_know, proposed_on)
SELECT allocation, reference.spoke_id(spoke), person, episode, intervention, reference.agency_id('openhand_martial_arts'), 'Likes dogs', '2026-02-01' FROM place;

-- A row of its own for each try, in any state.
CREATE TEMPORARY TABLE state_of (state text, way text[]);
INSERT INTO state_of VALUES ('proposed', '{}'), ('offered', '{offered}'), ('agreed', '{offered,agreed}'),
    ('waiting_list', '{offered,agreed,waiting_list}'), ('active', '{offered,agreed,active}'),
    ('paused', '{offered,agreed,active,paused}'), ('completed', '{offered,agreed,active,completed}'),
    ('disengaged', '{offered,agreed,active,disengaged}'), ('withdrawn', '{withdrawn}'),
    ('declined', '{offered,declined}'), ('unsuitable', '{unsuitable}'),
    ('provider_declined', '{offered,provider_declined}'), ('never_started', '{offered,agreed,never_started}');
CREATE FUNCTION pg_temp.becoming(state_ text) RETURNS text LANGUAGE sql AS $$
    SELECT format('state = %L, state_reason = %L, exit_reason = %L%s%s', state_,
        CASE state_ WHEN 'paused' THEN 'exams' WHEN 'declined' THEN 'parent_declined' WHEN 'unsuitable' THEN 'need_not_met'
                    WHEN 'provider_declined' THEN 'no_capacity' WHEN 'never_started' THEN 'could_not_reach' END,
        CASE state_ WHEN 'completed' THEN 'completed_planned' WHEN 'disengaged' THEN 'stopped_attending' WHEN 'withdrawn' THEN 'moved' END,
        CASE WHEN state_ IN ('active', 'paused', 'completed') THEN ', started_on = coalesce(started_on, access.today())' END,
        CASE WHEN state_ IN ('completed', 'disengaged', 'withdrawn', 'declined', 'unsuitable', 'provider_declined', 'never_started')
             THEN ', ended_on = access.today()' END) $$;
CREATE FUNCTION pg_temp.allocation_in(wanted text) RETURNS uuid LANGUAGE plpgsql AS $$
DECLARE
    made uuid := gen_random_uuid();
    somebody uuid := gen_random_uuid();
    work uuid := gen_random_uuid();
    step text;
BEGIN
    INSERT INTO casework.person (id, spoke_ids, display_name, born_precision)
    VALUES (somebody, ARRAY[reference.spoke_id('bristol')], 'Tap', 'unknown');
    INSERT INTO casework.episode (id, spoke_id, person_id, state, opened_on)
    VALUES (work, reference.spoke_id('bristol'), somebody, 'active_monitoring', '2026-01-05');
    INSERT INTO casework.allocation (id, spoke_id, person_id, episode_id, intervention_id, provider_agency_id, proposed_on)
    VALUES (made, reference.spoke_id('bristol'), somebody, work, '1e1e1e1e-0000-4000-8000-000000000001',
            reference.agency_id('openhand_martial_arts'), '2026-02-01');
    FOREACH step IN ARRAY (SELECT way FROM state_of WHERE state = wanted) LOOP
        EXECUTE format('UPDATE casework.allocation SET %s WHERE id = %L', pg_temp.becoming(step), made);
    END LOOP;
    RETURN made;
END $$;

-- 1. Whose they are: the spoke's staff see all, the provider what was offered.
SELECT is(pg_temp.outcome('x' || r.role, format('SELECT FROM casework.allocation WHERE id = %L', p.allocation)),
          CASE p.n WHEN 1 THEN r.own ELSE 0 END::text, format('%s and an allocation of %s', r.role, p.spoke))
  FROM role_sees r, place p WHERE p.n < 3;
SELECT is(pg_temp.outcome(NULL, 'SELECT FROM casework.allocation'), '0', 'nobody sees none');
SELECT is(pg_temp.outcome('pia', 'SELECT FROM casework.allocation'), '0', 'what is only proposed is not the provider''s');
SELECT is(pg_temp.outcome('pia', 'SELECT FROM casework.person'), '0', 'nor the young person');
UPDATE casework.allocation SET state = 'offered' WHERE id IN (SELECT allocation FROM place);
SELECT is(offered_on, access.today(), 'the day of the offer is written down') FROM casework.allocation WHERE id = (SELECT allocation FROM place WHERE n = 1);
SELECT is(pg_temp.outcome(who, 'SELECT FROM casework.allocation'), expected, who || ' sees what was offered to their organisation, in their spoke')
  FROM (VALUES ('pia', '2'), ('rob', '0'), ('far', '1')) AS t(who, expected);
SELECT is(pg_temp.outcome(who, 'SELECT FROM casework.person'), expected, who || ' sees those young people')
  FROM (VALUES ('pia', '2'), ('rob', '0'), ('far', '1')) AS t(who, expected);
SELECT is(pg_temp.seen('pia', format('SELECT object ->> ''need_to_know'' FROM casework.allocation_object WHERE id = %L', allocation)),
          'Likes dogs', 'what they need to know') FROM place WHERE n = 1;
SELECT is(pg_temp.seen('pia', format('SELECT object #>> ''{person,consent}'' FROM casework.allocation_object WHERE id = %L', allocation)),
          NULL, 'and nothing of the referral') FROM place WHERE n = 1;
SELECT is(pg_temp.outcome('pia', 'SELECT FROM casework.episode'), '0', 'or of the episode');
SELECT is(pg_temp.outcome('pia', format('SELECT FROM casework.state_change WHERE subject_id = %L', allocation)), '2',
          'its moves are theirs to read') FROM place WHERE n = 1;
SELECT is(pg_temp.outcome(who, format('SELECT FROM casework.state_change WHERE subject_id = %L', allocation)), expected, who || ' and its moves')
  FROM place, (VALUES ('rob', '0'), ('nora', '0'), ('anna', '2')) AS t(who, expected) WHERE n = 1;
SELECT is(pg_temp.outcome('pia', 'SELECT FROM casework.state_change WHERE machine <> ''allocation'''), '0', 'and no other moves');
SELECT is(pg_temp.outcome('mia', 'SELECT FROM casework.allocation'), '0', 'a panel member none, until their young people are on its list');
INSERT INTO casework.meeting_series (id, spoke_id, name, type) VALUES ('5e5e5e5e-0000-4000-8000-000000000001', reference.spoke_id('bristol'), 'Tap', 'operational_panel');
INSERT INTO casework.meeting_series_member (series_id, user_id, valid_from) VALUES ('5e5e5e5e-0000-4000-8000-000000000001', :'mia', current_date - 1);
UPDATE casework.episode SET series_id = '5e5e5e5e-0000-4000-8000-000000000001' WHERE id = (SELECT episode FROM place WHERE n = 1);
SELECT is(pg_temp.outcome('mia', 'SELECT FROM casework.allocation'), '1', 'then theirs');
SELECT is(pg_temp.outcome('mia', 'UPDATE casework.allocation SET goals = ''x'''), '0', 'to read');

-- Withdrawn before it was offered: never the provider's. Ended: four weeks more.
SELECT is(pg_temp.outcome('pia', format('SELECT FROM casework.allocation WHERE id = %L', pg_temp.allocation_in(state))), expected,
          format('pia and one that is %s', state))
  FROM (VALUES ('proposed', '0'), ('withdrawn', '0'), ('unsuitable', '0'), ('offered', '1'), ('agreed', '1'), ('declined', '1'),
               ('provider_declined', '1'), ('active', '1'), ('paused', '1'), ('completed', '1')) AS t(state, expected);
SELECT pg_temp.allocation_in('completed') AS done \gset
UPDATE casework.allocation SET started_on = access.today() - 90, ended_on = access.today() - 27 WHERE id = :'done';
SELECT is(pg_temp.outcome('pia', format('SELECT FROM casework.allocation WHERE id = %L', :'done')), '1', 'four weeks after its end');
UPDATE casework.allocation SET ended_on = access.today() - 28 WHERE id = :'done';
SELECT is(pg_temp.outcome('pia', format('SELECT FROM casework.allocation WHERE id = %L', :'done')), '0', 'and no longer');
SELECT is(pg_temp.outcome('anna', format('SELECT FROM casework.allocation WHERE id = %L', :'done')), '1', 'the spoke keeps it');

-- 2. Every move there is, and no other, by each who might.
CREATE TEMPORARY TABLE allowed (from_state text, to_state text, who text);
INSERT INTO allowed
SELECT f, to_state, who FROM (VALUES
    ('proposed', 'offered', 'anna petra'), ('offered', 'agreed', 'anna petra pia'), ('agreed', 'waiting_list', 'anna petra pia'),
    ('agreed waiting_list paused', 'active', 'anna petra pia'), ('active', 'paused', 'anna petra pia'),
    ('active', 'completed', 'anna petra pia'), ('active paused', 'disengaged', 'anna petra pia'),
    ('proposed offered agreed waiting_list active paused', 'withdrawn', 'anna petra'),
    ('offered agreed waiting_list', 'declined', 'anna petra pia'), ('proposed offered agreed waiting_list', 'unsuitable', 'anna petra'),
    ('offered agreed waiting_list', 'provider_declined', 'anna petra pia'), ('agreed waiting_list', 'never_started', 'anna petra pia'))
    AS t(from_states, to_state, who), unnest(string_to_array(from_states, ' ')) AS f;
SELECT alike(pg_temp.outcome(w.who, format('UPDATE casework.allocation SET %s WHERE id = %L', pg_temp.becoming(t.state), pg_temp.allocation_in(f.state))),
             CASE WHEN w.who IN ('nora', 'ewan', 'rob', 'far', 'mia') OR w.who = 'pia' AND f.state IN ('proposed', 'withdrawn', 'unsuitable') THEN '0'
                  WHEN a.who IS NULL THEN 'TL409: This allocation is %'
                  WHEN w.who = ANY (string_to_array(a.who, ' ')) THEN '1' ELSE 'TL403%' END,
             format('%s: %s to %s', w.who, f.state, t.state))
  FROM (VALUES ('anna'), ('petra'), ('pia'), ('ewan'), ('rob'), ('nora')) AS w(who), state_of f
 CROSS JOIN state_of t LEFT JOIN allowed a ON a.from_state = f.state AND a.to_state = t.state
 WHERE f.state <> t.state;
SELECT alike(pg_temp.outcome('anna', format($$INSERT INTO casework.allocation (spoke_id, person_id, episode_id, intervention_id, provider_agency_id, proposed_on)
    SELECT reference.spoke_id(%L), person, %L, '1e1e1e1e-0000-4000-8000-000000000001', reference.agency_id('rookwise_mentoring'), access.today() FROM place WHERE n = %s$$, t.spoke, t.episode, at)),
    expected, what)
  FROM place, LATERAL (VALUES
    (1, place.spoke, place.episode, '23505 allocation_one_open%', 'the same is open once'),
    (1, place.spoke, NULL, 'TL422: Choose the young person''s episode', 'no episode'),
    (2, 'northsom', (SELECT episode FROM place WHERE n = 2), 'TL403%', 'another spoke''s'),
    (2, 'bristol', (SELECT episode FROM place WHERE n = 2), '23503 allocation_%', 'an episode of another spoke')) AS t(at, spoke, episode, expected, what)
 WHERE place.n = 1;
UPDATE casework.allocation SET state = 'withdrawn', exit_reason = 'moved', ended_on = access.today() WHERE id = (SELECT allocation FROM place WHERE n = 1);
SELECT is(pg_temp.outcome(who, $$INSERT INTO casework.allocation (id, spoke_id, person_id, episode_id, intervention_id, provider_agency_id, proposed_on)
    SELECT 'abababab-0000-4000-8000-000000000001', reference.spoke_id('bristol'), person, episode, intervention, reference.agency_id('rookwise_mentoring'), access.today()
      FROM place WHERE n = 1$$), expected, who || ' proposes')
  FROM (VALUES ('ewan', 'TL403: permission allocation.write not held in the spoke'), ('pia', 'TL403: permission allocation.write not held in the spoke'),
               ('petra', '1')) AS t(who, expected);
SELECT is(provider_agency_id, reference.agency_id('openhand_martial_arts'), 'the provider is the intervention''s, whatever is said')
  FROM casework.allocation WHERE id = 'abababab-0000-4000-8000-000000000001';
SELECT pg_temp.allocation_in('paused') AS paused \gset
SELECT is((SELECT string_agg(verb, ' ' ORDER BY at) FROM casework.state_change WHERE subject_id = :'paused'),
          'propose offer agree start pause', 'each move is written down');
UPDATE casework.allocation SET state = 'withdrawn', exit_reason = 'moved', ended_on = access.today() WHERE id = (SELECT allocation FROM place WHERE n = 3);
UPDATE casework.episode SET state = 'closed', closed_on = access.today(), closure_reason = 'risk_reduced', closing_risk_level = 'low',
    closure_summary = 'x', young_person_told_on = access.today(), referrer_told_on = access.today(), re_referral_route = 'any_agency',
    outcomes_recorded = false, retention_trigger_on = access.today() WHERE id = (SELECT episode FROM place WHERE n = 3);
SELECT is(pg_temp.outcome('anna', $$INSERT INTO casework.allocation (spoke_id, person_id, episode_id, intervention_id, provider_agency_id, proposed_on)
    SELECT reference.spoke_id('bristol'), person, episode, intervention, 1, access.today() FROM place WHERE n = 3$$),
    'TL409: This episode is closed. A new referral opens a new one.', 'a closed episode takes no more');

-- 3. What a row may say: each check by itself, on what the owner writes.
CREATE FUNCTION pg_temp.owner_outcome(statement text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    broken text;
BEGIN
    EXECUTE statement;
    RETURN 'done';
EXCEPTION WHEN OTHERS THEN
    GET STACKED DIAGNOSTICS broken = CONSTRAINT_NAME;
    RETURN concat_ws(' ', SQLSTATE, nullif(broken, ''));
END $$;
SELECT is(pg_temp.owner_outcome(format('UPDATE casework.allocation SET %s WHERE id = %L', change, pg_temp.allocation_in(state))), expected,
          format('%s: %s', state, change))
  FROM (VALUES ('agreed', 'state = ''active''', '23514 allocation_started_check'),
               ('active', 'state = ''paused''', '23514 allocation_state_reason_check'),
               ('active', 'state = ''completed'', exit_reason = ''completed_planned''', '23514 allocation_ended_check'),
               ('active', 'state = ''completed'', ended_on = access.today()', '23514 allocation_exit_reason_check'),
               ('active', 'ended_on = access.today()', '23514 allocation_ended_check'),
               ('active', 'state = ''completed'', exit_reason = ''completed_planned'', ended_on = ''2020-01-01''', '23514 allocation_dates_check'),
               ('active', 'planned_sessions = 0', '23514 allocation_planned_sessions_check'),
               ('active', 'planned_hours = 0', '23514 allocation_planned_hours_check'),
               ('active', 'state_reason = ''nonsense''', '23503 allocation_state_reason_fkey'),
               ('offered', 'state = ''declined'', ended_on = access.today()', '23514 allocation_state_reason_check')) AS t(state, change, expected);
SELECT is(pg_temp.outcome('anna', format('UPDATE casework.allocation SET %s WHERE id = %L', change, pg_temp.allocation_in(state))), expected,
          format('%s: %s', state, change))
  FROM (VALUES ('active', 'state = ''paused'', state_reason = ''no_capacity''', 'TL422: Select a reason that fits'),
               ('active', 'state = ''completed'', exit_reason = ''moved'', ended_on = access.today()', 'TL422: Select a reason that fits how it ended'),
               ('active', 'state = ''disengaged'', exit_reason = ''completed_planned'', ended_on = access.today()', 'TL422: Select a reason that fits how it ended'),
               ('completed', 'goals = ''x''', 'TL409: This intervention has ended: its plan no longer changes.'),
               ('active', 'goals = ''x''', '1')) AS t(state, change, expected);
-- What a provider may write of an allocation of its own.
SELECT alike(pg_temp.outcome('pia', format('UPDATE casework.allocation SET %s WHERE id = %L', change, pg_temp.allocation_in('active'))), expected, 'pia: ' || change)
  FROM (VALUES ('need_to_know = ''x''', 'TL403%'), ('goals = ''x''', 'TL403%'), ('planned_sessions = 99', 'TL403%'), ('planned_hours = 99', 'TL403%'),
               ('worker_user_id = access.me()', '1'),
               ('state = ''completed'', exit_reason = ''completed_planned'', started_on = access.today() - 60, ended_on = access.today() - 28',
                'TL422: The date it ended must be in the last 4 weeks'),
               ('state = ''completed'', exit_reason = ''completed_planned'', started_on = access.today() - 60, ended_on = access.today() - 27', '1'))
       AS t(change, expected);
SELECT is(pg_temp.outcome('anna', format('UPDATE casework.allocation SET worker_user_id = %L WHERE id = %L', worker, pg_temp.allocation_in('active'))), expected,
          'the worker: ' || what)
  FROM (VALUES (:'pia', 'of the provider', '1'), (:'petra', 'of the spoke', '1'),
               (:'rob', 'of another provider', 'TL422: Choose somebody who works for the provider or the spoke'),
               (:'nora', 'of another spoke', 'TL422: Choose somebody who works for the provider or the spoke'),
               (:'ewan', 'who delivers nothing', 'TL422: Choose somebody who works for the provider or the spoke')) AS t(worker, what, expected);
-- Whose it is never changes, for the server.
SELECT alike(pg_temp.outcome('anna', format('UPDATE casework.%I SET %I = %I', name, col, col)), '42501%', format('%s.%s stays', name, col))
  FROM (VALUES ('allocation', 'spoke_id'), ('allocation', 'person_id'), ('allocation', 'episode_id'), ('allocation', 'intervention_id'),
               ('allocation', 'provider_agency_id'), ('allocation', 'offered_on'), ('allocation', 'proposed_on'), ('allocation', 'created_by'),
               ('session', 'spoke_id'), ('session', 'person_id'), ('session', 'allocation_id'), ('session', 'provider_agency_id'),
               ('session', 'created_by')) AS t(name, col);
SELECT alike(pg_temp.outcome('anna', 'DELETE FROM casework.' || name), CASE name WHEN 'session' THEN '0' ELSE '42501%' END, 'nothing is taken from ' || name)
  FROM (VALUES ('allocation'), ('session')) AS t(name);

-- 4. Sessions: whose, when they can be planned, and their three facts.
CREATE FUNCTION pg_temp.planned(who text, allocation_ uuid, more text DEFAULT '', values_ text DEFAULT '', at_ interval DEFAULT '-1 day')
RETURNS text LANGUAGE sql AS $$
    SELECT pg_temp.outcome(who, format('INSERT INTO casework.session (spoke_id, person_id, allocation_id, provider_agency_id, planned_at%s)
        SELECT %s, %L, %L, %s, %L%s', more, a.spoke_id, a.person_id, a.id, a.provider_agency_id, now() + at_, values_))
      FROM casework.allocation a WHERE a.id = allocation_ $$;
SELECT alike(pg_temp.planned('anna', pg_temp.allocation_in(state)),
             CASE WHEN state IN ('agreed', 'waiting_list', 'active', 'paused') THEN '1'
                  WHEN state IN ('proposed', 'offered') THEN 'TL409: Sessions can be planned once the provider has agreed.'
                  ELSE 'TL409: This intervention has ended: no more sessions can be added.' END, 'a session while ' || state)
  FROM state_of;
SELECT pg_temp.allocation_in('active') AS running \gset
SELECT alike(pg_temp.planned(who, :'running'), expected, who || ' plans a session')
  FROM (VALUES ('anna', '1'), ('petra', '1'), ('pia', '1'), ('rob', '42501%'), ('far', '42501%'), ('nora', '42501%'),
               ('ewan', '42501%'), ('mia', '42501%'), ('xreferrer', '42501%'), ('xhub_auditor', '42501%')) AS t(who, expected);
SELECT is(pg_temp.outcome(who, format('SELECT FROM casework.session WHERE allocation_id = %L', :'running')), expected, who || ' sees its sessions')
  FROM (VALUES ('anna', '3'), ('ewan', '3'), ('pia', '3'), ('rob', '0'), ('far', '0'), ('nora', '0'), ('mia', '0'),
               ('xreferrer', '0'), ('xig_lead', '0'), ('xsystem_admin', '0')) AS t(who, expected);
SELECT is(pg_temp.outcome(who, format('UPDATE casework.session SET note = ''x'' WHERE allocation_id = %L', :'running')), expected, who || ' writes in its sessions')
  FROM (VALUES ('anna', '3'), ('pia', '3'), ('ewan', '0'), ('rob', '0'), ('nora', '0'), ('mia', '0')) AS t(who, expected);
SELECT alike(pg_temp.planned('pia', :'running', ', happened, attendance, engagement',
             format(', %s, %s, %s', coalesce(quote_literal(happened), 'NULL'), coalesce(quote_literal(attendance), 'NULL'), coalesce(quote_literal(engagement), 'NULL'))),
             expected, format('happened %s, %s, %s', happened, attendance, engagement))
  FROM (VALUES ('true', 'attended', 'engaged', '1'), ('true', 'did_not_attend', NULL, '1'), ('false', 'cancelled_provider', NULL, '1'),
               (NULL, NULL, NULL, '1'),
               ('true', NULL, NULL, '23514 session_logged_check%'), (NULL, 'attended', NULL, '23514 session_logged_check%'),
               ('false', 'attended', NULL, '23514 session_attendance_check%'), ('false', 'part', NULL, '23514 session_attendance_check%'),
               ('false', 'late', NULL, '23514 session_attendance_check%'),
               ('true', 'did_not_attend', 'engaged', '23514 session_engagement_check%'), (NULL, NULL, 'engaged', '23514 session_engagement_check%'),
               ('true', 'nonsense', NULL, '23503 session_attendance_fkey%')) AS t(happened, attendance, engagement, expected);
SELECT alike(pg_temp.planned('pia', :'running', ', happened, attendance', format(', %s, %L', happened, attendance), '2 days'), expected,
             format('ahead: happened %s', happened))
  FROM (VALUES ('true', 'attended', 'TL422: A session in the future cannot have happened yet'), ('false', 'cancelled_family', '1')) AS t(happened, attendance, expected);
SELECT is(pg_temp.outcome('pia', format('INSERT INTO casework.session (spoke_id, person_id, allocation_id, provider_agency_id, planned_at, worker_user_id)
    SELECT spoke_id, person_id, id, provider_agency_id, now(), %L FROM casework.allocation WHERE id = %L', :'rob', :'running')),
    'TL422: Choose somebody who works for the provider or the spoke', 'nobody else''s worker holds it');
SELECT alike(pg_temp.owner_outcome(format('INSERT INTO casework.session (spoke_id, person_id, allocation_id, provider_agency_id, planned_at)
    SELECT a.spoke_id, p.person, a.id, a.provider_agency_id, now() FROM casework.allocation a, place p WHERE a.id = %L AND p.n = 1', :'running')),
    '23503 session_allocation_fkey', 'a session is of the allocation''s young person');
-- Logged after its end: what happened then is still told.
SELECT pg_temp.outcome('anna', format('UPDATE casework.allocation SET %s WHERE id = %L', pg_temp.becoming('completed'), :'running')) = '1' AS ended \gset
SELECT alike(pg_temp.outcome('pia', format('UPDATE casework.session SET happened = true, attendance = ''late'' WHERE allocation_id = %L AND happened IS NULL
    AND planned_at < now()', :'running')), '4', 'planned sessions are logged after the end');

-- 5. The catalogue.
SELECT is(pg_temp.outcome('x' || role, 'SELECT FROM casework.intervention WHERE code LIKE ''tap\_%'''), '2', role || ' reads the catalogue') FROM role_sees;
SELECT is(pg_temp.outcome(NULL, 'SELECT FROM casework.intervention'), '0', 'nobody reads nothing');
SELECT alike(pg_temp.outcome(who, format('UPDATE casework.intervention SET capacity = 9 WHERE code = %L', code)), expected, format('%s changes %s', who, code))
  FROM (VALUES ('anna', 'tap_boxing', '1'), ('anna', 'tap_elsewhere', '42501%'), ('nora', 'tap_elsewhere', '1'), ('petra', 'tap_boxing', '42501%'),
               ('pia', 'tap_boxing', '42501%'), ('xhub_grant_officer', 'tap_boxing', '42501%')) AS t(who, code, expected);
SELECT alike(pg_temp.outcome(who, 'INSERT INTO casework.intervention_spoke (intervention_id, spoke_id)
    VALUES (''1e1e1e1e-0000-4000-8000-000000000001'', reference.spoke_id(''northsom''))'), expected, who || ' delivers it in North Somerset')
  FROM (VALUES ('anna', '42501%'), ('pia', '42501%'), ('nora', '1')) AS t(who, expected);
SELECT alike(pg_temp.owner_outcome('UPDATE casework.intervention SET ' || change || ' WHERE code = ''tap_boxing'''), expected, change)
  FROM (VALUES ('min_age = 12, max_age = 11', '23514 intervention_ages_check'), ('active_from = ''2026-02-01'', active_to = ''2026-01-01''', '23514 intervention_dates_check'),
               ('capacity = 0', '23514 intervention_capacity_check'), ('min_age = 26', '23514 intervention_min_age_check'),
               ('code = ''tap_elsewhere''', '23505 intervention_code_key')) AS t(change, expected);
SELECT is(pg_temp.seen(who, 'SELECT concat_ws('' '', taken, waiting) FROM casework.intervention_places(''1e1e1e1e-0000-4000-8000-000000000001'')'),
          (SELECT concat_ws(' ', count(*) FILTER (WHERE state IN ('active', 'paused')), count(*) FILTER (WHERE state = 'waiting_list'))
             FROM casework.allocation WHERE intervention_id = '1e1e1e1e-0000-4000-8000-000000000001'), who || ' is told how many places are taken, by anybody')
  FROM (VALUES ('anna'), ('nora'), ('pia'), ('rob')) AS t(who);
SELECT is(pg_temp.seen(who, 'SELECT concat_ws('' '', taken, waiting) FROM casework.intervention_places(''1e1e1e1e-0000-4000-8000-000000000001'')'), '',
          who || ' is not') FROM (VALUES ('xhub_analyst'), ('xreferrer'), ('xsystem_admin')) AS t(who);

SELECT * FROM finish();
ROLLBACK;
