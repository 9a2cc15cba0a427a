-- Files made by a job for one person (0049_exports.sql). What a room does to
-- offer a kind of file:
--
--   1. a row of jobs.export_kind below: who may ask, who must agree, how long it
--      is kept, how many rows it may have, whether it is signed;
--   2. jobs.export_step_<kind>(x jobs.export, at integer, OUT done integer,
--      OUT total integer, OUT message text), run by the worker in its owner's
--      session, one transaction a step, until done = total. `at` is how far the
--      steps before came. It writes text with
--          jobs.export_write(x.id, 'data/people.csv', number, text, rows)
--      and may keep what it knows in jobs.export.plan. Told to stop, or killed,
--      it is run again from where it was, so a step writes and does no more.
--   3. where what is asked must be checked first, jobs.export_begin_<kind>(x
--      jobs.export): raises TL422 with the field as COLUMN.
--
-- Asking (jobs.export_ask), packing as a zip with a manifest, taking it with a
-- recent sign-in, its expiry and the access log come with it.
INSERT INTO jobs.export_kind (code, label, permission, approved_by, of_spoke, signed, hours, rows_most) VALUES
('extract', 'Pseudonymised extract', 'export.extract', NULL, false, false, 72, 5000000)
ON CONFLICT (code) DO UPDATE SET label = excluded.label, permission = excluded.permission,
    approved_by = excluded.approved_by, of_spoke = excluded.of_spoke, signed = excluded.signed,
    hours = excluded.hours, rows_most = excluded.rows_most;

CREATE OR REPLACE FUNCTION jobs.export_guard() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        NEW.version := OLD.version + 1;
        IF (OLD.kind, OLD.owner_id, OLD.spoke_id, OLD.reason, OLD.input)
           IS DISTINCT FROM (NEW.kind, NEW.owner_id, NEW.spoke_id, NEW.reason, NEW.input)
           OR OLD.sha256 <> NEW.sha256 THEN
            RAISE EXCEPTION 'What a file is of does not change.' USING ERRCODE = 'TL409';
        END IF;
        IF OLD.state = NEW.state THEN
            RETURN NEW;
        END IF;
    END IF;
    PERFORM casework.move_demand('export', 'file', CASE WHEN TG_OP = 'UPDATE' THEN OLD.state END, NEW.state);
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER c_guard BEFORE INSERT OR UPDATE ON jobs.export
    FOR EACH ROW EXECUTE FUNCTION jobs.export_guard();

-- Whether somebody holds a kind's permission: in its spoke, or at all.
CREATE OR REPLACE FUNCTION jobs.export_held(wanted text, spoke integer) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT reporting.may(wanted, spoke);
$$;

CREATE OR REPLACE FUNCTION jobs.export_queue(x jobs.export, job uuid) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    INSERT INTO jobs.job (id, kind, title, owner_id, spoke_id, permission, input)
    SELECT job, 'export', x.title, x.owner_id, x.spoke_id, k.permission, jsonb_build_object('export', x.id)
      FROM jobs.export_kind k WHERE k.code = x.kind;
$$;

-- Asks for a file: at once a job, or once somebody else has agreed. Its job has
-- its id. From the terminal the operator is the second person.
CREATE OR REPLACE FUNCTION jobs.export_ask(id_ uuid, input_ jsonb) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    k jobs.export_kind;
    x jobs.export;
    spoke integer;
    begin_ text;
BEGIN
    SELECT c.* INTO k FROM jobs.export_kind c WHERE c.code = input_ ->> 'kind';
    IF NOT FOUND THEN
        RAISE EXCEPTION 'Select what the file holds' USING ERRCODE = 'TL422', COLUMN = 'kind';
    END IF;
    IF k.of_spoke THEN
        spoke := coalesce(reference.spoke_id(input_ ->> 'spoke'),
                          CASE WHEN input_ ->> 'spoke' IS NULL THEN (access.spokes_with(k.permission))[1] END);
    END IF;
    IF NOT jobs.export_held(k.permission, spoke) OR k.of_spoke AND spoke IS NULL THEN
        RAISE EXCEPTION 'permission % not held', k.permission USING ERRCODE = 'TL403';
    ELSIF NOT access.recently_confirmed() THEN
        RAISE EXCEPTION 'signed in too long ago' USING ERRCODE = 'TLR03';
    ELSIF length(btrim(input_ ->> 'reason')) < 10 THEN
        RAISE EXCEPTION 'Say in a few words what the file is for' USING ERRCODE = 'TL422', COLUMN = 'reason';
    END IF;
    INSERT INTO jobs.export (id, kind, title, owner_id, spoke_id, reason, input, content_id, state)
    VALUES (id_, k.code, concat_ws(', ', k.label, (SELECT s.name FROM reference.spoke s WHERE s.id = spoke)),
            access.actor(), spoke, btrim(input_ ->> 'reason'), input_ - 'reason', id_,
            CASE WHEN k.approved_by IS NOT NULL AND NOT access.loading() THEN 'asked' ELSE 'making' END)
    RETURNING * INTO x;
    begin_ := 'jobs.export_begin_' || k.code;
    IF to_regprocedure(begin_ || '(jobs.export)') IS NOT NULL THEN
        EXECUTE format('SELECT %s($1)', begin_) USING x;
        SELECT e.* INTO x FROM jobs.export e WHERE e.id = id_;
    END IF;
    IF x.state = 'making' THEN
        PERFORM jobs.export_queue(x, id_);
    END IF;
    PERFORM audit.record('export', 'export', id_, NULL, spoke,
                         jsonb_build_object('kind', k.code, 'step', 'asked', 'reason', x.reason));
    RETURN id_;
END $$;

-- A second person agrees, or does not.
CREATE OR REPLACE FUNCTION jobs.export_decide(export uuid, version_ integer, agreed boolean, note text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    x jobs.export;
BEGIN
    SELECT e.* INTO x FROM jobs.export e JOIN jobs.export_kind k ON k.code = e.kind
     WHERE e.id = export AND e.spoke_id = ANY (access.spokes_with(k.approved_by)) FOR UPDATE OF e;
    IF x.id IS NULL OR x.version IS DISTINCT FROM version_ THEN
        RETURN false;
    ELSIF x.owner_id = access.me() THEN
        RAISE EXCEPTION 'Somebody else must agree to what you asked for.' USING ERRCODE = 'TL409';
    ELSIF NOT access.recently_confirmed() THEN
        RAISE EXCEPTION 'signed in too long ago' USING ERRCODE = 'TLR03';
    END IF;
    UPDATE jobs.export e SET state = CASE WHEN agreed THEN 'making' ELSE 'refused' END,
           decided_at = now(), decided_by = access.me(), decided_note = note
     WHERE e.id = export RETURNING e.* INTO x;
    IF agreed THEN
        PERFORM jobs.export_queue(x, export);
    END IF;
    PERFORM audit.record('export', 'export', export, NULL, x.spoke_id,
                         jsonb_build_object('kind', x.kind, 'step', CASE WHEN agreed THEN 'approved' ELSE 'refused' END));
    RETURN true;
END $$;

-- The file goes; that it was there, and who took it, stays.
CREATE OR REPLACE FUNCTION jobs.export_drop(export uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    DELETE FROM jobs.export_chunk c WHERE c.export_id = export
        AND NOT EXISTS (SELECT FROM jobs.snapshot s WHERE s.id = export AND s.sha256 IS NOT NULL AND s.removed_at IS NULL);
    DELETE FROM jobs.export_part p WHERE p.export_id = export;
    DELETE FROM jobs.snapshot_person p WHERE p.snapshot_id = export;
    UPDATE jobs.snapshot s SET removed_at = now() WHERE s.id = export AND s.sha256 IS NULL AND s.removed_at IS NULL;
    UPDATE jobs.export e SET state = 'removed', removed_at = now() WHERE e.id = export AND e.state = 'ready';
END $$;

-- By its owner: a file that is no longer needed, or was not yet agreed to.
CREATE OR REPLACE FUNCTION jobs.export_remove(export uuid, version_ integer) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    x jobs.export;
BEGIN
    SELECT e.* INTO x FROM jobs.export e WHERE e.id = export AND e.owner_id = access.me() FOR UPDATE;
    IF x.id IS NULL OR x.version IS DISTINCT FROM version_ THEN
        RETURN false;
    ELSIF x.state NOT IN ('asked', 'ready') THEN
        RAISE EXCEPTION 'There is no file to remove.' USING ERRCODE = 'TL409';
    END IF;
    PERFORM jobs.export_drop(export);
    UPDATE jobs.export e SET state = 'stopped' WHERE e.id = export AND e.state = 'asked';
    RETURN true;
END $$;

-- --- made by a job ------------------------------------------------------------

-- The file whose job this session is of.
CREATE OR REPLACE FUNCTION jobs.export_at_work(export uuid) RETURNS jobs.export
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    x jobs.export;
BEGIN
    SELECT e.* INTO x FROM jobs.export e
     WHERE e.id = export AND e.state = 'making'
       AND EXISTS (SELECT FROM access.live_session() s JOIN jobs.job j ON j.id = s.job_id
                    WHERE j.kind = 'export' AND j.input ->> 'export' = export::text) FOR UPDATE;
    IF x.id IS NULL THEN
        RAISE EXCEPTION 'This file is not this worker''s to make.' USING ERRCODE = 'TL409';
    END IF;
    RETURN x;
END $$;

CREATE OR REPLACE FUNCTION jobs.export_write(export uuid, file_ text, number_ integer, said text, rows_ integer)
RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    INSERT INTO jobs.export_part (export_id, file, number, content, rows)
    VALUES (export, file_, number_, coalesce(said, ''), coalesce(rows_, 0))
    ON CONFLICT (export_id, file, number) DO UPDATE SET content = excluded.content, rows = excluded.rows;
$$;

-- One step, by its kind.
CREATE OR REPLACE FUNCTION jobs.export_step(export uuid, at integer, OUT done integer, OUT total integer, OUT message text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    x jobs.export := jobs.export_at_work(export);
BEGIN
    EXECUTE format('SELECT s.done, s.total, s.message FROM jobs.%I($1, $2) AS s', 'export_step_' || x.kind)
       INTO done, total, message USING x, at;
END $$;

-- Its files in order, once all are written, and what heads the manifest.
CREATE OR REPLACE FUNCTION jobs.export_files(export uuid)
RETURNS TABLE (file text, bytes bigint, rows bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    x jobs.export := jobs.export_at_work(export);
    most bigint := (SELECT k.rows_most FROM jobs.export_kind k WHERE k.code = x.kind);
BEGIN
    IF (SELECT sum(p.rows) FROM jobs.export_part p WHERE p.export_id = x.id) > most THEN
        RAISE EXCEPTION 'That is more than a file of this kind may hold: % rows.', most USING ERRCODE = 'TL409';
    END IF;
    RETURN QUERY SELECT p.file, sum(octet_length(p.content)), sum(p.rows)
                   FROM jobs.export_part p WHERE p.export_id = x.id GROUP BY p.file ORDER BY p.file COLLATE "C";
END $$;

-- The manifest's first members, and whether it is signed.
CREATE OR REPLACE FUNCTION jobs.export_head(export uuid, OUT head text, OUT is_signed boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    x jobs.export := jobs.export_at_work(export);
    k jobs.export_kind;
BEGIN
    SELECT c.* INTO k FROM jobs.export_kind c WHERE c.code = x.kind;
    is_signed := k.signed;
    head := json_build_object('throughline', k.code, 'title', x.title, 'id', coalesce(
                (SELECT s.code FROM jobs.snapshot s WHERE s.id = x.id), x.id::text),
                'asked_at', casework.instant(x.asked_at), 'purpose', x.reason,
                'made_for', (SELECT u.name FROM access.user_account u WHERE u.id = x.owner_id),
                'agreed_by', (SELECT u.name FROM access.user_account u WHERE u.id = x.decided_by));
END $$;

CREATE OR REPLACE FUNCTION jobs.export_part_after(export uuid, file_ text, after integer)
RETURNS TABLE (number integer, content text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    x jobs.export := jobs.export_at_work(export);
BEGIN
    RETURN QUERY SELECT p.number, p.content FROM jobs.export_part p
                  WHERE p.export_id = x.id AND p.file = file_ AND p.number > after ORDER BY p.number LIMIT 1;
END $$;

CREATE OR REPLACE FUNCTION jobs.export_chunk_put(export uuid, number_ integer, hex text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM jobs.export_at_work(export);
    INSERT INTO jobs.export_chunk (export_id, number, content) VALUES (export, number_, decode(hex, 'hex'))
    ON CONFLICT (export_id, number) DO UPDATE SET content = excluded.content;
END $$;

-- Ready: the parts go, and so does whom a snapshot is of.
CREATE OR REPLACE FUNCTION jobs.export_ready(x jobs.export, hash bytea, rows_ bigint) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    UPDATE jobs.export e
       SET state = 'ready', sha256 = hash, ready_at = now(), rows = rows_, expires_at = now() + make_interval(hours => k.hours),
           size = (SELECT sum(octet_length(c.content)) FROM jobs.export_chunk c WHERE c.export_id = x.content_id),
           file_name = concat_ws('-', 'throughline', x.kind, (SELECT p.code FROM reference.spoke p WHERE p.id = x.spoke_id),
               coalesce((SELECT lower(s.code) FROM jobs.snapshot s WHERE s.id = x.content_id), to_char(now(), 'YYYYMMDD'))) || '.zip'
      FROM jobs.export_kind k WHERE e.id = x.id AND k.code = e.kind;
    SELECT audit.record('export', 'export', x.id, NULL, x.spoke_id,
                        jsonb_build_object('kind', x.kind, 'step', 'made', 'sha256', encode(hash, 'hex')));
$$;
CREATE OR REPLACE FUNCTION jobs.export_finish(export uuid, hash text, chunks integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    x jobs.export := jobs.export_at_work(export);
BEGIN
    DELETE FROM jobs.export_chunk c WHERE c.export_id = export AND c.number >= chunks;
    UPDATE jobs.snapshot n SET sha256 = decode(hash, 'hex') WHERE n.id = export;
    PERFORM jobs.export_ready(x, decode(hash, 'hex'),
                              (SELECT sum(p.rows) FROM jobs.export_part p WHERE p.export_id = export));
    DELETE FROM jobs.snapshot_person p WHERE p.snapshot_id = export;
    DELETE FROM jobs.export_part p WHERE p.export_id = export;
END $$;

-- A job that was cancelled or failed leaves nothing.
CREATE OR REPLACE FUNCTION jobs.export_job_over() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE jobs.export e SET state = 'stopped' WHERE e.id = (NEW.input ->> 'export')::uuid AND e.state = 'making';
    IF FOUND THEN
        PERFORM jobs.export_drop((NEW.input ->> 'export')::uuid);
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER y_export_over AFTER UPDATE OF state ON jobs.job
    FOR EACH ROW WHEN (NEW.kind = 'export' AND NEW.state IN ('failed', 'cancelled'))
    EXECUTE FUNCTION jobs.export_job_over();

-- --- taken ----------------------------------------------------------------------

-- The file in its pieces: to its owner, who still may, who has just shown that
-- it is they, while it is kept. Each time is in the access log.
CREATE OR REPLACE FUNCTION jobs.export_take(export uuid)
RETURNS TABLE (file_name text, size bigint, hash text, piece text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    x jobs.export;
BEGIN
    SELECT e.* INTO x FROM jobs.export e JOIN jobs.export_kind k ON k.code = e.kind
     WHERE e.id = export AND e.owner_id = access.me() AND jobs.export_held(k.permission, e.spoke_id) FOR UPDATE OF e;
    IF x.id IS NULL THEN
        RETURN;
    ELSIF NOT access.recently_confirmed() THEN
        RAISE EXCEPTION 'signed in too long ago' USING ERRCODE = 'TLR03';
    ELSIF x.state <> 'ready' OR x.expires_at <= now() THEN
        RAISE EXCEPTION '%', CASE WHEN x.state IN ('asked', 'making') THEN 'The file is not made yet.'
            ELSE 'The file is not kept any more: ask for it again.' END USING ERRCODE = 'TL409';
    END IF;
    UPDATE jobs.export e SET downloads = e.downloads + 1 WHERE e.id = export;
    PERFORM audit.record('export', 'export', export, NULL, x.spoke_id, jsonb_build_object('kind', x.kind, 'step', 'taken',
        'sha256', encode(x.sha256, 'hex'), 'rows', x.rows, 'reason', x.reason));
    RETURN QUERY SELECT x.file_name, x.size, encode(x.sha256, 'hex'), encode(c.content, 'hex') FROM jobs.export_chunk c
                  WHERE c.export_id = x.content_id ORDER BY c.number;
END $$;

-- --- put away -------------------------------------------------------------------

-- How long what nobody needs any more is kept.
CREATE OR REPLACE FUNCTION jobs.tidy_after() RETURNS interval
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog RETURN interval '90 days';

-- Once a day, whatever worker comes first: files past their time, snapshots past
-- theirs, jobs and the files of imports that are out of force for long.
CREATE OR REPLACE FUNCTION jobs.tidy(OUT files integer, OUT snapshots integer, OUT jobs_ integer, OUT imports integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    before_ timestamptz := now() - jobs.tidy_after();
    old uuid[];
BEGIN
    IF NOT pg_has_role(session_user, 'throughline_worker', 'MEMBER') THEN
        RAISE EXCEPTION 'only a worker puts away what is out of date' USING ERRCODE = '42501';
    END IF;
    UPDATE jobs.tidying t SET done_at = now() WHERE t.done_at < now() - interval '1 day';
    IF NOT FOUND THEN
        RETURN;
    END IF;
    SELECT count(jobs.export_drop(e.id)::text) INTO files FROM jobs.export e
     WHERE e.state = 'ready' AND e.expires_at <= now();
    -- What can still be taken is taken first.
    UPDATE jobs.snapshot s SET removed_at = now()
     WHERE s.removed_at IS NULL AND NOT EXISTS (SELECT FROM jobs.export e WHERE e.content_id = s.id AND e.state = 'ready')
       AND s.keep_until < access.today() AND s.sha256 IS NOT NULL;
    GET DIAGNOSTICS snapshots = ROW_COUNT;
    DELETE FROM jobs.export_chunk c USING jobs.snapshot s WHERE s.id = c.export_id AND s.removed_at IS NOT NULL;
    SELECT coalesce(array_agg(j.id), '{}') INTO old FROM jobs.job j WHERE j.ended_at < before_;
    DELETE FROM access.session s WHERE s.job_id = ANY (old);
    DELETE FROM jobs.job j WHERE j.id = ANY (old);
    jobs_ := cardinality(old);
    -- Of an import its figures, its history and its hash stay.
    SELECT coalesce(array_agg(i.id), '{}') INTO old FROM reporting.import i
     WHERE i.state IN ('faulty', 'stopped', 'withdrawn', 'replaced')
       AND (SELECT max(e.at) FROM reporting.import_event e WHERE e.import_id = i.id) < before_
       AND EXISTS (SELECT FROM reporting.import_file f WHERE f.import_id = i.id);
    DELETE FROM reporting.import_row r WHERE r.import_id = ANY (old);
    DELETE FROM reporting.import_fault f WHERE f.import_id = ANY (old);
    DELETE FROM reporting.import_file f WHERE f.import_id = ANY (old);
    imports := cardinality(old);
    PERFORM audit.record('change', 'tidying', NULL, NULL, NULL, jsonb_build_object('files', files, 'snapshots', snapshots,
        'jobs', jobs_, 'imports', imports));
END $$;

DO $$
DECLARE
    f text;
BEGIN
    FOREACH f IN ARRAY ARRAY['export_guard()', 'export_held(text, integer)', 'export_queue(jobs.export, uuid)',
        'export_ask(uuid, jsonb)', 'export_decide(uuid, integer, boolean, text)', 'export_drop(uuid)',
        'export_remove(uuid, integer)', 'export_at_work(uuid)', 'export_write(uuid, text, integer, text, integer)',
        'export_step(uuid, integer)', 'export_files(uuid)', 'export_head(uuid)', 'export_part_after(uuid, text, integer)',
        'export_chunk_put(uuid, integer, text)', 'export_ready(jobs.export, bytea, bigint)', 'export_finish(uuid, text, integer)',
        'export_job_over()',
        'export_take(uuid)', 'tidy_after()', 'tidy()'] LOOP
        EXECUTE 'ALTER FUNCTION jobs.' || f || ' OWNER TO throughline_definer';
        EXECUTE 'GRANT EXECUTE ON FUNCTION jobs.' || f || ' TO throughline_owner';
    END LOOP;
    -- What the server may call; the rest is called by these.
    FOREACH f IN ARRAY ARRAY['export_ask(uuid, jsonb)', 'export_decide(uuid, integer, boolean, text)',
        'export_remove(uuid, integer)', 'export_step(uuid, integer)', 'export_files(uuid)', 'export_head(uuid)',
        'export_part_after(uuid, text, integer)', 'export_chunk_put(uuid, integer, text)',
        'export_finish(uuid, text, integer)', 'export_take(uuid)', 'export_held(text, integer)', 'tidy()'] LOOP
        EXECUTE 'GRANT EXECUTE ON FUNCTION jobs.' || f || ' TO throughline_server';
    END LOOP;
END $$;
