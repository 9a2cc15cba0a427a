// The journey: [own spoke, another spoke] for each of the twelve roles.
const NONE = [403, 403];
const SEEN = [200, 404];

export default [
  { route: 'person.journey', path: (f) => `/api/v1/people/${f.person}/journey`, expect: {
    spoke_coordinator: SEEN, project_officer: SEEN, eit_officer: SEEN, eit_sergeant: SEEN, panel_member: SEEN,
    referrer: NONE, provider_worker: NONE, hub_auditor: [404, 404], hub_analyst: NONE, hub_grant_officer: NONE,
    ig_lead: NONE, system_admin: NONE } },
];
