-- What is known of a young person keeps its own history: whoever corrects it
-- says why, what it said before stays, and what was struck does not change.

-- The members of a row that say something, without its book-keeping.
CREATE OR REPLACE FUNCTION casework.row_content(row_ jsonb, besides text[]) RETURNS jsonb
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN row_ - '{version,created_at,created_by,updated_at,updated_by}'::text[] - besides;

-- Keeps what a change took away; nothing where nothing changed.
CREATE OR REPLACE FUNCTION casework.amendment_keep(person uuid, fact uuid, reason_ text, before_ jsonb, after_ jsonb)
RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    changed text[] := (SELECT array_agg(b.key) FROM jsonb_each(before_) b
                        WHERE b.value IS DISTINCT FROM after_ -> b.key);
BEGIN
    IF changed IS NULL THEN
        RETURN false;
    END IF;
    INSERT INTO casework.person_amendment (person_id, fact_id, at, by_user, reason, before, after)
    SELECT person, fact, access.moment(), access.actor(), reason_,
           jsonb_object_agg(k, before_ -> k), jsonb_object_agg(k, after_ -> k)
      FROM unnest(changed) AS k;
    RETURN true;
END $$;

-- BEFORE UPDATE on person_name. To end a name is no correction; one that was
-- never theirs is struck, but nobody is left without a name.
CREATE OR REPLACE FUNCTION casework.name_guard() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    kept_apart text[] := '{amend_reason,in_error_at,in_error_by,in_error_reason}';
    struck boolean := NEW.in_error_reason IS NOT NULL;
    before_ jsonb := to_jsonb(OLD);
    after_ jsonb := to_jsonb(NEW);
    changed text[];
BEGIN
    IF OLD.in_error_at IS NOT NULL THEN
        RAISE EXCEPTION 'This was struck as recorded in error. Add what is right instead.'
            USING ERRCODE = 'TL409';
    END IF;
    IF struck AND NOT EXISTS (SELECT FROM casework.person_name n WHERE n.person_id = NEW.person_id
                                 AND n.id <> NEW.id AND n.valid_to IS NULL AND n.in_error_at IS NULL) THEN
        RAISE EXCEPTION 'This is the only name they have. Add another first.' USING ERRCODE = 'TL409';
    END IF;
    IF OLD.valid_to IS NULL THEN
        kept_apart := kept_apart || '{valid_to}'::text[];
    END IF;
    before_ := casework.row_content(before_, kept_apart);
    after_ := CASE WHEN struck THEN '{"kind": null, "given_name": null, "family_name": null}'
                   ELSE casework.row_content(after_, kept_apart) END;
    changed := ARRAY(SELECT a.key FROM jsonb_each(after_) a WHERE a.value IS DISTINCT FROM before_ -> a.key);
    IF cardinality(changed) > 0 THEN
        IF NOT struck AND NEW.amend_reason IS NULL AND NOT access.loading() THEN
            RAISE EXCEPTION 'Select why this is corrected' USING ERRCODE = 'TL422', COLUMN = 'reason';
        END IF;
        INSERT INTO casework.person_amendment (person_id, name_id, at, by_user, reason, before, after)
        SELECT NEW.person_id, NEW.id, access.moment(), access.actor(), coalesce(NEW.in_error_reason, NEW.amend_reason),
               jsonb_object_agg(k, before_ -> k), jsonb_object_agg(k, after_ -> k)
          FROM unnest(changed) AS k;
    END IF;
    NEW.amend_reason := NULL;
    IF struck THEN
        NEW.in_error_at := access.moment();
        NEW.in_error_by := access.actor();
    END IF;
    RETURN NEW;
END $$;

-- BEFORE INSERT OR UPDATE on person_fact. To end a fact is no correction; what
-- a correction changed is kept with its reason.
CREATE OR REPLACE FUNCTION casework.fact_guard() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    kept_apart text[] := '{warnings,value_key,amend_reason,in_error_at,in_error_by,in_error_reason}';
BEGIN
    IF TG_OP = 'INSERT' THEN
        NEW.vocabulary := (SELECT t.vocabulary FROM casework.fact_topic t WHERE t.topic = NEW.topic);
        RETURN NEW;
    END IF;
    IF OLD.in_error_at IS NOT NULL THEN
        RAISE EXCEPTION 'This was struck as recorded in error. Add what is right instead.'
            USING ERRCODE = 'TL409';
    END IF;
    IF OLD.valid_to IS NULL THEN
        kept_apart := kept_apart || '{valid_to,end_reason}'::text[];
    END IF;
    IF casework.amendment_keep(NEW.person_id, NEW.id, NEW.amend_reason,
            casework.row_content(to_jsonb(OLD), kept_apart), casework.row_content(to_jsonb(NEW), kept_apart))
       AND NEW.amend_reason IS NULL AND NOT access.loading() THEN
        RAISE EXCEPTION 'Select why this is corrected' USING ERRCODE = 'TL422', COLUMN = 'reason';
    END IF;
    NEW.amend_reason := NULL;
    IF NEW.in_error_reason IS NOT NULL THEN
        NEW.in_error_at := access.moment();
        NEW.in_error_by := access.actor();
    END IF;
    RETURN NEW;
END $$;

-- The newest status that holds today, and the school with it.
CREATE OR REPLACE FUNCTION casework.detail_follow(person uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    care text;
    education text;
    school integer;
BEGIN
    SELECT f.code INTO care FROM casework.person_fact f
     WHERE f.person_id = person AND f.topic = 'care_status' AND f.in_error_at IS NULL
       AND coalesce(f.valid_to > access.today(), true)
     ORDER BY f.valid_from DESC NULLS LAST, f.created_at DESC LIMIT 1;
    SELECT f.code, f.agency_id INTO education, school FROM casework.person_fact f
     WHERE f.person_id = person AND f.topic = 'education_status' AND f.in_error_at IS NULL
       AND coalesce(f.valid_to > access.today(), true)
     ORDER BY f.valid_from DESC NULLS LAST, f.created_at DESC LIMIT 1;
    INSERT INTO casework.person_detail AS d (person_id, care_status, education_status, school_agency_id)
    VALUES (person, care, education, school)
    ON CONFLICT (person_id) DO UPDATE
       SET care_status = care, education_status = education, school_agency_id = school
     WHERE (d.care_status, d.education_status, d.school_agency_id) IS DISTINCT FROM (care, education, school);
END $$;

-- AFTER INSERT OR UPDATE on person_fact: access log, journey, what holds today.
CREATE OR REPLACE FUNCTION casework.fact_written() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM audit.record(CASE TG_OP WHEN 'INSERT' THEN 'create' ELSE 'change' END, 'person_fact',
                         NEW.id, NEW.person_id, NULL, jsonb_build_object('topic', NEW.topic));
    PERFORM casework.journey_raise(NEW.person_id);
    IF NEW.topic IN ('care_status', 'education_status') THEN
        PERFORM casework.detail_follow(NEW.person_id);
    END IF;
    RETURN NULL;
END $$;

-- AFTER UPDATE on person and person_detail. TG_ARGV: columns that follow from
-- elsewhere.
CREATE OR REPLACE FUNCTION casework.person_amended() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    row_ jsonb := to_jsonb(NEW);
BEGIN
    PERFORM casework.amendment_keep(
        CASE TG_TABLE_NAME WHEN 'person' THEN row_ ->> 'id' ELSE row_ ->> 'person_id' END::uuid, NULL, NULL,
        casework.row_content(to_jsonb(OLD), TG_ARGV[0]::text[]), casework.row_content(row_, TG_ARGV[0]::text[]));
    RETURN NULL;
END $$;

-- How many facts a reader who sees the young person is kept from, because they
-- are confidential: "an address is held: ask".
CREATE OR REPLACE FUNCTION casework.facts_withheld(person uuid) RETURNS json
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN (SELECT coalesce(json_object_agg(held.topic, held.many), '{}')
              FROM (SELECT f.topic, count(*) AS many
                      FROM casework.person_fact f JOIN casework.person p ON p.id = f.person_id
                     WHERE f.person_id = ANY (casework.person_group(person)) AND f.confidential AND f.in_error_at IS NULL
                       AND coalesce(f.valid_to > access.today(), true)
                       AND (p.spoke_ids && access.spokes_with('scope.case')
                            OR p.id = ANY (access.panel_people()) OR p.id = ANY (access.provider_people()))
                       AND NOT p.spoke_ids && access.spokes_with('person.confidential')
                       AND p.id <> ALL (access.withheld())
                       AND f.created_by IS DISTINCT FROM access.me()
                     GROUP BY f.topic) held);
END $$;

-- The topics shown to all who meet the young person ('all'), and to the panel.
CREATE OR REPLACE FUNCTION casework.topics_shown(wanted text[]) RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN ARRAY(SELECT t.topic FROM casework.fact_topic t WHERE t.shown_to = ANY (wanted));
END $$;

-- A fact as it is told. The reader's own rights apply.
CREATE OR REPLACE VIEW casework.fact_shown WITH (security_invoker = true) AS
SELECT f.id, f.person_id, f.topic, f.version, f.code, f.valid_from, f.created_at,
       f.in_error_at IS NOT NULL AS in_error,
       coalesce(f.valid_to > access.today(), true) AS current,
       jsonb_strip_nulls(casework.row_content(to_jsonb(f), '{vocabulary,value_key,agency_id,amend_reason,in_error_by}'))
       || jsonb_build_object('version', f.version,
              'warnings', f.warnings || CASE WHEN f.topic = 'identifier' AND f.in_error_at IS NULL
                  THEN casework.identifier_shared(f.person_id, f.code, f.value_key) ELSE '[]' END,
              'current', coalesce(f.valid_to > access.today(), true),
              'review_overdue', coalesce(f.review_on < access.today() AND f.valid_to IS NULL, false),
              'agency', a.code, 'agency_name', coalesce(a.name, f.organisation),
              'recorded_at', casework.instant(f.created_at),
              'recorded_by', (SELECT u.name FROM access.user_account u WHERE u.id = f.created_by)) AS object
  FROM casework.person_fact f LEFT JOIN reference.agency a ON a.id = f.agency_id;

DO $$
DECLARE
    f text;
BEGIN
    FOREACH f IN ARRAY ARRAY['row_content(jsonb, text[])', 'amendment_keep(uuid, uuid, text, jsonb, jsonb)', 'name_guard()', 'fact_guard()',
        'detail_follow(uuid)', 'fact_written()', 'person_amended()', 'facts_withheld(uuid)',
        'topics_shown(text[])'] LOOP
        EXECUTE 'ALTER FUNCTION casework.' || f || ' OWNER TO throughline_definer';
        EXECUTE 'GRANT EXECUTE ON FUNCTION casework.' || f || ' TO throughline_owner';
    END LOOP;
END $$;
GRANT EXECUTE ON FUNCTION casework.row_content(jsonb, text[]), casework.facts_withheld(uuid),
    casework.topics_shown(text[]) TO throughline_server;

-- 29_triggers.sql took all triggers away; these come with this file.
CREATE TRIGGER a_born BEFORE INSERT ON casework.person_fact
    FOR EACH ROW EXECUTE FUNCTION casework.row_born();
CREATE TRIGGER b_touch BEFORE UPDATE ON casework.person_name
    FOR EACH ROW EXECUTE FUNCTION casework.row_touch();
CREATE TRIGGER c_guard BEFORE UPDATE ON casework.person_name
    FOR EACH ROW EXECUTE FUNCTION casework.name_guard();
CREATE TRIGGER b_touch BEFORE UPDATE ON casework.person_fact
    FOR EACH ROW EXECUTE FUNCTION casework.row_touch();
CREATE TRIGGER c_guard BEFORE INSERT OR UPDATE ON casework.person_fact
    FOR EACH ROW EXECUTE FUNCTION casework.fact_guard();
CREATE TRIGGER z_written AFTER INSERT OR UPDATE ON casework.person_fact
    FOR EACH ROW EXECUTE FUNCTION casework.fact_written();
CREATE TRIGGER y_amended AFTER UPDATE ON casework.person
    FOR EACH ROW EXECUTE FUNCTION casework.person_amended('{spoke_ids,display_name,merged_into}');
CREATE TRIGGER y_amended AFTER UPDATE ON casework.person_detail
    FOR EACH ROW EXECUTE FUNCTION casework.person_amended('{person_id,care_status,education_status,school_agency_id}');
