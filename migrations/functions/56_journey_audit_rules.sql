-- What an audit demands before it moves, what of it stays as it was said, and
-- which of these each row does by itself.

-- BEFORE UPDATE on journey_audit. The auditor's words change while the auditor
-- has it, the spoke's answer with its answering.
CREATE OR REPLACE FUNCTION casework.audit_guard() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    missing bigint;
BEGIN
    IF (NEW.grade, NEW.summary, NEW.strengths) IS DISTINCT FROM (OLD.grade, OLD.summary, OLD.strengths)
       AND OLD.state NOT IN ('draft', 'graded') THEN
        RAISE EXCEPTION '%', CASE OLD.state
            WHEN 'with_spoke' THEN 'The spoke has this audit. Wait for its answer.'
            WHEN 'responded' THEN 'The spoke has answered. Take it back to change the grade.'
            ELSE 'This audit is over. Audit the journey again instead.' END USING ERRCODE = 'TL409';
    END IF;
    IF (NEW.response, NEW.response_text) IS DISTINCT FROM (OLD.response, OLD.response_text)
       AND NOT (OLD.state = 'with_spoke' AND NEW.state = 'responded') THEN
        RAISE EXCEPTION 'The answer to this audit cannot be changed now.' USING ERRCODE = 'TL409';
    END IF;
    IF NEW.state = OLD.state THEN
        RETURN NEW;
    END IF;
    IF NEW.state = 'graded' AND OLD.state = 'draft' THEN
        SELECT count(*) INTO missing FROM reference.term t
         WHERE t.vocabulary = 'audit_criterion' AND t.active_from <= access.today()
           AND (t.active_to IS NULL OR t.active_to > access.today())
           AND NOT EXISTS (SELECT FROM casework.journey_audit_score s
                            WHERE s.audit_id = NEW.id AND s.criterion = t.code AND s.replaced_at IS NULL);
        IF missing > 0 THEN
            RAISE EXCEPTION '%', format('Score every criterion before you grade: %s %s missing.', missing,
                CASE missing WHEN 1 THEN 'is' ELSE 'are' END) USING ERRCODE = 'TL422', COLUMN = 'scores';
        END IF;
    END IF;
    IF NEW.state = 'with_spoke' THEN
        NEW.sent_at := access.moment();
    ELSIF NEW.state = 'responded' THEN
        NEW.responded_at := access.moment();
        NEW.responded_by := access.actor();
    ELSIF NEW.state = 'graded' AND OLD.state = 'responded' THEN -- kept by audit_kept
        NEW.response := NULL;
        NEW.response_text := NULL;
        NEW.responded_at := NULL;
        NEW.responded_by := NULL;
    END IF;
    RETURN NEW;
END $$;

-- AFTER UPDATE: what it said once it was graded is kept; an audit that is over
-- shuts the journey.
CREATE OR REPLACE FUNCTION casework.audit_kept() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF OLD.state <> 'draft' AND (
        OLD.grade IS DISTINCT FROM NEW.grade OR OLD.summary IS DISTINCT FROM NEW.summary
        OR OLD.strengths IS DISTINCT FROM NEW.strengths
        OR OLD.response IS NOT NULL AND OLD.response IS DISTINCT FROM NEW.response) THEN
        INSERT INTO casework.journey_audit_version (audit_id, spoke_id, number, was, replaced_at, replaced_by)
        VALUES (OLD.id, OLD.spoke_id, OLD.version, jsonb_strip_nulls(jsonb_build_object(
                    'grade', OLD.grade, 'summary', OLD.summary, 'strengths', OLD.strengths,
                    'response', OLD.response, 'response_text', OLD.response_text)),
                access.moment(), access.actor());
    END IF;
    IF NEW.state IN ('closed', 're_audited', 'set_aside') THEN
        UPDATE access.journey_opening o
           SET ended_at = greatest(o.opened_at, least(o.until, access.moment()))
         WHERE o.audit_id = NEW.id AND o.ended_at IS NULL;
    END IF;
    RETURN NULL;
END $$;

-- BEFORE INSERT on journey_audit_score. Freely while it is a draft; after that
-- a new score says why.
CREATE OR REPLACE FUNCTION casework.score_guard() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    audit casework.journey_audit;
BEGIN
    SELECT * INTO audit FROM casework.journey_audit a WHERE a.id = NEW.audit_id FOR NO KEY UPDATE;
    IF audit.state NOT IN ('draft', 'graded') THEN
        RAISE EXCEPTION '%', CASE audit.state
            WHEN 'with_spoke' THEN 'The spoke has this audit. Wait for its answer.'
            WHEN 'responded' THEN 'The spoke has answered. Take it back to change a score.'
            ELSE 'This audit is over. Audit the journey again instead.' END USING ERRCODE = 'TL409';
    END IF;
    SELECT coalesce(max(s.number), 0) + 1 INTO NEW.number FROM casework.journey_audit_score s
     WHERE s.audit_id = NEW.audit_id AND s.criterion = NEW.criterion;
    IF audit.state = 'graded' AND NEW.correction IS NULL THEN
        RAISE EXCEPTION 'Enter why the score is corrected' USING ERRCODE = 'TL422', COLUMN = 'correction';
    END IF;
    NEW.replaced_at := NULL;
    UPDATE casework.journey_audit_score s SET replaced_at = access.moment()
     WHERE s.audit_id = NEW.audit_id AND s.criterion = NEW.criterion AND s.replaced_at IS NULL;
    RETURN NEW;
END $$;

-- BEFORE INSERT OR UPDATE on journey_audit_action: added while the audit is
-- under way; owned by somebody who works in the spoke.
CREATE OR REPLACE FUNCTION casework.audit_action_guard() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' AND EXISTS (SELECT FROM casework.journey_audit a WHERE a.id = NEW.audit_id
                                     AND a.state IN ('closed', 're_audited', 'set_aside')) THEN
        RAISE EXCEPTION 'This audit is over. Audit the journey again instead.' USING ERRCODE = 'TL409';
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.state <> 'open' AND NEW.state = OLD.state THEN
        RAISE EXCEPTION 'This action is over.' USING ERRCODE = 'TL409';
    END IF;
    IF NEW.owner_user_id IS NOT NULL AND (TG_OP = 'INSERT' OR NEW.owner_user_id IS DISTINCT FROM OLD.owner_user_id)
       AND NOT EXISTS (
           SELECT FROM access.user_account u JOIN access.role_grant g ON g.user_id = u.id
             JOIN access.role_permission p ON p.role = g.role
            WHERE u.id = NEW.owner_user_id AND u.disabled_at IS NULL AND p.permission = 'scope.case'
              AND (g.spoke_id IS NULL OR g.spoke_id = NEW.spoke_id)
              AND access.today() BETWEEN g.valid_from AND coalesce(g.valid_to, 'infinity')) THEN
        RAISE EXCEPTION 'Choose somebody who works in the spoke' USING ERRCODE = 'TL422', COLUMN = 'owner_user_id';
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.due_on IS DISTINCT FROM OLD.due_on AND NOT access.loading()
       AND NOT NEW.spoke_id = ANY (access.spokes_with('journey_audit.write')) THEN
        RAISE EXCEPTION 'Only the hub moves the date.' USING ERRCODE = 'TL403';
    END IF;
    IF TG_OP = 'UPDATE' THEN
        NEW.done_on := CASE WHEN NEW.state = 'done' THEN coalesce(NEW.done_on, access.today()) END;
        IF NEW.state = 'open' AND OLD.state = 'done' THEN
            NEW.state_note := NULL;
        END IF;
    END IF;
    RETURN NEW;
END $$;

-- AFTER any write: the access log. Whose journey it is stands beside the id.
CREATE OR REPLACE FUNCTION casework.audit_written() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    person uuid;
BEGIN
    IF access.loading() THEN
        RETURN NULL;
    END IF;
    IF TG_TABLE_NAME = 'journey_audit' THEN
        person := NEW.audited_person;
    ELSE
        SELECT a.audited_person INTO person FROM casework.journey_audit a WHERE a.id = NEW.audit_id;
    END IF;
    PERFORM audit.record(CASE TG_OP WHEN 'INSERT' THEN 'create' ELSE 'change' END, TG_TABLE_NAME, NEW.id,
                         person, NEW.spoke_id, NULL);
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION casework.audit_required(wanted uuid) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM casework.journey_audit a WHERE a.id = wanted) THEN
        RAISE EXCEPTION 'no such audit' USING ERRCODE = 'TL404';
    END IF;
END $$;

-- Reading an audit is reading about somebody: the log says whose, the reader
-- is not told.
CREATE OR REPLACE FUNCTION casework.audit_read(wanted uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM audit.record('view', 'journey_audit', a.id, a.audited_person, a.spoke_id, NULL)
       FROM casework.journey_audit a WHERE a.id = wanted;
END $$;

DO $$
DECLARE
    f text;
    t text;
BEGIN
    FOREACH f IN ARRAY ARRAY['access.opened_people()', 'access.opened_spokes()', 'access.opened_meetings()',
        'access.journey_opens()', 'access.journey_opened()', 'casework.london_day(timestamptz)',
        'casework.audit_interval(text, date, date, text, integer, integer, boolean)',
        'casework.sample_draw()', 'casework.audit_again(uuid, uuid)', 'casework.audit_guard()',
        'casework.audit_kept()', 'casework.score_guard()', 'casework.audit_action_guard()',
        'casework.audit_written()', 'casework.audit_required(uuid)', 'casework.audit_read(uuid)'] LOOP
        EXECUTE 'ALTER FUNCTION ' || f || ' OWNER TO throughline_definer';
        EXECUTE 'GRANT EXECUTE ON FUNCTION ' || f || ' TO throughline_server, throughline_owner';
    END LOOP;
    -- What tells more than a pseudonym may is for definer functions only.
    FOREACH f IN ARRAY ARRAY['audit_pseudonym(uuid, uuid, integer)', 'audit_intervals(casework.episode)',
        'audit_gaps(casework.episode, jsonb)', 'audit_facts(casework.episode)', 'audit_age_band(uuid, date)',
        'sample_asks(casework.journey_sample, casework.episode)'] LOOP
        EXECUTE 'ALTER FUNCTION casework.' || f || ' OWNER TO throughline_definer';
    END LOOP;
    FOREACH t IN ARRAY ARRAY['journey_sample', 'journey_audit', 'journey_audit_score', 'journey_audit_action'] LOOP
        EXECUTE format('CREATE TRIGGER a_born BEFORE INSERT ON casework.%I
                        FOR EACH ROW EXECUTE FUNCTION casework.row_born()', t);
        CONTINUE WHEN t = 'journey_sample';
        EXECUTE format('CREATE TRIGGER z_written AFTER INSERT OR UPDATE ON casework.%I
                        FOR EACH ROW EXECUTE FUNCTION casework.audit_written()', t);
        CONTINUE WHEN t = 'journey_audit_score';
        EXECUTE format('CREATE TRIGGER b_touch BEFORE UPDATE ON casework.%I
                        FOR EACH ROW EXECUTE FUNCTION casework.row_touch()', t);
        EXECUTE format('CREATE TRIGGER c_state_guard BEFORE INSERT OR UPDATE OF state ON casework.%I
                        FOR EACH ROW EXECUTE FUNCTION casework.state_guard(%L)', t,
                       CASE t WHEN 'journey_audit' THEN 'audit' ELSE 'audit_action' END);
        EXECUTE format('CREATE TRIGGER y_state_record AFTER INSERT OR UPDATE OF state ON casework.%I
                        FOR EACH ROW EXECUTE FUNCTION casework.state_record(%L)', t,
                       CASE t WHEN 'journey_audit' THEN 'audit' ELSE 'audit_action' END);
    END LOOP;
END $$;
CREATE TRIGGER e_codes BEFORE INSERT ON casework.journey_sample
    FOR EACH ROW EXECUTE FUNCTION casework.codes_known('risk_level', 'risk_levels',
        'closure_reason', 'closure_reasons', 'audit_gap', 'gaps');
CREATE TRIGGER z_drawn AFTER INSERT ON casework.journey_sample
    FOR EACH ROW EXECUTE FUNCTION casework.sample_draw();
CREATE TRIGGER d_guard BEFORE UPDATE ON casework.journey_audit
    FOR EACH ROW EXECUTE FUNCTION casework.audit_guard();
CREATE TRIGGER y_kept AFTER UPDATE ON casework.journey_audit
    FOR EACH ROW EXECUTE FUNCTION casework.audit_kept();
CREATE TRIGGER d_guard BEFORE INSERT ON casework.journey_audit_score
    FOR EACH ROW EXECUTE FUNCTION casework.score_guard();
CREATE TRIGGER d_guard BEFORE INSERT OR UPDATE ON casework.journey_audit_action
    FOR EACH ROW EXECUTE FUNCTION casework.audit_action_guard();
CREATE OR REPLACE TRIGGER b_opens BEFORE INSERT ON access.journey_opening
    FOR EACH ROW EXECUTE FUNCTION access.journey_opens();
CREATE OR REPLACE TRIGGER z_opened AFTER INSERT ON access.journey_opening
    FOR EACH ROW EXECUTE FUNCTION access.journey_opened();
