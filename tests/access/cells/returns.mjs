// Quarterly returns: [own spoke, another spoke] for each of the twelve roles.
// The hub's grant officer and analyst read all that were handed in; the rows
// behind a figure are the spoke's own. What is created is wrong on purpose.
const NONE = [403, 403];
const nobody = {
  spoke_coordinator: NONE, project_officer: NONE, eit_officer: NONE, eit_sergeant: NONE, panel_member: NONE,
  referrer: NONE, provider_worker: NONE, hub_auditor: NONE, hub_analyst: NONE, hub_grant_officer: NONE,
  ig_lead: NONE, system_admin: NONE,
};
const team = (cell) => ({ ...nobody, spoke_coordinator: cell, project_officer: cell });
const readers = (cell, hub) => ({ ...team(cell), hub_analyst: hub, hub_grant_officer: hub });
const submits = (cell) => ({ ...nobody, spoke_coordinator: cell });
const reviews = (cell) => ({ ...nobody, hub_grant_officer: cell });
const one = (f, rest = '') => `/api/v1/returns/${f.quarterly_return}${rest}`;
const note = () => ({ note: 'Invented' });

export default [
  { route: 'return.list', path: (f) => `/api/v1/returns?spoke=${f.spoke}`, expect: readers([200, 200], [200, 200]) },
  { route: 'return.start', path: () => '/api/v1/returns', body: (f) => ({ spoke: f.spoke, quarter: '2026-07-02' }),
    expect: team([422, 422]) },
  { route: 'return.show', path: (f) => one(f), expect: readers([200, 404], [200, 200]) },
  { route: 'return.change', path: (f) => one(f), body: () => ({ risks: 'Invented' }), expect: team([412, 404]) },
  { route: 'return.figures', path: (f) => one(f, '/figures'), expect: readers([200, 404], [200, 200]) },
  { route: 'return.xlsx', path: (f) => one(f, '.xlsx?reason=Invented'), expect: readers([200, 404], [200, 200]) },
  { route: 'return.csv', path: (f) => one(f, '.csv?reason=Invented'), expect: readers([200, 404], [200, 200]) },
  { route: 'return.rows', path: (f) => one(f, '/rows?measure=young_people'), expect: team([200, 404]) },
  { route: 'return.submit', path: (f) => one(f, '/submit'), body: () => ({}), expect: submits([412, 404]) },
  { route: 'return.query', path: (f) => one(f, '/query'), body: note, expect: reviews([412, 412]) },
  { route: 'return.answer', path: (f) => one(f, '/answer'), body: note, expect: submits([412, 404]) },
  { route: 'return.approve', path: (f) => one(f, '/approve'), body: () => ({}), expect: reviews([412, 412]) },
  { route: 'return.send', path: (f) => one(f, '/send'), body: () => ({}), expect: reviews([412, 412]) },
  { route: 'return.restate', path: (f) => one(f, '/restate'), body: note, expect: submits([412, 404]) },
];
