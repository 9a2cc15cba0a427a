/* When somebody was born, said no more exactly than it is known. */
import { formatValue } from './format.js';

/**
 * "born 3 March 2010", "born in March 2010", "born about 2010"; '' if unknown.
 * Without a word: "3 March 2010", "March 2010", "about 2010".
 * @param {any} person with born_on and born_precision
 * @param {string} [word]
 */
export function bornWords(person, word = '') {
  const { born_on: day, born_precision: exact } = person;
  if (!day) return '';
  const lead = word && `${word} `;
  if (exact === 'month') return `${lead}${word && 'in '}${formatValue(day, 'month')}`;
  if (exact === 'year') return `${lead}${word && 'in '}${formatValue(day, 'year')}`;
  if (exact === 'estimated') return `${lead}about ${formatValue(day, 'year')}`;
  return `${lead}${formatValue(day, 'date')}`;
}
