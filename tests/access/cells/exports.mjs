// Files made for one person: an analyst's extract, a spoke's whole record, to
// which the information governance lead agrees. Whose file it is not, finds
// none.
import { ABSENT } from '../fixture.mjs';

export default [
  { route: 'export.list', path: () => '/api/v1/exports' },
  { route: 'export.kinds', path: () => '/api/v1/exports/kinds' },
  { route: 'export.studies', path: () => '/api/v1/exports/studies' },
  { route: 'export.study_end', path: () => `/api/v1/exports/studies/${ABSENT}/end`,
    body: () => ({}), stops: 404 },
  { route: 'export.ask', path: () => '/api/v1/exports', body: () => ({}), stops: 422 },
  { route: 'export.show', path: () => `/api/v1/exports/${ABSENT}`, stops: 404 },
  { route: 'export.take', path: () => `/api/v1/exports/${ABSENT}/file`, stops: 404 },
  { route: 'export.approve', path: () => `/api/v1/exports/${ABSENT}/approve`,
    body: () => ({}), stops: 404 },
  { route: 'export.refuse', path: () => `/api/v1/exports/${ABSENT}/refuse`,
    body: () => ({ note: 'Probe' }), stops: 404 },
  { route: 'export.remove', path: () => `/api/v1/exports/${ABSENT}/remove`,
    body: () => ({}), stops: 404 },
];
