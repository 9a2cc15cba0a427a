-- Work that changes hands: notes on the wrong young person, actions and cases
-- of those who left. Each change of hands is a row of state_change, so that
-- the journey and the history tell it as they tell moves.

-- Whether somebody may hold a piece of work: with that permission in its spoke.
CREATE OR REPLACE FUNCTION casework.may_hold(user_ uuid, spoke integer, permission_ text) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN EXISTS (
        SELECT FROM access.user_account u
          JOIN access.role_grant g ON g.user_id = u.id
          JOIN access.role_permission p ON p.role = g.role AND p.permission = permission_
         WHERE (access.me() IS NOT NULL OR access.loading())
           AND u.id = user_ AND u.disabled_at IS NULL AND (g.spoke_id IS NULL OR g.spoke_id = spoke)
           AND access.today() BETWEEN g.valid_from AND coalesce(g.valid_to, 'infinity'));
END $$;

-- "Leanne Portbury, Rookwise Mentoring"
CREATE OR REPLACE FUNCTION casework.holder_words(user_ uuid, name_ text, agency integer) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN coalesce(nullif(concat_ws(', ',
        coalesce((SELECT u.name FROM access.user_account u WHERE u.id = user_), name_),
        (SELECT a.name FROM reference.agency a WHERE a.id = agency)), ''), 'nobody');
END $$;

-- One row of history for a change that is no move of a state machine.
CREATE OR REPLACE FUNCTION casework.hands_changed(machine_ text, subject uuid, spoke integer, person uuid,
    episode uuid, verb_ text, state_ text, reason_ text, note_ text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    actor uuid := access.actor();
BEGIN
    INSERT INTO casework.state_change (machine, subject_id, spoke_id, person_id, episode_id, verb,
        from_state, to_state, at, by_user, agency_id, reason, note)
    VALUES (machine_, subject, spoke, person, episode, verb_, state_, state_, access.moment(), actor,
            (SELECT u.agency_id FROM access.user_account u WHERE u.id = actor), reason_, note_);
END $$;

-- AFTER UPDATE of an owner or lead: from whom, to whom, and why where that was
-- said. While the demo or an import is loaded only what says why.
CREATE OR REPLACE FUNCTION casework.action_handed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    why text := nullif(current_setting('throughline.reason', true), '');
BEGIN
    IF NOT access.loading() OR why IS NOT NULL THEN
        PERFORM casework.hands_changed('action', NEW.id, NEW.spoke_id, NEW.person_id, NEW.episode_id,
            'reassign', NEW.state, NULL, format('From %s to %s.%s',
                casework.holder_words(OLD.owner_user_id, OLD.owner_name, OLD.owner_agency_id),
                casework.holder_words(NEW.owner_user_id, NEW.owner_name, NEW.owner_agency_id), ' ' || why));
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION casework.episode_handed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    why text := nullif(current_setting('throughline.reason', true), '');
BEGIN
    IF NOT access.loading() OR why IS NOT NULL THEN
        PERFORM casework.hands_changed('episode', NEW.id, NEW.spoke_id, NEW.person_id, NEW.id,
            'reassign', NEW.state, NULL, format('From %s to %s.%s',
                casework.holder_words(OLD.lead_user_id, OLD.lead_professional, NULL),
                casework.holder_words(NEW.lead_user_id, NEW.lead_professional, NULL), ' ' || why));
    END IF;
    RETURN NULL;
END $$;

-- Why one piece of work cannot go to somebody, in words; NULL where it can.
-- Asked as the reader: what they may not see is not found.
CREATE OR REPLACE FUNCTION casework.not_movable(kind_ text, id_ uuid, version_ integer, to_user uuid)
RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    work record;
BEGIN
    IF kind_ = 'episode' THEN
        SELECT e.spoke_id, e.version, e.lead_user_id AS holder, e.state <> 'closed' AS is_open,
               'episode.write' AS needed, 'scope.case' AS hold INTO work
          FROM casework.episode e WHERE e.id = id_;
    ELSE
        SELECT a.spoke_id, a.version, a.owner_user_id AS holder, a.state IN ('open', 'in_progress') AS is_open,
               'action.write' AS needed, 'action.progress' AS hold INTO work
          FROM casework.action a WHERE a.id = id_;
    END IF;
    RETURN CASE
        WHEN work.version IS NULL OR NOT work.spoke_id = ANY (access.spokes_with(work.needed)) THEN 'It was not found.'
        WHEN NOT work.is_open THEN 'It is closed: nothing is left to do.'
        WHEN work.version <> version_ THEN 'Somebody changed it since you opened the list.'
        WHEN work.holder = to_user THEN 'It is theirs already.'
        WHEN NOT casework.may_hold(to_user, work.spoke_id, work.hold) THEN 'They do not work in its spoke.'
    END;
END $$;

-- Many pieces of work change hands at once: [{"kind", "id", "version"}]. All
-- that can be moved is, in one transaction; what cannot is listed with why.
CREATE OR REPLACE FUNCTION casework.reassign(items jsonb, to_user uuid, reason text) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    item record;
    why text;
    moved jsonb := '[]';
    kept jsonb := '[]';
BEGIN
    PERFORM set_config('throughline.reason', reason, true);
    -- One order for all, so that two at it wait for each other instead of both failing.
    FOR item IN SELECT DISTINCT i.kind, i.id, i.version
                  FROM jsonb_to_recordset(items) AS i(kind text, id uuid, version integer)
                 ORDER BY i.kind, i.id LOOP
        why := casework.not_movable(item.kind, item.id, item.version, to_user);
        IF why IS NULL THEN
            IF item.kind = 'episode' THEN
                UPDATE casework.episode e SET lead_user_id = to_user, lead_professional = NULL
                 WHERE e.id = item.id AND e.version = item.version;
            ELSE
                UPDATE casework.action a SET owner_user_id = to_user, owner_name = NULL,
                       owner_agency_id = coalesce((casework.agency_of(to_user)), a.owner_agency_id)
                 WHERE a.id = item.id AND a.version = item.version;
            END IF;
            IF NOT FOUND THEN
                why := 'Somebody changed it since you opened the list.';
            END IF;
        END IF;
        IF why IS NULL THEN
            moved := moved || jsonb_build_object('kind', item.kind, 'id', item.id);
        ELSE
            kept := kept || jsonb_build_object('kind', item.kind, 'id', item.id, 'why', why);
        END IF;
    END LOOP;
    PERFORM set_config('throughline.reason', '', true);
    RETURN jsonb_build_object('moved', moved, 'not_moved', kept);
END $$;

CREATE OR REPLACE FUNCTION casework.agency_of(user_ uuid) RETURNS integer
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN (SELECT u.agency_id FROM access.user_account u
             WHERE u.id = user_ AND (access.me() IS NOT NULL OR access.loading()));
END $$;

-- ---- notes -----------------------------------------------------------------------

-- Moves a note, with all its earlier versions, to the record it belongs to:
-- the open episode of that young person in the same spoke, else their latest.
-- The record it stood in keeps that a note was moved away, never its words,
-- for they are another child's. Gives the note's id, or nothing where version
-- or state do not allow it.
CREATE OR REPLACE FUNCTION casework.note_move(note_ uuid, version_ integer, to_person uuid, reason_ text)
RETURNS SETOF uuid
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    old casework.note;
    home casework.episode;
BEGIN
    SELECT * INTO old FROM casework.note n WHERE n.id = note_
       AND n.spoke_id = ANY (access.spokes_with('note.write'))
       AND n.person_id <> ALL (access.withheld()) FOR UPDATE;
    IF NOT FOUND OR old.version <> version_ OR old.replaced_at IS NOT NULL OR old.in_error_at IS NOT NULL THEN
        RETURN;
    END IF;
    IF old.person_id = to_person THEN
        RAISE EXCEPTION 'The note is on this young person’s record already'
            USING ERRCODE = 'TL422', COLUMN = 'person_id';
    END IF;
    SELECT * INTO home FROM casework.episode e
     WHERE e.person_id = to_person AND e.spoke_id = old.spoke_id AND e.person_id <> ALL (access.withheld())
     ORDER BY e.state = 'closed', e.opened_on DESC, e.id LIMIT 1;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'This young person has no episode in this spoke. Open one first'
            USING ERRCODE = 'TL422', COLUMN = 'person_id';
    END IF;
    WITH RECURSIVE chain AS (
        SELECT n.id, n.replaces_id FROM casework.note n WHERE n.id = note_
        UNION ALL
        SELECT n.id, n.replaces_id FROM casework.note n JOIN chain c ON n.id = c.replaces_id)
    UPDATE casework.note n SET person_id = home.person_id, episode_id = home.id,
           moved_at = access.moment(), moved_by = access.actor(), move_reason = reason_
      FROM chain c WHERE n.id = c.id;
    -- The access log of both records says it.
    PERFORM audit.record('change', 'note', note_, old.person_id, old.spoke_id, jsonb_build_object('moved', 'away')),
            audit.record('change', 'note', note_, home.person_id, old.spoke_id, jsonb_build_object('moved', 'here'));
    PERFORM casework.hands_changed('note', old.episode_id, old.spoke_id, old.person_id, old.episode_id,
                                   'move_away', 'kept', 'wrong_person', reason_),
            casework.hands_changed('note', home.id, old.spoke_id, home.person_id, home.id,
                                   'move_here', 'kept', 'wrong_person', reason_);
    RETURN NEXT note_;
END $$;

DO $$
DECLARE
    f text;
BEGIN
    FOREACH f IN ARRAY ARRAY['may_hold(uuid, integer, text)',
        'holder_words(uuid, text, integer)', 'agency_of(uuid)',
        'hands_changed(text, uuid, integer, uuid, uuid, text, text, text, text)', 'action_handed()',
        'episode_handed()', 'not_movable(text, uuid, integer, uuid)', 'reassign(jsonb, uuid, text)',
        'note_move(uuid, integer, uuid, text)'] LOOP
        EXECUTE 'ALTER FUNCTION casework.' || f || ' OWNER TO throughline_definer';
        EXECUTE 'GRANT EXECUTE ON FUNCTION casework.' || f || ' TO throughline_server, throughline_owner';
    END LOOP;
END $$;
-- History is written by what happened, never by hand.
REVOKE EXECUTE ON FUNCTION casework.hands_changed(text, uuid, integer, uuid, uuid, text, text, text, text)
    FROM throughline_server;
-- Words for that history.
REVOKE EXECUTE ON FUNCTION casework.holder_words(uuid, text, integer) FROM throughline_server;

-- After 29_triggers.sql, which takes all of casework's triggers away.
CREATE TRIGGER y_handed AFTER UPDATE OF owner_user_id, owner_name, owner_agency_id ON casework.action
    FOR EACH ROW WHEN ((OLD.owner_user_id, OLD.owner_name, OLD.owner_agency_id)
                       IS DISTINCT FROM (NEW.owner_user_id, NEW.owner_name, NEW.owner_agency_id))
    EXECUTE FUNCTION casework.action_handed();
CREATE TRIGGER y_handed AFTER UPDATE OF lead_user_id, lead_professional ON casework.episode
    FOR EACH ROW WHEN ((OLD.lead_user_id, OLD.lead_professional)
                       IS DISTINCT FROM (NEW.lead_user_id, NEW.lead_professional)
                       AND (OLD.lead_user_id IS NOT NULL OR OLD.lead_professional IS NOT NULL))
    EXECUTE FUNCTION casework.episode_handed();

-- ---- prints ------------------------------------------------------------------------

-- A print goes into the access log before it leaves, with its reason as its
-- purpose. Asked as the reader: TL404 for a record they may not see.
CREATE OR REPLACE FUNCTION casework.print_record(kind_ text, id_ uuid, page text, reason text) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    person uuid;
    spoke integer;
    seen boolean := kind_ = 'page';
BEGIN
    IF kind_ = 'person' THEN
        SELECT p.id, (SELECT min(s.spoke_id) FROM casework.person_spoke s WHERE s.person_id = p.id), true
          INTO person, spoke, seen FROM casework.person p WHERE p.id = id_;
    ELSIF kind_ = 'meeting' THEN
        SELECT NULL, m.spoke_id, true INTO person, spoke, seen FROM casework.meeting m WHERE m.id = id_;
    ELSIF kind_ IN ('episode', 'referral', 'action', 'note', 'allocation', 'contact', 'outcome') THEN
        EXECUTE format('SELECT person_id, spoke_id, true FROM casework.%I WHERE id = $1', kind_)
           INTO person, spoke, seen USING id_;
    END IF;
    IF seen IS NOT TRUE THEN
        RAISE EXCEPTION 'no such record' USING ERRCODE = 'TL404';
    END IF;
    PERFORM set_config('throughline.purpose', reason, true),
            audit.record('print', kind_, CASE WHEN kind_ <> 'page' THEN id_ END, person, spoke,
                         jsonb_build_object('page', page));
END $$;
ALTER FUNCTION casework.print_record(text, uuid, text, text) OWNER TO throughline_definer;
GRANT EXECUTE ON FUNCTION casework.print_record(text, uuid, text, text) TO throughline_server, throughline_owner;
