// Requests about what is held: [own spoke, another spoke] for each of the twelve
// roles. Information governance, who works for all, answers them; the spoke's
// coordinator sees that there is one. What is created is wrong on purpose.
const NONE = [403, 403];
const cells = (given) => ({
  spoke_coordinator: NONE, project_officer: NONE, eit_officer: NONE, eit_sergeant: NONE, panel_member: NONE,
  referrer: NONE, provider_worker: NONE, hub_auditor: NONE, hub_analyst: NONE, hub_grant_officer: NONE,
  ig_lead: NONE, system_admin: NONE, ...given,
});
const lead = (status) => cells({ ig_lead: [status, status] });
const one = (f, rest = '') => `/api/v1/subject-access/${f.subject_request}${rest}`;
const item = (f, rest = '') => `/api/v1/subject-items/${f.subject_item}${rest}`;

export default [
  { route: 'subject_request.list', path: (f) => `/api/v1/subject-access?spoke=${f.spoke}`,
    expect: cells({ spoke_coordinator: [200, 200], ig_lead: [200, 200] }) },
  { route: 'subject_request.add', path: () => '/api/v1/subject-access', body: () => ({ reference: 'XX-0' }), expect: lead(422) },
  { route: 'subject_request.show', path: (f) => one(f), expect: cells({ spoke_coordinator: [200, 404], ig_lead: [200, 200] }) },
  { route: 'subject_request.identify', path: (f) => one(f, '/identify'), body: () => ({ identity_on: '2026-01-05', identity_how: 'Invented' }), expect: lead(412) },
  { route: 'subject_request.pause', path: (f) => one(f, '/pause'), body: () => ({ note: 'Invented' }), expect: lead(412) },
  { route: 'subject_request.resume', path: (f) => one(f, '/resume'), body: () => ({}), expect: lead(412) },
  { route: 'subject_request.extend', path: (f) => one(f, '/extend'), body: () => ({ reason: 'Invented' }), expect: lead(412) },
  { route: 'subject_request.refuse', path: (f) => one(f, '/refuse'), body: () => ({ reason: 'identity', note: 'Invented' }), expect: lead(412) },
  { route: 'subject_request.withdraw', path: (f) => one(f, '/withdraw'), body: () => ({ note: 'Invented' }), expect: lead(412) },
  { route: 'subject_request.gather', path: (f) => one(f, '/gather'), expect: lead(412) },
  { route: 'subject_request.answer', path: (f) => one(f, '/answer'), body: () => ({}), expect: lead(412) },
  { route: 'subject_request.outcome', path: (f) => one(f, '/outcome'), body: () => ({ outcome: 'refused', outcome_note: 'Invented' }), expect: lead(412) },
  { route: 'subject_request.told', path: (f) => one(f, '/told'), body: () => ({}), expect: lead(422) },
  { route: 'subject_item.list', path: (f) => one(f, '/items'), expect: lead(200) },
  { route: 'subject_item.include', path: (f) => `/api/v1/subject-access/${f.person}/include`, expect: lead(404) },
  { route: 'subject_item.show', path: (f) => item(f), expect: lead(200) },
  { route: 'subject_item.decide', path: (f) => item(f, '/decide'), body: () => ({ decision: 'include' }), expect: lead(412) },
  { route: 'subject_item.redact', path: (f) => item(f, '/redactions'), body: () => ({ passage: '' }), expect: lead(422) },
  { route: 'subject_item.undo', path: (f) => item(f, `/redactions/${f.subject_item}/undo`), body: () => ({ reason: '' }), expect: lead(422) },
  { route: 'subject_request.copy', path: (f) => one(f, '/copy'), expect: lead(404) },
];
