// Restricted records: [own spoke, another spoke] for each of the twelve roles.
// The coordinator keeps the keys; the information governance lead, who works for
// all, reads the list without the case. What is created is wrong on purpose.
const NONE = [403, 403];
const cells = (given) => ({
  spoke_coordinator: NONE, project_officer: NONE, eit_officer: NONE, eit_sergeant: NONE, panel_member: NONE,
  referrer: NONE, provider_worker: NONE, hub_auditor: NONE, hub_analyst: NONE, hub_grant_officer: NONE,
  ig_lead: NONE, system_admin: NONE, ...given,
});
const one = (f, rest = '') => `/api/v1/restrictions/${f.restriction}${rest}`;

export default [
  { route: 'restriction.list', path: (f) => `/api/v1/restrictions?spoke=${f.spoke}`,
    expect: cells({ spoke_coordinator: [200, 200], ig_lead: [200, 200] }) },
  { route: 'restriction.show', path: (f) => one(f), expect: cells({ spoke_coordinator: [200, 404], ig_lead: [200, 200] }) },
  { route: 'restriction.list_of_person', path: (f) => `/api/v1/people/${f.person}/restrictions`,
    expect: cells({ spoke_coordinator: [200, 404] }) },
  { route: 'restriction.add', path: (f) => `/api/v1/people/${f.person}/restrictions`,
    body: (f) => ({ spoke: f.spoke, named_only: false, reason: 'nonsense', review_on: '2026-01-05' }),
    expect: cells({ spoke_coordinator: [422, 404] }) },
  { route: 'restriction.change', path: (f) => one(f), body: () => ({ note: 'Invented' }), expect: cells({ spoke_coordinator: [412, 404] }) },
  { route: 'restriction.add_user', path: (f) => one(f, '/users'),
    body: (f) => ({ user_id: f.restriction, entry: 'blocked', reason: 'Invented' }), expect: cells({ spoke_coordinator: [412, 404] }) },
  { route: 'restriction.end_user', path: (f) => one(f, `/users/${f.restriction_user}/end`), body: () => ({ reason: 'Invented' }),
    expect: cells({ spoke_coordinator: [412, 404] }) },
  { route: 'restriction.lift', path: (f) => one(f, '/lift'), body: () => ({ reason: 'Invented' }), expect: cells({ spoke_coordinator: [412, 404] }) },
];
