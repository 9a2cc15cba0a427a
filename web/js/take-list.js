/*
 * A list as a file: Excel or CSV of what the page's filter shows, with the
 * reason for taking it. <form data-take="people">, made by take_list().
 */
import { ApiProblem, request } from './api.js';
import { currentSpoke } from './choices.js';
import { find } from './dom.js';
import { query } from './params.js';

const FILTERS = ['spoke', 'state', 'risk', 'agency', 'mine', 'overdue'];

/** @param {HTMLFormElement} form @param {string} ending */
async function take(form, ending) {
  const wanted = new URLSearchParams(
    [...query()].filter(([name, value]) => FILTERS.includes(name) && value));
  if (form.dataset.takeSpoke !== undefined && !wanted.has('spoke')) wanted.set('spoke', currentSpoke());
  wanted.set('reason', String(new FormData(form).get('reason') ?? '').trim());
  const list = form.dataset.take ?? '';
  const { data } = await request('GET', `/api/v1/sheets/${list}.${ending}?${wanted}`, { file: true });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(data);
  link.download = `${list}.${ending}`;
  link.click();
  URL.revokeObjectURL(link.href);
  form.reset();
  form.closest('dialog')?.close();
}

/** @param {HTMLFormElement} form @param {string} words empty: none */
function say(form, words) {
  const place = find(form, '[data-problem]', HTMLElement);
  if (!place) return;
  place.textContent = words;
  place.hidden = !words;
}

document.addEventListener('submit', async (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || form.dataset.take === undefined) return;
  event.preventDefault();
  const by = event.submitter;
  say(form, '');
  try {
    await take(form, by instanceof HTMLButtonElement ? by.value : 'xlsx');
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    say(form, error.errors[0]?.detail ?? error.message);
  }
});
