/* One file: while a job makes it the page looks again by itself; it is taken
   where one stands, so that what is refused is said in place. */
import { ApiProblem, get, request } from '../../js/api.js';
import { announce, find } from '../../js/dom.js';
import { reload, transform, whenReady } from '../../js/region.js';
import { sizeOf } from './states.js';

const LOOK_MS = 1000;

transform('export', (data) => ({
  ...data,
  busy: data.state === 'making' && data.job !== null,
  says_size: sizeOf(data.size),
  can: Object.fromEntries(data.moves.map((/** @type {string} */ verb) => [verb, true])),
}));

/** @param {HTMLElement} region @param {string} id */
function watch(region, id) {
  setTimeout(async () => {
    const { data } = await get(`/api/v1/exports/${id}`).catch(() => ({ data: null }));
    if (!data || data.state === 'making') {
      watch(region, id);
      return;
    }
    await reload(region);
    announce(data.state === 'ready' ? 'The file is ready' : data.job?.message ?? '');
  }, LOOK_MS);
}

/** @param {string} href @param {string} name */
async function take(href, name) {
  const { data } = await request('GET', href, { file: true });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(data);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
  announce('The file was saved');
}

whenReady('export', (region, data) => {
  if (data.state === 'making') watch(region, data.id);
  const link = find(region, '[data-take]', HTMLAnchorElement);
  const problem = find(region, '[data-problem]', HTMLElement);
  link?.addEventListener('click', async (event) => {
    event.preventDefault();
    if (problem) problem.hidden = true;
    try {
      await take(link.getAttribute('href') ?? '', data.file_name);
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      if (!problem) return;
      problem.textContent = error.message;
      problem.hidden = false;
    }
  });
});
