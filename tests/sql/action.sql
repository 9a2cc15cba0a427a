-- Actions in the database itself: who sees and moves them, and which of their
-- columns are whose to change.
BEGIN;
SELECT plan(135);
\ir ../support/sessions.sql

CREATE TEMPORARY TABLE role_sees (role text, own integer);
INSERT INTO role_sees VALUES
    ('spoke_coordinator', 1), ('project_officer', 1), ('eit_officer', 1), ('eit_sergeant', 1),
    ('panel_member', 0), ('referrer', 0), ('provider_worker', 0), ('hub_auditor', 0),
    ('hub_analyst', 0), ('hub_grant_officer', 0), ('ig_lead', 0), ('system_admin', 0);
SELECT count(pg_temp.signed_in('x' || role, role, 'bristol')) = 12 AS ready FROM role_sees \gset
SELECT pg_temp.signed_in('anna', 'spoke_coordinator', 'bristol') AS anna,
       pg_temp.signed_in('ewan', 'eit_officer', 'bristol', 'avon_somerset_police') AS ewan,
       pg_temp.signed_in('erin', 'eit_officer', 'bristol', 'avon_somerset_police') AS erin,
       pg_temp.signed_in('mia', 'panel_member', 'bristol', 'bristol_youth_justice') AS mia,
       pg_temp.signed_in('max', 'panel_member', 'bristol', 'bristol_camhs') AS max,
       pg_temp.signed_in('nora', 'spoke_coordinator', 'northsom') AS nora \gset

CREATE TEMPORARY TABLE place AS
SELECT n, spoke, ('aaaaaaaa-0000-4000-8000-00000000000' || n)::uuid AS person,
       ('eeeeeeee-0000-4000-8000-00000000000' || n)::uuid AS episode,
       ('5e5e5e5e-0000-4000-8000-00000000000' || n)::uuid AS series
  FROM (VALUES (1, 'bristol'), (2, 'bristol'), (3, 'northsom')) AS t(n, spoke);
INSERT INTO casework.person (id, spoke_ids, display_name, born_precision)
SELECT person, ARRAY[reference.spoke_id(spoke)], 'Tap ' || n, 'unknown' FROM place;
INSERT INTO casework.meeting_series (id, spoke_id, name, type)
SELECT series, reference.spoke_id(spoke), 'Tap ' || n, 'operational_panel' FROM place;
INSERT INTO casework.episode (id, spoke_id, person_id, state, opened_on, series_id)
SELECT episode, reference.spoke_id(spoke), person, 'active_monitoring', '2026-01-05', series FROM place;
INSERT INTO casework.meeting_series_member (series_id, user_id, valid_from)
SELECT series, who, current_date - 90 FROM place, unnest(ARRAY[:'mia', :'max']::uuid[]) AS who WHERE n = 1;

-- An action of somebody, walked to a state by its owner's own hand.
CREATE FUNCTION pg_temp.action_of(owner text, agency text, wanted text DEFAULT 'open', n_ integer DEFAULT 1) RETURNS uuid LANGUAGE plpgsql AS $$
DECLARE
    made uuid := gen_random_uuid();
BEGIN
    INSERT INTO casework.action (id, spoke_id, person_id, episode_id, description, owner_agency_id, owner_user_id, owner_name, due_on)
    SELECT made, reference.spoke_id(spoke), person, episode, 'x', reference.agency_id(agency), pg_temp.user_id(owner),
           CASE WHEN owner IS NULL THEN 'Jo' END, current_date FROM place WHERE n = n_;
    IF wanted <> 'open' THEN
        UPDATE casework.action SET state = wanted, done_on = CASE wanted WHEN 'done' THEN current_date END,
               state_reason = CASE wanted WHEN 'cancelled' THEN 'unsafe' END WHERE id = made;
    END IF;
    RETURN made;
END $$;

-- 1. Whose they are.
CREATE TEMPORARY TABLE two AS SELECT n, spoke, pg_temp.action_of(NULL, 'bristol_camhs', 'open', n) AS id FROM place WHERE n IN (2, 3);
SELECT is(pg_temp.outcome('x' || r.role, format('SELECT FROM casework.action WHERE id = %L', t.id)),
          CASE t.n WHEN 2 THEN r.own ELSE 0 END::text, format('%s and an action of %s', r.role, t.spoke)) FROM role_sees r, two t;
SELECT is(pg_temp.outcome(NULL, 'SELECT FROM casework.action'), '0', 'nobody sees none');
SELECT is(pg_temp.seen('max', format('SELECT object #>> ''{person,name}'' FROM casework.action_object WHERE id = %L', t.id)), 'Tap 2',
    'an agency keeps sight of its open action, and of the name, when the young person is not on its list') FROM two t WHERE t.n = 2;
SELECT is(pg_temp.outcome('max', 'SELECT FROM casework.person WHERE display_name = ''Tap 2'''), '0', 'and of nothing else of them');
SELECT is(pg_temp.outcome('mia', 'SELECT FROM casework.action'), '0', 'none of her young person yet');
CREATE TEMPORARY TABLE hers AS SELECT pg_temp.action_of('max', 'bristol_camhs') AS id;
SELECT is(pg_temp.seen('mia', 'SELECT string_agg(id::text, '' '') FROM casework.action'), id::text, 'a panel member sees those of her young people') FROM hers;

-- 2. Who sets one.
SELECT alike(pg_temp.outcome(who, format($$INSERT INTO casework.action (spoke_id, person_id, episode_id, description, owner_agency_id, owner_name, due_on)
    VALUES (reference.spoke_id(%L), %L, %L, 'x', reference.agency_id('opcc_hub'), 'Jo', current_date)$$, p.spoke, p.person, p.episode)),
    expected, format('%s sets one for %s', who, p.n))
  FROM (VALUES ('anna', 1, '1'), ('xproject_officer', 1, '1'), ('ewan', 1, 'TL403%'), ('mia', 1, 'TL403%'), ('nora', 1, 'TL403%'),
               ('anna', 3, 'TL403%'), ('xreferrer', 1, 'TL403%')) AS t(who, at, expected) JOIN place p ON p.n = at;
SELECT alike(pg_temp.outcome('anna', format($$INSERT INTO casework.action (spoke_id, person_id, episode_id, description, owner_agency_id, due_on %s)
    VALUES (reference.spoke_id('bristol'), %L, %L, 'x', reference.agency_id('opcc_hub'), current_date %s)$$, columns, p.person, p.episode, given)), expected, 'with ' || columns)
  FROM place p, (VALUES ('', '', '23514 action_owner_check%'), (', owner_name, priority', ', ''Jo'', ''nonsense''', '23503 action_priority_fkey%'),
                        (', owner_name, state', ', ''Jo'', ''done''', 'TL409: A new action cannot start as done.'),
                        (', owner_name, done_on', ', ''Jo'', current_date', '23514 action_done_check%')) AS t(columns, given, expected) WHERE p.n = 1;
SELECT alike(pg_temp.outcome('anna', format($$INSERT INTO casework.action (spoke_id, person_id, episode_id, description, owner_agency_id, owner_name, due_on)
    SELECT reference.spoke_id('bristol'), %L, %L, 'x', reference.agency_id('opcc_hub'), 'Jo', current_date$$, a.person, b.episode)),
    '23503 action_episode_fkey%', 'one young person''s action is not in another''s episode') FROM place a, place b WHERE a.n = 1 AND b.n = 2;

-- 3. Moves: all allowed, all others refused.
CREATE TEMPORARY TABLE allowed (from_state text, to_state text);
INSERT INTO allowed VALUES ('open', 'in_progress'), ('open', 'done'), ('in_progress', 'done'), ('open', 'cancelled'), ('in_progress', 'cancelled'),
    ('open', 'superseded'), ('in_progress', 'superseded'), ('done', 'open');
CREATE FUNCTION pg_temp.moved(who text, a text, b text, owner text DEFAULT NULL, agency text DEFAULT 'opcc_hub') RETURNS text LANGUAGE sql AS $$
    SELECT pg_temp.outcome(who, format('UPDATE casework.action SET state = %L, done_on = %L, state_reason = %L WHERE id = %L', b,
        CASE b WHEN 'done' THEN current_date END, CASE b WHEN 'cancelled' THEN 'unsafe' END, pg_temp.action_of(owner, agency, a))) $$;
SELECT alike(pg_temp.moved('anna', a, b), CASE WHEN m.to_state IS NOT NULL THEN '1' ELSE 'TL409: This action is %' END, format('%s -> %s', a, b))
  FROM unnest(ARRAY['open', 'in_progress', 'done', 'cancelled', 'superseded']) AS a
 CROSS JOIN unnest(ARRAY['open', 'in_progress', 'done', 'cancelled', 'superseded']) AS b
  LEFT JOIN allowed m ON m.from_state = a AND m.to_state = b WHERE a <> b;
SELECT alike(pg_temp.outcome('anna', format('UPDATE casework.action SET state = ''cancelled'' WHERE id = %L', pg_temp.action_of(NULL, 'opcc_hub'))),
             '23514 action_cancelled_check%', 'cancelled for no reason');
-- By whom: the owner, the owner's agency, those who set actions; the owner only says how it goes.
SELECT alike(pg_temp.moved(who, m.from_state, m.to_state, 'mia', 'bristol_youth_justice'),
             CASE WHEN who = 'anna' THEN '1' WHEN who IN ('ewan', 'max', 'nora', 'xreferrer') THEN '0'
                  WHEN m.to_state IN ('in_progress', 'done') THEN '1' ELSE 'TL403%' END, format('%s: mia''s %s -> %s', who, m.from_state, m.to_state))
  FROM allowed m, unnest(ARRAY['anna', 'mia', 'ewan', 'max', 'nora', 'xreferrer']) AS who;
SELECT is(pg_temp.moved('erin', 'open', 'done', 'ewan', 'avon_somerset_police'), '1', 'a colleague of the owner''s agency');
SELECT is(pg_temp.moved('erin', 'open', 'done', NULL, 'avon_somerset_police'), '1', 'also where only the agency is known to us');
SELECT is(pg_temp.seen(who, format('SELECT (object -> ''moves'')::text FROM casework.action_object WHERE id = %L', pg_temp.action_of('mia', 'bristol_youth_justice'))),
          expected, who || ' is offered ' || expected)
  FROM (VALUES ('anna', '["cancel","complete","start","supersede"]'), ('mia', '["complete","start"]'), ('max', '[]'), ('ewan', '[]')) AS t(who, expected);

-- 4. Columns: the owner changes none but how it goes; ended ones stay.
SELECT alike(pg_temp.outcome(who, format('UPDATE casework.action SET %s WHERE id = %L', change, pg_temp.action_of('mia', 'bristol_youth_justice'))),
             CASE who WHEN 'anna' THEN '1' ELSE 'TL403%' END, format('%s: %s', who, change))
  FROM unnest(ARRAY['anna', 'mia']) AS who, unnest(ARRAY['description = ''y''', 'due_on = due_on + 7', 'priority = ''high''', 'owner_name = ''Sam''',
       'owner_user_id = NULL, owner_name = ''Sam''', 'owner_agency_id = reference.agency_id(''bristol_camhs'')', 'carried_forward = 3']) AS change;
SELECT alike(pg_temp.outcome('anna', format('UPDATE casework.action SET %s WHERE id = %L', change, pg_temp.action_of(NULL, 'opcc_hub'))), 'TL403%', 'nobody: ' || change)
  FROM unnest(ARRAY['person_id = ''aaaaaaaa-0000-4000-8000-000000000002'', episode_id = ''eeeeeeee-0000-4000-8000-000000000002''',
                    'created_by = NULL, created_at = now() - interval ''1 day''']) AS change;
SELECT is(pg_temp.outcome('anna', format('UPDATE casework.action SET due_on = due_on + 7 WHERE id = %L', pg_temp.action_of(NULL, 'opcc_hub', s))),
          format('TL409: This action is %s: it can no longer be changed.', s), 'what is ' || s || ' stays')
  FROM unnest(ARRAY['done', 'cancelled', 'superseded']) AS s;

SELECT * FROM finish();
ROLLBACK;
