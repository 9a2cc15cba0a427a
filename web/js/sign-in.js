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
