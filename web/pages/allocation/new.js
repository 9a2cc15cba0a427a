/* Proposing an intervention: those that fit the young person's age first, what
 * may do harm last, with a warning when it is chosen. */
import { find } from '../../js/dom.js';
import { query } from '../../js/params.js';
import { transform } from '../../js/region.js';
import { Scope } from '../../js/scope.js';
import { render } from '../../js/view.js';
import '../intervention/catalogue.js';
import { bestFirst } from '../intervention/words.js';

/* For whom comes in the address. */
function start() {
  const place = find(document, '[data-for-whom]', HTMLElement);
  const form = find(document, '#for-whom', HTMLTemplateElement);
  if (!place || !form || !query().get('episode')) return;
  place.replaceChildren(form.content.cloneNode(true));
}

transform('offers', (data) => ({ ...data, items: bestFirst(data.items) }));

/* What is only asked of some: whether they live in the area, why one goes on. */
/** @param {HTMLInputElement} offer */
function askMore(offer) {
  const area = find(document, '[data-area-asked]', HTMLElement);
  if (area) area.hidden = !offer.dataset.area;
  const outside = find(document, '[name="lives_in_area"][value="true"]', HTMLInputElement);
  const goOn = find(document, '[data-go-on]', HTMLElement);
  if (goOn)
    goOn.hidden = !offer.dataset.warned && (!offer.dataset.area || Boolean(outside?.checked));
}

document.addEventListener('change', (event) => {
  const field = event.target;
  const offer = find(document, '[name="intervention_id"]:checked', HTMLInputElement);
  if (offer) askMore(offer);
  if (!(field instanceof HTMLInputElement) || field.name !== 'intervention_id') return;
  const place = find(document, '[data-harm-said]', HTMLElement);
  const template = find(document, '#harm', HTMLTemplateElement);
  if (!place || !template) return;
  const { impact, caution } = field.dataset;
  place.replaceChildren(
    ...(impact === 'harmful' ? [render(template, new Scope({ caution }))] : []),
  );
});

/* The server warns of what the page does not know: a rival in the group. */
document.addEventListener('form:failed', (event) => {
  const { problem } = /** @type {CustomEvent} */ (event).detail;
  const asked = problem?.errors?.some((/** @type {any} */ fault) => fault.pointer === '/go_on_reason');
  const goOn = find(document, '[data-go-on]', HTMLElement);
  if (goOn && asked) goOn.hidden = false;
}, true);

start();
