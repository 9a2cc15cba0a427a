-- How long a young person's record is kept, what holds it back, and disposing of
-- it (0048_retention.sql). Two persons always: the spoke proposes, information
-- governance carries out (domain.md 11).

CREATE OR REPLACE FUNCTION reference.load_retention_rules(rows jsonb) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    DELETE FROM reference.retention_rule;
    INSERT INTO reference.retention_rule (category, spoke_id, years, counted_from, until_age, permanent, source)
    SELECT r.category, reference.spoke_id(r.spoke), r.years, r.counted_from, r.until_age,
           coalesce(r.permanent = 'yes', false), r.source
      FROM jsonb_to_recordset(rows) AS r(category text, spoke text, years integer, counted_from text,
                                         until_age integer, permanent text, source text);
END $$;

-- A spoke's own rule, else the partnership's.
CREATE OR REPLACE FUNCTION reference.retention_rule_for(wanted text, spoke integer) RETURNS reference.retention_rule
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT r FROM reference.retention_rule r WHERE r.category = wanted AND coalesce(r.spoke_id, spoke) = spoke
     ORDER BY r.spoke_id NULLS LAST LIMIT 1;
$$;

-- The day from which a case closed on a day need not be kept, by a spoke's rules.
CREATE OR REPLACE FUNCTION casework.retention_until(category text, spoke integer, born date, from_ date) RETURNS date
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    rule reference.retention_rule := reference.retention_rule_for(category, spoke);
BEGIN
    RETURN greatest(
        ((CASE rule.counted_from WHEN 'birth' THEN coalesce(born, from_) ELSE from_ END)
            + make_interval(years => rule.years))::date,
        (born + make_interval(years => rule.until_age))::date);
END $$;

-- Whether somebody was ever looked after, also under a record since merged.
CREATE OR REPLACE FUNCTION casework.retention_category(people uuid[]) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE WHEN EXISTS (
        SELECT FROM casework.person_fact f JOIN reference.care_status s ON s.code = f.code
         WHERE f.person_id = ANY (people) AND f.topic = 'care_status' AND f.in_error_at IS NULL
           AND (s.detail ->> 'looked_after' = 'yes' OR s.code = 'care_leaver'))
        THEN 'looked_after' ELSE 'person' END;
$$;

-- What work is open on any of somebody's records, in words, or NULL.
CREATE OR REPLACE FUNCTION casework.retention_open(people uuid[]) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE
        WHEN EXISTS (SELECT FROM casework.episode e WHERE e.person_id = ANY (people) AND e.state <> 'closed')
            THEN 'A case is open.'
        WHEN EXISTS (SELECT FROM casework.referral r WHERE r.person_id = ANY (people)
                        AND r.state IN ('submitted', 'in_triage', 'information_requested'))
            THEN 'A referral is not decided.'
        WHEN EXISTS (SELECT FROM casework.critical_incident_person x JOIN casework.critical_incident i ON i.id = x.incident_id
                      WHERE x.person_id = ANY (people) AND i.ended_on IS NULL)
            THEN 'A critical incident is open.'
        WHEN EXISTS (SELECT FROM casework.subject_request r WHERE r.person_id = ANY (people) AND r.closed_on IS NULL)
            THEN 'A request about the record is not answered.' END;
$$;

-- From which day a young person's record need not be kept: the latest of all
-- that is held of them, in every spoke, each by its own rule; NULL while work is
-- open or nothing dates it.
CREATE OR REPLACE FUNCTION casework.retention_of(person uuid, OUT category text, OUT due_on date, OUT open_work text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    people uuid[] := casework.person_group(person);
    born date := (SELECT max(p.born_on) FROM casework.person p WHERE p.id = ANY (people));
BEGIN
    open_work := casework.retention_open(people);
    category := casework.retention_category(people);
    IF category = 'person' AND NOT EXISTS (SELECT FROM casework.episode e WHERE e.person_id = ANY (people))
       AND NOT EXISTS (SELECT FROM casework.contact c WHERE c.person_id = ANY (people))
       AND NOT EXISTS (SELECT FROM casework.delivery_person d WHERE d.person_id = ANY (people))
       AND EXISTS (SELECT FROM casework.referral r WHERE r.person_id = ANY (people)) THEN
        category := 'referral_not_accepted';
    END IF;
    IF open_work IS NOT NULL THEN
        RETURN;
    END IF;
    SELECT max(x.until) INTO due_on FROM (
        SELECT greatest(casework.retention_until(category, e.spoke_id, born, e.closed_on), e.retention_trigger_on) AS until
          FROM casework.episode e WHERE e.person_id = ANY (people)
         UNION ALL
        SELECT casework.retention_until(CASE category WHEN 'looked_after' THEN category ELSE 'referral_not_accepted' END,
                   r.spoke_id, born, (coalesce(r.decided_at, r.updated_at) AT TIME ZONE 'Europe/London')::date)
          FROM casework.referral r WHERE r.person_id = ANY (people)
         UNION ALL
        SELECT casework.retention_until(category, c.spoke_id, born, (c.happened_at AT TIME ZONE 'Europe/London')::date)
          FROM casework.contact c WHERE c.person_id = ANY (people) AND category <> 'referral_not_accepted'
         UNION ALL
        SELECT casework.retention_until(category, d.spoke_id, born, coalesce(d.ended_on, d.started_on))
          FROM casework.delivery_person x JOIN casework.delivery d ON d.id = x.delivery_id WHERE x.person_id = ANY (people)
         UNION ALL
        SELECT casework.retention_until('critical_incident', i.spoke_id, NULL, i.ended_on)
          FROM casework.critical_incident_person x JOIN casework.critical_incident i ON i.id = x.incident_id
         WHERE x.person_id = ANY (people)
         UNION ALL
        SELECT casework.retention_until('subject_access', r.spoke_id, NULL, r.closed_on)
          FROM casework.subject_request r WHERE r.person_id = ANY (people)) AS x;
END $$;

-- Why a record may not be disposed of: the reasons of the holds in force.
CREATE OR REPLACE FUNCTION casework.held(people uuid[], spokes integer[]) RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(array_agg(DISTINCT h.reason ORDER BY h.reason), '{}') FROM casework.retention_hold h
     WHERE h.ended_at IS NULL AND access.today() BETWEEN h.from_on AND coalesce(h.until_on, 'infinity')
       AND (h.person_id = ANY (people) OR h.person_id IS NULL AND h.spoke_id = ANY (spokes));
$$;
CREATE OR REPLACE FUNCTION casework.person_held(person uuid) RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT casework.held(casework.person_group(person),
        (SELECT array_agg(DISTINCT ps.spoke_id) FROM casework.person_spoke ps
          WHERE ps.person_id = ANY (casework.person_group(person))));
$$;

-- The references by which staff and certificates name a record.
CREATE OR REPLACE FUNCTION casework.record_references(people uuid[], referral uuid) RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(array_agg(x.reference ORDER BY x.reference), '{}') FROM (
        SELECT e.reference FROM casework.episode e WHERE e.person_id = ANY (people)
         UNION SELECT r.reference FROM casework.referral r WHERE r.person_id = ANY (people) OR r.id = referral) AS x;
$$;

-- What is due in a spoke, the longest due first, for who may know it. The
-- candidates come by their own indexes; all that is known of each decides.
CREATE OR REPLACE FUNCTION casework.retention_due(spoke integer, wanted integer)
RETURNS TABLE (person_id uuid, referral_id uuid, record_references text[], category text, due_on date, held text[], disposal_id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT spoke = ANY (access.spokes_with('retention.read')) THEN
        RETURN;
    END IF;
    RETURN QUERY
    WITH candidate AS (
        (SELECT e.person_id, NULL::uuid AS referral FROM casework.episode e
           JOIN casework.person p ON p.id = e.person_id AND p.disposal_id IS NULL
          WHERE e.spoke_id = spoke AND e.state = 'closed' AND e.retention_trigger_on <= access.today()
          ORDER BY e.retention_trigger_on LIMIT 1000)
         UNION
        (SELECT r.person_id, CASE WHEN r.person_id IS NULL THEN r.id END FROM casework.referral r
           LEFT JOIN casework.person p ON p.id = r.person_id
          WHERE r.spoke_id = spoke AND p.disposal_id IS NULL
            AND r.state IN ('draft', 'declined', 'redirected', 'out_of_area', 'duplicate', 'withdrawn')
            AND coalesce(r.decided_at, r.updated_at)
                < (casework.retention_before('referral_not_accepted', spoke) + 1)::timestamp AT TIME ZONE 'Europe/London'
            AND NOT EXISTS (SELECT FROM casework.episode e WHERE e.person_id = r.person_id)
            AND NOT EXISTS (SELECT FROM casework.disposal d WHERE d.referral_id = r.id AND d.state = 'disposed')
          ORDER BY coalesce(r.decided_at, r.updated_at) LIMIT 1000)
         UNION
        (SELECT c.person_id, NULL FROM casework.contact c
           JOIN casework.person p ON p.id = c.person_id AND p.disposal_id IS NULL
          WHERE c.spoke_id = spoke
            AND c.happened_at < (casework.retention_before('person', spoke) + 1)::timestamp AT TIME ZONE 'Europe/London'
            AND NOT EXISTS (SELECT FROM casework.episode e WHERE e.person_id = c.person_id)
          ORDER BY c.happened_at LIMIT 1000)),
    record AS (
        SELECT DISTINCT casework.person_survivor(c.person_id) AS person, c.referral FROM candidate c)
    SELECT r.person, r.referral, casework.record_references(casework.person_group(r.person), r.referral),
           k.category, k.due_on,
           CASE WHEN r.person IS NULL THEN casework.held('{}', ARRAY[spoke]) ELSE casework.person_held(r.person) END,
           (SELECT d.id FROM casework.disposal d
             WHERE d.state = 'proposed' AND (d.person_id = r.person OR d.referral_id = r.referral))
      FROM record r CROSS JOIN LATERAL casework.retention_known(r.person, r.referral) k
     WHERE k.due_on <= access.today() AND (r.person IS NULL OR r.person <> ALL (access.withheld()))
     ORDER BY k.due_on, 3 LIMIT wanted;
END $$;

-- Nothing later than this can be due by a rule's years.
CREATE OR REPLACE FUNCTION casework.retention_before(category text, spoke integer) RETURNS date
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT (access.today() - make_interval(years => (reference.retention_rule_for(category, spoke)).years))::date;
$$;

-- A young person's record, or a referral that led to nobody's.
CREATE OR REPLACE FUNCTION casework.retention_known(person uuid, referral uuid, OUT category text, OUT due_on date,
                                                    OUT open_work text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF person IS NOT NULL THEN
        SELECT k.category, k.due_on, k.open_work INTO category, due_on, open_work FROM casework.retention_of(person) k;
        RETURN;
    END IF;
    category := 'referral_not_accepted';
    SELECT CASE WHEN r.state IN ('submitted', 'in_triage', 'information_requested') THEN 'The referral is not decided.' END,
           CASE WHEN r.state NOT IN ('submitted', 'in_triage', 'information_requested') AND r.person_id IS NULL THEN
               casework.retention_until('referral_not_accepted', r.spoke_id, NULL,
                   (coalesce(r.decided_at, r.updated_at) AT TIME ZONE 'Europe/London')::date) END
      INTO open_work, due_on FROM casework.referral r WHERE r.id = referral;
END $$;

DO $$
DECLARE
    f text;
BEGIN
    FOREACH f IN ARRAY ARRAY['reference.retention_rule_for(text, integer)', 'casework.retention_until(text, integer, date, date)',
        'casework.retention_category(uuid[])', 'casework.retention_open(uuid[])', 'casework.retention_of(uuid)',
        'casework.held(uuid[], integer[])', 'casework.person_held(uuid)', 'casework.record_references(uuid[], uuid)',
        'casework.retention_due(integer, integer)', 'casework.retention_before(text, integer)',
        'casework.retention_known(uuid, uuid)'] LOOP
        EXECUTE 'ALTER FUNCTION ' || f || ' OWNER TO throughline_definer';
        EXECUTE 'GRANT EXECUTE ON FUNCTION ' || f || ' TO throughline_owner';
    END LOOP;
END $$;
GRANT EXECUTE ON FUNCTION casework.retention_due(integer, integer) TO throughline_server;
