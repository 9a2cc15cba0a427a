-- Handing over to another spoke: what an offer must be, and what accepting it
-- does, all at one instant. After 29_triggers.sql, which takes triggers away.

-- BEFORE INSERT OR UPDATE on transfer: an offer is of an open episode and says
-- who it is about; afterwards only its state moves.
CREATE OR REPLACE FUNCTION casework.transfer_guard() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    -- (generated columns are empty before a row is written)
    told text[] := '{state,state_reason,state_note,version,updated_at,updated_by,reason_vocabulary,refusal_vocabulary}';
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.to_spoke_id IS NULL THEN
            RAISE EXCEPTION 'Choose the spoke from the list' USING ERRCODE = 'TL422', COLUMN = 'to_spoke';
        END IF;
        SELECT p.display_name, p.born_on, p.born_precision INTO NEW.person_name, NEW.born_on, NEW.born_precision
          FROM casework.person p WHERE p.id = NEW.person_id;
        NEW.decided_at := NULL;
        NEW.decided_by := NULL;
        NEW.to_episode_id := NULL;
        RETURN NEW;
    END IF;
    IF to_jsonb(NEW) - told IS DISTINCT FROM to_jsonb(OLD) - told OR NEW.state = OLD.state THEN
        RAISE EXCEPTION 'An offer does not change. Withdraw it and make another.' USING ERRCODE = 'TL409';
    END IF;
    NEW.decided_at := access.moment();
    NEW.decided_by := access.actor();
    NEW.to_episode_id := CASE NEW.state WHEN 'accepted' THEN gen_random_uuid() END;
    RETURN NEW;
END $$;

-- What hinders the handing over, in words for the spoke that is asked; NULL if
-- nothing does.
CREATE OR REPLACE FUNCTION casework.transfer_hindered(t casework.transfer) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM casework.action a WHERE a.episode_id = t.episode_id
                  AND a.state IN ('open', 'in_progress'))
       OR EXISTS (SELECT FROM casework.allocation a WHERE a.episode_id = t.episode_id
                     AND a.ended_on IS NULL) THEN
        RETURN format('%s still have work open in this episode. They must finish or reassign it '
                      'before you can accept.', (SELECT s.name FROM reference.spoke s WHERE s.id = t.spoke_id));
    END IF;
    IF EXISTS (SELECT FROM casework.episode e WHERE e.person_id = ANY (casework.person_group(t.person_id))
                  AND e.spoke_id = t.to_spoke_id AND e.state <> 'closed') THEN
        RETURN 'You already have an open episode with this young person. Close it first, or refuse the offer.';
    END IF;
    RETURN NULL;
END $$;

-- The parts of one episode's history there are to share. The police's own are
-- not in it while they hold them back, nor what was struck or replaced.
CREATE OR REPLACE FUNCTION casework.transfer_history(e casework.episode, shares text[])
RETURNS TABLE (at timestamptz, kind text, subject text, vocabulary text, code text, who uuid,
               agency_id integer, text text, detail jsonb)
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT r.submitted_at, 'referral', 'Referral', 'referral_source', r.source, r.referred_by, r.agency_id,
           r.narrative, jsonb_build_object('urgency', r.urgency, 'concerns',
               (SELECT jsonb_agg(c.concern ORDER BY c.position) FROM casework.referral_concern c
                 WHERE c.referral_id = r.id))
      FROM casework.referral r
     WHERE 'referral' = ANY (shares) AND r.submitted_at IS NOT NULL
       AND r.person_id = e.person_id AND r.spoke_id = e.spoke_id
       AND (r.id = e.referral_id OR r.episode_id = e.id)
    UNION ALL
    SELECT d.happened_at, 'discussion', m.title, NULL, NULL, m.chair_user_id, NULL, d.summary,
           jsonb_build_object('risk_before', d.risk_before, 'risk_after', d.risk_after, 'decisions',
               (SELECT jsonb_agg(x.decision ORDER BY x.created_at, x.id)
                  FROM casework.discussion_decision x WHERE x.discussion_id = d.id))
      FROM casework.discussion d JOIN casework.meeting m ON m.id = d.meeting_id
     WHERE 'discussion' = ANY (shares) AND d.person_id = e.person_id AND d.episode_id = e.id
       AND m.type <> 'critical_incident'
    UNION ALL
    SELECT a.assessed_at, 'risk', 'Risk assessed', 'risk_level', coalesce(a.panel_level, a.practitioner_level),
           a.assessed_by, NULL, a.rationale, jsonb_build_object('risk_to', a.risk_to, 'risk_from', a.risk_from)
      FROM casework.risk_assessment a
     WHERE 'risk' = ANY (shares) AND a.episode_id = e.id AND a.in_error_at IS NULL AND a.in_error_at IS NULL
    UNION ALL
    SELECT c.at, 'allocation', i.name, 'move_allocation', c.verb, c.by_user, c.agency_id, c.note,
           jsonb_build_object('reason', c.reason)
      FROM casework.allocation a
      JOIN casework.intervention i ON i.id = a.intervention_id
      JOIN casework.state_change c ON c.subject_id = a.id
     WHERE 'allocation' = ANY (shares) AND a.episode_id = e.id
    UNION ALL
    SELECT o.measured_on::timestamp AT TIME ZONE 'Europe/London', 'outcome', NULL, 'outcome_measure', o.measure,
           o.created_by, NULL, o.note, jsonb_build_object('point', o.point, 'value', o.value,
               'informant', o.informant, 'not_measured', o.not_measured)
      FROM casework.outcome o WHERE 'outcome' = ANY (shares) AND o.person_id = e.person_id AND o.episode_id = e.id
       AND o.in_error_at IS NULL AND o.in_error_at IS NULL
    UNION ALL
    SELECT c.happened_at, 'contact', NULL, 'contact_type', c.type, c.officer_id, c.agency_id, c.note,
           jsonb_build_object('seen', c.seen, 'outcomes', c.outcomes)
      FROM casework.contact c
     WHERE 'contact' = ANY (shares) AND c.person_id = e.person_id AND c.spoke_id = e.spoke_id
       AND NOT c.held AND c.in_error_at IS NULL
       AND c.happened_at >= e.opened_on::timestamp AT TIME ZONE 'Europe/London'
    UNION ALL
    SELECT n.happened_at, 'note', NULL, 'note_kind', n.kind, n.created_by, NULL, n.text, '{}'::jsonb
      FROM casework.note n
     WHERE 'note' = ANY (shares) AND n.episode_id = e.id AND n.replaced_at IS NULL AND n.in_error_at IS NULL
    UNION ALL
    SELECT a.created_at, 'action', NULL, 'move_action', 'set', coalesce(a.owner_user_id, a.created_by),
           a.owner_agency_id, a.description, jsonb_build_object('due_on', a.due_on, 'state', a.state)
      FROM casework.action a WHERE 'action' = ANY (shares) AND a.episode_id = e.id;
$$;

-- The sender's episode closes, with the checklist it filled in with its offer.
CREATE OR REPLACE FUNCTION casework.transfer_close(t casework.transfer) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    day date := (t.decided_at AT TIME ZONE 'Europe/London')::date;
BEGIN
    UPDATE casework.episode e SET
           state = 'closed', state_reason = 'transferred', state_note = t.summary, closed_on = day,
           closure_reason = 'transferred', closure_summary = t.summary,
           closing_risk_level = t.closing_risk_level, young_person_told_on = t.young_person_told_on,
           young_person_not_told = t.young_person_not_told, referrer_told_on = t.referrer_told_on,
           referrer_not_told = t.referrer_not_told, re_referral_route = 'receiving_spoke',
           outcomes_recorded = t.outcomes_recorded, next_review_on = NULL,
           retention_trigger_on = greatest((day + interval '6 years')::date, (p.born_on + interval '25 years')::date)
      FROM casework.person p
     WHERE e.id = t.episode_id AND p.id = e.person_id;
END $$;

-- The receiver's begins where the sender's stood: monitoring does not pause.
CREATE OR REPLACE FUNCTION casework.transfer_open(t casework.transfer, e casework.episode) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    -- Where the record was merged, the one that stands for it, too.
    INSERT INTO casework.person_spoke (person_id, spoke_id, since)
    SELECT DISTINCT known.id, t.to_spoke_id, t.decided_at
      FROM unnest(ARRAY[t.person_id, casework.person_survivor(t.person_id)]) AS known(id)
    ON CONFLICT DO NOTHING;
    INSERT INTO casework.episode (id, spoke_id, person_id, state, opened_on, risk_level, next_review_on, state_note)
    VALUES (t.to_episode_id, t.to_spoke_id, t.person_id,
            CASE WHEN e.state IN ('active_monitoring', 'step_down') THEN 'active_monitoring'
                 WHEN e.state = 'listed' THEN 'listed' ELSE 'referred' END,
            (t.decided_at AT TIME ZONE 'Europe/London')::date, t.closing_risk_level, e.next_review_on,
            format('Transferred from %s: %s', (SELECT s.name FROM reference.spoke s WHERE s.id = t.spoke_id), t.summary));
    INSERT INTO casework.transfer_item (transfer_id, person_id, spoke_id, from_spoke_id, at, kind, subject,
           vocabulary, code, who, agency_id, text, detail)
    SELECT t.id, t.person_id, t.to_spoke_id, t.spoke_id, h.at, h.kind, h.subject, h.vocabulary, h.code,
           h.who, h.agency_id, h.text, jsonb_strip_nulls(h.detail)
      FROM casework.transfer_history(e, t.shares) h;
END $$;

-- AFTER UPDATE OF state: accepted, both episodes move in the same transaction.
CREATE OR REPLACE FUNCTION casework.transfer_settled() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    e casework.episode;
    hindered text;
BEGIN
    IF NEW.state <> 'accepted' OR OLD.state = 'accepted' THEN
        RETURN NULL;
    END IF;
    SELECT * INTO STRICT e FROM casework.episode x WHERE x.id = NEW.episode_id FOR UPDATE;
    hindered := casework.transfer_hindered(NEW);
    IF hindered IS NOT NULL THEN
        RAISE EXCEPTION '%', hindered USING ERRCODE = 'TL409';
    END IF;
    PERFORM casework.transfer_close(NEW);
    PERFORM casework.transfer_open(NEW, e);
    RETURN NULL;
END $$;

-- Before an episode closes: an open offer is answered or withdrawn first, and
-- "transferred" is said by the transfer alone, so that there is no gap.
CREATE OR REPLACE FUNCTION casework.transfer_lets_close(e casework.episode) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    t casework.transfer;
BEGIN
    SELECT * INTO t FROM casework.transfer x
     WHERE x.episode_id = e.id AND x.state IN ('offered', 'accepted');
    IF t.state = 'offered' THEN
        RAISE EXCEPTION 'This episode is offered to %. Withdraw the offer before you close it.',
            (SELECT s.name FROM reference.spoke s WHERE s.id = t.to_spoke_id) USING ERRCODE = 'TL409';
    ELSIF t.id IS NULL AND e.closure_reason = 'transferred' AND NOT access.loading() THEN
        RAISE EXCEPTION 'Offer the young person to the other spoke: this episode closes when they accept'
            USING ERRCODE = 'TL422', COLUMN = 'closure_reason';
    END IF;
END $$;

-- The verbs open to the reader: each side its own.
CREATE OR REPLACE FUNCTION casework.transfer_moves(t casework.transfer) RETURNS text[]
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN ARRAY(SELECT v FROM unnest(casework.moves('transfer', t.state, t.spoke_id)) AS v WHERE v = 'withdraw'
                  UNION ALL
                 SELECT v FROM unnest(casework.moves('transfer', t.state, t.to_spoke_id)) AS v
                  WHERE v IN ('accept', 'refuse'));
END $$;

-- What is still to do before it can be handed over: the sender's own affair.
CREATE OR REPLACE FUNCTION casework.transfer_open_work(t casework.transfer, OUT actions bigint, OUT allocations bigint)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF t.state = 'offered' AND t.spoke_id = ANY (access.spokes_with('scope.case')) THEN
        SELECT count(*) INTO actions FROM casework.action a
         WHERE a.episode_id = t.episode_id AND a.state IN ('open', 'in_progress');
        SELECT count(*) INTO allocations FROM casework.allocation a
         WHERE a.episode_id = t.episode_id AND a.ended_on IS NULL;
    END IF;
END $$;

CREATE OR REPLACE FUNCTION casework.transfer_required(wanted uuid) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM casework.transfer t WHERE t.id = wanted) THEN
        RAISE EXCEPTION 'no such transfer' USING ERRCODE = 'TL404';
    END IF;
END $$;

DO $$
DECLARE
    f text;
BEGIN
    FOREACH f IN ARRAY ARRAY['transfer_required(uuid)', 'transfer_guard()', 'transfer_hindered(casework.transfer)',
        'transfer_history(casework.episode, text[])', 'transfer_close(casework.transfer)',
        'transfer_open(casework.transfer, casework.episode)', 'transfer_settled()',
        'transfer_lets_close(casework.episode)', 'transfer_moves(casework.transfer)',
        'transfer_open_work(casework.transfer)'] LOOP
        EXECUTE 'ALTER FUNCTION casework.' || f || ' OWNER TO throughline_definer';
    END LOOP;
END $$;
GRANT EXECUTE ON FUNCTION casework.transfer_required(uuid), casework.transfer_guard(), casework.transfer_settled(),
    casework.transfer_moves(casework.transfer), casework.transfer_open_work(casework.transfer)
    TO throughline_server, throughline_owner;
GRANT EXECUTE ON FUNCTION casework.transfer_lets_close(casework.episode) TO throughline_owner;

CREATE OR REPLACE TRIGGER d_transfer BEFORE INSERT OR UPDATE ON casework.transfer
    FOR EACH ROW EXECUTE FUNCTION casework.transfer_guard();
CREATE OR REPLACE TRIGGER d_takes_work BEFORE INSERT ON casework.transfer
    FOR EACH ROW EXECUTE FUNCTION casework.episode_takes_work();
CREATE OR REPLACE TRIGGER e_codes BEFORE INSERT ON casework.transfer
    FOR EACH ROW EXECUTE FUNCTION casework.codes_known('transfer_share', 'shares');
CREATE OR REPLACE TRIGGER y_settled AFTER UPDATE OF state ON casework.transfer
    FOR EACH ROW EXECUTE FUNCTION casework.transfer_settled();

-- The transfers that brought somebody into a spoke of the reader's, who does
-- not work where they came from: that it was accepted is theirs to know.
CREATE OR REPLACE FUNCTION casework.transfers_received() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    spokes integer[] := access.spokes_with('scope.case');
BEGIN
    RETURN ARRAY(SELECT t.id FROM casework.transfer t
                  WHERE t.to_spoke_id = ANY (spokes) AND t.state = 'accepted' AND NOT t.spoke_id = ANY (spokes));
END $$;
ALTER FUNCTION casework.transfers_received() OWNER TO throughline_definer;
GRANT EXECUTE ON FUNCTION casework.transfers_received() TO throughline_server, throughline_owner;

-- Read with the reader's own rights: the person's record and either episode
-- are there only for those who may open them.
DROP VIEW IF EXISTS casework.transfer_object;
CREATE VIEW casework.transfer_object WITH (security_invoker = true) AS
SELECT t.id, t.version, t.person_id, t.spoke_id, t.to_spoke_id, t.episode_id, t.to_episode_id, t.state,
       t.updated_at, json_build_object(
           'id', t.id, 'version', t.version, 'state', t.state,
           'direction', CASE WHEN t.spoke_id = ANY (access.spokes_with('transfer.read')) THEN 'outgoing' ELSE 'incoming' END,
           'spoke', source.code,
           'from', json_build_object('code', source.code, 'name', source.name),
           'to', json_build_object('code', target.code, 'name', target.name),
           'person', json_build_object('id', (SELECT p.id FROM casework.person p WHERE p.id = t.person_id),
               'name', t.person_name, 'born_on', t.born_on, 'born_precision', t.born_precision,
               'age', date_part('year', age(access.today(), t.born_on))::integer),
           'episode', (SELECT json_build_object('id', e.id, 'reference', e.reference, 'state', e.state)
                         FROM casework.episode e WHERE e.id = t.episode_id),
           'to_episode', (SELECT json_build_object('id', e.id, 'reference', e.reference, 'state', e.state)
                            FROM casework.episode e WHERE e.id = t.to_episode_id),
           'reason', t.reason, 'summary', t.summary, 'risk_level', t.closing_risk_level,
           'shares', t.shares, 'sharing_gateway', t.sharing_gateway,
           'young_person_told_on', t.young_person_told_on, 'young_person_not_told', t.young_person_not_told,
           'referrer_told_on', t.referrer_told_on, 'referrer_not_told', t.referrer_not_told,
           'outcomes_recorded', t.outcomes_recorded,
           'offered_at', casework.instant(t.created_at), 'offered_by', casework.colleague(t.created_by),
           'decided_at', casework.instant(t.decided_at), 'decided_by', casework.colleague(t.decided_by),
           'state_reason', t.state_reason, 'state_note', t.state_note,
           'open_actions', open.actions, 'open_allocations', open.allocations,
           'moves', casework.transfer_moves(t)) AS object
  FROM casework.transfer t
  JOIN reference.spoke source ON source.id = t.spoke_id
  JOIN reference.spoke target ON target.id = t.to_spoke_id
 CROSS JOIN LATERAL casework.transfer_open_work(t) AS open;
ALTER VIEW casework.transfer_object OWNER TO throughline_owner;
GRANT SELECT ON casework.transfer_object TO throughline_server;
