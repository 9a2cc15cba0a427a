/*
 * A link just made: shown once, to be handed over. The secret stands after the
 * "#", which no browser sends to a server, so that no log has it.
 */
import { find } from '../../js/dom.js';
import { formatValue } from '../../js/format.js';
import { linkOf } from './sorted.js';

/** @param {any} user what was answered, with the token in it */
function show(user) {
  const place = find(document, '[data-made-link]', HTMLElement);
  const address = find(document, '[data-made-address]', HTMLInputElement);
  if (!place || !address) return;
  address.value = linkOf(user.token, location.origin);
  const say = (/** @type {string} */ where, /** @type {string} */ text) => {
    const element = find(place, where, HTMLElement);
    if (element) element.textContent = text;
  };
  say('[data-made-for]', user.name);
  say('[data-made-until]', formatValue(user.link.expires_at, 'instant'));
  const theirs = find(place, '[data-made-user]', HTMLAnchorElement);
  if (theirs) theirs.href = `/admin/users/${encodeURIComponent(user.id)}`;
  place.hidden = false;
  place.focus();
  place.scrollIntoView({ block: 'center' });
}

document.addEventListener('form:saved', (event) => {
  const { data } = /** @type {CustomEvent} */ (event).detail;
  if (!data?.token) return;
  event.preventDefault();
  const form = /** @type {HTMLElement} */ (event.target);
  form.closest('dialog')?.close('done');
  const once = form.closest('[data-once]');
  if (once instanceof HTMLElement) once.hidden = true;
  show(data);
});

document.addEventListener('click', (event) => {
  const target = event.target instanceof Element ? event.target : null;
  if (!target?.closest('[data-copy-link]')) return;
  const address = find(document, '[data-made-address]', HTMLInputElement);
  const said = find(document, '[data-copied]', HTMLElement);
  address?.select();
  const done = (/** @type {string} */ text) => {
    if (said) said.textContent = text;
  };
  if (address && navigator.clipboard)
    navigator.clipboard.writeText(address.value).then(
      () => done('Copied'), () => done('Press Ctrl and C to copy it'));
  else done('Press Ctrl and C to copy it');
});
