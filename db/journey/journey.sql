-- The journey: what makes its ETag, whose it is, and its events.

-- The tag, for the reader; no row where there is no such person for them. In
-- FROM, for as a sub-select it would be worked out twice.
-- name: journey_tag(id uuid)
SELECT j.tag, audit.record('view', 'journey', :id, :id, NULL, NULL)
  FROM casework.journey_tag(:id) AS j(tag) WHERE j.tag IS NOT NULL;

-- The person and their episodes as JSON; then, for the plain page, what stands
-- at its head and (`local`) who printed it when.
-- name: journey_head(id uuid, local boolean)
SELECT json_build_object('id', p.id, 'name', p.display_name, 'born_on', p.born_on,
           'born_precision', p.born_precision,
           'age', date_part('year', age(access.today(), p.born_on))::integer),
       (SELECT coalesce(json_agg(json_build_object('id', e.id, 'reference', e.reference,
                   'spoke', s.code, 'state', e.state, 'risk_level', e.risk_level,
                   'opened_on', e.opened_on, 'closed_on', e.closed_on)
                   ORDER BY e.closed_on DESC NULLS FIRST, e.opened_on DESC), '[]')
          FROM casework.episode AS e JOIN reference.spoke AS s ON s.id = e.spoke_id
         WHERE e.person_id = ANY (g.people)),
       p.display_name, p.born_on, p.born_precision,
       date_part('year', age(access.today(), p.born_on))::integer,
       p.contact_safety, p.trauma_guidance,
       CASE WHEN :local THEN (SELECT u.name FROM access.user_account AS u WHERE u.id = access.me()) END,
       to_char(now() AT TIME ZONE 'Europe/London', 'YYYY-MM-DD HH24:MI')
  FROM (SELECT casework.person_group(:id) AS people OFFSET 0) AS g
  JOIN casework.person AS p ON p.id = g.people[1];

-- Newest first. Column order is known to server/journey/event.c. Outcomes,
-- voices, statuses, markers and sharings are of a day, not of an instant. `since` and `until` are days in the
-- partnership's time; `until` is included. `local` adds London's clock; `whole`
-- is for paper.
-- name: journey_events(id uuid, since date, until date, kinds text[], local boolean, whole boolean)
SELECT CASE WHEN kind IN ('outcome', 'voice', 'status', 'marker', 'sharing') THEN (at AT TIME ZONE 'Europe/London')::date::text
            ELSE casework.instant(at) END, kind, subject, vocabulary, code, who, agency_id,
       spoke_id, episode_id, ref_kind, ref_id, summary, detail,
       CASE WHEN :local THEN to_char(at AT TIME ZONE 'Europe/London',
           CASE WHEN kind IN ('outcome', 'voice', 'status', 'marker', 'sharing') THEN 'YYYY-MM-DD' ELSE 'YYYY-MM-DD HH24:MI' END) END
  FROM casework.journey_events(:id,
           :since::timestamp AT TIME ZONE 'Europe/London',
           (:until::timestamp + interval '1 day') AT TIME ZONE 'Europe/London', :kinds, :whole)
 -- What is of a day stands at the head of that day: it sums up, and was not at midnight.
 ORDER BY CASE WHEN kind IN ('outcome', 'voice', 'status', 'marker', 'sharing')
               THEN ((at AT TIME ZONE 'Europe/London') + interval '1 day') AT TIME ZONE 'Europe/London' - interval '1 microsecond'
               ELSE at END DESC, ref_id, kind;
