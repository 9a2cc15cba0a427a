/*
 * Every <form data-api>: sent as JSON to its own action, with errors at the
 * fields, nothing typed ever lost, and a visible "Saved" / "Not saved".
 */
import { ApiProblem, newKey, request } from './api.js';
import { fillChoices } from './choices.js';
import { componentsReady } from './components.js';
import { showClash } from './clash.js';
import { find, findAll, make } from './dom.js';
import {
  clearDraft, draftIsSent, draftToSend, isDraftSafe, keepDraft, keepsDraft, readDraft,
} from './draft.js';
import { pairsOf } from './draft-text.js';
import { onEnhance } from './enhance.js';
import { clearErrors, showErrors } from './errors.js';
import { collect, fill } from './fields.js';
import { flash } from './flash.js';
import { formatValue } from './format.js';
import { params } from './params.js';
import { regionOf, reload } from './region.js';
import { Scope } from './scope.js';
import { toJson, toPairs } from './serialise.js';
import { londonClock } from './time.js';
import { fillVocabularies } from './vocab.js';

/** @typedef {import('./api.js').Answer} Answer */

/**
 * @typedef {object} Work what we know of a form on the page
 * @property {Set<string>} touched names typed into
 * @property {string} [sent] the body last sent, with
 * @property {string} [key] its idempotency key
 * @property {boolean} busy
 * @property {boolean} unsaved
 * @property {number} typed how often something was typed
 * @property {boolean} filling values are being put in, nobody types
 * @property {number | null} basedOn version of the record a draft was typed over
 */

/** @type {Map<HTMLFormElement, Work>} */
const forms = new Map();

/** @param {HTMLFormElement} form */
async function start(form) {
  if (forms.has(form)) return;
  /** @type {Work} */
  const work = {
    touched: new Set(),
    busy: false,
    unsaved: false,
    filling: false,
    typed: 0,
    basedOn: null,
  };
  forms.set(form, work);
  form.noValidate = true;
  form.setAttribute('action', fillAddress(form.getAttribute('action') ?? ''));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void submit(form, event.submitter);
  });
  form.addEventListener('input', (event) => noteTyping(form, event));
  form.addEventListener('change', (event) => noteTyping(form, event));
  form.addEventListener('form:typed', () => noteChange(form));
  /* Without the server's list the built-in choices still do. */
  await Promise.allSettled([
    fillVocabularies(form),
    fillChoices(form),
    componentsReady(form),
  ]);
  work.filling = true;
  fillForm(form, work);
  work.filling = false;
  const draft = await readDraft(form);
  if (draft) fillDraft(form, work, draft);
  form.dispatchEvent(new CustomEvent('form:filled'));
}

/** @param {string} pattern */
function fillAddress(pattern) {
  return new Scope(null, null, params()).fill(pattern);
}

/* The saved values first (data-fill), then a draft over them. */
/** @param {HTMLFormElement} form @param {Work} work */
function fillForm(form, work) {
  const path = form.dataset.fill;
  const data = path !== undefined ? regionOf(form)?.data : null;
  if (data) fill(form, toPairs(new Scope(data).get(path ?? '')), work.touched);
  const fromAddress = [...new URLSearchParams(location.search)];
  if (form.dataset.prefill !== undefined) fill(form, fromAddress, work.touched);
}

/**
 * @param {HTMLFormElement} form
 * @param {Work} work
 * @param {import('./draft.js').Kept} draft
 */
function fillDraft(form, work, draft) {
  const before = pairsOf(form);
  work.basedOn = draft.basedOn;
  work.filling = true;
  fill(form, withBlanks(draft.pairs, before), work.touched);
  work.filling = false;
  offerToForget(form, before, draft);
}

/* What the draft does not name is empty in it (unticked boxes). */
/**
 * @param {[string, string][]} draft
 * @param {[string, string][]} shown
 * @returns {[string, string][]}
 */
function withBlanks(draft, shown) {
  const named = new Set(draft.map(([name]) => name));
  const blanks = shown.filter(([name]) => !named.has(name));
  return [...draft, ...blanks.map(([name]) => /** @type {[string, string]} */ ([name, '']))];
}

/**
 * @param {HTMLFormElement} form
 * @param {[string, string][]} before
 * @param {import('./draft.js').Kept} draft
 */
function offerToForget(form, before, draft) {
  const button = make(
    'button',
    { type: 'button', class: 'app-link-button' },
    'Clear it',
  );
  const note = make(
    'div',
    { class: 'govuk-inset-text app-draft', role: 'status' },
    `We kept what you typed and did not send (${formatValue(draft.at, 'instant')}). `,
    button,
  );
  button.addEventListener('click', () => {
    forgetTyped(form, before);
    note.remove();
  });
  form.prepend(note);
}

/** @param {HTMLFormElement} form @param {[string, string][]} before */
function forgetTyped(form, before) {
  const work = forms.get(form);
  if (!work) return;
  work.filling = true;
  fill(form, withBlanks(before, pairsOf(form)));
  work.filling = false;
  work.basedOn = null;
  setUnsaved(form, false);
  void clearDraft(form);
}

/** @param {HTMLFormElement} form @param {Event} event */
function noteTyping(form, event) {
  const field = event.target;
  const name = field instanceof Element && field.getAttribute('name');
  const work = forms.get(form);
  if (!name || !work) return;
  if (!work.filling) work.touched.add(name);
  noteChange(form);
}

/** @param {HTMLFormElement} form */
function noteChange(form) {
  const work = forms.get(form);
  if (!work || work.filling || !keepsDraft(form)) return;
  work.typed += 1;
  work.unsaved = true;
  say(form, 'Not saved yet', 'unsaved');
  /* What saves itself needs no draft, unless that fails. */
  if (form.dataset.autosave === undefined) keepDraft(form, watchOf(form));
  form.dispatchEvent(new CustomEvent('form:changed', { bubbles: true }));
}

/* What a draft needs of its form. */
/** @param {HTMLFormElement} form @returns {import('./draft.js').Watch} */
function watchOf(form) {
  return {
    say: (text, state) => say(form, text, state),
    fill: (pairs) => fill(form, withBlanks(pairs, pairsOf(form))),
    basedOn: () => (isPartial(form) ? Number(versionFor(form)?.replaceAll('"', '')) || null : null),
  };
}

/**
 * Whether something typed is not saved yet.
 * @param {HTMLFormElement} form
 */
export function isUnsaved(form) {
  return forms.get(form)?.unsaved ?? false;
}

/** @param {HTMLFormElement} form @param {boolean} unsaved */
function setUnsaved(form, unsaved) {
  const work = forms.get(form);
  if (!work || work.unsaved === unsaved) return;
  work.unsaved = unsaved;
  say(form, unsaved ? 'Not saved yet' : '', unsaved ? 'unsaved' : '');
}

/** @param {HTMLFormElement} form @param {string} text @param {string} state */
function say(form, text, state) {
  const place = find(form, '[data-save-state]', HTMLElement);
  if (!place) return;
  place.textContent = text;
  place.dataset.saveState = state;
}

/* ---- sending ---- */

/** @param {HTMLFormElement} form */
function methodOf(form) {
  return form.dataset.method ?? 'POST';
}

/* A change of what is there: what is left out stays. */
/** @param {HTMLFormElement} form */
function isPartial(form) {
  return ['PATCH', 'PUT'].includes(methodOf(form));
}

/**
 * Sends a form as it stands.
 * @param {HTMLFormElement} form
 * @param {HTMLElement | null} [submitter]
 * @param {{etag?: string | null, quiet?: boolean}} [how] quiet: stay, leave
 *   errors to the caller's next try (autosave)
 * @returns {Promise<Answer | null>}
 */
export async function submit(form, submitter = null, how = {}) {
  const work = forms.get(form);
  if (!work || work.busy) return null;
  work.busy = true;
  say(form, 'Saving…', 'saving');
  const draft = keepsDraft(form) ? await draftToSend(form) : null;
  const method = methodOf(form);
  const { body, names } = toJson(collect(form, submitter), { partial: isPartial(form) });
  const typed = work.typed;
  try {
    const answer = await request(method, form.action, {
      body: method === 'DELETE' ? undefined : body,
      key: keyFor(work, JSON.stringify(body)),
      etag: how.etag ?? versionFor(form),
      draft,
      asksToSignIn: form.dataset.signIn === undefined,
    });
    work.key = undefined;
    keepVersion(form, answer);
    noteSaved(form, work.typed === typed, draft);
    await succeed(form, answer, how.quiet ?? false);
    return answer;
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    /* Answered for good: another try is another attempt. */
    if (![0, 401, 429, 503, 504].includes(error.status)) work.key = undefined;
    fail(form, error, names, submitter, how.quiet ?? false);
    return null;
  } finally {
    work.busy = false;
  }
}

/* The same body sent again without an answer is the same attempt. */
/** @param {Work} work @param {string} sent */
function keyFor(work, sent) {
  if (!work.key || work.sent !== sent) work.key = newKey();
  work.sent = sent;
  return work.key;
}

/* If-Match: the version the form carries itself (data-version, a row of a
 * list), else that of the record it stands in. */
/** @param {HTMLFormElement} form */
function versionFor(form) {
  const basedOn = forms.get(form)?.basedOn;
  if (basedOn && isPartial(form)) return `"${basedOn}"`;
  if (form.dataset.version) return `"${form.dataset.version}"`;
  const region = regionOf(form);
  if (!region?.etag) return null;
  const own = new URL(region.path, location.href).pathname;
  const at = new URL(form.action).pathname;
  return at === own || at.startsWith(`${own}/`) ? region.etag : null;
}

/* The next save is on top of this one. */
/** @param {HTMLFormElement} form @param {Answer} answer */
function keepVersion(form, answer) {
  if (form.dataset.version) {
    form.dataset.version = String(answer.data?.version ?? form.dataset.version);
    return;
  }
  const region = regionOf(form);
  if (!region || !answer.etag || !versionFor(form)) return;
  region.etag = answer.etag;
  region.data = answer.data ?? region.data;
}

/**
 * @param {HTMLFormElement} form
 * @param {boolean} all nothing typed since
 * @param {string | null} draft that went with it
 */
function noteSaved(form, all, draft) {
  clearErrors(form);
  const work = forms.get(form);
  if (work) work.basedOn = null;
  if (!all) return;
  find(form, '.app-draft', HTMLElement)?.remove();
  void draftIsSent(form, draft);
  setUnsaved(form, false);
  say(form, `Saved at ${londonClock(Date.now()).time}`, 'saved');
}

/** @param {HTMLFormElement} form @param {Answer} answer @param {boolean} quiet */
async function succeed(form, answer, quiet) {
  const event = new CustomEvent('form:saved', {
    bubbles: true,
    cancelable: true,
    detail: answer,
  });
  if (!form.dispatchEvent(event) || quiet) return;
  const dialog = form.closest('dialog');
  if (dialog) dialog.close('done');
  await goOn(form, answer);
}

/* data-next: an address (with {fields} of the answer), "reload" or "stay";
 * without it, the page of what was made, or the region drawn anew. */
/** @param {HTMLFormElement} form @param {Answer} answer */
async function goOn(form, answer) {
  const done = form.dataset.done ?? '';
  const made = answer.location?.replace(/^\/api\/v1/, '');
  const next = form.dataset.next ?? made ?? 'reload';
  if (next === 'stay') return flash(done, 'now');
  if (next !== 'reload') {
    flash(done, 'next');
    const scope = new Scope(answer.data, null, params());
    return location.assign(scope.fill(next));
  }
  form.reset();
  await reload(regionOf(form) ? form : undefined);
  flash(done, 'now');
}

/**
 * @param {HTMLFormElement} form
 * @param {ApiProblem} problem
 * @param {(pointer: string) => string} names
 * @param {HTMLElement | null} submitter
 * @param {boolean} quiet
 */
function fail(form, problem, names, submitter, quiet) {
  say(form, `Not saved${reasonOf(problem)}. Your text is kept.`, 'failed');
  if (isUnsaved(form) && keepsDraft(form)) keepDraft(form, quietly(watchOf(form)));
  form.dispatchEvent(
    new CustomEvent('form:failed', { bubbles: true, detail: { problem } }),
  );
  if (problem.status === 412 && problem.current)
    return showClash(form, problem, (etag) => submit(form, submitter, { etag }));
  if (!quiet) showErrors(form, problem, names);
}

/* What was wrong with the form stays said while its draft is saved. */
/** @param {import('./draft.js').Watch} watch */
function quietly(watch) {
  return { ...watch, say: () => {} };
}

/** @param {ApiProblem} problem */
function reasonOf(problem) {
  if (problem.status === 0) return ': no connection';
  const fault = problem.errors[0]?.detail;
  return fault ? `: ${fault.charAt(0).toLowerCase()}${fault.slice(1)}` : '';
}

addEventListener('beforeunload', (event) => {
  const open = [...forms].some(([form, work]) => {
    return form.isConnected && work.unsaved && !work.busy && !isDraftSafe(form);
  });
  if (open) event.preventDefault();
});

onEnhance((root) => {
  for (const form of findAll(root, 'form[data-api]', HTMLFormElement))
    void start(form);
});
