// Actions and tasks: [own spoke, another spoke] for each of the twelve roles.
const NONE = [403, 403];
const nobody = {
  spoke_coordinator: NONE, project_officer: NONE, eit_officer: NONE, eit_sergeant: NONE, panel_member: NONE,
  referrer: NONE, provider_worker: NONE, hub_auditor: NONE, hub_analyst: NONE, hub_grant_officer: NONE,
  ig_lead: NONE, system_admin: NONE,
};
const around = (cell) => ({ ...nobody, spoke_coordinator: cell, project_officer: cell, eit_officer: cell,
  eit_sergeant: cell, panel_member: cell });
const team = (cell) => ({ ...nobody, spoke_coordinator: cell, project_officer: cell });
// Everybody has work of their own, if only none.
const everybody = Object.fromEntries(Object.keys(nobody).map((role) => [role, [200, 200]]));

const action = (f, rest = '') => `/api/v1/actions/${f.action}${rest}`;
const move = (verb, expect, body = {}) => ({
  route: `action.${verb}`, path: (f) => action(f, `/${verb}`), body: () => body, expect });

export default [
  { route: 'action.list', path: (f) => `/api/v1/actions?spoke=${f.spoke}`, expect: around([200, 200]) },
  { route: 'action.list_of_episode', path: (f) => `/api/v1/episodes/${f.episode}/actions`, expect: around([200, 404]) },
  { route: 'action.create', path: (f) => `/api/v1/episodes/${f.episode}/actions`,
    body: (f) => ({ description: 'Invented', due_on: '2031-01-01', owner_name: 'Invented', owner_agency: f.agency, priority: 'nonsense' }),
    expect: team([422, 404]) },
  { route: 'action.show', path: (f) => action(f), expect: around([200, 404]) },
  { route: 'action.change', path: (f) => action(f), body: () => ({ due_on: '2031-01-01' }), expect: team([412, 404]) },
  move('start', around([412, 404])),
  move('complete', around([412, 404]), { note: 'Invented' }),
  move('cancel', team([412, 404]), { reason: 'unsafe' }),
  move('supersede', team([412, 404]), { note: 'Invented' }),
  move('reopen', team([412, 404]), { note: 'Invented' }),
  { route: 'task.list', path: () => '/api/v1/tasks', expect: everybody },
  { route: 'task.changes', path: () => '/api/v1/tasks/changes', expect: everybody },
];
