/* The catalogue, in words. */
import '../../js/outcomes.js';
import { transform } from '../../js/region.js';
import { addTagColours } from '../../js/tags.js';
import { inWords } from './words.js';

addTagColours('impact_state', {
  high: 'green',
  moderate: 'turquoise',
  low: 'yellow',
  harmful: 'red',
});

transform('interventions', (data) => ({ ...data, items: data.items.map(inWords) }));
transform('intervention', inWords);
