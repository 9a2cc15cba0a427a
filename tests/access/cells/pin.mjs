// Whom somebody keeps at hand: theirs alone, and only whom they may open.
export default [
  { route: 'pin.list', path: () => '/api/v1/pins' },
  { route: 'pin.set', path: (f) => `/api/v1/pins/${f.person}`, body: () => ({}) },
  { route: 'pin.clear', path: (f) => `/api/v1/pins/${f.person}` },
];
