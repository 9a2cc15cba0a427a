// The team's work: [own spoke, another spoke] for each of the twelve roles.
// Another spoke's has nothing in it that the reader may see.
const NONE = [403, 403];
const nobody = {
  spoke_coordinator: NONE, project_officer: NONE, eit_officer: NONE, eit_sergeant: NONE, panel_member: NONE,
  referrer: NONE, provider_worker: NONE, hub_auditor: NONE, hub_analyst: NONE, hub_grant_officer: NONE,
  ig_lead: NONE, system_admin: NONE,
};
const team = (cell) => ({ ...nobody, spoke_coordinator: cell, project_officer: cell });

export default [
  { route: 'workload.show', path: (f) => `/api/v1/workload?spoke=${f.spoke}`, expect: team([200, 200]) },
  { route: 'workload.items', path: (f) => `/api/v1/workload/items?spoke=${f.spoke}`, expect: team([200, 200]) },
  // Nothing is chosen, so that nothing changes.
  { route: 'workload.reassign', path: () => '/api/v1/workload/reassign',
    body: () => ({ items: [], to_user_id: '00000000-0000-4000-8000-000000000000', reason: 'Invented' }), expect: team([422, 422]) },
];
