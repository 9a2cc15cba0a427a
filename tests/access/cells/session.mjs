// Signing in and the lists that forms choose from: anybody signed in.
export default [
  { route: 'session.show', path: () => '/api/v1/session' },
  { route: 'session.confirm', path: () => '/api/v1/session/confirm', body: () => ({}), stops: 422 },
  { route: 'reference.list', path: () => '/api/v1/reference/concern' },
  { route: 'spoke.list', path: () => '/api/v1/spokes' },
  { route: 'agency.list', path: (f) => `/api/v1/agencies?spoke=${f.spoke}` },
  { route: 'colleague.list', path: (f) => `/api/v1/colleagues?spoke=${f.spoke}` },
];
