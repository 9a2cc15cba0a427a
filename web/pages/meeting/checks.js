/* Agency checks, of a meeting and of an agency. */
import { flash } from '../../js/flash.js';
import { reload, transform } from '../../js/region.js';
import { addTagColours } from '../../js/tags.js';
import { shaped } from './states.js';

addTagColours('agency_check_result', {
  information_given: 'blue',
  nothing_known: 'grey',
  known_nothing_relevant: 'grey',
  held_ask: 'purple',
  cannot_share: 'purple',
  no_reply: 'red',
});

/* Who is new and of whom nobody has been asked is ticked to begin with. */
transform('meeting', (data) => {
  const meeting = shaped(data);
  for (const item of meeting.agenda)
    item.unasked = !item.checks.length && ['new', 'urgent'].includes(item.kind);
  return meeting;
});

/* What was answered leaves one list for the other. */
document.addEventListener('form:saved', (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || !form.closest('.app-check-card')) return;
  event.preventDefault();
  flash(form.dataset.done ?? 'Saved', 'now');
  void reload();
});
