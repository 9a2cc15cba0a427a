/*
 * Choosing a young person by typing: what the search finds is offered as
 * buttons, whoever is chosen is shown in full, and their id goes into the
 * form. ?person=ID (or person_id) of the address chooses straight away.
 * Made by the macro person_picker(); says `picker:chosen` with the person.
 */
import { ApiProblem, get } from './api.js';
import { find, findAll } from './dom.js';
import { enhance, onEnhance } from './enhance.js';
import { query } from './params.js';
import { Scope } from './scope.js';
import { principal } from './session.js';
import { render } from './view.js';
import { vocabulary } from './vocab.js';

/* What the person's header says in words. */
const WORDS = ['pronouns', 'dob_precision', 'risk_level', 'warning_marker', 'contact_safety', 'answer',
  'family_informed', 'support_agreement', 'sharing_gateway'];

const PAUSE_MS = 250;
const SHORTEST = 2;

/** @param {HTMLElement} picker */
function partsOf(picker) {
  /** @param {string} name */
  const part = (name) => find(picker, `[data-picker-${name}]`, HTMLElement);
  return {
    search: part('search'),
    box: find(picker, '[data-picker-box]', HTMLInputElement),
    list: part('list'),
    said: part('said'),
    chosen: part('chosen'),
    card: part('card'),
    value: find(picker, '[data-picker-value]', HTMLInputElement),
    item: find(picker, '[data-picker-item]', HTMLTemplateElement),
    person: find(picker, '[data-picker-person]', HTMLTemplateElement),
  };
}

/** @param {number} count */
function foundText(count) {
  if (!count) return 'Nobody you may see matches. Try fewer letters or another spelling.';
  return `${count} ${count === 1 ? 'young person' : 'young people'} found`;
}

/** @param {HTMLElement} picker @param {any[]} items */
function offer(picker, items) {
  const { list, said, item } = partsOf(picker);
  if (!list || !said || !item) return;
  list.replaceChildren(...items.map((each) => render(item, new Scope(each))));
  said.textContent = foundText(items.length);
}

/** @param {HTMLElement} picker */
function clear(picker) {
  const { list, said } = partsOf(picker);
  list?.replaceChildren();
  if (said) said.textContent = '';
}

/** @param {HTMLElement} picker @param {string} id */
async function choose(picker, id) {
  const { search, chosen, card, value, person } = partsOf(picker);
  if (!search || !chosen || !card || !value || !person) return;
  const [{ data }] = await Promise.all([
    get(`/api/v1/people/${encodeURIComponent(id)}`),
    Promise.allSettled(WORDS.map(vocabulary)),
  ]);
  card.replaceChildren(render(person, new Scope(data)));
  enhance(card);
  search.hidden = true;
  chosen.hidden = false;
  clear(picker);
  if (value.value !== id) {
    value.value = id;
    value.form?.dispatchEvent(new CustomEvent('form:typed'));
  }
  picker.dispatchEvent(new CustomEvent('picker:chosen', { bubbles: true, detail: data }));
}

/** @param {HTMLElement} picker */
function change(picker) {
  const { search, chosen, value, box } = partsOf(picker);
  if (!search || !chosen || !value) return;
  value.value = '';
  search.hidden = false;
  chosen.hidden = true;
  picker.dispatchEvent(new CustomEvent('picker:chosen', { bubbles: true, detail: null }));
  box?.focus();
}

/* A connection that fails is said; the box stays as it is. */
/** @param {HTMLElement} picker @param {() => Promise<void>} work */
async function attempt(picker, work) {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    const { said } = partsOf(picker);
    if (said) said.textContent = error.message;
  }
}

/* Down from the box into the list, up out of it. */
/** @param {HTMLElement} picker @param {KeyboardEvent} event */
function walk(picker, event) {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const { box, list } = partsOf(picker);
  const stops = [box, ...findAll(list ?? picker, 'button', HTMLButtonElement)];
  const at = stops.findIndex((each) => each === document.activeElement);
  const next = stops[at + (event.key === 'ArrowDown' ? 1 : -1)];
  if (at < 0 || !next) return;
  event.preventDefault();
  next.focus();
}

/** @param {HTMLElement} picker */
function searching(picker) {
  const { box, list } = partsOf(picker);
  let timer = 0;
  const look = async () => {
    const words = box?.value.trim() ?? '';
    if (words.length < SHORTEST) return clear(picker);
    const { data } = await get(`/api/v1/search?q=${encodeURIComponent(words)}`);
    if (words === box?.value.trim()) offer(picker, data.items);
  };
  box?.addEventListener('input', () => {
    clearTimeout(timer);
    timer = window.setTimeout(() => void attempt(picker, look), PAUSE_MS);
  });
  box?.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    void attempt(picker, look);
  });
  picker.addEventListener('keydown', (event) => walk(picker, event));
  list?.addEventListener('click', (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const id = target?.closest('button')?.dataset.id;
    if (id) void attempt(picker, () => choose(picker, id));
  });
}

/** @param {HTMLElement} picker */
async function start(picker) {
  const { value, box } = partsOf(picker);
  searching(picker);
  find(picker, '[data-picker-change]', HTMLElement)?.addEventListener('click', () => change(picker));
  /* The error summary leads here; the box is where to put it right. */
  value?.addEventListener('focus', () => box?.focus());
  value?.form?.addEventListener('form:filled', () => {
    if (value.value) void attempt(picker, () => choose(picker, value.value));
  });
  const asked = query().get('person') ?? query().get('person_id');
  if (asked && (await principal())) await attempt(picker, () => choose(picker, asked));
}

onEnhance((root) => {
  for (const picker of findAll(root, '[data-person-picker]', HTMLElement)) {
    if (picker.dataset.started) continue;
    picker.dataset.started = 'yes';
    void start(picker);
  }
});
