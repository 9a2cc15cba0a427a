-- Figures in force: whoever reads figures. A file and what was done with it:
-- the same for the hub's, its coordinator for a spoke's list. Everything is
-- written through the functions of 56_imports.sql, but for a reason.
DO $$
DECLARE
    t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['import_kind', 'import_column', 'reconciliation_rule', 'reconciliation_term'] LOOP
        EXECUTE format('GRANT SELECT ON reporting.%I TO throughline_server', t);
        EXECUTE format('CREATE POLICY read ON reporting.%I FOR SELECT TO throughline_server
                        USING ((SELECT access.me()) IS NOT NULL)', t);
    END LOOP;
    FOREACH t IN ARRAY ARRAY['published_row', 'figure'] LOOP
        EXECUTE format('GRANT SELECT ON reporting.%I TO throughline_server', t);
        EXECUTE format('CREATE POLICY read ON reporting.%I FOR SELECT TO throughline_server
                        USING ((SELECT access.has(''report.read''))
                               AND import_id = ANY ((SELECT reporting.imports_in_force())::uuid[]))', t);
    END LOOP;
    FOREACH t IN ARRAY ARRAY['import_event', 'import_fault', 'import_row'] LOOP
        EXECUTE format('GRANT SELECT ON reporting.%I TO throughline_server', t);
        EXECUTE format('CREATE POLICY read ON reporting.%I FOR SELECT TO throughline_server
                        USING (EXISTS (SELECT FROM reporting.import i WHERE i.id = import_id))', t);
    END LOOP;
END $$;
GRANT SELECT ON reporting.import TO throughline_server;
CREATE POLICY read ON reporting.import FOR SELECT TO throughline_server
    USING (spoke_id IS NULL AND (SELECT access.has('report.read'))
           OR spoke_id = ANY ((SELECT access.spokes_with('intervention.write'))::integer[]));

GRANT SELECT, INSERT (id, partnership, period, measure, said_where, rule, text, made_by)
    ON reporting.reconciliation_reason TO throughline_server;
CREATE POLICY read ON reporting.reconciliation_reason FOR SELECT TO throughline_server
    USING ((SELECT access.has('report.read')));
CREATE POLICY make ON reporting.reconciliation_reason FOR INSERT TO throughline_server
    WITH CHECK (made_by = (SELECT access.me()) AND (SELECT access.has('reconcile.write')));
