/* New recovery codes are shown where they were asked for. */
import { find } from '../../js/dom.js';
import { whenReady } from '../../js/region.js';
import { showCodes } from '../../js/recovery.js';

whenReady('account', (region) => {
  const form = find(region, '#renew-codes', HTMLFormElement);
  form?.addEventListener('form:saved', (event) => {
    event.preventDefault();
    const place = find(region, '#new-codes', HTMLElement);
    if (place && event instanceof CustomEvent) showCodes(place, event.detail.data.recovery_codes);
  });
});
