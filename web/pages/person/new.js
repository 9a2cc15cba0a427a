/*
 * Somebody new: the rest of the form waits until it was seen whether they are
 * known. The server looks again when the record is made.
 */
import { find } from '../../js/dom.js';
import { onEnhance } from '../../js/enhance.js';
import { query } from '../../js/params.js';
import { wayBack } from './way-back.js';

const NAMES = ['given_name', 'family_name', 'known_as', 'identifier'];

/** @param {HTMLFormElement} form */
function isNamed(form) {
  return NAMES.some((name) => {
    const field = form.elements.namedItem(name);
    return field instanceof HTMLInputElement && field.value.trim() !== '';
  });
}

/** @param {HTMLFormElement} form */
function start(form) {
  const rest = find(form, '[data-rest]', HTMLElement);
  const look = find(form, '[data-look]', HTMLButtonElement);
  const first = find(form, '[data-look-first]', HTMLElement);
  const reason = form.elements.namedItem('not_same_reason');
  const why = reason instanceof HTMLElement ? find(rest ?? form, '.govuk-form-group:has([name="not_same_reason"])', HTMLElement) : null;
  if (!rest || !look || !first) return;
  rest.hidden = true;
  if (why) why.hidden = true;
  look.addEventListener('click', () => {
    first.hidden = isNamed(form);
    if (first.hidden) form.dispatchEvent(new CustomEvent('known:look'));
    else find(form, '[name="given_name"]', HTMLInputElement)?.focus();
  });
  form.addEventListener('known:shown', () => {
    rest.hidden = false;
    first.hidden = true;
  });
  form.addEventListener('change', () => {
    if (why) why.hidden = !form.querySelector('[name="not_same_as"]:checked');
  });
}

document.addEventListener('form:saved', (event) => {
  if (!(event instanceof CustomEvent)) return;
  const back = wayBack(query().get('return'), event.detail.data?.id ?? '', location.origin);
  if (!back) return;
  event.preventDefault();
  location.assign(back);
});

let started = false;
onEnhance(() => {
  const form = find(document, '#person', HTMLFormElement);
  if (!form || started) return;
  started = true;
  start(form);
});
