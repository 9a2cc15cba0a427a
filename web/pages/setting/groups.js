/* Settings in groups. Pure. */

/** @type {[string, string][]} */
const GROUPS = [
  ['clocks', 'Working-day clocks'],
  ['reviews', 'Reviews'],
  ['ages', 'Ages'],
  ['meetings', 'Meetings'],
  ['letters', 'Letters to referrers'],
];

/**
 * @typedef {object} Setting
 * @property {string} setting
 * @property {string} group
 * @property {string} kind
 * @property {string | null} value
 * @property {string | null} words
 * @property {string | null} unit
 */

/* Of long words a list shows how they begin. */
const BEGINNING = 140;

/** What a value says to a reader: codes in words, numbers with what they count.
 * @param {Setting} setting */
export function shownOf({ value, words, kind, unit }) {
  if (kind !== 'number' || !unit || value === null) return words ?? value;
  return `${value} ${value === '1' ? unit.replace(/s$/, '') : unit}`;
}

/** @param {Setting} setting */
function inShort(setting) {
  const text = shownOf(setting);
  return text && text.length > BEGINNING ? `${text.slice(0, BEGINNING).trimEnd()}…` : text;
}

/**
 * @param {Setting[]} items
 * @param {boolean} mayChange
 */
export function grouped(items, mayChange) {
  return GROUPS.map(([code, title]) => ({
    title,
    title_id: `group-${code}`,
    items: items
      .filter(({ group }) => group === code)
      .map((item) => ({ ...item, shown: inShort(item), may_change: mayChange })),
  })).filter((group) => group.items.length);
}
