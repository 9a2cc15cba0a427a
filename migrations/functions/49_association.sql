-- Associations: what was said or seen of two young people. Each is read from
-- either side, by those of the spoke that wrote it down.

-- BEFORE INSERT OR UPDATE on association: nothing stands longer than a year
-- without being confirmed; what was said, of whom and when stays as it was.
CREATE OR REPLACE FUNCTION casework.association_guard() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.ended_on IS NOT NULL THEN
        RAISE EXCEPTION 'This has ended: record it anew if it is so again.' USING ERRCODE = 'TL409';
    END IF;
    IF access.loading() THEN
        RETURN NEW;
    END IF;
    IF NEW.known_on > access.today() THEN
        RAISE EXCEPTION 'The date must be today or in the past' USING ERRCODE = 'TL422', COLUMN = 'known_on';
    END IF;
    IF (TG_OP = 'INSERT' OR NEW.expires_on <> OLD.expires_on)
       AND NOT NEW.expires_on BETWEEN access.today() + 1 AND access.today() + 366 THEN
        RAISE EXCEPTION 'It may stand from tomorrow on to a year from now, then it is confirmed again'
            USING ERRCODE = 'TL422', COLUMN = 'expires_on';
    END IF;
    RETURN NEW;
END $$;

-- Where it is written down when nothing else is said: the one spoke in which
-- the writer may and both are known.
CREATE OR REPLACE FUNCTION casework.association_spoke(one uuid, other uuid) RETURNS integer
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    mine integer[] := access.spokes_with('association.write');
    shared integer[];
BEGIN
    SELECT array_agg(k.spoke_id) INTO shared FROM casework.person_spoke k
      JOIN casework.person_spoke o ON o.spoke_id = k.spoke_id AND o.person_id = other
     WHERE k.person_id = one AND k.spoke_id = ANY (mine)
       AND NOT ARRAY[one, other] && access.withheld();
    IF cardinality(shared) > 1 THEN
        RAISE EXCEPTION 'Select the spoke' USING ERRCODE = 'TL422', COLUMN = 'spoke';
    END IF;
    -- Not known here: the association's own keys say so.
    RETURN coalesce(shared[1], mine[1]);
END $$;

-- A list below a young person the reader may not see is as one that is absent.
CREATE OR REPLACE FUNCTION casework.association_person_required(wanted uuid) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM casework.person p WHERE p.id = wanted) THEN
        RAISE EXCEPTION 'no such person' USING ERRCODE = 'TL404';
    END IF;
END $$;

-- AFTER INSERT OR UPDATE: the log and both journeys.
CREATE OR REPLACE FUNCTION casework.association_written() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    verb text := CASE TG_OP WHEN 'INSERT' THEN 'create' ELSE 'change' END;
BEGIN
    PERFORM audit.record(verb, 'association', NEW.id, NEW.person_id, NEW.spoke_id, NULL),
            audit.record(verb, 'association', NEW.id, NEW.other_id, NEW.spoke_id, NULL);
    PERFORM casework.journey_raise(least(NEW.person_id, NEW.other_id));
    PERFORM casework.journey_raise(greatest(NEW.person_id, NEW.other_id));
    RETURN NULL;
END $$;

-- Whether it still counts: as the warning about rivals sees it.
CREATE OR REPLACE FUNCTION casework.association_stands(a casework.association) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN a.ended_on IS NULL AND a.expires_on >= access.today();
END $$;

-- From one side: `viewer` is the person it is read of, `other` the other.
DROP VIEW IF EXISTS casework.association_object;
CREATE VIEW casework.association_object WITH (security_invoker = true) AS
SELECT a.id, a.version, a.spoke_id, side.viewer, a.known_on, stands.stands, json_build_object(
           'id', a.id, 'version', a.version, 'spoke', spoke.code,
           'person', json_build_object('id', viewer.id, 'name', viewer.display_name),
           'other', json_build_object('id', other.id, 'name', other.display_name,
               'age', date_part('year', age(access.today(), other.born_on))::integer),
           'kind', a.kind, 'kind_label', CASE side.turned WHEN false THEN kind.label
                                              ELSE kind.detail ->> 'from_other_side' END,
           'rival', kind.detail ->> 'rival' = 'yes', 'certainty', a.certainty, 'basis', a.basis,
           'source', a.source, 'note', a.note, 'known_on', a.known_on, 'expires_on', a.expires_on,
           'stands', stands.stands,
           'due', stands.stands AND a.expires_on < access.today() + 28,
           'lapsed', a.ended_on IS NULL AND NOT stands.stands,
           'ended_on', a.ended_on, 'end_reason', a.end_reason, 'in_error', a.in_error_at IS NOT NULL,
           'recorded_by', casework.colleague(a.created_by) ->> 'name',
           'created_at', casework.instant(a.created_at), 'updated_at', casework.instant(a.updated_at),
           'may_change', a.ended_on IS NULL
               AND a.spoke_id = ANY (access.spokes_with('association.write'))) AS object
  FROM casework.association a
 CROSS JOIN LATERAL (VALUES (a.person_id, a.other_id, false), (a.other_id, a.person_id, true))
         AS side(viewer, other, turned)
 CROSS JOIN LATERAL casework.association_stands(a) AS stands(stands)
  JOIN reference.spoke spoke ON spoke.id = a.spoke_id
  JOIN reference.association_kind kind ON kind.code = a.kind
  -- A merged record is told by the one that stands for it.
 -- Worked out first: a policy lets no function of ours use the index.
 CROSS JOIN LATERAL (SELECT casework.person_survivor(side.viewer) AS viewer_id,
                            casework.person_survivor(side.other) AS other_id OFFSET 0) AS stands_for
  JOIN casework.person viewer ON viewer.id = stands_for.viewer_id
  JOIN casework.person other ON other.id = stands_for.other_id;

DO $$
DECLARE
    f text;
BEGIN
    FOREACH f IN ARRAY ARRAY['association_guard()', 'association_spoke(uuid, uuid)', 'association_written()',
                             'association_stands(casework.association)'] LOOP
        EXECUTE 'ALTER FUNCTION casework.' || f || ' OWNER TO throughline_definer';
        EXECUTE 'GRANT EXECUTE ON FUNCTION casework.' || f || ' TO throughline_owner, throughline_server';
    END LOOP;
    ALTER FUNCTION casework.association_person_required(uuid) OWNER TO throughline_owner;
    GRANT EXECUTE ON FUNCTION casework.association_person_required(uuid) TO throughline_server;
    ALTER VIEW casework.association_object OWNER TO throughline_owner;
    GRANT SELECT ON casework.association_object TO throughline_server;
END $$;

CREATE TRIGGER a_born BEFORE INSERT ON casework.association
    FOR EACH ROW EXECUTE FUNCTION casework.row_born();
CREATE TRIGGER b_touch BEFORE UPDATE ON casework.association
    FOR EACH ROW EXECUTE FUNCTION casework.row_touch();
CREATE TRIGGER d_association BEFORE INSERT OR UPDATE ON casework.association
    FOR EACH ROW EXECUTE FUNCTION casework.association_guard();
CREATE TRIGGER z_written AFTER INSERT OR UPDATE ON casework.association
    FOR EACH ROW EXECUTE FUNCTION casework.association_written();
