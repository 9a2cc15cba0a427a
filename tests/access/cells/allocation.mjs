// Allocations and their sessions: [own spoke, another spoke] for each of the
// twelve roles. The provider's own are those of its organisation, the panel
// member's those of their young people. What is created is wrong on purpose.
const NONE = [403, 403];
const nobody = {
  spoke_coordinator: NONE, project_officer: NONE, eit_officer: NONE, eit_sergeant: NONE, panel_member: NONE,
  referrer: NONE, provider_worker: NONE, hub_auditor: NONE, hub_analyst: NONE, hub_grant_officer: NONE,
  ig_lead: NONE, system_admin: NONE,
};
const readers = (cell) => ({ ...nobody, spoke_coordinator: cell, project_officer: cell, eit_officer: cell,
  eit_sergeant: cell, panel_member: cell, provider_worker: cell });
// The spoke team decides what is offered; the provider delivers it, too.
const team = (cell) => ({ ...nobody, spoke_coordinator: cell, project_officer: cell });
const deliverers = (cell) => ({ ...team(cell), provider_worker: cell });

const one = (f, rest = '') => `/api/v1/allocations/${f.allocation}${rest}`;
const end = { exit_reason: 'moved', exit_summary: 'Invented' };
const move = (route, body, expect) =>
  ({ route: `allocation.${route}`, path: (f) => one(f, `/${route.replace('_', '-')}`), body: () => body, expect });
const changes = [412, 404];

export default [
  { route: 'allocation.list', path: (f) => `/api/v1/allocations?spoke=${f.spoke}`, expect: readers([200, 200]) },
  { route: 'allocation.propose', path: () => '/api/v1/allocations',
    body: (f) => ({ episode_id: f.episode, intervention_id: '00000000-0000-4000-8000-000000000000' }), expect: team([422, 422]) },
  { route: 'allocation.show', path: (f) => one(f), expect: readers([200, 404]) },
  { route: 'allocation.change', path: (f) => one(f), body: () => ({ goals: 'Invented' }), expect: team(changes) },
  { route: 'allocation.history', path: (f) => one(f, '/history'), expect: readers([200, 404]) },
  move('offer', {}, team(changes)),
  move('withdraw', end, team(changes)),
  move('unsuitable', { reason: 'need_not_met' }, team(changes)),
  move('agree', {}, deliverers(changes)),
  move('wait', {}, deliverers(changes)),
  move('start', {}, deliverers(changes)),
  move('pause', { reason: 'exams' }, deliverers(changes)),
  move('resume', {}, deliverers(changes)),
  move('complete', end, deliverers(changes)),
  move('disengage', end, deliverers(changes)),
  move('decline', { reason: 'parent_declined' }, deliverers(changes)),
  move('provider_decline', { reason: 'no_capacity' }, deliverers(changes)),
  move('never_started', { reason: 'could_not_reach' }, deliverers(changes)),
  { route: 'session.list', path: (f) => one(f, '/sessions'), expect: readers([200, 404]) },
  { route: 'session.plan', path: (f) => one(f, '/sessions'),
    body: () => ({ planned_at: '2026-01-05T15:00:00Z', mode: 'nonsense' }), expect: deliverers([422, 404]) },
  { route: 'session.read', path: (f) => `/api/v1/sessions/${f.session}`, expect: readers([200, 404]) },
  { route: 'session.log', path: (f) => `/api/v1/sessions/${f.session}`, body: () => ({ note: 'Invented' }),
    expect: deliverers(changes) },
];
