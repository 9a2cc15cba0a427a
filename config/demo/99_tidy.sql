-- What told the story goes; the story stays. The planner learns what is there.
DO $$
BEGIN
    PERFORM set_config('throughline.moment', '', true), set_config('throughline.stand_in', '', true);
END $$;
DROP SCHEMA demo CASCADE;
ANALYZE;
