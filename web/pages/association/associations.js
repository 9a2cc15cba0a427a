/* Associations of one young person. */
import { addTagColours } from '../../js/tags.js';

addTagColours('association_certainty', { confirmed: 'blue', suspected: 'grey', historic: 'grey' });
