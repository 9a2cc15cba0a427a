/* The cards of a provider's worker: whom to log next, and what is safe. Pure. */

/** @type {[string, string][]} */
const WAYS = [
  ['safe_to_phone', 'phone'],
  ['safe_to_text', 'text'],
  ['safe_to_voicemail', 'leave a voicemail'],
  ['safe_to_write', 'write'],
];

/**
 * "Safe to phone, text. Do not write." What was not asked is said, too.
 * @param {any} person
 */
export function safetyText(person) {
  /** @param {string} answer */
  const ways = (answer) =>
    WAYS.filter(([name]) => person[name] === answer).map(([, way]) => way);
  const [safe, unsafe] = [ways('yes'), ways('no')];
  const said = [
    safe.length ? `Safe to ${safe.join(', ')}.` : '',
    unsafe.length ? `Do not ${unsafe.join(' or ')}.` : '',
  ].filter(Boolean);
  return said.join(' ') || 'Not asked: ask the spoke first.';
}

/** @param {any} item */
export function cardOf(item) {
  const running = ['active', 'paused'].includes(item.state);
  return {
    ...item,
    running,
    logs_new: running && !item.unlogged_session_id,
    answers: item.state === 'offered',
  };
}
