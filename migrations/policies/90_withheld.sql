-- Restrictions, and what they withhold. After all other policies: every table
-- that names a young person demands as well that they are not withheld.
GRANT SELECT, INSERT (id, spoke_id, person_id, named_only, reason, note, review_on),
      UPDATE (named_only, reason, note, review_on, end_reason) ON casework.restriction TO throughline_server;
CREATE POLICY read ON casework.restriction FOR SELECT TO throughline_server
    USING (spoke_id = ANY ((SELECT access.spokes_with('restriction.read'))::integer[]));
CREATE POLICY make ON casework.restriction FOR INSERT TO throughline_server
    WITH CHECK (spoke_id = ANY ((SELECT access.spokes_with('restriction.write'))::integer[]));
CREATE POLICY change ON casework.restriction FOR UPDATE TO throughline_server
    USING (spoke_id = ANY ((SELECT access.spokes_with('restriction.write'))::integer[]));

GRANT SELECT, INSERT (id, restriction_id, person_id, spoke_id, user_id, entry, reason), UPDATE (end_reason)
    ON casework.restriction_user TO throughline_server;
CREATE POLICY read ON casework.restriction_user FOR SELECT TO throughline_server
    USING (spoke_id = ANY ((SELECT access.spokes_with('restriction.read'))::integer[]));
CREATE POLICY make ON casework.restriction_user FOR INSERT TO throughline_server
    WITH CHECK (spoke_id = ANY ((SELECT access.spokes_with('restriction.write'))::integer[]));
CREATE POLICY change ON casework.restriction_user FOR UPDATE TO throughline_server
    USING (spoke_id = ANY ((SELECT access.spokes_with('restriction.write'))::integer[]));

-- Written once for all: a new table with a young person's id is held by it,
-- too. Each table's own row of those that belong to it follows by its parent.
DO $$
DECLARE
    k record;
BEGIN
    FOR k IN SELECT c.oid::regclass AS relation, a.attname, a.attnotnull
               FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND NOT a.attisdropped
              WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition
                AND c.relnamespace IN ('casework'::regnamespace, 'audit'::regnamespace)
                AND a.atttypid = 'uuid'::regtype
                AND (a.attname IN ('person_id', 'survivor_id', 'merged_id')
                     OR a.attname = 'other_id' AND c.relname IN ('association', 'person_distinct')
                     OR a.attname = 'id' AND c.oid = 'casework.person'::regclass) LOOP
        EXECUTE format('CREATE POLICY %I ON %s AS RESTRICTIVE TO throughline_server
                        USING (%s%I <> ALL ((SELECT access.withheld())::uuid[]))', 'withheld_' || k.attname, k.relation,
                       CASE WHEN k.attnotnull THEN '' ELSE format('%I IS NULL OR ', k.attname) END, k.attname);
    END LOOP;
END $$;
-- The annex names its spoke only.
CREATE POLICY withheld ON casework.referral_police_annex AS RESTRICTIVE TO throughline_server
    USING (EXISTS (SELECT FROM casework.referral r WHERE r.id = referral_id));
