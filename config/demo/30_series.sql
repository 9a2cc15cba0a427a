-- The meetings of each spoke: name, rhythm and quorum as its settings say.
SET LOCAL enable_seqscan = off;

CREATE TABLE demo.series (
    spoke   text PRIMARY KEY,
    id      uuid NOT NULL,
    ahead   integer NOT NULL,   -- the next meeting is about so many days off
    hour    integer NOT NULL,
    place   text NOT NULL,
    latest  text NOT NULL       -- how far the last minutes have come
);
INSERT INTO demo.series VALUES
('bathnes',   demo.id('series bathnes'),   6, 10, 'Online',                                'signed_off'),
('bristol',   demo.id('series bristol'),   2,  9, 'City Hall, room 1P08, and online',      'distributed'),
('northsom',  demo.id('series northsom'),  5, 14, 'Town Hall, Weston, and online',         'minutes_draft'),
('somerset',  demo.id('series somerset'),  4, 13, 'County Hall, Taunton, and online',      'minutes_checked'),
('southglos', demo.id('series southglos'), 3, 10, 'Kingswood civic centre, and online',    'distributed');

INSERT INTO casework.meeting_series (id, spoke_id, name, type, cadence_days, quorum_agency_types)
SELECT d.id, s.id, c.name, c.type, c.cadence, string_to_array(c.quorum, '|')
  FROM demo.series d JOIN reference.spoke s ON s.code = d.spoke
 CROSS JOIN LATERAL (SELECT max(value) FILTER (WHERE setting = 'meeting_name') AS name,
                            max(value) FILTER (WHERE setting = 'meeting_type') AS type,
                            max(value) FILTER (WHERE setting = 'meeting_cadence_days')::integer AS cadence,
                            max(value) FILTER (WHERE setting = 'quorum_agency_types') AS quorum
                       FROM reference.spoke_setting x WHERE x.spoke_id = s.id) c;

-- Panel members belong to their spoke's meeting; so do its staff and police.
INSERT INTO casework.meeting_series_member (series_id, user_id, valid_from)
SELECT d.id, s.id, demo.today() - 750
  FROM demo.series d JOIN demo.seat s USING (spoke)
 WHERE s.desk IN ('coordinator', 'project', 'eit', 'sergeant') OR s.desk LIKE 'panel.%';
INSERT INTO casework.meeting_series_member (series_id, user_id, valid_from)
SELECT d.id, demo.id('user * eit.two.spokes'), demo.today() - 400
  FROM demo.series d WHERE d.spoke IN ('bristol', 'southglos');

CREATE FUNCTION demo.series_id(spoke_ text) RETURNS uuid
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (SELECT d.id FROM demo.series d WHERE d.spoke = spoke_);
END $$;
