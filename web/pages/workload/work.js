/* Work that changes hands: what is ticked goes, what could not go is listed. */
import { announce, find, findAll, make } from '../../js/dom.js';
import { reload, whenReady } from '../../js/region.js';

/** @type {Map<string, string>} what was on the list, in words */
const titles = new Map();

/** @param {HTMLInputElement} box */
function follow(box) {
  const fields = box.closest('li')?.querySelectorAll('input[type="hidden"]');
  for (const field of fields ?? []) field.toggleAttribute('disabled', !box.checked);
}

/** @param {ParentNode} region */
function count(region) {
  const boxes = findAll(region, '[data-work]', HTMLInputElement);
  const chosen = boxes.filter((box) => box.checked).length;
  const said = find(region, '[data-chosen]', HTMLElement);
  if (said) said.textContent = chosen ? `${chosen} of ${boxes.length} chosen` : 'Nothing chosen';
}

whenReady('work', (region, data) => {
  for (const item of data?.items ?? [])
    titles.set(item.id, `${item.title}, ${item.person.name}`);
  for (const box of findAll(region, '[data-work]', HTMLInputElement))
    box.addEventListener('change', () => {
      follow(box);
      count(region);
    });
  for (const button of findAll(region, '[data-choose]', HTMLButtonElement))
    button.addEventListener('click', () => {
      for (const box of findAll(region, '[data-work]', HTMLInputElement)) {
        box.checked = button.dataset.choose === 'all';
        follow(box);
      }
      count(region);
    });
});

/** @param {{moved: any[], not_moved: {id: string, why: string}[]}} answer */
function tell(answer) {
  const place = find(document, '[data-given]', HTMLElement);
  if (!place) return;
  const text = `${answer.moved.length} given to them. ${answer.not_moved.length || 'None'} stayed.`;
  const list = make('ul', { class: 'govuk-list govuk-list--bullet' },
    ...answer.not_moved.map(({ id, why }) =>
      make('li', {}, `${titles.get(id) ?? 'One'}: ${why}`)));
  place.replaceChildren(make('p', { class: 'govuk-body' }, make('strong', {}, text)));
  if (answer.not_moved.length) place.append(list);
  place.hidden = false;
  place.focus();
  announce(text);
}

document.addEventListener('form:saved', (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || form.id !== 'reassign') return;
  event.preventDefault();
  tell(/** @type {CustomEvent} */ (event).detail.data);
  void reload(form);
});
