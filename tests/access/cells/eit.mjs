// The team's work beyond a visit: [own spoke, another spoke] for each of the
// twelve roles. What the police hold back is another's to nobody but them.
const NONE = [403, 403];
const nobody = {
  spoke_coordinator: NONE, project_officer: NONE, eit_officer: NONE, eit_sergeant: NONE, panel_member: NONE,
  referrer: NONE, provider_worker: NONE, hub_auditor: NONE, hub_analyst: NONE, hub_grant_officer: NONE,
  ig_lead: NONE, system_admin: NONE,
};
const staff = (cell, police = cell) => ({ ...nobody, spoke_coordinator: cell, project_officer: cell,
  eit_officer: police, eit_sergeant: police });
const HIDDEN = [404, 404];

export default [
  { route: 'contact.versions', path: (f) => `/api/v1/contacts/${f.contact}/versions`,
    expect: { ...staff([200, 404]), panel_member: [200, 404] } },
  { route: 'contact.versions', path: (f) => `/api/v1/contacts/${f.held_contact}/versions`,
    expect: { ...staff(HIDDEN, [200, 404]), panel_member: HIDDEN } },
  { route: 'contact.in_error', path: (f) => `/api/v1/contacts/${f.contact}/in-error`, body: () => ({ reason: 'duplicate' }),
    expect: staff([412, 404]) },
  { route: 'contact.follow_up', path: (f) => `/api/v1/contacts/${f.contact}/follow-up`, body: () => ({ done_on: '2026-01-05' }),
    expect: staff([412, 404]) },
  { route: 'contact.held', path: (f) => `/api/v1/contacts/held?spoke=${f.spoke}`, expect: { ...nobody, eit_sergeant: [200, 200] } },
  { route: 'contact.keep', path: (f) => `/api/v1/contacts/${f.held_contact}/keep`, body: () => ({ reason: 'Invented' }),
    expect: { ...nobody, eit_sergeant: [412, 404] } },
  { route: 'contact.counts', path: (f) => `/api/v1/contacts/counts?spoke=${f.spoke}`,
    expect: { ...nobody, spoke_coordinator: [200, 404], eit_sergeant: [200, 404] } },
  { route: 'contact.counted', path: (f) => `/api/v1/contacts/counted?spoke=${f.spoke}&measure=seen`,
    expect: { ...nobody, spoke_coordinator: [200, 200], eit_sergeant: [200, 200] } },
  { route: 'identified.list', path: (f) => `/api/v1/identified?spoke=${f.spoke}`, expect: staff([200, 200]) },
  { route: 'identified.show', path: (f) => `/api/v1/identified/${f.identified}`, expect: staff([200, 404]) },
  { route: 'identified.matches', path: (f) => `/api/v1/identified/${f.identified}/matches`, expect: staff([200, 404]) },
  { route: 'identified.link', path: (f) => `/api/v1/identified/${f.identified}/link`, body: (f) => ({ person_id: f.person }),
    expect: staff([412, 404]) },
  { route: 'identified.unlink', path: (f) => `/api/v1/identified/${f.identified}/unlink`, body: () => ({ note: 'Invented' }),
    expect: staff([412, 404]) },
];
