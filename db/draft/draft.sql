-- What the reader typed and has not sent. Nobody else's is ever in sight, so
-- nothing here is logged: it is not yet a young person's record.

-- The reader's drafts, latest first; with a page's address those of that page,
-- and what was typed.
-- name: draft_list(subject text, after jsonb, limit integer)
SELECT json_build_object('id', d.id, 'version', d.version, 'form', d.form, 'subject', d.subject,
           'title', d.title, 'based_on', d.based_on, 'updated_at', casework.instant(d.updated_at),
           'expires_at', casework.instant(d.expires_at),
           'content', CASE WHEN :subject::text IS NOT NULL THEN d.content END),
       jsonb_build_array(d.updated_at, d.id)
  FROM casework.draft AS d
 WHERE d.user_id = access.me()
   AND (:subject::text IS NULL OR d.subject = :subject)
   AND (:after::jsonb IS NULL OR (d.updated_at, d.id)
        < ((:after::jsonb ->> 0)::timestamptz, (:after::jsonb ->> 1)::uuid))
 ORDER BY d.updated_at DESC, d.id DESC
 LIMIT :limit;

-- name: draft_load(id uuid)
SELECT json_build_object('id', d.id, 'version', d.version, 'form', d.form, 'subject', d.subject,
           'title', d.title, 'based_on', d.based_on, 'updated_at', casework.instant(d.updated_at),
           'expires_at', casework.instant(d.expires_at), 'content', d.content), d.version
  FROM casework.draft AS d WHERE d.id = :id;

-- What was just made, without its text: answers to a POST are kept for those
-- who send it again, and a draft is to be in one place only.
-- name: draft_made(id uuid)
SELECT json_build_object('id', d.id, 'version', d.version, 'form', d.form, 'subject', d.subject,
           'title', d.title, 'based_on', d.based_on, 'updated_at', casework.instant(d.updated_at),
           'expires_at', casework.instant(d.expires_at), 'content', NULL), d.version
  FROM casework.draft AS d WHERE d.id = :id;

-- name: draft_create(id uuid, input jsonb)
INSERT INTO casework.draft (id, user_id, form, subject, title, content, based_on)
SELECT :id, i.user_id, i.form, i.subject, i.title, coalesce(i.content, '[]'), i.based_on
  FROM jsonb_to_record(:input) AS i(user_id uuid, form text, subject text, title text,
       content jsonb, based_on integer);

-- name: draft_update(id uuid, version integer, input jsonb)
UPDATE casework.draft SET
    title = coalesce(:input ->> 'title', title),
    content = coalesce(:input -> 'content', content),
    based_on = CASE WHEN :input ? 'based_on' THEN (:input ->> 'based_on')::integer ELSE based_on END
 WHERE id = :id AND version = :version;

-- name: draft_remove(id uuid, version integer)
DELETE FROM casework.draft WHERE id = :id AND version = :version;
