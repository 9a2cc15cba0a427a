/*
 * The page of one referral: what the reader may do now, its history as words,
 * and in triage the people it may be about.
 */
import './states.js';
import { showCandidates } from './candidates.js';
import { stepsOf } from './progress.js';
import { offerSeries } from './series.js';
import { ApiProblem, get } from '../../js/api.js';
import { bornWords } from '../../js/born.js';
import { find, make } from '../../js/dom.js';
import { transform, whenReady } from '../../js/region.js';
import { Scope } from '../../js/scope.js';
import { makeIdsFresh, render } from '../../js/view.js';

/** @type {Record<string, string>} */
const MOVES = {
  create: 'Begun',
  submit: 'Sent',
  triage: 'Taken into triage',
  request_information: 'More information asked for',
  answer: 'Answered',
  accept: 'Accepted to the panel',
  convene: 'Accepted for an extraordinary meeting',
  allocate: 'Accepted, straight to an intervention',
  add_to_episode: 'Added to the open episode',
  redirect: 'Sent to another service',
  decline: 'Declined',
  mark_duplicate: 'Marked as the same as another referral',
  mark_out_of_area: 'Marked as out of area',
  withdraw: 'Withdrawn',
};

/** What the referrer is told where nobody wrote them a message.
 * @type {Record<string, string>} */
const OUTCOMES = {
  accepted_to_panel: 'Accepted: the panel will discuss this young person',
  extraordinary_meeting: 'Accepted: a meeting is called at short notice',
  straight_to_intervention: 'Accepted: support is being arranged',
  added_to_episode: 'Added to work already under way',
  redirected: 'Sent to another service',
  declined: 'Declined',
  duplicate: 'We already have this referral',
  out_of_area: 'Out of area',
  withdrawn: 'Withdrawn',
};

const OPEN = ['draft', 'submitted', 'in_triage', 'information_requested'];

/** @type {[string, string][]} */
const TEXTS = [
  ['narrative', 'What happened'],
  ['risk_to', 'Risk to the young person'],
  ['risk_from', 'Risk from the young person'],
  ['young_person_view', 'What the young person says'],
  ['parent_view', 'What their parent or carer says'],
  ['already_tried', 'What has been tried'],
  ['services_involved', 'Services that know them'],
  ['desired_outcome', 'What should change'],
];

/** @param {string[]} names */
const flags = (names) => Object.fromEntries(names.map((name) => [name, true]));

/** @param {any} move one of the history */
function lineOf(move) {
  /** @type {Record<string, string>} */
  const reasons = { decline: 'declined', redirect: 'redirected', withdraw: 'withdrawn' };
  const reason = reasons[move.verb];
  return {
    at: move.at,
    title: MOVES[move.verb] ?? move.verb,
    who: move.by ?? move.agency,
    agency: move.by ? move.agency : null,
    summary: move.note,
    ...(reason ? { [reason]: move.reason } : {}),
  };
}

transform('referral', (data) => {
  const can = flags(data.moves);
  const inTriage = data.state === 'in_triage' && Boolean(can.accept);
  can.open = inTriage && Boolean(data.person) && !data.open_episode;
  if (data.state !== 'information_requested') delete can.answer;
  const writing = data.letters.some((/** @type {any} */ letter) => letter.state === 'draft');
  return {
    ...data,
    can,
    /* The name of somebody known stands above, in their own header. */
    title: data.person ? `Referral ${data.reference}` : (data.name ?? 'No name yet'),
    caption: data.person ? '' : data.reference,
    hint: flags(data.hints),
    born: bornWords(data),
    age_said: ['month', 'year', 'estimated'].includes(data.born_precision) ? `About ${data.age}` : data.age,
    open: OPEN.includes(data.state),
    sent: data.state !== 'draft',
    unlinked: !data.person,
    annex_closed: !data.annex_open,
    outcome: data.result && OUTCOMES[data.result.state],
    asked: data.questions.at(-1)?.question,
    outside: !data.inside,
    steps: stepsOf(data),
    may_join: inTriage && !data.open_episode,
    can_write_again: data.triages && data.decided_at && !writing,
    has_side: !data.inside || data.moves.length > 0 || data.result || data.others?.length > 0,
    texts: TEXTS.filter(([name]) => data[name]).map(([name, title]) => ({
      title,
      text: data[name],
    })),
    timeline: data.history.map(lineOf).reverse(),
  };
});

/* ---- who it may be about ---- */

/** @param {any} data */
async function matchesFor(data) {
  const wanted = new URLSearchParams();
  for (const name of ['given_name', 'family_name', 'known_as', 'born_on'])
    if (data[name]) wanted.set(name, data[name]);
  if (!wanted.size || (wanted.size === 1 && wanted.has('born_on'))) return [];
  const answer = await get(`/api/v1/people/matches?${wanted}`);
  return answer.data.items;
}

/** @param {HTMLElement} place @param {any[]} items */
function showMatches(place, items) {
  const template = find(place, 'template', HTMLTemplateElement);
  if (!template) return;
  for (const item of items) {
    const copy = render(template, new Scope(item));
    makeIdsFresh(copy);
    place.append(copy);
  }
}

/* Making a new record says so, and that none of those shown is the same. */
/** @param {HTMLFormElement} form @param {string[]} shown */
function followChoice(form, shown) {
  const says = [
    make('input', { type: 'hidden', name: 'new_person', value: 'true', 'data-type': 'boolean' }),
    ...shown.map((id) =>
      make('input', { type: 'hidden', name: 'not_same_as', value: id, 'data-type': 'list' }),
    ),
  ];
  const follow = () => {
    const none = find(form, '[data-new-person]', HTMLInputElement);
    for (const each of says)
      if (each instanceof HTMLInputElement) each.disabled = !none?.checked;
  };
  form.append(...says);
  form.addEventListener('change', follow);
  follow();
}

whenReady('referral', (region, data) => {
  if (data.state === 'in_triage' && data.moves.includes('accept'))
    void Promise.all([showCandidates(region, data), offerSeries(region, data.spoke)]);
});

whenReady('referral', async (region, data) => {
  const form = find(region, '#person-form', HTMLFormElement);
  const place = form && find(form, '[data-matches]', HTMLElement);
  const state = form && find(form, '[data-known-state]', HTMLElement);
  if (!form || !place || !state) return;
  try {
    const items = await matchesFor(data);
    showMatches(place, items);
    const ids = items.map((/** @type {any} */ item) => item.person_id).filter(Boolean);
    followChoice(form, ids);
    state.textContent = items.length
      ? 'These may be the same young person. Look before you choose.'
      : 'Nobody like this is known to us.';
    const none = find(form, '[data-new-person]', HTMLInputElement);
    if (!items.length && none) none.click();
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    state.textContent = 'We could not look for them. Reload the page to try again.';
  }
});
