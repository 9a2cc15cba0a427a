/* Logging a contact on a doorstep: "not in" in one tap; about somebody on the
 * system, somebody who is not yet, or nobody in particular. */
import { find, findAll } from '../../js/dom.js';
import { onEnhance } from '../../js/enhance.js';
import { principal } from '../../js/session.js';
import { vocabulary } from '../../js/vocab.js';
import '../../js/person-picker.js';
import './known.js';
import './seen.js';

/** Nobody opens the door on the phone. */
const USUAL_TYPE = 'home_visit';
/** An officer and a youth worker go out together in it (domain.md 7). */
const CAR = 'teachable_moments_car';

/** @param {HTMLFormElement} form @param {string} name */
const fieldOf = (form, name) => {
  const field = form.elements.namedItem(name);
  return field instanceof HTMLInputElement || field instanceof HTMLSelectElement ? field : null;
};

/** @param {HTMLFormElement} form */
function notIn(form) {
  const type = fieldOf(form, 'type');
  if (type && !type.value) type.value = USUAL_TYPE;
  find(form, '[name="seen"][value="false"]', HTMLInputElement)?.click();
  for (const box of findAll(form, '[name="outcomes"]', HTMLInputElement))
    box.checked = box.value === 'not_in';
}

/* What is not asked is not sent either. */
/** @param {HTMLFormElement} form */
async function ask(form) {
  const about = find(form, '[name="about"]:checked', HTMLInputElement)?.value ?? 'young_person';
  for (const part of findAll(form, '[data-about]', HTMLElement)) {
    part.hidden = part.dataset.about !== about;
    for (const field of findAll(part, 'input, select, textarea', HTMLElement))
      field.toggleAttribute('disabled', part.hidden);
  }
  again(form);
  const terms = await vocabulary('contact_type');
  const type = fieldOf(form, 'type');
  if (!(type instanceof HTMLSelectElement)) return;
  for (const option of type.options) {
    const term = terms.find(({ code }) => code === option.value);
    option.hidden = about === 'group' && /** @type {any} */ (term)?.detail?.about === 'one';
    option.disabled = option.hidden;
  }
  if (type.selectedOptions[0]?.disabled) type.value = '';
  if (about === 'group' && !type.value) type.value = 'school_input';
}

/* Somebody identified before is not described anew. */
/** @param {HTMLFormElement} form */
function again(form) {
  const known = fieldOf(form, 'identified_id')?.value;
  const described = find(form, '[data-somebody]', HTMLElement);
  const said = find(form, '[data-again]', HTMLElement);
  if (!known || !described || !said) return;
  said.hidden = false;
  described.hidden = true;
  for (const field of findAll(described, 'input, select, textarea', HTMLElement))
    field.setAttribute('disabled', '');
}

/** @param {HTMLFormElement} form */
function together(form) {
  const partner = fieldOf(form, 'joint_with');
  const more = find(form, '[data-more]', HTMLDetailsElement);
  if (fieldOf(form, 'type')?.value !== CAR || !partner || partner.value) return;
  partner.value = 'Youth worker';
  if (more) more.open = true;
}

onEnhance((root) => {
  for (const button of findAll(root, '[data-not-in]', HTMLButtonElement))
    button.addEventListener('click', () => {
      if (button.form) notIn(button.form);
    });
  for (const form of findAll(root, 'form', HTMLFormElement)) {
    if (!form.querySelector('[data-about]') || form.dataset.asks) continue;
    form.dataset.asks = 'yes';
    void ask(form);
    form.addEventListener('form:filled', () => void ask(form));
    form.addEventListener('change', (event) => {
      if (!(event.target instanceof Element)) return;
      const name = event.target.getAttribute('name');
      if (name === 'about') void ask(form);
      if (name === 'type') together(form);
    });
  }
});

/* Who works in one spoke is not asked for it. */
async function askForSpoke() {
  const who = await principal();
  const place = find(document, '[data-several-spokes]', HTMLElement);
  if (place && (who?.spokes.length ?? 0) > 1) place.hidden = false;
}

void askForSpoke();
