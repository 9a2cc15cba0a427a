// The register of sharings. The coordinator and the information governance lead
// keep the register; the spoke's staff read an episode's; coordinator and
// project officer write. What is created is wrong on purpose.
export default [
  { route: 'disclosure.list', path: (f) => `/api/v1/disclosures?spoke=${f.spoke}` },
  { route: 'disclosure.list', about: 'those overdue',
    path: (f) => `/api/v1/disclosures?spoke=${f.spoke}&state=overdue` },
  { route: 'disclosure.show', path: (f) => `/api/v1/disclosures/${f.disclosure}` },
  { route: 'disclosure.review', path: (f) => `/api/v1/disclosures/${f.disclosure}/review`,
    body: () => ({ outcome: 'ended', reason: 'Invented' }) },
  { route: 'disclosure.list_of_episode', path: (f) => `/api/v1/episodes/${f.episode}/disclosures` },
  { route: 'disclosure.add', path: (f) => `/api/v1/episodes/${f.episode}/disclosures`,
    body: () => ({ purpose: 'nonsense', gateway: 'pcsc_2022', content: ['identity'], recipient_name: 'Invented' }), stops: 422 },
  { route: 'agreement.list', path: (f) => `/api/v1/episodes/${f.episode}/agreements` },
  { route: 'agreement.add', path: (f) => `/api/v1/episodes/${f.episode}/agreements`,
    body: () => ({ kind: 'nonsense', change: 'withdrawn', changed_on: '2026-01-05', by_whom: 'young_person',
      how: 'phone' }), stops: 422 },
];
