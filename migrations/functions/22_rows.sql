-- What every row of casework does by itself, whoever writes it: keep its
-- version, log its writing, raise the journey's version, and move only along
-- its state machine.

CREATE OR REPLACE FUNCTION casework.row_touch() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    NEW.version := OLD.version + 1;
    NEW.updated_at := access.moment();
    NEW.updated_by := access.actor();
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION casework.row_version() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    NEW.version := OLD.version + 1;
    RETURN NEW;
END $$;

-- created_at and created_by are the database's to say, not the client's.
CREATE OR REPLACE FUNCTION casework.row_born() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    NEW.created_at := access.moment();
    NEW.created_by := access.actor();
    RETURN NEW;
END $$;

-- The journey's version rises once a transaction: readers see it whole anyway,
-- and a meeting's many rows about one person need not wait on one another.
CREATE OR REPLACE FUNCTION casework.journey_raise(person uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE casework.journey_version v
       SET version = v.version + 1, raised_in = pg_current_xact_id()
     WHERE v.person_id = person AND v.raised_in IS DISTINCT FROM pg_current_xact_id();
END $$;
ALTER FUNCTION casework.journey_raise(uuid) OWNER TO throughline_definer;

-- AFTER any write of a row with person_id and spoke_id: access log, journey.
CREATE OR REPLACE FUNCTION casework.row_written() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    written record := CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
BEGIN
    PERFORM audit.record(CASE TG_OP WHEN 'INSERT' THEN 'create' WHEN 'UPDATE' THEN 'change'
                         ELSE 'remove' END, TG_TABLE_NAME, written.id, written.person_id,
                         written.spoke_id, NULL);
    IF written.person_id IS NOT NULL THEN
        PERFORM casework.journey_raise(written.person_id);
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.person_id IS DISTINCT FROM NEW.person_id THEN
        -- What a referral went through before it was known whose it is belongs
        -- to the journey of that young person, too.
        UPDATE casework.state_change c SET person_id = NEW.person_id WHERE c.subject_id = NEW.id;
        IF OLD.person_id IS NOT NULL THEN
            PERFORM casework.journey_raise(OLD.person_id);
        END IF;
    END IF;
    RETURN NULL;
END $$;

-- The same for meetings, which are of many people. Their journeys show what
-- the meeting is called and who chaired it.
CREATE OR REPLACE FUNCTION casework.meeting_written() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    written record := CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
BEGIN
    PERFORM audit.record(CASE TG_OP WHEN 'INSERT' THEN 'create' WHEN 'UPDATE' THEN 'change'
                         ELSE 'remove' END, TG_TABLE_NAME, written.id, NULL, written.spoke_id, NULL);
    IF TG_TABLE_NAME = 'meeting' AND TG_OP = 'UPDATE' THEN
        IF (OLD.title, OLD.chair_user_id) IS DISTINCT FROM (NEW.title, NEW.chair_user_id) THEN
            PERFORM casework.journey_raise(d.person_id)
               FROM (SELECT x.person_id FROM casework.discussion x
                      WHERE x.meeting_id = NEW.id ORDER BY 1) d;
        END IF;
    END IF;
    RETURN NULL;
END $$;

-- Codes in an array column all belong to a vocabulary. TG_ARGV: vocabulary, column.
CREATE OR REPLACE FUNCTION casework.codes_known() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    written jsonb := to_jsonb(NEW);
    given jsonb;
    unknown text;
BEGIN
    FOR i IN 0 .. TG_NARGS - 2 BY 2 LOOP
        given := written -> TG_ARGV[i + 1];
        -- Nearly always all are known, each named once: one look says so.
        CONTINUE WHEN coalesce(jsonb_typeof(given), 'null') = 'null'
            OR jsonb_array_length(given) = (
                   SELECT count(*) FROM reference.known_code k
                    WHERE k.vocabulary = TG_ARGV[i] AND given ? k.code);
        SELECT string_agg(DISTINCT g.code, ', ') INTO unknown
          FROM jsonb_array_elements_text(given) AS g(code)
         WHERE NOT EXISTS (SELECT FROM reference.known_code k
                            WHERE k.vocabulary = TG_ARGV[i] AND k.code = g.code);
        IF unknown IS NOT NULL THEN
            RAISE EXCEPTION 'Select % from the list', replace(TG_ARGV[i + 1], '_', ' ')
                USING ERRCODE = 'TL422', COLUMN = TG_ARGV[i + 1];
        END IF;
    END LOOP;
    RETURN NEW;
END $$;

-- AFTER any write of a term: reference.known_code says which there are.
CREATE OR REPLACE FUNCTION reference.code_kept() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        DELETE FROM reference.known_code k WHERE k.vocabulary = OLD.vocabulary AND k.code = OLD.code;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO reference.known_code VALUES (NEW.vocabulary, NEW.code);
    END IF;
    RETURN NULL;
END $$;
ALTER FUNCTION reference.code_kept() OWNER TO throughline_definer;
-- A partition made later copies the trigger, and who makes it must be able to.
GRANT EXECUTE ON FUNCTION reference.code_kept() TO throughline_owner;

-- The permission a move needs; refuses one that casework.state_move has not.
-- `thing` is what a person calls it: "This import is committed: ...".
CREATE OR REPLACE FUNCTION casework.move_demand(machine_ text, thing text, before_state text, after_state text)
RETURNS text LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    needed text;
BEGIN
    SELECT m.permission INTO needed FROM casework.state_move m
     WHERE m.machine = machine_ AND m.from_state IS NOT DISTINCT FROM before_state AND m.to_state = after_state;
    IF NOT FOUND THEN
        RAISE EXCEPTION '%', replace(CASE WHEN before_state IS NULL
            THEN format('A new %s cannot start as %s.', thing, after_state)
            ELSE format('This %s is %s: it cannot become %s.', thing, before_state, after_state) END, '_', ' ')
            USING ERRCODE = 'TL409';
    END IF;
    RETURN needed;
END $$;

-- BEFORE INSERT OR UPDATE OF state. TG_ARGV[0]: machine.
CREATE OR REPLACE FUNCTION casework.state_guard() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    needed text;
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.state = NEW.state THEN
        RETURN NEW;
    END IF;
    needed := casework.move_demand(TG_ARGV[0], TG_ARGV[0], CASE WHEN TG_OP = 'UPDATE' THEN OLD.state END, NEW.state);
    IF NOT access.loading() AND NOT casework.state_mover(to_jsonb(NEW), TG_ARGV[0], needed) THEN
        RAISE EXCEPTION 'permission % not held in the spoke', needed USING ERRCODE = 'TL403';
    END IF;
    RETURN NEW;
END $$;

-- Whether the reader may make a move: its permission in the row's spoke. What
-- is offered to a spoke is answered there; and accepting a transfer closes the
-- episode of the spoke that offered it.
CREATE OR REPLACE FUNCTION casework.state_mover(row_ jsonb, machine text, needed text) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    spoke integer := (row_ ->> CASE WHEN machine = 'transfer' AND row_ ->> 'state' IN ('accepted', 'refused')
                                    THEN 'to_spoke_id' ELSE 'spoke_id' END)::integer;
BEGIN
    RETURN spoke = ANY (access.spokes_with(needed))
        OR machine = 'episode' AND row_ ->> 'state' = 'closed' AND EXISTS (
           SELECT FROM casework.transfer t
            WHERE t.episode_id = (row_ ->> 'id')::uuid AND t.state = 'accepted'
              AND t.to_spoke_id = ANY (access.spokes_with('transfer.answer')));
END $$;

-- When a move was made. An accepted transfer closes one episode and opens the
-- other at the very instant it is accepted.
CREATE OR REPLACE FUNCTION casework.state_instant(row_ jsonb, machine text) RETURNS timestamptz
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN coalesce(CASE machine
        WHEN 'transfer' THEN (row_ ->> 'decided_at')::timestamptz
        WHEN 'episode' THEN (
            SELECT t.decided_at FROM casework.transfer t
             WHERE row_ ->> 'state' = 'closed' AND t.episode_id = (row_ ->> 'id')::uuid AND t.state = 'accepted'
             UNION ALL
            SELECT t.decided_at FROM casework.transfer t
             WHERE (row_ ->> 'version') = '1' AND t.to_episode_id = (row_ ->> 'id')::uuid) END,
        access.moment());
END $$;

-- AFTER INSERT OR UPDATE OF state: the move becomes a row. TG_ARGV[0]: machine.
CREATE OR REPLACE FUNCTION casework.state_record() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    before_state text := CASE WHEN TG_OP = 'UPDATE' THEN OLD.state END;
    row jsonb;
    actor uuid;
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.state = NEW.state THEN
        RETURN NULL;
    END IF;
    row := to_jsonb(NEW);
    actor := access.actor();
    INSERT INTO casework.state_change (machine, subject_id, spoke_id, person_id, episode_id, verb,
        from_state, to_state, at, by_user, agency_id, reason, note)
    SELECT TG_ARGV[0], NEW.id, NEW.spoke_id, (row ->> 'person_id')::uuid,
           CASE TG_ARGV[0] WHEN 'episode' THEN NEW.id ELSE (row ->> 'episode_id')::uuid END,
           m.verb, before_state, NEW.state, casework.state_instant(row, TG_ARGV[0]), actor,
           (SELECT u.agency_id FROM access.user_account u WHERE u.id = actor),
           NEW.state_reason, NEW.state_note
      FROM casework.state_move m
     WHERE m.machine = TG_ARGV[0] AND m.from_state IS NOT DISTINCT FROM before_state
       AND m.to_state = NEW.state;
    RETURN NULL;
END $$;

-- BR-26-0417 for a referral, BR-E26-0417 for an episode.
CREATE OR REPLACE FUNCTION casework.reference_next(spoke integer, kind_ text) RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    year_ integer := extract(year FROM access.moment() AT TIME ZONE 'Europe/London');
    number integer;
BEGIN
    INSERT INTO casework.reference_counter AS c (spoke_id, kind, year, last)
    VALUES (spoke, kind_, year_, 1)
    ON CONFLICT (spoke_id, kind, year) DO UPDATE SET last = c.last + 1
    RETURNING last INTO number;
    RETURN (SELECT s.reference_prefix FROM reference.spoke s WHERE s.id = spoke)
        || '-' || CASE kind_ WHEN 'episode' THEN 'E' ELSE '' END
        || lpad((year_ % 100)::text, 2, '0') || '-' || lpad(number::text, 4, '0');
END $$;

-- BEFORE INSERT on referral and episode. TG_ARGV[0]: kind.
CREATE OR REPLACE FUNCTION casework.reference_given() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    NEW.reference := casework.reference_next(NEW.spoke_id, TG_ARGV[0]);
    RETURN NEW;
END $$;

-- The minutes freeze when the chair signs (domain.md 4): nothing is added to
-- them, changed in them, taken from them or moved between them.
CREATE OR REPLACE FUNCTION casework.minutes_frozen() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    touched uuid[] := CASE TG_OP WHEN 'INSERT' THEN ARRAY[NEW.meeting_id]
                                 WHEN 'DELETE' THEN ARRAY[OLD.meeting_id]
                                 ELSE ARRAY[OLD.meeting_id, NEW.meeting_id] END;
    state_ text;
BEGIN
    FOR state_ IN SELECT m.state FROM casework.meeting m WHERE m.id = ANY (touched)
                   ORDER BY m.id FOR SHARE LOOP
        IF state_ IN ('signed_off', 'distributed', 'cancelled') THEN
            RAISE EXCEPTION '%', CASE state_ WHEN 'cancelled' THEN 'The meeting was cancelled.'
                ELSE 'The minutes are signed off. Add an addendum instead.' END
                USING ERRCODE = 'TL409';
        END IF;
    END LOOP;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;

-- A signed meeting keeps its own words too; only its state moves on.
CREATE OR REPLACE FUNCTION casework.meeting_frozen() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF OLD.state IN ('signed_off', 'distributed', 'cancelled') AND
       (to_jsonb(NEW) - '{state,state_reason,state_note,version,updated_at,updated_by}'::text[])
       IS DISTINCT FROM
       (to_jsonb(OLD) - '{state,state_reason,state_note,version,updated_at,updated_by}'::text[]) THEN
        RAISE EXCEPTION '%', CASE OLD.state WHEN 'cancelled' THEN 'The meeting was cancelled.'
            ELSE 'The minutes are signed off. Add an addendum instead.' END
            USING ERRCODE = 'TL409';
    END IF;
    IF NEW.state = 'signed_off' AND OLD.state <> 'signed_off' THEN
        NEW.signed_off_at := access.moment();
        NEW.signed_off_by := access.actor();
    END IF;
    RETURN NEW;
END $$;

-- The closure checklist's part that spans rows: nothing may be left open.
CREATE OR REPLACE FUNCTION casework.episode_closing() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    actions bigint;
    allocations bigint;
BEGIN
    IF NEW.state <> 'closed' OR OLD.state = 'closed' THEN
        RETURN NEW;
    END IF;
    PERFORM casework.transfer_lets_close(NEW);
    SELECT count(*) INTO actions FROM casework.action a
     WHERE a.episode_id = NEW.id AND a.state IN ('open', 'in_progress');
    SELECT count(*) INTO allocations FROM casework.allocation a
     WHERE a.episode_id = NEW.id AND a.ended_on IS NULL;
    IF actions + allocations > 0 THEN
        RAISE EXCEPTION '%', concat_ws(' ',
            CASE WHEN actions > 0 THEN format('%s open %s: complete, cancel or reassign first.',
                actions, CASE actions WHEN 1 THEN 'action' ELSE 'actions' END) END,
            CASE WHEN allocations > 0 THEN format('%s %s not ended: end first.',
                allocations, CASE allocations WHEN 1 THEN 'intervention' ELSE 'interventions' END) END)
            USING ERRCODE = 'TL409';
    END IF;
    RETURN NEW;
END $$;

-- A closed episode takes no more work; a re-referral opens a new one.
CREATE OR REPLACE FUNCTION casework.episode_frozen() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF OLD.state = 'closed' THEN
        RAISE EXCEPTION 'This episode is closed. A new referral opens a new one.'
            USING ERRCODE = 'TL409';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE FUNCTION casework.episode_takes_work() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF (SELECT e.state FROM casework.episode e WHERE e.id = NEW.episode_id FOR SHARE) = 'closed' THEN
        RAISE EXCEPTION 'This episode is closed. A new referral opens a new one.'
            USING ERRCODE = 'TL409';
    END IF;
    RETURN NEW;
END $$;

-- Only police may hold an item back, and only a sergeant lets it go.
CREATE OR REPLACE FUNCTION casework.contact_held() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF access.loading() THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'INSERT' THEN
        NEW.agency_id := access.my_agency();
        IF NEW.held AND NOT NEW.spoke_id = ANY (access.spokes_with('scope.police')) THEN
            RAISE EXCEPTION 'Only police may hold an item back.' USING ERRCODE = 'TL422';
        END IF;
    ELSIF OLD.held IS DISTINCT FROM NEW.held THEN
        IF NOT OLD.held OR NOT NEW.spoke_id = ANY (access.spokes_with('contact.release')) THEN
            RAISE EXCEPTION 'permission contact.release not held in the spoke' USING ERRCODE = 'TL403';
        END IF;
        NEW.released_at := now();
        NEW.released_by := access.me();
    END IF;
    RETURN NEW;
END $$;

DO $$
DECLARE
    f text;
BEGIN
    FOREACH f IN ARRAY ARRAY['row_touch()', 'row_version()', 'row_born()', 'row_written()',
        'meeting_written()', 'codes_known()', 'move_demand(text, text, text, text)', 'state_guard()', 'state_record()',
        'state_mover(jsonb, text, text)', 'state_instant(jsonb, text)',
        'reference_next(integer, text)', 'reference_given()', 'minutes_frozen()',
        'meeting_frozen()', 'episode_closing()', 'episode_frozen()', 'episode_takes_work()',
        'contact_held()'] LOOP
        EXECUTE 'ALTER FUNCTION casework.' || f || ' OWNER TO throughline_definer';
        EXECUTE 'GRANT EXECUTE ON FUNCTION casework.' || f || ' TO throughline_server, throughline_owner';
    END LOOP;
END $$;
-- Numbers are given by the trigger only; nobody burns them by hand.
REVOKE EXECUTE ON FUNCTION casework.reference_next(integer, text) FROM throughline_server;
