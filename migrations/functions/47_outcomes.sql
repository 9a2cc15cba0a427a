-- Outcomes measured over time, their scores and the distance travelled, and the
-- young person's voice (domain.md 8). How corrections are kept: 31_risk.sql.

-- ---- scores -------------------------------------------------------------------

-- What the items of an instrument amount to: their sum, over as many as the
-- measure adds up, and its metric score where there is a table of them. NULL
-- for a measure that has no items. The items must be whole.
CREATE OR REPLACE FUNCTION casework.outcome_score(measure_ text, items_ smallint[]) RETURNS numeric
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    many integer;
    low integer;
    high integer;
    added integer;
    raw integer;
BEGIN
    SELECT nullif(t.detail ->> 'items', '')::integer, nullif(t.detail ->> 'item_min', '')::integer,
           nullif(t.detail ->> 'item_max', '')::integer, nullif(t.detail ->> 'summed', '')::integer
      INTO many, low, high, added
      FROM reference.term t WHERE t.vocabulary = 'outcome_measure' AND t.code = measure_;
    IF many IS NULL THEN
        RAISE EXCEPTION 'This measure has no items: enter its score' USING ERRCODE = 'TL422', COLUMN = 'items';
    END IF;
    IF cardinality(items_) <> many OR EXISTS (SELECT FROM unnest(items_) AS i(score)
           WHERE i.score IS NULL OR NOT i.score BETWEEN low AND high) THEN
        RAISE EXCEPTION 'Enter all % scores, each a whole number from % to %', many, low, high
            USING ERRCODE = 'TL422', COLUMN = 'items';
    END IF;
    raw := (SELECT sum(i) FROM unnest(items_[:added]) AS i);
    RETURN coalesce((SELECT (t.detail ->> 'score')::numeric FROM reference.term t
                      WHERE t.vocabulary = 'outcome_score' AND t.detail ->> 'measure' = measure_
                        AND (t.detail ->> 'raw')::integer = raw), raw);
END $$;

-- The band a score lies in, where the measure has bands for who told: each
-- band has an entry such as 14-16 for each informant it is known for.
CREATE OR REPLACE FUNCTION casework.outcome_band(measure_ text, informant_ text, value_ numeric) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN (SELECT t.label FROM reference.term t
             WHERE t.vocabulary = 'outcome_band' AND t.detail ->> 'measure' = measure_
               AND value_ BETWEEN split_part(t.detail ->> informant_, '-', 1)::numeric
                              AND split_part(t.detail ->> informant_, '-', 2)::numeric);
END $$;

-- A score in words, where its instrument has words for it.
CREATE OR REPLACE FUNCTION casework.outcome_words(instrument text, value numeric) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN (SELECT string_agg(t.label, ' or ' ORDER BY t.position)
              FROM reference.term t
             WHERE t.vocabulary = 'outcome_value' AND t.detail ->> 'instrument' = instrument
               AND (t.detail ->> 'score')::numeric = value);
END $$;

-- Better or worse, by the direction the measure itself names.
CREATE OR REPLACE FUNCTION casework.outcome_direction(better text, change numeric) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN change IS NULL THEN NULL WHEN change = 0 THEN 'same'
            WHEN better NOT IN ('higher', 'lower') THEN NULL
            WHEN (change > 0) = (better = 'higher') THEN 'better' ELSE 'worse' END;

-- A value its instrument can give, for outcome_guard().
CREATE OR REPLACE FUNCTION casework.outcome_value_possible(measure_ reference.term, value_ numeric) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    low numeric := nullif(measure_.detail ->> 'min', '')::numeric;
    high numeric := nullif(measure_.detail ->> 'max', '')::numeric;
BEGIN
    IF value_ < low OR value_ > high THEN
        RAISE EXCEPTION '% must be between % and %', measure_.label, low, high
            USING ERRCODE = 'TL422', COLUMN = 'value';
    END IF;
    IF measure_.detail ->> 'step' = '1' AND value_ <> trunc(value_) THEN
        RAISE EXCEPTION '% must be a whole number', measure_.label
            USING ERRCODE = 'TL422', COLUMN = 'value';
    END IF;
    IF EXISTS (SELECT FROM reference.term t WHERE t.vocabulary = 'outcome_score'
                  AND t.detail ->> 'measure' = measure_.code)
       AND NOT EXISTS (SELECT FROM reference.term t WHERE t.vocabulary = 'outcome_score'
                  AND t.detail ->> 'measure' = measure_.code AND (t.detail ->> 'score')::numeric = value_) THEN
        RAISE EXCEPTION '% is not one of its table. Enter the items instead', measure_.label
            USING ERRCODE = 'TL422', COLUMN = 'value';
    END IF;
END $$;

-- BEFORE INSERT OR UPDATE on outcome: what was measured stays what it was; a
-- score is worked out from its items, never beside them.
CREATE OR REPLACE FUNCTION casework.outcome_guard() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    measure_ reference.term;
    score numeric;
BEGIN
    IF TG_OP = 'UPDATE' AND
       (NEW.spoke_id, NEW.person_id, NEW.episode_id, NEW.allocation_id, NEW.measure, NEW.scale,
        NEW.instrument_version, NEW.informant, NEW.point) IS DISTINCT FROM
       (OLD.spoke_id, OLD.person_id, OLD.episode_id, OLD.allocation_id, OLD.measure, OLD.scale,
        OLD.instrument_version, OLD.informant, OLD.point) THEN
        RAISE EXCEPTION 'What was measured, and when in the work, does not change. Record another outcome.'
            USING ERRCODE = 'TL409';
    END IF;
    IF NEW.allocation_id IS NOT NULL AND NOT EXISTS (
           SELECT FROM casework.allocation a
            WHERE a.id = NEW.allocation_id AND a.episode_id = NEW.episode_id) THEN
        RAISE EXCEPTION 'Choose an intervention of this episode'
            USING ERRCODE = 'TL422', COLUMN = 'allocation_id';
    END IF;
    IF NEW.items IS NOT NULL THEN
        score := casework.outcome_score(NEW.measure, NEW.items);
        IF NEW.value <> score THEN
            RAISE EXCEPTION 'The items amount to %: leave the score empty', score
                USING ERRCODE = 'TL422', COLUMN = 'value';
        END IF;
        NEW.value := score;
    END IF;
    SELECT * INTO measure_ FROM reference.term t
     WHERE t.vocabulary = 'outcome_measure' AND t.code = NEW.measure;
    IF NEW.value IS NOT NULL AND measure_.code IS NOT NULL THEN
        PERFORM casework.outcome_value_possible(measure_, NEW.value);
    END IF;
    RETURN NEW;
END $$;

DO $$
DECLARE
    f text;
BEGIN
    FOREACH f IN ARRAY ARRAY['outcome_score(text, smallint[])', 'outcome_band(text, text, numeric)',
        'outcome_words(text, numeric)', 'outcome_direction(text, numeric)',
        'outcome_value_possible(reference.term, numeric)', 'outcome_guard()'] LOOP
        EXECUTE 'ALTER FUNCTION casework.' || f || ' OWNER TO throughline_definer';
        EXECUTE 'GRANT EXECUTE ON FUNCTION casework.' || f || ' TO throughline_server, throughline_owner';
    END LOOP;
END $$;
CREATE OR REPLACE TRIGGER d_outcome BEFORE INSERT OR UPDATE ON casework.outcome
    FOR EACH ROW EXECUTE FUNCTION casework.outcome_guard();

-- ---- the objects ----------------------------------------------------------------
-- Read with the reader's own rights. Rebuilt whenever this file is applied.
DROP FUNCTION IF EXISTS casework.distance_travelled(uuid[]), casework.distance_of_group(uuid, integer, date, date);
DROP VIEW IF EXISTS casework.outcome_object, casework.voice_object;

CREATE VIEW casework.outcome_object WITH (security_invoker = true) AS
SELECT o.id, o.version, o.episode_id, o.allocation_id, o.person_id, o.spoke_id, o.measured_on, o.in_error_at,
       json_build_object(
           'id', o.id, 'version', o.version, 'episode_id', o.episode_id,
           'allocation_id', o.allocation_id, 'measure', o.measure, 'scale', o.scale,
           'instrument_version', o.instrument_version, 'point', o.point,
           'informant', o.informant, 'measured_on', o.measured_on, 'value', o.value,
           'items', o.items, 'band', casework.outcome_band(o.measure, o.informant, o.value),
           'words', casework.outcome_words(m.detail ->> 'instrument', o.value),
           'not_measured', o.not_measured, 'note', o.note,
           'by', casework.colleague(o.created_by), 'updated_at', casework.instant(o.updated_at),
           'in_error', o.in_error_at IS NOT NULL, 'correction_reason', o.correction_reason,
           'correction_note', o.correction_note, 'corrected_at', casework.instant(o.corrected_at),
           'corrected_by', casework.colleague(o.corrected_by),
           'earlier', CASE WHEN o.corrects_version IS NULL THEN '[]'::json ELSE
               casework.earlier_versions(o.id, '{value,items,not_measured,measured_on,note}') END) AS object
  FROM casework.outcome o JOIN reference.outcome_measure m ON m.code = o.measure;

CREATE VIEW casework.voice_object WITH (security_invoker = true) AS
SELECT v.id, v.version, v.episode_id, v.person_id, v.spoke_id, v.said_on, v.in_error_at, json_build_object(
           'id', v.id, 'version', v.version, 'episode_id', v.episode_id, 'said_on', v.said_on,
           'medium', v.medium, 'quotation', v.quotation, 'about', v.about,
           'permission', v.permission, 'permission_on', v.permission_on,
           'may_publish', p.detail ->> 'may_publish' = 'yes' AND v.anonymised IS NOT NULL
                          AND v.in_error_at IS NULL,
           'anonymised', v.anonymised, 'by', casework.colleague(v.created_by),
           'updated_at', casework.instant(v.updated_at),
           'in_error', v.in_error_at IS NOT NULL, 'correction_reason', v.correction_reason,
           'correction_note', v.correction_note, 'corrected_at', casework.instant(v.corrected_at),
           'corrected_by', casework.colleague(v.corrected_by),
           'earlier', CASE WHEN v.corrects_version IS NULL THEN '[]'::json ELSE
               casework.earlier_versions(v.id, '{said_on,medium,quotation,about,permission,permission_on,anonymised}') END) AS object
  FROM casework.voice v
  LEFT JOIN reference.term p ON p.vocabulary = 'publication_permission' AND p.code = v.permission;

-- ---- distance travelled -----------------------------------------------------------

-- For one young person: the last value less the baseline, on the same measure,
-- scale, version and informant. Nothing is imputed: without both there is no
-- change, and `status` says what is missing.
CREATE FUNCTION casework.distance_travelled(outcomes uuid[])
RETURNS TABLE ("position" integer, measure text, informant text, status text, direction text, object json)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    WITH taken AS (
        SELECT o.id, o.measured_on, o.point, o.value, p.position AS place,
               (o.measure, o.scale, o.instrument_version, o.informant)::text AS series,
               o.measure, o.scale, o.instrument_version, o.informant
          FROM casework.outcome o
          JOIN reference.outcome_point p ON p.code = o.point
         WHERE o.id = ANY (outcomes) AND o.in_error_at IS NULL),
    series AS (SELECT DISTINCT t.series, t.measure, t.scale, t.instrument_version, t.informant FROM taken t)
    SELECT m.position, s.measure, s.informant, x.status, x.direction, json_build_object(
               'measure', s.measure, 'scale', s.scale, 'instrument_version', s.instrument_version,
               'informant', s.informant, 'domain', m.detail ->> 'domain',
               'better', m.detail ->> 'better', 'baseline', base.object, 'latest', late.object,
               'change', late.value - base.value,
               'direction', x.direction, 'status', x.status, 'outcomes', every.list)
      FROM series s
      JOIN reference.outcome_measure m ON m.code = s.measure
      LEFT JOIN LATERAL (
           SELECT t.value, t.measured_on, o.object FROM taken t JOIN casework.outcome_object o ON o.id = t.id
            WHERE t.series = s.series AND t.point = 'baseline' AND t.value IS NOT NULL
            ORDER BY t.measured_on, t.id LIMIT 1) base ON true
      LEFT JOIN LATERAL (
           SELECT t.value, o.object FROM taken t JOIN casework.outcome_object o ON o.id = t.id
            WHERE t.series = s.series AND t.point <> 'baseline' AND t.value IS NOT NULL
              AND (base.measured_on IS NULL OR t.measured_on >= base.measured_on)
            ORDER BY t.measured_on DESC, t.place DESC, t.id LIMIT 1) late ON true
     CROSS JOIN LATERAL (
           SELECT json_agg(o.object ORDER BY t.measured_on, t.place, t.id) AS list
             FROM taken t JOIN casework.outcome_object o ON o.id = t.id
            WHERE t.series = s.series) every
     CROSS JOIN LATERAL (
           SELECT CASE WHEN base.value IS NOT NULL AND late.value IS NOT NULL THEN 'compared'
                       WHEN base.value IS NOT NULL THEN 'no_later_value'
                       WHEN late.value IS NOT NULL THEN 'no_baseline'
                       ELSE 'not_measured' END AS status,
                  casework.outcome_direction(m.detail ->> 'better', late.value - base.value) AS direction) x;
END $$;

-- For everybody who began one intervention: the same pairing, allocation by
-- allocation. `missing` are those who began and have no pair; goals are each
-- young person's own, so a group takes them together.
CREATE FUNCTION casework.distance_of_group(intervention uuid, spoke integer, since date, until date)
RETURNS TABLE ("position" integer, informant text, better bigint, same bigint, worse bigint, object json)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    WITH began AS MATERIALIZED (
        SELECT a.id FROM casework.allocation a
         WHERE a.intervention_id = intervention AND a.started_on IS NOT NULL
           AND (spoke IS NULL OR a.spoke_id = spoke)
           AND a.started_on BETWEEN coalesce(since, '-infinity') AND coalesce(until, 'infinity')),
    taken AS MATERIALIZED (
        SELECT o.*, p.position AS place, m.position AS measure_place, m.detail ->> 'better' AS good,
               CASE WHEN m.detail ->> 'named' IS DISTINCT FROM 'goal' THEN o.scale END AS group_scale
          FROM began b JOIN casework.outcome o ON o.allocation_id = b.id
          JOIN reference.outcome_point p ON p.code = o.point
          JOIN reference.outcome_measure m ON m.code = o.measure
         WHERE o.in_error_at IS NULL),
    base AS (
        SELECT DISTINCT ON (t.allocation_id, t.measure, t.scale, t.instrument_version, t.informant) t.*
          FROM taken t WHERE t.point = 'baseline' AND t.value IS NOT NULL
         ORDER BY t.allocation_id, t.measure, t.scale, t.instrument_version, t.informant, t.measured_on, t.id),
    paired AS (
        SELECT b.allocation_id, b.measure, b.group_scale, b.instrument_version, b.informant, b.good,
               late.value - b.value AS change
          FROM base b
          LEFT JOIN LATERAL (
               SELECT t.value FROM taken t
                WHERE t.allocation_id = b.allocation_id AND t.measure = b.measure
                  AND t.scale IS NOT DISTINCT FROM b.scale AND t.informant = b.informant
                  AND t.instrument_version = b.instrument_version AND t.point <> 'baseline'
                  AND t.value IS NOT NULL AND t.measured_on >= b.measured_on
                ORDER BY t.measured_on DESC, t.place DESC, t.id LIMIT 1) late ON true),
    series AS (
        SELECT DISTINCT t.measure, t.measure_place, t.group_scale, t.instrument_version, t.informant, t.good FROM taken t),
    counted AS (
        SELECT s.*, (SELECT count(*) FROM began) AS began, n.*
          FROM series s
         CROSS JOIN LATERAL (
               SELECT count(DISTINCT p.allocation_id) AS baseline,
                      count(DISTINCT p.allocation_id) FILTER (WHERE p.change IS NOT NULL) AS complete,
                      count(p.change) AS paired, round(avg(p.change), 2) AS mean_change,
                      count(*) FILTER (WHERE casework.outcome_direction(p.good, p.change) = 'better') AS better,
                      count(*) FILTER (WHERE p.change = 0) AS same,
                      count(*) FILTER (WHERE casework.outcome_direction(p.good, p.change) = 'worse') AS worse
                 FROM paired p
                WHERE (p.measure, p.instrument_version, p.informant) = (s.measure, s.instrument_version, s.informant)
                  AND p.group_scale IS NOT DISTINCT FROM s.group_scale) n)
    SELECT c.measure_place, c.informant, c.better, c.same, c.worse, json_build_object(
               'measure', c.measure, 'scale', c.group_scale, 'instrument_version', c.instrument_version,
               'informant', c.informant, 'better_is', c.good, 'began', c.began, 'baseline', c.baseline,
               'paired', c.paired, 'better', c.better, 'same', c.same, 'worse', c.worse,
               'mean_change', c.mean_change, 'missing', c.began - c.complete,
               'missing_percent', round(100.0 * (c.began - c.complete) / nullif(c.began, 0), 1))
      FROM counted c;
END $$;

-- ---- outcomes to log ----------------------------------------------------------------

-- What ought to be measured by now or soon, of what the reader may see: at the
-- start, at the end, and some months after it (outcome_point says how many). It
-- is asked for a while only, a follow-up only where there is a baseline to
-- compare, and never after a death. `mine`: of one's organisation, one's own
-- work and, when the help is over, of the episodes one leads.
-- One function that resolves the reader's scope once, as the journey does.
CREATE OR REPLACE FUNCTION casework.outcomes_due(spoke integer, mine boolean)
RETURNS TABLE (allocation_id uuid, person_id uuid, episode_id uuid, intervention_id uuid,
               provider_agency_id integer, worker_user_id uuid, point text, due_on date)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_custom_plan AS $$ -- one's own are few, a spoke's are not
#variable_conflict use_column
DECLARE
    me uuid := access.me();
    agency integer := access.provider_agency();
    cases integer[] := access.spokes_with('scope.case');
    today date := access.today();
    withheld uuid[] := access.withheld();
    since date;
    own uuid[]; -- NULL: all
BEGIN
    IF mine THEN -- found by whose they are, not by looking at all of a spoke's
        since := today - make_interval(months => (SELECT max(nullif(t.detail ->> 'months_after_exit', '')::integer)
                                                    FROM reference.outcome_point t)) - interval '60 days';
        own := ARRAY(
            SELECT x.id FROM casework.allocation x
             WHERE x.worker_user_id = me AND (x.ended_on IS NULL OR x.ended_on >= since)
            UNION
            SELECT x.id FROM casework.allocation x
             WHERE x.provider_agency_id = agency AND (x.ended_on IS NULL OR x.ended_on >= since)
            UNION
            SELECT x.id FROM casework.episode e JOIN casework.allocation x ON x.episode_id = e.id
             WHERE e.lead_user_id = me AND e.state = 'closed' AND x.ended_on >= since
            UNION
            SELECT x.id FROM casework.episode e JOIN casework.allocation x ON x.episode_id = e.id
             WHERE e.lead_user_id = me AND e.state <> 'closed' AND x.ended_on >= since);
    END IF;
    RETURN QUERY
    SELECT a.id, a.person_id, a.episode_id, a.intervention_id, a.provider_agency_id, a.worker_user_id,
           p.code, a.due_on
      FROM unnest(access.spokes_with('outcome.write')) AS s(id)
     CROSS JOIN (SELECT t.code, nullif(t.detail ->> 'months_after_exit', '')::integer AS months
                   FROM reference.outcome_point t
                  WHERE t.code = 'baseline' OR t.detail ->> 'months_after_exit' <> '') p
     CROSS JOIN LATERAL (
           SELECT x.*, x.started_on + 14 AS due_on FROM casework.allocation x
            WHERE p.months IS NULL AND x.spoke_id = s.id AND x.state = 'active' AND (own IS NULL OR x.id = ANY (own))
           UNION ALL
           SELECT x.*, CASE p.months WHEN 0 THEN x.ended_on + 14
                       ELSE (x.ended_on + make_interval(months => p.months))::date END
             FROM casework.allocation x
            WHERE x.spoke_id = s.id AND x.state IN ('completed', 'disengaged') AND (own IS NULL OR x.id = ANY (own))
              AND x.ended_on BETWEEN (today - make_interval(months => p.months))::date - 56
                  AND (today - make_interval(months => p.months))::date + CASE p.months WHEN 0 THEN 0 ELSE 14 END) a
     WHERE (spoke IS NULL OR s.id = spoke) AND a.person_id <> ALL (withheld)
       AND (a.spoke_id = ANY (cases)
            OR a.provider_agency_id = agency AND a.offered_on IS NOT NULL
               AND (a.ended_on IS NULL OR a.ended_on > today - 28))
       AND (NOT mine OR a.provider_agency_id = agency OR a.worker_user_id = me
            OR p.months > 0 AND EXISTS (SELECT FROM casework.episode e
                                         WHERE e.id = a.episode_id AND e.lead_user_id = me))
       AND NOT EXISTS (SELECT FROM casework.outcome o WHERE o.allocation_id = a.id AND o.point = p.code
                          AND o.in_error_at IS NULL)
       AND (coalesce(p.months, 0) = 0 OR EXISTS (SELECT FROM casework.outcome o WHERE o.allocation_id = a.id
                          AND o.point = 'baseline' AND o.value IS NOT NULL AND o.in_error_at IS NULL))
       AND NOT casework.has_died(a.person_id);
END $$;

ALTER FUNCTION casework.outcomes_due(integer, boolean) OWNER TO throughline_definer;
GRANT EXECUTE ON FUNCTION casework.outcomes_due(integer, boolean) TO throughline_server;
ALTER FUNCTION casework.distance_travelled(uuid[]) OWNER TO throughline_definer;
ALTER FUNCTION casework.distance_of_group(uuid, integer, date, date) OWNER TO throughline_definer;
GRANT EXECUTE ON FUNCTION casework.distance_travelled(uuid[]),
    casework.distance_of_group(uuid, integer, date, date) TO throughline_server;
ALTER VIEW casework.outcome_object OWNER TO throughline_owner;
ALTER VIEW casework.voice_object OWNER TO throughline_owner;
GRANT SELECT ON casework.outcome_object, casework.voice_object TO throughline_server;
