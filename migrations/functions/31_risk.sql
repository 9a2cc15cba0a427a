-- Risk (domain.md 5): how it changed, when it is looked at again, how an
-- assessment is corrected; and corrections as such (11), which outcomes and the
-- young person's voice share.

-- The one rule of change, between two ratings and the scales they were made on.
-- 'baseline' is the first of all: there is nothing to compare it with.
CREATE OR REPLACE FUNCTION casework.risk_change(level text, scale text, level_before text, scale_before text)
RETURNS text
LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    rank_now integer;
    rank_before integer;
BEGIN
    IF level IS NULL THEN
        RETURN 'not_reassessed';
    ELSIF level_before IS NULL THEN
        RETURN 'baseline';
    ELSIF scale IS DISTINCT FROM scale_before THEN
        RETURN 'not_comparable';
    END IF;
    SELECT (t.detail ->> 'rank')::integer INTO rank_now FROM reference.risk_level t WHERE t.code = level;
    SELECT (t.detail ->> 'rank')::integer INTO rank_before FROM reference.risk_level t WHERE t.code = level_before;
    RETURN coalesce((ARRAY['reduced', 'same', 'increased'])[2 + sign(rank_now - rank_before)::integer],
                    'not_comparable');
END $$;

-- When a level is looked at again: very high at the next meeting of its series,
-- else as many days on as the spoke sets for the level. NULL: neither is known.
CREATE OR REPLACE FUNCTION casework.review_due(spoke integer, series uuid, level text, assessed_on date)
RETURNS date
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    meets_on date;
BEGIN
    IF level = 'very_high' THEN
        SELECT (m.starts_at AT TIME ZONE 'Europe/London')::date INTO meets_on
          FROM casework.meeting m
         WHERE m.series_id = series AND m.state = 'planned' AND m.starts_at > now()
         ORDER BY m.starts_at LIMIT 1;
    END IF;
    RETURN coalesce(meets_on, assessed_on
        + reference.setting_days(spoke, 'review_days_' || level, assessed_on));
END $$;

-- BEFORE INSERT OR UPDATE on risk_assessment. What a panel agreed stands in its
-- minutes, and the two tell one story.
CREATE OR REPLACE FUNCTION casework.risk_guard() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NEW.override_reason IS NOT NULL AND NEW.override_note IS NULL AND EXISTS (
           SELECT FROM reference.term t WHERE t.vocabulary = 'risk_override_reason'
              AND t.code = NEW.override_reason AND t.detail ->> 'needs_note' = 'yes') THEN
        RAISE EXCEPTION 'Say why the panel differs, in your own words'
            USING ERRCODE = 'TL422', COLUMN = 'override_note';
    END IF;
    IF TG_OP = 'UPDATE' THEN
        IF (NEW.spoke_id, NEW.episode_id, NEW.discussion_id, NEW.assessed_by, NEW.scale_version)
           IS DISTINCT FROM (OLD.spoke_id, OLD.episode_id, OLD.discussion_id, OLD.assessed_by, OLD.scale_version) THEN
            RAISE EXCEPTION 'Who assessed, where and by which scale does not change. Record another assessment.'
                USING ERRCODE = 'TL409';
        END IF;
        IF OLD.discussion_id IS NOT NULL AND (NEW.panel_level, NEW.assessed_at, NEW.in_error_at)
           IS DISTINCT FROM (OLD.panel_level, OLD.assessed_at, OLD.in_error_at) THEN
            RAISE EXCEPTION 'A panel agreed this level, and its minutes say so. Record another assessment, or add an addendum to the minutes.'
                USING ERRCODE = 'TL409';
        END IF;
    END IF;
    RETURN NEW;
END $$;

-- BEFORE UPDATE on what is corrected and never overwritten: the row as it was
-- is kept, with the reason; what was struck stays struck.
CREATE OR REPLACE FUNCTION casework.correction_kept() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    aside text[] := '{version,updated_at,updated_by,correction_reason,correction_vocabulary,correction_note,'
        'corrects_version,corrected_at,corrected_by,override_vocabulary,permission_vocabulary}';
BEGIN
    IF to_jsonb(OLD) - aside = to_jsonb(NEW) - aside THEN
        NEW.correction_reason := OLD.correction_reason;
        NEW.correction_note := OLD.correction_note;
        NEW.corrects_version := OLD.corrects_version;
        NEW.corrected_at := OLD.corrected_at;
        NEW.corrected_by := OLD.corrected_by;
        RETURN NEW;
    END IF;
    IF OLD.in_error_at IS NOT NULL THEN
        RAISE EXCEPTION 'This was recorded in error: it can no longer be changed.' USING ERRCODE = 'TL409';
    END IF;
    IF NEW.correction_reason IS NULL OR NEW.corrects_version IS DISTINCT FROM OLD.version THEN
        RAISE EXCEPTION 'Select why it is corrected' USING ERRCODE = 'TL422', COLUMN = 'reason';
    END IF;
    NEW.corrected_at := access.moment();
    NEW.corrected_by := access.actor();
    IF NEW.in_error_at IS NOT NULL THEN
        NEW.in_error_at := NEW.corrected_at;
        NEW.in_error_by := NEW.corrected_by;
    END IF;
    INSERT INTO casework.earlier_version (kind, record_id, version, spoke_id, person_id, was, reason,
                                          note, replaced_at, replaced_by)
    VALUES (TG_TABLE_NAME, OLD.id, OLD.version, OLD.spoke_id, OLD.person_id, to_jsonb(OLD),
            NEW.correction_reason, NEW.correction_note, NEW.corrected_at, NEW.corrected_by);
    RETURN NEW;
END $$;

-- What a record said before, latest first: the members a reader of it knows.
CREATE OR REPLACE FUNCTION casework.earlier_versions(record uuid, members text[]) RETURNS json
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN (SELECT coalesce(json_agg(json_build_object('version', v.version,
                       'replaced_at', casework.instant(v.replaced_at),
                       'by', casework.colleague(v.replaced_by), 'reason', v.reason, 'note', v.note,
                       'was', (SELECT json_object_agg(m, v.was -> m) FROM unnest(members) AS m))
                   ORDER BY v.version DESC), '[]')
              FROM casework.earlier_version v WHERE v.record_id = record);
END $$;

-- The episode carries the level of its latest assessment that stands: the
-- panel's where there is one. A closed episode keeps the level it closed with.
CREATE OR REPLACE FUNCTION casework.risk_assessed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    level text;
BEGIN
    SELECT coalesce(a.panel_level, a.practitioner_level) INTO level
      FROM casework.risk_assessment a
     WHERE a.episode_id = NEW.episode_id AND a.in_error_at IS NULL
     ORDER BY a.assessed_at DESC, a.created_at DESC, a.id LIMIT 1;
    UPDATE casework.episode e SET risk_level = level
     WHERE e.id = NEW.episode_id AND e.state <> 'closed' AND e.risk_level IS DISTINCT FROM level;
    RETURN NULL;
END $$;

DO $$
DECLARE
    f text;
BEGIN
    FOREACH f IN ARRAY ARRAY['risk_change(text, text, text, text)', 'review_due(integer, uuid, text, date)',
        'risk_guard()', 'correction_kept()', 'earlier_versions(uuid, text[])', 'risk_assessed()'] LOOP
        EXECUTE 'ALTER FUNCTION casework.' || f || ' OWNER TO throughline_definer';
        EXECUTE 'GRANT EXECUTE ON FUNCTION casework.' || f || ' TO throughline_server, throughline_owner';
    END LOOP;
END $$;

-- After 29_triggers.sql, which takes all of casework's triggers away.
DO $$
DECLARE
    t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['risk_assessment', 'voice'] LOOP
        EXECUTE format('CREATE TRIGGER b_touch BEFORE UPDATE ON casework.%I
                        FOR EACH ROW EXECUTE FUNCTION casework.row_touch()', t);
    END LOOP;
    FOREACH t IN ARRAY ARRAY['risk_assessment', 'outcome', 'voice'] LOOP
        EXECUTE format('CREATE TRIGGER f_correction BEFORE UPDATE ON casework.%I
                        FOR EACH ROW EXECUTE FUNCTION casework.correction_kept()', t);
    END LOOP;
END $$;
CREATE TRIGGER a_born BEFORE INSERT ON casework.voice
    FOR EACH ROW EXECUTE FUNCTION casework.row_born();
CREATE TRIGGER z_written AFTER INSERT OR UPDATE OR DELETE ON casework.voice
    FOR EACH ROW EXECUTE FUNCTION casework.row_written();
CREATE TRIGGER d_risk BEFORE INSERT OR UPDATE ON casework.risk_assessment
    FOR EACH ROW EXECUTE FUNCTION casework.risk_guard();
CREATE TRIGGER y_assessed AFTER INSERT OR UPDATE ON casework.risk_assessment
    FOR EACH ROW EXECUTE FUNCTION casework.risk_assessed();

-- Read with the reader's own rights, by episode. Each with its change from the
-- one before and from the first; what was struck is compared with nothing.
DROP VIEW IF EXISTS casework.risk_object;
CREATE VIEW casework.risk_object WITH (security_invoker = true) AS
SELECT s.id, s.version, s.episode_id, s.person_id, s.spoke_id, s.assessed_at, s.in_error_at, json_build_object(
           'id', s.id, 'version', s.version, 'episode_id', s.episode_id,
           'assessed_at', casework.instant(s.assessed_at),
           'by', casework.colleague(s.assessed_by), 'discussion_id', s.discussion_id,
           'meeting', (SELECT json_build_object('id', m.id, 'title', m.title)
                         FROM casework.discussion d JOIN casework.meeting m ON m.id = d.meeting_id
                        WHERE d.id = s.discussion_id),
           'scale_version', s.scale_version, 'risk_to', s.risk_to, 'risk_from', s.risk_from,
           'practitioner_level', s.practitioner_level, 'panel_level', s.panel_level,
           'level', s.level,
           'rank', (SELECT (t.detail ->> 'rank')::integer FROM reference.risk_level t WHERE t.code = s.level),
           'override_reason', s.override_reason, 'override_note', s.override_note,
           'rationale', s.rationale, 'review_on', s.review_on,
           'contexts', s.contexts, 'leading_context', s.leading_context,
           'risk_factors', s.risk_factors, 'protective_factors', s.protective_factors,
           'change', CASE WHEN s.in_error_at IS NULL
               THEN casework.risk_change(s.level, s.scale_version, s.level_before, s.scale_before) END,
           'change_from_baseline', CASE WHEN s.in_error_at IS NULL
               THEN casework.risk_change(s.level, s.scale_version,
                    CASE WHEN s.level_before IS NOT NULL THEN s.level_first END, s.scale_first) END,
           'in_error', s.in_error_at IS NOT NULL, 'correction_reason', s.correction_reason,
           'correction_note', s.correction_note, 'corrected_at', casework.instant(s.corrected_at),
           'corrected_by', casework.colleague(s.corrected_by),
           'earlier', casework.earlier_versions(s.id, '{risk_to,risk_from,practitioner_level,panel_level,'
               'override_reason,override_note,rationale,contexts,leading_context,risk_factors,'
               'protective_factors,review_on}')) AS object
  FROM (SELECT r.*, coalesce(r.panel_level, r.practitioner_level) AS level,
               lag(coalesce(r.panel_level, r.practitioner_level)) OVER w AS level_before,
               first_value(coalesce(r.panel_level, r.practitioner_level)) OVER w AS level_first,
               lag(r.scale_version) OVER w AS scale_before,
               first_value(r.scale_version) OVER w AS scale_first
          FROM casework.risk_assessment r
        WINDOW w AS (PARTITION BY r.episode_id, r.in_error_at IS NULL
                     ORDER BY r.assessed_at, r.created_at, r.id)) s;
ALTER VIEW casework.risk_object OWNER TO throughline_owner;
GRANT SELECT ON casework.risk_object TO throughline_server;
