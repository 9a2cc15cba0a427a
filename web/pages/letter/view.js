/* One letter: where it stands, as flags a template can ask. */
import { transform } from '../../js/region.js';

transform('letter', (data) => ({
  ...data,
  draft: data.state === 'draft',
  heading: data.inside ? 'Letter to the referrer' : 'Our letter to you',
}));
