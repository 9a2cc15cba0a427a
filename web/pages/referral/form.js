/*
 * The referral's form: its concerns have fixed places (concerns[12][…]), so a
 * stored referral is laid out by them before it is shown; and the main concern
 * is chosen among those ticked. /referrals/new?person=… is about somebody
 * known already.
 */
import { ApiProblem, get } from '../../js/api.js';
import { find, findAll, make } from '../../js/dom.js';
import { onEnhance } from '../../js/enhance.js';
import { fill } from '../../js/fields.js';
import { query } from '../../js/params.js';
import { transform } from '../../js/region.js';
import { vocabulary } from '../../js/vocab.js';

/**
 * @typedef {object} Concern
 * @property {string} concern
 * @property {string} currency
 * @property {string} certainty
 */

/**
 * The place of each concern in the form, by code.
 * @param {ParentNode} form
 * @returns {Map<string, number>}
 */
function placesIn(form) {
  return new Map(
    findAll(form, '[data-concern]', HTMLInputElement).map((box) => [
      box.value,
      Number(box.dataset.concern),
    ]),
  );
}

/**
 * Concerns by their place in the form; the rest of the places stay empty.
 * @param {Concern[]} concerns
 * @param {Map<string, number>} places
 */
export function laidOut(concerns, places) {
  /** @type {Concern[]} */
  const list = [];
  for (const { concern, currency, certainty } of concerns) {
    const at = places.get(concern);
    if (at !== undefined) list[at] = { concern, currency, certainty };
  }
  return list;
}

transform('referral-form', (data) => {
  const template = find(
    document,
    '[data-name="referral-form"] > template',
    HTMLTemplateElement,
  );
  const places = template ? placesIn(template.content) : new Map();
  data.form = {
    ...data,
    agency: data.agency?.code ?? null,
    concerns: laidOut(data.concerns, places),
  };
  return data;
});

/* A concern this partnership has added since the page was built goes to the
 * end; one it no longer uses is offered only where it is ticked already. */
/** @param {HTMLElement} group */
async function followVocabulary(group) {
  const items = await vocabulary('concern').catch(() => null);
  if (!items) return;
  const wanted = new Map(items.map((item) => [item.code, item]));
  for (const box of findAll(group, '[data-concern]', HTMLInputElement)) {
    const item = wanted.get(box.value);
    const label = box.nextElementSibling;
    if (item && label) label.textContent = item.label;
    else if (!box.checked && box.parentElement) box.parentElement.hidden = true;
    wanted.delete(box.value);
  }
  for (const item of wanted.values()) group.append(rowFor(group, item));
}

/** @param {HTMLElement} group @param {{code: string, label: string}} item */
function rowFor(group, item) {
  const boxes = findAll(group, '[data-concern]', HTMLInputElement);
  const last = /** @type {HTMLElement} */ (boxes[boxes.length - 1].parentElement);
  const row = /** @type {HTMLElement} */ (last.cloneNode(true));
  const box = find(row, 'input', HTMLInputElement);
  const label = find(row, 'label', HTMLLabelElement);
  if (box && label) {
    box.id = `concern-${item.code}`;
    box.name = `concerns[${boxes.length}][concern]`;
    box.dataset.concern = String(boxes.length);
    box.value = item.code;
    box.checked = false;
    box.removeAttribute('aria-controls');
    box.removeAttribute('aria-expanded');
    label.htmlFor = box.id;
    label.textContent = item.label;
  }
  return row;
}

/* Only what is ticked can be the main concern; the only one is. */
/** @param {HTMLElement} group @param {HTMLSelectElement} main */
function offerTicked(group, main) {
  const ticked = findAll(group, '[data-concern]:checked', HTMLInputElement).map(
    ({ value }) => value,
  );
  for (const option of main.options) {
    const offered = option.value === '' || ticked.includes(option.value);
    option.hidden = !offered;
    option.disabled = !offered;
    if (!offered && option.selected) main.value = '';
  }
  if (ticked.length === 1) main.value = ticked[0];
}

/** @param {HTMLElement} group */
function start(group) {
  const form = group.closest('form');
  const main = form?.elements.namedItem('primary_concern');
  if (!form || !(main instanceof HTMLSelectElement)) return;
  const follow = () => {
    const filled = findAll(group, '[data-concern]:checked', HTMLInputElement);
    if (filled.length || form.dataset.ticked) offerTicked(group, main);
    if (filled.length) form.dataset.ticked = 'yes';
  };
  group.addEventListener('change', follow);
  /* A message about the list as a whole leads to its first box. */
  find(group, '[data-no-concerns]', HTMLInputElement)?.addEventListener(
    'focus',
    () => find(group, '[data-concern]', HTMLInputElement)?.focus(),
  );
  main.addEventListener('focus', follow);
  void followVocabulary(group);
}

/* ---- about somebody known already ---- */

/**
 * What their record says, as far as the form asks it.
 * @param {any} person
 * @returns {[string, string][]}
 */
export function knownPairs(person) {
  const named = (/** @type {string} */ kind) =>
    person.names.find((/** @type {any} */ each) => each.kind === kind && !each.valid_to);
  const legal = named('legal') ?? person.names[0] ?? {};
  /** @type {[string, string | null | undefined][]} */
  const pairs = [
    ['given_name', legal.given_name],
    ['family_name', legal.family_name],
    ['known_as', named('known_as')?.given_name],
    ['born_on', person.born_on],
    ['born_precision', person.born_on && person.born_precision],
    ['sex', person.sex],
  ];
  return pairs.flatMap(([name, value]) => (value ? [[name, value]] : []));
}

/** @param {HTMLFormElement} form @param {string} id */
async function aboutPerson(form, id) {
  try {
    const { data } = await get(`/api/v1/people/${encodeURIComponent(id)}`);
    /* What was typed before stays. */
    const typed = new Set(
      [...new FormData(form)].filter(([, value]) => value).map(([name]) => name),
    );
    fill(form, knownPairs(data), typed);
    const link = make('a', { class: 'govuk-link', href: `/people/${data.id}` }, data.name);
    form.prepend(
      make('input', { type: 'hidden', name: 'person_id', value: data.id }),
      make('p', { class: 'govuk-inset-text' }, 'About ', link, ', who is known already.'),
    );
  } catch (error) {
    /* Not theirs to see: it is written like any other. */
    if (!(error instanceof ApiProblem)) throw error;
  }
}

onEnhance((root) => {
  const person = query().get('person');
  const form = find(root, 'form#referral', HTMLFormElement);
  if (person && form && form.dataset.method === undefined)
    void aboutPerson(form, person);
});

onEnhance((root) => {
  for (const group of findAll(root, '[data-concerns]', HTMLElement)) start(group);
});
