/* One outcome, and its correction. */
import { valueText } from '../../js/outcome-words.js';
import '../../js/outcomes.js';
import { transform } from '../../js/region.js';

transform('outcome', (data) => ({ ...data, text: valueText(data) }));
