// One's own account is everybody's; another's sessions and second factor, and
// which roles need one, the administrator's.
const ROLES = ['spoke_coordinator', 'project_officer', 'eit_officer', 'eit_sergeant', 'panel_member',
  'referrer', 'provider_worker', 'hub_auditor', 'hub_analyst', 'hub_grant_officer', 'ig_lead',
  'system_admin'];
const everybody = (cell) => Object.fromEntries(ROLES.map((role) => [role, cell]));
const admin = (cell) => ({ ...everybody([403, 403]), system_admin: cell });
// Nobody: nothing ends and nothing is taken away.
const NOBODY = '00000000-0000-4000-8000-000000000000';

export default [
  { route: 'profile.show', path: () => '/api/v1/account', expect: everybody([200, 200]) },
  { route: 'profile.sessions', path: () => '/api/v1/account/sessions', expect: everybody([200, 200]) },
  { route: 'profile.session_end', path: () => `/api/v1/account/sessions/${NOBODY}/end`, expect: everybody([404, 404]) },
  { route: 'profile.sessions_end', path: () => '/api/v1/account/sessions/end-others', body: () => ({ not_a_field: 1 }), expect: everybody([422, 422]) },
  // Started, but never finished: the demo's accounts keep to their passwords.
  { route: 'profile.second_factor_start', path: () => '/api/v1/account/second-factor', expect: everybody([200, 200]) },
  { route: 'profile.second_factor_finish', path: () => '/api/v1/account/second-factor/finish', body: () => ({ code: 'none' }), expect: everybody([422, 422]) },
  { route: 'profile.recovery_codes', path: () => '/api/v1/account/recovery-codes', expect: everybody([409, 409]) },
  { route: 'profile.password', path: () => '/api/v1/account/password', body: () => ({}), expect: everybody([422, 422]) },
  { route: 'profile.second_factor_remove', path: () => '/api/v1/account/second-factor/remove', body: () => ({ not_a_field: 1 }), expect: everybody([422, 422]) },
  { route: 'profile.user_sessions_end', path: () => `/api/v1/users/${NOBODY}/sessions/end`, body: () => ({ reason: 'Invented' }), expect: admin([404, 404]) },
  { route: 'profile.user_second_factor_remove', path: () => `/api/v1/users/${NOBODY}/second-factor/remove`, body: () => ({ reason: 'Invented' }), expect: admin([404, 404]) },
  { route: 'profile.role_second_factor', path: () => '/api/v1/roles/no_such_role/second-factor', body: () => ({ required: true, reason: 'Invented' }), expect: admin([404, 404]) },
];
