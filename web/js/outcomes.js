/*
 * Outcomes on a page: what changed in words, and a form that asks for a value
 * as the chosen measure gives it (a choice of answers, or a number in its
 * range). Used by the pages of episodes and of interventions.
 */
import { find, findAll, make } from './dom.js';
import { onEnhance } from './enhance.js';
import { changeText, distanceRow, questionOf, valueText } from './outcome-words.js';
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

/* A mean says which way is good, and how many it leaves out. */
transform('group', (data) => ({
  ...data,
  items: data.items.map((/** @type {any} */ item) => ({
    ...item,
    better_text: item.better_is === 'lower' ? 'Lower is better' : 'Higher is better',
    change_text: item.paired ? changeText(item.mean_change) || '0' : '',
    missing_text: `${item.missing} (${Number(item.missing_percent)}%)`,
  })),
}));

/* ---- the form ---- */

/** @param {HTMLElement} place @param {ReturnType<typeof questionOf>} question */
function ask(place, question) {
  askScale(place, question.named);
  const old = find(place, '#value', HTMLElement);
  const hint = find(place, '.govuk-hint', HTMLElement);
  if (!old) return;
  if (hint) hint.textContent = question.answers.length ? 'The answer that fits best' : question.hint;
  /* Somebody may be typing into it already: a box stays the box it is. */
  if (question.answers.length || !(old instanceof HTMLInputElement))
    replace(old, question.answers.length ? choice(question.answers) : numberBox(), hint);
  askItems(place, question.items);
}

/**
 * An instrument's items in place of its score, each in a small box.
 * @param {HTMLElement} place @param {{labels: string[], hint: string} | null} items
 */
function askItems(place, items) {
  find(place, '[data-items]', HTMLElement)?.remove();
  const score = find(place, '.govuk-form-group', HTMLElement);
  const value = find(place, '#value', HTMLElement);
  if (score) score.hidden = Boolean(items);
  value?.toggleAttribute('disabled', Boolean(items));
  if (!items) return;
  const group = make('fieldset', { class: 'govuk-fieldset govuk-form-group' });
  group.dataset.items = '';
  const legend = make('legend', { class: 'govuk-fieldset__legend govuk-fieldset__legend--s' });
  legend.textContent = 'The answers on the form';
  const hint = make('div', { class: 'govuk-hint', id: 'items-hint' });
  hint.textContent = items.hint;
  const row = make('div', { class: 'app-items' });
  row.append(...items.labels.map(itemBox));
  group.append(legend, hint, row);
  place.append(group);
  fillItems(group, place);
}

/** @param {string} text @param {number} at */
function itemBox(text, at) {
  const box = make('div', { class: 'govuk-form-group' });
  const label = make('label', { class: 'govuk-label' });
  label.setAttribute('for', `items-${at}`);
  label.textContent = text;
  const input = make('input', {
    class: 'govuk-input govuk-input--width-2', id: `items-${at}`, type: 'text',
    inputmode: 'numeric', autocomplete: 'off',
  });
  input.setAttribute('name', `items[${at}]`);
  input.setAttribute('aria-describedby', 'items-hint');
  input.dataset.type = 'integer';
  box.append(label, input);
  return box;
}

/* A correction begins with what was written. */
/** @param {HTMLElement} group @param {HTMLElement} place */
function fillItems(group, place) {
  const items = (place.dataset.itemsNow ?? '').split(',');
  findAll(group, 'input', HTMLInputElement).forEach((input, at) => { input.value = items[at] ?? ''; });
}

/* Which goal, or which scale of the instrument: asked where it has them. */
/** @param {HTMLElement} place @param {string | null} named */
function askScale(place, named) {
  const scale = place.closest('form')?.elements.namedItem('scale');
  const group = scale instanceof HTMLElement ? scale.closest('.govuk-form-group') : null;
  const label = group && find(group, 'label', HTMLElement);
  if (!(group instanceof HTMLElement) || !label) return;
  group.hidden = !named;
  label.textContent = named === 'goal' ? 'Which goal?' : 'Which scale?';
}

/**
 * @param {HTMLElement} old
 * @param {HTMLInputElement | HTMLSelectElement} fresh
 * @param {HTMLElement | null} hint
 */
function replace(old, fresh, hint) {
  const asked = document.activeElement === old;
  fresh.id = 'value';
  fresh.setAttribute('name', 'value');
  fresh.dataset.type = 'number';
  if (hint) fresh.setAttribute('aria-describedby', hint.id);
  if ('value' in old) fresh.value = String(old.value);
  old.replaceWith(fresh);
  if (asked) fresh.focus();
}

function numberBox() {
  return make('input', {
    class: 'govuk-input govuk-input--width-5', type: 'text', inputmode: 'decimal',
    autocomplete: 'off',
  });
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
  askScale(place, null);
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
  find(form, '[data-items]', HTMLElement)?.remove();
  for (const name of ['measure', 'scale', 'value', 'not_measured', 'note']) {
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
