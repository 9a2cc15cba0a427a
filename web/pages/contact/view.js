/* Who else was there, in one line. */
import { transform } from '../../js/region.js';

transform('contact', (contact) => ({
  ...contact,
  also: (contact.colleagues ?? []).map((/** @type {any} */ one) => one?.name).filter(Boolean).join(', '),
}));
