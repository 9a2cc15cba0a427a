/*
 * What was typed and not yet sent. The server keeps it, for its writer alone:
 * the computer may be shared, so nothing of it stays in the browser. Saved a
 * moment after the last key, and when the page is left; gone when the form is
 * sent, in the same transaction.
 */
import { ApiProblem, get, request } from './api.js';
import { askWhich, closeClash, isClashOpen } from './clash.js';
import { find } from './dom.js';
import { differingRows, pairsOf, subjectOf, titleOf } from './draft-text.js';
import { query } from './params.js';
import {
  beforeSignOut, currentPrincipal, isLeaving, leaveToOther, principal,
} from './session.js';
import { londonClock } from './time.js';

/** @typedef {import('./draft-text.js').Pairs} Pairs */

/**
 * @typedef {object} Kept a draft as the server has it
 * @property {string} id
 * @property {number} version
 * @property {Pairs} pairs
 * @property {number | null} basedOn version of the record it was typed over
 * @property {string} at when it was saved
 *
 * @typedef {object} Watch what hears how it goes
 * @property {(text: string, state: string) => void} say
 * @property {(pairs: Pairs) => void} fill
 * @property {() => number | null} basedOn
 */

const PAUSE_MS = 1000;
/* The browser sends no more than this when a page is left. */
const PARTING_BYTES = 60_000;

/** @type {Map<string, Kept>} */
const kept = new Map();
/** @type {Map<HTMLFormElement, {timer: number, saving: Promise<void> | null, watch: Watch, safe: boolean}>} */
const waiting = new Map();
/** @type {Promise<void> | null} */
let asked = null;
/* "Not now" to signing in again is not asked at every key. */
let declined = false;

/** Secrets and sign-in forms are never kept. */
/** @param {HTMLFormElement} form */
export function keepsDraft(form) {
  return (
    form.dataset.draft !== 'off' &&
    !form.querySelector('input[type="password"]')
  );
}

/* Which form of its page: its own name, else what it is sent to. */
/** @param {HTMLFormElement} form */
function nameOf(form) {
  return form.getAttribute('id') || new URL(form.action).pathname;
}

function subject() {
  return subjectOf(location.pathname, query());
}

/** @param {any} item @returns {Kept} */
function keptOf(item) {
  return {
    id: item.id,
    version: item.version,
    basedOn: item.based_on,
    at: item.updated_at,
    pairs: (item.content ?? []).map((/** @type {any} */ pair) => [pair.name, pair.value ?? '']),
  };
}

/* One request for all forms of the page. Without an answer there are none.
 * What the page before this one sent as it was left may still be on its way. */
async function load() {
  if (!(await principal())) return;
  const parted = partedFrom();
  try {
    for (let tries = 0; tries < 5; tries++) {
      const { data } = await get(`/api/v1/drafts?limit=200&subject=${encodeURIComponent(subject())}`);
      for (const item of data.items) kept.set(item.form, keptOf(item));
      if (!parted || (kept.get(parted.form)?.version ?? 0) > parted.version) return;
      await new Promise((done) => setTimeout(done, 400));
    }
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
  }
}

const PARTED = 'draft-parted';
const PARTED_MS = 10_000;

/* Which draft a page sends as it is left: its form and version, no word of it. */
/** @param {HTMLFormElement} form */
function notePart(form) {
  const version = kept.get(nameOf(form))?.version ?? 0;
  sessionStorage.setItem(PARTED, JSON.stringify({ subject: subject(), form: nameOf(form), version, at: Date.now() }));
}

/** @returns {{form: string, version: number} | null} */
function partedFrom() {
  const text = sessionStorage.getItem(PARTED);
  sessionStorage.removeItem(PARTED);
  const parted = text ? JSON.parse(text) : null;
  return parted?.subject === subject() && Date.now() - parted.at < PARTED_MS ? parted : null;
}

/**
 * The draft of a form, if it differs from what the form shows.
 * @param {HTMLFormElement} form
 * @returns {Promise<Kept | null>}
 */
export async function readDraft(form) {
  if (!keepsDraft(form) || !pairsOf(form, true).length) return null;
  asked ??= load();
  await asked;
  const draft = kept.get(nameOf(form));
  const shown = JSON.stringify(pairsOf(form));
  return draft && JSON.stringify(draft.pairs) !== shown ? draft : null;
}

/**
 * The form has changed: it is saved soon.
 * @param {HTMLFormElement} form
 * @param {Watch} watch
 */
export function keepDraft(form, watch) {
  const work = waiting.get(form) ?? { timer: 0, saving: null, watch, safe: false };
  waiting.set(form, work);
  work.safe = false;
  clearTimeout(work.timer);
  work.timer = window.setTimeout(() => void save(form), PAUSE_MS);
}

/**
 * Whether all that was typed has reached the server or is on its way there.
 * @param {HTMLFormElement} form
 */
export function isDraftSafe(form) {
  return waiting.get(form)?.safe ?? false;
}

/** @param {HTMLFormElement} form */
async function save(form) {
  const work = waiting.get(form);
  if (!work || isLeaving() || isClashOpen(form) || !form.isConnected) return;
  clearTimeout(work.timer);
  work.timer = 0;
  if (work.saving) {
    await work.saving;
    return save(form);
  }
  const pairs = pairsOf(form);
  work.saving = attempt(form, work.watch, pairs);
  await work.saving;
  work.saving = null;
}

/** @param {HTMLFormElement} form @param {Watch} watch @param {Pairs} pairs */
async function attempt(form, watch, pairs) {
  try {
    const { data } = await send(form, watch, pairs, false);
    declined = false;
    kept.set(nameOf(form), { ...keptOf(data), pairs });
    const now = waiting.get(form);
    if (!now || now.timer) return;
    now.safe = true;
    watch.say(`Draft saved ${londonClock(Date.now()).time}`, 'draft');
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    await refused(form, watch, error);
  }
}

/**
 * @param {HTMLFormElement} form
 * @param {Watch} watch
 * @param {Pairs} pairs
 * @param {boolean} parting
 */
function send(form, watch, pairs, parting) {
  const draft = kept.get(nameOf(form));
  const body = {
    title: titleOf(document),
    content: pairs.map(([name, value]) => ({ name, value })),
    based_on: draft?.basedOn ?? watch.basedOn(),
  };
  const how = { keepalive: parting || fitsParting(pairs), asksToSignIn: !declined && !parting };
  if (draft)
    return request('PATCH', `/api/v1/drafts/${draft.id}`,
      { ...how, body, etag: `"${draft.version}"` });
  const place = { form: nameOf(form), subject: subject() };
  const owner = { user_id: currentPrincipal()?.user.id };
  return request('POST', '/api/v1/drafts', { ...how, body: withoutNulls({ ...owner, ...place, ...body }) });
}

/** @param {Record<string, any>} body */
function withoutNulls(body) {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null));
}

/** @param {HTMLFormElement} form @param {Watch} watch @param {ApiProblem} problem */
async function refused(form, watch, problem) {
  const name = nameOf(form);
  if (problem.status === 404 && kept.delete(name)) {
    const { data } = await get('/api/v1/session', { asksToSignIn: false });
    if (data?.user?.id !== currentPrincipal()?.user.id) return leaveToOther();
    return keepDraft(form, watch);
  }
  if (problem.status === 403) return leaveToOther();
  if (problem.status === 412 && problem.current)
    return askBetween(form, watch, keptOf(problem.current));
  if (problem.status === 409 && !kept.has(name)) {
    asked = load();
    await asked;
    const theirs = kept.get(name);
    if (theirs) return askBetween(form, watch, theirs);
  }
  declined = problem.status === 401;
  watch.say(`Not saved: ${sentence(problem)} Your text is still on this page.`, 'failed');
}

/** @param {ApiProblem} problem */
function sentence(problem) {
  if (problem.status === 0) return 'no connection.';
  if (problem.status === 401) return 'you are signed out.';
  const text = problem.errors[0]?.detail ?? problem.message;
  return `${text.charAt(0).toLowerCase()}${text.slice(1)}${/[.?!]$/.test(text) ? '' : '.'}`;
}

/* Typed in another tab since: the newest wins only when that is what is
 * wanted. */
/** @param {HTMLFormElement} form @param {Watch} watch @param {Kept} theirs */
function askBetween(form, watch, theirs) {
  kept.set(nameOf(form), theirs);
  const rows = differingRows(form, theirs.pairs);
  if (!rows.length) {
    watch.say(`Draft saved ${londonClock(Date.parse(theirs.at)).time}`, 'draft');
    return;
  }
  watch.say('Not saved: choose which text to keep', 'failed');
  askWhich(form, {
    title: 'You typed into this form in another tab or on another device',
    theirs: `The other one, saved ${londonClock(Date.parse(theirs.at)).time}`,
    useTheirs: 'Use the other one',
    rows,
    onMine: () => void save(form),
    onTheirs: () => {
      watch.fill(theirs.pairs);
      closeClash(form);
      const work = waiting.get(form);
      clearTimeout(work?.timer);
      if (work) Object.assign(work, { timer: 0, safe: true });
      watch.say(`Draft saved ${londonClock(Date.parse(theirs.at)).time}`, 'draft');
    },
  });
}

/**
 * Before the form is sent: nothing is on its way, and this is the draft that
 * goes with it.
 * @param {HTMLFormElement} form
 * @returns {Promise<string | null>}
 */
export async function draftToSend(form) {
  const work = waiting.get(form);
  clearTimeout(work?.timer);
  if (work) work.timer = 0;
  if (work?.saving) await Promise.race([work.saving, new Promise((done) => setTimeout(done, 3000))]);
  const draft = kept.get(nameOf(form));
  return draft ? `${draft.id}/${draft.version}` : null;
}

/**
 * The form was sent, and the server took away the draft named then. One saved
 * after that goes too.
 * @param {HTMLFormElement} form
 * @param {string | null} sent
 */
export async function draftIsSent(form, sent) {
  const work = waiting.get(form);
  waiting.delete(form);
  sessionStorage.removeItem(PARTED);
  clearTimeout(work?.timer);
  await work?.saving;
  const draft = kept.get(nameOf(form));
  if (draft && sent !== `${draft.id}/${draft.version}`) await clearDraft(form);
  kept.delete(nameOf(form));
}

/**
 * What was typed is not wanted any more.
 * @param {HTMLFormElement} form
 */
export async function clearDraft(form) {
  const work = waiting.get(form);
  clearTimeout(work?.timer);
  await work?.saving;
  const draft = kept.get(nameOf(form));
  kept.delete(nameOf(form));
  if (!draft) return;
  try {
    await request('DELETE', `/api/v1/drafts/${draft.id}`, { etag: `"${draft.version}"` });
  } catch (error) {
    /* It goes by itself when its time is over. */
    if (!(error instanceof ApiProblem)) throw error;
  }
}

beforeSignOut(async () => {
  const open = [...waiting].filter(([, work]) => work.timer || work.saving);
  await Promise.allSettled(open.map(([form]) => save(form)));
});

/** @param {Pairs} pairs */
function fitsParting(pairs) {
  return JSON.stringify(pairs).length <= PARTING_BYTES;
}

/* The page is left: what was typed in the last second still goes, and what is
 * on its way arrives. */
function part() {
  for (const [form, work] of waiting) {
    if (isLeaving() || isClashOpen(form) || !form.isConnected) continue;
    const pairs = pairsOf(form);
    if (declined || !fitsParting(pairs) || Boolean(work.timer) === Boolean(work.saving)) continue;
    if (work.saving) {
      notePart(form);
      work.safe = true;
      continue;
    }
    clearTimeout(work.timer);
    work.timer = 0;
    work.safe = true;
    notePart(form);
    work.saving = send(form, work.watch, pairs, true).then(
      ({ data }) => {
        kept.set(nameOf(form), { ...keptOf(data), pairs });
        work.watch.say(`Draft saved ${londonClock(Date.now()).time}`, 'draft');
      },
      () => {
        work.safe = false;
        keepDraft(form, work.watch);
      },
    ).finally(() => {
      work.saving = null;
    });
  }
}

addEventListener('beforeunload', part);
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'hidden') part();
});
addEventListener('online', () => {
  for (const [form, work] of waiting) if (!work.safe) void save(form);
});
/* A page brought back by Back may be out of date, or another person's. */
addEventListener('pageshow', (event) => {
  if (event.persisted && find(document, 'form[data-api]', HTMLFormElement)) location.reload();
});
