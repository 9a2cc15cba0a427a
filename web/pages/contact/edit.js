/* A correction: whose it is is asked only where it is on the wrong record. */
import { find, findAll } from '../../js/dom.js';
import { onEnhance } from '../../js/enhance.js';
import '../../js/person-picker.js';
import './seen.js';

/** @param {HTMLFormElement} form */
function ask(form) {
  const part = find(form, '[data-wrong-person]', HTMLElement);
  const reason = form.elements.namedItem('reason');
  const value = find(form, '[data-picker-value]', HTMLInputElement);
  if (!part || !value || !(reason instanceof HTMLSelectElement)) return;
  part.hidden = reason.value !== 'wrong_person';
  value.disabled = part.hidden || !value.value;
}

onEnhance((root) => {
  for (const form of findAll(root, '#contact-form', HTMLFormElement)) {
    ask(form);
    for (const kind of ['change', 'form:filled', 'form:typed', 'picker:chosen'])
      form.addEventListener(kind, () => ask(form));
  }
});
