// Break-glass: [own spoke, another spoke] for each of the twelve roles. Those who
// work with cases open; the coordinator of the spoke whose case it was and the
// information governance lead review. What somebody else opened is not there for
// whoever only opens. What is sent to open is a reference nobody has.
const NONE = [403, 403];
const cells = (given) => ({
  spoke_coordinator: NONE, project_officer: NONE, eit_officer: NONE, eit_sergeant: NONE, panel_member: NONE,
  referrer: NONE, provider_worker: NONE, hub_auditor: NONE, hub_analyst: NONE, hub_grant_officer: NONE,
  ig_lead: NONE, system_admin: NONE, ...given,
});
const staff = (cell) => cells({ spoke_coordinator: cell, project_officer: cell, eit_officer: cell, eit_sergeant: cell });
const one = (f, rest = '') => `/api/v1/break-glass/${f.break_glass}${rest}`;

export default [
  { route: 'break_glass.list', path: () => '/api/v1/break-glass?to_review=true',
    expect: { ...staff([200, 200]), ig_lead: [200, 200] } },
  { route: 'break_glass.open', path: () => '/api/v1/break-glass',
    body: () => ({ reference: 'ZZ-99-0001', purpose: 'missing', reason: 'Invented, and of nobody there is' }), expect: staff([422, 422]) },
  { route: 'break_glass.show', path: (f) => one(f),
    expect: { ...staff([404, 404]), spoke_coordinator: [200, 404], ig_lead: [200, 200] } },
  { route: 'break_glass.case', path: (f) => one(f, '/case'), expect: staff([404, 404]) },
  { route: 'break_glass.end', path: (f) => one(f, '/end'),
    expect: { ...staff([404, 404]), spoke_coordinator: [200, 404] } },
  { route: 'break_glass.review', path: (f) => one(f, '/review'), body: () => ({ outcome: 'justified', note: 'Invented' }),
    expect: cells({ spoke_coordinator: [412, 404], ig_lead: [412, 412] }) },
];
