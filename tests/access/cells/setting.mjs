// What a spoke works by: read by those who run it, changed by its coordinator.
const NONE = [403, 403];
const narrow = {
  panel_member: NONE, provider_worker: NONE, hub_auditor: NONE, hub_analyst: NONE,
  hub_grant_officer: NONE, ig_lead: NONE, system_admin: NONE, referrer: NONE,
  eit_officer: NONE, eit_sergeant: NONE,
};
const path = (f) => `/api/v1/spokes/${f.spoke}/settings`;

export default [
  { route: 'setting.list', path, expect: { ...narrow, spoke_coordinator: [200, 200], project_officer: [200, 200] } },
  // A value nobody may give: whoever may change it is told so, and nothing changes.
  { route: 'setting.say', path, body: () => ({ setting: 'triage_working_days', value: '9999', reason: 'Invented' }),
    expect: { ...narrow, spoke_coordinator: [422, 403], project_officer: NONE } },
];
