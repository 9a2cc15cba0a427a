// One record of each kind in a spoke, as a role would meet it: for narrow
// roles their own (the panel member's agenda, the provider's allocation, the
// referrer's referral), for the others any. Ids of the demo partnership.

// kind -> the row's table, and what makes it the reader's own where the role
// is narrow. :me and :agency stand for the account.
const KINDS = {
  person: 'person_spoke.person_id FROM casework.person_spoke JOIN casework.person ON person.id = person_spoke.person_id WHERE person_spoke.spoke_id = :spoke AND cardinality(person.spoke_ids) = 1',
  other_person: 'person_id FROM casework.person_spoke WHERE spoke_id = :spoke AND person_id NOT IN (SELECT person_id FROM casework.person_spoke WHERE spoke_id = :spoke ORDER BY 1 LIMIT 20)',
  // Sent to the spoke, which has answered.
  journey_sample: 'sample_id FROM casework.journey_audit WHERE spoke_id = :spoke',
  journey_audit: "id FROM casework.journey_audit WHERE spoke_id = :spoke AND state IN ('with_spoke', 'responded', 'closed', 're_audited')",
  audit_action: "id FROM casework.journey_audit_action WHERE spoke_id = :spoke AND audit_id IN (SELECT id FROM casework.journey_audit WHERE state IN ('with_spoke', 'responded', 'closed', 're_audited'))",
  // Decided, so that there is a letter to be had.
  referral: "id FROM casework.referral WHERE spoke_id = :spoke AND decided_at IS NOT NULL",
  letter: "id FROM casework.referral_letter WHERE spoke_id = :spoke AND state = 'issued'",
  episode: "id FROM casework.episode WHERE spoke_id = :spoke AND state = 'active_monitoring'",
  meeting: "id FROM casework.meeting WHERE spoke_id = :spoke AND state = 'planned' AND type <> 'critical_incident'",
  series: 'id FROM casework.meeting_series WHERE spoke_id = :spoke',
  attendance: 'id FROM casework.meeting_attendance WHERE spoke_id = :spoke',
  agenda_item: 'id FROM casework.agenda_item WHERE spoke_id = :spoke',
  // Sent out: whoever may write to it is told that it is frozen.
  discussion: "id FROM casework.discussion WHERE spoke_id = :spoke AND meeting_id IN (SELECT id FROM casework.meeting WHERE state = 'distributed')",
  agency_check: 'id FROM casework.agency_check WHERE spoke_id = :spoke AND result IS NULL',
  paper: 'id FROM casework.meeting_paper WHERE spoke_id = :spoke',
  extract: 'id FROM casework.minutes_extract WHERE spoke_id = :spoke',
  discussion_update: 'id FROM casework.discussion_update WHERE spoke_id = :spoke',
  allocation: "id FROM casework.allocation WHERE spoke_id = :spoke AND state = 'active'",
  session: 'id FROM casework.session WHERE spoke_id = :spoke',
  contact: 'id FROM casework.contact WHERE spoke_id = :spoke AND NOT held AND person_id IS NOT NULL AND in_error_at IS NULL',
  place: 'id FROM casework.place WHERE spoke_id = :spoke',
  plan: 'id FROM casework.place_plan WHERE spoke_id = :spoke',
  incident: "incident_id FROM casework.critical_incident_access WHERE spoke_id = :spoke AND valid_to IS NULL AND reason LIKE 'Leads for the police%'",
  identified: 'id FROM casework.identified WHERE spoke_id = :spoke AND NOT held AND person_id IS NULL',
  held_contact: 'id FROM casework.contact WHERE spoke_id = :spoke AND held',
  outcome: 'id FROM casework.outcome WHERE spoke_id = :spoke AND in_error_at IS NULL',
  note: 'id FROM casework.note WHERE spoke_id = :spoke AND replaced_at IS NULL AND in_error_at IS NULL',
  action: "id FROM casework.action WHERE spoke_id = :spoke AND state = 'open'",
  risk_assessment: 'id FROM casework.risk_assessment WHERE spoke_id = :spoke',
  episode_here: "id FROM casework.episode WHERE spoke_id = :spoke AND state = 'active_monitoring' AND NOT EXISTS (SELECT FROM casework.transfer t WHERE t.episode_id = episode.id)",
  // Between neither of the two spokes the matrix asks about.
  transfer: "id FROM casework.transfer WHERE state = 'offered' AND spoke_id = :spoke AND to_spoke_id NOT IN (SELECT id FROM reference.spoke WHERE code IN ('bristol', 'northsom'))",
  transfer_in: "id FROM casework.transfer WHERE state = 'offered' AND to_spoke_id = :spoke AND spoke_id NOT IN (SELECT id FROM reference.spoke WHERE code IN ('bristol', 'northsom'))",
  association: 'id FROM casework.association WHERE spoke_id = :spoke AND ended_on IS NULL',
  group_session: 'id FROM casework.group_session WHERE spoke_id = :spoke',
  delivery: 'id FROM casework.delivery WHERE spoke_id = :spoke AND in_error_at IS NULL',
  // The hub's, whatever the spoke.
  import: "id FROM reporting.import WHERE state = 'committed' AND partnership = '' AND :spoke > 0",
  figure: "f.id FROM reporting.figure f JOIN reporting.import i ON i.id = f.import_id WHERE f.measure = 'interventions_delivered' AND i.state = 'committed' AND i.partnership = '' AND :spoke > 0",
  job: 'id FROM jobs.job WHERE spoke_id = :spoke AND ended_at IS NOT NULL',
  break_glass: 'id FROM casework.break_glass WHERE spoke_id = :spoke AND outcome IS NULL',
  restriction: 'id FROM casework.restriction WHERE spoke_id = :spoke AND ended_at IS NULL',
  subject_request: "id FROM casework.subject_request WHERE spoke_id = :spoke AND state = 'in_progress' AND kind = 'access'",
  subject_item: "id FROM casework.subject_item WHERE spoke_id = :spoke AND request_id IN (SELECT id FROM casework.subject_request WHERE state = 'in_progress')",
  retention_hold: 'id FROM casework.retention_hold WHERE spoke_id = :spoke AND ended_at IS NULL',
  disposal: "id FROM casework.disposal WHERE spoke_id = :spoke AND state = 'proposed'",
  restriction_user: 'id FROM casework.restriction_user WHERE spoke_id = :spoke AND ended_at IS NULL',
  disclosure: 'id FROM casework.disclosure WHERE spoke_id = :spoke AND ongoing AND ended_on IS NULL',
  user: "user_id FROM access.role_grant WHERE spoke_id = :spoke AND role = 'referrer' AND valid_to IS NULL",
  role_grant: "id FROM access.role_grant WHERE spoke_id = :spoke AND role = 'referrer' AND valid_to IS NULL",
  grant_proposal: 'id FROM access.grant_proposal WHERE spoke_id = :spoke AND decided_at IS NULL AND user_id NOT IN (SELECT account_id FROM access.partner_key)',
  link_request: 'id FROM access.link_request WHERE decided_at IS NULL AND user_id IN (SELECT user_id FROM access.role_grant WHERE spoke_id = :spoke)',
  partner_key: 'id FROM access.partner_key WHERE spoke_id = :spoke',
  quarterly_return: "id FROM reporting.quarterly_return WHERE spoke_id = :spoke AND state <> 'draft'",
  voice: 'id FROM casework.voice WHERE spoke_id = :spoke AND in_error_at IS NULL',
};

const PANEL = {
  person: 'person.id = ANY (:panel)',
  episode: 'person_id = ANY (:panel)',
  meeting: 'series_id = ANY (:series)',
  series: 'id = ANY (:series)',
  attendance: 'meeting_id IN (SELECT id FROM casework.meeting WHERE series_id = ANY (:series))',
  agenda_item: 'person_id = ANY (:panel) AND meeting_id IN (SELECT id FROM casework.meeting WHERE series_id = ANY (:series))',
  discussion: 'person_id = ANY (:panel) AND meeting_id IN (SELECT id FROM casework.meeting WHERE series_id = ANY (:series))',
  discussion_update: 'person_id = ANY (:panel) AND agency_id = :agency AND meeting_id IN (SELECT id FROM casework.meeting WHERE series_id = ANY (:series))',
  agency_check: 'agency_id = :agency',
  paper: 'agenda_item_id IS NULL AND meeting_id IN (SELECT id FROM casework.meeting WHERE series_id = ANY (:series))',
  extract: 'agency_id = :agency',
  allocation: 'person_id = ANY (:panel)',
  session: 'person_id = ANY (:panel)',
  contact: 'person_id = ANY (:panel)',
  action: 'person_id = ANY (:panel)',
  risk_assessment: 'person_id = ANY (:panel)',
  voice: 'person_id = ANY (:panel)',
};

const PROVIDER = {
  person: "person.id IN (SELECT person_id FROM casework.allocation WHERE provider_agency_id = :agency AND state = 'active')",
  allocation: 'provider_agency_id = :agency',
  session: "allocation_id IN (SELECT id FROM casework.allocation WHERE provider_agency_id = :agency AND state = 'active')",
  group_session: 'provider_agency_id = :agency',
  delivery: 'provider_agency_id = :agency',
  outcome: "allocation_id IN (SELECT id FROM casework.allocation WHERE provider_agency_id = :agency AND state = 'active')",
};

const OWN = {
  panel_member: PANEL,
  provider_worker: PROVIDER,
  referrer: { referral: 'referred_by = :me',
    letter: 'referral_id IN (SELECT id FROM casework.referral WHERE referred_by = :me)' },
};

// More is theirs than what the matrix asks about as their own: an agency owes
// its actions whoever they are about.
const THEIRS_TOO = {
  panel_member: { action: 'owner_user_id = :me OR owner_agency_id = :agency' },
};

// Kinds that are some agency's, not the spoke's alone.
export const NARROW = new Set(Object.values(OWN).flatMap((each) => Object.keys(each)));

// What somebody means who asks about a record that there is not.
export const ABSENT = '00000000-0000-4000-8000-000000000000';

// These say themselves who may open what.
const NOT_THE_CASE = ['restriction', 'restriction_user', 'break_glass', 'journey_audit', 'identified'];
const tableOf = (kind) => / FROM ([a-z_.]+)/.exec(KINDS[kind])[1];

/** The kinds of record that are about one young person. */
export async function personKinds(server) {
  const named = (await server.psql(`SELECT format('%I.%I', n.nspname, c.relname) FROM pg_attribute a
      JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE a.attname = 'person_id' AND n.nspname = 'casework' AND c.relkind IN ('r', 'p')`)).split('\n');
  return Object.keys(KINDS).filter((kind) => kind !== 'other_person' && !NOT_THE_CASE.includes(kind) && named.includes(tableOf(kind)));
}

const POLICE = {
  held: { contact: 'held', identified: 'held' },
  released: { contact: 'NOT held AND released_at IS NOT NULL', identified: 'NOT held' },
};

function filled(sql, account, spoke) {
  const series = `(SELECT coalesce(array_agg(series_id), '{}') FROM casework.meeting_series_member WHERE user_id = :me
      AND access.today() BETWEEN valid_from AND coalesce(valid_to, 'infinity'))`;
  // As access.panel_people() has it: worked with, or lately on the agenda.
  const panel = `ARRAY(SELECT person_id FROM casework.episode
      WHERE series_id = ANY (${series}::uuid[]) AND state IN ('listed', 'active_monitoring', 'step_down')
    UNION SELECT i.person_id FROM casework.agenda_item i JOIN casework.meeting m ON m.id = i.meeting_id
      WHERE m.series_id = ANY (${series}::uuid[]) AND m.state <> 'cancelled' AND m.starts_at > now() - interval '28 days')`;
  return sql.replaceAll(':panel', `${panel}::uuid[]`).replaceAll(':series', `${series}::uuid[]`)
    .replaceAll(':me', `(SELECT id FROM access.user_account WHERE email = '${account}')`)
    .replaceAll(':agency', `(SELECT agency_id FROM access.user_account WHERE email = '${account}')`)
    .replaceAll(':spoke', `(SELECT id FROM reference.spoke WHERE code = '${spoke}')`);
}

// What makes a record of that kind the one that is meant. Another agency's: for
// a narrow role not its own, for the others any of the spoke.
function wanted(kind, role, { scope, police, without }, withPerson) {
  const own = (role && OWN[role]?.[kind]) ?? 'true';
  const too = THEIRS_TOO[role]?.[kind] ?? 'false';
  const parts = [scope === 'agency' ? (own === 'true' ? 'true' : `NOT coalesce(${own} OR ${too}, false)`) : own];
  if (police && POLICE[police][kind]) parts.push(POLICE[police][kind]);
  if (without && withPerson) parts.push('person_id IS NOT NULL AND person_id NOT IN (SELECT met.id FROM met)');
  return parts.join(' AND ');
}

/**
 * Ids of one record of each kind, NULL where there is none; `people` says whose
 * they are. role: whose narrow view counts, NULL for any record of the spoke.
 */
export async function fixtureOf(server, role, account, spoke, options = {}) {
  const about = new Set(await personKinds(server));
  const base = options.police ? { ...KINDS,
    contact: 'id FROM casework.contact WHERE spoke_id = :spoke AND person_id IS NOT NULL AND in_error_at IS NULL',
    identified: 'id FROM casework.identified WHERE spoke_id = :spoke' } : KINDS;
  // As many of one young person as there are.
  const parts = Object.entries(base).map(([kind, sql]) =>
    `(SELECT ${filled(`${sql} AND (${wanted(kind, role, options, about.has(kind))})`, account, spoke)} ORDER BY ${about.has(kind) && kind !== 'person' ? 'person_id, 1' : '1'} LIMIT 1) AS ${kind}`);
  const ids = JSON.parse(await server.psql(`WITH met AS (SELECT unnest('{${[...new Set(options.without)].join(',')}}'::uuid[]) AS id)
    SELECT to_json(kinds) FROM (SELECT ${parts.join(',\n')},
      (SELECT intervention_id FROM casework.intervention_spoke
          WHERE spoke_id = (SELECT id FROM reference.spoke WHERE code = '${spoke}') ORDER BY 1 LIMIT 1) AS intervention) kinds`));
  const fixture = { ...ids, spoke, agency: 'opcc_hub' };
  const whose = Object.entries(ids).filter(([kind, id]) => id && about.has(kind)).map(([kind, id]) =>
    `${kind === 'person' ? `'${id}'` : `(SELECT person_id FROM ${tableOf(kind)} WHERE id = '${id}')`} AS ${kind}`);
  // Two are named there; whoever may not see one sees nothing of it.
  if (ids.association) whose.push(`(SELECT other_id FROM casework.association WHERE id = '${ids.association}') AS association_other`);
  fixture.people = JSON.parse(await server.psql(`SELECT to_json(whose) FROM (SELECT ${whose.join(',\n')}) whose`));
  if (options.police && fixture.people.contact) fixture.person = fixture.people.person = fixture.people.contact;
  const name = fixture.person && JSON.parse(await server.psql(`SELECT to_json(n) FROM casework.person_name n
     WHERE person_id = '${fixture.person}' AND given_name IS NOT NULL AND family_name IS NOT NULL ORDER BY created_at LIMIT 1`) || 'null');
  if (name) {
    fixture.name = `${name.given_name} ${name.family_name}`;
    fixture.name_query = new URLSearchParams({ given_name: name.given_name, family_name: name.family_name }).toString();
  }
  return fixture;
}
