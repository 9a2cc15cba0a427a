// Users and roles: the administrator all of them, the coordinator those of
// their own spoke, the information governance lead reads and confirms.
const NONE = [403, 403];
const nobody = {
  spoke_coordinator: NONE, project_officer: NONE, eit_officer: NONE, eit_sergeant: NONE, panel_member: NONE,
  referrer: NONE, provider_worker: NONE, hub_auditor: NONE, hub_analyst: NONE, hub_grant_officer: NONE,
  ig_lead: NONE, system_admin: NONE,
};
const ALL = [200, 200];
const readers = { ...nobody, spoke_coordinator: ALL, ig_lead: ALL, system_admin: ALL };
// What changes something stops at the version nobody has.
const STOPPED = [412, 412];
const local = { ...nobody, spoke_coordinator: [412, 404], system_admin: STOPPED };
const administrator = { ...nobody, system_admin: STOPPED };
const path = (kind, rest) => (f) => `/api/v1/${kind}s/${f[kind.replaceAll('-', '_')]}${rest}`;
const reason = () => ({ reason: 'Invented' });

export default [
  { route: 'user.list', path: (f) => `/api/v1/users?spoke=${f.spoke}`, expect: readers },
  { route: 'user.counts', path: () => '/api/v1/user-counts', expect: readers },
  { route: 'role.list', path: () => '/api/v1/roles', expect: readers },
  { route: 'role_grant.ending', path: () => '/api/v1/role-grants/ending', expect: readers },
  { route: 'grant_proposal.list', path: () => '/api/v1/grant-proposals', expect: readers },
  { route: 'user.show', path: path('user', ''), expect: { ...readers, spoke_coordinator: [200, 404] } },
  // Nobody is named, so that nobody is invited.
  { route: 'user.create', path: () => '/api/v1/users', body: () => ({}),
    expect: { ...nobody, spoke_coordinator: [422, 422], system_admin: [422, 422] } },
  { route: 'user.change', path: path('user', ''), body: () => ({ job_title: 'Invented' }), expect: administrator },
  { route: 'user.disable', path: path('user', '/disable'), body: reason, expect: administrator },
  { route: 'user.enable', path: path('user', '/enable'), expect: administrator },
  { route: 'user.link', path: path('user', '/link'), expect: local },
  { route: 'role_grant.create', path: path('user', '/grants'),
    body: (f) => ({ role: 'referrer', spoke: f.spoke, reason: 'Invented' }), expect: local },
  { route: 'role_grant.end', path: path('role-grant', '/end'), body: reason, expect: local },
  { route: 'grant_proposal.confirm', path: path('grant-proposal', '/confirm'), body: () => ({}),
    expect: { ...local, ig_lead: STOPPED } },
  { route: 'grant_proposal.refuse', path: path('grant-proposal', '/refuse'), body: () => ({ note: 'Invented' }),
    expect: { ...local, ig_lead: STOPPED } },
];
