import { transform } from '../../js/region.js';
import { shaped } from './states.js';

transform('minutes', shaped);
