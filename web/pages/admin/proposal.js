/* The one proposal to decide. */
import './words.js';
import { params } from '../../js/params.js';
import { transform } from '../../js/region.js';

transform('user-proposal', (user) => {
  const proposal = user.proposals.find(
    (/** @type {{id: string}} */ each) => each.id === params().proposal);
  const waits = proposal?.state === 'waiting';
  return {
    ...user,
    proposal,
    may_refuse: waits && (proposal.may_confirm || proposal.mine),
    others: waits && !proposal.may_confirm,
  };
});
