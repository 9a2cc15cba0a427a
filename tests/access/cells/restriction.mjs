// Restricted records. The coordinator keeps the keys; the information
// governance lead, who works for all, reads the list without the case. What is
// created is wrong on purpose.
export default [
  { route: 'restriction.list', path: (f) => `/api/v1/restrictions?spoke=${f.spoke}` },
  { route: 'restriction.show', path: (f) => `/api/v1/restrictions/${f.restriction}` },
  { route: 'restriction.list_of_person', path: (f) => `/api/v1/people/${f.person}/restrictions` },
  { route: 'restriction.add', path: (f) => `/api/v1/people/${f.person}/restrictions`,
    body: (f) => ({ spoke: f.spoke, named_only: false, reason: 'nonsense', review_on: '2026-01-05' }), stops: 422 },
  { route: 'restriction.change', path: (f) => `/api/v1/restrictions/${f.restriction}`,
    body: () => ({ note: 'Invented' }) },
  { route: 'restriction.add_user', path: (f) => `/api/v1/restrictions/${f.restriction}/users`,
    body: (f) => ({ user_id: f.restriction, entry: 'blocked', reason: 'Invented' }) },
  { route: 'restriction.end_user',
      path: (f) => `/api/v1/restrictions/${f.restriction}/users/${f.restriction_user}/end`,
    body: () => ({ reason: 'Invented' }) },
  { route: 'restriction.lift', path: (f) => `/api/v1/restrictions/${f.restriction}/lift`,
    body: () => ({ reason: 'Invented' }) },
];
