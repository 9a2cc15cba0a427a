/*
 * Outcomes on a page: what changed in words, and a form that asks for a value
 * as the chosen measure gives it (a choice of answers, or a number in its
 * range). Used by the pages of episodes and of interventions.
 */
import { find, findAll, make } from './dom.js';
import { onEnhance } from './enhance.js';
import { transform } from './region.js';
import { addTagColours } from './tags.js';
import { vocabulary } from './vocab.js';

/** @typedef {{code: string, label: string, detail?: any}} Term */

addTagColours('outcome_direction', {
  better: 'green',
  same: 'grey',
  worse: 'orange',
});

/**
 * A value in words where the instrument has them, else as a number.
 * @param {any} outcome
 */
export function valueText(outcome) {
  if (outcome?.value === null || outcome?.value === undefined) return '';
  return outcome.words ?? String(Number(outcome.value));
}

/** @param {number | null} change */
export function changeText(change) {
  if (change === null || change === undefined || Number(change) === 0) return '';
  return Number(change) > 0 ? `+${Number(change)}` : `−${Math.abs(Number(change))}`;
}

/**
 * Why a place of the table is empty.
 * @param {any[]} outcomes
 * @param {(point: string) => boolean} wanted
 */
function missingText(outcomes, wanted) {
  const tried = outcomes.find(({ point, not_measured: why }) => wanted(point) && why);
  return tried ? 'Not measured' : 'Missing';
}

/** @param {any} item */
export function distanceRow(item) {
  const baseline = (/** @type {string} */ point) => point === 'baseline';
  return {
    ...item,
    baseline_text: valueText(item.baseline),
    latest_text: valueText(item.latest),
    change_text: changeText(item.change),
    baseline_missing: missingText(item.outcomes, baseline),
    latest_missing: missingText(item.outcomes, (point) => !baseline(point)),
  };
}

transform('distance', (data) => ({
  ...data,
  items: data.items.map(distanceRow),
  every: data.items
    .flatMap((/** @type {any} */ { outcomes }) => outcomes)
    .map((/** @type {any} */ each) => ({ ...each, text: valueText(each) })),
}));

/* ---- the form ---- */

/**
 * How a measure asks for its value: the answers it knows, or a range.
 * @param {Term} measure
 * @param {Term[]} values
 */
export function questionOf(measure, values) {
  const { instrument, min, max, step } = measure.detail ?? {};
  const answers = values.filter(({ detail }) => detail?.instrument === instrument);
  const range = min && max ? `${min} to ${max}` : 'The score';
  return {
    answers: answers.map(({ label, detail }) => ({ label, value: String(detail.score) })),
    hint: step === '1' && min ? `${range}, a whole number` : range,
  };
}

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
