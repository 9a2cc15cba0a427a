/* What every page does. A page's own script, if any, runs after this one and
 * before anything is drawn. */
import './autosave.js';
import './code.js';
import './components.js';
import './dates.js';
import './dialog.js';
import './form.js';
import './known.js';
import './list.js';
import './print.js';
import './take-list.js';
import './status.js';
import { showBrand } from './brand.js';
import { find } from './dom.js';
import { enhance } from './enhance.js';
import { showKeptFlash } from './flash.js';
import { hidePrivateQuery } from './params.js';
import { showSearchWords } from './search.js';
import { leaveToOther, signedIn, startSession } from './session.js';

/* Signed in again in place: the page and its typed text stand as they were,
 * unless it is somebody else. */
function finishSignInAgain() {
  const dialog = find(document, '#sign-in-again', HTMLDialogElement);
  dialog?.addEventListener('form:saved', (event) => {
    event.preventDefault();
    void signedIn().then((who) => {
      if (who === 'other') leaveToOther();
      else dialog.close('signed-in');
    });
  });
}

/* Confirmed: what was asked for goes on. */
function finishConfirmation() {
  const dialog = find(document, '#confirm-identity', HTMLDialogElement);
  dialog?.addEventListener('form:saved', (event) => {
    event.preventDefault();
    find(dialog, 'form', HTMLFormElement)?.reset();
    dialog.close('signed-in');
  });
}

function start() {
  hidePrivateQuery();
  finishSignInAgain();
  finishConfirmation();
  void startSession();
  void showBrand();
  showSearchWords();
  showKeptFlash();
  enhance(document);
}

/* Module scripts have all run by then. */
if (document.readyState === 'complete') start();
else document.addEventListener('DOMContentLoaded', start);
