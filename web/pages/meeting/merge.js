/*
 * Two people write minutes of one young person. What came of it, field by
 * field: nobody's words are lost, and only what both changed is asked about.
 * Pure: no page, no network (tests/web/meeting.test.mjs).
 */

/** @typedef {Record<string, any>} Values what the form holds, by field */
/** @typedef {{field: string, mine: any, theirs: any}} Clash */
/** @typedef {{field: string, why: string}} Held */

export const FIELDS = [
  'risk_before', 'risk_after', 'override_reason', 'rationale', 'summary', 'incidents', 'concerns',
  'strengths', 'young_person_voice', 'voice_basis', 'voice_by', 'voice_on', 'parent_view',
  'contexts', 'disproportionality_check', 'next_review_on',
];

/** The fields of the minutes out of a whole discussion. */
/** @param {any} discussion @returns {Values} */
export function pick(discussion) {
  return Object.fromEntries(FIELDS.map((name) => [name, discussion[name] ?? null]));
}

/* The server trims texts; nothing and an empty text are the same; the order
 * of ticks says nothing. */
/** @param {any} value */
function plain(value) {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return JSON.stringify([...value].sort());
  return String(value).trim();
}

/** @param {any} a @param {any} b */
export function isSame(a, b) {
  const empty = (/** @type {any} */ value) => Array.isArray(value) && !value.length;
  return plain(empty(a) ? null : a) === plain(empty(b) ? null : b);
}

/**
 * What has been changed since it was last known to be saved.
 * @param {Values} base
 * @param {Values} mine
 * @returns {Values}
 */
export function changesOf(base, mine) {
  return Object.fromEntries(
    FIELDS.filter((name) => name in mine && !isSame(base[name], mine[name]))
      .map((name) => [name, mine[name]]),
  );
}

/** @param {any} value */
const isBlank = (value) => isSame(value, null);

/**
 * What the server would refuse for now is held back, so that the rest can be
 * saved while it is still being thought about.
 * @param {Values} changes
 * @param {Values} mine
 * @returns {{send: Values, held: Held[]}}
 */
export function holdBack(changes, mine) {
  /** @type {Held[]} */
  const held = [];
  const send = { ...changes };
  /** @param {string[]} names @param {string} why */
  const hold = (names, why) => {
    const which = names.filter((name) => name in send);
    for (const name of which) delete send[name];
    if (which.length) held.push({ field: which[0], why });
  };
  if (!isBlank(mine.young_person_voice) && isBlank(mine.voice_basis))
    hold(['young_person_voice', 'voice_basis'],
      'say whether the young person’s view was said, seen or inferred');
  if (!isBlank(mine.risk_after) && !isSame(mine.risk_after, mine.risk_before) &&
      isBlank(mine.rationale))
    hold(['risk_after', 'risk_before', 'rationale'], 'enter why the risk changed');
  return { send, held };
}

/**
 * Theirs and mine over what both began from. Mine stays in the form where both
 * changed the same field, until the writer has chosen.
 * @param {Values} base
 * @param {Values} mine
 * @param {Values} theirs
 * @returns {{values: Values, clashes: Clash[]}}
 */
export function mergeTheirs(base, mine, theirs) {
  /** @type {Values} */
  const values = {};
  /** @type {Clash[]} */
  const clashes = [];
  for (const field of FIELDS) {
    const untouched = isSame(mine[field], base[field]);
    values[field] = untouched ? theirs[field] : mine[field];
    if (!untouched && !isSame(theirs[field], base[field]) &&
        !isSame(theirs[field], mine[field]))
      clashes.push({ field, mine: mine[field], theirs: theirs[field] });
  }
  return { values, clashes };
}

/** Both can be kept of texts and ticks, not of a choice of one. */
/** @param {Clash} clash */
export function canKeepBoth({ field }) {
  return !['risk_before', 'risk_after', 'override_reason', 'voice_basis', 'voice_on', 'next_review_on'].includes(field);
}

/**
 * @param {Clash} clash
 * @param {'mine' | 'theirs' | 'both'} choice
 */
export function chosen({ mine, theirs }, choice) {
  if (choice === 'mine') return mine;
  if (choice === 'theirs') return theirs;
  if (Array.isArray(mine) || Array.isArray(theirs))
    return [...new Set([...(theirs ?? []), ...(mine ?? [])])];
  return [theirs, mine].filter((text) => !isBlank(text)).join('\n\n');
}
