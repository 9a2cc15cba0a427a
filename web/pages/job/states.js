/* How the states of long work look. */
import { addTagColours } from '../../js/tags.js';

addTagColours('job_state', {
  queued: 'grey', running: 'light-blue', done: 'green', failed: 'red', cancelled: 'grey',
});
