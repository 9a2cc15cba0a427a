-- What an instrument amounts to: the whole SWEMWBS table and every edge of the
-- SDQ's bands (domain.md 8), in data and as the rules work them out.
BEGIN;
SELECT no_plan();
\ir ../support/sessions.sql

CREATE TEMPORARY TABLE metric AS SELECT (ordinality + 6)::integer AS raw, score::numeric
  FROM unnest(string_to_array('7.00 9.51 11.25 12.40 13.33 14.08 14.75 15.32 15.84 16.36 16.88 17.43 17.98 18.59 19.25 '
      '19.98 20.73 21.54 22.35 23.21 24.11 25.03 26.02 27.03 28.13 29.31 30.70 32.55 35.00', ' ')) WITH ORDINALITY AS t(score, ordinality);
-- Seven items of that sum, spread as evenly as they go.
CREATE FUNCTION pg_temp.items(raw integer) RETURNS smallint[] LANGUAGE sql AS $$
    SELECT array_agg((raw / 7 + CASE WHEN n <= raw % 7 THEN 1 ELSE 0 END)::smallint) FROM generate_series(1, 7) AS n $$;

SELECT is((SELECT count(*) FROM metric)::integer, 29, 'twenty-nine raw scores');
SELECT is((SELECT count(*) FROM reference.term WHERE vocabulary = 'outcome_score')::integer, 29, 'and as many in the table');
SELECT is(casework.outcome_score('swemwbs', pg_temp.items(raw)), score, format('SWEMWBS %s is %s', raw, score)) FROM metric;

CREATE FUNCTION pg_temp.refused(measure text, items smallint[]) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    RETURN 'took ' || casework.outcome_score(measure, items);
EXCEPTION WHEN SQLSTATE 'TL422' THEN
    RETURN SQLERRM;
END $$;
SELECT is(pg_temp.refused(measure, items::smallint[]), expected, format('%s of %s', measure, items))
  FROM (VALUES ('swemwbs', '{3,3,3,3,3,3}', 'Enter all 7 scores, each a whole number from 1 to 5'),
               ('swemwbs', '{3,3,3,3,3,3,3,3}', 'Enter all 7 scores, each a whole number from 1 to 5'),
               ('swemwbs', '{3,3,3,NULL,3,3,3}', 'Enter all 7 scores, each a whole number from 1 to 5'),
               ('swemwbs', '{0,3,3,3,3,3,3}', 'Enter all 7 scores, each a whole number from 1 to 5'),
               ('swemwbs', '{6,3,3,3,3,3,3}', 'Enter all 7 scores, each a whole number from 1 to 5'),
               ('sdq_total', '{5,5,5,5}', 'Enter all 5 scores, each a whole number from 0 to 10'),
               ('sdq_total', '{11,0,0,0,0}', 'Enter all 5 scores, each a whole number from 0 to 10'),
               ('gbo', '{1}', 'This measure has no items: enter its score')) AS t(measure, items, expected);
SELECT is(casework.outcome_score('sdq_total', items::smallint[]), total::numeric, format('SDQ %s: prosocial does not count', items))
  FROM (VALUES ('{0,0,0,0,10}', 0), ('{10,10,10,10,0}', 40), ('{1,2,3,4,5}', 10), ('{10,0,0,0,10}', 10)) AS t(items, total);

SELECT is(casework.outcome_band('sdq_total', informant, total), band, format('SDQ %s told by %s', total, informant))
  FROM (VALUES ('parent_carer', 0, 'Close to average'), ('parent_carer', 13, 'Close to average'), ('parent_carer', 14, 'Borderline'),
               ('parent_carer', 16, 'Borderline'), ('parent_carer', 17, 'High'), ('parent_carer', 40, 'High'),
               ('teacher', 0, 'Close to average'), ('teacher', 11, 'Close to average'), ('teacher', 12, 'Borderline'),
               ('teacher', 15, 'Borderline'), ('teacher', 16, 'High'), ('teacher', 40, 'High'),
               ('young_person', 0, 'Close to average'), ('young_person', 14, 'Close to average'), ('young_person', 15, 'Borderline'),
               ('young_person', 17, 'Borderline'), ('young_person', 18, 'High'), ('young_person', 40, 'High'),
               ('worker', 20, NULL), ('young_person', NULL, NULL)) AS t(informant, total, band);
SELECT is((SELECT count(*) FROM generate_series(0, 40) AS total
            WHERE casework.outcome_band('sdq_total', i.code, total) IS NULL), 0::bigint, i.code || ': each total has its band')
  FROM unnest('{parent_carer,teacher,young_person}'::text[]) AS i(code);
SELECT is(casework.outcome_band('swemwbs', 'young_person', 7), NULL, 'a measure without bands has none');

SELECT is(casework.outcome_direction(better, change), expected, format('%s is better, changed by %s', better, change))
  FROM (VALUES ('higher', 1.0, 'better'), ('higher', -1.0, 'worse'), ('lower', -0.5, 'better'), ('lower', 0.5, 'worse'),
               ('higher', 0, 'same'), ('lower', 0, 'same'), ('lower', NULL, NULL), ('neither', 1, NULL)) AS t(better, change, expected);

-- Written down: the score follows the items; a score beside them is refused.
SELECT pg_temp.signed_in('anna', 'spoke_coordinator', 'bristol') AS anna \gset
INSERT INTO casework.person (id, spoke_ids, display_name, born_precision)
VALUES ('aaaaaaaa-0000-4000-8000-000000000009', ARRAY[reference.spoke_id('bristol')], 'Tap Nine', 'unknown');
INSERT INTO casework.episode (id, spoke_id, person_id, state, opened_on)
VALUES ('eeeeeeee-0000-4000-8000-000000000009', reference.spoke_id('bristol'), 'aaaaaaaa-0000-4000-8000-000000000009', 'active_monitoring', '2026-01-05');
CREATE FUNCTION pg_temp.recorded(measure text, point text, items text, value numeric, scale text DEFAULT NULL) RETURNS text LANGUAGE sql AS $$
    SELECT pg_temp.outcome('anna', format('INSERT INTO casework.outcome (spoke_id, person_id, episode_id, measure, scale, point, informant, measured_on, items, value)
        VALUES (reference.spoke_id(''bristol''), ''aaaaaaaa-0000-4000-8000-000000000009'', ''eeeeeeee-0000-4000-8000-000000000009'',
                %L, %L, %L, ''young_person'', ''2026-02-01'', %L, %L)', measure, scale, point, items, value)) $$;
SELECT alike(pg_temp.recorded(measure, point, items, value, scale), expected, format('%s %s %s %s', measure, point, items, value))
  FROM (VALUES (1, 'swemwbs', 'baseline', '{3,3,3,3,3,3,3}', NULL::numeric, NULL, '1'),
               (2, 'swemwbs', 'exit', '{4,4,4,4,4,4,4}', 20.00, NULL, 'TL422: The items amount to 25.03%'),
               (3, 'swemwbs', 'exit', '{4,4,4,4,4,4,4}', 25.03, NULL, '1'),
               (4, 'swemwbs', 'mid', NULL, 20.00, NULL, 'TL422: SWEMWBS wellbeing score (metric) is not one of its table%'),
               (5, 'swemwbs', 'mid', NULL, 19.98, NULL, '1'),
               (6, 'sdq_total', 'baseline', '{5,4,5,4,6}', NULL, NULL, '1'),
               (7, 'gbo', 'baseline', NULL, 2, 'Sleep at home', '1'), (8, 'gbo', 'baseline', NULL, 3, 'Finish college', '1'),
               (9, 'gbo', 'baseline', NULL, 3, 'Finish college', '23505 outcome_once_key%'))
       AS t(turn, measure, point, items, value, scale, expected) ORDER BY turn;
SELECT is(pg_temp.seen('anna', 'SELECT string_agg(concat_ws('' '', object ->> ''value'', object ->> ''band'', object ->> ''items''), ''; ''
    ORDER BY object ->> ''measure'', object ->> ''point'') FROM casework.outcome_object WHERE object ->> ''measure'' IN (''swemwbs'', ''sdq_total'')'),
    '18.00 High [5,4,5,4,6]; 19.25 [3,3,3,3,3,3,3]; 25.03 [4,4,4,4,4,4,4]; 19.98', 'values, bands and items are shown');
SELECT * FROM finish();
ROLLBACK;
