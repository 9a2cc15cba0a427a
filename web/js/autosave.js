/*
 * <form data-autosave>: saved a moment after the last key, when the window is
 * left, and again when the connection is back. For PATCH and PUT forms: the
 * same change sent twice is the same change.
 */
import { isUnsaved, submit } from './form.js';

const PAUSE_MS = 1500;

/** @type {Map<HTMLFormElement, number>} */
const waiting = new Map();

/** @param {HTMLFormElement} form */
async function save(form) {
  clearTimeout(waiting.get(form));
  waiting.delete(form);
  if (!form.isConnected || !isUnsaved(form)) return;
  const answer = await submit(form, null, { quiet: true });
  /* Typed while it was being saved. */
  if (answer && isUnsaved(form)) soon(form);
}

/** @param {HTMLFormElement} form */
function soon(form) {
  clearTimeout(waiting.get(form));
  waiting.set(form, window.setTimeout(() => void save(form), PAUSE_MS));
}

function saveAll() {
  const open = document.querySelectorAll('form[data-autosave]');
  for (const form of open)
    if (form instanceof HTMLFormElement && isUnsaved(form)) void save(form);
}

document.addEventListener('form:changed', (event) => {
  const form = event.target;
  if (form instanceof HTMLFormElement && form.dataset.autosave !== undefined)
    soon(form);
});
addEventListener('online', saveAll);
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'hidden') saveAll();
});
