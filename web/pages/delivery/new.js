/* Who works in one spoke is not asked for it. */
import { find } from '../../js/dom.js';
import { principal } from '../../js/session.js';

async function start() {
  const who = await principal();
  const place = find(document, '[data-several-spokes]', HTMLElement);
  if (place && (who?.spokes.length ?? 0) > 1) place.hidden = false;
}

void start();
