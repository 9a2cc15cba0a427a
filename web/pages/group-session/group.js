/* Sessions of groups: who came, of those who were booked. */
import { find, findAll } from '../../js/dom.js';
import { onEnhance } from '../../js/enhance.js';
import { transform } from '../../js/region.js';
import { came } from '../allocation/facts.js';
import '../allocation/states.js';
import './go-on.js';

/** @param {any} item */
function counted(item) {
  const members = item.members.filter((/** @type {any} */ one) => !one.cancelled);
  return {
    ...item,
    members,
    came: members.filter((/** @type {any} */ one) => came(one.attendance)).length,
    ahead: new Date(item.planned_at) > new Date(),
    happened_text: item.happened === null ? '' : String(item.happened),
  };
}

/* How engaged somebody was is asked only of those who came. */
/** @param {HTMLFormElement} form */
function askHow(form) {
  for (const one of findAll(form, '.app-group__one', HTMLElement)) {
    const attended = find(one, '[data-came]', HTMLSelectElement);
    const how = find(one, '[data-how]', HTMLSelectElement);
    if (!attended || !how) continue;
    how.disabled = !came(attended.value);
    if (how.disabled) how.value = '';
  }
}

onEnhance((root) => {
  for (const form of findAll(root, '#group-log', HTMLFormElement)) {
    form.addEventListener('change', () => askHow(form));
    askHow(form);
  }
});

transform('group-sessions', (data) => ({ ...data, items: data.items.map(counted) }));
transform('group-session', counted);
