-- The published year, handed in by the hub's analyst: the server's first jobs
-- take the files in as they would anybody's. What is known of why the figures
-- differ is said here in the analyst's name.
DO $$
BEGIN
    PERFORM set_config('throughline.stand_in', (SELECT u.id::text FROM access.user_account u
                WHERE u.email = 'hub.analyst@demo.throughline.example'), true),
            set_config('throughline.moment', (demo.clock(demo.today() - 30, 10, 0))::text, true);
END $$;
SELECT reporting.import_open(demo.id('import ' || f.kind),
           jsonb_build_object('kind', f.kind, 'period', '2023-24', 'file_name', d.name, 'csv', d.content),
           demo.id('job import ' || f.kind), true)
  FROM (VALUES ('interventions_year', 'interventions-2023-24.csv'), ('finance_year', 'finance-2023-24.csv'),
               ('totals_year', 'totals-2023-24.csv'), ('home_office_measures', 'home-office-measures-2023-24.csv')) AS f(kind, name)
  JOIN pg_temp.demo_file d USING (name);

INSERT INTO reporting.reconciliation_reason (period, measure, said_where, rule, text, made_at, made_by)
SELECT '2023-24', r.measure, r.said_where, r.rule, r.text, access.moment(), access.actor()
  FROM (VALUES
    ('interventions_delivered', 'foreword; finance summary', 'delivered_overviews',
     'The report says 56 in its foreword and finance summary, while the five spoke overviews add up to 50. It does not say what the other six are: programmes of the hub that no spoke counts would explain them. Asked of the hub.'),
    ('interventions_delivered', 'foreword; finance summary', 'delivered_rows',
     'The report names 20 interventions: 7 in Bath and North East Somerset, 10 in Bristol, 3 in Somerset. North Somerset and South Gloucestershire give a count only.'),
    ('interventions_somerset', 'spoke overview', 'area_rows',
     'The overview counts four; three are named. The fourth is not described in the report.'),
    ('interventions_northsom', 'spoke overview', 'area_rows',
     'The report counts fifteen and names none, so nothing can be added up.'),
    ('interventions_southglos', 'spoke overview (the five add up to 50)', 'area_rows',
     'The report counts fourteen and names none, so nothing can be added up.'),
    ('young_people_reached', 'foreword; finance summary', 'young_people_rows',
     'Only three spokes publish figures for each intervention. Most of the difference is in the two that publish a total only.'),
    ('young_people_reached', 'foreword; finance summary', 'young_people_overviews',
     'With the totals of North Somerset (students) and South Gloucestershire, about six thousand are still not accounted for: universal sessions and events of the hub are the likeliest place. People may also be counted once in each intervention.'),
    ('somerset_at_risk_young_people_supported', 'Somerset overview', 'area_at_risk',
     'Sports Mentoring alone publishes a figure (58); Admit and Teachable moments publish none.'),
    ('southglos_young_people', 'South Gloucestershire overview', 'area_young_people',
     'Its interventions are not named, so nothing can be added up.'),
    ('northsom_students', 'North Somerset overview', 'area_students',
     'Its interventions are not named, so nothing can be added up.'),
    ('northsom_people_engaged', 'North Somerset overview', 'area_engaged_students',
     'Of 6,500 people 6,100 were students: the other 400 are adults or were not in school.'),
    ('professionals_reached', 'foreword', 'professionals_elsewhere',
     'The report contradicts itself: 1,689 in the foreword, 1,578 in the finance summary. The 111 between them are not explained. Asked of the hub.'),
    ('professionals_reached', 'finance summary (the two differ in the source)', 'professionals_elsewhere',
     'The report contradicts itself: 1,578 in the finance summary, 1,689 in the foreword. Asked of the hub.'),
    ('professionals_reached', 'foreword', 'professionals_rows',
     'Bristol, North Somerset and South Gloucestershire publish no professionals for any intervention.'),
    ('professionals_reached', 'finance summary (the two differ in the source)', 'professionals_rows',
     'Bristol, North Somerset and South Gloucestershire publish no professionals for any intervention.'),
    ('professionals_reached', 'foreword', 'professionals_overviews',
     'With the 420 whom Bristol trained; North Somerset and South Gloucestershire say nothing of professionals.'),
    ('professionals_reached', 'finance summary (the two differ in the source)', 'professionals_overviews',
     'With the 420 whom Bristol trained; North Somerset and South Gloucestershire say nothing of professionals.'),
    ('somerset_professionals', 'Somerset overview', 'area_professionals',
     'The overview counts 118, Sports Mentoring 96: the other 22 belong to interventions without a figure.'),
    ('bristol_professionals_trained', 'Bristol overview', 'area_trained',
     'No Bristol intervention publishes professionals: training is counted outside them.'),
    ('parents_carers_over_25_reached', 'finance summary', 'parents_rows',
     'Only Bath and North East Somerset and Bristol publish adults, and Bristol''s are "over 24" in one place and "over 25" in others.')
  ) AS r(measure, said_where, rule, text);
