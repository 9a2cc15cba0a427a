-- Search looks for words: a name is found by any of its words, in any order,
-- so that "coates" finds Ruby Atwell-Coates. Kept by trigger beside
-- person_search, which now serves only the known-to-us check; that one looks
-- in every spoke at once, so its indexes no longer begin with one.
SET LOCAL ROLE throughline_owner;

CREATE TABLE casework.person_word (
    spoke_id  integer NOT NULL,
    word      text COLLATE "C" NOT NULL,
    sound     text COLLATE "C" NOT NULL,    -- double metaphone
    person_id uuid NOT NULL REFERENCES casework.person,
    PRIMARY KEY (spoke_id, word, person_id)
);
CREATE INDEX person_word_sound ON casework.person_word (spoke_id, sound, person_id);
CREATE INDEX person_word_person ON casework.person_word (person_id);

-- Every word there ever was in a name: a few ten thousand, among which the
-- nearest spellings are found at once. It does not say whose.
CREATE TABLE casework.name_word (
    word text COLLATE "C" PRIMARY KEY
);
CREATE INDEX name_word_near ON casework.name_word USING gin (word public.gin_trgm_ops);

DROP INDEX casework.person_search_full, casework.person_search_family,
    casework.person_search_sound, casework.person_search_given_sound,
    casework.person_search_born, casework.person_search_trgm;
CREATE INDEX person_search_name ON casework.person_search (family_name, given_name);
CREATE INDEX person_search_given ON casework.person_search (given_name, family_name);
CREATE INDEX person_search_sound ON casework.person_search (family_sound, given_sound);
CREATE INDEX person_search_born ON casework.person_search (born_on);
