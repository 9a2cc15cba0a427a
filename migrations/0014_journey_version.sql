-- Which transaction raised a journey's version last, so that it is raised once
-- in each and not once a row.
SET LOCAL ROLE throughline_owner;

ALTER TABLE casework.journey_version ADD COLUMN raised_in xid8;
