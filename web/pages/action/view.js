/* One action: what the reader may do with it now, and how it moved. */
import '../episode/states.js';
import './owner.js';
import { transform } from '../../js/region.js';
import { vocabulary } from '../../js/vocab.js';

/** @type {Record<string, string>} */
const MOVES = {
  set: 'Set',
  start: 'Begun',
  complete: 'Done',
  cancel: 'Cancelled',
  supersede: 'Superseded',
  reopen: 'Opened again',
};

void vocabulary('action_cancel_reason').catch(() => {});

transform('action', (data) => ({
  ...data,
  can: Object.fromEntries(data.moves.map((/** @type {string} */ verb) => [verb, true])),
  has_more: ['cancel', 'supersede', 'reopen'].some((verb) => data.moves.includes(verb)),
  timeline: data.history.map((/** @type {any} */ move) => ({
    at: move.at,
    title: MOVES[move.verb] ?? move.verb,
    who: move.by?.name,
    agency: move.by?.agency,
    summary: move.note,
    reason: move.reason,
  })),
}));
