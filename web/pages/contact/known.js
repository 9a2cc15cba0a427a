/* Known to us? While the name of somebody not on the system is typed, those
 * who may be the same are shown; one tap makes the contact theirs. */
import { ApiProblem, get } from '../../js/api.js';
import { announce, find, findAll } from '../../js/dom.js';
import { onEnhance } from '../../js/enhance.js';
import { Scope } from '../../js/scope.js';
import { render } from '../../js/view.js';
import { vocabulary } from '../../js/vocab.js';

const PAUSE_MS = 400;
const ASKED_BY = ['given_name', 'family_name', 'known_as'];

/** @param {HTMLFormElement} form */
function queryOf(form) {
  const wanted = new URLSearchParams();
  for (const name of ASKED_BY) {
    const field = form.elements.namedItem(`identified[${name}]`);
    const value = field instanceof HTMLInputElement && !field.disabled ? field.value.trim() : '';
    if (value.length > 1) wanted.set(name, value);
  }
  return wanted.toString();
}

/** @param {HTMLElement} block @param {any[]} items */
function show(block, items) {
  const list = find(block, '[data-candidates]', HTMLElement);
  const template = find(block, 'template', HTMLTemplateElement);
  const said = find(block, '[data-none]', HTMLElement);
  if (!list || !template || !said) return;
  list.replaceChildren(...items.map((item) => render(template, new Scope(item))));
  said.hidden = items.length > 0;
  block.hidden = false;
  announce(items.length ? `${items.length} people may be the same` : 'Nobody like this is known to us');
}

/* It is them: the contact is about that young person. */
/** @param {HTMLFormElement} form @param {string} id */
function itIs(form, id) {
  const value = find(form, '[data-picker-value]', HTMLInputElement);
  const known = find(form, '[name="about"][value="young_person"]', HTMLInputElement);
  if (!value || !known) return;
  known.click();
  value.value = id;
  form.dispatchEvent(new CustomEvent('form:filled'));
}

/** @param {HTMLElement} block */
function start(block) {
  const form = block.closest('form');
  if (!form || block.dataset.started) return;
  block.dataset.started = 'yes';
  let timer = 0;
  let asked = '';
  const look = async () => {
    const wanted = queryOf(form);
    if (wanted === asked) return;
    asked = wanted;
    if (!wanted) {
      block.hidden = true;
      return;
    }
    try {
      const [{ data }] = await Promise.all([get(`/api/v1/people/matches?${wanted}`), vocabulary('match_reason')]);
      if (wanted === asked) show(block, data.items);
    } catch (error) {
      /* Without signal they are looked for when somebody takes it up. */
      if (!(error instanceof ApiProblem)) throw error;
    }
  };
  form.addEventListener('input', () => {
    clearTimeout(timer);
    timer = window.setTimeout(() => void look(), PAUSE_MS);
  });
  block.addEventListener('click', (event) => {
    const button = event.target instanceof Element ? event.target.closest('button') : null;
    if (button?.dataset.id) itIs(form, button.dataset.id);
  });
}

onEnhance((root) => {
  for (const block of findAll(root, '[data-contact-known]', HTMLElement)) start(block);
});
