/* Signing in to come back to the page that asked for it. */
import { find } from '../../js/dom.js';
import { safeNext, watchSignIn } from '../../js/sign-in.js';

const asked = new URLSearchParams(location.search);
const note = find(document, '[data-signed-out]', HTMLElement);
if (note) note.hidden = !asked.has('signed_out');
watchSignIn(safeNext(asked.get('next')));
