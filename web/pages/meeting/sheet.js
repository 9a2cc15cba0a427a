/* The agenda on one sheet of paper: a row for each young person. Pure. */

/** @param {number} count @param {string} words */
const some = (count, words) => (count ? [`${count} ${words}`] : []);

/**
 * "2 to do, 1 of them late, 3 done".
 * @param {{state: string, overdue: boolean}[]} actions
 */
export function actionsText(actions = []) {
  const waiting = actions.filter(({ state }) => ['open', 'in_progress'].includes(state));
  const late = waiting.filter(({ overdue }) => overdue).length;
  const done = actions.filter(({ state }) => state === 'done').length;
  return [...some(waiting.length, 'to do'), ...some(late, 'late'), ...some(done, 'done')].join(', ') || 'None';
}

/**
 * "2 answered, 1 nothing known, 1 waiting". What was asked by mistake is not counted.
 * @param {{result: string | null}[]} checks
 */
export function checksText(checks = []) {
  /** @param {string | null} wanted */
  const of = (wanted) => checks.filter(({ result }) => (result ?? null) === wanted).length;
  const asked = checks.filter(({ result }) => result !== 'withdrawn').length;
  const waiting = of(null);
  const nothing = of('nothing_known');
  return [
    ...some(asked - waiting - nothing, 'answered'),
    ...some(nothing, 'nothing known'),
    ...some(waiting, 'waiting'),
  ].join(', ') || 'None asked';
}

/** @type {[string, string, string][]} */
const CHANGES = [
  ['contacts', 'contact', 'contacts'],
  ['incidents', 'incident', 'incidents'],
  ['sessions', 'session', 'sessions'],
  ['sessions_missed', 'of them missed', 'of them missed'],
  ['referrals', 'new referral', 'new referrals'],
];

/**
 * "2 contacts, 3 sessions, 1 of them missed": what there was none of is left out.
 * @param {Record<string, any>} changes
 */
export function changesText(changes = {}) {
  const told = CHANGES.flatMap(([name, one, many]) => some(changes[name] ?? 0, changes[name] === 1 ? one : many));
  return told.join(', ') || 'Nothing recorded';
}

/** @param {any} item */
export const sheetOf = (item) => ({
  actions: actionsText(item.actions),
  checks: checksText(item.checks),
  changes: changesText(item.changes),
});
