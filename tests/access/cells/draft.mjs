// Drafts: everybody has their own, and nobody anybody else's. There is none
// of another person that could be asked for: its id is as one nobody has.
const ROLES = ['spoke_coordinator', 'project_officer', 'eit_officer', 'eit_sergeant', 'panel_member',
  'referrer', 'provider_worker', 'hub_auditor', 'hub_analyst', 'hub_grant_officer', 'ig_lead',
  'system_admin'];
const everybody = (cell) => Object.fromEntries(ROLES.map((role) => [role, cell]));
const ONE = '/api/v1/drafts/00000000-0000-4000-8000-000000000000';

export default [
  { route: 'draft.list', path: () => '/api/v1/drafts', expect: everybody([200, 200]) },
  // In somebody else's name.
  { route: 'draft.create', path: () => '/api/v1/drafts',
    body: () => ({ user_id: '00000000-0000-4000-8000-000000000000', form: 'note', subject: '/help', title: 'Help', content: [] }),
    expect: everybody([403, 403]) },
  { route: 'draft.show', path: () => ONE, expect: everybody([404, 404]) },
  { route: 'draft.change', path: () => ONE, body: () => ({ content: [] }), expect: everybody([404, 404]) },
  { route: 'draft.remove', path: () => ONE, expect: everybody([404, 404]) },
];
