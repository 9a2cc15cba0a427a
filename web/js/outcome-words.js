/* Outcomes in words: a value, a change, what is missing, how to ask. Pure. */

/** @typedef {{code: string, label: string, detail?: any}} Term */

/**
 * A value in words where the instrument has them, else as a number.
 * @param {any} outcome
 */
export function valueText(outcome) {
  if (outcome?.value === null || outcome?.value === undefined) return '';
  if (outcome.words) return outcome.words;
  const value = String(Number(outcome.value));
  return outcome.band ? `${value} (${outcome.band.toLowerCase()})` : value;
}

/** @param {number | null} change */
export function changeText(change) {
  if (change === null || change === undefined || Number(change) === 0) return '';
  return Number(change) > 0 ? `+${Number(change)}` : `−${Math.abs(Number(change))}`;
}

/**
 * Why a place of the table is empty.
 * @param {any[]} outcomes
 * @param {(point: string) => boolean} wanted
 */
function missingText(outcomes, wanted) {
  const tried = outcomes.find(({ point, not_measured: why }) => wanted(point) && why);
  return tried ? 'Not measured' : 'Missing';
}

/** @param {any} item */
export function distanceRow(item) {
  const baseline = (/** @type {string} */ point) => point === 'baseline';
  return {
    ...item,
    baseline_text: valueText(item.baseline),
    latest_text: valueText(item.latest),
    change_text: changeText(item.change),
    baseline_missing: missingText(item.outcomes, baseline),
    latest_missing: missingText(item.outcomes, (point) => !baseline(point)),
  };
}

/**
 * How a measure asks for its value: the answers it knows, or a range.
 * @param {Term} measure
 * @param {Term[]} values
 */
export function questionOf(measure, values) {
  const { instrument, min, max, step, items, named } = measure.detail ?? {};
  const answers = values.filter(({ detail }) => detail?.instrument === instrument);
  const range = min && max ? `${min} to ${max}` : 'The score';
  return {
    answers: answers.map(({ label, detail }) => ({ label, value: String(detail.score) })),
    hint: step === '1' && min ? `${range}, a whole number` : range,
    items: items ? itemsOf(measure.detail) : null,
    named: named || null,
  };
}

/**
 * The items a score is worked out from. Their wording is the instrument's own
 * and stays on its form; where they are scales, they have names.
 * @param {any} detail
 */
function itemsOf({ items, item_min: least, item_max: most, item_labels: labels }) {
  const names = labels ? labels.split('|') : [];
  return {
    labels: Array.from({ length: Number(items) }, (_, at) => names[at] ?? `Item ${at + 1}`),
    hint: `Each from ${least} to ${most}. The score is worked out from all of them.`,
  };
}

/**
 * Items as they stand in a record: "Conduct problems 4, ...".
 * @param {any} outcome
 * @param {Term | undefined} measure
 */
export function itemsText(outcome, measure) {
  if (!outcome?.items || !measure?.detail?.items) return '';
  const { labels } = itemsOf(measure.detail);
  return outcome.items.map((/** @type {number} */ item, /** @type {number} */ at) => `${labels[at]} ${item}`).join(', ');
}
