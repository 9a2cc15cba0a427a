// Prints: whoever sees a page may print it, and the access log has it; of a
// record they may not see there is nothing to print.
export default [
  { route: 'print.record', about: 'a page', path: () => '/api/v1/prints',
    body: () => ({ kind: 'page', page: '/actions', reason: 'Invented' }) },
  { route: 'print.record', about: 'an episode', path: () => '/api/v1/prints',
    body: (f) => ({ kind: 'episode', id: f.episode, page: '/tests', reason: 'Invented' }) },
  { route: 'print.record', about: 'a note', path: () => '/api/v1/prints',
    body: (f) => ({ kind: 'note', id: f.note, page: '/tests', reason: 'Invented' }) },
];
