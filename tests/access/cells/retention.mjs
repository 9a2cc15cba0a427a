// Retention: [own spoke, another spoke] for each of the twelve roles. The spoke's
// coordinator proposes, the information governance lead, who works for all,
// decides. What is created is wrong on purpose.
const NONE = [403, 403];
const cells = (given) => ({
  spoke_coordinator: NONE, project_officer: NONE, eit_officer: NONE, eit_sergeant: NONE, panel_member: NONE,
  referrer: NONE, provider_worker: NONE, hub_auditor: NONE, hub_analyst: NONE, hub_grant_officer: NONE,
  ig_lead: NONE, system_admin: NONE, ...given,
});
const all = (status) => Object.fromEntries(Object.keys(cells({})).map((role) => [role, [status, status]]));
const hold = (f, rest = '') => `/api/v1/retention/holds/${f.retention_hold}${rest}`;
const disposal = (f, rest = '') => `/api/v1/retention/disposals/${f.disposal}${rest}`;

export default [
  { route: 'retention.due', path: (f) => `/api/v1/retention?spoke=${f.spoke}`,
    expect: cells({ spoke_coordinator: [200, 200], ig_lead: [200, 200] }) },
  { route: 'retention.rules', path: () => '/api/v1/retention/rules', expect: all(200) },
  { route: 'retention_hold.list', path: (f) => `/api/v1/retention/holds?spoke=${f.spoke}`,
    expect: cells({ spoke_coordinator: [200, 200], ig_lead: [200, 200] }) },
  { route: 'retention_hold.show', path: (f) => hold(f), expect: cells({ spoke_coordinator: [200, 404], ig_lead: [200, 200] }) },
  { route: 'retention_hold.add', path: () => '/api/v1/retention/holds', body: () => ({ reference: 'XX-0', reason: 'complaint' }),
    expect: cells({ spoke_coordinator: [422, 422], ig_lead: [422, 422] }) },
  { route: 'retention_hold.lift', path: (f) => hold(f, '/lift'), body: () => ({ reason: 'Invented' }),
    expect: cells({ spoke_coordinator: [412, 404], ig_lead: [412, 412] }) },
  { route: 'disposal.list', path: (f) => `/api/v1/retention/disposals?spoke=${f.spoke}`,
    expect: cells({ spoke_coordinator: [200, 200], ig_lead: [200, 200] }) },
  { route: 'disposal.show', path: (f) => disposal(f), expect: cells({ spoke_coordinator: [200, 404], ig_lead: [200, 200] }) },
  { route: 'disposal.propose', path: () => '/api/v1/retention/disposals',
    body: (f) => ({ spoke: f.spoke, person_id: f.person, reason: '' }), expect: cells({ spoke_coordinator: [422, 422] }) },
  { route: 'disposal.dispose', path: (f) => disposal(f, '/dispose'), body: () => ({}), expect: cells({ ig_lead: [412, 412] }) },
  { route: 'disposal.refuse', path: (f) => disposal(f, '/refuse'), body: () => ({ note: 'Invented' }), expect: cells({ ig_lead: [412, 412] }) },
  { route: 'disposal.withdraw', path: (f) => disposal(f, '/withdraw'), body: () => ({}), expect: cells({ spoke_coordinator: [412, 404] }) },
];
