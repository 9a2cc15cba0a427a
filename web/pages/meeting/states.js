/* How far a meeting is, for every page about it. */
import { transform } from '../../js/region.js';
import { addTagColours } from '../../js/tags.js';
import { londonClock, today } from '../../js/time.js';

addTagColours('meeting_state', {
  planned: 'blue',
  in_progress: 'light-blue',
  minutes_draft: 'yellow',
  minutes_checked: 'yellow',
  signed_off: 'green',
  distributed: 'green',
});
addTagColours('agenda_kind', { urgent: 'red', new: 'blue', removal: 'grey' });

/** @type {[string, string][]} */
const WAY = [
  ['planned', 'Planned'],
  ['in_progress', 'In progress'],
  ['minutes_draft', 'Minutes in draft'],
  ['minutes_checked', 'Minutes checked'],
  ['signed_off', 'Signed off'],
  ['distributed', 'Distributed'],
];

/**
 * The way of a meeting from the plan to its minutes, with where it is now.
 * @param {string} state
 * @returns {{text: string, is: 'done' | 'now' | 'next', current: string}[]}
 */
export function stepsOf(state) {
  if (state === 'cancelled')
    return [{ text: 'Cancelled', is: 'now', current: 'step' }];
  const now = WAY.findIndex(([code]) => code === state);
  return WAY.map(([, text], at) => ({
    text,
    is: at < now ? 'done' : at === now ? 'now' : 'next',
    current: at === now ? 'step' : '',
  }));
}

/**
 * The verbs the reader may use, as {open: true}: templates can ask for them.
 * @param {string[]} moves
 */
export function mayOf(moves) {
  return Object.fromEntries(moves.map((verb) => [verb, true]));
}

/**
 * What is missing, with whose it is: "Item 2, Sam Lewis: enter the rationale".
 * @param {any} meeting
 */
export function missingOf({ missing, agenda = [] }) {
  return missing?.map((/** @type {any} */ fault) => {
    const item = agenda.find((/** @type {any} */ each) => fault.pointer.includes(each.id));
    const lead = `Item ${item?.position}`;
    return {
      ...fault,
      detail: item ? fault.detail.replace(`${lead}:`, `${lead}, ${item.person.name}:`) : fault.detail,
    };
  });
}

/**
 * What was asked, put to the meeting and declared, at the item it is about.
 * @param {any} meeting
 */
function gathered({ agenda = [], checks = [], papers = [], conflicts = [], frozen }) {
  return agenda.map((/** @type {any} */ item) => ({
    ...item,
    checks: checks.filter((/** @type {any} */ each) => each.person?.id === item.person.id),
    papers: papers
      .filter((/** @type {any} */ each) => each.agenda_item_id === item.id)
      .map((/** @type {any} */ each) => ({ ...each, removable: !frozen })),
    conflicts: conflicts.filter((/** @type {any} */ each) => each.agenda_item_id === item.id),
  }));
}

/** @param {any} meeting */
export function shaped(meeting) {
  const { quorum, papers = [], conflicts = [] } = meeting;
  return {
    ...meeting,
    ...(meeting.agenda ? { agenda: gathered(meeting) } : {}),
    general_papers: papers
      .filter((/** @type {any} */ each) => !each.agenda_item_id)
      .map((/** @type {any} */ each) => ({ ...each, removable: !meeting.frozen })),
    withheld: conflicts.filter((/** @type {any} */ each) => each.mine),
    inquorate: quorum ? !quorum.met : false,
    /* On the day: nobody is there before. */
    i_accept: (meeting.state === 'in_progress' || londonClock(meeting.starts_at).date <= today()) &&
      !meeting.attendance?.some(
      (/** @type {any} */ row) => row.mine && row.confidentiality_accepted),
    missing: missingOf(meeting),
    steps: stepsOf(meeting.state),
    may: mayOf(meeting.moves),
    changeable: !meeting.frozen,
  };
}

transform('meeting', shaped);
