/* Confirming, and then on to what was asked for. */
import { find } from '../../js/dom.js';
import { safeNext } from '../../js/sign-in.js';

const next = safeNext(new URLSearchParams(location.search).get('next'));
find(document, '#confirm', HTMLFormElement)?.addEventListener('form:saved', (event) => {
  event.preventDefault();
  location.replace(next);
});
