// Actions and tasks.
export default [
  { route: 'action.list', path: (f) => `/api/v1/actions?spoke=${f.spoke}` },
  { route: 'action.list_of_episode', path: (f) => `/api/v1/episodes/${f.episode}/actions` },
  { route: 'action.create', path: (f) => `/api/v1/episodes/${f.episode}/actions`,
    body: (f) => ({ description: 'Invented', due_on: '2031-01-01', owner_name: 'Invented', owner_agency: f.agency,
      priority: 'nonsense' }), stops: 422 },
  { route: 'action.show', path: (f) => `/api/v1/actions/${f.action}` },
  { route: 'action.change', path: (f) => `/api/v1/actions/${f.action}`, body: () => ({ due_on: '2031-01-01' }) },
  { route: 'action.start', path: (f) => `/api/v1/actions/${f.action}/start`, body: () => ({}) },
  { route: 'action.complete', path: (f) => `/api/v1/actions/${f.action}/complete`,
    body: () => ({ note: 'Invented' }) },
  { route: 'action.cancel', path: (f) => `/api/v1/actions/${f.action}/cancel`, body: () => ({ reason: 'unsafe' }) },
  { route: 'action.supersede', path: (f) => `/api/v1/actions/${f.action}/supersede`,
    body: () => ({ note: 'Invented' }) },
  { route: 'action.reopen', path: (f) => `/api/v1/actions/${f.action}/reopen`, body: () => ({ note: 'Invented' }) },
  { route: 'task.list', path: () => '/api/v1/tasks' },
  { route: 'task.changes', path: () => '/api/v1/tasks/changes' },
];
