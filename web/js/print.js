/*
 * Prints say who printed them, when and why. <button data-print> asks why
 * first; a print without asking says that no reason was given.
 */
import { find } from './dom.js';
import { currentPrincipal } from './session.js';
import { formatValue } from './format.js';

let reason = '';

function writeLine() {
  const place = document.getElementById('print-line');
  if (!place) return;
  const who = currentPrincipal()?.user.name ?? 'someone not signed in';
  const when = formatValue(new Date().toISOString(), 'instant');
  const why = reason || 'no reason given';
  place.textContent = `Printed by ${who}, ${when}. Reason: ${why}.`;
}

addEventListener('beforeprint', writeLine);
addEventListener('afterprint', () => {
  reason = '';
});

document.addEventListener('click', (event) => {
  const target = event.target instanceof Element ? event.target : null;
  if (!target?.closest('[data-print]')) return;
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
