// What young people said: [own spoke, another spoke] for each of the twelve
// roles. Panel members read it of the young people of their meetings.
const NONE = [403, 403];
const nobody = {
  spoke_coordinator: NONE, project_officer: NONE, eit_officer: NONE, eit_sergeant: NONE, panel_member: NONE,
  referrer: NONE, provider_worker: NONE, hub_auditor: NONE, hub_analyst: NONE, hub_grant_officer: NONE,
  ig_lead: NONE, system_admin: NONE,
};
const staff = (cell) => ({ ...nobody, spoke_coordinator: cell, project_officer: cell, eit_officer: cell, eit_sergeant: cell });
const reads = (cell) => ({ ...staff(cell), panel_member: cell });
const words = () => ({ quotation: 'Invented', medium: 'nonsense' });

export default [
  { route: 'voice.list', path: (f) => `/api/v1/episodes/${f.episode}/voices`, expect: reads([200, 404]) },
  { route: 'voice.create', path: (f) => `/api/v1/episodes/${f.episode}/voices`, body: words, expect: staff([422, 404]) },
  { route: 'voice.show', path: (f) => `/api/v1/voices/${f.voice}`, expect: reads([200, 404]) },
  { route: 'voice.amend', path: (f) => `/api/v1/voices/${f.voice}/amend`,
    body: () => ({ quotation: 'Invented', medium: 'spoken', reason: 'typing_error' }), expect: staff([412, 404]) },
  { route: 'voice.in_error', path: (f) => `/api/v1/voices/${f.voice}/in-error`, body: () => ({ reason: 'duplicate' }),
    expect: staff([412, 404]) },
];
