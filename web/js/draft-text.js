/* What a draft says of its form: fields, page and title. */
import { find } from './dom.js';
import { fieldsOf } from './fields.js';

/** @typedef {[string, string][]} Pairs */

/**
 * The form's fields as pairs; an unticked box counts as nothing.
 * @param {HTMLFormElement} form
 * @param {boolean} [all] unticked boxes too
 * @returns {Pairs}
 */
export function pairsOf(form, all = false) {
  return fieldsOf(form)
    .filter((field) => field.name && isKept(field, all))
    .map((field) => [field.name, field.value]);
}

/** @param {import('./fields.js').Field} field @param {boolean} all */
function isKept(field, all) {
  if (['hidden', 'file', 'password'].includes(field.type)) return false;
  const tick = ['radio', 'checkbox'].includes(field.type);
  return all || !tick || (field instanceof HTMLInputElement && field.checked);
}

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Whom a form is about stands in its page's address, as part of the path or
 * as ids behind it; how the page is shown does not matter.
 * @param {string} path
 * @param {URLSearchParams} query
 */
export function subjectOf(path, query) {
  const ids = new URLSearchParams(
    [...query].filter(([, value]) => ID.test(value)).sort(([a], [b]) => (a < b ? -1 : 1)),
  ).toString();
  return path + (ids ? `?${ids}` : '');
}

/**
 * "Notes: Sam Example"
 * @param {Document} page
 */
export function titleOf(page) {
  const title = page.title.replace(/^Error: /, '').replace(/ – [^–]*$/, '');
  const name = find(page, '.app-person__name', HTMLElement)?.textContent?.trim();
  return (name && !title.includes(name) ? `${title}: ${name}` : title).slice(0, 200);
}

/** @param {Pairs} pairs @returns {Map<string, string[]>} */
function byName(pairs) {
  /** @type {Map<string, string[]>} */
  const values = new Map();
  for (const [name, value] of pairs) {
    if (value !== '') values.set(name, [...(values.get(name) ?? []), value]);
  }
  return values;
}

/* A choice in the words it is offered in. */
/** @param {HTMLFormElement} form @param {string} name @param {string} value */
function wordsFor(form, name, value) {
  for (const field of fieldsOf(form)) {
    if (field.name !== name) continue;
    if (field instanceof HTMLSelectElement) {
      const option = [...field.options].find((each) => each.value === value);
      if (option) return option.text;
    } else if (['radio', 'checkbox'].includes(field.type) && field.value === value) {
      return field.labels?.[0]?.textContent?.trim() ?? value;
    }
  }
  return value;
}

/**
 * Where two drafts of a form differ: field, theirs, what the form shows.
 * @param {HTMLFormElement} form
 * @param {Pairs} theirs
 * @returns {[string, string, string][]}
 */
export function differingRows(form, theirs) {
  const mine = byName(pairsOf(form));
  const other = byName(theirs);
  /** @param {Map<string, string[]>} from @param {string} name */
  const text = (from, name) =>
    (from.get(name) ?? []).map((value) => wordsFor(form, name, value)).join(', ');
  return [...new Set([...other.keys(), ...mine.keys()])]
    .map((name) => /** @type {[string, string, string]} */ ([name, text(other, name), text(mine, name)]))
    .filter(([, a, b]) => a.trim() !== b.trim());
}
