/* The period is chosen as days in three boxes; the address has one date. */
import { find } from '../../js/dom.js';
import { onEnhance } from '../../js/enhance.js';
import { collect } from '../../js/fields.js';
import { toJson } from '../../js/serialise.js';

onEnhance((root) => {
  const form = find(root, 'form[data-filter]', HTMLFormElement);
  if (!form || form.dataset.dated) return;
  form.dataset.dated = 'yes';
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    const { body } = toJson(collect(form));
    const wanted = new URLSearchParams();
    for (const [name, value] of Object.entries(body)) if (value) wanted.set(name, String(value));
    location.assign(`?${wanted}`);
  }, { capture: true });
});
