/* The settings of a spoke, in groups, as a person reads them. */
import { transform } from '../../js/region.js';
import { currentPrincipal } from '../../js/session.js';
import { grouped } from './groups.js';

transform('settings', (data) => ({
  ...data,
  groups: grouped(
    data.items,
    currentPrincipal()?.permissions.includes('setting.write') ?? false,
  ),
}));
