/* Reference data: /api/v1/reference/{vocabulary}, kept for ten minutes. */
import { get } from './api.js';
import { findAll, freshId } from './dom.js';
import { today } from './time.js';

/**
 * @typedef {object} Item
 * @property {string} code
 * @property {string} label
 * @property {string} [hint]
 * @property {string | null} [active_from]
 * @property {string | null} [active_to]
 */

const KEPT_MS = 600_000;

/** @type {Map<string, Promise<Item[]>>} */
const asked = new Map();
/** @type {Map<string, Map<string, string>>} */
const labels = new Map();

/**
 * The items of a vocabulary, in its order.
 * @param {string} name
 * @returns {Promise<Item[]>}
 */
export function vocabulary(name) {
  let items = asked.get(name);
  if (!items) {
    items = load(name);
    asked.set(name, items);
    items.catch(() => asked.delete(name));
  }
  return items;
}

/** @param {string} name */
async function load(name) {
  const items = kept(name) ?? (await fetchItems(name));
  labels.set(name, new Map(items.map(({ code, label }) => [code, label])));
  return items;
}

/** @param {string} name @returns {Promise<Item[]>} */
async function fetchItems(name) {
  const { data } = await get(`/api/v1/reference/${name}`);
  const record = { at: Date.now(), items: data.items };
  sessionStorage.setItem(`vocabulary:${name}`, JSON.stringify(record));
  return data.items;
}

/** @param {string} name @returns {Item[] | null} */
function kept(name) {
  const text = sessionStorage.getItem(`vocabulary:${name}`);
  const record = text ? JSON.parse(text) : null;
  return record && Date.now() - record.at < KEPT_MS ? record.items : null;
}

/**
 * The label of a code; a code we do not know reads as words.
 * @param {string} name
 * @param {string} code
 */
export function labelOf(name, code) {
  const words = String(code).replaceAll('_', ' ');
  const plain = words.charAt(0).toUpperCase() + words.slice(1);
  return labels.get(name)?.get(code) ?? plain;
}

/**
 * Fills every `data-vocabulary` select and group below root.
 * @param {ParentNode} root
 */
export async function fillVocabularies(root) {
  const places = findAll(root, '[data-vocabulary]', HTMLElement).filter(
    (place) => !place.dataset.filled,
  );
  await Promise.all(
    places.map(async (place) => {
      place.dataset.filled = 'yes';
      const items = await vocabulary(place.dataset.vocabulary ?? '');
      const wanted = items.filter(
        (item) => isActive(item) && isWanted(place, item.code),
      );
      if (place instanceof HTMLSelectElement) fillSelect(place, wanted);
      else fillGroup(place, wanted);
    }),
  );
}

/* Old terms still have labels, but are no longer offered. */
/** @param {Item} item */
function isActive({ active_from: from, active_to: to }) {
  const day = today();
  return (!from || from <= day) && (!to || day <= to);
}

/** @param {HTMLElement} place @param {string} code */
function isWanted(place, code) {
  const only = place.dataset.only?.split(' ');
  const without = place.dataset.without?.split(' ');
  return (!only || only.includes(code)) && !without?.includes(code);
}

/* The page was built with the usual choices: they are replaced only where the
 * partnership's differ. */
/** @param {{value: string}[]} shown @param {Item[]} items */
function isSame(shown, items) {
  const codes = shown.map(({ value }) => value);
  return codes.join(' ') === items.map(({ code }) => code).join(' ');
}

/** @param {HTMLSelectElement} select @param {Item[]} items */
function fillSelect(select, items) {
  const shown = [...select.options].filter(({ value }) => value !== '');
  if (isSame(shown, items)) return;
  const chosen = select.value;
  for (const option of shown) option.remove();
  select.append(...items.map(({ code, label }) => new Option(label, code)));
  select.value = chosen;
}

/**
 * A group holds a <template> with one radio or checkbox item.
 * @param {HTMLElement} group
 * @param {Item[]} items
 */
function fillGroup(group, items) {
  const template = group.querySelector('template');
  const shown = findAll(group, 'input', HTMLInputElement);
  if (!template || isSame(shown, items)) return;
  const chosen = shown.filter((each) => each.checked).map((each) => each.value);
  for (const input of shown) input.parentElement?.remove();
  for (const { code, label, hint } of items) {
    const copy = /** @type {DocumentFragment} */ (
      template.content.cloneNode(true)
    );
    const id = freshId(`${group.dataset.name ?? 'choice'}-${code}`);
    const input = copy.querySelector('input');
    const text = copy.querySelector('label');
    const note = copy.querySelector('.govuk-hint');
    if (!input || !text) continue;
    input.id = id;
    input.value = code;
    input.checked = chosen.includes(code);
    text.htmlFor = id;
    text.textContent = label;
    if (note && hint) note.textContent = hint;
    else note?.remove();
    group.insertBefore(copy, template);
  }
}
