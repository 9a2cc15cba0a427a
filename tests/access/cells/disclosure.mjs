// The register of sharings: [own spoke, another spoke] for each of the twelve
// roles. The coordinator and the information governance lead keep the register;
// the spoke's staff read an episode's; coordinator and project officer write.
// What is created is wrong on purpose.
const NONE = [403, 403];
const cells = (given) => ({
  spoke_coordinator: NONE, project_officer: NONE, eit_officer: NONE, eit_sergeant: NONE, panel_member: NONE,
  referrer: NONE, provider_worker: NONE, hub_auditor: NONE, hub_analyst: NONE, hub_grant_officer: NONE,
  ig_lead: NONE, system_admin: NONE, ...given,
});
const staff = (cell) => cells({ spoke_coordinator: cell, project_officer: cell, eit_officer: cell, eit_sergeant: cell });
const writers = (cell) => cells({ spoke_coordinator: cell, project_officer: cell });

export default [
  // A list of another spoke is empty; the information governance lead works for all.
  { route: 'disclosure.list', path: (f) => `/api/v1/disclosures?spoke=${f.spoke}`,
    expect: cells({ spoke_coordinator: [200, 200], ig_lead: [200, 200] }) },
  { route: 'disclosure.list', path: (f) => `/api/v1/disclosures?spoke=${f.spoke}&state=overdue`,
    expect: cells({ spoke_coordinator: [200, 200], ig_lead: [200, 200] }) },
  { route: 'disclosure.show', path: (f) => `/api/v1/disclosures/${f.disclosure}`, expect: staff([200, 404]) },
  { route: 'disclosure.review', path: (f) => `/api/v1/disclosures/${f.disclosure}/review`,
    body: () => ({ outcome: 'ended', reason: 'Invented' }), expect: writers([412, 404]) },
  { route: 'disclosure.list_of_episode', path: (f) => `/api/v1/episodes/${f.episode}/disclosures`, expect: staff([200, 404]) },
  { route: 'disclosure.add', path: (f) => `/api/v1/episodes/${f.episode}/disclosures`,
    body: () => ({ purpose: 'nonsense', gateway: 'pcsc_2022', content: ['identity'], recipient_name: 'Invented' }),
    expect: writers([422, 404]) },
  { route: 'agreement.list', path: (f) => `/api/v1/episodes/${f.episode}/agreements`, expect: staff([200, 404]) },
  { route: 'agreement.add', path: (f) => `/api/v1/episodes/${f.episode}/agreements`,
    body: () => ({ kind: 'nonsense', change: 'withdrawn', changed_on: '2026-01-05', by_whom: 'young_person', how: 'phone' }),
    expect: writers([422, 404]) },
];
