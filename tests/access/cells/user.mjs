// Users and roles: the administrator all of them, the coordinator those of
// their own spoke, the information governance lead reads and confirms.
export default [
  { route: 'user.list', path: (f) => `/api/v1/users?spoke=${f.spoke}` },
  { route: 'user.counts', path: () => '/api/v1/user-counts' },
  { route: 'role.list', path: () => '/api/v1/roles' },
  { route: 'role_grant.ending', path: () => '/api/v1/role-grants/ending' },
  { route: 'grant_proposal.list', path: () => '/api/v1/grant-proposals' },
  { route: 'user.show', path: (f) => `/api/v1/users/${f.user}` },
  { route: 'user.create', path: () => '/api/v1/users', body: () => ({}), stops: 422 },
  { route: 'user.change', path: (f) => `/api/v1/users/${f.user}`, body: () => ({ job_title: 'Invented' }) },
  { route: 'user.disable', path: (f) => `/api/v1/users/${f.user}/disable`, body: () => ({ reason: 'Invented' }) },
  { route: 'user.enable', path: (f) => `/api/v1/users/${f.user}/enable` },
  { route: 'user.link', path: (f) => `/api/v1/users/${f.user}/link` },
  { route: 'role_grant.create', path: (f) => `/api/v1/users/${f.user}/grants`,
    body: (f) => ({ role: 'referrer', spoke: f.spoke, reason: 'Invented' }) },
  { route: 'role_grant.end', path: (f) => `/api/v1/role-grants/${f.role_grant}/end`,
    body: () => ({ reason: 'Invented' }) },
  { route: 'grant_proposal.confirm', path: (f) => `/api/v1/grant-proposals/${f.grant_proposal}/confirm`,
    body: () => ({}) },
  { route: 'grant_proposal.refuse', path: (f) => `/api/v1/grant-proposals/${f.grant_proposal}/refuse`,
    body: () => ({ note: 'Invented' }) },
];
