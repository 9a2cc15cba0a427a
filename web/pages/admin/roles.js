/* Who gives each role. */
import { transform } from '../../js/region.js';

transform('roles', (data) => ({
  items: data.items.map((/** @type {any} */ role) => ({
    ...role, by_administrator: !role.of_hub && !role.granted_locally,
  })),
}));
