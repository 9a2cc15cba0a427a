/*
 * Prints say who printed them, when and why. <button data-print> asks why
 * first; a print without asking says that no reason was given. The access log
 * has it before the paper does.
 */
import { ApiProblem, post } from './api.js';
import { find } from './dom.js';
import { flash } from './flash.js';
import { currentPrincipal } from './session.js';
import { formatValue } from './format.js';

let reason = '';
/* Which of a page's ways of printing goes to paper: data-print="sheet"; and which
 * the open question is for. */
let way = '';
let asked = '';

/** @type {(() => Promise<void>)[]} */
const fetched = [];

/**
 * Done before a print that was asked for: paper holds more than the screen.
 * @param {() => Promise<void>} act
 */
export function beforePaper(act) {
  fetched.push(act);
}

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
  const size = way === 'sheet' ? 'size: A4 landscape; margin: 13mm 12mm 15mm; ' : '';
  sheet.replaceSync(`@page { ${size}${rule} }`);
  const known = sheet.cssRules[0]?.cssText.includes('@bottom-left') ?? false;
  place?.classList.toggle('app-print-line--spare', known);
}

function writeLine() {
  const who = currentPrincipal()?.user.name ?? 'someone not signed in';
  const when = formatValue(new Date().toISOString(), 'instant');
  const why = reason || 'no reason given';
  writeFoot(`Printed by ${who}, ${when}. Reason: ${why}.`);
}

/* What a page is of, by the first words of its address. */
/** @type {Record<string, string>} */
const KINDS = {
  people: 'person', episodes: 'episode', referrals: 'referral', meetings: 'meeting',
  actions: 'action', notes: 'note', allocations: 'allocation', contacts: 'contact',
  outcomes: 'outcome',
};
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** @param {string} path */
export function printedOf(path) {
  const [, room, id] = path.split('/');
  const kind = KINDS[room];
  return kind && ID.test(id ?? '') ? { kind, id, page: path } : { kind: 'page', page: path };
}

/** @param {string} why */
function record(why) {
  return post('/api/v1/prints', { ...printedOf(location.pathname), reason: why });
}

addEventListener('beforeprint', () => {
  document.documentElement.dataset.printing = way;
  writeLine();
  /* By the browser's own menu: nobody can be asked, but it is written down. */
  if (!reason && currentPrincipal()) record('No reason given').catch(() => {});
});
addEventListener('afterprint', () => {
  reason = '';
  way = '';
});

document.addEventListener('click', (event) => {
  const target = event.target instanceof Element ? event.target : null;
  const asks = target?.closest('[data-print]:not([data-print="never"])');
  if (!(asks instanceof HTMLElement)) return;
  asked = asks.dataset.print ?? '';
  find(document, '#print-why', HTMLDialogElement)?.showModal();
});

document.addEventListener('submit', (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || form.id !== 'print-form') return;
  event.preventDefault();
  void printFor(form, String(new FormData(form).get('reason') ?? '').trim());
});

/** @param {HTMLFormElement} form @param {string} why */
async function printFor(form, why) {
  form.closest('dialog')?.close();
  form.reset();
  try {
    await Promise.all(fetched.map((act) => act()));
    await record(why || 'No reason given');
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    flash(`Not printed: ${error.message}`, 'now');
    return;
  }
  reason = why || 'no reason given';
  way = asked;
  window.print();
}
