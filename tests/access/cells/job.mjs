// Long work: one's own, and a spoke's for its coordinator. The record is the
// coordinator's, and over.
export default [
  { route: 'job.list', path: () => '/api/v1/jobs' },
  { route: 'job.show', path: (f) => `/api/v1/jobs/${f.job}` },
  { route: 'job.cancel', path: (f) => `/api/v1/jobs/${f.job}/cancel`, stops: 409 },
  { route: 'job.seen', path: (f) => `/api/v1/jobs/${f.job}/seen` },
];
