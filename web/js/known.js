/*
 * Known to us? While a name and date of birth are typed for somebody new, the
 * people who may be the same are shown, with why each matched. The form hears
 * `known:shown` with them, and may ask by `known:look`, one name being enough.
 */
import { ApiProblem, get } from './api.js';
import { announce, find, findAll } from './dom.js';
import { onEnhance } from './enhance.js';
import { collect } from './fields.js';
import { Scope } from './scope.js';
import { toJson } from './serialise.js';
import { isRoughDate } from './time.js';
import { makeIdsFresh, render } from './view.js';
import { vocabulary } from './vocab.js';

const PAUSE_MS = 400;

const ASKED_BY = ['given_name', 'family_name', 'known_as', 'identifier', 'born_on'];

/* While typing, one name alone matches half the town; a number nobody else has. */
/** @param {HTMLFormElement} form @param {number} least */
function queryOf(form, least) {
  const { body } = toJson(collect(form));
  const wanted = new URLSearchParams();
  for (const name of ASKED_BY) {
    const value = body[name];
    if (value && (name !== 'born_on' || isRoughDate(value))) wanted.set(name, value);
  }
  const named = ASKED_BY.slice(0, 3).some((name) => wanted.has(name));
  const sure = wanted.has('identifier');
  return sure || (named && wanted.size >= least) ? wanted.toString() : '';
}

/** @param {HTMLTemplateElement} template @param {any} item */
function copyOf(template, item) {
  const copy = render(template, new Scope(item));
  makeIdsFresh(copy);
  return copy;
}

/** @param {HTMLElement} block @param {any[]} items */
function show(block, items) {
  const list = find(block, '[data-known-list]', HTMLElement);
  const none = find(block, '[data-known-none]', HTMLElement);
  const template = find(block, 'template', HTMLTemplateElement);
  if (!list || !none || !template) return;
  const ticked = new Set(
    findAll(list, 'input:checked', HTMLInputElement).map(({ value }) => value),
  );
  list.replaceChildren(...items.map((item) => copyOf(template, item)));
  for (const box of findAll(list, 'input', HTMLInputElement))
    box.checked = ticked.has(box.value);
  none.hidden = items.length > 0;
  block.hidden = false;
  announce(
    items.length
      ? `${items.length} people may be the same`
      : 'Nobody like this is known to us',
  );
}

/** @param {HTMLElement} block */
function start(block) {
  const form = block.closest('form');
  if (!form) return;
  let timer = 0;
  let asked = '';
  const look = async (least = 2) => {
    const wanted = queryOf(form, least);
    if (!wanted || (wanted === asked && least > 1)) return;
    asked = wanted;
    try {
      const [{ data }] = await Promise.all([
        get(`/api/v1/people/matches?${wanted}`),
        vocabulary('match_reason'),
      ]);
      if (wanted !== asked) return;
      show(block, data.items);
      form.dispatchEvent(new CustomEvent('known:shown', { detail: data.items }));
    } catch (error) {
      /* The server checks again when the person is created. */
      if (!(error instanceof ApiProblem)) throw error;
    }
  };
  form.addEventListener('input', () => {
    clearTimeout(timer);
    timer = window.setTimeout(() => void look(), PAUSE_MS);
  });
  form.addEventListener('known:look', () => void look(1));
}

onEnhance((root) => {
  for (const block of findAll(root, '[data-known]', HTMLElement)) start(block);
});
