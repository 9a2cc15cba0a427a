-- What is late (domain.md 3): one row for each clock that has run out, in the
-- spokes asked for. Days are working days by what held when the clock started.
-- Nothing of it is stored, and each part begins at an index of what is open.

-- `of`: NULL for all clocks. Those of a young person who has died have stopped.
CREATE OR REPLACE FUNCTION casework.overdue(spokes integer[], of_clock text)
RETURNS TABLE (clock text, spoke_id integer, subject_kind text, subject_id uuid, reference text, name text,
               person_id uuid, state text, what text, agency text, since date, due_on date, days_late integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    today date := access.today();
    withheld uuid[] := access.withheld();
    mine integer[] := ARRAY(SELECT unnest(spokes) INTERSECT SELECT unnest(access.spokes_with('overdue.read')));
BEGIN
    RETURN QUERY
    WITH late AS (
        SELECT 'triage' AS clock, r.spoke_id, 'referral' AS subject_kind, r.id AS subject_id, r.reference,
               coalesce(nullif(concat_ws(' ', r.given_name, r.family_name), ''), r.known_as) AS name,
               r.person_id, r.state, NULL::text AS what, r.agency_id,
               coalesce(r.received_on, (r.submitted_at AT TIME ZONE 'Europe/London')::date) AS since, c.triage_due_on AS due_on
          FROM casework.referral r JOIN casework.referral_clock c ON c.referral_id = r.id
         WHERE r.spoke_id = ANY (mine) AND r.state IN ('submitted', 'in_triage')
           AND (of_clock IS NULL OR of_clock = 'triage')
        UNION ALL
        SELECT 'agency_checks', c.spoke_id, 'check', c.id, e.reference, NULL, c.person_id, e.state, NULL,
               c.agency_id, (c.created_at AT TIME ZONE 'Europe/London')::date, c.due_on
          FROM casework.agency_check c JOIN casework.episode e ON e.id = c.episode_id
         WHERE c.spoke_id = ANY (mine) AND c.result IS NULL AND c.due_on < today AND e.state <> 'closed'
           AND (of_clock IS NULL OR of_clock = 'agency_checks')
        UNION ALL -- asked outside the system: the episode says so, and no more
        SELECT 'agency_checks', e.spoke_id, 'episode', e.id, e.reference, NULL, e.person_id, e.state, NULL,
               NULL, asked.day, casework.working_days_after(asked.day,
                   reference.setting_days(e.spoke_id, 'agency_check_working_days', asked.day))
          FROM casework.episode e
         CROSS JOIN LATERAL (
               SELECT (max(c.at) AT TIME ZONE 'Europe/London')::date AS day FROM casework.state_change c
                WHERE c.subject_id = e.id AND c.verb = 'request_checks') asked
         WHERE e.spoke_id = ANY (mine) AND e.state = 'agency_checks'
           AND (of_clock IS NULL OR of_clock = 'agency_checks')
           AND NOT EXISTS (SELECT FROM casework.agency_check c WHERE c.episode_id = e.id)
        UNION ALL
        SELECT 'heard', e.spoke_id, 'episode', e.id, e.reference, NULL, e.person_id, e.state, m.title,
               NULL, (r.decided_at AT TIME ZONE 'Europe/London')::date,
               (m.starts_at AT TIME ZONE 'Europe/London')::date
          FROM casework.episode e
          JOIN casework.referral r ON r.id = e.referral_id
         CROSS JOIN LATERAL (
               SELECT x.title, x.starts_at FROM casework.meeting x
                WHERE x.series_id = e.series_id AND x.starts_at > r.decided_at AND x.starts_at < now()
                  AND x.state <> 'cancelled' AND x.type <> 'critical_incident'
                ORDER BY x.starts_at LIMIT 1) m
         WHERE e.spoke_id = ANY (mine) AND e.state = 'listed'
           AND (of_clock IS NULL OR of_clock = 'heard')
           AND NOT EXISTS (SELECT FROM casework.agenda_item i JOIN casework.meeting h ON h.id = i.meeting_id
                            WHERE i.episode_id = e.id AND h.state <> 'cancelled')
        UNION ALL
        SELECT 'referrer_told', l.spoke_id, 'letter', l.id, r.reference,
               coalesce(nullif(concat_ws(' ', r.given_name, r.family_name), ''), r.known_as),
               r.person_id, r.state, l.addressee, r.agency_id, from_day.day,
               casework.working_days_after(from_day.day,
                   reference.setting_days(l.spoke_id, 'referrer_told_working_days', from_day.day))
          FROM casework.referral_letter l JOIN casework.referral r ON r.id = l.referral_id
         CROSS JOIN LATERAL (SELECT (l.clock_from AT TIME ZONE 'Europe/London')::date AS day) from_day
         WHERE l.spoke_id = ANY (mine) AND l.state = 'draft'
           AND (of_clock IS NULL OR of_clock = 'referrer_told')
        UNION ALL
        SELECT 'first_contact', a.spoke_id, 'allocation', a.id, e.reference, NULL, a.person_id, a.state, i.name,
               a.provider_agency_id, a.offered_on, casework.working_days_after(a.offered_on,
                   reference.setting_days(a.spoke_id, CASE WHEN e.risk_level IN ('high', 'very_high')
                       THEN 'first_contact_high_working_days' ELSE 'first_contact_working_days' END, a.offered_on))
          FROM casework.allocation a
          JOIN casework.episode e ON e.id = a.episode_id
          JOIN casework.intervention i ON i.id = a.intervention_id
         WHERE a.spoke_id = ANY (mine) AND a.ended_on IS NULL AND a.offered_on IS NOT NULL
           AND a.state IN ('offered', 'agreed', 'active')
           AND (of_clock IS NULL OR of_clock = 'first_contact')
           AND NOT EXISTS (SELECT FROM casework.session s WHERE s.allocation_id = a.id
                            AND s.attendance IN ('attended', 'part', 'late')))
    SELECT l.clock, l.spoke_id, l.subject_kind, l.subject_id, l.reference, coalesce(l.name, p.display_name),
           l.person_id, l.state, l.what, g.name, l.since, l.due_on,
           casework.working_days_between(l.due_on, today)
      FROM late l
      LEFT JOIN casework.person p ON p.id = l.person_id
      LEFT JOIN reference.agency g ON g.id = l.agency_id
     WHERE l.due_on < today AND (l.person_id IS NULL OR NOT casework.has_died(l.person_id))
       AND (l.person_id <> ALL (withheld)) IS NOT FALSE
       AND casework.working_days_between(l.due_on, today) > 0;
END $$;
ALTER FUNCTION casework.overdue(integer[], text) OWNER TO throughline_definer;
GRANT EXECUTE ON FUNCTION casework.overdue(integer[], text) TO throughline_server;
