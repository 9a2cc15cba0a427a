/* Words and colours that the pages of journey audits share. */
import { addFormat, formatValue } from '../../js/format.js';
import { transform } from '../../js/region.js';
import { currentPrincipal } from '../../js/session.js';
import { addTagColours } from '../../js/tags.js';

addTagColours('audit_state', {
  graded: 'light-blue',
  with_spoke: 'blue',
  responded: 'yellow',
  closed: 'grey',
  re_audited: 'grey',
  set_aside: 'grey',
});
addTagColours('audit_score', { strong: 'green', sound: 'turquoise', needs_work: 'yellow', poor: 'red' });
addTagColours('audit_grade', {
  outstanding: 'green',
  good: 'turquoise',
  requires_improvement: 'yellow',
  inadequate: 'red',
});

/** @type {Record<string, string>} */
const STEPS = {
  triage: 'Referral to triage',
  panel: 'To the first panel',
  offer: 'Panel to offer',
  first_session: 'Offer to first session',
  review: 'Longest without a review',
  closure: 'Opening to closure',
};
addFormat('auditstep', (step) => STEPS[String(step)] ?? String(step));

/* A spoke by its name: the reader's own list has it. */
addFormat('auditspoke', (code) => {
  const spokes = currentPrincipal()?.spokes ?? [];
  return spokes.find((/** @type {any} */ each) => each.code === code)?.short_name ?? String(code);
});

/* "Oct to Dec 2026" from the quarter's first day. */
addFormat('auditquarter', (day) => {
  const [year, month] = String(day).split('-').map(Number);
  const names = { 1: 'Jan to Mar', 4: 'Apr to Jun', 7: 'Jul to Sep', 10: 'Oct to Dec' };
  return `${/** @type {any} */ (names)[month]} ${year}`;
});

transform('sample', (data) => ({
  ...data,
  period: `${formatValue(data.opened_from, 'date')} to ${formatValue(data.opened_to, 'date')}`,
  found: `${data.audits.filter((/** @type {any} */ each) => !each.again).length} of ${data.population} journeys`,
}));
