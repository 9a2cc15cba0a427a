/* Tasks by when they are due. Pure. */
import { addDays, today } from '../../js/time.js';

/** @type {Record<string, string>} */
const KINDS = {
  action: 'Action',
  referral_triage: 'Triage',
  referral_question: 'Question about a referral',
  referrer_letter: 'Letter to the referrer',
  episode_review: 'Review',
  meeting_minutes: 'Minutes',
  agency_check: 'Agency check',
  agency_check_chase: 'Agency check to chase',
  session_log: 'Session',
  allocation_offer: 'Offer',
  place_free: 'Waiting list',
  outcome_log: 'Outcomes',
  transfer_answer: 'Transfer',
  transfer_settle: 'Transfer',
  contact_follow_up: 'Follow-up',
  action_chase: 'Owner has left',
  episode_lead: 'Lead has left',
  turning_18: 'Turning 18',
  turning_25: 'Turning 25',
  closed_outcome: 'Outcomes',
  audit_answer: 'Journey audit',
  audit_action: 'Learning from an audit',
  audit_close: 'Journey audit answered',
};

/** What kind of task it is, in words.
 * @param {string} kind */
export const kindText = (kind) => KINDS[kind] ?? kind;

/**
 * @typedef {object} Task
 * @property {string} id
 * @property {string} kind
 * @property {string} title
 * @property {string | null} due_on
 * @property {string | null} href
 * @property {boolean} overdue
 */

/**
 * @param {Task[]} items
 * @param {string} [now] today's date
 */
export function groupTasks(items, now = today()) {
  const week = addDays(now, 7);
  /** @param {Task} task */
  const due = ({ due_on }) => due_on ?? '9999';
  const sorted = [...items].sort((a, b) => (due(a) < due(b) ? -1 : 1));
  const groups = [
    { id: 'overdue', title: 'Overdue', items: sorted.filter((task) => task.overdue) },
    { id: 'today', title: 'Today', items: sorted.filter((t) => !t.overdue && due(t) <= now) },
    {
      id: 'week',
      title: 'In the next 7 days',
      items: sorted.filter((t) => !t.overdue && due(t) > now && due(t) <= week),
    },
    { id: 'later', title: 'Later', items: sorted.filter((t) => !t.overdue && due(t) > week) },
  ].filter((group) => group.items.length);
  return { items, groups, total: items.length, overdue: countOverdue(items) };
}

/** @param {Task[]} items */
function countOverdue(items) {
  return items.filter((task) => task.overdue).length;
}
