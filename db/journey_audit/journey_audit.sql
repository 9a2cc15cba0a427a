-- Journey audits: samples, audits, and what an audit asks of a spoke. What an
-- answer shows is built by the views of 57_journey_audit_views.sql.

-- Latest first, with how far each is.
-- name: journey_audit_sample_list(after jsonb, limit integer)
-- plan: by the index of its order, until the page is full
WITH page AS MATERIALIZED (
    SELECT p.id, p.created_at, json_build_object('id', p.id, 'title', p.title, 'wanted', p.wanted,
               'population', p.population, 'stratify_by', p.stratify_by,
               'opened_from', p.opened_from, 'opened_to', p.opened_to,
               'drawn_at', casework.instant(p.created_at), 'by', casework.colleague(p.created_by) ->> 'name',
               'audits', n.audits, 'graded', n.graded, 'answered', n.answered) AS item,
           jsonb_build_array(p.created_at, p.id) AS cursor
      FROM casework.journey_sample AS p
     CROSS JOIN LATERAL (
           SELECT count(*) FILTER (WHERE a.state <> 'set_aside') AS audits,
                  count(*) FILTER (WHERE a.state NOT IN ('draft', 'set_aside')) AS graded,
                  count(*) FILTER (WHERE a.state IN ('responded', 'closed', 're_audited')) AS answered
             FROM casework.journey_audit AS a WHERE a.sample_id = p.id) AS n
     WHERE :after::jsonb IS NULL OR (p.created_at, p.id)
            < ((:after::jsonb ->> 0)::timestamptz, (:after::jsonb ->> 1)::uuid)
     ORDER BY p.created_at DESC, p.id DESC
     LIMIT :limit),
logged AS MATERIALIZED (
    SELECT audit.record_list('list', 'journey_sample', array_agg(id)) FROM page)
SELECT page.item, page.cursor FROM page, logged ORDER BY page.created_at DESC, page.id DESC;

-- name: journey_audit_sample_create(id uuid, input jsonb)
INSERT INTO casework.journey_sample (id, title, seed, wanted, stratify_by, spoke_ids, risk_levels, closure_reasons,
    gaps, closed, opened_from, opened_to)
SELECT :id, i.title, coalesce(i.seed, left(replace(:id::text, '-', ''), 12)), i.wanted,
       coalesce(i.stratify_by, 'spoke'),
       ARRAY(SELECT reference.spoke_id(c.code) FROM jsonb_array_elements_text(i.spokes) AS c(code)),
       ARRAY(SELECT jsonb_array_elements_text(i.risk_levels)),
       ARRAY(SELECT jsonb_array_elements_text(i.closure_reasons)),
       ARRAY(SELECT jsonb_array_elements_text(i.gaps)), i.closed, i.opened_from, i.opened_to
  FROM jsonb_to_record(:input) AS i(title text, seed text, wanted integer, stratify_by text, spokes jsonb,
       risk_levels jsonb, closure_reasons jsonb, gaps jsonb, closed boolean, opened_from date, opened_to date);

-- name: journey_audit_sample_load(id uuid)
SELECT json_build_object('id', p.id, 'version', p.version, 'title', p.title, 'seed', p.seed, 'wanted', p.wanted,
           'stratify_by', p.stratify_by, 'risk_levels', p.risk_levels, 'closure_reasons', p.closure_reasons,
           'gaps', p.gaps, 'closed', p.closed, 'opened_from', p.opened_from, 'opened_to', p.opened_to,
           'spokes', (SELECT coalesce(json_agg(s.code ORDER BY s.name), '[]') FROM reference.spoke AS s
                       WHERE s.id = ANY (p.spoke_ids)),
           'population', p.population, 'strata', p.strata, 'drawn_at', casework.instant(p.created_at),
           'by', casework.colleague(p.created_by) ->> 'name',
           'audits', (SELECT coalesce(json_agg(json_build_object('id', a.id, 'pseudonym', a.pseudonym,
                          'spoke', s.code, 'age_band', a.age_band, 'year', a.year, 'risk_level', a.risk_level,
                          'closure_reason', a.closure_reason, 'gaps', a.gaps, 'intervals', a.intervals,
                          'state', a.state, 'grade', a.grade, 'again', a.earlier_id IS NOT NULL)
                          ORDER BY a.position, a.created_at), '[]')
                        FROM casework.journey_audit AS a JOIN reference.spoke AS s ON s.id = a.spoke_id
                       WHERE a.sample_id = p.id)) AS object,
       p.version, audit.record('view', 'journey_sample', p.id, NULL, NULL, NULL)
  FROM casework.journey_sample AS p WHERE p.id = :id;

-- A spoke's audits, or all of the auditor's.
-- name: journey_audit_list(spoke text, state text, after jsonb, limit integer)
WITH page AS MATERIALIZED (
    SELECT a.id, a.updated_at, json_build_object('id', a.id, 'pseudonym', a.pseudonym, 'spoke', s.code,
               'person', casework.audit_person(a.id), 'year', a.year, 'age_band', a.age_band,
               'state', a.state, 'grade', a.grade, 'response', a.response,
               'sent_at', casework.instant(a.sent_at), 'answer_due_on', a.answer_due_on,
               'overdue', coalesce(a.state = 'with_spoke' AND a.answer_due_on < access.today(), false)) AS item,
           jsonb_build_array(a.updated_at, a.id) AS cursor
      FROM reference.spoke AS s
     CROSS JOIN LATERAL (
           SELECT x.id, x.pseudonym, x.year, x.age_band, x.state, x.grade, x.response, x.sent_at, x.updated_at,
                  casework.audit_answer_due(x.spoke_id, x.sent_at) AS answer_due_on
             FROM casework.journey_audit AS x
            WHERE x.spoke_id = s.id AND (:state::text IS NULL OR x.state = :state)
              AND (:after::jsonb IS NULL OR (x.updated_at, x.id)
                   < ((:after::jsonb ->> 0)::timestamptz, (:after::jsonb ->> 1)::uuid))
            ORDER BY x.updated_at DESC, x.id DESC
            LIMIT :limit) AS a
     WHERE :spoke::text IS NULL OR s.code = :spoke
     ORDER BY a.updated_at DESC, a.id DESC
     LIMIT :limit),
logged AS MATERIALIZED (
    SELECT audit.record_list('list', 'journey_audit', array_agg(id)) FROM page)
SELECT page.item, page.cursor FROM page, logged ORDER BY page.updated_at DESC, page.id DESC;

-- name: journey_audit_load(id uuid)
SELECT a.object, a.version, casework.audit_read(a.id)
  FROM casework.journey_audit_object AS a WHERE a.id = :id;

-- name: journey_audit_required(id uuid)
SELECT casework.audit_required(:id);

-- Newest first: kinds, days and codes, without a word of anybody's.
-- name: journey_audit_steps(id uuid)
SELECT json_build_object('day', s.day, 'kind', s.kind, 'vocabulary', s.vocabulary, 'code', s.code,
                         'detail', jsonb_strip_nulls(s.detail))
  FROM casework.audit_steps(:id) AS s
 ORDER BY s.day DESC, s.kind, s.code, s.detail::text;

-- name: journey_audit_update(id uuid, version integer, input jsonb)
UPDATE casework.journey_audit SET
    grade = CASE WHEN :input ? 'grade' THEN :input ->> 'grade' ELSE grade END,
    summary = CASE WHEN :input ? 'summary' THEN :input ->> 'summary' ELSE summary END,
    strengths = CASE WHEN :input ? 'strengths' THEN :input ->> 'strengths' ELSE strengths END
 WHERE id = :id AND version = :version;

-- `since` where two verbs lead to one state.
-- name: journey_audit_move(id uuid, version integer, since text, state text, reason text, note text)
UPDATE casework.journey_audit SET state = :state, state_reason = :reason, state_note = :note
 WHERE id = :id AND version = :version AND state <> :state AND (:since::text IS NULL OR state = :since);

-- name: journey_audit_respond(id uuid, version integer, response text, response_text text)
UPDATE casework.journey_audit SET state = 'responded', response = :response, response_text = :response_text
 WHERE id = :id AND version = :version AND state <> 'responded';

-- name: journey_audit_again(id uuid, made uuid)
SELECT casework.audit_again(:id, :made);

-- name: journey_audit_open(id uuid, audit_id uuid, input jsonb)
INSERT INTO access.journey_opening (id, audit_id, purpose, reason, until)
SELECT :id, :audit_id, i.purpose, i.reason, now() + make_interval(hours => coalesce(i.hours, 1))
  FROM jsonb_to_record(:input) AS i(purpose text, reason text, hours integer);

-- name: journey_audit_shut(audit_id uuid)
UPDATE access.journey_opening SET ended_at = least(until, now())
 WHERE audit_id = :audit_id AND user_id = access.me() AND ended_at IS NULL;

-- name: journey_audit_score_add(id uuid, audit_id uuid, input jsonb)
INSERT INTO casework.journey_audit_score (id, spoke_id, audit_id, criterion, score, comment, correction)
SELECT :id, a.spoke_id, a.id, i.criterion, i.score, i.comment, i.correction
  FROM casework.journey_audit AS a,
       jsonb_to_record(:input) AS i(criterion text, score text, comment text, correction text)
 WHERE a.id = :audit_id;

-- name: journey_audit_action_add(id uuid, audit_id uuid, input jsonb)
INSERT INTO casework.journey_audit_action (id, spoke_id, audit_id, theme, description, owner_user_id, due_on)
SELECT :id, a.spoke_id, a.id, i.theme, i.description, i.owner_user_id, i.due_on
  FROM casework.journey_audit AS a,
       jsonb_to_record(:input) AS i(theme text, description text, owner_user_id uuid, due_on date)
 WHERE a.id = :audit_id;

-- Who works in the spoke and could own an action.
-- name: journey_audit_owners(audit_id uuid)
SELECT json_build_object('id', w.id, 'name', w.name)
  FROM casework.journey_audit AS a
 CROSS JOIN LATERAL casework.spoke_workers(a.spoke_id) AS w
 WHERE a.id = :audit_id
 ORDER BY w.name, w.id;

-- name: journey_audit_action_load(id uuid)
SELECT x.object, x.version, audit.record('view', 'journey_audit_action', x.id, NULL, x.spoke_id, NULL)
  FROM casework.journey_audit_action_object AS x WHERE x.id = :id;

-- What the audits ask of a spoke, by when it is due.
-- name: journey_audit_action_list(spoke text, state text, after jsonb, limit integer)
WITH page AS MATERIALIZED (
    SELECT x.id, x.due_on, x.object AS item, jsonb_build_array(x.due_on, x.id) AS cursor
      FROM reference.spoke AS s
     CROSS JOIN LATERAL (
           SELECT o.* FROM casework.journey_audit_action_object AS o
            WHERE o.spoke_id = s.id AND o.state = coalesce(:state, 'open')
              AND (:after::jsonb IS NULL OR (o.due_on, o.id)
                   > ((:after::jsonb ->> 0)::date, (:after::jsonb ->> 1)::uuid))
            ORDER BY o.due_on, o.id
            LIMIT :limit) AS x
     WHERE :spoke::text IS NULL OR s.code = :spoke
     ORDER BY x.due_on, x.id
     LIMIT :limit),
logged AS MATERIALIZED (
    SELECT audit.record_list('list', 'journey_audit_action', array_agg(id)) FROM page)
SELECT page.item, page.cursor FROM page, logged ORDER BY page.due_on, page.id;

-- name: journey_audit_action_update(id uuid, version integer, input jsonb)
UPDATE casework.journey_audit_action SET
    owner_user_id = CASE WHEN :input ? 'owner_user_id' THEN (:input ->> 'owner_user_id')::uuid ELSE owner_user_id END,
    due_on = CASE WHEN :input ? 'due_on' THEN (:input ->> 'due_on')::date ELSE due_on END
 WHERE id = :id AND version = :version;

-- name: journey_audit_action_move(id uuid, version integer, state text, reason text, note text)
UPDATE casework.journey_audit_action SET state = :state, state_reason = :reason, state_note = :note
 WHERE id = :id AND version = :version AND state <> :state;

-- Grades and scores of what was sent, by quarter and spoke, and what is to be
-- learned: counts of audits, not of young people's records.
-- name: journey_audit_report(since date, until date, spoke text)
WITH told AS MATERIALIZED (
    SELECT a.id, s.code AS spoke, s.name AS spoke_name, a.grade, a.response,
           date_trunc('quarter', a.sent_at AT TIME ZONE 'Europe/London')::date AS quarter
      FROM reference.spoke AS s JOIN casework.journey_audit AS a ON a.spoke_id = s.id
     WHERE a.state IN ('with_spoke', 'responded', 'closed', 're_audited') AND a.sent_at IS NOT NULL
       AND (:since::date IS NULL OR a.sent_at >= :since::date)
       AND (:until::date IS NULL OR a.sent_at < :until::date + 1)
       AND (:spoke::text IS NULL OR s.code = :spoke)),
logged AS MATERIALIZED (
    SELECT audit.record_list('list', 'journey_audit', array_agg(id)) FROM told)
SELECT json_build_object(
    'audits', (SELECT count(*) FROM told),
    'grades', (SELECT coalesce(json_agg(json_build_object('spoke', g.spoke, 'quarter', g.quarter, 'grade', g.grade,
                   'audits', g.audits) ORDER BY g.spoke, g.quarter, t.position), '[]')
                 FROM (SELECT spoke, quarter, grade, count(*) AS audits FROM told GROUP BY 1, 2, 3) AS g
                 JOIN reference.term AS t ON t.vocabulary = 'audit_grade' AND t.code = g.grade),
    'criteria', (SELECT coalesce(json_agg(json_build_object('criterion', c.criterion, 'spoke', c.spoke, 'quarter', c.quarter,
                     'scored', c.scored, 'strong', c.strong, 'sound', c.sound, 'needs_work', c.needs_work,
                     'poor', c.poor, 'mean', c.mean) ORDER BY t.position, c.spoke, c.quarter), '[]')
                   FROM (SELECT x.criterion, o.spoke, o.quarter,
                                count(*) FILTER (WHERE x.score <> 'not_applicable') AS scored,
                                count(*) FILTER (WHERE x.score = 'strong') AS strong,
                                count(*) FILTER (WHERE x.score = 'sound') AS sound,
                                count(*) FILTER (WHERE x.score = 'needs_work') AS needs_work,
                                count(*) FILTER (WHERE x.score = 'poor') AS poor,
                                round(avg(nullif(v.detail ->> 'rank', '')::numeric), 1) AS mean
                           FROM told AS o
                           JOIN casework.journey_audit_score AS x ON x.audit_id = o.id AND x.replaced_at IS NULL
                           JOIN reference.term AS v ON v.vocabulary = 'audit_score' AND v.code = x.score
                          GROUP BY 1, 2, 3) AS c
                   JOIN reference.term AS t ON t.vocabulary = 'audit_criterion' AND t.code = c.criterion),
    'themes', (SELECT coalesce(json_agg(json_build_object('theme', m.theme, 'spoke', m.spoke, 'actions', m.actions,
                   'open', m.open, 'overdue', m.overdue, 'done', m.done) ORDER BY m.actions DESC, m.theme, m.spoke), '[]')
                 FROM (SELECT x.theme, o.spoke, count(*) AS actions,
                              count(*) FILTER (WHERE x.state = 'open') AS open,
                              count(*) FILTER (WHERE x.state = 'open' AND x.due_on < access.today()) AS overdue,
                              count(*) FILTER (WHERE x.state = 'done') AS done
                         FROM told AS o JOIN casework.journey_audit_action AS x ON x.audit_id = o.id
                        WHERE x.state <> 'cancelled' GROUP BY 1, 2) AS m)) AS object
  FROM logged;
