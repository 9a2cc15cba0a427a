-- What `throughline migrate` calls with the rows of config/partnership/*.csv.
-- Only the owner may; a code that left its file stays, for records use it.

CREATE OR REPLACE FUNCTION reference.load_spokes(rows jsonb) RETURNS void
LANGUAGE sql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
    INSERT INTO reference.spoke (code, gss_code, name, short_name, reference_prefix)
    SELECT r.code, r.gss_code, r.name, r.short_name, r.reference_prefix
      FROM jsonb_to_recordset(rows) AS r(code text, gss_code text, name text, short_name text,
                                         reference_prefix text)
    ON CONFLICT (code) DO UPDATE SET gss_code = excluded.gss_code, name = excluded.name,
        short_name = excluded.short_name, reference_prefix = excluded.reference_prefix;
$$;

CREATE OR REPLACE FUNCTION reference.spoke_id(wanted text) RETURNS integer
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    found integer;
BEGIN
    IF nullif(wanted, '') IS NULL THEN
        RETURN NULL;
    END IF;
    SELECT s.id INTO found FROM reference.spoke s WHERE s.code = wanted;
    IF found IS NULL THEN
        RAISE EXCEPTION 'There is no spoke "%".', wanted USING ERRCODE = '23503',
            CONSTRAINT = 'spoke_code_fkey', COLUMN = 'spoke';
    END IF;
    RETURN found;
END $$;

-- `field`: where the code was sent, for the fault that tells of it.
CREATE OR REPLACE FUNCTION reference.agency_id(wanted text, field text) RETURNS integer
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    found integer;
BEGIN
    IF nullif(wanted, '') IS NULL THEN
        RETURN NULL;
    END IF;
    SELECT a.id INTO found FROM reference.agency a WHERE a.code = wanted;
    IF found IS NULL THEN
        RAISE EXCEPTION 'There is no agency "%".', wanted USING ERRCODE = '23503',
            CONSTRAINT = 'agency_code_fkey', COLUMN = field;
    END IF;
    RETURN found;
END $$;

CREATE OR REPLACE FUNCTION reference.agency_id(wanted text) RETURNS integer
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN reference.agency_id(wanted, 'agency');
END $$;

CREATE OR REPLACE FUNCTION reference.load_agencies(rows jsonb) RETURNS void
LANGUAGE sql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
    INSERT INTO reference.agency (code, name, agency_type, spoke_id)
    SELECT r.code, r.name, r.agency_type, reference.spoke_id(r.spoke)
      FROM jsonb_to_recordset(rows) AS r(code text, name text, agency_type text, spoke text)
    ON CONFLICT (code) DO UPDATE SET name = excluded.name, agency_type = excluded.agency_type,
        spoke_id = excluded.spoke_id;
$$;

CREATE OR REPLACE FUNCTION reference.load_spoke_settings(rows jsonb) RETURNS void
LANGUAGE sql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
    -- What the partnership began with; what it has said since stays said.
    INSERT INTO reference.spoke_setting_value (spoke_id, setting, value)
    SELECT reference.spoke_id(r.spoke), r.setting, r.value
      FROM jsonb_to_recordset(rows) AS r(spoke text, setting text, value text)
    ON CONFLICT (spoke_id, setting, valid_from) WHERE replaced_at IS NULL
    DO UPDATE SET value = excluded.value;
$$;

CREATE OR REPLACE FUNCTION reference.load_bank_holidays(rows jsonb) RETURNS void
LANGUAGE sql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
    INSERT INTO reference.bank_holiday (day, name)
    SELECT r.date, r.name FROM jsonb_to_recordset(rows) AS r(date date, name text)
    ON CONFLICT (day) DO UPDATE SET name = excluded.name;
$$;

CREATE OR REPLACE FUNCTION reference.load_roles(rows jsonb) RETURNS void
LANGUAGE sql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
    INSERT INTO access.role (code, label, description)
    SELECT r.code, r.label, r.description
      FROM jsonb_to_recordset(rows) AS r(code text, label text, description text)
    ON CONFLICT (code) DO UPDATE SET label = excluded.label, description = excluded.description;
$$;

CREATE OR REPLACE FUNCTION reference.load_interventions(rows jsonb) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO casework.intervention (code, name, description, provider_agency_id, approach,
        prevention_level, targeting, theme, mode, funding_stream, capacity, planned_sessions,
        planned_hours, min_age, max_age)
    SELECT r.code, r.name, nullif(r.description, ''), reference.agency_id(r.provider),
           nullif(r.approach, ''), r.prevention_level, r.targeting, nullif(r.theme, ''), r.mode,
           nullif(r.funding_stream, ''), nullif(r.capacity, '')::integer,
           nullif(r.planned_sessions, '')::integer, nullif(r.planned_hours, '')::numeric,
           nullif(r.min_age, '')::integer, nullif(r.max_age, '')::integer
      FROM jsonb_to_recordset(rows) AS r(code text, name text, description text, provider text,
           approach text, prevention_level text, targeting text, theme text, mode text,
           funding_stream text, capacity text, planned_sessions text, planned_hours text,
           min_age text, max_age text)
    ON CONFLICT (code) DO UPDATE SET name = excluded.name, description = excluded.description,
        provider_agency_id = excluded.provider_agency_id, approach = excluded.approach,
        prevention_level = excluded.prevention_level, targeting = excluded.targeting,
        theme = excluded.theme, mode = excluded.mode, funding_stream = excluded.funding_stream,
        capacity = excluded.capacity, planned_sessions = excluded.planned_sessions,
        planned_hours = excluded.planned_hours, min_age = excluded.min_age,
        max_age = excluded.max_age;
    INSERT INTO casework.intervention_spoke (intervention_id, spoke_id)
    SELECT i.id, reference.spoke_id(s)
      FROM jsonb_to_recordset(rows) AS r(code text, spoke text)
      JOIN casework.intervention i ON i.code = r.code
      CROSS JOIN LATERAL unnest(string_to_array(r.spoke, '|')) AS s
    ON CONFLICT DO NOTHING;
END $$;

-- The newest migration this database has, for the server's start-up check.
CREATE OR REPLACE FUNCTION access.schema_version() RETURNS integer
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(max(left(name, 4)::integer), 0) FROM public.throughline_migration WHERE kind = 'migration';
$$;
GRANT SELECT ON public.throughline_migration TO throughline_definer;
ALTER FUNCTION access.schema_version() OWNER TO throughline_definer;
GRANT EXECUTE ON FUNCTION access.schema_version(), reference.spoke_id(text),
    reference.agency_id(text), reference.agency_id(text, text) TO throughline_server, throughline_definer, throughline_owner;
