-- Who signs in. Each spoke has the same desks; the hub and the information
-- governance lead work for all. The demo command makes the passwords.
SET LOCAL enable_seqscan = off;

CREATE TABLE demo.desk (
    desk   text PRIMARY KEY,
    role   text NOT NULL,
    agency text NOT NULL, -- '*' stands for the spoke's code
    title  text NOT NULL
);
INSERT INTO demo.desk VALUES
('coordinator',      'spoke_coordinator', '*_spoke_team',            'Violence reduction coordinator'),
('project',          'project_officer',   '*_spoke_team',            'Project officer'),
('eit',              'eit_officer',       'avon_somerset_police',    'Early Intervention Team officer'),
('sergeant',         'eit_sergeant',      'avon_somerset_police',    'Early Intervention Team sergeant'),
('panel.socialcare', 'panel_member',      '*_childrens_social_care', 'Team manager, contextual safeguarding'),
('panel.education',  'panel_member',      '*_education_inclusion',   'Education inclusion lead'),
('panel.yjs',        'panel_member',      '*_youth_justice',         'Youth justice operations manager'),
('school',           'referrer',          'a school',                'Assistant head, pastoral'),
('ed',               'referrer',          '*_emergency_department',  'Safeguarding nurse'),
('mentor',           'provider_worker',   'a mentoring project',     'Youth mentor'),
('coach',            'provider_worker',   'a martial arts club',     'Lead coach');

CREATE TABLE demo.seat (
    spoke  text NOT NULL,
    desk   text NOT NULL,
    name   text NOT NULL,
    agency text,           -- where the desk does not say it
    id     uuid,
    PRIMARY KEY (spoke, desk)
);
INSERT INTO demo.seat (spoke, desk, name, agency) VALUES
('bathnes',   'coordinator',      'Harriet Penrose-Vale', NULL),
('bathnes',   'project',          'Owen Tallis',          NULL),
('bathnes',   'eit',              'PC Bethan Rudge',      NULL),
('bathnes',   'sergeant',         'PS Colin Averill',     NULL),
('bathnes',   'panel.socialcare', 'Farida Qureshi-Lane',  NULL),
('bathnes',   'panel.education',  'Simon Delacourt',      NULL),
('bathnes',   'school',           'Rhiannon Ockwell',     'combelarch_school'),
('bathnes',   'ed',               'Sister Joy Malvern',   NULL),
('bathnes',   'mentor',           'Dwayne Osgood',        'weirside_mentoring'),
('bathnes',   'coach',            'Ines Calloway',        'heronbridge_martial_arts'),
('bristol',   'coordinator',      'Grace Adebanjo-Hill',  NULL),
('bristol',   'project',          'Tom Wetherell',        NULL),
('bristol',   'eit',              'PC Nadia Hosseini',    NULL),
('bristol',   'sergeant',         'PS Mark Fairclough',   NULL),
('bristol',   'panel.socialcare', 'Lorna McAvoy',         NULL),
('bristol',   'panel.education',  'Delroy Simmonds',      NULL),
('bristol',   'panel.yjs',        'Anya Brzozowska',      NULL),
('bristol',   'school',           'Mrs Judith Oakeshott', 'wharfreach_academy'),
('bristol',   'ed',               'Patrick Nkemelu',      NULL),
('bristol',   'mentor',           'Leanne Portbury',      'rookwise_mentoring'),
('bristol',   'coach',            'Samir Belkacem',       'openhand_martial_arts'),
('northsom',  'coordinator',      'Martin Sedgemoor',     NULL),
('northsom',  'project',          'Ellie Cardew',         NULL),
('northsom',  'eit',              'PCSO Lewis Banwell',   NULL),
('northsom',  'sergeant',         'PS Helen Trickett',    NULL),
('northsom',  'panel.socialcare', 'Oluchi Brean',         NULL),
('northsom',  'panel.education',  'Fiona Yatton-Smith',   NULL),
('northsom',  'school',           'Gareth Pillinger',     'saltgrass_academy'),
('northsom',  'ed',               'Charge Nurse Ana Reis', NULL),
('northsom',  'mentor',           'Kirsty Uphill-Jones',  'groyne_lane_mentoring'),
('northsom',  'coach',            'Darren Wraxall',       'seawall_martial_arts'),
('somerset',  'coordinator',      'Alison Quantock',      NULL),
('somerset',  'project',          'Joseph Athelney',      NULL),
('somerset',  'eit',              'PC Ryan Burrowbridge', NULL),
('somerset',  'sergeant',         'PS Meera Chandrasekar', NULL),
('somerset',  'panel.socialcare', 'Tessa Langport-Moore', NULL),
('somerset',  'panel.education',  'Graham Isley',         NULL),
('somerset',  'school',           'Nicola Thurlbear',     'osierlane_academy'),
('somerset',  'ed',               'Dr Emeka Hallatrow',   NULL),
('somerset',  'mentor',           'Josie Withycombe',     'withyband_sports'),
('somerset',  'coach',            'Pawel Drozd',          'tonecrest_martial_arts'),
('southglos', 'coordinator',      'Yvonne Ashgrove',      NULL),
('southglos', 'project',          'Hamza Rashid-Cole',    NULL),
('southglos', 'eit',              'PC Jodie Marshfield',  NULL),
('southglos', 'sergeant',         'PS Alan Wickwar',      NULL),
('southglos', 'panel.socialcare', 'Beverley Tytherton',   NULL),
('southglos', 'panel.education',  'Marcus Iron-Acton',    NULL),
('southglos', 'school',           'Claire Rangeworthy',   'yateholm_academy'),
('southglos', 'ed',               'Sister Ruth Falfield', NULL),
('southglos', 'mentor',           'Aaron Oldland',        'swiftholme_mentoring'),
('southglos', 'coach',            'Keiko Hambrook',       'fivebar_martial_arts'),
-- The hub, for all spokes.
('*', 'hub.auditor',    'Priscilla Ngata',    'opcc_hub'),
('*', 'hub.analyst',    'Dr Euan Carrick',    'opcc_hub'),
('*', 'hub.grants',     'Monica Strand',      'opcc_hub'),
('*', 'ig.lead',        'Vikram Desai-Rowe',  'opcc_hub'),
('*', 'system.admin',   'Jo Hathersage',      'opcc_hub'),
-- Roles in two spokes, and two kinds of them in one.
('*', 'eit.two.spokes', 'PC Owusu Lockleaze', 'avon_somerset_police');

UPDATE demo.seat SET id = demo.id('user ' || spoke || ' ' || desk),
    agency = coalesce(seat.agency, (SELECT replace(d.agency, '*', seat.spoke)
                                      FROM demo.desk d WHERE d.desk = seat.desk));

INSERT INTO access.user_account (id, email, name, agency_id, job_title, created_at)
SELECT s.id, CASE s.spoke WHEN '*' THEN '' ELSE s.spoke || '.' END || s.desk
       || '@demo.throughline.example', s.name, reference.agency_id(s.agency), d.title,
       now() - interval '760 days'
  FROM demo.seat s LEFT JOIN demo.desk d USING (desk);
UPDATE access.user_account u SET job_title = t.title
  FROM (VALUES ('hub.auditor', 'Journey auditor'), ('hub.analyst', 'Evaluation lead'),
               ('hub.grants', 'Grant officer'), ('ig.lead', 'Information governance lead'),
               ('system.admin', 'System administrator'),
               ('eit.two.spokes', 'Early Intervention Team officer')) AS t(desk, title)
  JOIN demo.seat s USING (desk)
 WHERE u.id = s.id;

INSERT INTO access.role_grant (user_id, role, spoke_id, valid_from, granted_by, granted_at)
SELECT s.id, d.role, reference.spoke_id(s.spoke), demo.today() - 755,
       demo.id('user * system.admin'), now() - interval '756 days'
  FROM demo.seat s JOIN demo.desk d USING (desk);
INSERT INTO access.role_grant (user_id, role, spoke_id, valid_from, granted_by, granted_at)
SELECT s.id, g.role, reference.spoke_id(g.spoke), demo.today() - 755,
       CASE g.role WHEN 'system_admin' THEN NULL ELSE demo.id('user * system.admin') END,
       now() - interval '756 days'
  FROM (VALUES ('hub.auditor', 'hub_auditor', NULL), ('hub.analyst', 'hub_analyst', NULL),
               ('hub.grants', 'hub_grant_officer', NULL), ('ig.lead', 'ig_lead', NULL),
               ('system.admin', 'system_admin', NULL),
               ('eit.two.spokes', 'eit_officer', 'bristol'),
               ('eit.two.spokes', 'eit_officer', 'southglos'),
               ('eit.two.spokes', 'panel_member', 'bristol')) AS g(desk, role, spoke)
  JOIN demo.seat s ON s.spoke = '*' AND s.desk = g.desk;

-- Whoever left (06_users.sql).
INSERT INTO access.user_account (id, email, name, agency_id, job_title, created_at)
VALUES (demo.id('user left'), 'bristol.former@demo.throughline.example', 'Imelda Croxford',
        reference.agency_id('bristol_spoke_team'), 'Project officer (left)',
        now() - interval '760 days');
INSERT INTO access.role_grant (user_id, role, spoke_id, valid_from, granted_by, granted_at)
VALUES (demo.id('user left'), 'project_officer', reference.spoke_id('bristol'),
        demo.today() - 755, demo.id('user * system.admin'), now() - interval '756 days');

CREATE FUNCTION demo.seat_id(spoke_ text, desk_ text) RETURNS uuid
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (SELECT s.id FROM demo.seat s WHERE s.spoke = spoke_ AND s.desk = desk_);
END $$;

-- Who speaks for an agency that has no account here.
INSERT INTO demo.colleague (spoke, agency, name)
SELECT s.code, s.code || '_' || a.agency, split_part(a.names, '|', s.place::integer)
  FROM (SELECT code, row_number() OVER (ORDER BY code) AS place FROM reference.spoke) s
 CROSS JOIN (VALUES
    ('early_help',       'Sally Brinsmead|Kwesi Tandoh|Ruth Winscombe|Dan Merriott|Elin Hawkesbury'),
    ('youth_justice',    'Peter Odd-Ashby|Anya Brzozowska|Carol Locking|Musa Kemble|Ian Siston'),
    ('mash',             'Deborah Weller|Hannah Quist|Paul Claverham|Gill Staplegrove|Tariq Pucklechurch'),
    ('camhs',            'Dr Ruth Amsel|Dr Leo Marchetti|Dr Sarah Puxton|Dr Imran Kewstoke|Dr Val Cromhall'),
    ('substance_misuse', 'Shane Colbrook|Marsha Eddowes|Kath Loxley|Rob Enmore|Bina Oldbury'),
    ('housing',          'Tina Swainswick|Abdul Hirani|Mo Bleadon|Jenny Cothelstone|Chris Almondsbury'),
    ('probation',        'Gavin Radstock|Efua Bonsu|Linda Hutton|Steve Norton-Field|Ayesha Filton'),
    ('community_safety', 'Rosa Newbridge|Callum Greaves|Jill Congresbury|Neil Taunton-Low|Pat Winterbourne'),
    ('youth_service_team', 'Femi Larkhall|Kelly Easton|Jon Sandford|Zoe Bridgwater|Lee Stoke-Gifford'))
    AS a(agency, names);

-- Named colleagues who do have one.
UPDATE demo.colleague c SET name = s.name
  FROM demo.seat s WHERE s.spoke = c.spoke AND s.agency = c.agency;
