// What a spoke works by: read by those who run it, changed by its coordinator.
export default [
  { route: 'setting.list', path: (f) => `/api/v1/spokes/${f.spoke}/settings` },
  { route: 'setting.say', path: (f) => `/api/v1/spokes/${f.spoke}/settings`,
    body: () => ({ setting: 'triage_working_days', value: '9999', reason: 'Invented' }), stops: 422 },
];
