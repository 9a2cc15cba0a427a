// The access log: the spoke's coordinator and the information governance lead.
// Another spoke's young person answers like one that nobody has looked at.
const NONE = [403, 403];
const readers = {
  spoke_coordinator: [200, 200], project_officer: NONE, eit_officer: NONE, eit_sergeant: NONE, panel_member: NONE,
  referrer: NONE, provider_worker: NONE, hub_auditor: NONE, hub_analyst: NONE, hub_grant_officer: NONE,
  ig_lead: [200, 200], system_admin: NONE,
};

export default [
  { route: 'access_log.list', path: (f) => `/api/v1/access-log?person_id=${f.person}`, expect: readers },
  { route: 'access_log.list', path: (f) => `/api/v1/access-log?spoke=${f.spoke}`, expect: readers },
  { route: 'access_log.readers', path: (f) => `/api/v1/access-log/readers?person_id=${f.person}`, expect: readers },
  { route: 'access_log.unusual', path: (f) => `/api/v1/access-log/unusual?spoke=${f.spoke}`, expect: readers },
];
