/* The list of allocations: for a provider's worker, their young people. */
import { find } from '../../js/dom.js';
import { isPermitted, principal } from '../../js/session.js';
import './states.js';

const THEIRS = 'My young people';

async function nameIt() {
  await principal();
  const title = find(document, 'h1', HTMLElement);
  if (!title || !isPermitted('scope.provider') || isPermitted('scope.case')) return;
  title.textContent = THEIRS;
  document.title = `${THEIRS} – Throughline`;
}

void nameIt();
