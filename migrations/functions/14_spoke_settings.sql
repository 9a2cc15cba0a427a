-- What a spoke decides for itself: the clocks' working days, review periods,
-- its meeting, the words of its letters. Every value is dated. What each
-- setting is, and what may stand in it, is vocabulary spoke_setting.

-- As things stand today. Other days: reference.setting_on.
CREATE OR REPLACE VIEW reference.spoke_setting WITH (security_invoker = true) AS
SELECT v.spoke_id, v.setting, v.value
  FROM reference.spoke_setting_value v
 WHERE v.replaced_at IS NULL AND v.valid_from <= access.today()
   AND (v.valid_to IS NULL OR v.valid_to > access.today());
ALTER VIEW reference.spoke_setting OWNER TO throughline_owner;
GRANT SELECT ON reference.spoke_setting TO throughline_server, throughline_definer;

-- The value that holds on a day: a clock runs by what held when it started.
-- Where the spoke has said nothing, the vocabulary's own.
CREATE OR REPLACE FUNCTION reference.setting_on(spoke integer, setting_ text, day date) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN coalesce(
        (SELECT v.value FROM reference.spoke_setting_value v
          WHERE v.spoke_id = spoke AND v.setting = setting_ AND v.replaced_at IS NULL
            AND v.valid_from <= coalesce(day, access.today())
            AND (v.valid_to IS NULL OR v.valid_to > coalesce(day, access.today()))),
        (SELECT nullif(t.detail ->> 'standard', '') FROM reference.term t
          WHERE t.vocabulary = 'spoke_setting' AND t.code = setting_));
END $$;

CREATE OR REPLACE FUNCTION reference.setting_days(spoke integer, setting_ text, day date) RETURNS integer
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN reference.setting_on(spoke, setting_, day)::integer;
END $$;

-- What is wrong with a value of that setting, as a person would be told; NULL
-- where nothing is.
CREATE OR REPLACE FUNCTION reference.setting_fault(setting_ text, value_ text) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    what reference.term;
    least_ integer;
    most integer;
    words text[];
BEGIN
    SELECT * INTO what FROM reference.term t WHERE t.vocabulary = 'spoke_setting' AND t.code = setting_;
    IF NOT FOUND THEN
        RETURN 'There is no such setting';
    END IF;
    least_ := nullif(what.detail ->> 'least', '')::integer;
    most := nullif(what.detail ->> 'most', '')::integer;
    CASE what.detail ->> 'kind'
    WHEN 'number' THEN
        IF value_ !~ '^[0-9]{1,4}$' OR value_::integer NOT BETWEEN least_ AND most THEN
            RETURN format('%s must be a whole number between %s and %s', what.label, least_, most);
        END IF;
    WHEN 'code' THEN
        IF NOT EXISTS (SELECT FROM reference.term t
                        WHERE t.vocabulary = what.detail ->> 'of' AND t.code = value_) THEN
            RETURN 'Select one from the list';
        END IF;
    WHEN 'codes' THEN
        words := string_to_array(value_, '|');
        IF cardinality(words) = 0 OR EXISTS (SELECT FROM unnest(words) AS given(code)
               WHERE NOT EXISTS (SELECT FROM reference.term t
                                  WHERE t.vocabulary = what.detail ->> 'of' AND t.code = given.code)) THEN
            RETURN 'Select them from the list';
        END IF;
    ELSE
        IF length(value_) > most THEN
            RETURN format('%s must be %s characters or fewer', what.label, most);
        ELSIF what.detail ->> 'kind' = 'line' AND value_ ~ E'[\n\r]' THEN
            RETURN format('%s must be one line', what.label);
        END IF;
    END CASE;
    RETURN NULL;
END $$;

-- The settings that must stay in step with one another on the day a change
-- takes effect: a higher risk is never reviewed later than a lower one.
CREATE OR REPLACE FUNCTION reference.settings_agree(v reference.spoke_setting_value) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    pair text[];
BEGIN
    FOREACH pair SLICE 1 IN ARRAY ARRAY[
        ['review_days_very_high', 'review_days_high'], ['review_days_high', 'review_days_medium'],
        ['review_days_medium', 'review_days_low'], ['eligible_min_age', 'eligible_max_age'],
        ['triage_urgent_working_days', 'triage_working_days'],
        ['first_contact_high_working_days', 'first_contact_working_days']] LOOP
        CONTINUE WHEN v.setting <> ALL (pair);
        IF (CASE v.setting WHEN pair[1] THEN v.value ELSE reference.setting_on(v.spoke_id, pair[1], v.valid_from) END)::integer
         > (CASE v.setting WHEN pair[2] THEN v.value ELSE reference.setting_on(v.spoke_id, pair[2], v.valid_from) END)::integer THEN
            RETURN (SELECT format('"%s" must not be more than "%s"', a.label, b.label)
                      FROM reference.term a, reference.term b
                     WHERE a.vocabulary = 'spoke_setting' AND a.code = pair[1]
                       AND b.vocabulary = 'spoke_setting' AND b.code = pair[2]);
        END IF;
    END LOOP;
    RETURN NULL;
END $$;

-- BEFORE INSERT. A change is of today or of a day to come: what clocks ran by
-- is not rewritten. The one before ends where it begins; one said before for
-- the same day is kept as replaced.
CREATE OR REPLACE FUNCTION reference.setting_said() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    fault text;
BEGIN
    IF access.loading() THEN
        RETURN NEW;
    END IF;
    IF NOT NEW.spoke_id = ANY (access.spokes_with('setting.write')) THEN
        RAISE EXCEPTION 'permission setting.write not held in the spoke' USING ERRCODE = 'TL403';
    END IF;
    NEW.made_at := access.moment();
    NEW.made_by := access.actor();
    NEW.replaced_at := NULL;
    NEW.value := btrim(NEW.value);
    IF NEW.valid_from < access.today() THEN
        RAISE EXCEPTION 'The date it starts must be today or in the future'
            USING ERRCODE = 'TL422', COLUMN = 'valid_from';
    END IF;
    fault := coalesce(reference.setting_fault(NEW.setting, NEW.value), reference.settings_agree(NEW));
    IF fault IS NOT NULL THEN
        RAISE EXCEPTION '%', fault USING ERRCODE = 'TL422', COLUMN = 'value';
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended('setting ' || NEW.spoke_id || NEW.setting, 0));
    UPDATE reference.spoke_setting_value v SET replaced_at = NEW.made_at
     WHERE v.spoke_id = NEW.spoke_id AND v.setting = NEW.setting
       AND v.valid_from = NEW.valid_from AND v.replaced_at IS NULL;
    UPDATE reference.spoke_setting_value v SET valid_to = NEW.valid_from
     WHERE v.spoke_id = NEW.spoke_id AND v.setting = NEW.setting AND v.replaced_at IS NULL
       AND v.valid_from < NEW.valid_from AND (v.valid_to IS NULL OR v.valid_to > NEW.valid_from);
    NEW.valid_to := (SELECT min(v.valid_from) FROM reference.spoke_setting_value v
                      WHERE v.spoke_id = NEW.spoke_id AND v.setting = NEW.setting
                        AND v.replaced_at IS NULL AND v.valid_from > NEW.valid_from);
    RETURN NEW;
END $$;

-- AFTER INSERT: who changed what the spoke works by is in the access log.
CREATE OR REPLACE FUNCTION reference.setting_written() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT access.loading() THEN
        PERFORM audit.record('create', 'spoke_setting', NEW.id, NULL, NEW.spoke_id,
                             jsonb_build_object('setting', NEW.setting));
    END IF;
    RETURN NULL;
END $$;

DO $$
DECLARE
    f text;
BEGIN
    FOREACH f IN ARRAY ARRAY['setting_on(integer, text, date)', 'setting_days(integer, text, date)',
        'setting_fault(text, text)', 'settings_agree(reference.spoke_setting_value)',
        'setting_said()', 'setting_written()'] LOOP
        EXECUTE 'ALTER FUNCTION reference.' || f || ' OWNER TO throughline_definer';
        EXECUTE 'GRANT EXECUTE ON FUNCTION reference.' || f || ' TO throughline_server, throughline_owner';
    END LOOP;
END $$;
GRANT USAGE ON SCHEMA reference TO throughline_definer;
GRANT SELECT, UPDATE ON reference.spoke_setting_value TO throughline_definer;

DROP TRIGGER IF EXISTS b_said ON reference.spoke_setting_value;
DROP TRIGGER IF EXISTS z_written ON reference.spoke_setting_value;
CREATE TRIGGER b_said BEFORE INSERT ON reference.spoke_setting_value
    FOR EACH ROW EXECUTE FUNCTION reference.setting_said();
CREATE TRIGGER z_written AFTER INSERT ON reference.spoke_setting_value
    FOR EACH ROW EXECUTE FUNCTION reference.setting_written();
