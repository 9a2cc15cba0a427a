// Two records of one young person. Looking is for who looks for people; merging
// the coordinator's.
import { ABSENT } from '../fixture.mjs';

export default [
  { route: 'merge.duplicates', path: (f) => `/api/v1/people/${f.person}/duplicates` },
  { route: 'merge.distinct_undo', path: (f) => `/api/v1/people/${f.person}/distinct/undo`,
    body: () => ({ other_id: ABSENT }), stops: 404 },
  { route: 'merge.compare', path: (f) => `/api/v1/people/${f.person}/compare/${f.other_person}` },
  { route: 'merge.make', path: (f) => `/api/v1/people/${f.person}/merge`,
    body: () => ({ other_id: ABSENT, reason: 'Invented' }), stops: 404 },
  { route: 'merge.undo', path: (f) => `/api/v1/people/${f.person}/unmerge`,
    body: () => ({ other_id: ABSENT, reason: 'Invented' }), stops: 404 },
];
