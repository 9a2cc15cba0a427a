// Referrals: [own spoke, another spoke] for each of the twelve roles.
const one = (f) => `/api/v1/referrals/${f.referral}`;
const somebody = { given_name: 'Testaccess', family_name: 'Probacell' };
const uuid = '00000000-0000-4000-8000-000000000000';

const NONE = [403, 403];
const narrow = {
  panel_member: NONE, provider_worker: NONE, hub_auditor: NONE, hub_analyst: NONE,
  hub_grant_officer: NONE, ig_lead: NONE, system_admin: NONE,
};
const staff = (cell, police = cell) => ({
  spoke_coordinator: cell, project_officer: cell, eit_officer: police, eit_sergeant: police,
});

// Everybody who writes referrals; a version nobody has, so nothing changes.
const writes = { ...narrow, ...staff([412, 404]), referrer: [412, 404] };
// Those who triage.
const triages = { ...narrow, ...staff([412, 404], NONE), referrer: NONE };
const police = { ...narrow, ...staff(NONE, [412, 404]), referrer: NONE };

const move = (route, verb, body, expect) =>
  ({ route: `referral.${route}`, path: (f) => `${one(f)}/${verb}`, body: () => body, expect });

export default [
  { route: 'referral.list', path: (f) => `/api/v1/referrals?spoke=${f.spoke}`,
    expect: { ...narrow, ...staff([200, 200]), referrer: [200, 200] } },
  { route: 'referral.create', path: () => '/api/v1/referrals', body: (f) => ({ spoke: f.spoke, ...somebody }),
    expect: { ...narrow, ...staff([201, 403]), referrer: [201, 403] } },
  { route: 'referral.show', path: one, expect: { ...narrow, ...staff([200, 404]), referrer: [200, 404] } },
  { route: 'referral.candidates', path: (f) => `${one(f)}/candidates`,
    expect: { ...narrow, ...staff([200, 404], NONE), referrer: NONE } },
  { route: 'referral.change', path: one, body: () => ({ school: 'Invented Academy' }), expect: writes },
  { route: 'referral.annex', path: (f) => `${one(f)}/annex`, body: () => ({ text: 'Invented' }), expect: police },
  move('submit', 'submit', {}, writes),
  move('answer', 'answer', { answer: 'Invented' }, writes),
  move('withdraw', 'withdraw', { reason: 'made_in_error' }, writes),
  move('triage', 'triage', {}, triages),
  move('person', 'person', { person_id: uuid }, triages),
  move('request_information', 'request-information', { question: 'Invented?' }, triages),
  move('accept', 'accept', { person_id: uuid }, triages),
  move('convene', 'convene', { person_id: uuid }, triages),
  move('allocate', 'allocate', { person_id: uuid }, triages),
  move('add_to_episode', 'add-to-episode', { episode_id: uuid }, triages),
  move('redirect', 'redirect', { redirected_to: 'mash' }, triages),
  move('decline', 'decline', { decline_reason: 'below_threshold' }, triages),
  move('mark_duplicate', 'mark-duplicate', { duplicate_of: uuid }, triages),
  move('mark_out_of_area', 'mark-out-of-area', { note: 'Invented' }, triages),
];
