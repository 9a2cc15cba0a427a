/* Recovery codes, shown once. */
import { find, make } from './dom.js';

/** @param {HTMLElement} place holds [data-codes] @param {string[]} codes */
export function showCodes(place, codes) {
  const list = find(place, '[data-codes]', HTMLElement);
  list?.replaceChildren(...codes.map((code) => make('li', {}, make('code', {}, code))));
  place.hidden = false;
  place.focus();
}
