// What is late: of the spokes one runs. Another spoke's is an empty list, as
// any list of it is.
export default [
  { route: 'overdue.list', path: (f) => `/api/v1/overdue?spoke=${f.spoke}` },
  { route: 'overdue.counts', path: (f) => `/api/v1/overdue/counts?spoke=${f.spoke}` },
];
