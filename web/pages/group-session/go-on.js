/* Why one goes on in spite of a warning is asked once the server has warned. */
import { findAll } from '../../js/dom.js';

document.addEventListener('form:failed', (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement)) return;
  for (const part of findAll(form, '[data-go-on]', HTMLElement)) part.hidden = false;
}, true);
