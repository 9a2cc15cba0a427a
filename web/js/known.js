/*
 * Known to us? While a name and date of birth are typed for somebody new, the
 * people who may be the same are shown, with why each matched.
 */
import { ApiProblem, get } from './api.js';
import { announce, find, findAll } from './dom.js';
import { onEnhance } from './enhance.js';
import { collect } from './fields.js';
import { Scope } from './scope.js';
import { toJson } from './serialise.js';
import { isDate } from './time.js';
import { makeIdsFresh, render } from './view.js';

const PAUSE_MS = 400;

const ASKED_BY = ['given_name', 'family_name', 'known_as', 'born_on'];

/* One name alone matches half the town. */
/** @param {HTMLFormElement} form */
function queryOf(form) {
  const { body } = toJson(collect(form));
  const wanted = new URLSearchParams();
  for (const name of ASKED_BY) {
    const value = body[name];
    if (value && (name !== 'born_on' || isDate(value))) wanted.set(name, value);
  }
  const named = ASKED_BY.slice(0, 3).some((name) => wanted.has(name));
  return named && wanted.size > 1 ? wanted.toString() : '';
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
  const look = async () => {
    const wanted = queryOf(form);
    if (!wanted || wanted === asked) return;
    asked = wanted;
    try {
      const { data } = await get(`/api/v1/people/matches?${wanted}`);
      if (wanted === asked) show(block, data.items);
    } catch (error) {
      /* The server checks again when the person is created. */
      if (!(error instanceof ApiProblem)) throw error;
    }
  };
  form.addEventListener('input', () => {
    clearTimeout(timer);
    timer = window.setTimeout(() => void look(), PAUSE_MS);
  });
}

onEnhance((root) => {
  for (const block of findAll(root, '[data-known]', HTMLElement)) start(block);
});
