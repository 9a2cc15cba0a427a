/* The code of who uses an authenticator app: asked for once the server does. */
import { find } from './dom.js';

/* Before the message is shown, so that it finds its field open. */
document.addEventListener('form:failed', (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || !(event instanceof CustomEvent)) return;
  if (event.detail.problem.problem.type !== '/problems/code-needed') return;
  const details = find(form, '[data-code]', HTMLDetailsElement);
  if (details) details.open = true;
});
