/* Who does an action: a name and agency are asked for only where the owner
 * has no account here. */
import { find, findAll } from '../../js/dom.js';
import { onEnhance } from '../../js/enhance.js';

/** @param {HTMLElement} elsewhere */
function follow(elsewhere) {
  const owner = elsewhere.closest('form')?.elements.namedItem('owner_user_id');
  if (!(owner instanceof HTMLSelectElement)) return;
  const show = () => {
    elsewhere.hidden = owner.value !== '';
    for (const name of ['owner_name', 'owner_agency']) {
      const field = find(elsewhere, `[name="${name}"]`, HTMLElement);
      field?.toggleAttribute('disabled', elsewhere.hidden);
    }
  };
  owner.addEventListener('change', show);
  /* Its choices come from the server, and the value with them. */
  new MutationObserver(show).observe(owner, { childList: true });
  elsewhere.closest('form')?.addEventListener('focusin', show);
  show();
}

onEnhance((root) => {
  for (const elsewhere of findAll(root, '[data-owner-elsewhere]', HTMLElement))
    follow(elsewhere);
});
