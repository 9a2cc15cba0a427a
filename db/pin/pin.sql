-- The young people somebody keeps at hand. To pin one is no reading of their
-- record; to be shown their names is, and is logged as a list.

-- Those the reader pinned, then those whose records they opened last. Whom
-- they may no longer see is not among them: casework.person has the say.
-- name: pin_list(recent integer)
WITH wanted AS MATERIALIZED (
    (SELECT casework.person_survivor(k.person_id) AS id, k.created_at AS at, true AS pinned
       FROM casework.pin AS k WHERE k.user_id = access.me()
      LIMIT 20)
    UNION ALL
    SELECT casework.person_survivor(o.person_id), o.at, false FROM audit.opened_lately(:recent) AS o),
shown AS MATERIALIZED (
    SELECT DISTINCT ON (p.id) p.id, p.display_name, p.born_on, p.born_precision, w.at, w.pinned
      FROM wanted AS w JOIN casework.person AS p ON p.id = w.id
     ORDER BY p.id, w.pinned DESC, w.at DESC),
logged AS MATERIALIZED (
    SELECT audit.record_list('list', 'person', array_agg(id)) FROM shown HAVING count(*) > 0)
SELECT json_build_object('id', s.id, 'name', s.display_name, 'born_on', s.born_on,
           'born_precision', s.born_precision,
           'age', date_part('year', age(access.today(), s.born_on))::integer,
           'pinned', s.pinned, 'at', casework.instant(s.at),
           'episode', (SELECT json_build_object('reference', e.reference, 'state', e.state,
                           'spoke', o.code, 'risk_level', e.risk_level)
                         FROM casework.episode AS e JOIN reference.spoke AS o ON o.id = e.spoke_id
                        WHERE e.person_id = s.id
                        ORDER BY e.closed_on DESC NULLS FIRST, e.opened_on DESC LIMIT 1))
  FROM logged CROSS JOIN shown AS s
 ORDER BY s.pinned DESC, s.at DESC;

-- A record merged into another is pinned as the one that stands for both.
-- name: pin_add(person uuid)
INSERT INTO casework.pin (user_id, person_id)
SELECT access.me(), p.id FROM casework.person AS p WHERE p.id = casework.person_survivor(:person)
ON CONFLICT DO NOTHING;

-- name: pin_load(person uuid)
SELECT json_build_object('person_id', p.id, 'pinned', EXISTS (
           SELECT FROM casework.pin AS k
            WHERE k.user_id = access.me() AND k.person_id = ANY (casework.person_group(:person)))), 1
  FROM casework.person AS p WHERE p.id = casework.person_survivor(:person);

-- name: pin_remove(person uuid)
DELETE FROM casework.pin AS k
 WHERE k.user_id = access.me() AND k.person_id = ANY (casework.person_group(:person));
