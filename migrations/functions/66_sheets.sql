-- A code as words, where no vocabulary has a label for it: the states of the
-- machines. active_monitoring reads "Active monitoring".
CREATE OR REPLACE FUNCTION casework.code_words(code text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN upper(left(code, 1)) || replace(substr(code, 2), '_', ' ');

ALTER FUNCTION casework.code_words(text) OWNER TO throughline_definer;
GRANT EXECUTE ON FUNCTION casework.code_words(text) TO throughline_server;

-- As much of a birthday as is known: 2010-03-01, 2010-03, 2010, about 2010.
CREATE OR REPLACE FUNCTION casework.born_words(born date, how text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE how WHEN 'exact' THEN born::text WHEN 'month' THEN to_char(born::timestamp, 'YYYY-MM')
                WHEN 'year' THEN to_char(born::timestamp, 'YYYY')
                WHEN 'estimated' THEN 'about ' || to_char(born::timestamp, 'YYYY') END;

ALTER FUNCTION casework.born_words(date, text) OWNER TO throughline_definer;
GRANT EXECUTE ON FUNCTION casework.born_words(date, text) TO throughline_server;
