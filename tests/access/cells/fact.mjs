// What is known of a young person: [own spoke, another spoke] for each role.
const one = (f) => `/api/v1/people/${f.person}`;
const uuid = '00000000-0000-4000-8000-000000000000';

const NONE = [403, 403];
const staff = (cell) => ({
  spoke_coordinator: cell, project_officer: cell, eit_officer: cell, eit_sergeant: cell, panel_member: NONE,
  referrer: NONE, provider_worker: NONE, hub_auditor: NONE, hub_analyst: NONE, hub_grant_officer: NONE,
  ig_lead: NONE, system_admin: NONE,
});
const readers = (cell) => ({ ...staff(cell), panel_member: cell, provider_worker: cell });

// A code there is not, so that nobody's record changes.
const add = (route, collection, more) => ({
  route: `fact.${route}_add`, path: (f) => `${one(f)}/${collection}`, body: () => ({ code: 'no_such_code', ...more }),
  expect: staff([422, 404]),
});

export default [
  add('identifier', 'identifiers', { value: 'X1' }),
  add('address', 'addresses', { postcode: 'BS1 1AA' }),
  add('carer', 'carers', { name: 'Invented' }),
  add('professional', 'professionals', { name: 'Invented' }),
  add('care_status', 'care-statuses', {}),
  add('education_status', 'education-statuses', {}),
  add('disability', 'disabilities', {}),
  add('marker', 'markers', { review_on: '2030-01-01', person_knows: 'yes' }),
  add('safety', 'contact-safety', {}),
  { route: 'fact.list', path: (f) => `${one(f)}/facts`, expect: readers([200, 404]) },
  // What each role sees of real facts is in tests/api/fact.test.mjs and tests/sql/person_facts.sql.
  { route: 'fact.show', path: (f) => `${one(f)}/facts/${uuid}`, expect: readers([404, 404]) },
  { route: 'fact.correct', path: (f) => `${one(f)}/facts/${uuid}`, body: () => ({ note: 'x', reason: 'typing_error' }),
    expect: staff([404, 404]) },
  { route: 'fact.end', path: (f) => `${one(f)}/facts/${uuid}/end`, body: () => ({}), expect: staff([404, 404]) },
  { route: 'fact.in_error', path: (f) => `${one(f)}/facts/${uuid}/in-error`, body: () => ({ reason: 'wrong_person' }),
    expect: staff([404, 404]) },
  { route: 'fact.amendments', path: (f) => `${one(f)}/amendments`, expect: readers([200, 404]) },
];
