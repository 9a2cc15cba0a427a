// Files of figures and lists: the hub's analyst and grant officer hand in
// figures, a coordinator the spoke's own list. Published figures are T1: who
// reads figures reads them, of every spoke.
export default [
  { route: 'import.list', path: () => '/api/v1/imports' },
  { route: 'import.kinds', path: () => '/api/v1/imports/kinds' },
  { route: 'import.open', path: () => '/api/v1/imports', body: () => ({}), stops: 422 },
  { route: 'import.show', path: (f) => `/api/v1/imports/${f.import}` },
  { route: 'import.commit', path: (f) => `/api/v1/imports/${f.import}/commit`, body: () => ({}) },
  { route: 'import.withdraw', path: (f) => `/api/v1/imports/${f.import}/withdraw`,
    body: () => ({ reason: 'Probe' }) },
  { route: 'reconciliation.year', path: () => '/api/v1/reconciliation' },
  { route: 'reconciliation.figure', path: (f) => `/api/v1/reconciliation/${f.figure}?rule=delivered_rows` },
  { route: 'reconciliation.say', path: (f) => `/api/v1/reconciliation/${f.figure}/reasons`,
    body: () => ({}), stops: 422 },
];
