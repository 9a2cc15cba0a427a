/* A place, and what it said before. */
import { transform } from '../../js/region.js';
import '../../js/person-picker.js';
import { withChanges } from './changes.js';

transform('place', withChanges);
