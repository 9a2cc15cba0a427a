/* Back to the page somebody came from. Pure. */

/**
 * Where somebody came from (?return=/contacts/new), with the person made; null
 * for an address of another site.
 * @param {string | null} asked
 * @param {string} person
 * @param {string} origin of this site
 */
export function wayBack(asked, person, origin) {
  if (!asked?.startsWith('/')) return null;
  const back = new URL(asked, origin);
  if (back.origin !== origin) return null;
  back.searchParams.set('person', person);
  return back.pathname + back.search;
}
