// The catalogue: [own spoke, another spoke] for each of the twelve roles. All
// read all of it; a coordinator writes what their own spoke delivers.
const READ = [200, 200];
const NONE = [403, 403];
const nobody = {
  spoke_coordinator: NONE, project_officer: NONE, eit_officer: NONE, eit_sergeant: NONE, panel_member: NONE,
  referrer: NONE, provider_worker: NONE, hub_auditor: NONE, hub_analyst: NONE, hub_grant_officer: NONE,
  ig_lead: NONE, system_admin: NONE,
};
const everybody = Object.fromEntries(Object.keys(nobody).map((role) => [role, READ]));

export default [
  { route: 'intervention.list', path: (f) => `/api/v1/interventions?spoke=${f.spoke}`, expect: everybody },
  { route: 'intervention.show', path: (f) => `/api/v1/interventions/${f.intervention}`, expect: everybody },
  { route: 'intervention.create', path: () => '/api/v1/interventions',
    body: (f) => ({ name: 'Invented by the cells', provider: 'opcc_hub', spokes: [f.spoke], prevention_level: 'secondary',
      targeting: 'targeted', mode: 'group' }),
    expect: { ...nobody, spoke_coordinator: [201, 403] } },
  // Another spoke's is seen, so that a version nobody has is told first.
  { route: 'intervention.change', path: (f) => `/api/v1/interventions/${f.intervention}`, body: () => ({ description: 'Invented' }),
    expect: { ...nobody, spoke_coordinator: [412, 412] } },
];
