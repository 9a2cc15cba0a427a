/*
 * What was typed and not yet saved, kept in this tab until it is saved or the
 * person signs out: a time-out, Back or a crash of the page loses nothing.
 */
import { fieldsOf } from './fields.js';
import { currentPrincipal } from './session.js';

/** @typedef {[string, string][]} Pairs */

/** @param {HTMLFormElement} form */
function keyOf(form) {
  const who = currentPrincipal()?.user.id ?? '';
  const which = form.id || new URL(form.action).pathname;
  return `draft:${who}:${location.pathname}:${which}`;
}

/** Secrets and sign-in forms are never kept. */
/** @param {HTMLFormElement} form */
export function keepsDraft(form) {
  return (
    form.dataset.draft !== 'off' &&
    !form.querySelector('input[type="password"]')
  );
}

/**
 * The form's fields as pairs; an unticked box counts as nothing.
 * @param {HTMLFormElement} form
 * @returns {Pairs}
 */
export function pairsOf(form) {
  return fieldsOf(form)
    .filter((field) => field.name && isKept(field))
    .map((field) => [field.name, field.value]);
}

/** @param {import('./fields.js').Field} field */
function isKept(field) {
  if (['hidden', 'file', 'password'].includes(field.type)) return false;
  const tick = ['radio', 'checkbox'].includes(field.type);
  return !tick || (field instanceof HTMLInputElement && field.checked);
}

/** @param {HTMLFormElement} form */
export function saveDraft(form) {
  if (!keepsDraft(form)) return;
  try {
    sessionStorage.setItem(keyOf(form), JSON.stringify(pairsOf(form)));
  } catch {
    /* Storage is full or forbidden: the page itself still holds the text. */
  }
}

/**
 * The kept pairs, if they differ from what the form shows.
 * @param {HTMLFormElement} form
 * @returns {Pairs | null}
 */
export function readDraft(form) {
  const text = keepsDraft(form) && sessionStorage.getItem(keyOf(form));
  if (!text || text === JSON.stringify(pairsOf(form))) return null;
  return JSON.parse(text);
}

/** @param {HTMLFormElement} form */
export function clearDraft(form) {
  sessionStorage.removeItem(keyOf(form));
}
