/* A plan, and what it said before. */
import { transform } from '../../js/region.js';
import { withChanges } from './changes.js';

transform('plan', withChanges);
