-- API keys of partner systems. What each may do and see stands in
-- functions/17_partner_keys.sql and 64_partner_keys.sql.

-- name: partner_key_list()
WITH page AS MATERIALIZED (
    SELECT item, cursor, id FROM access.key_page()),
logged AS MATERIALIZED (
    SELECT audit.record_list('list', 'partner_key', array_agg(id)) FROM page)
SELECT page.item, page.cursor FROM page, logged;

-- `secret`: of a key that has just got it, to be shown this once.
-- name: partner_key_load(id uuid, secret text)
SELECT k.object, k.version, audit.record('view', 'partner_key', :id, NULL, NULL, NULL)
  FROM access.key_load(:id, :secret) AS k;

-- name: partner_key_make(id uuid, input jsonb, secret text)
SELECT access.key_make(:id, :input, :secret);

-- name: partner_key_confirm(id uuid, version integer, secret text)
SELECT access.key_confirm(:id, :version, :secret);

-- name: partner_key_renew(id uuid, version integer, input jsonb, secret text)
SELECT access.key_renew(:id, :version, :input, :secret);

-- name: partner_key_revoke(id uuid, version integer, reason text)
SELECT access.key_revoke(:id, :version, :reason);

-- name: partner_key_own()
SELECT own, NULL FROM access.key_own() AS own WHERE own IS NOT NULL;
