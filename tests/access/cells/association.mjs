// Associations: [own spoke, another spoke] for each of the twelve roles. Those
// who work with cases in the spoke, and nobody else. What is created is wrong
// on purpose.
const NONE = [403, 403];
const casework = (cell) => ({
  spoke_coordinator: cell, project_officer: cell, eit_officer: cell, eit_sergeant: cell, panel_member: NONE,
  referrer: NONE, provider_worker: NONE, hub_auditor: NONE, hub_analyst: NONE, hub_grant_officer: NONE,
  ig_lead: NONE, system_admin: NONE,
});
const one = (f, rest = '') => `/api/v1/associations/${f.association}${rest}`;

export default [
  { route: 'association.list', path: (f) => `/api/v1/associations?person_id=${f.person}`, expect: casework([200, 404]) },
  { route: 'association.add', path: () => '/api/v1/associations',
    body: (f) => ({ person_id: f.person, other_id: f.person, kind: 'friend', certainty: 'confirmed', basis: 'seen',
      source: 'Invented', known_on: '2026-01-05' }), expect: casework([422, 422]) },
  { route: 'association.show', path: (f) => one(f), expect: casework([200, 404]) },
  { route: 'association.change', path: (f) => one(f), body: () => ({ certainty: 'suspected' }), expect: casework([412, 404]) },
  { route: 'association.end', path: (f) => one(f, '/end'), body: () => ({ reason: 'Invented' }), expect: casework([412, 404]) },
];
