/* A key just made: shown once, to be handed over. */
import { find } from '../../js/dom.js';
import { formatValue } from '../../js/format.js';
import { reload } from '../../js/region.js';

/** @param {any} key what was answered, with the secret in it */
function show(key) {
  const place = find(document, '[data-made-key]', HTMLElement);
  const secret = find(document, '[data-made-secret]', HTMLInputElement);
  if (!place || !secret) return;
  secret.value = key.key;
  const say = (/** @type {string} */ where, /** @type {string} */ text) => {
    const element = find(place, where, HTMLElement);
    if (element) element.textContent = text;
  };
  say('[data-made-for]', `${key.name}, ${key.agency.name}`);
  say('[data-made-until]', formatValue(key.expires_on, 'date'));
  const page = find(place, '[data-made-page]', HTMLAnchorElement);
  if (page) page.href = `/admin/keys/${encodeURIComponent(key.id)}`;
  place.hidden = false;
  place.focus();
  place.scrollIntoView({ block: 'center' });
}

document.addEventListener('form:saved', (event) => {
  const { data } = /** @type {CustomEvent} */ (event).detail;
  if (!data?.key) return;
  event.preventDefault();
  const form = /** @type {HTMLElement} */ (event.target);
  const once = form.closest('[data-once]');
  form.closest('dialog')?.close('done');
  if (once instanceof HTMLElement) once.hidden = true;
  else reload(form);
  show(data);
});

document.addEventListener('click', (event) => {
  const target = event.target instanceof Element ? event.target : null;
  if (!target?.closest('[data-copy-key]')) return;
  const secret = find(document, '[data-made-secret]', HTMLInputElement);
  const said = find(document, '[data-copied]', HTMLElement);
  secret?.select();
  const done = (/** @type {string} */ text) => {
    if (said) said.textContent = text;
  };
  if (secret && navigator.clipboard)
    navigator.clipboard.writeText(secret.value).then(
      () => done('Copied'), () => done('Press Ctrl and C to copy it'));
  else done('Press Ctrl and C to copy it');
});
