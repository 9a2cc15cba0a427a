/*
 * Meeting mode: one young person at a time. The steps are the attendance,
 * everyone on the agenda, and the end; #<agenda item> in the address says
 * which, so that Back and a second note-taker's link work.
 */
import { ApiProblem, post, request } from '../../js/api.js';
import { currentSpoke } from '../../js/choices.js';
import { announce, find, findAll } from '../../js/dom.js';
import { enhance, onEnhance } from '../../js/enhance.js';
import { flash } from '../../js/flash.js';
import { params } from '../../js/params.js';
import { regionOf, reload, transform, whenReady } from '../../js/region.js';
import { Scope } from '../../js/scope.js';
import { isLeaving, isPermitted } from '../../js/session.js';
import { londonClock } from '../../js/time.js';
import { render } from '../../js/view.js';
import { vocabulary } from '../../js/vocab.js';
import './came.js';
import { Keeper } from './keeper.js';
import { bindMinutes, setDue } from './minutes_form.js';
import { Presence } from './presence.js';
import { shaped } from './states.js';

/** @type {any} the meeting as last loaded */
let meeting = null;
let current = '';
/** @type {Map<string, Keeper>} by discussion */
const keepers = new Map();

const WRITING = ['in_progress', 'minutes_draft'];
const canWrite = () =>
  isPermitted('meeting.write') && !meeting.frozen && meeting.state !== 'minutes_checked';

/* ---- what is shown ---- */

/** @param {any} item */
function shapedItem(item) {
  const { changes } = item;
  const word = (/** @type {string} */ name, /** @type {string} */ one) =>
    (changes[`${name}_word`] = changes[name] === 1 ? one : `${one}s`);
  word('incidents', 'incident');
  word('contacts', 'contact');
  word('sessions', 'session');
  word('referrals', 'new referral');
  for (const action of item.actions) action.open = action.moves.includes('complete');
  return { ...item, open: !meeting?.frozen, line: `${item.position}. ${item.person.name}` };
}

transform('run', (data) => {
  const made = shaped(data);
  made.agenda = made.agenda.map(shapedItem);
  return made;
});

/** @param {any} data */
function shapedDiscussion(data) {
  const open = !meeting.frozen;
  const mine = data.updates.some((/** @type {any} */ each) => each.mine);
  const writer = isPermitted('meeting.write');
  for (const each of data.updates) each.editable = open && (writer || each.mine);
  return {
    ...data,
    writable: canWrite(),
    may_say: open && (writer || (!mine && isPermitted('meeting.contribute'))),
  };
}
transform('run-updates', shapedDiscussion);
transform('run-decisions', shapedDiscussion);

/** The steps in order: 'start', the agenda items' ids, 'end'. */
function steps() {
  return ['start', ...meeting.agenda.map((/** @type {any} */ each) => each.id), 'end'];
}

/** @param {string} step */
async function show(step) {
  const stage = find(document, '[data-run-stage]', HTMLElement);
  const wanted = steps().includes(step) ? step : 'start';
  const item = meeting.agenda.find((/** @type {any} */ each) => each.id === wanted);
  const id = item ? 'run-person' : `run-${wanted}`;
  const template = document.getElementById(id);
  if (!stage || !(template instanceof HTMLTemplateElement)) return;
  saveAll();
  current = wanted;
  await Promise.allSettled(
    ['agenda_kind', 'risk_level', 'decision', 'action_priority'].map(vocabulary));
  const scope = new Scope(item ? shapedItem(item) : meeting, null,
    { ...params(), spoke: currentSpoke() });
  stage.replaceChildren(render(template, scope));
  stage.dataset.discussion = item?.discussion?.id ?? '';
  enhance(stage);
  showPlace(item);
  say();
}

/** @param {any} item */
function showPlace(item) {
  const place = find(document, '[data-run-place]', HTMLElement);
  const jump = find(document, '[data-run-jump]', HTMLSelectElement);
  const at = steps().indexOf(current);
  const text = item ? `${item.position} of ${meeting.agenda.length}`
    : current === 'end' ? 'End' : 'Start';
  if (place) place.textContent = text;
  if (jump) jump.value = current;
  for (const button of findAll(document, '[data-step]', HTMLButtonElement))
    button.disabled = !steps()[at + Number(button.dataset.step)];
}

/** @param {string} step */
async function go(step) {
  if (!meeting || step === current) return;
  if (location.hash !== `#${step}`) history.pushState(null, '', `#${step}`);
  document.querySelector('.app-flash')?.remove();
  await show(step);
  const heading = find(document, '[data-run-heading]', HTMLElement);
  window.scrollTo({ top: 0 });
  heading?.focus({ preventScroll: true });
  if (heading) announce(heading.textContent ?? '');
}

/** @param {number} by */
function goBy(by) {
  const step = steps()[steps().indexOf(current) + by];
  if (step) void go(step);
}

whenReady('run', (_, data) => {
  meeting = shaped(data);
  const step = current || location.hash.slice(1) || 'start';
  void show(step);
});

addEventListener('popstate', () => {
  if (meeting) void show(location.hash.slice(1) || 'start');
});

/* ---- the minutes ---- */

/** @param {any} discussion */
function keeperOf(discussion) {
  const known = keepers.get(discussion.id);
  if (known) return known;
  const keeper = new Keeper({
    send: (patch, etag) =>
      request('PATCH', `/api/v1/discussions/${discussion.id}`, { body: patch, etag }),
    /* The computer may be shared: the server has it within two seconds. */
    store: () => {},
    stored: () => null,
    later: (act, ms) => window.setTimeout(act, ms),
    notLater: (handle) => window.clearTimeout(handle),
    clock: () => londonClock(Date.now()).time,
  });
  Object.assign(keeper, { reviewDays: discussion.suggested.review_days });
  keepers.set(discussion.id, keeper);
  return keeper;
}

whenReady('run-updates', (_, data) => {
  const keeper = keeperOf(data);
  const form = find(document, '[data-minutes]', HTMLFormElement);
  keeper.offer(data);
  if (!form || form.dataset.bound === data.id) return;
  form.dataset.bound = data.id;
  bindMinutes(form, keeper, canWrite());
  say();
});

/* ---- who else is writing ---- */

const presence = new Presence({
  send: (discussion, field) =>
    request('PUT', `/api/v1/discussions/${discussion}/presence`, { body: { field } }),
  labelOf: (field) => {
    const input = find(document, `[data-minutes] [name="${field}"]`, HTMLElement);
    const label = input?.id ? document.querySelector(`label[for="${input.id}"]`) : null;
    return label?.textContent?.replace('(optional)', '').trim() ?? '';
  },
  show: (text) => {
    const line = find(document, '[data-presence]', HTMLElement);
    if (line && line.textContent !== text) line.textContent = text;
  },
});

document.addEventListener('input', (event) => {
  const field = event.target;
  if (field instanceof HTMLElement && field.closest('[data-minutes]'))
    presence.typed(shownDiscussion(), field.getAttribute('name') ?? '');
});

function shownDiscussion() {
  return find(document, '[data-run-stage]', HTMLElement)?.dataset.discussion ?? '';
}

window.setInterval(() => {
  const open = meeting && WRITING.includes(meeting.state) && !document.hidden;
  if (open && isPermitted('meeting.contribute')) void presence.look(shownDiscussion());
}, 10_000);

function saveAll() {
  for (const keeper of keepers.values())
    if (keeper.isUnsaved && keeper.state !== 'saving') void keeper.save();
}

/* The line at the top: of this young person, and of any left behind. */
function say() {
  const place = find(document, '[data-run-saved]', HTMLElement);
  if (!place) return;
  const shown = find(document, '[data-run-stage]', HTMLElement)?.dataset.discussion ?? '';
  const left = [...keepers].filter(([id, each]) => id !== shown && each.isUnsaved).length;
  const keeper = keepers.get(shown);
  const words = keeper?.words ?? '';
  const more = left ? `${words ? '. ' : ''}Minutes of ${left} before not saved yet` : '';
  place.textContent = words + more;
  place.dataset.saveState = left ? 'failed' : (keeper?.state ?? '');
}

document.addEventListener('minutes:state', say);
addEventListener('online', saveAll);
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'hidden') saveAll();
});
addEventListener('beforeunload', (event) => {
  if (!isLeaving() && [...keepers.values()].some((each) => each.isUnsaved)) event.preventDefault();
});

/* What others add shows within the minute, unless somebody is at work there. */
window.setInterval(() => {
  const open = meeting && WRITING.includes(meeting.state) && !document.hidden;
  for (const region of findAll(document, '[data-name^="run-"][data-load]', HTMLElement))
    if (open && region.dataset.name !== 'run-header' &&
        !region.contains(document.activeElement) && !region.querySelector('details[open]'))
      void reload(region);
}, 45_000);

/* ---- buttons and keys ---- */

/** @param {Element} button @param {() => Promise<any>} act */
async function tried(button, act) {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    flash(error.message, 'now');
  }
  await reload(button);
}

/** @param {HTMLElement} button */
async function begin(button) {
  const path = `/api/v1/meetings/${meeting.id}/discussions`;
  const bar = find(document, '[data-name="run"]', HTMLElement);
  await tried(bar ?? button, () => post(path, { agenda_item_id: button.dataset.begin }));
}

/* "/agenda/<id>/rationale": to that young person; "/attendance": the start. */
/** @param {string} pointer */
function goTo(pointer) {
  const [, kind, id] = pointer.split('/');
  void go(kind === 'agenda' ? id : 'start');
}

document.addEventListener('click', (event) => {
  const target = event.target instanceof Element ? event.target : null;
  const button = target?.closest('[data-step], [data-begin], [data-decide], [data-due], [data-go]');
  if (!(button instanceof HTMLElement)) return;
  const { step, begin: item, decide, due, go: pointer } = button.dataset;
  if (step) goBy(Number(step));
  else if (item) void begin(button);
  else if (due) setDue(button);
  else if (pointer) goTo(pointer);
  else if (decide) {
    const id = regionOf(button)?.data.id;
    void tried(button, () => post(`/api/v1/discussions/${id}/decisions`, { decision: decide }));
  }
});

document.addEventListener('change', (event) => {
  const field = event.target;
  if (field instanceof HTMLSelectElement && field.dataset.runJump !== undefined)
    void go(field.value);
  if (field instanceof HTMLSelectElement && field.name === 'owner_user_id')
    showNoAccount(field);
  if (field instanceof HTMLInputElement && field.dataset.singleKeys !== undefined)
    localStorage.setItem(SINGLE_KEYS, field.checked ? 'on' : 'off');
});

/* Somebody with an account brings name and agency along. */
/** @param {HTMLSelectElement} select */
function showNoAccount(select) {
  const part = select.form && find(select.form, '[data-no-account]', HTMLElement);
  if (!part) return;
  part.hidden = select.value !== '';
  for (const field of findAll(part, 'input, select', HTMLElement))
    field.toggleAttribute('disabled', part.hidden);
}

/* An action done is done: the rest of the list stays as it is. */
document.addEventListener('form:saved', (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement)) return;
  if (form.dataset.completes !== undefined) form.replaceChildren('Done');
  const inside = form.closest('[data-name="meeting"]');
  if (inside && form.id.startsWith('end-')) void refresh();
  if (form.action.endsWith('/conflicts')) void refresh();
});

async function refresh() {
  const bar = find(document, '[data-name="run"]', HTMLElement);
  if (bar) await reload(bar);
}

const SINGLE_KEYS = 'meeting-single-keys';
onEnhance((root) => {
  const tick = find(root, '[data-single-keys]', HTMLInputElement);
  if (tick) tick.checked = localStorage.getItem(SINGLE_KEYS) !== 'off';
});

/** @param {EventTarget | null} target */
function isTyping(target) {
  return target instanceof HTMLElement &&
    (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName));
}

document.addEventListener('keydown', (event) => {
  if (!meeting || event.ctrlKey || event.metaKey || document.querySelector('dialog[open]')) return;
  const single = localStorage.getItem(SINGLE_KEYS) !== 'off' && !isTyping(event.target);
  const next = event.altKey ? event.key === 'ArrowRight' : single && event.key === ']';
  const back = event.altKey ? event.key === 'ArrowLeft' : single && event.key === '[';
  if (!next && !back) return;
  event.preventDefault();
  goBy(next ? 1 : -1);
});
