/* The one role that is to end. */
import { params } from '../../js/params.js';
import { transform } from '../../js/region.js';

transform('user-grant', (user) => ({
  ...user,
  grant: user.grants.find((/** @type {{id: string}} */ each) => each.id === params().grant),
}));
