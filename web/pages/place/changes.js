/* What a record said before, part by part: names without their technical end,
 * days and moments as people write them. */
import { formatValue } from '../../js/format.js';

/** @param {any} value */
function shown(value) {
  if (value === null || value === '') return 'nothing';
  if (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value)) return formatValue(value, 'date');
  if (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}T/.test(value)) return formatValue(value, 'instant');
  return String(value);
}

/** @param {any} record */
export const withChanges = (record) => ({
  ...record,
  changes: (record.changes ?? []).map((/** @type {any} */ change) => ({
    ...change,
    parts: Object.entries(change.was).filter(([name]) => !name.endsWith('_id'))
      .map(([name, value]) => ({ name, was: shown(value) })),
  })),
});
