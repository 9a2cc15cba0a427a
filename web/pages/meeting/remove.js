/*
 * <button data-remove="/api/v1/attendance/…" data-version="2">: takes a row
 * away and shows the region anew. What it was is said first where it matters.
 */
import { ApiProblem, request } from '../../js/api.js';
import { flash } from '../../js/flash.js';
import { reload } from '../../js/region.js';

/** @param {HTMLElement} button */
async function remove(button) {
  const { remove: path, version, sure } = button.dataset;
  if (!path || (sure && !window.confirm(sure))) return;
  try {
    await request('DELETE', path, { etag: version ? `"${version}"` : null });
    flash('Removed', 'now');
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    flash(error.status === 412 ? 'Someone else changed this. Look again.' : error.message, 'now');
  }
  await reload(button);
}

document.addEventListener('click', (event) => {
  const target = event.target instanceof Element ? event.target : null;
  const button = target?.closest('[data-remove]');
  if (button instanceof HTMLElement) void remove(button);
});
