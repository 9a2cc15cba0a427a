/* One outcome, what it was worked out from, and its correction. */
import { formatValue } from '../../js/format.js';
import { itemsText, valueText } from '../../js/outcome-words.js';
import '../../js/outcomes.js';
import { transform } from '../../js/region.js';
import { vocabulary } from '../../js/vocab.js';

const measures = await vocabulary('outcome_measure').catch(() => []);

/** @param {any} was */
const earlier = (was) => ({ ...was, text: valueText(was) });

/** @param {any} data */
function correctionText({ in_error: struck, correction_reason: reason, correction_note: note, corrected_by: by }) {
  if (struck || !reason) return '';
  const why = formatValue(reason, 'label:correction_reason');
  return [`${why}, ${by?.name ?? 'unknown'}`, note].filter(Boolean).join('. ');
}

transform('outcome', (data) => ({
  ...data,
  text: valueText(data),
  items_text: itemsText(data, measures.find((/** @type {any} */ { code }) => code === data.measure)),
  items_now: data.items ? data.items.join(',') : '',
  /* Worked out from its items, it is not typed again. */
  value: data.items ? null : data.value,
  correction_text: correctionText(data),
  earlier: data.earlier.map((/** @type {any} */ each) => ({ ...each, was: earlier(each.was) })),
}));
