/* How the states of a key look. */
import { addTagColours } from '../../js/tags.js';

addTagColours('key_state', {
  waiting: 'yellow', live: 'green', expired: 'grey', revoked: 'red', refused: 'red', lapsed: 'grey',
});
