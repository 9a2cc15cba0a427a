// Contacts; and those the police hold back.
export default [
  { route: 'contact.list', path: (f) => `/api/v1/contacts?spoke=${f.spoke}` },
  { route: 'contact.create', path: () => '/api/v1/contacts',
    body: (f) => ({ person_id: f.person, type: 'nonsense', happened_at: '2026-01-05T15:00:00Z', seen: true }),
    elsewhere: (f) => ({ person_id: f.person, spoke: f.spoke, type: 'prevention_interview', happened_at: '2026-01-05T15:00:00Z',
      seen: true }), stops: 422 },
  { route: 'contact.show', path: (f) => `/api/v1/contacts/${f.contact}` },
  { route: 'contact.change', path: (f) => `/api/v1/contacts/${f.contact}`, body: () => ({ note: 'Invented' }) },
  { route: 'contact.release', path: (f) => `/api/v1/contacts/${f.contact}/release` },
];
