// Young people and search: [own spoke, another spoke] for each of the twelve roles.
const one = (f) => `/api/v1/people/${f.person}`;
const uuid = '00000000-0000-4000-8000-000000000000';

const NONE = [403, 403];
const nobody = {
  spoke_coordinator: NONE, project_officer: NONE, eit_officer: NONE, eit_sergeant: NONE, panel_member: NONE,
  referrer: NONE, provider_worker: NONE, hub_auditor: NONE, hub_analyst: NONE, hub_grant_officer: NONE,
  ig_lead: NONE, system_admin: NONE,
};
const staff = (cell) => ({
  ...nobody, spoke_coordinator: cell, project_officer: cell, eit_officer: cell, eit_sergeant: cell,
});

export default [
  // A list of another spoke is empty, not forbidden.
  { route: 'person.list', path: (f) => `/api/v1/people?spoke=${f.spoke}`, expect: staff([200, 200]) },
  { route: 'person.create', path: () => '/api/v1/people',
    body: (f) => ({ spoke: f.spoke, given_name: 'Testaccess', family_name: 'Probacell' }), expect: staff([201, 403]) },
  { route: 'person.matches', path: () => '/api/v1/people/matches?family_name=Probacell', expect: staff([200, 200]) },
  { route: 'search.show', path: () => '/api/v1/search?q=probacell', expect: staff([200, 200]) },
  { route: 'person.show', path: one,
    expect: { ...staff([200, 404]), panel_member: [200, 404], provider_worker: [200, 404] } },
  { route: 'person.change', path: one, body: () => ({ phone: '07700 900000' }), expect: staff([412, 404]) },
  // A kind of name there is not, so that nobody's record changes.
  { route: 'person.name_add', path: (f) => `${one(f)}/names`, body: () => ({ kind: 'no_such_kind', given_name: 'Invented' }),
    expect: staff([422, 404]) },
  { route: 'person.name_end', path: (f) => `${one(f)}/names/${uuid}/end`, body: () => ({}), expect: staff([404, 404]) },
  { route: 'person.name_show', path: (f) => `${one(f)}/names/${uuid}`, expect: staff([404, 404]) },
  { route: 'person.name_correct', path: (f) => `${one(f)}/names/${uuid}`, body: () => ({ given_name: 'x', reason: 'typing_error' }),
    expect: staff([404, 404]) },
  { route: 'person.name_in_error', path: (f) => `${one(f)}/names/${uuid}/in-error`, body: () => ({ reason: 'wrong_person' }),
    expect: staff([404, 404]) },
  { route: 'person.distinct', path: (f) => `${one(f)}/distinct`, body: () => ({ other_id: uuid, reason: 'Invented' }),
    expect: staff([422, 404]) },
];
