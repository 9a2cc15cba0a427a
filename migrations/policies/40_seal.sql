-- The sealer reads the log and adds leaves and checkpoints; nobody else but
-- the owner reads them, and nobody changes them.
GRANT SELECT ON audit.access_log TO throughline_sealer;
CREATE POLICY sealer ON audit.access_log FOR SELECT TO throughline_sealer USING (true);
DO $$
DECLARE
    t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['audit.leaf', 'audit.checkpoint'] LOOP
        EXECUTE format('REVOKE ALL ON %s FROM throughline_sealer', t);
        EXECUTE format('GRANT SELECT, INSERT ON %s TO throughline_sealer', t);
        EXECUTE format('CREATE POLICY sealer ON %s TO throughline_sealer USING (true) WITH CHECK (true)', t);
    END LOOP;
END $$;
