-- The journey is one function that resolves the reader's scope once, past the
-- policies. Here random data of five spokes, and readers of every role and of
-- several at once: it gives each exactly what the policies would.
BEGIN;
SELECT plan(155);
\ir ../support/sessions.sql

-- 0 <= chance < n, the same in every run.
CREATE FUNCTION pg_temp.chance(key text, n integer) RETURNS integer LANGUAGE sql IMMUTABLE
RETURN (hashtextextended(key, 7) & 2147483647)::bigint % n;
CREATE FUNCTION pg_temp.id(key text) RETURNS uuid LANGUAGE sql IMMUTABLE
RETURN overlay(overlay(md5('scope ' || key) PLACING '4' FROM 13) PLACING '8' FROM 17)::uuid;

-- Readers: each role in two spokes; and those with several roles.
CREATE TEMPORARY TABLE reader (who text PRIMARY KEY, reads boolean NOT NULL);
INSERT INTO reader
SELECT role || '_' || spoke, role IN ('spoke_coordinator', 'project_officer', 'eit_officer', 'eit_sergeant', 'panel_member')
  FROM unnest(ARRAY['spoke_coordinator', 'project_officer', 'eit_officer', 'eit_sergeant', 'panel_member',
       'referrer', 'provider_worker', 'hub_auditor', 'hub_analyst', 'hub_grant_officer', 'ig_lead', 'system_admin']) AS role,
       unnest(ARRAY['bristol', 'northsom']) AS spoke;
SELECT count(pg_temp.signed_in(who, regexp_replace(who, '_(bristol|northsom)$', ''), substring(who FROM '[a-z]+$'),
    CASE WHEN who LIKE 'provider%' THEN 'avon_somerset_police' ELSE 'opcc_hub' END)) AS ready FROM reader \gset
INSERT INTO reader VALUES ('everywhere', true), ('two_spokes', true), ('case_and_panel', true), ('panel_and_provider', true),
    ('police_and_referrer', true), ('case_and_provider', true), ('auditor_opened', true), ('nobody', false), ('revoked', false);
SELECT pg_temp.signed_in('everywhere', 'project_officer', NULL),
       pg_temp.signed_in('two_spokes', 'spoke_coordinator', 'bristol'),
       pg_temp.signed_in('case_and_panel', 'project_officer', 'bristol'),
       pg_temp.signed_in('panel_and_provider', 'panel_member', 'northsom'),
       pg_temp.signed_in('police_and_referrer', 'eit_sergeant', 'bristol'),
       pg_temp.signed_in('case_and_provider', 'spoke_coordinator', 'northsom'),
       pg_temp.signed_in('auditor_opened', 'hub_auditor', NULL),
       pg_temp.signed_in('nobody', NULL, NULL),
       pg_temp.signed_in('revoked', 'spoke_coordinator', 'bristol') \gset
SELECT access.admin_role_grant('two_spokes@tap.test', 'spoke_coordinator', 'somerset'),
       access.admin_role_grant('case_and_panel@tap.test', 'panel_member', 'northsom'),
       access.admin_role_grant('panel_and_provider@tap.test', 'provider_worker', 'northsom'),
       access.admin_role_grant('police_and_referrer@tap.test', 'referrer', 'northsom'),
       access.admin_role_grant('case_and_provider@tap.test', 'provider_worker', 'bristol') \gset
UPDATE access.role_grant SET valid_to = valid_from - 1, valid_from = valid_from - 9
 WHERE user_id = pg_temp.user_id('revoked');

-- Their world. Rows are put in as they are: what may be written is tested
-- elsewhere, and here any row may be there.
SET LOCAL session_replication_role = replica;
CREATE TEMPORARY TABLE spoke AS SELECT id, code, row_number() OVER (ORDER BY id)::integer AS n FROM reference.spoke;
CREATE TEMPORARY TABLE young AS
SELECT y.n, pg_temp.id('person ' || y.n) AS id,
       ARRAY(SELECT DISTINCT s.id FROM spoke s WHERE s.n = 1 + pg_temp.chance('first ' || y.n, 5)
                OR pg_temp.chance('more ' || y.n, 3) > 0 AND s.n = 1 + pg_temp.chance('second ' || y.n, 5)) AS spokes
  FROM generate_series(1, 30) AS y(n);
INSERT INTO casework.person (id, spoke_ids, display_name, born_precision)
SELECT id, spokes, 'Scope ' || n, 'unknown' FROM young;
INSERT INTO casework.journey_version (person_id) SELECT id FROM young;
INSERT INTO casework.person_spoke (person_id, spoke_id) SELECT id, unnest(spokes) FROM young;

INSERT INTO casework.person_fact (person_id, topic, vocabulary, code, valid_from, valid_to, end_reason, note, review_on,
    person_knows, in_error_at, in_error_reason)
SELECT y.id, t.topic, t.vocabulary, t.code, CASE pg_temp.chance('from ' || y.n || t.code, 3) WHEN 0 THEN NULL ELSE date '2025-01-01' + y.n END,
       CASE WHEN ended THEN date '2025-06-01' + y.n END, CASE WHEN ended THEN 'Over' END, 'Fact ' || y.n,
       CASE t.topic WHEN 'marker' THEN date '2030-01-01' END, CASE t.topic WHEN 'marker' THEN 'yes' END,
       CASE WHEN struck THEN now() END, CASE WHEN struck THEN 'wrong_person' END
  FROM young y CROSS JOIN (VALUES ('care_status', 'care_status', 'child_in_need'), ('care_status', 'care_status', 'none'),
       ('education_status', 'education_status', 'pru'), ('marker', 'warning_marker', 'medical'),
       ('safety', 'contact_safety', 'safe_times')) AS t(topic, vocabulary, code)
 CROSS JOIN LATERAL (SELECT pg_temp.chance('ended ' || y.n || t.code, 3) = 0 AS ended,
                            pg_temp.chance('struck ' || y.n || t.code, 5) = 0 AS struck) AS fate;

CREATE TEMPORARY TABLE place AS
SELECT y.n, y.id AS person, s.id AS spoke, pg_temp.id('episode ' || y.n || s.code) AS episode, y.n || s.code AS key
  FROM young y JOIN spoke s ON s.id = ANY (y.spokes);
INSERT INTO casework.meeting_series (id, spoke_id, name, type)
SELECT pg_temp.id('series ' || s.code || k), s.id, 'Scope ' || k, 'operational_panel' FROM spoke s, generate_series(0, 1) AS k;
INSERT INTO casework.episode (id, spoke_id, person_id, reference, state, opened_on, series_id)
SELECT p.episode, p.spoke, p.person, 'SC-' || p.key, (ARRAY['listed', 'active_monitoring', 'triage'])[1 + pg_temp.chance('state ' || p.key, 3)],
       '2026-01-05', CASE WHEN pg_temp.chance('in series ' || p.key, 2) = 0
                          THEN pg_temp.id('series ' || s.code || pg_temp.chance('which ' || p.key, 2)) END
  FROM place p JOIN spoke s ON s.id = p.spoke;
INSERT INTO casework.meeting_series_member (series_id, user_id, valid_from)
SELECT pg_temp.id('series ' || spoke || k), pg_temp.user_id(who), '2020-01-01'
  FROM (VALUES ('panel_member_bristol', 'bristol', 0), ('panel_member_northsom', 'northsom', 0),
               ('panel_member_northsom', 'northsom', 1), ('case_and_panel', 'northsom', 1),
               ('panel_and_provider', 'northsom', 0),
               ('panel_member_bristol', 'northsom', 1)) AS m(who, spoke, k); -- where they hold no role: nothing

-- Two meetings a series: one lately, one long ago, one cancelled.
CREATE TEMPORARY TABLE sitting AS
SELECT pg_temp.id('meeting ' || s.code || k || ago) AS id, s.id AS spoke, pg_temp.id('series ' || s.code || k) AS series,
       now() - ago * interval '1 day' AS at, CASE ago WHEN 3 THEN 'cancelled' ELSE 'planned' END AS state, s.code || k || ago AS key
  FROM spoke s, generate_series(0, 1) AS k, unnest(ARRAY[3, 10, 90]) AS ago;
INSERT INTO casework.meeting (id, spoke_id, series_id, type, title, starts_at, state)
SELECT id, spoke, series, 'operational_panel', 'Scope ' || key, at, state FROM sitting;
INSERT INTO casework.agenda_item (id, spoke_id, meeting_id, person_id, episode_id, kind, position)
SELECT pg_temp.id('item ' || m.key || p.key), m.spoke, m.id, p.person, p.episode, 'review', p.n
  FROM sitting m JOIN place p ON p.spoke = m.spoke WHERE pg_temp.chance('on ' || m.key || p.key, 3) = 0;
INSERT INTO casework.discussion (id, spoke_id, meeting_id, agenda_item_id, person_id, episode_id, happened_at, summary)
SELECT pg_temp.id('talk ' || i.id), i.spoke_id, i.meeting_id, i.id, i.person_id, i.episode_id, m.at, 'said ' || i.id
  FROM casework.agenda_item i JOIN sitting m ON m.id = i.meeting_id;

CREATE TEMPORARY TABLE many AS
SELECT p.*, k, p.key || ' ' || k AS each, timestamptz '2026-01-01 12:00Z' + pg_temp.chance(p.key || k, 300) * interval '1 day' AS at
  FROM place p, generate_series(1, 4) AS k;
INSERT INTO casework.referral (id, reference, spoke_id, person_id, given_name, source, agency_id, referred_by, created_by, state, submitted_at,
    narrative, concern_on, urgency, family_informed, support_agreement, sharing_gateway)
SELECT pg_temp.id('referral ' || m.each), 'SR-' || m.each, m.spoke, m.person, 'S', 'school', 1, u.id, u.id,
       CASE WHEN m.k = 1 THEN 'draft' ELSE 'submitted' END, CASE WHEN m.k > 1 THEN m.at END,
       'knife ' || m.each, '2026-01-02', 'standard', 'informed', 'agreed', 'pcsc_2022'
  FROM many m JOIN LATERAL (SELECT pg_temp.user_id((ARRAY['referrer_bristol', 'police_and_referrer',
       'spoke_coordinator_bristol', 'revoked'])[1 + pg_temp.chance('by ' || m.each, 4)]) AS id) u ON true;
INSERT INTO casework.risk_assessment (spoke_id, person_id, episode_id, assessed_at, risk_to, risk_from, practitioner_level, rationale)
SELECT spoke, person, episode, at, 'high', 'low', 'medium', 'because ' || each FROM many WHERE k < 3;
INSERT INTO casework.note (spoke_id, person_id, episode_id, kind, text, happened_at, replaced_at, in_error_at, in_error_reason)
SELECT spoke, person, episode, 'case', repeat(each, 60), at, CASE k WHEN 2 THEN now() END,
       CASE k WHEN 3 THEN now() END, CASE k WHEN 3 THEN 'wrong child' END FROM many;
INSERT INTO casework.contact (spoke_id, person_id, type, happened_at, seen, agency_id, note, held)
SELECT spoke, person, 'home_visit', at, k % 2 = 0, 1, 'met ' || each, pg_temp.chance('held ' || each, 2) = 0 FROM many;
-- Met at a place; in an incident, of which some are named.
INSERT INTO casework.place (id, spoke_id, name, type, source, concern, noted_on)
SELECT pg_temp.id('spot ' || code), id, 'Scope ' || code, 'park', 'police', 'c', '2026-01-01' FROM spoke;
INSERT INTO casework.place_person (spoke_id, place_id, person_id, since, note)
SELECT m.spoke, pg_temp.id('spot ' || s.code), m.person, m.at::date, 'met ' || m.each FROM many m JOIN spoke s ON s.id = m.spoke WHERE m.k = 1;
INSERT INTO casework.critical_incident (id, spoke_id, kind, title, happened_at, summary)
SELECT pg_temp.id('incident ' || s.code || x), s.id, 'near_miss', 'Scope', '2026-02-01 00:00Z', 's' FROM spoke s, generate_series(0, 1) AS x;
INSERT INTO casework.critical_incident_person (spoke_id, incident_id, person_id, role, ended_on, end_note)
SELECT m.spoke, pg_temp.id('incident ' || s.code || m.k % 2), m.person, CASE WHEN m.k < 3 THEN 'victim' ELSE 'suspect' END,
       CASE m.k WHEN 4 THEN date '2026-02-03' END, CASE m.k WHEN 4 THEN 'elsewhere' END
  FROM many m JOIN spoke s ON s.id = m.spoke;
INSERT INTO casework.critical_incident_access (spoke_id, incident_id, user_id, reason, valid_from, valid_to)
SELECT s.id, pg_temp.id('incident ' || s.code || a.x), pg_temp.user_id(a.who), 'r', '2026-01-01', a.upto
  FROM spoke s, (VALUES (0, 'panel_member_bristol', NULL::date), (1, 'panel_member_northsom', '2026-01-02'), (1, 'case_and_panel', NULL)) AS a(x, who, upto);
INSERT INTO casework.intervention (id, code, name, provider_agency_id, approach, prevention_level, targeting, theme, mode)
SELECT pg_temp.id('way ' || k), 'scope_way_' || k, 'Scope way ' || k, reference.agency_id('avon_somerset_police'),
       'mentoring', 'secondary', 'targeted', 'youth_work', 'one_to_one' FROM generate_series(1, 4) AS k;
-- Not offered, offered, ended lately, ended long ago; k = 4 to others.
INSERT INTO casework.allocation (id, spoke_id, person_id, episode_id, intervention_id, provider_agency_id, state,
    state_reason, proposed_on, offered_on, ended_on)
SELECT pg_temp.id('allocation ' || m.each), m.spoke, m.person, m.episode, pg_temp.id('way ' || m.k),
       CASE WHEN m.k < 4 THEN reference.agency_id('avon_somerset_police') ELSE 1 END,
       CASE WHEN e.ended_on IS NOT NULL THEN 'unsuitable' WHEN m.k > 1 THEN 'offered' ELSE 'proposed' END,
       CASE WHEN e.ended_on IS NOT NULL THEN 'other' END, '2026-01-05',
       CASE WHEN m.k > 1 THEN date '2026-01-06' END, e.ended_on
  FROM many m CROSS JOIN LATERAL (SELECT CASE pg_temp.chance('ended ' || m.each, 3)
       WHEN 0 THEN access.today() - 5 WHEN 1 THEN access.today() - 50 END AS ended_on) e;
INSERT INTO casework.session (spoke_id, person_id, allocation_id, provider_agency_id, planned_at, note)
SELECT a.spoke_id, a.person_id, a.id, a.provider_agency_id, m.at + interval '1 hour', 'came ' || m.each
  FROM many m JOIN casework.allocation a ON a.id = pg_temp.id('allocation ' || m.each);
INSERT INTO casework.outcome (spoke_id, person_id, episode_id, allocation_id, measure, point, informant, measured_on, value)
SELECT spoke, person, episode, CASE WHEN k > 2 THEN pg_temp.id('allocation ' || each) END, 'swemwbs', 'point' || k, 'self', at::date, 20
  FROM many;
INSERT INTO casework.action (id, spoke_id, person_id, episode_id, description, owner_agency_id, owner_name, due_on)
SELECT pg_temp.id('action ' || each), spoke, person, episode, 'do ' || each, 1, 'S', '2026-09-01' FROM many WHERE k = 1;
-- Of the discussions: what was set and judged in them, and added after them;
-- who has an interest; who comes to one meeting only; and what agencies were asked.
INSERT INTO casework.action (spoke_id, person_id, episode_id, meeting_id, discussion_id, description, owner_agency_id, owner_user_id, owner_name, due_on, state)
SELECT d.spoke_id, d.person_id, d.episode_id, d.meeting_id, d.id, 'agreed ' || d.id,
       reference.agency_id((ARRAY['opcc_hub', 'avon_somerset_police'])[1 + pg_temp.chance('whose ' || d.id, 2)]),
       CASE WHEN pg_temp.chance('mine ' || d.id, 3) = 0 THEN pg_temp.user_id('panel_member_bristol') END, 'S', '2026-09-01',
       (ARRAY['open', 'superseded'])[1 + pg_temp.chance('open ' || d.id, 2)]
  FROM casework.discussion d WHERE d.summary LIKE 'said %';
INSERT INTO casework.risk_assessment (spoke_id, person_id, episode_id, discussion_id, assessed_at, risk_to, risk_from, practitioner_level, rationale)
SELECT d.spoke_id, d.person_id, d.episode_id, d.id, d.happened_at, 'high', 'low', 'medium', 'agreed ' || d.id
  FROM casework.discussion d WHERE d.summary LIKE 'said %' AND pg_temp.chance('judged ' || d.id, 2) = 0;
INSERT INTO casework.addendum (spoke_id, meeting_id, discussion_id, person_id, text)
SELECT d.spoke_id, d.meeting_id, d.id, d.person_id, 'added ' || d.id FROM casework.discussion d
 WHERE d.summary LIKE 'said %' AND pg_temp.chance('added ' || d.id, 3) = 0;
INSERT INTO casework.conflict (spoke_id, meeting_id, agenda_item_id, person_id, user_id, name, kind)
SELECT i.spoke_id, i.meeting_id, i.id, i.person_id, pg_temp.user_id(who), who, 'other'
  FROM casework.agenda_item i JOIN sitting m ON m.id = i.meeting_id,
       unnest(ARRAY['spoke_coordinator_bristol', 'eit_officer_northsom', 'panel_member_northsom', 'everywhere', 'case_and_panel']) AS who
 WHERE pg_temp.chance('interest ' || i.id || who, 4) = 0;
INSERT INTO casework.meeting_guest (spoke_id, meeting_id, user_id)
SELECT m.spoke, m.id, pg_temp.user_id(who) FROM sitting m,
       unnest(ARRAY['panel_member_bristol', 'case_and_panel', 'panel_and_provider', 'referrer_bristol']) AS who
 WHERE pg_temp.chance('guest ' || m.key || who, 3) = 0;
INSERT INTO casework.agency_check (spoke_id, person_id, episode_id, agency_id, due_on, result, text, answered_at, created_at)
SELECT m.spoke, m.person, m.episode, reference.agency_id((ARRAY['opcc_hub', 'avon_somerset_police'])[1 + m.k % 2]), '2026-02-01',
       CASE WHEN m.k > 1 THEN 'information_given' END, CASE WHEN m.k > 1 THEN 'held ' || m.each END,
       CASE m.k WHEN 2 THEN now() - interval '3 days' WHEN 3 THEN now() - interval '50 days' WHEN 4 THEN now() END, m.at
  FROM many m WHERE pg_temp.chance('asked ' || m.each, 2) = 0;
INSERT INTO casework.state_change (machine, subject_id, spoke_id, person_id, verb, from_state, to_state, at, note)
SELECT v.machine, pg_temp.id(v.machine || ' ' || m.each), m.spoke, m.person, v.verb, v.from_state, v.to_state, m.at, 'moved ' || m.each
  FROM many m, (VALUES ('referral', 'create', NULL, 'draft'), ('referral', 'submit', 'draft', 'submitted'),
    ('referral', 'triage', 'submitted', 'in_triage'), ('referral', 'withdraw', 'draft', 'withdrawn'),
    ('episode', 'close', 'listed', 'closed'), ('episode', 'monitor', 'listed', 'active_monitoring'),
    ('allocation', 'offer', 'proposed', 'offered'), ('action', 'set', NULL, 'open'), ('action', 'complete', 'open', 'done'))
    AS v(machine, verb, from_state, to_state);
SET LOCAL session_replication_role = origin;

\ir ../support/journey_scope.sql
INSERT INTO journey_people SELECT id FROM young UNION ALL SELECT pg_temp.id('there is none');
ANALYZE journey_people;

-- An auditor who has one journey open, of a young person known to two spokes.
SET LOCAL session_replication_role = replica;
INSERT INTO casework.journey_sample (id, title, seed, wanted, opened_from, opened_to)
VALUES (pg_temp.id('sample'), 'T', 's', 1, '2026-01-01', '2026-01-31');
INSERT INTO casework.journey_audit (id, sample_id, spoke_id, audited_person, audited_episode, pseudonym, position, stratum,
    age_band, year, gaps, intervals)
SELECT pg_temp.id('audit'), pg_temp.id('sample'), p.spoke, p.person, p.episode, 'J-AAAAAA', 1, 'all', 'not_known', 2026, '{}', '[]'
  FROM place p WHERE cardinality((SELECT y.spokes FROM young y WHERE y.n = p.n)) > 1 ORDER BY p.n, p.spoke LIMIT 1;
INSERT INTO access.journey_opening (audit_id, user_id, spoke_id, audited_person, purpose, reason, until)
SELECT a.id, pg_temp.user_id('auditor_opened'), a.spoke_id, a.audited_person, 'journey_audit', 'To audit it', now() + interval '1 hour'
  FROM casework.journey_audit a WHERE a.id = pg_temp.id('audit');
SET LOCAL session_replication_role = origin;

-- The property, for each reader.
CREATE TEMPORARY TABLE compared AS
SELECT r.who, r.reads, c.* FROM reader r CROSS JOIN LATERAL pg_temp.journey_compared(r.who) c;
SELECT is(example, NULL, who || ': the journey is what the policies give') FROM compared ORDER BY who;
SELECT is(differences, 0::bigint, who || ': no event more or less') FROM compared ORDER BY who;

-- And it is not so because there was nothing to see.
SELECT cmp_ok(events, CASE WHEN reads THEN '>' ELSE '=' END, 0::bigint,
    who || CASE WHEN reads THEN ' reads events' ELSE ' reads nothing' END) FROM compared ORDER BY who;
SELECT is(held = 0, who ~ 'eit|police' OR NOT reads, who || ' is told what is held, if it is not theirs to see')
  FROM compared WHERE who NOT IN ('two_spokes', 'case_and_panel', 'panel_and_provider', 'case_and_provider', 'everywhere')
   AND who NOT LIKE 'hub%' AND who NOT LIKE 'ig%' AND who NOT LIKE 'system%' ORDER BY who;

-- A held row is a date, a spoke and an agency.
SELECT is(pg_temp.seen('spoke_coordinator_bristol', $$SELECT count(*) FROM journey_people p
    CROSS JOIN LATERAL casework.journey_events(p.id, NULL, NULL, NULL) j WHERE j.kind = 'held'
    AND num_nonnulls(j.subject, j.vocabulary, j.code, j.who, j.episode_id, j.ref_kind, j.ref_id, j.summary, j.detail) > 0$$),
    '0', 'what is held back says whose it is, and nothing else');
SELECT is(pg_temp.seen('everywhere', $$SELECT count(*) FROM journey_people p
    CROSS JOIN LATERAL casework.journey_events(p.id, NULL, NULL, NULL) j WHERE length(j.summary) > 401$$),
    '0', 'long texts come as excerpts');
-- For paper: the same events, each text to its end.
SELECT is(pg_temp.seen('everywhere', $$SELECT max(length(j.summary)) > 401 FROM journey_people p
    CROSS JOIN LATERAL casework.journey_events(p.id, NULL, NULL, NULL, true) j$$), 'true', 'or whole, for paper');
SELECT is(pg_temp.seen(who, $$
    WITH cut AS (SELECT p.id AS person, j.* FROM journey_people p
            CROSS JOIN LATERAL casework.journey_events(p.id, NULL, NULL, NULL) j),
         whole AS (SELECT p.id AS person, j.* FROM journey_people p
            CROSS JOIN LATERAL casework.journey_events(p.id, NULL, NULL, NULL, true) j)
    SELECT count(*) FROM (
        (SELECT person, at, kind, ref_id, code, rtrim(left(summary, 100)) FROM cut WHERE summary IS NOT NULL
         EXCEPT ALL SELECT person, at, kind, ref_id, code, rtrim(left(summary, 100)) FROM whole)
        UNION ALL
        (SELECT person, at, kind, ref_id, code, NULL FROM whole
         EXCEPT ALL SELECT person, at, kind, ref_id, code, NULL FROM cut)) d$$), '0', 'of the same events: ' || who)
  FROM unnest(ARRAY['everywhere', 'panel_member_bristol', 'auditor_opened']) AS who;

-- Filters take away and add nothing.
SELECT is(pg_temp.seen('everywhere', format($$
    WITH everything AS (SELECT p.id AS person, j.* FROM journey_people p
            CROSS JOIN LATERAL casework.journey_events(p.id, NULL, NULL, NULL) j),
         filtered AS (SELECT p.id AS person, j.* FROM journey_people p
            CROSS JOIN LATERAL casework.journey_events(p.id, NULL, NULL, ARRAY[%1$L]) j)
    SELECT count(*) FROM (
        (SELECT person, at, kind, ref_id, code FROM everything WHERE kind = %1$L OR %1$L = 'contact' AND kind = 'held'
         EXCEPT ALL SELECT person, at, kind, ref_id, code FROM filtered)
        UNION ALL
        (SELECT person, at, kind, ref_id, code FROM filtered
         EXCEPT ALL SELECT person, at, kind, ref_id, code FROM everything WHERE kind = %1$L OR %1$L = 'contact' AND kind = 'held')) d
    $$, kind)), '0', 'the filter ' || kind)
  FROM unnest(ARRAY['referral', 'triage', 'episode', 'closure', 'discussion', 'risk', 'allocation', 'session',
                    'contact', 'outcome', 'note', 'action', 'place', 'incident']) AS kind;
SELECT is(pg_temp.seen('everywhere', $$
    WITH everything AS (SELECT p.id AS person, j.* FROM journey_people p
            CROSS JOIN LATERAL casework.journey_events(p.id, NULL, NULL, NULL) j),
         filtered AS (SELECT p.id AS person, j.* FROM journey_people p CROSS JOIN LATERAL
            casework.journey_events(p.id, '2026-03-01 12:00Z', '2026-06-01 12:00Z', NULL) j)
    SELECT count(*) FROM (
        (SELECT person, at, kind, ref_id FROM everything WHERE at >= '2026-03-01 12:00Z' AND at < '2026-06-01 12:00Z'
         EXCEPT ALL SELECT person, at, kind, ref_id FROM filtered)
        UNION ALL
        (SELECT person, at, kind, ref_id FROM filtered EXCEPT ALL SELECT person, at, kind, ref_id FROM everything
         WHERE at >= '2026-03-01 12:00Z' AND at < '2026-06-01 12:00Z')) d$$),
    '0', 'from an instant to just before another');

-- The tag goes with it.
SELECT is(pg_temp.seen(who, $$SELECT count(*) FROM journey_people p WHERE casework.journey_tag(p.id) IS NOT NULL$$),
    journeys::text, who || ' has a tag for each journey, and for no other') FROM compared WHERE reads ORDER BY who;
SELECT * FROM finish();
ROLLBACK;
