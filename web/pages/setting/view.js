/*
 * One setting: the field its kind asks for, and what was said before. Its
 * value is one text; several codes are joined by "|".
 */
import { find, findAll, make } from '../../js/dom.js';
import { transform, whenReady } from '../../js/region.js';
import { vocabulary } from '../../js/vocab.js';
import { grouped, shownOf } from './groups.js';

transform('setting', (data) => {
  const item = data.items[0] ?? { history: [] };
  return {
    ...item,
    group_title: grouped([item], false)[0]?.title ?? '',
    shown: shownOf(item),
    [`is_${item.kind}`]: true,
    form: { value: item.kind === 'codes' ? undefined : item.value },
  };
});

/** @param {string} kind @param {{code: string, label: string}} item @param {boolean} on */
function choice(kind, item, on) {
  const id = `value-${item.code}`;
  const box = make('input', {
    class: kind === 'radio' ? 'govuk-radios__input' : 'govuk-checkboxes__input',
    type: kind, id, value: item.code, ...(kind === 'radio' ? { name: 'value' } : {}),
  });
  if (box instanceof HTMLInputElement) box.checked = on;
  const group = kind === 'radio' ? 'radios' : 'checkboxes';
  return make('div', { class: `govuk-${group}__item` }, box,
    make('label', { class: `govuk-label govuk-${group}__label`, for: id }, item.label));
}

/** @param {HTMLElement} place @param {HTMLInputElement | null} joined */
function join(place, joined) {
  const on = findAll(place, 'input:checked', HTMLInputElement);
  if (joined) joined.value = on.map(({ value }) => value).join('|');
}

whenReady('setting', async (region, data) => {
  const item = data.items[0];
  const place = find(region, '[data-options]', HTMLElement);
  if (!place || !item?.of) return;
  const held = (item.value ?? '').split('|');
  for (const each of await vocabulary(item.of))
    place.append(choice(place.dataset.options ?? 'radio', each, held.includes(each.code)));
  const joined = find(region, '[data-joined]', HTMLInputElement);
  place.addEventListener('change', () => join(place, joined));
  join(place, joined);
});
