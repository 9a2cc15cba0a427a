-- Requests of young people about what is held of them: the clock, what is found,
-- and what an answer shows. What is refused: 64_subject_rules.sql.

-- The ICO's month: the corresponding day, the last of a shorter month, the next
-- working day after a weekend or bank holiday; the days of a pause are added.
CREATE OR REPLACE FUNCTION casework.subject_due(r casework.subject_request) RETURNS date
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    paused integer := r.paused_days + coalesce(access.today() - r.paused_on, 0);
    day date := (coalesce(r.identity_on, r.received_on)
                 + make_interval(months => CASE WHEN r.extended_on IS NULL THEN 1 ELSE 3 END))::date + paused;
BEGIN
    RETURN casework.working_days_after(day - 1, 1);
END $$;

-- A heading of a row, in words: config/reference/subject_field.csv where a
-- column's name does not say it.
CREATE OR REPLACE FUNCTION casework.subject_heading(name_ text) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce((SELECT t.label FROM reference.term t WHERE t.vocabulary = 'subject_field' AND t.code = name_),
                    upper(left(name_, 1)) || replace(regexp_replace(substr(name_, 2), '_id$', ''), '_', ' '));
$$;

-- What says nothing of anybody: ids, who typed, and how the program counts.
CREATE OR REPLACE FUNCTION casework.subject_noise(name_ text) RETURNS boolean
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT name_ = ANY ('{id,version,spoke_id,spoke_ids,spokes_added,created_at,updated_at,disposal_id,position,number,scale_version,
                          instrument_version,corrects_version,retention_trigger_on,pseudonym,colleague_ids,held,source_kind}'::text[])
        OR name_ LIKE '%\_by' OR name_ LIKE '%vocabulary';
$$;

-- A value in words: days and moments as people write them, yes and no, codes of a
-- list by their labels; what a record read before, member by member.
CREATE OR REPLACE FUNCTION casework.subject_value(value jsonb, vocabulary_ text) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    said text := value #>> '{}';
BEGIN
    IF jsonb_typeof(value) = 'object' THEN
        RETURN (SELECT string_agg(casework.subject_heading(m.key) || ': ' || x.said, '; ' ORDER BY m.key)
                  FROM jsonb_each(value) AS m CROSS JOIN LATERAL (SELECT casework.subject_value(m.value, m.key) AS said) AS x
                 WHERE x.said <> '' AND NOT casework.subject_noise(m.key) AND m.key NOT LIKE '%\_id');
    ELSIF jsonb_typeof(value) = 'array' THEN
        RETURN (SELECT string_agg(casework.subject_value(m.value, vocabulary_), ', ' ORDER BY m.n)
                  FROM jsonb_array_elements(value) WITH ORDINALITY AS m(value, n));
    ELSIF jsonb_typeof(value) = 'boolean' THEN
        RETURN CASE said WHEN 'true' THEN 'yes' ELSE 'no' END;
    ELSIF said ~ '^\d{4}-\d\d-\d\d$' THEN
        RETURN to_char(said::date, 'FMDD FMMonth YYYY');
    ELSIF said ~ '^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$' THEN
        RETURN to_char(said::timestamptz AT TIME ZONE 'Europe/London', 'FMDD FMMonth YYYY "at" HH24:MI');
    END IF;
    RETURN coalesce((SELECT t.label FROM reference.term t WHERE t.vocabulary = vocabulary_ AND t.code = said),
        CASE WHEN said ~ '^[a-z0-9]+(_[a-z0-9]+)+$' THEN upper(left(said, 1)) || replace(substr(said, 2), '_', ' ') END, said);
END $$;

-- One row of a table in words, by its columns: labels of codes, names of agencies.
CREATE OR REPLACE FUNCTION casework.subject_words(relation_ regclass, said jsonb) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT string_agg(casework.subject_heading(a.attname) || ': ' || coalesce(agency.name, x.said), E'\n' ORDER BY a.attnum)
      FROM pg_attribute a
      LEFT JOIN LATERAL ( -- of which list: by its foreign key, or by the column that says so
           SELECT CASE WHEN cardinality(k.conkey) = 1 THEN v.relname::text
                       ELSE said ->> (SELECT c.attname::text FROM pg_attribute c WHERE c.attrelid = relation_
                                         AND c.attnum = ANY (k.conkey) AND c.attname LIKE '%vocabulary') END AS name
             FROM pg_constraint k JOIN pg_class v ON v.oid = k.confrelid AND v.relnamespace = 'reference'::regnamespace
            WHERE k.contype = 'f' AND k.conrelid = relation_ AND a.attnum = ANY (k.conkey) LIMIT 1) AS list ON true
      LEFT JOIN reference.term word ON word.vocabulary = 'subject_field' AND word.code = a.attname
      LEFT JOIN reference.agency agency ON a.attname LIKE '%agency_id' AND agency.id::text = said ->> a.attname
     CROSS JOIN LATERAL (SELECT casework.subject_value(said -> a.attname::text,
           coalesce(nullif(word.detail ->> 'of', ''), list.name)) AS said) AS x
     WHERE a.attrelid = relation_ AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' AND x.said <> ''
       AND NOT casework.subject_noise(a.attname)
       AND (agency.id IS NOT NULL OR a.attname NOT LIKE '%\_id' AND a.atttypid <> 'uuid'::regtype);
$$;

-- Of which day a row is.
CREATE OR REPLACE FUNCTION casework.subject_day(said jsonb) RETURNS date
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT left(coalesce(said ->> 'happened_at', said ->> 'said_on', said ->> 'measured_on', said ->> 'assessed_at', said ->> 'planned_at',
                         said ->> 'shared_at', said ->> 'opened_on', said ->> 'submitted_at', said ->> 'proposed_on', said ->> 'changed_on',
                         said ->> 'issued_at', said ->> 'at', said ->> 'created_at'), 10)::date;
$$;

-- Every room that the plan of disposal knows, so that nothing that could be
-- erased is forgotten here: a row each. What its originator holds back is named,
-- without a word of it; gathered again once it is released, it has its words.
-- Left out: copies of names made to be searched, whose pin it is, the log of
-- moves, and what this workspace itself wrote.
CREATE OR REPLACE FUNCTION casework.subject_gather(r casework.subject_request) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    people uuid[] := casework.person_group(r.person_id);
    step record;
BEGIN
    FOR step IN SELECT p.relation::regclass AS relation, split_part(p.relation, '.', 2) AS room, p.whose FROM casework.disposal_plan p
                 WHERE split_part(p.relation, '.', 2) <> ALL ('{person_search,person_word,pin,minutes_presence,state_change,person_spoke,
                       journey_version,disposal,retention_hold,subject_request,subject_item,subject_redaction,subject_copy,subject_told}'::text[]) LOOP
        EXECUTE format($q$
            INSERT INTO casework.subject_item AS i (request_id, spoke_id, person_id, room, record_id, happened_on, content, held)
            SELECT $4, $5, $6, %L, x.key, casework.subject_day(x.said), CASE WHEN NOT x.held THEN casework.subject_words(%L, x.said) END, x.held
              FROM (SELECT coalesce(to_jsonb(t) ->> 'id', md5(t::text)) AS key, to_jsonb(t) AS said,
                           %L = 'referral_police_annex' OR coalesce((to_jsonb(t) ->> 'held')::boolean, false)
                           OR %L = 'contact_version' AND EXISTS (SELECT FROM casework.contact c
                                WHERE c.held AND c.id::text = to_jsonb(t) ->> 'contact_id') AS held
                      FROM %s t WHERE %s) AS x
             WHERE x.held OR casework.subject_words(%2$L, x.said) IS NOT NULL
            ON CONFLICT ON CONSTRAINT subject_item_once_key DO UPDATE SET content = excluded.content, held = excluded.held,
                decision = NULL, exemption = NULL, note = NULL, decided_at = NULL, decided_by = NULL
             WHERE (i.content, i.held) IS DISTINCT FROM (excluded.content, excluded.held)$q$,
            step.room, step.relation, step.room, step.room, step.relation, step.whose)
            USING people, NULL::uuid, NULL::uuid, r.id, r.spoke_id, r.person_id;
    END LOOP;
END $$;

-- An item as it is given out.
CREATE OR REPLACE FUNCTION casework.subject_redacted(item uuid, content text) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    x record;
BEGIN
    FOR x IN SELECT d.passage FROM casework.subject_redaction d WHERE d.item_id = item AND d.undone_at IS NULL
              ORDER BY length(d.passage) DESC, d.passage LOOP
        content := replace(content, x.passage, '[removed]');
    END LOOP;
    RETURN content;
END $$;

-- To whom the record was given before: they are told what was put right.
CREATE OR REPLACE FUNCTION casework.subject_recipients(request uuid) RETURNS json
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN (SELECT coalesce(json_agg(json_build_object('disclosure_id', x.id, 'recipient', x.recipient, 'shared_on', x.shared_on,
                   'purpose', x.purpose, 'told_at', casework.instant(x.told_at)) ORDER BY x.shared_on DESC, x.recipient), '[]')
              FROM (SELECT DISTINCT ON (coalesce(a.name, d.recipient_name)) d.id, coalesce(a.name, d.recipient_name) AS recipient,
                           (d.shared_at AT TIME ZONE 'Europe/London')::date AS shared_on, d.purpose, t.created_at AS told_at
                      FROM casework.subject_request r
                      JOIN casework.disclosure d ON d.person_id = ANY (casework.person_group(r.person_id))
                      LEFT JOIN reference.agency a ON a.id = d.recipient_agency_id
                      LEFT JOIN casework.subject_told t ON t.request_id = r.id AND t.disclosure_id = d.id
                     WHERE r.id = request AND r.spoke_id = ANY (access.spokes_with('subject.read'))
                       AND r.person_id <> ALL (access.withheld())
                     ORDER BY coalesce(a.name, d.recipient_name), t.created_at NULLS LAST, d.shared_at DESC) AS x);
END $$;

-- ---- what an answer shows -----------------------------------------------------------------
DROP VIEW IF EXISTS casework.subject_request_object, casework.subject_item_object;
CREATE VIEW casework.subject_request_object WITH (security_invoker = true) AS
SELECT r.id, r.version, r.spoke_id, r.person_id, r.created_at, json_build_object(
           'id', r.id, 'version', r.version, 'state', r.state, 'kind', r.kind, 'spoke', s.code, 'spoke_name', s.name,
           'number', s.reference_prefix || '-S' || lpad(r.number::text, 4, '0'), 'reference', r.reference,
           'person', (SELECT json_build_object('id', p.id, 'name', p.display_name)
                        FROM casework.person p WHERE p.id = r.person_id),
           'asked_by', r.asked_by, 'asker_name', r.asker_name, 'asker_contact', r.asker_contact, 'asked', r.asked,
           'received_on', r.received_on, 'identity_on', r.identity_on, 'identity_how', r.identity_how,
           'paused_on', r.paused_on, 'paused_days', r.paused_days, 'extended_on', r.extended_on, 'extend_reason', r.extend_reason,
           'due_on', casework.subject_due(r), 'days_left', CASE WHEN r.closed_on IS NULL THEN casework.subject_due(r) - access.today() END,
           'overdue', r.closed_on IS NULL AND r.state <> 'paused' AND casework.subject_due(r) < access.today(),
           'closed_on', r.closed_on, 'reason', r.state_reason, 'note', r.state_note,
           'outcome', r.outcome, 'outcome_note', r.outcome_note, 'statement', r.statement, 'amended', r.amended,
           'gathered_at', casework.instant(r.gathered_at),
           'items', (SELECT count(*) FROM casework.subject_item i WHERE i.request_id = r.id),
           'to_decide', (SELECT count(*) FROM casework.subject_item i WHERE i.request_id = r.id AND i.decision IS NULL),
           'held', (SELECT count(*) FROM casework.subject_item i WHERE i.request_id = r.id AND i.held AND i.decision IS NULL),
           'copy', EXISTS (SELECT FROM casework.subject_copy c WHERE c.request_id = r.id),
           'recipients', CASE WHEN r.kind = 'rectification' THEN casework.subject_recipients(r.id) END,
           'taken_by', casework.colleague(r.created_by),
           'extendable', r.closed_on IS NULL AND r.extended_on IS NULL AND r.identity_on IS NOT NULL
               AND casework.subject_due(r) >= access.today() AND r.spoke_id = ANY (access.spokes_with('subject.write')),
           'moves', casework.moves('subject_request', r.state, r.spoke_id)) AS object
  FROM casework.subject_request r JOIN reference.spoke s ON s.id = r.spoke_id;

CREATE VIEW casework.subject_item_object WITH (security_invoker = true) AS
SELECT i.id, i.version, i.request_id, i.spoke_id, i.person_id, i.room, i.happened_on, i.decision, json_build_object(
           'id', i.id, 'version', i.version, 'request_id', i.request_id, 'room', i.room, 'happened_on', i.happened_on,
           'content', i.content, 'held', i.held, 'decision', i.decision, 'exemption', i.exemption, 'note', i.note,
           'decided_at', casework.instant(i.decided_at), 'decided_by', casework.colleague(i.decided_by),
           'given_out', casework.subject_redacted(i.id, i.content),
           'redactions', coalesce((SELECT json_agg(json_build_object('id', d.id, 'passage', d.passage, 'reason', d.reason,
                   'by', casework.colleague(d.created_by), 'at', casework.instant(d.created_at), 'undone_at', casework.instant(d.undone_at),
                   'undo_reason', d.undo_reason) ORDER BY d.undone_at NULLS FIRST, d.created_at)
               FROM casework.subject_redaction d WHERE d.item_id = i.id), '[]'),
           'open', EXISTS (SELECT FROM casework.subject_request r WHERE r.id = i.request_id AND r.state = 'in_progress')) AS object
  FROM casework.subject_item i;

DO $$
DECLARE
    f text;
    v text;
BEGIN
    FOREACH f IN ARRAY ARRAY['subject_due(casework.subject_request)', 'subject_heading(text)', 'subject_noise(text)', 'subject_value(jsonb, text)',
        'subject_words(regclass, jsonb)', 'subject_day(jsonb)',
        'subject_gather(casework.subject_request)', 'subject_redacted(uuid, text)', 'subject_recipients(uuid)'] LOOP
        EXECUTE 'ALTER FUNCTION casework.' || f || ' OWNER TO throughline_definer';
        EXECUTE 'GRANT EXECUTE ON FUNCTION casework.' || f || ' TO throughline_owner';
    END LOOP;
    FOREACH v IN ARRAY ARRAY['subject_request_object', 'subject_item_object'] LOOP
        EXECUTE format('ALTER VIEW casework.%I OWNER TO throughline_owner', v);
        EXECUTE format('GRANT SELECT ON casework.%I TO throughline_server', v);
    END LOOP;
END $$;
GRANT EXECUTE ON FUNCTION casework.subject_due(casework.subject_request), casework.subject_redacted(uuid, text),
    casework.subject_recipients(uuid) TO throughline_server;
