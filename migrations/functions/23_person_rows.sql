-- What keeps a person's derived columns true: display name, spokes, the
-- search rows. All of it in triggers, so that it holds for every writer.

-- Names as they are looked for: no accents, case, punctuation or double
-- spaces. Letters of any script stay; an apostrophe joins (O'Brien), all else
-- parts.
CREATE OR REPLACE FUNCTION casework.name_normalised(name text) RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, public
RETURN trim(regexp_replace(regexp_replace(lower(public.unaccent(coalesce(name, ''))),
       '[''’‘ʼ`.]', '', 'g'), '[\s!-/:-@\[-`{-~‐-―·]+', ' ', 'g'));

CREATE OR REPLACE FUNCTION casework.name_sound(normalised text) RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, public
RETURN public.dmetaphone(normalised);

-- The words a name is found by: those of both parts, and a part of several
-- words run together too (abdul rahman, abdulrahman).
CREATE OR REPLACE FUNCTION casework.name_words(given text, family text) RETURNS SETOF text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog AS $$
    SELECT DISTINCT w.word
      FROM unnest(string_to_array(given, ' ') || string_to_array(family, ' ')
                  || replace(given, ' ', '') || replace(family, ' ', '')) AS w(word)
     WHERE w.word <> '';
$$;

CREATE OR REPLACE FUNCTION casework.person_search_fill(person uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    DELETE FROM casework.person_search s WHERE s.person_id = person;
    INSERT INTO casework.person_search (spoke_id, person_id, name_id, full_name, given_name,
        family_name, given_sound, family_sound, born_on)
    SELECT ps.spoke_id, p.id, n.id, trim(g.name || ' ' || f.name), g.name, f.name,
           casework.name_sound(g.name), casework.name_sound(f.name), p.born_on
      FROM casework.person p
      JOIN casework.person_spoke ps ON ps.person_id = p.id
      JOIN casework.person_name n ON n.person_id = p.id AND n.in_error_at IS NULL
      CROSS JOIN LATERAL (SELECT casework.name_normalised(n.given_name) AS name) g
      CROSS JOIN LATERAL (SELECT casework.name_normalised(n.family_name) AS name) f
     WHERE p.id = person;
    DELETE FROM casework.person_word w WHERE w.person_id = person;
    INSERT INTO casework.person_word (spoke_id, word, sound, person_id)
    SELECT DISTINCT s.spoke_id, w.word, casework.name_sound(w.word), s.person_id
      FROM casework.person_search s
      CROSS JOIN LATERAL casework.name_words(s.given_name, s.family_name) AS w(word)
     WHERE s.person_id = person;
    INSERT INTO casework.name_word (word)
    SELECT DISTINCT w.word FROM casework.person_word w WHERE w.person_id = person
     ORDER BY 1 -- two writers meet in the same order
    ON CONFLICT DO NOTHING;
END $$;

-- AFTER INSERT on person: its spokes become rows, its journey begins.
CREATE OR REPLACE FUNCTION casework.person_made() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO casework.person_spoke (person_id, spoke_id, since)
    SELECT NEW.id, spoke, NEW.created_at FROM unnest(NEW.spoke_ids) AS spoke;
    INSERT INTO casework.journey_version (person_id) VALUES (NEW.id);
    PERFORM audit.record('create', 'person', NEW.id, NEW.id, NEW.spoke_ids[1], NULL);
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION casework.person_changed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM audit.record('change', 'person', NEW.id, NEW.id, NULL, NULL);
    PERFORM casework.journey_raise(NEW.id);
    IF NEW.born_on IS DISTINCT FROM OLD.born_on THEN
        UPDATE casework.person_search s SET born_on = NEW.born_on WHERE s.person_id = NEW.id;
    END IF;
    RETURN NULL;
END $$;

-- AFTER INSERT on person_spoke: the person carries the spoke, search finds it.
CREATE OR REPLACE FUNCTION casework.person_spoke_made() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE casework.person p SET spoke_ids = p.spoke_ids || NEW.spoke_id
     WHERE p.id = NEW.person_id AND NOT NEW.spoke_id = ANY (p.spoke_ids);
    PERFORM casework.person_search_fill(NEW.person_id);
    RETURN NULL;
END $$;

-- AFTER any change of names: the name shown is the one they go by, else the
-- legal one, else any.
CREATE OR REPLACE FUNCTION casework.person_name_written() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    person uuid := CASE WHEN TG_OP = 'DELETE' THEN OLD.person_id ELSE NEW.person_id END;
    legal casework.person_name;
    known casework.person_name;
BEGIN
    SELECT * INTO legal FROM casework.person_name n
     WHERE n.person_id = person AND n.valid_to IS NULL AND n.in_error_at IS NULL
     ORDER BY n.kind = 'legal' DESC, n.created_at, n.id LIMIT 1;
    SELECT * INTO known FROM casework.person_name n
     WHERE n.person_id = person AND n.valid_to IS NULL AND n.in_error_at IS NULL
       AND n.kind = 'known_as'
     ORDER BY n.created_at DESC LIMIT 1;
    UPDATE casework.person p
       SET display_name = concat_ws(' ', coalesce(known.given_name, legal.given_name),
                                    coalesce(known.family_name, legal.family_name))
     WHERE p.id = person
       AND coalesce(legal.given_name, legal.family_name, known.given_name, known.family_name) IS NOT NULL;
    PERFORM casework.person_search_fill(person);
    PERFORM audit.record('change', 'person', person, person, NULL, NULL);
    PERFORM casework.journey_raise(person);
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION casework.person_detail_written() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM audit.record(CASE TG_OP WHEN 'INSERT' THEN 'create' ELSE 'change' END,
                         'person_detail', NEW.person_id, NEW.person_id, NULL, NULL);
    PERFORM casework.journey_raise(NEW.person_id);
    RETURN NULL;
END $$;

DO $$
DECLARE
    f text;
BEGIN
    FOREACH f IN ARRAY ARRAY['name_normalised(text)', 'name_sound(text)', 'name_words(text, text)',
        'person_search_fill(uuid)', 'person_made()', 'person_changed()', 'person_spoke_made()',
        'person_name_written()', 'person_detail_written()'] LOOP
        EXECUTE 'ALTER FUNCTION casework.' || f || ' OWNER TO throughline_definer';
        EXECUTE 'GRANT EXECUTE ON FUNCTION casework.' || f || ' TO throughline_owner';
    END LOOP;
END $$;

-- Names from before there were words.
DO $$
BEGIN
    PERFORM casework.person_search_fill(p.id) FROM casework.person p
      WHERE NOT EXISTS (SELECT FROM casework.person_word w WHERE w.person_id = p.id);
END $$;
