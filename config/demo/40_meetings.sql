-- Handlers: a meeting from its planning to its distributed minutes.
SET LOCAL enable_seqscan = off;

-- The calendar of each series: two years back, the next one, two further on.
-- i counts from the next meeting, which is 0; the last one held is -1.
CREATE TABLE demo.calendar (
    spoke text NOT NULL,
    i     integer NOT NULL,
    day   date NOT NULL,
    id    uuid NOT NULL,
    PRIMARY KEY (spoke, i)
);
INSERT INTO demo.calendar
SELECT d.spoke, k, demo.workday(demo.today() + d.ahead) + k * m.cadence_days, demo.id('meeting ' || d.spoke || k)
  FROM demo.series d JOIN casework.meeting_series m ON m.id = d.id
 CROSS JOIN LATERAL generate_series(-700 / m.cadence_days, 2) AS k
 -- Bristol went from fortnightly to weekly some months ago.
 WHERE d.spoke <> 'bristol' OR k >= -30 OR k % 2 = 0;

INSERT INTO demo.step (at, verb, ref, i, what)
SELECT v.at, v.verb, c.id, c.i, c.spoke
  FROM demo.calendar c JOIN demo.series d USING (spoke) JOIN casework.meeting_series m ON m.id = d.id
 CROSS JOIN LATERAL (VALUES
    (demo.clock(c.day, 11, 20) - make_interval(days => 3 * m.cadence_days + 5), 'meeting_plan'),
    (CASE c.i WHEN 0 THEN least(demo.clock(c.day - 3, 15, 10), now() - interval '170 minutes')
     ELSE demo.clock(c.day - 3, 15, 10) END, 'agenda'),
    (demo.clock(c.day, d.hour, 0), 'meeting_hold')) AS v(at, verb)
 ORDER BY v.at, c.spoke;

CREATE FUNCTION demo.meeting_plan(s demo.step) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    d demo.series;
    series casework.meeting_series;
    c demo.calendar;
BEGIN
    SELECT * INTO STRICT d FROM demo.series WHERE spoke = s.what;
    SELECT * INTO STRICT c FROM demo.calendar WHERE spoke = s.what AND i = s.i;
    SELECT * INTO STRICT series FROM casework.meeting_series WHERE id = d.id;
    PERFORM demo.tell(s.at, demo.seat_id(s.what, 'coordinator'));
    INSERT INTO casework.meeting (id, spoke_id, series_id, type, title, starts_at, place, chair_user_id)
    VALUES (s.ref, series.spoke_id, d.id, series.type, series.name || ', ' || to_char(c.day, 'FMDD FMMonth YYYY'),
            demo.clock(c.day, d.hour, 0), d.place, demo.seat_id(s.what, 'coordinator'));
END $$;

-- No meeting on a bank holiday or between Christmas and New Year.
CREATE FUNCTION demo.meeting_off(day_ date) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN to_char(day_, 'MMDD') BETWEEN '1224' AND '1231' AND day_ < demo.today()
        OR EXISTS (SELECT FROM reference.bank_holiday h WHERE h.day = day_);
END $$;

-- The agenda: who is new, who is due, and then whoever was longest unheard.
CREATE FUNCTION demo.agenda(s demo.step) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    c demo.calendar;
    e record;
    place integer := 0;
BEGIN
    SELECT * INTO STRICT c FROM demo.calendar WHERE spoke = s.what AND i = s.i;
    IF s.i > 0 THEN
        RETURN;
    END IF;
    PERFORM demo.tell(s.at, demo.seat_id(s.what, 'project'));
    IF demo.meeting_off(c.day) THEN
        UPDATE casework.meeting SET state = 'cancelled', state_reason = 'holiday',
               state_note = 'Falls in the holidays. Urgent matters by telephone.' WHERE id = s.ref;
        RETURN;
    END IF;
    FOR e IN
        SELECT x.id, x.person_id, x.spoke_id, y.n, y.stage, y.path, y.named,
               x.next_review_on IS NULL OR x.next_review_on <= c.day + 2 AS due
          FROM casework.episode x JOIN demo.young_person y ON y.episode_id = x.id
         WHERE x.series_id = demo.series_id(s.what) AND x.state IN ('listed', 'active_monitoring', 'step_down')
           AND NOT y.leaving AND (NOT y.story OR x.next_review_on IS NULL OR x.next_review_on <= c.day + 2)
         ORDER BY due DESC, y.story DESC, CASE WHEN x.next_review_on <= c.day + 2 THEN x.next_review_on
                  ELSE y.heard_on END NULLS FIRST, y.n
         LIMIT 12
    LOOP
        EXIT WHEN NOT e.due AND place >= 6;
        place := place + 1;
        INSERT INTO casework.agenda_item (spoke_id, meeting_id, person_id, episode_id, kind, position, note)
        VALUES (e.spoke_id, s.ref, e.person_id, e.id,
                CASE WHEN e.stage = 0 THEN 'new' WHEN NOT e.due THEN 'review'
                     WHEN e.stage + 1 = cardinality(e.path) THEN 'removal'
                     WHEN e.path[e.stage + 1] = 'very_high' THEN 'urgent' ELSE 'review' END,
                place, CASE WHEN NOT e.due THEN 'Brought forward: short progress check' END);
    END LOOP;
END $$;

CREATE FUNCTION demo.meeting_hold(s demo.step) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    m casework.meeting;
    item casework.agenda_item;
    minute integer := 10;
    key text := s.ref::text;
BEGIN
    SELECT * INTO STRICT m FROM casework.meeting WHERE id = s.ref;
    IF m.state = 'cancelled' THEN
        RETURN;
    END IF;
    PERFORM demo.tell(s.at, demo.seat_id(s.what, 'project'));
    UPDATE casework.meeting SET state = 'in_progress' WHERE id = s.ref;
    PERFORM demo.attendance(m, s.what);
    FOR item IN SELECT * FROM casework.agenda_item i WHERE i.meeting_id = s.ref
                 ORDER BY array_position('{urgent,new,review,removal}', i.kind), i.position LOOP
        PERFORM demo.discuss(m, item, s.at + make_interval(mins => minute));
        minute := minute + demo.between(key || item.position, 6, 13);
    END LOOP;
    PERFORM demo.tell(s.at + make_interval(mins => minute + 5), demo.seat_id(s.what, 'project'));
    UPDATE casework.meeting SET state = 'minutes_draft', general_notes = CASE WHEN demo.chance(key || ' notes', 0.5)
           THEN demo.one_of(key || ' which notes', ARRAY[
               'Confidentiality statement read and accepted. Minutes of the last meeting agreed.',
               'Confidentiality statement read and accepted. Actions of the last meeting gone through first.',
               'Confidentiality statement read and accepted. Thanks recorded to the schools for returning their updates early.']) END
     WHERE id = s.ref;
    PERFORM demo.minutes_later(s, m.type);
END $$;

-- The minutes' further way. The latest of some spokes have not gone all of it.
CREATE FUNCTION demo.minutes_later(s demo.step, type text) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    latest text := 'distributed';
    checked timestamptz := demo.office(s.at, 1, s.ref || ' check');
    signed timestamptz := greatest(demo.office(s.at, demo.between(s.ref || ' days', 1, 3), s.ref || ' sign'),
                                   checked + interval '1 hour');
BEGIN
    IF s.i = -1 AND type <> 'extraordinary' THEN
        SELECT d.latest INTO latest FROM demo.series d WHERE d.spoke = s.what;
    END IF;
    IF latest <> 'minutes_draft' THEN
        PERFORM demo.later(checked, 'meeting_move', NULL, s.ref, NULL, 'minutes_checked');
    END IF;
    IF latest IN ('signed_off', 'distributed') THEN
        PERFORM demo.later(signed, 'meeting_move', NULL, s.ref, NULL, 'signed_off');
    END IF;
    IF latest = 'distributed' THEN
        PERFORM demo.later(signed + interval '50 minutes', 'meeting_move', NULL, s.ref, NULL, 'distributed');
    END IF;
END $$;

CREATE FUNCTION demo.meeting_move(s demo.step) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    spoke_ text := (SELECT x.code FROM casework.meeting m JOIN reference.spoke x ON x.id = m.spoke_id WHERE m.id = s.ref);
BEGIN
    PERFORM demo.tell(s.at, demo.seat_id(spoke_, CASE s.what WHEN 'signed_off' THEN 'coordinator' ELSE 'project' END));
    UPDATE casework.meeting SET state = s.what, inquorate_reason = CASE WHEN s.what = 'signed_off'
           THEN 'Nothing for the agencies that were missing could wait; they gave their updates in writing.'
           ELSE inquorate_reason END WHERE id = s.ref;
    IF s.what = 'distributed' AND demo.chance(s.ref || ' addendum', 0.05) THEN
        INSERT INTO casework.addendum (spoke_id, meeting_id, text)
        SELECT m.spoke_id, m.id, 'The list of those present left out the colleague from housing, who joined by telephone.'
          FROM casework.meeting m WHERE m.id = s.ref;
    END IF;
END $$;

-- Who came. A deputy speaks for the agency; apologies are recorded.
CREATE FUNCTION demo.attendance(m casework.meeting, spoke_ text) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    who record;
    how text;
BEGIN
    FOR who IN
        SELECT x.name, x.id, reference.agency_id(x.agency) AS agency_id, x.desk FROM demo.seat x
         WHERE x.spoke = spoke_ AND (x.desk IN ('coordinator', 'project', 'eit') OR x.desk LIKE 'panel.%'
               OR x.desk = 'sergeant' AND demo.chance(m.id || ' sergeant', 0.25))
        UNION ALL
        SELECT c.name, NULL, reference.agency_id(c.agency), 'colleague' FROM demo.colleague c
         WHERE c.spoke = spoke_ AND demo.chance(m.id || c.agency, 0.33)
           AND NOT EXISTS (SELECT FROM demo.seat x WHERE x.spoke = spoke_ AND x.agency = c.agency)
    LOOP
        how := CASE WHEN who.desk IN ('coordinator', 'project') THEN demo.draw(m.id || who.name, 'present:8 remote:2')
               ELSE demo.draw(m.id || who.name, 'present:46 remote:30 deputy:7 part:4 apologies:11 none:2') END;
        INSERT INTO casework.meeting_attendance (spoke_id, meeting_id, agency_id, name, user_id, attendance,
            deputy_for, confidentiality_accepted, conflict_of_interest)
        VALUES (m.spoke_id, m.id, who.agency_id,
            CASE how WHEN 'deputy' THEN demo.one_of(m.id || who.name || ' deputy', '{Kim Arkell,Jo Baxendale,Reuben Tate,Sunita Vora,Liz Marrow}')
                 ELSE who.name END,
            CASE how WHEN 'deputy' THEN NULL ELSE who.id END, how,
            CASE how WHEN 'deputy' THEN who.name END, how IN ('present', 'remote', 'deputy', 'part'),
            CASE WHEN demo.chance(m.id || who.name || ' conflict', 0.012)
                 THEN 'Knows one of the families. Left the room for that item.' END)
        ON CONFLICT DO NOTHING;
    END LOOP;
END $$;

-- An extraordinary meeting about one young person, called within a day.
CREATE FUNCTION demo.extraordinary(s demo.step) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    y demo.young_person;
    new_id uuid := demo.id('extraordinary ' || s.ref);
    starts timestamptz;
BEGIN
    SELECT * INTO STRICT y FROM demo.young_person WHERE n = s.n;
    PERFORM demo.tell(s.at, demo.seat_id(y.spoke, 'coordinator'));
    starts := demo.clock(demo.workday(demo.day_of(s.at) + 1), 16, 30);
    INSERT INTO casework.meeting (id, spoke_id, series_id, type, title, starts_at, place, chair_user_id)
    VALUES (new_id, y.spoke_id, demo.series_id(y.spoke), 'extraordinary', 'Extraordinary meeting, '
            || to_char(demo.day_of(starts), 'FMDD FMMonth YYYY'), starts, 'Online', access.actor());
    INSERT INTO casework.agenda_item (spoke_id, meeting_id, person_id, episode_id, kind, position)
    VALUES (y.spoke_id, new_id, y.id, s.ref, 'urgent', 1);
    PERFORM demo.later(starts, 'meeting_hold', s.n, new_id, NULL, y.spoke);
END $$;
