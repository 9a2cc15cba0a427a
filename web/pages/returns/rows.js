/* Where each row lives, and what the figure is the sum of. */
import { transform } from '../../js/region.js';

/** @type {Record<string, [string, string]>} */
const HOMES = {
  session: ['Session', '/sessions/'], delivery: ['Delivery', '/deliveries/'],
  group_session: ['Group session', '/group-sessions/'], allocation: ['Allocation', '/allocations/'],
};

transform('rows', (data) => ({
  ...data,
  measure: new URLSearchParams(location.search).get('measure'),
  people: new Set(data.items.map((/** @type {{person: {id: string} | null}} */ row) => row.person?.id).filter(Boolean)).size,
  heads: data.items.filter((/** @type {{person: unknown}} */ row) => !row.person)
    .reduce((/** @type {number} */ sum, /** @type {{amount: number}} */ row) => sum + row.amount, 0),
  items: data.items.map((/** @type {{kind: string, id: string}} */ row) => ({ ...row, what: HOMES[row.kind][0], href: HOMES[row.kind][1] + row.id })),
}));
