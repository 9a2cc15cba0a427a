// Transfers: [own spoke, another spoke] for each of the twelve roles. An offer
// is both spokes' affair: the one that made it withdraws it, the coordinator
// of the one that was asked answers.
const NONE = [403, 403];
const nobody = {
  spoke_coordinator: NONE, project_officer: NONE, eit_officer: NONE, eit_sergeant: NONE, panel_member: NONE,
  referrer: NONE, provider_worker: NONE, hub_auditor: NONE, hub_analyst: NONE, hub_grant_officer: NONE,
  ig_lead: NONE, system_admin: NONE,
};
const team = (cell) => ({ ...nobody, spoke_coordinator: cell, project_officer: cell });
const coordinator = (cell) => ({ ...nobody, spoke_coordinator: cell });

const offer = {
  to_spoke: 'somerset', reason: 'nonsense', summary: 'Invented', sharing_gateway: 'pcsc_2022', closing_risk_level: 'low',
  outcomes_recorded: false, young_person_not_told: 'Invented', referrer_not_told: 'Invented',
};
const one = (f, rest = '') => `/api/v1/transfers/${f.transfer}${rest}`;
const asked = (f, rest) => `/api/v1/transfers/${f.transfer_in}${rest}`;

export default [
  { route: 'transfer.list', path: (f) => `/api/v1/transfers?spoke=${f.spoke}`, expect: team([200, 200]) },
  { route: 'transfer.offer', path: (f) => `/api/v1/episodes/${f.episode_here}/transfer`, body: () => offer, expect: team([422, 404]) },
  { route: 'transfer.show', path: (f) => one(f), expect: team([200, 404]) },
  { route: 'transfer.history', path: (f) => one(f, '/history'), expect: team([200, 404]) },
  { route: 'transfer.accept', path: (f) => asked(f, '/accept'), body: () => ({}), expect: coordinator([412, 404]) },
  { route: 'transfer.refuse', path: (f) => asked(f, '/refuse'), body: () => ({ reason: 'other', note: 'Invented' }),
    expect: coordinator([412, 404]) },
  { route: 'transfer.withdraw', path: (f) => one(f, '/withdraw'), body: () => ({ note: 'Invented' }), expect: team([412, 404]) },
];
