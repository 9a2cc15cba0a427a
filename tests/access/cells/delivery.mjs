// Sessions of groups and deliveries without names. A provider's own are those
// of its organisation; deliveries are also for those who count. What is created
// is wrong on purpose.
import { ABSENT } from '../fixture.mjs';

export default [
  { route: 'allocation.offers', path: (f) => `/api/v1/episodes/${f.episode}/offers` },
  { route: 'allocation.young_people', path: () => '/api/v1/my-young-people' },
  { route: 'group_session.list', path: (f) => `/api/v1/group-sessions?spoke=${f.spoke}` },
  { route: 'group_session.plan', path: () => '/api/v1/group-sessions',
    body: (f) => ({ spoke: f.spoke, intervention_id: ABSENT, planned_at: '2026-01-05T15:00:00Z',
      members: [{ allocation_id: ABSENT }] }),
    elsewhere: (f) => ({ spoke: f.spoke, intervention_id: f.intervention, planned_at: '2026-01-05T15:00:00Z',
      mode: 'face_to_face', members: [{ allocation_id: f.allocation }] }), stops: 422 },
  { route: 'group_session.show', path: (f) => `/api/v1/group-sessions/${f.group_session}` },
  { route: 'group_session.log', path: (f) => `/api/v1/group-sessions/${f.group_session}`,
    body: () => ({ place: 'Invented' }) },
  { route: 'group_session.candidates',
      path: (f) => `/api/v1/interventions/${f.intervention}/taking-part?spoke=${f.spoke}` },
  { route: 'delivery.list', path: (f) => `/api/v1/deliveries?spoke=${f.spoke}` },
  { route: 'delivery.record', path: () => '/api/v1/deliveries',
    body: (f) => ({ spoke: f.spoke, intervention_id: ABSENT, started_on: '2026-01-05', headcount_kind: 'unique',
      under_18: 1 }),
    elsewhere: (f) => ({ spoke: f.spoke, intervention_id: f.intervention, started_on: '2026-01-05',
      headcount_kind: 'unique', under_18: 1 }), stops: 422 },
  { route: 'delivery.show', path: (f) => `/api/v1/deliveries/${f.delivery}` },
  { route: 'delivery.correct', path: (f) => `/api/v1/deliveries/${f.delivery}`,
    body: () => ({ place: 'Invented', change_reason: 'Invented' }) },
  { route: 'delivery.link', path: (f) => `/api/v1/deliveries/${f.delivery}/people`,
    body: () => ({ person_id: ABSENT }), stops: 422 },
  { route: 'delivery.unlink', path: (f) => `/api/v1/deliveries/${f.delivery}/people/${ABSENT}` },
];
