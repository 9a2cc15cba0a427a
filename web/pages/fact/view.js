/* One fact: what it says, what may be done about it, what it said before. */
import { factShown, amendmentShown } from '../../js/facts.js';
import { transform, whenReady } from '../../js/region.js';
import { currentPrincipal } from '../../js/session.js';

transform('fact', (fact) => {
  const changeable = !fact.in_error_at &&
    (currentPrincipal()?.permissions.includes('person.write') ?? false);
  return {
    ...factShown(fact),
    changeable,
    endable: changeable && !fact.valid_to,
    amendments: fact.amendments.map(amendmentShown),
  };
});

whenReady('fact', (region) => {
  document.title = `${region.querySelector('h1')?.textContent?.trim()} – Throughline`;
});
