-- Which codes there are, for arrays of codes: reference.term has a partition
-- for each vocabulary, and to ask it for one that is not known before the
-- statement runs locks every one of them, at each write.
SET LOCAL ROLE throughline_owner;

CREATE TABLE reference.known_code (
    vocabulary  text NOT NULL,
    code        text NOT NULL,
    PRIMARY KEY (vocabulary, code)
);
INSERT INTO reference.known_code SELECT t.vocabulary, t.code FROM reference.term t;
