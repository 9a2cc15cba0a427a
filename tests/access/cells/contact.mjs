// Contacts: [own spoke, another spoke] for each of the twelve roles; and those
// the police hold back.
const NONE = [403, 403];
const nobody = {
  spoke_coordinator: NONE, project_officer: NONE, eit_officer: NONE, eit_sergeant: NONE, panel_member: NONE,
  referrer: NONE, provider_worker: NONE, hub_auditor: NONE, hub_analyst: NONE, hub_grant_officer: NONE,
  ig_lead: NONE, system_admin: NONE,
};
const staff = (cell, police = cell) => ({ ...nobody, spoke_coordinator: cell, project_officer: cell,
  eit_officer: police, eit_sergeant: police });
const readers = (cell) => ({ ...staff(cell), panel_member: cell });
const HIDDEN = [404, 404];

export default [
  { route: 'contact.list', path: (f) => `/api/v1/contacts?spoke=${f.spoke}`, expect: readers([200, 200]) },
  { route: 'contact.create', path: () => '/api/v1/contacts',
    body: (f) => ({ person_id: f.person, type: 'nonsense', happened_at: '2026-01-05T15:00:00Z', seen: true }),
    expect: staff([422, 422]) },
  { route: 'contact.show', path: (f) => `/api/v1/contacts/${f.contact}`, expect: readers([200, 404]) },
  { route: 'contact.show', path: (f) => `/api/v1/contacts/${f.held_contact}`,
    expect: { ...staff(HIDDEN, [200, 404]), panel_member: HIDDEN } },
  { route: 'contact.change', path: (f) => `/api/v1/contacts/${f.contact}`, body: () => ({ note: 'Invented' }),
    expect: staff([412, 404]) },
  { route: 'contact.change', path: (f) => `/api/v1/contacts/${f.held_contact}`, body: () => ({ note: 'Invented' }),
    expect: staff(HIDDEN, [412, 404]) },
  { route: 'contact.release', path: (f) => `/api/v1/contacts/${f.held_contact}/release`,
    expect: { ...nobody, eit_sergeant: [412, 404] } },
];
