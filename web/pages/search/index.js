/* Results, once there are words to search for; and what was tried, if none. */
import { find } from '../../js/dom.js';
import { query } from '../../js/params.js';
import { transform } from '../../js/region.js';
import { Scope } from '../../js/scope.js';
import { render } from '../../js/view.js';
import '../../js/at-hand.js';

const MOST = 50;

/** @param {string} words */
function tried(words) {
  if (/^[a-z]{2,3}[\s/-]*e?[\s/-]*\d{2}[\s/-]*\d+$/i.test(words.trim()))
    return [`a referral or episode numbered ${words.trim().toUpperCase()}`];
  if (/\d/.test(words)) return [`anybody born on that day: ${words.trim()}`];
  return [
    `every name and alias with “${words.trim()}” in it, in any order`,
    'names that begin with it or sound like it',
    'the nearest spellings',
  ];
}

transform('results', (data) => ({
  ...data,
  full: data.items.length === MOST,
  tried: tried(query().get('q') ?? ''),
}));

/* Before anything is searched for: whom one is likely to look for. */
const words = query().get('q');
const template = find(document, words ? '#results' : '#at-hand', HTMLTemplateElement);
const place = find(document, '[data-results]', HTMLElement);
if (template && place) place.append(render(template, new Scope(null)));
if (!words) find(document, '#q', HTMLInputElement)?.focus();
