/* Somebody identified: a new record takes along what is known, and leads back. */
import { find } from '../../js/dom.js';
import { whenReady } from '../../js/region.js';
import '../../js/person-picker.js';

whenReady('somebody', (region, who) => {
  const link = find(region, '[data-new-record]', HTMLAnchorElement);
  if (!link) return;
  const wanted = new URLSearchParams({ return: `/identified/${who.id}` });
  for (const name of ['given_name', 'family_name', 'known_as', 'sex'])
    if (who[name]) wanted.set(name, who[name]);
  link.href = `/people/new?${wanted}`;
});
