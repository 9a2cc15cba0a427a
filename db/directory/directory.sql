-- Vocabularies, spokes, agencies and colleagues: what forms choose from.

-- name: directory_terms(vocabulary text)
SELECT to_json(t) FROM (
    SELECT code, label, position, active_from, active_to, detail
      FROM reference.term
     WHERE vocabulary = :vocabulary
     ORDER BY position, code) t;

-- name: directory_spokes()
-- plan: seq scan on spoke, five rows
SELECT to_json(s) FROM (
    SELECT code, gss_code, name, short_name,
           (SELECT coalesce(json_object_agg(setting, value ORDER BY setting), '{}')
              FROM reference.spoke_setting WHERE spoke_id = spoke.id) AS settings
      FROM reference.spoke ORDER BY name) s;

-- name: directory_agencies(spoke text, agency_type text)
-- plan: seq scan on agency, a few hundred rows
SELECT to_json(a) FROM (
    SELECT agency.code, agency.name, agency.agency_type, spoke.code AS spoke
      FROM reference.agency LEFT JOIN reference.spoke ON spoke.id = agency.spoke_id
     WHERE (:spoke::text IS NULL OR spoke.code IS NULL OR spoke.code = :spoke)
       AND (:agency_type::text IS NULL OR agency.agency_type = :agency_type)
     ORDER BY agency.name) a;

-- Colleagues who hold a role in the spoke: whom work can be given to.
-- name: directory_colleagues(spoke text, permission text)
-- plan: seq scan on role_grant, a few hundred rows
SELECT to_json(u) FROM (
    SELECT account.id, account.name, account.job_title, agency.code AS agency,
           agency.name AS agency_name
      FROM access.user_account AS account
      JOIN reference.agency ON agency.id = account.agency_id
     WHERE account.disabled_at IS NULL AND NOT account.is_key
       AND EXISTS (SELECT FROM access.role_grant AS held
                     JOIN access.role_permission AS may ON may.role = held.role
                    WHERE held.user_id = account.id
                      AND access.today() BETWEEN held.valid_from
                          AND coalesce(held.valid_to, 'infinity')
                      AND (held.spoke_id IS NULL
                           OR held.spoke_id = reference.spoke_id(:spoke))
                      AND (:permission::text IS NULL OR may.permission = :permission))
     ORDER BY account.name, account.id) u;

-- For the server's own dictionary (server/access/names.h).
-- name: directory_names()
SELECT kind, id, name, detail FROM access.directory();
