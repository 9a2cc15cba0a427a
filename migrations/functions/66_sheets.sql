-- A code as words, where no vocabulary has a label for it: the states of the
-- machines. active_monitoring reads "Active monitoring".
CREATE OR REPLACE FUNCTION casework.code_words(code text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN upper(left(code, 1)) || replace(substr(code, 2), '_', ' ');

ALTER FUNCTION casework.code_words(text) OWNER TO throughline_definer;
GRANT EXECUTE ON FUNCTION casework.code_words(text) TO throughline_server;
