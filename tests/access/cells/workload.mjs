// The team's work. Another spoke's has nothing in it that the reader may see.
import { ABSENT } from '../fixture.mjs';

export default [
  { route: 'workload.show', path: (f) => `/api/v1/workload?spoke=${f.spoke}` },
  { route: 'workload.items', path: (f) => `/api/v1/workload/items?spoke=${f.spoke}` },
  { route: 'workload.reassign', path: () => '/api/v1/workload/reassign',
    body: () => ({ items: [], to_user_id: ABSENT, reason: 'Invented' }), stops: 422 },
];
