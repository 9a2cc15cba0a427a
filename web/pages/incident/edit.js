/* Back to the incident for the purpose it was opened for: nobody else chose one. */
import { find } from '../../js/dom.js';
import { params, query } from '../../js/params.js';
import { whenReady } from '../../js/region.js';

whenReady('incident', (region) => {
  const form = find(region, '#incident-form', HTMLFormElement);
  const purpose = query().get('purpose');
  if (form && purpose)
    form.dataset.next = `/critical-incidents/${params().id}?purpose=${encodeURIComponent(purpose)}`;
});
