/* How the codes of users and roles read, and a user as the pages show them. */
import { addFormat } from '../../js/format.js';
import { transform } from '../../js/region.js';
import { addTagColours } from '../../js/tags.js';
import { userOf } from './sorted.js';

addTagColours('user_state', {
  active: 'green', invited: 'yellow', no_role: 'grey', disabled: 'red',
});
addTagColours('grant_state', { held: 'green', to_come: 'blue', ended: 'grey' });
addTagColours('proposal_state', {
  waiting: 'yellow', confirmed: 'green', refused: 'red', withdrawn: 'grey', expired: 'grey',
});

/** @type {Record<string, string>} */
const DONE = {
  made: 'Account made',
  invited: 'Invitation made',
  reset_made: 'Link for a new password made',
  link_asked: 'Link for a password asked for',
  link_agreed: 'Second person made the link',
  link_refused: 'Link refused',
  link_used: 'Link used',
  password_set: 'New password set',
  changed: 'Details changed',
  signed_out: 'Signed out everywhere',
  factor_taken: 'Second factor taken away',
  disabled: 'Account disabled',
  enabled: 'Account enabled again',
  granted: 'Role given',
  ended: 'Role ended',
  proposed: 'Role proposed',
  confirmed: 'Role confirmed',
  refused: 'Role refused',
  withdrawn: 'Proposal taken back',
};

addFormat('userdone', (value) => DONE[String(value)] ?? String(value));

transform('user', userOf);
