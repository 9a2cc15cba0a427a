-- Searching and matching. The only ways to look across many people: both apply
-- the scope themselves, first, because operators like trigram may not run
-- ahead of a policy and would scan (shared performance notes).

-- One box: name, alias, date of birth, reference; forgiving of spelling.
-- Exact, then prefix, then sound, then near. `score` orders; why says how.
CREATE OR REPLACE FUNCTION casework.search_people(query text, most integer)
RETURNS TABLE (person_id uuid, score integer, why text, matched text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
#variable_conflict use_column
DECLARE
    spokes integer[] := access.spokes_with('person.search');
    wanted text := casework.name_normalised(query);
    words text[] := string_to_array(wanted, ' ');
    day date;
    hits integer := 0;
BEGIN
    IF cardinality(spokes) = 0 OR length(trim(coalesce(query, ''))) < 2 THEN
        RETURN;
    END IF;
    -- 14/3/2009, 14-03-2009, 2009-03-14
    IF trim(query) ~ '^\d{1,2}[/. -]\d{1,2}[/. -]\d{4}$' THEN
        BEGIN
            day := make_date(split_part(regexp_replace(trim(query), '[/. -]', '/', 'g'), '/', 3)::int,
                             split_part(regexp_replace(trim(query), '[/. -]', '/', 'g'), '/', 2)::int,
                             split_part(regexp_replace(trim(query), '[/. -]', '/', 'g'), '/', 1)::int);
        EXCEPTION WHEN datetime_field_overflow THEN
            RETURN;
        END;
    ELSIF trim(query) ~ '^\d{4}-\d{2}-\d{2}$' THEN
        BEGIN
            day := trim(query)::date;
        EXCEPTION WHEN datetime_field_overflow THEN
            RETURN;
        END;
    END IF;
    IF day IS NOT NULL THEN
        RETURN QUERY SELECT DISTINCT s.person_id, 100, 'date of birth'::text, to_char(day, 'FMDD FMMonth YYYY')
            FROM casework.person_search s
           WHERE s.spoke_id = ANY (spokes) AND s.born_on = day LIMIT most;
        RETURN;
    END IF;
    IF upper(trim(query)) ~ '^[A-Z]{2,3}-E?\d{2}-\d{1,7}$' THEN
        RETURN QUERY
            SELECT r.person_id, 100, 'reference'::text, r.reference FROM casework.referral r
             WHERE r.reference = upper(trim(query)) AND r.spoke_id = ANY (spokes)
               AND r.person_id IS NOT NULL
            UNION ALL
            SELECT e.person_id, 100, 'reference', e.reference FROM casework.episode e
             WHERE e.reference = upper(trim(query)) AND e.spoke_id = ANY (spokes);
        RETURN;
    END IF;
    IF wanted = '' THEN
        RETURN;
    END IF;
    RETURN QUERY
    WITH hit AS (
        (SELECT s.person_id, 100 AS score, 'name' AS why, s.full_name AS matched
           FROM casework.person_search s
          WHERE s.spoke_id = ANY (spokes) AND s.full_name = wanted LIMIT most)
        UNION ALL
        (SELECT s.person_id, 80, 'name begins', s.full_name FROM casework.person_search s
          WHERE s.spoke_id = ANY (spokes)
            AND s.full_name >= wanted AND s.full_name < wanted || chr(1114111) LIMIT most)
        UNION ALL
        (SELECT s.person_id, 75, 'name begins', s.full_name FROM casework.person_search s
          WHERE s.spoke_id = ANY (spokes)
            AND s.family_name >= wanted AND s.family_name < wanted || chr(1114111) LIMIT most)
        UNION ALL
        (SELECT s.person_id, 60, 'sounds like', s.full_name FROM casework.person_search s
          WHERE cardinality(words) >= 2 AND s.spoke_id = ANY (spokes)
            AND s.family_sound = dmetaphone(words[cardinality(words)])
            AND s.given_sound = dmetaphone(words[1]) LIMIT most)
        UNION ALL
        (SELECT s.person_id, 50, 'sounds like', s.full_name FROM casework.person_search s
          WHERE cardinality(words) = 1 AND s.spoke_id = ANY (spokes)
            AND s.family_sound = dmetaphone(wanted) LIMIT most)
        UNION ALL
        (SELECT s.person_id, 45, 'sounds like', s.full_name FROM casework.person_search s
          WHERE cardinality(words) = 1 AND s.spoke_id = ANY (spokes)
            AND s.given_sound = dmetaphone(wanted) LIMIT most)),
    best AS (SELECT DISTINCT ON (h.person_id) h.* FROM hit h ORDER BY h.person_id, h.score DESC)
    SELECT b.person_id, b.score::integer, b.why::text, b.matched::text FROM best b
     ORDER BY b.score DESC, b.matched LIMIT most;
    GET DIAGNOSTICS hits = ROW_COUNT;
    IF hits >= 5 OR length(wanted) < 4 THEN
        RETURN;
    END IF;
    -- Too few: the nearest spellings.
    RETURN QUERY
    SELECT n.person_id, (n.likeness * 40)::integer, 'spelt like'::text, n.full_name
      FROM (SELECT s.person_id, s.full_name, 1 - (s.full_name <-> wanted) AS likeness, s.spoke_id
              FROM casework.person_search s
             WHERE s.spoke_id = ANY (spokes)
             ORDER BY s.full_name <-> wanted LIMIT most) n
     WHERE n.likeness > 0.3;
END $$;

-- Known to us? Candidates with every reason they matched. In another spoke
-- only that somebody there may match: `ask`, never who.
CREATE OR REPLACE FUNCTION casework.match_people(given text, family text, known_as text,
                                                 born date, most integer)
RETURNS TABLE (person_id uuid, score integer, reasons text[], ask_spoke integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
#variable_conflict use_column
DECLARE
    spokes integer[] := access.spokes_with('person.search');
    g text := casework.name_normalised(given);
    f text := casework.name_normalised(family);
    k text := casework.name_normalised(known_as);
BEGIN
    IF cardinality(spokes) = 0 OR (g = '' AND f = '' AND k = '') THEN
        RETURN;
    END IF;
    RETURN QUERY
    WITH near AS (
        SELECT s.* FROM casework.person_search s
         WHERE f <> '' AND s.family_name = f
            OR f <> '' AND g <> '' AND s.family_sound = dmetaphone(f) AND s.given_sound = dmetaphone(g)
            OR born IS NOT NULL AND s.born_on BETWEEN born - 1 AND born + 1
            OR born IS NOT NULL AND extract(day FROM born) <= 12
               AND s.born_on = make_date(extract(year FROM born)::int, extract(day FROM born)::int,
                                         extract(month FROM born)::int)
            OR g <> '' AND s.given_name = g AND (s.family_name = '' OR f = '')
            OR k <> '' AND (s.given_name = k OR s.full_name = k)),
    judged AS (
        SELECT n.person_id, n.spoke_id,
               CASE WHEN f <> '' AND n.family_name = f AND n.given_name = g THEN 60
                    WHEN f <> '' AND g <> '' AND n.family_sound = dmetaphone(f)
                         AND n.given_sound = dmetaphone(g) THEN 45
                    WHEN f <> '' AND n.family_name = f THEN 20
                    WHEN k <> '' AND (n.given_name = k OR n.full_name = k) THEN 25
                    WHEN g <> '' AND n.given_name = g THEN 15
                    ELSE 0 END AS name_points,
               CASE WHEN f <> '' AND n.family_name = f AND n.given_name = g THEN 'same name'
                    WHEN f <> '' AND g <> '' AND n.family_sound = dmetaphone(f)
                         AND n.given_sound = dmetaphone(g) THEN 'name sounds the same'
                    WHEN f <> '' AND n.family_name = f THEN 'same family name'
                    WHEN k <> '' AND (n.given_name = k OR n.full_name = k) THEN 'known by that name'
                    WHEN g <> '' AND n.given_name = g THEN 'same given name' END AS name_reason,
               CASE WHEN n.born_on = born THEN 40
                    WHEN n.born_on BETWEEN born - 1 AND born + 1 THEN 25
                    WHEN born IS NOT NULL AND n.born_on IS NOT NULL
                         AND extract(year FROM n.born_on) = extract(year FROM born)
                         AND extract(month FROM n.born_on) = extract(day FROM born)
                         AND extract(day FROM n.born_on) = extract(month FROM born) THEN 25
                    ELSE 0 END AS born_points,
               CASE WHEN n.born_on = born THEN 'same date of birth'
                    WHEN n.born_on BETWEEN born - 1 AND born + 1 THEN 'date of birth one day apart'
                    WHEN born IS NOT NULL AND n.born_on IS NOT NULL
                         AND extract(month FROM n.born_on) = extract(day FROM born)
                         AND extract(day FROM n.born_on) = extract(month FROM born)
                         AND extract(year FROM n.born_on) = extract(year FROM born)
                    THEN 'day and month of birth swapped' END AS born_reason
          FROM near n),
    best AS (
        SELECT j.person_id, max(j.name_points) + max(j.born_points) AS points,
               array_remove(array_agg(DISTINCT j.name_reason) || array_agg(DISTINCT j.born_reason), NULL) AS reasons,
               bool_or(j.spoke_id = ANY (spokes)) AS mine,
               min(j.spoke_id) AS some_spoke
          FROM judged j WHERE j.name_points > 0 OR j.born_points >= 40
         GROUP BY j.person_id
        HAVING max(j.name_points) + max(j.born_points) >= 40)
    (SELECT b.person_id, b.points, b.reasons, NULL::integer FROM best b WHERE b.mine
      ORDER BY b.points DESC, b.person_id LIMIT most)
    UNION ALL
    (SELECT NULL, NULL, NULL, b.some_spoke FROM best b WHERE NOT b.mine AND b.points >= 80
      GROUP BY b.some_spoke);
END $$;

ALTER FUNCTION casework.search_people(text, integer) OWNER TO throughline_definer;
ALTER FUNCTION casework.match_people(text, text, text, date, integer) OWNER TO throughline_definer;
GRANT EXECUTE ON FUNCTION casework.search_people(text, integer),
    casework.match_people(text, text, text, date, integer) TO throughline_server;
