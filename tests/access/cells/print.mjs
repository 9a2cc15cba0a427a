// Prints: whoever sees a page may print it, and the access log has it; of a
// record they may not see there is nothing to print.
const ROLES = ['spoke_coordinator', 'project_officer', 'eit_officer', 'eit_sergeant', 'panel_member',
  'referrer', 'provider_worker', 'hub_auditor', 'hub_analyst', 'hub_grant_officer', 'ig_lead',
  'system_admin'];
const all = (cell) => Object.fromEntries(ROLES.map((role) => [role, cell]));
const NOTHING = all([404, 404]);
const PATH = () => '/api/v1/prints';
const of = (kind) => (f) => ({ kind, id: f[kind], page: '/tests', reason: 'Invented' });
const seen = Object.fromEntries(['spoke_coordinator', 'project_officer', 'eit_officer', 'eit_sergeant']
  .map((role) => [role, [204, 404]]));

export default [
  { route: 'print.record', path: PATH, body: () => ({ kind: 'page', page: '/actions', reason: 'Invented' }), expect: all([204, 204]) },
  { route: 'print.record', path: PATH, body: of('episode'), expect: { ...NOTHING, ...seen, panel_member: [204, 404] } },
  { route: 'print.record', path: PATH, body: of('note'), expect: { ...NOTHING, ...seen } },
];
