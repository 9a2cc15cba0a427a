/* What the pages of an allocation share: its moves as flags, where it stands
 * since when, and the colours of states. */
import { addTagColours } from '../../js/tags.js';
import { transform } from '../../js/region.js';
import { attendanceText } from './facts.js';

addTagColours('allocation_state', {
  proposed: 'purple',
  offered: 'blue',
  agreed: 'light-blue',
  disengaged: 'orange',
});
addTagColours('session_attendance', {
  attended: 'green',
  part: 'green',
  late: 'green',
  did_not_attend: 'red',
  refused_at_door: 'red',
  not_brought: 'yellow',
});

/** @param {string[]} names */
const flags = (names) => Object.fromEntries(names.map((name) => [name, true]));

/* The day the state began, where the record says it. */
/** @param {any} it */
function sinceWhen(it) {
  /** @type {Record<string, string | null>} */
  const known = {
    active: it.started_on,
    offered: it.offered_on,
    proposed: it.proposed_on,
  };
  return it.ended_on ?? known[it.state] ?? null;
}

/** @param {any} dosage */
function withBar(dosage) {
  const whole = Math.max(dosage.planned_sessions ?? 0, dosage.attended, 1);
  return {
    ...dosage,
    text: attendanceText(dosage),
    planned_sessions_text: dosage.planned_sessions ?? '–',
    planned_hours_text: dosage.planned_hours ?? '–',
    width: String(Math.round((dosage.attended / whole) * 100)),
    no_first: dosage.first_attended_on === null,
  };
}

transform('allocation', (data) => ({
  ...data,
  can: flags(data.moves),
  has_moves: data.moves.length > 0,
  ended: data.ended_on !== null,
  since: sinceWhen(data),
  dosage: withBar(data.dosage),
}));

transform('allocations', (data) => ({
  ...data,
  items: data.items.map((/** @type {any} */ item) => ({
    ...item,
    attended_text: attendanceText({
      attended: item.sessions_attended,
      logged: item.sessions_attended,
      planned_sessions: item.planned_sessions,
    }).replace(' planned sessions attended', ' attended'),
    began: item.started_on !== null,
  })),
}));

/* A history reads as a timeline. */
transform('history', (data) => ({
  ...data,
  items: [...data.items].reverse().map((/** @type {any} */ move) => ({
    ...move,
    kind: 'move',
    title: move.verb,
    who: move.by,
    summary: move.note,
  })),
}));
