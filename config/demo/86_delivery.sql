-- Sessions of groups, what was delivered without names, and who has to do
-- with whom: a little of each in every spoke, the newest of this week.
SET LOCAL enable_seqscan = off;

-- What the two provider accounts of each spoke deliver to somebody now.
CREATE TABLE demo.group_plan AS
SELECT DISTINCT ON (s.id) s.spoke, a.spoke_id, a.intervention_id, a.provider_agency_id, s.id AS worker, s.desk
  FROM demo.seat s
  JOIN casework.allocation a ON a.provider_agency_id = reference.agency_id(s.agency)
   AND a.spoke_id = reference.spoke_id(s.spoke) AND a.state = 'active'
 WHERE s.desk IN ('mentor', 'coach')
 ORDER BY s.id, a.intervention_id;

-- One of last week, logged; one of these days, not logged yet; one to come.
-- Nobody is booked before they began.
DO $$
DECLARE
    g demo.group_plan;
    held uuid;
    days integer;
    day_ date;
BEGIN
    FOR g IN SELECT * FROM demo.group_plan ORDER BY spoke, desk LOOP
        FOREACH days IN ARRAY '{-7,-3,6}'::integer[] LOOP
            held := demo.id('group ' || g.worker || days);
            day_ := demo.workday(demo.today() + days);
            CONTINUE WHEN NOT EXISTS (SELECT FROM casework.allocation a WHERE a.intervention_id = g.intervention_id
                AND a.spoke_id = g.spoke_id AND a.state = 'active' AND (days > 0 OR a.started_on <= day_));
            PERFORM demo.tell(least(now(), now() + make_interval(days => days)), g.worker);
            INSERT INTO casework.group_session (id, spoke_id, intervention_id, provider_agency_id, planned_at,
                minutes, mode, place, note, happened, worker_user_id)
            VALUES (held, g.spoke_id, g.intervention_id, g.provider_agency_id,
                demo.clock(day_, 17, 0), 90, 'group',
                CASE g.desk WHEN 'coach' THEN 'The hall' ELSE 'The bike workshop' END,
                CASE days WHEN -7 THEN 'A calm evening. Everybody helped to tidy up.' END,
                CASE days WHEN -7 THEN true END, g.worker);
            INSERT INTO casework.session (spoke_id, person_id, allocation_id, provider_agency_id, planned_at,
                minutes, mode, happened, attendance, engagement, worker_user_id, group_session_id)
            SELECT a.spoke_id, a.person_id, a.id, a.provider_agency_id, x.planned_at, 90, 'group', x.happened,
                   how.attendance, CASE how.attendance WHEN 'attended' THEN 'engaged' WHEN 'late' THEN 'passive' END,
                   g.worker, held
              FROM casework.group_session x
              JOIN casework.allocation a ON a.intervention_id = x.intervention_id AND a.spoke_id = x.spoke_id
               AND a.state = 'active' AND (days > 0 OR a.started_on <= day_)
             CROSS JOIN LATERAL (SELECT CASE WHEN x.happened THEN demo.draw(a.id || 'group',
                   'attended:6 late:1 did_not_attend:1 cancelled_family:1') END AS attendance) how
             WHERE x.id = held
             ORDER BY a.id LIMIT 6;
        END LOOP;
    END LOOP;
END $$;

-- What has no names: month by month, where it is universal, on the street, for
-- a place or for professionals; and a taster of each provider account.
DO $$
BEGIN
    PERFORM demo.tell(now() - interval '1 day', demo.seat_id('bristol', 'project'));
    INSERT INTO casework.delivery (spoke_id, intervention_id, provider_agency_id, started_on, ended_on, place,
        school, sessions, under_18, aged_18_24, aged_25_plus, parents_carers, professionals, headcount_kind, note)
    SELECT d.spoke_id, i.id, i.provider_agency_id, day, day + CASE i.mode WHEN 'outreach' THEN 20 ELSE 0 END,
           CASE i.mode WHEN 'outreach' THEN 'Parks and the high street' WHEN 'training' THEN 'Council offices'
                       ELSE 'The main hall' END,
           CASE WHEN i.theme = 'education_schools' THEN (SELECT a.name FROM reference.agency a
               WHERE a.agency_type = 'school' AND a.spoke_id = d.spoke_id ORDER BY a.code LIMIT 1) END,
           CASE i.mode WHEN 'outreach' THEN 8 ELSE 1 END,
           CASE i.mode WHEN 'training' THEN 0 ELSE demo.between(i.code || month || 'young', 12, 140) END,
           CASE i.mode WHEN 'training' THEN 0 ELSE demo.between(i.code || month || 'older', 0, 18) END, 0,
           CASE WHEN i.theme = 'parenting_families' THEN demo.between(i.code || month || 'parents', 6, 40) ELSE 0 END,
           CASE i.mode WHEN 'training' THEN demo.between(i.code || month || 'staff', 8, 36) ELSE demo.between(i.code || month, 1, 4) END,
           CASE i.mode WHEN 'outreach' THEN 'estimated' ELSE 'unique' END, NULL
      FROM casework.intervention i JOIN casework.intervention_spoke d ON d.intervention_id = i.id
     CROSS JOIN generate_series(1, 8) AS month
     CROSS JOIN LATERAL (SELECT demo.workday(demo.today() - 30 * month + demo.between(i.code || month || 'day', 0, 6)) AS day) x
     WHERE i.prevention_level = 'primary' OR i.mode IN ('outreach', 'training', 'universal', 'context')
    UNION ALL
    SELECT g.spoke_id, g.intervention_id, g.provider_agency_id, demo.today() - 12, demo.today() - 12,
           'Open evening', NULL, 1, demo.between(g.worker || 'taster', 8, 25), 2, 0, 5, 1, 'unique',
           'Open to everybody. Nobody was asked for a name.'
      FROM demo.group_plan g;
END $$;

-- Pairs of young people of one spoke, neighbours by number; Jayden has two.
DO $$
DECLARE
    spoke_ text;
BEGIN
    FOR spoke_ IN SELECT s.spoke FROM demo.spoke_plan s ORDER BY s.spoke LOOP
        PERFORM demo.tell(now() - interval '20 days', demo.seat_id(spoke_, 'project'));
        INSERT INTO casework.association (spoke_id, person_id, other_id, kind, certainty, basis, source, note,
            known_on, expires_on)
        SELECT one.spoke_id, one.id, other.id, said.kind, said.certainty, said.basis, said.source, said.note,
               demo.today() - 30 - said.place * 11, demo.today() + CASE said.place WHEN 3 THEN 15 ELSE 60 + said.place * 20 END
          FROM (SELECT y.*, row_number() OVER (PARTITION BY y.spoke ORDER BY y.n DESC) AS place
                  FROM demo.young_person y WHERE NOT y.story AND y.episode_id IS NOT NULL) one
          JOIN (SELECT y.*, row_number() OVER (PARTITION BY y.spoke ORDER BY y.n DESC) AS place
                  FROM demo.young_person y WHERE NOT y.story AND y.episode_id IS NOT NULL) other
            ON other.spoke = one.spoke AND other.place = one.place + 6
          JOIN (VALUES (1, 'friend', 'confirmed', 'seen', 'Detached youth worker', NULL),
                       (2, 'conflict', 'suspected', 'said', 'Head of year', 'Words at the bus stop, twice this month.'),
                       (3, 'attends_with', 'confirmed', 'seen', 'School', NULL),
                       (4, 'co_suspect', 'confirmed', 'said', 'Neighbourhood officer', 'Both were named in one report. Neither was charged.'),
                       (5, 'family', 'confirmed', 'said', 'Their aunt', 'Cousins who grew up together.'))
               AS said(place, kind, certainty, basis, source, note) ON said.place = one.place
         WHERE one.spoke = spoke_
        UNION ALL
        SELECT j.spoke_id, j.id, other.id, said.kind, said.certainty, said.basis, said.source, said.note,
               demo.today() - 90, demo.today() + said.days
          FROM demo.young_person j
          JOIN (VALUES (1, 'victim_of', 'confirmed', 'said', 'Jayden, to his key worker', 'Took his coat and his money at the bus stop.', 20),
                       (2, 'friend', 'confirmed', 'seen', 'Bike workshop', 'They mend bikes on Saturdays.', 120))
               AS said(place, kind, certainty, basis, source, note, days) ON true
          JOIN (SELECT y.*, row_number() OVER (ORDER BY y.n) AS place FROM demo.young_person y
                 WHERE y.spoke = 'bristol' AND NOT y.story AND y.episode_id IS NOT NULL) other ON other.place = said.place
         WHERE j.n = 901 AND spoke_ = 'bristol';
    END LOOP;
END $$;

-- Whom an offer is for, where the partnership says more than an age; and why
-- the panel went on where somebody did not fit.
UPDATE casework.intervention SET min_risk_level = 'medium', area = 'East Bristol' WHERE code = 'bristol_targeted_group';
UPDATE casework.intervention SET outcome_measures = '{swemwbs,safe_area,conflict,trusted_adult}', evaluation_status = 'internal_review'
 WHERE mode = 'one_to_one';
UPDATE casework.intervention SET eligible_sex = 'female' WHERE code = 'bristol_girls_young_women';
INSERT INTO casework.allocation_warning (allocation_id, spoke_id, person_id, warning, said, reason, step, at, by_user)
SELECT a.id, a.spoke_id, a.person_id, w.warning, w.said,
       'The panel agreed to it: nothing else is near enough.', 'propose', a.created_at, a.created_by
  FROM casework.allocation a
 CROSS JOIN LATERAL casework.fit_warnings(a.person_id, a.episode_id, a.intervention_id, a.proposed_on, true) w
 WHERE a.ended_on IS NULL AND w.warning IN ('too_young', 'too_old', 'sex');
