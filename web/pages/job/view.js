/* One piece of long work: its bar moves by itself, and a screen reader hears
   each quarter and the end, no more. */
import { get, post } from '../../js/api.js';
import { announce, find } from '../../js/dom.js';
import { reload, transform, whenReady } from '../../js/region.js';
import './states.js';
import { isActive, jobOf, quarterOf } from './words.js';

const LOOK_MS = 1000;
let quarter = 0;

transform('job', jobOf);

/** @param {HTMLElement} region @param {any} job */
function show(region, job) {
  const words = find(region, '[data-job="words"]', HTMLElement);
  const bar = find(region, '[data-job="bar"]', HTMLProgressElement);
  if (words) words.textContent = job.words;
  if (bar && job.percent !== null) bar.value = job.percent;
  if (quarterOf(job) > quarter) announce(job.words);
  quarter = Math.max(quarter, quarterOf(job));
}

/** @param {HTMLElement} region @param {any} job */
function watch(region, job) {
  setTimeout(async () => {
    const { data } = await get(`/api/v1/jobs/${job.id}`).catch(() => ({ data: null }));
    if (data && !isActive(data)) {
      await reload(region);
      announce(jobOf(data).words);
      return;
    }
    if (data) show(region, jobOf(data));
    watch(region, job);
  }, LOOK_MS);
}

whenReady('job', (region, job) => {
  if (isActive(job)) watch(region, job);
  else if (job.mine && !job.seen) void post(`/api/v1/jobs/${job.id}/seen`, {}).catch(() => {});
});
