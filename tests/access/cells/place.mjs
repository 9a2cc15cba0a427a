// Places, plans and critical incidents: [own spoke, another spoke] for each of
// the twelve roles. An incident is its coordinator's and of those named on it:
// in the demo the sergeant, nobody else.
const NONE = [403, 403];
const nobody = {
  spoke_coordinator: NONE, project_officer: NONE, eit_officer: NONE, eit_sergeant: NONE, panel_member: NONE,
  referrer: NONE, provider_worker: NONE, hub_auditor: NONE, hub_analyst: NONE, hub_grant_officer: NONE,
  ig_lead: NONE, system_admin: NONE,
};
const staff = (cell) => ({ ...nobody, spoke_coordinator: cell, project_officer: cell, eit_officer: cell, eit_sergeant: cell });
const named = (cell, others) => ({ ...staff(others), panel_member: others, spoke_coordinator: cell, eit_sergeant: cell });
const coordinator = (cell) => ({ ...nobody, spoke_coordinator: cell });
const HIDDEN = [404, 404];
const NOWHERE = '00000000-0000-4000-8000-000000000000';
const place = (f, rest = '') => `/api/v1/places/${f.place}${rest}`;
const plan = (f, rest = '') => `/api/v1/plans/${f.plan}${rest}`;
const incident = (f, rest = '') => `/api/v1/critical-incidents/${f.incident}${rest}`;

export default [
  { route: 'place.list', path: (f) => `/api/v1/places?spoke=${f.spoke}`, expect: staff([200, 200]) },
  { route: 'place.create', path: () => '/api/v1/places', body: (f) => ({ spoke: f.spoke, name: '' }), expect: staff([422, 422]) },
  { route: 'place.show', path: (f) => place(f), expect: staff([200, 404]) },
  { route: 'place.change', path: (f) => place(f), body: () => ({ name: 'Invented' }), expect: staff([412, 404]) },
  { route: 'place.link', path: (f) => place(f, '/people'), body: () => ({}), expect: staff([422, 422]) },
  { route: 'place.unlink', path: (f) => place(f, `/people/${NOWHERE}/end`), body: () => ({}), expect: staff([200, 404]) },
  { route: 'place.contact', path: (f) => place(f, '/contacts'), body: () => ({ contact_id: NOWHERE }), expect: staff([200, 404]) },
  { route: 'place.plans', path: (f) => place(f, '/plans'), expect: staff([200, 404]) },
  { route: 'plan.create', path: (f) => place(f, '/plans'), body: () => ({}), expect: staff([422, 422]) },
  { route: 'plan.show', path: (f) => plan(f), expect: staff([200, 404]) },
  { route: 'plan.change', path: (f) => plan(f), body: () => ({ analysis: 'Invented' }), expect: staff([412, 404]) },
  { route: 'plan.action', path: (f) => plan(f, '/actions'), body: () => ({}), expect: staff([422, 422]) },
  { route: 'plan.action_done', path: (f) => plan(f, `/actions/${NOWHERE}/done`), body: () => ({}), expect: staff([200, 404]) },
  { route: 'incident.list', path: (f) => `/api/v1/critical-incidents?spoke=${f.spoke}`, expect: named([200, 200], [200, 200]) },
  { route: 'incident.create', path: () => '/api/v1/critical-incidents', body: (f) => ({ spoke: f.spoke }), expect: coordinator([422, 422]) },
  { route: 'incident.show', path: (f) => incident(f, '?purpose=safeguarding'), expect: named([200, 404], HIDDEN) },
  { route: 'incident.show', path: (f) => incident(f), expect: named([422, 422], [422, 422]) },
  { route: 'incident.change', path: (f) => incident(f), body: () => ({ title: 'Invented' }), expect: coordinator([412, 404]) },
  { route: 'incident.link', path: (f) => incident(f, '/people'), body: () => ({}), expect: coordinator([422, 422]) },
  { route: 'incident.unlink', path: (f) => incident(f, `/people/${NOWHERE}/end`), body: () => ({ note: 'Invented' }), expect: coordinator([200, 404]) },
  { route: 'incident.place', path: (f) => incident(f, '/places'), body: () => ({}), expect: coordinator([422, 422]) },
  { route: 'incident.entry', path: (f) => incident(f, '/entries'), body: () => ({}), expect: named([422, 422], [422, 422]) },
  { route: 'incident.access', path: (f) => incident(f, '/access'), body: () => ({}), expect: coordinator([422, 422]) },
  { route: 'incident.access_end', path: (f) => incident(f, `/access/${NOWHERE}/end`), expect: coordinator([200, 404]) },
];
