/* Booking a group: whoever takes part in the chosen intervention can be ticked;
 * a reason is asked for when the server warns. */
import { get } from '../../js/api.js';
import { currentSpoke } from '../../js/choices.js';
import { find } from '../../js/dom.js';
import { principal } from '../../js/session.js';
import { Scope } from '../../js/scope.js';
import { makeIdsFresh, render } from '../../js/view.js';
import '../allocation/states.js';
import './go-on.js';

/** @param {HTMLFormElement} form */
function spokeOf(form) {
  const field = form.elements.namedItem('spoke');
  return (field instanceof HTMLSelectElement && field.value) || currentSpoke();
}

/** @param {any[]} items */
function offer(items) {
  const place = find(document, '[data-members]', HTMLElement);
  const said = find(document, '[data-members-said]', HTMLElement);
  const template = find(document, '#member-row', HTMLTemplateElement);
  if (!place || !said || !template) return;
  place.replaceChildren(...items.map((item) => {
    const row = render(template, new Scope(item));
    makeIdsFresh(row);
    return row;
  }));
  said.textContent = items.length ? '' : 'Nobody takes part in it at the moment.';
}

/** @param {HTMLFormElement} form */
async function show(form) {
  const field = form.elements.namedItem('intervention_id');
  if (!(field instanceof HTMLSelectElement) || !field.value) return offer([]);
  const spoke = encodeURIComponent(spokeOf(form));
  const { data } = await get(
    `/api/v1/interventions/${encodeURIComponent(field.value)}/taking-part?spoke=${spoke}`,
  );
  offer(data.items);
}

document.addEventListener('change', (event) => {
  const field = event.target;
  if (field instanceof HTMLSelectElement && field.form &&
      ['intervention_id', 'spoke'].includes(field.name))
    void show(field.form);
});

async function start() {
  const who = await principal();
  const place = find(document, '[data-several-spokes]', HTMLElement);
  if (place && (who?.spokes.length ?? 0) > 1) place.hidden = false;
}

void start();
