// Dashboards. The hub reads figures of every spoke, suppressed; a spoke's staff
// their own, and another's is not there for them.
export default [
  { route: 'dashboard.choices', path: (f) => `/api/v1/dashboards?spoke=${f.spoke}` },
  { route: 'dashboard.show', path: (f) => `/api/v1/dashboards/flow?spoke=${f.spoke}&period=2025` },
  { route: 'dashboard.csv',
      path: (f) => `/api/v1/dashboards/flow.csv?spoke=${f.spoke}&period=2025&sheet=flow&reason=Invented` },
];
