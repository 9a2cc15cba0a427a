-- The demo partnership: some 450 invented young people over the two years up
-- to today, their journeys made through the real rules. Nobody here exists.
--
-- How it is told: these files fill a schema `demo` with what is going to
-- happen (a plan) and functions that make it happen (handlers), then
-- 80_play.sql lives through it in order of time, a step at once, each at its
-- own moment and by its own user, so that every trigger of the real schema
-- does its work. 99_tidy.sql drops the schema. All dates hang on today.
--
-- Always the same: chance is a hash of what is asked, never random().
CREATE SCHEMA demo;

-- Fresh tables have no statistics; the plans kept for the whole load must not
-- become scans of what is small now.
SET LOCAL enable_seqscan = off;
SET LOCAL jit = off;
SET LOCAL plan_cache_mode = force_generic_plan;

-- 0 <= roll < 1, the same for the same key.
CREATE FUNCTION demo.roll(key text) RETURNS double precision
LANGUAGE sql IMMUTABLE
RETURN (hashtextextended(key, 2023) & 2147483647) / 2147483648.0;

CREATE FUNCTION demo.chance(key text, share double precision) RETURNS boolean
LANGUAGE sql IMMUTABLE
RETURN demo.roll(key) < share;

-- low and high included.
CREATE FUNCTION demo.between(key text, low integer, high integer) RETURNS integer
LANGUAGE sql IMMUTABLE
RETURN low + floor(demo.roll(key) * (high - low + 1))::integer;

CREATE FUNCTION demo.one_of(key text, choices text[]) RETURNS text
LANGUAGE sql IMMUTABLE
RETURN choices[1 + floor(demo.roll(key) * cardinality(choices))::integer];

-- 'w1:84 m1:4 b2:3': codes with their weights, drawn by weight.
CREATE FUNCTION demo.draw(key text, weighted text) RETURNS text
LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    word text;
    words text[] := string_to_array(weighted, ' ');
    total integer := 0;
    at_ double precision;
BEGIN
    FOREACH word IN ARRAY words LOOP
        total := total + split_part(word, ':', 2)::integer;
    END LOOP;
    at_ := demo.roll(key) * total;
    FOREACH word IN ARRAY words LOOP
        at_ := at_ - split_part(word, ':', 2)::integer;
        EXIT WHEN at_ < 0;
    END LOOP;
    RETURN split_part(word, ':', 1);
END $$;

-- A person or user keeps their id from load to load, so that links to them do.
CREATE FUNCTION demo.id(key text) RETURNS uuid
LANGUAGE sql IMMUTABLE
RETURN overlay(overlay(md5('throughline demo ' || key) PLACING '4' FROM 13)
               PLACING '8' FROM 17)::uuid;

-- From here on it is `at`, and `by_user` who writes.
CREATE FUNCTION demo.tell(at timestamptz, by_user uuid) RETURNS void
LANGUAGE plpgsql VOLATILE AS $$
BEGIN
    PERFORM set_config('throughline.moment', at::text, true),
            set_config('throughline.stand_in', coalesce(by_user::text, ''), true);
END $$;

CREATE FUNCTION demo.today() RETURNS date
LANGUAGE sql STABLE
RETURN (now() AT TIME ZONE 'Europe/London')::date;

-- The day itself or the next that people work on, for each day there may be.
CREATE TABLE demo.calendar_day (
    day     date PRIMARY KEY,
    workday date NOT NULL
);
INSERT INTO demo.calendar_day
SELECT d::date, (SELECT min(w)::date FROM generate_series(d, d + interval '12 days', interval '1 day') AS w
                  WHERE extract(isodow FROM w) < 6
                    AND NOT EXISTS (SELECT FROM reference.bank_holiday h WHERE h.day = w::date))
  FROM generate_series(demo.today() - 800, demo.today() + 500, interval '1 day') AS d;

CREATE FUNCTION demo.workday(day_ date) RETURNS date
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (SELECT c.workday FROM demo.calendar_day c WHERE c.day = day_);
END $$;

-- A clock time on a day, in the partnership's own time.
CREATE FUNCTION demo.clock(day date, hour integer, minute integer) RETURNS timestamptz
LANGUAGE sql STABLE
RETURN (day + make_time(hour, minute, 0)) AT TIME ZONE 'Europe/London';

-- Somewhere in office hours, `days` after `at`.
CREATE FUNCTION demo.office(at timestamptz, days integer, key text) RETURNS timestamptz
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN demo.clock(demo.workday((at AT TIME ZONE 'Europe/London')::date + days),
                      demo.between(key || ' hour', 9, 16), demo.between(key || ' minute', 0, 59));
END $$;

CREATE FUNCTION demo.day_of(at timestamptz) RETURNS date
LANGUAGE sql STABLE
RETURN (at AT TIME ZONE 'Europe/London')::date;

-- The words people wrote: narratives.csv and narratives_more.csv, in order.
-- needs: what must be true of the young person for the words to fit them.
CREATE TABLE demo.narrative_kind (
    kind  text PRIMARY KEY,
    texts text[] NOT NULL,
    needs text[] NOT NULL
);
INSERT INTO demo.narrative_kind
SELECT item ->> 'kind', array_agg(item ->> 'text' ORDER BY s.name, line), array_agg(concat(
           CASE WHEN t ~* '\m(school|tutor|teacher|head of year|corridors?|lessons?|pupils?|timetable|detention|maths)\M' THEN 's' END,
           CASE WHEN t ~* 'missing episodes|been missing|missing twice|NRM|exploit' THEN 'x' END,
           CASE WHEN t ~* '\mbail\M|reparation|panel order' THEN 'o' END,
           CASE WHEN t ~* 'summer|holiday|September' THEN 'h' END,
           CASE WHEN t ~* 'between the families|the two apart|both sides' THEN 'c' END,
           CASE WHEN t ~* 'suspended|victim of|row at home|fight|two incidents|strategy discussion|disturbance|searches|not been able|worry about'
                THEN 'w' END,
           CASE WHEN t ~* 'mentor|martial arts' THEN 'm' END,
           CASE WHEN t ~* 'foster carer' THEN 'f' END,
           CASE WHEN t ~* 'way to work|apprenticeship|(at|in|to|with) college|college open' THEN 'a' END,
           CASE WHEN t ~* '\m(a|different|most|each) child(ren)?\M' THEN 'y' END) ORDER BY s.name, line)
  FROM pg_temp.demo_source s
 CROSS JOIN LATERAL jsonb_array_elements(s.rows) WITH ORDINALITY AS r(item, line)
 CROSS JOIN LATERAL (SELECT item ->> 'text' AS t) AS read
 WHERE s.name IN ('narratives', 'narratives_more')
 GROUP BY item ->> 'kind';

-- What named people's stories fix in advance, instead of a drawn narrative.
CREATE TABLE demo.told (
    n    integer NOT NULL,
    slot text NOT NULL,
    text text NOT NULL,
    PRIMARY KEY (n, slot)
);

-- {name}, {he}, {him}, {his}: the texts are written so that "they" fits too.
CREATE FUNCTION demo.filled(text text, given text, sex text) RETURNS text
LANGUAGE sql IMMUTABLE
RETURN replace(replace(replace(replace(text, '{name}', given),
    '{he}', CASE sex WHEN 'male' THEN 'he' WHEN 'female' THEN 'she' ELSE 'they' END),
    '{him}', CASE sex WHEN 'male' THEN 'him' WHEN 'female' THEN 'her' ELSE 'them' END),
    '{his}', CASE sex WHEN 'male' THEN 'his' WHEN 'female' THEN 'her' ELSE 'their' END);

-- What users, people and meetings are called where no account answers for them.
CREATE TABLE demo.colleague (
    spoke  text NOT NULL,
    agency text NOT NULL,
    name   text NOT NULL,
    PRIMARY KEY (spoke, agency)
);

-- What is still to happen. Handlers add to it; 80_play.sql goes through it.
CREATE TABLE demo.step (
    id   bigint GENERATED ALWAYS AS IDENTITY,
    at   timestamptz NOT NULL,
    verb text NOT NULL,
    n    integer,               -- the young person, by plan number
    ref  uuid,                  -- the row it is about
    i    integer,
    what text,
    PRIMARY KEY (at, id)
);
CREATE FUNCTION demo.later(at timestamptz, verb text, n integer, ref uuid, i integer, what text)
RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO demo.step VALUES (DEFAULT, later.at, later.verb, later.n, later.ref, later.i, later.what);
END $$;
