/* The fields of a form as entries, and values put back into them. */
import { find } from './dom.js';
import { toParts } from './serialise.js';

/** @typedef {import('./serialise.js').Entry} Entry */
/** @typedef {import('./serialise.js').Kind} Kind */
/** @typedef {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} Field */

/* A question that is not being asked is not answered. */
const UNASKED =
  '.govuk-radios__conditional--hidden, .govuk-checkboxes__conditional--hidden';

/**
 * @param {HTMLFormElement} form
 * @returns {Field[]}
 */
export function fieldsOf(form) {
  return [...form.elements].filter(
    /** @returns {element is Field} */
    (element) =>
      (element instanceof HTMLInputElement && element.type !== 'submit') ||
      element instanceof HTMLTextAreaElement ||
      element instanceof HTMLSelectElement,
  );
}

/**
 * What the form says now.
 * @param {HTMLFormElement} form
 * @param {HTMLElement | null} [submitter] the button pressed
 * @returns {Entry[]}
 */
export function collect(form, submitter) {
  const entries = fieldsOf(form)
    .filter((field) => field.name && !field.disabled && !field.closest(UNASKED))
    .flatMap(entriesOf);
  if (submitter instanceof HTMLButtonElement && submitter.name)
    entries.push({
      name: submitter.name,
      value: submitter.value,
      kind: kindOf(submitter),
    });
  return entries;
}

/** @param {Field} field @returns {Entry[]} */
function entriesOf(field) {
  const { name, value } = field;
  const kind = kindOf(field);
  const member = field.dataset.member;
  if (field instanceof HTMLSelectElement && field.multiple)
    return selected(field).map((each) => ({ name, value: each, kind: 'list' }));
  if (!isTick(field)) return [{ name, value, kind }];
  if (field.type === 'radio') return field.checked ? [{ name, value, kind }] : [];
  return [{ name, value, kind, member, off: !field.checked }];
}

/** @param {HTMLSelectElement} select */
function selected(select) {
  return [...select.selectedOptions].map((option) => option.value);
}

/** @param {HTMLElement} field @returns {Kind} */
function kindOf(field) {
  const said = /** @type {Kind | undefined} */ (field.dataset.type);
  if (said) return said;
  const single = field instanceof HTMLInputElement && field.type === 'checkbox';
  return single ? 'boolean' : 'text';
}

/** @param {Field} field @returns {field is HTMLInputElement} */
function isTick(field) {
  return (
    field instanceof HTMLInputElement &&
    ['radio', 'checkbox'].includes(field.type)
  );
}

/**
 * Puts values into a form: pairs of field name and value (several of a name
 * tick several boxes). Fields of the names in `except` are left alone.
 * @param {HTMLFormElement} form
 * @param {[string, string][]} pairs
 * @param {Set<string>} [except]
 */
export function fill(form, pairs, except = new Set()) {
  /** @type {Map<string, string[]>} */
  const values = new Map();
  for (const [name, value] of pairs)
    values.set(name, [...(values.get(name) ?? []), value]);
  makeRows(form, [...values.keys()]);
  for (const field of fieldsOf(form)) {
    if (!field.name || except.has(field.name)) continue;
    const given = values.get(field.name) ?? partOf(field.name, values);
    if (given) setField(field, given);
  }
}

/** @param {Field} field @param {string[]} given */
function setField(field, given) {
  if (isTick(field)) {
    const on = given.includes(field.value);
    /* A click, so that GOV.UK's conditional questions follow. */
    if (on !== field.checked && (on || field.type !== 'radio')) field.click();
    field.checked = on;
  } else if (field instanceof HTMLSelectElement) {
    for (const option of field.options)
      option.selected = given.includes(option.value);
  } else if (field.type !== 'file' && field.type !== 'password') {
    field.value = given[0];
  }
}

/** @param {string} name @param {Map<string, string[]>} values */
function partOf(name, values) {
  const match = name.match(/^(.*)-(day|month|year|date|time)$/);
  const whole = match && values.get(match[1]);
  if (!whole) return undefined;
  const known = toParts(whole[0]);
  for (const part of NOT_KNOWN[values.get(match[1].replace(/_on$/, '_precision'))?.[0] ?? ''] ?? [])
    known[part] = '';
  return [known[match[2]] ?? ''];
}

/* Which boxes of a date stay empty, by how exact it is. */
/** @type {Record<string, string[]>} */
const NOT_KNOWN = { month: ['day'], year: ['day', 'month'] };

/* An "add another" list shows as many rows as there are values for. */
/** @param {HTMLFormElement} form @param {string[]} names */
function makeRows(form, names) {
  for (const name of names) {
    const match = name.match(/^(\w+)\[(\d+)\]/);
    if (!match) continue;
    const list = find(form, `[data-rows="${match[1]}"]`, HTMLElement);
    const add = list && find(list, '.moj-add-another__add-button', HTMLElement);
    const rows = () => list?.querySelectorAll('.moj-add-another__item').length;
    while (add && (rows() ?? 0) <= Number(match[2])) {
      const before = rows();
      add.click();
      if (rows() === before) break;
    }
  }
}
