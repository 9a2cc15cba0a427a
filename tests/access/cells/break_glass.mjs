// Break-glass. Those who work with cases open; the coordinator of the spoke
// whose case it was and the information governance lead review. What somebody
// else opened is not there for whoever only opens. What is sent to open is a
// reference nobody has.
export default [
  { route: 'break_glass.list', path: () => '/api/v1/break-glass?to_review=true' },
  { route: 'break_glass.open', path: () => '/api/v1/break-glass',
    body: () => ({ reference: 'ZZ-99-0001', purpose: 'missing', reason: 'Invented, and of nobody there is' }), stops: 422 },
  { route: 'break_glass.show', path: (f) => `/api/v1/break-glass/${f.break_glass}` },
  { route: 'break_glass.case', path: (f) => `/api/v1/break-glass/${f.break_glass}/case` },
  { route: 'break_glass.end', path: (f) => `/api/v1/break-glass/${f.break_glass}/end` },
  { route: 'break_glass.review', path: (f) => `/api/v1/break-glass/${f.break_glass}/review`,
    body: () => ({ outcome: 'justified', note: 'Invented' }) },
];
