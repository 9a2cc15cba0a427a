/* How what is known of a young person reads: dates in words, what changed. */
import { formatValue } from './format.js';

/** @typedef {Record<string, any>} Fact */

/** @param {Fact} fact */
function whenText(fact) {
  const from = fact.valid_from ? `From ${formatValue(fact.valid_from, 'shortdate')}` : '';
  const to = fact.valid_to ? `until ${formatValue(fact.valid_to, 'shortdate')}` : '';
  const dates = [from, to].filter(Boolean).join(' ');
  return [dates && dates[0].toUpperCase() + dates.slice(1), fact.end_reason,
    fact.source && `Source: ${fact.source}`].filter(Boolean).join('. ');
}

/** @param {Fact} fact @returns {Fact} */
export function factShown(fact) {
  const attendance = fact.attendance_percent;
  return {
    ...fact,
    when: whenText(fact),
    attendance: attendance === undefined ? '' : `${attendance}%`,
  };
}

/* Members whose values are codes, and of what. */
/** @type {Record<string, string>} */
const CODES = {
  parental_responsibility: 'answer', lives_with: 'answer', may_contact: 'answer',
  person_knows: 'answer', diagnosis_status: 'diagnosis_status', year_group: 'year_group',
  safe_to_phone: 'answer', safe_to_text: 'answer', safe_to_voicemail: 'answer',
  safe_to_write: 'answer', interpreter_needed: 'answer', ethnicity: 'ethnicity',
  ethnicity_observed: 'ethnicity', first_language: 'language', sen_status: 'sen_status',
  gender_identity: 'gender_identity', sex: 'sex', pronouns: 'pronouns',
  communication_needs: 'communication_need', born_precision: 'dob_precision', kind: 'name_kind',
};

/** @param {string} member @param {any} value */
function valueText(member, value) {
  if (value === null || value === undefined || value === '' || value?.length === 0)
    return 'nothing';
  if (typeof value === 'boolean') return formatValue(value, 'yesno');
  if (/_on$|^valid_/.test(member)) return formatValue(value, 'date');
  return formatValue(value, CODES[member] ? `label:${CODES[member]}` : '');
}

/** @param {string} member */
function memberText(member) {
  const words = member.replace(/^valid_/, '').replaceAll('_', ' ');
  return words[0].toUpperCase() + words.slice(1);
}

/** @param {Record<string, any>} amendment */
export function amendmentShown(amendment) {
  return {
    ...amendment,
    changes: Object.keys(amendment.after).map((member) => ({
      member: memberText(member),
      before: valueText(member, amendment.before[member]),
      after: valueText(member, amendment.after[member]),
    })),
  };
}
