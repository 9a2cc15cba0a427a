/* "Contact saved": said on this page, or on the one that comes next. */
import { announce, make } from './dom.js';

const KEPT = 'flash';

/**
 * @param {string} text
 * @param {'now' | 'next'} when
 */
export function flash(text, when) {
  if (!text) return;
  if (when === 'next') sessionStorage.setItem(KEPT, text);
  else show(text);
}

/** Says what the page before left to be said. */
export function showKeptFlash() {
  const text = sessionStorage.getItem(KEPT);
  sessionStorage.removeItem(KEPT);
  if (text) show(text);
}

/** @param {string} text */
function show(text) {
  const main = document.getElementById('main-content');
  main?.querySelector('.app-flash')?.remove();
  main?.prepend(
    make('div', { class: 'app-flash', role: 'status' },
      make('p', { class: 'app-flash__text' }, text)),
  );
  announce(text);
}
