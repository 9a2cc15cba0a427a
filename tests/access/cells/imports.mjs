// Files of figures and lists: the hub's analyst and grant officer hand in
// figures, a coordinator the spoke's own list. Published figures are T1: who
// reads figures reads them, of every spoke.
const NONE = [403, 403];
const cells = (some) => ({ spoke_coordinator: NONE, project_officer: NONE, eit_officer: NONE, eit_sergeant: NONE,
  panel_member: NONE, referrer: NONE, provider_worker: NONE, hub_auditor: NONE, hub_analyst: NONE,
  hub_grant_officer: NONE, ig_lead: NONE, system_admin: NONE, ...some });
const handing = (is) => cells({ spoke_coordinator: is, hub_analyst: is, hub_grant_officer: is });
const reading = cells({ spoke_coordinator: [200, 200], project_officer: [200, 200], hub_auditor: [200, 200],
  hub_analyst: [200, 200], hub_grant_officer: [200, 200] });

export default [
  { route: 'import.list', path: () => '/api/v1/imports', expect: handing([200, 200]) },
  { route: 'import.kinds', path: () => '/api/v1/imports/kinds', expect: handing([200, 200]) },
  { route: 'import.open', path: () => '/api/v1/imports', body: () => ({}), expect: handing([422, 422]) },
  { route: 'import.show', path: (f) => `/api/v1/imports/${f.import}`, expect: handing([200, 200]) },
  { route: 'import.commit', path: (f) => `/api/v1/imports/${f.import}/commit`, body: () => ({}), expect: handing([412, 412]) },
  { route: 'import.withdraw', path: (f) => `/api/v1/imports/${f.import}/withdraw`, body: () => ({ reason: 'Probe' }), expect: handing([412, 412]) },
  { route: 'reconciliation.year', path: () => '/api/v1/reconciliation', expect: reading },
  { route: 'reconciliation.figure', path: (f) => `/api/v1/reconciliation/${f.figure}?rule=delivered_rows`, expect: reading },
  { route: 'reconciliation.say', path: (f) => `/api/v1/reconciliation/${f.figure}/reasons`, body: () => ({}),
    expect: cells({ hub_analyst: [422, 422], hub_grant_officer: [422, 422] }) },
];
