/*
 * The link of an invitation or a new password: its code stands after the "#"
 * and goes into the form, then out of the address and the history.
 */
import { find } from '../../js/dom.js';

const code = location.hash.slice(1);
const field = find(document, '#accept [name="token"]', HTMLInputElement);
const place = find(document, '[data-token]', HTMLElement);

if (code && field && place) {
  field.value = code;
  place.hidden = true;
  history.replaceState(null, '', location.pathname);
}

document.addEventListener('form:failed', () => {
  /* A code that does not do can be seen, and typed again. */
  if (place && document.querySelector('[data-token] .govuk-error-message')) place.hidden = false;
});

document.addEventListener('form:saved', (event) => {
  event.preventDefault();
  const { data } = /** @type {CustomEvent} */ (event).detail;
  const done = find(document, '[data-accepted]', HTMLElement);
  const email = find(document, '[data-accepted-email]', HTMLElement);
  const form = find(document, '[data-accept]', HTMLElement);
  if (!done || !email || !form) return;
  email.textContent = data.email;
  form.hidden = true;
  done.hidden = false;
  done.focus();
});
