// Associations. Those who work with cases in the spoke, and nobody else. What
// is created is wrong on purpose.
export default [
  { route: 'association.list', path: (f) => `/api/v1/associations?person_id=${f.person}` },
  { route: 'association.add', path: () => '/api/v1/associations',
    body: (f) => ({ person_id: f.person, other_id: f.person, kind: 'friend', certainty: 'confirmed', basis: 'seen',
      source: 'Invented', known_on: '2026-01-05' }),
    elsewhere: (f) => ({ person_id: f.person, other_id: f.other_person, kind: 'friend', certainty: 'confirmed', basis: 'seen',
      source: 'Invented', known_on: '2026-01-05' }), stops: 422 },
  { route: 'association.show', path: (f) => `/api/v1/associations/${f.association}` },
  { route: 'association.change', path: (f) => `/api/v1/associations/${f.association}`,
    body: () => ({ certainty: 'suspected' }) },
  { route: 'association.end', path: (f) => `/api/v1/associations/${f.association}/end`,
    body: () => ({ reason: 'Invented' }) },
];
