/* Attendance: rows that save themselves, and one press for who is expected. */
import { ApiProblem, post, request } from '../../js/api.js';
import { find, findAll } from '../../js/dom.js';
import { onEnhance } from '../../js/enhance.js';
import { flash } from '../../js/flash.js';
import { regionOf, reload } from '../../js/region.js';
import './remove.js';

/* Only a deputy stands in for somebody. */
/** @param {HTMLElement} row */
function showDeputy(row) {
  const select = find(row, 'select[name="attendance"]', HTMLSelectElement);
  const part = find(row, '[data-deputy]', HTMLElement);
  if (!select || !part) return;
  const deputy = select.value === 'deputy';
  part.hidden = !deputy;
  const box = find(part, 'input', HTMLInputElement);
  if (box) box.disabled = !deputy;
}

onEnhance((root) => {
  for (const select of findAll(root, 'select[data-value-is]', HTMLSelectElement))
    select.value = select.dataset.valueIs ?? '';
  for (const row of findAll(root, '.app-attendance__row', HTMLElement))
    showDeputy(row);
});

document.addEventListener('change', (event) => {
  const target = event.target instanceof Element ? event.target : null;
  const row = target?.closest('.app-attendance__row');
  if (row instanceof HTMLElement) showDeputy(row);
});

/** @param {HTMLElement} button */
async function came(button) {
  const { name, account, agency } = button.parentElement?.dataset ?? {};
  const meeting = regionOf(button)?.data;
  await tried(button, () =>
    post(`/api/v1/meetings/${meeting.id}/attendance`, {
      name,
      agency,
      user_id: account || undefined,
      attendance: button.dataset.came,
    }));
}

/* Who is in the room, or on the line, has heard the statement. */
/** @param {HTMLElement} button */
async function allAccept(button) {
  const meeting = regionOf(button)?.data;
  const waiting = meeting.attendance.filter((/** @type {any} */ row) =>
    !row.confidentiality_accepted && !['apologies', 'none'].includes(row.attendance));
  await tried(button, async () => {
    for (const row of waiting)
      await request('PATCH', `/api/v1/attendance/${row.id}`, {
        body: { confidentiality_accepted: true },
        etag: `"${row.version}"`,
      });
    flash(`Recorded for ${waiting.length} of ${meeting.attendance.length}`, 'now');
  });
}

/** @param {HTMLElement} button @param {() => Promise<any>} act */
async function tried(button, act) {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    const again = error.status === 412;
    flash(again ? 'Someone else changed this. Look again.' : error.message, 'now');
  }
  await reload(button);
}

document.addEventListener('click', (event) => {
  const target = event.target instanceof Element ? event.target : null;
  const button = target?.closest('[data-came], [data-all-accept]');
  if (!(button instanceof HTMLElement)) return;
  void (button.dataset.came ? came(button) : allAccept(button));
});
