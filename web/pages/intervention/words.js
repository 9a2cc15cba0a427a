/* What can be offered in words: places, ages, impact; and whom it fits. Pure. */

/**
 * @param {number | null} from
 * @param {number | null} to
 */
export function agesText(from, to) {
  if (from !== null && to !== null) return `${from} to ${to}`;
  if (from !== null) return `${from} and over`;
  return to !== null ? `Up to ${to}` : 'Any age';
}

/** @param {any} item */
function placesText({ capacity, places_taken: taken, waiting }) {
  if (taken === null) return '';
  const used = capacity ? `${taken} of ${capacity} taken` : `${taken} taking part`;
  return waiting ? `${used}, ${waiting} waiting` : used;
}

/** @param {any} item */
function dosageText({ planned_sessions: sessions, planned_hours: hours }) {
  const parts = [
    sessions && `${sessions} ${sessions === 1 ? 'session' : 'sessions'}`,
    hours && `${hours} ${hours === 1 ? 'hour' : 'hours'}`,
  ];
  return parts.filter(Boolean).join(', ');
}

/** @param {string} impact */
function impactText(impact) {
  if (impact === 'harmful') return 'Likely to harm';
  return `${impact.charAt(0).toUpperCase()}${impact.slice(1)} impact`;
}

/** @param {any} item */
export function inWords(item) {
  const impact = item.impact ?? '';
  return {
    ...item,
    impact_text: impactText(impact),
    harmful: impact === 'harmful',
    ages_text: agesText(item.min_age, item.max_age),
    places_text: placesText(item),
    dosage_text: dosageText(item),
    full: item.capacity !== null && item.places_left === 0,
  };
}

/**
 * Why an intervention may not be for somebody of that age, or ''.
 * @param {{min_age: number | null, max_age: number | null}} item
 * @param {number | null} years
 */
export function misfitOf({ min_age: from, max_age: to }, years) {
  if (years === null) return '';
  if (from !== null && years < from) return `Too young: they are ${years}`;
  return to !== null && years > to ? `Too old: they are ${years}` : '';
}

/**
 * What fits and has a place first, what may do harm last; names keep their
 * order.
 * @param {any[]} items
 * @param {number | null} years
 */
export function bestFirst(items, years) {
  /** @param {any} item */
  const rank = (item) =>
    (item.harmful ? 4 : 0) + (item.misfit ? 2 : 0) + (item.full ? 1 : 0);
  return items
    .map((item) => ({ ...inWords(item), misfit: misfitOf(item, years) }))
    .sort((one, other) => rank(one) - rank(other));
}
