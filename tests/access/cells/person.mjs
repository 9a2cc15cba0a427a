// Young people and search.
import { ABSENT } from '../fixture.mjs';

export default [
  { route: 'person.list', path: (f) => `/api/v1/people?spoke=${f.spoke}` },
  { route: 'person.create', path: () => '/api/v1/people',
    body: (f) => ({ spoke: f.spoke, given_name: 'Testaccess', family_name: 'Probacell' }) },
  { route: 'person.matches', path: (f) => `/api/v1/people/matches?${f.name_query}` },
  { route: 'search.show', path: (f) => `/api/v1/search?q=${encodeURIComponent(f.name)}` },
  { route: 'person.show', path: (f) => `/api/v1/people/${f.person}` },
  { route: 'person.change', path: (f) => `/api/v1/people/${f.person}`, body: () => ({ phone: '07700 900000' }) },
  { route: 'person.name_add', path: (f) => `/api/v1/people/${f.person}/names`,
    body: () => ({ kind: 'no_such_kind', given_name: 'Invented' }), stops: 422 },
  { route: 'person.name_end', path: (f) => `/api/v1/people/${f.person}/names/${ABSENT}/end`,
    body: () => ({}), stops: 404 },
  { route: 'person.name_show', path: (f) => `/api/v1/people/${f.person}/names/${ABSENT}`, stops: 404 },
  { route: 'person.name_correct', path: (f) => `/api/v1/people/${f.person}/names/${ABSENT}`,
    body: () => ({ given_name: 'x', reason: 'typing_error' }), stops: 404 },
  { route: 'person.name_in_error', path: (f) => `/api/v1/people/${f.person}/names/${ABSENT}/in-error`,
    body: () => ({ reason: 'wrong_person' }), stops: 404 },
  { route: 'person.distinct', path: (f) => `/api/v1/people/${f.person}/distinct`,
    body: () => ({ other_id: ABSENT, reason: 'Invented' }), stops: 422 },
];
