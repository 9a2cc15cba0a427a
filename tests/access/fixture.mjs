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
  retention_hold: 'id FROM casework.retention_hold WHERE spoke_id = :spoke AND ended_at IS NULL',
  disposal: "id FROM casework.disposal WHERE spoke_id = :spoke AND state = 'proposed'",
  restriction_user: 'id FROM casework.restriction_user WHERE spoke_id = :spoke AND ended_at IS NULL',
  disclosure: 'id FROM casework.disclosure WHERE spoke_id = :spoke AND ongoing AND ended_on IS NULL',
  user: "user_id FROM access.role_grant WHERE spoke_id = :spoke AND role = 'referrer' AND valid_to IS NULL",
  role_grant: "id FROM access.role_grant WHERE spoke_id = :spoke AND role = 'referrer' AND valid_to IS NULL",
  grant_proposal: 'id FROM access.grant_proposal WHERE spoke_id = :spoke AND decided_at IS NULL AND user_id NOT IN (SELECT account_id FROM access.partner_key)',
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

// What another spoke's record must not be: known to the reader's spoke too.
const OTHER = { person: 'true' };

function filled(sql, account, spoke) {
  const series = `(SELECT coalesce(array_agg(series_id), '{}') FROM casework.meeting_series_member WHERE user_id = :me
      AND access.today() BETWEEN valid_from AND coalesce(valid_to, 'infinity'))`;
  const panel = `(SELECT coalesce(array_agg(person_id), '{}') FROM casework.episode
      WHERE series_id = ANY (${series}::uuid[]) AND state IN ('listed', 'active_monitoring', 'step_down'))`;
  return sql.replaceAll(':panel', `${panel}::uuid[]`).replaceAll(':series', `${series}::uuid[]`)
    .replaceAll(':me', `(SELECT id FROM access.user_account WHERE email = '${account}')`)
    .replaceAll(':agency', `(SELECT agency_id FROM access.user_account WHERE email = '${account}')`)
    .replaceAll(':spoke', `(SELECT id FROM reference.spoke WHERE code = '${spoke}')`);
}

// role: whose narrow view counts, NULL for any record of the spoke.
export async function fixtureOf(server, role, account, spoke) {
  const own = (role && OWN[role]) ?? OTHER;
  const parts = Object.entries(KINDS).map(([kind, sql]) =>
    `'${kind}', (SELECT ${filled(`${sql} AND (${own[kind] ?? 'true'})`, account, spoke)} ORDER BY 1 LIMIT 1)`);
  const ids = JSON.parse(await server.psql(`SELECT json_build_object(${parts.join(',\n')},
      'intervention', (SELECT intervention_id FROM casework.intervention_spoke
          WHERE spoke_id = (SELECT id FROM reference.spoke WHERE code = '${spoke}') ORDER BY 1 LIMIT 1))`));
  return { ...ids, spoke, agency: 'opcc_hub' };
}
