-- What somebody typed and has not sent yet (experience.md 7): kept here and
-- never in the browser, because the computer may be shared. A draft is no
-- record of a young person; it is its writer's alone until it is sent.
SET LOCAL ROLE throughline_owner;

CREATE TABLE casework.draft (
    id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    version    integer NOT NULL DEFAULT 1,
    user_id    uuid NOT NULL REFERENCES access.user_account,
    form       text NOT NULL,  -- which form of its page
    subject    text NOT NULL,  -- the page's address, with whom it is about
    title      text NOT NULL,  -- as its writer knows the page
    content    jsonb NOT NULL, -- [{"name": ..., "value": ...}]
    based_on   integer,        -- version of the record it was typed over
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    -- One for each form of each page: two tabs write the same one.
    CONSTRAINT draft_once_key UNIQUE (user_id, form, subject),
    CONSTRAINT draft_form_check CHECK (length(form) BETWEEN 1 AND 200),
    CONSTRAINT draft_subject_check CHECK (subject ~ '^/([^/\\].*)?$' AND length(subject) <= 300),
    CONSTRAINT draft_title_check CHECK (length(title) BETWEEN 1 AND 200),
    CONSTRAINT draft_content_check CHECK (jsonb_typeof(content) = 'array'),
    CONSTRAINT draft_size_check CHECK (octet_length(content::text) <= 131072),
    CONSTRAINT draft_expires_check CHECK (expires_at > updated_at)
);
CREATE INDEX draft_list ON casework.draft (user_id, updated_at DESC, id DESC);
CREATE INDEX draft_expires ON casework.draft (expires_at);
