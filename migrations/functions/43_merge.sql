-- Two records of one human being. The one that stands for both is the survivor;
-- a group is the survivor and what was merged into it. After 29_triggers.sql,
-- which takes triggers away.

-- Whom a record stands for: itself, or the survivor.
CREATE OR REPLACE FUNCTION casework.person_survivor(person uuid) RETURNS uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN coalesce((SELECT p.merged_into FROM casework.person p WHERE p.id = person), person);
END $$;

-- The survivor, then what was merged into it.
CREATE OR REPLACE FUNCTION casework.person_group(person uuid) RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    survivor uuid := coalesce((SELECT p.merged_into FROM casework.person p WHERE p.id = person), person);
BEGIN
    RETURN survivor || ARRAY(SELECT p.id FROM casework.person p WHERE p.merged_into = survivor ORDER BY p.id);
END $$;

-- The same for many: who may see one record of a group sees the group.
CREATE OR REPLACE FUNCTION casework.person_groups(people uuid[]) RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    survivors uuid[];
BEGIN
    IF cardinality(people) = 0 OR NOT EXISTS (SELECT FROM casework.person p WHERE p.merged_into IS NOT NULL) THEN
        RETURN people;
    END IF;
    survivors := people || ARRAY(SELECT p.merged_into FROM casework.person p
                                  WHERE p.id = ANY (people) AND p.merged_into IS NOT NULL);
    RETURN survivors || ARRAY(SELECT p.id FROM casework.person p WHERE p.merged_into = ANY (survivors));
END $$;

-- The spokes that know either and where the reader may not merge: to be asked.
CREATE OR REPLACE FUNCTION casework.merge_ask(one uuid, other uuid) RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN ARRAY(SELECT DISTINCT s.name FROM casework.person_spoke ps JOIN reference.spoke s ON s.id = ps.spoke_id
                  WHERE ps.person_id = ANY (casework.person_group(one) || casework.person_group(other))
                    AND ps.person_id <> ALL (access.withheld())
                    AND NOT ps.spoke_id = ANY (access.spokes_with('person.merge')) ORDER BY 1);
END $$;

-- What stands against making `merged` part of `survivor`, or NULL. TL404 where
-- the reader does not see both.
CREATE OR REPLACE FUNCTION casework.merge_hindered(survivor uuid, merged uuid) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    ask text[] := casework.merge_ask(survivor, merged);
    mine integer[] := access.spokes_with('scope.case');
BEGIN
    IF (SELECT count(*) FROM casework.person p WHERE p.id IN (survivor, merged) AND p.spoke_ids && mine
             AND p.id <> ALL (access.withheld())) < 2 THEN
        RAISE EXCEPTION 'no such two people' USING ERRCODE = 'TL404';
    END IF;
    IF cardinality(ask) > 0 THEN
        RETURN format('%s also know this young person: ask their coordinator, who must hold both records to merge them.',
                      array_to_string(ask, ' and '));
    END IF;
    IF EXISTS (SELECT FROM casework.person_distinct d
                WHERE d.person_id = least(survivor, merged) AND d.other_id = greatest(survivor, merged)) THEN
        RETURN 'These two were said to be different people. Undo that first.';
    END IF;
    IF EXISTS (SELECT FROM casework.person p WHERE p.id IN (survivor, merged) AND p.merged_into IS NOT NULL) THEN
        RETURN 'One of these records is merged already. Open the record it was merged into.';
    END IF;
    IF EXISTS (SELECT FROM casework.person p WHERE p.merged_into = merged) THEN
        RETURN 'Another record was merged into the second one. Merge the other way round, or part those first.';
    END IF;
    RETURN NULL;
END $$;

-- BEFORE INSERT OR UPDATE on person_merge: made and undone by who may, once.
CREATE OR REPLACE FUNCTION casework.merge_guard() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    hindered text;
BEGIN
    PERFORM FROM casework.person p WHERE p.id IN (NEW.survivor_id, NEW.merged_id) ORDER BY p.id FOR UPDATE;
    IF TG_OP = 'INSERT' THEN
        hindered := CASE WHEN NOT access.loading() THEN casework.merge_hindered(NEW.survivor_id, NEW.merged_id) END;
        NEW.at := access.moment();
        NEW.by_user := access.actor();
        NEW.undone_at := NULL;
        NEW.undone_by := NULL;
        NEW.undo_reason := NULL;
        NEW.spokes_added := ARRAY(
            SELECT ps.spoke_id FROM casework.person_spoke ps WHERE ps.person_id = NEW.merged_id
            EXCEPT SELECT ps.spoke_id FROM casework.person_spoke ps WHERE ps.person_id = NEW.survivor_id ORDER BY 1);
    ELSIF OLD.undone_at IS NOT NULL THEN
        hindered := 'These records have been parted already.';
    ELSE
        IF cardinality(casework.merge_ask(NEW.survivor_id, NEW.merged_id)) > 0 AND NOT access.loading() THEN
            hindered := format('%s also know this young person: ask their coordinator, who must hold both records to part them.',
                array_to_string(casework.merge_ask(NEW.survivor_id, NEW.merged_id), ' and '));
        END IF;
        NEW.undone_at := access.moment();
        NEW.undone_by := access.actor();
    END IF;
    IF hindered IS NOT NULL THEN
        RAISE EXCEPTION '%', hindered USING ERRCODE = 'TL409';
    END IF;
    RETURN NEW;
END $$;

-- AFTER INSERT OR UPDATE: the pointer, and who knows the survivor.
CREATE OR REPLACE FUNCTION casework.merge_made() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM audit.record(CASE TG_OP WHEN 'INSERT' THEN 'create' ELSE 'change' END, 'person_merge', NEW.id, side, NULL,
                         jsonb_build_object('survivor', NEW.survivor_id, 'merged', NEW.merged_id,
                                            'reason', coalesce(NEW.undo_reason, NEW.reason)))
       FROM unnest(ARRAY[NEW.survivor_id, NEW.merged_id]) AS side;
    IF TG_OP = 'INSERT' THEN
        UPDATE casework.person p SET merged_into = NEW.survivor_id WHERE p.id = NEW.merged_id;
        INSERT INTO casework.person_spoke (person_id, spoke_id, since)
        SELECT NEW.survivor_id, s.id, NEW.at FROM unnest(NEW.spokes_added) AS s(id);
    ELSE
        UPDATE casework.person p SET merged_into = NULL WHERE p.id = NEW.merged_id;
        PERFORM casework.merge_spokes_taken(NEW);
    END IF;
    PERFORM casework.journey_raise(side) FROM unnest(ARRAY[NEW.survivor_id, NEW.merged_id]) AS side ORDER BY side;
    RETURN NULL;
END $$;

-- Spokes that knew the survivor only through the merge, unless they have
-- recorded work with it since: that stays, and so do they.
CREATE OR REPLACE FUNCTION casework.merge_spokes_taken(m casework.person_merge) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    spoke integer;
BEGIN
    FOREACH spoke IN ARRAY m.spokes_added LOOP
        BEGIN
            DELETE FROM casework.person_spoke ps WHERE ps.person_id = m.survivor_id AND ps.spoke_id = spoke;
            UPDATE casework.person p SET spoke_ids = array_remove(p.spoke_ids, spoke) WHERE p.id = m.survivor_id;
        EXCEPTION WHEN foreign_key_violation THEN
            CONTINUE;
        END;
    END LOOP;
    IF cardinality(m.spokes_added) > 0 THEN
        PERFORM casework.person_search_fill(m.survivor_id);
    END IF;
END $$;

-- BEFORE UPDATE on person: what is known of somebody is changed at the record
-- that stands for them.
CREATE OR REPLACE FUNCTION casework.person_unmerged() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    aside text[] := '{version,updated_at,updated_by,merged_into,spoke_ids,display_name}';
BEGIN
    IF to_jsonb(NEW) - aside IS DISTINCT FROM to_jsonb(OLD) - aside THEN
        RAISE EXCEPTION 'This record was merged into another. Change that one.' USING ERRCODE = 'TL409';
    END IF;
    RETURN NEW;
END $$;

-- BEFORE INSERT on episode: one open episode in a spoke for a human being,
-- whichever of their records it stands under.
CREATE OR REPLACE FUNCTION casework.episode_once() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    people uuid[] := casework.person_group(NEW.person_id);
BEGIN
    IF cardinality(people) > 1 AND EXISTS (
           SELECT FROM casework.episode e WHERE e.person_id = ANY (people) AND e.person_id <> NEW.person_id
              AND e.spoke_id = NEW.spoke_id AND e.state <> 'closed') THEN
        RAISE EXCEPTION 'This young person already has an open episode here, under a record that was merged.'
            USING ERRCODE = 'TL409';
    END IF;
    RETURN NEW;
END $$;

-- "Not the same person", said or taken back, stands in the access log of both.
CREATE OR REPLACE FUNCTION casework.distinct_written() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    said casework.person_distinct := CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
BEGIN
    PERFORM audit.record(CASE TG_OP WHEN 'DELETE' THEN 'remove' ELSE 'create' END, 'person_distinct', side, side, NULL,
                         jsonb_build_object('person', said.person_id, 'other', said.other_id, 'reason', said.reason))
       FROM unnest(ARRAY[said.person_id, said.other_id]) AS side;
    RETURN NULL;
END $$;

DO $$
DECLARE
    f text;
BEGIN
    FOREACH f IN ARRAY ARRAY['person_survivor(uuid)', 'person_group(uuid)', 'person_groups(uuid[])',
        'merge_ask(uuid, uuid)', 'merge_hindered(uuid, uuid)', 'merge_guard()', 'merge_made()',
        'merge_spokes_taken(casework.person_merge)', 'person_unmerged()', 'episode_once()',
        'distinct_written()'] LOOP
        EXECUTE 'ALTER FUNCTION casework.' || f || ' OWNER TO throughline_definer';
        EXECUTE 'GRANT EXECUTE ON FUNCTION casework.' || f || ' TO throughline_owner';
    END LOOP;
END $$;
-- Which spokes know somebody is told by merge_hindered() alone, to who sees both.
REVOKE EXECUTE ON FUNCTION casework.merge_ask(uuid, uuid) FROM throughline_server;
GRANT EXECUTE ON FUNCTION casework.person_survivor(uuid), casework.person_group(uuid),
    casework.merge_hindered(uuid, uuid), casework.merge_guard(),
    casework.merge_made(), casework.person_unmerged(), casework.episode_once(), casework.distinct_written()
    TO throughline_server;

CREATE OR REPLACE TRIGGER d_merge BEFORE INSERT OR UPDATE ON casework.person_merge
    FOR EACH ROW EXECUTE FUNCTION casework.merge_guard();
CREATE OR REPLACE TRIGGER z_made AFTER INSERT OR UPDATE ON casework.person_merge
    FOR EACH ROW EXECUTE FUNCTION casework.merge_made();
CREATE OR REPLACE TRIGGER d_unmerged BEFORE UPDATE ON casework.person
    FOR EACH ROW WHEN (OLD.merged_into IS NOT NULL) EXECUTE FUNCTION casework.person_unmerged();
CREATE OR REPLACE TRIGGER d_once BEFORE INSERT ON casework.episode
    FOR EACH ROW EXECUTE FUNCTION casework.episode_once();
CREATE OR REPLACE TRIGGER z_written AFTER INSERT OR DELETE ON casework.person_distinct
    FOR EACH ROW EXECUTE FUNCTION casework.distinct_written();

-- One record as the comparison shows it: what the reader sees of it, counted.
DROP VIEW IF EXISTS casework.merge_side;
CREATE VIEW casework.merge_side WITH (security_invoker = true) AS
SELECT p.id, json_build_object('id', p.id, 'name', p.display_name, 'born_on', p.born_on,
           'born_precision', p.born_precision, 'age', date_part('year', age(access.today(), p.born_on))::integer,
           'sex', p.sex, 'phone', p.phone, 'contact_safety', p.contact_safety,
           'merged_into', p.merged_into, 'created_at', casework.instant(p.created_at),
           'names', (SELECT coalesce(json_agg(json_build_object('kind', n.kind, 'valid_to', n.valid_to,
                         'name', concat_ws(' ', n.given_name, n.family_name)) ORDER BY n.valid_to NULLS FIRST,
                         n.kind = 'legal' DESC, n.created_at), '[]')
                       FROM casework.person_name AS n WHERE n.person_id = p.id AND n.in_error_at IS NULL),
           'spokes', (SELECT coalesce(json_agg(s.name ORDER BY s.name), '[]')
                        FROM casework.person_spoke AS ps JOIN reference.spoke AS s ON s.id = ps.spoke_id
                       WHERE ps.person_id = p.id),
           'episodes', (SELECT coalesce(json_agg(json_build_object('id', e.id, 'reference', e.reference,
                           'state', e.state, 'risk_level', e.risk_level) ORDER BY e.opened_on DESC), '[]')
                          FROM casework.episode AS e WHERE e.person_id = p.id),
           'referrals', (SELECT count(*) FROM casework.referral AS r WHERE r.person_id = p.id),
           'contacts', (SELECT count(*) FROM casework.contact AS c WHERE c.person_id = p.id),
           'notes', (SELECT count(*) FROM casework.note AS n WHERE n.person_id = p.id),
           'sessions', (SELECT count(*) FROM casework.session AS s WHERE s.person_id = p.id)) AS object
  FROM casework.person p;
ALTER VIEW casework.merge_side OWNER TO throughline_owner;
GRANT SELECT ON casework.merge_side TO throughline_server;
