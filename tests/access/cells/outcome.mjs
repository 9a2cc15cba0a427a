// Outcomes: [own spoke, another spoke] for each of the twelve roles. The
// provider's own are below its own allocation; the episode is not shown to it.
const NONE = [403, 403];
const nobody = {
  spoke_coordinator: NONE, project_officer: NONE, eit_officer: NONE, eit_sergeant: NONE, panel_member: NONE,
  referrer: NONE, provider_worker: NONE, hub_auditor: NONE, hub_analyst: NONE, hub_grant_officer: NONE,
  ig_lead: NONE, system_admin: NONE,
};
const reads = (cell, provider) => ({ ...nobody, spoke_coordinator: cell, project_officer: cell, eit_officer: cell,
  eit_sergeant: cell, provider_worker: provider });
const writes = (cell, provider) => ({ ...nobody, spoke_coordinator: cell, project_officer: cell, provider_worker: provider });

const wrong = () => ({ measure: 'nonsense', point: 'exit', informant: 'worker', value: 1 });

export default [
  { route: 'outcome.list', path: (f) => `/api/v1/episodes/${f.episode}/outcomes`, expect: reads([200, 404], [404, 404]) },
  { route: 'outcome.create', path: (f) => `/api/v1/episodes/${f.episode}/outcomes`, body: wrong, expect: writes([422, 404], [404, 404]) },
  { route: 'outcome.distance', path: (f) => `/api/v1/episodes/${f.episode}/distance-travelled`, expect: reads([200, 404], [404, 404]) },
  { route: 'outcome.list_delivered', path: (f) => `/api/v1/allocations/${f.allocation}/outcomes`, expect: reads([200, 404], [200, 404]) },
  { route: 'outcome.create_delivered', path: (f) => `/api/v1/allocations/${f.allocation}/outcomes`, body: wrong,
    expect: writes([422, 404], [422, 404]) },
  { route: 'outcome.distance_delivered', path: (f) => `/api/v1/allocations/${f.allocation}/distance-travelled`,
    expect: reads([200, 404], [200, 404]) },
  { route: 'outcome.show', path: (f) => `/api/v1/outcomes/${f.outcome}`, expect: reads([200, 404], [200, 404]) },
  { route: 'outcome.amend', path: (f) => `/api/v1/outcomes/${f.outcome}/amend`, body: () => ({ value: 3, reason: 'typing_error' }),
    expect: writes([412, 404], [412, 404]) },
  { route: 'outcome.in_error', path: (f) => `/api/v1/outcomes/${f.outcome}/in-error`, body: () => ({ reason: 'duplicate' }),
    expect: writes([412, 404], [412, 404]) },
  // A list by spoke: of another spoke there is nothing to see.
  { route: 'outcome.due', path: (f) => `/api/v1/outcomes-due?spoke=${f.spoke}`, expect: writes([200, 200], [200, 200]) },
  { route: 'outcome.distance_group', path: (f) => `/api/v1/interventions/${f.intervention}/distance-travelled?spoke=${f.spoke}`,
    expect: reads([200, 200], [200, 200]) },
];
