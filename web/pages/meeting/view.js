/* A meeting's agenda: putting young people on it and in order. */
import { ApiProblem, get, post, request } from '../../js/api.js';
import { bornWords } from '../../js/born.js';
import { announce, find, findAll, make } from '../../js/dom.js';
import { flash } from '../../js/flash.js';
import { formatValue } from '../../js/format.js';
import { regionOf, reload, transform, whenReady } from '../../js/region.js';
import './came.js';
import './remove.js';
import { sheetOf } from './sheet.js';
import { shaped } from './states.js';

transform('meeting', (data) => {
  const meeting = shaped(data);
  const count = meeting.agenda.length;
  for (const item of meeting.agenda) {
    item.last = item.position === count;
    item.sheet = sheetOf(item);
  }
  /* The change form is filled from the record itself. */
  return meeting;
});

/* Why somebody is suggested, in words. */
/** @type {Record<string, string>} */
const REASONS = {
  urgent: 'urgent',
  new: 'new, not discussed yet',
  review: 'review due',
  removal: 'low risk: consider removal',
  actions: 'actions late',
};
transform('suggestions', (data) => ({
  items: data.items.map((/** @type {any} */ each) => ({
    ...each,
    reasons: [
      ...each.why
        .filter((/** @type {string} */ why) => why !== 'actions')
        .map((/** @type {string} */ why) => REASONS[why]),
      ...(each.due_on && each.why.includes('review')
        ? [`since ${formatValue(each.due_on, 'shortdate')}`] : []),
      ...(each.actions ? [formatValue(each.actions, 'count:action late/actions late')] : []),
    ].join(', '),
  })),
}));

/* The chair's id is what the form of the meeting asks for. */
whenReady('meeting', (region, data) => {
  data.chair_user_id = data.chair?.id ?? null;
  const box = find(region, '[data-find-box]', HTMLInputElement);
  box?.addEventListener('input', () => void look(region, box.value));
});

/* ---- order ---- */

/** @param {HTMLElement} button */
async function moveItem(button) {
  const item = button.closest('[data-item]');
  if (!(item instanceof HTMLElement)) return;
  const { item: id, version, position } = item.dataset;
  const place = Number(position) + Number(button.dataset.moves);
  const name = item.querySelector('.app-agenda__name a')?.textContent ?? '';
  try {
    await request('PATCH', `/api/v1/agenda/${id}`, {
      body: { position: place },
      etag: `"${version}"`,
    });
    announce(`${name} is now number ${place}`);
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    flash('Someone else changed the agenda. Look again.', 'now');
  }
  await reload(button);
  keepHold(id ?? '', button.dataset.moves ?? '');
}

/* The same button of the same young person, where they are now, so that one
 * can press on; at either end, the other one. */
/** @param {string} id @param {string} moves */
function keepHold(id, moves) {
  const item = find(document, `[data-item="${id}"]`, HTMLElement);
  const button = item &&
    (find(item, `[data-moves="${moves}"]`, HTMLElement) ?? find(item, '[data-moves]', HTMLElement));
  button?.focus();
}

/* Somebody suggested is on the agenda now: both lists change. */
document.addEventListener('form:saved', (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || form.dataset.adds === undefined) return;
  event.preventDefault();
  announce(`${form.dataset.adds} is on the agenda`);
  void reload();
});

/* Their minutes begin, so that each agency can write its update before the
 * meeting. Those that have begun already are left. */
/** @param {HTMLElement} button */
async function askAgencies(button) {
  const meeting = regionOf(button)?.data;
  const waiting = meeting.agenda.filter((/** @type {any} */ each) => !each.discussion);
  try {
    for (const item of waiting)
      await post(`/api/v1/meetings/${meeting.id}/discussions`, { agenda_item_id: item.id });
    flash('Agencies can now write their updates, under “Run”', 'now');
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    flash(error.message, 'now');
  }
  await reload(button);
}

document.addEventListener('click', (event) => {
  const target = event.target instanceof Element ? event.target : null;
  const moves = target?.closest('[data-moves]');
  const asks = target?.closest('[data-ask-agencies]');
  if (moves instanceof HTMLElement) void moveItem(moves);
  if (asks instanceof HTMLElement) void askAgencies(asks);
});

/* On paper a paper is read, not opened. */
addEventListener('beforeprint', () => {
  for (const details of findAll(document, '.app-paper details', HTMLDetailsElement))
    details.open = true;
});

/* ---- finding somebody ---- */

let asked = 0;

/** @param {HTMLElement} region @param {string} words */
async function look(region, words) {
  asked += 1;
  const mine = asked;
  const list = find(region, '[data-find-list]', HTMLElement);
  const state = find(region, '[data-find-state]', HTMLElement);
  if (!list || !state) return;
  await new Promise((done) => setTimeout(done, 250));
  if (mine !== asked) return;
  list.replaceChildren();
  state.textContent = '';
  if (words.trim().length < 2) return;
  const people = await peopleLike(words.trim());
  if (mine !== asked) return;
  state.textContent = people.length ? `${people.length} found` : 'Nobody found';
  list.append(...people.map((each) => foundLine(region, each)));
}

/** @param {string} words @returns {Promise<any[]>} */
async function peopleLike(words) {
  try {
    const { data } = await get(`/api/v1/search?${new URLSearchParams({ q: words })}`);
    return data.items.filter((/** @type {any} */ each) => each.kind === 'person').slice(0, 8);
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    return [];
  }
}

/** @param {HTMLElement} region @param {any} person */
function foundLine(region, person) {
  const words = bornWords(person, 'born');
  const born = words && `, ${words}`;
  const button = make('button', { type: 'button', class: 'app-link-button' }, person.name);
  button.addEventListener('click', () => choose(region, person, born));
  return make('li', {}, button, born);
}

/** @param {HTMLElement} region @param {any} person @param {string} born */
function choose(region, person, born) {
  const field = find(region, '[data-found]', HTMLInputElement);
  const name = find(region, '[data-found-name]', HTMLElement);
  if (!field || !name) return;
  field.value = person.id;
  name.hidden = false;
  name.replaceChildren('Adding ', make('strong', {}, person.name), born);
  for (const list of findAll(region, '[data-find-list]', HTMLElement))
    list.replaceChildren();
  find(region, '#add-person-form input[type="radio"]', HTMLInputElement)?.focus();
}
