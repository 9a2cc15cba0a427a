// The journey.
export default [
  { route: 'person.journey', path: (f) => `/api/v1/people/${f.person}/journey` },
];
