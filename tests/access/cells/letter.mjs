// Letters to referrers: [own spoke, another spoke] for each of the twelve roles.
const NONE = [403, 403];
const none = {
  panel_member: NONE, provider_worker: NONE, hub_auditor: NONE, hub_analyst: NONE,
  hub_grant_officer: NONE, ig_lead: NONE, system_admin: NONE,
};
const reads = { ...none, spoke_coordinator: [200, 404], project_officer: [200, 404],
  eit_officer: [200, 404], eit_sergeant: [200, 404], referrer: [200, 404] };
const triages = (cell) => ({ ...none, eit_officer: NONE, eit_sergeant: NONE, referrer: NONE,
  spoke_coordinator: cell, project_officer: cell });
const one = (f) => `/api/v1/letters/${f.letter}`;
const of = (f) => `/api/v1/referrals/${f.referral}/letters`;

export default [
  { route: 'letter.list', path: of, expect: reads },
  // A result the referral never had: nothing is drafted.
  { route: 'letter.create', path: of, body: () => ({ result: 'nonsense' }), expect: triages([422, 404]) },
  { route: 'letter.show', path: one, expect: reads },
  { route: 'letter.change', path: one, body: () => ({ own_words: 'Invented' }), expect: triages([412, 404]) },
  { route: 'letter.issue', path: (f) => `${one(f)}/issue`, body: () => ({ channel: 'here', checked: true }),
    expect: triages([412, 404]) },
  { route: 'letter.set_aside', path: (f) => `${one(f)}/set-aside`, body: () => ({ reason: 'anonymous' }),
    expect: triages([412, 404]) },
];
