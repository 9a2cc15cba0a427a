// Sessions of groups and deliveries without names: [own spoke, another spoke]
// for each of the twelve roles. A provider's own are those of its
// organisation; deliveries are also for those who count. What is created is
// wrong on purpose.
const NONE = [403, 403];
const nobody = {
  spoke_coordinator: NONE, project_officer: NONE, eit_officer: NONE, eit_sergeant: NONE, panel_member: NONE,
  referrer: NONE, provider_worker: NONE, hub_auditor: NONE, hub_analyst: NONE, hub_grant_officer: NONE,
  ig_lead: NONE, system_admin: NONE,
};
const team = (cell) => ({ ...nobody, spoke_coordinator: cell, project_officer: cell });
const deliverers = (cell) => ({ ...team(cell), provider_worker: cell });
const counters = (cell, hub) => ({ ...deliverers(cell), eit_officer: cell, eit_sergeant: cell, hub_auditor: hub,
  hub_analyst: hub, hub_grant_officer: hub });
const group = (f) => `/api/v1/group-sessions/${f.group_session}`;
const one = (f, rest = '') => `/api/v1/deliveries/${f.delivery}${rest}`;
const ABSENT = '00000000-0000-4000-8000-000000000000';

export default [
  { route: 'allocation.offers', path: (f) => `/api/v1/episodes/${f.episode}/offers`, expect: team([200, 404]) },
  { route: 'allocation.young_people', path: () => '/api/v1/my-young-people', expect: { ...nobody, provider_worker: [200, 200] } },
  { route: 'group_session.list', path: (f) => `/api/v1/group-sessions?spoke=${f.spoke}`, expect: deliverers([200, 200]) },
  { route: 'group_session.plan', path: () => '/api/v1/group-sessions',
    body: (f) => ({ spoke: f.spoke, intervention_id: ABSENT, planned_at: '2026-01-05T15:00:00Z',
      members: [{ allocation_id: ABSENT }] }), expect: deliverers([422, 422]) },
  { route: 'group_session.show', path: group, expect: deliverers([200, 404]) },
  { route: 'group_session.log', path: group, body: () => ({ place: 'Invented' }), expect: deliverers([412, 404]) },
  { route: 'group_session.candidates', path: (f) => `/api/v1/interventions/${f.intervention}/taking-part?spoke=${f.spoke}`,
    expect: deliverers([200, 200]) },
  { route: 'delivery.list', path: (f) => `/api/v1/deliveries?spoke=${f.spoke}`, expect: counters([200, 200], [200, 200]) },
  { route: 'delivery.record', path: () => '/api/v1/deliveries',
    body: (f) => ({ spoke: f.spoke, intervention_id: ABSENT, started_on: '2026-01-05', headcount_kind: 'unique', under_18: 1 }),
    expect: deliverers([422, 422]) },
  { route: 'delivery.show', path: (f) => one(f), expect: counters([200, 404], [200, 200]) },
  { route: 'delivery.correct', path: (f) => one(f), body: () => ({ place: 'Invented', change_reason: 'Invented' }),
    expect: deliverers([412, 404]) },
  { route: 'delivery.link', path: (f) => one(f, '/people'), body: () => ({ person_id: ABSENT }), expect: team([422, 404]) },
  { route: 'delivery.unlink', path: (f) => one(f, `/people/${ABSENT}`), expect: team([200, 404]) },
];
