-- Hand-made work of two spokes whose figures are worked out by hand in
-- tests/sql/return.sql; in a transaction that is undone.
INSERT INTO casework.intervention (id, code, name, provider_agency_id, prevention_level, targeting, mode)
SELECT ('1e1e1e1e-0000-4000-8000-00000000000' || n)::uuid, 'tap_' || n, 'Tap ' || n,
       reference.agency_id('openhand_martial_arts'), 'secondary', 'targeted', 'one_to_one' FROM generate_series(1, 2) AS n;
INSERT INTO casework.intervention_spoke (intervention_id, spoke_id)
SELECT i.id, reference.spoke_id(s) FROM casework.intervention i, unnest('{bristol,northsom}'::text[]) AS s WHERE i.code LIKE 'tap__';

-- The young people: 4 turns 25 within the quarter and 2 turns 18; 3 is merged
-- into 1; of 5 no date of birth is known; 6 is an adult; 10 moves to the next spoke.
CREATE TEMPORARY TABLE tap_person AS
SELECT n, ('aaaaaaaa-0000-4000-8000-0000000000' || lpad(n::text, 2, '0'))::uuid AS id, born::date, sex
  FROM (VALUES (1, '2010-01-01', 'male'), (2, '2007-08-15', 'female'), (3, '2010-01-01', 'female'), (4, '2000-09-01', 'male'),
               (5, NULL, 'male'), (6, '1999-01-01', 'male'), (7, '2010-01-01', 'male'), (8, '2010-01-01', 'male'),
               (9, '2011-01-01', 'not_known'), (10, '2012-01-01', 'male')) AS t(n, born, sex);
INSERT INTO casework.person (id, spoke_ids, display_name, born_on, born_precision, sex)
SELECT id, CASE n WHEN 10 THEN ARRAY[reference.spoke_id('bristol'), reference.spoke_id('northsom')]
                  ELSE ARRAY[reference.spoke_id('bristol')] END, 'Tap ' || n, born,
       CASE WHEN born IS NULL THEN 'unknown' ELSE 'exact' END, sex FROM tap_person;
INSERT INTO casework.person_detail (person_id, ethnicity) SELECT id, CASE n WHEN 1 THEN 'w1' WHEN 2 THEN 'b1' END FROM tap_person WHERE n < 4;
CREATE FUNCTION pg_temp.allocated(n_ integer, offer integer, spoke text DEFAULT 'bristol') RETURNS uuid LANGUAGE plpgsql AS $$
DECLARE
    p uuid := (SELECT id FROM tap_person WHERE n = n_);
    i uuid := ('1e1e1e1e-0000-4000-8000-00000000000' || offer)::uuid;
    made uuid := (SELECT a.id FROM casework.allocation a WHERE a.person_id = p AND a.intervention_id = i
                     AND a.spoke_id = reference.spoke_id(spoke));
BEGIN
    IF made IS NULL THEN
        INSERT INTO casework.episode (spoke_id, person_id, state, opened_on)
        SELECT reference.spoke_id(spoke), p, 'active_monitoring', '2025-01-05'
         WHERE NOT EXISTS (SELECT FROM casework.episode e WHERE e.person_id = p AND e.spoke_id = reference.spoke_id(spoke));
        INSERT INTO casework.allocation (spoke_id, person_id, episode_id, intervention_id, provider_agency_id, proposed_on)
        SELECT e.spoke_id, p, e.id, i, reference.agency_id('openhand_martial_arts'), '2025-02-01'
          FROM casework.episode e WHERE e.person_id = p AND e.spoke_id = reference.spoke_id(spoke) RETURNING id INTO made;
        UPDATE casework.allocation SET state = 'offered' WHERE id = made;
        UPDATE casework.allocation SET state = 'agreed' WHERE id = made;
        IF n_ <> 8 THEN
            UPDATE casework.allocation SET state = 'active', started_on = '2025-02-10' WHERE id = made;
        END IF;
    END IF;
    RETURN made;
END $$;
CREATE FUNCTION pg_temp.held(n_ integer, offer integer, at_ timestamptz, came text DEFAULT 'attended', spoke text DEFAULT 'bristol')
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    of_ uuid := pg_temp.allocated(n_, offer, spoke);
BEGIN
    INSERT INTO casework.session (spoke_id, person_id, allocation_id, provider_agency_id, planned_at, happened, attendance)
    SELECT a.spoke_id, a.person_id, a.id, a.provider_agency_id, at_, came <> 'cancelled_provider', came
      FROM casework.allocation a WHERE a.id = of_;
END $$;
SELECT pg_temp.held(n, offer, at::timestamptz, came) FROM (VALUES
    (1, 1, '2025-06-30 22:30Z', 'attended'),   -- 30 June, 23:30 in London: the quarter before
    (1, 1, '2025-07-01 10:00Z', 'attended'), (1, 2, '2025-07-15 10:00Z', 'part'),
    (2, 1, '2025-06-30 23:30Z', 'attended'),   -- 1 July, 00:30 in London: this quarter
    (2, 1, '2025-09-01 10:00Z', 'attended'),   -- 18 by now: counted once, as 17
    (3, 1, '2025-07-10 10:00Z', 'late'), (4, 1, '2025-08-20 10:00Z', 'attended'), (5, 2, '2025-07-05 10:00Z', 'late'),
    (6, 1, '2025-07-06 10:00Z', 'attended'), (7, 1, '2025-07-07 10:00Z', 'did_not_attend'),
    (8, 1, '2025-07-08 10:00Z', 'cancelled_provider'),
    (9, 1, '2025-09-30 22:59Z', 'attended'),   -- the last minute of the quarter
    (9, 1, '2025-09-30 23:30Z', 'attended'),   -- 1 October in London
    (10, 1, '2025-07-03 10:00Z', 'attended')) AS t(n, offer, at, came);
SELECT pg_temp.held(10, 1, '2025-09-03 10:00Z', 'attended', 'northsom');
INSERT INTO casework.person_merge (survivor_id, merged_id, reason)
SELECT (SELECT id FROM tap_person WHERE n = 1), (SELECT id FROM tap_person WHERE n = 3), 'The same';
UPDATE casework.allocation SET state = 'completed', ended_on = '2025-08-30', exit_reason = 'completed_planned' WHERE id = pg_temp.allocated(1, 1);
UPDATE casework.allocation SET state = 'disengaged', ended_on = '2025-09-02', exit_reason = 'stopped_attending' WHERE id = pg_temp.allocated(7, 1);
UPDATE casework.allocation SET state = 'withdrawn', ended_on = '2025-09-02', exit_reason = 'moved' WHERE id = pg_temp.allocated(8, 1);

CREATE FUNCTION pg_temp.delivered(id_ integer, day date, kind text, heads integer[], sessions_ integer) RETURNS void LANGUAGE sql AS $$
    INSERT INTO casework.delivery (id, spoke_id, intervention_id, provider_agency_id, started_on, ended_on, headcount_kind, sessions,
           under_18, aged_18_24, aged_25_plus, parents_carers, professionals)
    VALUES (('d0d0d0d0-0000-4000-8000-00000000000' || id_)::uuid, reference.spoke_id('bristol'),
            '1e1e1e1e-0000-4000-8000-000000000002', reference.agency_id('opcc_hub'), day, day + 120, kind, sessions_,
            heads[1], heads[2], heads[3], heads[4], heads[5]) $$;
SELECT pg_temp.delivered(1, '2025-07-20', 'unique', '{10,4,3,6,5}', 2), pg_temp.delivered(2, '2025-09-30', 'attendances', '{30,0,0,0,2}', 1),
       pg_temp.delivered(3, '2025-07-21', 'unique', '{50,50,50,50,50}', 9), pg_temp.delivered(4, '2025-06-10', 'estimated', '{20,0,0,0,0}', 1),
       pg_temp.delivered(5, '2025-10-01', 'unique', '{7,0,0,0,0}', 1);
UPDATE casework.delivery SET in_error_at = now(), change_reason = 'Twice' WHERE id = 'd0d0d0d0-0000-4000-8000-000000000003';
-- Two of the ten are known by name later: still ten.
INSERT INTO casework.delivery_person (delivery_id, spoke_id, person_id)
SELECT 'd0d0d0d0-0000-4000-8000-000000000001', reference.spoke_id('bristol'), id FROM tap_person WHERE n IN (1, 2);
