/*
 * The form of the minutes and its keeper: what is typed goes to the keeper,
 * what others wrote comes into the form, and what both wrote is asked about.
 */
import { find, findAll, make } from '../../js/dom.js';
import { collect, fill } from '../../js/fields.js';
import { formatValue } from '../../js/format.js';
import { toJson, toPairs } from '../../js/serialise.js';
import { addDays, today } from '../../js/time.js';
import { fillVocabularies } from '../../js/vocab.js';
import { canKeepBoth, FIELDS } from './merge.js';

/** @typedef {import('./keeper.js').Keeper} Keeper */
/** @typedef {import('./merge.js').Clash} Clash */

/**
 * @param {HTMLFormElement} form
 * @param {Keeper} keeper
 * @param {boolean} writable
 */
export function bindMinutes(form, keeper, writable) {
  const fields = find(form, '[data-minutes-fields]', HTMLFieldSetElement);
  if (fields) fields.disabled = !writable;
  let filling = false;
  const put = () => {
    filling = true;
    fill(form, toPairs(keeper.values));
    filling = false;
  };
  const typed = () => {
    if (filling || !writable) return;
    const { body } = toJson(collect(form), { partial: true });
    keeper.type(Object.fromEntries(FIELDS.map((name) => [name, body[name] ?? null])));
  };
  form.addEventListener('input', typed);
  form.addEventListener('change', typed);
  form.addEventListener('form:typed', typed);
  form.addEventListener('submit', (event) => event.preventDefault());
  keeper.changed = (filled) => {
    if (!form.isConnected) return;
    if (filled) put();
    showClashes(form, keeper);
    showSuggestion(form, keeper);
    form.dispatchEvent(new CustomEvent('minutes:state', { bubbles: true }));
  };
  keeper.changed(true);
  /* Typing does not wait for the partnership's own lists. */
  fillVocabularies(form).then(put, () => {});
}

/* ---- yours and theirs ---- */

/** @param {HTMLFormElement} form @param {Keeper} keeper */
function showClashes(form, keeper) {
  const place = find(form, '[data-clashes]', HTMLElement);
  const names = keeper.clashes.map(({ field }) => field).join(' ');
  if (!place || place.dataset.shown === names) return;
  place.dataset.shown = names;
  place.replaceChildren(...keeper.clashes.map((clash) => panel(form, keeper, clash)));
  /* It is announced, and stands above. Whoever is typing goes on: what they
   * type next would be lost in a place that takes no text. */
  if (!isWriting()) find(place, '.app-clash', HTMLElement)?.focus();
}

function isWriting() {
  const at = document.activeElement;
  return at instanceof HTMLTextAreaElement ||
    (at instanceof HTMLInputElement && at.type === 'text');
}

/** @param {HTMLFormElement} form @param {Keeper} keeper @param {Clash} clash */
function panel(form, keeper, clash) {
  const { field } = clash;
  const name = questionOf(form, field);
  /** @param {'mine' | 'theirs' | 'both'} choice @param {string} text */
  const choose = (choice, text) => {
    const made = make('button', { type: 'button', class: 'govuk-button govuk-button--secondary' }, text);
    made.addEventListener('click', () => {
      keeper.resolve(field, choice);
      find(form, `[name="${field}"]`, HTMLElement)?.focus();
    });
    return made;
  };
  return make(
    'div',
    { class: 'app-clash', role: 'alert', tabindex: '-1' },
    make('h4', { class: 'govuk-heading-s' }, `${name}: someone else changed this too`),
    make('p', { class: 'govuk-body' }, 'Nothing is lost. Choose what the minutes will say.'),
    make('dl', { class: 'app-versions' },
      make('div', {}, make('dt', {}, 'Theirs'), make('dd', { class: 'app-prose' }, wordsOf(clash.theirs))),
      make('div', {}, make('dt', {}, 'Yours'), make('dd', { class: 'app-prose' }, wordsOf(clash.mine)))),
    make('div', { class: 'govuk-button-group' },
      choose('mine', 'Keep yours'),
      choose('theirs', 'Keep theirs'),
      ...(canKeepBoth(clash) ? [choose('both', 'Keep both')] : [])),
  );
}

/** @param {any} value */
function wordsOf(value) {
  const text = formatValue(value, Array.isArray(value) ? 'words' : '');
  return text || '(nothing)';
}

/** @param {HTMLFormElement} form @param {string} field */
function questionOf(form, field) {
  const input = form.querySelector(`[name="${field}"], [name^="${field}-"]`);
  const legend = input?.closest('.govuk-form-group')?.querySelector('legend');
  const label = input?.id ? form.querySelector(`label[for="${input.id}"]`) : null;
  return (legend ?? label)?.textContent?.replace('(optional)', '').trim() ?? field;
}

/* ---- the review the spoke's rules suggest ---- */

/** @param {HTMLFormElement} form @param {Keeper} keeper */
function showSuggestion(form, keeper) {
  const button = find(form, '[data-suggest]', HTMLButtonElement);
  if (!button) return;
  const level = keeper.values.risk_after ?? keeper.values.risk_before;
  const days = /** @type {any} */ (keeper).reviewDays?.[level];
  button.hidden = !days || Boolean(keeper.values.next_review_on);
  if (!days) return;
  const day = addDays(today(), Number(days));
  button.textContent = `In ${days} days: ${formatValue(day, 'date')}`;
  button.onclick = () => {
    const [year, month, date] = day.split('-').map(Number);
    for (const [part, value] of Object.entries({ day: date, month, year })) {
      const box = find(form, `[name="next_review_on-${part}"]`, HTMLInputElement);
      if (box) box.value = String(value);
    }
    form.dispatchEvent(new CustomEvent('form:typed'));
  };
}

/** Boxes of a form that a press can fill: {days} from today. */
/** @param {Element} button */
export function setDue(button) {
  const form = button.closest('form');
  const days = Number(button instanceof HTMLElement ? button.dataset.due : 0);
  const [year, month, date] = addDays(today(), days).split('-').map(Number);
  if (!form) return;
  for (const [part, value] of Object.entries({ day: date, month, year }))
    for (const box of findAll(form, `[name="due_on-${part}"]`, HTMLInputElement))
      box.value = String(value);
  form.dispatchEvent(new CustomEvent('form:typed'));
}
