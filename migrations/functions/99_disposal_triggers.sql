-- The last of these files: every trigger there is now, on every table a disposal
-- erases or blanks, stands aside for the one function that carries it out
-- (throughline_disposer, as whom nobody signs in), and for nobody else. A hold
-- does not stand aside: d_held.
DO $$
DECLARE
    k record;
BEGIN
    FOR k IN SELECT t.tgname, t.tgrelid::regclass AS relation, t.tgqual IS NOT NULL AS conditional,
                    pg_get_triggerdef(t.oid) AS definition
               FROM pg_trigger t
              WHERE NOT t.tgisinternal AND t.tgname <> 'd_held'
                AND (t.tgtype & 24) <> 0 -- of DELETE or UPDATE
                AND t.tgrelid IN (SELECT p.relation::regclass FROM casework.disposal_plan p WHERE p.treatment <> 'keep'
                                  UNION ALL SELECT 'casework.draft'::regclass
                                  UNION ALL SELECT 'access.idempotency'::regclass
                                  UNION ALL SELECT 'jobs.job'::regclass)
                AND pg_get_triggerdef(t.oid) NOT LIKE '%throughline_disposer%' LOOP
        EXECUTE format('DROP TRIGGER %I ON %s', k.tgname, k.relation);
        EXECUTE CASE WHEN k.conditional
            THEN regexp_replace(k.definition, ' WHEN \(', ' WHEN (current_user <> ''throughline_disposer'' AND ')
            ELSE regexp_replace(k.definition, ' EXECUTE FUNCTION ',
                                ' WHEN (current_user <> ''throughline_disposer'') EXECUTE FUNCTION ') END;
    END LOOP;
END $$;
