-- The access log's only pens. Both write down the session's user themselves;
-- nobody can write a row in another's name, or change one (R23).

CREATE OR REPLACE FUNCTION audit.record(action_ text, kind_ text, record_ uuid, person_ uuid,
                                        spoke_ integer, detail_ jsonb)
RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO audit.access_log (request_id, user_id, operation, action, record_kind,
                                  record_id, person_id, spoke_id, purpose, detail)
    VALUES (nullif(current_setting('throughline.request', true), '')::uuid, access.actor(),
            nullif(current_setting('throughline.operation', true), ''), action_, kind_,
            record_, person_, spoke_,
            nullif(current_setting('throughline.purpose', true), ''), detail_);
END $$;

-- One row for a list: which records it showed. Put it in a list's statement as
--   WITH page AS MATERIALIZED (...),
--        logged AS MATERIALIZED (SELECT audit.record_list('list', 'referral', array_agg(id)) FROM page)
--   SELECT page.item, page.cursor FROM page, logged
CREATE OR REPLACE FUNCTION audit.record_list(action_ text, kind_ text, ids uuid[])
RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM audit.record(action_, kind_, NULL, NULL, NULL, jsonb_build_object('ids', to_jsonb(ids)));
END $$;

ALTER FUNCTION audit.record(text, text, uuid, uuid, integer, jsonb) OWNER TO throughline_definer;
ALTER FUNCTION audit.record_list(text, text, uuid[]) OWNER TO throughline_definer;
GRANT EXECUTE ON FUNCTION audit.record(text, text, uuid, uuid, integer, jsonb),
    audit.record_list(text, text, uuid[]) TO throughline_server, throughline_owner;
