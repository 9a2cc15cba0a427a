/* Opening an episode: says for whom, who comes in the address as an id. */
import { get } from '../../js/api.js';
import { find, make } from '../../js/dom.js';
import { query } from '../../js/params.js';
import { principal } from '../../js/session.js';

async function sayWho() {
  const place = find(document, '[data-person-said]', HTMLElement);
  const id = query().get('person_id');
  if (!place || !id || !(await principal())) return;
  const { data } = await get(`/api/v1/people/${encodeURIComponent(id)}`);
  place.replaceChildren('For ', make('strong', {}, data.name), '.');
}

void sayWho().catch(() => {});
