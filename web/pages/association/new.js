/* Adding an association; who works in one spoke is not asked for it. */
import { find } from '../../js/dom.js';
import '../../js/person-picker.js';
import { whenReady } from '../../js/region.js';
import { principal } from '../../js/session.js';

whenReady('person', () => {
  void principal().then((who) => {
    const place = find(document, '[data-several-spokes]', HTMLElement);
    if (place && (who?.spokes.length ?? 0) > 1) place.hidden = false;
  });
});
