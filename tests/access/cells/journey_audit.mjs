// Journey audits: [own spoke, another spoke] for each of the twelve roles. The
// fixtures' audits have been sent, so that their spoke knows of them; the hub's
// auditor is of all spokes. An opened journey is tried in tests/api.
const NONE = [403, 403];
const nobody = {
  spoke_coordinator: NONE, project_officer: NONE, eit_officer: NONE, eit_sergeant: NONE, panel_member: NONE,
  referrer: NONE, provider_worker: NONE, hub_auditor: NONE, hub_analyst: NONE, hub_grant_officer: NONE,
  ig_lead: NONE, system_admin: NONE,
};
const auditor = (cell) => ({ ...nobody, hub_auditor: cell });
const coordinator = (cell) => ({ ...nobody, spoke_coordinator: cell });
const staff = (cell) => ({ ...coordinator(cell), project_officer: cell });
const reads = (cell, hub = [200, 200]) => ({ ...staff(cell), hub_auditor: hub });
const BOTH = [200, 200];
const STALE = [412, 412];
const FAULTY = [422, 422];
const audit = (f, rest = '') => `/api/v1/journey-audits/${f.journey_audit}${rest}`;
const action = (f, rest = '') => `/api/v1/audit-actions/${f.audit_action}${rest}`;

export default [
  { route: 'journey_sample.list', path: () => '/api/v1/journey-samples', expect: auditor(BOTH) },
  { route: 'journey_sample.draw', path: () => '/api/v1/journey-samples', body: () => ({}), expect: auditor(FAULTY) },
  { route: 'journey_sample.show', path: (f) => `/api/v1/journey-samples/${f.journey_sample}`, expect: auditor(BOTH) },
  { route: 'journey_audit.list', path: (f) => `/api/v1/journey-audits?spoke=${f.spoke}`, expect: reads(BOTH) },
  { route: 'journey_audit.report', path: (f) => `/api/v1/journey-audits/report?spoke=${f.spoke}`, expect: reads(BOTH) },
  { route: 'journey_audit.show', path: (f) => audit(f), expect: reads([200, 404]) },
  { route: 'journey_audit.steps', path: (f) => audit(f, '/steps'), expect: reads([200, 404]) },
  { route: 'journey_audit.owners', path: (f) => audit(f, '/owners'), expect: reads([200, 404]) },
  { route: 'journey_audit.change', path: (f) => audit(f), body: () => ({ summary: 'Invented' }), expect: auditor(STALE) },
  { route: 'journey_audit.open', path: (f) => audit(f, '/open'), body: () => ({}), expect: auditor(FAULTY) },
  { route: 'journey_audit.shut', path: (f) => audit(f, '/shut'), body: () => ({}), expect: auditor(BOTH) },
  { route: 'journey_audit.score', path: (f) => audit(f, '/scores'), body: () => ({}), expect: auditor(FAULTY) },
  { route: 'journey_audit.ask', path: (f) => audit(f, '/actions'), body: () => ({}), expect: auditor(FAULTY) },
  { route: 'journey_audit.grade', path: (f) => audit(f, '/grade'), body: () => ({}), expect: auditor(STALE) },
  { route: 'journey_audit.send', path: (f) => audit(f, '/send'), body: () => ({}), expect: auditor(STALE) },
  { route: 'journey_audit.respond', path: (f) => audit(f, '/respond'), body: () => ({ response: 'accepted' }), expect: coordinator([412, 404]) },
  { route: 'journey_audit.revise', path: (f) => audit(f, '/revise'), body: () => ({}), expect: auditor(STALE) },
  { route: 'journey_audit.close', path: (f) => audit(f, '/close'), body: () => ({}), expect: auditor(STALE) },
  { route: 'journey_audit.set_aside', path: (f) => audit(f, '/set-aside'), body: () => ({ reason: 'not_needed' }), expect: auditor(STALE) },
  { route: 'journey_audit.again', path: (f) => audit(f, '/audit-again'), body: () => ({}), expect: auditor(STALE) },
  { route: 'audit_action.list', path: (f) => `/api/v1/audit-actions?spoke=${f.spoke}`, expect: reads(BOTH) },
  { route: 'audit_action.show', path: (f) => action(f), expect: reads([200, 404]) },
  { route: 'audit_action.change', path: (f) => action(f), body: () => ({ owner_user_id: null }), expect: staff([412, 404]) },
  { route: 'audit_action.complete', path: (f) => action(f, '/complete'), body: () => ({ note: 'Invented' }), expect: staff([412, 404]) },
  { route: 'audit_action.cancel', path: (f) => action(f, '/cancel'), body: () => ({ reason: 'overtaken' }), expect: auditor(STALE) },
  { route: 'audit_action.reopen', path: (f) => action(f, '/reopen'), body: () => ({}), expect: auditor(STALE) },
];
