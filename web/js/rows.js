/*
 * "Add another": the MOJ's component numbers rows by data-name and data-id;
 * the macro's fields are written plainly (people[0][name]).
 */
import { findAll } from './dom.js';
import { fillChoices } from './choices.js';
import { fillVocabularies } from './vocab.js';

/**
 * Before the component starts.
 * @param {HTMLElement} list
 */
export function prepareRows(list) {
  for (const field of list.querySelectorAll('[name]')) {
    const name = field.getAttribute('name') ?? '';
    field.setAttribute('data-name', name.replace('[0]', '[%index%]'));
    field.setAttribute('data-id', `${field.id || name}-%index%`);
    if (!field.matches('[type="radio"], [type="checkbox"]'))
      field.setAttribute('data-label', '');
  }
  list.addEventListener('moj-add-another:create-template', (event) => {
    if (!(event.target instanceof HTMLTemplateElement)) return;
    const { content } = event.target;
    for (const select of findAll(content, '[data-filled]', HTMLElement))
      delete select.dataset.filled;
  });
  list.addEventListener('moj-add-another:add-item', () => {
    void fillVocabularies(list);
    void fillChoices(list);
    list.closest('form')?.dispatchEvent(new CustomEvent('form:typed'));
  });
}
