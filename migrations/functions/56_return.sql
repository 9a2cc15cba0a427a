-- The quarterly return: what may be changed when, what is handed in and kept,
-- and what of it leaves the spoke. After 29_triggers.sql.

-- Whether the reader works with names in that spoke, and so sees its numbers.
CREATE OR REPLACE FUNCTION reporting.return_inside(spoke integer) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN access.loading() OR spoke = ANY (access.spokes_with('scope.case'))
       AND spoke = ANY (access.spokes_with('return.write'));
END $$;

-- ---- while it is being filled in --------------------------------------------------

-- BEFORE INSERT: of a quarter that has begun.
CREATE OR REPLACE FUNCTION reporting.return_made() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    NEW.edition := 0;
    IF NEW.quarter > access.today() THEN
        RAISE EXCEPTION 'Select a quarter that has begun' USING ERRCODE = 'TL422', COLUMN = 'quarter';
    END IF;
    RETURN NEW;
END $$;

-- A quarter is handed in when it is over, told in words, and every difference
-- from the budget has its reason.
CREATE OR REPLACE FUNCTION reporting.return_whole(r reporting.quarterly_return) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF access.today() < (r.quarter + interval '3 months')::date THEN
        RAISE EXCEPTION '%', format('The quarter is not over: it can be submitted from %s.',
            to_char(r.quarter + interval '3 months', 'FMDD FMMonth YYYY')) USING ERRCODE = 'TL409';
    END IF;
    IF r.narrative IS NULL THEN
        RAISE EXCEPTION 'Enter what happened in the quarter' USING ERRCODE = 'TL422', COLUMN = 'narrative';
    END IF;
    IF EXISTS (SELECT FROM reporting.return_money m WHERE m.return_id = r.id AND m.actual IS NULL) THEN
        RAISE EXCEPTION 'Enter what was spent on each line' USING ERRCODE = 'TL422', COLUMN = 'money';
    END IF;
    IF EXISTS (SELECT FROM reporting.return_money m WHERE m.return_id = r.id AND m.variance <> 0
                  AND (m.variance_reason IS NULL OR m.variance_reason = 'other' AND m.variance_note IS NULL)) THEN
        RAISE EXCEPTION 'Say why spending differs from the budget on each line where it does'
            USING ERRCODE = 'TL422', COLUMN = 'money';
    END IF;
END $$;

-- BEFORE UPDATE: its words change while it is with the spoke.
CREATE OR REPLACE FUNCTION reporting.return_guard() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    moves text[] := '{state,state_reason,state_note,version,updated_at,updated_by,edition}';
BEGIN
    IF to_jsonb(NEW) - moves IS DISTINCT FROM to_jsonb(OLD) - moves THEN
        IF NOT access.loading() AND NOT NEW.spoke_id = ANY (access.spokes_with('return.write')) THEN
            RAISE EXCEPTION 'permission return.write not held in the spoke' USING ERRCODE = 'TL403';
        ELSIF OLD.state NOT IN ('draft', 'queried') THEN
            RAISE EXCEPTION 'This return has been handed in: it changes only if the hub queries it.'
                USING ERRCODE = 'TL409';
        END IF;
    END IF;
    NEW.edition := OLD.edition;
    IF NEW.state <> OLD.state AND NEW.state IN ('queried', 'restated') AND NEW.state_note IS NULL
       OR NEW.state = 'submitted' AND OLD.state = 'queried' AND NEW.state_note IS NULL THEN
        RAISE EXCEPTION '%', CASE NEW.state WHEN 'queried' THEN 'Enter what you ask'
            WHEN 'restated' THEN 'Enter why the figures are restated' ELSE 'Enter your answer' END
            USING ERRCODE = 'TL422', COLUMN = 'note';
    END IF;
    IF NEW.state <> OLD.state AND NEW.state IN ('submitted', 'restated') THEN
        PERFORM reporting.return_whole(NEW);
        NEW.edition := OLD.edition + 1;
    END IF;
    RETURN NEW;
END $$;

-- BEFORE any write of its money, match funding or case study.
CREATE OR REPLACE FUNCTION reporting.return_open() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    of_ uuid := CASE TG_OP WHEN 'DELETE' THEN OLD.return_id ELSE NEW.return_id END;
BEGIN
    IF (SELECT r.state FROM reporting.quarterly_return r WHERE r.id = of_ FOR SHARE) NOT IN ('draft', 'queried') THEN
        RAISE EXCEPTION 'This return has been handed in: it changes only if the hub queries it.'
            USING ERRCODE = 'TL409';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;

-- Money, match funding and case study of one input, instead of what was there.
-- Runs as who asks: the policies say whose return it is.
CREATE OR REPLACE FUNCTION reporting.return_filled_in(wanted uuid, given jsonb) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    spoke integer;
BEGIN
    SELECT r.spoke_id INTO spoke FROM reporting.quarterly_return r WHERE r.id = wanted;
    IF given ? 'money' THEN
        DELETE FROM reporting.return_money m WHERE m.return_id = wanted;
        INSERT INTO reporting.return_money (id, return_id, spoke_id, intervention_id, funding_stream, budget,
                                            forecast, actual, variance_reason, variance_note)
        SELECT gen_random_uuid(), wanted, spoke, m.*
          FROM jsonb_to_recordset(coalesce(nullif(given -> 'money', 'null'), '[]')) AS m(intervention_id uuid,
               funding_stream text, budget numeric, forecast numeric, actual numeric, variance_reason text,
               variance_note text);
    END IF;
    IF given ? 'match' THEN
        DELETE FROM reporting.return_match m WHERE m.return_id = wanted;
        INSERT INTO reporting.return_match (id, return_id, spoke_id, kind, source, amount)
        SELECT gen_random_uuid(), wanted, spoke, m.*
          FROM jsonb_to_recordset(coalesce(nullif(given -> 'match', 'null'), '[]'))
               AS m(kind text, source text, amount numeric);
    END IF;
    IF given ? 'case_study' THEN
        DELETE FROM reporting.return_case_study c WHERE c.return_id = wanted;
        INSERT INTO reporting.return_case_study (return_id, spoke_id, words, permission)
        SELECT wanted, spoke, given ->> 'case_study', coalesce(given ->> 'case_study_permission', 'not_asked')
         WHERE given ->> 'case_study' IS NOT NULL;
    END IF;
END $$;

-- ---- handed in --------------------------------------------------------------------

-- The interventions a return tells of: those that ran, and those counted.
CREATE OR REPLACE FUNCTION reporting.return_lines(spoke integer, quarter date, counted uuid[]) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(jsonb_agg(jsonb_build_object('id', i.id, 'name', i.name, 'approach', i.approach,
               'prevention_level', i.prevention_level, 'mode', i.mode, 'funding_stream', i.funding_stream)
               ORDER BY i.name, i.id), '[]')
      FROM casework.intervention i JOIN casework.intervention_spoke s ON s.intervention_id = i.id
     WHERE (access.me() IS NOT NULL OR access.loading()) AND s.spoke_id = spoke AND (i.id = ANY (counted)
           OR coalesce(i.active_from, '-infinity') < quarter + interval '3 months'
              AND coalesce(i.active_to, 'infinity') >= quarter);
$$;

-- Money, match funding and words as they stand.
CREATE OR REPLACE FUNCTION reporting.return_said(r reporting.quarterly_return) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT jsonb_build_object('narrative', r.narrative, 'risks', r.risks,
        'money', (SELECT coalesce(jsonb_agg(to_jsonb(m) - '{id,return_id,spoke_id}'::text[]
                             ORDER BY i.name NULLS LAST, m.funding_stream), '[]')
                    FROM reporting.return_money m LEFT JOIN casework.intervention i ON i.id = m.intervention_id
                   WHERE m.return_id = r.id),
        'match', (SELECT coalesce(jsonb_agg(to_jsonb(m) - '{id,return_id,spoke_id}'::text[]
                             ORDER BY m.kind, m.source, m.amount), '[]')
                    FROM reporting.return_match m WHERE m.return_id = r.id));
$$;

-- AFTER UPDATE OF state: the figures of this moment become an edition.
CREATE OR REPLACE FUNCTION reporting.return_handed_in() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO reporting.return_edition (return_id, edition, spoke_id, verb, note, said, at, by_user)
    VALUES (NEW.id, NEW.edition, NEW.spoke_id, CASE WHEN NEW.state = 'restated' THEN 'restate'
                WHEN OLD.state = 'draft' THEN 'submit' ELSE 'answer' END, NEW.state_note,
            reporting.return_said(NEW), access.moment(), access.actor());
    INSERT INTO reporting.return_figure (return_id, edition, spoke_id, intervention_id, measure, category, value)
    SELECT NEW.id, NEW.edition, NEW.spoke_id, c.*
      FROM reporting.counted(NEW.spoke_id, NEW.quarter, (NEW.quarter + interval '3 months')::date) AS c;
    PERFORM reporting.return_leaves(NEW.id, NEW.edition);
    RETURN NULL;
END $$;

-- Nobody changes what was handed in: late data is the next edition.
CREATE OR REPLACE FUNCTION reporting.return_kept() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'What was handed in does not change: restate it.' USING ERRCODE = 'TL409';
END $$;

-- ---- what leaves the spoke --------------------------------------------------------

-- Figures of one edition as cells for reporting.suppress(): lines by
-- intervention, `measures` as a second direction, categories as a third.
CREATE OR REPLACE FUNCTION reporting.return_cells(wanted uuid, edition_ integer, measures text[], categories text[])
RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(jsonb_agg(jsonb_build_object(
               'at', jsonb_build_array(line.id, nullif(m.measure, measures[1]), nullif(c.category, 'total')),
               'count', f.value, 'hide', was.return_id IS NOT NULL)), '[]')
      FROM (SELECT DISTINCT x.intervention_id AS id FROM reporting.return_figure x
             WHERE x.return_id = wanted AND x.edition = edition_ UNION SELECT NULL) AS line
     CROSS JOIN unnest(measures) AS m(measure)
     CROSS JOIN unnest(categories) AS c(category)
     CROSS JOIN LATERAL (
           SELECT coalesce(sum(x.value), 0) AS value FROM reporting.return_figure x
            WHERE x.return_id = wanted AND x.edition = edition_ AND x.intervention_id IS NOT DISTINCT FROM line.id
              AND x.measure = m.measure AND x.category = ANY (CASE c.category WHEN '18_24_or_not_known'
                  THEN '{18_24,not_known}'::text[] ELSE ARRAY[c.category] END)) AS f
      LEFT JOIN reporting.return_figure_outside was ON was.return_id = wanted AND was.edition = edition_ - 1
           AND was.intervention_id IS NOT DISTINCT FROM line.id AND was.measure = m.measure
           AND was.category = c.category AND was.value IS NULL;
$$;

-- Young people by line, new or continuing, and age (a few of an unknown one
-- would hide every total there is, so outside they stand with the 18 to 24);
-- sessions by line and kind;
-- what else is counted by line.
CREATE OR REPLACE FUNCTION reporting.return_leaves_tables(wanted uuid, edition_ integer)
RETURNS TABLE (line uuid, measure text, category text, counted bigint, shown bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT s.at[1]::uuid, coalesce(s.at[2], t.measures[1]), coalesce(s.at[3], 'total'), s.counted, s.shown
      FROM (VALUES
           ('{young_people,young_people_new,young_people_continuing}'::text[], '{total,0_17,18_24_or_not_known}'::text[]),
           ('{sessions}', '{total,one_to_one,group}'), ('{attendances}', '{total}'), ('{completions}', '{total}'),
           ('{adults_25_plus}', '{total}'), ('{parents_carers}', '{total}'), ('{professionals}', '{total}')
           ) AS t(measures, categories)
     CROSS JOIN LATERAL reporting.suppress(
           reporting.return_cells(wanted, edition_, t.measures, t.categories)) AS s;
$$;

-- The year so far is the sum of the new: what hides the one hides the other, in
-- this quarter and the rest of the year.
CREATE OR REPLACE FUNCTION reporting.return_leaves_year(wanted uuid, edition_ integer)
RETURNS TABLE (line uuid, category text, counted bigint, shown bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT s.at[1]::uuid, coalesce(s.at[2], 'total'), s.counted, s.shown
      FROM reporting.quarterly_return r
     CROSS JOIN LATERAL (
           SELECT jsonb_agg(jsonb_build_object('at', jsonb_build_array(c.cell -> 'at' -> 0, c.cell -> 'at' -> 2),
                      'count', c.cell -> 'count', 'hide', (c.cell ->> 'hide')::boolean OR EXISTS (
                          SELECT FROM reporting.return_figure_outside x
                            JOIN reporting.quarterly_return q ON q.id = x.return_id AND q.edition = x.edition
                           WHERE q.spoke_id = r.spoke_id AND q.quarter BETWEEN reporting.year_of(r.quarter) AND r.quarter
                             AND x.measure = 'young_people_new' AND x.value IS NULL
                             AND x.intervention_id IS NOT DISTINCT FROM (c.cell -> 'at' ->> 0)::uuid
                             AND x.category = coalesce(c.cell -> 'at' ->> 2, 'total')))) AS cells
             FROM jsonb_array_elements(reporting.return_cells(wanted, edition_, '{young_people_ytd}',
                      '{total,0_17,18_24_or_not_known}')) AS c(cell)) AS t
     CROSS JOIN LATERAL reporting.suppress(t.cells) AS s
     WHERE r.id = wanted;
$$;

-- Sex and ethnicity of those with names, and why they left: of the spoke as a
-- whole. By intervention they would be nearly all hidden. A breakdown of what is
-- hidden itself, or beside which one to four without names could be told, is
-- withheld: one row, 'withheld'.
CREATE OR REPLACE FUNCTION reporting.return_leaves_list(wanted uuid, edition_ integer, measure_ text)
RETURNS TABLE (category text, counted bigint, shown bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    people bigint;
    all_ bigint;
    named boolean := measure_ LIKE 'named%';
BEGIN
    SELECT x.value INTO people FROM reporting.return_figure_outside x
     WHERE x.return_id = wanted AND x.edition = edition_ AND x.intervention_id IS NULL
       AND x.measure = 'young_people' AND x.category = 'total';
    SELECT f.value INTO all_ FROM reporting.return_figure f
     WHERE f.return_id = wanted AND f.edition = edition_ AND f.intervention_id IS NULL
       AND f.measure = measure_ AND f.category = 'total';
    IF all_ IS NULL THEN
        RETURN;
    ELSIF named AND (all_ < reporting.suppress_under() OR people IS NULL
                     OR people - all_ BETWEEN 1 AND reporting.suppress_under() - 1) THEN
        RETURN QUERY SELECT 'withheld'::text, all_, NULL::bigint;
        RETURN;
    END IF;
    RETURN QUERY
    SELECT coalesce(s.at[1], 'total'), s.counted, s.shown FROM reporting.suppress((
        SELECT jsonb_agg(jsonb_build_object('at', jsonb_build_array(nullif(f.category, 'total')), 'count', f.value,
                   'keep', named AND f.category = 'total', 'hide', EXISTS (
                       SELECT FROM reporting.return_figure_outside was
                        WHERE was.return_id = wanted AND was.edition = edition_ - 1 AND was.intervention_id IS NULL
                          AND was.measure = measure_ AND was.category = f.category AND was.value IS NULL)))
          FROM reporting.return_figure f
         WHERE f.return_id = wanted AND f.edition = edition_ AND f.intervention_id IS NULL
           AND f.measure = measure_)) AS s;
END $$;

CREATE OR REPLACE FUNCTION reporting.return_leaves(wanted uuid, edition_ integer) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    spoke integer := (SELECT r.spoke_id FROM reporting.quarterly_return r WHERE r.id = wanted);
BEGIN
    INSERT INTO reporting.return_figure_outside (return_id, edition, spoke_id, intervention_id, measure, category, value)
    SELECT wanted, edition_, spoke, t.line, t.measure, t.category, t.shown
      FROM reporting.return_leaves_tables(wanted, edition_) AS t WHERE t.counted > 0;
    INSERT INTO reporting.return_figure_outside (return_id, edition, spoke_id, intervention_id, measure, category, value)
    SELECT wanted, edition_, spoke, t.line, 'young_people_ytd', t.category, t.shown
      FROM reporting.return_leaves_year(wanted, edition_) AS t WHERE t.counted > 0;
    INSERT INTO reporting.return_figure_outside (return_id, edition, spoke_id, intervention_id, measure, category, value)
    SELECT wanted, edition_, spoke, NULL, m, t.category, t.shown
      FROM unnest('{named_sex,named_ethnicity,exits}'::text[]) AS m
     CROSS JOIN LATERAL reporting.return_leaves_list(wanted, edition_, m) AS t WHERE t.counted > 0;
END $$;

-- ---- what is shown ----------------------------------------------------------------

-- The figures as this reader may see them: inside the spoke as counted (while it
-- is with the spoke: as of now), else as they may leave. `before` is the edition
-- before, `now` what is counted now where that differs (inside): late data.
CREATE OR REPLACE FUNCTION reporting.return_shown(wanted uuid)
RETURNS TABLE (intervention_id uuid, measure text, category text, value bigint, hidden boolean,
               before bigint, before_hidden boolean, now_ bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    r reporting.quarterly_return;
BEGIN
    SELECT q.* INTO r FROM reporting.quarterly_return q WHERE q.id = wanted;
    IF reporting.return_inside(r.spoke_id) THEN
        RETURN QUERY
        WITH now_ AS MATERIALIZED (
                SELECT c.* FROM reporting.figures(r.spoke_id, r.quarter) AS c),
            last AS (SELECT f.* FROM reporting.return_figure f WHERE f.return_id = r.id AND f.edition = r.edition),
            prior AS (SELECT f.* FROM reporting.return_figure f WHERE f.return_id = r.id AND f.edition = r.edition - 1)
        SELECT coalesce(l.line, p.intervention_id), coalesce(l.measure, p.measure), coalesce(l.category, p.category),
               CASE WHEN r.edition = 0 THEN l.now_value ELSE coalesce(l.value, 0) END, false,
               CASE WHEN r.edition > 1 THEN coalesce(p.value, 0) END, false,
               CASE WHEN r.edition > 0 THEN coalesce(l.now_value, 0) END
          FROM (SELECT coalesce(n.intervention_id, f.intervention_id) AS line, coalesce(n.measure, f.measure) AS measure,
                       coalesce(n.category, f.category) AS category, n.value AS now_value, f.value
                  FROM now_ n FULL JOIN last f ON coalesce(f.intervention_id::text, '') = coalesce(n.intervention_id::text, '')
                       AND f.measure = n.measure AND f.category = n.category) AS l
          FULL JOIN prior p ON coalesce(p.intervention_id::text, '') = coalesce(l.line::text, '')
                       AND p.measure = l.measure AND p.category = l.category;
    ELSIF r.state <> 'draft' AND r.spoke_id = ANY (access.spokes_with('return.read')) THEN
        RETURN QUERY
        WITH last AS (SELECT f.* FROM reporting.return_figure_outside f
                       WHERE f.return_id = r.id AND f.edition = r.edition),
            prior AS (SELECT f.* FROM reporting.return_figure_outside f
                       WHERE f.return_id = r.id AND f.edition = r.edition - 1)
        SELECT coalesce(l.intervention_id, p.intervention_id), coalesce(l.measure, p.measure),
               coalesce(l.category, p.category), CASE WHEN l.return_id IS NULL THEN 0 ELSE l.value END,
               l.return_id IS NOT NULL AND l.value IS NULL,
               CASE WHEN p.return_id IS NOT NULL THEN p.value WHEN r.edition > 1 THEN 0 END,
               p.return_id IS NOT NULL AND p.value IS NULL, NULL::bigint
          FROM last l FULL JOIN prior p ON coalesce(p.intervention_id::text, '') = coalesce(l.intervention_id::text, '')
                   AND p.measure = l.measure AND p.category = l.category;
    END IF;
END $$;

CREATE OR REPLACE FUNCTION reporting.return_required(wanted uuid) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM reporting.quarterly_return r WHERE r.id = wanted) THEN
        RAISE EXCEPTION 'no such return' USING ERRCODE = 'TL404';
    END IF;
END $$;

-- Home Office grants and what partners put beside them, in the year to the end
-- of the quarter: at least 20% of the grant (domain.md 9).
CREATE OR REPLACE FUNCTION reporting.return_match_test(spoke integer, quarter_ date) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT jsonb_build_object('grant', x.grants, 'match', x.match, 'least', round(x.grants * 0.20, 2),
               'share', CASE WHEN x.grants > 0 THEN round(100 * x.match / x.grants, 1) END,
               'enough', x.match >= x.grants * 0.20)
      FROM (SELECT coalesce((SELECT sum(m.budget) FROM reporting.return_money m
                       JOIN reporting.quarterly_return r ON r.id = m.return_id
                       JOIN reference.funding_stream t ON t.code = m.funding_stream AND t.detail ->> 'grant' = 'yes'
                      WHERE r.spoke_id = spoke AND r.quarter BETWEEN reporting.year_of(quarter_) AND quarter_), 0) AS grants,
                   coalesce((SELECT sum(m.amount) FROM reporting.return_match m
                       JOIN reporting.quarterly_return r ON r.id = m.return_id
                      WHERE r.spoke_id = spoke AND r.quarter BETWEEN reporting.year_of(quarter_) AND quarter_), 0) AS match) AS x;
$$;

-- The rows behind a figure, as far as the policies give them to the reader.
CREATE OR REPLACE FUNCTION reporting.return_rows(spoke integer, quarter date, line uuid, measure text, category_ text)
RETURNS TABLE (kind text, id uuid, intervention_id uuid, person_id uuid, day date, category text, amount bigint)
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    WITH ends AS (SELECT (quarter + interval '3 months')::date AS on_),
    part AS (
        SELECT t.*, first_value(t.day) OVER person AS first_day,
               min(t.day) FILTER (WHERE t.day >= quarter) OVER (PARTITION BY t.person_id) AS this_day
          FROM ends, reporting.part_taken(spoke, reporting.year_of(quarter), ends.on_) AS t
         WHERE (measure LIKE 'young%' OR measure LIKE 'named%' OR measure = 'adults_25_plus')
           AND (line IS NULL OR t.intervention_id = line)
        WINDOW person AS (PARTITION BY t.person_id ORDER BY t.day)),
    named AS (
        SELECT t.kind, t.id, t.intervention_id, t.person_id, t.day, CASE measure
                   WHEN 'young_people_ytd' THEN reporting.age_band(p.born_on, t.first_day)
                   WHEN 'named_sex' THEN p.sex
                   WHEN 'named_ethnicity' THEN coalesce((SELECT d.ethnicity FROM casework.person_detail d
                                                          WHERE d.person_id = p.id), 'not_recorded')
                   ELSE reporting.age_band(p.born_on, t.this_day) END AS category,
               CASE measure WHEN 'young_people_ytd' THEN true
                   WHEN 'young_people_new' THEN t.this_day = t.first_day
                   WHEN 'young_people_continuing' THEN t.first_day < quarter AND t.this_day IS NOT NULL
                   ELSE t.this_day IS NOT NULL END
               AND (measure = 'young_people_ytd' OR t.day >= quarter)
               AND (measure = 'adults_25_plus') = (reporting.age_band(p.born_on, CASE measure
                   WHEN 'young_people_ytd' THEN t.first_day ELSE t.this_day END) = '25_plus') AS counts
          FROM part t JOIN casework.person p ON p.id = t.person_id),
    work AS (
        SELECT 'session' AS kind, s.id, l.intervention_id, coalesce(p.merged_into, p.id) AS person_id,
               (s.planned_at AT TIME ZONE 'Europe/London')::date AS day, 'one_to_one' AS category, 1 AS amount
          FROM ends, casework.session s JOIN casework.allocation l ON l.id = s.allocation_id
          JOIN casework.person p ON p.id = s.person_id
         WHERE measure = 'sessions' AND s.spoke_id = spoke AND s.happened AND s.group_session_id IS NULL
           AND s.planned_at >= quarter::timestamp AT TIME ZONE 'Europe/London'
           AND s.planned_at < ends.on_::timestamp AT TIME ZONE 'Europe/London'
        UNION ALL
        SELECT 'group_session', g.id, g.intervention_id, NULL,
               (g.planned_at AT TIME ZONE 'Europe/London')::date, 'group', 1
          FROM ends, casework.group_session g
         WHERE measure = 'sessions' AND g.spoke_id = spoke AND g.happened
           AND g.planned_at >= quarter::timestamp AT TIME ZONE 'Europe/London'
           AND g.planned_at < ends.on_::timestamp AT TIME ZONE 'Europe/London'
        UNION ALL
        SELECT 'allocation', l.id, l.intervention_id, coalesce(p.merged_into, p.id), l.ended_on,
               CASE measure WHEN 'exits' THEN l.exit_reason ELSE 'total' END, 1
          FROM ends, casework.allocation l JOIN casework.person p ON p.id = l.person_id
         WHERE measure IN ('completions', 'exits') AND l.spoke_id = spoke AND l.ended_on >= quarter
           AND l.ended_on < ends.on_ AND l.started_on IS NOT NULL AND l.exit_reason IS NOT NULL
           AND (l.state = 'completed') = (measure = 'completions')),
    heads AS (
        SELECT 'delivery' AS kind, d.id, d.intervention_id, NULL::uuid AS person_id, d.started_on AS day,
               m.category, m.amount
          FROM ends, casework.delivery d
         CROSS JOIN LATERAL (
               SELECT count(*) FILTER (WHERE x.age_band = '0_17') AS under_18,
                      count(*) FILTER (WHERE x.age_band = '18_24') AS aged_18_24,
                      count(*) FILTER (WHERE x.age_band = '25_plus') AS aged_25_plus
                 FROM casework.delivery_person x WHERE x.delivery_id = d.id) AS named
         CROSS JOIN LATERAL (VALUES
               ('young', '0_17', d.under_18 - named.under_18), ('young', '18_24', d.aged_18_24 - named.aged_18_24),
               ('adults_25_plus', 'total', d.aged_25_plus - named.aged_25_plus),
               ('parents_carers', 'total', d.parents_carers), ('professionals', 'total', d.professionals),
               ('attendances', 'total', d.under_18 + d.aged_18_24 + d.aged_25_plus + d.parents_carers + d.professionals),
               ('sessions', 'group', d.sessions)) AS m(of_, category, amount)
         WHERE d.spoke_id = spoke AND d.in_error_at IS NULL AND d.started_on < ends.on_
           AND d.started_on >= CASE measure WHEN 'young_people_ytd' THEN reporting.year_of(quarter) ELSE quarter END
           AND m.of_ = CASE WHEN measure IN ('young_people', 'young_people_new', 'young_people_ytd') THEN 'young'
                            ELSE measure END
           AND m.amount > 0 AND (measure = 'sessions' OR (d.headcount_kind = 'attendances') = (measure = 'attendances')))
    SELECT x.* FROM (
        SELECT n.kind, n.id, n.intervention_id, n.person_id, n.day, n.category, 1::bigint AS amount FROM named n WHERE n.counts
        UNION ALL SELECT w.* FROM work w
        UNION ALL SELECT h.* FROM heads h) AS x
     WHERE (line IS NULL OR x.intervention_id = line)
       AND (category_ = 'total' OR measure = 'adults_25_plus' OR x.category = category_);
$$;

-- ---- who may run what, and when each runs ------------------------------------------
DO $$
DECLARE
    f text;
    t text;
BEGIN
    FOREACH f IN ARRAY ARRAY['return_made()', 'return_whole(reporting.quarterly_return)', 'return_guard()',
        'return_open()', 'return_lines(integer, date, uuid[])', 'return_said(reporting.quarterly_return)',
        'return_handed_in()', 'return_cells(uuid, integer, text[], text[])',
        'return_leaves_tables(uuid, integer)', 'return_leaves_year(uuid, integer)',
        'return_leaves_list(uuid, integer, text)', 'return_leaves(uuid, integer)', 'return_shown(uuid)',
        'return_match_test(integer, date)'] LOOP
        EXECUTE 'ALTER FUNCTION reporting.' || f || ' OWNER TO throughline_definer';
        EXECUTE 'GRANT EXECUTE ON FUNCTION reporting.' || f || ' TO throughline_owner';
    END LOOP;
    FOREACH f IN ARRAY ARRAY['return_inside(integer)', 'return_filled_in(uuid, jsonb)', 'return_kept()',
        'return_required(uuid)',
        'return_rows(integer, date, uuid, text, text)'] LOOP
        EXECUTE 'ALTER FUNCTION reporting.' || f || ' OWNER TO throughline_owner';
        EXECUTE 'GRANT EXECUTE ON FUNCTION reporting.' || f || ' TO throughline_definer, throughline_server';
    END LOOP;
    FOREACH t IN ARRAY ARRAY['return_money', 'return_match', 'return_case_study'] LOOP
        EXECUTE format('CREATE OR REPLACE TRIGGER c_open BEFORE INSERT OR UPDATE OR DELETE ON reporting.%I
                        FOR EACH ROW EXECUTE FUNCTION reporting.return_open()', t);
    END LOOP;
    FOREACH t IN ARRAY ARRAY['return_edition', 'return_figure', 'return_figure_outside'] LOOP
        EXECUTE format('CREATE OR REPLACE TRIGGER a_kept BEFORE UPDATE OR DELETE ON reporting.%I
                        FOR EACH ROW EXECUTE FUNCTION reporting.return_kept()', t);
        EXECUTE format('CREATE OR REPLACE TRIGGER a_kept_whole BEFORE TRUNCATE ON reporting.%I
                        FOR EACH STATEMENT EXECUTE FUNCTION reporting.return_kept()', t);
    END LOOP;
END $$;
GRANT EXECUTE ON FUNCTION reporting.return_made(), reporting.return_guard(), reporting.return_open(),
    reporting.return_handed_in(), reporting.return_shown(uuid), reporting.return_lines(integer, date, uuid[]),
    reporting.return_said(reporting.quarterly_return),
    reporting.return_match_test(integer, date) TO throughline_server;

CREATE OR REPLACE TRIGGER a_born BEFORE INSERT ON reporting.quarterly_return
    FOR EACH ROW EXECUTE FUNCTION casework.row_born();
CREATE OR REPLACE TRIGGER b_touch BEFORE UPDATE ON reporting.quarterly_return
    FOR EACH ROW EXECUTE FUNCTION casework.row_touch();
CREATE OR REPLACE TRIGGER c_state_guard BEFORE INSERT OR UPDATE OF state ON reporting.quarterly_return
    FOR EACH ROW EXECUTE FUNCTION casework.state_guard('return');
CREATE OR REPLACE TRIGGER d_made BEFORE INSERT ON reporting.quarterly_return
    FOR EACH ROW EXECUTE FUNCTION reporting.return_made();
CREATE OR REPLACE TRIGGER d_return BEFORE UPDATE ON reporting.quarterly_return
    FOR EACH ROW EXECUTE FUNCTION reporting.return_guard();
CREATE OR REPLACE TRIGGER x_handed_in AFTER UPDATE OF state ON reporting.quarterly_return
    FOR EACH ROW WHEN (NEW.edition > OLD.edition) EXECUTE FUNCTION reporting.return_handed_in();
CREATE OR REPLACE TRIGGER y_state_record AFTER INSERT OR UPDATE OF state ON reporting.quarterly_return
    FOR EACH ROW EXECUTE FUNCTION casework.state_record('return');
CREATE OR REPLACE TRIGGER z_written AFTER INSERT OR UPDATE ON reporting.quarterly_return
    FOR EACH ROW EXECUTE FUNCTION casework.meeting_written();
