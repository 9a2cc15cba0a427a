-- Working days: weekends and England's bank holidays do not count
-- (0016_working_days.sql tells how they are numbered).

-- The weekdays from 1 January 1900 up to and with a day, and back.
CREATE OR REPLACE FUNCTION casework.weekdays_until(day date) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (day - date '1900-01-01') / 7 * 5 + least((day - date '1900-01-01') % 7 + 1, 5);

CREATE OR REPLACE FUNCTION casework.weekday(number integer) RETURNS date
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN date '1900-01-01' + (number - 1) / 5 * 7 + (number - 1) % 5;

CREATE OR REPLACE FUNCTION reference.holidays_number() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE reference.bank_holiday h
       SET position = n.position, working_number = n.working_number
      FROM (SELECT x.day, w.position, casework.weekdays_until(x.day) - w.position AS working_number
              FROM reference.bank_holiday x
              LEFT JOIN (SELECT y.day, row_number() OVER (ORDER BY y.day)::integer AS position
                           FROM reference.bank_holiday y
                          WHERE extract(isodow FROM y.day) < 6) w ON w.day = x.day) n
     WHERE n.day = h.day
       AND (h.position, h.working_number) IS DISTINCT FROM (n.position, n.working_number);
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER z_numbered_after AFTER INSERT OR DELETE OR UPDATE OF day ON reference.bank_holiday
    FOR EACH STATEMENT EXECUTE FUNCTION reference.holidays_number();

-- How many working days there have been up to and with a day.
CREATE OR REPLACE FUNCTION casework.working_number(day date) RETURNS integer
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN casework.weekdays_until(day)
         - coalesce((SELECT h.position FROM reference.bank_holiday h
                      WHERE h.day <= working_number.day AND h.position IS NOT NULL
                      ORDER BY h.day DESC LIMIT 1), 0);
END $$;

-- The working day `days` after a day. 0: the day itself or, where nobody works
-- on it, the next.
CREATE OR REPLACE FUNCTION casework.working_days_after(day date, days integer) RETURNS date
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    wanted integer := CASE WHEN days = 0 THEN casework.working_number(day - 1) + 1
                      ELSE casework.working_number(day) + days END;
BEGIN
    IF days < 0 OR days > 10000 THEN
        RAISE EXCEPTION 'days must be between 0 and 10000' USING ERRCODE = '22023';
    END IF;
    -- Past every holiday that comes before the wanted working day.
    RETURN casework.weekday(wanted + coalesce((
        SELECT h.position FROM reference.bank_holiday h
         WHERE h.working_number < wanted AND h.position IS NOT NULL
         ORDER BY h.working_number DESC, h.position DESC LIMIT 1), 0));
END $$;

-- The working days after one day, up to and with another; 0 if it is before.
CREATE OR REPLACE FUNCTION casework.working_days_between(since date, until date) RETURNS integer
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN CASE WHEN until <= since THEN 0
           ELSE casework.working_number(until) - casework.working_number(since) END;
END $$;

DO $$
DECLARE
    f text;
BEGIN
    FOREACH f IN ARRAY ARRAY['working_number(date)', 'working_days_after(date, integer)',
                             'working_days_between(date, date)'] LOOP
        EXECUTE 'ALTER FUNCTION casework.' || f || ' OWNER TO throughline_definer';
        EXECUTE 'GRANT EXECUTE ON FUNCTION casework.' || f || ' TO throughline_server, throughline_owner';
    END LOOP;
END $$;
GRANT EXECUTE ON FUNCTION casework.weekdays_until(date), casework.weekday(integer)
    TO throughline_server, throughline_definer, throughline_owner;
