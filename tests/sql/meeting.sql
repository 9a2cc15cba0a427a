-- Meetings in the database itself: who sees which, every move allowed and
-- refused, what the chair's signature asks for, and that signed minutes stay
-- as they are, whoever tries.
BEGIN;
SELECT plan(539);
\ir ../support/sessions.sql

-- Who there is. Two spokes; all twelve roles in the first.
CREATE TEMPORARY TABLE role_sees (role text, own integer);
INSERT INTO role_sees VALUES
    ('spoke_coordinator', 1), ('project_officer', 1), ('eit_officer', 1), ('eit_sergeant', 1),
    ('panel_member', 0), ('referrer', 0), ('provider_worker', 0), ('hub_auditor', 0),
    ('hub_analyst', 0), ('hub_grant_officer', 0), ('ig_lead', 0), ('system_admin', 0);
SELECT count(pg_temp.signed_in('x' || role, role, 'bristol')) = 12 AS ready FROM role_sees \gset
SELECT pg_temp.signed_in('anna', 'spoke_coordinator', 'bristol') AS anna,
       pg_temp.signed_in('petra', 'project_officer', 'bristol') AS petra,
       pg_temp.signed_in('ewan', 'eit_officer', 'bristol', 'avon_somerset_police') AS ewan,
       pg_temp.signed_in('mia', 'panel_member', 'bristol', 'bristol_youth_justice') AS mia,
       pg_temp.signed_in('max', 'panel_member', 'bristol', 'bristol_camhs') AS max,
       pg_temp.signed_in('nora', 'spoke_coordinator', 'northsom') AS nora \gset

-- One young person in each of two series and in the other spoke; the
-- third's meeting is long past.
CREATE TEMPORARY TABLE place AS
SELECT n, spoke, since,
       ('aaaaaaaa-0000-4000-8000-00000000000' || n)::uuid AS person,
       ('eeeeeeee-0000-4000-8000-00000000000' || n)::uuid AS episode,
       ('5e5e5e5e-0000-4000-8000-00000000000' || n)::uuid AS series,
       ('33333333-0000-4000-8000-00000000000' || n)::uuid AS meeting,
       ('a9a9a9a9-0000-4000-8000-00000000000' || n)::uuid AS item,
       ('d1d1d1d1-0000-4000-8000-00000000000' || n)::uuid AS discussion,
       ('a7a7a7a7-0000-4000-8000-00000000000' || n)::uuid AS attendance,
       ('bdbdbdbd-0000-4000-8000-00000000000' || n)::uuid AS told,
       ('dededede-0000-4000-8000-00000000000' || n)::uuid AS decision,
       ('d155d155-0000-4000-8000-00000000000' || n)::uuid AS dissent
  FROM (VALUES (1, 'bristol', 1), (2, 'bristol', 1), (3, 'bristol', 60), (4, 'northsom', 1),
               (5, 'bristol', 1), (6, 'bristol', 1)) AS t(n, spoke, since);
INSERT INTO casework.person (id, spoke_ids, display_name, born_precision)
SELECT person, ARRAY[reference.spoke_id(spoke)], 'Tap ' || n, 'unknown' FROM place;
INSERT INTO casework.episode (id, spoke_id, person_id, state, opened_on)
SELECT episode, reference.spoke_id(spoke), person, 'listed', '2026-01-05' FROM place;
INSERT INTO casework.meeting_series (id, spoke_id, name, type)
SELECT series, reference.spoke_id(spoke), 'Tap ' || n, 'operational_panel' FROM place;
INSERT INTO casework.meeting (id, spoke_id, series_id, type, title, starts_at)
SELECT meeting, reference.spoke_id(spoke), CASE WHEN n = 3 THEN (SELECT series FROM place WHERE n = 1) ELSE series END,
       'operational_panel', 'Tap', now() - make_interval(days => since) FROM place;
INSERT INTO casework.agenda_item (id, spoke_id, meeting_id, person_id, episode_id, kind, position)
SELECT item, reference.spoke_id(spoke), meeting, person, episode, 'new', 1 FROM place;
INSERT INTO casework.discussion (id, spoke_id, meeting_id, agenda_item_id, person_id, episode_id,
                                 happened_at, summary, rationale)
SELECT discussion, reference.spoke_id(spoke), meeting, item, person, episode, now(), 'Said.', 'Because.' FROM place;
INSERT INTO casework.discussion_update (id, spoke_id, meeting_id, discussion_id, person_id, agency_id, text)
SELECT told, reference.spoke_id(spoke), meeting, discussion, person, reference.agency_id('avon_somerset_police'), 'Seen.' FROM place;
INSERT INTO casework.discussion_decision (id, spoke_id, meeting_id, discussion_id, person_id, decision)
SELECT decision, reference.spoke_id(spoke), meeting, discussion, person, 'keep_monitoring' FROM place;
INSERT INTO casework.discussion_dissent (id, spoke_id, meeting_id, discussion_id, person_id, agency_id, text)
SELECT dissent, reference.spoke_id(spoke), meeting, discussion, person, reference.agency_id('avon_somerset_police'), 'No.' FROM place;
INSERT INTO casework.meeting_attendance (id, spoke_id, meeting_id, agency_id, name, attendance, confidentiality_accepted)
SELECT attendance, reference.spoke_id(spoke), meeting, reference.agency_id('avon_somerset_police'), 'PC Tap', 'present', true FROM place;
INSERT INTO casework.addendum (spoke_id, meeting_id, text)
SELECT reference.spoke_id(spoke), meeting, 'Later.' FROM place;
INSERT INTO casework.addendum (spoke_id, meeting_id, discussion_id, person_id, text)
SELECT reference.spoke_id(spoke), meeting, discussion, person, 'Later.' FROM place;

-- 1. Whose they are. Each table by each role: the own spoke, the other spoke.
CREATE TEMPORARY TABLE part (name text, of text);
INSERT INTO part VALUES ('meeting_series', 'id'), ('meeting', 'id'), ('meeting_attendance', 'meeting_id'),
    ('agenda_item', 'meeting_id'), ('discussion', 'meeting_id'), ('discussion_update', 'meeting_id'),
    ('discussion_decision', 'meeting_id'), ('discussion_dissent', 'meeting_id');
SELECT is(pg_temp.outcome('x' || r.role, format('SELECT FROM casework.%I WHERE %I IN (%L, %L)',
              p.name, p.of, w.meeting, w.series)),
          CASE w.n WHEN 1 THEN r.own ELSE 0 END::text,
          format('%s and %s of %s', r.role, p.name, w.spoke))
  FROM role_sees r, part p, place w WHERE w.n IN (1, 4);
SELECT is(pg_temp.outcome('x' || r.role, format('SELECT FROM casework.addendum WHERE meeting_id = %L', w.meeting)),
          CASE w.n WHEN 1 THEN 2 * r.own ELSE 0 END::text, format('%s and addenda of %s', r.role, w.spoke))
  FROM role_sees r, place w WHERE w.n IN (1, 4);
SELECT is(pg_temp.outcome(NULL, format('SELECT FROM casework.%I', p.name)), '0', 'nobody sees no ' || p.name) FROM part p;

-- The views show no more than their tables.
SELECT is(pg_temp.outcome('nora', format('SELECT FROM casework.%I WHERE %I = %L', v.name, v.of, w.meeting)), '0',
          'another spoke sees nothing through ' || v.name)
  FROM place w, (VALUES ('meeting_object', 'id'), ('meeting_item', 'id'), ('agenda_object', 'meeting_id'),
                        ('discussion_object', 'meeting_id'),
                        ('attendance_object', 'meeting_id'), ('meeting_expected', 'meeting_id')) AS v(name, of)
 WHERE w.n = 1;
SELECT is(pg_temp.seen('anna', format('SELECT casework.colleague(%L) ->> ''name''', :'mia')), 'Mia Tap', 'a colleague has a name');
SELECT is(pg_temp.seen(NULL, format('SELECT casework.colleague(%L) ->> ''name''', :'mia')), NULL, 'but not for nobody');

-- 2. A panel member: the meetings of their series, and there the young people
-- who still are theirs.
SELECT is(pg_temp.outcome('mia', format('SELECT FROM casework.%I', p.name)), '0', 'before she belongs, no ' || p.name) FROM part p;
INSERT INTO casework.meeting_series_member (series_id, user_id, valid_from)
SELECT series, :'mia', current_date - 90 FROM place WHERE n = 1;
INSERT INTO casework.meeting_series_member (series_id, user_id, valid_from)
SELECT series, :'max', current_date - 90 FROM place WHERE n = 2;
SELECT is(pg_temp.outcome('mia', 'SELECT FROM casework.meeting'), '2', 'both meetings of her series');
SELECT is(pg_temp.seen('mia', 'SELECT string_agg(id::text, '' '') FROM casework.' || p.name),
          w.id, 'only what is current of ' || p.name)
  FROM part p, LATERAL (SELECT CASE p.name WHEN 'agenda_item' THEN item WHEN 'discussion' THEN discussion
           WHEN 'discussion_update' THEN told WHEN 'discussion_decision' THEN decision
           WHEN 'discussion_dissent' THEN dissent END::text AS id FROM place WHERE n = 1) AS w
 WHERE p.name NOT IN ('meeting', 'meeting_series', 'meeting_attendance');
SELECT is(pg_temp.outcome('mia', 'SELECT FROM casework.addendum'), '3', 'addenda: two of meetings, one of her young person');
SELECT is(pg_temp.seen('mia', 'SELECT jsonb_array_length((object::jsonb -> ''moves'')) FROM casework.meeting_object LIMIT 1'), '0', 'she moves no meeting');
SELECT is(pg_temp.outcome('max', format('SELECT FROM casework.meeting WHERE id = %L', meeting)), CASE n WHEN 2 THEN '1' ELSE '0' END,
          'the other series is the other member''s') FROM place WHERE n IN (1, 2, 3, 4);

-- What she writes: her own agency's word, where she belongs.
SELECT alike(pg_temp.outcome(who, format($$INSERT INTO casework.discussion_update (spoke_id, meeting_id, discussion_id, person_id, agency_id, nothing_known)
    VALUES (reference.spoke_id(%L), %L, %L, %L, reference.agency_id(%L), true)$$, spoke, meeting, discussion, person, agency)),
    expected, format('%s for %s at meeting %s', who, agency, n))
  FROM (VALUES ('mia', 1, 'bristol_youth_justice', '1'), ('mia', 1, 'bristol_camhs', '42501%'),
               ('mia', 2, 'bristol_youth_justice', '42501%'), ('mia', 4, 'bristol_youth_justice', '42501%'),
               ('max', 2, 'bristol_camhs', '1'), ('ewan', 1, 'bristol_camhs', '42501%'),
               ('petra', 2, 'bristol_education_inclusion', '1'), ('nora', 1, 'opcc_hub', '42501%'),
               ('xreferrer', 1, 'opcc_hub', '42501%'), ('xprovider_worker', 1, 'opcc_hub', '42501%'))
       AS t(who, at, agency, expected) JOIN place ON n = at;
SELECT is(pg_temp.outcome(who, format('UPDATE casework.discussion_update SET text = ''x'', nothing_known = false WHERE id = %L', told)),
          expected, who || ' changes the police''s word')
  FROM (VALUES ('mia', '0'), ('ewan', '1'), ('petra', '1'), ('nora', '0'), ('xreferrer', '0')) AS t(who, expected), place WHERE n = 1;
SELECT alike(pg_temp.outcome('mia', format(statement, meeting)), expected, 'a panel member does not: ' || statement)
  FROM place, (VALUES ('UPDATE casework.meeting SET title = ''x'' WHERE id = %L', '0'),
               ('UPDATE casework.discussion SET summary = ''x'' WHERE meeting_id = %L', '0'),
               ('UPDATE casework.agenda_item SET note = ''x'' WHERE meeting_id = %L', '0'),
               ('UPDATE casework.meeting_attendance SET name = ''x'' WHERE meeting_id = %L', '0'),
               ('DELETE FROM casework.discussion_decision WHERE meeting_id = %L', '0'),
               ('DELETE FROM casework.agenda_item WHERE meeting_id = %L', '0'),
               ('DELETE FROM casework.discussion_update WHERE meeting_id = %L', '42501%')) AS t(statement, expected)
 WHERE n = 1;
UPDATE casework.meeting_series_member SET valid_to = current_date - 1 WHERE user_id = :'mia';
SELECT is(pg_temp.outcome('mia', format('SELECT FROM casework.%I', p.name)), '0', 'after she left, no ' || p.name) FROM part p;

-- 3. Nobody moves a row to another meeting, spoke or author.
SELECT alike(pg_temp.outcome('anna', format('UPDATE casework.%I SET %I = %I', t.name, t.col, t.col)), '42501%',
             format('%s.%s stays', t.name, t.col))
  FROM (VALUES ('meeting', 'spoke_id'), ('meeting', 'signed_off_by'), ('meeting', 'signed_off_at'), ('meeting', 'created_by'),
               ('agenda_item', 'meeting_id'), ('agenda_item', 'person_id'), ('discussion', 'meeting_id'),
               ('discussion', 'person_id'), ('discussion', 'updated_by'), ('meeting_attendance', 'meeting_id'),
               ('discussion_update', 'agency_id'), ('discussion_update', 'created_by')) AS t(name, col);
SELECT alike(pg_temp.outcome('anna', 'UPDATE casework.' || name || ' SET text = ''x'''), '42501%', name || ' keeps its words')
  FROM (VALUES ('addendum'), ('discussion_dissent')) AS t(name);
SELECT alike(pg_temp.outcome('anna', 'DELETE FROM casework.' || name), '42501%', 'nothing is taken from ' || name)
  FROM (VALUES ('meeting'), ('addendum'), ('meeting_series'), ('discussion_update')) AS t(name);
SELECT is(pg_temp.outcome('anna', format('DELETE FROM casework.discussion WHERE id = %L', discussion)), '0',
          'a discussion with words in it stays') FROM place WHERE n = 1;

-- 4. Every move there is, and no other, by each who might. A meeting of its own
-- for each try.
CREATE TEMPORARY TABLE state_of (state text);
INSERT INTO state_of VALUES ('planned'), ('in_progress'), ('minutes_draft'), ('minutes_checked'),
    ('signed_off'), ('distributed'), ('cancelled');
CREATE TEMPORARY TABLE allowed (from_state text, to_state text, who text);
INSERT INTO allowed VALUES
    ('planned', 'in_progress', 'anna petra'), ('planned', 'cancelled', 'anna petra'),
    ('in_progress', 'minutes_draft', 'anna petra'), ('minutes_draft', 'in_progress', 'anna petra'),
    ('minutes_draft', 'minutes_checked', 'anna petra'), ('minutes_checked', 'minutes_draft', 'anna petra'),
    ('minutes_checked', 'signed_off', 'anna'), ('signed_off', 'distributed', 'anna petra');
CREATE FUNCTION pg_temp.meeting_in(wanted text) RETURNS uuid LANGUAGE plpgsql AS $$
DECLARE
    made uuid := gen_random_uuid();
    step text;
BEGIN
    PERFORM set_config('throughline.stand_in', pg_temp.user_id('anna')::text, true);
    INSERT INTO casework.meeting (id, spoke_id, type, title, starts_at, inquorate_reason)
    VALUES (made, reference.spoke_id('bristol'), 'roth', 'Tap', now(), 'Could not wait.');
    INSERT INTO casework.meeting_attendance (spoke_id, meeting_id, agency_id, name, attendance, confidentiality_accepted)
    VALUES (reference.spoke_id('bristol'), made, reference.agency_id('opcc_hub'), 'Tap', 'remote', true);
    FOREACH step IN ARRAY CASE wanted
        WHEN 'planned' THEN '{}'::text[] WHEN 'cancelled' THEN '{cancelled}'
        WHEN 'in_progress' THEN '{in_progress}' WHEN 'minutes_draft' THEN '{in_progress,minutes_draft}'
        WHEN 'minutes_checked' THEN '{in_progress,minutes_draft,minutes_checked}'
        WHEN 'signed_off' THEN '{in_progress,minutes_draft,minutes_checked,signed_off}'
        ELSE '{in_progress,minutes_draft,minutes_checked,signed_off,distributed}' END LOOP
        UPDATE casework.meeting SET state = step WHERE id = made;
    END LOOP;
    RETURN made;
END $$;
SELECT alike(pg_temp.outcome(w.who, format('UPDATE casework.meeting SET state = %L WHERE id = %L', t.state, pg_temp.meeting_in(f.state))),
             CASE WHEN w.who IN ('nora', 'ewan') THEN '0'
                  WHEN a.who IS NULL THEN 'TL409: This meeting is %'
                  WHEN w.who = ANY (string_to_array(a.who, ' ')) THEN '1' ELSE 'TL403%' END,
             format('%s: %s to %s', w.who, f.state, t.state))
  FROM (VALUES ('anna'), ('petra'), ('ewan'), ('nora')) AS w(who), state_of f
  CROSS JOIN state_of t
  LEFT JOIN allowed a ON a.from_state = f.state AND a.to_state = t.state
 WHERE f.state <> t.state;
SELECT alike(pg_temp.outcome('anna', format($$INSERT INTO casework.meeting (spoke_id, type, title, starts_at, state)
    VALUES (reference.spoke_id('bristol'), 'roth', 'Tap', now(), %L)$$, state)),
    CASE state WHEN 'planned' THEN '1' ELSE 'TL409: A new meeting cannot start as%' END, 'a new meeting as ' || state)
  FROM state_of;
SELECT alike(pg_temp.outcome(who, format($$INSERT INTO casework.meeting (spoke_id, type, title, starts_at)
    VALUES (reference.spoke_id(%L), 'roth', 'Tap', now())$$, spoke)), expected, format('%s calls a meeting in %s', who, spoke))
  FROM (VALUES ('anna', 'bristol', '1'), ('petra', 'bristol', '1'), ('anna', 'northsom', 'TL403%'),
               ('ewan', 'bristol', 'TL403%'), ('mia', 'bristol', 'TL403%'), ('xsystem_admin', 'bristol', 'TL403%'))
       AS t(who, spoke, expected);
SELECT pg_temp.meeting_in('signed_off') AS signed \gset
SELECT is((SELECT string_agg(verb, ' ' ORDER BY verb) FROM casework.state_change WHERE subject_id = :'signed'),
          'check finish open plan sign_off', 'each move is written down');
SELECT is((SELECT signed_off_by FROM casework.meeting WHERE id = :'signed'), :'anna'::uuid, 'and who signed');

-- 5. What the signature asks for, each thing by itself.
UPDATE casework.meeting SET state = 'in_progress', inquorate_reason = 'Could not wait.' WHERE id IN (SELECT meeting FROM place WHERE n IN (5, 6));
UPDATE casework.meeting SET state = 'minutes_draft' WHERE id IN (SELECT meeting FROM place WHERE n IN (5, 6));
UPDATE casework.meeting SET state = 'minutes_checked' WHERE id IN (SELECT meeting FROM place WHERE n IN (5, 6));
CREATE FUNCTION pg_temp.signing(spoiled text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    came text;
BEGIN
    BEGIN
        EXECUTE spoiled;
        came := pg_temp.outcome('anna', format('UPDATE casework.meeting SET state = ''signed_off'' WHERE id = %L',
                                               (SELECT meeting FROM place WHERE n = 5)));
        RAISE EXCEPTION 'undo' USING ERRCODE = 'TLUND';
    EXCEPTION WHEN SQLSTATE 'TLUND' THEN
        RETURN came;
    END;
END $$;
SELECT is(pg_temp.signing(replace(replace(replace(t.spoiled, '$m', quote_literal(meeting)), '$d', quote_literal(discussion)), '$p', quote_literal(person))),
          t.expected, t.what)
  FROM place, (VALUES
    ('SELECT 1', '1', 'whole minutes are signed'),
    ('UPDATE casework.meeting SET inquorate_reason = NULL WHERE id = $m',
     'TL422: Enter why the meeting went ahead without a quorum', 'no quorum, and no reason'),
    ('DELETE FROM casework.meeting_attendance WHERE meeting_id = $m', 'TL409: Record who attended.', 'nobody came'),
    ('UPDATE casework.meeting_attendance SET attendance = ''apologies'' WHERE meeting_id = $m', 'TL409: Record who attended.', 'only apologies'),
    ('UPDATE casework.meeting_attendance SET confidentiality_accepted = false WHERE meeting_id = $m',
     'TL409: Avon and Somerset Police: record that the confidentiality statement was accepted.', 'no confidentiality'),
    ('UPDATE casework.discussion SET rationale = NULL WHERE id = $d', 'TL409: Item 1: enter the rationale.', 'no rationale'),
    ('DELETE FROM casework.discussion_decision WHERE discussion_id = $d', 'TL409: Item 1: record at least one decision.', 'no decision'),
    ('INSERT INTO casework.discussion_decision (spoke_id, meeting_id, discussion_id, person_id, decision)
      VALUES (reference.spoke_id(''bristol''), $m, $d, $p, ''remove_active_monitoring'')',
     'TL409: Item 1: keep only one decision about active monitoring.', 'two ways at once'),
    ('INSERT INTO casework.agenda_item (spoke_id, meeting_id, person_id, episode_id, kind, position)
      SELECT reference.spoke_id(''bristol''), $m, person, episode, ''new'', 2 FROM place WHERE n = 1',
     'TL409: Item 2: record the discussion.', 'somebody not discussed'))
   AS t(spoiled, expected, what) WHERE n = 5;
SELECT is((SELECT string_agg(code, ' ') FROM casework.minutes_missing((SELECT meeting FROM place WHERE n = 5))), NULL, 'nothing is missing');

-- 6. Signed: frozen for everyone, the superuser and the loader as well.
UPDATE casework.meeting SET state = 'signed_off' WHERE id = (SELECT meeting FROM place WHERE n = 5);
CREATE FUNCTION pg_temp.owner_outcome(statement text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE statement;
    RETURN 'done';
EXCEPTION WHEN OTHERS THEN
    RETURN SQLSTATE || ': ' || SQLERRM;
END $$;
CREATE TEMPORARY TABLE edit (what text, statement text, by_server text DEFAULT 'TL409: The minutes are signed off. Add an addendum instead.');
INSERT INTO edit (what, statement) VALUES
    ('title', 'UPDATE casework.meeting SET title = ''x'' WHERE id = $m'),
    ('general notes', 'UPDATE casework.meeting SET general_notes = ''x'' WHERE id = $m'),
    ('start', 'UPDATE casework.meeting SET starts_at = now() WHERE id = $m'),
    ('agenda item', 'UPDATE casework.agenda_item SET note = ''x'' WHERE meeting_id = $m'),
    ('agenda item gone', 'DELETE FROM casework.agenda_item WHERE meeting_id = $m'),
    ('agenda item more', 'INSERT INTO casework.agenda_item (spoke_id, meeting_id, person_id, episode_id, kind, position)
        SELECT reference.spoke_id(''bristol''), $m, $q, $e, ''new'', 2'),
    ('attendance', 'UPDATE casework.meeting_attendance SET name = ''x'' WHERE meeting_id = $m'),
    ('attendance gone', 'DELETE FROM casework.meeting_attendance WHERE meeting_id = $m'),
    ('attendance more', 'INSERT INTO casework.meeting_attendance (spoke_id, meeting_id, agency_id, name, attendance)
        VALUES (reference.spoke_id(''bristol''), $m, reference.agency_id(''opcc_hub''), ''x'', ''present'')'),
    ('summary', 'UPDATE casework.discussion SET summary = ''x'' WHERE id = $d'),
    ('risk', 'UPDATE casework.discussion SET risk_after = ''low'' WHERE id = $d'),
    ('update', 'UPDATE casework.discussion_update SET text = ''x'' WHERE discussion_id = $d'),
    ('update more', 'INSERT INTO casework.discussion_update (spoke_id, meeting_id, discussion_id, person_id, agency_id, nothing_known)
        VALUES (reference.spoke_id(''bristol''), $m, $d, $p, reference.agency_id(''opcc_hub''), true)'),
    ('decision gone', 'DELETE FROM casework.discussion_decision WHERE discussion_id = $d'),
    ('decision more', 'INSERT INTO casework.discussion_decision (spoke_id, meeting_id, discussion_id, person_id, decision)
        VALUES (reference.spoke_id(''bristol''), $m, $d, $p, ''defer'')'),
    ('dissent gone', 'DELETE FROM casework.discussion_dissent WHERE discussion_id = $d'),
    ('dissent more', 'INSERT INTO casework.discussion_dissent (spoke_id, meeting_id, discussion_id, person_id, agency_id, text)
        VALUES (reference.spoke_id(''bristol''), $m, $d, $p, reference.agency_id(''opcc_hub''), ''x'')');
CREATE FUNCTION pg_temp.filled(statement text) RETURNS text LANGUAGE sql AS $$
    SELECT replace(replace(replace(replace(replace(statement, '$m', quote_literal(a.meeting)), '$d', quote_literal(a.discussion)),
           '$p', quote_literal(a.person)), '$q', quote_literal(b.person)), '$e', quote_literal(b.episode))
      FROM place a, place b WHERE a.n = 5 AND b.n = 2 $$;
SELECT is(pg_temp.outcome('anna', pg_temp.filled(statement)), by_server, 'the server cannot: ' || what) FROM edit;
SELECT is(pg_temp.owner_outcome(pg_temp.filled(statement)), by_server, 'nor the owner: ' || what) FROM edit;
SELECT is(pg_temp.owner_outcome(format('UPDATE casework.meeting_attendance SET meeting_id = %L WHERE id = %L', b.meeting, a.attendance)),
          'TL409: The minutes are signed off. Add an addendum instead.', 'no row is lent out of signed minutes')
  FROM place a, place b WHERE a.n = 5 AND b.n = 1;
SELECT is(pg_temp.owner_outcome(format('UPDATE casework.meeting_attendance SET meeting_id = %L WHERE id = %L', a.meeting, b.attendance)),
          'TL409: The minutes are signed off. Add an addendum instead.', 'or into them')
  FROM place a, place b WHERE a.n = 5 AND b.n = 1;
SELECT is(pg_temp.outcome('anna', pg_temp.filled($$INSERT INTO casework.action (spoke_id, person_id, episode_id, meeting_id,
    discussion_id, description, owner_agency_id, owner_name, due_on)
    SELECT spoke_id, person_id, episode_id, meeting_id, id, 'x', reference.agency_id('opcc_hub'), 'x', current_date
      FROM casework.discussion WHERE id = $d$$)), 'TL409: The minutes are signed off. Add an addendum instead.', 'no more actions');
SELECT is(pg_temp.outcome(who, pg_temp.filled($$INSERT INTO casework.addendum (spoke_id, meeting_id, discussion_id, person_id, text)
    VALUES (reference.spoke_id('bristol'), $m, $d, $p, 'Later')$$)), expected, who || ' adds an addendum')
  FROM (VALUES ('anna', '1'), ('petra', '1')) AS t(who, expected);
SELECT alike(pg_temp.outcome(who, pg_temp.filled($$INSERT INTO casework.addendum (spoke_id, meeting_id, text)
    VALUES (reference.spoke_id('bristol'), $m, 'Later')$$)), '42501%', who || ' adds none')
  FROM (VALUES ('ewan'), ('max'), ('nora'), ('xreferrer')) AS t(who);
SELECT alike(pg_temp.owner_outcome(format('UPDATE casework.meeting_attendance SET name = ''x'' WHERE meeting_id = %L',
             pg_temp.meeting_in('cancelled'))), 'TL409: The meeting was cancelled.', 'a cancelled meeting takes nothing');
SELECT is(pg_temp.outcome('anna', pg_temp.filled('UPDATE casework.meeting SET state = ''distributed'' WHERE id = $m')), '1', 'only its state goes on');

SELECT * FROM finish();
ROLLBACK;
