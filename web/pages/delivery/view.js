/* One delivery, its counts in words; a correction always says anew why. */
import { transform } from '../../js/region.js';
import '../../js/person-picker.js';

const COUNTS = ['under_18', 'aged_18_24', 'aged_25_plus', 'parents_carers', 'professionals'];

transform('delivery', (data) => ({
  ...data,
  change_reason: null,
  several_days: data.started_on !== data.ended_on,
  ...Object.fromEntries(COUNTS.map((name) => [`${name}_text`, String(data[name])])),
}));
