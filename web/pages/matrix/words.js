/* How the reviewed files' codes read. */
import { addFormat } from '../../js/format.js';

/** @type {Record<string, string>} */
const ANSWERS = {
  yes: 'Yes',
  '-': 'Not entitled',
  'not found': 'As if there were none',
  refused: 'Refused',
  nothing: 'Nothing',
  without: 'Without it',
  'no record': 'No such record',
};

/** @type {Record<string, string>} */
const WHOSE = {
  young_person: 'young people',
  third_party: 'third parties',
  practitioner: 'practitioners',
  user: 'users',
  nobody: 'nobody',
};

/** @type {Record<string, string>} */
const CATEGORIES = {
  special_category: 'Special category',
  criminal_offence: 'Criminal offence',
  confidential: 'Confidential',
  free_text: 'Free text',
  personal: 'Personal',
  pseudonymous: 'Pseudonymous',
  secret: 'Secret',
  none: 'None',
};

/** @type {Record<string, string>} */
const READS = {
  own: 'of their own spoke',
  other: 'of other spokes',
  'own+other': 'of every spoke',
  rows: 'what goes with what they may see',
};

/** @type {Record<string, string>} */
const PARTS = { held: 'what the police hold back', restricted: 'a restricted record’s' };

/** @param {Record<string, string>} words */
const of = (words) => (/** @type {unknown} */ value) => words[String(value)] ?? String(value);

addFormat('answered', of(ANSWERS));
addFormat('answer_class', (value) => (value === 'yes' ? 'app-matrix__yes' : 'app-matrix__no'));
addFormat('whose', of(WHOSE));
addFormat('category', of(CATEGORIES));
addFormat('reads', of(READS));
addFormat('part', of(PARTS));
