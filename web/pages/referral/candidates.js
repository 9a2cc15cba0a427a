/* What a referral in triage may repeat or belong to, as choices of a dialog. */
import { ApiProblem, get } from '../../js/api.js';
import { bornWords } from '../../js/born.js';
import { find, findAll, make } from '../../js/dom.js';
import { formatValue } from '../../js/format.js';
import { vocabulary } from '../../js/vocab.js';

/** @param {any} item */
function hintOf(item) {
  const said = [
    bornWords(item, 'Born'),
    formatValue(item.state, 'words'),
    `${item.kind === 'referral' ? 'sent' : 'opened'} ${formatValue(item.at, 'shortdate')}`,
    item.agency,
  ].filter(Boolean).join(', ');
  const why = item.reasons.map((/** @type {string} */ each) =>
    each === 'linked' ? 'the young person chosen above' : formatValue(each, 'label:match_reason')).join(', ');
  return why ? `${said}. Why: ${why.toLowerCase()}` : said;
}

/** @param {any} item @param {string} field @param {boolean} only */
function radioOf(item, field, only) {
  const id = `candidate-${item.id}`;
  const box = make('input', { class: 'govuk-radios__input', type: 'radio', id, name: field,
    value: item.id, 'data-type': 'text', 'aria-describedby': `${id}-hint` });
  if (box instanceof HTMLInputElement) box.checked = only;
  return make('div', { class: 'govuk-radios__item' }, box,
    make('label', { class: 'govuk-label govuk-radios__label', for: id },
      `${item.reference}: ${item.name ?? 'no name'}`),
    make('div', { class: 'govuk-hint govuk-radios__hint', id: `${id}-hint` }, hintOf(item)));
}

/** @param {HTMLElement} place @param {any[]} items @param {string | undefined} chosen */
function fillPlace(place, items, chosen) {
  for (const item of items)
    place.append(radioOf(item, place.dataset.field ?? '', item.id === chosen));
}

/** @param {string} kind @param {number} count */
function sayOf(kind, count) {
  if (count) return 'Likeliest first. Look before you choose.';
  return kind === 'referral' ? 'We found none like it.' : 'Nobody like them has an open episode here.';
}

/**
 * @param {HTMLElement} region
 * @param {any} referral
 */
export async function showCandidates(region, referral) {
  const says = (/** @type {string} */ kind) =>
    find(region, `[data-candidates-state="${kind}"]`, HTMLElement);
  try {
    const [{ data }] = await Promise.all([
      get(`/api/v1/referrals/${referral.id}/candidates`), vocabulary('match_reason')]);
    for (const place of findAll(region, '[data-candidates]', HTMLElement)) {
      const kind = place.dataset.candidates ?? '';
      const items = data.items.filter((/** @type {any} */ item) => item.kind === kind);
      fillPlace(place, items, referral.open_episode?.id);
      const state = says(kind);
      if (state) state.textContent = sayOf(kind, items.length);
    }
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    for (const kind of ['referral', 'episode']) {
      const state = says(kind);
      if (state) state.textContent = 'We could not look. Reload the page to try again.';
    }
  }
}
