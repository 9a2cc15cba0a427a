/* What the pages of returns share: colours, figures laid out by line, and
 * the moves as flags. */
import { transform } from '../../js/region.js';
import { addTagColours } from '../../js/tags.js';

addTagColours('return_state', {
  draft: 'grey', submitted: 'blue', queried: 'yellow', approved: 'green', sent: 'green', restated: 'purple',
});

/**
 * @typedef {{intervention: {id: string, name: string} | null, measure: string, category: string,
 *   value: number | null, hidden: boolean, before: number | null, before_hidden: boolean, now: number | null}} Figure
 */

/** The measures a line shows, in the order of its columns. */
export const COLUMNS = ['young_people', 'young_people_new', 'young_people_continuing', 'young_people_ytd', 'sessions',
  'completions', 'exits', 'adults_25_plus', 'parents_carers', 'professionals', 'attendances'];

/** A number as it reads: "c" where it is hidden. @param {Figure | undefined} figure */
export const shown = (figure) =>
  !figure ? '0' : figure.hidden ? 'c' : Number(figure.value ?? 0).toLocaleString('en-GB');

/**
 * One row for each intervention, the spoke first.
 * @param {Figure[]} figures
 */
export function linesOf(figures) {
  /** @type {Map<string, any>} */
  const lines = new Map();
  for (const figure of figures) {
    if (figure.category !== 'total') continue;
    const id = figure.intervention?.id ?? '';
    if (!lines.has(id)) lines.set(id, { id, name: figure.intervention?.name ?? 'The spoke', whole: !id });
    lines.get(id)[figure.measure] = figure;
  }
  return [...lines.values()].map((line) => ({
    ...line,
    cells: COLUMNS.map((measure) => ({ measure, line: line.id, text: shown(line[measure]),
      hidden: line[measure]?.hidden ?? false, opens: Boolean(line[measure]?.value) })),
  }));
}

/** Parts that no vocabulary names. */
const PARTS = new Map([['18_24_or_not_known', '18 to 24, or age not known'],
  ['withheld', 'Withheld: too few to tell apart'], ['not_recorded', 'Not recorded']]);

/** The parts of a measure: by age, sex, ethnicity, reason. @param {Figure[]} figures @param {string} measure */
export function partsOf(figures, measure) {
  return figures.filter((figure) => figure.measure === measure && figure.category !== 'total')
    .map((figure) => ({ ...figure, name: figure.intervention?.name ?? 'The spoke', line: figure.intervention?.id ?? '',
      text: shown(figure), opens: Boolean(figure.value), special: PARTS.get(figure.category) ?? null }));
}

/** Signed, so that less is not read as more. @param {number} by */
const signed = (by) => (by > 0 ? `+${by.toLocaleString('en-GB')}` : by.toLocaleString('en-GB').replace('-', '−'));

/**
 * What differs: between two editions, or between the last one and now.
 * @param {Figure[]} figures
 * @param {'before' | 'now'} other
 */
export function changesOf(figures, other) {
  return figures.filter((f) => f[other] !== null && !f.hidden && !f.before_hidden && f[other] !== f.value
      && f.category === 'total')
    .map((f) => {
      const [from, to] = other === 'now' ? [f.value ?? 0, f.now ?? 0] : [f.before ?? 0, f.value ?? 0];
      return { name: f.intervention?.name ?? 'The spoke', measure: f.measure, from, to, by: signed(to - from) };
    });
}

/** "2026-27" @param {number} year */
const yearName = (year) => `${year}-${String((year + 1) % 100).padStart(2, '0')}`;

transform('returns', (data) => {
  const given = Number(new URLSearchParams(location.search).get('year'));
  const first = data.items[0]?.quarter;
  const shownYear = given || (first ? Number(first.slice(0, 4)) - (first.slice(5, 7) === '01' ? 1 : 0) : new Date().getFullYear());
  const today = new Date();
  const current = today.getFullYear() - (today.getMonth() < 3 ? 1 : 0);
  return { ...data, year_name: yearName(shownYear), before: shownYear - 1, before_name: yearName(shownYear - 1),
    after: shownYear < current ? shownYear + 1 : null, after_name: yearName(shownYear + 1) };
});

/* Forms are filled from what was loaded itself: so this is put into it. */
/** @param {any} data */
const formOf = (data) => ({
  narrative: data.narrative, risks: data.risks, match: data.match, case_study: data.case_study?.words,
  case_study_permission: data.case_study?.permission ?? 'not_asked',
  /* Nothing yet: a line for each intervention that is paid by a grant. */
  money: data.money?.length ? data.money : data.interventions
    .filter((/** @type {{funding_stream: string}} */ i) => i.funding_stream && i.funding_stream !== 'match_funding')
    .map((/** @type {{id: string, funding_stream: string}} */ i) => ({ intervention_id: i.id, funding_stream: i.funding_stream })),
});

transform('return', (data) => {
  data.form = formOf(data);
  return {
    ...data,
    can: Object.fromEntries(data.moves.map((/** @type {string} */ verb) => [verb, true])),
    question: data.state === 'queried' ? data.history.filter((/** @type {{verb: string}} */ h) => h.verb === 'query').at(-1) : null,
    money: (data.money ?? []).map((/** @type {{intervention_id: string}} */ line) => ({ ...line,
      name: data.interventions.find((/** @type {{id: string}} */ i) => i.id === line.intervention_id)?.name ?? 'The spoke as a whole' })),
    money_total: ['budget', 'forecast', 'actual', 'variance'].reduce((total, name) => ({ ...total,
      [name]: (data.money ?? []).reduce((/** @type {number} */ sum, /** @type {Record<string, number>} */ line) => sum + Number(line[name] ?? 0), 0) }), {}),
    match_short: !data.match_test.enough,
  };
});

transform('figures', (data) => ({
  ...data,
  lines: linesOf(data.items),
  ages: partsOf(data.items, 'young_people').filter(({ line }) => !line),
  sexes: partsOf(data.items, 'named_sex').filter(({ line }) => !line),
  ethnicities: partsOf(data.items, 'named_ethnicity').filter(({ line }) => !line),
  reasons: partsOf(data.items, 'exits').filter(({ line }) => !line),
  late: changesOf(data.items, 'now'),
  restated: changesOf(data.items, 'before'),
  hides: data.items.some((/** @type {Figure} */ figure) => figure.hidden),
}));
