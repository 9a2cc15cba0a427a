/* The referrer's own: where each is now, in words. */
import { transform } from '../../js/region.js';
import { whereNow } from './progress.js';

transform('my-referrals', (data) => ({
  ...data,
  items: data.items.map((/** @type {any} */ item) => ({ ...item, now: whereNow(item) })),
}));
