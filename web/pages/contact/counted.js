/* Which number was opened, in words. */
import { find } from '../../js/dom.js';
import { formatValue } from '../../js/format.js';
import { query } from '../../js/params.js';
import { measureWords } from './measures.js';

const place = find(document, '[data-counted-words]', HTMLElement);
const asked = query();
const from = asked.get('from');
const to = asked.get('to');
/* Without a number there is nothing to open. */
if (!asked.get('measure')) location.replace('/contacts/counts');
if (place) {
  const days = from && to ? `, ${formatValue(from, 'date')} to ${formatValue(to, 'date')}` : '';
  place.textContent = `${measureWords(asked.get('measure'))}${days}`;
}
const back = find(document, '.govuk-back-link', HTMLAnchorElement);
if (back) back.href = `/contacts/counts?${new URLSearchParams([...asked].filter(([name]) => ['spoke', 'from', 'to'].includes(name)))}`;
