-- An offer keeps the birthday as it was then; how exact it is belongs to it.
SET LOCAL ROLE throughline_owner;

ALTER TABLE casework.transfer
    ADD COLUMN born_precision text NOT NULL DEFAULT 'unknown' REFERENCES reference.dob_precision (code);
ALTER TABLE casework.transfer DISABLE TRIGGER USER;
UPDATE casework.transfer AS t SET born_precision = CASE
        WHEN p.born_on = t.born_on THEN p.born_precision ELSE 'exact' END
  FROM casework.person AS p WHERE p.id = t.person_id AND t.born_on IS NOT NULL;
ALTER TABLE casework.transfer ENABLE TRIGGER USER;
ALTER TABLE casework.transfer
    ADD CONSTRAINT transfer_born_on_check CHECK ((born_on IS NULL) = (born_precision = 'unknown'));
