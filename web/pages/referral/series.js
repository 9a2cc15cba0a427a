/* Which meeting keeps a young person on its list: asked where a spoke has
 * several. */
import { ApiProblem, get } from '../../js/api.js';
import { findAll } from '../../js/dom.js';

/**
 * @param {HTMLElement} region
 * @param {string} spoke
 */
export async function offerSeries(region, spoke) {
  const selects = findAll(region, 'select[data-series]', HTMLSelectElement);
  if (!selects.length) return;
  try {
    const { data } = await get(`/api/v1/meeting-series?spoke=${encodeURIComponent(spoke)}&limit=200`);
    const open = data.items.filter((/** @type {any} */ each) => !each.ended_on);
    for (const select of selects) {
      for (const each of open) select.append(new Option(each.name, each.id));
      const group = select.closest('[data-several]');
      if (group instanceof HTMLElement) group.hidden = open.length < 2;
    }
  } catch (error) {
    /* Without the list the spoke's only meeting is taken, or it is said later. */
    if (!(error instanceof ApiProblem)) throw error;
  }
}
