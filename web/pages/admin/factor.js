/* The one role of the address. */
import { params } from '../../js/params.js';
import { transform } from '../../js/region.js';

transform('role-factor', (data) => data.items.find(
  (/** @type {{role: string}} */ each) => each.role === params().role) ?? {});
