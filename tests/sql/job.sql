-- Long work in the database itself: whose it is, who takes it up, each move
-- allowed and refused, and that a worker taken for dead can do no more.
BEGIN;
SELECT plan(46);
\ir ../support/sessions.sql
SELECT pg_temp.signed_in('anna', 'spoke_coordinator', 'bristol') AS anna,
       pg_temp.signed_in('petra', 'project_officer', 'bristol') AS petra,
       pg_temp.signed_in('sam', 'spoke_coordinator', 'somerset') AS sam,
       pg_temp.signed_in('hana', 'hub_analyst', NULL) AS hana \gset

CREATE TEMPORARY TABLE piece AS
SELECT n, ('00000000-0000-4000-8000-00000000000' || n)::uuid AS id FROM generate_series(1, 9) AS n;
GRANT SELECT ON piece TO PUBLIC;
CREATE FUNCTION pg_temp.queues(n integer, spoke text, permission text DEFAULT 'report.read') RETURNS text LANGUAGE sql AS $$
    SELECT format('SELECT jobs.queue(%L, ''tap'', ''Tap %s'', reference.spoke_id(%L), %L, ''{"a": "b"}'')', p.id, n, spoke, permission)
      FROM piece p WHERE p.n = queues.n $$;
CREATE FUNCTION pg_temp.state(wanted integer) RETURNS text LANGUAGE sql AS $$
    SELECT j.state FROM jobs.job j JOIN piece p ON p.id = j.id WHERE p.n = wanted $$;

-- 1. Who queues, in whose name.
SELECT is(pg_temp.outcome('petra', pg_temp.queues(1, 'bristol')), '1', 'an officer queues work of the spoke');
SELECT alike(pg_temp.outcome('petra', pg_temp.queues(2, 'somerset')), '42501%', 'not of another spoke');
SELECT alike(pg_temp.outcome('petra', pg_temp.queues(2, 'bristol', 'user.write')), '42501%', 'not with a permission they lack');
SELECT is(pg_temp.outcome('hana', pg_temp.queues(2, NULL)), '1', 'the analyst queues work of the hub');
SELECT alike(pg_temp.outcome('petra', format('INSERT INTO jobs.job (kind, title, owner_id, permission)
    SELECT ''tap'', ''Tap'', %L, ''report.read''', (SELECT owner_id FROM jobs.job j JOIN piece p ON p.id = j.id WHERE n = 2))),
    '42501%', 'not in another''s name');
SELECT alike(pg_temp.outcome('petra', 'UPDATE jobs.job SET message = ''x'''), '42501%', 'nobody changes a job by hand');
SELECT alike(pg_temp.outcome('petra', 'DELETE FROM jobs.job'), '42501%', 'nor removes one');
SELECT alike(pg_temp.outcome('petra', 'INSERT INTO jobs.job (kind, title, owner_id, permission, state)
    SELECT ''tap'', ''Tap'', access.me(), ''report.read'', ''done'''), '42501%', 'nor makes one that is over');

-- 2. Who sees it.
SELECT is(pg_temp.outcome(who, format('SELECT FROM jobs.job WHERE id = %L', p.id)), sees, who || ' and the officer''s job')
  FROM piece p, (VALUES ('petra', '1'), ('anna', '1'), ('sam', '0'), ('hana', '0')) AS t(who, sees) WHERE p.n = 1;
SELECT is(pg_temp.outcome('anna', format('SELECT FROM jobs.job WHERE id = %L', id)), '0', 'the hub''s is the owner''s alone') FROM piece WHERE n = 2;

-- 3. Who takes it up: the worker's login, nobody else.
SELECT alike(pg_temp.outcome('petra', 'SELECT * FROM jobs.claim(''x'', 30, ''{tap}'', NULL)'), '42501%', 'the server''s role takes up nothing');
CREATE TEMPORARY TABLE had AS SELECT c.*, 1 AS round FROM jobs.claim('tap worker', 30, '{tap}', NULL) c;
SELECT is((SELECT count(*)::text || max(kind) || max(permission) || max(input ->> 'a') FROM had), '1tapreport.readb', 'the oldest comes first, whole');
SELECT is((SELECT id FROM had), (SELECT id FROM piece WHERE n = 1), 'it is the officer''s');
SELECT is(pg_temp.state(1), 'running', 'it runs');
SELECT is((SELECT count(*)::integer FROM jobs.claim('x', 30, '{other}', NULL)), 0, 'a worker takes only the kinds it knows');
SELECT is((SELECT id FROM jobs.claim('x', 30, '{tap}', (SELECT id FROM piece WHERE n = 2))), (SELECT id FROM piece WHERE n = 2), 'or the one it names');
SELECT is((SELECT count(*)::integer FROM jobs.claim('x', 30, '{tap}', NULL)), 0, 'none is taken up twice');

-- 4. The session it comes with is the owner's, and ends with it.
CREATE FUNCTION pg_temp.worked(token text, statement text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    came text;
BEGIN
    BEGIN
        PERFORM set_config('session_authorization', 'throughline_worker', true);
        PERFORM access.enter(token, 'public', gen_random_uuid(), 'tap', NULL, false);
        EXECUTE statement;
        GET DIAGNOSTICS came = ROW_COUNT;
    EXCEPTION WHEN OTHERS THEN
        came := SQLSTATE || ' ' || SQLERRM;
    END;
    PERFORM set_config('session_authorization', current_setting('tap.owner'), true),
            set_config('throughline.token', '', true);
    RETURN came;
END $$;
SELECT is((SELECT pg_temp.worked(token, format('SELECT * FROM jobs.beat(%L, 3, 10, ''Row 3'', 30)', id)) FROM had), '1', 'it beats');
SELECT is((SELECT j.done || '/' || j.total || ' ' || j.message FROM jobs.job j JOIN had USING (id)), '3/10 Row 3', 'and says how far it is');
SELECT alike((SELECT pg_temp.worked(token, format('SELECT * FROM jobs.beat(%L, 1, 1, NULL, 30)', p.id)) FROM had, piece p WHERE n = 2),
    'TL409%', 'another''s job is not its to move');
SELECT alike(pg_temp.outcome('petra', format('SELECT * FROM jobs.beat(%L, 9, 10, NULL, 30)', id)), 'TL409%', 'nor the owner''s own session''s') FROM piece WHERE n = 1;
SELECT alike((SELECT pg_temp.worked(token, format('SELECT * FROM jobs.beat(%L, 11, NULL, NULL, 30)', id)) FROM had), '23514%', 'never more done than there is');
SELECT is((SELECT pg_temp.worked(token, format('SELECT FROM jobs.job WHERE id = %L', id)) FROM had), '1', 'it sees what its owner sees');

-- 5. Taken for dead: the next worker goes on, the first can do no more.
UPDATE jobs.job SET lease_until = now() - interval '1 second' WHERE id = (SELECT id FROM had);
INSERT INTO had SELECT c.*, 2 FROM jobs.claim('second', 30, '{tap}', NULL) c;
SELECT is((SELECT done FROM had WHERE round = 2), 3, 'the next one goes on where it was');
SELECT alike((SELECT pg_temp.worked(token, format('SELECT * FROM jobs.beat(%L, 4, 10, NULL, 30)', id)) FROM had WHERE round = 1), 'TL409%', 'the first one is out');
SELECT is((SELECT attempts FROM jobs.job j JOIN had USING (id) WHERE round = 2), 2, 'it is counted');

-- 6. Calling it off.
SELECT is(pg_temp.outcome('sam', format('SELECT jobs.cancel(%L)', id)), '1', 'another spoke''s is as one that does not exist') FROM piece WHERE n = 1;
SELECT ok((SELECT cancel_asked_at IS NULL FROM jobs.job j JOIN piece USING (id) WHERE n = 1), 'and stays as it is');
SELECT is(pg_temp.outcome('anna', format('SELECT jobs.cancel(%L)', id)), '1', 'the coordinator calls it off') FROM piece WHERE n = 1;
SELECT is(pg_temp.state(1), 'running', 'what runs ends at its next step');
SELECT ok((SELECT pg_temp.worked(token, format('SELECT jobs.finish(%L, ''cancelled'', ''Cancelled.'', NULL)', id)) FROM had WHERE round = 2) = '1', 'which ends it');
SELECT is(pg_temp.state(1), 'cancelled', 'it is over');
SELECT alike(pg_temp.outcome('anna', format('SELECT jobs.cancel(%L)', id)), 'TL409%', 'there is nothing more to cancel') FROM piece WHERE n = 1;
SELECT is((SELECT pg_temp.worked(token, 'SELECT FROM jobs.job') FROM had WHERE round = 2), '0', 'the worker''s session is over, too');
SELECT pg_temp.outcome('petra', pg_temp.queues(3, 'bristol'));
SELECT is(pg_temp.outcome('petra', format('SELECT jobs.cancel(%L)', id)), '1', 'its owner calls off what has not begun') FROM piece WHERE n = 3;
SELECT is(pg_temp.state(3), 'cancelled', 'which ends at once');

-- 7. Every move there is not.
SELECT throws_like(format('UPDATE jobs.job SET state = %L, ended_at = %s, lease_until = %s WHERE id = %L', s,
           CASE WHEN s IN ('done', 'failed') THEN 'now()' ELSE 'NULL' END, CASE s WHEN 'running' THEN 'now()' ELSE 'NULL' END, p.id),
       'This job is cancelled: it cannot become ' || s || '.', 'cancelled never becomes ' || s)
  FROM piece p, unnest(ARRAY['queued', 'running', 'done', 'failed']) AS s WHERE p.n = 3;
SELECT throws_like(format('UPDATE jobs.job SET input = ''{}'' WHERE id = %L', id), 'What a job is to do does not change.', 'its task is fixed')
  FROM piece WHERE n = 2;

-- 8. A closed account does nothing more.
SELECT pg_temp.outcome('petra', pg_temp.queues(4, 'bristol'));
UPDATE access.user_account SET disabled_at = now() WHERE id = (SELECT owner_id FROM jobs.job j JOIN piece USING (id) WHERE n = 4);
SELECT is((SELECT count(*)::integer FROM jobs.claim('x', 30, '{tap}', NULL)), 0, 'nobody works for a closed account');
SELECT is(pg_temp.state(4), 'failed', 'it is said so');

SELECT * FROM finish();
ROLLBACK;
