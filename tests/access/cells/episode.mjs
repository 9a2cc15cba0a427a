// Episodes, risk and notes: [own spoke, another spoke] for each of the twelve
// roles. What is created is wrong on purpose, so that nothing is made.
const NONE = [403, 403];
const nobody = {
  spoke_coordinator: NONE, project_officer: NONE, eit_officer: NONE, eit_sergeant: NONE, panel_member: NONE,
  referrer: NONE, provider_worker: NONE, hub_auditor: NONE, hub_analyst: NONE, hub_grant_officer: NONE,
  ig_lead: NONE, system_admin: NONE,
};
// The spoke's staff and the panel read the work ...
const readers = (cell) => ({ ...nobody, spoke_coordinator: cell, project_officer: cell, eit_officer: cell,
  eit_sergeant: cell, panel_member: cell });
// ... but notes are the staff's,
const staff = (cell) => ({ ...nobody, spoke_coordinator: cell, project_officer: cell, eit_officer: cell, eit_sergeant: cell });
// and the spoke team does it.
const team = (cell) => ({ ...nobody, spoke_coordinator: cell, project_officer: cell });

const episode = (f, rest = '') => `/api/v1/episodes/${f.episode}${rest}`;
const move = (route, verb) => ({
  route: `episode.${route}`, path: (f) => episode(f, `/${verb}`), body: () => ({ note: 'Invented' }), expect: team([412, 404]) });
const closing = {
  closure_reason: 'risk_reduced', closing_risk_level: 'low', closure_summary: 'Invented', outcomes_recorded: false,
  young_person_not_told: 'Invented', referrer_not_told: 'Invented', re_referral_route: 'any_agency',
};

export default [
  { route: 'episode.list', path: (f) => `/api/v1/episodes?spoke=${f.spoke}`, expect: readers([200, 200]) },
  { route: 'episode.create', path: () => '/api/v1/episodes',
    body: (f) => ({ spoke: f.spoke, person_id: '00000000-0000-4000-8000-000000000000' }), expect: team([422, 403]) },
  { route: 'episode.show', path: (f) => episode(f), expect: readers([200, 404]) },
  { route: 'episode.change', path: (f) => episode(f), body: () => ({ statutory_lead: 'Invented' }), expect: team([412, 404]) },
  { route: 'episode.history', path: (f) => episode(f, '/history'), expect: readers([200, 404]) },
  move('triage', 'triage'),
  move('request_checks', 'request-checks'),
  move('list_for_panel', 'list'),
  move('monitor', 'monitor'),
  move('step_down', 'step-down'),
  { route: 'episode.close', path: (f) => episode(f, '/close'), body: () => closing, expect: team([412, 404]) },

  { route: 'risk.list', path: (f) => episode(f, '/risk-assessments'), expect: readers([200, 404]) },
  { route: 'risk.create', path: (f) => episode(f, '/risk-assessments'),
    body: () => ({ risk_to: 'low', risk_from: 'low', practitioner_level: 'nonsense', rationale: 'Invented' }),
    expect: team([422, 404]) },
  { route: 'risk.show', path: (f) => `/api/v1/risk-assessments/${f.risk_assessment}`, expect: readers([200, 404]) },
  { route: 'risk.amend', path: (f) => `/api/v1/risk-assessments/${f.risk_assessment}/amend`,
    body: () => ({ risk_to: 'low', risk_from: 'low', practitioner_level: 'low', rationale: 'Invented', reason: 'typing_error' }),
    expect: team([412, 404]) },
  { route: 'risk.in_error', path: (f) => `/api/v1/risk-assessments/${f.risk_assessment}/in-error`,
    body: () => ({ reason: 'duplicate' }), expect: team([412, 404]) },

  { route: 'note.list', path: (f) => episode(f, '/notes'), expect: staff([200, 404]) },
  { route: 'note.create', path: (f) => episode(f, '/notes'), body: () => ({ kind: 'nonsense', text: 'Invented' }),
    expect: staff([422, 404]) },
  { route: 'note.amend', path: (f) => `/api/v1/notes/${f.note}/amend`, body: () => ({ text: 'Invented', reason: 'Invented' }),
    expect: staff([412, 404]) },
  { route: 'note.show', path: (f) => `/api/v1/notes/${f.note}`, expect: staff([200, 404]) },
  { route: 'note.move', path: (f) => `/api/v1/notes/${f.note}/move`, body: (f) => ({ person_id: f.person, reason: 'Invented' }),
    expect: staff([412, 404]) },
  { route: 'note.in_error', path: (f) => `/api/v1/notes/${f.note}/in-error`, body: () => ({ reason: 'Invented' }),
    expect: staff([412, 404]) },
];
