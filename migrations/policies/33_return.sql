-- Quarterly returns. The spoke's own staff see theirs as counted; the hub sees
-- all of them from the day they are handed in, with small numbers hidden: the
-- policies give it no other rows.
GRANT SELECT, INSERT (id, spoke_id, quarter), UPDATE (state, state_reason, state_note, narrative, risks)
    ON reporting.quarterly_return TO throughline_server;
CREATE POLICY read ON reporting.quarterly_return FOR SELECT TO throughline_server
    USING (spoke_id = ANY ((SELECT access.spokes_with('return.read'))::integer[])
           AND (state <> 'draft' OR spoke_id = ANY ((SELECT access.spokes_with('return.write'))::integer[])));
CREATE POLICY make ON reporting.quarterly_return FOR INSERT TO throughline_server
    WITH CHECK (spoke_id = ANY ((SELECT access.spokes_with('return.write'))::integer[]));
CREATE POLICY change ON reporting.quarterly_return FOR UPDATE TO throughline_server
    USING (spoke_id = ANY ((SELECT access.spokes_with('return.write'))::integer[])
           OR spoke_id = ANY ((SELECT access.spokes_with('return.review'))::integer[]));

DO $$
DECLARE
    t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['return_money', 'return_match', 'return_case_study'] LOOP
        EXECUTE format('GRANT SELECT, DELETE ON reporting.%I TO throughline_server', t);
        EXECUTE format('CREATE POLICY make ON reporting.%I FOR INSERT TO throughline_server
            WITH CHECK (spoke_id = ANY ((SELECT access.spokes_with(''return.write''))::integer[]))', t);
        EXECUTE format('CREATE POLICY strike ON reporting.%I FOR DELETE TO throughline_server
            USING (spoke_id = ANY ((SELECT access.spokes_with(''return.write''))::integer[]))', t);
    END LOOP;
    FOREACH t IN ARRAY ARRAY['return_money', 'return_match', 'return_edition', 'return_figure_outside'] LOOP
        EXECUTE format('GRANT SELECT ON reporting.%I TO throughline_server', t);
        EXECUTE format('CREATE POLICY read ON reporting.%I FOR SELECT TO throughline_server
            USING (EXISTS (SELECT FROM reporting.quarterly_return r WHERE r.id = return_id))', t);
    END LOOP;
END $$;
GRANT INSERT (id, return_id, spoke_id, intervention_id, funding_stream, budget, forecast, actual,
              variance_reason, variance_note) ON reporting.return_money TO throughline_server;
GRANT INSERT (id, return_id, spoke_id, kind, source, amount) ON reporting.return_match TO throughline_server;
GRANT INSERT (return_id, spoke_id, words, permission) ON reporting.return_case_study TO throughline_server;

-- A young person's story leaves the spoke only where they said it may.
CREATE POLICY read ON reporting.return_case_study FOR SELECT TO throughline_server
    USING (spoke_id = ANY ((SELECT access.spokes_with('return.write'))::integer[])
           OR EXISTS (SELECT FROM reporting.quarterly_return r WHERE r.id = return_id)
              AND permission IN (SELECT t.code FROM reference.term t WHERE t.vocabulary = 'publication_permission'
                                    AND t.detail ->> 'may_publish' = 'yes'));
-- As counted: inside the spoke alone.
GRANT SELECT ON reporting.return_figure TO throughline_server;
CREATE POLICY read ON reporting.return_figure FOR SELECT TO throughline_server
    USING (spoke_id = ANY ((SELECT access.spokes_with('return.write'))::integer[])
           AND spoke_id = ANY ((SELECT access.spokes_with('scope.case'))::integer[]));
-- What was asked and answered, on both sides.
CREATE POLICY read_return ON casework.state_change FOR SELECT TO throughline_server
    USING (machine = 'return' AND EXISTS (SELECT FROM reporting.quarterly_return r WHERE r.id = subject_id));
