// Whom somebody keeps at hand: theirs alone, and only whom they may open.
const ALONE = [403, 403];
const readers = (cell) => ({
  spoke_coordinator: cell, project_officer: cell, eit_officer: cell, eit_sergeant: cell, panel_member: cell,
  provider_worker: cell, referrer: ALONE, hub_auditor: ALONE, hub_analyst: ALONE, hub_grant_officer: ALONE,
  ig_lead: ALONE, system_admin: ALONE,
});
const one = (f) => `/api/v1/pins/${f.person}`;

export default [
  // The list names no spoke: it is the reader's own.
  { route: 'pin.list', path: () => '/api/v1/pins', expect: readers([200, 200]) },
  { route: 'pin.set', path: one, body: () => ({}), expect: readers([200, 404]) },
  { route: 'pin.clear', path: one, expect: readers([200, 404]) },
];
