-- Long work is a job: imports, large exports, reports made anew. A job is
-- queued by a request, worked off by a thread of the server (or by a command in
-- the terminal) and looked at by whoever asked for it.
--
-- throughline_worker signs in to do so. It sees what the server's role sees,
-- and it alone may take up a job, which hands it a session of that job's owner:
-- whoever holds the server's password, or slips SQL into a request, cannot.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'throughline_worker') THEN
        CREATE ROLE throughline_worker LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS INHERIT;
    END IF;
END $$;
GRANT throughline_server TO throughline_worker;
ALTER ROLE throughline_worker SET search_path = pg_catalog;
ALTER ROLE throughline_worker SET statement_timeout = '120s';
ALTER ROLE throughline_worker SET idle_in_transaction_session_timeout = '60s';
ALTER ROLE throughline_worker SET timezone = 'UTC';
ALTER ROLE throughline_worker SET jit = off;

CREATE SCHEMA jobs AUTHORIZATION throughline_owner;
GRANT USAGE ON SCHEMA jobs TO throughline_server, throughline_definer;

SET LOCAL ROLE throughline_owner;
CREATE TABLE jobs.job (
    id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    version    integer NOT NULL DEFAULT 1,
    kind       text NOT NULL CHECK (kind ~ '^[a-z][a-z_]{0,39}$'),
    title      text NOT NULL CHECK (title <> '' AND length(title) <= 200),
    owner_id   uuid NOT NULL REFERENCES access.user_account,
    spoke_id   integer REFERENCES reference.spoke, -- NULL: of the hub
    permission text NOT NULL REFERENCES access.permission, -- what its owner must hold all along
    state      text NOT NULL DEFAULT 'queued',
    input      jsonb NOT NULL DEFAULT '{}',
    done       integer NOT NULL DEFAULT 0 CHECK (done >= 0),
    total      integer, -- NULL: not known yet
    message    text,  -- what it is at, or how it ended, in words
    result     jsonb, -- {"href", "text"}: where what it made can be seen
    attempts   integer NOT NULL DEFAULT 0,
    worker     text,
    lease_until timestamptz, -- past this the worker is taken for dead
    queued_at  timestamptz NOT NULL DEFAULT now(),
    started_at timestamptz,
    beat_at    timestamptz,
    ended_at   timestamptz,
    cancel_asked_at timestamptz,
    cancel_asked_by uuid REFERENCES access.user_account,
    seen_at    timestamptz, -- its owner has read how it ended
    CONSTRAINT job_lease_check CHECK ((state = 'running') = (lease_until IS NOT NULL)),
    CONSTRAINT job_ended_check CHECK ((state IN ('done', 'failed', 'cancelled')) = (ended_at IS NOT NULL)),
    CONSTRAINT job_total_check CHECK (total >= done),
    CONSTRAINT job_seen_check CHECK (seen_at IS NULL OR ended_at IS NOT NULL)
);
CREATE INDEX job_waiting ON jobs.job (queued_at, id) WHERE state IN ('queued', 'running');
CREATE INDEX job_owner ON jobs.job (owner_id, queued_at, id);
CREATE INDEX job_spoke ON jobs.job (spoke_id, queued_at, id);

-- The session a worker has for one job; ended with it.
ALTER TABLE access.session ADD COLUMN job_id uuid REFERENCES jobs.job;
CREATE INDEX session_job ON access.session (job_id) WHERE job_id IS NOT NULL AND ended_at IS NULL;

RESET ROLE;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA jobs TO throughline_definer;
