-- Long work (0034_jobs.sql). A request queues it; a worker claims it, beats while
-- it goes on, and finishes it. Nothing else changes a job.

CREATE OR REPLACE FUNCTION jobs.job_guard() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        NEW.version := OLD.version + 1;
        IF (OLD.kind, OLD.owner_id, OLD.spoke_id, OLD.permission, OLD.input)
           IS DISTINCT FROM (NEW.kind, NEW.owner_id, NEW.spoke_id, NEW.permission, NEW.input) THEN
            RAISE EXCEPTION 'What a job is to do does not change.' USING ERRCODE = 'TL409';
        END IF;
        IF OLD.state = NEW.state THEN
            RETURN NEW;
        END IF;
    END IF;
    PERFORM casework.move_demand('job', 'job', CASE WHEN TG_OP = 'UPDATE' THEN OLD.state END, NEW.state);
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER c_guard BEFORE INSERT OR UPDATE ON jobs.job
    FOR EACH ROW EXECUTE FUNCTION jobs.job_guard();

-- Queues work in the name of whoever asks. For the SQL of any room, under its
-- own rights: the policy decides.
CREATE OR REPLACE FUNCTION jobs.queue(id_ uuid, kind_ text, title_ text, spoke integer,
                                      permission_ text, input_ jsonb) RETURNS uuid
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO jobs.job (id, kind, title, owner_id, spoke_id, permission, input)
    VALUES (id_, kind_, title_, access.actor(), spoke, permission_, coalesce(input_, '{}'));
    RETURN id_;
END $$;

-- The next job a worker can do, of the kinds it knows, or the one it names:
-- queued, or left behind by a worker whose lease has run out. It comes with a
-- session of its owner; `verdict` says that it is only to be cleared up.
DROP FUNCTION IF EXISTS jobs.claim(text, integer, text[], uuid);
CREATE FUNCTION jobs.claim(worker_ text, lease integer, kinds text[], only_ uuid,
                           OUT id uuid, OUT kind text, OUT token text, OUT permission text,
                           OUT input jsonb, OUT done integer, OUT total integer, OUT verdict text)
RETURNS SETOF record
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    job jobs.job;
BEGIN
    IF NOT pg_has_role(session_user, 'throughline_worker', 'MEMBER') THEN
        RAISE EXCEPTION 'only a worker takes up jobs' USING ERRCODE = '42501';
    END IF;
    SELECT j.* INTO job FROM jobs.job j
     WHERE j.state IN ('queued', 'running') AND j.kind = ANY (kinds)
       AND (j.state = 'queued' OR j.lease_until < clock_timestamp())
       AND (only_ IS NULL OR j.id = only_)
     ORDER BY j.queued_at, j.id LIMIT 1 FOR UPDATE SKIP LOCKED;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    -- Whoever had it before can do no more in its name.
    UPDATE access.session s SET ended_at = now() WHERE s.job_id = job.id AND s.ended_at IS NULL;
    IF EXISTS (SELECT FROM access.user_account u WHERE u.id = job.owner_id AND u.disabled_at IS NOT NULL) THEN
        UPDATE jobs.job j SET state = 'failed', lease_until = NULL, worker = NULL, ended_at = clock_timestamp(),
               message = 'The account of whoever asked for this was closed.' WHERE j.id = job.id;
        RETURN;
    END IF;
    verdict := CASE WHEN job.cancel_asked_at IS NOT NULL THEN 'cancelled'
                    WHEN job.attempts >= 5 THEN 'failed' END;
    token := encode(sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8')), 'hex');
    INSERT INTO access.session (token_hash, user_id, idle_until, absolute_until, job_id)
    VALUES (sha256(convert_to(token, 'UTF8')), job.owner_id, now() + interval '1 day', now() + interval '1 day', job.id);
    UPDATE jobs.job j
       SET state = 'running', worker = worker_, attempts = j.attempts + 1, beat_at = clock_timestamp(),
           lease_until = clock_timestamp() + make_interval(secs => lease),
           started_at = coalesce(j.started_at, clock_timestamp())
     WHERE j.id = job.id;
    id := job.id; kind := job.kind; permission := job.permission; input := job.input;
    done := job.done; total := job.total;
    RETURN NEXT;
END $$;

-- That the caller's session is the one made for this job: a worker that was
-- taken for dead has lost it.
CREATE OR REPLACE FUNCTION jobs.held(job uuid) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM access.live_session() s WHERE s.job_id = job) THEN
        RAISE EXCEPTION 'This job is not this worker''s.' USING ERRCODE = 'TL409';
    END IF;
END $$;

-- Still at it: how far, in the transaction of the work itself. Says whether it
-- is to be cancelled, and how far it is recorded to be.
CREATE OR REPLACE FUNCTION jobs.beat(job uuid, done_ integer, total_ integer, message_ text, lease integer)
RETURNS TABLE (wanted boolean, at integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM jobs.held(job);
    RETURN QUERY
    UPDATE jobs.job j
       SET done = coalesce(done_, j.done), total = coalesce(total_, j.total), message = coalesce(message_, j.message),
           beat_at = clock_timestamp(), lease_until = clock_timestamp() + make_interval(secs => lease)
     WHERE j.id = job
    RETURNING j.cancel_asked_at IS NOT NULL, j.done;
END $$;

-- Its end, by the worker that holds it; the session ends with it. 'queued' puts
-- it back for the next worker: this one was told to stop.
CREATE OR REPLACE FUNCTION jobs.finish(job uuid, state_ text, message_ text, result_ jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM jobs.held(job);
    UPDATE jobs.job j
       SET state = state_, message = message_, result = coalesce(result_, j.result), lease_until = NULL, worker = NULL,
           attempts = CASE state_ WHEN 'queued' THEN j.attempts - 1 ELSE j.attempts END,
           done = CASE state_ WHEN 'done' THEN coalesce(j.total, j.done) ELSE j.done END,
           ended_at = CASE state_ WHEN 'queued' THEN NULL ELSE clock_timestamp() END
     WHERE j.id = job;
    UPDATE access.session s SET ended_at = now() WHERE s.job_id = job AND s.ended_at IS NULL;
END $$;

-- Asked for by its owner or the spoke's coordinator. What has not begun ends at
-- once; what runs ends at its next step.
CREATE OR REPLACE FUNCTION jobs.cancel(job uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    was text;
BEGIN
    SELECT j.state INTO was FROM jobs.job j
     WHERE j.id = job AND (j.owner_id = access.me() OR j.spoke_id = ANY (access.spokes_with('job.oversee')))
       FOR UPDATE;
    IF NOT FOUND THEN
        RETURN; -- as one that does not exist
    END IF;
    IF was NOT IN ('queued', 'running') THEN
        RAISE EXCEPTION 'This is over already: there is nothing to cancel.' USING ERRCODE = 'TL409';
    END IF;
    UPDATE jobs.job j
       SET cancel_asked_at = coalesce(j.cancel_asked_at, clock_timestamp()),
           cancel_asked_by = coalesce(j.cancel_asked_by, access.me())
     WHERE j.id = job;
    IF was = 'queued' THEN
        UPDATE jobs.job j SET state = 'cancelled', ended_at = clock_timestamp(),
               message = 'Cancelled before it began.' WHERE j.id = job;
    END IF;
END $$;

-- Its owner has read how it ended.
CREATE OR REPLACE FUNCTION jobs.see(job uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE jobs.job j SET seen_at = clock_timestamp()
     WHERE j.id = job AND j.owner_id = access.me() AND j.ended_at IS NOT NULL AND j.seen_at IS NULL;
END $$;

DO $$
DECLARE
    f text;
BEGIN
    FOREACH f IN ARRAY ARRAY['job_guard()', 'claim(text, integer, text[], uuid)', 'held(uuid)',
        'beat(uuid, integer, integer, text, integer)', 'finish(uuid, text, text, jsonb)', 'cancel(uuid)', 'see(uuid)',
        'queue(uuid, text, text, integer, text, jsonb)'] LOOP
        EXECUTE 'ALTER FUNCTION jobs.' || f || ' OWNER TO throughline_definer';
        EXECUTE 'GRANT EXECUTE ON FUNCTION jobs.' || f || ' TO throughline_server, throughline_owner';
    END LOOP;
END $$;
