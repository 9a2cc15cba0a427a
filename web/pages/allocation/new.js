/* Proposing an intervention: those that fit the young person's age first, what
 * may do harm last, with a warning when it is chosen. */
import { find } from '../../js/dom.js';
import { transform } from '../../js/region.js';
import { Scope } from '../../js/scope.js';
import { render } from '../../js/view.js';
import { inWords } from '../intervention/catalogue.js';

/** @type {number | null} */
let age = null;

transform('for-whom', (data) => {
  age = data.person.age ?? null;
  return data;
});

/**
 * Why an intervention may not be for somebody of that age, or ''.
 * @param {any} item
 * @param {number | null} years
 */
export function misfitOf({ min_age: from, max_age: to }, years) {
  if (years === null) return '';
  if (from !== null && years < from) return `Too young: they are ${years}`;
  return to !== null && years > to ? `Too old: they are ${years}` : '';
}

/** @param {any} item */
const rank = (item) =>
  (item.harmful ? 4 : 0) + (item.misfit ? 2 : 0) + (item.full ? 1 : 0);

transform('offers', (data) => {
  const items = data.items.map((/** @type {any} */ item) => ({
    ...inWords(item),
    misfit: misfitOf(item, age),
  }));
  /* The names' order stays within each rank. */
  items.sort((/** @type {any} */ a, /** @type {any} */ b) => rank(a) - rank(b));
  return { ...data, items };
});

document.addEventListener('change', (event) => {
  const field = event.target;
  if (!(field instanceof HTMLInputElement) || field.name !== 'intervention_id') return;
  const place = find(document, '[data-harm-said]', HTMLElement);
  const template = find(document, '#harm', HTMLTemplateElement);
  if (!place || !template) return;
  const { impact, caution } = field.dataset;
  place.replaceChildren(
    ...(impact === 'harmful' ? [render(template, new Scope({ caution }))] : []),
  );
});
