-- Matching: is somebody known to us already, by name, date of birth or what
-- others know them by. Like searching it applies the scope itself.
--
-- Why somebody matched is a code of the vocabulary match_reason.

DROP FUNCTION IF EXISTS casework.match_people(text, text, text, date, uuid, integer);

-- An identifier as it is compared; NULL where it has no digit: "not known".
CREATE OR REPLACE FUNCTION casework.identifier_key(said text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog
RETURN CASE WHEN said ~ '[0-9]' THEN upper(regexp_replace(said, '[^A-Za-z0-9]', '', 'g')) END;

-- The kinds that stand for one human being: those with a reason of their own
-- in match_reason ("same UPN"). Two young people may share a school's number.
CREATE OR REPLACE FUNCTION casework.identifier_kinds() RETURNS text[]
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN ARRAY(SELECT k.code FROM reference.term k
                   JOIN reference.term r ON r.vocabulary = 'match_reason' AND r.code = 'same_' || k.code
                  WHERE k.vocabulary = 'identifier_kind');
END $$;

CREATE OR REPLACE FUNCTION casework.identifier_reason(kind text) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN CASE WHEN kind = ANY (casework.identifier_kinds()) THEN 'same_' || kind ELSE 'same_identifier' END;
END $$;

-- Others, of whichever spoke, with the identifier that was said or one of those
-- held of `themselves`; those only where the reader sees them.
CREATE OR REPLACE FUNCTION casework.match_identified(spokes integer[], themselves uuid[], said text)
RETURNS TABLE (person_id uuid, reasons text[])
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    kinds text[] := casework.identifier_kinds();
    key_ text := casework.identifier_key(said);
BEGIN
    RETURN QUERY
    WITH wanted AS MATERIALIZED (
        SELECT k.code, key_ AS value_key FROM unnest(kinds) AS k(code) WHERE key_ IS NOT NULL
        UNION
        SELECT f.code, f.value_key FROM casework.person_fact f
         WHERE f.person_id = ANY (themselves) AND f.topic = 'identifier' AND f.code = ANY (kinds)
           AND f.value_key ~ '[0-9]' AND f.in_error_at IS NULL AND NOT f.confidential
           AND EXISTS (SELECT FROM casework.person p WHERE p.id = ANY (themselves) AND p.spoke_ids && spokes))
    SELECT f.person_id, array_agg(DISTINCT 'same_' || f.code)
      FROM wanted w
      JOIN casework.person_fact f ON f.code = w.code AND f.value_key = w.value_key AND f.topic = 'identifier'
           AND f.in_error_at IS NULL AND NOT f.confidential
     WHERE NOT f.person_id = ANY (themselves)
     GROUP BY f.person_id;
END $$;

-- What is doubtful about an identifier because of others: another record of the
-- reader's has it too. Never whose it is, for the fact is read by others too.
CREATE OR REPLACE FUNCTION casework.identifier_shared(person uuid, kind text, key_ text) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF key_ ~ '[0-9]' AND kind = ANY (casework.identifier_kinds()) AND EXISTS (
           SELECT FROM casework.person_fact f JOIN casework.person p ON p.id = f.person_id
            WHERE f.topic = 'identifier' AND f.code = kind AND f.value_key = key_
              AND f.in_error_at IS NULL AND NOT f.confidential
              AND p.spoke_ids && access.spokes_with('scope.case')
              AND NOT f.person_id = ANY (casework.person_group(person) || access.withheld())) THEN
        RETURN jsonb_build_array(jsonb_build_object('pointer', '/value', 'code', 'also_held', 'detail',
            format('Another record you work with has the same %s. Look at the possible duplicates',
                   (SELECT t.label FROM reference.term t WHERE t.vocabulary = 'identifier_kind' AND t.code = kind))));
    END IF;
    RETURN '[]';
END $$;

-- Who may be the same: every way in by an index, for all spokes at once.
CREATE OR REPLACE FUNCTION casework.match_near(g text, f text, k text, born date)
RETURNS TABLE (person_id uuid)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
BEGIN
    IF g <> '' AND f <> '' THEN
        RETURN QUERY
        SELECT s.person_id FROM casework.person_search s
         WHERE s.family_name = f AND s.given_name = g
        UNION ALL
        SELECT s.person_id FROM casework.person_search s
         WHERE s.family_name = g AND s.given_name = f
        UNION ALL
        SELECT s.person_id FROM casework.person_search s
         WHERE s.family_sound = casework.name_sound(f) AND s.given_sound = casework.name_sound(g)
        UNION ALL -- "Jay" is an alias of a Jayden with that family name
        SELECT s.person_id FROM casework.person_search s
          JOIN casework.person_search other ON other.person_id = s.person_id AND other.family_name = f
         WHERE s.given_name = g AND s.family_name = '';
    END IF;
    IF k <> '' THEN
        RETURN QUERY
        SELECT s.person_id FROM casework.person_search s WHERE s.given_name = k AND s.family_name IN ('', f);
    END IF;
    IF born IS NOT NULL THEN
        RETURN QUERY
        SELECT s.person_id FROM casework.person_search s WHERE s.born_on BETWEEN born - 1 AND born + 1
        UNION ALL
        SELECT s.person_id FROM casework.person_search s
         WHERE s.born_on = casework.day_made(to_char(born, 'YYYY'), to_char(born, 'DD'), to_char(born, 'MM'))
        UNION ALL -- a year or a month typed one off
        SELECT s.person_id FROM casework.person_search s
         WHERE s.born_on IN ((born - interval '1 year')::date, (born + interval '1 year')::date,
                             (born - interval '1 month')::date, (born + interval '1 month')::date);
    END IF;
END $$;

-- How strongly a name speaks, and why; the strongest of a person's names.
CREATE OR REPLACE FUNCTION casework.match_names(person uuid, g text, f text, k text,
                                                g_sound text, f_sound text,
                                                OUT points integer, OUT reason text)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    SELECT j.points, j.reason INTO points, reason
      FROM (SELECT s.given_name, s.family_name, s.full_name, s.given_sound, s.family_sound,
                   bool_or(s.family_name = f) OVER () AND f <> '' AS of_family
              FROM casework.person_search s WHERE s.person_id = person) s
     CROSS JOIN LATERAL (VALUES
        (s.family_name = f AND s.given_name = g AND f <> '' AND g <> '', 60, 'same_name'),
        (s.of_family AND s.given_name IN (g, k) AND s.given_name <> '', 55, 'same_alias'),
        (s.family_name = g AND s.given_name = f AND f <> '' AND g <> '', 50, 'names_swapped'),
        (f <> '' AND g <> '' AND s.family_sound = f_sound AND s.given_sound = g_sound, 45, 'sounds_like'),
        (similarity(s.given_name, g) >= 0.4 AND similarity(s.family_name, f) >= 0.4, 40, 'similar_name'),
        (k <> '' AND s.given_name = k AND s.family_name = '', 40, 'same_alias'),
        (f <> '' AND s.family_name = f, 20, 'same_family_name'),
        (g <> '' AND s.given_name = g, 15, 'same_given_name'),
        (left(s.given_name, 1) = left(g, 1) OR left(s.family_name, 1) = left(f, 1), 5, NULL))
        AS j(holds, points, reason)
     WHERE j.holds ORDER BY j.points DESC LIMIT 1;
END $$;

-- A year alone, or a guess, is near at best.
CREATE OR REPLACE FUNCTION casework.match_born(known date, precision_ text, born date,
                                               OUT points integer, OUT reason text)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    points := 0;
    IF precision_ <> 'exact' THEN
        IF to_char(known, CASE precision_ WHEN 'month' THEN 'YYYYMM' ELSE 'YYYY' END)
           = to_char(born, CASE precision_ WHEN 'month' THEN 'YYYYMM' ELSE 'YYYY' END) THEN
            points := 20; reason := 'near_dob';
        END IF;
    ELSIF known = born THEN
        points := 40; reason := 'same_dob';
    ELSIF known BETWEEN born - 1 AND born + 1 THEN
        points := 25; reason := 'near_dob';
    ELSIF known IN ((born - interval '1 year')::date, (born + interval '1 year')::date,
                    (born - interval '1 month')::date, (born + interval '1 month')::date) THEN
        points := 20; reason := 'near_dob';
    ELSIF to_char(known, 'YYYYMMDD') = to_char(born, 'YYYYDDMM') THEN
        points := 25; reason := 'day_month_swapped';
    END IF;
    IF points = 0 AND abs(known - born) > 366 THEN
        points := -15; -- a namesake, more likely
    END IF;
END $$;

-- Known to us? Candidates with every reason they matched, the surest first;
-- those said to be somebody else than `besides`, and they themselves, left
-- out. The same identifier is the strongest reason, whatever the name. In another
-- spoke only that somebody there is nearly certain (an identifier, or a name and
-- a date of birth): one row for each such spoke, with nothing but the spoke.
CREATE OR REPLACE FUNCTION casework.match_people(given text, family text, known_as text, born date,
                                                 besides uuid, most integer,
                                                 identifier text DEFAULT NULL)
RETURNS TABLE (person_id uuid, score integer, reasons text[], ask_spoke integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
SET jit = off AS $$
#variable_conflict use_column
DECLARE
    shown CONSTANT integer := 40;
    same_ CONSTANT integer := 120; -- a namesake born that day has 100
    spokes integer[] := access.spokes_with('person.search');
    withheld uuid[] := access.withheld();
    g text := casework.name_normalised(given);
    f text := casework.name_normalised(family);
    k text := casework.name_normalised(known_as);
    themselves uuid[] := CASE WHEN besides IS NULL THEN '{}' ELSE casework.person_group(besides) END;
    g_sound text := casework.name_sound(g);
    f_sound text := casework.name_sound(f);
BEGIN
    IF cardinality(spokes) = 0
       OR g = '' AND f = '' AND k = '' AND besides IS NULL AND casework.identifier_key(identifier) IS NULL THEN
        RETURN;
    END IF;
    RETURN QUERY
    WITH alike AS MATERIALIZED (SELECT * FROM casework.match_identified(spokes, themselves, identifier)),
    near AS MATERIALIZED (SELECT m.person_id FROM casework.match_near(g, f, k, born) m
                          UNION SELECT a.person_id FROM alike a),
    judged AS MATERIALIZED (
        SELECT p.id, coalesce(p.merged_into, p.id) AS stands_for, p.spoke_ids, p.spoke_ids && spokes AS mine,
               coalesce(n.points, 0) + b.points + CASE WHEN a.person_id IS NULL THEN 0 ELSE same_ END AS points,
               a.person_id IS NOT NULL OR n.points >= 45 AND b.points >= 25 AS certain,
               a.reasons || array_remove(ARRAY[n.reason, b.reason], NULL) AS reasons
          FROM near LEFT JOIN alike a ON a.person_id = near.person_id
          JOIN casework.person p ON p.id = near.person_id
         CROSS JOIN LATERAL casework.match_names(p.id, g, f, k, g_sound, f_sound) n
         CROSS JOIN LATERAL casework.match_born(p.born_on, p.born_precision, born) b
         WHERE p.id <> ALL (withheld) AND (a.person_id IS NOT NULL OR n.points + b.points >= shown))
    (SELECT one.id, one.points, one.reasons, NULL::integer
       FROM (SELECT DISTINCT ON (j.stands_for) j.stands_for AS id, j.points, j.reasons FROM judged j
              WHERE j.mine AND NOT j.stands_for = ANY (themselves)
              ORDER BY j.stands_for, j.points DESC, j.id) one
      WHERE NOT EXISTS (SELECT FROM casework.person_distinct d CROSS JOIN unnest(themselves) AS t(id)
                         WHERE d.person_id = least(one.id, t.id) AND d.other_id = greatest(one.id, t.id))
      ORDER BY one.points DESC, one.id LIMIT most)
    UNION ALL
    SELECT DISTINCT NULL::uuid, NULL::integer, NULL::text[], s.id
      FROM judged j CROSS JOIN LATERAL unnest(j.spoke_ids) AS s(id)
     WHERE NOT j.mine AND j.certain AND NOT j.stands_for = ANY (themselves);
END $$;

DO $$
DECLARE
    f text;
BEGIN
    FOREACH f IN ARRAY ARRAY['identifier_key(text)', 'identifier_kinds()', 'identifier_reason(text)',
        'match_identified(integer[], uuid[], text)', 'identifier_shared(uuid, text, text)',
        'match_near(text, text, text, date)', 'match_names(uuid, text, text, text, text, text)',
        'match_born(date, text, date)', 'match_people(text, text, text, date, uuid, integer, text)'] LOOP
        EXECUTE 'ALTER FUNCTION casework.' || f || ' OWNER TO throughline_definer';
    END LOOP;
END $$;
GRANT EXECUTE ON FUNCTION casework.identifier_shared(uuid, text, text),
    casework.match_people(text, text, text, date, uuid, integer, text) TO throughline_server;
