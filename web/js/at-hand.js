/* Young people at hand: the pinned apart from those opened last. */
import { transform } from './region.js';

transform('at-hand', (data) => ({
  items: data.items,
  pinned: data.items.filter((/** @type {any} */ each) => each.pinned),
  recent: data.items.filter((/** @type {any} */ each) => !each.pinned),
}));
