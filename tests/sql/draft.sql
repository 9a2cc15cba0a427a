-- Drafts in the database itself: their writer's alone, how many, how long.
BEGIN;
SELECT plan(50);
\ir ../support/sessions.sql

CREATE TEMPORARY TABLE roles (role text);
INSERT INTO roles VALUES ('spoke_coordinator'), ('project_officer'), ('eit_officer'), ('eit_sergeant'), ('panel_member'),
    ('referrer'), ('provider_worker'), ('hub_auditor'), ('hub_analyst'), ('hub_grant_officer'), ('ig_lead'), ('system_admin');
SELECT count(pg_temp.signed_in('x' || role, role, 'bristol')) = 12 AS ready FROM roles \gset
SELECT pg_temp.signed_in('anna', 'spoke_coordinator', 'bristol') AS anna,
       pg_temp.signed_in('nora', 'spoke_coordinator', 'northsom') AS nora \gset

CREATE FUNCTION pg_temp.kept(who text, form_ text DEFAULT 'note', whose text DEFAULT 'access.me()', subject_ text DEFAULT '/notes',
                             content_ text DEFAULT '[{"name": "text", "value": "x"}]') RETURNS text LANGUAGE sql AS $$
    SELECT pg_temp.outcome(who, format('INSERT INTO casework.draft (user_id, form, subject, title, content)
        VALUES (%s, %L, %L, ''Notes'', %L)', whose, form_, subject_, content_)) $$;

-- 1. Everybody keeps their own, and nobody sees it but they.
SELECT is(pg_temp.kept('x' || role), '1', role || ' keeps a draft') FROM roles;
SELECT is(pg_temp.outcome('x' || role, 'SELECT FROM casework.draft'), '1', role || ' sees their own alone') FROM roles;
SELECT is(pg_temp.outcome(NULL, 'SELECT FROM casework.draft'), '0', 'nobody sees none');
SELECT alike(pg_temp.kept(NULL), '42501%', 'nobody keeps none');
SELECT alike(pg_temp.kept('anna', 'note', quote_literal(:'nora') || '::uuid'), '42501%', 'nor anybody in another''s name');
SELECT is(pg_temp.outcome('xsystem_admin', format('UPDATE casework.draft SET content = ''[]'' WHERE user_id <> %L', pg_temp.user_id('xsystem_admin'))), '0',
          'an administrator changes none');
SELECT is(pg_temp.outcome('xig_lead', format('DELETE FROM casework.draft WHERE user_id <> %L', pg_temp.user_id('xig_lead'))), '0', 'nor takes any away');
SET LOCAL ROLE throughline_owner;
SELECT is_empty('SELECT FROM casework.draft', 'even the owner of the tables reads none');
RESET ROLE;

-- 2. One for each form of each page.
SELECT is(pg_temp.kept('anna'), '1', 'the first');
SELECT alike(pg_temp.kept('anna'), '23505 draft_once_key%', 'not a second of the same form');
SELECT is(pg_temp.kept('anna', 'other'), '1', 'another form');
SELECT is(pg_temp.kept('anna', 'note', 'access.me()', '/notes?person=1'), '1', 'of another subject');
SELECT is(pg_temp.kept('nora'), '1', 'and of another person');

-- 3. What one may be.
SELECT alike(pg_temp.kept('anna', 'long', 'access.me()', '/notes', jsonb_build_array(jsonb_build_object('name', 'text', 'value', repeat('x', 131072)))::text),
             '23514 draft_size_check%', 'not without end');
SELECT alike(pg_temp.kept('anna', 'odd', 'access.me()', '/notes', '{}'), '23514 draft_content_check%', 'a list of fields');
SELECT alike(pg_temp.kept('anna', 'odd', 'access.me()', address), '23514 draft_subject_check%', 'of a page of this site, not ' || address)
  FROM (VALUES ('//elsewhere.example'), ('/\elsewhere'), ('https://elsewhere.example'), ('')) AS t(address);
SELECT alike(pg_temp.outcome('anna', format('UPDATE casework.draft SET %I = %I', col, col)), '42501%', col || ' is not theirs to say')
  FROM (VALUES ('user_id'), ('version'), ('expires_at')) AS t(col);

-- 4. Its version rises, and its time begins anew.
SELECT is(pg_temp.outcome('anna', 'UPDATE casework.draft SET content = ''[]'' WHERE form = ''other'''), '1', 'typed on');
SELECT is((SELECT version FROM casework.draft WHERE user_id = :'anna' AND form = 'other'), 2, 'and is a version further');

-- 5. What has expired is not there, and goes with the next that is kept.
ALTER TABLE casework.draft DISABLE TRIGGER d_kept;
UPDATE casework.draft SET updated_at = now() - interval '29 days', expires_at = now() - interval '1 day' WHERE user_id = :'nora';
ALTER TABLE casework.draft ENABLE TRIGGER d_kept;
SELECT is(pg_temp.outcome('nora', 'SELECT FROM casework.draft'), '0', 'expired: not there');
SELECT is(pg_temp.kept('anna', 'third'), '1', 'somebody keeps another');
SELECT is((SELECT count(*) FROM casework.draft WHERE user_id = :'nora'), 0::bigint, 'and it is gone');

-- 6. So many and no more.
INSERT INTO casework.draft (user_id, form, subject, title, content)
SELECT :'nora', 'n' || n, '/notes', 'Notes', '[]' FROM generate_series(1, 50) n;
SELECT alike(pg_temp.kept('nora'), 'TL409: You have 50 unfinished forms.%', 'the fifty-first is refused');

SELECT * FROM finish();
ROLLBACK;
