// API keys: the coordinator those of their own spoke, the administrator and the
// information governance lead all of them. Who may be shown one is the
// coordinator alone; a person has no key of their own to ask about.
const NONE = [403, 403];
const nobody = {
  spoke_coordinator: NONE, project_officer: NONE, eit_officer: NONE, eit_sergeant: NONE, panel_member: NONE,
  referrer: NONE, provider_worker: NONE, hub_auditor: NONE, hub_analyst: NONE, hub_grant_officer: NONE,
  ig_lead: NONE, system_admin: NONE,
};
const readers = { ...nobody, spoke_coordinator: [200, 200], ig_lead: [200, 200], system_admin: [200, 200] };
// What changes something stops at the version nobody has.
const STOPPED = [412, 412];
const path = (rest) => (f) => `/api/v1/admin/keys/${f.partner_key}${rest}`;

export default [
  { route: 'partner_key.list', path: () => '/api/v1/admin/keys', expect: readers },
  { route: 'partner_key.show', path: path(''), expect: { ...readers, spoke_coordinator: [200, 404] } },
  // Nothing is named, so that nothing is made.
  { route: 'partner_key.create', path: () => '/api/v1/admin/keys', body: () => ({}),
    expect: { ...nobody, spoke_coordinator: [422, 422], system_admin: [422, 422] } },
  { route: 'partner_key.confirm', path: path('/confirm'), expect: { ...nobody, spoke_coordinator: [412, 404] } },
  { route: 'partner_key.renew', path: path('/renew'), body: () => ({ expires_on: '2030-01-01', at_once: false }),
    expect: { ...nobody, spoke_coordinator: [412, 404] } },
  { route: 'partner_key.revoke', path: path('/revoke'), body: () => ({ reason: 'Invented' }),
    expect: { ...nobody, spoke_coordinator: [412, 404], ig_lead: STOPPED, system_admin: STOPPED } },
  { route: 'partner_key.own', path: () => '/api/v1/key',
    expect: Object.fromEntries(Object.keys(nobody).map((role) => [role, [404, 404]])) },
];
