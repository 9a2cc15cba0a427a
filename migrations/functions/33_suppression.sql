-- Small numbers in what leaves the people who may see names (domain.md 9).
--
--   reporting.suppress(cells)   which cells of a table may be shown
--
-- The rules, in words:
--
-- 1. A count of 1 to 4 is not shown: so few could be recognised by those who
--    know one of them (the partnership's figure of 5, domain.md 9).
-- 2. Zero stays zero. It says that there was nobody, which is about nobody, and
--    a table in which nothing can be told from too little is of no use. England's
--    hospital statistics are published by the same rule: small counts hidden,
--    zeros shown. So a reader knows that what is hidden is at least 1.
-- 3. What is hidden cannot be worked out from what is shown. More cells are
--    hidden until for each hidden one at least four different values remain
--    possible: no fewer than rule 1 itself leaves (1, 2, 3 or 4).
--
-- How rule 3 is held: for a hidden cell p take one other line in each direction
-- of the table. The corners are a cube with p in one of them (a square in a
-- table of rows and columns, a pair in a list). Adding d to p, and taking d from
-- or adding it to the other corners in turn, leaves every line's sum as it was:
-- both tables look alike from outside if all corners are hidden. The cube is
-- good enough if d can take four values without any corner falling under 1. A
-- total is one more line: as p grows, it grows. So one good cube a cell proves
-- rule 3, whatever else is shown. A cube through totals alone is always good;
-- the cheapest one is taken: few new cells, small ones, inner ones.
--
-- Sums need not be exact: unique people do not add up, and a table that would
-- keep the secret if they did keeps it all the more.

CREATE OR REPLACE FUNCTION reporting.suppress_under() RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN 5;

-- One corner's place, sign and whether it is a total: the cube of `here` and
-- `there`, both coordinates (0 is the total), corner `bits`.
CREATE OR REPLACE FUNCTION reporting.suppress_corner(here integer[], there integer[], strides integer[],
    bits integer, OUT place integer, OUT grows boolean, OUT totals integer)
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    coordinate integer;
BEGIN
    place := 1;
    grows := true;
    totals := 0;
    FOR d IN 1 .. cardinality(here) LOOP
        coordinate := here[d];
        IF bits & (1 << (d - 1)) <> 0 THEN
            coordinate := there[d];
            grows := grows = (here[d] = 0 OR there[d] = 0);
        END IF;
        place := place + coordinate * strides[d];
        totals := totals + (coordinate = 0)::integer;
    END LOOP;
END $$;

-- What it costs to hide the cube's corners that still show, NULL where the
-- cube does not protect its cell. `hide` are the places it would hide.
CREATE OR REPLACE FUNCTION reporting.suppress_cube(counts bigint[], hidden boolean[], here integer[],
    there integer[], strides integer[], OUT cost double precision, OUT hide integer[])
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    corner record;
    up bigint := 1000000;    -- how far the cell could be more, and less
    down bigint := 1000000;
    count_ bigint;
BEGIN
    cost := 0;
    hide := '{}';
    FOR bits IN 0 .. (1 << cardinality(here)) - 1 LOOP
        corner := reporting.suppress_corner(here, there, strides, bits);
        count_ := counts[corner.place];
        CONTINUE WHEN count_ IS NULL;       -- a total nobody publishes
        IF count_ = 0 THEN
            cost := NULL;
            RETURN;
        END IF;
        IF corner.grows THEN
            down := least(down, count_ - 1);
        ELSE
            up := least(up, count_ - 1);
        END IF;
        IF NOT hidden[corner.place] THEN
            hide := hide || corner.place;
            cost := cost + 1 + least(count_, 1000) / 1000.0 + 20 * corner.totals;
        END IF;
    END LOOP;
    IF up + down < reporting.suppress_under() - 2 THEN
        cost := NULL;
    END IF;
END $$;

-- The cheapest cube that protects the cell at `here`, as the places to hide;
-- NULL where `kept` places stand against all of them.
CREATE OR REPLACE FUNCTION reporting.suppress_protect(counts bigint[], hidden boolean[], kept integer[],
    here integer[], sizes integer[], strides integer[]) RETURNS integer[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    there integer[];
    tried record;
    best double precision := 'infinity';
    found integer[];
    ways integer := 1;
    rest integer;
BEGIN
    FOR d IN 1 .. cardinality(sizes) LOOP
        ways := ways * (sizes[d] - 1);
    END LOOP;
    FOR way IN 0 .. ways - 1 LOOP
        rest := way;
        FOR d IN 1 .. cardinality(sizes) LOOP
            there[d] := rest % (sizes[d] - 1);
            there[d] := there[d] + (there[d] >= here[d])::integer;
            rest := rest / (sizes[d] - 1);
        END LOOP;
        tried := reporting.suppress_cube(counts, hidden, here, there, strides);
        IF tried.cost < best AND NOT tried.hide && kept THEN
            best := tried.cost;
            found := tried.hide;
            EXIT WHEN best = 0;
        END IF;
    END LOOP;
    RETURN found;
END $$;

-- Each direction's names, numbered from 1, as {"d": its number in `at`, "names"}.
-- One in which there are only totals is no direction.
CREATE OR REPLACE FUNCTION reporting.suppress_names(cells jsonb) RETURNS jsonb
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(jsonb_agg(jsonb_build_object('d', x.d, 'names', x.names) ORDER BY x.d), '[]') FROM (
        SELECT y.d, jsonb_object_agg(y.name, y.n) AS names FROM (
            SELECT d, c -> 'at' ->> d AS name, row_number() OVER (PARTITION BY d ORDER BY c -> 'at' ->> d) AS n
              FROM generate_series(0, jsonb_array_length(cells -> 0 -> 'at') - 1) AS d,
                   jsonb_array_elements(cells) AS c
             WHERE c -> 'at' ->> d IS NOT NULL GROUP BY 1, 2) AS y
         GROUP BY y.d) AS x;
$$;

-- Where a cell lies: 0 is the total, then each direction's names in order.
CREATE OR REPLACE FUNCTION reporting.suppress_here(cell jsonb, names jsonb) RETURNS integer[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
    SELECT array_agg(coalesce((x.n -> 'names' ->> (cell -> 'at' ->> (x.n ->> 'd')::integer))::integer, 0) ORDER BY x.o)
      FROM jsonb_array_elements(names) WITH ORDINALITY AS x(n, o);
$$;

-- A table without its cells: inner ones zero, totals not published (NULL).
CREATE OR REPLACE FUNCTION reporting.suppress_blank(sizes integer[], strides integer[]) RETURNS bigint[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
    SELECT array_agg(CASE WHEN 0 = ANY (x.at) THEN NULL ELSE 0 END ORDER BY p.place)
      FROM (SELECT generate_series(0, strides[cardinality(strides)] * sizes[cardinality(sizes)] - 1) AS place) AS p
     CROSS JOIN LATERAL (SELECT array_agg(p.place / strides[d] % sizes[d]) AS at
                           FROM generate_subscripts(sizes, 1) AS d) AS x;
$$;

-- Which places of a table are hidden: NULL where `kept` stand against it.
CREATE OR REPLACE FUNCTION reporting.suppress_places(counts bigint[], hidden boolean[], kept integer[],
    sizes integer[], strides integer[]) RETURNS boolean[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    here integer[];
    more integer[];
    p integer;
BEGIN
    -- Small ones first: what they bring along may protect the others.
    FOR p IN SELECT i FROM generate_subscripts(counts, 1) AS i WHERE hidden[i] AND counts[i] > 0
              ORDER BY counts[i], i DESC LOOP
        FOR d IN 1 .. cardinality(sizes) LOOP
            here[d] := (p - 1) / strides[d] % sizes[d];
        END LOOP;
        more := reporting.suppress_protect(counts, hidden, kept, here, sizes, strides);
        IF more IS NULL THEN
            RETURN NULL;
        END IF;
        FOR i IN 1 .. cardinality(more) LOOP
            hidden[more[i]] := true;
        END LOOP;
    END LOOP;
    RETURN hidden;
END $$;

-- `cells`: [{"at": ["mentoring", "female"], "count": 3}, ...]. `at` names a line
-- in each direction (one to three); null is the total over it, given as counted.
-- Inner cells that are not given are zero; totals that are not given are not
-- published. "hide": true hides a cell that is not small (one that was hidden in
-- an earlier edition). "keep": true, in a list only, is a cell that is shown
-- elsewhere: where that leaves no way, all the others are hidden, zeros too.
-- Answers each cell as given, with what may be shown of it.
CREATE OR REPLACE FUNCTION reporting.suppress(cells jsonb)
RETURNS TABLE (at text[], counted bigint, shown bigint, suppressed boolean)
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    names jsonb := reporting.suppress_names(cells);
    sizes integer[] := '{}';
    strides integer[] := '{}';
    counts bigint[];
    hidden boolean[];
    kept integer[] := '{}';
    places integer[] := '{}';
    p integer;
    cell jsonb;
BEGIN
    IF jsonb_array_length(names) = 0 THEN -- nothing, or one number alone
        RETURN QUERY SELECT x.at, x.n, CASE WHEN NOT x.hide THEN x.n END, x.hide FROM (
            SELECT ARRAY(SELECT jsonb_array_elements_text(c -> 'at')) AS at, (c ->> 'count')::bigint AS n,
                   (c ->> 'count')::bigint > 0 AND ((c ->> 'count')::bigint < reporting.suppress_under()
                   OR coalesce((c ->> 'hide')::boolean, false)) AS hide FROM jsonb_array_elements(cells) AS c) AS x;
        RETURN;
    END IF;
    FOR d IN 1 .. jsonb_array_length(names) LOOP
        strides[d] := coalesce(strides[d - 1] * sizes[d - 1], 1);
        sizes[d] := 1 + (SELECT count(*) FROM jsonb_object_keys(names -> (d - 1) -> 'names'));
    END LOOP;
    counts := reporting.suppress_blank(sizes, strides);
    hidden := array_fill(false, ARRAY[cardinality(counts)]);
    FOR cell IN SELECT c FROM jsonb_array_elements(cells) AS c LOOP
        SELECT 1 + sum(h.coordinate * strides[h.d]) INTO p
          FROM unnest(reporting.suppress_here(cell, names)) WITH ORDINALITY AS h(coordinate, d);
        places := places || p;
        counts[p] := (cell ->> 'count')::bigint;
        hidden[p] := counts[p] > 0 AND NOT coalesce((cell ->> 'keep')::boolean, false)
            AND (counts[p] < reporting.suppress_under() OR coalesce((cell ->> 'hide')::boolean, false));
        IF (cell ->> 'keep')::boolean THEN
            kept := kept || p;
        END IF;
    END LOOP;
    IF cardinality(kept) > 0 AND cardinality(sizes) > 1 THEN
        RAISE EXCEPTION 'cells are kept in a list only' USING ERRCODE = '22023';
    END IF;
    hidden := reporting.suppress_places(counts, hidden, kept, sizes, strides);
    RETURN QUERY
    SELECT x.at, x.counted, CASE WHEN NOT x.hide THEN x.counted END, x.hide
      FROM (SELECT ARRAY(SELECT jsonb_array_elements_text(c.cell -> 'at')) AS at, (c.cell ->> 'count')::bigint AS counted,
                   coalesce(hidden[places[c.n]], NOT places[c.n] = ANY (kept)) AS hide
              FROM jsonb_array_elements(cells) WITH ORDINALITY AS c(cell, n)) AS x;
END $$;

DO $$
DECLARE
    f regprocedure;
BEGIN
    FOR f IN SELECT p.oid FROM pg_proc p WHERE p.pronamespace = 'reporting'::regnamespace
                AND p.proname LIKE 'suppress%' LOOP
        EXECUTE format('ALTER FUNCTION %s OWNER TO throughline_owner', f);
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO throughline_definer, throughline_server', f);
    END LOOP;
END $$;
