-- Transfers in the database itself: whose they are, every move allowed and
-- refused, and that an accepted one leaves no gap and no second open episode.
BEGIN;
SELECT plan(52);
\ir ../support/sessions.sql
SELECT pg_temp.signed_in('anna', 'spoke_coordinator', 'bristol') AS anna,
       pg_temp.signed_in('petra', 'project_officer', 'bristol') AS petra,
       pg_temp.signed_in('ewan', 'eit_officer', 'somerset', 'avon_somerset_police') AS ewan,
       pg_temp.signed_in('sam', 'spoke_coordinator', 'somerset') AS sam,
       pg_temp.signed_in('olga', 'project_officer', 'somerset') AS olga,
       pg_temp.signed_in('nora', 'spoke_coordinator', 'northsom') AS nora \gset

CREATE TEMPORARY TABLE place AS
SELECT n, ('aaaaaaaa-0000-4000-8000-00000000000' || n)::uuid AS person,
       ('eeeeeeee-0000-4000-8000-00000000000' || n)::uuid AS episode,
       ('77777777-0000-4000-8000-00000000000' || n)::uuid AS transfer
  FROM generate_series(1, 5) AS n;
INSERT INTO casework.person (id, spoke_ids, display_name, born_precision)
SELECT person, ARRAY[reference.spoke_id('bristol')], 'Tap ' || n, 'unknown' FROM place;
INSERT INTO casework.episode (id, spoke_id, person_id, state, opened_on)
SELECT episode, reference.spoke_id('bristol'), person, 'active_monitoring', '2026-01-05' FROM place;
INSERT INTO casework.note (spoke_id, person_id, episode_id, kind, text, happened_at)
SELECT reference.spoke_id('bristol'), person, episode, 'general', 'Kept in Bristol.', now() FROM place;
INSERT INTO casework.contact (spoke_id, person_id, type, happened_at, seen, agency_id, held)
SELECT reference.spoke_id('bristol'), person, 'home_visit', now(), true, reference.agency_id('avon_somerset_police'), held
  FROM place, unnest(ARRAY[true, false]) AS held WHERE n = 1;

CREATE FUNCTION pg_temp.offer(n integer, shares text DEFAULT '{contact}', target text DEFAULT 'somerset') RETURNS text LANGUAGE sql AS $$
    SELECT format('INSERT INTO casework.transfer (id, spoke_id, to_spoke_id, person_id, episode_id, reason, summary, shares,
               sharing_gateway, closing_risk_level, young_person_told_on, referrer_not_told, outcomes_recorded)
           SELECT %L, e.spoke_id, reference.spoke_id(%L), e.person_id, e.id, ''moved_home'', ''Moved.'', %L,
               ''pcsc_2022'', ''low'', access.today(), ''Left'', false FROM casework.episode e WHERE e.id = %L',
           p.transfer, target, shares, p.episode) FROM place p WHERE p.n = offer.n $$;
CREATE FUNCTION pg_temp.moves(n integer, state text, rest text DEFAULT '') RETURNS text LANGUAGE sql AS $$
    SELECT format('UPDATE casework.transfer SET state = %L %s WHERE id = %L', state, rest, p.transfer) FROM place p WHERE p.n = moves.n $$;

-- 1. Who offers.
SELECT is(pg_temp.outcome('sam', pg_temp.offer(1)), '0', 'another spoke finds no episode to offer');
SELECT is(pg_temp.outcome('petra', pg_temp.offer(1)), '1', 'a project officer offers');
SELECT alike(pg_temp.outcome('petra', pg_temp.offer(1)), '23505%', 'the same offer twice');
SELECT alike(pg_temp.outcome('petra', pg_temp.offer(2, target => 'bristol')), '23514 transfer_to_spoke_check%', 'to oneself');
SELECT alike(pg_temp.outcome('petra', pg_temp.offer(2, '{nonsense}')), 'TL422%', 'unknown parts to share');
SELECT is(pg_temp.outcome('anna', pg_temp.offer(2)), '1', 'a coordinator offers');
SELECT is(pg_temp.outcome('anna', pg_temp.offer(3, '{}')), '1', 'sharing nothing');
SELECT is(pg_temp.outcome('anna', pg_temp.offer(4)), '1', 'a fourth');

-- 2. Who reads, and how little.
SELECT is(pg_temp.outcome(who, format('SELECT FROM casework.transfer WHERE id = %L', p.transfer)), sees, who || ' and the offer')
  FROM place p, (VALUES ('anna', '1'), ('petra', '1'), ('sam', '1'), ('olga', '1'), ('ewan', '0'), ('nora', '0')) AS t(who, sees) WHERE p.n = 1;
SELECT is(pg_temp.outcome('sam', format('SELECT FROM casework.%I WHERE person_id = %L', t, p.person)), '0', 'before accepting: no ' || t)
  FROM place p, unnest(ARRAY['episode', 'note', 'contact', 'transfer_item', 'state_change', 'person_name']) AS t WHERE p.n = 1;
SELECT is(pg_temp.outcome('sam', format('SELECT FROM casework.person WHERE id = %L', p.person)), '0', 'nor the person')
  FROM place p WHERE p.n = 1;

-- 3. Who moves it, and from where.
SELECT alike(pg_temp.outcome(who, pg_temp.moves(1, state, rest)), came, who || ': ' || state)
  FROM (VALUES ('nora', 'accepted', '', '0'), ('ewan', 'accepted', '', '0'), ('olga', 'accepted', '', '0'),
               ('anna', 'accepted', '', 'TL403%'), ('anna', 'refused', ', state_reason = ''other''', 'TL403%'),
               ('sam', 'withdrawn', ', state_note = ''x''', 'TL403%'), ('anna', 'withdrawn', '', '23514%'),
               ('sam', 'refused', '', '23514%'), ('anna', 'offered', '', 'TL409%')) AS t(who, state, rest, came);
SELECT alike(pg_temp.outcome('anna', format('UPDATE casework.transfer SET summary = ''Other'' WHERE id = %L', p.transfer)), '42501%',
             'an offer does not change') FROM place p WHERE p.n = 1;
SELECT alike(pg_temp.outcome('anna', format('UPDATE casework.episode SET state = ''closed'', closed_on = access.today(),
             closure_reason = ''moved'', closure_summary = ''x'', closing_risk_level = ''low'', young_person_told_on = access.today(),
             referrer_told_on = access.today(), re_referral_route = ''school'', outcomes_recorded = false,
             retention_trigger_on = access.today() WHERE id = %L', p.episode)), 'TL409%', 'nor does its episode close')
  FROM place p WHERE p.n = 1;

-- 4. Accepted: one closed, one open, the same instant, and what was agreed.
SELECT is(pg_temp.outcome('sam', pg_temp.moves(1, 'accepted')), '1', 'the coordinator who is asked accepts');
SELECT is((SELECT count(DISTINCT c.at) FROM casework.state_change c JOIN place p ON p.person = c.person_id
            WHERE p.n = 1 AND (c.to_state IN ('closed', 'accepted') OR c.spoke_id = reference.spoke_id('somerset'))), 1::bigint,
          'closing, opening and accepting are one instant');
SELECT is((SELECT string_agg(e.state || ' ' || s.code, ', ' ORDER BY e.state) FROM casework.episode e JOIN place p ON p.person = e.person_id
             JOIN reference.spoke s ON s.id = e.spoke_id WHERE p.n = 1), 'active_monitoring somerset, closed bristol', 'no gap, no overlap');
SELECT is((SELECT string_agg(i.kind, ',') FROM casework.transfer_item i JOIN place p ON p.transfer = i.transfer_id WHERE p.n = 1),
          'contact', 'what was agreed, and nothing the police hold');
SELECT is(pg_temp.outcome(who, format('SELECT FROM casework.transfer_item WHERE transfer_id = %L', p.transfer)), sees, who || ' and the history')
  FROM place p, (VALUES ('sam', '1'), ('ewan', '1'), ('anna', '1'), ('nora', '0')) AS t(who, sees) WHERE p.n = 1;
SELECT is(pg_temp.outcome('sam', format('SELECT FROM casework.note WHERE person_id = %L', p.person)), '0', 'the notes stay in Bristol')
  FROM place p WHERE p.n = 1;
SELECT alike(pg_temp.outcome('anna', pg_temp.moves(1, 'withdrawn', ', state_note = ''x''')), 'TL409%', 'too late to withdraw');
SELECT alike(pg_temp.outcome('anna', format('UPDATE casework.episode SET statutory_lead = ''x'' WHERE id = %L', p.episode)), 'TL409%',
             'the sender''s episode is frozen') FROM place p WHERE p.n = 1;

-- 5. Refused and withdrawn leave all as it was; open work hinders accepting.
SELECT is(pg_temp.outcome('sam', pg_temp.moves(2, 'refused', ', state_reason = ''not_resident''')), '1', 'refused');
SELECT is(pg_temp.outcome('petra', pg_temp.moves(3, 'withdrawn', ', state_note = ''Back''')), '1', 'withdrawn');
SELECT is((SELECT count(*) FROM casework.episode e JOIN place p ON p.episode = e.id WHERE p.n IN (2, 3) AND e.state = 'active_monitoring'),
          2::bigint, 'both go on');
SELECT alike(pg_temp.outcome('sam', pg_temp.moves(2, 'accepted')), 'TL409%', 'no second answer');
INSERT INTO casework.action (spoke_id, person_id, episode_id, description, owner_agency_id, owner_name, due_on)
SELECT reference.spoke_id('bristol'), person, episode, 'Ring', reference.agency_id('opcc_hub'), 'Tap', current_date FROM place WHERE n = 4;
SELECT alike(pg_temp.outcome('sam', pg_temp.moves(4, 'accepted')), 'TL409: Bristol%work open%', 'open work hinders');
SELECT is((SELECT state FROM casework.transfer t JOIN place p ON p.transfer = t.id WHERE p.n = 4), 'offered', 'and nothing has happened');

-- 6. Of a record that was merged: the one that stands for it goes along.
INSERT INTO casework.person_merge (survivor_id, merged_id, reason)
SELECT s.person, m.person, 'Same' FROM place s, place m WHERE s.n = 2 AND m.n = 5;
SELECT is(pg_temp.outcome('anna', pg_temp.offer(5)), '1', 'an episode of a merged record is offered');
SELECT is(pg_temp.outcome('sam', pg_temp.moves(5, 'accepted')), '1', 'and accepted');
SELECT is(pg_temp.outcome('sam', format('SELECT FROM casework.person WHERE id = %L', p.person)), '1', 'who stands for them is seen')
  FROM place p WHERE p.n = 2;

SELECT * FROM finish();
ROLLBACK;
