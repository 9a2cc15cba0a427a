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

/* What the approach does is said by itself, in red. */
/** @param {any[]} warnings */
const misfitsOf = (warnings) => warnings.filter((each) => each.warning !== 'harmful');

/**
 * What fits and has a place first, what may do harm last; names keep their
 * order. Of offers: interventions with what the server warns of.
 * @param {any[]} items
 */
export function bestFirst(items) {
  /** @param {any} item */
  const rank = (item) =>
    (item.harmful ? 4 : 0) + (item.misfits.length ? 2 : 0) + (item.full ? 1 : 0);
  return items
    .map((item) => ({
      ...inWords(item),
      misfits: misfitsOf(item.warnings),
      warned: item.warnings.length > 0,
    }))
    .sort((one, other) => rank(one) - rank(other));
}
