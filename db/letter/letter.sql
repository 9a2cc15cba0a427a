-- Letters to referrers (functions/45_referral_letters.sql).

-- Of one referral, latest first. A referrer has those that were sent.
-- name: letter_list(referral uuid)
WITH shown AS MATERIALIZED (
    SELECT l.* FROM casework.referral_letter AS l WHERE l.referral_id = :referral),
logged AS MATERIALIZED (
    SELECT audit.record_list('list', 'referral_letter', array_agg(id)) FROM shown)
SELECT json_build_object('id', l.id, 'version', l.version, 'state', l.state, 'result', l.result,
           'subject', l.subject, 'addressee', l.addressee, 'channel', l.channel,
           'reason', l.state_reason, 'due_on', CASE WHEN l.state = 'draft' THEN casework.letter_due_on(l) END,
           'issued_at', casework.instant(l.issued_at), 'created_at', casework.instant(l.created_at))
  FROM logged, shown AS l
 ORDER BY l.created_at DESC, l.id;

-- name: letter_referral_required(referral uuid)
SELECT casework.referral_required(:referral);

-- The letter as it is or would be sent. What is the spoke's own business (why
-- it was not sent) its reader outside does not get.
-- name: letter_load(id uuid)
SELECT to_json(o), l.version,
       audit.record('view', 'referral_letter', l.id, l.person_id, l.spoke_id, NULL)
  FROM casework.referral_letter AS l
  JOIN casework.referral AS r ON r.id = l.referral_id
  JOIN reference.spoke ON spoke.id = l.spoke_id
 CROSS JOIN LATERAL (
       SELECT l.spoke_id = ANY (access.spokes_with('scope.case')) AS inside) AS reader
 CROSS JOIN LATERAL (
       SELECT l.id, l.version, l.state, spoke.code AS spoke, l.result, l.audience,
              json_build_object('id', r.id, 'reference', r.reference) AS referral,
              CASE WHEN reader.inside THEN l.person_id END AS person_id,
              l.addressee, l.organisation, l.send_to, l.subject, l.words, l.own_words, l.closing,
              string_to_array(l.sender, E'\n') AS sender,
              l.channel, casework.instant(l.issued_at) AS issued_at, l.signed_by,
              CASE WHEN l.state = 'draft' THEN casework.letter_due_on(l) END AS due_on,
              CASE WHEN l.state = 'draft' THEN coalesce(casework.letter_due_on(l) < access.today(), false)
                   ELSE false END AS overdue,
              CASE WHEN reader.inside THEN l.state_reason END AS reason,
              CASE WHEN reader.inside THEN l.state_note END AS note,
              l.replaces_id,
              (SELECT x.id FROM casework.referral_letter AS x
                WHERE x.replaces_id = l.id AND x.state = 'issued') AS replaced_by,
              casework.instant(l.created_at) AS created_at, reader.inside,
              l.state = 'draft' AND l.spoke_id = ANY (access.spokes_with('referral.triage')) AS editable,
              casework.moves('referral_letter', l.state, l.spoke_id) AS moves) AS o
 WHERE l.id = :id;

-- name: letter_make(id uuid, referral uuid, result text)
SELECT casework.letter_again(:id, r.id, :result) FROM casework.referral AS r WHERE r.id = :referral;

-- name: letter_update(id uuid, version integer, input jsonb)
UPDATE casework.referral_letter AS l SET
    addressee = CASE WHEN :input ->> 'addressee' IS NOT NULL THEN :input ->> 'addressee' ELSE l.addressee END,
    organisation = CASE WHEN :input ? 'organisation' THEN :input ->> 'organisation' ELSE l.organisation END,
    send_to = CASE WHEN :input ? 'send_to' THEN :input ->> 'send_to' ELSE l.send_to END,
    own_words = CASE WHEN :input ? 'own_words' THEN :input ->> 'own_words' ELSE l.own_words END
 WHERE l.id = :id AND l.version = :version;

-- name: letter_issue(id uuid, version integer, channel text)
UPDATE casework.referral_letter SET state = 'issued', channel = :channel
 WHERE id = :id AND version = :version;

-- name: letter_set_aside(id uuid, version integer, input jsonb)
UPDATE casework.referral_letter SET state = 'not_sent', state_reason = :input ->> 'reason',
       state_note = :input ->> 'note'
 WHERE id = :id AND version = :version;
