/* The overview of an episode: only what is still to do of its actions. */
import './states.js';
import { transform } from '../../js/region.js';

transform('episode-open-actions', (data) => ({
  ...data,
  items: data.items.filter((/** @type {any} */ { state }) =>
    ['open', 'in_progress'].includes(state),
  ),
}));
