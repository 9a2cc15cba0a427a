/* A user as the pages show them, and a link as it is handed over. */

/**
 * What is held and to come apart from what was; what waits apart from what was
 * decided.
 * @param {any} user
 */
export function userOf(user) {
  const ended = (/** @type {{state: string}} */ grant) => grant.state === 'ended';
  const waiting = (/** @type {{state: string}} */ proposal) => proposal.state === 'waiting';
  const past = user.grants.filter(ended);
  const decided = user.proposals.filter(
    (/** @type {any} */ each) => !waiting(each) && each.state !== 'confirmed');
  return {
    ...user,
    held: user.grants.filter((/** @type {any} */ grant) => !ended(grant)),
    past,
    waiting: user.proposals.filter(waiting),
    decided,
    over: past.length + decided.length > 0,
    refuses: Boolean(user.link_request?.may_decide || user.link_request?.mine),
    link_open: user.link?.state === 'open',
    invite_over: user.state === 'invited' && user.link?.state === 'expired',
  };
}

/** @param {string} token @param {string} origin */
export function linkOf(token, origin) {
  return `${origin}/accept#${token}`;
}
