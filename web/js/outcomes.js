/*
 * Outcomes on a page: what changed in words, and a form that asks for a value
 * as the chosen measure gives it (a choice of answers, or a number in its
 * range). Used by the pages of episodes and of interventions.
 */
import { find, findAll, make } from './dom.js';
import { onEnhance } from './enhance.js';
import { distanceRow, questionOf, valueText } from './outcome-words.js';
import { transform } from './region.js';
import { addTagColours } from './tags.js';
import { vocabulary } from './vocab.js';

/** @typedef {import('./outcome-words.js').Term} Term */

addTagColours('outcome_direction', {
  better: 'green',
  same: 'grey',
  worse: 'orange',
});

transform('distance', (data) => ({
  ...data,
  items: data.items.map(distanceRow),
  every: data.items
    .flatMap((/** @type {any} */ { outcomes }) => outcomes)
    .map((/** @type {any} */ each) => ({ ...each, text: valueText(each) })),
}));

/* ---- the form ---- */

/** @param {HTMLElement} place @param {ReturnType<typeof questionOf>} question */
function ask(place, question) {
  const old = find(place, '[name="value"]', HTMLElement);
  const hint = find(place, '.govuk-hint', HTMLElement);
  if (!old) return;
  const value = 'value' in old ? String(old.value) : '';
  const fresh = question.answers.length
    ? choice(question.answers)
    : make('input', {
        class: 'govuk-input govuk-input--width-5', type: 'text', inputmode: 'decimal',
        autocomplete: 'off',
      });
  fresh.id = 'value';
  fresh.setAttribute('name', 'value');
  fresh.dataset.type = 'number';
  if (hint) {
    hint.textContent = question.answers.length ? 'The answer that fits best' : question.hint;
    fresh.setAttribute('aria-describedby', hint.id);
  }
  old.replaceWith(fresh);
  if ('value' in fresh) fresh.value = value;
}

/** @param {{label: string, value: string}[]} answers */
function choice(answers) {
  const select = make('select', { class: 'govuk-select' });
  select.append(new Option('Choose one', ''));
  for (const { label, value } of answers) select.append(new Option(label, value));
  return select;
}

/** @param {HTMLElement} place @param {string} code */
async function askFor(place, code) {
  const [measures, values] = await Promise.all([
    vocabulary('outcome_measure'),
    vocabulary('outcome_value'),
  ]);
  const measure = measures.find((/** @type {Term} */ each) => each.code === code);
  if (measure) ask(place, questionOf(measure, values));
}

/** @param {HTMLElement} place */
function follow(place) {
  const measure = place.closest('form')?.elements.namedItem('measure');
  if (place.dataset.measure) void askFor(place, place.dataset.measure);
  if (!(measure instanceof HTMLSelectElement)) return;
  measure.addEventListener('change', () => void askFor(place, measure.value));
  if (measure.value) void askFor(place, measure.value);
}

/* "Record another": the form stays, with what holds for the next one, too. */
/** @param {Event} event */
function stayForAnother(event) {
  const form = event.target;
  if (!(form instanceof HTMLFormElement)) return;
  const again = find(form, '[data-again]', HTMLInputElement);
  if (!again?.checked) return;
  event.preventDefault();
  for (const name of ['measure', 'value', 'not_measured', 'note']) {
    const field = form.elements.namedItem(name);
    if (field && 'value' in field) field.value = '';
  }
  const said = find(form, '[data-again-said]', HTMLElement);
  if (said) said.textContent = 'Recorded. Choose the next measure.';
  const measure = form.elements.namedItem('measure');
  if (measure instanceof HTMLElement) measure.focus();
}

document.addEventListener('form:saved', stayForAnother);
onEnhance((root) => {
  for (const place of findAll(root, '[data-outcome-value]', HTMLElement)) follow(place);
});
