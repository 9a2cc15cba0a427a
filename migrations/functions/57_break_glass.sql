-- Break-glass: somebody with a part in another spoke opens one young person's
-- record by its reference. It gives them nothing else: the policies stay as they
-- are, and what is opened is what casework.break_glass_case() answers. It ends by
-- the database's clock.

-- Opens it, or answers NULL: for a reference that nobody has as for one that
-- cannot be opened by whoever asks.
CREATE OR REPLACE FUNCTION casework.break_glass_open(new_id uuid, reference_ text, purpose_ text, reason_ text,
                                                     minutes integer) RETURNS uuid
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me uuid := access.me();
    wanted text := coalesce(casework.reference_said(reference_), upper(trim(reference_)));
    found_ record;
BEGIN
    IF NOT access.has('break_glass.open') THEN
        RAISE EXCEPTION 'permission break_glass.open not held' USING ERRCODE = 'TL403';
    END IF;
    PERFORM access.demand_recent();
    IF minutes NOT BETWEEN 5 AND 60 THEN
        RAISE EXCEPTION 'It may be open for 5 to 60 minutes' USING ERRCODE = 'TL422', COLUMN = 'minutes';
    END IF;
    -- One at a time, and not again and again.
    PERFORM pg_advisory_xact_lock(hashtextextended('break-glass ' || me, 0));
    IF (SELECT count(*) FROM casework.break_glass b WHERE b.user_id = me AND b.opened_at > now() - interval '1 day') >= 10 THEN
        RAISE EXCEPTION 'You have opened ten records this way since yesterday. Ring the spoke' USING ERRCODE = 'TL429';
    END IF;
    SELECT x.person_id, x.spoke_id, x.reference INTO found_
      FROM (SELECT e.person_id, e.spoke_id, e.reference FROM casework.episode e WHERE e.reference = wanted
            UNION ALL
            SELECT r.person_id, r.spoke_id, r.reference FROM casework.referral r
             WHERE r.reference = wanted AND r.person_id IS NOT NULL AND r.state <> 'draft') x
     WHERE NOT casework.person_group(x.person_id) && access.withheld()
       AND NOT EXISTS (SELECT FROM casework.person p WHERE p.id = x.person_id
                          AND p.spoke_ids && access.spokes_with('scope.case'))
     LIMIT 1;
    IF NOT FOUND THEN
        PERFORM audit.record('refused', 'break_glass', NULL, NULL, NULL, jsonb_build_object('reference', left(wanted, 40)));
        RETURN NULL;
    END IF;
    UPDATE casework.break_glass b SET until = now() WHERE b.user_id = me AND b.until > now();
    INSERT INTO casework.break_glass (id, spoke_id, person_id, reference, user_id, purpose, reason, opened_at, until)
    VALUES (new_id, found_.spoke_id, found_.person_id, found_.reference, me, purpose_, reason_, now(),
            now() + make_interval(mins => minutes));
    RETURN new_id;
END $$;

-- Whether the session's user has this young person open this way just now, and
-- in which spokes they are read as if by their staff. Restricted records never.
CREATE OR REPLACE FUNCTION access.glass_spokes(people uuid[]) RETURNS integer[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT access.has('break_glass.open') OR people && access.withheld() THEN
        RETURN '{}';
    END IF;
    RETURN coalesce((SELECT p.spoke_ids FROM casework.break_glass b JOIN casework.person p ON p.id = b.person_id
                      WHERE b.user_id = access.me() AND b.until > now() AND b.person_id = ANY (people)
                      ORDER BY b.until DESC LIMIT 1), '{}');
END $$;

-- What must be known before contact, but what is confidential.
CREATE OR REPLACE FUNCTION casework.glass_need(person uuid)
RETURNS TABLE (topic text, place timestamptz, object json)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT f.topic, f.created_at, CASE f.topic
               WHEN 'marker' THEN json_build_object('marker', f.code, 'note', f.note, 'person_knows', f.person_knows,
                                                    'review_overdue', f.review_on < access.today())
               ELSE json_build_object('code', f.code, 'note', f.note) END
      FROM casework.person_fact f
     WHERE f.person_id = ANY (casework.person_group(person)) AND f.topic IN ('marker', 'safety')
       AND f.in_error_at IS NULL AND NOT f.confidential AND coalesce(f.valid_to > access.today(), true);
$$;

-- One row of the page: who it is, what must be known before contact, the
-- episodes. No address, nothing that is confidential, nothing the police hold.
CREATE OR REPLACE FUNCTION casework.glass_person(person uuid) RETURNS json
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT json_build_object('name', p.display_name, 'born_on', p.born_on, 'born_precision', p.born_precision,
               'age', date_part('year', age(access.today(), p.born_on))::integer, 'pronouns', p.pronouns,
               'died_on', p.died_on, 'safe_to_phone', p.safe_to_phone, 'safe_to_text', p.safe_to_text,
               'safe_to_voicemail', p.safe_to_voicemail, 'safe_to_write', p.safe_to_write,
               'contact_safety', p.contact_safety, 'phone', p.phone, 'trauma_guidance', p.trauma_guidance,
               'safety', (SELECT coalesce(json_agg(n.object ORDER BY n.place), '[]') FROM casework.glass_need(p.id) n WHERE n.topic = 'safety'),
               'warnings', (SELECT coalesce(json_agg(n.object ORDER BY n.place), '[]') FROM casework.glass_need(p.id) n WHERE n.topic = 'marker'),
               'episodes', (SELECT coalesce(json_agg(json_build_object('reference', e.reference, 'spoke', s.name,
                       'state', e.state, 'risk_level', e.risk_level, 'opened_on', e.opened_on, 'closed_on', e.closed_on,
                       'lead', coalesce((SELECT u.name FROM access.user_account u WHERE u.id = e.lead_user_id),
                                        e.lead_professional)) ORDER BY e.closed_on DESC NULLS FIRST, e.opened_on DESC), '[]')
                      FROM casework.episode e JOIN reference.spoke s ON s.id = e.spoke_id
                     WHERE e.person_id = ANY (casework.person_group(p.id))))
      FROM casework.person p WHERE p.id = casework.person_survivor(person);
$$;
-- The case as it is open now; no row once the time is over. Each reading is a
-- row of the access log, as what it is.
CREATE OR REPLACE FUNCTION casework.break_glass_case(wanted uuid) RETURNS json
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    b casework.break_glass;
BEGIN
    SELECT * INTO b FROM casework.break_glass x WHERE x.id = wanted AND x.user_id = access.me() AND x.until > now();
    IF NOT FOUND OR cardinality(access.glass_spokes(casework.person_group(b.person_id))) = 0 THEN
        RETURN NULL;
    END IF;
    UPDATE casework.break_glass x SET reads = x.reads + 1 WHERE x.id = b.id;
    PERFORM audit.record('break_glass', 'person', b.person_id, b.person_id, b.spoke_id,
                         jsonb_build_object('break_glass', b.id, 'reason', b.reason));
    RETURN json_build_object('id', b.id, 'until', casework.instant(b.until), 'reference', b.reference,
        'person', casework.glass_person(b.person_id),
        'events', (SELECT coalesce(json_agg(json_build_object('at', casework.instant(j.at), 'kind', j.kind,
                'title', CASE WHEN j.kind = 'held' THEN a.name || ' hold information: ask'
                              ELSE concat_ws(': ', j.subject, t.label) END,
                'who', u.name, 'agency', a.name, 'summary', j.summary) ORDER BY j.at DESC, j.ref_id), '[]')
             FROM casework.journey_events(b.person_id, NULL, NULL, NULL) j
             LEFT JOIN reference.term t ON t.vocabulary = j.vocabulary AND t.code = j.code
             LEFT JOIN access.user_account u ON u.id = j.who
             LEFT JOIN reference.agency a ON a.id = j.agency_id));
END $$;

-- BEFORE UPDATE: what was opened, by whom, when and why stays; a review is given
-- once, after the end, by somebody else.
CREATE OR REPLACE FUNCTION casework.break_glass_guard() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF OLD.outcome IS NOT NULL THEN
        RAISE EXCEPTION 'This has been reviewed.' USING ERRCODE = 'TL409';
    END IF;
    IF NEW.outcome IS NOT NULL THEN
        IF NEW.user_id = access.actor() THEN
            RAISE EXCEPTION 'Nobody reviews what they opened themselves.' USING ERRCODE = 'TL403';
        END IF;
        IF NEW.until > access.moment() THEN
            RAISE EXCEPTION 'It is still open. Review it when it has ended.' USING ERRCODE = 'TL409';
        END IF;
        NEW.reviewed_at := access.moment();
        NEW.reviewed_by := coalesce(access.actor(), NEW.reviewed_by);
    END IF;
    RETURN NEW;
END $$;

DROP VIEW IF EXISTS casework.break_glass_object;
CREATE VIEW casework.break_glass_object WITH (security_invoker = true) AS
SELECT b.id, b.version, b.spoke_id, b.person_id, b.opened_at, b.user_id, b.outcome, json_build_object(
           'id', b.id, 'version', b.version, 'spoke', s.code, 'spoke_name', s.name, 'reference', b.reference,
           'person', (SELECT json_build_object('id', p.id, 'name', p.display_name) FROM casework.person p WHERE p.id = b.person_id),
           'user', casework.colleague(b.user_id), 'purpose', b.purpose, 'reason', b.reason,
           'opened_at', casework.instant(b.opened_at), 'until', casework.instant(b.until), 'reads', b.reads,
           'open', b.until > now(), 'mine', b.user_id = access.me(),
           'outcome', b.outcome, 'review_note', b.review_note, 'reviewed_by', casework.colleague(b.reviewed_by),
           'reviewed_at', casework.instant(b.reviewed_at),
           'may_review', b.outcome IS NULL AND b.until <= now() AND b.user_id <> access.me()
               AND b.spoke_id = ANY (access.spokes_with('break_glass.review'))) AS object
  FROM casework.break_glass b JOIN reference.spoke s ON s.id = b.spoke_id;

DO $$
DECLARE
    f text;
BEGIN
    FOREACH f IN ARRAY ARRAY['casework.break_glass_open(uuid, text, text, text, integer)', 'access.glass_spokes(uuid[])',
        'casework.glass_person(uuid)', 'casework.glass_need(uuid)', 'casework.break_glass_case(uuid)',
        'casework.break_glass_guard()'] LOOP
        EXECUTE 'ALTER FUNCTION ' || f || ' OWNER TO throughline_definer';
        EXECUTE 'GRANT EXECUTE ON FUNCTION ' || f || ' TO throughline_owner';
    END LOOP;
    ALTER VIEW casework.break_glass_object OWNER TO throughline_owner;
    GRANT SELECT ON casework.break_glass_object TO throughline_server;
END $$;
GRANT EXECUTE ON FUNCTION casework.break_glass_open(uuid, text, text, text, integer), casework.break_glass_case(uuid)
    TO throughline_server;

CREATE TRIGGER a_born BEFORE INSERT ON casework.break_glass
    FOR EACH ROW EXECUTE FUNCTION casework.row_born();
CREATE TRIGGER b_touch BEFORE UPDATE ON casework.break_glass
    FOR EACH ROW EXECUTE FUNCTION casework.row_touch();
CREATE TRIGGER c_guard BEFORE UPDATE ON casework.break_glass
    FOR EACH ROW EXECUTE FUNCTION casework.break_glass_guard();
CREATE TRIGGER z_written AFTER INSERT OR UPDATE ON casework.break_glass
    FOR EACH ROW EXECUTE FUNCTION casework.row_written();
