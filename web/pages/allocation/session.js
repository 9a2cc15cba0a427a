/* Logging a session: only what can still be is asked. Who did not come was not
 * engaged, and nobody attends a session that did not happen. */
import { find, findAll } from '../../js/dom.js';
import { onEnhance } from '../../js/enhance.js';
import { came, canBe } from './facts.js';
import './states.js';

/** @param {HTMLFormElement} form @param {string} name */
function chosen(form, name) {
  const found = find(form, `[name="${name}"]:checked`, HTMLInputElement);
  return found?.value ?? null;
}

/** @param {Element} part @param {boolean} shown */
function ask(part, shown) {
  if (!(part instanceof HTMLElement)) return;
  part.hidden = !shown;
  for (const input of findAll(part, 'input:not([type=hidden])', HTMLInputElement)) {
    input.disabled = !shown;
    if (!shown) input.checked = false;
  }
}

/** @param {HTMLFormElement} form */
function show(form) {
  const happened = chosen(form, 'happened');
  for (const box of findAll(form, '[name="attendance"]', HTMLInputElement))
    if (box.parentElement) ask(box.parentElement, canBe(happened, box.value));
  const attendance = chosen(form, 'attendance');
  const fact = (/** @type {string} */ name) =>
    find(form, `[data-fact="${name}"]`, HTMLElement);
  const [attended, went] = [fact('attendance'), fact('engagement')];
  if (attended) attended.hidden = happened === null;
  if (went) ask(went, came(attendance));
  /* Says "none" where none is chosen, so that a change can empty it. */
  const none = find(form, '[data-none]', HTMLInputElement);
  if (none) none.value = '';
  const note = find(form, '[data-provider-cancelled]', HTMLElement);
  if (note) note.hidden = attendance !== 'cancelled_provider';
}

onEnhance((root) => {
  for (const form of findAll(root, 'form', HTMLFormElement)) {
    if (!form.querySelector('[data-fact]')) continue;
    form.addEventListener('change', () => show(form));
    show(form);
  }
});
