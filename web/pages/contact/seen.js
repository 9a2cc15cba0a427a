/* Seen or not: what came of it is asked once that is said, and only what goes
 * with it. */
import { find, findAll } from '../../js/dom.js';
import { onEnhance } from '../../js/enhance.js';
import { vocabulary } from '../../js/vocab.js';
import { goesWith } from './outcomes.js';

/** @param {HTMLFormElement} form */
async function show(form) {
  const question = find(form, '[data-question="outcomes"]', HTMLElement);
  const seen = find(form, '[name="seen"]:checked', HTMLInputElement)?.value ?? null;
  const terms = await vocabulary('contact_outcome');
  const said = new Map(terms.map((term) =>
    [term.code, /** @type {any} */ (term).detail?.seen]));
  for (const box of findAll(form, '[name="outcomes"]', HTMLInputElement)) {
    const fits = goesWith(said.get(box.value), seen);
    if (!fits) box.checked = false;
    if (box.parentElement) box.parentElement.hidden = !fits;
  }
  if (question) question.hidden = seen === null;
}

onEnhance((root) => {
  for (const form of findAll(root, 'form', HTMLFormElement)) {
    if (!form.querySelector('[name="outcomes"]')) continue;
    void show(form);
    form.addEventListener('change', (event) => {
      if (event.target instanceof HTMLInputElement && event.target.name === 'seen')
        void show(form);
    });
    form.addEventListener('form:filled', () => void show(form));
  }
});
