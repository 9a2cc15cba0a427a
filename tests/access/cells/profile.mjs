// One's own account is everybody's; another's sessions and second factor, and
// which roles need one, the administrator's.
import { ABSENT } from '../fixture.mjs';

export default [
  { route: 'profile.show', path: () => '/api/v1/account' },
  { route: 'profile.sessions', path: () => '/api/v1/account/sessions' },
  { route: 'profile.session_end', path: () => `/api/v1/account/sessions/${ABSENT}/end`, stops: 404 },
  { route: 'profile.sessions_end', path: () => '/api/v1/account/sessions/end-others',
    body: () => ({ not_a_field: 1 }), stops: 422 },
  { route: 'profile.second_factor_start', path: () => '/api/v1/account/second-factor' },
  { route: 'profile.second_factor_finish', path: () => '/api/v1/account/second-factor/finish',
    body: () => ({ code: 'none' }), stops: 422 },
  { route: 'profile.recovery_codes', path: () => '/api/v1/account/recovery-codes', stops: 409 },
  { route: 'profile.password', path: () => '/api/v1/account/password', body: () => ({}), stops: 422 },
  { route: 'profile.second_factor_remove', path: () => '/api/v1/account/second-factor/remove',
    body: () => ({ not_a_field: 1 }), stops: 422 },
  { route: 'profile.user_sessions_end', path: () => `/api/v1/users/${ABSENT}/sessions/end`,
    body: () => ({ reason: 'Invented' }), stops: 404 },
  { route: 'profile.user_second_factor_remove', path: () => `/api/v1/users/${ABSENT}/second-factor/remove`,
    body: () => ({ reason: 'Invented' }), stops: 404 },
  { route: 'profile.role_second_factor', path: () => '/api/v1/roles/no_such_role/second-factor',
    body: () => ({ required: true, reason: 'Invented' }), stops: 404 },
];
