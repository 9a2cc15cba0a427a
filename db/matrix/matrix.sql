-- What is reviewed: who may do what, which fields are kept and how sensitive
-- they are, how long, and what flows where (config/access, config/governance;
-- functions/64_reviewed.sql). Nothing of anybody's record is read here.

-- One line an operation and role: of a role, of a room, or one operation's with
-- all roles. The coordinator's where nothing is asked.
-- name: matrix_page(role text, room text, operation text, after jsonb, limit integer)
-- plan: whole the reviewed file
WITH line AS MATERIALIZED (
    SELECT row_number() OVER (ORDER BY min(x.position), r.ordinal) AS place, r.code, r.label,
           x.item ->> 'operation' AS operation, x.item ->> 'about' AS about, min(x.item ->> 'summary') AS summary,
           jsonb_object_agg(replace(x.item ->> 'scope', ' ', '_'), x.item ->> r.code) AS answers
      FROM reference.reviewed_row AS x
     CROSS JOIN (SELECT role.code, role.label, role.ordinal FROM (SELECT code, label, row_number() OVER (ORDER BY code) AS ordinal
                   FROM access.role) AS role
                  WHERE role.code = coalesce(:role, CASE WHEN :operation::text IS NULL THEN 'spoke_coordinator' END, role.code)) AS r
     WHERE x.sheet = 'access_operations'
       AND (:room::text IS NULL OR split_part(x.item ->> 'operation', '.', 1) = :room)
       AND (:operation::text IS NULL OR x.item ->> 'operation' = :operation)
     GROUP BY r.code, r.label, r.ordinal, x.item ->> 'operation', x.item ->> 'about')
SELECT json_build_object('role', json_build_object('code', l.code, 'label', l.label), 'operation', l.operation,
           'room', split_part(l.operation, '.', 1), 'about', nullif(l.about, ''), 'summary', l.summary,
           'answers', json_build_object('own', coalesce(l.answers ->> 'own', l.answers ->> 'any'),
               'other_spoke', l.answers ->> 'other_spoke', 'other_agency', l.answers ->> 'other_agency',
               'restricted', l.answers ->> 'restricted', 'police_held', l.answers ->> 'police_held',
               'police_released', l.answers ->> 'police_released')),
       jsonb_build_array(l.place)
  FROM line AS l
 WHERE :after::jsonb IS NULL OR l.place > (:after::jsonb ->> 0)::bigint
 ORDER BY l.place
 LIMIT :limit;

-- The rooms there are: what stands before the dot of an operation.
-- name: matrix_rooms()
-- plan: whole the reviewed file
SELECT json_build_object('code', room.code, 'label', upper(left(room.code, 1)) || replace(substr(room.code, 2), '_', ' '),
           'operations', room.operations),
       jsonb_build_array(room.code)
  FROM (SELECT split_part(item ->> 'operation', '.', 1) AS code, count(DISTINCT item ->> 'operation') AS operations
          FROM reference.reviewed_row WHERE sheet = 'access_operations' GROUP BY 1) AS room
 ORDER BY room.code;

-- One line a table: what it holds, about whom, what for, how long, each field
-- with its category, and who may read rows of it.
-- name: matrix_fields(category text, whose text, record text, after jsonb, limit integer)
-- plan: whole the reviewed files
WITH field AS MATERIALIZED (
    SELECT item ->> 'record' AS record, json_agg(json_build_object('name', item ->> 'field', 'category', item ->> 'category')
               ORDER BY position) AS fields
      FROM reference.reviewed_row
     WHERE sheet = 'governance_fields' AND (:category::text IS NULL OR item ->> 'category' = :category)
     GROUP BY 1),
reader AS MATERIALIZED (
    SELECT split_part(x.item ->> 'table', ' ', 1) AS record,
           json_agg(json_build_object('role', json_build_object('code', r.code, 'label', r.label),
               'part', nullif(substr(x.item ->> 'table', position(' ' IN x.item ->> 'table' || ' ') + 1), ''),
               'reads', x.item ->> r.code) ORDER BY x.position, r.code) AS readers
      FROM reference.reviewed_row AS x CROSS JOIN access.role AS r
     WHERE x.sheet = 'access_tables' AND x.item ->> r.code NOT IN ('-', 'never', 'no rows')
     GROUP BY 1)
SELECT json_build_object('record', x.item ->> 'record', 'label', x.item ->> 'label', 'whose', x.item ->> 'whose',
           'purpose', x.item ->> 'purpose',
           'retention', coalesce(
               (SELECT json_build_object('code', t.code, 'label', t.label, 'rule', t.detail ->> 'rule') FROM reference.term AS t
                 WHERE t.vocabulary = 'retention_category' AND t.code = x.item ->> 'retention'),
               (SELECT json_build_object('code', k.item ->> 'code', 'label', k.item ->> 'label', 'rule', k.item ->> 'rule')
                  FROM reference.reviewed_row AS k
                 WHERE k.sheet = 'governance_retention' AND k.item ->> 'code' = x.item ->> 'retention')),
           'fields', field.fields, 'readers', coalesce(reader.readers, '[]')),
       jsonb_build_array(x.position)
  FROM reference.reviewed_row AS x
  JOIN field ON field.record = x.item ->> 'record'
  LEFT JOIN reader ON reader.record = x.item ->> 'record'
 WHERE x.sheet = 'governance_records'
   AND (:whose::text IS NULL OR x.item ->> 'whose' = :whose)
   AND (:record::text IS NULL OR x.item ->> 'record' = :record)
   AND (:after::jsonb IS NULL OR x.position > (:after::jsonb ->> 0)::integer)
 ORDER BY x.position
 LIMIT :limit;

-- How long each kind of record is kept: the partnership's rules, then what the
-- service removes by itself.
-- name: matrix_retention()
-- plan: whole the vocabulary and a short file
SELECT json_build_object('code', rule.code, 'label', rule.label, 'rule', rule.rule, 'by', rule.by),
       jsonb_build_array(rule.part, rule.position)
  FROM (SELECT 1 AS part, t.position, t.code, t.label, t.detail ->> 'rule' AS rule, 'partnership' AS by
          FROM reference.term AS t WHERE t.vocabulary = 'retention_category'
         UNION ALL
        SELECT 2, x.position, x.item ->> 'code', x.item ->> 'label', x.item ->> 'rule', 'service'
          FROM reference.reviewed_row AS x WHERE x.sheet = 'governance_retention') AS rule
 ORDER BY rule.part, rule.position;

-- Lines of a short sheet as they stand.
-- name: matrix_lines(sheet text)
-- plan: whole the reviewed file
SELECT item, jsonb_build_array(position) FROM reference.reviewed_row WHERE sheet = :sheet ORDER BY position;
