/* One note: how it came to read as it does, and putting it right. */
import '../../js/person-picker.js';
import { transform } from '../../js/region.js';

transform('note', (data) => ({
  ...data,
  struck: data.replaced || data.in_error,
  others: data.versions.filter((/** @type {{id: string}} */ each) => each.id !== data.id),
}));
