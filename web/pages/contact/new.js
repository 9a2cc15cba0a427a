/* Logging a contact on a doorstep: "not in" in one tap. */
import { find, findAll } from '../../js/dom.js';
import { onEnhance } from '../../js/enhance.js';
import { principal } from '../../js/session.js';
import '../../js/person-picker.js';
import './seen.js';

/** Nobody opens the door on the phone. */
const USUAL_TYPE = 'home_visit';

/** @param {HTMLFormElement} form */
function notIn(form) {
  const type = find(form, '[name="type"]', HTMLSelectElement);
  if (type && !type.value) type.value = USUAL_TYPE;
  find(form, '[name="seen"][value="false"]', HTMLInputElement)?.click();
  for (const box of findAll(form, '[name="outcomes"]', HTMLInputElement))
    box.checked = box.value === 'not_in';
}

onEnhance((root) => {
  for (const button of findAll(root, '[data-not-in]', HTMLButtonElement))
    button.addEventListener('click', () => {
      if (button.form) notIn(button.form);
    });
});

/* Who works in one spoke is not asked for it. */
async function askForSpoke() {
  const who = await principal();
  const place = find(document, '[data-several-spokes]', HTMLElement);
  if (place && (who?.spokes.length ?? 0) > 1) place.hidden = false;
}

void askForSpoke();
