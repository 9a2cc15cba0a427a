/* Which topic is added is in the address. */
import { params } from '../../js/params.js';
import { transform } from '../../js/region.js';

transform('adding', (person) => ({ ...person, topic: params().topic }));
