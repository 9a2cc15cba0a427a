-- Work that changes hands, in the database itself: who may, what stays, and
-- what tells of it. And notes on the wrong young person.
BEGIN;
SELECT plan(36);
\ir ../support/sessions.sql

SELECT pg_temp.signed_in('anna', 'spoke_coordinator', 'bristol') AS anna,
       pg_temp.signed_in('nora', 'spoke_coordinator', 'northsom') AS nora,
       pg_temp.signed_in('ewan', 'eit_officer', 'bristol', 'avon_somerset_police') AS ewan,
       pg_temp.signed_in('mia', 'panel_member', 'bristol', 'bristol_youth_justice') AS mia,
       pg_temp.signed_in('pia', 'provider_worker', 'bristol') AS pia,
       pg_temp.signed_in('lee', 'project_officer', 'bristol') AS lee \gset

CREATE TEMPORARY TABLE place AS
SELECT n, spoke, ('aaaaaaaa-0000-4000-8000-00000000000' || n)::uuid AS person,
       ('eeeeeeee-0000-4000-8000-00000000000' || n)::uuid AS episode,
       ('ac000000-0000-4000-8000-00000000000' || n)::uuid AS action,
       ('0e000000-0000-4000-8000-00000000000' || n)::uuid AS note
  FROM (VALUES (1, 'bristol'), (2, 'northsom'), (3, 'bristol')) AS t(n, spoke);
GRANT SELECT ON place TO throughline_server;
INSERT INTO casework.person (id, spoke_ids, display_name, born_precision)
SELECT person, ARRAY[reference.spoke_id(spoke)], 'Tap ' || n, 'unknown' FROM place;
INSERT INTO casework.episode (id, spoke_id, person_id, state, opened_on, lead_user_id)
SELECT episode, reference.spoke_id(spoke), person, 'active_monitoring', '2026-01-05', :'lee' FROM place;
INSERT INTO casework.action (id, spoke_id, person_id, episode_id, description, owner_agency_id, owner_user_id, due_on)
SELECT action, reference.spoke_id(spoke), person, episode, 'Ring', reference.agency_id('opcc_hub'), :'lee', '2026-02-01' FROM place;
INSERT INTO casework.note (id, spoke_id, person_id, episode_id, kind, text, happened_at)
SELECT note, reference.spoke_id(spoke), person, episode, 'general', 'Words ' || n, now() - interval '1 day' FROM place;

-- 1. Who has left.
SELECT is(casework.has_left(:'lee', reference.spoke_id('bristol')), false, 'works here');
SELECT is(casework.has_left(:'lee', reference.spoke_id('northsom')), true, 'and not there');
SELECT is(casework.has_left(NULL, reference.spoke_id('bristol')), false, 'nobody has not left');
UPDATE access.user_account SET disabled_at = now() WHERE id = :'lee';
SELECT is(casework.has_left(:'lee', reference.spoke_id('bristol')), true, 'an account that is closed');
SELECT is(casework.may_hold(:'lee', reference.spoke_id('bristol'), 'scope.case'), false, 'takes on no work');
SELECT is(casework.may_hold(:'anna', reference.spoke_id('bristol'), 'scope.case'), true, 'who works there does');
SELECT is(casework.may_hold(:'pia', reference.spoke_id('bristol'), 'scope.case'), false, 'a provider leads no case');

-- 2. What can be moved is; what cannot says why.
CREATE FUNCTION pg_temp.given(who text, kind text, id uuid, version integer, to_user uuid) RETURNS text LANGUAGE sql AS $$
    SELECT pg_temp.seen(who, format('SELECT coalesce(r -> ''not_moved'' -> 0 ->> ''why'', r -> ''moved'' -> 0 ->> ''id'')
        FROM casework.reassign(%L, %L, ''Lee left'') AS r', jsonb_build_array(jsonb_build_object('kind', kind, 'id', id, 'version', version)), to_user)) $$;
SELECT is(pg_temp.given(who, kind, CASE kind WHEN 'episode' THEN episode ELSE action END, version, to_user), expected,
          format('%s gives %s of %s: %s', who, kind, p.spoke, expected))
  FROM place p JOIN (VALUES
    (1, 'anna', 'action', 9, :'ewan'::uuid, 'Somebody changed it since you opened the list.'),
    (1, 'anna', 'action', 1, :'lee', 'It is theirs already.'),
    (1, 'anna', 'action', 1, :'nora', 'They do not work in its spoke.'),
    (1, 'anna', 'episode', 1, :'mia', 'They do not work in its spoke.'),
    (2, 'anna', 'action', 1, :'ewan', 'It was not found.'),
    (2, 'anna', 'episode', 1, :'ewan', 'It was not found.'),
    (1, 'ewan', 'action', 1, :'ewan', 'It was not found.'),
    (1, 'mia', 'episode', 1, :'ewan', 'It was not found.'),
    (1, 'pia', 'episode', 1, :'ewan', 'It was not found.')) AS t(n, who, kind, version, to_user, expected) USING (n);
SELECT is(pg_temp.given('anna', 'action', action, 1, :'mia'), action::text, 'an action may go to the panel') FROM place WHERE n = 1;
SELECT is(pg_temp.given('anna', 'episode', episode, 1, :'ewan'), episode::text, 'a case to who works there') FROM place WHERE n = 1;
SELECT is(owner_agency_id, reference.agency_id('bristol_youth_justice'), 'the agency is the new owner''s')
  FROM casework.action WHERE id = (SELECT action FROM place WHERE n = 1);
SELECT is((SELECT string_agg(machine || ' ' || verb || ': ' || note, '; ' ORDER BY machine) FROM casework.state_change
            WHERE person_id = (SELECT person FROM place WHERE n = 1) AND verb = 'reassign'),
    'action reassign: From Lee Tap, ' || hub.name || ' to Mia Tap, ' || yjs.name || '. Lee left; episode reassign: From Lee Tap to Ewan Tap. Lee left',
    'history says from whom, to whom and why')
  FROM reference.agency hub, reference.agency yjs WHERE hub.code = 'opcc_hub' AND yjs.code = 'bristol_youth_justice';
SELECT is((SELECT count(*) FROM audit.access_log WHERE user_id = :'anna' AND action = 'change'
             AND record_kind IN ('episode', 'action')), 2::bigint, 'and the access log has each');
SELECT alike(pg_temp.outcome('anna', format('SELECT casework.hands_changed(''action'', %L, 1, %L, %L, ''reassign'', ''open'', NULL, ''x'')', action, person, episode)),
             '42501%', 'nobody writes history by hand') FROM place WHERE n = 1;
UPDATE casework.action SET state = 'cancelled', state_reason = 'unsafe' WHERE id = (SELECT action FROM place WHERE n = 1);
SELECT is(pg_temp.given('anna', 'action', action, 3, :'ewan'), 'It is closed: nothing is left to do.', 'not what has ended') FROM place WHERE n = 1;

-- 3. A note moves by who writes notes, where both records are of the spoke.
CREATE FUNCTION pg_temp.moved(who text, from_ integer, to_ integer, version integer DEFAULT 1) RETURNS text LANGUAGE sql AS $$
    SELECT pg_temp.outcome(who, format('SELECT FROM casework.note_move(%L, %s, %L, ''Wrong tab'')',
        (SELECT note FROM place WHERE n = from_), version, (SELECT person FROM place WHERE n = to_))) $$;
SELECT is(pg_temp.moved(who, 1, 3), '0', who || ' moves nothing') FROM (VALUES ('nora'), ('mia'), ('pia'), (NULL)) AS t(who);
SELECT alike(pg_temp.moved('anna', 1, 2), 'TL422: This young person has no episode in this spoke%', 'nor to another spoke''s');
SELECT alike(pg_temp.moved('anna', 1, 1), 'TL422: The note is on%', 'nor to where it is');
SELECT is(pg_temp.moved('anna', 1, 3, 7), '0', 'nor another version');
SELECT is(pg_temp.moved('ewan', 1, 3), '1', 'who writes notes moves it');
SELECT is((SELECT string_agg(person_id::text, ' ') FROM casework.note WHERE id = note), (SELECT person::text FROM place WHERE n = 3), 'to the right record')
  FROM place WHERE n = 1;
SELECT is(moved_by, :'ewan'::uuid, 'and by whom is written down') FROM casework.note WHERE id = (SELECT note FROM place WHERE n = 1);
SELECT is((SELECT string_agg(verb || ' ' || n, ', ' ORDER BY verb) FROM casework.state_change c JOIN place p ON p.person = c.person_id WHERE c.machine = 'note'),
          'move_away 1, move_here 3', 'both records say so');
SELECT is((SELECT count(*) FROM casework.state_change WHERE machine = 'note' AND note LIKE '%Words%'), 0::bigint, 'without its words');
SELECT alike(pg_temp.outcome('anna', format('UPDATE casework.note SET person_id = %L', person)), '42501%', 'there is no other way') FROM place WHERE n = 2;

SELECT * FROM finish();
ROLLBACK;
