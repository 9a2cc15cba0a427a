/* One import: while a job is at it, the page looks again by itself. */
import { get } from '../../js/api.js';
import { announce } from '../../js/dom.js';
import { reload, transform, whenReady } from '../../js/region.js';
import { aboutOf } from './states.js';
import { rowOf, words } from './rows.js';

const LOOK_MS = 1000;

/** @param {any} data */
const isBusy = (data) => data.job && (data.job.state === 'queued' || data.job.state === 'running');

transform('import-file', (data) => {
  const busy = isBusy(data);
  return {
    ...data,
    about: aboutOf(data),
    busy,
    can: Object.fromEntries(data.moves.map((/** @type {string} */ verb) => [verb, !busy])),
    more_wrong: data.faults > data.wrong.length,
    sums: data.sums.map((/** @type {any} */ sum) => ({ ...sum, name: sum.label ?? words(sum.measure) })),
    first_rows: data.first_rows.map(rowOf),
    figures_in_force: data.state === 'committed' && data.target === 'figures',
  };
});

/** @param {HTMLElement} region @param {string} id */
function watch(region, id) {
  setTimeout(async () => {
    const { data } = await get(`/api/v1/imports/${id}`).catch(() => ({ data: null }));
    if (!data || isBusy(data)) {
      watch(region, id);
      return;
    }
    await reload(region);
    announce(data.job?.message ?? '');
  }, LOOK_MS);
}

whenReady('import-file', (region, data) => {
  if (isBusy(data)) watch(region, data.id);
});
