/* One audit: what may be done to it, its intervals in words, its steps. */
import { addFormat, formatValue } from '../../js/format.js';
import { transform } from '../../js/region.js';
import { currentPrincipal } from '../../js/session.js';
import './words.js';

/** @param {number} count @param {string} unit */
const daysOf = (count, unit) =>
  `${count} ${unit === 'days' ? '' : 'working '}${count === 1 ? 'day' : 'days'}`;

/** @param {any} each */
const intervalShown = (each) => ({
  ...each,
  took: each.taken === null ? '' : daysOf(each.taken, each.unit),
  clock: each.allowed === null ? '' : daysOf(each.allowed, each.unit),
});

transform('audit', (data) => {
  const acts = currentPrincipal()?.permissions.includes('journey_audit.act') ?? false;
  const under = ['draft', 'graded'].includes(data.state);
  return {
    ...data,
    can: Object.fromEntries(data.moves.map((/** @type {string} */ verb) => [verb, true])),
    place: formatValue(data.spoke, 'auditspoke'),
    intervals: data.now.intervals.map(intervalShown),
    scores: data.scores.map((/** @type {any} */ each, /** @type {number} */ n) => ({
      ...each,
      path: `scores.${n}`,
    })),
    scored: `${data.scores.filter((/** @type {any} */ each) => each.score).length} of ${data.scores.length}`,
    may_score: data.may_write && under,
    may_ask: data.may_write && !['closed', 're_audited', 'set_aside'].includes(data.state),
    may_open: data.may_write && !['closed', 're_audited', 'set_aside'].includes(data.state),
    actions: data.actions.map((/** @type {any} */ each) => ({
      ...each,
      may_act: acts && each.moves.includes('complete'),
    })),
  };
});

/** @type {Record<string, string>} */
const KINDS = {
  referral: 'Referral',
  triage: 'Triage',
  episode: 'Episode',
  closure: 'Closure',
  transfer: 'Transfer',
  allocation: 'Intervention',
  discussion: 'Meeting',
  agency_check: 'Agency check',
  risk: 'Risk assessed',
  session: 'Session',
  contact: 'Contact',
  held: 'Police hold information',
  outcome: 'Outcome',
  voice: 'Their words',
  note: 'Note',
  action: 'Action',
  sharing: 'Agreement',
};

/* What a step's codes say beside its own: whether there was voice, who spoke. */
/** @param {any} step */
function moreOf({ kind, detail }) {
  const label = (/** @type {any} */ value, /** @type {string} */ of) =>
    value ? formatValue(value, `label:${of}`) : '';
  const parts = {
    referral: [label(detail.concerns, 'concern'), label(detail.urgency, 'urgency')],
    discussion: [
      label(detail.decisions, 'decision'),
      detail.risk_after ? `risk ${label(detail.risk_after, 'risk_level').toLowerCase()}` : '',
      detail.voice ? 'their voice' : 'no voice',
      detail.rationale ? 'reasons' : 'no reasons',
      `${detail.agencies} ${detail.agencies === 1 ? 'agency' : 'agencies'}`,
    ],
    agency_check: [label(detail.agency, 'agency_type'), detail.late ? 'late' : ''],
    risk: [
      `to them ${label(detail.risk_to, 'risk_level').toLowerCase()}`,
      `from them ${label(detail.risk_from, 'risk_level').toLowerCase()}`,
      detail.override ? 'level overridden' : '',
    ],
    session: [label(detail.approach, 'intervention_approach'), label(detail.engagement, 'engagement'), detail.voice ? 'their voice' : ''],
    allocation: [label(detail.approach, 'intervention_approach')],
    contact: [detail.seen === false ? 'not seen' : '', label(detail.outcomes, 'contact_outcome')],
    sharing: [label(detail.agreement, 'agreement_kind')],
    outcome: [label(detail.point, 'outcome_point'), label(detail.informant, 'informant')],
  };
  return (/** @type {any} */ (parts)[kind] ?? []).filter(Boolean).join(', ');
}

/* Words are put in when a step is drawn: by then its vocabularies are there. */
addFormat('auditkind', (step) => KINDS[/** @type {any} */ (step).kind] ?? /** @type {any} */ (step).kind);
addFormat('auditsaid', (step) => {
  const { code, vocabulary } = /** @type {any} */ (step);
  return code ? formatValue(code, `label:${vocabulary}`) : '';
});
addFormat('auditmore', (step) => {
  const { kind, detail } = /** @type {any} */ (step);
  return kind === 'held' ? '' : moreOf({ kind, detail: detail ?? {} });
});
