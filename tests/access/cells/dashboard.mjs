// Dashboards: [own spoke, another spoke] for each of the twelve roles. The hub
// reads figures of every spoke, suppressed; a spoke's staff their own, and
// another's is not there for them.
const NONE = [403, 403];
const nobody = {
  spoke_coordinator: NONE, project_officer: NONE, eit_officer: NONE, eit_sergeant: NONE, panel_member: NONE,
  referrer: NONE, provider_worker: NONE, hub_auditor: NONE, hub_analyst: NONE, hub_grant_officer: NONE,
  ig_lead: NONE, system_admin: NONE,
};
const READ = [200, 200];
const readers = (cell) => ({ ...nobody, spoke_coordinator: cell, project_officer: cell, hub_auditor: READ, hub_analyst: READ, hub_grant_officer: READ });

export default [
  { route: 'dashboard.choices', path: (f) => `/api/v1/dashboards?spoke=${f.spoke}`, expect: readers([200, 404]) },
  { route: 'dashboard.show', path: (f) => `/api/v1/dashboards/flow?spoke=${f.spoke}&period=2025`, expect: readers([200, 404]) },
  { route: 'dashboard.csv', path: (f) => `/api/v1/dashboards/flow.csv?spoke=${f.spoke}&period=2025&sheet=flow&reason=Invented`, expect: readers([200, 404]) },
];
