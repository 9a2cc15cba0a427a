/* The colours of a referral's states and urgencies. */
import { addTagColours } from '../../js/tags.js';

addTagColours('referral_state', {
  information_requested: 'yellow',
  accepted_to_panel: 'green',
  extraordinary_meeting: 'green',
  straight_to_intervention: 'green',
  added_to_episode: 'green',
  redirected: 'purple',
  duplicate: 'grey',
  out_of_area: 'grey',
});
addTagColours('urgency', {
  immediate_danger: 'red',
  urgent: 'orange',
  standard: 'grey',
});
