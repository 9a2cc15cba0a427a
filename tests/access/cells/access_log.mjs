// The access log: the spoke's coordinator and the information governance lead.
// Another spoke's young person answers like one that nobody has looked at.
export default [
  { route: 'access_log.list', about: 'one young person',
    path: (f) => `/api/v1/access-log?person_id=${f.person}` },
  { route: 'access_log.list', about: 'a spoke', path: (f) => `/api/v1/access-log?spoke=${f.spoke}` },
  { route: 'access_log.readers', path: (f) => `/api/v1/access-log/readers?person_id=${f.person}` },
  { route: 'access_log.unusual', path: (f) => `/api/v1/access-log/unusual?spoke=${f.spoke}` },
];
