/*
 * Prints say who printed them, when and why. <button data-print> asks why
 * first; a print without asking says that no reason was given.
 */
import { find } from './dom.js';
import { currentPrincipal } from './session.js';
import { formatValue } from './format.js';

let reason = '';

/* Rules of a page's margin can only be written as style. */
const sheet = new CSSStyleSheet();
document.adoptedStyleSheets.push(sheet);

/* The foot of every page where the browser knows page margins (it writes the
 * page number there too), else once, at the end. */
/** @param {string} text */
function writeFoot(text) {
  const place = document.getElementById('print-line');
  if (place) place.textContent = text;
  const content = JSON.stringify(text.replace(/[\\"\n<>]/g, ' '));
  const rule = `@bottom-left { content: ${content}; font: 8pt sans-serif; }`;
  sheet.replaceSync(`@page { ${rule} }`);
  const known = sheet.cssRules[0]?.cssText.includes('@bottom-left') ?? false;
  place?.classList.toggle('app-print-line--spare', known);
}

function writeLine() {
  const who = currentPrincipal()?.user.name ?? 'someone not signed in';
  const when = formatValue(new Date().toISOString(), 'instant');
  const why = reason || 'no reason given';
  writeFoot(`Printed by ${who}, ${when}. Reason: ${why}.`);
}

addEventListener('beforeprint', writeLine);
addEventListener('afterprint', () => {
  reason = '';
});

document.addEventListener('click', (event) => {
  const target = event.target instanceof Element ? event.target : null;
  if (!target?.closest('[data-print]:not([data-print="never"])')) return;
  find(document, '#print-why', HTMLDialogElement)?.showModal();
});

document.addEventListener('submit', (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || form.id !== 'print-form') return;
  event.preventDefault();
  reason = String(new FormData(form).get('reason') ?? '').trim();
  form.closest('dialog')?.close();
  form.reset();
  window.print();
});
