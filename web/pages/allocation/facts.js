/* The three facts of a session, and what they add up to. Pure. */

const CAME = ['attended', 'part', 'late'];
/* Of a session that took place all the same: a group, a worker who waited. */
const NOT_OF_HELD = ['cancelled_family', 'cancelled_provider'];

/** @param {string | null} attendance */
export function came(attendance) {
  return attendance !== null && CAME.includes(attendance);
}

/**
 * Whether somebody can have attended like that, when the session happened
 * ('true'), did not ('false'), or that is not said yet.
 * @param {string | null} happened
 * @param {string} code
 */
export function canBe(happened, code) {
  if (happened === 'true') return !NOT_OF_HELD.includes(code);
  if (happened === 'false') return !CAME.includes(code);
  return false;
}

/** What is said of attendance, beside the bar. @param {any} dosage */
export function attendanceText({ attended, logged, planned_sessions: planned }) {
  if (planned) return `${attended} of ${planned} planned sessions attended`;
  return logged ? `${attended} of ${logged} sessions attended` : 'No sessions yet';
}
