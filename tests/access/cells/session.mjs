// Signing in and the lists that forms choose from: anybody signed in.
const ROLES = ['spoke_coordinator', 'project_officer', 'eit_officer', 'eit_sergeant', 'panel_member',
  'referrer', 'provider_worker', 'hub_auditor', 'hub_analyst', 'hub_grant_officer', 'ig_lead',
  'system_admin'];
const everybody = Object.fromEntries(ROLES.map((role) => [role, [200, 200]]));

// session.delete would end the session the other cells use: tests/api has it.
export default [
  { route: 'session.show', path: () => '/api/v1/session', expect: everybody },
  // Without a password: the sessions of the other cells stay as they are, and no
  // wrong try is counted.
  { route: 'session.confirm', path: () => '/api/v1/session/confirm', body: () => ({}), expect: Object.fromEntries(ROLES.map((role) => [role, [422, 422]])) },
  { route: 'reference.list', path: () => '/api/v1/reference/concern', expect: everybody },
  { route: 'spoke.list', path: () => '/api/v1/spokes', expect: everybody },
  { route: 'agency.list', path: (f) => `/api/v1/agencies?spoke=${f.spoke}`, expect: everybody },
  { route: 'colleague.list', path: (f) => `/api/v1/colleagues?spoke=${f.spoke}`, expect: everybody },
];
