-- What the database refuses of a request about what is held, and the copy that
-- is given out.

-- BEFORE INSERT OR UPDATE on subject_request, after the state guard.
CREATE OR REPLACE FUNCTION casework.subject_request_guard() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        NEW.person_id := casework.person_survivor(NEW.person_id);
        NEW.created_at := access.moment();
        NEW.created_by := access.actor();
        IF NEW.received_on > access.today() THEN
            RAISE EXCEPTION 'The day it came must be today or in the past' USING ERRCODE = 'TL422', COLUMN = 'received_on';
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.closed_on IS NOT NULL THEN
        RAISE EXCEPTION 'This request is closed: it stays as it is.' USING ERRCODE = 'TL409';
    END IF;
    IF NEW.identity_on > access.today() THEN
        RAISE EXCEPTION 'The day it was known who asks must be today or in the past' USING ERRCODE = 'TL422', COLUMN = 'identity_on';
    END IF;
    IF NEW.state = 'paused' AND OLD.state <> 'paused' THEN
        NEW.paused_on := access.today();
    ELSIF OLD.state = 'paused' AND NEW.state <> 'paused' THEN
        NEW.paused_days := OLD.paused_days + (access.today() - OLD.paused_on);
        NEW.paused_on := NULL;
    END IF;
    IF NEW.extend_reason IS DISTINCT FROM OLD.extend_reason THEN
        -- Said within the first month, or it does not hold.
        IF OLD.extended_on IS NOT NULL OR OLD.identity_on IS NULL OR casework.subject_due(OLD) < access.today() THEN
            RAISE EXCEPTION 'It can be extended once, within the first month.' USING ERRCODE = 'TL409';
        END IF;
        NEW.extended_on := access.today();
    END IF;
    IF NEW.state IN ('answered', 'refused', 'withdrawn') THEN
        NEW.closed_on := access.today();
    END IF;
    IF NEW.state = 'answered' THEN
        PERFORM casework.subject_answered(NEW);
        NEW.amended := CASE WHEN NEW.kind = 'rectification' THEN casework.subject_amended(NEW) END;
        IF NEW.outcome = 'corrected' AND NEW.amended = '[]' THEN
            RAISE EXCEPTION 'No correction was recorded since the request came. Correct the record first.' USING ERRCODE = 'TL409';
        END IF;
    END IF;
    RETURN NEW;
END $$;

-- What was corrected of the record since the request came: the versions before.
CREATE OR REPLACE FUNCTION casework.subject_amended(r casework.subject_request) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(jsonb_agg(jsonb_build_object('kind', x.kind, 'record_id', x.record_id, 'version', x.version,
               'at', casework.instant(x.at), 'by', casework.colleague(x.by_user) ->> 'name') ORDER BY x.at), '[]') FROM (
        SELECT v.kind, v.record_id, v.version, v.replaced_at AS at, v.replaced_by AS by_user FROM casework.earlier_version v
         WHERE v.person_id = ANY (casework.person_group(r.person_id))
         UNION ALL
        SELECT 'contact', v.contact_id, v.number, v.replaced_at, v.replaced_by
          FROM casework.contact_version v JOIN casework.contact c ON c.id = v.contact_id
         WHERE c.person_id = ANY (casework.person_group(r.person_id))
         UNION ALL
        SELECT 'person', coalesce(a.fact_id, a.name_id, a.person_id), NULL, a.at, a.by_user FROM casework.person_amendment a
         WHERE a.person_id = ANY (casework.person_group(r.person_id))
         UNION ALL
        SELECT 'note', n.replaces_id, NULL, n.created_at, n.created_by FROM casework.note n
         WHERE n.person_id = ANY (casework.person_group(r.person_id)) AND n.replaces_id IS NOT NULL) AS x
     WHERE x.at >= r.received_on::timestamp AT TIME ZONE 'Europe/London';
$$;

-- Nothing is given out that nobody looked at, or that its originator holds; then
-- the copy is made, once.
CREATE OR REPLACE FUNCTION casework.subject_answered(r casework.subject_request) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    copy jsonb;
BEGIN
    IF r.kind <> 'access' THEN
        RETURN;
    END IF;
    IF NOT access.recently_confirmed() THEN
        RAISE EXCEPTION 'signed in too long ago' USING ERRCODE = 'TLR03';
    END IF;
    IF r.gathered_at IS NULL OR EXISTS (SELECT FROM casework.subject_item i WHERE i.request_id = r.id AND i.decision IS NULL) THEN
        RAISE EXCEPTION 'Decide on each item first: include it, or say which exemption holds.' USING ERRCODE = 'TL409';
    END IF;
    copy := jsonb_build_object(
        'number', (SELECT s.reference_prefix || '-S' || lpad(r.number::text, 4, '0') FROM reference.spoke s WHERE s.id = r.spoke_id),
        'name', (SELECT p.display_name FROM casework.person p WHERE p.id = r.person_id), 'asked_by', r.asker_name,
        'received_on', r.received_on, 'answered_on', r.closed_on,
        'items', (SELECT coalesce(jsonb_agg(jsonb_build_object('room', i.room, 'happened_on', i.happened_on,
                     'content', casework.subject_redacted(i.id, i.content)) ORDER BY i.happened_on NULLS FIRST, i.room, i.id), '[]')
                    FROM casework.subject_item i WHERE i.request_id = r.id AND i.decision = 'include'),
        'withheld', (SELECT coalesce(jsonb_agg(jsonb_build_object('exemption', x.exemption, 'items', x.n) ORDER BY x.exemption), '[]')
                       FROM (SELECT i.exemption, count(*) AS n FROM casework.subject_item i
                              WHERE i.request_id = r.id AND i.decision = 'exempt' GROUP BY 1) AS x),
        'removed', (SELECT coalesce(jsonb_agg(jsonb_build_object('reason', x.reason, 'passages', x.n) ORDER BY x.reason), '[]')
                      FROM (SELECT d.reason, count(*) AS n FROM casework.subject_redaction d JOIN casework.subject_item i ON i.id = d.item_id
                             WHERE i.request_id = r.id AND i.decision = 'include' AND d.undone_at IS NULL GROUP BY 1) AS x));
    INSERT INTO casework.subject_copy (request_id, spoke_id, person_id, content, hash, made_at, made_by)
    VALUES (r.id, r.spoke_id, r.person_id, copy, sha256(convert_to(copy::text, 'UTF8')), access.moment(), access.actor());
    PERFORM audit.record('export', 'subject_copy', r.id, r.person_id, r.spoke_id, jsonb_build_object('kept', true));
END $$;

-- BEFORE UPDATE on subject_item, BEFORE INSERT OR UPDATE on subject_redaction,
-- BEFORE INSERT on subject_told: while the request is open.
CREATE OR REPLACE FUNCTION casework.subject_part_guard() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    item casework.subject_item;
    state_ text;
BEGIN
    IF TG_TABLE_NAME = 'subject_redaction' THEN
        SELECT * INTO item FROM casework.subject_item i WHERE i.id = NEW.item_id;
    ELSE
        item.request_id := NEW.request_id;
    END IF;
    SELECT r.state INTO state_ FROM casework.subject_request r WHERE r.id = item.request_id FOR SHARE;
    IF state_ <> 'in_progress' AND NOT (TG_TABLE_NAME = 'subject_told' AND state_ = 'answered') THEN
        RAISE EXCEPTION 'The request is %: nothing of it changes now.', replace(state_, '_', ' ') USING ERRCODE = 'TL409';
    END IF;
    IF TG_TABLE_NAME = 'subject_item' THEN
        NEW.version := OLD.version + 1;
        IF (NEW.decision, NEW.exemption, NEW.note) IS DISTINCT FROM (OLD.decision, OLD.exemption, OLD.note) AND NEW.decision IS NOT NULL THEN
            NEW.decided_at := access.moment();
            NEW.decided_by := access.actor();
        END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' THEN
        NEW.undone_at := access.moment();
        NEW.undone_by := access.actor();
        RETURN NEW;
    END IF;
    NEW.created_at := access.moment();
    NEW.created_by := access.actor();
    IF TG_TABLE_NAME = 'subject_redaction' AND (item.content IS NULL OR position(NEW.passage IN item.content) = 0) THEN
        RAISE EXCEPTION 'These words do not stand in the item. Copy them exactly' USING ERRCODE = 'TL422', COLUMN = 'passage';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION casework.subject_copy_kept() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'What was given out stays as it was.' USING ERRCODE = 'TL409';
END $$;

-- AFTER UPDATE of gathered_at: what is held is looked for.
CREATE OR REPLACE FUNCTION casework.subject_gathered() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM casework.subject_gather(NEW);
    RETURN NULL;
END $$;

DO $$
DECLARE
    f text;
BEGIN
    FOREACH f IN ARRAY ARRAY['subject_request_guard()', 'subject_amended(casework.subject_request)', 'subject_gathered()',
        'subject_answered(casework.subject_request)', 'subject_part_guard()', 'subject_copy_kept()'] LOOP
        EXECUTE 'ALTER FUNCTION casework.' || f || ' OWNER TO throughline_definer';
        EXECUTE 'GRANT EXECUTE ON FUNCTION casework.' || f || ' TO throughline_owner';
    END LOOP;
END $$;
CREATE TRIGGER b_touch BEFORE UPDATE ON casework.subject_request FOR EACH ROW EXECUTE FUNCTION casework.row_touch();
CREATE TRIGGER c_state_guard BEFORE INSERT OR UPDATE OF state ON casework.subject_request
    FOR EACH ROW EXECUTE FUNCTION casework.state_guard('subject_request');
CREATE TRIGGER d_guard BEFORE INSERT OR UPDATE ON casework.subject_request
    FOR EACH ROW EXECUTE FUNCTION casework.subject_request_guard();
CREATE TRIGGER x_gathered AFTER UPDATE OF gathered_at ON casework.subject_request
    FOR EACH ROW WHEN (NEW.gathered_at IS DISTINCT FROM OLD.gathered_at) EXECUTE FUNCTION casework.subject_gathered();
CREATE TRIGGER y_state_record AFTER INSERT OR UPDATE OF state ON casework.subject_request
    FOR EACH ROW EXECUTE FUNCTION casework.state_record('subject_request');
CREATE TRIGGER z_written AFTER INSERT OR UPDATE ON casework.subject_request FOR EACH ROW EXECUTE FUNCTION casework.row_written();
CREATE TRIGGER c_guard BEFORE UPDATE ON casework.subject_item FOR EACH ROW EXECUTE FUNCTION casework.subject_part_guard();
CREATE TRIGGER c_guard BEFORE INSERT OR UPDATE ON casework.subject_redaction FOR EACH ROW EXECUTE FUNCTION casework.subject_part_guard();
CREATE TRIGGER c_guard BEFORE INSERT ON casework.subject_told FOR EACH ROW EXECUTE FUNCTION casework.subject_part_guard();
CREATE TRIGGER z_written AFTER UPDATE OF decision, exemption ON casework.subject_item FOR EACH ROW EXECUTE FUNCTION casework.row_written();
CREATE TRIGGER z_written AFTER INSERT OR UPDATE ON casework.subject_redaction FOR EACH ROW EXECUTE FUNCTION casework.row_written();
CREATE TRIGGER z_written AFTER INSERT ON casework.subject_told FOR EACH ROW EXECUTE FUNCTION casework.row_written();
CREATE TRIGGER a_kept BEFORE UPDATE OR DELETE ON casework.subject_copy FOR EACH ROW EXECUTE FUNCTION casework.subject_copy_kept();
