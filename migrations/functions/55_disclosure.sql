-- The register of sharings, and agreement that is withdrawn: what sharing rests
-- on now, what follows from a withdrawal, and the sharings the product makes
-- itself. An agreement's changes and a sharing's reviews are never overwritten.

-- What sharing out of an episode rests on now: the power its referral names,
-- until agreement to sharing is withdrawn; then what the withdrawal says, or
-- nothing. `agreement` is the change that holds, if there was one.
CREATE OR REPLACE FUNCTION casework.sharing_basis(episode uuid, OUT gateway text, OUT reason text,
                                                  OUT agreement uuid, OUT withdrawn_on date)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    latest casework.agreement;
BEGIN
    SELECT * INTO latest FROM casework.agreement a
     WHERE a.episode_id = episode AND a.kind = 'sharing'
     ORDER BY a.changed_on DESC, a.created_at DESC LIMIT 1;
    agreement := latest.id;
    IF latest.change = 'withdrawn' THEN
        gateway := latest.gateway;
        reason := latest.gateway_reason;
        withdrawn_on := latest.changed_on;
        RETURN;
    END IF;
    gateway := coalesce((SELECT r.sharing_gateway FROM casework.episode e
                          JOIN casework.referral r ON r.id = e.referral_id WHERE e.id = episode), 'pcsc_2022');
END $$;

-- BEFORE INSERT on agreement: dated, and a change of what holds.
CREATE OR REPLACE FUNCTION casework.agreement_guard() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    holds casework.agreement;
BEGIN
    IF TG_OP <> 'INSERT' THEN
        RAISE EXCEPTION 'What was said about agreement stays in the record.' USING ERRCODE = 'TL409';
    END IF;
    IF NEW.changed_on > (access.moment() AT TIME ZONE 'Europe/London')::date THEN
        RAISE EXCEPTION 'The date must be today or in the past' USING ERRCODE = 'TL422', COLUMN = 'changed_on';
    END IF;
    -- Two at once: the second sees the first.
    PERFORM FROM casework.episode e WHERE e.id = NEW.episode_id FOR UPDATE;
    SELECT * INTO holds FROM casework.agreement a WHERE a.episode_id = NEW.episode_id AND a.kind = NEW.kind
     ORDER BY a.changed_on DESC, a.created_at DESC LIMIT 1;
    IF NEW.changed_on < holds.changed_on THEN
        RAISE EXCEPTION 'The date must be % or later: that is when it last changed',
            to_char(holds.changed_on, 'FMDD FMMonth YYYY') USING ERRCODE = 'TL422', COLUMN = 'changed_on';
    END IF;
    IF NEW.change = coalesce(holds.change, 'given') AND NOT (NEW.change = 'withdrawn' AND NEW.kind = 'sharing'
           AND holds.gateway IS DISTINCT FROM NEW.gateway) THEN
        RAISE EXCEPTION '%', CASE NEW.change WHEN 'withdrawn' THEN 'It is withdrawn already'
            ELSE 'It has not been withdrawn' END USING ERRCODE = 'TL422', COLUMN = 'change';
    END IF;
    RETURN NEW;
END $$;

-- Who is to act when agreement changes: the spoke's coordinator who may open
-- the record, else whoever wrote it down.
DROP FUNCTION IF EXISTS casework.coordinator_of(integer);
CREATE OR REPLACE FUNCTION casework.coordinator_of(spoke integer, person uuid) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT g.user_id FROM access.role_grant g JOIN access.user_account u ON u.id = g.user_id
     WHERE g.role = 'spoke_coordinator' AND g.spoke_id = spoke AND u.disabled_at IS NULL
       AND access.today() BETWEEN g.valid_from AND coalesce(g.valid_to, 'infinity')
       AND person <> ALL (access.withheld_from(g.user_id))
     ORDER BY g.valid_from, g.user_id LIMIT 1;
$$;

CREATE OR REPLACE FUNCTION casework.agreement_task(a casework.agreement, what text) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    INSERT INTO casework.action (spoke_id, person_id, episode_id, description, owner_agency_id, owner_user_id,
                                 due_on, priority)
    SELECT e.spoke_id, e.person_id, e.id, what, u.agency_id, u.id,
           casework.working_days_after((access.moment() AT TIME ZONE 'Europe/London')::date, 2), 'high'
      FROM casework.episode e
      JOIN access.user_account u ON u.id = coalesce(casework.coordinator_of(e.spoke_id, e.person_id), access.actor())
     WHERE e.id = a.episode_id AND e.state <> 'closed';
$$;

-- AFTER INSERT on agreement: what stands open is asked about, and somebody has
-- it to do.
CREATE OR REPLACE FUNCTION casework.agreement_changed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    day text := to_char(NEW.changed_on, 'FMDD FMMonth YYYY');
    open_ bigint;
BEGIN
    IF NEW.change = 'withdrawn' AND NEW.kind = 'sharing' THEN
        UPDATE casework.disclosure d SET flagged_by = NEW.id
         WHERE d.episode_id = NEW.episode_id AND d.ongoing AND d.ended_on IS NULL AND d.flagged_by IS NULL;
        GET DIAGNOSTICS open_ = ROW_COUNT;
        PERFORM casework.agreement_task(NEW, format('Agreement to sharing was withdrawn on %s. Review what is still '
            'shared (%s open) and tell those who hold it.', day, open_));
    ELSIF NEW.change = 'withdrawn' THEN
        SELECT count(*) INTO open_ FROM casework.allocation l
         WHERE l.episode_id = NEW.episode_id AND l.ended_on IS NULL;
        PERFORM casework.agreement_task(NEW, format('Agreement to support was withdrawn on %s. Decide whether '
            'anything goes on without it, and tell the providers (%s open interventions).', day, open_));
    END IF;
    RETURN NULL;
END $$;

-- BEFORE INSERT on disclosure: what is withdrawn carries nothing more. Another
-- power still may, with the reason why.
CREATE OR REPLACE FUNCTION casework.disclosure_guard() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    basis record;
    today date := (access.moment() AT TIME ZONE 'Europe/London')::date;
BEGIN
    IF NEW.shared_at > access.moment() + interval '1 minute' THEN
        RAISE EXCEPTION 'The date must be today or in the past' USING ERRCODE = 'TL422', COLUMN = 'shared_on';
    END IF;
    IF NEW.source_kind IS NULL AND NEW.review_on NOT BETWEEN today + 1 AND today + 366 THEN
        RAISE EXCEPTION 'The review must be within a year from now' USING ERRCODE = 'TL422', COLUMN = 'review_on';
    END IF;
    IF NEW.episode_id IS NULL THEN
        RETURN NEW;
    END IF;
    SELECT * INTO basis FROM casework.sharing_basis(NEW.episode_id);
    NEW.agreement_id := basis.agreement;
    IF basis.withdrawn_on IS NULL OR (NEW.shared_at AT TIME ZONE 'Europe/London')::date < basis.withdrawn_on THEN
        RETURN NEW;
    END IF;
    IF NEW.gateway = 'consent_confidentiality' THEN
        RAISE EXCEPTION 'Agreement to sharing was withdrawn on %: select a power that does not rest on it',
            to_char(basis.withdrawn_on, 'FMDD FMMonth YYYY') USING ERRCODE = 'TL422', COLUMN = 'gateway';
    END IF;
    IF NEW.gateway_reason IS NULL THEN
        RAISE EXCEPTION 'Enter why this power allows it although agreement was withdrawn'
            USING ERRCODE = 'TL422', COLUMN = 'gateway_reason';
    END IF;
    RETURN NEW;
END $$;

-- What the product shares by itself registers itself. Where agreement was
-- withdrawn and nothing else is recorded that allows it, it does not happen.
CREATE OR REPLACE FUNCTION casework.disclosure_made(kind text, source uuid, episode uuid, why text, what text[],
    to_agency integer, to_name text, at_ timestamptz, named_gateway text)
RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    e casework.episode;
    basis record;
    lasts boolean := kind = 'allocation';
BEGIN
    SELECT * INTO e FROM casework.episode x WHERE x.id = episode;
    SELECT * INTO basis FROM casework.sharing_basis(episode);
    IF basis.withdrawn_on IS NOT NULL AND coalesce(nullif(named_gateway, 'consent_confidentiality'), basis.gateway) IS NULL THEN
        RAISE EXCEPTION '%: agreement to sharing was withdrawn on %. Record the power that allows it under '
            '"What is shared" first, or leave it.', e.reference, to_char(basis.withdrawn_on, 'FMDD FMMonth YYYY')
            USING ERRCODE = 'TL409';
    END IF;
    INSERT INTO casework.disclosure (spoke_id, person_id, episode_id, reference, purpose, gateway, gateway_reason,
        content, recipient_agency_id, recipient_name, shared_at, ongoing, review_on, source_kind, source_id)
    VALUES (e.spoke_id, e.person_id, e.id, e.reference, why,
        CASE WHEN basis.withdrawn_on IS NULL THEN coalesce(named_gateway, basis.gateway)
             ELSE coalesce(basis.gateway, named_gateway) END,
        CASE WHEN basis.withdrawn_on IS NOT NULL THEN coalesce(basis.reason, 'As recorded when it was offered') END,
        what, to_agency, CASE WHEN to_agency IS NULL THEN to_name END, at_, lasts,
        CASE WHEN lasts THEN (at_ AT TIME ZONE 'Europe/London')::date + 183 END, kind, source)
    ON CONFLICT (source_kind, source_id) DO NOTHING;
END $$;

CREATE OR REPLACE FUNCTION casework.extract_disclosed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM casework.disclosure_made('minutes_extract_part', NEW.id, i.episode_id, 'meeting',
                '{identity,discussion,decisions}', NEW.agency_id, NULL, access.moment(), NULL)
       FROM casework.agenda_item i WHERE i.id = NEW.agenda_item_id;
    RETURN NULL;
END $$;

-- The need-to-know summary is open to the provider from the offer to the end.
CREATE OR REPLACE FUNCTION casework.allocation_disclosed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NEW.offered_on IS NOT NULL AND (TG_OP = 'INSERT' OR OLD.offered_on IS NULL) THEN
        PERFORM casework.disclosure_made('allocation', NEW.id, NEW.episode_id, 'intervention',
                    '{identity,contact_safety,warnings,need_to_know}', NEW.provider_agency_id, NULL,
                    access.moment(), NULL);
    END IF;
    IF NEW.ended_on IS NOT NULL AND (TG_OP = 'INSERT' OR OLD.ended_on IS NULL) THEN
        UPDATE casework.disclosure d SET ended_on = NEW.ended_on, flagged_by = NULL
         WHERE d.source_kind = 'allocation' AND d.source_id = NEW.id AND d.ended_on IS NULL;
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION casework.transfer_disclosed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM casework.disclosure_made('transfer', NEW.id, NEW.episode_id, 'transfer',
                array_prepend('identity', NEW.shares), NULL, s.name, NEW.decided_at, NEW.sharing_gateway)
       FROM reference.spoke s WHERE s.id = NEW.to_spoke_id;
    RETURN NULL;
END $$;

-- A letter to a professional. One to the family tells them of their own.
CREATE OR REPLACE FUNCTION casework.letter_disclosed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    r casework.referral;
    episode uuid;
    gateway_ text;
BEGIN
    SELECT * INTO r FROM casework.referral x WHERE x.id = NEW.referral_id;
    SELECT e.id INTO episode FROM casework.episode e WHERE e.referral_id = r.id;
    gateway_ := r.sharing_gateway;
    IF episode IS NOT NULL THEN
        PERFORM casework.disclosure_made('referral_letter', NEW.id, episode, 'referral_result', '{identity,result}',
                    r.agency_id, coalesce(NEW.organisation, NEW.addressee), NEW.issued_at, NULL);
        RETURN NULL;
    END IF;
    INSERT INTO casework.disclosure (spoke_id, person_id, referral_id, reference, purpose, gateway, content,
        recipient_agency_id, recipient_name, recipient_person, shared_at, ongoing, source_kind, source_id)
    VALUES (NEW.spoke_id, r.person_id, r.id, r.reference, 'referral_result', coalesce(gateway_, 'pcsc_2022'),
        '{identity,result}', r.agency_id,
        CASE WHEN r.agency_id IS NULL THEN coalesce(NEW.organisation, NEW.addressee) END, NEW.addressee,
        NEW.issued_at, false, 'referral_letter', NEW.id)
    ON CONFLICT (source_kind, source_id) DO NOTHING;
    RETURN NULL;
END $$;

-- AFTER INSERT on disclosure_review: what it says holds for the sharing.
CREATE OR REPLACE FUNCTION casework.disclosure_reviewed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    today date := (access.moment() AT TIME ZONE 'Europe/London')::date;
    d casework.disclosure;
    basis record;
BEGIN
    SELECT * INTO d FROM casework.disclosure x WHERE x.id = NEW.disclosure_id FOR UPDATE;
    IF d.ended_on IS NOT NULL THEN
        RAISE EXCEPTION 'This sharing has ended.' USING ERRCODE = 'TL409';
    END IF;
    IF NEW.outcome = 'continue' THEN
        IF NEW.next_review_on NOT BETWEEN today + 1 AND today + 366 THEN
            RAISE EXCEPTION 'The review must be within a year from now'
                USING ERRCODE = 'TL422', COLUMN = 'next_review_on';
        END IF;
        SELECT * INTO basis FROM casework.sharing_basis(d.episode_id);
        IF basis.withdrawn_on IS NOT NULL AND coalesce(NEW.gateway, d.gateway) = 'consent_confidentiality' THEN
            RAISE EXCEPTION 'Agreement to sharing was withdrawn: select the power on which it goes on'
                USING ERRCODE = 'TL422', COLUMN = 'gateway';
        END IF;
    END IF;
    UPDATE casework.disclosure x
       SET flagged_by = NULL, gateway = coalesce(NEW.gateway, x.gateway),
           gateway_reason = CASE WHEN NEW.gateway IS NULL THEN x.gateway_reason ELSE NEW.reason END,
           review_on = CASE NEW.outcome WHEN 'continue' THEN NEW.next_review_on ELSE x.review_on END,
           ended_on = CASE WHEN NEW.outcome <> 'continue' THEN today END
     WHERE x.id = d.id;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION casework.disclosure_kept() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'The register keeps what was written.' USING ERRCODE = 'TL409';
END $$;

-- A sharing as its readers see it; the young person's name where the reader's
-- own rights give it.
DROP VIEW IF EXISTS casework.disclosure_object;
CREATE VIEW casework.disclosure_object WITH (security_invoker = true) AS
SELECT d.id, d.version, d.spoke_id, d.person_id, d.episode_id, d.shared_at, d.review_on, d.ended_on,
       d.flagged_by, d.gateway, d.recipient_agency_id, json_build_object(
           'id', d.id, 'version', d.version, 'spoke', spoke.code, 'reference', d.reference,
           'episode_id', d.episode_id, 'referral_id', d.referral_id,
           'person', (SELECT json_build_object('id', p.id, 'name', p.display_name)
                        FROM casework.person p WHERE p.id = d.person_id),
           'purpose', d.purpose, 'gateway', d.gateway, 'gateway_reason', d.gateway_reason,
           'content', d.content,
           'recipient', coalesce(agency.name, d.recipient_name), 'recipient_agency', agency.code,
           'recipient_person', d.recipient_person, 'shared_on', (d.shared_at AT TIME ZONE 'Europe/London')::date,
           'shared_at', casework.instant(d.shared_at), 'shared_by', casework.colleague(d.created_by),
           'made_by', coalesce(d.source_kind, 'staff'), 'ongoing', d.ongoing, 'review_on', d.review_on,
           'expires_on', d.expires_on, 'ended_on', d.ended_on, 'flagged', d.flagged_by IS NOT NULL,
           'overdue', d.ended_on IS NULL AND coalesce(d.review_on < access.today(), false),
           'expired', coalesce(d.expires_on < access.today(), false),
           'rests_on', (SELECT json_build_object('kind', g.kind, 'change', g.change, 'changed_on', g.changed_on)
                          FROM casework.agreement g WHERE g.id = d.agreement_id),
           'reviews', coalesce((SELECT json_agg(json_build_object('outcome', r.outcome, 'reason', r.reason,
                   'next_review_on', r.next_review_on, 'gateway', r.gateway, 'by', casework.colleague(r.created_by),
                   'at', casework.instant(r.created_at)) ORDER BY r.created_at DESC)
               FROM casework.disclosure_review r WHERE r.disclosure_id = d.id), '[]'),
           'may_change', d.ended_on IS NULL AND d.ongoing
               AND d.spoke_id = ANY (access.spokes_with('disclosure.write'))) AS object
  FROM casework.disclosure d
  JOIN reference.spoke spoke ON spoke.id = d.spoke_id
  LEFT JOIN reference.agency agency ON agency.id = d.recipient_agency_id;

DO $$
DECLARE
    f text;
BEGIN
    FOREACH f IN ARRAY ARRAY['sharing_basis(uuid)', 'agreement_guard()', 'coordinator_of(integer, uuid)',
        'agreement_task(casework.agreement, text)', 'agreement_changed()', 'disclosure_guard()',
        'disclosure_made(text, uuid, uuid, text, text[], integer, text, timestamptz, text)', 'extract_disclosed()',
        'allocation_disclosed()', 'transfer_disclosed()', 'letter_disclosed()', 'disclosure_reviewed()',
        'disclosure_kept()'] LOOP
        EXECUTE 'ALTER FUNCTION casework.' || f || ' OWNER TO throughline_definer';
        EXECUTE 'GRANT EXECUTE ON FUNCTION casework.' || f || ' TO throughline_owner';
    END LOOP;
    ALTER VIEW casework.disclosure_object OWNER TO throughline_owner;
    GRANT SELECT ON casework.disclosure_object TO throughline_server;
END $$;

DO $$
DECLARE
    t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['agreement', 'disclosure', 'disclosure_review'] LOOP
        EXECUTE format('CREATE TRIGGER a_born BEFORE INSERT ON casework.%I
                        FOR EACH ROW EXECUTE FUNCTION casework.row_born()', t);
    END LOOP;
    FOREACH t IN ARRAY ARRAY['agreement', 'disclosure'] LOOP
        EXECUTE format('CREATE TRIGGER z_written AFTER INSERT OR UPDATE ON casework.%I
                        FOR EACH ROW EXECUTE FUNCTION casework.row_written()', t);
    END LOOP;
END $$;
CREATE TRIGGER b_touch BEFORE UPDATE ON casework.disclosure
    FOR EACH ROW EXECUTE FUNCTION casework.row_touch();
CREATE TRIGGER c_guard BEFORE INSERT OR UPDATE OR DELETE ON casework.agreement
    FOR EACH ROW EXECUTE FUNCTION casework.agreement_guard();
CREATE TRIGGER y_changed AFTER INSERT ON casework.agreement
    FOR EACH ROW EXECUTE FUNCTION casework.agreement_changed();
CREATE TRIGGER c_guard BEFORE INSERT ON casework.disclosure
    FOR EACH ROW EXECUTE FUNCTION casework.disclosure_guard();
CREATE TRIGGER e_codes BEFORE INSERT ON casework.disclosure
    FOR EACH ROW EXECUTE FUNCTION casework.codes_known('disclosure_content', 'content');
CREATE TRIGGER c_kept BEFORE DELETE ON casework.disclosure
    FOR EACH ROW EXECUTE FUNCTION casework.disclosure_kept();
CREATE TRIGGER y_reviewed AFTER INSERT ON casework.disclosure_review
    FOR EACH ROW EXECUTE FUNCTION casework.disclosure_reviewed();
CREATE TRIGGER c_kept BEFORE UPDATE OR DELETE ON casework.disclosure_review
    FOR EACH ROW EXECUTE FUNCTION casework.disclosure_kept();
CREATE TRIGGER y_disclosed AFTER INSERT ON casework.minutes_extract_part
    FOR EACH ROW EXECUTE FUNCTION casework.extract_disclosed();
CREATE TRIGGER y_disclosed AFTER INSERT OR UPDATE OF offered_on, ended_on ON casework.allocation
    FOR EACH ROW EXECUTE FUNCTION casework.allocation_disclosed();
CREATE TRIGGER y_disclosed AFTER UPDATE OF state ON casework.transfer
    FOR EACH ROW WHEN (NEW.state = 'accepted' AND OLD.state <> 'accepted')
    EXECUTE FUNCTION casework.transfer_disclosed();
CREATE TRIGGER y_disclosed AFTER UPDATE OF state ON casework.referral_letter
    FOR EACH ROW WHEN (NEW.state = 'issued' AND OLD.state <> 'issued' AND NEW.audience = 'professional')
    EXECUTE FUNCTION casework.letter_disclosed();
