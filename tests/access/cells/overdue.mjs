// What is late: of the spokes one runs. Another spoke's is an empty list, as
// any list of it is.
const NONE = [403, 403];
const staff = {
  panel_member: NONE, provider_worker: NONE, hub_auditor: NONE, hub_analyst: NONE,
  hub_grant_officer: NONE, ig_lead: NONE, system_admin: NONE, referrer: NONE,
  eit_officer: NONE, eit_sergeant: NONE, spoke_coordinator: [200, 200], project_officer: [200, 200],
};

export default [
  { route: 'overdue.list', path: (f) => `/api/v1/overdue?spoke=${f.spoke}`, expect: staff },
  { route: 'overdue.counts', path: (f) => `/api/v1/overdue/counts?spoke=${f.spoke}`, expect: staff },
];
