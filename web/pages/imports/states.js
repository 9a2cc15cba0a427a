/* What the pages of imports share. */
import { transform } from '../../js/region.js';
import { addTagColours } from '../../js/tags.js';

addTagColours('import_state', {
  checking: 'light-blue', faulty: 'red', ready: 'yellow', committed: 'green',
  replaced: 'grey', withdrawn: 'grey', stopped: 'grey',
});

/** Year, partnership and spoke in a line. @param {any} it */
export const aboutOf = (it) => [it.period, it.partnership, it.spoke].filter(Boolean).join(', ');

/** @param {any} it */
function tallyOf(it) {
  if (it.faults > 0) return `${it.faults} ${it.faults === 1 ? 'thing' : 'things'} to put right`;
  return it.rows === null ? '' : `${it.rows} ${it.rows === 1 ? 'row' : 'rows'}`;
}

transform('imports', (data) => ({
  ...data,
  items: data.items.map((/** @type {any} */ it) => ({ ...it, about: aboutOf(it), tally: tallyOf(it) })),
}));
