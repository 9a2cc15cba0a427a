// Files made for one person: an analyst's extract, a spoke's whole record, to
// which the information governance lead agrees. Whose file it is not, finds none.
const NONE = [403, 403];
const cells = (some) => ({ spoke_coordinator: NONE, project_officer: NONE, eit_officer: NONE, eit_sergeant: NONE,
  panel_member: NONE, referrer: NONE, provider_worker: NONE, hub_auditor: NONE, hub_analyst: NONE,
  hub_grant_officer: NONE, ig_lead: NONE, system_admin: NONE, ...some });
const whoever = (is, more) => cells({ spoke_coordinator: is, hub_analyst: is, ig_lead: is, ...more });
const GONE = [404, 404];
const NOBODYS = '0e0e0e0e-0000-4000-8000-000000000000';
const one = (verb, body) => ({ path: () => `/api/v1/exports/${NOBODYS}${verb}`, ...(body ? { body } : {}) });

export default [
  { route: 'export.list', path: () => '/api/v1/exports', expect: whoever([200, 200]) },
  { route: 'export.kinds', path: () => '/api/v1/exports/kinds', expect: whoever([200, 200]) },
  { route: 'export.studies', path: () => '/api/v1/exports/studies', expect: cells({ hub_analyst: [200, 200] }) },
  { route: 'export.study_end', path: () => `/api/v1/exports/studies/${NOBODYS}/end`, body: () => ({}), expect: cells({ hub_analyst: GONE }) },
  { route: 'export.ask', path: () => '/api/v1/exports', body: () => ({}), expect: whoever([422, 422]) },
  { route: 'export.show', ...one(''), expect: whoever(GONE) },
  { route: 'export.take', ...one('/file'), expect: whoever(GONE) },
  { route: 'export.approve', ...one('/approve', () => ({})), expect: cells({ ig_lead: GONE }) },
  { route: 'export.refuse', ...one('/refuse', () => ({ note: 'Probe' })), expect: cells({ ig_lead: GONE }) },
  { route: 'export.remove', ...one('/remove', () => ({})), expect: whoever(GONE) },
];
