/* What a page says of long work. */

const ENDS = {
  queued: 'It waits for its turn.',
  running: 'It is under way.',
  done: 'It is done.',
  failed: 'It failed. Nothing was changed.',
  cancelled: 'It was cancelled. Nothing was changed.',
};

/** @param {any} job */
export const isActive = (job) => job.state === 'queued' || job.state === 'running';

/** @param {any} job */
function wordsOf(job) {
  if (job.cancel_asked && isActive(job)) return 'It is being cancelled.';
  const said = job.message ?? ENDS[/** @type {keyof typeof ENDS} */ (job.state)];
  return job.state === 'running' && job.percent !== null ? `${said}: ${job.percent}%` : said;
}

/** @param {any} job */
export function jobOf(job) {
  return {
    ...job,
    words: wordsOf(job),
    active: isActive(job),
    ended: !isActive(job),
    may_cancel: job.moves?.includes('cancel'),
    steps: job.total ? `${job.done} of ${job.total}` : '',
    again: job.attempts > 1,
  };
}

/** @param {any} job */
export const quarterOf = (job) => Math.floor((job.percent ?? 0) / 25);
