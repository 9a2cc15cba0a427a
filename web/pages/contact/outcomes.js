/* Which outcomes go with having seen somebody. Pure. */

/**
 * Whether an outcome can be ticked when somebody was seen ('true') or not.
 * @param {string | undefined} of whom the vocabulary says it is: yes, no, or both
 * @param {string | null} seen
 */
export function goesWith(of, seen) {
  if (!of || seen === null) return true;
  return of === (seen === 'true' ? 'yes' : 'no');
}
