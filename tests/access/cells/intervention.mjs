// The catalogue. All read all of it; a coordinator writes what their own spoke
// delivers.
export default [
  { route: 'intervention.list', path: (f) => `/api/v1/interventions?spoke=${f.spoke}` },
  { route: 'intervention.show', path: (f) => `/api/v1/interventions/${f.intervention}` },
  { route: 'intervention.create', path: () => '/api/v1/interventions',
    body: (f) => ({ name: 'Invented by the cells', provider: 'opcc_hub', spokes: [f.spoke],
      prevention_level: 'secondary', targeting: 'targeted', mode: 'group' }) },
  { route: 'intervention.change', path: (f) => `/api/v1/interventions/${f.intervention}`,
    body: () => ({ description: 'Invented' }) },
];
