/* Published figures in words. */
import { transform } from '../../js/region.js';
import { addTagColours } from '../../js/tags.js';
import { words } from '../imports/rows.js';

addTagColours('verdict', { agrees: 'green', holds: 'green', differs: 'yellow', not_derivable: 'grey', incomplete: 'blue', hidden: 'grey' });

const NUMBER = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 2 });
const MONEY = new Intl.NumberFormat('en-GB', { style: 'currency', currency: 'GBP' });
const BY = /** @type {Record<string, string>} */ ({
  area: 'By area', mode: 'By way of working', level: 'By prevention level', approach: 'By approach', all: 'Altogether',
});

/** @param {number | null} value @param {string | null} unit */
export function valueText(value, unit) {
  if (value === null) return 'Not published';
  return (unit === '£' ? MONEY : NUMBER).format(value);
}

/** "interventions_northsom" as "Interventions North Somerset". @param {any} line */
export function nameOf({ measure, area, area_name: name }) {
  if (!name) return words(measure);
  const [before, after] = measure.split(area);
  /** @type {string[]} */
  const parts = [before, name, after];
  return words(parts.map((part) => part.replaceAll('_', ' ').trim()).filter(Boolean).join(' '));
}

/** @param {any} line */
export function lineOf(line) {
  const differs = line.verdict === 'differs';
  const least = line.comparison === 'at_least';
  return {
    ...line,
    name: nameOf(line),
    published_text: valueText(line.published, line.unit),
    derived_text: line.verdict === 'hidden' ? 'Hidden' : `${least && line.derived !== null ? 'at least ' : ''}${valueText(line.derived, line.unit)}`,
    difference_text: differs ? valueText(line.difference, line.unit) : '',
    asks: !line.reason && (differs || line.verdict === 'not_derivable'),
  };
}

/** @param {any} row */
const whatOf = (row) =>
  [row.area, row.subject ?? (row.measure ? words(row.measure) : '')].filter(Boolean).join(': ');

/** @param {any} part */
const partOf = (part) => ({
  ...part,
  what: [part.spoke, part.quarter, part.subject].filter(Boolean).join(', '),
  value_text: part.hidden ? 'Hidden: 1 to 4, or could be worked out' : NUMBER.format(part.value),
});

transform('reconciliation', (data) => {
  const lines = data.lines.map(lineOf);
  const others = data.years.filter((/** @type {any} */ y) => y.period !== data.period || y.partnership !== data.partnership);
  return {
    ...data,
    lines,
    no_returns: data.period && data.returns.due > 0 && data.returns.handed_in === 0,
    some_returns: data.returns.handed_in > 0,
    caption: [data.period, data.partnership].filter(Boolean).join(', '),
    unexplained: lines.filter((/** @type {any} */ line) => line.asks).length,
    other_years: others.map((/** @type {any} */ y) => ({ ...y, name: [y.period, y.partnership].filter(Boolean).join(', ') })),
    tables: data.tables.map((/** @type {any} */ table) => ({ ...table, name: BY[table.by] })),
  };
});

transform('reconciled', (data) => ({
  ...lineOf({ ...data, reason: data.reasons[0] ?? null }),
  rows: data.rows.map((/** @type {any} */ row) => ({ ...row, what: whatOf(row) })),
  returns: data.returns.map(partOf),
  unpublished: !data.rows.length && !data.returns.length,
}));
