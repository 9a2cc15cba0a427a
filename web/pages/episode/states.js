/* What the pages of an episode share: its moves as flags, the person header
 * speaking of this episode, and the colours of states. */
import { params } from '../../js/params.js';
import { transform } from '../../js/region.js';
import { addTagColours } from '../../js/tags.js';

addTagColours('episode_state', {
  referred: 'blue',
  triage: 'light-blue',
  agency_checks: 'yellow',
  listed: 'purple',
  step_down: 'turquoise',
});
addTagColours('action_state', { superseded: 'grey' });

/** @param {string[]} names */
const flags = (names) => Object.fromEntries(names.map((name) => [name, true]));

/** Closing asks for these before anything else (domain.md 4).
 * @param {any} episode */
export function stillOpen({ checklist }) {
  const counts = [
    [checklist.open_actions, 'action is', 'actions are'],
    [checklist.open_allocations, 'intervention has', 'interventions have'],
  ];
  const ends = ['still to be done', 'not ended'];
  return counts.flatMap(([count, one, many], at) =>
    count ? [`${count} ${count === 1 ? one : many} ${ends[at]}`] : [],
  );
}

transform('episode', (data) => ({
  ...data,
  can: flags(data.moves),
  has_moves: data.moves.length > 0,
  open: data.state !== 'closed',
  still_open: stillOpen(data),
  no_outcomes: data.checklist.outcomes === 0,
}));

/* The header shows the first of the person's episodes: here, this one. */
transform('episode-person', (data) => {
  const here = params().id;
  const own = data.episodes.filter((/** @type {any} */ { id }) => id === here);
  const others = data.episodes.filter((/** @type {any} */ { id }) => id !== here);
  return { ...data, episodes: [...own, ...others] };
});
