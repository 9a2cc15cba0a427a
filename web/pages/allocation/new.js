/* Proposing an intervention: those that fit the young person's age first, what
 * may do harm last, with a warning when it is chosen. */
import { find } from '../../js/dom.js';
import { query } from '../../js/params.js';
import { transform } from '../../js/region.js';
import { Scope } from '../../js/scope.js';
import { render } from '../../js/view.js';
import '../intervention/catalogue.js';
import { bestFirst } from '../intervention/words.js';

/** @type {number | null} */
let age = null;

/* For whom comes in the address. */
function start() {
  const place = find(document, '[data-for-whom]', HTMLElement);
  const form = find(document, '#for-whom', HTMLTemplateElement);
  if (!place || !form || !query().get('episode')) return;
  place.replaceChildren(form.content.cloneNode(true));
}

transform('for-whom', (data) => {
  age = data.person.age ?? null;
  return data;
});

transform('offers', (data) => ({ ...data, items: bestFirst(data.items, age) }));

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

start();
