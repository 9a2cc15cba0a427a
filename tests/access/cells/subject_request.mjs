// Requests about what is held. Information governance, who works for all, answers
// them; the spoke's coordinator sees that there is one. What is created is wrong
// on purpose.
const one = (f, rest = '') => `/api/v1/subject-access/${f.subject_request}${rest}`;
const item = (f, rest = '') => `/api/v1/subject-items/${f.subject_item}${rest}`;

export default [
  { route: 'subject_request.list', path: (f) => `/api/v1/subject-access?spoke=${f.spoke}` },
  { route: 'subject_request.add', path: () => '/api/v1/subject-access', body: () => ({ reference: 'XX-0' }), stops: 422 },
  { route: 'subject_request.show', path: (f) => one(f) },
  { route: 'subject_request.identify', path: (f) => one(f, '/identify'), body: () => ({ identity_on: '2026-01-05', identity_how: 'Invented' }) },
  { route: 'subject_request.pause', path: (f) => one(f, '/pause'), body: () => ({ note: 'Invented' }) },
  { route: 'subject_request.resume', path: (f) => one(f, '/resume'), body: () => ({}) },
  { route: 'subject_request.extend', path: (f) => one(f, '/extend'), body: () => ({ reason: 'Invented' }) },
  { route: 'subject_request.refuse', path: (f) => one(f, '/refuse'), body: () => ({ reason: 'identity', note: 'Invented' }) },
  { route: 'subject_request.withdraw', path: (f) => one(f, '/withdraw'), body: () => ({ note: 'Invented' }) },
  { route: 'subject_request.gather', path: (f) => one(f, '/gather') },
  { route: 'subject_request.answer', path: (f) => one(f, '/answer'), body: () => ({}) },
  { route: 'subject_request.outcome', path: (f) => one(f, '/outcome'), body: () => ({ outcome: 'refused', outcome_note: 'Invented' }) },
  { route: 'subject_request.told', path: (f) => one(f, '/told'), body: () => ({}), stops: 422 },
  { route: 'subject_item.list', path: (f) => one(f, '/items') },
  { route: 'subject_item.include', path: (f) => one(f, '/include') },
  { route: 'subject_item.show', path: (f) => item(f) },
  { route: 'subject_item.decide', path: (f) => item(f, '/decide'), body: () => ({ decision: 'include' }) },
  { route: 'subject_item.redact', path: (f) => item(f, '/redactions'), body: () => ({ passage: '' }), stops: 422 },
  { route: 'subject_item.undo', path: (f) => item(f, `/redactions/${f.subject_item}/undo`), body: () => ({ reason: '' }), stops: 422 },
  { route: 'subject_request.copy', path: (f) => one(f, '/copy') },
];
