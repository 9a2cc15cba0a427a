-- Files taken in (0042_imports.sql): opened by a request or in the terminal,
-- checked and copied by a job, undone whole.

CREATE OR REPLACE FUNCTION reference.load_import_kinds(rows jsonb) RETURNS void
LANGUAGE sql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
    INSERT INTO reporting.import_kind (code, label, description, target, period, permission, position)
    SELECT r.code, r.label, r.description, r.target, r.period, r.permission, r.position
      FROM jsonb_to_recordset(rows) AS r(code text, label text, description text, target text, period text,
                                         permission text, position integer)
    ON CONFLICT (code) DO UPDATE SET label = excluded.label, description = excluded.description,
        target = excluded.target, period = excluded.period, permission = excluded.permission, position = excluded.position;
$$;
CREATE OR REPLACE FUNCTION reference.load_import_columns(rows jsonb) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    DELETE FROM reporting.import_column;
    INSERT INTO reporting.import_column (kind, name, label, role, type, vocabulary, required, unit, position)
    SELECT r.kind, r.name, r.label, r.role, r.type, r.vocabulary, r.required = 'yes', r.unit, r.position
      FROM jsonb_to_recordset(rows) AS r(kind text, name text, label text, role text, type text, vocabulary text,
                                         required text, unit text, position integer);
END $$;
CREATE OR REPLACE FUNCTION reference.load_reconciliation_rules(rows jsonb) RETURNS void
LANGUAGE sql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
    INSERT INTO reporting.reconciliation_rule (code, kind, measure, title, comparison, position)
    SELECT r.code, r.kind, r.measure, r.title, r.comparison, r.position
      FROM jsonb_to_recordset(rows) AS r(code text, kind text, measure text, title text, comparison text, position integer)
    ON CONFLICT (code) DO UPDATE SET kind = excluded.kind, measure = excluded.measure, title = excluded.title,
        comparison = excluded.comparison, position = excluded.position;
$$;
CREATE OR REPLACE FUNCTION reference.load_reconciliation_terms(rows jsonb) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    DELETE FROM reporting.reconciliation_term;
    INSERT INTO reporting.reconciliation_term (rule, number, kind, aggregate, measure, of_area, silent_areas, mode,
                                               prevention_level, factor)
    SELECT r.rule, r.number, r.kind, r.aggregate, r.measure, r.of_area = 'yes', r.silent_areas = 'yes', r.mode,
           r.prevention_level, coalesce(r.factor, 1)
      FROM jsonb_to_recordset(rows) AS r(rule text, number integer, kind text, aggregate text, measure text, of_area text,
                                         silent_areas text, mode text, prevention_level text, factor numeric);
END $$;

-- What one row of a kind may hold, with the codes each column knows.
CREATE OR REPLACE FUNCTION reporting.kind_plan(wanted text, theirs boolean) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(jsonb_agg(jsonb_build_object('name', c.name, 'label', c.label, 'role', c.role, 'type', c.type,
               'required', c.required, 'unit', c.unit, 'codes', CASE
                   WHEN c.type = 'area' AND NOT theirs THEN
                       (SELECT jsonb_agg(jsonb_build_array(s.code, said) ORDER BY s.id)
                          FROM reference.spoke s, unnest(ARRAY[s.name, s.short_name]) AS said)
                   WHEN c.vocabulary = 'agency' THEN
                       (SELECT jsonb_agg(jsonb_build_array(a.code, a.name) ORDER BY a.code) FROM reference.agency a)
                   WHEN c.vocabulary IS NOT NULL THEN
                       (SELECT jsonb_agg(jsonb_build_array(t.code, t.label) ORDER BY t.position) FROM reference.term t
                         WHERE t.vocabulary = c.vocabulary) END) ORDER BY c.position), '[]')
      FROM reporting.import_column c WHERE c.kind = wanted;
$$;

-- Whether whoever asks (or, in the terminal, whoever is named) holds it.
CREATE OR REPLACE FUNCTION reporting.may(wanted text, spoke integer) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    held integer[] := CASE WHEN access.loading() AND access.me() IS NULL
        THEN coalesce(access.scopes_of(access.actor()) ->> wanted, '{}')::integer[] ELSE access.spokes_with(wanted) END;
BEGIN
    RETURN CASE WHEN spoke IS NULL THEN cardinality(held) > 0 ELSE spoke = ANY (held) END;
END $$;

CREATE OR REPLACE FUNCTION reporting.import_guard() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        NEW.version := OLD.version + 1;
        IF (OLD.kind, OLD.partnership, OLD.period, OLD.spoke_id, OLD.sha256, OLD.made_by)
           IS DISTINCT FROM (NEW.kind, NEW.partnership, NEW.period, NEW.spoke_id, NEW.sha256, NEW.made_by) THEN
            RAISE EXCEPTION 'What an import is of does not change.' USING ERRCODE = 'TL409';
        END IF;
        IF OLD.state = NEW.state THEN
            RETURN NEW;
        END IF;
    END IF;
    PERFORM casework.move_demand('import', 'import', CASE WHEN TG_OP = 'UPDATE' THEN OLD.state END, NEW.state);
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER c_guard BEFORE INSERT OR UPDATE ON reporting.import
    FOR EACH ROW EXECUTE FUNCTION reporting.import_guard();

CREATE OR REPLACE FUNCTION reporting.import_move(import uuid, to_state text, note_ text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE reporting.import i
       SET state = to_state, committed_at = CASE to_state WHEN 'committed' THEN coalesce(i.committed_at, access.moment())
                                                          ELSE i.committed_at END
     WHERE i.id = import;
    INSERT INTO reporting.import_event (import_id, state, at, by_user, note)
    VALUES (import, to_state, access.moment(), access.actor(), note_);
END $$;

-- "Interventions and their year's figures, 2023-24, Elsewhere"
CREATE OR REPLACE FUNCTION reporting.import_title(i reporting.import) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT left(concat_ws(', ', k.label, nullif(i.period, ''), nullif(i.partnership, ''), s.short_name), 180)
      FROM reporting.import_kind k LEFT JOIN reference.spoke s ON s.id = i.spoke_id WHERE k.code = i.kind;
$$;

CREATE OR REPLACE FUNCTION reporting.import_queue(import uuid, job uuid, commit_ boolean, verb text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO jobs.job (id, kind, title, owner_id, spoke_id, permission, input)
    SELECT job, 'import', verb || ': ' || reporting.import_title(i), access.actor(), i.spoke_id, k.permission,
           jsonb_build_object('import', import, 'commit', commit_)
      FROM reporting.import i JOIN reporting.import_kind k ON k.code = i.kind WHERE i.id = import;
END $$;

-- What is in force where this one would be.
CREATE OR REPLACE FUNCTION reporting.import_rival(i reporting.import) RETURNS reporting.import
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT o FROM reporting.import o
     WHERE o.state = 'committed' AND o.id <> i.id
       AND (o.kind, o.partnership, o.period, coalesce(o.spoke_id, 0)) = (i.kind, i.partnership, i.period, coalesce(i.spoke_id, 0));
$$;

-- The same file has the same hash, whatever its line ends and its mark.
CREATE OR REPLACE FUNCTION reporting.file_hash(content text) RETURNS bytea
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT sha256(convert_to(rtrim(replace(ltrim(content, U&'\FEFF'), E'\r\n', E'\n'), E'\n'), 'UTF8'));
$$;

-- A file is handed in: kind, period, partnership, spoke, file_name, csv. It is
-- kept, and a job looks at it. The same file is not taken in twice.
CREATE OR REPLACE FUNCTION reporting.import_open(id_ uuid, given jsonb, job uuid, commit_ boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    kind_ reporting.import_kind;
    spoke integer := reference.spoke_id(given ->> 'spoke');
    content_ text := ltrim(given ->> 'csv', U&'\FEFF');
    hash bytea := reporting.file_hash(given ->> 'csv');
    same reporting.import;
BEGIN
    SELECT k.* INTO kind_ FROM reporting.import_kind k WHERE k.code = given ->> 'kind';
    IF NOT FOUND THEN
        RAISE EXCEPTION 'Select what the file holds' USING ERRCODE = 'TL422', COLUMN = 'kind';
    ELSIF kind_.period = 'year' AND given ->> 'period' IS NULL THEN
        RAISE EXCEPTION 'Enter the year the figures are of, like 2023-24' USING ERRCODE = 'TL422', COLUMN = 'period';
    ELSIF kind_.target = 'catalogue' AND spoke IS NULL THEN
        RAISE EXCEPTION 'Select the spoke whose list it is' USING ERRCODE = 'TL422', COLUMN = 'spoke';
    END IF;
    IF kind_.target = 'figures' THEN
        spoke := NULL;
    END IF;
    IF NOT reporting.may(kind_.permission, spoke) THEN
        RAISE EXCEPTION 'permission % not held', kind_.permission USING ERRCODE = 'TL403';
    END IF;
    SELECT i.* INTO same FROM reporting.import i
     WHERE i.sha256 = hash AND i.state IN ('checking', 'ready', 'committed')
       AND (i.kind, i.partnership, i.period, coalesce(i.spoke_id, 0)) =
           (kind_.code, coalesce(given ->> 'partnership', ''), CASE kind_.period WHEN 'year' THEN given ->> 'period' ELSE '' END,
            coalesce(spoke, 0))
     LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION '%', format('This very file was handed in on %s by %s%s.',
            to_char(same.made_at AT TIME ZONE 'Europe/London', 'FMDD FMMonth YYYY'),
            (SELECT u.name FROM access.user_account u WHERE u.id = same.made_by),
            CASE same.state WHEN 'committed' THEN ' and is in force: there is nothing to do' ELSE ' and waits to be taken in' END)
            USING ERRCODE = 'TL409';
    END IF;
    INSERT INTO reporting.import (id, kind, partnership, period, spoke_id, file_name, sha256, made_at, made_by)
    VALUES (id_, kind_.code, coalesce(given ->> 'partnership', ''),
            CASE kind_.period WHEN 'year' THEN given ->> 'period' ELSE '' END, spoke,
            coalesce(given ->> 'file_name', 'pasted.csv'), hash, access.moment(), access.actor());
    INSERT INTO reporting.import_file (import_id, content) VALUES (id_, content_);
    INSERT INTO reporting.import_event (import_id, state, at, by_user) VALUES (id_, 'checking', access.moment(), access.actor());
    PERFORM reporting.import_queue(id_, job, commit_, CASE WHEN commit_ THEN 'Import' ELSE 'Check of a file' END);
END $$;

-- Only the job that has this import to do goes on with it.
CREATE OR REPLACE FUNCTION reporting.import_held(import uuid) RETURNS reporting.import
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    found_ reporting.import;
BEGIN
    SELECT i.* INTO found_ FROM reporting.import i JOIN reporting.import_kind k ON k.code = i.kind
     WHERE i.id = import AND reporting.may(k.permission, i.spoke_id)
       AND EXISTS (SELECT FROM access.live_session() s JOIN jobs.job j ON j.id = s.job_id
                    WHERE j.kind = 'import' AND (j.input ->> 'import')::uuid = import)
       FOR UPDATE OF i;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'This import is not this job''s.' USING ERRCODE = 'TL409';
    END IF;
    RETURN found_;
END $$;

-- What a job needs to begin or go on.
CREATE OR REPLACE FUNCTION reporting.import_task(import uuid, OUT kind text, OUT state text, OUT content text,
                                                 OUT plan jsonb, OUT checked integer, OUT copied integer, OUT faults integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    i reporting.import := reporting.import_held(import);
BEGIN
    kind := i.kind; state := i.state; checked := i.checked; copied := i.copied; faults := i.faults;
    plan := reporting.kind_plan(i.kind, i.partnership <> '');
    content := (SELECT f.content FROM reporting.import_file f WHERE f.import_id = import);
END $$;

-- Rows looked at: those understood, and what is wrong with the others. Doing it
-- twice does it once.
CREATE OR REPLACE FUNCTION reporting.import_store(import uuid, from_ integer, to_ integer, rows_ jsonb, faults_ jsonb)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    i reporting.import := reporting.import_held(import);
BEGIN
    IF i.state <> 'checking' OR i.checked <> from_ THEN
        RETURN;
    END IF;
    INSERT INTO reporting.import_row (import_id, number, line, content)
    SELECT import, (r ->> 'number')::integer, (r ->> 'line')::integer, r - 'number' - 'line' FROM jsonb_array_elements(rows_) AS r;
    INSERT INTO reporting.import_fault (import_id, number, line, column_name, detail)
    SELECT import, i.faults + f.place, (f.value ->> 'line')::integer, f.value ->> 'column', f.value ->> 'detail'
      FROM jsonb_array_elements(faults_) WITH ORDINALITY AS f(value, place);
    UPDATE reporting.import x SET checked = to_, faults = x.faults + jsonb_array_length(faults_) WHERE x.id = import;
END $$;

-- What one row cannot see: the same thing twice, and codes others use.
CREATE OR REPLACE FUNCTION reporting.import_doubles(import uuid, kind_ text, spoke integer)
RETURNS TABLE (line integer, column_name text, detail text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT d.line, d.column_name, d.detail FROM (
        SELECT r.line, (SELECT c.name FROM reporting.import_column c WHERE c.kind = kind_ AND c.role IN ('subject', 'measure_name')
                         ORDER BY c.position LIMIT 1) AS column_name,
               format('This stands in row %s already', first_value(r.line) OVER same) AS detail,
               row_number() OVER same AS n
          FROM reporting.import_row r WHERE r.import_id = import AND r.content ? 'figures'
        WINDOW same AS (PARTITION BY r.content ->> 'area', lower(r.content ->> 'subject'), r.content -> 'dims' ->> 'period',
                        CASE WHEN r.content ->> 'subject' IS NULL THEN r.content -> 'figures' -> 0 ->> 'measure' END,
                        CASE WHEN r.content ->> 'subject' IS NULL THEN r.content ->> 'wording' END ORDER BY r.number)) AS d
     WHERE d.n > 1
     UNION ALL
    SELECT d.line, 'code', format('This code stands in row %s already', d.first) FROM (
        SELECT r.line, first_value(r.line) OVER same AS first, row_number() OVER same AS n
          FROM reporting.import_row r WHERE r.import_id = import AND r.content ? 'code'
        WINDOW same AS (PARTITION BY r.content ->> 'code' ORDER BY r.number)) AS d
     WHERE d.n > 1
     UNION ALL
    SELECT r.line, 'code', 'Another spoke uses this code: choose a different one'
      FROM reporting.import_row r JOIN casework.intervention v ON v.code = r.content ->> 'code'
     WHERE r.import_id = import
       AND EXISTS (SELECT FROM casework.intervention_spoke s WHERE s.intervention_id = v.id AND s.spoke_id <> spoke);
$$;

CREATE OR REPLACE FUNCTION reporting.import_checked(import uuid, total integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    i reporting.import := reporting.import_held(import);
    more integer;
BEGIN
    IF i.state <> 'checking' THEN
        RETURN;
    END IF;
    INSERT INTO reporting.import_fault (import_id, number, line, column_name, detail)
    SELECT import, i.faults + row_number() OVER (ORDER BY d.line), d.line, d.column_name, d.detail
      FROM reporting.import_doubles(import, i.kind, i.spoke_id) d;
    GET DIAGNOSTICS more = ROW_COUNT;
    UPDATE reporting.import x SET rows = total, faults = x.faults + more WHERE x.id = import;
    PERFORM reporting.import_move(import, CASE WHEN i.faults + more = 0 THEN 'ready' ELSE 'faulty' END, NULL);
END $$;

-- The next rows into what is published; seen by nobody until all are in.
CREATE OR REPLACE FUNCTION reporting.import_copy(import uuid, from_ integer, to_ integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    i reporting.import := reporting.import_held(import);
BEGIN
    IF i.state <> 'ready' OR i.copied <> from_ THEN
        RETURN;
    END IF;
    INSERT INTO reporting.published_row (import_id, line, area, subject, dims, wording)
    SELECT import, r.line, r.content ->> 'area', r.content ->> 'subject', coalesce(r.content -> 'dims', '{}'),
           r.content ->> 'wording'
      FROM reporting.import_row r
     WHERE r.import_id = import AND r.number > from_ AND r.number <= to_ AND r.content ? 'figures';
    INSERT INTO reporting.figure (import_id, row_id, measure, unit, value)
    SELECT import, p.id, f ->> 'measure', f ->> 'unit', (f ->> 'value')::numeric
      FROM reporting.import_row r
      JOIN reporting.published_row p ON p.import_id = r.import_id AND p.line = r.line
     CROSS JOIN LATERAL jsonb_array_elements(r.content -> 'figures') AS f
     WHERE r.import_id = import AND r.number > from_ AND r.number <= to_;
    UPDATE reporting.import x SET copied = to_ WHERE x.id = import;
END $$;

-- A catalogue is short: all of it in the committing transaction.
CREATE OR REPLACE FUNCTION reporting.catalogue_take(i reporting.import) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO reporting.import_change (import_id, intervention_id, before)
    SELECT i.id, v.id, to_jsonb(v)
      FROM reporting.import_row r JOIN casework.intervention v ON v.code = r.content ->> 'code' WHERE r.import_id = i.id;
    INSERT INTO casework.intervention AS v (code, name, description, provider_agency_id, approach, prevention_level,
        targeting, theme, mode, funding_stream, capacity, planned_sessions, planned_hours, min_age, max_age)
    SELECT c.code, c.name, c.description, reference.agency_id(c.provider), c.approach, c.prevention_level, c.targeting,
           c.theme, c.mode, c.funding_stream, c.capacity, c.planned_sessions, c.planned_hours, c.min_age, c.max_age
      FROM reporting.import_row r CROSS JOIN LATERAL jsonb_to_record(r.content) AS c(code text, name text, description text,
           provider text, approach text, prevention_level text, targeting text, theme text, mode text, funding_stream text,
           capacity integer, planned_sessions integer, planned_hours numeric, min_age integer, max_age integer)
     WHERE r.import_id = i.id
    ON CONFLICT (code) DO UPDATE SET name = excluded.name, description = excluded.description,
        provider_agency_id = excluded.provider_agency_id, approach = excluded.approach,
        prevention_level = excluded.prevention_level, targeting = excluded.targeting, theme = excluded.theme,
        mode = excluded.mode, funding_stream = excluded.funding_stream, capacity = excluded.capacity,
        planned_sessions = excluded.planned_sessions, planned_hours = excluded.planned_hours,
        min_age = excluded.min_age, max_age = excluded.max_age, active_to = NULL;
    INSERT INTO reporting.import_change (import_id, intervention_id)
    SELECT i.id, v.id FROM reporting.import_row r JOIN casework.intervention v ON v.code = r.content ->> 'code'
     WHERE r.import_id = i.id
    ON CONFLICT DO NOTHING;
    INSERT INTO casework.intervention_spoke (intervention_id, spoke_id)
    SELECT c.intervention_id, i.spoke_id FROM reporting.import_change c WHERE c.import_id = i.id
    ON CONFLICT DO NOTHING;
END $$;

-- What it made is no longer offered; what it changed is as it was.
CREATE OR REPLACE FUNCTION reporting.catalogue_undo(i reporting.import) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE casework.intervention v SET active_to = access.today() - 1, active_from = NULL
      FROM reporting.import_change c WHERE c.import_id = i.id AND c.intervention_id = v.id AND c.before IS NULL;
    UPDATE casework.intervention v
       SET (name, description, provider_agency_id, approach, prevention_level, targeting, theme, mode, funding_stream,
            capacity, planned_sessions, planned_hours, min_age, max_age, active_from, active_to)
         = (SELECT b.name, b.description, b.provider_agency_id, b.approach, b.prevention_level, b.targeting, b.theme, b.mode,
                   b.funding_stream, b.capacity, b.planned_sessions, b.planned_hours, b.min_age, b.max_age, b.active_from,
                   b.active_to
              FROM jsonb_populate_record(NULL::casework.intervention, c.before) AS b)
      FROM reporting.import_change c WHERE c.import_id = i.id AND c.intervention_id = v.id AND c.before IS NOT NULL;
END $$;

-- All or nothing: what was in force before makes way in the same instant.
CREATE OR REPLACE FUNCTION reporting.import_commit(import uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    i reporting.import := reporting.import_held(import);
    rival reporting.import := reporting.import_rival(i);
BEGIN
    IF i.state = 'committed' THEN
        RETURN;
    END IF;
    IF rival.id IS NOT NULL THEN
        PERFORM reporting.import_move(rival.id, 'replaced', 'Replaced by ' || i.file_name);
        UPDATE reporting.import x SET replaces_id = rival.id WHERE x.id = import;
    END IF;
    IF (SELECT k.target FROM reporting.import_kind k WHERE k.code = i.kind) = 'catalogue' THEN
        PERFORM reporting.catalogue_take(i);
    END IF;
    PERFORM reporting.import_move(import, 'committed', NULL);
END $$;

-- A job that was cancelled or failed, even before it began, leaves nothing.
CREATE OR REPLACE FUNCTION reporting.import_job_over() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    i reporting.import;
BEGIN
    SELECT x.* INTO i FROM reporting.import x WHERE x.id = (NEW.input ->> 'import')::uuid FOR UPDATE;
    IF i.state = 'checking' THEN
        DELETE FROM reporting.import_row r WHERE r.import_id = i.id;
        DELETE FROM reporting.import_fault f WHERE f.import_id = i.id;
        UPDATE reporting.import x SET checked = 0, faults = 0 WHERE x.id = i.id;
        PERFORM reporting.import_move(i.id, 'stopped', NULL);
    ELSIF i.state = 'ready' THEN
        DELETE FROM reporting.figure f WHERE f.import_id = i.id;
        DELETE FROM reporting.published_row p WHERE p.import_id = i.id;
        UPDATE reporting.import x SET copied = 0 WHERE x.id = i.id;
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER y_import_over AFTER UPDATE OF state ON jobs.job
    FOR EACH ROW WHEN (NEW.kind = 'import' AND NEW.state IN ('failed', 'cancelled'))
    EXECUTE FUNCTION reporting.import_job_over();

-- One that is one's to take in or to undo, or none.
CREATE OR REPLACE FUNCTION reporting.import_mine(import uuid, version_ integer) RETURNS reporting.import
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    i reporting.import;
BEGIN
    SELECT x.* INTO i FROM reporting.import x JOIN reporting.import_kind k ON k.code = x.kind
     WHERE x.id = import AND reporting.may(k.permission, x.spoke_id) FOR UPDATE OF x;
    IF i.version IS DISTINCT FROM version_ THEN
        i := NULL;
    END IF;
    RETURN i;
END $$;

CREATE OR REPLACE FUNCTION reporting.import_ask(import uuid, version_ integer, replace_ boolean, job uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    i reporting.import := reporting.import_mine(import, version_);
    rival reporting.import;
BEGIN
    IF i.id IS NULL THEN
        RETURN false;
    END IF;
    rival := reporting.import_rival(i);
    IF i.state <> 'ready' THEN
        RAISE EXCEPTION '%', CASE i.state WHEN 'faulty' THEN 'Put the file right and hand it in again: a file is taken in whole.'
            WHEN 'checking' THEN 'The file is still being checked.' ELSE 'This import is ' || i.state || '.' END USING ERRCODE = 'TL409';
    ELSIF EXISTS (SELECT FROM jobs.job j WHERE j.kind = 'import' AND j.input ->> 'import' = import::text
                     AND j.state IN ('queued', 'running')) THEN
        RAISE EXCEPTION 'It is being taken in already.' USING ERRCODE = 'TL409';
    ELSIF rival.id IS NOT NULL AND NOT coalesce(replace_, false) THEN
        RAISE EXCEPTION 'Say that it replaces what is in force now' USING ERRCODE = 'TL422', COLUMN = 'replace';
    END IF;
    PERFORM reporting.import_queue(import, job, true, 'Import');
    RETURN true;
END $$;

-- Undone whole; what it had replaced is in force again.
CREATE OR REPLACE FUNCTION reporting.import_withdraw(import uuid, version_ integer, reason text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    i reporting.import := reporting.import_mine(import, version_);
    before_ reporting.import;
BEGIN
    IF i.id IS NULL THEN
        RETURN false;
    END IF;
    IF i.state = 'committed' THEN
        IF (SELECT k.target FROM reporting.import_kind k WHERE k.code = i.kind) = 'catalogue' THEN
            PERFORM reporting.catalogue_undo(i);
        END IF;
    END IF;
    PERFORM reporting.import_move(import, 'withdrawn', reason);
    SELECT x.* INTO before_ FROM reporting.import x WHERE x.id = i.replaces_id;
    IF i.state = 'committed' AND before_.state = 'replaced' THEN
        PERFORM reporting.import_move(before_.id, 'committed', 'In force again: ' || i.file_name || ' was withdrawn');
    END IF;
    RETURN true;
END $$;

CREATE OR REPLACE FUNCTION reporting.imports_in_force() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(array_agg(i.id), '{}') FROM reporting.import i WHERE i.state = 'committed';
$$;

DO $$
DECLARE
    f text;
BEGIN
    FOREACH f IN ARRAY ARRAY['kind_plan(text, boolean)', 'may(text, integer)', 'import_guard()',
        'import_move(uuid, text, text)', 'import_title(reporting.import)', 'import_queue(uuid, uuid, boolean, text)',
        'import_rival(reporting.import)', 'import_open(uuid, jsonb, uuid, boolean)', 'import_held(uuid)', 'import_task(uuid)',
        'import_store(uuid, integer, integer, jsonb, jsonb)', 'import_doubles(uuid, text, integer)',
        'import_checked(uuid, integer)', 'import_copy(uuid, integer, integer)', 'catalogue_take(reporting.import)',
        'catalogue_undo(reporting.import)', 'import_commit(uuid)', 'import_job_over()', 'file_hash(text)', 'import_mine(uuid, integer)',
        'import_ask(uuid, integer, boolean, uuid)', 'import_withdraw(uuid, integer, text)', 'imports_in_force()'] LOOP
        EXECUTE 'ALTER FUNCTION reporting.' || f || ' OWNER TO throughline_definer';
        EXECUTE 'GRANT EXECUTE ON FUNCTION reporting.' || f || ' TO throughline_owner';
    END LOOP;
    -- What the server may call; the rest is called by these.
    FOREACH f IN ARRAY ARRAY['kind_plan(text, boolean)', 'import_title(reporting.import)', 'import_rival(reporting.import)',
        'import_open(uuid, jsonb, uuid, boolean)', 'import_task(uuid)', 'import_store(uuid, integer, integer, jsonb, jsonb)',
        'import_checked(uuid, integer)', 'import_copy(uuid, integer, integer)', 'import_commit(uuid)',
        'import_ask(uuid, integer, boolean, uuid)', 'import_withdraw(uuid, integer, text)', 'imports_in_force()'] LOOP
        EXECUTE 'GRANT EXECUTE ON FUNCTION reporting.' || f || ' TO throughline_server';
    END LOOP;
END $$;
