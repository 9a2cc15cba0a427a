-- Files made for one person (functions/58_exports.sql, 59_extract.sql), with SQL
-- alone: who may ask for, agree to and take what, and what is put away when.
BEGIN;
SELECT plan(57);
\ir ../support/sessions.sql
SELECT pg_temp.signed_in('hana', 'hub_analyst', NULL) AS hana,
       pg_temp.signed_in('greta', 'hub_grant_officer', NULL) AS greta,
       pg_temp.signed_in('anna', 'spoke_coordinator', 'bristol') AS anna,
       pg_temp.signed_in('petra', 'project_officer', 'bristol') AS petra,
       pg_temp.signed_in('sam', 'spoke_coordinator', 'somerset') AS sam,
       pg_temp.signed_in('iris', 'ig_lead', NULL) AS iris \gset

-- A kind of a spoke's file that needs agreement; three steps.
INSERT INTO jobs.export_kind (code, label, permission, approved_by, of_spoke, signed, hours, rows_most)
VALUES ('tap', 'Tap', 'setting.write', 'export.approve', true, false, 1, 10);
CREATE FUNCTION jobs.export_step_tap(x jobs.export, at integer, OUT done integer, OUT total integer, OUT message text)
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM jobs.export_write(x.id, 'data/a.csv', at, 'row ' || at || E'\n', 4);
    done := at + 1; total := 3; message := 'Tap';
END $$;
GRANT EXECUTE ON FUNCTION jobs.export_step_tap(jobs.export, integer) TO throughline_definer;
CREATE TEMPORARY TABLE piece AS
SELECT n, ('00000000-0000-4000-8000-0000000000' || lpad(n::text, 2, '0'))::uuid AS id FROM generate_series(1, 20) AS n;
GRANT SELECT ON piece TO PUBLIC;
CREATE FUNCTION pg_temp.id(wanted integer) RETURNS uuid LANGUAGE sql AS $$ SELECT id FROM piece WHERE n = wanted $$;
CREATE FUNCTION pg_temp.asks(n integer, spoke text DEFAULT 'bristol', reason text DEFAULT 'The authority leaves in April') RETURNS text LANGUAGE sql AS $$
    SELECT format('SELECT jobs.export_ask(%L, %L)', pg_temp.id(n),
                  jsonb_strip_nulls(jsonb_build_object('kind', 'tap', 'spoke', spoke, 'reason', reason))) $$;
CREATE FUNCTION pg_temp.state(wanted integer) RETURNS text LANGUAGE sql AS $$
    SELECT e.state FROM jobs.export e WHERE e.id = pg_temp.id(wanted) $$;
CREATE FUNCTION pg_temp.decides(n integer, agreed boolean) RETURNS text LANGUAGE sql AS $$
    SELECT format('SELECT WHERE jobs.export_decide(%L, %s, %L, ''No'')', e.id, e.version, agreed)
      FROM jobs.export e WHERE e.id = pg_temp.id(n) $$;
-- What a worker's session of the job may do, as outcome() tells it.
CREATE FUNCTION pg_temp.claims(n integer) RETURNS text LANGUAGE sql AS $$
    SELECT c.token FROM jobs.claim('tap', 30, '{export}', pg_temp.id(n)) c $$;
CREATE FUNCTION pg_temp.works(token text, statement text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    came text;
BEGIN
    BEGIN
        PERFORM set_config('session_authorization', 'throughline_server', true);
        PERFORM access.enter(token, 'setting.write', gen_random_uuid(), 'job.export', NULL, false);
        EXECUTE statement INTO came;
    EXCEPTION WHEN OTHERS THEN
        came := SQLSTATE || ': ' || SQLERRM;
    END;
    PERFORM set_config('session_authorization', current_setting('tap.owner'), true), set_config('throughline.token', '', true);
    RETURN came;
END $$;

-- 1. Who asks.
SELECT is(pg_temp.outcome('anna', pg_temp.asks(1)), '1', 'who holds the kind''s permission asks');
SELECT is(pg_temp.state(1), 'asked', 'and waits for a second person');
SELECT is_empty($$SELECT FROM jobs.job WHERE id = pg_temp.id(1)$$, 'no job makes it yet');
SELECT alike(pg_temp.outcome('anna', pg_temp.asks(2, 'somerset')), 'TL403%', 'not for another spoke');
SELECT alike(pg_temp.outcome('petra', pg_temp.asks(2)), 'TL403%', 'who does not hold it does not');
SELECT alike(pg_temp.outcome('anna', pg_temp.asks(2, 'bristol', 'short    ')), 'TL422%', 'nor without a purpose');
SELECT alike(pg_temp.outcome('hana', 'SELECT jobs.export_ask(gen_random_uuid(), ''{"kind": "nothing", "reason": "A purpose"}'')'), 'TL422%', 'nor for what there is not');
UPDATE access.session SET confirmed_at = now() - interval '6 minutes' WHERE user_id = :'anna';
SELECT alike(pg_temp.outcome('anna', pg_temp.asks(2)), 'TLR03%', 'nor having signed in long ago (R20)');
UPDATE access.session SET confirmed_at = now() WHERE user_id = :'anna';
SELECT is(pg_temp.outcome('anna', pg_temp.asks(n)), '1', 'another') FROM unnest(ARRAY[2, 3]) AS n;

-- 2. Who sees that it was asked for.
SELECT is(pg_temp.outcome(who, format('SELECT FROM jobs.export WHERE id = %L', pg_temp.id(1))), sees, who || ' and the asking')
  FROM (VALUES ('anna', '1'), ('iris', '1'), ('petra', '0'), ('sam', '0'), ('hana', '0')) AS t(who, sees);
SELECT alike(pg_temp.outcome(who, statement), '42501%', what) FROM (VALUES
    ('anna', 'UPDATE jobs.export SET state = ''making''', 'nobody changes one by hand'),
    ('anna', 'INSERT INTO jobs.export (kind, title, owner_id, reason, content_id) VALUES (''tap'', ''x'', access.me(), ''because of it'', gen_random_uuid())', 'nor makes one'),
    ('iris', 'SELECT FROM jobs.export_chunk', 'the file is read by nobody'),
    ('iris', 'SELECT FROM jobs.export_part', 'nor are its parts'),
    ('hana', 'SELECT FROM jobs.study_key', 'nor the keys of pseudonyms'),
    ('hana', 'SELECT FROM jobs.snapshot_person', 'nor whom a snapshot is of'),
    ('hana', 'SELECT FROM reporting.extract_persons', 'nor the rows before they are pseudonymised'),
    ('hana', 'SELECT jobs.pseudonym(''\x00'', ''\x00'', ''\x00'')', 'nobody makes pseudonyms at will'),
    ('anna', format('SELECT jobs.export_write(%L, ''data/a.csv'', 1, ''x'', 1)', pg_temp.id(1)), 'nor writes into a file')
    ) AS t(who, statement, what);

-- 3. A second person.
SELECT is(pg_temp.outcome('anna', pg_temp.decides(1, true)), '0', 'not oneself');
SELECT is(pg_temp.outcome('sam', pg_temp.decides(1, true)), '0', 'nor somebody of another spoke');
SELECT is(pg_temp.outcome('iris', pg_temp.decides(2, false)), '1', 'the information governance lead does not agree');
SELECT is(pg_temp.state(2), 'refused', 'then it is not made');
SELECT is(pg_temp.outcome('iris', pg_temp.decides(n, true)), '1', 'or agrees') FROM unnest(ARRAY[1, 3]) AS n;
SELECT throws_ok(format('UPDATE jobs.export SET decided_by = owner_id WHERE id = %L', pg_temp.id(1)), '23514', NULL, 'the owner is never the second person');
SELECT throws_ok(format('UPDATE jobs.export SET state = ''making'' WHERE id = %L', pg_temp.id(2)), 'TL409', NULL, 'what was refused stays so');

-- 4. Made by its job alone.
SELECT alike(pg_temp.outcome('anna', format('SELECT jobs.export_step(%L, 0)', pg_temp.id(1))), 'TL409%', 'its owner cannot make it by hand');
SELECT pg_temp.claims(1) AS token, pg_temp.claims(3) AS other \gset
SELECT is(pg_temp.works(:'token', format('SELECT s::text FROM jobs.export_step(%L, 0) s', pg_temp.id(1))), '(1,3,Tap)', 'its worker goes a step');
SELECT alike(pg_temp.works(:'other', format('SELECT jobs.export_step(%L, 1)', pg_temp.id(1))), 'TL409%', 'another job''s does not');
SELECT pg_temp.works(:'token', format('SELECT jobs.export_step(%L, %s)', pg_temp.id(1), n)) FROM unnest(ARRAY[1, 1, 2]) AS n;
SELECT is((SELECT count(*) FROM jobs.export_part WHERE export_id = pg_temp.id(1)), 3::bigint, 'a step done twice is one step');
SELECT alike(pg_temp.works(:'token', format('SELECT f::text FROM jobs.export_files(%L) f', pg_temp.id(1))), 'TL409: That is more%', 'more rows than the kind may have are refused (R20)');
UPDATE jobs.export_kind SET rows_most = 12 WHERE code = 'tap';
SELECT is(pg_temp.works(:'token', format('SELECT f::text FROM jobs.export_files(%L) f', pg_temp.id(1))), '(data/a.csv,18,12)', 'else its files are told');
SELECT pg_temp.works(:'token', format('SELECT jobs.export_chunk_put(%L, 0, ''616263'')', pg_temp.id(1))),
       pg_temp.works(:'token', format('SELECT jobs.export_finish(%L, %L, 1)', pg_temp.id(1), encode(sha256('abc'), 'hex')));
SELECT is((SELECT concat_ws(' ', state, size, rows, file_name) FROM jobs.export WHERE id = pg_temp.id(1)),
    'ready 3 12 throughline-tap-bristol-' || to_char(now(), 'YYYYMMDD') || '.zip', 'and it is ready');
SELECT is_empty(format('SELECT FROM jobs.export_part WHERE export_id = %L', pg_temp.id(1)), 'its parts are gone');

-- 5. One that is called off leaves nothing.
SELECT pg_temp.works(:'other', format('SELECT jobs.export_step(%L, 0)', pg_temp.id(3)));
UPDATE jobs.job SET state = 'cancelled', lease_until = NULL, worker = NULL, ended_at = now() WHERE id = pg_temp.id(3);
SELECT is(pg_temp.state(3), 'stopped', 'it is stopped with its job');
SELECT is_empty(format('SELECT FROM jobs.export_part WHERE export_id = %L', pg_temp.id(3)), 'with what it had written');

-- 6. Who takes it.
SELECT is(pg_temp.outcome(who, format('SELECT * FROM jobs.export_take(%L)', pg_temp.id(1))), gets, who || ' and the file')
  FROM (VALUES ('anna', '1'), ('iris', '0'), ('sam', '0')) AS t(who, gets);
UPDATE access.role_grant SET valid_to = current_date - 1, valid_from = current_date - 2 WHERE user_id = :'anna';
SELECT is(pg_temp.outcome('anna', format('SELECT * FROM jobs.export_take(%L)', pg_temp.id(1))), '0', 'not who has lost the role');

-- 7. What is put away: by a worker, once a day.
SELECT alike(pg_temp.outcome('anna', 'SELECT jobs.tidy()'), '42501%', 'the server''s role tidies nothing');
UPDATE jobs.export SET expires_at = now() WHERE id = pg_temp.id(1);
UPDATE jobs.job SET ended_at = now() - interval '91 days' WHERE id = pg_temp.id(3);
INSERT INTO reporting.import (id, kind, file_name, sha256, made_by) VALUES (pg_temp.id(9), 'totals_year', 'old.csv', sha256('old'), :'hana');
INSERT INTO reporting.import_file (import_id, content) VALUES (pg_temp.id(9), 'old');
UPDATE reporting.import SET state = 'faulty' WHERE id = pg_temp.id(9);
INSERT INTO reporting.import_event (import_id, state, at) VALUES (pg_temp.id(9), 'faulty', now() - interval '91 days');
UPDATE jobs.tidying SET done_at = '-infinity';
SELECT is((SELECT (files >= 1, jobs_ >= 1, imports >= 1) FROM jobs.tidy()), (true, true, true), 'the worker puts away');
SELECT is(pg_temp.state(1), 'removed', 'a file past its time');
SELECT is_empty(format('SELECT FROM jobs.export_chunk WHERE export_id = %L UNION ALL SELECT FROM jobs.job WHERE id = %L UNION ALL
    SELECT FROM reporting.import_file WHERE import_id = %L', pg_temp.id(1), pg_temp.id(3), pg_temp.id(9)), 'its bytes, an old job, an old import''s file');
SELECT isnt_empty(format('SELECT FROM reporting.import WHERE id = %L', pg_temp.id(9)), 'that there was such an import stays');
SELECT is((SELECT files FROM jobs.tidy()), NULL, 'once a day');

-- 8. Pseudonyms: HMAC-SHA256 as published (RFC 4231, cases 1 and 2), cut short.
SELECT is(jobs.pseudonym(jobs.hmac_block(k, 54), jobs.hmac_block(k, 92), m), hash, 'HMAC-SHA256 of a published example') FROM (VALUES
    (decode(repeat('0b', 20), 'hex'), 'Hi There'::bytea, 'b0344c61d8db38535ca8afce'),
    ('Jefe'::bytea, 'what do ya want for nothing?'::bytea, '5bdcc146bf60754e6a042426')) AS t(k, m, hash);

-- 9. What an extract's columns may be.
SELECT is_empty($$SELECT view, name FROM reporting.extract_columns() WHERE type NOT IN ('uuid', 'text', 'text[]', 'boolean', 'integer', 'smallint', 'numeric')$$,
    'no date, no instant, no document');
SELECT is_empty($$SELECT view, name FROM reporting.extract_columns() WHERE said IS NULL$$, 'each column is described');
SELECT is_empty($$SELECT c.view, c.vocabulary FROM reporting.extract_columns() c WHERE c.vocabulary IS NOT NULL
    AND NOT EXISTS (SELECT FROM reference.term t WHERE t.vocabulary = c.vocabulary)$$, 'by a vocabulary that there is');

SELECT * FROM finish();
ROLLBACK;
