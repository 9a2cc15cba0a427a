/* Who gives each role; an address that names one comes to it. */
import { transform, whenReady } from '../../js/region.js';

transform('roles', (data) => ({
  items: data.items.map((/** @type {any} */ role) => ({
    ...role, by_administrator: !role.of_hub && !role.granted_locally,
  })),
}));

whenReady('roles', () => {
  const role = document.querySelector(`[data-role="${CSS.escape(location.hash.slice(1))}"]`);
  if (!role) return;
  for (const details of role.querySelectorAll('details')) details.open = true;
  role.querySelector('h2')?.setAttribute('tabindex', '-1');
  role.querySelector('h2')?.focus();
  role.scrollIntoView();
});
