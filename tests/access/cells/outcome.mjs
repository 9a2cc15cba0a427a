// Outcomes. The provider's own are below its own allocation; the episode is not
// shown to it.
export default [
  { route: 'outcome.list', path: (f) => `/api/v1/episodes/${f.episode}/outcomes` },
  { route: 'outcome.create', path: (f) => `/api/v1/episodes/${f.episode}/outcomes`,
    body: () => ({ measure: 'nonsense', point: 'exit', informant: 'worker', value: 1 }), stops: 422 },
  { route: 'outcome.distance', path: (f) => `/api/v1/episodes/${f.episode}/distance-travelled` },
  { route: 'outcome.list_delivered', path: (f) => `/api/v1/allocations/${f.allocation}/outcomes` },
  { route: 'outcome.create_delivered', path: (f) => `/api/v1/allocations/${f.allocation}/outcomes`,
    body: () => ({ measure: 'nonsense', point: 'exit', informant: 'worker', value: 1 }), stops: 422 },
  { route: 'outcome.distance_delivered', path: (f) => `/api/v1/allocations/${f.allocation}/distance-travelled` },
  { route: 'outcome.show', path: (f) => `/api/v1/outcomes/${f.outcome}` },
  { route: 'outcome.amend', path: (f) => `/api/v1/outcomes/${f.outcome}/amend`,
    body: () => ({ value: 3, reason: 'typing_error' }) },
  { route: 'outcome.in_error', path: (f) => `/api/v1/outcomes/${f.outcome}/in-error`,
    body: () => ({ reason: 'duplicate' }) },
  { route: 'outcome.due', path: (f) => `/api/v1/outcomes-due?spoke=${f.spoke}` },
  { route: 'outcome.distance_group',
      path: (f) => `/api/v1/interventions/${f.intervention}/distance-travelled?spoke=${f.spoke}` },
];
