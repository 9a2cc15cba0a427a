/*
 * A region loads one address and shows it: <div data-load="/api/v1/tasks">
 * with parts for each state ("loading", "empty", "error", "ready"). Made by
 * the macro region().
 */
import { ApiProblem, get } from './api.js';
import { currentSpoke } from './choices.js';
import { announce, find, findAll, make } from './dom.js';
import { enhance, onEnhance } from './enhance.js';
import { params, query } from './params.js';
import { principal } from './session.js';
import { Scope } from './scope.js';
import { render, scopeAround } from './view.js';
import { vocabulary } from './vocab.js';

/** @typedef {'loading' | 'empty' | 'error' | 'ready'} State */
/** @typedef {(data: any) => any} Transform */

/** @type {Map<string, Transform>} */
const transforms = new Map();
/** @type {WeakMap<Element, {path: string, data: any, etag: string | null}>} */
const loaded = new WeakMap();

/**
 * Reshapes what the region called `name` loaded before it is shown.
 * @param {string} name its data-name
 * @param {Transform} change
 */
export function transform(name, change) {
  transforms.set(name, change);
}

/**
 * Calls back each time the region called `name` has been drawn.
 * @param {string} name
 * @param {(region: HTMLElement, data: any) => void} done
 */
export function whenReady(name, done) {
  document.addEventListener('region:ready', (event) => {
    const region = event.target;
    if (region instanceof HTMLElement && region.dataset.name === name)
      done(region, loaded.get(region)?.data);
  });
}

/**
 * What the region around an element holds: its address, object and version.
 * @param {Element} element
 */
export function regionOf(element) {
  const region = element.closest('[data-load]');
  return (region && loaded.get(region)) ?? null;
}

/**
 * Loads again, and shows what comes. Without an element: all regions.
 * @param {Element} [element] the region, or anything in it
 */
export async function reload(element) {
  const region = element?.closest('[data-load]');
  const which =
    region instanceof HTMLElement
      ? [region]
      : findAll(document, '[data-load]', HTMLElement);
  await Promise.all(which.map(load));
}

/** @param {HTMLElement} region */
async function load(region) {
  showState(region, 'loading');
  try {
    await principal();
    const outer = scopeAround(region) ?? pageScope();
    const path = addressOf(region, outer);
    const [answer] = await Promise.all([get(path), loadVocabularies(region)]);
    const { data, etag } = answer;
    loaded.set(region, { path, data, etag });
    const change = transforms.get(region.dataset.name ?? '');
    draw(region, new Scope(change ? change(data) : data, outer, pageNames()));
  } catch (error) {
    showProblem(region, error);
  }
}

/* @id and @spoke; the query's names too, as @risk. */
function pageScope() {
  return new Scope(null, null, { ...pageNames(), ...params() });
}

function pageNames() {
  return { spoke: currentSpoke(), ...Object.fromEntries(query()) };
}

/** @param {HTMLElement} region @param {Scope} outer */
function addressOf(region, outer) {
  const path = outer.fill(region.dataset.load ?? '');
  const wanted = (region.dataset.query ?? '').split(' ').filter(Boolean);
  const passed = new URLSearchParams(
    [...query()].filter(([name, value]) => wanted.includes(name) && value),
  );
  if (!passed.size) return path;
  return `${path}${path.includes('?') ? '&' : '?'}${passed}`;
}

/* The names stand in the template: |label:risk_level, data-tag="…|state". */
/** @param {HTMLElement} region */
async function loadVocabularies(region) {
  const text = readyTemplate(region)?.innerHTML ?? '';
  const names = [...text.matchAll(/\|\s*label:(\w+)/g)];
  const tags = [...text.matchAll(/data-tag="[^"|]*\|\s*(\w+)/g)];
  const wanted = new Set([...names, ...tags].map((match) => match[1]));
  for (const name of wanted) if (isState(name)) wanted.delete(name);
  /* A vocabulary that fails leaves codes readable as words. */
  await Promise.allSettled([...wanted].map(vocabulary));
}

/* States are code, not vocabularies: they read as words. */
/** @param {string} name */
function isState(name) {
  return /(^|_)state$/.test(name);
}

/** @param {HTMLElement} region */
function readyTemplate(region) {
  return find(
    region,
    ':scope > template[data-state="ready"]',
    HTMLTemplateElement,
  );
}

/** @param {HTMLElement} region @param {Scope} scope */
function draw(region, scope) {
  const template = readyTemplate(region);
  if (!template) return;
  const items = scope.get(region.dataset.list ?? 'items');
  const nothing = Array.isArray(items) && items.length === 0;
  if (nothing && region.querySelector(':scope > [data-state="empty"]'))
    return showState(region, 'empty');
  const slot = slotOf(region);
  slot.replaceChildren(render(template, scope));
  showState(region, 'ready');
  enhance(slot);
  region.dispatchEvent(new CustomEvent('region:ready', { bubbles: true }));
}

/** @param {HTMLElement} region */
function slotOf(region) {
  const slot = find(region, ':scope > .app-region__slot', HTMLElement);
  if (slot) return slot;
  const made = make('div', { class: 'app-region__slot', 'data-state': 'ready' });
  region.append(made);
  return made;
}

/** @param {HTMLElement} region @param {State} state */
function showState(region, state) {
  const fresh = region.dataset.shown === undefined;
  /* While loading again the old content stays. */
  if (state === 'loading' && !fresh) region.setAttribute('aria-busy', 'true');
  else region.removeAttribute('aria-busy');
  if (state === 'loading' && !fresh) return;
  region.dataset.shown = state;
  for (const part of region.querySelectorAll(':scope > [data-state]'))
    if (part instanceof HTMLElement && !(part instanceof HTMLTemplateElement))
      part.hidden = part.dataset.state !== state;
  if (state === 'ready' && region.dataset.says) announce(region.dataset.says);
}

/** @param {HTMLElement} region @param {unknown} error */
function showProblem(region, error) {
  if (!(error instanceof ApiProblem)) {
    showState(region, 'error');
    throw error;
  }
  const optional = region.dataset.optional !== undefined;
  if (optional && [403, 404].includes(error.status)) {
    region.dataset.shown = 'absent';
    const part = region.closest('[data-with-region]') ?? region;
    part.toggleAttribute('hidden', true);
    return;
  }
  const old = region.querySelector(':scope > .app-region__problem');
  old?.remove();
  region.append(problemPart(region, error));
  showState(region, 'error');
}

/* Where the page's heading was to come with the data, this is its heading. */
/** @param {string} text */
function problemTitle(text) {
  return [...document.querySelectorAll('h1')].some((each) => each.offsetParent)
    ? make('p', { class: 'govuk-body govuk-!-font-weight-bold' }, text)
    : make('h1', { class: 'govuk-heading-m' }, text);
}

/** @param {HTMLElement} region @param {ApiProblem} problem */
function problemPart(region, problem) {
  const retry = make(
    'button',
    { type: 'button', class: 'govuk-button govuk-button--secondary' },
    'Try again',
  );
  retry.addEventListener('click', () => void load(region));
  const part = make(
    'div',
    {
      class: 'app-region__problem govuk-inset-text',
      'data-state': 'error',
      role: 'alert',
    },
    problemTitle(problem.problem.title ?? 'We cannot show this'),
    make('p', { class: 'govuk-body' }, problem.message),
  );
  if (problem.reference)
    part.append(make('p', { class: 'govuk-hint' },
      `Reference: ${problem.reference}`));
  /* What is not there, or not theirs, will not be there the next time. */
  if (![403, 404].includes(problem.status)) part.append(retry);
  return part;
}

onEnhance((root) => {
  for (const region of findAll(root, '[data-load]', HTMLElement))
    void load(region);
});
