/* Two people changed the same record: theirs and yours, side by side. */
import { find, make } from './dom.js';
import { collect, fill } from './fields.js';
import { toJson, toPairs } from './serialise.js';

/** @typedef {import('./api.js').ApiProblem} ApiProblem */

/**
 * @param {HTMLFormElement} form
 * @param {ApiProblem} problem a 412 with the current object
 * @param {(etag: string | null) => void} keepMine sends again over theirs
 */
export function showClash(form, problem, keepMine) {
  const mine = toJson(collect(form)).body;
  askWhich(form, {
    title: 'Someone else changed this while you were working',
    theirs: 'Theirs',
    useTheirs: 'Use theirs',
    rows: differences(mine, problem.current),
    onMine: () => keepMine(problem.etag),
    onTheirs: () => fill(form, toPairs(problem.current)),
  });
}

/**
 * @typedef {object} Question
 * @property {string} title
 * @property {string} theirs the heading of their column
 * @property {string} useTheirs
 * @property {[string, string, string][]} rows field, theirs, yours
 * @property {() => void} onMine
 * @property {() => void} onTheirs
 */

/**
 * Both side by side, and which to keep.
 * @param {HTMLFormElement} form
 * @param {Question} question
 */
export function askWhich(form, question) {
  closeClash(form);
  const panel = make(
    'div',
    { class: 'app-clash', role: 'alert', tabindex: '-1' },
    make('h2', { class: 'govuk-heading-m' }, question.title),
    make('p', { class: 'govuk-body' },
      'Nothing is lost. Compare, then choose which to keep.'),
    makeTable(form, question),
  );
  /** @param {() => void} act */
  const choose = (act) => () => {
    panel.remove();
    act();
  };
  panel.append(
    make('div', { class: 'govuk-button-group' },
      button('Keep mine', '', choose(question.onMine)),
      button(question.useTheirs, 'govuk-button--secondary',
        choose(question.onTheirs))),
  );
  form.prepend(panel);
  panel.focus();
}

/**
 * Whether the choice is still open.
 * @param {HTMLFormElement} form
 */
export function isClashOpen(form) {
  return find(form, '.app-clash', HTMLElement) !== null;
}

/** @param {HTMLFormElement} form */
export function closeClash(form) {
  find(form, '.app-clash', HTMLElement)?.remove();
}

/**
 * The fields both have and that differ.
 * @param {Record<string, any>} mine
 * @param {Record<string, any>} theirs
 * @returns {[string, string, string][]}
 */
export function differences(mine, theirs) {
  return Object.keys(mine)
    .filter((name) => name in theirs)
    .map((name) => [name, words(theirs[name]), words(mine[name])])
    .filter(([, a, b]) => a !== b)
    .map(([name, a, b]) => [name, a, b]);
}

/** @param {any} value */
function words(value) {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** @param {HTMLFormElement} form @param {Question} question */
function makeTable(form, { rows, theirs: heading }) {
  const head = make('tr', { class: 'govuk-table__row' },
    ...['Field', heading, 'Yours'].map((text) =>
      make('th', { scope: 'col', class: 'govuk-table__header' }, text)));
  const body = make('tbody', { class: 'govuk-table__body' });
  for (const [name, theirs, mine] of rows)
    body.append(make('tr', { class: 'govuk-table__row' },
      make('th', { scope: 'row', class: 'govuk-table__header' },
        questionOf(form, name)),
      make('td', { class: 'govuk-table__cell' }, theirs),
      make('td', { class: 'govuk-table__cell' }, mine)));
  return make('table', { class: 'govuk-table' },
    make('thead', { class: 'govuk-table__head' }, head), body);
}

/* The label of a field, as the reader knows it. */
/** @param {HTMLFormElement} form @param {string} name */
function questionOf(form, name) {
  const field = form.querySelector(`[name="${name}"], [name^="${name}-"]`);
  const legend = field?.closest('fieldset')?.querySelector('legend');
  const label = field?.id ? form.querySelector(`label[for="${field.id}"]`) : null;
  const text = (legend ?? label)?.textContent?.trim();
  return text || name.replaceAll('_', ' ');
}

/** @param {string} text @param {string} kind @param {() => void} act */
function button(text, kind, act) {
  const made = make('button', { type: 'button', class: `govuk-button ${kind}` }, text);
  made.addEventListener('click', act);
  return made;
}
