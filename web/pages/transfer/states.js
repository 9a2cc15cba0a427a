/* What the pages of transfers share: colours, and the moves as flags. */
import { transform } from '../../js/region.js';
import { addTagColours } from '../../js/tags.js';

addTagColours('transfer_state', {
  offered: 'yellow', accepted: 'green', refused: 'red', withdrawn: 'grey',
});

/** What the sender still has to do before the other spoke can accept.
 * @param {{open_actions: number | null, open_allocations: number | null}} transfer */
export function toSettle({ open_actions: actions, open_allocations: allocations }) {
  return [
    actions ? `${actions} ${actions === 1 ? 'action is' : 'actions are'} still to be done` : '',
    allocations ? `${allocations} ${allocations === 1 ? 'intervention has' : 'interventions have'} not ended` : '',
  ].filter(Boolean);
}

transform('transfer', (data) => ({
  ...data,
  can: Object.fromEntries(data.moves.map((/** @type {string} */ verb) => [verb, true])),
  incoming: data.direction === 'incoming',
  to_settle: toSettle(data),
}));
