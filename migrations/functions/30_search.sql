-- Searching; 31_match.sql is matching. The only ways to look across many people:
-- both apply the scope themselves, first, because operators like trigram may not
-- run ahead of a policy and would scan. The pieces are for these two alone.
--
-- Why somebody was found is a code of the vocabulary match_reason.

CREATE OR REPLACE FUNCTION casework.day_made(year_ text, month_ text, day_ text) RETURNS date
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    year_given integer := year_;
BEGIN
    -- 09 is 2009, 98 is 1998: nobody is born in the future.
    IF length(year_) = 2 THEN
        year_given := year_given + CASE WHEN year_given <= extract(year FROM access.today())::integer % 100
                                        THEN 2000 ELSE 1900 END;
    END IF;
    RETURN make_date(year_given, month_::integer, day_::integer);
EXCEPTION WHEN datetime_field_overflow OR invalid_text_representation THEN
    RETURN NULL;
END $$;

-- The date said in a query and what else it says: 14/3/2009, 14.03.09,
-- 2009-03-14, 2009/3/14, 14032009, 14 March 2009, 14th of mar 09, March 14, 2009.
CREATE OR REPLACE FUNCTION casework.day_said(query text, OUT day date, OUT rest text)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    months CONSTANT text := 'jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec';
    shape text;
    part text[];
BEGIN
    rest := lower(trim(query));
    FOREACH shape IN ARRAY ARRAY[
        '(?:^|\s)(?<!\d)(\d{1,2})[/.\s-](\d{1,2})[/.\s-](\d{4}|\d{2})(?=\s|$)',
        '(?:^|\s)(\d{1,2})(?:st|nd|rd|th)?[\s-]+(?:of\s+)?(' || months || ')[a-z]*[\s,.-]+(\d{4}|\d{2})(?=\s|$)',
        '(?:^|\s)(' || months || ')[a-z]*[\s.-]+(\d{1,2})(?:st|nd|rd|th)?[\s,-]+(\d{4}|\d{2})(?=\s|$)',
        '(?:^|\s)(\d{2})(\d{2})(\d{4})(?=\s|$)',
        '(?:^|\s)(\d{4})[/.-](\d{1,2})[/.-](\d{1,2})(?=\s|$)'] LOOP
        part := regexp_match(rest, shape);
        CONTINUE WHEN part IS NULL;
        IF length(part[1]) = 4 THEN
            part := ARRAY[part[3], part[2], part[1]];
        END IF;
        IF part[1] ~ '[a-z]' THEN
            part := ARRAY[part[2], part[1], part[3]];
        END IF;
        IF part[2] ~ '[a-z]' THEN
            part[2] := array_position(string_to_array(months, '|'), part[2])::text;
        END IF;
        day := casework.day_made(part[3], part[2], part[1]);
        rest := trim(regexp_replace(rest, shape, ' '));
        RETURN;
    END LOOP;
END $$;

-- BR-26-0417 or BR-E26-0417 as it was said: br 26 417, bre260417. NULL if not.
CREATE OR REPLACE FUNCTION casework.reference_said(query text) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    part text[] := (SELECT regexp_match(upper(trim(query)), '^(' || s.reference_prefix
                               || ')[\s/-]*(E?)[\s/-]*(\d{2})[\s/-]*(\d{1,7})$') AS found_
                      FROM reference.spoke s ORDER BY found_ LIMIT 1);
BEGIN
    RETURN part[1] || '-' || part[2] || part[3] || '-'
        || lpad(part[4], greatest(4, length(part[4])), '0');
END $$;

-- Everybody with a word for each word said, which may only begin so.
CREATE OR REPLACE FUNCTION casework.search_begins(spokes integer[], words text[], most integer)
RETURNS TABLE (person_id uuid, score integer, why text)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    WITH hit AS (
        SELECT w.person_id, o.place, max(CASE w.word WHEN o.word THEN 90 ELSE 80 END) AS points
          FROM unnest(words) WITH ORDINALITY AS o(word, place)
          JOIN casework.person_word w ON w.spoke_id = ANY (spokes)
               AND w.word >= o.word AND w.word < o.word || chr(1114111)
         GROUP BY w.person_id, o.place)
    SELECT h.person_id, avg(h.points)::integer,
           CASE min(h.points) WHEN 90 THEN 'same_name' ELSE 'name_begins' END
      FROM hit h GROUP BY h.person_id HAVING count(*) = cardinality(words)
     ORDER BY 2 DESC, 1 LIMIT most;
END $$;

-- The same where some words only sound so.
CREATE OR REPLACE FUNCTION casework.search_sounds(spokes integer[], words text[], most integer)
RETURNS TABLE (person_id uuid, score integer, why text)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
#variable_conflict use_column
DECLARE
    -- What sounds like "al" is half the town.
    sounds text[] := (SELECT array_agg(CASE WHEN length(o.word) > 2 THEN nullif(dmetaphone(o.word), '') END
                                       ORDER BY o.place)
                        FROM unnest(words) WITH ORDINALITY AS o(word, place));
BEGIN
    RETURN QUERY
    WITH hit AS (
        SELECT w.person_id, o.place,
               -- Of many that sound so the most alike; of two words there are few.
               CASE WHEN cardinality(words) = 1 THEN 50 + 15 * similarity(w.word, o.word) ELSE 55 END AS points
          FROM unnest(words, sounds) WITH ORDINALITY AS o(word, sound, place)
          JOIN casework.person_word w ON w.spoke_id = ANY (spokes) AND w.sound = o.sound
        UNION ALL
        SELECT w.person_id, o.place, 65
          FROM unnest(words) WITH ORDINALITY AS o(word, place)
          JOIN casework.person_word w ON w.spoke_id = ANY (spokes)
               AND w.word >= o.word AND w.word < o.word || chr(1114111)
         WHERE cardinality(words) > 1),
    best AS (
        SELECT h.person_id, h.place, max(h.points) AS points FROM hit h GROUP BY h.person_id, h.place)
    SELECT b.person_id, avg(b.points)::integer, 'sounds_like'
      FROM best b GROUP BY b.person_id HAVING count(*) = cardinality(words)
     ORDER BY 2 DESC, 1 LIMIT most;
END $$;

-- The same by the nearest spellings there are of each word.
CREATE OR REPLACE FUNCTION casework.search_spelt(spokes integer[], words text[], most integer)
RETURNS TABLE (person_id uuid, score integer, why text)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    WITH near AS MATERIALIZED (
        SELECT o.place, n.word, n.likeness
          FROM unnest(words) WITH ORDINALITY AS o(word, place)
         CROSS JOIN LATERAL (
               SELECT d.word, similarity(d.word, o.word) AS likeness FROM casework.name_word d
                WHERE d.word % o.word ORDER BY likeness DESC, d.word LIMIT 12) n),
    hit AS (
        SELECT w.person_id, n.place, max(n.likeness) AS likeness
          FROM near n JOIN casework.person_word w ON w.spoke_id = ANY (spokes) AND w.word = n.word
         GROUP BY w.person_id, n.place)
    SELECT h.person_id, (avg(h.likeness) * 50)::integer, 'similar_name'
      FROM hit h GROUP BY h.person_id HAVING count(*) = cardinality(words)
     ORDER BY 2 DESC, 1 LIMIT most;
END $$;

-- Those born that day; first those whose name fits, if one was said too.
CREATE OR REPLACE FUNCTION casework.search_born(spokes integer[], day date, words text[], most integer)
RETURNS TABLE (person_id uuid, score integer, why text)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT DISTINCT s.person_id,
           CASE WHEN cardinality(words) = 0 OR EXISTS (SELECT FROM unnest(words) AS o(word)
                JOIN casework.person_word x ON x.person_id = s.person_id AND x.spoke_id = s.spoke_id
                 AND (x.word ^@ o.word OR x.sound = casework.name_sound(o.word)))
                THEN 100 ELSE 70 END, 'same_dob'
      FROM casework.person_search s
     WHERE s.born_on = day AND s.spoke_id = ANY (spokes)
     ORDER BY 2 DESC LIMIT most;
END $$;

CREATE OR REPLACE FUNCTION casework.search_reference(spokes integer[], wanted text)
RETURNS TABLE (person_id uuid, score integer, why text)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT r.person_id, 100, 'reference' FROM casework.referral r
     WHERE r.reference = wanted AND r.spoke_id = ANY (spokes) AND r.person_id IS NOT NULL
       AND (r.state <> 'draft' OR r.created_by = access.me())
    UNION ALL
    SELECT e.person_id, 100, 'reference' FROM casework.episode e
     WHERE e.reference = wanted AND e.spoke_id = ANY (spokes);
END $$;

-- By a number or reference others know them by, however it is written: exact.
CREATE OR REPLACE FUNCTION casework.search_identified(spokes integer[], wanted text)
RETURNS TABLE (person_id uuid, score integer, why text)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    -- Every kind named: the index is by kind, then by value.
    kinds text[] := ARRAY(SELECT t.code FROM reference.term t WHERE t.vocabulary = 'identifier_kind');
BEGIN
    RETURN QUERY
    WITH held AS MATERIALIZED (
        SELECT f.person_id, f.code FROM casework.person_fact f
         WHERE f.topic = 'identifier' AND f.code = ANY (kinds) AND f.value_key = wanted
           AND f.in_error_at IS NULL AND NOT f.confidential)
    SELECT h.person_id, 110, casework.identifier_reason(h.code)
      FROM held h JOIN casework.person p ON p.id = h.person_id
     WHERE p.spoke_ids && spokes;
END $$;

-- By name: begins, then sounds; spelling only where that gave little.
CREATE OR REPLACE FUNCTION casework.search_named(spokes integer[], words text[], most integer)
RETURNS TABLE (person_id uuid, score integer, why text)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    enough CONSTANT integer := 5;
    found_ integer;
    counted integer;
    n integer := cardinality(words);
BEGIN
    RETURN QUERY SELECT * FROM casework.search_begins(spokes, words, most);
    GET DIAGNOSTICS found_ = ROW_COUNT;
    -- "o brien", "abdul rahman": neighbours may be one word.
    FOR i IN 1 .. least(n - 1, 3) LOOP
        EXIT WHEN found_ > 0;
        RETURN QUERY SELECT * FROM casework.search_begins(spokes,
            words[:i - 1] || (words[i] || words[i + 1]) || words[i + 2:], most);
        GET DIAGNOSTICS counted = ROW_COUNT;
        found_ := found_ + counted;
    END LOOP;
    -- Who says three names and is heard means nobody else.
    IF found_ = 0 OR found_ < most AND n < 3 THEN
        RETURN QUERY SELECT * FROM casework.search_sounds(spokes, words, most);
        GET DIAGNOSTICS counted = ROW_COUNT;
        found_ := found_ + counted;
    END IF;
    IF found_ < enough AND length(array_to_string(words, '')) > 3 THEN
        RETURN QUERY SELECT * FROM casework.search_spelt(spokes, words, most);
    END IF;
END $$;

-- One box: name, alias, date of birth, reference, identifier; forgiving of spelling. A
-- person comes once, by what fits best; `matched` is the name that did.
CREATE OR REPLACE FUNCTION casework.search_people(query text, most integer)
RETURNS TABLE (person_id uuid, score integer, why text, matched text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
SET jit = off AS $$ -- compiling takes longer than looking
#variable_conflict use_column
DECLARE
    by_name CONSTANT text[] := '{same_name,name_begins,sounds_like,similar_name,same_dob}';
    spokes integer[] := access.spokes_with('person.search');
    withheld uuid[] := access.withheld();
    said_ record := casework.day_said(coalesce(query, ''));
    reference_ text := casework.reference_said(query);
    identifier_ text := casework.identifier_key(query);
    wanted text := casework.name_normalised(said_.rest);
    -- Each once, in their order; nobody needs more than six.
    words text[] := (SELECT (array_agg(w.word ORDER BY w.place))[:6]
                       FROM (SELECT word, min(place) AS place
                               FROM unnest(string_to_array(wanted, ' ')) WITH ORDINALITY AS o(word, place)
                              GROUP BY word) w);
BEGIN
    IF cardinality(spokes) = 0
       OR said_.day IS NULL AND identifier_ IS NULL AND length(replace(wanted, ' ', '')) < 2 THEN
        RETURN;
    END IF;
    RETURN QUERY
    WITH hit AS MATERIALIZED (
        SELECT * FROM casework.search_reference(spokes, reference_) WHERE reference_ IS NOT NULL
        UNION ALL
        SELECT * FROM casework.search_identified(spokes, identifier_) WHERE identifier_ IS NOT NULL
        UNION ALL
        SELECT * FROM casework.search_born(spokes, said_.day, coalesce(words, '{}'), most)
         WHERE said_.day IS NOT NULL
        UNION ALL
        SELECT * FROM casework.search_named(spokes, words, most)
         WHERE said_.day IS NULL AND reference_ IS NULL),
    -- A record that was merged is found as the one that stands for both.
    best AS (
        SELECT DISTINCT ON (coalesce(p.merged_into, p.id)) coalesce(p.merged_into, p.id) AS stands_for, h.*
          FROM hit h JOIN casework.person p ON p.id = h.person_id
         WHERE h.person_id <> ALL (withheld)
         ORDER BY coalesce(p.merged_into, p.id), h.score DESC)
    SELECT b.stands_for, b.score + CASE WHEN n.normalised = wanted THEN 10 ELSE 0 END, b.why, n.name
      FROM best b
      LEFT JOIN LATERAL ( -- of the person's names the one that is most like it
           SELECT concat_ws(' ', p.given_name, p.family_name) AS name, s.full_name AS normalised,
                  public.similarity(s.full_name, wanted) AS likeness
             FROM casework.person_search s JOIN casework.person_name p ON p.id = s.name_id
            WHERE s.person_id = b.person_id AND wanted <> '' AND b.why = ANY (by_name)
            ORDER BY likeness DESC, p.created_at LIMIT 1) n ON true
     ORDER BY 2 DESC, n.likeness DESC NULLS LAST, 4, 1 LIMIT most;
END $$;

DO $$
DECLARE
    f text;
BEGIN
    FOREACH f IN ARRAY ARRAY['day_made(text, text, text)', 'day_said(text)', 'reference_said(text)',
        'search_begins(integer[], text[], integer)', 'search_sounds(integer[], text[], integer)',
        'search_spelt(integer[], text[], integer)', 'search_born(integer[], date, text[], integer)',
        'search_reference(integer[], text)', 'search_named(integer[], text[], integer)',
        'search_identified(integer[], text)', 'search_people(text, integer)'] LOOP
        EXECUTE 'ALTER FUNCTION casework.' || f || ' OWNER TO throughline_definer';
    END LOOP;
END $$;
GRANT EXECUTE ON FUNCTION casework.search_people(text, integer), casework.reference_said(text) TO throughline_server;
