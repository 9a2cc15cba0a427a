/* Who has how much to do. */
import { transform } from '../../js/region.js';

transform('workload', (data) => ({
  ...data,
  workers: data.workers.map((/** @type {any} */ each) => ({
    ...each,
    reviews_due: each.reviews_overdue + each.reviews_soon > 0,
  })),
  agencies: data.agencies.map((/** @type {any} */ each) => ({
    ...each,
    to_chase: each.owner_left + each.without_account > 0,
  })),
}));
