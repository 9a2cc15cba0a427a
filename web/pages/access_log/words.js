/* How the access log's codes read. */
import { addFormat } from '../../js/format.js';

/** @type {Record<string, string>} */
const DONE = {
  view: 'Looked at',
  list: 'Listed',
  search: 'Searched',
  create: 'Made',
  change: 'Changed',
  remove: 'Removed',
  print: 'Printed',
  export: 'Exported',
  refused: 'Was refused:',
  sign_in: 'Signed in',
  sign_out: 'Signed out',
  grant: 'Granted a role',
  break_glass: 'Opened in an emergency',
};

/** @type {Record<string, string>} */
const UNUSUAL = {
  no_part: 'Has no part in this case',
  out_of_hours: 'Opened in the night or at a weekend',
  many: 'More young people in one day than usual',
  searches: 'More searches in one day than usual',
  refused_here: 'Asked for a record that is not theirs to open',
  refused: 'Was refused again and again',
};

addFormat('done', (value) => DONE[String(value)] ?? String(value));
addFormat('unusual', (value) => UNUSUAL[String(value)] ?? String(value));
addFormat('record', (value) => String(value).replaceAll('_', ' '));
