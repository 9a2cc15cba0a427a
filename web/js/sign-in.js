/* The sign-in form: on success to where the person wanted to go. */
import { find } from './dom.js';
import { signedIn } from './session.js';

/**
 * Only addresses of this site, whatever the link said.
 * @param {string | null} wanted
 */
export function safeNext(wanted) {
  const fine = wanted && /^\/(?![/\\])/.test(wanted);
  return fine ? wanted : '/';
}

/**
 * @param {string} next
 */
export function watchSignIn(next) {
  const form = find(document, '#sign-in', HTMLFormElement);
  form?.addEventListener('form:saved', (event) => {
    event.preventDefault();
    void signedIn().then(() => location.assign(next));
  });
}

/* The code is asked only of those who have a second factor: the server says
 * so with a fault at /code. */
document.addEventListener('form:failed', (event) => {
  const { problem } = /** @type {CustomEvent} */ (event).detail;
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || !asksForCode(problem)) return;
  const place = find(form, '[data-code]', HTMLElement);
  if (place) place.hidden = false;
});

/** @param {import('./api.js').ApiProblem} problem */
function asksForCode(problem) {
  return problem.errors.some(({ pointer }) => pointer === '/code');
}
