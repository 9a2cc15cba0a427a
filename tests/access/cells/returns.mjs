// Quarterly returns. The hub's grant officer and analyst read all that were
// handed in; the rows behind a figure are the spoke's own. What is created is
// wrong on purpose.
export default [
  { route: 'return.list', path: (f) => `/api/v1/returns?spoke=${f.spoke}` },
  { route: 'return.start', path: () => '/api/v1/returns',
    body: (f) => ({ spoke: f.spoke, quarter: '2026-07-02' }),
    elsewhere: (f) => ({ spoke: f.spoke, quarter: '2026-07-01' }), stops: 422 },
  { route: 'return.show', path: (f) => `/api/v1/returns/${f.quarterly_return}` },
  { route: 'return.change', path: (f) => `/api/v1/returns/${f.quarterly_return}`,
    body: () => ({ risks: 'Invented' }) },
  { route: 'return.figures', path: (f) => `/api/v1/returns/${f.quarterly_return}/figures` },
  { route: 'return.xlsx', path: (f) => `/api/v1/returns/${f.quarterly_return}.xlsx?reason=Invented` },
  { route: 'return.csv', path: (f) => `/api/v1/returns/${f.quarterly_return}.csv?reason=Invented` },
  { route: 'return.rows', path: (f) => `/api/v1/returns/${f.quarterly_return}/rows?measure=young_people` },
  { route: 'return.submit', path: (f) => `/api/v1/returns/${f.quarterly_return}/submit`, body: () => ({}) },
  { route: 'return.query', path: (f) => `/api/v1/returns/${f.quarterly_return}/query`,
    body: () => ({ note: 'Invented' }) },
  { route: 'return.answer', path: (f) => `/api/v1/returns/${f.quarterly_return}/answer`,
    body: () => ({ note: 'Invented' }) },
  { route: 'return.approve', path: (f) => `/api/v1/returns/${f.quarterly_return}/approve`, body: () => ({}) },
  { route: 'return.send', path: (f) => `/api/v1/returns/${f.quarterly_return}/send`, body: () => ({}) },
  { route: 'return.restate', path: (f) => `/api/v1/returns/${f.quarterly_return}/restate`,
    body: () => ({ note: 'Invented' }) },
];
