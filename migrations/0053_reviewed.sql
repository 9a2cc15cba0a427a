-- What is reviewed of the product as files of config/access and
-- config/governance: who may do what, which fields there are and how sensitive
-- they are, how long records are kept, what flows where. A row for each line,
-- loaded with the reference data, so that the pages show what the tests hold
-- the product to.
SET LOCAL ROLE throughline_owner;

CREATE TABLE reference.reviewed_row (
    sheet    text NOT NULL CHECK (sheet ~ '^[a-z_]{1,64}$'),
    position integer NOT NULL,
    item     jsonb NOT NULL CHECK (jsonb_typeof(item) = 'object'),
    PRIMARY KEY (sheet, position)
);
