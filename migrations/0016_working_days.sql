-- Working days by arithmetic. A day's working number is how many days, weekends
-- and England's bank holidays left out, there have been since 1 January 1900 (a
-- Monday): the weekdays by division, less the holidays so far. Each holiday
-- knows both, so that a day's number, and a number's day, is one look-up.
-- A holiday on a weekend takes no working day and has neither.
ALTER TABLE reference.bank_holiday
    ADD COLUMN position integer,
    ADD COLUMN working_number integer,
    ADD CONSTRAINT bank_holiday_numbered
        CHECK ((position IS NULL) = (working_number IS NULL));

WITH weekday AS (
    SELECT h.day, row_number() OVER (ORDER BY h.day) AS position, h.day - date '1900-01-01' AS n
      FROM reference.bank_holiday h WHERE extract(isodow FROM h.day) < 6)
UPDATE reference.bank_holiday h
   SET position = w.position, working_number = w.n / 7 * 5 + least(w.n % 7 + 1, 5) - w.position
  FROM weekday w WHERE w.day = h.day;

CREATE INDEX bank_holiday_position ON reference.bank_holiday (day, position) WHERE position IS NOT NULL;
CREATE INDEX bank_holiday_number ON reference.bank_holiday (working_number, position)
    WHERE position IS NOT NULL;
