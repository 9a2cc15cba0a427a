// Long work: one's own, and a spoke's for its coordinator. The record is the
// coordinator's, and over.
const everyone = (own, other) => Object.fromEntries(['project_officer', 'eit_officer', 'eit_sergeant', 'panel_member', 'referrer',
  'provider_worker', 'hub_auditor', 'hub_analyst', 'hub_grant_officer', 'ig_lead', 'system_admin'].map((role) => [role, [own, other]]));
const only = (own) => ({ ...everyone(404, 404), spoke_coordinator: [own, 404] });

export default [
  { route: 'job.list', path: () => '/api/v1/jobs', expect: { ...everyone(200, 200), spoke_coordinator: [200, 200] } },
  { route: 'job.show', path: (f) => `/api/v1/jobs/${f.job}`, expect: only(200) },
  { route: 'job.cancel', path: (f) => `/api/v1/jobs/${f.job}/cancel`, expect: only(409) },
  { route: 'job.seen', path: (f) => `/api/v1/jobs/${f.job}/seen`, expect: only(200) },
];
