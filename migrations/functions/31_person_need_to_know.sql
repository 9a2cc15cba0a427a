-- What whoever meets a young person must know before they do: the warning
-- markers and the advice on making contact that hold today, and who leads, one
-- a row. The reader's own rights apply.
CREATE OR REPLACE VIEW casework.person_need_to_know WITH (security_invoker = true) AS
SELECT f.person_id, f.topic, f.created_at AS place,
       CASE f.topic
           WHEN 'marker' THEN json_build_object('id', f.id, 'marker', f.code, 'note', f.note,
               'review_on', f.review_on, 'review_overdue', f.review_on < access.today(),
               'person_knows', f.person_knows)
           WHEN 'safety' THEN json_build_object('code', f.code, 'note', f.note)
           ELSE json_build_object('name', f.name) END AS object
  FROM casework.person_fact f
 WHERE (f.topic IN ('marker', 'safety') OR f.is_lead) AND f.in_error_at IS NULL
   AND coalesce(f.valid_to > access.today(), true);
