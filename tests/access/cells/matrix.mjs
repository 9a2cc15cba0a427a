// What is reviewed: for who answers for the product, and of nobody's record.
export default [
  { route: 'access_matrix.list', path: () => '/api/v1/access-matrix?role=referrer' },
  { route: 'access_matrix.rooms', path: () => '/api/v1/access-matrix/rooms' },
  { route: 'field_catalogue.list', path: () => '/api/v1/field-catalogue?category=confidential' },
  { route: 'field_catalogue.retention', path: () => '/api/v1/field-catalogue/retention' },
  { route: 'field_catalogue.flows', path: () => '/api/v1/field-catalogue/flows' },
];
