/* How far a referral has come, in the words its referrer is told. Pure. */

/**
 * @typedef {object} Step
 * @property {string} text
 * @property {string | null} [at]
 * @property {boolean} done
 * @property {string} [later] what is to come, where there is no time yet
 */

/** @type {Record<string, string>} */
const DECIDED = {
  accepted_to_panel: 'Accepted: the panel will discuss them',
  extraordinary_meeting: 'Accepted: a meeting is called at short notice',
  straight_to_intervention: 'Accepted: support is being arranged',
  added_to_episode: 'Added to work already under way',
  redirected: 'Passed to another service',
  declined: 'Not accepted',
  duplicate: 'We had this concern already',
  out_of_area: 'Outside our area',
};

const HEARD = ['accepted_to_panel', 'extraordinary_meeting'];

/** Whether it has been decided, by its state.
 * @param {string} state */
export const isDecided = (state) => state in DECIDED;

/**
 * One line for a list: where it is now.
 * @param {{state: string, told_at?: string | null}} referral
 */
export function whereNow({ state, told_at }) {
  /** @type {Record<string, string>} */
  const open = {
    draft: 'Not sent yet',
    submitted: 'We have it, and will look at it soon',
    in_triage: 'We are looking at it',
    information_requested: 'We need your answer',
    withdrawn: 'Withdrawn',
  };
  if (open[state]) return open[state];
  return `${DECIDED[state] ?? 'Decided'}${told_at ? ': we have written to you' : ''}`;
}

/**
 * @param {any} referral
 * @returns {Step[]}
 */
export function stepsOf(referral) {
  const { state } = referral;
  if (state === 'draft' || !referral.submitted_at) return [];
  const decided = isDecided(state);
  /** @type {Step[]} */
  const steps = [
    { text: 'You sent it', at: referral.submitted_at, done: true },
    triageStep(referral, decided),
  ];
  if (state === 'information_requested')
    steps.push({ text: 'We asked you a question', at: referral.questions.at(-1)?.asked_at, done: true,
      later: 'The clock stands still until you answer' });
  if (state === 'withdrawn')
    return [...steps.filter(({ done }) => done), { text: 'It was withdrawn', at: referral.result?.at, done: true }];
  steps.push(decided
    ? { text: DECIDED[state], at: referral.decided_at, done: true }
    : { text: 'We decide what to do', done: false, at: null });
  steps.push({
    text: referral.told_at ? 'We wrote to you' : 'We write to you',
    at: referral.told_at, done: Boolean(referral.told_at) });
  if (HEARD.includes(state) && (decided || referral.heard_at))
    steps.push({ text: referral.heard_at ? 'The meeting discussed it, and we wrote to you again'
      : 'The meeting discusses it, and we write to you again',
      at: referral.heard_at, done: Boolean(referral.heard_at) });
  return steps;
}

/** @param {any} referral @param {boolean} decided @returns {Step} */
function triageStep(referral, decided) {
  const begun = Boolean(referral.triaged_at) || decided;
  return { text: begun ? 'We looked at it' : 'We look at it', at: referral.triaged_at, done: begun };
}
