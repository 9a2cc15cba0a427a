// What young people said. Panel members read it of the young people of their
// meetings.
export default [
  { route: 'voice.list', path: (f) => `/api/v1/episodes/${f.episode}/voices` },
  { route: 'voice.create', path: (f) => `/api/v1/episodes/${f.episode}/voices`,
    body: () => ({ quotation: 'Invented', medium: 'nonsense' }), stops: 422 },
  { route: 'voice.show', path: (f) => `/api/v1/voices/${f.voice}` },
  { route: 'voice.amend', path: (f) => `/api/v1/voices/${f.voice}/amend`,
    body: () => ({ quotation: 'Invented', medium: 'spoken', reason: 'typing_error' }) },
  { route: 'voice.in_error', path: (f) => `/api/v1/voices/${f.voice}/in-error`,
    body: () => ({ reason: 'duplicate' }) },
];
